"""Cut a content into the parts that another outlet may print apart: sentences, and clauses that stand alone.

Outlets cut one speech in different places: what one prints as a statement is two in another.  So parts are
linked, not statements; which of them belong together is decided when it is known who printed them apart.

Invariant: parts stand in text order, do not overlap, and lie within the spans of the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.model import Span, Spans
from onrecord.words import words

FEWEST_WORDS = 3
"""Words that a part needs; with fewer it stays with the part before it."""

_ENDS = re.compile(
    r"(?P<sentence>[.!?…][\"'”’»)\]]*)\s+(?=[\"'“‘«(\[]*[^\W\d_a-zß-öø-ÿ]|[\"“«]|\d)"
    r"|;\s+|:\s+(?=[\"“«])"
    r"|,\s+(?=(?:and|but|or)\s+(?:that|if|has|had|have|is|was|were|will|would|he|she|they|it|there)\b)"
    r"|\s+(?=and\s+(?:that|if|has|had|have)\b)"
    r"|,\s+(?=that\b)"
)
_CLAUSE = re.compile(r"(?:(?:and|but|or)\s+)?that\s|(?:and|but|or)\s+(?:has|had|have)\s")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|No|vs|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]\.[A-Z])\.$"
)


def stands_alone(text: str, part: Spans) -> bool:
    """Say whether a part begins a clause of its own in what a reporter words: *and that* ..."""
    return _CLAUSE.match(text, part[0].start) is not None


def parts(text: str, content: Spans) -> tuple[Spans, ...]:
    """Return the parts of a content; short ones are taken along by the one before.

    What has no words is one part.
    """
    pieces = [piece for span in content for piece in _cut(text, span)]
    grouped: list[list[Span]] = []
    for piece in pieces:
        small = sum(1 for _ in words(piece.of(text))) < FEWEST_WORDS
        if grouped and (small or _words(text, grouped[-1]) < FEWEST_WORDS):
            grouped[-1].append(piece)
        else:
            grouped.append([piece])
    return tuple(_joined(text, group, content) for group in grouped) or (content,)


def _words(text: str, spans: list[Span]) -> int:
    return sum(1 for span in spans for _ in words(span.of(text)))


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _ENDS.finditer(text, span.start, span.end):
        end = match.end("sentence") if match["sentence"] else match.start()
        if match["sentence"] and _ABBREVIATION.search(text, max(start, end - 8), end):
            continue
        if text[start:end].strip():
            yield Span(start, end)
            start = match.end()
    if text[start : span.end].strip():
        yield Span(start, span.end)


def _joined(text: str, spans: list[Span], content: Spans) -> Spans:
    """Return spans with those of one stretch made one between which nothing but space and commas stands."""
    done: list[Span] = []
    for span in spans:
        one = done and any(some.start <= done[-1].start and span.end <= some.end for some in content)
        if one and not text[done[-1].end : span.start].strip(" \t\n,;:"):
            done[-1] = Span(done[-1].start, max(done[-1].end, span.end))
        else:
            done.append(span)
    return tuple(done)
