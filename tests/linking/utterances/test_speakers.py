"""Are two speakers one, told from what two articles print: the same both ways, and nobody by force."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.said import Said
from onrecord.linking.utterances.speakers import Speakers, name_keys, speakers
from onrecord.model import Person, PersonKind, ReadArticle
from tests.linking.utterances.retellings import (
    AMSEL,
    BODY,
    KESSLER,
    MINISTRY,
    VOSSLER,
    one_saying,
    retelling,
    says,
    somebody,
)

UNNAMED, GROUP = PersonKind.UNNAMED, PersonKind.GROUP
NAMES = st.sampled_from(
    ["Ida Kessler", "Kessler", "Ms Kessler", "I. Kessler", "KESSLER", "Ruth Kessler", "Ministry of Harbours",
     "the harbours ministry", "MoH", "dockers", "an official", "屈服", "O’Neil-Smith", "von Ahe", "’"]
)  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> Person | None:
    if draw(st.integers(0, 9)) == 0:
        return None
    forms = draw(st.lists(NAMES | st.text(min_size=1, max_size=6), min_size=1, max_size=3))
    return Person("p1", forms[0], draw(st.sampled_from(list(PersonKind))), tuple(forms))


def said(who: Person | None, article: str = "a", *others: Person) -> Said:
    read = retelling(
        article, None, None, "No.", (*filter(None, (who,)), *others), says(who and who.id, "No.")
    )
    return whole(read)


def whole(read: ReadArticle, number: int = 0) -> Said:
    return Said.whole(read.article, read.statements[number], read.people)


@settings(max_examples=300, deadline=None)
@given(people(), people())
def test_the_same_both_ways_whoever_they_are(one: Person | None, other: Person | None) -> None:
    a, b = said(one), said(other, "b")
    assert speakers(a, b) is speakers(b, a)


@settings(max_examples=200, deadline=None)
@given(people())
def test_names_to_look_under_are_always_to_be_had(one: Person | None) -> None:
    found = name_keys(said(one))
    assert all(found) and len(set(found)) == len(found)
    assert not (one is None and found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (somebody("Ida Kessler"), somebody("IDA KESSLER")),
        (somebody("Ida Kessler", "Kessler"), somebody("Ms Kessler")),
        (somebody("Vlad Orlik"), somebody("Vladimir Orlik")),
        (somebody("Ministry of Harbours", kind=BODY), somebody("the Harbours Ministry", kind=BODY)),
        (somebody("Bureau of Inland Shipping", kind=BODY), somebody("BIS", kind=BODY)),
    ],
)
def test_these_are_one(one: Person, other: Person) -> None:
    assert speakers(said(one), said(other, "b")) is Speakers.SAME
    assert set(name_keys(said(one))) & set(name_keys(said(other, "b"))) or one.kind is BODY


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (KESSLER, VOSSLER, Speakers.APART),
        (somebody("Ida Kessler"), somebody("Ruth Kessler"), Speakers.APART),
        (KESSLER, somebody("Kronberg Shipping", kind=BODY), Speakers.APART),
        (KESSLER, somebody("an official", kind=UNNAMED), Speakers.UNKNOWN),
        (KESSLER, None, Speakers.UNKNOWN),
        (None, None, Speakers.UNKNOWN),
        (somebody("striking dockers", kind=GROUP), somebody("the dockers", kind=GROUP), Speakers.NEAR),
    ],
)
def test_these_stand_otherwise(one: Person | None, other: Person | None, how: Speakers) -> None:
    assert speakers(said(one), said(other, "b")) is how


def test_an_officer_is_near_the_body_she_speaks_for() -> None:
    officer = said(AMSEL, "a", MINISTRY)
    assert speakers(officer, said(MINISTRY, "b")) is Speakers.NEAR
    assert speakers(said(AMSEL), said(MINISTRY, "b")) is Speakers.APART


def test_in_one_article_people_are_told_apart_by_their_ids() -> None:
    both = retelling("a", None, None, "No. Yes.", (AMSEL, MINISTRY, KESSLER),
                     says("amsel", "No."), says("harbours", "Yes."))  # fmt: skip
    officer, body = whole(both), whole(both, 1)
    assert speakers(officer, body) is Speakers.NEAR
    assert speakers(officer, officer) is Speakers.SAME
    third = retelling(
        "a", None, None, "No. Yes.", (AMSEL, KESSLER), says("amsel", "No."), says("kessler", "Yes.")
    )
    assert speakers(whole(third), whole(third, 1)) is Speakers.APART
    nobody = one_saying("No.", None)
    assert speakers(whole(nobody), whole(nobody)) is Speakers.UNKNOWN
