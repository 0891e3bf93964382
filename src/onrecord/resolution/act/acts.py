"""Say what a statement does: assert, allege, deny, promise, warn, demand and so on.

The clues to it are read by ``act_clues``; what each is worth for each act stands in
``lexicon/acts_weights.json``, fitted by ``python -m training.acts``.  The act with the largest sum is
given (multinomial logistic regression), with the clue that spoke most for it as the rule.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.model import Attribution, Span, Spans
from onrecord.resolution.act.act_clues import Clue, clues_of

ACTS = (
    "assert", "allege", "deny", "promise", "warn", "demand", "ask", "confirm", "decline-to-comment",
    "apologise", "predict", "praise", "criticise", "announce", "other",
)  # fmt: skip
"""What a statement may do; "other" are proposals, recognitions, mere mentions, greetings and wishes."""

REASONS = 3
"""Clues whose places are given with an act, at the most."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a statement does, the clue that spoke most for it, how surely, and the words that tell it.

    ``name`` is one of ACTS, or empty where nothing is communicated.
    """

    name: str
    rule: str
    confidence: float
    spans: Spans


@dataclass(frozen=True, slots=True)
class Weights:
    """For each clue what it adds to the score of each act, in the order of ACTS.

    ``calibration`` turns the odds of the best act into the odds that it is right: constant and slope.
    """

    bias: tuple[float, ...]
    clues: dict[str, tuple[float, ...]]
    calibration: tuple[float, float]


def act_of(text: str, attribution: Attribution) -> Act:
    """Return what the statement does, by its cue, its content, who speaks and where it stands."""
    if not attribution.communicated:
        return Act("", "not communicated", 1.0, attribution.cue)
    weights, clues = weights_of_acts(), clues_of(text, attribution)
    scores = scores_of(clues, weights)
    best, second = sorted(range(len(ACTS)), key=lambda act: -scores[act])[:2]
    reasons = _reasons(clues, weights, best, second)
    return Act(
        ACTS[best],
        reasons[0].name if reasons else "likeliest",
        _confidence(scores, best, weights),
        _places(reasons) or attribution.cue,
    )


def scores_of(clues: Iterable[Clue], weights: Weights) -> list[float]:
    """Return the score of each act, in the order of ACTS."""
    scores = list(weights.bias)
    for clue in clues:
        for act, worth in enumerate(weights.clues.get(clue.name, ())):
            scores[act] += worth
    return scores


def _reasons(clues: Iterable[Clue], weights: Weights, best: int, second: int) -> list[Clue]:
    """Return the clues that put the best act before the second best, the strongest first."""
    worths = [
        (worth[best] - worth[second], clue)
        for clue in clues
        if (worth := weights.clues.get(clue.name)) and worth[best] > max(0.0, worth[second])
    ]
    worths.sort(key=lambda pair: -pair[0])
    return [clue for _, clue in worths[:REASONS]]


def _places(reasons: Iterable[Clue]) -> Spans:
    """Return the clues' places in text order; one inside another counts with it."""
    places: list[Span] = []
    spans = {clue.span for clue in reasons if clue.span}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not places or span.end > places[-1].end:
            places.append(span)
    return tuple(places)


def _confidence(scores: list[float], best: int, weights: Weights) -> float:
    """Return the calibrated probability that the best act is right."""
    rest = sum(math.exp(score - scores[best]) for act, score in enumerate(scores) if act != best)
    constant, slope = weights.calibration
    return 1 / (1 + math.exp(-(constant - slope * math.log(rest))))


@cache
def weights_of_acts() -> Weights:
    """Return the fitted weights, read once."""
    source = files("onrecord.resolution").joinpath("lexicon", "acts_weights.json")
    raw = json.loads(source.read_text(encoding="utf-8"))
    constant, slope = raw["calibration"]
    return Weights(
        tuple(raw["bias"].get(act, 0.0) for act in ACTS),
        {name: tuple(worth.get(act, 0.0) for act in ACTS) for name, worth in raw["clues"].items()},
        (constant, slope),
    )
