"""The people of a record: who said what over all articles, why they are one, and what somebody decided.

Invariant: what the machine infers and what somebody decides are kept apart; a decision outranks, is never
touched by reading again, and can be undone with nothing lost.
"""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from onrecord.errors import NotFoundError, QueryError
from onrecord.model import Judgement, PersonKind
from onrecord.record import judging, roster, rows, sqlite
from onrecord.record.choosing import Choosing
from onrecord.record.entries import Bearing, PersonLine, RecordPerson
from onrecord.record.filter import Counting
from onrecord.record.tables import articles, bearers, judgements, people, profiles
from onrecord.words import tokens

_PAGE = 50
_LONGEST_NAME = 200


class RecordPeople:
    """What a record knows and does about people; a part of Record."""

    _engine: Engine
    _choosing: Choosing
    name: str

    def people(
        self,
        words: str | None = None,
        kind: PersonKind | None = None,
        limit: int | None = 20,
        offset: int = 0,
        count: Counting = Counting.ALL,
    ) -> Iterator[PersonLine]:
        """Yield the people of the record, most statements first; ``count`` as in a filter.

        With ``words`` those who have all of them in their names or roles, or whose id it is.
        """
        with self._reading() as connection:
            query = _ranked(connection, words, kind, count).limit(limit).offset(offset)
            found = [row.who for row in connection.execute(query)]
            for start in range(0, len(found), _PAGE):
                yield from roster.lines_of(connection, found[start : start + _PAGE], count)

    def count_people(self, words: str | None = None, kind: PersonKind | None = None) -> int:
        """Return how many people ``people`` would yield without a limit."""
        with self._reading() as connection:
            found = _ranked(connection, words, kind).order_by(None).subquery()
            return connection.scalar(select(func.count()).select_from(found)) or 0

    def person(self, who: str, limit: int | None = None, count: Counting = Counting.ALL) -> RecordPerson:
        """Return a person of the record by id (``p12``) or name, with at most ``limit`` articles.

        With 0 its articles are not looked through: there are no roles either.
        ``count`` says which statements count, as in a filter.  Raises NotFoundError where nobody is meant,
        QueryError that tells the namesakes apart where several are.
        """
        with self._reading() as connection:
            person = roster.identify(connection, who)
            line = self._choosing.line(connection, person, count)
            return RecordPerson(
                line,
                roster.roles_of(connection, person) if limit != 0 else (),
                tuple(roster.bearings(connection, [person], limit)),
                tuple(_of_person(connection, person)),
            )

    def unions(self, who: str | None = None, limit: int | None = None, offset: int = 0) -> Iterator[Bearing]:
        """Yield what the machine united, by date: of everybody, or of one person."""
        with self._reading() as connection:
            person = [roster.identify(connection, who)] if who is not None else None
            yield from roster.bearings(connection, person, limit, offset, united=True)

    def judgements(self, who: str | None = None) -> Iterator[Judgement]:
        """Yield what somebody decided about people, in that order, what was undone included.

        ``undone`` says when, and by whom.
        """
        with self._reading() as connection:
            if who is not None:
                yield from _of_person(connection, roster.identify(connection, who))
                return
            for row in connection.execute(_judgements()):
                yield judgement_of(row)

    def merge_people(self, who: str, other: str, by: str | None = None) -> Judgement:
        """Decide that ``other`` is ``who``; articles still to come included.

        ``by`` is who decides, without it the login name.
        """
        return self._decided(by, lambda connection, name: _merge(connection, who, other, name))

    def split_person(
        self, who: str, *found_in: str, printed: str | None = None, by: str | None = None
    ) -> Judgement:
        """Decide that a person of some articles, or printed in some way, is another; ``value`` is its id."""
        return self._decided(by, lambda connection, name: _split(connection, who, found_in, printed, name))

    def rename_person(self, who: str, name: str, by: str | None = None) -> Judgement:
        """Decide what a person is called."""
        called = " ".join(name.split())
        if not tokens(called) or len(called) > _LONGEST_NAME:
            raise QueryError(f"{name!r} is no name; give one with letters, of at most {_LONGEST_NAME}")
        return self._decided(
            by,
            lambda connection, login: judging.rename(
                connection, roster.identify(connection, who), called, login
            ),
        )

    def undo(self, judgement: str | int, by: str | None = None) -> Judgement:
        """Take a judgement back: somebody's (``j3``, 3), or the machine's (``m12``) by a decision against it.

        What stood before stands again, and the judgement stays in the record as undone.
        """
        return self._decided(by, lambda connection, name: undo(connection, str(judgement), name))

    def _reading(self) -> Any:
        return sqlite.asking(self._engine, self.name)

    def _decided(self, by: str | None, decide: Callable[[Connection, str], int]) -> Judgement:
        with sqlite.writing(self._engine, self.name) as connection:
            number = decide(connection, by or login())
            query = select(judgements).where(judgements.c.key == number)
            return judgement_of(connection.execute(query).one())


def _ranked(
    connection: Connection, words: str | None, kind: PersonKind | None, count: Counting = Counting.ALL
) -> Select[Any]:
    who = None if words is None else roster.meant(connection, words, roles=True)
    return roster.ranked(who, kind, count)


def _merge(connection: Connection, who: str, other: str, by: str) -> int:
    one, two = roster.identify(connection, who), roster.identify(connection, other)
    if one == two:
        raise QueryError(f"{who} and {other} are one person already: p{one}")
    return judging.merge(connection, one, two, by)


def _split(connection: Connection, who: str, found_in: Sequence[str], printed: str | None, by: str) -> int:
    person = roster.identify(connection, who)
    if not found_in and printed is None:
        raise QueryError("say which articles, or which printed form, are another person's")
    mine = _bearers(connection, person)
    going = {row.key for row in mine if printed is not None and _is_printed(row, printed)}
    if printed is not None and not going:
        raise QueryError(f"p{person} is printed as {printed!r} in no article; see: onrecord person p{person}")
    for beginning in found_in:
        here = {row.key for row in mine if row.article_id.startswith(beginning)} if beginning else set()
        if not here:
            raise QueryError(f"p{person} is not in article {beginning!r}; see: onrecord person p{person}")
        going |= here
    if len(going) == len(mine):
        raise QueryError(
            f"that is all of p{person}, and nobody would be left; leave out at least one article"
        )
    return judging.split(connection, person, sorted(going), by)


def _bearers(connection: Connection, person: int) -> Sequence[Any]:
    mine = roster.bearers_of([person])
    query = select(mine.c.key, articles.c.id.label("article_id"), people.c.name, people.c.names)
    joined = mine.join(articles, articles.c.key == mine.c.article).join(
        people, (people.c.reading == mine.c.reading) & (people.c.id == mine.c.id)
    )
    return connection.execute(query.select_from(joined)).all()


def _is_printed(row: Any, printed: str) -> bool:
    wanted = tokens(printed)
    return any(tokens(form) == wanted for form in (row.name, *rows.names_in(row.names)))


def undo(connection: Connection, judgement: str, by: str) -> int:
    """Take a judgement on people back, and return its number, or that of the decision against it."""
    matched = re.fullmatch(r"\s*([jm]?)(\d{1,15})\s*", judgement, re.IGNORECASE)
    if not matched:
        raise QueryError(f"{judgement!r} is no judgement's id; they look like j3 or m12")
    kind, number = matched[1].lower() or "j", int(matched[2])
    if kind == "m":
        return _against(connection, number, by)
    row = connection.execute(_judgements().where(judgements.c.key == number)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no judgement j{number}; see: onrecord people judgements")
    if row.undone:
        raise QueryError(
            f"j{number} was undone on {row.undone[:10]} by {row.undone_by}; decide again instead"
        )
    judging.undo(connection, number, by)
    return number


def _against(connection: Connection, number: int, by: str) -> int:
    """Decide that a bearer is not whom the machine takes it for."""
    query = select(roster.shown()).select_from(bearers.join(profiles)).where(bearers.c.key == number)
    person: int | None = connection.scalar(query)
    found = roster.bearings(connection, [person], None) if person is not None else iter(())
    if person is None or f"m{number}" not in {one.judgement for one in found}:
        raise NotFoundError(f"there is no judgement m{number}; see: onrecord people judgements")
    return judging.split(connection, person, [number], by)


def _judgements() -> Select[Any]:
    return select(judgements).where(judgements.c.kind.in_(judging.KINDS)).order_by(judgements.c.key)


def _of_person(connection: Connection, person: int) -> Iterator[Judgement]:
    """Yield the decisions on those who are, or were, a person."""
    standing = judging.decisions(connection)
    for row in connection.execute(_judgements()):
        named = [row.subject] if row.kind == "rename" else [row.subject, row.value]
        if person in {number for one in named for number in (int(one[1:]), standing.person(int(one[1:])))}:
            yield judgement_of(row)


def judgement_of(row: Any) -> Judgement:
    """Return a judgement of a row of the table."""
    undone = f"{row.undone} by {row.undone_by}" if row.undone else None
    return Judgement(row.key, row.subject, row.kind, row.value, row.who, row.made, undone)


def login() -> str:
    """Return who is at work here, where it was not said who decides or looks."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"
