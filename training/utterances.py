"""Fit the scorer that tells reports of one utterance: ``python -m training.utterances``.

Learned from 54 events of BASIL in three outlets each, annotated by us by reading (``labels/utterances.json``:
places of what reports one utterance, no text).  The annotated events of the cases are not learned from: they
are what the evaluation reads.  Pairs of parts are weighed by a logistic regression with an L2 penalty; a pair
of one utterance counts for RIGHT others, for most pairs of an event are not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extraction import load_extractor
from onrecord.linking.utterances.evidence import FEATURES, evidence
from onrecord.linking.utterances.scoring import crossed, worth_weighing
from onrecord.linking.utterances.weighing import Compared
from onrecord.model import Article, ReadArticle
from onrecord.pipeline import read_article
from training.corpora.sources import corpora, file_sha256

LABELS = Path(__file__).parent / "labels" / "utterances.json"
OUT = Path(__file__).parents[1] / "src" / "onrecord" / "linking" / "weights" / "utterances.json"
PENALTY = 20.0
"""Of the squares of coefficients; from 5 to 60 nothing changes by more than a point."""
RIGHT = 3.0
STEPS = 25
"""Of Newton's method, which has long settled by then."""
IN = 0.6
"""Share of a part's characters that a labelled report has to have."""

Place = tuple[str, frozenset[int]]
"""An article and the characters of a report in it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Articles on one event with the reports of each utterance, and pairs that are not to be judged."""

    articles: tuple[Article, ...]
    utterances: tuple[tuple[Place, ...], ...]
    unsure: tuple[tuple[Place, Place], ...]


@dataclass(slots=True)
class Part:
    """A part with the number of the utterance that it reports: None for none, or UNCLEAR."""

    statement: Compared
    number: int
    place: Place
    label: int | None = None

    @property
    def smallest(self) -> bool:
        """Say whether it has no parts of its own."""
        first, last, _, _ = self.statement.shapes[self.number]
        return first == last


UNCLEAR = -1


def basil_events() -> Iterator[Event]:
    """Yield the labelled events of BASIL."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    found: dict[str, list[Article]] = {}
    for path in sorted((corpora() / "basil" / "articles").glob("*/*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        text = "\n\n".join(" ".join(paragraph) for paragraph in told["body-paragraphs"])
        article = Article(told["uuid"], text, told["title"], told["source"], told["date"])
        found.setdefault(told["triplet-uuid"], []).append(article)
    for event, label in labels.items():
        utterances = tuple(tuple(map(_place, some)) for some in label["utterances"])
        unsure = tuple((_place(a), _place(b)) for a, b in label["unsure"])
        yield Event(tuple(sorted(found[event], key=lambda one: one.outlet or "")), utterances, unsure)


def _place(told: Any) -> Place:
    article, pairs = told
    return article, frozenset(at for start, end in pairs for at in range(start, end))


def parts_of(reads: Sequence[ReadArticle], event: Event) -> list[Part]:
    """Return the parts of all statements with the utterance that each reports."""
    parts = [
        Part(statement, number, _place((read.article.id, [(one.start, one.end) for one in content])))
        for read in reads
        for n in range(len(read.statements))
        for statement in [Compared(read, n)]
        for number, (_, _, _, content) in enumerate(statement.shapes)
    ]
    for part in parts:
        if part.smallest:
            part.label = _label(part, event)
    for part in parts:
        if not part.smallest:
            mine = {one.label for one in parts if one.statement is part.statement and one.smallest} - {None}
            part.label = mine.pop() if len(mine) == 1 else UNCLEAR if mine else None
    _one_of_copies(parts)
    return parts


def _label(part: Part, event: Event) -> int | None:
    article, mine = part.place
    best = max(
        (
            (2 * len(mine & found) / (len(mine) + len(found)), -number)
            for number, reports in enumerate(event.utterances)
            for there, found in reports
            if there == article and len(mine & found) >= IN * len(mine)
        ),
        default=None,
    )
    return None if best is None else -best[1]


def _one_of_copies(parts: Sequence[Part]) -> None:
    """Where two statements of one article have the same words, nobody said which of them was meant."""
    for a, b in combinations([part for part in parts if part.smallest], 2):
        same_place = a.place[0] == b.place[0] and a.statement is not b.statement
        half = len(min(a.place[1], b.place[1], key=len)) / 2
        alike = a.label is not None and a.label == b.label
        if same_place and alike and len(a.place[1] & b.place[1]) > half:
            max(a, b, key=lambda part: len(part.place[1])).label = UNCLEAR


def pairs_of(parts: Sequence[Part], event: Event) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield the evidence of pairs that are worth weighing, and whether they are of one utterance."""
    unsure = {
        frozenset((x.label, y.label))
        for a, b in event.unsure
        for x in _at(parts, a)
        for y in _at(parts, b)
        if x.label is not None and y.label is not None
    }
    near = {frozenset((id(x), id(y))) for a, b in event.unsure for x in _at(parts, a) for y in _at(parts, b)}
    best: dict[tuple[int, int], tuple[float, tuple[float, ...]]] = {}
    for a, b in combinations(parts, 2):
        if a.statement is b.statement or UNCLEAR in (a.label, b.label) or _overlap(a, b):
            continue
        x, y = a.statement.sides[a.number], b.statement.sides[b.number]
        if not worth_weighing(x, y):
            continue
        found = evidence(x, y)
        if a.label is not None and a.label == b.label:
            if _surely(found):
                yield found, True
            else:
                key = id(a.statement), id(b.statement)
                best[key] = max(best.get(key, (-1.0, found)), (found[0] + found[2], found))
        elif frozenset((a.label, b.label)) not in unsure and frozenset((id(a), id(b))) not in near:
            yield found, False
    yield from ((found, True) for _, found in best.values() if _perhaps(found))


def _at(parts: Sequence[Part], place: Place) -> list[Part]:
    return [
        part
        for part in parts
        if part.place[0] == place[0] and len(part.place[1] & place[1]) >= IN * len(part.place[1])
    ]


def _overlap(a: Part, b: Part) -> bool:
    return a.place[0] == b.place[0] and bool(a.place[1] & b.place[1])


def _surely(found: tuple[float, ...]) -> bool:
    """Say whether two parts of one utterance are reports of the same of its words."""
    named = dict(zip(FEATURES, found, strict=True))
    return named["contained"] > 0.5 and named["shared"] > 2


def _perhaps(found: tuple[float, ...]) -> bool:
    """Say whether the likeliest parts of two reports may be of the same words: retold, not cut elsewhere."""
    named = dict(zip(FEATURES, found, strict=True))
    if named["both direct"] and named["contained"] < 0.4:
        return False
    return named["contained"] >= 0.02 or named["cosine"] >= 0.25


def fit(found: np.ndarray, one: np.ndarray) -> dict[str, Any]:
    """Return the weights of the logistic regression as they ship."""
    counts = np.where(one, RIGHT, 1.0)
    means = np.average(found, axis=0, weights=counts)
    spreads = np.sqrt(np.average((found - means) ** 2, axis=0, weights=counts)) + 1e-9
    level = np.concatenate([crossed(found, means, spreads), np.ones((len(found), 1))], axis=1)
    held = np.append(np.full(level.shape[1] - 1, PENALTY), 0.0)
    weights = np.zeros(level.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-np.clip(level @ weights, -30, 30)))
        slope = level.T @ (counts * (sure - one)) + held * weights
        curve = (level.T * (counts * sure * (1 - sure))) @ level + np.diag(held + 1e-9)
        weights -= np.linalg.solve(curve, slope)
    rounded = [round(float(weight), 5) for weight in weights]
    return {
        "features": list(FEATURES),
        "means": [round(float(one), 6) for one in means],
        "spreads": [round(float(one), 6) for one in spreads],
        "coefficients": rounded[:-1],
        "constant": rounded[-1],
    }


def main() -> None:
    """Fit on all events and write the weights, with what they were learned from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    extractor = load_extractor()
    events = list(basil_events())
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for event in events:
        texts = [article.text for article in event.articles]
        extracted = extractor.extract(texts)
        reads = [
            read_article(article, one, extractor.version)
            for article, one in zip(event.articles, extracted, strict=True)
        ]
        for found, one in pairs_of(parts_of(reads, event), event):
            rows.append(found)
            labels.append(one)
    told = fit(np.array(rows), np.array(labels))
    source = {"events": len(events), "pairs": len(rows), "of one utterance": sum(labels)}
    told |= {"learned from": source | {"labels": file_sha256(LABELS), "extractor": extractor.version}}
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(source)


if __name__ == "__main__":
    main()
