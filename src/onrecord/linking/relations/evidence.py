"""A pair of statements as relations look at it, and what speaks for a relation between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from onrecord.linking.content import rarity
from onrecord.linking.relations.claims import HEAVIEST, Claim, Clause, Term, claim_of
from onrecord.linking.relations.comparison import Comparison, compare, named
from onrecord.linking.relations.lexicon_entries import lemma
from onrecord.linking.said import Said
from onrecord.model import PersonKind

ONE_SPEAKER = 0.5
"""Probability of being one from which two speakers are taken for one."""
LEAST_COMMON = 3.0
"""Weight of the words that two statements must share before their clauses are looked at."""

LONGEST = 80
"""Characters up to which printed words are given whole in a reason."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How surely a relation holds, and why."""

    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two statements with their claims; ``same_speaker`` is the probability that one said both."""

    a: Said
    b: Said
    same_speaker: float
    cosine: float | None

    @property
    def one_speaker(self) -> bool:
        """Whether the speakers are taken for one."""
        return self.same_speaker >= ONE_SPEAKER

    @cached_property
    def claim_a(self) -> Claim:
        """What the first claims."""
        return claim(self.a)

    @cached_property
    def claim_b(self) -> Claim:
        """What the second claims."""
        return claim(self.b)

    @cached_property
    def common(self) -> float:
        """The weight of the words that both have."""
        first, second = self.claim_a.weights, self.claim_b.weights
        if len(second) < len(first):
            first, second = second, first
        return sum(weight for word, weight in first.items() if word in second)

    def comparisons(self) -> Iterator[Comparison]:
        """Yield every clause of the one beside every clause of the other that shares a word with it."""
        second = self._clauses(self.b, self.claim_b)
        for one in self._clauses(self.a, self.claim_a):
            for other in second:
                if not one.terms.keys().isdisjoint(other.terms):
                    yield compare(one, other)

    def _clauses(self, said: Said, it: Claim) -> Sequence[Clause]:
        if self.one_speaker:
            return it.clauses
        name = surname(said)
        return (
            [named(clause, name, min(HEAVIEST, rarity(name))) for clause in it.clauses]
            if name
            else it.clauses
        )

    def may_be_revised(self) -> bool:
        """Say whether a number may have been put right since: another day, or one voice in one article."""
        first, second = (said.article.published for said in (self.a, self.b))
        if self.a.article.id == self.b.article.id:
            return self.a.statement.speaker == self.b.statement.speaker
        return bool(first and second and first[:10] != second[:10])


def claim(said: Said) -> Claim:
    """Return what a statement claims."""
    attribution = said.statement.attribution
    return claim_of(said.article.text, said.content, attribution.cue, attribution.quote)


def surname(said: Said) -> str:
    """Return the stem of the last word of the speaker's name, or "" where it is nobody with a name."""
    speaker = said.speaker
    if speaker is None or speaker.kind is not PersonKind.PERSON or not speaker.name.split():
        return ""
    return lemma(speaker.name.split()[-1].lower())


def printed_between(said: Said, terms: Sequence[Term]) -> str:
    """Return the printed words from the first to the last of some terms, within one span, shortened."""
    start, end = min(term.start for term in terms), max(term.end for term in terms)
    text = said.article.text[start:end]
    if end - start > LONGEST:
        return " … ".join(said.article.text[term.start : term.end] for term in terms[:4])
    return " ".join(text.split())
