"""Many articles and their statements, kept: the Record facade and what it gives back."""

from __future__ import annotations

from onrecord.record.checked import Check, FoundWords, Mouth, NearWords, PrintedWords, Verdict
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
from onrecord.record.filter import Counting, Filter
from onrecord.record.record import Record, open_record
from onrecord.record.reprints import Reprint, ReprintGroup, SharedPassage
from onrecord.record.stories import Story
from onrecord.record.timelines import Counterpart, Point, Position, Timeline, When
from onrecord.record.watching import NewRelation, NewReports, News, NewUtterance, Question, Watched

__all__ = [
    "Added",
    "ArticleLine",
    "Bearing",
    "Check",
    "Comparison",
    "Counterpart",
    "Counting",
    "Counts",
    "Entry",
    "Filter",
    "FoundWords",
    "Mouth",
    "NearWords",
    "NewRelation",
    "NewReports",
    "NewUtterance",
    "News",
    "PersonLine",
    "Point",
    "Position",
    "PrintedRole",
    "PrintedWords",
    "Question",
    "Record",
    "RecordPerson",
    "Report",
    "Reprint",
    "ReprintGroup",
    "SharedPassage",
    "Story",
    "Timeline",
    "Verdict",
    "Watched",
    "When",
    "open_record",
]
