"""What one speaker has said over time: occasions in order, those that repeat each other as one position.

Invariant: what is here was said, linked and dated before; nothing is linked anew.  A date is that on which
it was said where the reports tell, else that of the first report, and says which of both it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, false, func, select

from onrecord.linking.relations.responses import RESOLVED
from onrecord.model import Relation, RelationKind, Span, Spans
from onrecord.reading.published import days
from onrecord.record import copies, rows
from onrecord.record.choosing import Choice
from onrecord.record.entries import Entry, PersonLine, Report
from onrecord.record.filter import Counting, Filter
from onrecord.record.link_tables import compared, members, relations
from onrecord.record.tables import articles, readings, statements

SAID, PUBLISHED = "said", "published"
_UNDATED = "9999"
"""What stands for the date of what has none: it comes last."""


@dataclass(frozen=True, slots=True)
class When:
    """The first and last day on which something may have been said, and what tells: said or published.

    All are empty where nothing does.
    """

    first: str = ""
    last: str = ""
    known: str = ""

    def __str__(self) -> str:
        span = " to ".join(dict.fromkeys((self.first, self.last)))
        return f"{self.known} {span}" if self.known else "no date"


@dataclass(frozen=True)
class Point:
    """One occasion of saying: the reports of one utterance, in order of publication."""

    utterance: str
    reports: tuple[Report, ...]
    when: When

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report it, or the articles where they have none, the first to do so first."""
        found = (report.entry.article for report in self.reports)
        return tuple(dict.fromkeys(article.outlet or article.id for article in found))


@dataclass(frozen=True)
class Counterpart:
    """A statement that contradicts or answers one of a position: ``mine`` is the position's, ``other`` it.

    ``relation`` says how and why; its ``a`` and ``b`` are the ids of the two as they were linked.
    """

    relation: Relation
    mine: Entry
    other: Entry
    when: When


@dataclass(frozen=True)
class Position:
    """What a speaker has said once or again: the occasions in order, and what stands against them.

    ``contradictions`` are the speaker's own statements that cannot be true with one of these, ``answers``
    are others' statements: denials, contradictions and answers.
    """

    points: tuple[Point, ...]
    contradictions: tuple[Counterpart, ...] = ()
    answers: tuple[Counterpart, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """The positions of a person, by the day of their first occasion; ``about`` and ``only`` were asked."""

    person: PersonLine
    about: str | None
    only: Filter
    positions: tuple[Position, ...]


class Key(NamedTuple):
    """Where a statement is: as ``Record`` loads it."""

    reading: int
    number: int
    score: None = None


@dataclass(frozen=True)
class Looked:
    """What was looked up for a timeline.

    ``reports`` are those of the speaker's utterances, in order of publication; ``relations`` what is linked
    to them; ``at`` has the utterance of each statement, ``entries`` the statements, both by id.
    """

    reports: Sequence[Row[Any]]
    relations: Sequence[Relation]
    at: dict[str, str]
    entries: dict[str, Entry]


# -- looking up ----------------------------------------------------------------------------------------


def said_by(connection: Connection, chosen: Choice) -> set[int]:
    """Return the statements that were chosen, by the key by which they are compared."""
    wanted = {(key.reading, key.number) for key in chosen.by_date(None, 0)}
    columns = (compared.c.key, compared.c.reading, compared.c.number)
    return {
        row.key
        for portion in rows.portions(sorted({reading for reading, _ in wanted}))
        for row in connection.execute(select(*columns).where(compared.c.reading.in_(portion)))
        if (row.reading, row.number) in wanted
    }


def around(connection: Connection, said: Iterable[int]) -> set[int]:
    """Return statements with all other reports of the same utterances."""
    found, shown = set(said), set[str]()
    for keys in rows.portions(sorted(found)):
        shown |= set(connection.scalars(select(members.c.shown).where(members.c.statement.in_(keys))))
    for names in rows.portions(sorted(shown)):
        found |= set(connection.scalars(select(members.c.statement).where(members.c.shown.in_(names))))
    return found


def ids_of(connection: Connection, keys: Iterable[int]) -> set[str]:
    """Return the ids of statements, given by the key by which they are compared."""
    found = set[str]()
    joined = compared.join(articles, articles.c.key == compared.c.article)
    query = select(articles.c.id, compared.c.number).select_from(joined)
    for portion in rows.portions(sorted(keys)):
        found |= {_id(row) for row in connection.execute(query.where(compared.c.key.in_(portion)))}
    return found


def restating(connection: Connection, said: Iterable[int]) -> set[int]:
    """Return the statements that restate some, or another report of the same utterance."""
    found = set[int]()
    for keys in rows.portions(sorted(around(connection, said))):
        for mine, theirs in ((relations.c.one, relations.c.other), (relations.c.other, relations.c.one)):
            again = select(theirs).where(mine.in_(keys), relations.c.kind == RelationKind.RESTATES)
            found |= set(connection.scalars(again))
    return found


def reports(connection: Connection, said: set[int], others: Choice) -> list[Any]:
    """Return the reports of what statements report, in order of publication; of others, those chosen."""
    found = [
        row
        for keys in rows.portions(sorted(around(connection, said)))
        for row in connection.execute(_reports(keys))
    ]
    wanted = {_utterance(row) for row in found if row.key in said}
    let = others.among((row.reading, row.number) for row in found)
    found.sort(key=lambda row: (row.published or "9", row.id, row.number, row.first or 0))
    found = [row for row in found if row.key in said or (row.reading, row.number) in let]
    return [row for row in found if _utterance(row) in wanted]


def _reports(keys: Sequence[int]) -> Select[Any]:
    columns = (compared.c.key, compared.c.reading, compared.c.number, articles.c.id, articles.c.published)
    of_member = (members.c.shown, members.c.first, members.c.content, members.c.report)
    joined = compared.join(articles, articles.c.key == compared.c.article).outerjoin(members)
    return select(*columns, *of_member).select_from(joined).where(compared.c.key.in_(keys))


def answering(connection: Connection, found: Sequence[Row[Any]]) -> list[Relation]:
    """Return which statements of the same articles deny, confirm or decline to comment on some, surely."""
    told = {(row.reading, row.number): row for row in found}
    made = []
    columns = (statements.c.reading, statements.c.number, statements.c.answers, statements.c.act)
    query = select(*columns, statements.c.grounds).where(statements.c.answers.is_not(None))
    query = query.order_by(statements.c.reading, statements.c.number)
    for portion in rows.portions(sorted({reading for reading, _ in told})):
        for row in connection.execute(query.where(statements.c.reading.in_(portion))):
            answered, sure = told.get((row.reading, row.answers)), _surely(row.grounds)
            if answered is not None and sure >= RESOLVED:
                ids = _id(answered), f"{answered.id}-{row.number}"
                made.append(Relation(RelationKind.RESPONDS, *ids, sure, (f"{row.act}, in the same article",)))
    return made


def _surely(grounds: str) -> float:
    """Return how surely it was resolved what a statement answers."""
    return max((ground[2] for ground in json.loads(grounds) if ground[0] == "answers"), default=0.0)


def needed(found: Sequence[Row[Any]], linked: Sequence[Relation]) -> set[str]:
    """Return the ids of the statements that reports and relations are of."""
    return {_id(row) for row in found} | {end for one in linked for end in (one.a, one.b)}


def keys_of(connection: Connection, ids: Iterable[str]) -> list[Key]:
    """Return where the statements of newest readings are that have some ids."""
    numbers = defaultdict[str, set[int]](set)
    for one in ids:
        article, _, number = one.rpartition("-")
        numbers[article].add(int(number))
    found = []
    for portion in rows.portions(sorted(numbers)):
        query = select(readings.c.key, articles.c.id).join(articles)
        # coalesced, so that SQLite begins with the articles and not with all current readings
        current = func.coalesce(readings.c.current, false())
        for row in connection.execute(query.where(articles.c.id.in_(portion), current)):
            found += [Key(row.key, number) for number in sorted(numbers[row.id])]
    return sorted(found)


def utterances_of(connection: Connection, keys: Sequence[Key]) -> dict[str, str]:
    """Return the utterances that statements report, by their ids; of one cut in parts, that of the first."""
    found: dict[str, str] = {}
    wanted = {(one.reading, one.number) for one in keys}
    columns = (articles.c.id, compared.c.reading, compared.c.number, members.c.shown, members.c.first)
    query = select(*columns).select_from(
        compared.join(articles, articles.c.key == compared.c.article).outerjoin(members)
    )
    for portion in rows.portions(sorted({reading for reading, _ in wanted})):
        asked = query.where(compared.c.reading.in_(portion)).order_by(compared.c.key, members.c.first)
        for row in connection.execute(asked):
            if (row.reading, row.number) in wanted:
                found.setdefault(_id(row), _utterance(row))
    return found


# -- putting together ----------------------------------------------------------------------------------


def positions(looked: Looked, person: str, count: Counting) -> tuple[Position, ...]:
    """Return what was looked up as positions of one person, in order of their first occasions."""
    points = dict(sorted(_points(looked, count), key=lambda named: _place(named[1])))
    grouped = _grouped(list(points), looked)
    home = {name: group[0] for group in grouped for name in group}
    made = []
    for group in grouped:
        beside = list(_beside(set(group), looked, points))
        own = [one for one in beside if one.other.person == person and not _is_answer(one)]
        others = [one for one in beside if one.other.person != person]
        told = tuple(points[name] for name in group)
        made.append(Position(told, _in_order(own, looked, home), _in_order(others, looked, home)))
    return tuple(made)


def counterparts(found: Iterable[Relation], mine: set[str], entries: dict[str, Entry]) -> list[Counterpart]:
    """Return relations of statements as seen from those that are ``mine``, by the date of the other."""
    made = []
    for one in found:
        ends = (one.a, one.b) if one.a in mine else (one.b, one.a)
        own, other = (entries.get(end) for end in ends)
        if own is not None and other is not None:
            made.append(Counterpart(one, own, other, when_said([other])))
    return sorted(made, key=lambda one: (_order(one.when), one.other.statement.id))


def _points(looked: Looked, count: Counting) -> Iterator[tuple[str, Point]]:
    """Yield utterances by their ids, with the reports that count."""
    by_utterance: dict[str, list[Row[Any]]] = defaultdict(list)
    ids = {_id(row) for row in looked.reports}
    for row in looked.reports:
        if looked.entries[_id(row)].statement.parent not in ids:  # else its words are there already
            by_utterance[_utterance(row)].append(row)
    for name, some in by_utterance.items():
        when = when_said(looked.entries[_id(row)] for row in some)
        yield name, Point(name, tuple(_counted(some, looked, count)), when)


def _counted(some: Sequence[Row[Any]], looked: Looked, count: Counting) -> Iterator[Report]:
    """Yield the reports of an utterance, or the first of those that count once."""
    done = set[str]()
    for row in some:
        own = copies.name(row.id, row.number, row.first or 0)
        copied = row.report or own
        once = {Counting.ALL: _id(row), Counting.REPORT: copied, Counting.UTTERANCE: ""}[count]
        if once not in done:
            done |= {once, _id(row)}
            entry = looked.entries[_id(row)]
            copy_of = copied.removeprefix("u-").rpartition("-")[0] if copied != own else None
            yield Report(entry, _content(row.content) or entry.statement.attribution.content, copy_of)


def when_said(entries: Iterable[Entry]) -> When:
    """Return when reports, in order of publication, say that something was said, or else the first's date.

    Where the days that several tell overlap, those that all of them leave, else those of the first; and
    nothing was said after it was first published.
    """
    told = list(entries)
    published = [found for entry in told if (found := days(entry.article.published))]
    said = [_interval(entry.statement.said) for entry in told if entry.statement.said]
    if not said:
        return When(*min(published), PUBLISHED) if published else When()
    first, last = max(one for one, _ in said), min(other for _, other in said)
    first, last = (first, last) if first <= last else said[0]
    by = min((day for _, day in published), default=last)
    return When(first, min(last, by) if first <= by else last, SAID)


def _grouped(order: Sequence[str], looked: Looked) -> list[list[str]]:
    """Return utterances by position: those that restate each other, the surest first.

    None are put together of which one contradicts the other.
    """
    place = {name: index for index, name in enumerate(order)}
    group = {name: [name] for name in order}
    own = [(one, *_ends(one, looked)) for one in looked.relations]
    own = [(one, a, b) for one, a, b in own if a in place and b in place]
    against = {frozenset(ends) for one, *ends in own if one.kind is RelationKind.CONTRADICTS}
    again = [one for one in own if one[0].kind is RelationKind.RESTATES]
    again.sort(key=lambda link: (-link[0].confidence, place[link[1]], place[link[2]]))
    for _, one, other in again:
        first, second = group[one], group[other]
        apart = any(frozenset((a, b)) in against for a in first for b in second)
        if first is not second and not apart:
            first.extend(second)
            group |= dict.fromkeys(second, first)
    for some in group.values():
        some.sort(key=place.__getitem__)
    return [some for name, some in group.items() if some[0] == name]


def _ends(one: Relation, looked: Looked) -> tuple[str, str]:
    return looked.at[one.a], looked.at[one.b]


def _beside(group: set[str], looked: Looked, points: dict[str, Point]) -> Iterator[Counterpart]:
    """Yield what contradicts or answers a position, and is not of it."""
    for one in looked.relations:
        ways = [(one.a, one.b)] if one.kind is RelationKind.RESPONDS else [(one.a, one.b), (one.b, one.a)]
        for mine, other in ways if one.kind is not RelationKind.RESTATES else ():
            if looked.at[mine] in group and looked.at[other] not in group:
                entry, point = looked.entries[other], points.get(looked.at[other])
                when = point.when if point else when_said([entry])
                yield Counterpart(one, looked.entries[mine], entry, when)


def _in_order(found: Iterable[Counterpart], looked: Looked, home: dict[str, str]) -> tuple[Counterpart, ...]:
    """Return counterparts by date, each utterance or position once, as a contradiction where it is one."""
    best: dict[str, Counterpart] = {}
    for one in sorted(found, key=lambda one: (_is_answer(one), _order(one.when), one.other.statement.id)):
        at = looked.at[one.other.statement.id]
        best.setdefault(home.get(at, at), one)
    return tuple(sorted(best.values(), key=lambda one: (_order(one.when), one.other.statement.id)))


def _is_answer(one: Counterpart) -> bool:
    return one.relation.kind is RelationKind.RESPONDS


def _order(when: When) -> tuple[str, str]:
    """Return what occasions are ordered by: the day by which it had been said, whatever tells it."""
    return when.last or _UNDATED, when.first


def _place(point: Point) -> tuple[Any, ...]:
    """Return what points are ordered by: when, and then where the first report stands."""
    first = point.reports[0].entry.statement
    number = int(first.id.rpartition("-")[2])
    return _order(point.when), first.article, number, point.utterance


def _interval(said: str) -> tuple[str, str]:
    first, _, last = said.partition("/")
    return first, last or first


def _id(row: Any) -> str:
    return f"{row.id}-{row.number}"


def _utterance(row: Any) -> str:
    """Return the utterance that a report is of; one that nothing else reports has the name it would have."""
    return row.shown or copies.name(row.id, row.number, 0)


def _content(pairs: str | None) -> Spans:
    return tuple(Span(start, end) for start, end in json.loads(pairs or "[]"))
