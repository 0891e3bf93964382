"""What is new in a record since somebody looked last: by a speaker, about words, or at all.

Invariant: new is what articles say that were added since; reading old ones again, or deciding what is one
utterance, makes nothing new.  Each watcher has a last look of each question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select

from onrecord.model import Quote, Relation, RelationKind
from onrecord.record import links, rows
from onrecord.record.entries import Entry
from onrecord.record.filter import EVERYTHING, Counting, Filter
from onrecord.record.link_tables import compared, looks, members
from onrecord.record.tables import articles, readings, statements

_NEWEST = 200
"""Statements among which the newest utterances are taken at a first look."""
_KINDS = (RelationKind.CONTRADICTS, RelationKind.RESPONDS)

Key = tuple[int, int]
"""Reading and number of a statement."""
Load = Callable[[Sequence[Key]], list[Entry]]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody watches: words, as in find, and a filter; with neither, everything."""

    words: str | None = None
    only: Filter = EVERYTHING

    @property
    def asked(self) -> str:
        """The question as the record keeps it, the same however words are spaced."""
        kept = {
            name: value for name, value in asdict(self.only).items() if value != getattr(EVERYTHING, name)
        }
        words = " ".join((self.words or "").split())
        return json.dumps({"words": words, **kept}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def of(cls, asked: str) -> Question:
        """Return the question that the record keeps."""
        kept = json.loads(asked)
        words = kept.pop("words") or None
        kind, count = kept.pop("kind", None), kept.pop("count", Counting.ALL)
        return cls(words, Filter(**kept, kind=Quote(kind) if kind else None, count=Counting(count)))

    def __str__(self) -> str:
        parts = [" ".join((self.words or "").split()), "" if self.only == EVERYTHING else str(self.only)]
        return " · ".join(part for part in parts if part) or "everything"


@dataclass(frozen=True)
class NewUtterance:
    """Something said that no article reported before: its first report here, and how many there are."""

    entry: Entry
    reports: int
    outlets: tuple[str, ...]
    utterance: str | None = None


@dataclass(frozen=True)
class NewReports:
    """New reports of what was in the record already: an earlier report, the first new one, how many."""

    earlier: Entry
    entry: Entry
    reports: int
    outlets: tuple[str, ...]
    utterance: str


@dataclass(frozen=True)
class NewRelation:
    """A new statement that contradicts, answers, or is answered by one that was there.

    Where the relation is that of an answer and ``answered`` is true, it is the earlier one that answers.
    """

    relation: Relation
    entry: Entry
    earlier: Entry
    answered: bool


@dataclass(frozen=True)
class News:
    """What is new on a question: ``statements`` of ``articles`` that were added since ``since``.

    ``since`` is when somebody looked last, None at a first look, which returns the newest utterances.
    ``utterances``, ``reports`` and ``relations`` have the latest published first, and at most as many as
    were asked for; ``totals`` says how many there are of each.
    """

    question: Question
    watcher: str
    since: str | None
    statements: int
    articles: int
    utterances: tuple[NewUtterance, ...] = ()
    reports: tuple[NewReports, ...] = ()
    relations: tuple[NewRelation, ...] = ()
    totals: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Watched:
    """A question that somebody watches, when the last look was, and how many statements are new since."""

    question: Question
    watcher: str
    made: str
    article: int
    new: int = 0


def questions(connection: Connection, watcher: str) -> list[Watched]:
    """Return what somebody watches, the last look first."""
    query = select(looks).where(looks.c.watcher == watcher).order_by(looks.c.made.desc(), looks.c.asked)
    return [
        Watched(Question.of(row.asked), row.watcher, row.made, row.article)
        for row in connection.execute(query)
    ]


def count_new(connection: Connection, said: Any, article: int) -> int:
    """Return how many statements that ``said`` lets pass are of articles added after one."""
    return connection.scalar(_new(said, article, func.count())) or 0


def forget(connection: Connection, question: Question, watcher: str) -> bool:
    """Forget a last look; say whether there was one."""
    mine = (looks.c.watcher == watcher) & (looks.c.asked == question.asked)
    return bool(connection.execute(delete(looks).where(mine)).rowcount)


@dataclass
class _Group:
    """New statements that report one utterance, in order of publication."""

    utterance: str | None
    reports: list[Row[Any]] = field(default_factory=list)

    @property
    def latest(self) -> str:
        return max(row.published or "" for row in self.reports)

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.outlet or row.id for row in self.reports))

    @property
    def first(self) -> Key:
        return self.reports[0].reading, self.reports[0].number


@dataclass
class Looking:
    """One look of somebody at a question; ``load`` gives statements by reading and number."""

    connection: Connection
    question: Question
    watcher: str
    load: Load

    def news(self, said: Any, peek: bool, all_of_it: bool, limit: int | None) -> News:
        """Return what is new of the statements that ``said`` lets pass, None being all; note the look."""
        before = self._last()
        known = before is not None and not all_of_it
        since = before.article if before is not None and known else 0
        if not peek:
            self._note()
        statements_, articles_ = self._counts(said, since)
        found = News(
            self.question,
            self.watcher,
            before.made if before is not None and known else None,
            statements_,
            articles_,
        )
        return self._since(found, said, since, limit) if known else self._first(found, said, all_of_it, limit)

    # -- beneath -----------------------------------------------------------------------------------

    def _last(self) -> Row[Any] | None:
        mine = (looks.c.watcher == self.watcher) & (looks.c.asked == self.question.asked)
        return self.connection.execute(select(looks).where(mine)).one_or_none()

    def _note(self) -> None:
        forget(self.connection, self.question, self.watcher)
        last = self.connection.scalar(select(func.max(articles.c.key))) or 0
        values = {"watcher": self.watcher, "asked": self.question.asked, "article": last, "made": rows.now()}
        self.connection.execute(insert(looks).values(values))

    def _counts(self, said: Any, since: int) -> tuple[int, int]:
        query = _new(said, since, func.count(), func.count(articles.c.key.distinct()))
        row = self.connection.execute(query).one()
        return int(row[0]), int(row[1])

    def _first(self, found: News, said: Any, all_of_it: bool, limit: int | None) -> News:
        """Return the newest utterances, of everything where that is asked for."""
        query = _listed(said, 0)
        if not all_of_it or limit is not None:
            query = query.limit(max(_NEWEST, 10 * (limit or 0)))
        groups = self._groups(self.connection.execute(query).all())
        shown = self._utterances(groups[:limit])
        return replace(found, utterances=shown, totals=(len(groups), 0, 0))

    def _since(self, found: News, said: Any, since: int, limit: int | None) -> News:
        groups = self._groups(self.connection.execute(_listed(said, since)).all())
        earlier = self._earlier([one.utterance for one in groups if one.utterance], since)
        fresh = [one for one in groups if one.utterance not in earlier]
        again = [one for one in groups if one.utterance in earlier]
        related = self._related(said, since) if found.statements or said is not None else []
        return replace(
            found,
            utterances=self._utterances(fresh[:limit]),
            reports=self._reports(again[:limit], earlier),
            relations=tuple(self._relations(related[:limit])),
            totals=(len(fresh), len(again), len(related)),
        )

    def _groups(self, found: Sequence[Row[Any]]) -> list[_Group]:
        """Return statements by utterance, the latest published first."""
        shown = self._shown(found)
        grouped: dict[str, _Group] = {}
        for row in found:
            utterance = shown.get((row.reading, row.number))
            name = utterance or f"{row.reading}-{row.number}"
            grouped.setdefault(name, _Group(utterance)).reports.append(row)
        for one in grouped.values():
            one.reports.sort(key=lambda row: (row.published or "9", row.id, row.number))
        order = sorted(grouped.values(), key=lambda one: (one.reports[0].id, one.reports[0].number))
        return sorted(order, key=lambda one: one.latest, reverse=True)

    def _shown(self, found: Sequence[Row[Any]]) -> dict[Key, str]:
        """Return the utterances of statements that have several reports; of one cut in parts, the first."""
        shown: dict[Key, str] = {}
        query = select(compared.c.reading, compared.c.number, members.c.shown).join(members)
        for portion in rows.portions(sorted({row.reading for row in found})):
            here = query.where(compared.c.reading.in_(portion))
            for row in self.connection.execute(here.order_by(compared.c.key, members.c.first)):
                shown.setdefault((row.reading, row.number), row.shown)
        return shown

    def _earlier(self, utterances: Sequence[str], since: int) -> dict[str, Key]:
        """Return an earlier report of utterances that there was one of."""
        found: dict[str, Key] = {}
        joined = members.join(compared).join(articles, articles.c.key == compared.c.article)
        query = select(members.c.shown, compared.c.reading, compared.c.number).select_from(joined)
        query = query.order_by(
            articles.c.published_first.is_(None), articles.c.published_first, compared.c.key
        )
        for portion in rows.portions(utterances):
            here = query.where(members.c.shown.in_(portion), compared.c.article <= since)
            for row in self.connection.execute(here):
                found.setdefault(row.shown, (row.reading, row.number))
        return found

    def _utterances(self, groups: Sequence[_Group]) -> tuple[NewUtterance, ...]:
        entries = self.load([one.first for one in groups])
        return tuple(
            NewUtterance(entry, len(one.reports), one.outlets, one.utterance)
            for one, entry in zip(groups, entries, strict=True)
        )

    def _reports(self, groups: Sequence[_Group], earlier: dict[str, Key]) -> tuple[NewReports, ...]:
        entries = self.load([one.first for one in groups])
        before = self.load([earlier[one.utterance or ""] for one in groups])
        return tuple(
            NewReports(old, entry, len(one.reports), one.outlets, one.utterance or "")
            for one, entry, old in zip(groups, entries, before, strict=True)
        )

    # -- relations ---------------------------------------------------------------------------------

    def _related(self, said: Any, since: int) -> list[tuple[Relation, bool]]:
        """Return the relations of something new and something old; true where the first is the new one.

        What others say about the statements that are watched is new too.
        """
        around = _listed(None, since).subquery() if said is None else said
        found = list(links.relations_of(self.connection, around, _KINDS))
        keys = self._articles({article for one in found for article in map(_article, (one.a, one.b))})
        related: list[tuple[Relation, bool]] = []
        for one in found:
            a, b = (keys[_article(end)][0] > since for end in (one.a, one.b))
            if a != b:
                related.append((one, a))
        published = {one.a if first else one.b: "" for one, first in related}
        published = {end: keys[_article(end)][1] or "" for end in published}
        related.sort(key=lambda one: (one[0].a, one[0].b))
        return sorted(related, key=lambda one: published[one[0].a if one[1] else one[0].b], reverse=True)

    def _relations(self, related: Sequence[tuple[Relation, bool]]) -> Iterator[NewRelation]:
        ids = {end for one, _ in related for end in (one.a, one.b)}
        keys = self._keys(ids)
        entries = dict(zip(sorted(ids), self.load([keys[one] for one in sorted(ids)]), strict=True))
        for one, first in related:
            new, old = (one.a, one.b) if first else (one.b, one.a)
            yield NewRelation(one, entries[new], entries[old], first and one.kind is RelationKind.RESPONDS)

    def _articles(self, ids: set[str]) -> dict[str, tuple[int, str | None]]:
        found: dict[str, tuple[int, str | None]] = {}
        query = select(articles.c.id, articles.c.key, articles.c.published)
        for portion in rows.portions(sorted(ids)):
            for row in self.connection.execute(query.where(articles.c.id.in_(portion))):
                found[row.id] = row.key, row.published
        return found

    def _keys(self, ids: set[str]) -> dict[str, Key]:
        """Return the readings and numbers of statements by their ids."""
        found: dict[str, int] = {}
        query = select(articles.c.id, readings.c.key).join(readings).where(readings.c.current)
        for portion in rows.portions(sorted({_article(one) for one in ids})):
            for row in self.connection.execute(query.where(articles.c.id.in_(portion))):
                found[row.id] = row.key
        return {one: (found[_article(one)], int(one.rpartition("-")[2])) for one in ids}


def _new(said: Any, since: int, *columns: Any) -> Select[Any]:
    """Select of the statements that ``said`` lets pass those of articles added after one."""
    joined = articles.join(readings).join(statements)
    if said is not None:
        here = (said.c.reading == statements.c.reading) & (said.c.number == statements.c.number)
        joined = joined.join(said, here)
    return select(*columns).select_from(joined).where(readings.c.current, articles.c.key > since)


def _listed(said: Any, since: int) -> Select[Any]:
    columns = (statements.c.reading, statements.c.number, articles.c.id, articles.c.outlet)
    query = _new(said, since, *columns, articles.c.published)
    latest = (articles.c.published_first.is_(None), articles.c.published_first.desc())
    return query.order_by(*latest, articles.c.key.desc(), statements.c.number)


def _article(statement: str) -> str:
    return statement.rpartition("-")[0]
