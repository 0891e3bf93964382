"""Statements of the record ready to be compared, those asked for last kept at hand.

Invariant: what is compared of a statement is the same whether its article was read just now or is loaded;
of an old article only the statements that are asked for are loaded, with the people they name.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, select, tuple_

from onrecord.linking.utterances.weighing import Compared
from onrecord.model import Person, ReadArticle, Statement
from onrecord.record import rows
from onrecord.record.tables import people, readings

REMEMBERED = 12_000
"""Statements that are kept at hand between two batches: some 400 articles'."""
_AT_ONCE = 200

Place = tuple[int, int]
"""A reading's key, and a statement's number in it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a statement is: the keys that the record has for it, its reading and its article."""

    key: int
    reading: int
    number: int
    article: int

    @property
    def place(self) -> Place:
        """By what it is known here."""
        return self.reading, self.number


class AtHand:
    """Remembers statements; those not asked for longest are let go."""

    def __init__(self) -> None:
        self._known: OrderedDict[Place, Compared] = OrderedDict()

    def __getitem__(self, one: Placed) -> Compared:
        return self._known[one.place]

    def __len__(self) -> int:
        return len(self._known)

    def clear(self) -> None:
        """Forget all: what was taken was rolled back."""
        self._known.clear()

    def put(self, reading: int, read: ReadArticle) -> list[Compared]:
        """Take the statements of an article that was read just now, and return them."""
        found = [Compared(read, n) for n in range(len(read.statements))]
        for number, one in enumerate(found, 1):
            self._known[reading, number] = one
            self._known.move_to_end((reading, number))
        return found

    def load(self, connection: Connection, wanted: Iterable[Placed]) -> None:
        """Have statements at hand until the next call."""
        places = sorted({one.place for one in wanted})
        for place in places:
            if place in self._known:
                self._known.move_to_end(place)
        for portion in rows.portions([one for one in places if one not in self._known], _AT_ONCE):
            self._known |= _loaded(connection, portion)
        while len(self._known) > max(REMEMBERED, len(places)):
            self._known.popitem(last=False)


def _loaded(connection: Connection, places: Sequence[Place]) -> dict[Place, Compared]:
    """Return statements by their places, in that order."""
    query = rows.newest().where(readings.c.key.in_({reading for reading, _ in places}))
    found = {row.reading: row for row in connection.execute(query)}
    ids = {reading: row.id for reading, row in found.items()}
    said = rows.statements_of(connection, ids, set(places))
    named = _people(connection, said)
    by_reading: dict[int, dict[int, Statement]] = defaultdict(dict)
    for (reading, number), statement in said.items():
        by_reading[reading][number] = statement
    read = {reading: _read(found[reading], some, named[reading]) for reading, some in by_reading.items()}
    return {(reading, number): Compared(read[reading], number - 1) for reading, number in places}


def _read(row: Row[tuple[object, ...]], some: dict[int, Statement], named: Sequence[Person]) -> ReadArticle:
    """Return an article with some of its statements, each at its place; the first fills places between."""
    first = next(iter(some.values()))
    statements = tuple(some.get(number, first) for number in range(1, max(some) + 1))
    return ReadArticle(rows.article_of(row), statements, tuple(named), row.extractor)


def _people(connection: Connection, said: dict[Place, Statement]) -> dict[int, list[Person]]:
    """Return by reading whom statements name as speaker, addressee or channel, and for whom these speak."""
    wanted = {(reading, one) for (reading, _), statement in said.items() for one in _named(statement)}
    found = dict(_of_ids(connection, wanted))
    bodies = {(reading, one.speaks_for) for (reading, _), one in found.items() if one.speaks_for}
    found |= _of_ids(connection, bodies - found.keys())
    named: dict[int, list[Person]] = defaultdict(list)
    for (reading, _), person in sorted(found.items(), key=lambda one: one[0]):
        named[reading].append(person)
    return named


def _named(statement: Statement) -> Iterator[str]:
    yield from (one for one in (statement.speaker, statement.addressee, *statement.via) if one)


def _of_ids(
    connection: Connection, wanted: Collection[tuple[int, str]]
) -> Iterator[tuple[tuple[int, str], Person]]:
    for portion in rows.portions(sorted(wanted), _AT_ONCE):
        # by the readings too: without them SQLite looks through all people
        of_readings = people.c.reading.in_({reading for reading, _ in portion})
        query = select(people).where(of_readings, tuple_(people.c.reading, people.c.id).in_(portion))
        for row in connection.execute(query):
            yield (row.reading, row.id), rows.person_of(row)
