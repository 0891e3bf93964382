"""What a content claims: signs, moods, amounts, times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.relations.claims import Claim, Mood, claim_of
from onrecord.model import Quote, Span


def claim(text: str, quote: Quote = Quote.DIRECT) -> Claim:
    return claim_of(text, (Span(0, len(text)),), (), quote)


def signs(text: str) -> dict[str, int]:
    return {name: term.sign for clause in claim(text).clauses for name, term in clause.terms.items()}


@pytest.mark.parametrize(
    ("text", "word", "sign"),
    [
        ("The quarry is operational.", "oper", 1),
        ("The quarry is not operational.", "oper", -1),
        ("The quarry isn't operational.", "oper", -1),
        ("The quarry can’t be flooded.", "flood", -1),
        ("Nobody flooded the quarry.", "flood", -1),
        ("The guild never flooded the quarry.", "quarri", -1),
        ("I don't think the guild flooded it.", "flood", -1),
        ("They claim the guild flooded it.", "flood", 0),
        ("We deny that the guild flooded it.", "flood", -1),
        ("The guild refused to flood it.", "flood", -1),
        ("The guild did not refuse to flood it.", "flood", 1),
        ("It is a lie that the guild flooded it.", "flood", -1),
        ("It is not only flooded.", "flood", 1),
        ("Not every shaft is flooded.", "flood", 0),
        ("It rained, but the shaft is not flooded.", "rain", 1),
        ("The result was unusual.", "usual", -1),
        ("People like Reed.", "reed", 1),
    ],
)
def test_signs(text: str, word: str, sign: int) -> None:
    assert signs(text)[word] == sign


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("The quarry feeds ninety families.", Mood.FACT),
        ("The quarry was flooded.", Mood.PAST),
        ("The quarry will be flooded.", Mood.FUTURE),
        ("The quarry can be flooded.", Mood.POWER),
        ("The quarry must be flooded.", Mood.DUTY),
        ("The quarry might be flooded.", Mood.CHANCE),
    ],
)
def test_moods(text: str, mood: Mood) -> None:
    assert [clause.mood for clause in claim(text).clauses] == [mood]


@pytest.mark.parametrize("text", ["Was the quarry flooded?", "If it rains, the quarry floods."])
def test_what_is_not_said_to_be_so(text: str) -> None:
    assert all(clause.unreal for clause in claim(text).clauses)


def test_amounts_are_ranges() -> None:
    (clause,) = claim("At least 40 miners drowned.").clauses
    assert [(one.low, one.high) for one in clause.amounts] == [(40, float("inf"))]


def test_times_are_kept_apart() -> None:
    (clause,) = claim("Exports of slate rose in March 2019.").clauses
    assert clause.times == {"month": "march", "year": "2019"}


def test_back_doors_are_backdoors() -> None:
    assert "backdoor" in signs("We put no back doors in.") and "backdoor" in signs("We put no backdoors in.")


@given(st.text(), st.sampled_from(list(Quote)))
def test_places_are_printed_words(text: str, quote: Quote) -> None:
    text = f"x{text}"
    for clause in claim(text, quote).clauses:
        for term in clause.terms.values():
            assert 0 <= term.start < term.end <= len(text) and term.sign in (-1, 0, 1)
        for span in (*clause.negators, *clause.amounts):
            assert 0 <= span.start < span.end <= len(text)
