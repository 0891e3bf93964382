"""Who copies whom: credits before mentions before dates, and nothing where nothing tells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.reprints.direction import Carried, Direction, agency_of, direction
from onrecord.model import Article, Credit, Span
from tests.linking.reprints.texts import HARBOUR

DATES = st.sampled_from([None, "2024", "2024-03", "2024-03-05", "2024-03-06T10:00:00+00:00", "soon"])


def carried(
    outlet: str | None = "The Courier", published: str | None = None, agency: str | None = None, **more: Any
) -> Carried:
    text = more.get("before", "") + HARBOUR
    start = len(text) - len(HARBOUR)
    credits_ = (Credit(agency, (Span(0, 3),), "dateline"),) if agency else ()
    article = Article(f"{outlet}", text, outlet=outlet, published=published)
    return Carried(article, credits_, (Span(start, len(text)),))


def told(one: Carried, other: Carried) -> Direction:
    return direction(one, other, whole=True)


def test_both_carry_one_agency() -> None:
    found = told(carried(agency="Reuters", published="2024-03-05"), carried("Post", "2024-03-09", "Reuters"))
    assert (found.copy, found.agency) == (None, "Reuters")
    assert found.evidence == ((Span(0, 3),), (Span(0, 3),))
    assert found.reason == "both carry Reuters (dateline; dateline)"


def test_one_is_the_agency_that_the_other_credits() -> None:
    found = told(carried("Associated Press", "2024-03-06"), carried("Post", "2024-03-05", "AP"))
    assert (found.copy, found.agency, found.evidence) == (1, None, ((), (Span(0, 3),)))


def test_one_says_where_it_is_from() -> None:
    before = "The lock is shut, the Courier reported. "
    found = told(carried(published="2024-03-05"), carried("Post", "2024-03-05", before=before))
    assert found.copy == 1
    assert found.evidence[1][0].of(before) == "the Courier reported"


def test_a_mention_that_came_first_is_no_copy() -> None:
    before = "The lock is shut, the Courier reported. "
    found = told(carried(published="2024-03-09"), carried("Post", "2024-03-05", before=before))
    assert found.copy == 0


def test_one_credit_alone_makes_the_agency_likely() -> None:
    found = told(carried(), carried("Post", agency="Reuters"))
    assert (found.copy, found.agency) == (None, "Reuters")
    assert found.confidence < 0.9


@pytest.mark.parametrize(
    ("first", "second", "copy"),
    [
        ("2024-03-05", "2024-03-06", 1),
        ("2024-03-06", "2024-03-05", 0),
        ("2024-03-05", "2024-03-05", None),
        ("2024-03", "2024-03-05", None),
        ("2024-02", "2024-03-05", 1),
        (None, "2024-03-05", None),
        ("2024-03-05T10:00:00+00:00", "2024-03-05T11:00:00+00:00", 1),
        ("2024-03-05T10:00:00+00:00", "2024-03-05T11:00:00+02:00", 0),
        ("2024-03-05T10:00:00", "2024-03-05T11:00:00", None),
    ],
)
def test_dates(first: str | None, second: str | None, copy: int | None) -> None:
    assert told(carried(published=first), carried("Post", second)).copy == copy


def test_long_after_is_less_sure() -> None:
    soon = told(carried(published="2024-03-05"), carried("Post", "2024-03-06"))
    late = told(carried(published="2024-03-05"), carried("Post", "2024-06-06"))
    again = told(carried(published="2024-03-05"), carried(published="2024-06-06"))
    assert late.confidence < soon.confidence < again.confidence


def test_unknown_says_why() -> None:
    found = told(carried(agency="AP"), carried("Post", agency="Reuters"))
    assert (found.copy, found.agency, found.confidence) == (None, None, 0.0)
    assert found.reason == "a date of publication is missing, and they credit different agencies"


def test_outlets_that_are_agencies() -> None:
    assert agency_of("Reuters") == "Reuters"
    assert agency_of("The Associated Press") == "AP"
    assert agency_of("The Carrow Courier") is None
    assert agency_of(None) is None


@given(DATES, DATES, st.sampled_from([None, "AP", "Reuters"]), st.sampled_from([None, "Reuters"]))
def test_the_order_makes_no_difference(
    first: str | None, second: str | None, one: str | None, other: str | None
) -> None:
    pair = carried("Reuters", first, one), carried("Post", second, other)
    here, there = told(*pair), told(*reversed(pair))
    assert here.copy == (None if there.copy is None else 1 - there.copy)
    assert (here.agency, here.confidence) == (there.agency, there.confidence)
