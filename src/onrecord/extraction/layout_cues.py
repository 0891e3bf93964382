"""Find what the layout attributes, not a verb: continuing quotations, turns, signed and introduced blocks.

The network reads a paragraph at a time and learned from relations with a verb or a noun as cue.  Four
things that a page says by its layout are left to the rules here:

- *continuing*: a whole paragraph in quotation marks that nothing claims; no cue, no source;
- *turns*: ``NAME: words`` or ``Q: words``, at least FEWEST_TURNS of them;
- *signed*: a paragraph in quotation marks followed by a dash and a name;
- *introduced*: a paragraph that ends ``she said:``, and the block after it;
- *headed*: a headline ``CBS: Founder says ...``, whose report is a report of the one before the colon.

Invariant: nothing added here overlaps a content that stays.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from onrecord.extraction.paragraphs import paragraphs
from onrecord.extraction.quotation_marks import Quotation, quotations
from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Attribution, Quote, Span

CONTINUING_CONFIDENCE = 0.76
"""194 of 255 without a cue are annotated contents: PolNeAR 169 of 230, own and shared cases 25 of 25."""
TURN_CONFIDENCE = 0.84
"""Of 25 turns with a name 21 are: PolNeAR 14 of 18, own and shared cases 7 of 7."""
SIGNED_CONFIDENCE = 0.96
"""All 24 in PolNeAR are; one more each way for caution."""
FEWEST_WORDS = 4
FEWEST_TURNS = 3
"""Lines ``NAME:`` or ``Q:`` from which an article counts as a transcript."""

_BETWEEN = re.compile(r"[\s.,;:!?…\-–—―*]*")
_TURN = re.compile(
    r"\s*[\"“]?(?P<name>(?:Q|A|Question|Answer|(?:[A-Z][\w.'’\-]*\s){0,3}[A-Z][\w.'’\-]*)"
    r"(?:\s\([^)\n]{1,40}\))?)(?P<colon>\s?:)\s+(?P<words>\S.*)",
    re.DOTALL,
)
_SIGNED = re.compile(
    r"(?P<quote>[\"“”„«].*\w.*[\"“”»])\s*(?P<dash>[―—–]|--?)\s*"
    r"(?P<name>[A-Z][^\n.!?:;\"“”]*(?:\b[A-Z]\.[^\n.!?:;\"“”]*)*)[\s.]*",
    re.DOTALL,
)
_HEADED = re.compile(
    r"(?P<name>[A-Z]{2,6}|(?:[A-Z][\w.&'’\-]*\s){0,3}(?:News|Times|Post|Journal|Herald|Tribune|Guardian|Reuters|Standard|"
    r"Courier|Telegraph|Gazette)):\s(?=\S)"
)
"""An outlet at the head of a line: letters, or a paper's name; a person's would be a turn of a talk."""
HEADED_CONFIDENCE = 0.7
"""A guess: the shape is too rare in PolNeAR and in our cases to be counted."""
LONGEST_SIGNATURE = 80
LONGEST_SIGNED = 3000
"""Characters of a paragraph beyond which no signature is looked for (the search is quadratic)."""
_LETTERS = frozenset({"Q", "A", "Question", "Answer"})
_Stretch = tuple[int, int]


def layout_attributions(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return ``found`` and what the layout adds, in text order.

    ``found`` may hold *open* attributions, with a cue that ends its paragraph and no content: each gets
    the block that follows, or is left out.
    """
    blocks = [_trimmed(text, *stretch) for stretch in paragraphs(text)]
    quoted = [quotation for quotation in quotations(text) if quotation.level == "double"]
    kept = [attribution for attribution in found if attribution.content]
    kept += _introduced(text, blocks, [a for a in found if not a.content], kept, quoted)
    kept = _with_turns(text, blocks, kept)
    kept = _headed(text, blocks, kept)
    kept += _signed(text, blocks, _taken(kept))
    kept += _continuing(text, blocks, quoted, _taken(kept))
    return sorted(kept, key=lambda attribution: (attribution.content[0], attribution.cue))


def _introduced(
    text: str,
    blocks: Sequence[_Stretch],
    waiting: Sequence[Attribution],
    kept: Sequence[Attribution],
    quoted: Sequence[Quotation],
) -> Iterator[Attribution]:
    """Yield open attributions with the block that follows their paragraph as content."""
    kind, taken = QuotedText(text), _taken(kept)
    for attribution in waiting:
        place = attribution.cue[0].start
        following = next(((a, b) for a, b in blocks if a > place), None)
        if following is None or _overlaps(*following, taken):
            continue
        if len(text[slice(*following)].split()) < FEWEST_WORDS:
            continue
        end = _quoted_until(text, *following, quoted)
        content = (Span(following[0], end or following[1]),)
        quote = Quote.DIRECT if end else kind.kind(content)
        yield Attribution(content, attribution.cue, attribution.source, quote, True, attribution.confidence)


def _with_turns(text: str, blocks: Sequence[_Stretch], kept: list[Attribution]) -> list[Attribution]:
    """Return the attributions with each turn of a transcript whole; what is said inside a turn stays."""
    turns = list(_turns(text, blocks))
    colons = {attribution.cue for attribution in turns if attribution.cue}
    starts = {attribution.content[0].start for attribution in turns}
    others = [a for a in kept if a.cue not in colons and not (a.cue == () and a.content[0].start in starts)]
    return others + turns


def _turns(text: str, blocks: Sequence[_Stretch]) -> Iterator[Attribution]:
    """Yield the turns of a transcript; ``Q`` and ``A`` name nobody, so they are no source."""
    matches = [match for start, end in blocks if (match := _TURN.fullmatch(text, start, end))]
    names = [match["name"] for match in matches]
    repeated = [match for match in matches if names.count(match["name"]) > 1 or match["name"] in _LETTERS]
    if len(repeated) < FEWEST_TURNS:
        return
    for match in repeated:
        content = (Span(*_trimmed(text, match.start("words"), match.end("words"))),)
        if match["name"] in _LETTERS:
            yield Attribution(content, (), (), Quote.DIRECT, True, TURN_CONFIDENCE)
        else:
            cue = (Span(match.end("colon") - 1, match.end("colon")),)
            source = (Span(match.start("name"), match.end("name")),)
            yield Attribution(content, cue, source, Quote.DIRECT, True, TURN_CONFIDENCE)


def _headed(text: str, blocks: Sequence[_Stretch], kept: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions with what a headline's first colon attributes to the one before it.

    Only where the rest of the headline is an attribution of its own; one whose source took in the head
    too (*CBS: Founder*) loses it.
    """
    by_source = {attribution.source[0].start: attribution for attribution in kept if attribution.source}
    found = list(kept)
    for start, end in blocks:
        match = _HEADED.match(text, start, end)
        if match is None or match["name"].lower() in _page_headings():
            continue
        inner = by_source.get(match.end()) or by_source.get(start)
        if inner is None or inner.content[-1].end > end or inner.source[0].end <= match.end():
            continue
        found[found.index(inner)] = replace(inner, source=(Span(match.end(), inner.source[0].end),))
        content = (Span(match.end(), _trimmed(text, match.end(), end)[1]),)
        cue, source = (Span(match.end("name"), match.end("name") + 1),), (Span(*match.span("name")),)
        kind = QuotedText(text).kind(content)
        found.append(Attribution(content, cue, source, kind, True, HEADED_CONFIDENCE))
    return found


@cache
def _page_headings() -> frozenset[str]:
    """Return what heads a line without saying anything: the page does (lexicon/headings.toml)."""
    source = files("onrecord.extraction") / "lexicon" / "headings.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))["headings"])


def _signed(text: str, blocks: Sequence[_Stretch], taken: Sequence[Span]) -> Iterator[Attribution]:
    """Yield paragraphs in quotation marks that end with a dash and a name; marks inside need not pair."""
    for start, end in blocks:
        match = _SIGNED.fullmatch(text, start, end) if end - start <= LONGEST_SIGNED else None
        if not match or len(match["name"]) > LONGEST_SIGNATURE or _overlaps(start, end, taken):
            continue
        content, cue = (Span(*match.span("quote")),), (Span(*match.span("dash")),)
        source = (Span(*_trimmed(text, *match.span("name"))),)
        yield Attribution(content, cue, source, Quote.DIRECT, True, SIGNED_CONFIDENCE)


def _continuing(
    text: str, blocks: Sequence[_Stretch], quoted: Sequence[Quotation], taken: Sequence[Span]
) -> Iterator[Attribution]:
    """Yield whole paragraphs in quotation marks: a statement each, with no cue and no source."""
    for start, end in blocks:
        last = _quoted_until(text, start, end, quoted)
        if last and not _overlaps(start, end, taken) and len(text[start:end].split()) >= FEWEST_WORDS:
            yield Attribution((Span(start, last),), (), (), Quote.DIRECT, True, CONTINUING_CONFIDENCE)


def _quoted_until(text: str, start: int, end: int, quoted: Sequence[Quotation]) -> int | None:
    """Return where the last quotation of a paragraph ends if all its words are quoted, else None."""
    here = [quotation for quotation in quoted if start <= quotation.start < end]
    if not here or here[0].start != start:
        return None
    position = start
    for quotation in here:
        if quotation.start >= position:
            if not _BETWEEN.fullmatch(text, position, quotation.start):
                return None
            position = quotation.end
    if not _BETWEEN.fullmatch(text, position, end):
        return None
    return _trimmed(text, start, position)[1]


def _taken(attributions: Sequence[Attribution]) -> list[Span]:
    return [span for attribution in attributions for span in (*attribution.content, *attribution.cue)]


def _overlaps(start: int, end: int, taken: Sequence[Span]) -> bool:
    return any(span.start < end and span.end > start for span in taken)


def _trimmed(text: str, start: int, end: int) -> _Stretch:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
