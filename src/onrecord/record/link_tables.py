"""The tables of utterances and of what is compared to find them: inference over all newest readings."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from onrecord.record.tables import metadata

compared = Table(
    "compared",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("reading", ForeignKey("readings.key"), nullable=False),
    Column("number", Integer, nullable=False, comment="the statement's"),
    Column("article", Integer, nullable=False, comment="key of articles"),
    Column("stems", String, nullable=False, comment="its telling words, each once"),
    Column("vectors", LargeBinary, nullable=False, comment="of each part, a byte a number"),
    Column("hashes", LargeBinary, nullable=False, comment="its keys, eight bytes each"),
    UniqueConstraint("reading", "number"),
    comment="the statements of newest readings, as they are compared with others",
)

compared_keys = Table(
    "compared_keys",
    metadata,
    # no foreign key: that would be a look-up for each of some twenty rows of a statement
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("statement", Integer, primary_key=True, autoincrement=False, comment="key of compared"),
    sqlite_with_rowid=False,
    comment="under what a statement is looked up: runs of words, speaker and week, rare words",
)

likely = Table(
    "likely",
    metadata,
    Column("one", ForeignKey("compared.key"), primary_key=True),
    Column("other", ForeignKey("compared.key"), primary_key=True, comment="the larger key"),
    Column("probability", Float, nullable=False, comment="of the likeliest two parts"),
    Column("parts", String, nullable=False, comment="numbers of two parts and their probability, as JSON"),
    sqlite_with_rowid=False,
    comment="statements that may report one utterance",
)

members = Table(
    "members",
    metadata,
    Column("statement", ForeignKey("compared.key"), primary_key=True),
    Column("first", Integer, primary_key=True, comment="number of its first part here"),
    Column("last", Integer, nullable=False),
    Column("content", String, nullable=False, comment="spans, as JSON"),
    Column("utterance", String, nullable=False, comment="the machine's: the id of its first report"),
    Column("confidence", Float, nullable=False),
    Column("shown", String, nullable=False, comment="utterance, unless somebody decided"),
    Column("decided", Boolean, nullable=False, comment="whether somebody's judgement is about it"),
    Column("later", Boolean, nullable=False, comment="whether an earlier report of what is shown is there"),
    Column("report", String, nullable=False, comment="the first one whose copy it is, or itself"),
    comment="the reports of utterances that have several",
    sqlite_with_rowid=False,
)

relations = Table(
    "relations",
    metadata,
    Column("one", ForeignKey("compared.key"), primary_key=True),
    Column("other", ForeignKey("compared.key"), primary_key=True, comment="the one that answers"),
    Column("kind", String, primary_key=True, comment="restates, contradicts or responds"),
    Column("confidence", Float, nullable=False),
    Column("reasons", String, nullable=False, comment="a JSON list"),
    sqlite_with_rowid=False,
    comment="how statements stand to each other that are not one utterance",
)

looks = Table(
    "looks",
    metadata,
    Column("watcher", String, primary_key=True, comment="who looked"),
    Column("asked", String, primary_key=True, comment="what for: words and filter, as JSON"),
    Column("article", Integer, nullable=False, comment="the last key of articles at the last look"),
    Column("made", String, nullable=False),
    sqlite_with_rowid=False,
    comment="when somebody looked last, for what is new since",
)

LOOKS = (looks,)
LINKS = (compared, compared_keys, likely, members, relations)

Index("likely_other", likely.c.other)
Index("members_shown", members.c.shown)
Index("members_utterance", members.c.utterance)
Index("relations_other", relations.c.other)
Index("compared_article", compared.c.article)
