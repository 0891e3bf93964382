"""Through what: every entry of the word list fires with its kind, and no text makes it fail."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Attribution, Quote, spans
from onrecord.resolution.setting.via import vias
from tests.resolution.setting_examples import Example, example
from tests.resolution.test_addressees import TEXT, any_attribution

WORDS = tomllib.loads(
    files("onrecord.resolution").joinpath("lexicon", "media.toml").read_text(encoding="utf-8")
)
KINDS = {
    "documents": "document",
    "events": "event",
    "interviews": "outlet",
    "platforms": "platform",
    "intermediaries": "intermediary",
    "outlet_words": "outlet",
    "outlet_openers": "outlet",
    "outlet_nouns": "outlet",
    "papers": "outlet",
    "outlets": "outlet",
    "programmes": "programme",
}
ENTRIES = [
    pytest.param(marked, KINDS[section], id=f"{section} {name}")
    for section in WORDS
    for name, marked in WORDS[section].items()
]


def found(one: Example) -> set[tuple[str, str]]:
    return {(via.span.of(one.text), via.kind) for via in vias(one.text, one.attribution)}


@pytest.mark.parametrize(("marked", "kind"), ENTRIES)
def test_every_entry_is_found_with_its_kind(marked: str, kind: str) -> None:
    one = example(marked)
    assert (one.words(one.wanted), kind) in found(one)


@pytest.mark.parametrize(
    "marked",
    [
        "The mayor {commented} on the interview with the BBC.",
        "The mayor {said} in a low voice that he was tired.",
        "The mayor {said} on Tuesday that the tram was late.",
        "The mayor {asked} for views on the report.",
        "The mayor {said} in response that the tram was early.",
        "Twitter {said} that the account was gone.",
        "The mayor {said} in March that the ice had gone.",
    ],
)
def test_what_nothing_is_said_through_is_not_found(marked: str) -> None:
    assert found(example(marked)) == set()


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("The mayor {told} CNN's Ada Roth that she was tired.", {("CNN", "outlet")}),
        ('He {said} on ABC\'s "This Week" that he was tired.', {("This Week", "programme")}),
        ("He {said} in a New York Times interview that he was tired.", {("New York Times", "outlet")}),
        ("He {said} in an interview which aired Sunday on CNN that he was tired.", {("CNN", "outlet")}),
        ("He {said} in an interview that he was tired.", {("an interview", "event")}),
        ("He {said} in a wide-ranging ABC interview that he was tired.", {("ABC", "outlet")}),
        ("He {said} in a U.S. TV interview that he was tired.", {("a U.S. TV interview", "event")}),
        ("He {said} in a Fox News interview that he was tired.", {("Fox News", "outlet")}),
        ("The mayor {told} this newspaper that he was tired.", set()),
    ],
)
def test_an_interview_leads_to_its_host(marked: str, wanted: set[tuple[str, str]]) -> None:
    assert found(example(marked)) == wanted


def test_an_interview_without_its_host_takes_the_only_one_of_the_article() -> None:
    first = (
        "In her first television interview, Ada Roth says that she sleeps well.\n\n"
        '“Yes,” she told "Dusk" host Al Oe.'
    )
    cue = first.index("says")
    attribution = Attribution(
        spans([(first.index("that"), first.index(".\n"))]),
        spans([(cue, cue + 4)]),
        (),
        Quote.INDIRECT,
        True,
        1.0,
    )
    (only,) = vias(first, attribution)
    assert (only.span.of(first), only.kind, only.rule) == ("Dusk", "programme", "interview elsewhere")
    several = first + " He told the BBC otherwise."
    (other,) = vias(several, attribution)
    assert (other.span.of(several), other.kind) == ("her first television interview", "event")


@given(TEXT, st.data())
def test_no_text_makes_it_fail_and_spans_lie_inside(text: str, data: st.DataObject) -> None:
    for via in vias(text, any_attribution(text, data)):
        assert via.span.end <= len(text)
        assert via.kind
