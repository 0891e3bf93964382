"""Say how two statements that are not one utterance stand to each other."""

from __future__ import annotations

from onrecord.linking.relations.contradictions import contradiction
from onrecord.linking.relations.evidence import LEAST_COMMON, Evidence, Pair
from onrecord.linking.relations.responses import response
from onrecord.linking.relations.restatements import restatement
from onrecord.linking.said import Said
from onrecord.model import Relation, RelationKind

LEAST = 0.7
"""Confidence below which nothing is asserted."""


def related(a: Said, b: Said, same_speaker: float, cosine: float | None = None) -> tuple[Relation, ...]:
    """Return the relations between two statements of different utterances; none where it is unsure.

    ``same_speaker`` is the probability that one person said both, ``cosine`` that of the contents'
    sentence embeddings.  The order of the two matters for a response alone, which runs from what is
    answered to the answer, whichever of the two that is.
    """
    pair = Pair(a, b, same_speaker, cosine)
    if pair.common < LEAST_COMMON and not pair.claim_a.positions & pair.claim_b.positions:
        return ()
    found = []
    against = contradiction(pair)
    again = None if against else restatement(pair)
    if against:
        found.append(_relation(RelationKind.CONTRADICTS, a, b, against))
    if again:
        found.append(_relation(RelationKind.RESTATES, a, b, again))
    if not again:
        found.extend(_responses(a, b, same_speaker))
    return tuple(one for one in found if one.confidence >= LEAST)


def _responses(a: Said, b: Said, same_speaker: float) -> list[Relation]:
    ways = [(response(x, y, same_speaker), x, y) for x, y in ((a, b), (b, a))]
    surest = max(ways, key=lambda way: way[0].confidence if way[0] else 0.0)
    evidence, answered, answer = surest
    return [_relation(RelationKind.RESPONDS, answered, answer, evidence)] if evidence else []


def _relation(kind: RelationKind, a: Said, b: Said, evidence: Evidence) -> Relation:
    return Relation(kind, a.statement.id, b.statement.id, evidence.confidence, evidence.reasons)
