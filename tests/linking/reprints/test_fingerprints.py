"""Fingerprints: the same everywhere, and shared wherever enough words are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.reprints.fingerprints import (
    EXTENT,
    GRAM,
    WINDOW,
    TextWords,
    fingerprints,
    may_share,
)
from tests.linking.reprints.texts import BRIDGE, FERRY, HARBOUR, MILL, STORY

LONG = st.lists(st.sampled_from(STORY.split()), max_size=60).map(" ".join)


def test_they_are_the_same_in_every_run() -> None:
    first = sorted(fingerprints(TextWords(HARBOUR)))[:2]
    assert first == FIRST


FIRST = [3643851604001, 6081158790911]


def test_case_and_marks_make_no_difference() -> None:
    assert fingerprints(TextWords(HARBOUR)) == fingerprints(TextWords(HARBOUR.upper().replace(",", " --")))


def test_different_texts_share_none() -> None:
    found = [set(fingerprints(TextWords(text))) for text in (HARBOUR, BRIDGE, FERRY, MILL)]
    assert len(set.union(*found)) == sum(map(len, found))


@given(LONG, LONG, LONG, LONG)
def test_a_run_that_is_long_enough_is_shared(a: str, b: str, c: str, d: str) -> None:
    run = " ".join(HARBOUR.split()[: GRAM + WINDOW - 1])
    one, other = (fingerprints(TextWords(f"{x} {run} {y}")) for x, y in ((a, b), (c, d)))
    assert one.keys() & other.keys()


@given(LONG, LONG, LONG, LONG)
def test_a_passage_of_thirty_words_may_be_shared(a: str, b: str, c: str, d: str) -> None:
    run = " ".join(f"w{number}" for number in range(30))
    one, other = (fingerprints(TextWords(f"{x} {run} {y}")) for x, y in ((a, b), (c, d)))
    assert may_share((one[hash_], other[hash_]) for hash_ in one.keys() & other.keys())


def test_a_turn_of_phrase_is_no_passage() -> None:
    assert not may_share([(3, 90)])
    assert not may_share([(3, 90), (4, 91)])
    assert not may_share([(3, 90), (3 + EXTENT, 20)])
    assert may_share([(3, 90), (3 + EXTENT, 90 + EXTENT)])


@given(st.text())
def test_any_text_has_fingerprints_or_none(text: str) -> None:
    words = TextWords(text)
    assert all(0 <= place <= len(words) - GRAM for place in fingerprints(words).values())
