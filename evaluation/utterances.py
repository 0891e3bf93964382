"""Utterance links on the annotated events of the cases, end to end from raw text.

A report that was linked counts for the annotated statement with which it shares the most characters, if
these are more than half of both together (Dice).  Pairs of annotated statements in different outlets are
counted; those that the annotators were unsure of are left out.  B-cubed (Bagga and Baldwin 1998) is over all
annotated statements, one that was not found being alone.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from onrecord import Article, Relation, RelationKind, Utterance, open_record
from onrecord.pipeline import Extractor, read_article
from training.corpora.sources import cases

FOUND_AT = 0.5
"""Dice of characters from which a report is that of an annotated statement."""
POSITIONS = (("s12", ("s5",)), ("s3", ("s9", "s11")), ("s5", ("s12", "s14")))
"""Statements of the first seed with those of the second that take the same position: the back doors,
*politically motivated*, the courts."""
Report = tuple[str, str, frozenset[int]]
"""Utterance, article, and the characters of a report."""


@dataclass(slots=True)
class Count:
    """Pairs that are linked in the gold, by us, and by both."""

    gold: int = 0
    given: int = 0
    right: int = 0

    def precision(self) -> float:
        """Return how many in 100 of those given are right."""
        return 100 * self.right / max(1, self.given)

    def recall(self) -> float:
        """Return how many in 100 of the gold are given."""
        return 100 * self.right / max(1, self.gold)


@dataclass(slots=True)
class Result:
    """Counts over all events, with the pairs that were missed and those that were wrong."""

    pairs: Count = field(default_factory=Count)
    direct: Count = field(default_factory=Count)
    relations: dict[str, Count] = field(default_factory=lambda: {str(kind): Count() for kind in RelationKind})
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return the figures in percent."""
        precision, recall = (100 * sum(some) / max(1, len(some)) for some in (self.precision, self.recall))
        return {
            "precision": self.pairs.precision(),
            "recall": self.pairs.recall(),
            "direct-direct recall": self.direct.recall(),
            "B-cubed F1": 2 * precision * recall / max(1e-9, precision + recall),
        }


def evaluate_utterances(extractor: Extractor) -> Result:
    """Read every event into a record of its own and compare its utterances with the annotated ones."""
    result = Result()
    for path in sorted((cases() / "cross-outlet").glob("*.json")):
        event = json.loads(path.read_text(encoding="utf-8"))
        utterances, _ = linked(extractor, event["articles"])
        _count(event, utterances, result)
    return result


def evaluate_positions(extractor: Extractor) -> dict[str, float]:
    """Return how many in 100 of the positions of both seeds are found as one, and are apart as utterances."""
    seeds = [json.loads(path.read_text("utf-8")) for path in sorted((cases() / "seeds").glob("*.json"))]
    utterances, relations = linked(extractor, seeds)
    texts = {one["id"]: one["text"] for one in seeds}
    places = {
        (seed["id"], one["id"]): _characters(texts[seed["id"]], one["content"])
        for seed in seeds
        for one in seed["statements"]
    }
    of = dict(_contents(extractor, seeds))
    found = sum(_restated(position, relations, of, places, seeds) for position in POSITIONS)
    reports = [{article for _, article, _ in _places(one)} for one in utterances]
    apart = sum(len(some) == 1 for some in reports)
    return {"positions": 100 * found / len(POSITIONS), "apart": 100 * apart / max(1, len(reports))}


def _contents(extractor: Extractor, seeds: Sequence[dict[str, Any]]) -> Iterator[tuple[str, frozenset[int]]]:
    for seed, extraction in zip(seeds, extractor.extract([one["text"] for one in seeds]), strict=True):
        read = read_article(_article(seed), extraction, extractor.version)
        for statement in read.statements:
            pairs = [[span.start, span.end] for span in statement.attribution.content]
            yield statement.id, _characters(seed["text"], pairs)


def _restated(
    position: tuple[str, tuple[str, ...]],
    relations: Sequence[Relation],
    of: dict[str, frozenset[int]],
    places: dict[tuple[str, str], frozenset[int]],
    seeds: Sequence[dict[str, Any]],
) -> bool:
    """Say whether a statement of the first seed is found to restate one of some of the second."""
    first, others = position
    one = places[seeds[0]["id"], first]
    wanted = [places[seeds[1]["id"], other] for other in others]
    restated = (sorted((one.a, one.b)) for one in relations if one.kind == RelationKind.RESTATES)
    between = ((a, b) for a, b in restated if a.startswith(seeds[0]["id"]) and b.startswith(seeds[1]["id"]))
    return any(of[a] & one and any(of[b] & other for other in wanted) for a, b in between)


def _characters(text: str, pairs: Iterable[Sequence[int]]) -> frozenset[int]:
    return frozenset(at for start, end in pairs for at in range(start, end) if not text[at].isspace())


def _article(given: dict[str, Any]) -> Article:
    return Article(given["id"], given["text"], given.get("title"), given.get("outlet"), given.get("date"))


def linked(extractor: Extractor, given: Sequence[dict[str, Any]]) -> tuple[list[Utterance], list[Relation]]:
    """Return what a record of some articles finds."""
    articles = [_article(one) for one in given]
    extracted = extractor.extract([article.text for article in articles])
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "event.db") as record:
        pairs = zip(articles, extracted, strict=True)
        record.store(read_article(article, one, extractor.version) for article, one in pairs)
        return list(record.utterances()), list(record.relations())


def _places(utterance: Utterance) -> list[Report]:
    return [
        (
            utterance.id,
            member.article,
            frozenset(at for span in member.content for at in range(span.start, span.end)),
        )
        for member in utterance.members
    ]


def _count(event: dict[str, Any], utterances: Sequence[Utterance], result: Result) -> None:
    gold = {one["id"]: one for one in event["statements"]}
    texts = {one["id"]: one["text"] for one in event["articles"]}
    reports = [_visible(report, texts) for one in utterances for report in _places(one)]
    found = dict(_matched(gold, texts, reports))
    wanted = {
        name: str(number) for number, some in enumerate(event["utterances"]) for name in some["members"]
    }
    wanted = {name: wanted.get(name, name) for name in gold}
    unsure = {frozenset((wanted[pair["a"]], wanted[pair["b"]])) for pair in event["unsure"]}
    for a, b in combinations(gold, 2):
        one, same = wanted[a] == wanted[b], a in found and found.get(a) == found.get(b)
        unclear = not one and frozenset((wanted[a], wanted[b])) in unsure
        if unclear or gold[a]["article"] == gold[b]["article"]:
            continue
        direct = gold[a]["quote_kind"] == gold[b]["quote_kind"] == "direct"
        for count in (result.pairs, *([result.direct] if direct else [])):
            count.gold += one
            count.given += same
            count.right += one and same
        if one != same:
            (result.missed if one else result.wrong).append((event["event"], a, b))
    _b_cubed(list(gold), wanted, found, result)


def _b_cubed(names: list[str], wanted: dict[str, str], found: dict[str, str], result: Result) -> None:
    ours = {name: found.get(name, f"alone {name}") for name in names}
    for name in names:
        mine = {other for other in names if ours[other] == ours[name]}
        theirs = {other for other in names if wanted[other] == wanted[name]}
        result.precision.append(len(mine & theirs) / len(mine))
        result.recall.append(len(mine & theirs) / len(theirs))


def _visible(report: Report, texts: dict[str, str]) -> Report:
    name, article, places = report
    return name, article, frozenset(at for at in places if not texts[article][at].isspace())


def _matched(
    gold: dict[str, Any], texts: dict[str, str], reports: Sequence[Report]
) -> Iterator[tuple[str, str]]:
    """Yield annotated statements with the utterance of the report that is theirs, best matches first."""
    scored = []
    for name, statement in gold.items():
        text = texts[statement["article"]]
        places = _characters(text, statement["content"])
        for number, (_, article, there) in enumerate(reports):
            dice = 2 * len(places & there) / (len(places) + len(there))
            if article == statement["article"] and dice >= FOUND_AT:
                scored.append((-dice, name, number))
    taken: set[str] = set()
    used: set[int] = set()
    for _, name, number in sorted(scored):
        if name not in taken and number not in used:
            taken.add(name)
            used.add(number)
            yield name, reports[number][0]
