"""Many articles and their statements, kept: the Record facade and what it gives back."""

from __future__ import annotations

from onrecord.record.entries import (
    Added,
    ArticleLine,
    Bearing,
    Counts,
    Entry,
    PersonLine,
    PrintedRole,
    RecordPerson,
)
from onrecord.record.filter import Filter
from onrecord.record.record import Record, open_record

__all__ = [
    "Added",
    "ArticleLine",
    "Bearing",
    "Counts",
    "Entry",
    "Filter",
    "PersonLine",
    "PrintedRole",
    "Record",
    "RecordPerson",
    "open_record",
]
