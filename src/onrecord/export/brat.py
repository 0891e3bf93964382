"""brat standoff: an article a text file, its statements beside it, for annotation with brat (Stenetorp 2012).

Invariant: a fragment holds no line break, as the format asks; the text's line breaks are each one character,
as in the article, so that every offset holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.export.marked import ROLES, marked, spans
from onrecord.export.selection import Selection
from onrecord.model import Article, Span, Spans
from onrecord.record import Entry

CONFIGURATION = """[entities]
Content
Cue
Source

[relations]
Cue_of\tArg1:Cue, Arg2:Content
Source_of\tArg1:Source, Arg2:Content
Reported_in\tArg1:Content, Arg2:Content
Answers\tArg1:Content, Arg2:Content

[attributes]
Quote\tArg:Content, Value:direct|indirect|mixed
Act\tArg:Content, Value:{acts}
Review\tArg:Content, Value:accepted|corrected|rejected
Not_communicated\tArg:Content

[events]
"""
ACTS = (
    *("assert", "allege", "deny", "promise", "warn", "demand", "ask", "confirm", "decline-to-comment"),
    *("apologise", "predict", "praise", "criticise", "announce", "other"),
)
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_LONGEST = 80


def export_brat(selection: Selection) -> Iterator[bytes]:
    """Yield a ZIP archive with annotation.conf, and a .txt and an .ann file an article."""
    out = _Outgoing()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        _put(archive, "annotation.conf", CONFIGURATION.format(acts="|".join(ACTS)))
        for number, (article, entries) in enumerate(marked(selection), start=1):
            name = f"{number:05}-{quote(article.id, safe='')[:_LONGEST]}"
            _put(archive, f"{name}.txt", text(article))
            _put(archive, f"{name}.ann", "".join(f"{line}\n" for line in standoff(article, entries)))
            yield out.taken()
    yield out.taken()


def text(article: Article) -> str:
    """Return an article's text with every line break one character, and no character more or less."""
    return article.text.replace("\r\n", " \n").replace("\r", "\n")


def standoff(article: Article, entries: list[Entry]) -> Iterator[str]:
    """Yield the lines of an .ann file: spans, what they are, how they belong together, and notes."""
    number, words = count(1), text(article)
    contents: dict[str, int] = {}
    links, marks, notes = list[str](), list[str](), list[str]()
    for entry in entries:
        made: dict[str, int] = {}
        for role, found in spans(entry).items():
            if fragments := _fragments(found, words):
                made[role] = next(number)
                places = ";".join(f"{one.start} {one.end}" for one in fragments)
                printed = " ".join(one.of(words) for one in fragments)
                yield f"T{made[role]}\t{role.capitalize()} {places}\t{printed}"
        if content := made.get("content"):
            contents[entry.statement.id] = content
            links += [
                f"{role.capitalize()}_of Arg1:T{made[role]} Arg2:T{content}"
                for role in ROLES[1:]
                if role in made
            ]
            marks += _marks(entry, content)
            notes.append(f"AnnotatorNotes T{content}\t{_note(entry)}")
    links += _between(entries, contents)
    yield from (f"R{at}\t{link}" for at, link in enumerate(links, start=1))
    yield from (f"A{at}\t{mark}" for at, mark in enumerate(marks, start=1))
    yield from (f"#{at}\t{note}" for at, note in enumerate(notes, start=1))


def _fragments(found: Spans, words: str) -> list[Span]:
    """Return spans cut where lines end, without blanks at their ends."""
    cut = list[Span]()
    for span in found:
        for match in re.finditer(r"[^\n]+", span.of(words)):
            line = match.group()
            start = span.start + match.start() + len(line) - len(line.lstrip())
            end = span.start + match.start() + len(line.rstrip())
            cut += [Span(start, end)] if start < end else []
    return cut


def _marks(entry: Entry, content: int) -> Iterator[str]:
    yield f"Quote T{content} {entry.statement.attribution.quote}"
    if entry.statement.act in ACTS:
        yield f"Act T{content} {entry.statement.act}"
    if entry.review is not None:
        yield f"Review T{content} {entry.review.state}"
    if not entry.statement.attribution.communicated:
        yield f"Not_communicated T{content}"


def _note(entry: Entry) -> str:
    review = f"; {entry.review.state} by {entry.review.who}" if entry.review else ""
    confidence = entry.statement.attribution.confidence
    said = f"{entry.statement.id}; speaker: {entry.speaker_name or 'unknown'}"
    said += f"; confidence {confidence:.2f}{review}"
    return " ".join(said.split())


def _between(entries: list[Entry], contents: dict[str, int]) -> Iterator[str]:
    for entry in entries:
        statement = entry.statement
        for kind, other in (("Reported_in", statement.parent), ("Answers", statement.answers)):
            if statement.id in contents and other in contents:
                yield f"{kind} Arg1:T{contents[statement.id]} Arg2:T{contents[other]}"


def _put(archive: ZipFile, name: str, words: str) -> None:
    info = ZipInfo(name, _SAME_TIME)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, words.encode("utf-8", "surrogatepass"))


class _Outgoing:
    """What an archive has written and nobody has taken yet: a file that cannot be gone back in."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes from the archive."""
        self._waiting.append(bytes(data))
        return len(data)

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def flush(self) -> None:
        """Do nothing: what is written is there to be taken."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data, self._waiting = b"".join(self._waiting), []
        return data
