"""The rows of every table that is exported: one a report of a statement, the same in each format.

Invariant: a column has values of one kind, or none; what the machine found stands beside what somebody
decided wherever they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from onrecord.export.selection import Selection
from onrecord.model import Spans
from onrecord.reading.published import days
from onrecord.record import Entry, Provenance
from onrecord.record.entries import printed

AROUND = 100
"""Characters of context on either side: 200 in all."""

Kind = Literal["text", "number", "integer", "truth", "day", "moment", "link"]
Value = str | float | int | bool | date | datetime | None


@dataclass(frozen=True)
class Report:
    """One row before it is cut into columns."""

    entry: Entry
    behind: Provenance
    selection: Selection


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what kind of value it has, what it means, and how it is told of a report."""

    name: str
    kind: Kind
    meaning: str
    of: Callable[[Report], Value]


def rows(selection: Selection) -> Iterator[list[Value]]:
    """Yield a row of values for each statement; None where there is nothing to say."""
    for entry, behind in selection.known():
        report = Report(entry, behind, selection)
        yield [None if value == "" else value for value in (column.of(report) for column in COLUMNS)]


def context(entry: Entry, around: int = AROUND) -> tuple[int, int]:
    """Return where a statement stands with so many characters before and after it."""
    every = (*entry.content_spans, *entry.cue_spans, *entry.source_spans)
    start = max(0, min(span.start for span in every) - around)
    return start, min(len(entry.article.text), max(span.end for span in every) + around)


def machine_speaker(entry: Entry) -> str:
    """Return whom the machine found to speak, where somebody decided otherwise; else nothing."""
    if entry.review is None or entry.review.speaker is None:
        return ""
    found = entry.one_of(entry.statement.speaker)
    name = found.name if found else "unknown"
    return "" if name in (entry.speaker_name, entry.speaker.name if entry.speaker else "") else name


def named(entry: Entry, identifier: str | None) -> str:
    """Return what the article calls one of its people; empty for nobody."""
    person = entry.one_of(identifier)
    return person.name if person else identifier or ""


def day(iso: str | None, last: bool = False) -> date | None:
    """Return the first, or the last, day that an ISO date or an interval of two may mean."""
    parts = (iso or "").split("/")
    found = days(parts[-1 if last else 0])
    return date.fromisoformat(found[last]) if found else None


def moment(iso: str) -> datetime | None:
    """Return an ISO date-time as such, or None where it is none."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def _context(report: Report) -> str:
    start, end = context(report.entry)
    return " ".join(report.entry.article.text[start:end].split())


def _found(report: Report, role: Literal["content", "cue", "source"]) -> str:
    """Return the words that the machine found, where somebody corrected them."""
    review, relation = report.entry.review, report.entry.statement.attribution
    decided: Spans | None = getattr(review, role) if review else None
    found: Spans = getattr(relation, role)
    return "" if decided is None or decided == found else printed(found, report.entry.article.text)


def _spans(spans: Spans) -> str:
    return ";".join(f"{span.start}-{span.end}" for span in spans)


def _via(report: Report) -> str:
    return "; ".join(named(report.entry, through) for through in report.entry.statement.via)


COLUMNS: tuple[Column, ...] = (
    Column("statement", "text", "The statement's id.", lambda r: r.entry.statement.id),
    Column(
        "published", "text", "When the article was published, as given.", lambda r: r.entry.article.published
    ),
    Column("outlet", "text", "Who published it.", lambda r: r.entry.article.outlet),
    Column("title", "text", "The article's headline.", lambda r: r.entry.article.title),
    Column(
        "speaker",
        "text",
        "Who speaks, as the article names them; empty where unknown.",
        lambda r: r.entry.speaker.name if r.entry.speaker else None,
    ),
    Column("source", "text", "The words that name who is speaking, as printed.", lambda r: r.entry.source),
    Column("cue", "text", "The words that carry the reporting, as printed.", lambda r: r.entry.cue),
    Column("content", "text", "The words attributed, as printed.", lambda r: r.entry.content),
    Column("quote", "text", "direct, indirect or mixed.", lambda r: str(r.entry.statement.attribution.quote)),
    Column(
        "communicated",
        "truth",
        "false for a mere belief, wish or feeling.",
        lambda r: r.entry.statement.attribution.communicated,
    ),
    Column(
        "act", "text", "What the statement does: assert, deny, promise, ...", lambda r: r.entry.statement.act
    ),
    Column(
        "said", "text", "When it was said: a date, or an interval from/to.", lambda r: r.entry.statement.said
    ),
    Column(
        "confidence",
        "number",
        "The extractor's probability that the attribution is right as found.",
        lambda r: round(r.entry.statement.attribution.confidence, 4),
    ),
    Column(
        "context",
        "text",
        "The statement with 100 characters before and 100 after it, in one line.",
        _context,
    ),
    Column(
        "paragraph", "integer", "In which paragraph the content begins.", lambda r: r.entry.place.paragraph
    ),
    Column("line", "integer", "In which line it begins.", lambda r: r.entry.place.line),
    Column(
        "content_spans",
        "text",
        "Where the content stands in the article's text, in code points.",
        lambda r: _spans(r.entry.content_spans),
    ),
    Column("cue_spans", "text", "Where the cue stands.", lambda r: _spans(r.entry.cue_spans)),
    Column("source_spans", "text", "Where the source stands.", lambda r: _spans(r.entry.source_spans)),
    Column("article", "text", "The article's id.", lambda r: r.entry.article.id),
    Column("url", "link", "Where the article was published.", lambda r: r.entry.article.url),
    Column(
        "speaker_kind",
        "text",
        "person, organization, group, document or unnamed.",
        lambda r: str(r.entry.speaker.kind) if r.entry.speaker else None,
    ),
    Column(
        "addressee", "text", "To whom it was said.", lambda r: named(r.entry, r.entry.statement.addressee)
    ),
    Column(
        "parent",
        "text",
        "The statement in whose content this one is reported.",
        lambda r: r.entry.statement.parent,
    ),
    Column("via", "text", "Programmes, outlets or platforms through which it was said.", _via),
    Column("place", "text", "Where it was said, as printed.", lambda r: r.entry.statement.place),
    Column("person", "text", "The id of the record's person who speaks.", lambda r: r.entry.person),
    Column(
        "person_name",
        "text",
        "What the record calls the speaker, as decided where somebody did.",
        lambda r: r.entry.speaker_name,
    ),
    Column(
        "permalink", "link", "The statement's page.", lambda r: r.selection.statement(r.entry.statement.id)
    ),
    Column(
        "utterance",
        "text",
        "The utterances that it reports with others.",
        lambda r: "; ".join(r.behind.utterances),
    ),
    Column(
        "other_outlets",
        "integer",
        "How many other outlets report the same words.",
        lambda r: r.behind.outlets,
    ),
    Column(
        "review",
        "text",
        "accepted, corrected or rejected; empty where nobody decided.",
        lambda r: str(r.entry.review.state) if r.entry.review else None,
    ),
    Column(
        "reviewed_by", "text", "Who decided last.", lambda r: r.entry.review.who if r.entry.review else None
    ),
    Column(
        "reviewed_at",
        "moment",
        "When that was, in UTC.",
        lambda r: moment(r.entry.review.when) if r.entry.review else None,
    ),
    Column(
        "machine_speaker",
        "text",
        "Whom the machine found to speak, where somebody decided otherwise.",
        lambda r: machine_speaker(r.entry),
    ),
    Column(
        "machine_content",
        "text",
        "The content that the machine found, where somebody corrected it.",
        lambda r: _found(r, "content"),
    ),
    Column("machine_cue", "text", "The cue that it found, where corrected.", lambda r: _found(r, "cue")),
    Column(
        "machine_source", "text", "The source that it found, where corrected.", lambda r: _found(r, "source")
    ),
    Column(
        "published_from",
        "day",
        "The first day that the date of publication may mean.",
        lambda r: day(r.entry.article.published),
    ),
    Column(
        "published_to",
        "day",
        "The last day that it may mean.",
        lambda r: day(r.entry.article.published, True),
    ),
    Column(
        "said_from",
        "day",
        "The first day on which it may have been said.",
        lambda r: day(r.entry.statement.said),
    ),
    Column("said_to", "day", "The last such day.", lambda r: day(r.entry.statement.said, True)),
    Column("extractor", "text", "The version that read the article.", lambda r: r.behind.extractor),
    Column("sha256", "text", "The SHA-256 of the article's text.", lambda r: r.behind.sha256),
)
"""The columns, in their order; new ones come last, so that what reads them by place goes on working."""
