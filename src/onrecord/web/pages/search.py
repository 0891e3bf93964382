"""Search: the statements that words and a filter let pass, each one click from the printed words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from onrecord.errors import NotFoundError, QueryError
from onrecord.export import FORMATS
from onrecord.model import Span, Spans
from onrecord.record import Entry, Facet, Facets, Filter, Record
from onrecord.record.provenance import Provenance
from onrecord.web import asking, described, urls, wording
from onrecord.web.answering import Page, house
from onrecord.web.asking import Asked
from onrecord.web.marking import Mark, marked

PAGE_SIZE = 20
_AROUND = 180
"""Characters of context that a snippet shows before and after the content."""
_LONGEST = 600
"""Characters of a content that a snippet shows."""
_MOST_VALUES = 8
"""Values of a facet that are shown at once."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as it is shown: where it leads, and whether it is chosen already."""

    name: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet as it is shown."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A condition of the search as it is shown, with the address of the search without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Others:
    """What else reports the same utterance: how many reports, in how many other outlets, and where to see."""

    reports: int
    outlets: int
    address: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found, with its words in their place."""

    entry: Entry
    snippet: Markup
    address: str
    others: Others | None


def search(request: Request) -> Page:
    """Show what the words and the filter of an address let pass, best first, or else by date."""
    asked = asking.asked(request.query_params)
    record = house(request).record
    facets = record.facets(asked.words, asked.only)
    entries = list(islice(found(record, asked), PAGE_SIZE))
    behind = record.provenance([entry.statement.id for entry in entries])
    said = sentence(record, asked)
    data = {
        "words": asked.words,
        "filter": urls.search_query(None, asked.only),
        "said": said,
        "page": asked.page,
        "pages": -(-facets.total // PAGE_SIZE),
        "facets": described.facets(facets),
        "statements": [_described(entry, behind[entry.statement.id]) for entry in entries],
    }
    shown = {
        "asked": asked,
        "only": asked.only,
        "hits": [_hit(entry, asked, behind[entry.statement.id]) for entry in entries],
        "groups": [group for group in _groups(asked, facets) if group.choices],
        "terms": list(_terms(record, asked)),
        "total": facets.total,
        "first": (asked.page - 1) * PAGE_SIZE + 1,
        "of": facets.of,
        "acts": wording.ACTS,
        "formats": list(FORMATS.values()),
    }
    return Page("search.html", _title(asked, said), data, shown)


def _described(entry: Entry, behind: Provenance) -> dict[str, Any]:
    reports = {"utterances": list(behind.utterances), "other_reports": len(behind.reports)}
    return described.statement(entry) | reports | {"other_outlets": behind.outlets}


def _hit(entry: Entry, asked: Asked, behind: Provenance) -> Hit:
    others = None
    if behind.reports:
        address = urls.utterance(behind.utterances[0])
        others = Others(len(behind.reports), behind.outlets, address)
    return Hit(entry, snippet(entry), _address(entry, asked), others)


def found(record: Record, asked: Asked) -> Iterator[Entry]:
    """Yield the statements of a page of a search."""
    skipped = (asked.page - 1) * PAGE_SIZE
    if asked.words:
        return record.find(asked.words, asked.only, PAGE_SIZE, skipped)
    return record.statements(asked.only, PAGE_SIZE, skipped)


def sentence(record: Record, asked: Asked) -> str:
    """Return a search in words, people by their names."""
    only = asked.only
    if only.about and (name := called(record, only.about)):
        only = replace(only, about=name)
    return wording.in_words(only, asked.words, called(record, only.speaker))


def called(record: Record, who: str | None) -> str | None:
    """Return the name of the person that an id means, None where it is no id."""
    if not who or not (who[:1] == "p" and who[1:].isdecimal()):
        return None
    try:
        return record.person(who, limit=0).line.name
    except (NotFoundError, QueryError):
        return None


def snippet(entry: Entry) -> Markup:
    """Return a statement's words in their place, what was looked for highlighted, as one short text."""
    article = entry.article
    content = entry.content_spans
    marks = [Mark(span, ("content",)) for span in content]
    marks += [Mark(span, ("cue",)) for span in entry.cue_spans]
    marks += [Mark(span, ("source",)) for span in entry.source_spans]
    marks += [Mark(span, word=True) for span in entry.highlights]
    parts = _windows(entry, content)
    pieces = [marked(article.text, part, marks, anchors=False) for part in parts]
    before = "… " if not _begins(entry, parts[0]) else ""
    after = " …" if not _ends(entry, parts[-1]) else ""
    return Markup("{}{}{}").format(before, Markup(" … ").join(pieces), after)


def _windows(entry: Entry, content: Spans) -> Sequence[Span]:
    """Return what of the paragraphs is shown: the content and some words on either side."""
    windows: list[Span] = []
    for part in entry.context:
        inside = [span for span in content if span.start < part.end and part.start < span.end]
        if not inside:
            continue
        start = _word_start(entry.article.text, max(part.start, inside[0].start - _AROUND), part.start)
        end = min(part.end, inside[-1].end + _AROUND, start + 2 * _AROUND + _LONGEST)
        windows.append(Span(start, max(start + 1, _word_end(entry.article.text, end, part.end))))
    return windows or [content[0]]


def _word_start(text: str, at: int, least: int) -> int:
    """Return the beginning of a word near a place, so that none is cut."""
    if at <= least:
        return least
    space = text.find(" ", at, at + 30)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int, most: int) -> int:
    if at >= most:
        return most
    space = text.rfind(" ", at - 30, at)
    return space if space > 0 else at


def _begins(entry: Entry, part: Span) -> bool:
    return any(part.start <= paragraph.start for paragraph in entry.context[:1])


def _ends(entry: Entry, part: Span) -> bool:
    return any(part.end >= paragraph.end for paragraph in entry.context[-1:])


def _address(entry: Entry, asked: Asked) -> str:
    return urls.article(entry.article.id, entry.statement.id, asked.words)


def _title(asked: Asked, said: str) -> str:
    return said[:1].upper() + said[1:] if asked.words or asked.only != Filter() else "Search"


def _groups(asked: Asked, facets: Facets) -> Iterator[Choices]:
    yield _choices(asked, "Speaker", "speaker", facets.speakers, lambda facet: facet.name)
    yield _choices(asked, "Outlet", "outlet", facets.outlets, lambda facet: facet.name or "no outlet")
    yield _choices(asked, "Act", "act", facets.acts, lambda facet: wording.act(facet.value))
    yield _choices(asked, "Quoted", "kind", facets.kinds, lambda facet: facet.value)
    yield _choices(asked, "Kind of speaker", "speaker_kind", facets.speaker_kinds, _speaker_kind)
    yield _years(asked, facets.years)
    yield _choices(asked, "Reviewed", "reviewed", facets.reviewed, _reviewed)


def _choices(asked: Asked, title: str, name: str, facet: Sequence[Facet], said: Any) -> Choices:
    given = getattr(asked.only, name)
    chosen = None if given is None else str(given)
    made = [
        Choice(said(one), one.count, _toggled(asked, name, one.value, chosen), one.value == chosen)
        for one in facet
        if one.value
    ]
    return Choices(title, tuple(made[:_MOST_VALUES]))


def _toggled(asked: Asked, name: str, value: str, chosen: str | None) -> str:
    changed: dict[str, Any] = {name: None if value == chosen else value}
    return asked.address(**changed)


def _years(asked: Asked, years: Sequence[Facet]) -> Choices:
    def choice(one: Facet) -> Choice:
        chosen = asked.only.since == asked.only.until == one.value
        to = None if chosen else one.value
        return Choice(one.name or one.value, one.count, asked.address(since=to, until=to), chosen)

    return Choices("Published", tuple(choice(one) for one in years[:_MOST_VALUES] if one.value))


def _speaker_kind(facet: Facet) -> str:
    return {"organization": "organisation", "unknown": "not known"}.get(facet.value, facet.value)


def _reviewed(facet: Facet) -> str:
    return {"none": "not yet"}.get(facet.value, facet.value)


def _terms(record: Record, asked: Asked) -> Iterator[Term]:
    """Yield each condition with the address of the search without it."""
    only = asked.only
    if asked.words:
        said = asked.words if '"' in asked.words else f"“{asked.words}”"
        yield Term(said, asked.address(words=None))
    for name in urls.search_query(None, only):
        field = {shown: inner for inner, shown in urls.NAMES.items()}.get(name, name)
        alone = Filter(**{field: getattr(only, field)})
        said = wording.in_words(alone, None, called(record, alone.speaker or alone.about))
        label = said.removeprefix("statements").strip(" ,")
        without: dict[str, Any] = {field: None}
        yield Term(label or said, asked.address(**without))
