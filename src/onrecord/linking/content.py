"""The words of a content as linking compares them: stemmed, each with its place and how rare it is.

Invariant: words stand in text order and ``text[word.start:word.end]`` is what was printed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.model import Spans
from onrecord.words import words


class ContentWord(NamedTuple):
    """A stemmed word and where it stands in the article's text, in code points."""

    stem: str
    start: int
    end: int


def content_words(text: str, spans: Spans) -> tuple[ContentWord, ...]:
    """Return the words of some spans of a text, stemmed (Porter 2), in text order."""
    return tuple(
        ContentWord(stem(word.token), word.start + span.start, word.end + span.start)
        for span in spans
        for word in words(span.of(text))
    )


@lru_cache(maxsize=100_000)
def stem(token: str) -> str:
    """Return the stem of a word of the index; words of other scripts are their own."""
    return str(_stemmer().stemWord(token)) if token.isascii() else token


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def rarity(stem_: str) -> float:
    """Return how much a stem tells: the negative logarithm of the share of news articles that have it."""
    rarities, most = _rarities()
    return rarities.get(stem_, most)


def weight(stems: Iterable[str]) -> float:
    """Return the rarities of stems, added up."""
    return math.fsum(map(rarity, stems))


@cache
def _rarities() -> tuple[dict[str, float], float]:
    """Return the rarities of known stems, and that of any other."""
    total, counts = _counts()
    whole = math.log(total + 1)
    return {one: whole - math.log(count + 1) for one, count in counts.items()}, whole


@cache
def known_stems() -> tuple[str, ...]:
    """Return the stems that are counted, in alphabetical order."""
    return tuple(sorted(_counts()[1]))


@cache
def _counts() -> tuple[int, dict[str, int]]:
    """Return of how many articles the counts are, and in how many of them each stem stands."""
    source = files("onrecord.linking").joinpath("weights", "rarity.json")
    data = json.loads(source.read_text(encoding="utf-8"))
    return data["articles"], data["counts"]
