"""Which statements hang together by likely links, or by what people decided: found for many at once.

Invariant: what hangs together is the same from whichever of its statements one starts, and whatever else is
asked for with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from onrecord.record import rows
from onrecord.record.link_tables import likely
from onrecord.record.utterance_judging import Decided

FLOOR = 0.2
"""Probability from which two statements are looked at together."""
MOST = 300
"""Statements that are closed together; where more hang together, only those by a surer link."""
_SURER = (0.35, 0.5, 0.7, 0.9, 0.97)


def together(connection: Connection, touched: Iterable[int], judged: Decided) -> list[list[int]]:
    """Return the statements that hang together around some, all by their keys, in order.

    Where they are too many, by surer links alone: so what hangs together is the same from wherever one
    starts.
    """
    starts = sorted(set(touched))
    groups = _Groups(starts)
    edge: Collection[int] = starts
    while edge:
        pairs = [*_pairs(connection, sorted(edge), FLOOR), *_decided(judged, set(edge))]
        fresh = {other for _, other in pairs if other not in groups}
        for one, other in pairs:
            groups.unite(one, other)
        edge = [one for one in fresh if groups.size(one) <= MOST]
    found = []
    for members in groups.members(starts):
        if len(members) <= MOST:
            found.append(members)
        else:
            found += _surer(connection, [one for one in starts if one in set(members)], judged)
    return found


def near(connection: Connection, statements: Sequence[int], floor: float) -> set[int]:
    """Return the statements that some may be linked with, as probably as a floor or more."""
    return {other for _, other in _pairs(connection, statements, floor)}


class _Groups:
    """Statements as they are found to hang together (union by size; Galler and Fischer 1964)."""

    def __init__(self, starts: Iterable[int]) -> None:
        self._of: dict[int, list[int]] = {one: [one] for one in starts}

    def __contains__(self, one: int) -> bool:
        return one in self._of

    def size(self, one: int) -> int:
        return len(self._of[one])

    def unite(self, one: int, other: int) -> None:
        a, b = (self._of.setdefault(key, [key]) for key in (one, other))
        if a is not b:
            small, large = sorted((a, b), key=len)
            large += small
            for key in small:
                self._of[key] = large

    def members(self, starts: Iterable[int]) -> list[list[int]]:
        """Return the groups that some are in, each once and in order."""
        return [sorted(some) for some in {id(self._of[one]): self._of[one] for one in starts}.values()]


def _surer(connection: Connection, starts: Sequence[int], judged: Decided) -> Iterator[list[int]]:
    """Yield what hangs together around each of some by surer links."""
    done: set[int] = set()
    for start in starts:
        if start not in done:
            found = _around(connection, start, judged)
            done |= found
            yield sorted(found)


def _around(connection: Connection, start: int, judged: Decided) -> set[int]:
    for floor in _SURER:
        found, edge = {start}, {start}
        while edge and len(found) <= MOST:
            edge = (near(connection, sorted(edge), floor) | judged.beside(edge)) - found
            found |= edge
        if len(found) <= MOST:
            return found
    return {start}


def _decided(judged: Decided, edge: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of statements, one of them in ``edge``, that somebody decided are one utterance."""
    for one, other in judged.same:
        for a, b in ((judged.keys[one], judged.keys[other]), (judged.keys[other], judged.keys[one])):
            if a in edge:
                yield a, b


def _pairs(connection: Connection, statements: Sequence[int], floor: float) -> Iterator[tuple[int, int]]:
    """Yield each of some statements with those it may be linked with."""
    for portion in rows.portions(statements):
        for mine, theirs in ((likely.c.one, likely.c.other), (likely.c.other, likely.c.one)):
            query = select(mine, theirs).where(mine.in_(portion), likely.c.probability >= floor)
            yield from ((one, other) for one, other in connection.execute(query))
