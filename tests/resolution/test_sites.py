"""Where: every entry of the word list fires, what is no place stays empty, and no text makes it fail."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolution.setting.sites import site
from tests.resolution.setting_examples import Example, example
from tests.resolution.test_addressees import TEXT, any_attribution

WORDS = tomllib.loads(
    files("onrecord.resolution").joinpath("lexicon", "sites.toml").read_text(encoding="utf-8")
)
PLACES = [marked for section in ("places", "named") for marked in WORDS[section].values()]


def found(one: Example) -> str | None:
    answer = site(one.text, one.attribution)
    return None if answer is None else answer.span.of(one.text)


@pytest.mark.parametrize("marked", PLACES)
def test_every_place_is_found(marked: str) -> None:
    one = example(marked)
    assert found(one) == one.words(one.wanted)


@pytest.mark.parametrize("marked", WORDS["not_places"].values(), ids=WORDS["not_places"])
def test_a_language_or_a_feast_is_no_place(marked: str) -> None:
    assert found(example(marked)) is None


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("He {said} in Carrow on Friday that it was over.", "Carrow"),
        ("He {told} miners in Sioux City, Iowa, that it was over.", "Sioux City, Iowa"),
        ("Speaking in Lagos, he {said} that it was over.", "Lagos"),
        ("At a rally in Leeds, he {said} that it was over.", "Leeds"),
        ("He {said} before a dinner in Tokyo that it was over.", None),
        ("He {ordered} schools in Leeds to close.", None),
        ("He {said} in January that it was over.", None),
        ("He {said} in part that it was over.", None),
        ("He {said} in Republican circles that it was over.", None),
        ("LEEDS (Meridian) - He {said} on Friday that it was over.", None),
    ],
)
def test_a_place_is_where_it_was_said(marked: str, wanted: str | None) -> None:
    assert found(example(marked)) == wanted


@given(TEXT, st.data())
def test_no_text_makes_it_fail_and_spans_lie_inside(text: str, data: st.DataObject) -> None:
    answer = site(text, any_attribution(text, data))
    assert answer is None or answer.span.end <= len(text)
