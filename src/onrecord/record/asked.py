"""Whose words somebody asks for: one person of the record, or whoever a source names so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, tuple_

from onrecord.errors import NotFoundError, QueryError
from onrecord.linking.content import rarity, stem
from onrecord.linking.utterances.speakers import TELLING
from onrecord.model import PersonKind
from onrecord.record import roster, search
from onrecord.record.tables import statements
from onrecord.words import words

_ID = re.compile(r"\s*p\d{1,15}\s*")


@dataclass(frozen=True)
class Asked:
    """Whose words somebody asks for: people of the record, or whoever a source names so."""

    name: str
    people: frozenset[int]
    words: str | None = None
    telling: frozenset[str] = frozenset()
    body: bool = False

    def said(self) -> Any:
        """Return their statements as a join."""
        if self.words is None:
            mine = roster.bearers_of(sorted(self.people))
            by = (mine.c.reading == statements.c.reading) & (mine.c.id == statements.c.speaker)
            return mine.join(statements, by)
        printed = search.matching_source(self.words)
        here = (printed.c.reading == statements.c.reading) & (printed.c.number == statements.c.number)
        return printed.join(statements, here)

    def condition(self) -> Any:
        """Return the condition on statements that they are theirs."""
        if self.words is None:
            return roster.statements_by(sorted(self.people))
        printed = search.matching_source(self.words)
        key = tuple_(statements.c.reading, statements.c.number)
        return key.in_(select(printed.c.reading, printed.c.number))


def asked(connection: Connection, who: str) -> Asked:
    """Return whom an id, a name or the words of a source mean.

    Raises NotFoundError where nobody is called so, QueryError that tells namesakes apart where several are.
    """
    try:
        return _person(connection, roster.identify(connection, who))
    except NotFoundError as error:
        source = select(search.matching_source(who).c.reading).limit(1)
        if not _ID.fullmatch(who) and connection.scalar(source) is not None:
            return Asked(who, frozenset(), who, telling([who]))
        raise NotFoundError(f"{error}; without --speaker it is told who said the words") from error
    except QueryError:
        found = connection.scalars(roster.meant(connection, who)).all()
        named = [
            line
            for line in roster.lines_of(connection, found)
            if line.kind in (PersonKind.PERSON, PersonKind.ORGANIZATION)
        ]
        if len(named) > 1 or not found:
            raise
        if named:
            return _person(connection, int(named[0].id[1:]))
        return Asked(who, frozenset(found), None, telling([who]))


def _person(connection: Connection, person: int) -> Asked:
    (line,) = roster.lines_of(connection, [person])
    body = line.kind is not PersonKind.PERSON
    return Asked(line.name, frozenset({person}), None, telling([line.name, *line.names, *line.roles]), body)


def telling(printed: Iterable[str]) -> frozenset[str]:
    """Return the stems of printed names and roles that are rare enough to tell somebody."""
    stems = {stem(word.token) for form in printed for word in words(form)}
    return frozenset(one for one in stems if rarity(one) >= TELLING)
