"""The fingerprints of a text, by which shared passages are found: winnowing over its words.

Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for document fingerprinting".  Invariant:
texts that share ``GRAM + WINDOW - 1`` words in a row share a fingerprint, and a fingerprint depends on
the words alone: it is the same on every machine and in every run.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from onrecord.words import Word, words

GRAM = 7
"""Words in a row that one fingerprint is of.  With five, one article in newsload shares two fingerprints
with eleven that have nothing to do with it; with seven, with one in ten articles."""
WINDOW = 5
"""Grams of which the least is kept.  GRAM + WINDOW - 1 = 11 words in a row are found for certain, which
is what stays whole where every twelfth word was changed."""
EXTENT = 16
"""Words from the first to the last of two fingerprints of one passage.  A passage of 24 words or more that
stands unchanged has such two; a turn of phrase that two articles happen to share has not."""
SLACK, FARTHEST = 16, 64
"""Words that may be dropped or added between two fingerprints of one passage, and between them at all."""
LONGEST = 20_000
"""Words of a text that are looked at, so that one endless document costs no more than ten long ones."""
_BITS = 47
"""Bits of a fingerprint in the record, where such a number takes six bytes and not eight; among ten
million fingerprints one look-up in ten million meets a stranger."""
_BASE = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]
Indices = NDArray[np.intp]
Places = tuple[int, int]


class TextWords:
    """The words of a text with their places, and each word as a number."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = list(islice(words(text), LONGEST))
        self.numbers: Hashes = np.array([_number(word.token) for word in self.words], dtype=np.uint64)

    def __len__(self) -> int:
        return len(self.words)


def grams(numbers: Hashes, size: int) -> Hashes:
    """Return the hash of each run of ``size`` numbers, by where the run begins."""
    count = len(numbers) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    found = np.zeros(count, dtype=np.uint64)
    for offset in range(size):  # a polynomial in arithmetic modulo 2 ** 64, mixed at the end
        found = found * _BASE + numbers[offset : offset + count]
    return _mixed(found)


def fingerprints(text: TextWords) -> dict[int, int]:
    """Return each fingerprint of a text with the number of the word at which it first begins.

    A text of fewer than ``GRAM`` words has none.
    """
    hashes = grams(text.numbers, GRAM)
    places = winnowed(hashes)
    found, first = np.unique(hashes[places] >> np.uint64(64 - _BITS), return_index=True)
    return dict(zip(found.tolist(), places[first].tolist(), strict=True))


def may_share(places: Iterable[Places]) -> bool:
    """Say whether fingerprints that two texts share can be of one passage, by where they begin in each.

    Two of them have to stand ``EXTENT`` words or more apart, their own words counted, in both texts, and
    about as far apart in the one as in the other.
    """
    ordered = sorted(places)
    for index, (one, other) in enumerate(ordered):
        for further, beyond in ordered[index + 1 :]:
            apart, there = further - one, beyond - other
            if apart > FARTHEST:
                break
            if min(apart, there) + GRAM >= EXTENT and abs(apart - there) <= SLACK:
                return True
    return False


def winnowed(hashes: Hashes) -> Indices:
    """Return the places of the hashes that are kept: of each window the least, the last of equals."""
    if not len(hashes):
        return np.empty(0, dtype=np.intp)
    size = min(WINDOW, len(hashes))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, size)
    last = size - 1 - np.argmin(windows[:, ::-1], axis=1)
    return np.unique(last + np.arange(len(last)))


def _mixed(numbers: Hashes) -> Hashes:
    """Spread every bit over all others (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


@lru_cache(maxsize=200_000)
def _number(token: str) -> int:
    digest = blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
