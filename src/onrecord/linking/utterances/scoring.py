"""How probable it is that two parts report one utterance: a logistic regression on the evidence.

The evidence, and products of its more telling numbers, are weighed by coefficients that
``training/utterances.py`` fits on annotated events; they ship as ``weights/utterances.json``.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from onrecord.linking.content import weight
from onrecord.linking.utterances.evidence import FEATURES, cannot_be_one, evidence, in_one_another, same_words
from onrecord.linking.utterances.sides import Side
from onrecord.linking.utterances.speakers import Speakers, speakers

CROSSED = (
    "cosine",
    "contained",
    "jaccard",
    "shared",
    "run",
    "quoted",
    "small",
    "same speaker",
    "both direct",
    "quoting",
    "around",
    "length",
    "one article",
)
"""Numbers whose products are weighed too."""
LEAST_SHARED, LEAST_COSINE = 2.9, 0.35
"""Rarity of shared words, or cosine, below which two parts are not looked at; of the annotated links of the
cases 98 in 100 lie above."""
MOST = 0.99
"""The most that evidence can make of a pair whose words are not the same."""
LEAST = 0.1
"""Probability below which a pair is not kept."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """The fitted weights: means and spreads of the evidence, coefficients, and the constant."""

    means: NDArray[np.float64]
    spreads: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    constant: float

    def probability(self, found: tuple[float, ...]) -> float:
        """Return the probability that evidence is of one utterance."""
        odds = float(self.coefficients @ crossed(np.array(found), self.means, self.spreads)) + self.constant
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def crossed(
    found: NDArray[np.float64], means: NDArray[np.float64], spreads: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return evidence at mean 0 and spread 1, with the products of CROSSED behind it."""
    level = (found - means) / spreads
    some = level[..., _crossed_places()]
    first, second = _pairs()
    return np.concatenate([level, some[..., first] * some[..., second]], axis=-1)


def probability(a: Side, b: Side) -> float:
    """Return how probable it is that two parts of different statements report one utterance."""
    if not worth_weighing(a, b):
        return 0.0
    if cannot_be_one(a, b):
        return 0.0
    if in_one_another(a, b):
        return float(not _reported_in(a, b) and speakers(a.said, b.said) is Speakers.SAME)
    if same_words(a, b) and speakers(a.said, b.said) is not Speakers.APART:
        return 1.0
    return min(MOST, scorer().probability(evidence(a, b)))


def _reported_in(a: Side, b: Side) -> bool:
    """Say whether one is a report in the other: what she says that she told him is a saying of its own."""
    one, other = a.said.statement, b.said.statement
    return other.parent == one.id or one.parent == other.id


def worth_weighing(a: Side, b: Side) -> bool:
    """Say whether two parts have enough in common to be looked at closely."""
    shared = weight(a.distinct & b.distinct)
    return shared >= LEAST_SHARED or float(a.vector @ b.vector) >= LEAST_COSINE


@cache
def scorer() -> Scorer:
    """Return the shipped weights."""
    source = files("onrecord.linking").joinpath("weights", "utterances.json")
    told = json.loads(source.read_text(encoding="utf-8"))
    means, spreads, coefficients = (np.array(told[name]) for name in ("means", "spreads", "coefficients"))
    return Scorer(means, spreads, coefficients, float(told["constant"]))


@cache
def _crossed_places() -> list[int]:
    return [FEATURES.index(name) for name in CROSSED]


@cache
def _pairs() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(len(CROSSED))
