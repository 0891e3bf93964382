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
    Review,
    Reviewed,
)
from onrecord.record.facets import Facet, Facets, Overview
from onrecord.record.filter import Counting, Filter, Reviewing
from onrecord.record.importing import Taken
from onrecord.record.provenance import OtherReport, Provenance
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
    "Facet",
    "Facets",
    "Filter",
    "FoundWords",
    "Mouth",
    "NearWords",
    "NewRelation",
    "NewReports",
    "NewUtterance",
    "News",
    "OtherReport",
    "Overview",
    "PersonLine",
    "Point",
    "Position",
    "PrintedRole",
    "PrintedWords",
    "Provenance",
    "Question",
    "Record",
    "RecordPerson",
    "Report",
    "Reprint",
    "ReprintGroup",
    "Review",
    "Reviewed",
    "Reviewing",
    "SharedPassage",
    "Story",
    "Taken",
    "Timeline",
    "Verdict",
    "Watched",
    "When",
    "open_record",
]
