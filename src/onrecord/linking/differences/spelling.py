"""One form for the words that are only written in different ways: colour and color, don't and do not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from onrecord.linking.differences.word_lists import lexicon

_ISE = re.compile(r"^(\w{3,})([iy])s(e|ed|es|er|ers|ing|ation|ations)$")
_CONTRACTED = re.compile(r"^(.+?)('(?:s|re|ll|ve|d|m)|n't)$")
_MORE = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "n't": "not"}
"""What contracted endings stand for; of 's and 'd only the words after them would tell."""


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word without case and accents, with straight apostrophes."""
    bare = unicodedata.normalize("NFKD", word.translate({0x2019: "'", 0x2018: "'", 0x02BC: "'"}).casefold())
    return "".join(one for one in bare if not unicodedata.combining(one)) or word


@lru_cache(maxsize=50_000)
def spelled(word: str) -> tuple[str, ...]:
    """Return the words that a printed word stands for, each in its one form: ``won't`` is will, not."""
    folded = fold(word)
    whole = _whole().get(folded)
    if whole:
        return whole
    contracted = _CONTRACTED.match(folded)
    if contracted:
        return (*spelled(contracted[1]), _MORE.get(contracted[2], contracted[2]))
    return (_one_form(folded),)


def _one_form(folded: str) -> str:
    bare = folded.replace(".", "") if not any(map(str.isdigit, folded)) else folded
    for beginning, form in _beginnings():
        if bare.startswith(beginning):
            return form + bare[len(beginning) :]
    return _ISE.sub(r"\1\2z\3", bare) or folded


@cache
def _whole() -> dict[str, tuple[str, ...]]:
    """Return the forms that are whole words, each with the words that it stands for."""
    found = {}
    for section in ("words", "contractions"):
        for key in lexicon("spelling")[section]:
            first, *last = key.split(" = ")
            found[first] = tuple(last[0].split())
    return found


@cache
def _beginnings() -> tuple[tuple[str, str], ...]:
    pairs = (tuple(key.split(" = ")) for key in lexicon("spelling")["beginnings"])
    return tuple((first, last) for first, last in pairs)
