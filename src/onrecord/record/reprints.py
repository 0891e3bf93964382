"""Which articles and passages are another's copy, and which reports are independent of each other.

Invariant: an answer depends on the articles and on no order of adding; words that two articles both quote
make no reprint.  What a site prints under many of its articles for weeks is no reprint either.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from onrecord.linking.reprints.direction import Carried, Direction, direction
from onrecord.linking.reprints.passages import PassageKind
from onrecord.model import Credit, Span, Spans
from onrecord.record import reprint_entering, rows
from onrecord.record.entering import Entered
from onrecord.record.reprint_entering import Fresh
from onrecord.record.reprint_tables import shared_passages
from onrecord.record.tables import articles
from onrecord.words import words

STOCK_ARTICLES, STOCK_DAYS = 4, 14
"""Articles from which a passage that they have over more than so many days is a page's stock: a caption, a
column's footer.  An agency's story is printed in many places within days."""
_SAME = 0.5
"""Share of the longer of two passages of one article that makes them one."""
_MOST_AROUND = 500
"""Articles to which a question about one article's reprints is followed."""

Key = int
enter_all = reprint_entering.enter_all


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage that two articles share: their ids, where it stands, how many words are the same in both.

    ``one`` was published first, where that is known.  ``kind`` is whole, passage or quotation.
    """

    one: str
    one_span: Span
    other: str
    other_span: Span
    words: int
    kind: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article of a group of reprints, and what is inferred of where its words are from.

    ``share`` is the share of its words that another of the group has too.  ``copy_of`` is the id of the
    article of the group whose copy it is, ``agency`` the news agency whose copy it carries as others of the
    group do; both are None for an original and where nothing tells.  ``confidence`` is that of this
    inference, 0 where there is none, ``reason`` says in words what it rests on, and ``evidence`` are the
    printed words of the article that do.
    """

    article: str
    title: str | None
    outlet: str | None
    published: str | None
    document: str | None
    share: float
    copy_of: str | None
    agency: str | None
    confidence: float
    reason: str
    evidence: Spans = ()


@dataclass(frozen=True, slots=True)
class ReprintGroup:
    """Articles that share copied passages, in order of publication.

    ``kind`` is whole where most of one of them is another's, else passage.
    """

    kind: str
    members: tuple[Reprint, ...]
    passages: tuple[SharedPassage, ...]


class Kept(NamedTuple):
    """A row of shared passages."""

    one: Key
    other: Key
    one_start: int
    one_end: int
    other_start: int
    other_end: int
    words: int
    kind: str

    def stretch(self, article: Key) -> tuple[int, int]:
        """Return where the passage stands in one of its two articles."""
        return (self.one_start, self.one_end) if article == self.one else (self.other_start, self.other_end)


def enter(connection: Connection, entered: Sequence[Entered]) -> None:
    """Enter what articles share with others; reading an article again changes nothing."""
    fresh = [Fresh(one.article, one.read.article.id, one.read.article.text) for one in entered]
    reprint_entering.enter_articles(connection, fresh)


def groups(connection: Connection, keys: Sequence[Key] | None = None) -> Iterator[ReprintGroup]:
    """Yield the groups of reprints, all or those of some articles: whole ones and large ones first."""
    found = _copied(connection) if keys is None else _around(connection, keys)
    dated = _dates(connection, {key for one in found for key in (one.one, one.other)})
    grouped = _grouped(found, dated)
    if keys is not None:
        grouped = [group for group in grouped if not _articles(group).isdisjoint(keys)]
    for group in sorted(grouped, key=lambda group: _standing(group, dated)):
        yield _group(connection, group)


def passages_between(connection: Connection, one: Key, other: Key) -> tuple[SharedPassage, ...]:
    """Return the passages that two articles share, shared quotations too, in the order of the first."""
    table, pair = shared_passages, sorted((one, other))
    query = select(table).where(table.c.one == pair[0], table.c.other == pair[1])
    found = [Kept(*row) for row in connection.execute(_columns(query))]
    known = _rows(connection, pair)
    return tuple(sorted((_passage(kept, known) for kept in found), key=lambda kept: kept.one_span))


def copies_among(connection: Connection, keys: Sequence[Key]) -> dict[Key, Key | None]:
    """Return for each of some articles the earliest of them that it shares copied words with, or None."""
    dated = _dates(connection, keys)
    apart = _Apart(sorted(set(keys), key=dated.__getitem__))
    for one, other, _, _ in _links(connection, keys):
        apart.unite(one, other)
    return {key: (first if (first := apart.first(key)) != key else None) for key in keys}


def independent(connection: Connection, places: Sequence[tuple[Key, Spans]]) -> list[int | None]:
    """Return for each of some places the earlier place that it is the copy of, by index, or None.

    A place is an article's key with spans in it; the places are taken to be reports of one utterance.
    It is a copy where it lies in a passage that is copied from the other's article or with it from a third.
    As many reports are independent as there are Nones.
    """
    dated = _dates(connection, {key for key, _ in places})
    order = sorted(range(len(places)), key=lambda index: (dated[places[index][0]], index))
    apart = _Apart(order)
    within = defaultdict[Key, list[int]](list)
    for index in order:
        within[places[index][0]].append(index)
    for one, other, here, there in _links(connection, sorted(within)):
        for index, twin in _twins(places, within[one], within[other], here, there):
            apart.unite(index, twin)
    firsts = [apart.first(index) for index in range(len(places))]
    return [first if first != index else None for index, first in enumerate(firsts)]


# -- which places are one ------------------------------------------------------------------------------

Stretch = tuple[int, int]
Link = tuple[Key, Key, Stretch, Stretch]


class _Apart:
    """Things that are united one by one; of what is one, the first in a given order stands for it."""

    def __init__(self, ordered: Sequence[int]) -> None:
        self._place = {thing: place for place, thing in enumerate(ordered)}
        self._parent = {thing: thing for thing in ordered}

    def first(self, thing: int) -> int:
        while self._parent[thing] != thing:
            self._parent[thing] = self._parent[self._parent[thing]]
            thing = self._parent[thing]
        return thing

    def unite(self, one: int, other: int) -> None:
        first, last = sorted((self.first(one), self.first(other)), key=self._place.__getitem__)
        self._parent[last] = first


def _links(connection: Connection, keys: Iterable[Key]) -> Iterator[Link]:
    """Yield pairs of some articles with the stretches that are copied of each other or of a third."""
    wanted = set(keys)
    found = _touching(connection, sorted(wanted)) if len(wanted) > 1 else []
    direct = set[tuple[Key, Key]]()
    through = defaultdict[Key, list[tuple[Key, Kept]]](list)
    for kept in found:
        if kept.one in wanted and kept.other in wanted:
            direct.add((kept.one, kept.other))
            yield kept.one, kept.other, kept.stretch(kept.one), kept.stretch(kept.other)
        for mine, third in ((kept.one, kept.other), (kept.other, kept.one)):
            if mine in wanted:
                through[third].append((mine, kept))
    for third, carried in through.items():
        for (one, first), (other, second) in combinations(carried, 2):
            if one != other and (min(one, other), max(one, other)) not in direct:
                yield from _through(third, one, first, other, second)


def _through(third: Key, one: Key, first: Kept, other: Key, second: Kept) -> Iterator[Link]:
    """Yield what two articles share with the same words of a third."""
    a, b = first.stretch(third), second.stretch(third)
    start, end = max(a[0], b[0]), min(a[1], b[1])
    if end - start >= _SAME * min(a[1] - a[0], b[1] - b[0]):
        here = _carried((start, end), a, first.stretch(one))
        yield one, other, here, _carried((start, end), b, second.stretch(other))


def _carried(part: Stretch, whole: Stretch, there: Stretch) -> Stretch:
    """Return where a part of a passage stands in the other article, in proportion."""
    scale = (there[1] - there[0]) / (whole[1] - whole[0])
    start = there[0] + (part[0] - whole[0]) * scale
    return round(start), round(there[1] - (whole[1] - part[1]) * scale)


def _twins(
    places: Sequence[tuple[Key, Spans]],
    mine: Sequence[int],
    others: Sequence[int],
    here: Stretch,
    there: Stretch,
) -> Iterator[tuple[int, int]]:
    """Yield the places of two articles that lie in one passage: each with the nearest of the other's."""
    inside = [index for index in mine if _lies_in(places[index][1], here)]
    twins = [index for index in others if _lies_in(places[index][1], there)]
    for index in inside if twins else ():
        at = _carried(_hull(places[index][1]), here, there)
        yield index, min(twins, key=lambda twin: (abs(_hull(places[twin][1])[0] - at[0]), twin))


def _lies_in(spans: Spans, stretch: Stretch) -> bool:
    """Say whether most of some spans lies in a stretch."""
    inside = sum(max(0, min(span.end, stretch[1]) - max(span.start, stretch[0])) for span in spans)
    return inside > _SAME * sum(span.end - span.start for span in spans)


def _hull(spans: Spans) -> Stretch:
    return min(span.start for span in spans), max(span.end for span in spans)


# -- which articles are a group ------------------------------------------------------------------------


def _grouped(found: Sequence[Kept], dated: dict[Key, Any]) -> list[list[Kept]]:
    """Return copied passages by group: those of the same words, and all of the same two articles."""
    apart = _Apart(range(len(found)))
    for one, other in _same_words(found):
        apart.unite(one, other)
    told = [group for group in _gathered(found, apart) if not _is_stock(group, dated)]
    numbered = [(number, kept) for number, group in enumerate(told) for kept in group]
    apart, first = _Apart(range(len(numbered))), dict[Any, int]()
    for index, (number, kept) in enumerate(numbered):
        for sign in (number, (kept.one, kept.other)):
            apart.unite(first.setdefault(sign, index), index)
    return _gathered([kept for _, kept in numbered], apart)


def _same_words(found: Sequence[Kept]) -> Iterator[tuple[int, int]]:
    """Yield pairs of passages, by index, that take up the same words of an article."""
    of_article = defaultdict[Key, list[tuple[int, int, int]]](list)
    for index, kept in enumerate(found):
        for article in (kept.one, kept.other):
            of_article[article].append((*kept.stretch(article), index))
    for stretches in of_article.values():
        stretches.sort()
        open_ = list[tuple[int, int, int]]()
        for start, end, index in stretches:
            open_ = [one for one in open_ if one[1] > start]
            for a, b, other in open_:
                if min(b, end) - start >= _SAME * max(b - a, end - start):
                    yield other, index
            open_.append((start, end, index))


def _gathered(found: Sequence[Kept], apart: _Apart) -> list[list[Kept]]:
    together = defaultdict[int, list[Kept]](list)
    for index, kept in enumerate(found):
        together[apart.first(index)].append(kept)
    return list(together.values())


def _is_stock(group: Sequence[Kept], dated: dict[Key, Any]) -> bool:
    """Say whether many articles have a passage for weeks, and it is no whole article."""
    if any(kept.kind == PassageKind.WHOLE for kept in group):
        return False
    members = _articles(group)
    days = [dated[key].day for key in members if dated[key].day]
    if len(members) < STOCK_ARTICLES or len(days) < 2:
        return False
    return (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days > STOCK_DAYS


def _articles(group: Iterable[Kept]) -> set[Key]:
    return {key for kept in group for key in (kept.one, kept.other)}


def _standing(group: Sequence[Kept], dated: dict[Key, Any]) -> tuple[Any, ...]:
    """Return what groups are ordered by."""
    members = _articles(group)
    whole = any(kept.kind == PassageKind.WHOLE for kept in group)
    return not whole, -len(members), sorted(dated[key] for key in members)


# -- looking up ----------------------------------------------------------------------------------------


class _Dated(NamedTuple):
    """When an article was published, as it is ordered by; those without a date come last."""

    undated: bool
    day: str
    published: str
    id: str


def _dates(connection: Connection, keys: Iterable[Key]) -> dict[Key, _Dated]:
    columns = articles.c.key, articles.c.published_first, articles.c.published, articles.c.id
    found = dict[Key, _Dated]()
    for portion in rows.portions(sorted(set(keys))):
        query = select(*columns).where(articles.c.key.in_(portion))
        found |= {row.key: _dated(row) for row in connection.execute(query)}
    return found


def _dated(row: Any) -> _Dated:
    day = row.published_first or ""
    return _Dated(not day, day, row.published or "", row.id)


def _columns(query: Any) -> Any:
    return query.with_only_columns(*(shared_passages.c[name] for name in Kept._fields))


def _copied(connection: Connection) -> list[Kept]:
    """Return all passages of a record that are no mere quotations, in an order that is always the same."""
    table = shared_passages
    query = _columns(select(table)).where(table.c.kind != PassageKind.QUOTATION)
    return sorted(Kept(*row) for row in connection.execute(query))


def _touching(connection: Connection, keys: Sequence[Key]) -> list[Kept]:
    """Return the passages of some articles that are no mere quotations."""
    found = set[Kept]()
    for portion in rows.portions(keys):
        for column in (shared_passages.c.one, shared_passages.c.other):
            query = _columns(select(shared_passages)).where(column.in_(portion))
            query = query.where(shared_passages.c.kind != PassageKind.QUOTATION)
            found |= {Kept(*row) for row in connection.execute(query)}
    return sorted(found)


def _around(connection: Connection, keys: Sequence[Key]) -> list[Kept]:
    """Return the passages of some articles, and of those that hang together with them, as far as they do."""
    known, waiting = set[Kept](), sorted(set(keys))
    looked_at = set[Key]()
    while waiting and len(looked_at) < _MOST_AROUND:
        known |= set(_touching(connection, waiting))
        looked_at |= set(waiting)
        waiting = sorted(_articles(known) - looked_at)
    return sorted(known)


def _rows(connection: Connection, keys: Iterable[Key]) -> dict[Key, Row[Any]]:
    """Return articles with the credits of their newest reading, by key."""
    found = dict[Key, Row[Any]]()
    for portion in rows.portions(sorted(keys)):
        query = rows.newest().where(articles.c.key.in_(portion))
        found |= {row.key: row for row in connection.execute(query)}
    return found


# -- a group as it is shown ----------------------------------------------------------------------------


def _group(connection: Connection, group: Sequence[Kept]) -> ReprintGroup:
    known = _rows(connection, _articles(group))
    order = sorted(known, key=lambda key: _dated(known[key]))
    place = {known[key].id: number for number, key in enumerate(order)}
    passages = [_passage(kept, known) for kept in group]
    passages.sort(key=lambda one: (place[one.one], place[one.other], one.one_span, one.other_span))
    told = _directions(group, known)
    members = tuple(_member(known[key], _of(key, group), told, known) for key in order)
    whole = any(kept.kind == PassageKind.WHOLE for kept in group)
    kind = PassageKind.WHOLE if whole else PassageKind.PASSAGE
    return ReprintGroup(str(kind), members, tuple(passages))


def _passage(kept: Kept, known: dict[Key, Row[Any]]) -> SharedPassage:
    one, other = sorted((kept.one, kept.other), key=lambda key: _dated(known[key]))
    spans = Span(*kept.stretch(one)), Span(*kept.stretch(other))
    return SharedPassage(known[one].id, spans[0], known[other].id, spans[1], kept.words, kept.kind)


def _of(key: Key, group: Iterable[Kept]) -> list[Kept]:
    return [kept for kept in group if key in (kept.one, kept.other)]


def _directions(group: Sequence[Kept], known: dict[Key, Row[Any]]) -> dict[tuple[Key, Key], Direction]:
    """Return who copies whom, for each two articles that share passages."""
    shared = defaultdict[tuple[Key, Key], list[Kept]](list)
    for kept in group:
        shared[kept.one, kept.other].append(kept)
    return {
        pair: direction(
            *(_carries(known[key], [kept.stretch(key) for kept in found]) for key in pair),
            whole=any(kept.kind == PassageKind.WHOLE for kept in found),
        )
        for pair, found in shared.items()
    }


def _carries(row: Row[Any], stretches: Iterable[Stretch]) -> Carried:
    credits_ = tuple(
        Credit(agency, tuple(Span(*pair) for pair in pairs), by)
        for agency, pairs, by in json.loads(row.credits)
    )
    return Carried(rows.article_of(row), credits_, tuple(Span(*one) for one in sorted(stretches)))


def _member(
    row: Row[Any],
    mine: Sequence[Kept],
    told: dict[tuple[Key, Key], Direction],
    known: dict[Key, Row[Any]],
) -> Reprint:
    facts = row.id, row.title, row.outlet, row.published, row.document
    share = _share(row.text, [kept.stretch(row.key) for kept in mine])
    pair, which = max(
        ((pair, found) for pair, found in told.items() if row.key in pair),
        key=lambda item: _weight(row.key, item[0], item[1], mine, known),
    )
    side = pair.index(row.key)
    other = known[pair[1 - side]].id
    if which.copy == 1 - side:
        return Reprint(*facts, share, None, None, which.confidence, f"{other} is a copy: {which.reason}")
    source = other if which.copy == side else None
    return Reprint(*facts, share, source, which.agency, which.confidence, which.reason, which.evidence[side])


def _weight(
    key: Key, pair: tuple[Key, Key], found: Direction, mine: Sequence[Kept], known: dict[Key, Row[Any]]
) -> tuple[Any, ...]:
    """Return how much a direction counts: being a copy first, then how surely and of how much."""
    side = pair.index(key)
    copy = found.copy == side or found.agency is not None
    shared = sum(kept.words for kept in mine if (kept.one, kept.other) == pair)
    later = [_dated(known[pair[1 - side]]) < _dated(row) for row in known.values()]
    return copy, found.confidence, shared, sum(later), known[pair[1 - side]].id


def _share(text: str, stretches: Sequence[Stretch]) -> float:
    """Return the share of a text's words that lies in some stretches."""
    starts = [word.start for word in words(text)]
    end, inside = 0, 0
    for start, stop in sorted(stretches):
        inside += max(0, bisect_left(starts, stop) - bisect_left(starts, max(start, end)))
        end = max(end, stop)
    return inside / max(1, len(starts))
