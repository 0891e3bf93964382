"""What people decided about who is who, laid over what the machine infers.

Invariant: decisions are replayed in the order they were made, the later outranking the earlier; leaving one
out gives what would stand had it never been made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Anchor:
    """One article's person that a decision was about, so that it is found again after another reading.

    ``own`` has the article, the kind and the printed name; ``name`` is the key of its name and ``person``
    whom the machine took it for when the decision was made.
    """

    article: int
    own: str
    name: int
    person: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on people of the record, not undone.

    ``merge``: ``other`` is ``person``.  ``split``: what is pinned is ``other``, not ``person``.
    ``rename``: ``person`` is called ``name``.  ``profiles`` and ``anchors`` are what it was about.
    """

    kind: str
    person: int
    other: int = 0
    name: str = ""
    profiles: tuple[int, ...] = ()
    anchors: tuple[Anchor, ...] = ()


class Decisions:
    """All decisions that stand, replayed; ``current`` tells whom a person was absorbed by, if anybody.

    ``names`` are those that somebody gave, ``subjects`` are all that some decision is about.
    """

    def __init__(self, decisions: Iterable[Decision], current: Callable[[int], int]) -> None:
        self._current = current
        self.heads: dict[int, int] = {}
        self.pinned: dict[int, int] = {}
        self.placed: dict[int, list[tuple[Anchor, int]]] = {}
        renamed: list[tuple[int, str]] = []
        named: set[int] = set()
        for decision in decisions:
            named |= {decision.person, decision.other or decision.person}
            if decision.kind == "rename":
                renamed.append((decision.person, decision.name))
            else:
                self._replay(decision)
        self.names = {self.person(person): name for person, name in renamed}
        self.subjects = {self.person(person) for person in named}

    def _replay(self, decision: Decision) -> None:
        to = decision.other
        if decision.kind == "merge":
            to, other = self.person(decision.person), self.person(decision.other)
            if to != other:
                self.heads[other] = to
        self.pinned.update(dict.fromkeys(decision.profiles, to))
        for anchor in decision.anchors:
            self.placed.setdefault(anchor.article, []).append((anchor, to))

    def __bool__(self) -> bool:
        return bool(self.subjects)

    def person(self, person: int) -> int:
        """Return who a person is now: whom the machine found it to be, and whom somebody decided it is."""
        return self._head(self._current(person))

    def _head(self, person: int) -> int:
        while person in self.heads:
            person = self._current(self.heads[person])
        return person

    def of_profile(self, profile: int, person: int | None) -> tuple[int | None, bool]:
        """Return who a profile's bearers are shown as, and whether somebody decided so."""
        if profile in self.pinned:
            shown = self.person(self.pinned[profile])
            return shown, shown != person
        if person is None:
            return None, False
        shown = self._head(person)
        return shown, shown != person

    def articles(self) -> set[int]:
        """Return the articles that decisions place somebody of."""
        return set(self.placed)

    def placements(self, article: int, found: Sequence[Anchor]) -> Iterator[tuple[Anchor, int]]:
        """Yield which of an article's people, as they are now, decisions place, and as whom."""
        for anchor, to in self.placed.get(article, ()):
            if (here := _again(anchor, found)) is not None:
                yield here, self.person(to)


def _again(anchor: Anchor, found: Sequence[Anchor]) -> Anchor | None:
    """Return whom a decision was about: by the printed name, the key of the name, or the person taken for."""
    by_print = [one for one in found if one.own == anchor.own]
    by_name = [one for one in found if one.name == anchor.name]
    by_person = [one for one in found if anchor.person is not None and one.person == anchor.person]
    return next((here[0] for here in (by_print, by_name, by_person) if len(here) == 1), None)
