"""What changed in a record since somebody counted: a number for each kind of change.

Invariant: whatever changes which statements there are, who makes them, what was decided about them or what
they report notes it in the same transaction.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from onrecord.record.facet_tables import changes


class Changed(StrEnum):
    """What changes, of all that is counted."""

    ARTICLES = "articles"
    PEOPLE = "people"
    REVIEWS = "reviews"
    UTTERANCES = "utterances"


def note(connection: Connection, what: Changed) -> int:
    """Note a change and return its number."""
    this = changes.c.what == str(what)
    number = connection.scalar(select(changes.c.number).where(this))
    if number is None:
        connection.execute(insert(changes).values(what=str(what), number=1))
        return 1
    connection.execute(update(changes).where(this).values(number=number + 1))
    return int(number) + 1


def noted(connection: Connection) -> dict[Changed, int]:
    """Return the number of the last change of each kind."""
    found = {row.what: row.number for row in connection.execute(select(changes))}
    return {what: found.get(str(what), 0) for what in Changed}
