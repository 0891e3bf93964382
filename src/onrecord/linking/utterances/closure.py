"""From weighed pairs of parts to utterances: statements cut where others print them apart, then closed.

Invariants: an answer depends on the set of parts and pairs and on no order; every part of every statement
is in exactly one piece, every piece in one group.

The closure is agglomerative, surest first: two groups are joined while the mean, over their pieces, of each
one's best link into the other group is high enough.  So one wrong link between two groups of several cannot
join them (the guard), and a paraphrase need not resemble every wording.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from onrecord.model import Spans

Statement = tuple[str, int]
"""An article's id and the number of one of its statements."""
Links = Mapping[tuple[int, int], float]
"""The probability that two parts report one utterance, by their keys, the smaller first."""

Barred = Callable[[int, int], bool]
T = TypeVar("T", int, Statement)

CUT = 0.35
"""Probability from which a part counts as printed by a statement of another article."""
JOIN = 0.35
"""Mean of best links from which two groups are one utterance; fitted on the events."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a statement, or all of it: ``first`` to ``last`` number the smallest parts it has."""

    key: int
    statement: Statement
    first: int
    last: int
    content: Spans
    alone: bool = False
    """It begins a clause that stands alone: the statement is always cut before it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a statement belongs to one utterance, with the parts that stand for it."""

    statement: Statement
    first: int
    last: int
    parts: tuple[int, ...]
    content: Spans


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that report one utterance, in the order of their statements, and how surely they are one."""

    pieces: tuple[Piece, ...]
    confidence: float


def groups(
    parts: Iterable[Part],
    links: Links,
    barred: Barred,
    same: Iterable[tuple[Statement, Statement]] = (),
    apart: Iterable[tuple[Statement, Statement]] = (),
) -> list[Group]:
    """Return utterances of one report and more.

    ``barred`` says of two parts, by their keys, that they cannot be of one utterance; two pieces cannot if
    no two of their parts can.  ``same`` and ``apart`` are what people decided, which outranks all of it.
    """
    by_statement: dict[Statement, list[Part]] = defaultdict(list)
    for part in parts:
        by_statement[part.statement].append(part)
    near = _neighbours(links)
    known = {part.key: part for some in by_statement.values() for part in some}
    pieces = [
        piece
        for statement in sorted(by_statement)
        for piece in _pieces(by_statement[statement], _cuts(by_statement[statement], near, known))
    ]
    between = _between(pieces, links)
    together = [_closest(pieces, between, *pair) for pair in same]
    bars = _Bars(pieces, barred, set(_of_statements(pieces, apart)), together)
    return _closed(pieces, between, bars, together)


def _neighbours(links: Links) -> dict[int, list[tuple[int, float]]]:
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (a, b), probability in links.items():
        near[a].append((b, probability))
        near[b].append((a, probability))
    return near


def _cuts(
    mine: Sequence[Part], near: Mapping[int, Sequence[tuple[int, float]]], known: Mapping[int, Part]
) -> set[int]:
    """Return the parts before which a statement is cut: where one report goes on without what another has.

    Two reports that share no words would otherwise be of one utterance by way of a third that has both.
    """
    units = sorted((part for part in mine if part.first == part.last), key=lambda part: part.first)
    if len(units) < 2:
        return set()
    covered: list[tuple[int, set[Statement]]] = []
    for unit in units:
        by = {
            known[other].statement
            for other, probability in near.get(unit.key, ())
            if other in known and probability >= CUT and known[other].statement[0] != unit.statement[0]
        }
        if by:
            covered.append((unit.first, by))
    cuts = {unit.first for unit in units if unit.alone}
    for (_, before), (later, after) in pairwise(covered):
        if before - after and after - before:
            cuts.add(later)
    return cuts - {units[0].first}


def _pieces(mine: Sequence[Part], cuts: set[int]) -> Iterator[Piece]:
    units = sorted((part for part in mine if part.first == part.last), key=lambda part: part.first)
    starts = [units[0].first, *sorted(cuts)]
    for start, stop in zip(starts, [*sorted(cuts), units[-1].last + 1], strict=True):
        inside = [part for part in mine if start <= part.first and part.last < stop]
        content = tuple(span for unit in units if start <= unit.first < stop for span in unit.content)
        yield Piece(mine[0].statement, start, stop - 1, tuple(sorted(part.key for part in inside)), content)


def _between(pieces: Sequence[Piece], links: Links) -> dict[tuple[int, int], float]:
    """Return the probability for two pieces, by index: the best of their parts'."""
    owners: dict[int, int] = {key: index for index, piece in enumerate(pieces) for key in piece.parts}
    found: dict[tuple[int, int], float] = {}
    for (a, b), probability in links.items():
        if a in owners and b in owners and owners[a] != owners[b]:
            pair = _pair((owners[a], owners[b]))
            if pieces[pair[0]].statement != pieces[pair[1]].statement:
                found[pair] = max(found.get(pair, 0.0), probability)
    return found


def _of_statements(
    pieces: Sequence[Piece], pairs: Iterable[tuple[Statement, Statement]]
) -> Iterator[tuple[int, int]]:
    """Yield all pairs of pieces, by index, of pairs of statements."""
    for one, other in pairs:
        for a in _indices(pieces, one):
            for b in _indices(pieces, other):
                yield _pair((a, b))


def _closest(
    pieces: Sequence[Piece], between: Mapping[tuple[int, int], float], one: Statement, other: Statement
) -> tuple[int, int]:
    """Return the pieces of two statements that are most likely one utterance; the first where none is."""
    pairs = [_pair((a, b)) for a in _indices(pieces, one) for b in _indices(pieces, other)]
    return min(pairs, key=lambda pair: (-between.get(pair, 0.0), pair))


def _indices(pieces: Sequence[Piece], statement: Statement) -> list[int]:
    return [index for index, piece in enumerate(pieces) if piece.statement == statement]


class _Bars:
    """Which pieces cannot be of one utterance, looked into when two groups are about to be joined."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        barred: Barred,
        decided: set[tuple[int, int]],
        together: Iterable[tuple[int, int]],
    ) -> None:
        self._pieces, self._barred = pieces, barred
        self._known = dict.fromkeys(together, False) | dict.fromkeys(decided, True)

    def between(self, some: Iterable[int], others: Sequence[int]) -> bool:
        """Say whether any of some pieces and any of others are barred from each other."""
        return any(self._pair(_pair((a, b))) for a in some for b in others)

    def _pair(self, pair: tuple[int, int]) -> bool:
        if pair not in self._known:
            a, b = (self._pieces[index].parts for index in pair)
            self._known[pair] = all(self._barred(one, other) for one in a for other in b)
        return self._known[pair]


class _Groups:
    """Groups while they are being joined, with the best link of each piece into each other group."""

    def __init__(self, count: int, between: Mapping[tuple[int, int], float]) -> None:
        self.members = {index: [index] for index in range(count)}
        self.best: dict[int, dict[int, dict[int, float]]] = {index: {} for index in range(count)}
        for (a, b), probability in between.items():
            self.best[a][b] = {a: probability}
            self.best[b][a] = {b: probability}

    def group_of(self, index: int) -> int:
        """Return the number of the group that a piece is in."""
        return next(number for number, members in self.members.items() if index in members)

    def strength(self, a: int, b: int) -> float:
        """Return the mean of the best links both ways."""
        one, other = self.best[a].get(b, {}), self.best[b].get(a, {})
        return (sum(one.values()) / len(self.members[a]) + sum(other.values()) / len(self.members[b])) / 2

    def join(self, a: int, b: int) -> None:
        """Make ``b`` part of ``a``."""
        self.members[a] += self.members.pop(b)
        of_b = self.best.pop(b)
        self.best[a].pop(b, None)
        for other, links in of_b.items():
            if other == a:
                continue
            mine = self.best[a].setdefault(other, {})
            mine.update(links)
            theirs = self.best[other]
            moved, kept = theirs.pop(b), theirs.setdefault(a, {})
            for piece, probability in moved.items():
                kept[piece] = max(kept.get(piece, 0.0), probability)


def _closed(
    pieces: Sequence[Piece],
    between: Mapping[tuple[int, int], float],
    bars: _Bars,
    decided: Iterable[tuple[int, int]],
) -> list[Group]:
    state = _Groups(len(pieces), between)
    for one, other in decided:
        a, b = sorted((state.group_of(one), state.group_of(other)))
        if a != b:
            state.join(a, b)
    strengths: dict[int, float] = {}
    waiting = [
        (-state.strength(a, b), a, b) for a in sorted(state.members) for b in sorted(state.best[a]) if a < b
    ]
    heapq.heapify(waiting)
    while waiting:
        strength, a, b = heapq.heappop(waiting)
        if -strength < JOIN:
            break
        if a not in state.members or b not in state.members or -strength != state.strength(a, b):
            continue
        if bars.between(state.members[a], state.members[b]):
            continue
        sure = min(strengths.pop(a, 1.0), strengths.pop(b, 1.0), -strength)
        state.join(a, b)
        strengths[a] = sure
        for other in state.best[a]:
            one, two = min(a, other), max(a, other)
            heapq.heappush(waiting, (-state.strength(one, two), one, two))
    return [
        Group(tuple(pieces[index] for index in sorted(members)), strengths.get(number, 1.0))
        for number, members in sorted(state.members.items())
    ]


def _pair(pair: tuple[T, T]) -> tuple[T, T]:
    a, b = pair
    return (a, b) if a <= b else (b, a)
