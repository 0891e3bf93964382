"""Look for given words in a content: word for word or nearly, and how much of them is in quotation marks.

Invariant: *exact* means that the words stand there side by side, in this order.  Case, the shape of quotation
marks and dashes, and punctuation do not count; dots in the given words may skip what was said, and so may a
bracket.  A word more, less or other, a spelling included, is a *variant*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from onrecord.linking.content import content_words, rarity, stem
from onrecord.linking.differences import Differences, Edit, EditKind, differences
from onrecord.linking.differences.edits import Changed
from onrecord.linking.differences.tokens import ENDS, Sort, Token, tokens
from onrecord.linking.said import Said
from onrecord.model import Article, Attribution, Quote, Span, Spans, Statement

LEAST_OVERLAP = 0.55
"""Weighted share of words (Dice) that given and printed words have in common, for one to be a variant."""
LEAST_SHARE = 0.66
"""Share of the given words that a variant has besides, unless it has many rare ones and some side by side."""
LEAST_SHARED = 0.25
"""Share of the given words, in whatever order, below which no content has a variant of them."""
_RARE, _RUN = 9.0, 4
"""Rarity of the shared words, added up, and how many of them stand side by side, that do as well."""
_UNLIMITED, _BRACKETED = 10_000, 8
"""Words that dots, and that a bracket, may stand for."""
_PLACES = 5
"""Places of the same words that are looked at; only their spelling can make a later one better."""
_EDGE = 4
"""Words that are taken along at either end, where the given ones begin or end otherwise."""
_SKIPPED = 0.5
"""What a word in between costs, against one that is shared, where the stretch that is compared is chosen."""
_LETTERS = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_SPELLED = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[$£€¥%&]")
_TELLING = 6
_CONTEXT = 12
"""Words and marks on either side that are looked through for what stands out beside the given ones."""
_ALIKE = (EditKind.SAME, EditKind.PUNCTUATION, EditKind.SPELLING, EditKind.BACKSHIFT, EditKind.BRACKETED)


class Likeness(StrEnum):
    """How given words stand in a content."""

    EXACT = "exact"
    VARIANT = "variant"


@dataclass(frozen=True)
class Wording:
    """Given words found in a content: ``printed`` is the stretch of it, ``around`` a few words more.

    ``overlap`` is the weighted share of words, from 0 to 1, that the two have in common.  ``elided`` says
    that the given words leave some out with dots, ``bracketed`` that they have some in brackets.
    """

    likeness: Likeness
    given: Said
    printed: Said
    around: Said
    overlap: float = 1.0
    elided: bool = False
    bracketed: bool = False

    @property
    def content(self) -> Spans:
        """The stretch of the content, as offsets into its article's text."""
        return self.printed.content

    @cached_property
    def differing(self) -> Differences:
        """How the printed words differ from the given ones, which are the first wording."""
        return differences(self.given, self.printed)

    @cached_property
    def quote(self) -> Quote:
        """How much of the stretch is printed in quotation marks."""
        inside = {one.quoted for one in tokens(self.printed) if one.sort is Sort.WORD}
        if len(inside) > 1:
            return Quote.MIXED
        return Quote.DIRECT if True in inside else Quote.INDIRECT

    @cached_property
    def beside(self) -> tuple[Changed, ...]:
        """What stands out in the words printed right before or after, and not given: a *not*."""
        cut = (EditKind.TRUNCATED_START, EditKind.TRUNCATED_END)
        edits = differences(self.given, self.around).edits
        return tuple(word for edit in edits if edit.kind in cut and not edit.a for word in edit.words)


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words that have to stand side by side; ``skip`` is how many may stand between them and those before."""

    tokens: tuple[Token, ...]
    skip: int

    @property
    def forms(self) -> list[str]:
        return [one.form for one in self.tokens if one.sort == Sort.WORD]

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)


class Given:
    """Words that are looked for; ``words`` has at least one word, and may stand in quotation marks."""

    def __init__(self, words: str) -> None:
        relation = Attribution((Span(0, max(1, len(words))),), (), (), Quote.DIRECT, True, 1.0)
        statement = Statement("given-1", "given", relation)
        self.said = Said.whole(Article("given", words or " "), statement, ())
        self.tokens = tokens(self.said)
        stems = [word.stem for word in self.said.words]
        self.stems = tuple(stems)
        self.weight = _weight(stems)
        self.readings = [list(_segments(self.tokens, square)) for square in (True, False)]

    @property
    def has_dots(self) -> bool:
        """Whether dots mark words as left out."""
        return any(one.sort is Sort.DOTS for one in self.tokens)

    @property
    def has_brackets(self) -> bool:
        """Whether words or letters stand in square brackets."""
        return "[" in self.said.article.text

    def shared(self, content: Said) -> float:
        """Return the weighted share of the words, from 0 to 1, that a content has in whatever order."""
        there = Counter(content.stems)
        both = Counter(self.stems) & there
        return _weight(list(both.elements())) / max(1e-9, self.weight)

    def may_stand_in(self, text: str) -> bool:
        """Say whether a text in lower case has the rarest of the words outside brackets."""
        return all(one in text for one in self._rarest)

    @cached_property
    def _rarest(self) -> list[str]:
        printed = {match.lower() for one in self.segments for match in _LETTERS.findall(one)}
        return sorted(printed, key=lambda one: (-rarity(stem(one)), one))[:_TELLING]

    @property
    def segments(self) -> list[str]:
        """The stretches of words that have to stand side by side, as given, the longest first."""
        texts = [(len(one.forms), one.span.of(self.said.article.text)) for one in self.readings[0]]
        return [text for _, text in sorted(texts, key=lambda found: (-found[0], found[1]))]


def exactly(given: Given, content: Said) -> Wording | None:
    """Return where a content has the given words side by side, or None."""
    there = tokens(content)
    for segments in given.readings:
        for places in _placed(segments, there):
            if all(
                _is_same(given, one, content, there, at) for one, at in zip(segments, places, strict=True)
            ):
                return _exact(given, content, there, places)
    return None


def nearly(given: Given, content: Said) -> Wording | None:
    """Return the stretch of a content that has most of the given words in their order, or None.

    Where less is shared than may be chance, there is none.
    """
    differing = differences(given.said, content)
    first, last = _stretch(differing)
    if first > last:
        return None
    overlap = _overlap(given, differing, first, last)
    if overlap < LEAST_OVERLAP or not _is_enough(differing, first, last):
        return None
    window = _window(given, differing, first, last)
    return Wording(Likeness.VARIANT, given.said, window, window, overlap, given.has_dots, given.has_brackets)


def stitched(contents: Sequence[Said]) -> Said:
    """Return the contents of several statements of one speaker and article as one, in text order."""
    first, spans = contents[0], list[Span]()
    for span in sorted({span for one in contents for span in one.content}):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    kinds = {one.statement.attribution.quote for one in contents}
    kind = kinds.pop() if len(kinds) == 1 else Quote.MIXED
    relation = replace(first.statement.attribution, quote=kind)
    return Said(first.article, replace(first.statement, attribution=relation), first.people, tuple(spans))


# -- word for word ---------------------------------------------------------------------------------------


def _segments(given: Sequence[Token], square: bool) -> Iterator[_Segment]:
    """Yield what dots and brackets part; round brackets part only where ``square`` is false."""
    open_: list[Token] = []
    skip = 0
    for one in given:
        bracketed = one.bracket >= 0 and (one.square or not square)
        if one.sort is Sort.DOTS or bracketed:
            if any(other.sort is Sort.WORD for other in open_):
                yield _Segment(_trimmed(open_), skip)
                skip = 0
            open_ = []
            skip = max(skip, _UNLIMITED if one.sort is Sort.DOTS else _BRACKETED)
        else:
            open_.append(one)
    if any(other.sort is Sort.WORD for other in open_):
        yield _Segment(_trimmed(open_), skip)


def _trimmed(some: Sequence[Token]) -> tuple[Token, ...]:
    """Return tokens without the marks before their first word and after their last."""
    at = [index for index, one in enumerate(some) if one.sort is Sort.WORD]
    return tuple(some[at[0] : at[-1] + 1])


def _placed(segments: Sequence[_Segment], there: Sequence[Token]) -> Iterator[list[tuple[int, int]]]:
    """Yield, for a few placements, the first and the last token of each segment in a content."""
    if not segments:
        return
    words = [at for at, one in enumerate(there) if one.sort is Sort.WORD]
    forms = [there[at].form for at in words]
    found = 0
    for begin in _occurrences(segments[0].forms, forms, 0, len(forms)):
        places = _following(segments, forms, begin)
        if places is not None:
            yield [(words[one], words[last]) for one, last in places]
            found += 1
            if found == _PLACES:
                return


def _following(segments: Sequence[_Segment], forms: list[str], begin: int) -> list[tuple[int, int]] | None:
    """Return where each segment stands if the first begins at a word; each as near as may be."""
    size = len(segments[0].forms)
    places = [(begin, begin + size - 1)]
    for one in segments[1:]:
        after = places[-1][1] + 1
        at = next(_occurrences(one.forms, forms, after, after + one.skip), None)
        if at is None:
            return None
        places.append((at, at + len(one.forms) - 1))
    return places


def _occurrences(wanted: list[str], forms: list[str], start: int, latest: int) -> Iterator[int]:
    for at in range(start, min(latest, len(forms) - len(wanted)) + 1):
        if forms[at] == wanted[0] and forms[at : at + len(wanted)] == wanted:
            yield at


def _is_same(
    given: Given, one: _Segment, content: Said, there: Sequence[Token], place: tuple[int, int]
) -> bool:
    """Say whether words of one form are printed as they are given, with nothing marked as left out."""
    inside = there[place[0] : place[1] + 1]
    if any(token.sort is Sort.DOTS for token in inside):
        return False
    window = _part(content, inside[0].start, inside[-1].end)
    if _bare_words(one.span.of(given.said.article.text)) == _bare_words(window.printed):
        return not any(token.square for token in inside)
    mine = Said(given.said.article, given.said.statement, (), (one.span,))
    for edit in differences(mine, window).edits:
        letters = edit.kind is EditKind.BRACKETED and any(
            "[" in span.of(mine.article.text) for span in edit.a
        )
        if edit.kind not in (EditKind.SAME, EditKind.PUNCTUATION) and not letters:
            return False
    return True


def _exact(given: Given, content: Said, there: Sequence[Token], places: Sequence[tuple[int, int]]) -> Wording:
    window = _part(content, there[places[0][0]].start, there[places[-1][1]].end)
    near = there[max(0, places[0][0] - _CONTEXT) : places[-1][1] + 1 + _CONTEXT]
    around = _part(content, near[0].start, near[-1].end)
    skipped = any(
        any(token.sort is Sort.WORD for token in there[before[1] + 1 : after[0]])
        for before, after in pairwise(places)
    )
    elided = given.has_dots and skipped
    return Wording(Likeness.EXACT, given.said, window, around, 1.0, elided, given.has_brackets)


# -- nearly ----------------------------------------------------------------------------------------------


def _stretch(differing: Differences) -> tuple[int, int]:
    """Return the first and the last edit of the stretch that shares the most for what it has besides."""
    best, first, last = 0.0, 0, -1
    total, start = 0.0, 0
    for at, edit in enumerate(differing.edits):
        if total <= 0.0:
            total, start = 0.0, at
        total += _gain(edit, differing)
        if total > best + 1e-9:
            best, first, last = total, start, at
    return first, last


def _gain(edit: Edit, differing: Differences) -> float:
    if _is_shared(edit):
        return _weight_of(differing.a, edit.a)
    if edit.kind is EditKind.ELLIPSIS:
        return 0.0
    return -_SKIPPED * _weight_of(differing.b, edit.b)


def _is_shared(edit: Edit) -> bool:
    return edit.kind in _ALIKE and bool(edit.a) and bool(edit.b)


def _overlap(given: Given, differing: Differences, first: int, last: int) -> float:
    """Return the weighted share of words that the given ones and a stretch have in common (Dice 1945)."""
    inside = differing.edits[first : last + 1]
    shared = sum(_weight_of(differing.a, edit.a) for edit in inside if _is_shared(edit))
    elided = sum(_weight_of(differing.a, edit.a) for edit in inside if edit.kind is EditKind.ELLIPSIS)
    there = sum(
        _weight_of(differing.b, edit.b)
        for edit in inside
        if not _is_shared(edit) and edit.kind is not EditKind.ELLIPSIS
    )
    return 2 * shared / max(1e-9, given.weight - elided + shared + there)


def _is_enough(differing: Differences, first: int, last: int) -> bool:
    """Say whether most of the given words are shared, or rare ones with some side by side."""
    given, text = differing.a, differing.a.article.text
    shared = [edit.a for edit in differing.edits[first : last + 1] if _is_shared(edit)]
    runs = [[word.stem for word in content_words(text, spans)] for spans in shared]
    stems = [stem for run in runs for stem in run]
    rare = sum(map(rarity, set(stems))) >= _RARE and max(map(len, runs), default=0) >= _RUN
    return rare or len(stems) >= LEAST_SHARE * len(given.words)


def _window(given: Given, differing: Differences, first: int, last: int) -> Said:
    """Return the stretch, with the words at either end that stand for given ones beyond it."""
    content, edits = differing.b, differing.edits
    there = tokens(content)
    found = [span for edit in edits[first : last + 1] for span in edit.b]
    start, end = min(span.start for span in found), max(span.end for span in found)
    before = [one for one in there if one.end <= start][::-1]
    after = [one for one in there if one.start >= end]
    text = given.said.article.text
    lacking = [
        sum(len(content_words(text, edit.a)) for edit in some) for some in (edits[:first], edits[last + 1 :])
    ]
    for one in _next(before, lacking[0]):
        start = one.start
    for one in _next(after, lacking[1]):
        end = one.end
    return _part(content, start, end)


def _next(some: Sequence[Token], lacking: int) -> Iterator[Token]:
    """Yield the next words, as many as are lacking, as far as the sentence goes."""
    count = 0
    for one in some:
        if one.form in ENDS or one.sort is Sort.DOTS or count == min(lacking, _EDGE):
            return
        if one.sort is Sort.WORD:
            count += 1
            yield one


def _weight_of(said: Said, spans: Spans) -> float:
    return _weight(word.stem for word in content_words(said.article.text, spans)) if spans else 0.0


def _weight(stems: Iterator[str] | Sequence[str]) -> float:
    """Return what words are worth for a comparison: rare ones up to four times as much as common ones."""
    return sum(0.5 + min(1.5, rarity(one) / 4) for one in stems)


# -- both ------------------------------------------------------------------------------------------------


def _part(content: Said, start: int, end: int) -> Said:
    """Return what of a content lies between two places."""
    spans = tuple(
        Span(max(one.start, start), min(one.end, end))
        for one in content.content
        if max(one.start, start) < min(one.end, end)
    )
    return Said(content.article, content.statement, content.people, spans)


def _bare_words(text: str) -> list[str]:
    """Return the words of a text as they are spelled, without case and marks."""
    return _SPELLED.findall(text.casefold().replace("’", "'"))
