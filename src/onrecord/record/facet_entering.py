"""Keep what statements are counted by.

Invariant: what is kept is of newest readings alone, and follows from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, delete, insert, select

from onrecord.model import Quote
from onrecord.record import rows
from onrecord.record.changes import Changed, note
from onrecord.record.entering import Entered
from onrecord.record.facet_tables import facet_acts, facet_rows
from onrecord.record.filter import SPEAKER_KINDS, UNKNOWN
from onrecord.record.tables import articles, bearers, people, readings, statements

KINDS = tuple(str(kind) for kind in Quote)
STATEMENT = np.dtype(
    [
        ("kind", "u1"),
        ("communicated", "u1"),
        ("speaker_kind", "u1"),
        ("act", "<u2"),
        ("bearer", "<u4"),
        ("profile", "<u4"),
    ]
)
"""A statement in ``facet_rows``: places in KINDS and SPEAKER_KINDS, keys of acts, bearers and profiles."""
_SPOKEN = {kind: at for at, kind in enumerate(SPEAKER_KINDS)}
_QUOTED = {kind: at for at, kind in enumerate(KINDS)}


def enter(connection: Connection, entered: Sequence[Entered]) -> None:
    """Keep the statements of articles' newest readings, whose people are entered already."""
    if entered:
        note(connection, Changed.PEOPLE)
        change = note(connection, Changed.ARTICLES)
        for portion in rows.portions(entered):
            _keep(connection, [one.reading for one in portion], change)


def enter_all(connection: Connection) -> None:
    """Keep the statements of all newest readings of a record that has none kept."""
    change = note(connection, Changed.ARTICLES)
    newest = select(readings.c.key).where(readings.c.current).order_by(readings.c.article)
    for portion in rows.portions(connection.scalars(newest).all()):
        _keep(connection, portion, change)


def _keep(connection: Connection, keys: Sequence[int], change: int) -> None:
    """Write the statements of readings, in the place of what is kept of their articles."""
    found: dict[int, list[tuple[int, ...]]] = {key: [] for key in keys}
    acts = _acts(connection, keys)
    for row in connection.execute(_said(keys)):
        spoken = _SPOKEN[row.speaker_kind or UNKNOWN]
        quoted = _QUOTED[row.quote], row.communicated, spoken, acts[row.act]
        found[row.reading].append((*quoted, row.bearer or 0, row.profile or 0))
    values = [
        {
            "article": row.key,
            "reading": row.reading,
            "change": change,
            "outlet": row.outlet,
            "first": _day(row.published_first),
            "last": _day(row.published_last),
            "statements": np.array(found[row.reading], STATEMENT).tobytes(),
        }
        for row in connection.execute(_texts(keys))
    ]
    connection.execute(delete(facet_rows).where(facet_rows.c.article.in_([one["article"] for one in values])))
    connection.execute(insert(facet_rows), values)


def _said(keys: Sequence[int]) -> Select[Any]:
    """Select what is kept of the statements of readings, in their order."""
    spoken = (people.c.reading == statements.c.reading) & (people.c.id == statements.c.speaker)
    borne = (bearers.c.reading == statements.c.reading) & (bearers.c.id == statements.c.speaker)
    told = (statements.c.reading, statements.c.quote, statements.c.communicated, statements.c.act)
    who = people.c.kind.label("speaker_kind"), bearers.c.key.label("bearer"), bearers.c.profile
    query = select(*told, *who).select_from(statements.outerjoin(people, spoken).outerjoin(bearers, borne))
    query = query.where(statements.c.reading.in_(keys))
    return query.order_by(statements.c.reading, statements.c.number)


def _texts(keys: Sequence[int]) -> Select[Any]:
    told = (articles.c.key, articles.c.outlet, articles.c.published_first, articles.c.published_last)
    query = select(*told, readings.c.key.label("reading")).select_from(articles.join(readings))
    return query.where(readings.c.key.in_(keys))


def _acts(connection: Connection, keys: Sequence[int]) -> dict[str, int]:
    """Return the numbers of the acts of the statements of readings, new ones made."""

    def known() -> dict[str, int]:
        return {row.act: row.key for row in connection.execute(select(facet_acts))}

    done = set(connection.scalars(select(statements.c.act).where(statements.c.reading.in_(keys)).distinct()))
    here = known()
    if fresh := sorted(done - here.keys()):
        connection.execute(insert(facet_acts), [{"act": act} for act in fresh])
        here = known()
    return here


def _day(day: str | None) -> int:
    return int(day.replace("-", "")) if day else 0
