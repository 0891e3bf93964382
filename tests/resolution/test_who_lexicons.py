"""Every entry of the word lists about people fires on its example."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from onrecord.model import EntityKind
from onrecord.resolution.who.genders import gender_of_description, gender_of_name
from onrecord.resolution.who.name_kinds import kinds_of_names
from tests.resolution.articles import marked
from tests.resolution.test_speakers import speakers

LEXICON = files("onrecord.resolution") / "lexicon"


def entries(name: str, table: str) -> list[tuple[str, str]]:
    return list(tomllib.loads((LEXICON / name).read_text(encoding="utf-8"))[table].items())


@pytest.mark.parametrize(("noun", "example"), entries("gendered_nouns.toml", "male"))
def test_male_nouns(noun: str, example: str) -> None:
    assert f"{{{noun}}}" in example
    assert gender_of_description(re.sub(r"[{}]", "", example).split(" said")[0]) == "m"


@pytest.mark.parametrize(("noun", "example"), entries("gendered_nouns.toml", "female"))
def test_female_nouns(noun: str, example: str) -> None:
    assert f"{{{noun}}}" in example
    assert gender_of_description(re.sub(r"[{}]", "", example).split(" said")[0]) == "f"


def kind_in(example: str, pattern: str) -> EntityKind | None:
    """Return what the name of an example is taken for, where the network says a person."""
    match = re.search(pattern, example)
    assert match, example
    article = marked(example.replace(match[0], f"[[{re.sub('[{}]', '', match[0])}/person]]"))
    (kind,) = kinds_of_names(article.text, article.extraction.mentions).values()
    return kind


@pytest.mark.parametrize("example", [example for _, example in entries("name_kinds.toml", "organization")])
def test_last_words_of_bodies(example: str) -> None:
    assert kind_in(example, r"(?:[A-Z&]\w*\s)+\{\w+\.?\}") is EntityKind.ORGANIZATION


@pytest.mark.parametrize("example", [example for _, example in entries("name_kinds.toml", "place")])
def test_first_words_of_places(example: str) -> None:
    assert kind_in(example, r"\{\w+\}\s[A-Z]\w+") is EntityKind.PLACE


@pytest.mark.parametrize("example", [example for _, example in entries("name_kinds.toml", "nothing")])
def test_weekdays_and_months_name_nobody(example: str) -> None:
    assert kind_in(example, r"\{\w+\}") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It rained in [[Merovia/person]]. Floods in [[Merovia/person]] grew.", EntityKind.PLACE),
        ("[[Orinam/person]] controllers failed. The [[Orinam/person]] ban held.", EntityKind.ORGANIZATION),
        ("[[CAC/person]] met.", EntityKind.ORGANIZATION),
        ("Mr [[Duan/person]] left.", EntityKind.PERSON),
        ("[[Ana Ruiz/person]] left.", EntityKind.PERSON),
    ],
)
def test_what_stands_beside_a_name(text: str, wanted: EntityKind) -> None:
    from dataclasses import replace

    article = marked(text)
    mentions = [replace(mention, confidence=0.7) for mention in article.extraction.mentions]
    assert set(kinds_of_names(article.text, mentions).values()) == {wanted}


@pytest.mark.parametrize(("noun", "example"), entries("descriptions.toml", "own_words"))
def test_words_are_their_authors(noun: str, example: str) -> None:
    assert f"{{{noun}}}" in example
    text = (
        f"[[Hugh Vane/person]] is old. {{s:[[Vane/person]]'s (({noun}))}} {{q:said}} {{c:that it rained}}|."
    )
    assert speakers(text) == ["Hugh Vane"]


@pytest.mark.parametrize(("noun", "example"), entries("descriptions.toml", "stand_ins"))
def test_bodies_at_hand(noun: str, example: str) -> None:
    assert f"{{{noun}}}" in example
    text = f"[[Orinam Works/organization]] met. {{s:The (({noun}))}} {{q:said}} {{c:that it rained}}|."
    assert speakers(text) == ["Orinam Works"]


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Olga Lindt", "f"), ("Mr Xyq", "m"), ("Peter Brandt", "m"), ("Xyq Brandt", ""), ("Olga", "")],
)
def test_genders_of_names(name: str, gender: str) -> None:
    assert gender_of_name(name) == gender
