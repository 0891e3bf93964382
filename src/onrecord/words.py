"""The words of a text as the search index knows them, with their places.

Invariant: index and question are cut by the same function, so that what is there is found.  Case and
accents are dropped, an English plural is its singular (the S-stemmer of Harman 1991), and scripts
written without spaces become overlapping pairs of characters, the last character alone, so that
every stretch of them, two characters or one, begins at a token.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from onrecord.model import Spans

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Japanese syllables
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\uac00-\ud7af"  # Korean: spaced, but its particles are written to the word
)
_WORD = re.compile(rf"([{_UNSPACED}]+)|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[\u0300-\u036f\u064b-\u0652])*")


class Word(NamedTuple):
    """A token of the index and where it stands in the text, in code points."""

    token: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Yield the tokens of ``text`` in order."""
    for match in _WORD.finditer(text):
        if match.lastindex:
            yield from _pairs(match.group(), match.start())
        else:
            yield Word(normal(match.group()), match.start(), match.end())


def tokens(text: str) -> str:
    """Return the tokens of ``text`` parted by spaces: what the index stores."""
    return " ".join(word.token for word in words(text))


class Indexed:
    """The tokens of one text, cut once for the many statements in it."""

    def __init__(self, text: str) -> None:
        found = list(words(text))
        self._tokens = [word.token for word in found]
        self._starts = [word.start for word in found]

    def of(self, spans: Spans) -> str:
        """Return the tokens that begin in ``spans``, parted by spaces."""
        return " ".join(
            token
            for span in spans
            for token in self._tokens[
                bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)
            ]
        )


@lru_cache(maxsize=50_000)
def normal(word: str) -> str:
    """Return a word as the index has it: folded case, no accents, an English plural as its singular."""
    if word.isascii():
        return _singular(word.lower())
    folded = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return _singular(bare) if bare.isascii() else bare or word


def is_unspaced(word: str) -> bool:
    """Say whether a word is of a script that is indexed by pairs of characters."""
    return re.match(f"[{_UNSPACED}]", word) is not None


def _pairs(run: str, start: int) -> Iterator[Word]:
    for index in range(len(run)):
        end = min(index + 2, len(run))
        yield Word(run[index:end], start + index, start + end)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word if word[-4] in "ae" else word[:-3] + "y"
    if word.endswith("es"):
        return word if word[-3] in "aeo" else word[:-1]
    return word if word[-2] in "us" else word[:-1]
