"""onrecord reads news articles and keeps a record of every attributed statement in them.

    import onrecord

    for item in onrecord.read("article.txt"):
        print(item)

    with onrecord.open_record("story.db") as record:
        record.add("articles/")
        for entry in record.find("export ban", onrecord.Filter(speaker="minister")):
            print(entry.source, entry.cue, entry.content)

The names in ``__all__`` are the public surface; each is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "onrecord.api": ("read", "read_text"),
    "onrecord.resolution.chain": ("Hop", "chain"),
    "onrecord.linking.said": ("Said",),
    "onrecord.record.standing": ("standing",),
    "onrecord.linking.wording": ("Likeness", "Wording"),
    "onrecord.linking.differences": (
        "DifferenceKind",
        "Differences",
        "Edit",
        "EditKind",
        "Standout",
        "differences",
        "summary",
    ),
    "onrecord.record": (
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
    ),
    "onrecord.model": (
        "Extraction",
        "Role",
        "MentionForm",
        "Mention",
        "Ground",
        "EntityKind",
        "Credit",
        "Antecedent",
        "Article",
        "Attribution",
        "Document",
        "Judgement",
        "Person",
        "PersonKind",
        "Member",
        "Problem",
        "Quote",
        "ReadArticle",
        "Relation",
        "RelationKind",
        "Utterance",
        "Span",
        "Statement",
    ),
    "onrecord.errors": (
        "DocumentError",
        "NewerRecordError",
        "NotARecordError",
        "NotFoundError",
        "OnrecordError",
        "QueryError",
        "RecordError",
        "WeightsError",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [  # noqa: PLE0604 - the names are spelled out in _HOMES and fixed by tests/test_public_surface.py
    "__version__",
    *sorted(_HOME),
]

if TYPE_CHECKING:
    from onrecord.api import read as read
    from onrecord.api import read_text as read_text
    from onrecord.errors import DocumentError as DocumentError
    from onrecord.errors import NewerRecordError as NewerRecordError
    from onrecord.errors import NotARecordError as NotARecordError
    from onrecord.errors import NotFoundError as NotFoundError
    from onrecord.errors import OnrecordError as OnrecordError
    from onrecord.errors import QueryError as QueryError
    from onrecord.errors import RecordError as RecordError
    from onrecord.errors import WeightsError as WeightsError
    from onrecord.linking.differences import DifferenceKind as DifferenceKind
    from onrecord.linking.differences import Differences as Differences
    from onrecord.linking.differences import Edit as Edit
    from onrecord.linking.differences import EditKind as EditKind
    from onrecord.linking.differences import Standout as Standout
    from onrecord.linking.differences import differences as differences
    from onrecord.linking.differences import summary as summary
    from onrecord.linking.said import Said as Said
    from onrecord.linking.wording import Likeness as Likeness
    from onrecord.linking.wording import Wording as Wording
    from onrecord.model import Antecedent as Antecedent
    from onrecord.model import Article as Article
    from onrecord.model import Attribution as Attribution
    from onrecord.model import Credit as Credit
    from onrecord.model import Document as Document
    from onrecord.model import EntityKind as EntityKind
    from onrecord.model import Extraction as Extraction
    from onrecord.model import Ground as Ground
    from onrecord.model import Judgement as Judgement
    from onrecord.model import Member as Member
    from onrecord.model import Mention as Mention
    from onrecord.model import MentionForm as MentionForm
    from onrecord.model import Person as Person
    from onrecord.model import PersonKind as PersonKind
    from onrecord.model import Problem as Problem
    from onrecord.model import Quote as Quote
    from onrecord.model import ReadArticle as ReadArticle
    from onrecord.model import Relation as Relation
    from onrecord.model import RelationKind as RelationKind
    from onrecord.model import Role as Role
    from onrecord.model import Span as Span
    from onrecord.model import Statement as Statement
    from onrecord.model import Utterance as Utterance
    from onrecord.record import Added as Added
    from onrecord.record import ArticleLine as ArticleLine
    from onrecord.record import Bearing as Bearing
    from onrecord.record import Check as Check
    from onrecord.record import Comparison as Comparison
    from onrecord.record import Counterpart as Counterpart
    from onrecord.record import Counting as Counting
    from onrecord.record import Counts as Counts
    from onrecord.record import Entry as Entry
    from onrecord.record import Facet as Facet
    from onrecord.record import Facets as Facets
    from onrecord.record import Filter as Filter
    from onrecord.record import FoundWords as FoundWords
    from onrecord.record import Mouth as Mouth
    from onrecord.record import NearWords as NearWords
    from onrecord.record import NewRelation as NewRelation
    from onrecord.record import NewReports as NewReports
    from onrecord.record import News as News
    from onrecord.record import NewUtterance as NewUtterance
    from onrecord.record import OtherReport as OtherReport
    from onrecord.record import Overview as Overview
    from onrecord.record import PersonLine as PersonLine
    from onrecord.record import Point as Point
    from onrecord.record import Position as Position
    from onrecord.record import PrintedRole as PrintedRole
    from onrecord.record import PrintedWords as PrintedWords
    from onrecord.record import Provenance as Provenance
    from onrecord.record import Question as Question
    from onrecord.record import Record as Record
    from onrecord.record import RecordPerson as RecordPerson
    from onrecord.record import Report as Report
    from onrecord.record import Reprint as Reprint
    from onrecord.record import ReprintGroup as ReprintGroup
    from onrecord.record import Review as Review
    from onrecord.record import Reviewed as Reviewed
    from onrecord.record import Reviewing as Reviewing
    from onrecord.record import SharedPassage as SharedPassage
    from onrecord.record import Story as Story
    from onrecord.record import Taken as Taken
    from onrecord.record import Timeline as Timeline
    from onrecord.record import Verdict as Verdict
    from onrecord.record import Watched as Watched
    from onrecord.record import When as When
    from onrecord.record import open_record as open_record
    from onrecord.record.standing import standing as standing
    from onrecord.resolution.chain import Hop as Hop
    from onrecord.resolution.chain import chain as chain


def __getattr__(name: str) -> Any:
    """Load a public name from its home the first time it is used (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
