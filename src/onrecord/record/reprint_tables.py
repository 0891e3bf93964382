"""The tables of fingerprints and shared passages: what the machine finds in the texts alone.

They are of evidence only, which never changes: reading an article again leaves them as they are.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from onrecord.record.tables import metadata

fingerprints = Table(
    "fingerprints",
    metadata,
    # no foreign key: that would be a look-up for each of some two hundred rows of an article
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Integer, primary_key=True, autoincrement=False, comment="key of articles"),
    Column("place", Integer, nullable=False, comment="number of the word at which it begins"),
    sqlite_with_rowid=False,
    comment="which articles have a fingerprint, unless it is common",
)

common_fingerprints = Table(
    "common_fingerprints",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    comment="fingerprints that too many articles have to tell anything: a page's stock sentences",
)

shared_passages = Table(
    "shared_passages",
    metadata,
    Column("one", ForeignKey("articles.key"), primary_key=True),
    Column("other", ForeignKey("articles.key"), primary_key=True, comment="the larger key"),
    Column("one_start", Integer, primary_key=True, comment="in code points of the article's text"),
    Column("one_end", Integer, nullable=False),
    Column("other_start", Integer, primary_key=True),
    Column("other_end", Integer, nullable=False),
    Column("words", Integer, nullable=False, comment="how many are the same in both"),
    Column("kind", String, nullable=False, comment="whole, passage or quotation"),
    sqlite_with_rowid=False,
)

REPRINTS = (fingerprints, common_fingerprints, shared_passages)

Index("shared_passages_other", shared_passages.c.other)
