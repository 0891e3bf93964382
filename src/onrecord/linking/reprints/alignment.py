"""Where two texts have the same words in the same order, light edits between them.

Invariant: a chain's words stand in order in both texts, no word of either is in two chains, and the answer
does not depend on which text is given first.  Runs of equal words are joined over gaps as in local
alignment (Smith and Waterman 1981), found from shared grams as in sequence search (Lipman and Pearson
1985), so that the cost is that of the shared words and not of the lengths multiplied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.reprints.fingerprints import Hashes, TextWords, grams

SEED = 5
"""Words in a row that two texts have to share to be looked at."""
MOST_PLACES = 4
"""Places of one gram in a text beyond which it says nothing of where one is in it."""
MOST_RUNS = 1000
LONGEST_GAP = 16
"""Words between two runs that may have been changed, added or dropped inside one passage: a clause."""
GAP_COST = 0.5
"""What a word of a gap counts against the words on its two sides."""
LOOK_BACK = 30
"""Runs before a run that it may go on from."""
GOES_ON = 2
"""Equal words from which a chain goes on behind a change at its end."""
_STEPS = ((1, 1), (0, 1), (1, 0), (2, 2), (1, 2), (2, 1), (0, 2), (2, 0))
"""Words that may be changed, added or dropped there, in the one text and in the other."""

Integers = NDArray[np.signedinteger[Any]]


class Run(NamedTuple):
    """Equal words: ``size`` of them, from ``one`` in the one text and from ``other`` in the other."""

    one: int
    other: int
    size: int

    def later(self, by: int) -> Run:
        """Return the run without its first words."""
        return Run(self.one + by, self.other + by, self.size - by)


Chain = tuple[Run, ...]
Stretch = tuple[int, int]


def chains(one: TextWords, other: TextWords, least: int) -> list[Chain]:
    """Return the chains of at least ``least`` shared words, in the order of ``one``."""
    if one.text > other.text:
        turned = chains(other, one, least)
        return sorted(tuple(Run(b, a, size) for a, b, size in chain) for chain in turned)
    left, found = _runs(one.numbers, other.numbers), list[Chain]()
    while left:
        found.append(_best(left))
        left = list(_outside(left, found[-1]))
    whole = _grown(found, one.numbers.tolist(), other.numbers.tolist())
    return sorted(chain for chain in whole if shared(chain) >= least)


def shared(chain: Chain) -> int:
    """Return how many words a chain has in both texts."""
    return sum(run.size for run in chain)


def _runs(one: Hashes, other: Hashes) -> list[Run]:
    """Return the maximal runs of equal words that hold a seed, in text order."""
    a, b = _shared_places(grams(one, SEED), grams(other, SEED))
    if not len(a):
        return []
    order = np.lexsort((a, b - a))
    a, b = a[order], b[order]
    begins = np.flatnonzero(np.r_[True, (np.diff(a) != 1) | (np.diff(b) != 1)])
    sizes = np.diff(np.r_[begins, len(a)]) + SEED - 1
    found = map(Run, a[begins].tolist(), b[begins].tolist(), sizes.tolist())
    return sorted(sorted(found, key=lambda run: (-run.size, run))[:MOST_RUNS])


def _shared_places(one: Hashes, other: Hashes) -> tuple[Integers, Integers]:
    """Return the places of equal grams, each place of ``one`` with each of ``other``."""
    order = np.argsort(other, kind="stable")
    ordered, itself = other[order], np.sort(one)
    first, last = np.searchsorted(ordered, one, "left"), np.searchsorted(ordered, one, "right")
    counts = np.searchsorted(itself, one, "right") - np.searchsorted(itself, one, "left")
    there = np.where((counts <= MOST_PLACES) & (last - first <= MOST_PLACES), last - first, 0)
    a = np.repeat(np.arange(len(one)), there)
    steps = np.arange(len(a)) - np.repeat(np.cumsum(there) - there, there)
    return a, order[np.repeat(first, there) + steps]


def _best(runs: Sequence[Run]) -> Chain:
    """Return the chain that counts most; ``runs`` stand in text order."""
    scores, before, kept = list[float](), list[int | None](), list[Run]()
    for index, run in enumerate(runs):
        score, previous, own = float(run.size), None, run
        for earlier in range(max(0, index - LOOK_BACK), index):
            joined = _joined(kept[earlier], run)
            if joined is not None:
                last = kept[earlier]
                gap = max(joined.one - last.one, joined.other - last.other) - last.size
                new = scores[earlier] + joined.size - GAP_COST * gap
                if new > score:
                    score, previous, own = new, earlier, joined
        scores.append(score)
        before.append(previous)
        kept.append(own)
    at: int | None = max(range(len(runs)), key=lambda index: (scores[index], -index))
    chain = []
    while at is not None:
        chain.append(kept[at])
        at = before[at]
    return tuple(reversed(chain))


def _joined(before: Run, run: Run) -> Run | None:
    """Return a run as it goes on after another, less the words that they share, or None if it is too far."""
    one, other = before.one + before.size, before.other + before.size
    by = max(one - run.one, other - run.other, 0)
    if by >= run.size or max(run.one - one, run.other - other) + by > LONGEST_GAP:
        return None
    return run.later(by)


def _outside(runs: Iterable[Run], chain: Chain) -> Iterator[Run]:
    """Yield what is left of runs where a chain has taken its words, in text order."""
    taken = [(chain[0][side], chain[-1][side] + chain[-1].size) for side in (0, 1)]
    for run in runs:
        first, last = run.size, 0  # of the run's words, what stands before the taken ones and behind them
        for (start, end), at in zip(taken, run[:2], strict=True):
            if at < end and at + run.size > start:
                first, last = min(first, max(0, start - at)), max(last, end - at)
        if first == run.size:
            yield run
        elif first >= SEED:
            yield Run(run.one, run.other, first)
        elif run.size - last >= SEED:
            yield run.later(last)


def _grown(found: Sequence[Chain], one: Sequence[int], other: Sequence[int]) -> Iterator[Chain]:
    """Yield chains with the short runs in their gaps and at their ends, the longest chain first."""
    taken = [[_stretch(chain, side) for chain in found] for side in (0, 1)]
    back = one[::-1], other[::-1]
    for index, chain in enumerate(found):
        rooms = [_room(taken[side], index, len(text)) for side, text in enumerate((one, other))]
        whole = _longer(_filled(chain, one, other), one, other, (rooms[0][1], rooms[1][1]))
        ends = len(one) - rooms[0][0], len(other) - rooms[1][0]
        turned = _longer(_turned(whole, len(one), len(other)), *back, ends)
        whole = _turned(turned, len(one), len(other))
        for side in (0, 1):
            taken[side][index] = _stretch(whole, side)
        yield tuple(whole)


def _stretch(chain: Sequence[Run], side: int) -> Stretch:
    return chain[0][side], chain[-1][side] + chain[-1].size


def _room(stretches: Sequence[Stretch], index: int, size: int) -> Stretch:
    """Return how far one of several stretches may grow between its neighbours."""
    start, end = stretches[index]
    before = max((one[1] for one in stretches if one[1] <= start), default=0)
    return before, min((one[0] for one in stretches if one[0] >= end), default=size)


def _turned(chain: Sequence[Run], one: int, other: int) -> list[Run]:
    """Return a chain as it stands when both texts, of so many words, are read from the end."""
    return [Run(one - run.one - run.size, other - run.other - run.size, run.size) for run in reversed(chain)]


def _filled(chain: Chain, one: Sequence[int], other: Sequence[int]) -> list[Run]:
    """Return a chain with the equal words in its gaps."""
    whole = [chain[0]]
    for run in chain[1:]:
        i, j = whole[-1].one + whole[-1].size, whole[-1].other + whole[-1].size
        if min(run.one - i, run.other - j) > 1:
            matcher = SequenceMatcher(None, one[i : run.one], other[j : run.other], autojunk=False)
            whole += [Run(i + a, j + b, size) for a, b, size in matcher.get_matching_blocks() if size]
        whole.append(run)
    return whole


def _longer(chain: Sequence[Run], one: Sequence[int], other: Sequence[int], ends: Stretch) -> list[Run]:
    """Return a chain that goes on behind its end, up to ``ends``, while only a word or two are changed."""
    whole = list(chain)
    while True:
        i, j = whole[-1].one + whole[-1].size, whole[-1].other + whole[-1].size
        for da, db in ((0, 0), *_STEPS):
            size = _equal(one[i + da : ends[0]], other[j + db : ends[1]])
            if size >= (GOES_ON if da or db else 1):
                whole.append(Run(i + da, j + db, size))
                break
        else:
            return whole


def _equal(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many words two texts begin with alike."""
    unlike = (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(unlike, min(len(one), len(other)))
