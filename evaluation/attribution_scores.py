"""Score found attributions against annotated ones: exact, one to one, on whole articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Pairs = tuple[tuple[int, int], ...]
ROLES = ("source", "cue", "content", "relation", "characters")


class Relation(Protocol):
    """Anything with the spans of the three roles as pairs of code point offsets."""

    @property
    def cue(self) -> Pairs: ...
    @property
    def source(self) -> Pairs: ...
    @property
    def content(self) -> Pairs: ...


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, found, and annotated; counts of articles add up."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """F1 in percent: the harmonic mean of precision and recall."""
        return 200 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


def score_article(found: Sequence[Relation], gold: Sequence[Relation]) -> dict[str, Count]:
    """Return the counts of each of ROLES for one article.

    Sources, cues and content pieces are compared as sets of exact spans (one to one by nature);
    ``relation`` wants all spans of all three roles; ``characters`` compares the characters that lie
    in any content.
    """
    counts = {role: _sets(_pieces(found, role), _pieces(gold, role)) for role in ROLES[:3]}
    counts["relation"] = _sets(_wholes(found), _wholes(gold))
    counts["characters"] = _sets(_characters(found), _characters(gold))
    return counts


def total(articles: Iterable[dict[str, Count]]) -> dict[str, Count]:
    """Add the counts of articles up."""
    sums = {role: Count() for role in ROLES}
    for article in articles:
        for role, count in article.items():
            sums[role] = sums[role] + count
    return sums


def _pieces(relations: Sequence[Relation], role: str) -> set[tuple[int, int]]:
    return {pair for relation in relations for pair in getattr(relation, role)}


def _wholes(relations: Sequence[Relation]) -> set[tuple[Pairs, Pairs, Pairs]]:
    return {(relation.cue, relation.source, relation.content) for relation in relations}


def _characters(relations: Sequence[Relation]) -> set[int]:
    return {place for relation in relations for start, end in relation.content for place in range(start, end)}


def _sets(found: set[Any], gold: set[Any]) -> Count:
    return Count(len(found & gold), len(found), len(gold))
