"""The shipped extractor on articles of our own: what any reader sees, and promises that hold for any text."""

import itertools
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction.extractor import NeuralExtractor, load_extractor
from onrecord.model import Attribution, Quote

ARTICLE = """Harbour board rejects pier plan

The harbour board on Tuesday rejected a plan to lengthen the old pier, and its chairwoman, \
Ilse Brandt, said the town could not afford it.

"We have no money for a second pier," Brandt told reporters. "We hardly have any for the first."

The mayor accused the board of cowardice. He said that three firms had offered to pay.

According to a report by the port's engineers, the pier would have cost nine million crowns.
"""


@pytest.fixture(scope="module")
def extractor() -> NeuralExtractor:
    return load_extractor()


def _find(text: str, found: list[Attribution], words: str) -> Attribution:
    place = text.index(words)
    hits = [a for a in found if any(span.start <= place < span.end for span in a.content)]
    assert hits, f"no statement holds {words!r}"
    return hits[0]


def _words(text: str, attribution: Attribution) -> tuple[list[str], list[str], list[str]]:
    roles = (attribution.source, attribution.cue, attribution.content)
    return tuple([span.of(text) for span in role] for role in roles)  # type: ignore[return-value]


def test_a_quotation_interrupted_by_its_cue(extractor: NeuralExtractor) -> None:
    found = list(extractor.extract([ARTICLE])[0].attributions)
    attribution = _find(ARTICLE, found, "We have no money")
    assert _words(ARTICLE, attribution) == (
        ["Brandt"],
        ["told"],
        ['"We have no money for a second pier,"', '"We hardly have any for the first."'],
    )
    assert attribution.quote is Quote.DIRECT
    assert attribution.communicated


def test_indirect_reports(extractor: NeuralExtractor) -> None:
    found = list(extractor.extract([ARTICLE])[0].attributions)
    he = _find(ARTICLE, found, "three firms had offered")
    assert _words(ARTICLE, he) == (["He"], ["said"], ["that three firms had offered to pay"])
    report = _find(ARTICLE, found, "the pier would have cost")
    assert report.quote is Quote.INDIRECT
    assert [span.of(ARTICLE).lower() for span in report.cue] == ["according to"]


QUOTATION_STYLES = [
    ('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"), ("``", "''"), ("“", ""),
    ('"', ""),
]  # fmt: skip


@pytest.mark.parametrize(("opening", "closing"), QUOTATION_STYLES)
def test_every_style_of_quotation_mark(extractor: NeuralExtractor, opening: str, closing: str) -> None:
    text = (
        f"Mayor Olga Lindt said: {opening}We will not sell the harbour to anybody.{closing}\n\nIt rained.\n"
    )
    found = list(extractor.extract([text])[0].attributions)
    attribution = _find(text, found, "will not sell")
    assert "Mayor Olga Lindt" in [span.of(text) for span in attribution.source]
    assert attribution.cue[0].of(text).startswith("said")


def test_the_same_text_gives_the_same_answer_in_any_company(extractor: NeuralExtractor) -> None:
    others = [ARTICLE[:80], ARTICLE * 9, "", "Word. " * 400, textwrap.fill(ARTICLE, 60)]
    (alone,) = extractor.extract([ARTICLE])
    for company in itertools.permutations(others, 2):
        answers = extractor.extract([company[0], ARTICLE, company[1]])
        assert answers[1] == alone


def test_both_precisions_give_the_same_statements() -> None:
    exact, quick = NeuralExtractor(precision="f32"), NeuralExtractor(precision="bf16")
    one, other = (runs.extract([ARTICLE])[0].attributions for runs in (exact, quick))
    assert [(a.content, a.cue, a.source) for a in one] == [(a.content, a.cue, a.source) for a in other]


def test_hard_wrapped_text_is_read_as_paragraphs(extractor: NeuralExtractor) -> None:
    text = "\n\n".join(textwrap.fill(part, 60) for part in ARTICLE.split("\n\n"))
    found = list(extractor.extract([text])[0].attributions)
    plain = [" ".join(" ".join(span.of(text) for span in a.content).split()) for a in found]
    assert "that three firms had offered to pay" in plain


def test_a_paragraph_longer_than_a_window(extractor: NeuralExtractor) -> None:
    text = (
        "The road was closed and the river rose. " * 60
        + "Minister Anna Holm said that the road would open in May."
    )
    found = list(extractor.extract([text])[0].attributions)
    attribution = _find(text, found, "road would open")
    assert _words(text, attribution)[:2] == (["Minister Anna Holm"], ["said"])


SOUP = st.text(st.sampled_from("ab .,:\n\"“”‘’'«»`„said中文\u202e\ud7ff🙂"), max_size=300)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=200), SOUP))
def test_no_text_makes_it_fail(extractor: NeuralExtractor, text: str) -> None:
    found = list(extractor.extract([text])[0].attributions)
    for attribution in found:
        assert attribution.content
        assert 0 <= attribution.confidence <= 1
        for span in (*attribution.content, *attribution.cue, *attribution.source):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
