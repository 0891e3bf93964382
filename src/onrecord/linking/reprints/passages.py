"""The passages that two articles share, and whether they are copied or both quote the same words.

Invariant: spans lie inside their texts, begin and end at words that are shared, stand in order and do not
overlap on the side of ``one``; nothing but the two texts decides, and not their order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from onrecord.extraction.paragraphs import paragraphs
from onrecord.extraction.quotation_marks import quotations
from onrecord.linking.reprints.alignment import Chain, chains
from onrecord.linking.reprints.boilerplate import boilerplate
from onrecord.linking.reprints.fingerprints import TextWords
from onrecord.model import Span

LEAST = 20
"""Words that two articles share before a passage of theirs is looked at."""
LEAST_MORE = 12
"""Words of a further passage where so much is copied that it is no accident."""
LEAST_PIECE = 8
"""Words of a piece of an article most of which is copied."""
FOOT = 3
"""Words at the end of a text before which its footer ends."""
LEAST_COPIED = 60
"""Words of long passages from which further ones count."""
OWN_LEAST = 13
"""Words outside quotation marks that a copied passage has, unless they are half of it: two who quote one
sentence may both call its speaker "assistant director of the Harbour Institute in Carrow"."""
OWN_IN_PARAGRAPH = 4
"""Words of its own that a paragraph has which stands in both, entire and unchanged."""
OWN_RUN = 4
"""Words of a reporter's own in a row that count as copied: two who quote one sentence both write "he said
on Twitter" around it."""
OWN_SHARE = 0.15
"""Share of its words that stand outside quotation marks."""
WHOLE = 0.5
"""Share of an article's words that makes it a copy as a whole, its quotations with it."""
WHOLE_OWN = 0.25
"""Share of its words that stands in passages that are more than quotations."""


class PassageKind(StrEnum):
    """How much two articles share: most of one, a passage, or words that both quote."""

    WHOLE = "whole"
    PASSAGE = "passage"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that two texts share, light edits between them: ``words`` of them, ``own`` outside quotations."""

    one: Span
    other: Span
    words: int
    own: int
    kind: PassageKind


class ReprintText(TextWords):
    """A text's words, with those known that are no words of its reporter's."""

    @cached_property
    def quoted(self) -> Sequence[bool]:
        """Whether each word stands in quotation marks."""
        found = quotations(self.text)
        return self._inside([(one.start, one.end) for one in found if one.level == "double" or one.closed])

    @cached_property
    def stock(self) -> Sequence[bool]:
        """Whether each word is of a page's stock sentences: newsletters, rights, contributors."""
        return self._inside(boilerplate(self.text))

    def entire(self, first: int, size: int) -> bool:
        """Say whether so many words from one on are paragraphs from the first word to the last."""
        ends = self._paragraph_starts
        return first in ends and first + size in ends

    @cached_property
    def _paragraph_starts(self) -> set[int]:
        """The numbers of the words that paragraphs begin with, and the number behind the last word."""
        starts = [word.start for word in self.words]
        begins = {bisect_left(starts, start) for start, _ in paragraphs(self.text)}
        return begins | {len(self.words)}

    @property
    def foot(self) -> int:
        """Where the last words of the text begin."""
        return self.words[-min(FOOT, len(self))].start if self.words else 0

    def span(self, first: int, last: int) -> Span:
        """Return the span from one word to another."""
        return Span(self.words[first].start, self.words[last].end)

    def _inside(self, stretches: Sequence[tuple[int, int]]) -> list[bool]:
        inside, end, waiting = [], 0, sorted(stretches, reverse=True)
        for word in self.words:
            while waiting and waiting[-1][0] <= word.start:
                end = max(end, waiting.pop()[1])
            inside.append(word.start < end)
        return inside


def shared_passages(one: ReprintText, other: ReprintText) -> tuple[Passage, ...]:
    """Return the passages that two texts share, in the order of ``one``; () where none is long enough."""
    found = [made for chain in chains(one, other, LEAST_PIECE) if (made := _passage(one, other, chain))]
    long = [passage for passage in found if passage.words >= LEAST]
    shorter, every = min(len(one), len(other)), sum(passage.words for passage in found)
    if every >= WHOLE * shorter and _copied(found) >= max(LEAST, WHOLE_OWN * shorter):
        return tuple(replace(passage, kind=PassageKind.WHOLE) for passage in found)
    if _copied(long) >= LEAST_COPIED:
        return tuple(passage for passage in found if passage.words >= LEAST_MORE)
    copied = [passage for passage in long if passage.kind is not PassageKind.QUOTATION]
    footers = copied if _at_both_ends(one, other, copied) else ()
    return tuple(passage for passage in long if passage not in footers)


def _copied(passages: Iterable[Passage]) -> int:
    return sum(passage.words for passage in passages if passage.kind is not PassageKind.QUOTATION)


def _at_both_ends(one: ReprintText, other: ReprintText, passages: Sequence[Passage]) -> bool:
    """Say whether all passages are the last words of both texts: a site's or a column's footer."""
    return all(passage.one.end >= one.foot and passage.other.end >= other.foot for passage in passages)


def _passage(one: ReprintText, other: ReprintText, chain: Chain) -> Passage | None:
    """Return a chain as a passage, its stock sentences not counted, or None if little else is in it."""
    pairs = [(run.one + step, run.other + step) for run in chain for step in range(run.size)]
    told = [(a, b) for a, b in pairs if not (one.stock[a] or other.stock[b])]
    if len(told) < max(LEAST_PIECE, len(pairs) / 2):
        return None
    own = _own([(a - b, not (one.quoted[a] or other.quoted[b])) for a, b in told])
    few = min(OWN_LEAST, len(told) / 2)
    copied = own >= max(few, OWN_SHARE * len(told))
    if not copied and len(chain) == 1 and own >= OWN_IN_PARAGRAPH:
        copied = one.entire(chain[0].one, chain[0].size) and other.entire(chain[0].other, chain[0].size)
    kind = PassageKind.PASSAGE if copied else PassageKind.QUOTATION
    spans = one.span(told[0][0], told[-1][0]), other.span(told[0][1], told[-1][1])
    return Passage(*spans, len(told), own, kind)


def _own(words: Iterable[tuple[int, bool]]) -> int:
    """Return how many words are the reporters' own, of those that stand unchanged with some others."""
    lengths = [(own, len(list(run))) for (_, own), run in groupby(words)]
    return sum(length for own, length in lengths if own and length >= OWN_RUN)
