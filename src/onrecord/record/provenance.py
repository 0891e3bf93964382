"""What stands behind a statement: who read it from what, and which other reports there are of the same words.

Invariant: what is told follows from the newest readings and from the utterances as they are shown; reports
that somebody rejected are left out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, false, func, select

from onrecord.model import Span
from onrecord.record import rows
from onrecord.record.entries import printed
from onrecord.record.filter import unrejected
from onrecord.record.link_tables import compared, members
from onrecord.record.tables import articles, readings


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another report of what a statement reports: its id, where it was printed, and its words if wanted."""

    statement: str
    outlet: str | None
    published: str | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands behind one statement.

    ``extractor`` is the version that read the article, ``made`` when that was, in UTC, ``sha256`` the hash
    of its text.  ``utterances`` are those that the statement reports with others, ``reports`` the others,
    first published first, and ``outlets`` is how many other outlets have one.
    """

    extractor: str
    made: str
    sha256: str
    utterances: tuple[str, ...] = ()
    reports: tuple[OtherReport, ...] = ()
    outlets: int = 0


def provenance(
    connection: Connection, statements: Sequence[str], *, words: bool = False
) -> dict[str, Provenance]:
    """Return what stands behind statements, by their ids; with ``words`` also those of other reports."""
    found: dict[str, Provenance] = {}
    for portion in rows.portions(statements):
        found |= _of_portion(connection, portion, words)
    return found


def _of_portion(connection: Connection, statements: Sequence[str], words: bool) -> dict[str, Provenance]:
    read = _readings(connection, {one.rpartition("-")[0] for one in statements})
    mine = _utterances(connection, set(statements), [row.reading for row in read.values()])
    every = _reports(connection, {one for some in mine.values() for one in some})
    texts = _texts(connection, every.values()) if words else {}
    told: dict[str, Provenance] = {}
    for one in statements:
        row = read[one.rpartition("-")[0]]
        several = [name for name in mine[one] if len({_id(other) for other in every[name]}) > 1]
        others = [other for name in several for other in every[name] if _id(other) != one]
        reports = {_id(other): _report(other, texts) for other in sorted(others, key=_when)}
        outlets = {other.outlet_folded for other in others} - {row.outlet_folded, None}
        known = (row.extractor, row.made, row.sha256)
        told[one] = Provenance(*known, tuple(several), tuple(reports.values()), len(outlets))
    return told


def _readings(connection: Connection, ids: Iterable[str]) -> dict[str, Any]:
    columns = (articles.c.id, articles.c.sha256, articles.c.outlet_folded, readings.c.extractor)
    query = select(*columns, readings.c.made, readings.c.key.label("reading")).join(readings)
    # coalesced, so that SQLite begins with the articles and not with all current readings
    query = query.where(func.coalesce(readings.c.current, false()), articles.c.id.in_(sorted(ids)))
    return {row.id: row for row in connection.execute(query)}


def _utterances(
    connection: Connection, wanted: set[str], keys: Sequence[int]
) -> defaultdict[str, dict[str, None]]:
    """Return the utterances of each statement, in the order of its parts."""
    query = select(articles.c.id, compared.c.number, members.c.shown).select_from(
        members.join(compared).join(articles, articles.c.key == compared.c.article)
    )
    query = query.where(compared.c.reading.in_(keys)).order_by(members.c.statement, members.c.first)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in connection.execute(query):
        if _id(row) in wanted:
            found[_id(row)][row.shown] = None
    return found


def _reports(connection: Connection, utterances: Iterable[str]) -> defaultdict[str, list[Any]]:
    joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
    columns = (articles.c.id, articles.c.outlet, articles.c.outlet_folded, articles.c.published)
    query = select(members.c.shown, members.c.content, compared.c.number, *columns).select_from(joined)
    query = query.where(unrejected(compared.c.reading, compared.c.number))
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for portion in rows.portions(sorted(utterances)):
        for row in connection.execute(query.where(members.c.shown.in_(portion))):
            found[row.shown].append(row)
    return found


def _texts(connection: Connection, some: Iterable[Sequence[Any]]) -> dict[str, str]:
    ids = {row.id for every in some for row in every}
    found: dict[str, str] = {}
    query = select(articles.c.id, articles.c.text)
    for portion in rows.portions(sorted(ids)):
        found |= {row.id: row.text for row in connection.execute(query.where(articles.c.id.in_(portion)))}
    return found


def _report(row: Any, texts: dict[str, str]) -> OtherReport:
    content = tuple(Span(start, end) for start, end in json.loads(row.content))
    words = printed(content, texts[row.id]) if row.id in texts else ""
    return OtherReport(_id(row), row.outlet, row.published, words)


def _id(row: Any) -> str:
    return f"{row.id}-{row.number}"


def _when(row: Any) -> tuple[str, str, int]:
    return (row.published or "9", row.id, row.number)
