"""Which statements count where each utterance, or each independent report, is to count once.

Invariant: what is left out is there another time; of several reports the first published one is left.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from onrecord.record.filter import Counting, spoken_otherwise, unrejected
from onrecord.record.link_tables import compared, members
from onrecord.record.tables import articles, bearers, profiles, statements


def repeated(count: Counting, passing: Any = None) -> Select[Any]:
    """Select ``reading`` and ``number`` of statements all of whose parts an earlier one reports.

    With ``passing``, a subquery of readings and numbers, only these count, as earlier ones too.
    """
    joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
    if passing is not None:
        here = (passing.c.reading == compared.c.reading) & (passing.c.number == compared.c.number)
        joined = joined.join(passing, here)
    query = select(compared.c.reading, compared.c.number, _place(count)).select_from(joined)
    if passing is None:
        query = query.where(unrejected(compared.c.reading, compared.c.number))
    return _later(query.subquery())


def repeated_by(count: Counting, mine: Any = None) -> Select[Any]:
    """Select ``who`` and ``repeats``: how many statements of each person that person has made before.

    With ``mine``, a subquery with the ``key`` of bearers, of these alone.
    """
    person = func.coalesce(bearers.c.shown, profiles.c.shown)
    by = (bearers.c.reading == statements.c.reading) & (bearers.c.id == statements.c.speaker)
    here = (statements.c.reading == compared.c.reading) & (statements.c.number == compared.c.number)
    joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
    joined = joined.join(statements, here).join(bearers, by).join(profiles)
    query = select(person.label("who"), compared.c.reading, compared.c.number, _place(count, person))
    query = query.select_from(joined).where(unrejected(), ~spoken_otherwise())
    if mine is not None:
        query = query.where(bearers.c.key.in_(select(mine.c.key)))
    later = _later(query.subquery(), "who").subquery()
    return select(later.c.who, func.count().label("repeats")).group_by(later.c.who)


def _place(count: Counting, *apart: Any) -> Any:
    """Return the place of a report among those that count once, in order of publication."""
    once = members.c.shown if count is Counting.UTTERANCE else members.c.report
    published = func.coalesce(articles.c.published, "9")
    order = (published, articles.c.id, compared.c.number, members.c.first)
    return func.row_number().over(partition_by=(*apart, once), order_by=order).label("place")


def _later(placed: Any, *also: str) -> Select[Any]:
    columns = [placed.c[name] for name in (*also, "reading", "number")]
    return select(*columns).group_by(*columns).having(func.min(placed.c.place) > 1)
