"""CSV: one row a statement, with its words, its place and the words around it, for spreadsheets.

Invariant: a row has what the screen has.  A cell that a spreadsheet would run as a formula begins with
an apostrophe (OWASP, "CSV Injection"); the spans beside it point at the words as printed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from onrecord.model import Spans
from onrecord.record import Entry, Filter, Record

COLUMNS = (
    "statement",
    "published",
    "outlet",
    "title",
    "speaker",
    "source",
    "cue",
    "content",
    "quote",
    "communicated",
    "act",
    "said",
    "confidence",
    "context",
    "paragraph",
    "line",
    "content_spans",
    "cue_spans",
    "source_spans",
    "article",
    "url",
    "speaker_kind",
    "addressee",
    "parent",
    "via",
    "place",
    "person",
    "person_name",
)
_AROUND = 100
"""Characters of context on either side: 200 in all."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(record: Record, only: Filter) -> Iterator[bytes]:
    """Yield a row of column names, then a row for each statement that the filter lets pass, in UTF-8."""
    yield _row(list(COLUMNS))
    for entry in record.statements(only):
        yield _row([_safe(value) for value in _values(entry)])


def _values(entry: Entry) -> list[str]:
    statement, article = entry.statement, entry.article
    relation, place = statement.attribution, entry.place
    return [
        statement.id,
        article.published or "",
        article.outlet or "",
        article.title or "",
        entry.speaker.name if entry.speaker else "",
        entry.source,
        entry.cue,
        entry.content,
        str(relation.quote),
        "true" if relation.communicated else "false",
        statement.act,
        statement.said or "",
        f"{relation.confidence:.4f}",
        _context(entry),
        str(place.paragraph),
        str(place.line),
        _spans(relation.content),
        _spans(relation.cue),
        _spans(relation.source),
        article.id,
        article.url or "",
        str(entry.speaker.kind) if entry.speaker else "",
        _name(entry, statement.addressee),
        statement.parent or "",
        "; ".join(_name(entry, through) for through in statement.via),
        statement.place or "",
        entry.person or "",
        entry.speaker_name,
    ]


def _name(entry: Entry, identifier: str | None) -> str:
    """Return what the article calls one of its people; empty for nobody."""
    person = entry.one_of(identifier)
    return person.name if person else identifier or ""


def _context(entry: Entry) -> str:
    """Return the statement with the characters before and after it, in one line."""
    relation = entry.statement.attribution
    every = (*relation.content, *relation.cue, *relation.source)
    start = max(0, min(span.start for span in every) - _AROUND)
    end = max(span.end for span in every) + _AROUND
    return " ".join(entry.article.text[start:end].split())


def _spans(spans: Spans) -> str:
    return ";".join(f"{span.start}-{span.end}" for span in spans)


def _safe(value: str) -> str:
    return "'" + value if value.startswith(_FORMULA) else value


def _row(values: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue().encode("utf-8")
