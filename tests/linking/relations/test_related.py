"""Restatements, contradictions and answers, and what is none of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.relations import related
from onrecord.linking.said import Said
from onrecord.model import Article, Attribution, Quote, Relation, RelationKind, Span, Statement
from tests.linking.relations.samples import said

CONTRADICTS, RESTATES, RESPONDS = RelationKind.CONTRADICTS, RelationKind.RESTATES, RelationKind.RESPONDS


def relations(a: str, b: str, *, same: float = 0.0, cosine: float | None = None) -> tuple[Relation, ...]:
    return related(said(a, "a"), said(b, "b"), same, cosine)


def kinds(a: str, b: str, *, same: float = 0.0) -> list[RelationKind]:
    return [one.kind for one in relations(a, b, same=same)]


CONTRADICTIONS = {
    "negation": (
        "<Ana Reed> {said} [the quarry will be closed in autumn].",
        '["The quarry will not be closed in autumn,"] <Tom Hale> {said}.',
    ),
    "never": (
        '["I met the banker twice in Hallin,"] <Ana Reed> {said}.',
        '["I never met the banker in Hallin,"] <Ana Reed> {said}.',
    ),
    "denying cue": (
        "<A clerk> {alleged} [that Reed bribed two surveyors].",
        "<Ana Reed> {denied} [bribing surveyors].",
    ),
    "rejected claims": (
        "<A witness> {said} [that the guards fired on the miners].",
        "<The ministry> {rejected} [claims that guards fired on the miners].",
    ),
    "no evidence": (
        "<Dr Orr> {said} [the dust causes asthma in children].",
        '["There is no evidence that the dust causes asthma in children,"] <the quarry> {said}.',
    ),
    "a lie": (
        "<Police> {said} [the cellar held stolen dynamite].",
        '["That the cellar held stolen dynamite is a lie,"] {said} <Tom Hale>.',
    ),
    "opposites": (
        "<The guild> {said} [slate exports rose in spring].",
        "<The bank> {said} [slate exports fell in spring].",
    ),
    "complement": (
        "<The court> {ruled} [that the quarry levy was legal].",
        "<The guild> {said} [the quarry levy was illegal].",
    ),
    "percentages": (
        "<The bank> {said} [31 percent of the miners were insured].",
        "<The guild> {said} [26 percent of the miners were insured].",
    ),
    "bounds": (
        "<The ministry> {said} [14 miners drowned in the shaft].",
        "<Villagers> {said} [at least 40 miners drowned in the shaft].",
    ),
    "every and no": (
        "<Tom Hale> {said} [every shaft was inspected in May].",
        "<The guild> {said} [no shaft was inspected in May].",
    ),
    "dates": (
        "<The mayor> {said} [the ballot of the miners would be held on 3 June].",
        "<The guild> {said} [the ballot of the miners would be held on 17 June].",
    ),
    "what the speaker said himself": (
        '["I did not poison the river,"] <Tom Hale> {said}.',
        "<A clerk> {said} [Hale poisoned the river].",
    ),
}


@pytest.mark.parametrize("pair", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions(pair: tuple[str, str]) -> None:
    a, b = pair
    same = float("Ana Reed> {said}" in a and "Ana Reed> {said}" in b)
    assert kinds(a, b, same=same) == [CONTRADICTS]
    assert kinds(b, a, same=same) == [CONTRADICTS], "it goes both ways"


NEITHER = {
    "another name": (
        "<Police> {said} [Ada Moss was poisoned in Hallin].",
        "<Police> {said} [Bert Unger was not poisoned in Hallin].",
    ),
    "another month": (
        "<The bank> {said} [slate exports rose in March].",
        "<The bank> {said} [slate exports fell in April].",
    ),
    "numbers of other things": (
        "<Police> {said} [26 miners were arrested at the quarry].",
        "<Police> {said} [31 miners were injured at the quarry].",
    ),
    "a bound that holds": (
        "<The ministry> {said} [at least 12 miners drowned in the shaft].",
        "<Villagers> {said} [15 miners drowned in the shaft].",
    ),
    "a hypothesis": (
        '["If the strike goes on, the quarry will close,"] <Tom Hale> {said}.',
        '["The quarry will not close,"] <Tom Hale> {said}.',
    ),
    "a question": (
        '["Did the guards fire on the miners?"] <Ana Reed> {asked}.',
        '["The guards did not fire on the miners,"] <a clerk> {said}.',
    ),
    "may and may not": (
        "<The guild> {said} [the miners may strike in July].",
        "<The guild> {said} [the miners will not strike in July].",
    ),
    "a duty and a fact": (
        '["The quarry should be closed at night,"] <Ana Reed> {said}.',
        "<The ministry> {said} [the quarry was not closed at night].",
    ),
    "a pledge and the past": (
        '["We will not flood the shaft,"] <the owner> {promised}.',
        "<The guild> {said} [the owner had flooded the shaft].",
    ),
    "two first persons": (
        '["I supported the quarry levy,"] <Ana Reed> {said}.',
        '["I did not support the quarry levy,"] <Tom Hale> {said}.',
    ),
    "not only": (
        '["The levy is not only about slate,"] <Ana Reed> {said}.',
        '["The levy is about slate and coal,"] <Ana Reed> {said}.',
    ),
    "negation in another clause": (
        '["The quarry is growing, although the neighbours do not like it,"] <Tom Hale> {said}.',
        '["The quarry is growing, and the neighbours will get jobs,"] <the mayor> {said}.',
    ),
    "not every": (
        "<The guild> {said} [not every shaft was inspected].",
        "<The ministry> {said} [some shafts were inspected].",
    ),
    "an offer rejected": (
        "<The owner> {offered} [a pension for widows of the miners].",
        "<The guild> {rejected} [the pension for widows of the miners].",
    ),
    "neither confirmed nor denied": (
        "<Ana Reed> {said} [the owner kept dynamite in the cellar].",
        "<The owner> {would neither confirm nor deny} [that he kept dynamite in the cellar].",
    ),
    "one subject": (
        "<Ana Reed> {said} [the quarry opened in 1962].",
        "<Ana Reed> {said} [the quarry needs new pumps].",
    ),
    "a noun in passing": (
        "<The guild> {said} [the withdrawal of the slate levy is too little].",
        "<The mayor> {said} [she had never withdrawn the slate levy].",
    ),
}


@pytest.mark.parametrize("pair", NEITHER.values(), ids=NEITHER)
@pytest.mark.parametrize("same", [0.0, 1.0])
def test_neither(pair: tuple[str, str], same: float) -> None:
    if same and pair == NEITHER["two first persons"]:
        pytest.skip("of one person it is a contradiction")
    assert kinds(*pair, same=same) == []


PLEDGE = (
    '["Nobody has asked us to. And we won’t put back doors into our pumps either."] <Ren Okada> {said}.',
    '["Absolutely not. We never let others use our staff. And we will never put backdoors into our pumps,"] '
    "<Ren Okada> {told} a weekly.",
)
MOTIVE = (
    '<Ren Okada> {denounced} as ["politically motivated"] the arrest of his son.',
    '["I think arresting my son is politically motivated,"] <Ren Okada> {said}.',
)
COURTS = (
    '["Now that we are on this road, let the courts settle it,"] <Ren Okada> {said}.',
    '["We have to wait until the judge makes a decision,"] <Ren Okada> {said}.',
)


@pytest.mark.parametrize("pair", [PLEDGE, MOTIVE, COURTS], ids=["pledge", "motive", "courts"])
def test_a_position_of_two_interviews_is_one(pair: tuple[str, str]) -> None:
    assert kinds(*pair, same=1.0) == [RESTATES]
    assert kinds(*pair, same=0.2) == [], "by another it is no restatement"


def test_courts_of_unlike_articles_are_two_matters() -> None:
    far = (
        " Trawlers, dredgers and lobster pots filled Skagen harbour while kelp rotted on the quays of Jutland"
        " and herring barrels, oilskins, anchors and pulleys lay about.",
        " Violinists, bassoons and a soprano rehearsed Tosca in Verona as impresarios, librettists and"
        " choirmasters quarrelled about harpsichords, footlights and encores.",
    )
    a, b = (COURTS[index] + far[index] for index in range(2))
    assert kinds(a, b, same=1.0) == []


def test_restated_in_the_passive() -> None:
    a = "<Ana Reed> {said} [the owners had stolen the pension fund]."
    b = '["The pension fund was stolen by the owners,"] <Ana Reed> {said}.'
    assert kinds(a, b, same=1.0) == [RESTATES]


@pytest.mark.parametrize(
    "b",
    [
        '["The owners stole 40 wagons of slate from the guild,"] <Ana Reed> {said}.',
        '["The owners may have stolen slate from the guild,"] <Ana Reed> {said}.',
        '["The owners stole nothing from the guild, no slate at all,"] <Ana Reed> {said}.',
        '["The owners bought slate from the guild,"] <Ana Reed> {said}.',
    ],
    ids=["number", "modal", "negation", "another deed"],
)
def test_what_is_changed_is_not_restated(b: str) -> None:
    a = '["The owners stole 90 wagons of slate from the guild,"] <Ana Reed> {said}.'
    assert RESTATES not in kinds(a, b, same=1.0)


def test_far_embeddings_forbid_a_restatement_and_near_ones_ease_it() -> None:
    a = "<Ana Reed> {said} [the owners had stolen the pension fund]."
    b = '["The pension fund was stolen by the owners,"] <Ana Reed> {said}.'
    assert relations(a, b, same=1.0, cosine=0.1) == ()
    plain, near = (relations(a, b, same=1.0, cosine=cosine)[0] for cosine in (0.5, 0.9))
    assert near.confidence >= plain.confidence


def test_reasons_cite_the_printed_words() -> None:
    denial = relations(*CONTRADICTIONS["denying cue"])[0]
    assert denial.reasons == ('a denial of "bribed two surveyors"',)
    assert relations(*CONTRADICTIONS["percentages"])[0].reasons == ("31 percent against 26 percent",)
    assert relations(*CONTRADICTIONS["opposites"])[0].reasons == ('"rose" against "fell"',)
    assert relations(*CONTRADICTIONS["dates"])[0].reasons == ("3 June against 17 June",)


def test_a_count_of_another_day_may_have_grown() -> None:
    a, b = CONTRADICTIONS["bounds"]
    first, later = said(a, "a", day="2021-03-01"), said(b, "b", day="2021-03-04")
    assert related(first, later, 0.0) == ()


def test_an_answer_names_whom_it_answers() -> None:
    a = "<Ana Reed> {said} [the quarry poisoned the river]."
    b = "<The owner> {responded} to Reed [that the river had always been brown]."
    found = relations(a, b)
    assert [(one.kind, one.a, one.b) for one in found] == [(RESPONDS, "a", "b")]
    assert [(one.a, one.b) for one in relations(b, a)] == [("b", "a")], "b, given first, answers a"
    assert kinds(a, "<The owner> {did not respond} to Reed [about the river].") == []


def test_an_answer_is_not_of_an_earlier_day() -> None:
    a = said("<Ana Reed> {said} [the quarry poisoned the river].", "a", day="2021-03-04")
    b = said("<The owner> {responded} to Reed [that the river had always been brown].", "b", day="2021-03-01")
    assert related(a, b, 0.0) == ()


@given(st.text(max_size=120), st.text(max_size=120), st.sampled_from(list(Quote)), st.floats(0, 1))
def test_no_text_makes_it_fail(first: str, second: str, quote: Quote, same: float) -> None:
    a, b = (_any(text, quote, name) for text, name in ((first, "a"), (second, "b")))
    for one in related(a, b, same):
        assert 0 < one.confidence <= 1 and {one.a, one.b} == {"a", "b"} and one.reasons


def _any(text: str, quote: Quote, name: str) -> Said:
    text = f"x {text}."
    attribution = Attribution((Span(2, len(text)),), (Span(0, 1),), (), quote, True, 1.0)
    return Said.whole(Article(name, text), Statement(name, name, attribution), ())


def test_a_pair_is_quick() -> None:
    pairs = [(said(a, "a"), said(b, "b")) for a, b in [*CONTRADICTIONS.values(), *NEITHER.values()]]
    best = min(_seconds(pairs) for _ in range(5))
    assert best < 0.9e-3, "0.3 milliseconds is what is promised; thrice that is for a busy machine"


def _seconds(pairs: list[tuple[Said, Said]]) -> float:
    start = time.perf_counter()
    for a, b in pairs:
        related(a, b, 0.5)
    return (time.perf_counter() - start) / len(pairs)
