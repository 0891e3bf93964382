"""What people decide about utterances outranks the machine, outlives reading again, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from onrecord import NotFoundError, QueryError, Record, Span
from onrecord.record import link_tables
from tests.linking.utterances.retellings import COURIER, HERALD, LEDGER, STORY
from tests.record.test_people import again
from tests.record.test_utterances import ids, linked, told


@pytest.fixture(autouse=True)
def fill(record: Record) -> None:
    record.store(STORY)


def shown(record: Record) -> list[tuple[Any, ...]]:
    """Return all that the record keeps of who reports what."""
    table = link_tables.members
    with record._asking() as connection:
        found = connection.execute(select(table).order_by(table.c.statement, table.c.first))
        return [tuple(row) for row in found]


def together(record: Record, *statements: str) -> bool:
    return any(set(statements) <= one for one in ids(record.utterances()))


class TestSame:
    def test_what_nothing_links_is_joined_and_undoing_restores_exactly(self, record: Record) -> None:
        before, kept = told(record), shown(record)
        made = record.same_utterance("nameless-1", "weekly-2", by="ann")
        assert (made.kind, made.who, made.undone) == ("same-utterance", "ann", None)
        (found,) = (one for one in record.utterances() if one.decided)
        assert {one.statement for one in found.members} == {"nameless-1", "weekly-2"}
        assert found.reasons[0] == "decided by ann"
        record.undo(made.id)
        assert (told(record), shown(record)) == (before, kept)

    def test_two_utterances_become_one(self, record: Record) -> None:
        before, kept = told(record), shown(record)
        made = record.same_utterance("courier-2", "courier-3")
        assert together(record, "courier-2", "herald-1", "ledger-1", "courier-3", "herald-2")
        record.undo(f"j{made.id}")
        assert (told(record), shown(record)) == (before, kept)

    def test_who_joins_later_is_told_with_them(self, record: Record) -> None:
        record.same_utterance("nameless-1", "weekly-2")
        record.same_utterance("weekly-2", "later-2")
        assert together(record, "nameless-1", "weekly-2", "later-2")

    def test_another_occasion_is_one_if_somebody_says_so(self, record: Record) -> None:
        record.same_utterance("later-1", "courier-2")
        assert together(record, "later-1", "courier-2")
        pairs = {frozenset((one.a, one.b)) for one in record.relations()}
        assert not any("later-1" in pair for pair in pairs)


class TestNotTheSame:
    def test_what_is_linked_is_parted_and_undoing_restores_exactly(self, record: Record) -> None:
        before, kept = told(record), shown(record)
        made = record.not_same_utterance("courier-2", "herald-1", by="bo")
        assert made.kind == "not-same-utterance"
        assert not together(record, "courier-2", "herald-1")
        record.undo(made.id)
        assert (told(record), shown(record)) == (before, kept)

    def test_of_two_the_pair_is_gone(self, record: Record) -> None:
        record.not_same_utterance("courier-3", "herald-2")
        assert not any({"courier-3", "herald-2"} & one for one in ids(record.utterances()))
        assert len(record.compare("courier-3")) == 1
        assert len(record.compare("courier-3")[0].reports) == 1

    def test_a_group_keeps_the_rest(self, record: Record) -> None:
        record.not_same_utterance("weekly-1", "ledger-2")
        found = ids(record.utterances())
        assert any("courier-4" in one for one in found)
        assert not together(record, "weekly-1", "ledger-2")


class TestOutranking:
    def test_the_later_outranks_the_earlier_and_undoing_brings_that_back(self, record: Record) -> None:
        record.same_utterance("nameless-1", "weekly-2")
        apart = record.not_same_utterance("weekly-2", "nameless-1")
        assert not together(record, "nameless-1", "weekly-2")
        again_ = record.same_utterance("nameless-1", "weekly-2")
        assert together(record, "nameless-1", "weekly-2")
        record.undo(again_.id)
        assert not together(record, "nameless-1", "weekly-2")
        record.undo(apart.id)
        assert together(record, "nameless-1", "weekly-2")

    def test_undoing_in_any_order_leaves_nothing(self, record: Record) -> None:
        before, kept = told(record), shown(record)
        made = [
            record.same_utterance("nameless-1", "weekly-2"),
            record.not_same_utterance("courier-2", "ledger-1"),
            record.same_utterance("courier-3", "later-2"),
        ]
        for one in (made[1], made[0], made[2]):
            record.undo(one.id)
        assert (told(record), shown(record)) == (before, kept)
        assert [one.undone is not None for one in record.utterance_judgements()] == [True] * 3

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.booleans(),
                st.lists(
                    st.sampled_from(["courier-2", "herald-1", "herald-2", "ledger-1", "later-1", "weekly-2"]),
                    min_size=2,
                    max_size=2,
                    unique=True,
                ),
            ),
            max_size=4,
        )
    )
    def test_any_decisions_taken_back_leave_nothing(
        self, record: Record, decisions: list[tuple[bool, list[str]]]
    ) -> None:
        before, kept = told(record), shown(record)
        made = [
            (record.same_utterance if same else record.not_same_utterance)(*pair) for same, pair in decisions
        ]
        if decisions:
            same, pair = decisions[-1]
            contrary = any({*other} & {*pair} and other != pair for _, other in decisions[:-1])
            assert contrary or together(record, *pair) is same
        for one in made:
            record.undo(one.id)
        assert (told(record), shown(record)) == (before, kept)


class TestReadingAgain:
    def test_decisions_outlive_it(self, record: Record) -> None:
        record.same_utterance("nameless-1", "weekly-2")
        record.not_same_utterance("courier-2", "herald-1")
        before = told(record)
        again(record, STORY, "v2")
        assert told(record) == before
        again(record, STORY, "v3")
        assert told(record) == before

    def test_they_follow_the_words_where_numbers_change(self, record: Record) -> None:
        record.same_utterance("courier-5", "later-2")
        first, *rest = COURIER.statements
        renumbered = tuple(replace(one, id=f"courier-{n}") for n, one in enumerate(rest, start=1))
        assert first.id == "courier-1"
        again(record, [replace(COURIER, statements=renumbered)])
        assert together(record, "courier-4", "later-2")
        assert not together(record, "courier-5", "later-2")

    def test_they_follow_words_that_are_read_a_little_otherwise(self, record: Record) -> None:
        record.not_same_utterance("courier-3", "herald-2")
        (span,) = COURIER.statements[2].attribution.content
        shorter = replace(COURIER.statements[2].attribution, content=(Span(span.start + 1, span.end - 1),))
        changed = (
            *COURIER.statements[:2],
            replace(COURIER.statements[2], attribution=shorter),
            *COURIER.statements[3:],
        )
        again(record, [replace(COURIER, statements=changed)])
        assert not together(record, "courier-3", "herald-2")

    def test_who_is_no_longer_there_is_in_no_utterance(self, record: Record) -> None:
        record.same_utterance("later-2", "weekly-2")
        again(record, [replace(STORY[3], statements=STORY[3].statements[:1])])
        found = list(record.utterances())
        assert not any("weekly-2" in {m.statement for m in one.members} for one in found)
        assert not any(row[6] == "u-later-2" for row in shown(record))
        assert (
            found
            == linked([replace(STORY[3], statements=STORY[3].statements[:1]), *STORY[:3], *STORY[4:]])[0]
        )
        again(record, [STORY[3]], "v3")
        assert together(record, "later-2", "weekly-2")

    def test_they_are_laid_over_what_is_added_later(self, record: Record) -> None:
        record.not_same_utterance("courier-4", "weekly-1")
        late = replace(
            LEDGER,
            article=replace(LEDGER.article, id="late", outlet="Late Post"),
            statements=tuple(
                replace(one, id=one.id.replace("ledger", "late"), article="late") for one in LEDGER.statements
            ),
        )
        record.store([late])
        assert not together(record, "courier-4", "weekly-1")
        assert any("late-2" in one for one in ids(record.utterances()))


class TestErrors:
    @pytest.mark.parametrize("decide", ["same_utterance", "not_same_utterance"])
    @pytest.mark.parametrize("unknown", ["nobody-1", "courier-99", "courier", "", "u-courier-2"])
    def test_what_is_not_there_is_not_found(self, record: Record, decide: str, unknown: str) -> None:
        decided: Callable[..., Any] = getattr(record, decide)
        with pytest.raises(NotFoundError):
            decided("courier-2", unknown)
        with pytest.raises(NotFoundError):
            decided(unknown, "courier-2")
        assert list(record.utterance_judgements()) == []

    def test_a_statement_and_itself(self, record: Record) -> None:
        with pytest.raises(QueryError, match="are one statement; give two"):
            record.same_utterance("courier-2", "cour-2")

    @pytest.mark.parametrize("unknown", ["j99", "99", "m99", "x", ""])
    def test_what_was_never_decided_cannot_be_undone(self, record: Record, unknown: str) -> None:
        with pytest.raises((NotFoundError, QueryError)):
            record.undo(unknown)

    def test_twice_undone(self, record: Record) -> None:
        made = record.same_utterance("nameless-1", "weekly-2", by="ann")
        record.undo(made.id, by="bo")
        with pytest.raises(QueryError, match=f"j{made.id} was undone on .* by bo; decide again instead"):
            record.undo(made.id)

    def test_judgements_on_people_and_on_utterances_do_not_mix(self, record: Record) -> None:
        people = record.merge_people("Ida Kessler", "Piet Vossler")
        made = record.same_utterance("nameless-1", "weekly-2")
        assert [one.id for one in record.utterance_judgements()] == [made.id]
        assert made.id not in [one.id for one in record.judgements()]
        record.undo(people.id)
        assert together(record, "nameless-1", "weekly-2")


def test_many_decisions_do_not_make_adding_slow(record: Record) -> None:
    """The decisions are looked up once for a batch, not once for each of its statements."""
    extra = replace(HERALD, article=replace(HERALD.article, id="h2", text=HERALD.article.text + " "))
    statements = tuple(
        replace(one, id=one.id.replace("herald", "h2"), article="h2") for one in HERALD.statements
    )
    for one, other in zip(
        ("courier-1", "courier-5", "later-2"), ("weekly-2", "later-1", "nameless-1"), strict=True
    ):
        record.not_same_utterance(one, other)
    asked = [0]

    def count(*told_: Any) -> None:
        asked[0] += "FROM judgements" in told_[2]

    event.listen(record._engine, "before_cursor_execute", count)
    record.store([replace(extra, statements=statements)])
    event.remove(record._engine, "before_cursor_execute", count)
    assert asked[0] <= 6
