"""Names of an article find their bearers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolution.who.cast import Cast
from onrecord.resolution.who.names import is_acronym, name_words, same_organization, same_person
from tests.resolution.articles import marked


def bearers(source: str) -> list[set[str]]:
    article = marked(source)
    cast = Cast(article.text, article.extraction.mentions)
    return [set(entity.forms) for entity in cast.entities]


def test_a_surname_joins_the_full_name_printed_later() -> None:
    assert bearers("[[Lindt/person]]: no sale.\n\nMayor [[Olga Lindt/person]] spoke.") == [
        {"Olga Lindt", "Lindt"}
    ]


def test_a_family_name_that_comes_first() -> None:
    text = "[[Duan Shiheng/person]] spoke. Mr [[Duan/person]] left. [[Shiheng/person]] is tired."
    assert bearers(text) == [{"Duan Shiheng", "Duan", "Shiheng"}]


def test_two_bearers_of_one_surname_are_told_apart_by_the_honorific() -> None:
    text = (
        "[[Grace Orr/person]] and [[Peter Orr/person]] met. "
        "Mr [[Orr/person]] left. Mrs [[Orr/person]] did not."
    )
    assert bearers(text) == [{"Grace Orr", "Orr"}, {"Peter Orr", "Orr"}]


def test_an_acronym_in_brackets_is_the_body() -> None:
    text = (
        "The [[Office of Harbour Safety/organization]] ([[OHS/organization]]) wrote. "
        "[[OHS/organization]] waits."
    )
    assert bearers(text) == [{"Office of Harbour Safety", "OHS"}]


def test_a_company_and_its_shorter_form() -> None:
    assert bearers("[[Orinam Technologies/organization]] fell. [[Orinam/organization]] rose.") == [
        {"Orinam Technologies", "Orinam"}
    ]


def test_a_person_and_a_body_of_one_name_stay_apart() -> None:
    text = "[[Ana Wells/person]] sued [[Wells Bank/organization]]."
    assert len(bearers(text)) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Barack Obama", "Barack H. Obama", True),
        ("J. K. Holm", "Jens Karl Holm", True),
        ("Ana Ruiz", "Ana Rios", False),
        ("Ruiz", "Ana Ruiz", False),
    ],
)
def test_same_person(one: str, other: str, same: bool) -> None:
    assert same_person(name_words(one), name_words(other)) is same


@pytest.mark.parametrize(
    ("short", "long", "right"),
    [
        ("OHS", "Office of Harbour Safety", True),
        ("O.H.S.", "the Office of Harbour Safety", True),
        ("BBC", "Bank of Kestria", False),
        ("Ohs", "Office of Harbour Safety", False),
    ],
)
def test_acronyms(short: str, long: str, right: bool) -> None:
    assert is_acronym(short, long) is right


def test_a_ministry_in_either_order_of_words() -> None:
    assert same_organization("the Justice Department", "Department of Justice")
    assert not same_organization("Justice Department", "Trade Department")


@given(st.text(max_size=60))
def test_any_text_has_name_words(words: str) -> None:
    assert all(word == word.strip() for word in name_words(words))
