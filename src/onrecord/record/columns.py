"""The statements of newest readings as columns of numbers, for looking through all of them at once.

Invariant: a column has one number for each statement, in the order of reading and number, and is what the
tables said at the change it was made at; what has not changed since is not looked up again.

A column store (Copeland and Khoshafian 1985) in memory: a million statements take some 40 MB and a condition
on one of their columns a millisecond, where the tables would be read row by row.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, func, select

from onrecord.model import Quote
from onrecord.reading.published import days, iso_date
from onrecord.record import search
from onrecord.record.changes import Changed, noted
from onrecord.record.entries import Reviewed
from onrecord.record.facet_entering import KINDS, STATEMENT
from onrecord.record.facet_tables import facet_acts, facet_rows
from onrecord.record.filter import EXACTLY, SPEAKER_KINDS, Counting, Filter, Reviewing
from onrecord.record.link_tables import compared, members
from onrecord.record.review_tables import reviews
from onrecord.record.tables import articles, bearers, profiles

NUMBER_BITS = 20
"""Bits of a row number that hold the statement's number; the reading's key stands above them."""
NUMBERS = (1 << NUMBER_BITS) - 1
REVIEWED = ("none", *(str(state) for state in Reviewed))
_COMMON, _REMEMBERED = 100_000, 16
"""Statements of a word from which on they are remembered, and of how many words."""
_NEVER = 99_99_99_99
"""The day of what has no date: it comes last."""
Numbers = NDArray[Any]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Articles:
    """Columns of articles: key, newest reading, outlet, days as 20190221 or 0, how many statements.

    ``outlets`` are the outlets as printed, the first is none; ``outlet`` is a place in them.
    """

    key: Numbers
    reading: Numbers
    outlet: Numbers
    first: Numbers
    last: Numbers
    size: Numbers
    outlets: tuple[str, ...]

    @cached_property
    def folded(self) -> tuple[tuple[str, ...], Numbers]:
        """The outlets in folded case, and which of them the outlet of each article is."""
        names = [outlet.casefold() for outlet in self.outlets]
        distinct = tuple(dict.fromkeys(names))
        place = {name: at for at, name in enumerate(distinct)}
        return distinct, np.array([place[one] for one in names], np.int64)[self.outlet]

    @cached_property
    def called(self) -> tuple[str, ...]:
        """What each of the outlets in folded case is called by most articles."""
        times = np.bincount(self.outlet, minlength=len(self.outlets))
        found: dict[str, Counter[str]] = {name: Counter() for name in self.folded[0]}
        for at, outlet in enumerate(self.outlets):
            found[outlet.casefold()][outlet] = int(times[at])
        return tuple(min(one, key=lambda name: (-one[name], name)) for one in found.values())

    @cached_property
    def year(self) -> Numbers:
        """The year of publication, 0 where there is no date."""
        return self.first // 10_000

    def passing(self, only: Filter) -> Mask | None:
        """Return which articles have the outlet and days that a filter asks for, None where it does not."""
        found: list[Mask] = []
        if only.outlet is not None:
            names, of = self.folded
            found.append(np.array([_is_meant(name, only.outlet) for name in names], bool)[of])
        if only.since is not None:
            found.append(self.last >= _day(only.since, 0))
        if only.until is not None:
            found.append((self.first <= _day(only.until, -1)) & (self.first > 0))
        return np.logical_and.reduce(found) if found else None


@dataclass(frozen=True)
class Said:
    """Columns of statements that follow from what was read: ``row`` is reading and number in one.

    ``article`` is the place in the columns of articles, ``act`` a key of ``acts``; ``kind`` and
    ``speaker_kind`` are places in KINDS and SPEAKER_KINDS, ``bearer`` and ``profile`` keys or 0.
    """

    articles: Articles
    acts: dict[int, str]
    row: Numbers
    article: Numbers
    kind: Numbers
    act: Numbers
    communicated: Numbers
    speaker_kind: Numbers
    bearer: Numbers
    profile: Numbers

    @cached_property
    def manner(self) -> Numbers:
        """What each does, how it is quoted and what its speaker is, in one number."""
        found = self.act.astype(np.int32) * len(KINDS) + self.kind
        return np.asarray(found * len(SPEAKER_KINDS) + self.speaker_kind)

    def manners(self, counts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return how often each act, kind and kind of speaker is, of how often each of ``manner``."""
        acts = max(self.acts, default=0) + 1
        flat = np.zeros(acts * len(KINDS) * len(SPEAKER_KINDS), np.int64)
        flat[: len(counts)] = counts
        cube = flat.reshape(acts, len(KINDS), len(SPEAKER_KINDS))
        return cube.sum((1, 2)), cube.sum((0, 2)), cube.sum((0, 1))

    @cached_property
    def by_date(self) -> Numbers:
        """Where the statements stand in the columns, by date of publication and place in the text."""
        day = np.where(self.articles.first == 0, _NEVER, self.articles.first)
        rank = np.empty(len(day), np.int32)
        rank[np.lexsort((self.articles.key, day))] = np.arange(len(day), dtype=np.int32)
        return np.argsort(rank[self.article], kind="stable").astype(np.int32)

    @cached_property
    def _start(self) -> Numbers:
        """Where the statements of each reading begin, by its key; nowhere (-1) where it has none."""
        found = np.full(int(self.articles.reading.max(initial=0)) + 1, -1, np.int64)
        number = self.row & NUMBERS
        first = np.flatnonzero(number == 1)
        found[self.row[first] >> NUMBER_BITS] = first
        return found

    def at(self, rows: Numbers) -> Numbers:
        """Return where statements stand in the columns, by their row numbers: those that are there."""
        if len(rows) == 0 or len(self.row) == 0:
            return np.zeros(0, np.int64)
        reading = np.minimum(rows >> NUMBER_BITS, len(self._start) - 1)
        place = self._start[reading]
        place += rows & NUMBERS
        place -= 1
        here = self.row[np.clip(place, 0, len(self.row) - 1, out=place)] == rows
        return place if here.all() else np.asarray(place[here])


@dataclass(frozen=True)
class Speakers:
    """Who the bearers are in the record: of each profile by its key, and of the bearers that differ."""

    of_profile: Numbers
    bearer: Numbers
    shown: Numbers

    def who(self, bearer: Numbers, profile: Numbers) -> Numbers:
        """Return whom bearers, each with its profile, are shown as; 0 where there is none."""
        found = self.of_profile[np.minimum(profile, len(self.of_profile) - 1)]
        if len(self.bearer):
            place = np.minimum(np.searchsorted(self.bearer, bearer), len(self.bearer) - 1)
            found = np.where(self.bearer[place] == bearer, self.shown[place], found)
        return np.where(bearer > 0, found, 0).astype(np.int32)


@dataclass(frozen=True)
class Reports:
    """The reports of utterances, in order of publication: of which statement, and what counts once.

    ``of`` is a place in the columns of statements.
    """

    of: Numbers
    utterance: Numbers
    report: Numbers

    def once(self, count: Counting) -> Numbers:
        """Return what of each report counts once."""
        return self.utterance if count is Counting.UTTERANCE else self.report


@dataclass(frozen=True)
class Columns:
    """All columns: what was read, ``who`` speaks in the record or 0, a place in REVIEWED."""

    changes: dict[Changed, int]
    said: Said
    speakers: Speakers
    who: Numbers
    reviewed: Numbers

    def passing(self, only: Filter) -> Mask:
        """Return which statements meet a filter, but for its speaker, whom it is about and what counts."""
        said = self.said
        found = [self.as_reviewed(only.reviewed)]
        if (of_article := said.articles.passing(only)) is not None:
            found.append(of_article[said.article])
        if only.kind is not None:
            found.append(said.kind == KINDS.index(Quote(only.kind)))
        if only.act is not None:
            found.append(said.act == next((key for key, act in said.acts.items() if act == only.act), 0))
        if only.communicated is not None:
            found.append(said.communicated == only.communicated)
        if only.speaker_kind is not None:
            found.append(said.speaker_kind == SPEAKER_KINDS.index(only.speaker_kind))
        return np.asarray(np.logical_and.reduce(found))

    def as_reviewed(self, reviewed: str | None) -> Mask:
        """Return which statements a filter's ``reviewed`` lets pass."""
        if reviewed is None:
            return np.asarray(self.reviewed != REVIEWED.index(Reviewed.REJECTED))
        if reviewed == Reviewing.ALL:
            return np.ones(len(self.reviewed), bool)
        if reviewed == Reviewing.ANY:
            return np.asarray(self.reviewed > 0)
        return np.asarray(self.reviewed == REVIEWED.index(reviewed))

    def by(self, people: Sequence[int]) -> Mask:
        """Return which statements some people of the record make."""
        meant = np.zeros(int(self.who.max(initial=0)) + 1, bool)
        meant[[person for person in people if person < len(meant)]] = True
        meant[0] = False
        return np.asarray(meant[self.who])

    def within(self, readings: Numbers) -> Mask:
        """Return which statements are of some readings."""
        meant = np.isin(self.said.articles.reading, readings)
        return np.asarray(meant[self.said.article])


class KeptColumns:
    """The columns of one record, made anew as far as something changed."""

    def __init__(self) -> None:
        self._columns: Columns | None = None
        self._reports: tuple[dict[Changed, int], Reports] | None = None
        self._common: tuple[dict[Changed, int], dict[str, Numbers]] = {}, {}
        self._one_by_one = threading.RLock()

    def of(self, connection: Connection) -> Columns:
        """Return the columns of the record as a connection sees it."""
        now = noted(connection)
        with self._one_by_one:
            if self._columns is None or self._columns.changes != now:
                self._columns = _brought_up(connection, self._columns, now)
            return self._columns

    def rows(self, connection: Connection, columns: Columns, expression: str) -> Numbers:
        """Return the row numbers of all statements that match, given in the index's language.

        Those of the commonest words, which take longest, are remembered as long as nothing changes.
        """
        with self._one_by_one:
            if self._common[0] != columns.changes:
                self._common = columns.changes, {}
            known = self._common[1]
        if (found := known.get(expression)) is None:
            found = search.rows_with(connection, expression)
            if len(found) > _COMMON and len(known) < _REMEMBERED:
                known[expression] = found
        return found

    def reports(self, connection: Connection, columns: Columns) -> Reports:
        """Return the reports of utterances, by the columns as a connection sees them."""
        with self._one_by_one:
            if self._reports is None or self._reports[0] != columns.changes:
                self._reports = columns.changes, _reports(connection, columns)
            return self._reports[1]


def _brought_up(connection: Connection, known: Columns | None, now: dict[Changed, int]) -> Columns:
    before = known.changes if known else dict.fromkeys(Changed, -1)
    if known is None or any(now[what] < before[what] for what in Changed):
        known, before = _nothing(), dict.fromkeys(Changed, -1)
    said, speakers = known.said, known.speakers
    if now[Changed.ARTICLES] != before[Changed.ARTICLES]:
        said = _with_articles(connection, said, before[Changed.ARTICLES])
    if now[Changed.PEOPLE] != before[Changed.PEOPLE]:
        speakers = _speakers(connection)
    who, reviewed = _as_decided(connection, said, speakers)
    return Columns(now, said, speakers, who, reviewed)


def _nothing() -> Columns:
    none = np.zeros(0, np.int64)
    articles_ = Articles(none, none, none, none, none, none, ("",))
    said = Said(articles_, {}, none, none, none, none, none, none, none, none)
    return Columns({}, said, Speakers(np.zeros(1, np.int32), none, none), none, none)


def _with_articles(connection: Connection, known: Said, after: int) -> Said:
    """Return columns with the articles written since some change in the place of what they were."""
    columns = (facet_rows.c.article, facet_rows.c.reading, facet_rows.c.outlet, facet_rows.c.first)
    query = select(*columns, facet_rows.c.last, facet_rows.c.statements)
    query = query.where(facet_rows.c.change > after).order_by(facet_rows.c.article)
    fresh: Sequence[Any] = connection.execute(query).all()
    before = known.articles
    outlets = tuple(dict.fromkeys((*before.outlets, *(row.outlet or "" for row in fresh))))
    told = _told(fresh, {name: at for at, name in enumerate(outlets)})
    kept = ~np.isin(before.key, told[0])
    old = (before.key, before.reading, before.outlet, before.first, before.last, before.size)
    joined = [np.concatenate([one[kept], new]) for one, new in zip(old, told, strict=True)]
    key, reading, outlet, first, last, size = joined
    packed = np.frombuffer(b"".join(row.statements for row in fresh), STATEMENT)
    acts = {one.key: one.act for one in connection.execute(select(facet_acts))}
    return _said(Articles(key, reading, outlet, first, last, size, outlets), acts, known, kept, packed)


def _told(fresh: Sequence[Any], outlets: dict[str, int]) -> tuple[Numbers, ...]:
    """Return the columns of some rows of articles."""
    of: list[Callable[[Any], int]] = [
        lambda row: row[0],
        lambda row: row[1],
        lambda row: outlets[row[2] or ""],
        lambda row: row[3],
        lambda row: row[4],
        lambda row: len(row[5]) // STATEMENT.itemsize,
    ]
    return tuple(np.array([told(row) for row in fresh], np.int64) for told in of)


def _said(found: Articles, acts: dict[int, str], known: Said, kept: Mask, packed: NDArray[np.void]) -> Said:
    """Return the columns of statements: of those known before, those of articles kept, and of packed ones."""
    still = kept[known.article]
    before = int(kept.sum())
    size = found.size[before:]
    fresh = np.repeat(np.arange(before, len(found.key)), size)
    number = np.arange(1, len(fresh) + 1) - np.repeat(np.cumsum(size) - size, size)
    row = np.concatenate([known.row[still], (found.reading[fresh] << NUMBER_BITS) + number])
    article = np.concatenate([(np.cumsum(kept) - 1)[known.article[still]], fresh]).astype(np.int32)
    order = np.argsort(row, kind="stable")
    columns = {
        name: np.concatenate([getattr(known, name)[still], packed[name]]).astype(packed.dtype[name])[order]
        for name in packed.dtype.names or ()
    }
    return Said(found, acts, row[order], article[order], **columns)


def _speakers(connection: Connection) -> Speakers:
    """Return who profiles are shown as, and the bearers that are not shown as their profiles."""
    key, shown = _numbers(connection, profiles.c.key, profiles.c.shown)
    of_profile = np.zeros(int(key.max(initial=0)) + 1, np.int32)
    of_profile[key] = shown
    bearer, shown = _numbers(connection, bearers.c.key, bearers.c.shown)
    order = np.argsort(bearer, kind="stable")
    return Speakers(of_profile, bearer[order], shown[order])


def _numbers(connection: Connection, key: Any, told: Any) -> tuple[Numbers, Numbers]:
    """Return two columns of numbers where the second has one.

    They come as one text each, which is parsed at once: a tenth of the time that a row each takes.
    """
    query = select(func.group_concat(key), func.group_concat(told)).where(told.is_not(None))
    found = connection.execute(query).one()
    return tuple(np.fromstring(one or "", np.int64, sep=",") for one in found)  # type: ignore[return-value]


def _as_decided(connection: Connection, said: Said, speakers: Speakers) -> tuple[Numbers, Numbers]:
    """Return who speaks and what was reviewed, as somebody decided where anybody did."""
    who = speakers.who(said.bearer, said.profile)
    reviewed = np.zeros(len(said.row), np.uint8)
    by = (bearers.c.reading == reviews.c.reading) & (bearers.c.id == reviews.c.own)
    joined = reviews.outerjoin(bearers, by)
    query = select(reviews, bearers.c.key.label("bearer"), bearers.c.profile).select_from(joined)
    found = {(row.reading << NUMBER_BITS) + row.number: row for row in connection.execute(query)}
    for at in said.at(np.array(list(found), np.int64)) if found else ():
        row = found[int(said.row[at])]
        reviewed[at] = REVIEWED.index(row.state)
        if row.speaker is not None:
            who[at] = row.person if row.given is not None else _own(speakers, row)
    return who, reviewed


def _own(speakers: Speakers, row: Row[Any]) -> int:
    if row.bearer is None:
        return 0
    return int(speakers.who(np.array([row.bearer]), np.array([row.profile]))[0])


def _reports(connection: Connection, columns: Columns) -> Reports:
    """Return the reports of utterances in order of publication, then by article, number and part."""
    query = select(compared.c.reading, compared.c.number, members.c.first, members.c.shown, members.c.report)
    found = connection.execute(query.select_from(members.join(compared))).all()
    row = np.array([(one[0] << NUMBER_BITS) + one[1] for one in found], np.int64)
    here = np.isin(row, columns.said.row)
    of = columns.said.at(row)
    part = np.array([one[2] for one in found], np.int64)[here]
    order = np.lexsort((part, columns.said.row[of] & NUMBERS, _published(connection, columns)[of]))
    named = (_numbered([one[at] for one in found])[here][order] for at in (3, 4))
    return Reports(of[order], *named)


def _published(connection: Connection, columns: Columns) -> Numbers:
    """Return for each statement the place of its article in order of publication."""
    order = (func.coalesce(articles.c.published, "9"), articles.c.id)
    keys = np.array(connection.scalars(select(articles.c.key).order_by(*order)).all(), np.int64)
    place = np.zeros(int(keys.max(initial=0)) + 1, np.int64)
    place[keys] = np.arange(len(keys))
    return np.asarray(place[columns.said.articles.key][columns.said.article])


def _numbered(names: Sequence[str]) -> Numbers:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _is_meant(folded: str, outlet: str) -> bool:
    if outlet.startswith(EXACTLY):
        return folded == outlet.removeprefix(EXACTLY).casefold()
    return bool(folded) and outlet.casefold() in folded


def _day(given: str, which: int) -> int:
    """Return the first or the last day that a date may mean, as 20190221."""
    found = days(iso_date(given))
    return int(found[which].replace("-", "")) if found else 0
