"""The sentence in which something is said: its words, and where its cue, source and content stand.

Invariants: offsets are into the sentence; the content is blotted out of ``masked`` and ``bare``, so that
what is reported is never read as the reporter's words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from onrecord.extraction.paragraphs import paragraphs
from onrecord.model import Attribution, Quote, Span

AROUND = 1500
"""Characters on either side of a cue in which its sentence is looked for."""
CONTENT, SOURCE, QUOTED = "\x01", "\x02", "\x03"

Pair = tuple[int, int]
_END = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“‘'«`(\[]{0,2}[A-Z0-9\x01])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|St|Jr|Sr|Inc|Corp|Co|Ltd|No"
    r"|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]|[ap]\.m))\.$"
)
_QUOTED = re.compile(r"[\"“][^\"“”\n]{1,60}[\"”]")
_FINAL = re.compile(r"[.!?…][\"”’'»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Clause:
    """The sentence of a cue.

    ``at`` is where it starts in the text and ``lead`` what stands before it in the paragraph.  ``bare``
    is its words without content and names in quotation marks, ``masked`` without the source too.
    """

    at: int
    lead: str
    words: str
    bare: str
    masked: str
    cue: Pair
    source: Pair | None
    content: tuple[Pair, ...]
    quote: Quote

    @property
    def subject(self) -> int:
        """Where the saying itself begins: at its source, or at its cue if that comes first."""
        return min(self.source[0], self.cue[0]) if self.source else self.cue[0]

    @property
    def cue_words(self) -> str:
        """The words of the cue in lower case."""
        return self.words[self.cue[0] : self.cue[1]].lower()


def clause_of(text: str, attribution: Attribution, parent: Attribution | None) -> Clause | None:
    """Return the sentence of an attribution's cue, within its parent's content, or None without a cue."""
    if not attribution.cue:
        return None
    cue = attribution.cue[0].start, attribution.cue[-1].end
    low, high = _room(text, cue, parent)
    if not low <= cue[0] < cue[1] <= high:
        return None
    bare = _blotted(text[low:high], low, attribution.content, CONTENT)
    low, bare = _inside_quotation(bare, low, cue[0])
    bare = _QUOTED.sub(_blot_of, bare)
    start, end = _sentence(bare, cue[0] - low, cue[1] - low)
    return _clause(text, attribution, low + start, text[low : low + start], _one_line(bare[start:end]))


def paragraph_of(text: str, place: int) -> Pair:
    """Return where the paragraph around a place starts and ends."""
    starts, bounds = _paragraphs(text)
    return bounds[max(0, bisect_right(starts, place) - 1)] if bounds else (0, len(text))


def _clause(text: str, attribution: Attribution, at: int, lead: str, bare: str) -> Clause:
    end = at + len(bare)
    sources = [span for span in attribution.source if at <= span.start and span.end <= end]
    source = (sources[0].start - at, sources[-1].end - at) if sources else None
    return Clause(
        at,
        lead,
        text[at:end],
        bare,
        _blotted(bare, at, tuple(sources), SOURCE),
        (attribution.cue[0].start - at, attribution.cue[-1].end - at),
        source,
        tuple((span.start - at, span.end - at) for span in attribution.content if at <= span.start < end),
        attribution.quote,
    )


def _room(text: str, cue: Pair, parent: Attribution | None) -> Pair:
    """Return the bounds of the cue's paragraph, of the piece of its parent's content, or of what is near."""
    low, high = paragraph_of(text, cue[0])
    for span in parent.content if parent else ():
        if span.start <= cue[0] < span.end:
            low, high = max(low, span.start), min(high, span.end)
    return max(low, cue[0] - AROUND), min(high, cue[1] + AROUND)


@lru_cache(maxsize=2)
def _paragraphs(text: str) -> tuple[list[int], list[Pair]]:
    """Return paragraphs and their starts; an article's statements ask for them one after the other."""
    bounds = paragraphs(text)
    return [start for start, _ in bounds], bounds


def _blot_of(title: re.Match[str]) -> str:
    return QUOTED * (len(title[0]) - 1) + ("." if _FINAL.search(title[0]) else QUOTED)


def _blotted(words: str, at: int, spans: tuple[Span, ...], mark: str) -> str:
    """Return the words with some spans blotted out; where these end a sentence, so does the blot."""
    for span in spans:
        start, end = max(0, span.start - at), min(len(words), span.end - at)
        if start < end:
            last = "." if mark == CONTENT and _FINAL.search(words, start, end) else mark
            words = words[:start] + mark * (end - start - 1) + last + words[end:]
    return words


def _inside_quotation(bare: str, low: int, cue: int) -> tuple[int, str]:
    """Return where the quotation around the cue begins, and its words; all of it if there is none."""
    before = bare[: cue - low]
    curly = before.rfind("“") + 1 if before.rfind("“") > before.rfind("”") else 0
    straight = before.rfind('"') + 1 if before.count('"') % 2 else 0
    start = max(curly, straight)
    if not start:
        return low, bare
    end = re.compile('[”"]').search(bare, cue - low)
    return low + start, bare[start : end.start() if end else len(bare)]


def _sentence(bare: str, cue_start: int, cue_end: int) -> Pair:
    start, end = 0, len(bare)
    for match in _END.finditer(bare):
        if _ABBREVIATED.search(bare, 0, match.start() + 1):
            continue
        if match.end() <= cue_start:
            start = match.end()
        elif match.start() >= cue_end:
            end = match.start()
            break
    return start, end


def _one_line(bare: str) -> str:
    return re.sub(r"\s", " ", bare)
