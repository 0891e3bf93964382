"""Under what statements are looked up: who has something in common finds the other, both ways."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.utterances.keys import keys, looked_up, week
from onrecord.linking.utterances.sides import Side
from onrecord.model import Quote, ReadArticle
from tests.linking.utterances.retellings import (
    CROWN,
    DOCKERS,
    KESSLER,
    ROTTEN,
    STORY,
    VOSSLER,
    one_saying,
    side,
)
from tests.linking.utterances.test_sides import reads

CONTENTS = (ROTTEN, CROWN, DOCKERS, "“No comment”", "“Bridges, dredgers and pontoons will come”")
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


def finds(one: Side, other: Side) -> bool:
    return bool(set(looked_up(one)) & set(keys(other)))


@settings(max_examples=150, deadline=None)
@given(reads("a"), reads("b"))
def test_who_is_found_finds(one: ReadArticle, other: ReadArticle) -> None:
    a, b = side(one), side(other)
    assert finds(a, b) == finds(b, a)
    for found in (keys(a), looked_up(a)):
        assert found == sorted(set(found))
        assert all(0 <= key < 1 << 63 for key in found)
    assert set(keys(a)) <= set(looked_up(a))


@settings(max_examples=80, deadline=None)
@given(DAYS, st.integers(0, 7), st.sampled_from(CONTENTS), st.sampled_from(CONTENTS))
def test_two_statements_of_one_speaker_in_a_week_find_each_other(
    day: date, after: int, one: str, other: str
) -> None:
    later = min(day + timedelta(days=after), date.max) if day < date.max - timedelta(days=8) else day
    a = side(one_saying(one, KESSLER, published=day.isoformat()))
    b = side(one_saying(other, KESSLER, article="b", published=later.isoformat()))
    assert finds(a, b) and finds(b, a)


def test_who_speaks_of_other_things_months_later_is_not_found() -> None:
    a = side(one_saying(ROTTEN, KESSLER, published="2024-03-02"))
    assert not finds(a, side(one_saying(DOCKERS, KESSLER, article="b", published="2024-09-02")))
    assert not finds(a, side(one_saying(DOCKERS, VOSSLER, article="b", published="2024-03-02")))


@pytest.mark.parametrize("published", ["2024-03-02", "2024-03", "2029-01-01", None])
def test_the_same_words_are_found_at_any_time_in_any_mouth(published: str | None) -> None:
    a = side(one_saying(ROTTEN, KESSLER))
    assert finds(a, side(one_saying(ROTTEN, VOSSLER, article="b", published=published)))
    assert finds(a, side(one_saying(ROTTEN, None, article="b", published=published)))
    shortened = "it will be closed before the first frost of October, everybody heard"
    assert finds(a, side(one_saying(shortened, None, article="b", published=published, quote=Quote.INDIRECT)))


def test_who_is_undated_is_found_by_name_and_a_rare_word() -> None:
    a = side(one_saying("the dredgers are rotten", KESSLER, published=None, quote=Quote.INDIRECT))
    b = side(one_saying("nobody inspected a rotten hull", KESSLER, article="b", published="2024"))
    assert finds(a, b) and finds(b, a)


@pytest.mark.parametrize(
    ("published", "known"),
    [("2024-03-02", True), ("2024-03", False), ("2024", False), (None, False), ("soon", False)],
)
def test_a_week_is_known_where_the_day_is(published: str | None, known: bool) -> None:
    assert (week(side(one_saying(ROTTEN, published=published))) is not None) is known


def test_all_that_the_story_links_is_found() -> None:
    """A candidate that no key finds is never compared, however sure the scorer would be."""
    sides = {(read.article.id, n + 1): side(read, n) for read in STORY for n in range(len(read.statements))}
    pairs = [
        (("courier", 2), ("herald", 1)),
        (("courier", 2), ("ledger", 1)),
        (("courier", 3), ("herald", 2)),
        (("courier", 4), ("herald", 3)),
        (("courier", 4), ("ledger", 2)),
        (("courier", 4), ("weekly", 1)),
        (("courier", 5), ("ledger", 3)),
        (("courier", 2), ("later", 1)),
    ]
    missed = [pair for pair in pairs if not finds(sides[pair[0]], sides[pair[1]])]
    assert missed == []
