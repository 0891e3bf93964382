"""The tables of a record, defined once for every database that SQLAlchemy speaks.

Three kinds of table that never mix: *evidence* (documents, articles) is written once and never changed;
*inference* (readings and what hangs on them) is added anew by each version of the extractor; *judgements*
are a person's, and are kept whatever is read again.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

facts = Table(
    "record_facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="what the record says of itself: its schema version",
)

articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("text", Text, nullable=False, comment="the evidence that all offsets point into"),
    Column("sha256", String(64), nullable=False),
    Column("title", String),
    Column("outlet", String),
    Column("outlet_folded", String, comment="the outlet in folded case, for filters"),
    Column("published", String, comment="ISO 8601, at the precision given"),
    Column("published_first", String(10), index=True, comment="first day that published may mean"),
    Column("published_last", String(10)),
    Column("url", String),
    Column("byline", String),
    Column("added", String, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", ForeignKey("articles.key"), nullable=False, index=True),
    Column("name", String, nullable=False, comment="the file, or file and line, as it was named"),
    Column("media_type", String, nullable=False),
    Column("sha256", String(64), nullable=False, comment="of the bytes as they came"),
    Column("raw", LargeBinary, nullable=False, comment="the bytes, compressed with zlib"),
    UniqueConstraint("sha256", "media_type"),
)

readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", ForeignKey("articles.key"), nullable=False),
    Column("extractor", String, nullable=False, comment="version of the extractor"),
    Column("current", Boolean, nullable=False, comment="whether it is the article's newest"),
    Column("made", String, nullable=False),
    UniqueConstraint("article", "extractor"),
)

statements = Table(
    "statements",
    metadata,
    Column("reading", ForeignKey("readings.key"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="the n of the statement id <article id>-n"),
    Column("quote", String, nullable=False),
    Column("communicated", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("speaker", String),
    Column("addressee", String),
    Column("via", String, nullable=False, comment="person ids, a JSON list"),
    Column("parent", Integer),
    Column("act", String, nullable=False),
    Column("said", String),
)

spans = Table(
    "spans",
    metadata,
    Column("reading", Integer, primary_key=True),
    Column("statement", Integer, primary_key=True),
    Column("role", String, primary_key=True, comment="content, cue or source"),
    Column("start", Integer, primary_key=True, comment="in code points of the article's text"),
    Column("end", Integer, nullable=False),
    ForeignKeyConstraint(["reading", "statement"], ["statements.reading", "statements.number"]),
)

people = Table(
    "people",
    metadata,
    Column("reading", ForeignKey("readings.key"), primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("names", String, nullable=False, comment="every printed name, a JSON list"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("subject", String, nullable=False, index=True),
    Column("extractor", String, comment="the version whose reading was judged"),
    Column("kind", String, nullable=False),
    Column("value", String, nullable=False),
    Column("who", String, nullable=False),
    Column("made", String, nullable=False),
    Column("undone", String, comment="when it was taken back"),
)

problems = Table(
    "problems",
    metadata,
    Column("document", String, primary_key=True),
    Column("reason", String, nullable=False),
    Column("seen", String, nullable=False),
)

Index("readings_of_version", readings.c.current, readings.c.extractor)
