"""How likely two articles are to report one event, by the telling words that they share and their days.

Words are weighed by how rare they are, among news articles and among those at hand: in a record of one
company's news the company's name tells nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onrecord.linking.stories.traces import Traces, usual_rarity

_USUAL = 100
"""Articles at hand that tell as much of a word's rarity as all news articles do."""
_PHRASE = 0.3
"""What a phrase counts for beside a stem: its words are counted already."""
_LEAST, _MOST = 0.1, 8.0
"""What a word tells below which it tells nothing, and the most that a phrase tells."""
_USUAL_PHRASE = 0.3
"""Of ``_USUAL`` articles, how many are taken to have a given phrase."""
_FIT = (-20.47, 39.14, -16.18)
"""Logit of one event: of the cosine, of its root, and always; fitted to pairs of ECB+, BASIL and NeuS."""
_NEAR, _FAR, _FADE = 2, 3.0, 0.7
"""Days apart that say nothing (BASIL's reports of one event are at most four apart, most not one); then
every doubling, of three days to begin with, takes 0.7 from the logit."""

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Commonness:
    """Of how many articles are at hand, and in how many of them each word leaves a trace."""

    articles: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def among(cls, found: Iterable[Traces]) -> Commonness:
        """Return how common words are among some articles."""
        known = list(found)
        return cls(len(known), Counter(word for one in known for word, _ in one.prominence))

    def telling(self, word: str) -> float:
        """Return how much a word tells: the negative logarithm of the share of articles that have it."""
        count = self.counts.get(word, 0)
        usual = _USUAL * math.exp(-usual_rarity(word)) if " " not in word else _USUAL_PHRASE
        told = -math.log((usual + count) / (_USUAL + self.articles + 1))
        if count < 2:  # one article's own: the more there are, the less it would be looked for elsewhere
            told *= _USUAL / (_USUAL + self.articles)
        if told < _LEAST:
            return 0.0
        return _PHRASE * min(told, _MOST) if " " in word else told

    def weights(self, one: Traces) -> Weights:
        """Return what each word of an article tells, all together of length 1."""
        made = {word: weight * self.telling(word) for word, weight in one.prominence}
        length = math.sqrt(sum(weight * weight for weight in made.values()))
        return {word: weight / length for word, weight in made.items() if weight}


def alike(a: Traces, b: Traces, common: Commonness | None = None) -> float:
    """Return the probability that two articles report one event, among articles of some commonness."""
    known = common or Commonness()
    return likeness(known.weights(a), known.weights(b), a.days_from(b))


def likeness(a: Weights, b: Weights, apart: int | None = None) -> float:
    """Return the probability of one event for articles of these words, so many days apart."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    cosine = math.fsum(weight * large[word] for word, weight in small.items() if word in large)
    square, root, always = _FIT
    logit = square * cosine + root * math.sqrt(cosine) + always - _fading(apart)
    return 1 / (1 + math.exp(-logit))


def _fading(apart: int | None) -> float:
    """Return what days apart take from the logit: nothing to two days, 0.7 a doubling from there."""
    return _FADE * math.log2(1 + max(0, apart - _NEAR) / _FAR) if apart is not None else 0.0
