"""Stories: which articles report one event, and one event in several outlets, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from onrecord.record import ArticleLine, Comparison, Entry, Filter, Record, Report, Reprint, Story
from onrecord.record.entries import Reviewed
from onrecord.web import asking, described, urls, wording
from onrecord.web.answering import Page, house
from onrecord.web.pages.reprints import Copied, copied, member_data

PAGE_SIZE = 20
MOST_ARTICLES = 2_000
"""Articles of a record above which only the stories of some are looked for."""
LOOKED_AT = 300
"""Statements whose articles are those some: the best matches, or the last published."""
SIDE_BY_SIDE = 24
"""Articles of one story that are compared; of more, those of most outlets, each outlet's first."""
_WORDS = 90
"""Characters of a statement in a cell."""
_LEFT_OUT = 5
"""Speakers and utterances that an outlet leaves out which are told of."""
_KEY_OF_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """Stories that were looked for: among how many articles, of how many; ``of`` None where among all."""

    stories: tuple[Story, ...]
    alone: int
    among: int | None = None


def stories(request: Request) -> Page:
    """Show the events that several articles report, most outlets first."""
    record = house(request).record
    words, page = asking.words_in(request.query_params), asking.page_in(request.query_params)
    count = record.counts().articles
    looked = _looked(record, words, count)
    here = looked.stories[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]
    data = {
        "words": words,
        "total": len(looked.stories),
        "alone": looked.alone,
        "among": looked.among,
        "articles": count,
        "page": page,
        "pages": -(-len(looked.stories) // PAGE_SIZE),
        "stories": [story_data(story) for story in here],
    }
    shown = {
        "events": [(story, days(story), heading(story.articles[0])) for story in here],
        "first": (page - 1) * PAGE_SIZE + 1,
        "address": lambda page: urls.stories(words, page),
    }
    return Page("stories.html", "Stories", data, shown)


def _looked(record: Record, words: str | None, count: int) -> Looked:
    """Return the stories of all articles, or of those that words or the last days are found in."""
    if not words and count <= MOST_ARTICLES:
        return _several(record.stories(), None)
    some = _articles_of(record.find(words, limit=LOOKED_AT) if words else _latest(record))
    found = list(record.stories(*some)) if some else []
    return _several(found, len(some))


def _latest(record: Record) -> Iterator[Entry]:
    dated = Filter(until="9999")
    return record.statements(dated, LOOKED_AT, max(0, record.count(dated) - LOOKED_AT))


def _articles_of(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(entry.article.id for entry in entries))


def _several(found: Iterable[Story], among: int | None) -> Looked:
    told = list(found)
    several = tuple(story for story in told if len(story.articles) > 1)
    return Looked(several, len(told) - len(several), among)


# -- one story -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """One outlet's articles on an event."""

    name: str
    articles: tuple[ArticleLine, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Whom an outlet quotes: how many statements, and the first, where they are."""

    count: int
    entry: Entry
    words: str
    address: str
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of a story, with what each outlet has of it; None where it has nothing."""

    name: str
    kind: str
    person: str | None
    cells: tuple[Cell | None, ...]

    @property
    def outlets(self) -> int:
        """How many outlets quote this speaker."""
        return sum(cell is not None for cell in self.cells)

    @property
    def count(self) -> int:
        """How many statements it has in all of them."""
        return sum(cell.count for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Shared:
    """An utterance with several reports in the articles of a story."""

    comparison: Comparison
    report: Report
    words: str
    outlets: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an outlet has nothing of and others have: speakers with their outlets, and utterances.

    ``alone`` are the speakers that it alone quotes, with where.
    """

    outlet: str
    alone: tuple[tuple[Voice, Cell], ...]
    voices: tuple[tuple[Voice, tuple[str, ...]], ...]
    utterances: tuple[Shared, ...]

    @property
    def first_voices(self) -> tuple[tuple[Voice, tuple[str, ...]], ...]:
        """The speakers that are told of, those that most outlets quote."""
        return self.voices[:_LEFT_OUT]

    @property
    def first_utterances(self) -> tuple[Shared, ...]:
        """The utterances that are told of, those that most outlets report."""
        return self.utterances[:_LEFT_OUT]


def story(request: Request) -> Page:
    """Show the event that an article reports as its outlets do, side by side."""
    record = house(request).record
    (found,) = record.stories(request.path_params["article"])
    lines = side_by_side(found.articles)
    ids = [line.id for line in lines]
    columns = _columns(lines)
    said = {one: _standing(record, one) for one in ids}
    voices = sorted(_voices(columns, said), key=_most_outlets)
    shared = sorted(_shared(record, ids, columns), key=lambda one: -len(one.outlets))
    left_out = [_left_out(at, columns, voices, shared) for at in range(len(columns))]
    copies = list(copied(record, ids)) if len(ids) > 1 else []
    data = story_data(found) | {
        "compared": ids,
        "outlets_compared": [column.name for column in columns],
        "speakers": [_voice_data(one, columns) for one in voices],
        "utterances": [_shared_data(one) for one in shared],
        "left_out": [_left_out_data(one) for one in left_out],
        "copies": [_copies_data(one) for one in copies],
    }
    shown = {
        "story": found,
        "days": days(found),
        "columns": columns,
        "voices": voices,
        "together": [one for one in voices if len(columns) == 1 or one.outlets > 1],
        "shared": shared,
        "gaps": [one for one in left_out if one.voices or one.utterances],
        "alone": [one for one in left_out if one.alone and len(columns) > 1],
        "copied": copies,
        "leading": heading(found.articles[0]),
    }
    return Page("story.html", heading(found.articles[0]), data, shown)


def side_by_side(lines: Sequence[ArticleLine]) -> list[ArticleLine]:
    """Return the articles of a story that are compared, in order: of too many each outlet's first first."""
    if len(lines) <= SIDE_BY_SIDE:
        return list(lines)
    times: defaultdict[str, int] = defaultdict(int)
    turn = {}
    for line in lines:
        name = _outlet(line)
        turn[line.id] = times[name]
        times[name] += 1
    chosen = {line.id for line in sorted(lines, key=lambda line: turn[line.id])[:SIDE_BY_SIDE]}
    return [line for line in lines if line.id in chosen]


def _columns(lines: Iterable[ArticleLine]) -> list[Column]:
    by_outlet: defaultdict[str, list[ArticleLine]] = defaultdict(list)
    for line in lines:
        by_outlet[_outlet(line)].append(line)
    return [
        Column(name, tuple(some), sum(one.statements for one in some)) for name, some in by_outlet.items()
    ]


def _outlet(line: ArticleLine) -> str:
    return wording.outlet(line.outlet, line.document, line.id)


def _standing(record: Record, article: str) -> list[Entry]:
    """Return an article's statements without those that somebody judged to be none."""
    entries = record.statement_entries(article)
    return [one for one in entries if not (one.review and one.review.state is Reviewed.REJECTED)]


def _voices(columns: Sequence[Column], said: dict[str, list[Entry]]) -> Iterator[Voice]:
    by_speaker: defaultdict[str, list[list[Entry]]] = defaultdict(lambda: [[] for _ in columns])
    for at, column in enumerate(columns):
        for line in column.articles:
            for entry in said[line.id]:
                by_speaker[_who(entry)][at].append(entry)
    for who, some in by_speaker.items():
        entry = next(entry for entries in some for entry in entries)
        cells = tuple(_cell(entries) if entries else None for entries in some)
        kind = str(entry.speaker.kind) if entry.speaker else ""
        name = entry.speaker_name if who != _KEY_OF_NOBODY else ""
        yield Voice(name, kind, entry.person if name else None, cells)


def _who(entry: Entry) -> str:
    """Return what makes two statements one speaker's: the record's person, else the name; else nothing."""
    return entry.person or entry.speaker_name.casefold() if entry.speaker_name else _KEY_OF_NOBODY


def _cell(entries: Sequence[Entry]) -> Cell:
    first = entries[0]
    others = tuple((number, _where(entry)) for number, entry in enumerate(entries[1:], start=2))
    return Cell(len(entries), first, _cut(first.content), _where(first), others[:12])


def _where(entry: Entry) -> str:
    return urls.article(entry.article.id, entry.statement.id)


def _most_outlets(one: Voice) -> tuple[bool, int, int, str]:
    return not one.name, -one.outlets, -one.count, one.name


def _shared(record: Record, ids: Sequence[str], columns: Sequence[Column]) -> Iterator[Shared]:
    """Yield the utterances of which several of some articles have a report."""
    home = {line.id: column.name for column in columns for line in column.articles}
    for comparison in record.compare(*ids) if len(ids) > 1 else ():
        here = [one for one in comparison.reports if one.entry.article.id in home]
        outlets = tuple(dict.fromkeys(home[one.entry.article.id] for one in here))
        if len({one.entry.article.id for one in here}) > 1:
            report = max(here, key=lambda one: len(one.words))
            address = urls.utterance(comparison.utterance.id)
            yield Shared(comparison, report, report.words, outlets, address)


def _left_out(
    at: int, columns: Sequence[Column], voices: Sequence[Voice], shared: Sequence[Shared]
) -> LeftOut:
    name = columns[at].name
    missing = tuple(
        (voice, tuple(column.name for column, cell in zip(columns, voice.cells, strict=True) if cell))
        for voice in voices
        if voice.name and voice.cells[at] is None
    )
    alone = tuple((one, cell) for one in voices if one.outlets == 1 and one.name and (cell := one.cells[at]))
    return LeftOut(name, alone, missing, tuple(one for one in shared if name not in one.outlets))


def heading(line: ArticleLine) -> str:
    """Return an article's title, or how its text begins, on one line."""
    return _cut(line.title or line.beginning, 160) or "Article without words"


def days(story: Story) -> str:
    """Return on which days a story was published, in words."""
    known = sorted(line.published[:10] for line in story.articles if line.published)
    return wording.day(f"{known[0]}/{known[-1]}") if known else "no date"


def _cut(words: str, most: int = _WORDS) -> str:
    whole = " ".join(words.split())
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


# -- as plain data -------------------------------------------------------------------------------------


def story_data(given: Story) -> dict[str, Any]:
    """Return a story as plain data: its days, telling words, outlets and articles."""
    return {
        "url": urls.story(given.articles[0].id),
        "words": list(given.words),
        "outlets": list(given.outlets),
        "articles": [described.article_line(line) for line in given.articles],
    }


def _voice_data(one: Voice, columns: Sequence[Column]) -> dict[str, Any]:
    cells = zip(columns, one.cells, strict=True)
    return {
        "name": one.name or None,
        "kind": one.kind or None,
        "person": one.person,
        "statements": {column.name: cell.count for column, cell in cells if cell},
    }


def _shared_data(one: Shared) -> dict[str, Any]:
    utterance = one.comparison.utterance
    return {
        "utterance": utterance.id,
        "url": one.address,
        "words": one.words,
        "speaker": described.speaker(one.report.entry),
        "outlets": list(one.outlets),
        "confidence": round(utterance.confidence, 4),
        "decided": utterance.decided,
    }


def _left_out_data(one: LeftOut) -> dict[str, Any]:
    return {
        "outlet": one.outlet,
        "speakers": [{"name": voice.name, "quoted_by": list(outlets)} for voice, outlets in one.voices],
        "utterances": [shared.comparison.utterance.id for shared in one.utterances],
    }


def _copies_data(one: Copied) -> dict[str, Any]:
    members: tuple[Reprint, ...] = one.members
    return {
        "kind": one.kind,
        "articles": [member_data(member) for member in members],
        "passages": [
            {"one": passage.one, "other": passage.other, "words": passage.words, "text": passage.text}
            for passage in one.passages
        ],
    }
