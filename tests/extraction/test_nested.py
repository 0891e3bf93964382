"""Reports inside reports."""

from __future__ import annotations

import pytest

from onrecord.extraction import load_extractor
from onrecord.extraction.communicated import communicates
from onrecord.extraction.extractor import NeuralExtractor
from onrecord.extraction.nested import inside_content, is_report, with_parents
from onrecord.model import Attribution, Extraction, Quote, Span


@pytest.fixture(scope="module")
def extractor() -> NeuralExtractor:
    return load_extractor()


def chains(text: str, extraction: Extraction) -> set[tuple[str, ...]]:
    """Return the sources of each attribution from the outermost to its own."""
    found = set()
    for index, attribution in enumerate(extraction.attributions):
        chain = [_source(text, attribution)]
        parent = extraction.parent(index)
        while parent is not None:
            chain.insert(0, _source(text, extraction.attributions[parent]))
            parent = extraction.parent(parent)
        found.add(tuple(chain))
    return found


def _source(text: str, attribution: Attribution) -> str:
    return " ".join(span.of(text) for span in attribution.source)


def test_a_report_in_a_paper_in_a_report(extractor: NeuralExtractor) -> None:
    text = (
        "Kestrian intelligence concluded that the risk can be managed, The Harbour Times reported on Monday."
    )
    extraction = extractor.extract([text])[0]
    assert ("The Harbour Times", "Kestrian intelligence") in chains(text, extraction)


def test_a_report_inside_a_quotation(extractor: NeuralExtractor) -> None:
    text = "“The government has already said that it will not pay,” Mayor Olga Lindt said."
    extraction = extractor.extract([text])[0]
    assert ("Mayor Olga Lindt", "The government") in chains(text, extraction)


def test_a_headline_that_reports_a_report(extractor: NeuralExtractor) -> None:
    text = "A page.\n\nKPT: Harbour chief says pier will be closed for good\n\nIt rained."
    extraction = extractor.extract([text])[0]
    assert ("KPT", "Harbour chief") in chains(text, extraction)


def _made(text: str, source: str, cue: str, content: str, confidence: float = 0.9) -> Attribution:
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (content, cue, source)]
    return Attribution((spans[0],), (spans[1],), (spans[2],), Quote.INDIRECT, True, confidence)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "right"),
    [
        ("the mill said that it would close", "the mill", "said", "that it would close", True),
        ("the mill would say that it must close", "the mill", "would say", "that it must close", False),
        ("even if the mill says we must leave", "the mill", "says", "we must leave", False),
        ("the mill thinks it is rich", "the mill", "thinks", "it is rich", False),
        ("nobody said that we could stay", "nobody", "said", "that we could stay", False),
        ("the mill said it", "the mill", "said", "it", False),
    ],
)
def test_what_counts_as_a_report(text: str, source: str, cue: str, content: str, right: bool) -> None:
    attribution = _made(text, source, cue, content)
    if cue == "said" and content == "it":
        attribution = Attribution(
            (Span(14, 16),), attribution.cue, attribution.source, Quote.INDIRECT, True, 0.9
        )
    assert is_report(text, attribution) is right


def test_the_smallest_content_around_is_the_parent() -> None:
    text = "A said that B said that C said that it rained."
    outer = _made(text, "A", "said", "that B said that C said that it rained")
    middle = Attribution((Span(19, 45),), (Span(14, 18),), (Span(12, 13),), Quote.INDIRECT, True, 0.9)
    inner = Attribution((Span(31, 45),), (Span(26, 30),), (Span(24, 25),), Quote.INDIRECT, True, 0.9)
    assert inside_content(inner, middle)
    assert not inside_content(middle, inner)
    found, parents = with_parents([inner, outer, middle], [None, None, None])
    assert found == (outer, middle, inner)
    assert parents == (None, 0, 1)


@pytest.mark.parametrize(
    ("cue", "quote", "score", "right"),
    [
        ("said", Quote.INDIRECT, 0.5, True),
        ("sees", Quote.INDIRECT, 3.0, False),
        ("decided", Quote.INDIRECT, 1.0, False),
        ("decided", Quote.DIRECT, -1.0, True),
        ("zorped", Quote.INDIRECT, 0.5, False),
        ("zorped", Quote.INDIRECT, 2.5, True),
    ],
)
def test_what_communicates(cue: str, quote: Quote, score: float, right: bool) -> None:
    assert communicates(cue, "that it rained", quote, score) is right


def test_a_wish_not_to_be_named_is_no_statement() -> None:
    assert not communicates("asked", "not to be named because the talks are private", Quote.INDIRECT, 3.0)
