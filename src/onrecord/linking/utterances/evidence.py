"""What speaks for and against two parts' being reports of one utterance, as numbers.

Every number depends on the two articles alone and is the same both ways round, so that what is linked does
not depend on what else was added, or when.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from onrecord.linking.content import rarity, weight
from onrecord.linking.relations import related
from onrecord.linking.utterances.sides import Days, Side
from onrecord.linking.utterances.speakers import Speakers, speakers
from onrecord.model import Quote, RelationKind

LONGEST_RUN = 40.0
"""Rarity of a shared run beyond which more of it says no more."""
LEAST_CONTAINED = 0.25
"""Share of the smaller of two full quotations' words, by rarity, that the other has to have."""
TELLING_RUN, FEWEST_TELLING, LONG_RUN = 8.0, 2, 8
"""Rarity and words of a shared run from which people of other names may have said the same, for the name may
be made out wrongly; and words of one from which the occasion does not count."""
SAME_QUOTED, SAME_WORDS = (5, 0.8), (8, 0.7)
"""Words of a shared run, and share of the smaller part, that make two parts the same words: quotations, and
any others."""
OTHERS = 0.02
"""How probable it is that speakers of other names are one."""
FAR = 14
"""Days between two articles beyond which only a long run makes them reports of one utterance."""
LEAST_QUOTED = 5.0
"""Rarity that quoted words need, for their standing in the other report to tell."""

FEATURES = (
    "cosine",
    "shared",
    "contained",
    "jaccard",
    "run",
    "quoted",
    "small",
    "same speaker",
    "near speaker",
    "unknown speaker",
    "cosine, same speaker",
    "contained, same speaker",
    "run, other speaker",
    "both direct",
    "quoting",
    "names",
    "names apart",
    "around",
    "one article",
    "next, one speaker",
    "same act",
    "days apart",
    "said apart",
    "same setting",
    "length",
)


@dataclass(frozen=True, slots=True)
class Run:
    """The longest run of words that two parts share: how rare it is, and how many words it has."""

    rarity: float
    words: int
    start: int
    """Where it begins among the first part's stems."""


def evidence(a: Side, b: Side) -> tuple[float, ...]:
    """Return what speaks for one utterance, in the order of FEATURES."""
    cosine = float(a.vector @ b.vector)
    how = speakers(a.said, b.said)
    same = how is Speakers.SAME
    shared = weight(a.distinct & b.distinct)
    contained = shared / max(1e-9, min(a.weight, b.weight))
    run = min(shared_run(a, b).rarity, LONGEST_RUN)
    names = a.names & b.names
    one_article = a.said.article.id == b.said.article.id
    return (
        cosine,
        math.sqrt(shared),
        contained,
        shared / max(1e-9, weight(a.distinct | b.distinct)),
        math.sqrt(run),
        math.sqrt(max(quoted_in(a, b), quoted_in(b, a))),
        math.sqrt(min(a.weight, b.weight)),
        float(same),
        float(how is Speakers.NEAR),
        float(how is Speakers.UNKNOWN),
        cosine * same,
        contained * same,
        run * (how is not Speakers.SAME),
        float(a.kind is b.kind is Quote.DIRECT),
        float((a.kind is not Quote.INDIRECT) + (b.kind is not Quote.INDIRECT)),
        math.sqrt(weight(names)),
        float(bool(a.names and b.names and not names)),
        0.0 if one_article else _around(a, b),
        float(one_article),
        float(one_article and abs(a.number - b.number) <= 2 and same),
        float(a.said.statement.act == b.said.statement.act != "assert"),
        math.log1p(days_between(a.published, b.published)),
        float(days_between(a.said_days, b.said_days) > 1),
        float(bool(a.setting & b.setting)),
        abs(math.log((len(a.stems) + 2) / (len(b.stems) + 2))),
    )


def cannot_be_one(a: Side, b: Side) -> bool:
    """Say whether two parts cannot be of one utterance: other words, another's mouth, another occasion.

    Two full quotations with few words in common are two sentences, whatever they are about.  Words that are
    the same over a long run are one utterance, whoever is said to have said them.
    """
    run = shared_run(a, b)
    if a.kind is b.kind is Quote.DIRECT:
        shared = weight(a.distinct & b.distinct)
        if shared < LEAST_CONTAINED * min(a.weight, b.weight):
            return True
    tells = run.rarity >= TELLING_RUN and run.words >= FEWEST_TELLING
    if speakers(a.said, b.said) is Speakers.APART and (not tells or _contradict(a, b)):
        return True
    return run.words < LONG_RUN and _on_other_occasions(a, b)


def _contradict(a: Side, b: Side) -> bool:
    """Say whether two people's words cannot both be true: one then answers the other, however alike."""
    found = related(a.said, b.said, OTHERS)
    return any(one.kind is RelationKind.CONTRADICTS for one in found)


def in_one_another(a: Side, b: Side) -> bool:
    """Say whether one is said inside the other: a report in a report is a saying of its own."""
    if a.said.article.id != b.said.article.id:
        return False
    return any(
        one.start < other.end and other.start < one.end for one in a.said.content for other in b.said.content
    )


def same_words(a: Side, b: Side) -> bool:
    """Say whether two parts are the same words, one perhaps with more before or after them."""
    quoted = a.kind is b.kind is Quote.DIRECT
    run, share = shared_run(a, b).words, weight(a.distinct & b.distinct) / max(1e-9, min(a.weight, b.weight))
    return any(
        run >= least and share >= least_share
        for least, least_share in (SAME_WORDS, *([SAME_QUOTED] if quoted else []))
    )


def _on_other_occasions(a: Side, b: Side) -> bool:
    """Say whether two articles tell of different occasions: other days, or other programmes."""
    if days_between(a.said_days, b.said_days) > 1 or days_between(a.published, b.published) > FAR:
        return True
    return bool(a.channels and b.channels and not a.channels & b.channels)


def shared_run(a: Side, b: Side) -> Run:
    """Return the run of words that two parts share and that is rarest."""
    best = Run(0.0, 0, 0)
    done: set[tuple[int, int]] = set()
    for i, one in enumerate(a.stems):
        for j in b.at.get(one, ()):
            if (i, j) in done:
                continue
            size, total = 0, 0.0
            while (
                i + size < len(a.stems) and j + size < len(b.stems) and a.stems[i + size] == b.stems[j + size]
            ):
                total += rarity(a.stems[i + size])
                done.add((i + size, j + size))
                size += 1
            if (total, size) > (best.rarity, best.words):
                best = Run(total, size, i)
    return best


def quoted_in(a: Side, b: Side) -> float:
    """Return how rare the words are that one report quotes and the other has too, as they stand there."""
    best = 0.0
    for stems in a.quoted:
        whole = weight(stems)
        if whole >= LEAST_QUOTED and len(stems) > 1:
            run = _run_in(stems, b)
            best = max(best, run if run >= 0.6 * whole else 0.0)
    return min(best, LONGEST_RUN)


def _run_in(stems: tuple[str, ...], b: Side) -> float:
    best = 0.0
    for i, one in enumerate(stems):
        for j in b.at.get(one, ()):
            if i and j and stems[i - 1] == b.stems[j - 1]:
                continue
            total, size = 0.0, 0
            while i + size < len(stems) and j + size < len(b.stems) and stems[i + size] == b.stems[j + size]:
                total += rarity(stems[i + size])
                size += 1
            best = max(best, total)
    return best


def _around(a: Side, b: Side) -> float:
    small, large = sorted((a.around, b.around), key=len)
    return math.fsum(value * large[one] for one, value in small.items() if one in large)


def days_between(one: Days | None, other: Days | None) -> int:
    """Return how many days lie between two intervals; none where either is unknown."""
    if one is None or other is None:
        return 0
    return max(0, (max(one[0], other[0]) - min(one[1], other[1])).days)
