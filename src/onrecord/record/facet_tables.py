"""The tables from which statements are counted: a few bytes for each statement of a newest reading.

They follow from the other tables and can be made again from them.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from onrecord.record.tables import metadata

facet_rows = Table(
    "facet_rows",
    metadata,
    Column("article", ForeignKey("articles.key"), primary_key=True),
    Column("reading", Integer, nullable=False, comment="the newest"),
    Column("change", Integer, nullable=False, comment="the number of the change that wrote it"),
    Column("outlet", String),
    Column("first", Integer, nullable=False, comment="first day of publication as 20190221, or 0"),
    Column("last", Integer, nullable=False),
    Column("statements", LargeBinary, nullable=False, comment="13 bytes each: see record/columns.py"),
    comment="articles with their statements, as they are counted",
)

facet_acts = Table(
    "facet_acts",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("act", String, nullable=False, unique=True),
    comment="the numbers of acts in facet_rows",
)

changes = Table(
    "changes",
    metadata,
    Column("what", String, primary_key=True, comment="articles, people or reviews"),
    Column("number", Integer, nullable=False, comment="how many times they changed"),
    comment="by which a program that has counted knows whether to count again",
)

FACETS = (facet_rows, facet_acts, changes)

Index("facet_rows_changed", facet_rows.c.change)
