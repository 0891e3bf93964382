"""Bring a record up to the schema of this version, step by step, never back.

Invariant: a record says its schema version; each step takes it from one version to the next inside one
transaction.  A short list of numbered functions is enough for one file that every user carries by
themselves; Alembic would add a configuration, an environment and 60 ms to each command for the same.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, update

from onrecord.errors import NewerRecordError, NotARecordError
from onrecord.record import facet_entering, reprint_entering, search, story_entering, uniting, views
from onrecord.record.facet_tables import FACETS, changes
from onrecord.record.link_tables import LINKS, LOOKS
from onrecord.record.reprint_tables import REPRINTS
from onrecord.record.review_tables import REVIEWS
from onrecord.record.story_tables import STORIES
from onrecord.record.tables import UNITING, bearers, facts, metadata, statements
from onrecord.record.utterances import Links

SCHEMA_VERSION = 6
STEPS: dict[int, Callable[[Connection], None]] = {}
"""``STEPS[n]`` takes a record from schema n - 1 to schema n."""
_RESOLVED = (
    "ALTER TABLE statements ADD COLUMN answers INTEGER",
    "ALTER TABLE statements ADD COLUMN place VARCHAR",
    "ALTER TABLE statements ADD COLUMN grounds VARCHAR DEFAULT '[]' NOT NULL",
    "ALTER TABLE people ADD COLUMN position INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE people ADD COLUMN roles VARCHAR DEFAULT '[]' NOT NULL",
    "ALTER TABLE people ADD COLUMN mentions VARCHAR DEFAULT '[]' NOT NULL",
    "ALTER TABLE people ADD COLUMN occupation VARCHAR DEFAULT '' NOT NULL",
    "ALTER TABLE people ADD COLUMN anonymity VARCHAR DEFAULT '[]' NOT NULL",
    "ALTER TABLE people ADD COLUMN speaks_for VARCHAR",
    "ALTER TABLE readings ADD COLUMN credits VARCHAR DEFAULT '[]' NOT NULL",
    "ALTER TABLE judgements ADD COLUMN undone_by VARCHAR",
    "ALTER TABLE judgements ADD COLUMN detail VARCHAR",
    "UPDATE people SET position = rowid",
)


def _people_over_articles(connection: Connection) -> None:
    """Schema 2: what is resolved of statements and people, and people united over articles."""
    for statement in _RESOLVED:
        connection.exec_driver_sql(statement)
    metadata.create_all(connection, tables=UNITING, checkfirst=False)
    search.create_people_index(connection)
    uniting.enter_all(connection)


STEPS[2] = _people_over_articles


def _links_over_articles(connection: Connection) -> None:
    """Schema 3: utterances, relations, copied passages and stories."""
    metadata.create_all(connection, tables=(*LINKS, *REPRINTS, *STORIES, *LOOKS), checkfirst=False)
    reprint_entering.enter_all(connection)
    story_entering.enter_all(connection)
    Links().link_all(connection)


STEPS[3] = _links_over_articles

_CERTAINTY = (
    "ALTER TABLE statements ADD COLUMN certainty FLOAT DEFAULT '1.0' NOT NULL",
    """UPDATE statements SET certainty = min(confidence, coalesce(
    (SELECT min(json_extract(value, '$[2]')) FROM json_each(grounds)
    WHERE json_extract(value, '$[0]') = 'speaker'), 1.0))""",
)


def _reviews_of_statements(connection: Connection) -> None:
    """Schema 4: what people decided about statements, and how certain each is."""
    for statement in _CERTAINTY:
        connection.exec_driver_sql(statement)
    next(index for index in statements.indexes if index.name == "statements_certainty").create(connection)
    metadata.create_all(connection, tables=REVIEWS, checkfirst=False)


STEPS[4] = _reviews_of_statements


def _facets_of_statements(connection: Connection) -> None:
    """Schema 5: what statements are counted by."""
    metadata.create_all(connection, tables=FACETS)
    for index in bearers.indexes:
        index.create(connection, checkfirst=True)
    facet_entering.enter_all(connection)


STEPS[5] = _facets_of_statements


def _views_for_sql(_: Connection) -> None:
    """Schema 6: views for SQL, which are made after all steps."""


STEPS[6] = _views_for_sql


def bring_up(connection: Connection, name: str) -> None:
    """Make a new record, or take an older one to this version's schema.

    Raises NotARecordError for a database of something else, NewerRecordError for a later schema.
    """
    version = schema_version(connection, name)
    if version is None:
        metadata.create_all(connection)
        search.create_index(connection)
        search.create_people_index(connection)
        connection.execute(insert(facts).values(name="schema_version", value=str(SCHEMA_VERSION)))
        views.create(connection)
        return
    metadata.create_all(connection, tables=(changes,))  # which earlier steps note already
    for number in range(version + 1, SCHEMA_VERSION + 1):
        STEPS[number](connection)
        connection.execute(update(facts).where(facts.c.name == "schema_version").values(value=str(number)))
    views.create(connection)


def schema_version(connection: Connection, name: str) -> int | None:
    """Return the schema version that a record states, or None for an empty database."""
    present = inspect(connection).get_table_names()
    if not present:
        return None
    if facts.name not in present:
        raise NotARecordError(f"{name} is a database, but not a record of onrecord; give another file")
    stated = connection.scalar(select(facts.c.value).where(facts.c.name == "schema_version"))
    if stated is None or not stated.isdigit():
        raise NotARecordError(f"{name} does not say its version; it may be damaged")
    if int(stated) > SCHEMA_VERSION:
        raise NewerRecordError(
            f"{name} was written by a newer onrecord (schema {stated}; this one reads up to"
            f" {SCHEMA_VERSION}); upgrade onrecord"
        )
    return int(stated)
