"""The table of what people decided about statements, as it is laid over the newest readings.

Invariant: it follows from the judgements that stand and the newest readings, and can be made again from
them; a statement without a row is as the machine found it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from onrecord.record.tables import metadata

reviews = Table(
    "reviews",
    metadata,
    Column("reading", ForeignKey("readings.key"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="of the statement"),
    Column("state", String, nullable=False, comment="accepted, corrected or rejected"),
    Column("speaker", String, comment="what the speaker is called, where decided; empty for nobody known"),
    Column("own", String, comment="which of the article's people that is, in people"),
    Column("given", ForeignKey("record_people.key"), comment="the person of the record that was meant"),
    Column("person", ForeignKey("record_people.key"), comment="who that is now"),
    Column("spans", String, nullable=False, comment="content, cue and source where corrected, as JSON"),
    Column("judgements", String, nullable=False, comment="those that stand, the latest first, a JSON list"),
    comment="statements of newest readings that somebody decided about, as they are shown",
    sqlite_with_rowid=False,
)

_given = reviews.c.given.is_not(None)
Index("reviews_given", reviews.c.given, sqlite_where=_given, postgresql_where=_given)
Index("reviews_person", reviews.c.person)
Index("reviews_state", reviews.c.state)

REVIEWS = (reviews,)
