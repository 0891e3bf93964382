"""What an article leaves for the finding of its story: its telling words, how prominent each is, and its day.

Invariant: traces depend on the article alone; how rare a word is among other articles is asked later.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onrecord.linking.content import rarity, stem
from onrecord.model import Article
from onrecord.reading.published import days
from onrecord.words import words

MOST_STEMS, MOST_PHRASES = 60, 40
"""Stems and phrases of an article that are kept; 100 stems and no phrases find fewer stories of NeuS."""
LEADING = 15
"""Stems and phrases of an article by which others of its story are looked for."""
_LEAD, _FADE = 1.5, 80.0
"""How much more a word at the beginning counts, and after how many words that is over: news leads with it."""
_COMMON, _PHRASED = 0.25, 0.7
"""Rarities below which a stem tells nothing, alone or in a phrase."""
_RAREST_PHRASE = 8.0
_LONGEST_FORM = 60


@dataclass(frozen=True, slots=True)
class Traces:
    """The telling words of an article, with what they count for there, and when it was published.

    ``prominence`` has stems and phrases (two stems with a space), sorted.  ``leading`` are those by which
    others of the story are looked for, the most telling first, and ``forms`` how each is first printed.
    ``first`` and ``last`` are the days that the date of publication may mean, as ordinals, or None.
    """

    article: str
    prominence: tuple[tuple[str, float], ...]
    leading: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    def days_from(self, other: Traces) -> int | None:
        """Return how many days lie between two articles, or None where one has no date."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return None
        return max(0, self.first - other.last, other.first - self.last)


class _Placed(NamedTuple):
    """A stem or phrase, which of the article's words it begins at, and how it is printed."""

    word: str
    at: int
    form: str


def traces(article: Article) -> Traces:
    """Return what an article leaves for the finding of its story.

    Names are words like others: to count them for more (1.2 times) gained nothing on ECB+ and lost on NeuS.
    """
    stems, phrases = list[_Placed](), list[_Placed]()
    for text, begins in _parts(article):
        found = list(_stems(text, begins))
        stems += [one for one, _ in found if len(one.word) > 1 and rarity(one.word) > _COMMON]
        phrases += _phrases(text, found)
    prominence = dict(sorted([*_prominent(stems, MOST_STEMS), *_prominent(phrases, MOST_PHRASES)]))
    order = sorted(prominence, key=lambda word: (-prominence[word] * usual_rarity(word), word))
    forms = {one.word: one.form for one in reversed([*stems, *phrases])}
    span = days(article.published)
    first, last = (date.fromisoformat(day).toordinal() for day in span) if span else (None, None)
    leading = tuple(order[:LEADING])
    return Traces(
        article.id, tuple(prominence.items()), leading, tuple(forms[word] for word in leading), first, last
    )


def usual_rarity(word: str) -> float:
    """Return how rare a stem is among news articles; of a phrase, half of what its stems make likely."""
    one, _, other = word.partition(" ")
    return min(_RAREST_PHRASE, rarity(one) + rarity(other)) / 2 if other else rarity(one)


def _parts(article: Article) -> Iterator[tuple[str, int]]:
    """Yield title and text, each with how many words stand before; a page's text may begin with its title."""
    title, before = article.title or "", 0
    if title and not article.text.lstrip().startswith(title):
        yield title, 0
        before = sum(1 for _ in words(title))
    yield article.text, before


def _stems(text: str, begins: int) -> Iterator[tuple[_Placed, tuple[int, int]]]:
    for at, word in enumerate(words(text), begins):
        yield _Placed(stem(word.token), at, text[word.start : word.end]), (word.start, word.end)


def _phrases(text: str, found: Sequence[tuple[_Placed, tuple[int, int]]]) -> Iterator[_Placed]:
    """Yield pairs of neighbouring stems, over those between that tell nothing."""
    before, start = "", 0
    for one, (begin, end) in found:
        if rarity(one.word) < _PHRASED:
            continue
        if before not in ("", one.word):
            yield _Placed(f"{before} {one.word}", one.at, " ".join(text[start:end].split())[:_LONGEST_FORM])
        before, start = one.word, begin


def _prominent(placed: Sequence[_Placed], most: int) -> list[tuple[str, float]]:
    """Return the words that stand first and most often, with what that counts for."""
    first: dict[str, int] = {}
    for one in placed:
        first.setdefault(one.word, one.at)
    made = [
        (word, round((1 + math.log(count)) * (1 + _LEAD * math.exp(-first[word] / _FADE)), 3))
        for word, count in Counter(one.word for one in placed).items()
    ]
    return sorted(made, key=lambda one: (-one[1], one[0]))[:most]
