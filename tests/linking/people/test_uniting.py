"""Who is who: what tells two bearers of a name apart, and what a set of bearers is taken for."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.people.bearers import Bearer, Form, bearers
from onrecord.linking.people.traits import FACETS, Traits, apart
from onrecord.linking.people.uniting import (
    LARGEST,
    Namesake,
    Profile,
    Surname,
    fitting,
    magnitude,
    most_likely,
    strands,
    told_by_role,
    unions,
)
from onrecord.model import Article, Person, PersonKind, ReadArticle, Role, Span
from tests.fakes import report, somebody


def one_of(person: Person, text: str = "") -> Bearer:
    article = Article("a", text or "Words.")
    (bearer,) = bearers(ReadArticle(article, (), (replace(person, id="p1"),), "v1"))
    return bearer


def told(*roles: str, name: str = "Ames Holt") -> Traits:
    return one_of(somebody(name, roles=roles)).traits


class TestBearers:
    def test_a_full_name_among_the_printed_forms_counts(self) -> None:
        bearer = one_of(somebody("Mr Holt", "Ames Holt", "the miller"))
        assert (bearer.form, bearer.name, bearer.traits.gender) == (Form.FULL, "person ames holt", {"m"})

    def test_a_surname_alone(self) -> None:
        bearer = one_of(somebody("Mr Holt"))
        assert (bearer.form, bearer.words, bearer.hint) == (Form.SURNAME, (("holt", True),), "titled")
        assert one_of(somebody("A. Holt")).hint == "a"

    @pytest.mark.parametrize("kind", ["group", "document", "unnamed"])
    def test_groups_documents_and_unnamed_sources_have_no_name(self, kind: str) -> None:
        bearer = one_of(somebody("Ames Holt", kind=kind))
        assert (bearer.form, bearer.name, bearer.words) == (Form.ALONE, "", ())

    def test_roles_and_titles_tell(self) -> None:
        traits = one_of(
            somebody("Ida Holt", "Ms Holt", roles=["French chief executive of Tarn Mills"])
        ).traits
        assert traits.gender == {"f"}
        assert traits.countries == {"france"}
        assert traits.fields == {"business"}
        assert traits.employers == traits.bodies == {"tarn mills"}

    def test_what_stands_before_the_name_in_a_printed_form_is_a_role(self) -> None:
        assert told(name="Ames Holt").nouns == frozenset()
        assert one_of(somebody("Ames Holt", "Tarn Mills founder Ames Holt")).traits.employers == {
            "tarn mills"
        }

    def test_a_title_before_a_mention_is_read_from_the_text(self) -> None:
        text = "Ames Holt came. Mr Holt left."
        spans = (Span(0, 9), Span(19, 23))
        bearer = one_of(Person("p1", "Ames Holt", PersonKind.PERSON, ("Ames Holt", "Holt"), (), spans), text)
        assert bearer.traits.gender == {"m"}

    def test_pronouns_tell_a_gender_where_several_agree(self) -> None:
        text = "Ames Holt said he and he she"
        name, he, he_too, she = Span(0, 9), Span(15, 17), Span(22, 24), Span(25, 28)
        person = Person("p1", "Ames Holt", PersonKind.PERSON, ("Ames Holt",))
        genders = {
            spans: one_of(replace(person, mentions=spans), text).traits.gender
            for spans in ((name, he), (name, he, he_too), (name, he, he_too, she))
        }
        assert list(genders.values()) == [frozenset(), {"m"}, frozenset()]

    def test_the_body_spoken_for_counts_as_one(self) -> None:
        body = somebody("Tarn Mills", kind="organization", id="p2")
        spoke = somebody("Ida Holt", id="p1", speaks_for="p2")
        found = bearers(report("a", spoke, body))
        assert found[0].traits.bodies == {"tarn mills"}

    def test_short_forms_printed_tell_which_word_is_the_family_name(self) -> None:
        assert dict(one_of(somebody("Ren Weihao")).words) == {"ren": True, "weihao": True}
        assert dict(one_of(somebody("Ren Weihao", "Mr Ren")).words) == {"ren": True, "weihao": False}

    def test_two_people_of_one_name_in_an_article_are_kept_apart(self) -> None:
        found = bearers(report("a", somebody("Ames Holt"), somebody("Ames K. Holt")))
        assert [one.form for one in found] == [Form.FULL, Form.ALONE]
        told_apart = bearers(report("a", somebody("Mr Ames Holt"), somebody("Ms Ames Holt")))
        assert [one.form for one in told_apart] == [Form.FULL, Form.FULL]

    def test_the_same_printed_name_twice_has_two_names_of_its_own(self) -> None:
        people = (
            somebody("an official", kind="unnamed", id="p1"),
            somebody("an official", kind="unnamed", id="p2"),
        )
        found = bearers(ReadArticle(Article("a", "x"), (), people, "v1"))
        assert len({one.own for one in found}) == 2

    @given(st.text(), st.lists(st.text(), max_size=3), st.sampled_from(PersonKind), st.text())
    def test_no_person_makes_it_fail(self, name: str, names: list[str], kind: PersonKind, role: str) -> None:
        person = Person("p1", name, kind, tuple(names), (Role(role, Span(0, 1)),), (Span(0, 1),))
        assert len(bearers(ReadArticle(Article("a", "x"), (), (person,), "v1"))) == 1


class TestApart:
    @pytest.mark.parametrize(
        ("one", "other", "by"),
        [
            (told("a plumber"), told("the minister for rivers"), "fields"),
            (told("French minister"), told("Canadian minister"), "countries"),
            (told("Tarn Mills chief executive"), told("Vale Steel chief executive"), "employers"),
            (told(name="Mr Ames Holt"), told(name="Ms Ames Holt"), "gender"),
            (told(name="Ames R. Holt"), told(name="Ames P. Holt"), "middle"),
            (told(name="Ames H. W. Holt"), told(name="Ames W. Holt"), "middle"),
            (told(name="Ames Holt II"), told(name="Ames Holt III"), "generation"),
            (told(name="Ben Holt"), told(name="Benjamin Holt"), "given"),
        ],
    )
    def test_what_tells_two_apart(self, one: Traits, other: Traits, by: str) -> None:
        assert apart(one, other) == apart(other, one) == by

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (told(), told("a plumber")),
            (told("a senator"), told("an attorney")),
            (told("former striker"), told("the minister for rivers")),
            (told("founder of Tarn Mills"), told("a plumber at Tarn Mills")),
            (told("White House spokesman"), told("State Department spokesman")),
            (told(name="Ames Holt"), told(name="Ames R. Holt")),
            (told(name="Ames R. Holt"), told(name="Ames Reed Holt")),
            (told(name="Ames Holt"), told(name="Ames Holt III")),
            (told("senator", name="Ben Holt"), told("senator", name="Benjamin Holt")),
            (told("cricketer-turned-minister"), told("a batsman")),
        ],
    )
    def test_what_does_not(self, one: Traits, other: Traits) -> None:
        assert apart(one, other) == apart(other, one) == ""


WORDS = {
    "gender": ["m", "f"],
    "middle": ["r", "p", "reed"],
    "given": ["ben", "benjamin"],
    "fields": ["sport", "politics", "law", "trades"],
    "past": ["sport"],
    "countries": ["france", "canada"],
    "bodies": ["tarn mills", "vale steel"],
    "employers": ["tarn mills", "vale steel"],
    "nouns": ["founder", "president"],
}
traits = st.builds(
    Traits,
    **{
        facet: st.frozensets(st.sampled_from(words), max_size=1 if facet == "gender" else 2)
        for facet, words in WORDS.items()
    },
)
populations = st.lists(st.tuples(traits, st.integers(1, 40)), max_size=9).map(
    lambda found: [Profile(key, one, count) for key, (one, count) in enumerate(found, start=1)]
)


def partition(profiles: list[Profile]) -> set[frozenset[int]]:
    people, unsettled = strands(profiles)
    groups = {frozenset(profile.key for profile in person.members) for person in people}
    return groups | {frozenset((profile.key, -1)) for profile in unsettled}


class TestStrands:
    @given(traits, traits)
    def test_telling_apart_is_symmetric_and_text_keeps_everything(self, one: Traits, other: Traits) -> None:
        assert apart(one, other) == apart(other, one)
        assert Traits.read(one.text()) == one
        assert set(FACETS) >= WORDS.keys()

    @given(populations, st.randoms(use_true_random=False))
    def test_the_order_makes_no_difference(self, profiles: list[Profile], chance: random.Random) -> None:
        shuffled = profiles[:]
        chance.shuffle(shuffled)
        assert partition(shuffled) == partition(profiles)

    @given(populations)
    def test_everybody_is_somewhere_once(self, profiles: list[Profile]) -> None:
        people, unsettled = strands(profiles)
        placed = [profile.key for person in people for profile in person.members]
        assert sorted(placed + [profile.key for profile in unsettled]) == [one.key for one in profiles]

    @given(populations)
    def test_nobody_is_united_with_one_of_another_gender(self, profiles: list[Profile]) -> None:
        people, _ = strands(profiles)
        for person in people:
            assert len({profile.traits.gender for profile in person.members} - {frozenset()}) < 2

    def test_one_name_is_one_person_where_nothing_tells_otherwise(self) -> None:
        people, unsettled = strands([Profile(1, told(), 1), Profile(2, told("a plumber"), 3)])
        assert len(people) == 1 and not unsettled

    def test_homonyms_stay_apart_and_whom_nothing_settles_stays_alone(self) -> None:
        found = [Profile(1, told("a plumber"), 2), Profile(2, told("the minister"), 2), Profile(3, told(), 5)]
        people, unsettled = strands(found)
        assert len(people) == 2
        assert [profile.key for profile in unsettled] == [3]

    def test_who_has_by_far_the_most_articles_is_meant(self) -> None:
        found = [
            Profile(1, told("a plumber"), 1),
            Profile(2, told("the minister"), 64),
            Profile(3, told(), 5),
        ]
        people, unsettled = strands(found)
        assert {frozenset(one.key for one in person.members) for person in people} == {
            frozenset((1,)),
            frozenset((2, 3)),
        }
        assert not unsettled
        (rule,) = {why.rule for person in people for profile, why in unions(person) if profile.key == 3}
        assert rule == "name, by far the likelier"

    def test_an_article_that_prints_both_roles_brings_two_together(self) -> None:
        apart_ = [Profile(1, told("striker"), 2), Profile(2, told("the minister"), 2)]
        assert len(strands(apart_)[0]) == 2
        both = [*apart_, Profile(3, told("striker", "the minister"), 1)]
        assert len(strands(both)[0]) == 1

    def test_a_name_of_very_many_kinds_is_decided_on_what_is_coarser(self) -> None:
        many = [Profile(n, told(f"founder of Mill {chr(65 + n % 26)}{n}"), 1) for n in range(1, 2 * LARGEST)]
        assert len(strands(many[:50])[0]) == 50
        assert len(strands(many)[0]) == 1

    def test_unions_tell_their_evidence(self) -> None:
        found = [Profile(1, told("founder of Tarn Mills"), 1), Profile(2, told("Tarn Mills owner"), 1)]
        (person,), _ = strands(found)
        (first, _) = [union for _, union in unions(person)]
        assert (first.rule, first.evidence) == ("name and body", ("body: tarn mills",))

    @pytest.mark.parametrize(("count", "is_"), [(0, 0), (1, 1), (3, 2), (4, 4), (1000, 512)])
    def test_magnitudes(self, count: int, is_: int) -> None:
        assert magnitude(count) == is_


class TestSurnames:
    IDA = Namesake(1, told("a minister", name="Ms Ida Holt"), frozenset(("ida", "holt")), True, 4)
    AMES = Namesake(2, told("a plumber", name="Mr Ames Holt"), frozenset(("ames", "holt")), True, 4)
    HOLT_REED = Namesake(3, told(name="Holt Reed"), frozenset(("holt", "reed")), False, 4)

    def test_a_title_or_an_initial_leaves_out_who_does_not_fit(self) -> None:
        everybody = [self.IDA, self.AMES, self.HOLT_REED]
        assert fitting(Surname(Traits(gender=frozenset("m")), "titled"), everybody) == [self.AMES]
        assert fitting(Surname(Traits(), "i"), everybody) == [self.IDA]
        assert fitting(Surname(Traits(), "titled"), everybody) == [self.IDA, self.AMES]
        assert fitting(Surname(Traits()), everybody) == everybody

    def test_a_role_tells_where_one_alone_has_it(self) -> None:
        assert told_by_role(Surname(told("minister")), [self.IDA, self.AMES]) is self.IDA
        assert told_by_role(Surname(told("minister")), [self.IDA, replace(self.IDA, person=9)]) is None
        assert told_by_role(Surname(Traits()), [self.IDA]) is None

    def test_letters_mean_the_usual_body(self) -> None:
        rare = replace(self.IDA, person=9, weight=1)
        assert most_likely([self.IDA]) is self.IDA
        assert most_likely([self.IDA, rare]) is None
        assert most_likely([replace(self.IDA, weight=16), rare]).person == 1  # type: ignore[union-attr]
        assert most_likely([]) is None
