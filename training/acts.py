"""Fit what each clue to an act is worth: ``python -m training.acts`` writes ``acts_weights.json``.

Learned from hand-labelled sentences of our own alone: ``evaluation/gold/acts.toml`` without what is held
back, and the sample story.  No corpus is needed; it takes some seconds.

Multinomial logistic regression with a Gaussian prior on each weight (MAP).  The prior's mean is what
``acts.toml`` says a clue speaks for ([speaks_for]), so a clue that few sentences show keeps its hand-given
worth.  Acts are weighted towards the mix of real reports.  The confidence is calibrated on predictions for
sentences that were left out of the fit (five folds).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.resolution.act.act_clues import clues_of
from onrecord.resolution.act.act_evidence import lexicon_of_acts
from onrecord.resolution.act.acts import ACTS

OUT = Path(__file__).parents[1] / "src" / "onrecord" / "resolution" / "lexicon" / "acts_weights.json"
PRECISION = 3.0
"""Of the prior: how hard a weight is held to its mean.  From 1 to 10 were tried; 2.5 to 5 is best, on
folds and on real reports alike."""
CUE = 4.0
"""What a cue that performs an act speaks for it: ``denied`` for deny; half of it where it only may."""
AGAIN = 0.5
"""A second find of a kind speaks half as loud."""
SEEN = 2
"""Sentences that must show a clue; one that has a prior is kept in any case."""
MIX = {
    "assert": 0.22, "allege": 0.11, "deny": 0.06, "promise": 0.12, "warn": 0.05, "demand": 0.05, "ask": 0.05,
    "confirm": 0.025, "decline-to-comment": 0.03, "apologise": 0.015, "predict": 0.03, "praise": 0.03,
    "criticise": 0.21, "announce": 0.06, "other": 0.05,
}  # fmt: skip
"""How often each act comes in reports: a guess after those that we have read."""
TOWARDS_MIX = 0.5
FOLDS = 5
STEPS = 300
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The names of a statement's clues, and its act as an index into ACTS."""

    clues: frozenset[str]
    act: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by clue and act, and the bias of each act."""

    names: tuple[str, ...]
    weights: Matrix
    bias: Matrix

    def scores(self, examples: Sequence[Example]) -> Matrix:
        """Return (example, act) scores."""
        return _design(examples, self.names) @ self.weights + self.bias


def main() -> None:
    """Fit, calibrate and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    examples = training_examples()
    constant, slope, right = calibrate(examples)
    options.out.write_text(as_json(fit(examples), (constant, slope)), encoding="utf-8")
    print(f"{len(examples)} statements, {100 * right:.1f} % right when left out; wrote {options.out.name}")


def training_examples() -> list[Example]:
    """Return the labelled statements to learn from, never one that is held back."""
    from evaluation.acts import STORY, case_acts, gold_acts

    items = [item for item in gold_acts() if not item.held]
    return [
        Example(frozenset(clue.name for clue in clues_of(item.text, item.attribution)), ACTS.index(item.act))
        for item in (*items, *case_acts(STORY))
    ]


def prior(name: str) -> dict[str, float]:
    """Return what a clue speaks for before anything is fitted."""
    kind = name.removesuffix("+")
    loud = AGAIN if kind != name else 1.0
    worth = {act: loud * weight for act, weight in lexicon_of_acts().speaks_for.get(kind, {}).items()}
    if name.removeprefix("cue.") in ACTS:
        worth[name.removeprefix("cue.")] = CUE
    elif name.removeprefix("cue.maybe ") in ACTS:
        worth[name.removeprefix("cue.maybe ")] = CUE / 2
    return worth


def fit(examples: Sequence[Example]) -> Fit:
    """Return the weights with the highest posterior, by gradient descent (Adam; Kingma and Ba 2015)."""
    names = _names(examples)
    mean = np.array([[prior(name).get(act, 0.0) for act in ACTS] for name in names])
    design, target = _design(examples, names), np.eye(len(ACTS))[[example.act for example in examples]]
    importance = _importance(examples)[:, None]
    state = np.vstack([mean, np.zeros(len(ACTS))])
    means, held = np.vstack([mean, np.zeros(len(ACTS))]), np.full((len(state), 1), PRECISION)
    held[-1] = 0.01  # the bias is hardly held
    inputs = np.hstack([design, np.ones((len(design), 1))])
    first, second = np.zeros_like(state), np.zeros_like(state)
    for step in range(1, STEPS + 1):
        error = (softmax(inputs @ state) - target) * importance
        gradient = inputs.T @ error + held * (state - means)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        rate = 0.15 * (1 - step / (STEPS + 1)) + 0.001
        state = state - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return Fit(names, state[:-1], state[-1])


def _names(examples: Sequence[Example]) -> tuple[str, ...]:
    seen = Counter(name for example in examples for name in example.clues)
    known = {name for name, count in seen.items() if count >= SEEN}
    cues = {f"cue.{act}" for act in ACTS} | {f"cue.maybe {act}" for act in ACTS}
    return tuple(sorted(known | cues | set(lexicon_of_acts().speaks_for)))


def _design(examples: Sequence[Example], names: Sequence[str]) -> Matrix:
    return np.array([[float(name in example.clues) for name in names] for example in examples])


def _importance(examples: Sequence[Example]) -> Matrix:
    """Return for each example how much it counts, so that the acts come nearer to MIX."""
    counts = Counter(example.act for example in examples)
    shares = {act: count / len(examples) for act, count in counts.items()}
    return np.array([(MIX[ACTS[e.act]] / shares[e.act]) ** TOWARDS_MIX for e in examples])


def softmax(scores: Matrix) -> Matrix:
    """Return probabilities, row by row."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    probabilities: Matrix = powers / powers.sum(1, keepdims=True)
    return probabilities


def calibrate(examples: Sequence[Example]) -> tuple[float, float, float]:
    """Return constant and slope from the odds of the best act to those of its being right (Platt 1999).

    The third figure is the share of left-out statements whose act is right.
    """
    folds = np.random.default_rng(0).permutation(len(examples)) % FOLDS
    odds, right = np.zeros(len(examples)), np.zeros(len(examples))
    for fold in range(FOLDS):
        left_out = np.flatnonzero(folds == fold)
        fitted = fit([examples[index] for index in np.flatnonzero(folds != fold)])
        best = softmax(fitted.scores([examples[index] for index in left_out]))
        sure = np.clip(best.max(1), 1e-6, 1 - 1e-6)
        odds[left_out] = np.log(sure / (1 - sure))
        right[left_out] = best.argmax(1) == [examples[index].act for index in left_out]
    constant, slope = _logistic(odds, right)
    return constant, slope, float(right.mean())


def _logistic(odds: Matrix, right: Matrix) -> tuple[float, float]:
    """Return constant and slope of a logistic regression, by Newton's method."""
    design, beta = np.stack([np.ones_like(odds), odds], 1), np.array([0.0, 1.0])
    for _ in range(30):
        sure = 1 / (1 + np.exp(-design @ beta))
        hessian = design.T @ (design * (sure * (1 - sure))[:, None]) + 1e-6 * np.eye(2)
        beta = beta + np.linalg.solve(hessian, design.T @ (right - sure))
    return float(beta[0]), float(beta[1])


def as_json(fitted: Fit, calibration: tuple[float, float]) -> str:
    """Return the weights, a clue a line, without those that hardly count."""
    lines = [f"    {json.dumps(name)}: {json.dumps(_row(row))}" for name, row in _rows(fitted) if _row(row)]
    head = {"bias": _row(fitted.bias), "calibration": [round(value, 3) for value in calibration]}
    return (
        "{\n"
        + "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
        + '  "clues": {\n'
        + ",\n".join(lines)
        + "\n  }\n}\n"
    )


def _rows(fitted: Fit) -> list[tuple[str, Matrix]]:
    return list(zip(fitted.names, fitted.weights, strict=True))


def _row(row: Matrix) -> dict[str, float]:
    return {act: round(float(w), 2) for act, w in zip(ACTS, row, strict=True) if abs(w) >= 0.05}


if __name__ == "__main__":
    main()
