"""Stage 5: make a confidence say how often it is right, and choose the threshold on the cue.

A logistic regression on the development part (Platt 1999) from the cue's and the tag sequence's
probabilities to "some annotator's relation has this content, cue and source, each overlapping by half".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.attribution_scores import Pairs, score_article, total
from training.corpora.polnear import GoldRelation

Scored = tuple[GoldRelation, float, float]
"""A relation with the probability of its cue and of its tag sequence."""
THRESHOLDS = tuple(round(0.30 + 0.02 * step, 2) for step in range(21))


@dataclass(frozen=True, slots=True)
class Calibration:
    """The threshold and the three coefficients: constant, log-odds of the cue, log of the sequence."""

    threshold: float
    coefficients: tuple[float, float, float]
    error: float


def calibrate(found: Sequence[Sequence[Scored]], gold: Sequence[Sequence[GoldRelation]]) -> Calibration:
    """Return the threshold with the best mean of relation and character F1, and the regression."""
    threshold = max(THRESHOLDS, key=lambda candidate: _worth(found, gold, candidate))
    rows, right = [], []
    for items, annotated in zip(found, gold, strict=True):
        for relation, cue, sequence in items:
            if cue >= threshold:
                rows.append(features(cue, sequence))
                right.append(float(any(_agrees(relation, other) for other in annotated)))
    design, target = np.array(rows), np.array(right)
    coefficients = _logistic(design, target)
    sure = 1 / (1 + np.exp(-design @ coefficients))
    return Calibration(threshold, tuple(float(c) for c in coefficients), calibration_error(sure, target))  # type: ignore[arg-type]


def features(cue: float, sequence: float) -> tuple[float, float, float]:
    """Return what the regression sees of the two probabilities."""
    cue = min(max(cue, 1e-4), 1 - 1e-4)
    return 1.0, float(np.log(cue / (1 - cue))), float(np.log(max(sequence, 1e-4)))


def calibration_error(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over equal-sized bins (Naeini et al. 2015)."""
    parts = np.array_split(np.argsort(sure, kind="stable"), bins)
    return float(sum(len(p) * abs(sure[p].mean() - right[p].mean()) for p in parts if len(p)) / len(sure))


def _worth(
    found: Sequence[Sequence[Scored]], gold: Sequence[Sequence[GoldRelation]], threshold: float
) -> float:
    sums = total(
        score_article([relation for relation, cue, _ in items if cue >= threshold], list(annotated))
        for items, annotated in zip(found, gold, strict=True)
    )
    return sums["relation"].f1 + sums["characters"].f1 + sums["cue"].f1


def _agrees(one: GoldRelation, other: GoldRelation) -> bool:
    return all(
        _overlap(getattr(one, role), getattr(other, role)) >= 0.5 for role in ("cue", "source", "content")
    )


def _overlap(one: Pairs, other: Pairs) -> float:
    """Return the F1 of two roles' characters; two empty roles agree."""
    first = {place for start, end in one for place in range(start, end)}
    second = {place for start, end in other for place in range(start, end)}
    if not first and not second:
        return 1.0
    return 2 * len(first & second) / (len(first) + len(second))


def _logistic(design: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Fit by Newton's method with a little ridge; deterministic."""
    coefficients = np.zeros(design.shape[1])
    for _ in range(50):
        sure = 1 / (1 + np.exp(-design @ coefficients))
        gradient = design.T @ (target - sure) - 1e-3 * coefficients
        curvature = design.T @ (design * (sure * (1 - sure))[:, None]) + 1e-3 * np.eye(design.shape[1])
        coefficients = coefficients + np.linalg.solve(curvature, gradient)
    return coefficients
