"""What a record tells of one speaker over time; a part of Record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from onrecord.record import links, roster, rows, search, timelines
from onrecord.record.choosing import Choice
from onrecord.record.entries import Entry
from onrecord.record.filter import EVERYTHING, Counting, Filter
from onrecord.record.record_links import RecordLinks
from onrecord.record.timelines import Counterpart, Looked, Timeline

_PAGE = 50


class RecordTimelines(RecordLinks):
    """What a record tells of one speaker over time; a part of Record."""

    def timeline(self, who: str, about: str | None = None, only: Filter = EVERYTHING) -> Timeline:
        """Return what a person, by id (``p12``) or name, has said, in time order, as positions.

        With ``about``, what has these words, as ``find`` has it, and what restates that.  The filter's
        speaker is not asked; under its ``count`` a point has all reports, those that are no copies, or the
        first.  Raises NotFoundError and QueryError as ``person`` does, QueryError also where ``about`` has
        no word.
        """
        if about is not None:
            search.expression(about)
        with self._reading() as connection:
            person = roster.identify(connection, who)
            line = self._choosing.line(connection, person, only.count)
            looked = self._look(connection, replace(only, speaker=line.id, count=Counting.ALL), about)
        return Timeline(line, about, only, timelines.positions(looked, line.id, only.count))

    def counterparts(self, statement: str) -> list[Counterpart]:
        """Return what restates, contradicts or answers a statement, or is answered by it, by date.

        Relations are those of its utterances: another report of it may be ``mine``.
        """
        with self._reading() as connection:
            entry = self._statement(connection, statement)
            key = self._key_of(connection, entry)
            said = timelines.around(connection, [] if key is None else [key])
            found = list(links.relations_around(connection, said))
            mine = timelines.ids_of(connection, said)
            keys = timelines.keys_of(connection, timelines.needed([], found))
            entries = {one.statement.id: one for one in self._entries(connection, keys, None, {})}
        return timelines.counterparts(found, mine, entries)

    def _look(self, connection: Connection, mine: Filter, about: str | None) -> Looked:
        wide = timelines.said_by(connection, self._chosen(connection, mine))
        said = wide
        if about is not None:
            said = timelines.said_by(connection, self._chosen(connection, mine, about))
            said |= timelines.restating(connection, said) & wide
        others = self._chosen(connection, replace(mine, speaker=None))
        found = timelines.reports(connection, said, others)
        linked = list(links.relations_around(connection, timelines.around(connection, said)))
        linked += timelines.answering(connection, found)
        keys = timelines.keys_of(connection, timelines.needed(found, linked))
        called: dict[int, str] = {}
        entries = {
            entry.statement.id: entry
            for page in rows.portions(keys, _PAGE)
            for entry in self._entries(connection, page, None, called)
        }
        return Looked(found, linked, timelines.utterances_of(connection, keys), entries)

    def _entries(
        self, connection: Connection, page: Sequence[Any], words: str | None, called: dict[int, str]
    ) -> Iterator[Entry]:
        raise NotImplementedError

    def _chosen(self, connection: Connection, only: Filter, words: str | None = None) -> Choice:
        raise NotImplementedError
