"""Fit the weights of the evidence for pronouns, and how sure each rule of the resolution is.

A conditional logit (McFadden 1974) over the candidates of each pronoun in the sources of the project's own
annotated articles (the sample story and the dev part of evaluation/articles); the confidences are the
share of right answers of each rule there and in the shared cases, smoothed, and for pronouns a
logistic curve.

    python -m training.speakers
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.gold_cases import evaluate_cases, read_cases, read_cross_outlet
from evaluation.speakers import Judged, article_of, evaluate_given, gold_extraction, same_entity
from onrecord.extraction.extractor import WEIGHTS, NeuralExtractor
from onrecord.resolution.who import confidence
from onrecord.resolution.who import pronouns as rooms
from onrecord.resolution.who.cast import Cast
from onrecord.resolution.who.conversation import Conversation
from onrecord.resolution.who.people import people_of
from onrecord.resolution.who.pronouns import Pronouns, Weights
from onrecord.resolution.who.speakers import find_speakers
from training.corpora.sources import cases as shared_cases

ROOT = Path(__file__).parents[1]
CURVES = ROOT / "src" / "onrecord" / "resolution" / "lexicon" / "speaker_confidence.json"
REAL = 3
"""How often the statements of the shared cases count: they are real news, our own articles are harder."""
PRIOR = 3
"""Cases of the common share that each rule counts besides its own."""
FEWEST = 25
"""Cases of one rule from which a slope is fitted."""
Rows = list[tuple[np.ndarray, int]]


def development_cases() -> list[dict[str, Any]]:
    """Return the own articles to fit on: the sample story and numbers 01 to 10 of evaluation/articles."""
    story = list(read_cases(ROOT / "examples" / "gold"))
    return story + [
        case for case in read_cases(ROOT / "evaluation" / "articles" / "gold") if case["id"] < "11"
    ]


def collect(extractor: NeuralExtractor, cases: list[dict[str, Any]], weights: Weights) -> Rows:
    """Return (features of the candidates, index of the right one or -1) of each pronoun with a speaker."""
    rows: Rows = []
    for case in cases:
        extraction = gold_extraction(extractor, case)
        cast = Cast(case["text"], extraction.mentions)
        parents = [extraction.parent(n) for n in range(len(extraction.attributions))]
        talk = Conversation(case["text"], extraction.attributions, parents, cast, article_of(case).outlet)
        seen: dict[int, dict[int, list[float]]] = {}
        original = Pronouns.features

        def recorded(
            self: Pronouns, number: int, source: Any, seen: Any = seen, original: Any = original
        ) -> Any:
            seen[number] = original(self, number, source)
            return seen[number]

        rooms.Pronouns.features = recorded  # type: ignore[method-assign]
        try:
            find_speakers(talk, weights)
        finally:
            rooms.Pronouns.features = original  # type: ignore[method-assign]
        people = people_of(cast, cast.entities)
        for number, features in seen.items():
            wanted = case["statements"][number]["speaker"]
            if wanted is None:
                continue
            numbers = list(features)
            right = [n for n in numbers if same_entity(people[n], wanted, case["people"])]
            rows.append((np.array([features[n] for n in numbers]), numbers.index(right[0]) if right else -1))
    return rows


def fit(rows: Rows, steps: int = 3000, rate: float = 0.05, decay: float = 0.003) -> np.ndarray:
    """Return the weights of the features, and of *nothing of these* last, by gradient ascent."""
    width = rows[0][0].shape[1]
    start = Weights()
    weights = np.array([getattr(start, name) for name in Weights.__slots__], dtype=float)
    for _ in range(steps):
        gradient = np.zeros(width + 1)
        for features, right in rows:
            scores = np.append(features @ weights[:-1], weights[-1])
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            target = np.zeros(len(scores))
            target[right] = 1.0  # -1 is the last one: nothing of these
            gradient[:-1] += features.T @ (target - chances)[:-1]
            gradient[-1] += (target - chances)[-1]
        weights += rate * (gradient / len(rows) - decay * weights)
    return weights


def curves(rows: list[Judged]) -> dict[str, list[float]]:
    """Return (constant, slope) on the log odds of the raw confidence for each rule.

    A rule with few cases is drawn towards all rules' share; a slope is fitted where a rule gives
    different confidences and has FEWEST cases.
    """
    known = [row for row in rows if not row.unknown and row.rule]
    overall = sum(row.right for row in known) / len(known)
    found = {}
    for rule in sorted({row.rule for row in known}):
        some = [row for row in known if row.rule == rule]
        if len(some) >= FEWEST and len({round(row.confidence, 2) for row in some}) > 5:
            found[rule] = logistic([(log_odds(row.confidence), row.right) for row in some])
        else:
            share = (sum(row.right for row in some) + PRIOR * overall) / (len(some) + PRIOR)
            found[rule] = [round(log_odds(share), 3), 0.0]
    return found


def log_odds(chance: float) -> float:
    """Return the log odds of a probability, kept within 0.005 and 0.995."""
    kept = min(max(chance, 0.005), 0.995)
    return math.log(kept / (1 - kept))


def logistic(pairs: list[tuple[float, bool]], steps: int = 4000, rate: float = 0.05) -> list[float]:
    """Return (constant, slope) of a logistic curve through (log odds, right), by gradient ascent."""
    constant, slope = 0.0, 1.0
    for _ in range(steps):
        errors = [(right - 1 / (1 + math.exp(-(constant + slope * x))), x) for x, right in pairs]
        constant += rate * sum(e for e, _ in errors) / len(pairs)
        slope += rate * (sum(e * x for e, x in errors) / len(pairs) - 0.01 * (slope - 1))
    return [round(constant, 3), round(slope, 3)]


def main() -> None:
    """Print the fitted weights of pronouns' evidence, and write the curves of confidence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--curves", action="store_true", help="fit the confidences only")
    options = parser.parse_args()
    extractor = NeuralExtractor(options.weights)
    cases = development_cases()
    weights = Weights()
    for _ in range(0 if options.curves else 3):
        rows = collect(extractor, cases, weights)
        fitted = fit(rows)
        weights = Weights(*(round(float(value), 2) for value in fitted))
        hits = sum(int(np.argmax(f @ fitted[:-1])) == right for f, right in rows if right >= 0)
        print(len(rows), sum(right < 0 for _, right in rows), "right", hits, weights, flush=True)
    confidence.uncalibrated()
    rows_judged = evaluate_cases(extractor, cases).speakers.rows
    if shared_cases().exists():
        real = list(read_cross_outlet(shared_cases() / "cross-outlet"))
        rows_judged += REAL * evaluate_cases(extractor, real).speakers.rows
        real = [case for name in ("seeds", "articles") for case in read_cases(shared_cases() / name)]
        rows_judged += 2 * REAL * evaluate_cases(extractor, real).speakers.rows
    CURVES.write_text(json.dumps(curves(rows_judged), indent=1) + "\n", encoding="utf-8")
    print(evaluate_given(extractor, cases).figures())


if __name__ == "__main__":
    main()
