"""Given words in a content: word for word, nearly, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given as any_
from hypothesis import settings
from hypothesis import strategies as st

from onrecord.linking.said import Said
from onrecord.linking.wording import Given, Likeness, Wording, exactly, nearly, stitched
from onrecord.model import Article, Attribution, Quote, Span, Statement

PRINTED = (
    "“As I have told the harbour board, we will not sign the ferry treaty before May, and we have 12 ships. "
    "The ministers’ plan is dead … for now.”"
)
WORDS = st.text(
    alphabet=st.sampled_from("abc ‘’“”\"'.,…-[]()1 2é不\n") | st.characters(codec="utf-8"), max_size=60
)


def said(text: str, quote: str = "direct", start: int = 0, end: int | None = None) -> Said:
    relation = Attribution((Span(start, end or len(text)),), (), (), Quote(quote), True, 0.9)
    return Said.whole(Article("a", text), Statement("a-1", "a", relation), ())


def found(words: str, content: Said | None = None) -> Wording | None:
    given, there = Given(words), content or said(PRINTED)
    return exactly(given, there) or nearly(given, there)


@pytest.mark.parametrize(
    "words",
    [
        "we will not sign the ferry treaty before May",
        "WE WILL NOT sign the ferry treaty",
        "“We will not sign the ferry treaty before May.”",
        "the ministers' plan is dead",
        "We will not sign the ferry treaty before May - and we have 12 ships!",
        "we will not sign ... and we have 12 ships",
        "we will not sign […] before May",
        "we will not sign [it] before May",
        "we will not sign the [old ferry] treaty",
        "[W]e will not sign the ferry treaty",
        "we will not sign (the pact) before May",
        "… the ferry treaty before May …",
    ],
)
def test_the_words_stand_there(words: str) -> None:
    wording = found(words)
    assert wording is not None
    assert wording.likeness is Likeness.EXACT


@pytest.mark.parametrize(
    ("words", "stands_out"),
    [
        ("we will sign the ferry treaty before May", ["negation"]),
        ("we will not sign the ferry treaty before June", ["number"]),
        ("we have 13 ships", ["number"]),
        ("we may not sign the ferry treaty before May", ["modal"]),
        ("we will not sign the ferry treaties before May", []),
        ("we'll not sign the ferry treaty before May", []),
        ("The ministers’ plan is dead for now", []),
        ("we will not sign the ferry treaty before May. We have 12 large ships.", []),
        ("we shall not … have 12 ships", ["modal"]),
    ],
)
def test_other_words_are_a_variant_and_what_matters_stands_out(words: str, stands_out: list[str]) -> None:
    wording = found(words)
    assert wording is not None
    assert wording.likeness is Likeness.VARIANT
    assert [kind for kind in map(str, wording.differing.stands_out) if kind in stands_out] == stands_out


@pytest.mark.parametrize(
    "words",
    [
        "bananas are the finest fruit in the land",
        "I have never been to the harbour at night",
        "we have told them that it is not for us",
        "sign",
        "",
    ],
)
def test_a_few_shared_words_are_nothing(words: str) -> None:
    wording = found(words)
    assert wording is None or (words == "sign" and wording.likeness is Likeness.EXACT)


def test_words_in_another_order_are_not_exact() -> None:
    wording = found("sign the ferry treaty we will not before May")
    assert wording is None or wording.likeness is Likeness.VARIANT


def test_a_not_right_before_the_words_is_told() -> None:
    wording = found("sign the ferry treaty before May")
    assert wording is not None and wording.likeness is Likeness.EXACT
    assert "negation" in [str(word.kind) for word in wording.beside]


def test_it_says_how_much_is_in_quotation_marks() -> None:
    assert found("we will not sign the ferry treaty").quote is Quote.DIRECT  # type: ignore[union-attr]
    indirect = said("that the board would not sign the ferry treaty", "indirect")
    assert found("would not sign the ferry treaty", indirect).quote is Quote.INDIRECT  # type: ignore[union-attr]
    mixed = said("that the plan was “dead as a doornail” to him", "mixed")
    assert found("the plan was “dead as a doornail”", mixed).quote is Quote.MIXED  # type: ignore[union-attr]
    assert found("dead as a doornail", mixed).quote is Quote.DIRECT  # type: ignore[union-attr]


def test_an_indirect_report_in_another_tense_is_a_variant() -> None:
    content = said("that he would not sign the ferry treaty before May", "indirect")
    wording = found("I will not sign the ferry treaty before May", content)
    assert wording is not None and wording.likeness is Likeness.VARIANT
    assert {str(edit.kind) for edit in wording.differing.edits} == {"backshift", "same"}


def test_words_over_several_statements_are_found_in_both() -> None:
    text = "“We will never sign.” Silence fell. “Not in my lifetime, and not in yours.”"
    parts = [said(text, end=21), said(text, start=36)]
    assert exactly(Given("We will never sign. Not in my lifetime"), parts[0]) is None
    wording = exactly(Given("We will never sign. Not in my lifetime"), stitched(parts))
    assert wording is not None
    assert [span.of(text) for span in wording.content] == ["We will never sign.”", "“Not in my lifetime"]


def test_the_stretch_of_a_variant_is_no_longer_than_the_words() -> None:
    wording = found("They will not sign the ferry treaty before June")
    assert wording is not None
    assert [span.of(PRINTED) for span in wording.content] == ["we will not sign the ferry treaty before May"]


@settings(max_examples=150, deadline=None)
@any_(words=WORDS, text=WORDS, quote=st.sampled_from(["direct", "indirect", "mixed"]))
def test_any_words_in_any_text(words: str, text: str, quote: str) -> None:
    content = said(text or "x", quote)
    wording = found(words, content)
    if wording is not None:
        assert all(0 <= span.start < span.end <= len(content.article.text) for span in wording.content)
        assert list(wording.content) == sorted(wording.content)
        assert wording.quote in Quote
        assert 0 < wording.overlap <= 1 + 1e-9


@settings(max_examples=100, deadline=None)
@any_(
    words=st.lists(
        st.sampled_from("we will not sign the treaty today or ever".split()), min_size=1, max_size=9
    )
)
def test_words_are_always_found_in_themselves(words: list[str]) -> None:
    wording = exactly(Given(" ".join(words)), said(f"Well, {' '.join(words)}, he added."))
    assert wording is not None
    assert wording.likeness is Likeness.EXACT
