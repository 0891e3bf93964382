"""What people decide about utterances: that two statements report one, or do not; kept, laid over, undone.

Invariant: a decision names two statements by article and content, so that it is found again after another
reading, and changes nothing that the machine inferred.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from onrecord.errors import QueryError
from onrecord.linking.utterances.closure import Statement
from onrecord.model import Judgement, Span, Spans
from onrecord.record import rows
from onrecord.record.link_tables import compared
from onrecord.record.people import judgement_of
from onrecord.record.tables import articles, judgements, readings, spans

SAME, APART = "same-utterance", "not-same-utterance"
KINDS = (SAME, APART)
Pair = tuple[Statement, Statement]


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that stand, the later outranking the earlier, on statements of newest readings."""

    same: tuple[Pair, ...]
    apart: tuple[Pair, ...]
    keys: dict[Statement, int]
    """Under which the record compares the statements that decisions are about."""

    def __bool__(self) -> bool:
        return bool(self.same or self.apart)

    def among(self, known: Collection[Statement]) -> tuple[list[Pair], list[Pair]]:
        """Return those between some statements: that two are one utterance, that they are not."""
        same = [pair for pair in self.same if pair[0] in known and pair[1] in known]
        return same, [pair for pair in self.apart if pair[0] in known and pair[1] in known]

    def beside(self, keys: Collection[int]) -> set[int]:
        """Return the statements, by key, that somebody decided are of one utterance with some."""
        found = ((self.keys[a], self.keys[b]) for a, b in self.same)
        return {b for pair in found for a, b in (pair, pair[::-1]) if a in keys}


def decided(connection: Connection) -> Decided:
    """Return all decisions on utterances that stand."""
    verdicts: dict[Pair, str] = {}
    keys: dict[Statement, int] = {}
    for row in _standing(connection):
        found = [_again(connection, side) for side in json.loads(row.detail)["statements"]]
        if found[0] is not None and found[1] is not None and found[0] != found[1]:
            a, b = sorted((found[0][0], found[1][0]))
            verdicts[a, b] = row.kind
            keys |= dict((found[0], found[1]))
    by_kind = {kind: tuple(pair for pair in verdicts if verdicts[pair] == kind) for kind in KINDS}
    return Decided(by_kind[SAME], by_kind[APART], keys)


def keep(connection: Connection, kind: str, one: int, other: int, who: str) -> int:
    """Note a decision on two statements, by their keys, and return its number."""
    sides = [_named(connection, key) for key in (one, other)]
    made = connection.execute(
        insert(judgements).values(
            subject=f"{sides[0]['article']}-{sides[0]['number']}",
            kind=kind,
            value=f"{sides[1]['article']}-{sides[1]['number']}",
            who=who,
            made=rows.now(),
            detail=json.dumps({"statements": sides}, ensure_ascii=False),
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def about(connection: Connection, number: int) -> list[int]:
    """Return the statements, by key, that a decision is about."""
    row = connection.execute(select(judgements).where(judgements.c.key == number)).one()
    found = (_again(connection, side) for side in json.loads(row.detail)["statements"])
    return [here[1] for here in found if here is not None]


def judgements_of(connection: Connection) -> Iterator[Judgement]:
    """Yield all decisions on utterances, those undone included."""
    query = select(judgements).where(judgements.c.kind.in_(KINDS)).order_by(judgements.c.key)
    yield from (judgement_of(row) for row in connection.execute(query))


def number_of(connection: Connection, judgement: str, kinds: Collection[str] = KINDS) -> int | None:
    """Return the number of a decision of some kinds that may be undone, None where it is none.

    Raises QueryError where it was undone before.
    """
    matched = re.fullmatch(r"\s*j?(\d{1,15})\s*", judgement, re.IGNORECASE)
    if not matched:
        return None
    of_kind = judgements.c.kind.in_(kinds) & (judgements.c.key == int(matched[1]))
    row = connection.execute(select(judgements).where(of_kind)).one_or_none()
    if row is not None and row.undone:
        raise QueryError(
            f"j{row.key} was undone on {row.undone[:10]} by {row.undone_by}; decide again instead"
        )
    return None if row is None else int(row.key)


def undo(connection: Connection, number: int, who: str) -> None:
    """Take a decision back; what it was stays in the record."""
    values = {"undone": rows.now(), "undone_by": who}
    connection.execute(update(judgements).where(judgements.c.key == number).values(values))


def names(connection: Connection) -> dict[str, str]:
    """Return who decided last about each statement, by its id."""
    found: dict[str, str] = {}
    for row in _standing(connection):
        for side in json.loads(row.detail)["statements"]:
            if (here := _again(connection, side)) is not None:
                found[f"{here[0][0]}-{here[0][1]}"] = row.who
    return found


def _standing(connection: Connection) -> list[Row[Any]]:
    query = select(judgements).where(judgements.c.kind.in_(KINDS), judgements.c.undone.is_(None))
    return list(connection.execute(query.order_by(judgements.c.key)).all())


def _named(connection: Connection, key: int) -> dict[str, Any]:
    query = select(articles.c.id, compared.c.number, compared.c.reading)
    query = query.join(articles, articles.c.key == compared.c.article).where(compared.c.key == key)
    row = connection.execute(query).one()
    content = _contents(connection, row.reading).get(row.number, ())
    return {"article": row.id, "number": row.number, "content": [[one.start, one.end] for one in content]}


def _again(connection: Connection, side: dict[str, Any]) -> tuple[Statement, int] | None:
    """Return the statement of the newest reading that has the words that a decision was about."""
    query = select(readings.c.key).join(articles).where(articles.c.id == side["article"], readings.c.current)
    reading = connection.scalar(query)
    if reading is None:
        return None
    wanted = _places(tuple(Span(*pair) for pair in side["content"]))
    best = max(
        (
            (2 * len(wanted & found) / (len(wanted) + len(found)), -number)
            for number, content in _contents(connection, reading).items()
            if wanted & (found := _places(content))
        ),
        default=None,
    )
    if best is None:
        return None
    here = (compared.c.reading == reading) & (compared.c.number == -best[1])
    key = connection.scalar(select(compared.c.key).where(here))
    return None if key is None else ((side["article"], -best[1]), int(key))


def _contents(connection: Connection, reading: int) -> dict[int, Spans]:
    """Return the contents of a reading's statements by their number."""
    found: dict[int, list[Span]] = {}
    query = select(spans).where(spans.c.reading == reading, spans.c.role == "content").order_by(spans.c.start)
    for row in connection.execute(query):
        found.setdefault(row.statement, []).append(Span(row.start, row.end))
    return {number: tuple(some) for number, some in found.items()}


def _places(content: Spans) -> set[int]:
    return {place for span in content for place in range(span.start, span.end)}
