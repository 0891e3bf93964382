"""The tables by which the articles of one story find each other; they follow from the evidence alone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from onrecord.record.tables import metadata

story_traces = Table(
    "story_traces",
    metadata,
    Column("article", ForeignKey("articles.key"), primary_key=True),
    Column("prominence", String, nullable=False, comment="what each telling word counts for, as JSON"),
    Column("leading", String, nullable=False, comment="words to look for others by, and as printed, as JSON"),
    Column("first", Integer, comment="first day of publication, as an ordinal"),
    Column("last", Integer),
    comment="what an article leaves for the finding of its story",
)

story_words = Table(
    "story_words",
    metadata,
    Column("word", BigInteger, primary_key=True, comment="hash of a stem or phrase"),
    Column("article", ForeignKey("articles.key"), primary_key=True),
    comment="articles by their leading words",
    sqlite_with_rowid=False,
)

story_counts = Table(
    "story_counts",
    metadata,
    Column("word", BigInteger, primary_key=True, autoincrement=False, comment="hash; 0 for the articles"),
    Column("articles", Integer, nullable=False, comment="in how many it leaves a trace"),
    comment="how common words are among the articles",
)

STORIES = (story_traces, story_words, story_counts)
