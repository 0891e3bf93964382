"""Review: the statements that nobody decided about, the least certain first, one at a time.

Invariant: where a reviewer stands is in the address alone (the filter, and how many were skipped), so that
Back, a bookmark and a second window work; a decision changes the record and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request

from onrecord.errors import NotFoundError, QueryError
from onrecord.model import Ground, Person, Span, Spans
from onrecord.record import Entry, Filter, Record
from onrecord.record.entries import Bearing, PersonLine
from onrecord.record.filter import EVERYTHING, Reviewing
from onrecord.web import asking, described, urls, wording
from onrecord.web.answering import Page, house
from onrecord.web.marking import Mark, marked
from onrecord.web.pages.lately import lately
from onrecord.web.pages.search import sentence

ROLES = ("content", "cue", "source")
FURTHEST = 1_000_000
"""Statements that may be skipped."""
_BESIDE = 700
"""Characters of the paragraphs before and after that are shown too, for a span may have to reach there."""
_MOST_NAMESAKES = 6
_MOST_BEARINGS = 40
"""Articles of a person among which the reason for this one's is looked for."""


@dataclass(frozen=True, slots=True)
class At:
    """Where in the queue a reviewer stands: what it is narrowed to, how many were skipped, or a statement."""

    only: Filter = EVERYTHING
    skip: int = 0
    statement: str | None = None

    @property
    def queue(self) -> str:
        """The filter as a form carries it: the query of an address."""
        return urlencode(urls.search_query(None, self.only), errors="replace")

    def address(self, skip: int | None = None, statement: str | None = None) -> str:
        """Return the address of this place, or another in the same queue."""
        return urls.review(self.only, statement, self.skip if skip is None else max(0, skip))


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a decision that could not be made: why, and what was typed."""

    error: str = ""
    kind: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the article as it is shown; ``beside`` says that the statement does not stand in it."""

    words: Markup
    beside: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Union:
    """Whom the record takes a speaker for, why, and who else has such a name."""

    line: PersonLine
    bearing: Bearing | None
    namesakes: tuple[PersonLine, ...]


def review(request: Request) -> Page:
    """Show the statement that waits for review here, and what can be decided about it."""
    return review_page(request, at_in(request.query_params))


def at_in(query: Mapping[str, str]) -> At:
    """Return where an address stands in the queue; raises QueryError that names what is wrong."""
    only = replace(asking.filter_in(query), reviewed=None)
    return At(only, _skip_in(query.get("skip", "")), query.get("statement", "").strip() or None)


def review_page(request: Request, at: At, told: Told | None = None) -> Page:
    """Return the page of a place in the queue, with why a decision was not made where one was not."""
    record = house(request).record
    waiting = record.count_queue(at.only)
    entry = _entry(record, at)
    said = sentence(record, asking.Asked(None, at.only))
    data = {
        "said": said,
        "filter": urls.search_query(None, at.only),
        "waiting": waiting,
        "of": record.count(replace(at.only, reviewed=Reviewing.ALL)),
        "skip": at.skip,
        "statement": described.statement(entry) if entry else None,
        "doubt": _doubt(entry.doubt) if entry else None,
        "people": [person.name for person in _people(entry)] if entry else [],
    }
    told = told or Told()
    shown = _shown(record, at, entry) | {"at": at, "only": at.only, "told": told}
    shown |= {"lately": lately(request), "acts": wording.ACTS}
    return Page("review.html", "Review", data, shown, told.status)


def _entry(record: Record, at: At) -> Entry | None:
    if at.statement:
        return record.statement(at.statement)
    return next(record.review_queue(at.only, limit=1, offset=at.skip), None)


def _shown(record: Record, at: At, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"entry": None, "union": None}
    return {
        "entry": entry,
        "paragraphs": list(_paragraphs(entry)),
        "choices": _people(entry),
        "union": _union(record, entry),
        "spans": {role: _offsets(getattr(entry, f"{role}_spans")) for role in ROLES},
        "next": at.address() if at.statement else at.address(at.skip + 1),
        "back": at.address(at.skip - 1) if at.skip and not at.statement else None,
    }


def _doubt(ground: Ground) -> dict[str, Any]:
    return {"field": ground.field, "by": ground.by, "confidence": round(ground.confidence, 4)}


def _paragraphs(entry: Entry) -> Iterator[Paragraph]:
    """Yield the paragraphs of a statement with its words marked, and something of those beside them."""
    text, context = entry.article.text, entry.context
    marks = [
        Mark(span, (role,), (number,))
        for role in ROLES
        for number, span in enumerate(getattr(entry, f"{role}_spans"), start=1)
    ]
    marks += [Mark(span, ("doubted",)) for span in entry.doubt.spans]
    windows = [(span, False) for span in context]
    if before := _before(entry, context[0].start):
        windows.insert(0, (before, True))
    if after := _after(entry, context[-1].end):
        windows.append((after, True))
    ended = windows[0][0].start
    for span, beside in windows:
        yield Paragraph(marked(text, span, marks), beside, bool(text[ended : span.start].strip()))
        ended = span.end


def _before(entry: Entry, start: int) -> Span | None:
    """Return the end of the paragraph before a place."""
    earlier = [one for one in entry.layout.paragraphs if one.start < start]
    if not earlier:
        return None
    end = min(earlier[-1].end, start)
    return Span(max(earlier[-1].start, end - _BESIDE), end)


def _after(entry: Entry, end: int) -> Span | None:
    """Return the beginning of the paragraph after a place."""
    later = next((one for one in entry.layout.paragraphs if one.end > end), None)
    if later is None:
        return None
    start = max(later.start, end)
    return Span(start, min(later.end, start + _BESIDE))


def _people(entry: Entry) -> list[Person]:
    """Return the article's people, those who are mentioned nearest first, each name once."""
    at = entry.content_spans[0].start

    def away(person: Person) -> int:
        return min((abs(span.start - at) for span in person.mentions), default=len(entry.article.text))

    named = {person.name: person for person in sorted(entry.people, key=away, reverse=True)}
    return list(reversed(named.values()))


def _union(record: Record, entry: Entry) -> Union | None:
    """Return whom the record takes the speaker for, or None where it is nobody of the record."""
    if not entry.person:
        return None
    try:
        found = record.person(entry.person, limit=_MOST_BEARINGS)
    except (NotFoundError, QueryError):
        return None
    bearing = next((one for one in found.bearings if one.article == entry.article.id), None)
    return Union(found.line, bearing, _namesakes(record, found.line))


def _namesakes(record: Record, line: PersonLine) -> tuple[PersonLine, ...]:
    last = line.name.split()[-1:] or [line.name]
    try:
        found = list(record.people(last[0], line.kind, limit=_MOST_NAMESAKES + 1))
    except QueryError:
        return ()
    return tuple(one for one in found if one.id != line.id)[:_MOST_NAMESAKES]


def _offsets(spans: Spans) -> str:
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def _skip_in(given: str) -> int:
    given = given.strip() or "0"
    if not given.isascii() or not given.isdecimal() or len(given) > 7 or int(given) > FURTHEST:
        raise QueryError(f"skip={given[:20]!r} is no number of statements; give one up to {FURTHEST:,}")
    return int(given)
