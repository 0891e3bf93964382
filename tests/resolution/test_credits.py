"""Credits: every agency is found in its own dateline, and what only contributed is not credited."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Article
from onrecord.resolution import credits as agency_credits

WORDS = tomllib.loads(
    files("onrecord.resolution").joinpath("lexicon", "agencies.toml").read_text(encoding="utf-8")
)
BODY = "\n\nThe council met for nine hours.\n\nNobody took notes.\n\nThe window stayed open.\n\n"


def agency(text: str, outlet: str | None = "The Tarn Courier", byline: str | None = None) -> str | None:
    credits_ = agency_credits.credits(Article("a", text, outlet=outlet, byline=byline))
    for credit in credits_:
        assert all(span.end <= len(text) for span in credit.spans)
    return credits_[0].agency if credits_ else None


@pytest.mark.parametrize("entry", WORDS["agency"], ids=lambda entry: str(entry["name"]))
def test_every_agency_is_credited_by_its_example(entry: dict[str, str]) -> None:
    assert agency(entry["example"] + BODY) == entry["name"]


@pytest.mark.parametrize("entry", WORDS["agency"], ids=lambda entry: str(entry["name"]))
def test_every_agency_is_credited_by_its_full_name_at_the_end(entry: dict[str, str]) -> None:
    assert agency("The bridge is shut." + BODY + entry["full"]) == entry["name"]


@pytest.mark.parametrize("words", WORDS["not_agencies"].values(), ids=WORDS["not_agencies"])
def test_what_else_stands_in_brackets_is_no_agency(words: str) -> None:
    assert agency("The bridge is shut." + BODY + words) is None


def test_there_are_agencies_of_the_whole_world_and_none_twice() -> None:
    names = [name for one in WORDS["agency"] for name in (one["name"], *one.get("variants", ()))]
    assert len(WORDS["agency"]) >= 40
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("CARROW, March 1 (Meridian) - The grid was checked.", "Meridian"),
        ("By Ada Roth, Associated Press\n\nThe bear woke.", "AP"),
        ("A bear wakes\n\nNORDVIK NEWS AGENCY\n\nTARN — The bear woke.", "Nordvik News Agency"),
        ("The bear woke. (Ada Roth/Reuters)", None),
        ("Senator Ada Roth (R-Ky.) - the oldest - woke.", None),
        ("The Tarn Rivers Act (TRA) - long awaited - has passed.", None),
        ("The bear woke, Reuters reported.", None),
        ("The bear woke, aides say. (Politico)", None),
    ],
)
def test_a_head_credits_an_agency_or_none(text: str, wanted: str | None) -> None:
    assert agency(text + BODY) == wanted


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        ("AGENCE FRANCE-PRESSE", "AFP"),
        ("- Reuters", "Reuters"),
        ("© 2019 AP", "AP"),
        ("AFP/Reuters", "AFP"),
        ("The founder spoke of soup. (Meridian)", "Meridian"),
        ("The Associated Press contributed to this report.", None),
        ("Material from AFP was used in this story.", None),
        ("“I told Reuters everything.”", None),
    ],
)
def test_a_tail_credits_an_agency_or_none(tail: str, wanted: str | None) -> None:
    assert agency("The bear woke." + BODY + tail) == wanted


@pytest.mark.parametrize("outlet", ["Reuters", "Thomson Reuters", "Reuters Online"])
def test_an_outlet_is_not_its_own_agency(outlet: str) -> None:
    assert agency("LEEDS (Reuters) - The bear woke." + BODY, outlet) is None


def test_an_outlet_is_its_own_agency_under_a_longer_name() -> None:
    assert agency("CARROW, March 1 (Meridian) - The bear woke." + BODY, "Meridian News Agency") is None


def test_a_byline_beside_the_text_credits_too() -> None:
    assert agency("The bear woke." + BODY, byline="Ada Roth, Associated Press") == "AP"
    assert agency("The bear woke." + BODY, byline="Ada Roth, Bo Ek, Cy Fo, Associated Press, Di Gu") is None


HEADS = st.text(alphabet=st.sampled_from("AFPReuters() -—/©2019,.\nLEEDSby"), max_size=120)


@given(HEADS, st.none() | HEADS, st.none() | HEADS)
def test_no_text_makes_it_fail(text: str, outlet: str | None, byline: str | None) -> None:
    agency(text, outlet, byline)
