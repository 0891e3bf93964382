"""Figures on PolNeAR's development part: whole articles, exact, one to one, with intervals and kinds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evaluation.attribution_scores import ROLES, Count, Pairs, score_article, total
from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Attribution, spans
from onrecord.pipeline import Extractor
from training.corpora.polnear import GoldDocument, polnear

PRONOUNS = frozenset("he she they it i we you who him her them us me this that these those".split())
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
    """Run the extractor over the development part; only relations with a cue count, as in PolNeAR."""
    documents = tuple(polnear("dev"))
    answers = extractor.extract([document.text for document in documents])
    found = tuple(tuple(pairs(a) for a in attributions if a.cue) for attributions in answers)
    articles = tuple(
        score_article(items, document.relations) for items, document in zip(found, documents, strict=True)
    )
    return PolnearResult(documents, found, articles)


def by_kind(result: PolnearResult) -> Iterator[tuple[str, int, float, float]]:
    """Yield (kind, annotated relations, whole relation recall %, content recall %) of gold kinds."""
    for name, belongs in _kinds().items():
        right = content = gold = 0
        for document, found in zip(result.documents, result.found, strict=True):
            quoted = QuotedText(document.text)
            wholes = {(f.cue, f.source, f.content) for f in found}
            contents = {f.content for f in found}
            for relation in document.relations:
                if belongs(document.text, quoted, relation.source, relation.cue, relation.content):
                    gold += 1
                    right += (relation.cue, relation.source, relation.content) in wholes
                    content += relation.content in contents
        if gold:
            yield name, gold, 100 * right / gold, 100 * content / gold


Belongs = Callable[[str, QuotedText, Pairs, Pairs, Pairs], bool]


def _kinds() -> dict[str, Belongs]:
    kinds: dict[str, Belongs] = {
        kind: (lambda t, q, s, c, x, kind=kind: q.kind(spans(x)) == kind)  # type: ignore[misc]
        for kind in ("direct", "mixed", "indirect")
    }
    kinds["no source"] = lambda t, q, s, c, x: not s
    kinds["pronoun source"] = lambda t, q, s, c, x: bool(s) and t[s[0][0] : s[0][1]].lower() in PRONOUNS
    kinds["name source"] = lambda t, q, s, c, x: bool(s) and _is_name(t[s[0][0] : s[0][1]])
    kinds["nominal source"] = lambda t, q, s, c, x: (
        bool(s) and t[s[0][0] : s[0][1]].lower() not in PRONOUNS and not _is_name(t[s[0][0] : s[0][1]])
    )
    kinds["content in one piece"] = lambda t, q, s, c, x: len(x) == 1
    kinds["content in pieces"] = lambda t, q, s, c, x: len(x) > 1
    kinds["within one sentence"] = lambda t, q, s, c, x: not _crosses(t, [*s, *c, *x])
    kinds["across sentences"] = lambda t, q, s, c, x: _crosses(t, [*s, *c, *x])
    return kinds


def _is_name(words: str) -> bool:
    return all(word[:1].isupper() for word in words.split())


def _crosses(text: str, places: Sequence[tuple[int, int]]) -> bool:
    """Say whether a full stop, question or exclamation mark before a capital lies within the relation."""
    stretch = text[min(start for start, _ in places) : max(end for _, end in places)]
    marks = [i for i, c in enumerate(stretch[:-1]) if c in ".?!”\"" and stretch[i + 1].isspace()]
    return any(
        stretch[i + 1 :].lstrip(" \n\"“'‘")[:1].isupper() and stretch[max(0, i - 2) : i].islower() for i in marks
    )


def _middle(values: list[float]) -> tuple[float, float]:
    values = sorted(values)
    return values[len(values) // 40], values[-len(values) // 40 - 1]
