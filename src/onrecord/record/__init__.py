"""Many articles and their statements, kept: the Record facade and what it gives back."""

from __future__ import annotations

from onrecord.record.entries import (
    Added,
    ArticleLine,
    Bearing,
    Comparison,
    Counts,
    Entry,
    PersonLine,
    PrintedRole,
    RecordPerson,
    Report,
)
from onrecord.record.filter import Filter
from onrecord.record.record import Record, open_record
from onrecord.record.reprints import Reprint, ReprintGroup, SharedPassage
from onrecord.record.stories import Story

__all__ = [
    "Added",
    "ArticleLine",
    "Bearing",
    "Comparison",
    "Counts",
    "Entry",
    "Filter",
    "PersonLine",
    "PrintedRole",
    "Record",
    "RecordPerson",
    "Report",
    "Reprint",
    "ReprintGroup",
    "SharedPassage",
    "Story",
    "open_record",
]
