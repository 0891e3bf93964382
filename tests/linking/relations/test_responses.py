"""Answers inside one article."""

from __future__ import annotations

from dataclasses import replace

from onrecord.linking.relations import responds_within
from onrecord.linking.said import Said
from onrecord.model import Ground, RelationKind
from tests.linking.relations.samples import inside


def answers(*marked: str) -> list[tuple[str, str]]:
    found = responds_within(inside(*marked))
    assert all(one.kind is RelationKind.RESPONDS for one in found)
    return [(one.a, one.b) for one in found]


def test_what_shoots_back_answers_what_stands_before() -> None:
    assert answers(
        "<Ana Reed> {said} [the quarry had poisoned the river].",
        '<Tom Hale> {fired back}: ["Reed washes her cars in it."]',
        "<Tom Hale> {said} [the quarry feeds ninety families].",
    ) == [("0", "1")]


def test_an_answer_that_names_passes_over_others() -> None:
    assert answers(
        "<Ana Reed> {said} [the quarry had poisoned the river].",
        "<Bert Unger> {said} [the pumps were old].",
        "In response to Reed, <Tom Hale> {said} [the river had always been brown].",
    ) == [("0", "2")]


def test_a_question_is_answered_by_who_speaks_next() -> None:
    assert answers(
        '<Ana Reed> {asked}: ["Will you close the quarry?"]',
        '["Not this year,"] <Tom Hale> {said}.',
    ) == [("0", "1")]


def test_an_old_denial_is_no_answer_to_a_question_above_it() -> None:
    assert answers(
        '<Ana Reed> {asked}: ["Will you close the quarry?"]',
        "<Tom Hale> {has said} [that he would keep the pumps].",
    ) == []  # fmt: skip


def test_who_responds_to_a_deed_answers_nobody() -> None:
    assert answers(
        "<Ana Reed> {said} [the flood was the worst in years].",
        "<The guild> {responded} to the flood with tents, {saying} [help was on its way].",
    ) == []  # fmt: skip


def test_who_did_not_respond_answers_nobody() -> None:
    assert answers(
        "<Ana Reed> {said} [the quarry had poisoned the river].",
        "<Tom Hale> {did not respond} to [a request for comment].",
    ) == []  # fmt: skip


def test_what_was_resolved_before_is_kept_if_it_is_sure() -> None:
    assert [(one.a, one.b) for one in responds_within(_resolved(0.85))] == [("0", "1")]
    assert responds_within(_resolved(0.6)) == ()


def _resolved(sure: float) -> list[Said]:
    first, second = inside(
        "<A clerk> {alleged} [that Hale bribed two surveyors].", "<Tom Hale> {denied} [every charge]."
    )
    ground = Ground("answers", "taken up by a noun", sure)
    statement = replace(second.statement, answers="0", grounds=(ground,))
    return [first, replace(second, statement=statement)]


def test_of_nothing_nothing_is_answered() -> None:
    assert responds_within([]) == ()
