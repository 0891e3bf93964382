"""The word lists of linking: every entry is found by its example."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.people.bodies import body_name
from onrecord.linking.people.names import full_given, person_name
from onrecord.linking.people.roles import traits_of_role
from onrecord.linking.people.words import countries, fold, lexicon, printed_words, without_countries

NAMES, ROLES, BODIES = lexicon("names"), lexicon("roles"), lexicon("bodies")


def entries(*path: str) -> Iterator[tuple[str, str]]:
    table = {"names": NAMES, "roles": ROLES, "bodies": BODIES}[path[0]]
    for step in path[1:]:
        table = table[step]
    yield from table.items()


def bare(example: str) -> str:
    return example.replace("{", "").replace("}", "")


def marked(example: str) -> str:
    found = re.search(r"\{(.+?)\}", example)
    assert found, example
    return found[1]


@pytest.mark.parametrize("kind", ["m", "f", "any"])
def test_titles_are_taken_off_and_tell_the_gender(kind: str) -> None:
    for title, example in entries("names", "title", kind):
        assert fold(marked(example)) == title
        name = person_name(bare(example))
        assert name is not None and name.titled, example
        assert name.gender == kind.removeprefix("any"), example
        assert title not in (name.family, name.given, *name.middle), example


@pytest.mark.parametrize("kind", ["m", "f"])
def test_a_crown_makes_one_name_a_whole_one(kind: str) -> None:
    for title, example in entries("names", "regnal", kind):
        name = person_name(bare(example))
        assert name is not None and (name.given, name.gender) == (title, kind), example


def test_letters_after_a_name_are_no_part_of_it() -> None:
    for kind in ("apart", "told"):
        for letters, example in entries("names", "generation", kind):
            name = person_name(bare(example))
            assert name is not None and (name.given, name.family) == ("ames", "holt"), example
            assert (name.generation, bool(name.apart)) == (
                "" if kind == "apart" else letters,
                kind == "apart",
            )
    for _, example in entries("names", "letters"):
        name = person_name(bare(example))
        assert name is not None and name.family == "holt", example


def test_particles_belong_to_the_family_name_and_articles_do_not() -> None:
    for particle, example in entries("names", "particle"):
        name = person_name(bare(example))
        assert name is not None and particle in name.family and len(name.family) > len(particle), example
    for _, example in entries("names", "article"):
        name = person_name(bare(example))
        assert name is not None and name.family == "qasr", example


def test_family_names_that_come_first() -> None:
    for family, example in entries("names", "family_first"):
        name = person_name(bare(example))
        assert name is not None and name.family == family, example


def test_short_given_names() -> None:
    for short, example in entries("names", "short"):
        full, words = example.split(": ")
        name = person_name(bare(words))
        assert name is not None and (name.given, full_given(short)) == (short, full), example


def test_fields_of_roles() -> None:
    for field in ROLES["field"]:
        for noun, example in entries("roles", "field", field):
            assert field in traits_of_role(bare(example)).fields, example
            assert fold(marked(example)) == fold(noun), example


def test_every_near_field_is_a_field() -> None:
    assert {field for pair in ROLES["near"] for field in pair} <= ROLES["field"].keys()


def test_former_roles_are_past() -> None:
    for _, example in entries("roles", "past"):
        told = traits_of_role(bare(example))
        assert (told.fields, told.past) == (frozenset(), {"politics"}), example


def test_roles_of_companies_tell_the_employer() -> None:
    for _, example in entries("roles", "employed"):
        assert traits_of_role(bare(example)).employers == {"tarn mills"}, example


@pytest.mark.parametrize(("kind", "gender"), [("woman", "f"), ("man", "m")])
def test_roles_that_tell_the_gender(kind: str, gender: str) -> None:
    for _, example in (*entries("roles", kind), *entries("roles", "kin", kind)):
        assert traits_of_role(bare(example)).gender == {gender}, example


def test_kinship_tells_nothing_else() -> None:
    for kind in ROLES["kin"]:
        for _, example in entries("roles", "kin", kind):
            assert not traits_of_role(bare(example)).fields, example


def test_plain_words_of_roles_are_no_bodies() -> None:
    for _, example in entries("roles", "plain"):
        assert fold(marked(example)) not in " ".join(traits_of_role(bare(example)).bodies), example


def test_legal_forms_are_left_out_and_descriptors_told() -> None:
    for _, example in entries("bodies", "legal"):
        body = body_name(bare(example))
        assert body is not None and (body.key, body.descriptor) == ("tarn mills", ""), example
    for descriptor, example in entries("bodies", "descriptor"):
        body = body_name(bare(example))
        assert body is not None and (body.key, body.descriptor) == ("tarn", descriptor), example


def test_common_words_name_nobody() -> None:
    for word, example in entries("bodies", "common"):
        assert fold(marked(example)) == word
        assert body_name(bare(example)) is None, example


def test_a_public_body_is_no_employer() -> None:
    for _, example in entries("bodies", "public"):
        assert not traits_of_role(f"spokesman for {bare(example)}").employers, example


def test_countries_by_all_their_forms() -> None:
    for country in lexicon("countries")["country"]:
        name = " ".join(fold(word) for word in printed_words(country["name"]))
        for words in (country["name"], *country["forms"], bare(country["example"])):
            assert without_countries(printed_words(words))[1] == {name}, words
        assert marked(country["example"]) in country["forms"]
    assert len(set(countries().values())) > 120


def test_us_in_small_letters_is_no_country() -> None:
    assert without_countries(["us"]) == (["us"], frozenset())
    assert without_countries(["US"])[1] == without_countries(["U.S."])[1] == {"united states"}


@given(st.text())
def test_no_text_makes_anything_fail(text: str) -> None:
    person_name(text)
    body_name(text)
    traits_of_role(text)
