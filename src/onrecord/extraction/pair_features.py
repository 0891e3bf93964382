"""What can be read off two mentions without a network: the features of an anaphor and its candidates.

Invariant: training and the runtime compute them here, from the text and the heads' offsets alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORD_CLASSES = (
    "he", "she", "it", "they", "i", "we", "you", "who", "other pronoun",
    "name", "mr", "ms", "definite", "indefinite",
)  # fmt: skip
PRONOUN_CLASSES = {
    "he": "he him his himself",
    "she": "she her hers herself",
    "it": "it its itself",
    "they": "they them their theirs themselves",
    "i": "i me my mine myself",
    "we": "we us our ours ourselves",
    "you": "you your yours yourself yourselves",
    "who": "who whom whose which that",
    "other pronoun": "this these those one both all each others another some many someone somebody everyone",
}
CLASS_OF = {word: name for name, words in PRONOUN_CLASSES.items() for word in words.split()}
DEFINITE = frozenset(
    ["the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our", "your"]
)
MASCULINE, FEMININE = (
    frozenset(["mr", "sir", "lord", "king", "mister"]),
    frozenset(["mrs", "ms", "miss", "lady", "queen", "dame"]),
)
DISTANCES = (1, 2, 3, 4, 5, 7, 10, 15, 22, 40)
"""Upper ends of the classes of distance, in candidates back from the anaphor."""
TOKEN_DISTANCES = (4, 8, 16, 32, 64, 128, 256, 512)
PARAGRAPHS = (0, 1, 2, 4, 8)
SIZES = (
    len(DISTANCES) + 1, len(TOKEN_DISTANCES) + 1, len(PARAGRAPHS) + 1,
    len(WORD_CLASSES), len(WORD_CLASSES), 3, 9,
)  # fmt: skip
"""How many values each column of ``pair_features`` can take."""
CANDIDATES = 60
"""Mentions before an anaphor that are looked at."""

Ints = NDArray[np.int32]
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_BACK = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a mention: a name, a pronoun, or the noun of a description, in tokens and characters.

    ``mark`` is the quotation code of its first token, ``word_class`` an index into WORD_CLASSES.
    """

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    mark: int
    words: str
    word_class: int


def word_class(text: str, start: int, end: int, name: bool) -> int:
    """Return the index into WORD_CLASSES of the head ``text[start:end]``."""
    word = text[start:end].lower()
    before = text[max(0, start - _BACK) : start]
    if not name and word in CLASS_OF:
        return WORD_CLASSES.index(CLASS_OF[word])
    last = _last_word(before)
    if name:
        title = (last if last in MASCULINE | FEMININE else word.split()[0] if word.split() else "").rstrip(
            "."
        )
        return WORD_CLASSES.index("mr" if title in MASCULINE else "ms" if title in FEMININE else "name")
    return WORD_CLASSES.index("definite" if _definite(before) else "indefinite")


def _last_word(before: str) -> str:
    words = _WORD.findall(before.rstrip(" .")[-20:])
    return words[-1].lower() if words else ""


def _definite(before: str) -> bool:
    """Say whether one of the up to five words before, with no punctuation between, makes it definite."""
    stretch = re.split(r"[.,;:!?\n\"“”]", before)[-1]
    return any(word.lower() in DEFINITE for word in _WORD.findall(stretch)[-5:]) or before.rstrip().endswith(
        ("'s", "’s")
    )


@dataclass(frozen=True, slots=True)
class HeadTable:
    """Heads in text order as columns, so that one anaphor meets all its candidates at once."""

    heads: tuple[Head, ...]
    first: Ints
    last: Ints
    paragraph: Ints
    quoted: Ints
    word_class: Ints

    @classmethod
    def of(cls, heads: Sequence[Head]) -> HeadTable:
        """Return the heads as a table."""
        columns = np.array(
            [(h.first, h.last, h.paragraph, _quoted(h.mark), h.word_class) for h in heads], dtype=np.int32
        ).reshape(-1, 5)
        return cls(tuple(heads), *(columns[:, n] for n in range(5)))


def pair_features(table: HeadTable, anaphor: int, start: int) -> Ints:
    """Return one row of len(SIZES) codes for each candidate ``start <= candidate < anaphor`` of the table."""
    head, some = table.heads[anaphor], slice(start, anaphor)
    rows = np.empty((anaphor - start, len(SIZES)), dtype=np.int32)
    rows[:, 0] = np.searchsorted(DISTANCES, np.arange(anaphor - start, 0, -1))
    rows[:, 1] = np.searchsorted(TOKEN_DISTANCES, head.first - table.last[some])
    rows[:, 2] = np.searchsorted(PARAGRAPHS, head.paragraph - table.paragraph[some])
    rows[:, 3] = head.word_class
    rows[:, 4] = table.word_class[some]
    words = frozenset(head.words.lower().split())
    rows[:, 5] = [_shared(words, candidate.words) for candidate in table.heads[some]]
    rows[:, 6] = 3 * table.quoted[anaphor] + table.quoted[some]
    return rows


def _shared(words: frozenset[str], candidate: str) -> int:
    other = frozenset(candidate.lower().split())
    return 2 if other == words else 1 if other & words else 0


def _quoted(mark: int) -> int:
    """Return 0 outside quotation marks, 1 inside, 2 inside two or unclosed ones."""
    return 0 if mark == 0 else 1 if mark in (1, 3, 4, 6) else 2
