"""Two statements weighed against each other: which of their parts may report one utterance."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.linking.content import rarity
from onrecord.linking.relations.evidence import claim
from onrecord.linking.utterances.closure import Part, Statement
from onrecord.linking.utterances.scoring import LEAST, probability
from onrecord.linking.utterances.sides import Side, shapes
from onrecord.model import ReadArticle

LEAST_RARITY = 0.5
"""How rare a stem has to be to be kept for a first look; commoner ones tell nothing."""


class Likely(NamedTuple):
    """Two parts, by their number in their statements, and the probability that they are of one utterance."""

    one: int
    other: int
    probability: float


class Compared:
    """A statement with the sides of its parts: the smallest, those of each span, the whole."""

    def __init__(self, read: ReadArticle, number: int) -> None:
        self.statement: Statement = (read.article.id, number + 1)
        self.shapes = shapes(read, number)
        self.sides = [Side(read, number, content) for _, _, _, content in self.shapes]

    def parts(self, first_key: int) -> list[Part]:
        """Return the parts as the closure knows them, their keys counted from ``first_key``."""
        return [
            Part(first_key + n, self.statement, first, last, content, alone)
            for n, (first, last, alone, content) in enumerate(self.shapes)
        ]

    @property
    def whole(self) -> Side:
        """The side of all of the statement."""
        return self.sides[-1]

    def telling(self) -> list[str]:
        """Return the stems for a first look, each once, and the positions that are taken, marked with =."""
        telling = sorted(one for one in self.whole.distinct if rarity(one) >= LEAST_RARITY)
        taken = sorted(claim(self.whole.said).positions)
        return telling + [f"={position}".replace(" ", "-") for position in taken]


def weighed(one: Compared, other: Compared) -> list[Likely]:
    """Return the parts of two statements that may report one utterance, with their probability."""
    found = (
        Likely(a, b, round(probability(x, y), 4))
        for a, x in enumerate(one.sides)
        for b, y in enumerate(other.sides)
    )
    return [likely for likely in found if likely.probability >= LEAST]
