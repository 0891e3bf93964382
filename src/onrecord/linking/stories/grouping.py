"""Which articles report one event: links between likely pairs, and stories that hold together as a whole.

Invariant: stories depend on the set of articles and on no order; one likely pair does not make one story of
two, for all pairs between them are averaged (average linkage; Sokal and Michener 1958).
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.linking.stories.likeness import Commonness, likeness
from onrecord.linking.stories.traces import Traces

TOGETHER = 0.18
"""Mean probability, over all pairs, from which articles are one story (tuned on ECB+, BASIL and NeuS)."""
FLOORS = (0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.96, 0.99)
"""Probabilities below which a pair is no link: the first, or the next where too many hang together by it."""
_ALONE = 0.5
"""What counts for a link that nobody else bears out (0.5, 1 and 2 do equally well)."""
LARGEST = 1500
"""Articles that may hang together before a higher floor is asked for."""
WIDEST = 1000
"""Articles with a word above which nothing is looked for by it."""
Links = Mapping[int, Mapping[int, float]]
"""For each article its linked ones, with the probability; each link stands at both ends."""
Sums = dict[int, dict[int, float]]
"""For each group its linked ones, with the probabilities of all pairs between them added up."""


def stories(found: Sequence[Traces]) -> list[list[int]]:
    """Return the stories of some articles, as places in the sequence, each article in one."""
    order = sorted(range(len(found)), key=lambda at: (found[at].article, found[at].prominence))
    known = [found[at] for at in order]
    groups = grouped(links(known, Commonness.among(known)))
    return sorted(sorted(order[one] for one in group) for group in groups)


def links(known: Sequence[Traces], common: Commonness) -> Links:
    """Return for each article which others may report the same event, and how likely they do."""
    weights = [common.weights(one) for one in known]
    made: Sums = {at: {} for at in range(len(known))}
    for a, b in candidates(known, common):
        likely = likeness(weights[a], weights[b], known[a].days_from(known[b]))
        if likely >= FLOORS[0]:
            made[a][b] = made[b][a] = likely
    return made


def candidates(known: Sequence[Traces], common: Commonness) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share a leading word that is not everybody's, the smaller place first."""
    having: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(known):
        shared: set[int] = set()
        for word in sought(one, common):
            shared.update(having[word])
            having[word].append(at)
        yield from ((other, at) for other in sorted(shared))


def sought(one: Traces, common: Commonness) -> list[str]:
    """Return the words by which others of an article's story are looked for."""
    return [word for word in one.leading if 1 < common.counts.get(word, 0) <= WIDEST]


def grouped(found: Links) -> list[list[int]]:
    """Return the stories of linked articles, each in the order of its articles."""
    done, waiting = list[list[int]](), [(sorted(found), 0)]
    while waiting:
        members, floor = waiting.pop()
        for part in _components(members, found, FLOORS[floor]):
            if len(part) <= LARGEST:
                done += averaged(part, found)
            elif floor + 1 < len(FLOORS):
                waiting.append((part, floor + 1))
            else:
                done.append(part)  # thousands of copies of one text
    return done


def _components(members: Sequence[int], found: Links, floor: float) -> Iterator[list[int]]:
    """Yield those of some articles that hang together by links of at least ``floor``."""
    left = dict.fromkeys(members)
    for first in members:
        if first not in left:
            continue
        del left[first]
        part, at = [first], 0
        while at < len(part):
            near = [other for other, likely in found[part[at]].items() if likely >= floor and other in left]
            for other in near:
                del left[other]
            part += near
            at += 1
        yield sorted(part)


def averaged(members: Sequence[int], found: Links) -> list[list[int]]:
    """Return the stories of articles that hang together, the likeliest united first.

    Pairs that are no link count as 0; ties go to the smallest places.  ``found`` has all links of each.
    """
    groups = {one: [one] for one in members}
    sums: Sums = {one: {} for one in members}
    for one in members:
        for other in found[one]:
            if one < other and other in groups:
                sums[one][other] = sums[other][one] = borne_out(found, one, other)
    waiting = [(-likely, one, other) for one in sums for other, likely in sums[one].items() if one < other]
    heapq.heapify(waiting)
    while waiting and -waiting[0][0] >= TOGETHER:
        mean, one, other = heapq.heappop(waiting)
        if one not in groups or other not in groups or -mean != _mean(sums, groups, one, other):
            continue  # it was about groups that are no more
        if _by_several(found, groups[one], groups[other]):
            _unite(sums, groups, one, other)
            for near in sums[one]:
                heapq.heappush(waiting, (-_mean(sums, groups, one, near), min(one, near), max(one, near)))
    return [sorted(group) for group in groups.values()]


def borne_out(found: Links, one: int, other: int) -> float:
    """Return the probability of a link, less where those that one end is linked to are not the other's.

    Reports of one event are linked to the same third ones; a round-up that tells of two events is not.
    """
    a, b = found[one], found[other]
    shared = math.fsum(min(likely, b[third]) for third, likely in a.items() if third in b)
    alone = min(math.fsum(a.values()), math.fsum(b.values())) - a[other]
    return a[other] * min(1.0, (_ALONE + shared) / (_ALONE + alone))


def _by_several(found: Links, ones: Sequence[int], others: Sequence[int]) -> bool:
    """Say whether two groups of several are linked by more than one article of each."""
    return min(len(ones), len(others)) < 2 or all(
        sum(not found[one].keys().isdisjoint(theirs) for one in mine) > 1
        for mine, theirs in ((ones, others), (others, ones))
    )


def _mean(sums: Sums, groups: dict[int, list[int]], one: int, other: int) -> float:
    return sums[one][other] / (len(groups[one]) * len(groups[other]))


def _unite(sums: Sums, groups: dict[int, list[int]], one: int, other: int) -> None:
    """Take the second group into the first."""
    groups[one] += groups.pop(other)
    for near, likely in sums.pop(other).items():
        del sums[near][other]
        if near != one:
            sums[one][near] = sums[near][one] = sums[one].get(near, 0.0) + likely
