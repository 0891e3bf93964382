"""Statements in the text of their article: each speaker a voice, every word where it was printed.

Invariant: the text comes out whole and in order; a rejected statement leaves no mark in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.model import Article, Person, Span
from onrecord.places import Layout
from onrecord.record import Entry, Filter
from onrecord.record.entries import Reviewed
from onrecord.web import urls
from onrecord.web.marking import Mark, marked

VOICES = 8
"""Voices that are told apart by colour and line; further ones share these, but not their letters."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NOBODY = "?"
"""What stands for the letter of a speaker that is not known."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of an article: the letter beside each statement, and the look of its words.

    ``entry`` is the first statement, ``look`` a number below VOICES, or None for nobody known.
    """

    letter: str
    look: int | None
    entry: Entry
    statements: tuple[Entry, ...] = ()

    @property
    def name(self) -> str:
        """What the speaker is called; empty for nobody known."""
        return self.entry.speaker_name

    @property
    def speaker(self) -> Person | None:
        """The article's person, where the machine or somebody named one."""
        return self.entry.speaker

    @property
    def style(self) -> str:
        """The class of the letter."""
        return "nobody" if self.look is None else f"v{self.look}"

    @property
    def address(self) -> str | None:
        """Where the statements of this speaker in this article are listed, where that can be asked."""
        article = self.entry.article.id
        if self.entry.person:
            return urls.search(only=Filter(speaker=self.entry.person, article=article))
        if not self.name:
            return urls.search(only=Filter(speaker_kind="unknown", article=article))
        return None


def number(entry: Entry) -> int:
    """Return the number of a statement in its article."""
    return int(entry.statement.id.rpartition("-")[2])


def rejected(entry: Entry) -> bool:
    """Say whether somebody decided that this is no statement."""
    return entry.review is not None and entry.review.state is Reviewed.REJECTED


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return statements in the order of the text, one that reports another before it."""
    return sorted(
        entries, key=lambda one: (one.content_spans[0].start, -one.content_spans[-1].end, number(one))
    )


def voices(entries: Sequence[Entry]) -> dict[str, Voice]:
    """Return the voice of each statement that was not rejected, by its id; letters as they first speak."""
    spoken: dict[str, list[Entry]] = {}
    for entry in entries:
        if not rejected(entry):
            spoken.setdefault(_who(entry), []).append(entry)
    found: dict[str, Voice] = {}
    known = 0
    for who, mine in spoken.items():
        letter, look = (_letter(known), known % VOICES) if who else (NOBODY, None)
        known += bool(who)
        voice = Voice(letter, look, mine[0], tuple(mine))
        found |= {one.statement.id: voice for one in mine}
    return found


def each_once(found: Mapping[str, Voice]) -> list[Voice]:
    """Return the voices, those with most statements first."""
    every = {voice.letter: voice for voice in found.values()}
    return sorted(every.values(), key=lambda one: -len(one.statements))


def depths(entries: Iterable[Entry]) -> dict[str, int]:
    """Return for each statement in how many others' contents it is reported."""
    parents = {one.statement.id: one.statement.parent for one in entries}
    found: dict[str, int] = {}
    for identifier, parent in parents.items():
        seen, at = set[str](), parent
        while at is not None and at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        found[identifier] = len(seen)
    return found


def marks(entries: Sequence[Entry], known: Mapping[str, Voice]) -> list[Mark]:
    """Return the marks of statements, reports inside reports with a look of their own.

    What stands in quotation marks inside another's content is underlined below its line, so that both
    voices are seen.
    """
    deep = depths(entries)
    found: list[Mark] = []
    for entry in entries:
        if entry.statement.id not in known:
            continue
        look, depth, of = known[entry.statement.id].look, deep[entry.statement.id], (number(entry),)
        line = "v" if depth == 0 else "w"
        voice = (f"{line}{look}",) if look is not None else (f"{line}-nobody",)
        content = ("content", *(("inner",) if depth else ()), *voice)
        found += [Mark(span, content, of) for span in entry.content_spans]
        found += [Mark(span, ("cue",), of) for span in entry.cue_spans]
        found += [Mark(span, ("source",), of) for span in entry.source_spans]
    return found


def paragraphs(
    article: Article,
    layout: Layout,
    found: Iterable[Mark],
    entries: Sequence[Entry],
    known: Mapping[str, Voice],
) -> list[Markup]:
    """Return the paragraphs of an article with marks, and a numbered tab where each statement begins."""
    here = _by_paragraph(layout, found)
    tabs = tabs_of(entries, known)
    at: dict[int, list[tuple[int, Markup]]] = {}
    for start, tab in tabs:
        at.setdefault(layout.place(start).paragraph - 1, []).append((start, tab))
    return [
        stretch(article.text, span, here.get(place, ()), at.get(place, ()))
        for place, span in enumerate(layout.paragraphs)
    ]


def tabs_of(entries: Iterable[Entry], known: Mapping[str, Voice]) -> list[tuple[int, Markup]]:
    """Return the numbered tabs of statements with the offsets where they stand."""
    return [
        (entry.content_spans[0].start, _tab(entry, known[entry.statement.id]))
        for entry in in_order(entries)
        if entry.statement.id in known
    ]


def stretch(text: str, span: Span, found: Sequence[Mark], tabs: Sequence[tuple[int, Markup]] = ()) -> Markup:
    """Return a stretch of text with marks and tabs; a tab is no part of the text."""
    made, at = Markup(""), span.start
    for offset, tab in tabs:
        here = min(max(offset, at), span.end)
        if here > at:
            made += marked(text, Span(at, here), found)
        made, at = made + tab, here
    return made + (marked(text, Span(at, span.end), found) if at < span.end else Markup(""))


def _tab(entry: Entry, voice: Voice) -> Markup:
    name = entry.speaker_name or "speaker not known"
    return Markup(
        '<a class="tab {style}" id="s{number}" href="#c{number}">'
        '<span class="unseen">Statement </span>{number}<b title="{name}">{letter}</b>'
        '<span class="unseen">: </span></a>'
    ).format(style=voice.style, number=number(entry), letter=voice.letter, name=name[:200])


def _by_paragraph(layout: Layout, found: Iterable[Mark]) -> dict[int, list[Mark]]:
    """Return marks by the paragraphs that they touch, so that none is looked for in all others."""
    starts = [span.start for span in layout.paragraphs]
    here: dict[int, list[Mark]] = {}
    for mark in found:
        for place in _touched(starts, mark.span):
            here.setdefault(place, []).append(mark)
    return here


def _touched(starts: Sequence[int], span: Span) -> Iterator[int]:
    place = max(0, bisect_right(starts, span.start) - 1)
    while place < len(starts) and starts[place] < span.end:
        yield place
        place += 1


def _who(entry: Entry) -> str:
    """Return what tells one speaker from another within an article; empty for nobody known."""
    if not entry.speaker_name:
        return ""
    return entry.person or (entry.speaker.id if entry.speaker else "") or entry.speaker_name


def _letter(place: int) -> str:
    """Return A to Z, then AA, AB, ..."""
    high, low = divmod(place, len(_LETTERS))
    return (_letter(high - 1) if high else "") + _LETTERS[low]
