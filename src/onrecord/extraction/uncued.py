"""Find what is quoted without reporting words: continuing quotations and the turns of a transcript.

Invariant: nothing found here overlaps a content that the network found; each is printed speech of a
whole paragraph.  The network cannot find these, for it was trained on relations that have a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.extraction.paragraphs import paragraphs
from onrecord.extraction.quotation_marks import quotations
from onrecord.model import Attribution, Quote, Span

CONTINUING_CONFIDENCE = 0.8
"""Of whole paragraphs in quotation marks that no cue claims, the share that is speech (own count)."""
TURN_CONFIDENCE = 0.9
FEWEST_WORDS = 4
FEWEST_TURNS = 3
"""Lines ``NAME:`` or ``Q:`` from which an article counts as a transcript."""

_BETWEEN = re.compile(r"[\s.,;:!?…\-–—*]*")
_TURN = re.compile(
    r"\s*[\"“]?(?P<name>(?:Q|A|Question|Answer|(?:[A-Z][\w.'’\-]*\s){0,3}[A-Z][\w.'’\-]*)"
    r"(?:\s\([^)\n]{1,40}\))?)(?P<colon>\s?:)\s+(?P<words>\S.*)",
    re.DOTALL,
)
_LETTERS = frozenset({"Q", "A", "Question", "Answer"})


def uncued_attributions(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions that the network's leave open, none overlapping with ``found``."""
    taken = [span for attribution in found for span in (*attribution.content, *attribution.cue)]
    added = list(_turns(text, taken))
    taken += [span for attribution in added for span in attribution.content]
    added += _continuing(text, taken)
    return added


def _continuing(text: str, taken: Sequence[Span]) -> Iterator[Attribution]:
    """Yield whole paragraphs in quotation marks: a statement each, with no cue and no source."""
    quoted = [quotation for quotation in quotations(text) if quotation.level == "double"]
    for start, end in (_trimmed(text, *paragraph) for paragraph in paragraphs(text)):
        here = [quotation for quotation in quoted if start <= quotation.start < end]
        if not here or here[0].start != start or _overlaps(start, end, taken):
            continue
        position = start
        for quotation in here:
            if quotation.start >= position:
                if not _BETWEEN.fullmatch(text, position, quotation.start):
                    break
                position = quotation.end
        else:
            if _BETWEEN.fullmatch(text, position, end) and len(text[start:end].split()) >= FEWEST_WORDS:
                last = _trimmed(text, start, max(position, start + 1))[1]
                yield Attribution((Span(start, last),), (), (), Quote.DIRECT, True, CONTINUING_CONFIDENCE)


def _turns(text: str, taken: Sequence[Span]) -> Iterator[Attribution]:
    """Yield the turns of a transcript; ``Q`` and ``A`` name nobody, so they are no source."""
    matches = [match for start, end in paragraphs(text) if (match := _TURN.fullmatch(text, start, end))]
    names = [match["name"] for match in matches]
    repeated = [match for match in matches if names.count(match["name"]) > 1 or match["name"] in _LETTERS]
    if len(repeated) < FEWEST_TURNS:
        return
    for match in repeated:
        start, end = _trimmed(text, match.start("words"), match.end("words"))
        if _overlaps(match.start("name"), end, taken):
            continue
        named = match["name"] not in _LETTERS
        source = (Span(match.start("name"), match.end("name")),) if named else ()
        cue = (Span(match.end("colon") - 1, match.end("colon")),) if named else ()
        yield Attribution((Span(start, end),), cue, source, Quote.DIRECT, True, TURN_CONFIDENCE)


def _overlaps(start: int, end: int, taken: Sequence[Span]) -> bool:
    return any(span.start < end and span.end > start for span in taken)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
