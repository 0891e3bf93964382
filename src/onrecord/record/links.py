"""Questions about utterances: which there are, who reports them, why they are one, what else they relate to.

Invariant: what is asked is answered from what was linked when articles were added; nothing is linked anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from onrecord.linking.utterances.reasons import reasons
from onrecord.model import Member, ReadArticle, Relation, RelationKind, Span, Spans, Utterance
from onrecord.record import reprints, rows, utterance_judging
from onrecord.record.link_tables import compared, likely, members, relations
from onrecord.record.tables import articles, readings

_PAGE = 100
CLOSE = 0.35
"""Probability of being one utterance from which a statement is no restatement of another."""


def utterances(connection: Connection, only: Any = None) -> Iterator[Utterance]:
    """Yield the utterances with several reports, by date; with ``only``, those with one it lets pass.

    ``only`` selects the reading and number of statements.
    """
    found = connection.scalars(_in_order(only)).all()
    for start in range(0, len(found), _PAGE):
        yield from _told(connection, found[start : start + _PAGE])


def without_copies(connection: Connection, found: Iterable[Utterance]) -> Iterator[Utterance]:
    """Yield utterances with independent reports alone, those that have several."""
    for utterance in found:
        kept = tuple(
            member
            for member, copy in zip(utterance.members, copies(connection, utterance), strict=True)
            if copy is None
        )
        if len({member.statement for member in kept}) > 1:
            yield replace(utterance, members=kept)


def utterances_of(connection: Connection, keys: Sequence[int]) -> list[str]:
    """Return the ids of the utterances that statements, by key, report with others, in order of place."""
    query = select(members.c.shown).where(members.c.statement.in_(keys))
    found = connection.scalars(query.order_by(members.c.statement, members.c.first)).all()
    several = _several(connection, found)
    return [one for one in dict.fromkeys(found) if one in several]


def named(connection: Connection, ids: Sequence[str]) -> list[Utterance]:
    """Return utterances by their ids, in that order."""
    found = {one.id: one for portion in rows.portions(ids, _PAGE) for one in _told(connection, portion)}
    return [found[one] for one in ids if one in found]


def relations_of(
    connection: Connection, only: Any = None, kinds: Sequence[RelationKind] = ()
) -> Iterator[Relation]:
    """Yield relations between statements of different utterances, the surest of each two utterances.

    With ``only``, those one of whose statements it lets pass.
    """
    yield from _surest(connection, connection.execute(_relations(only, kinds)).all())


def relations_around(connection: Connection, keys: Iterable[int]) -> Iterator[Relation]:
    """Yield the relations that statements, by key, have with others, the surest of each two utterances."""
    found: dict[tuple[str, ...], Row[Any]] = {}
    for portion in rows.portions(sorted(keys)):
        touching = or_(relations.c.one.in_(portion), relations.c.other.in_(portion))
        for row in connection.execute(_relations(None, ()).where(touching)):
            found[*_ids(row), row.kind] = row
    yield from _surest(connection, [found[key] for key in sorted(found)])


def key_of(connection: Connection, reading: int, number: int) -> int | None:
    """Return the key by which a statement of a newest reading is compared."""
    here = (compared.c.reading == reading) & (compared.c.number == number)
    return connection.scalar(select(compared.c.key).where(here))


def article_key(connection: Connection, identifier: str) -> int | None:
    """Return the key of the article that has exactly this id, which may look like a statement's."""
    return connection.scalar(select(articles.c.key).where(articles.c.id == identifier))


def keys_of_article(connection: Connection, article: int) -> list[int]:
    """Return the keys of the statements of an article, in order."""
    query = select(compared.c.key).where(compared.c.article == article).order_by(compared.c.number)
    return list(connection.scalars(query))


def copies(connection: Connection, utterance: Utterance) -> list[str | None]:
    """Return for each report of an utterance the article whose copy its words are, or None."""
    ids = {member.article for member in utterance.members}
    query = select(articles.c.id, articles.c.key).where(articles.c.id.in_(ids))
    keys = {row.id: row.key for row in connection.execute(query)}
    places = [(keys[member.article], member.content) for member in utterance.members]
    found = reprints.independent(connection, places)
    return [None if at is None else utterance.members[at].article for at in found]


# -- beneath -------------------------------------------------------------------------------------------


def _surest(connection: Connection, found: Sequence[Row[Any]]) -> Iterator[Relation]:
    best: dict[tuple[Any, ...], tuple[float, int, Row[Any]]] = {}
    shown = _shown(connection, {key for row in found for key in (row.one, row.other)})
    near = _near(connection, found)
    judged = _judged(connection, {key for row in found for key in (row.one, row.other)})
    for place, row in enumerate(found):
        ends_ = zip((row.one, row.other), _ids(row), strict=True)
        one, other = (shown.get(key, name) for key, name in ends_)
        close = row.kind == RelationKind.RESTATES and near.get((row.one, row.other), 0.0) >= CLOSE
        close = close and not {row.one, row.other} <= judged
        if one == other or close:
            continue
        ends = (one, other) if row.kind == RelationKind.RESPONDS else tuple(sorted((one, other)))
        best[row.kind, *ends] = max(best.get((row.kind, *ends), (0.0, 0, row)), (row.confidence, -place, row))
    for _, _, row in best.values():
        told = tuple(json.loads(row.reasons))
        yield Relation(RelationKind(row.kind), *_ids(row), row.confidence, told)


def _in_order(only: Any) -> Select[Any]:
    """Select the ids of utterances with several reports, by the first day of their reports."""
    joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
    first = func.min(func.coalesce(articles.c.published_first, "9"))
    query = select(members.c.shown).select_from(joined).group_by(members.c.shown)
    query = query.having(func.count(members.c.statement.distinct()) > 1).order_by(first, members.c.shown)
    if only is not None:
        inside = (
            select(members.c.shown)
            .select_from(members.join(compared))
            .join(only, (only.c.reading == compared.c.reading) & (only.c.number == compared.c.number))
        )
        query = query.where(members.c.shown.in_(inside))
    return query


def _several(connection: Connection, ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for portion in rows.portions(sorted(set(ids))):
        query = select(members.c.shown).where(members.c.shown.in_(portion)).group_by(members.c.shown)
        found |= set(connection.scalars(query.having(func.count(members.c.statement.distinct()) > 1)))
    return found


def _told(connection: Connection, ids: Sequence[str]) -> Iterator[Utterance]:
    by_id: dict[str, list[Row[Any]]] = defaultdict(list)
    joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
    query = select(members, compared.c.reading, compared.c.number, articles.c.id, articles.c.published)
    query = query.select_from(joined).where(members.c.shown.in_(ids))
    for row in connection.execute(query):
        by_id[row.shown].append(row)
    reads = _readings(connection, {row.reading for some in by_id.values() for row in some})
    decided = utterance_judging.names(connection) if any(r.decided for s in by_id.values() for r in s) else {}
    for one in ids:
        if some := sorted(by_id[one], key=lambda row: (row.published or "9", row.id, row.number, row.first)):
            yield _utterance(connection, one, some, reads, decided)


def _utterance(
    connection: Connection,
    name: str,
    some: Sequence[Row[Any]],
    reads: dict[int, ReadArticle],
    decided: dict[str, str],
) -> Utterance:
    found = tuple(Member(f"{row.id}-{row.number}", row.id, _spans(row)) for row in some)
    judged = any(row.decided for row in some)
    by = sorted({decided[one.statement] for one in found if one.statement in decided})
    told = [f"decided by {who}" for who in by]
    told += reasons([_said(row, reads) for row in some], _likely(connection, some))
    return Utterance(name, found, min(row.confidence for row in some), tuple(dict.fromkeys(told)), judged)


def _said(row: Row[Any], reads: dict[int, ReadArticle]) -> tuple[ReadArticle, int, Spans]:
    return reads[row.reading], row.number - 1, _spans(row)


def _spans(row: Row[Any]) -> Spans:
    return tuple(Span(start, end) for start, end in json.loads(row.content))


def _likely(connection: Connection, some: Sequence[Row[Any]]) -> list[tuple[int, int, float]]:
    """Return the likely links among members, by their places, the likeliest first."""
    keys = {row.statement: place for place, row in enumerate(some)}
    query = select(likely).where(likely.c.one.in_(keys), likely.c.other.in_(keys))
    found = [
        (*sorted((keys[row.one], keys[row.other])), row.probability) for row in connection.execute(query)
    ]
    return sorted(found, key=lambda link: (-link[2], link[:2]))


def _readings(connection: Connection, wanted: Iterable[int]) -> dict[int, ReadArticle]:
    found: dict[int, ReadArticle] = {}
    for portion in rows.portions(sorted(wanted), _PAGE):
        page = connection.execute(rows.newest().where(readings.c.key.in_(portion))).all()
        read = rows.readings_of(connection, page)
        found |= {row.reading: one for row, one in zip(page, read, strict=True)}
    return found


def _relations(only: Any, kinds: Sequence[RelationKind]) -> Select[Any]:
    one, other = compared.alias("one_side"), compared.alias("other_side")
    of_one, of_other = articles.alias("of_one"), articles.alias("of_other")
    joined = (
        relations.join(one, one.c.key == relations.c.one)
        .join(other, other.c.key == relations.c.other)
        .join(of_one, of_one.c.key == one.c.article)
        .join(of_other, of_other.c.key == other.c.article)
    )
    ids = (
        of_one.c.id.label("one_article"),
        one.c.number.label("one_number"),
        of_other.c.id.label("other_article"),
        other.c.number.label("other_number"),
    )
    query = select(relations, *ids).select_from(joined)
    first = func.coalesce(of_one.c.published_first, "9")
    query = query.order_by(first, of_one.c.id, one.c.number, of_other.c.id, other.c.number)
    if kinds:
        query = query.where(relations.c.kind.in_([str(kind) for kind in kinds]))
    if only is not None:
        passing = select(compared.c.key).join(
            only, (only.c.reading == compared.c.reading) & (only.c.number == compared.c.number)
        )
        query = query.where(or_(relations.c.one.in_(passing), relations.c.other.in_(passing)))
    return query


def _ids(row: Row[Any]) -> tuple[str, str]:
    """Return the ids of the two statements of a relation."""
    return f"{row.one_article}-{row.one_number}", f"{row.other_article}-{row.other_number}"


def _shown(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    """Return the utterance that statements are shown to report; of one cut in parts, that of the first."""
    found: dict[int, str] = {}
    for portion in rows.portions(sorted(keys)):
        query = select(members.c.statement, members.c.shown).where(members.c.statement.in_(portion))
        for row in connection.execute(query.order_by(members.c.statement, members.c.first.desc())):
            found[row.statement] = row.shown
    return found


def _judged(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Return the statements about whose utterance somebody decided."""
    query = select(members.c.statement).where(members.c.decided)
    found = (query.where(members.c.statement.in_(portion)) for portion in rows.portions(sorted(keys)))
    return {key for one in found for key in connection.scalars(one)}


def _near(connection: Connection, found: Sequence[Row[Any]]) -> dict[tuple[int, int], float]:
    """Return how probably the statements of relations are of one utterance, where that was kept."""
    pairs = {tuple(sorted((row.one, row.other))) for row in found}
    near: dict[tuple[int, int], float] = {}
    for portion in rows.portions(sorted({one for one, _ in pairs})):
        for row in connection.execute(select(likely).where(likely.c.one.in_(portion))):
            if (row.one, row.other) in pairs:
                near[row.one, row.other] = near[row.other, row.one] = row.probability
    return near
