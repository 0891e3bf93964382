"""Which reports of an utterance are copies of another, kept with the reports so that they can be counted.

Invariant: what is kept follows from the articles and their passages, and from no order of adding.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from onrecord.linking.reprints.passages import PassageKind
from onrecord.model import Span, Spans
from onrecord.record import reprints, rows
from onrecord.record.link_tables import compared, members
from onrecord.record.reprint_tables import shared_passages
from onrecord.record.tables import articles

Values = dict[str, Any]
"""A row of members: at least ``statement``, ``first``, ``content``, ``shown`` and ``report``."""


def tell(connection: Connection, values: Sequence[Values], in_articles: dict[int, int]) -> None:
    """Write into rows of members which report each is a copy of; ``report`` has to be their own.

    ``in_articles`` has the articles of statements, both by key.
    """
    of_utterance: dict[str, list[Values]] = defaultdict(list)
    for value in sorted(values, key=lambda value: (value["statement"], value["first"])):
        of_utterance[value["shown"]].append(value)
    for some in of_utterance.values():
        places = [(in_articles[one["statement"]], _content(one["content"])) for one in some]
        if len({article for article, _ in places}) > 1:
            own = [one["report"] for one in some]
            for one, at in zip(some, reprints.independent(connection, places), strict=True):
                one["report"] = one["report"] if at is None else own[at]


def tell_again(connection: Connection, fresh: Iterable[int], done: set[int]) -> None:
    """Find anew what is copied where two articles share words with a new one, all by their keys.

    Statements in ``done`` are left out: of the utterances that the new article reports it is told already.
    """
    near = sorted(_sharing(connection, sorted(fresh)))
    for portion in rows.portions(sorted(_reported_in(connection, near)), 100):
        _update(connection, portion, done)


def name(article: str, number: int, first: int) -> str:
    """Return what an utterance is called by its first report: a statement, or what begins at a later part."""
    return f"u-{article}-{number}" + (f".{first + 1}" if first else "")


def _update(connection: Connection, utterances: Sequence[str], done: set[int]) -> None:
    joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
    columns = (members, compared.c.article, compared.c.number, articles.c.id)
    query = select(*columns).select_from(joined).where(members.c.shown.in_(utterances))
    found = [row for row in connection.execute(query) if row.statement not in done]
    values = [{**row._mapping, "report": name(row.id, row.number, row.first)} for row in found]
    tell(connection, values, {row.statement: row.article for row in found})
    told = {(value["statement"], value["first"]): value["report"] for value in values}
    for row in found:
        if row.report != (now := told[row.statement, row.first]):
            here = (members.c.statement == row.statement) & (members.c.first == row.first)
            connection.execute(update(members).where(here).values(report=now))


def _sharing(connection: Connection, fresh: Sequence[int]) -> set[int]:
    """Return the articles that share copied words with some."""
    found: set[int] = set()
    table = shared_passages
    copied = table.c.kind != PassageKind.QUOTATION
    for portion in rows.portions(fresh):
        for mine, theirs in ((table.c.one, table.c.other), (table.c.other, table.c.one)):
            found |= set(connection.scalars(select(theirs).where(mine.in_(portion), copied)))
    return found - set(fresh)


def _reported_in(connection: Connection, near: Sequence[int]) -> set[str]:
    """Return the utterances that several of some articles report."""
    found: dict[str, set[int]] = defaultdict(set)
    query = select(members.c.shown, compared.c.article).join(compared)
    for portion in rows.portions(near):
        for row in connection.execute(query.where(compared.c.article.in_(portion))):
            found[row.shown].add(row.article)
    return {shown for shown, some in found.items() if len(some) > 1}


def _content(pairs: str) -> Spans:
    return tuple(Span(start, end) for start, end in json.loads(pairs))
