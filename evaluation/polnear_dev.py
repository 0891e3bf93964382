"""Figures on PolNeAR's development part: whole articles, exact, one to one, with intervals and kinds."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluation.attribution_scores import ROLES, Count, Pairs, Relation, score_article, total
from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Attribution, spans
from onrecord.pipeline import Extractor
from training.corpora.polnear import GoldDocument, polnear

PRONOUNS = frozenset(
    ("he", "she", "they", "it", "i", "we", "you", "who", "which", "this", "that", "these", "those")
)
KINDS = (
    *("direct", "mixed", "indirect"),
    *("no source", "pronoun source", "name source", "nominal source"),
    *("content in one piece", "content in pieces"),
    *("within one sentence", "across sentences"),
)
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution as pairs of offsets, to be compared with annotated ones."""

    cue: Pairs
    source: Pairs
    content: Pairs
    confidence: float


def pairs(attribution: Attribution) -> Found:
    """Return the attribution's spans as plain pairs."""
    roles = [
        tuple((span.start, span.end) for span in role)
        for role in (attribution.cue, attribution.source, attribution.content)
    ]
    return Found(roles[0], roles[1], roles[2], attribution.confidence)


@dataclass(frozen=True, slots=True)
class PolnearResult:
    """Counts by article, and the relations found beside the annotated ones."""

    documents: tuple[GoldDocument, ...]
    found: tuple[tuple[Found, ...], ...]
    articles: tuple[dict[str, Count], ...]

    def figures(self) -> dict[str, float]:
        """Return F1 in percent for each of ROLES."""
        return {role: count.f1 for role, count in total(self.articles).items()}

    def intervals(self) -> dict[str, tuple[float, float]]:
        """Return 95 % bootstrap intervals over articles (Efron 1979), 1,000 resamples, seed 0."""
        dice = random.Random(0)
        drawn = [total(dice.choices(self.articles, k=len(self.articles))) for _ in range(RESAMPLES)]
        return {role: _middle([sums[role].f1 for sums in drawn]) for role in ROLES}


def evaluate_polnear(extractor: Extractor) -> PolnearResult:
    """Run the extractor over the development part; as in PolNeAR only the outermost with a cue count."""
    documents = tuple(polnear("dev"))
    answers = extractor.extract([document.text for document in documents])
    found = tuple(
        tuple(pairs(a) for n, a in enumerate(e.attributions) if a.cue and e.parent(n) is None)
        for e in answers
    )
    articles = tuple(
        score_article(items, document.relations) for items, document in zip(found, documents, strict=True)
    )
    return PolnearResult(documents, found, articles)


def by_kind(result: PolnearResult) -> Iterator[tuple[str, int, float, float]]:
    """Yield (kind, annotated relations, whole relation recall %, content recall %) of gold kinds."""
    rows: dict[str, list[int]] = {kind: [0, 0, 0] for kind in KINDS}
    for document, found in zip(result.documents, result.found, strict=True):
        quoted = QuotedText(document.text)
        wholes = {(item.cue, item.source, item.content) for item in found}
        contents = {item.content for item in found}
        for relation in document.relations:
            right = (relation.cue, relation.source, relation.content) in wholes
            for kind in kinds(document.text, quoted, relation):
                rows[kind][0] += 1
                rows[kind][1] += right
                rows[kind][2] += relation.content in contents
    for kind, (gold, whole, content) in rows.items():
        if gold:
            yield kind, gold, 100 * whole / gold, 100 * content / gold


def kinds(text: str, quoted: QuotedText, relation: Relation) -> Iterator[str]:
    """Yield the kinds that a relation belongs to, one of each group of KINDS."""
    yield str(quoted.kind(spans(relation.content)))
    source = text[relation.source[0][0] : relation.source[0][1]] if relation.source else ""
    if not source:
        yield "no source"
    elif source.lower() in PRONOUNS:
        yield "pronoun source"
    else:
        yield "name source" if _is_name(source) else "nominal source"
    yield "content in one piece" if len(relation.content) == 1 else "content in pieces"
    crosses = _crosses(text, [*relation.source, *relation.cue, *relation.content])
    yield "across sentences" if crosses else "within one sentence"


def _is_name(words: str) -> bool:
    return all(word[:1].isupper() for word in words.split())


def _crosses(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Say whether a full stop, question or exclamation mark before a capital lies within the relation."""
    stretch = text[min(start for start, _ in places) : max(end for _, end in places)]
    marks = [i for i, c in enumerate(stretch[:-1]) if c in '.?!”"' and stretch[i + 1].isspace()]
    return any(
        stretch[i + 1 :].lstrip(" \n\"“'‘")[:1].isupper() and stretch[max(0, i - 2) : i].islower()
        for i in marks
    )


def _middle(values: list[float]) -> tuple[float, float]:
    values = sorted(values)
    return values[len(values) // 40], values[-len(values) // 40 - 1]
