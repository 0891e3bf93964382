"""Which statements words and a filter let pass, found in the columns: how many, and in what order.

Invariant: they are those that the conditions on the tables let pass (``Filter.conditions``), each once, and
all that is asked of them is of the same choice.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Select, func, select

from onrecord.record import roster, search
from onrecord.record.changes import Changed, noted
from onrecord.record.columns import NUMBER_BITS, NUMBERS, Columns, KeptColumns, Mask, Numbers
from onrecord.record.entries import PersonLine
from onrecord.record.facets import Facets
from onrecord.record.filter import EVERYTHING, Counting, Filter
from onrecord.record.tables import articles

RANKED = 10_000
"""Matches that are ordered by how well they match, the ones added last: words that more statements have tell
little of any of them, and to rank a hundred thousand takes a tenth of a second."""
_NAMES = 10_000
"""People whose names are kept."""
_REMEMBERED = 4
"""Choices that are kept: a page asks the same one for its numbers and for its statements."""


class Key(NamedTuple):
    """Where a statement is, and how well it matches, less is better, or None."""

    reading: int
    number: int
    score: float | None = None


@dataclass(frozen=True)
class Choice:
    """The statements that pass: their places in the columns, in the order of the columns.

    ``rows`` are those of all statements that match the words.  Where not all reports count, ``of`` and
    ``once`` are the reports in order of publication: places in ``at``, and what of each counts once.
    """

    columns: Columns
    at: Numbers
    rows: Numbers | None = None
    of: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    once: Numbers | None = None
    _best: dict[str, tuple[Numbers, Numbers]] = field(default_factory=dict, compare=False, repr=False)
    facets: dict[str, Facets] = field(default_factory=dict, compare=False, repr=False)

    def tally(self, column: Numbers, size: int) -> Numbers:
        """Return how many statements count with each number of a column that has one for each of ``at``.

        What counts is told apart by the number: as if each were asked for by itself.
        """
        counting = column if self.once is None else column[self._counting(column)]
        return np.bincount(counting, minlength=size)

    @property
    def total(self) -> int:
        """How many statements count."""
        return len(self.counted)

    @cached_property
    def counted(self) -> Numbers:
        """The places of the statements that count."""
        if self.once is None:
            return self.at
        return self.at[self._counting(np.zeros(len(self.at), np.int64))]

    def among(self, keys: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those of some readings and numbers whose statements count."""
        rows = np.array([(reading << NUMBER_BITS) + number for reading, number in keys], np.int64)
        counting = np.zeros(len(self.columns.who), bool)
        counting[self.counted] = True
        at = self.columns.said.at(rows)
        return {(key.reading, key.number) for key in _keys(self.columns.said.row[at[counting[at]]])}

    def by_date(self, limit: int | None, offset: int) -> list[Key]:
        """Return the statements that count by date of publication and place in the text."""
        order = self.columns.said.by_date
        if len(self.counted) < len(order):
            here = np.zeros(len(order), bool)
            here[self.counted] = True
            order = order[here[order]]
        return _keys(self.columns.said.row[order[offset:][:limit]])

    def by_score(self, connection: Connection, words: str, limit: int | None, offset: int) -> list[Key]:
        """Return the statements that count, best first; what is not ranked follows, added last first."""
        rows = self.columns.said.row[self.counted]
        others = rows[:-RANKED][::-1]
        found, scores = self._ranked(connection, words, rows[-RANKED:])
        wanted = _keys(found[offset:][:limit], scores[offset:][:limit])
        after = others[max(0, offset - len(found)) :][: None if limit is None else limit - len(wanted)]
        if len(after) == 0:
            return wanted
        known = dict(zip(*(one.tolist() for one in search.scores_of(connection, words, after)), strict=True))
        return wanted + _keys(after, np.array([known[row] for row in after.tolist()]))

    def _ranked(self, connection: Connection, words: str, rows: Numbers) -> tuple[Numbers, Numbers]:
        if "found" not in self._best:
            best = _ranked(self.columns, rows, *self._scores(connection, words, rows))
            self._best["found"] = best
        return self._best["found"]

    def _scores(self, connection: Connection, words: str, rows: Numbers) -> tuple[Numbers, Numbers]:
        if len(rows) == 0 or self.rows is None:
            return rows, rows.astype(np.float64)
        since = self.rows >= rows[0]
        if np.count_nonzero(since) <= 4 * len(rows):
            return search.scores_from(connection, words, int(rows[0]))
        return search.scores_of(connection, words, rows)

    def _counting(self, apart: Numbers) -> Mask:
        """Return which statements count beside those that have the same number."""
        counting = np.ones(len(self.at), bool)
        if self.once is not None:
            pairs = apart[self.of].astype(np.int64) * (int(self.once.max(initial=0)) + 1) + self.once
            _, first = np.unique(pairs, return_index=True)
            counting[self.of] = False
            counting[self.of[first]] = True
        return counting


_Asked = tuple[str | None, Filter]
_WHOLE: _Asked = None, EVERYTHING


class Choosing:
    """Chooses from the columns of one record, and remembers the last choices as long as nothing changed."""

    def __init__(self) -> None:
        self.kept = KeptColumns()
        self._choices: OrderedDict[_Asked, Choice] = OrderedDict()
        self._whole: Choice | None = None
        self._names: tuple[int, dict[int, str]] = 0, {}
        self._lines: tuple[tuple[int, ...], dict[tuple[int, Counting], PersonLine]] = (), {}
        self._one_by_one = threading.Lock()

    def choose(self, connection: Connection, only: Filter, words: str | None = None) -> Choice:
        """Return the statements that a filter, and words, let pass.

        Raises QueryError where there is no word to look for, NotFoundError and QueryError where whom they
        are to be about is nobody, or several.
        """
        columns, asked = self.kept.of(connection), (words, only)
        with self._one_by_one:
            known = self._whole if asked == _WHOLE else self._choices.get(asked)
        if known is None or known.columns is not columns:
            known = _chosen(connection, self.kept, columns, only, words)
            with self._one_by_one:
                self._remember(asked, known)
        return known

    def _remember(self, asked: _Asked, known: Choice) -> None:
        if asked == _WHOLE:
            self._whole = known
            return
        self._choices[asked] = known
        self._choices.move_to_end(asked)
        while len(self._choices) > _REMEMBERED:
            self._choices.popitem(last=False)

    def names(self, connection: Connection, people: Sequence[int]) -> dict[int, str]:
        """Return what people of the record are called; empty for those of whom no name is printed."""
        if _is_writing(connection):  # what is not kept yet may be taken back
            found = roster.canonical_names(connection, people)
            return {person: found.get(person, "") for person in people}
        now = noted(connection)[Changed.PEOPLE]
        before, known = self._names
        if before != now or len(known) > _NAMES:
            known = {}
            self._names = now, known
        if unknown := [person for person in people if person not in known]:
            known.update(roster.canonical_names(connection, unknown))
        return {person: known.get(person, "") for person in people}

    def line(self, connection: Connection, person: int, count: Counting) -> PersonLine:
        """Return a person of the record as a line of a list."""
        if _is_writing(connection):
            return roster.lines_of(connection, [person], count)[0]
        now = tuple(noted(connection).values())
        before, known = self._lines
        if before != now or len(known) > _NAMES:
            known = {}
            self._lines = now, known
        if (person, count) not in known:
            (known[person, count],) = roster.lines_of(connection, [person], count)
        return known[person, count]


def _is_writing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writing"))


def _chosen(
    connection: Connection, kept: KeptColumns, columns: Columns, only: Filter, words: str | None
) -> Choice:
    expression = None if words is None else search.expression(words)
    passing = columns.passing(only)
    for condition in _of_people(connection, columns, only):
        passing &= condition
    if only.article is not None:
        passing &= _of_article(connection, columns, only.article)
    rows = None if expression is None else kept.rows(connection, columns, expression)
    at = np.flatnonzero(passing) if rows is None else _both(columns.said.at(rows), passing)
    at = at.astype(np.int32)
    choice = Choice(columns, at, rows)
    return choice if only.count is Counting.ALL else _once(connection, kept, choice, only.count)


def _both(at: Numbers, passing: Mask) -> Numbers:
    return np.asarray(at[passing[at]])


def _once(connection: Connection, kept: KeptColumns, choice: Choice, count: Counting) -> Choice:
    """Return a choice of which each utterance, or each independent report, counts once."""
    reports = kept.reports(connection, choice.columns)
    place = np.full(len(choice.columns.who), -1, np.int64)
    place[choice.at] = np.arange(len(choice.at))
    of = place[reports.of]
    return Choice(choice.columns, choice.at, choice.rows, of[of >= 0], reports.once(count)[of >= 0])


def _of_people(connection: Connection, columns: Columns, only: Filter) -> list[Mask]:
    """Return which statements somebody makes, and which are about somebody, where that is asked."""
    found = [] if only.speaker is None else [_by(connection, columns, only.speaker)]
    if only.about is not None:
        found.append(_about(connection, columns, roster.identify(connection, only.about)))
    return found


def _by(connection: Connection, columns: Columns, speaker: str) -> Mask:
    """Return which statements are by a person of the record, or by somebody called so in the source."""
    who = roster.meant(connection, speaker)
    if isinstance(who, list):
        return columns.by(who)
    found = columns.by(connection.scalars(who).all())
    found[columns.said.at(search.rows_with(connection, search.in_source(speaker)))] = True
    return found


def _about(connection: Connection, columns: Columns, person: int) -> Mask:
    """Return which statements of others name a person (``roster.about``)."""
    found = np.zeros(len(columns.who), bool)
    named = roster.named(connection, person)
    if named.part:
        here = columns.within(_readings(connection, named.here))
        found |= here & _with_names(connection, columns, named.part)
    if named.whole:
        elsewhere = ~columns.within(_readings(connection, named.of_others))
        found |= elsewhere & _with_names(connection, columns, named.whole)
    return found & ~columns.by([person])


def _readings(connection: Connection, which: Select[Any]) -> Numbers:
    """Return the keys of readings, which come as one text that is parsed at once."""
    keys = which.subquery()
    found = connection.scalar(select(func.group_concat(keys.c.reading)))
    return np.fromstring(found or "", np.int64, sep=",")


def _with_names(connection: Connection, columns: Columns, names: tuple[str, ...]) -> Mask:
    found = np.zeros(len(columns.who), bool)
    found[columns.said.at(search.rows_with(connection, search.in_content(names)))] = True
    return found


def _of_article(connection: Connection, columns: Columns, article: str) -> Mask:
    key = connection.scalar(select(articles.c.key).where(articles.c.id == article)) or 0
    return np.asarray((columns.said.articles.key == key)[columns.said.article])


def _ranked(columns: Columns, rows: Numbers, found: Numbers, scores: Numbers) -> tuple[Numbers, Numbers]:
    """Return rows, which are in order, by their scores, which more rows may have; and the scores."""
    score = scores[np.searchsorted(found, rows)]
    article = columns.said.articles.key[columns.said.article[columns.said.at(rows)]]
    order = np.lexsort((rows & NUMBERS, article, score))
    return rows[order], score[order]


def _keys(rows: Numbers, scores: Numbers | None = None) -> list[Key]:
    """Return where statements are, by their row numbers, each with its score where there are any."""
    reading, number = (rows >> NUMBER_BITS).tolist(), (rows & NUMBERS).tolist()
    score = [None] * len(rows) if scores is None else scores.tolist()
    return [Key(*one) for one in zip(reading, number, score, strict=True)]
