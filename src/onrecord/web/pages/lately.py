"""What a visitor decided in the pages a moment ago, so that it can be said and taken back at a key.

It is kept while the program runs, for each visitor alone; the record itself keeps every decision for good.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from starlette.applications import Starlette
from starlette.requests import Request

from onrecord.model import Judgement

_MOST = 100
"""Decisions that are kept of a visitor."""
_VISITORS = 200


@dataclass(frozen=True, slots=True)
class Done:
    """A decision, and the statement at which it was made, empty where at none."""

    judgement: Judgement
    statement: str = ""


@dataclass(slots=True)
class Lately:
    """A visitor's decisions that stand, the latest last, and the one that was taken back last, if it was."""

    done: list[Done] = field(default_factory=list)
    undone: Done | None = None

    @property
    def last(self) -> Done | None:
        """What was decided last and stands."""
        return self.done[-1] if self.done else None


_LOCK = Lock()
_VISITS: WeakKeyDictionary[Starlette, OrderedDict[str, Lately]] = WeakKeyDictionary()


def lately(request: Request) -> Lately:
    """Return what the visitor decided lately."""
    with _LOCK:
        return _of(request)


def decided(request: Request, done: Done) -> None:
    """Note what the visitor just decided."""
    with _LOCK:
        mine = _of(request)
        mine.done = [*mine.done[1 - _MOST :], done]
        mine.undone = None


def taken_back(request: Request, judgement: Judgement) -> Done:
    """Note that the visitor took a decision back, and return it with the statement at which it was made."""
    with _LOCK:
        mine = _of(request)
        there = next((one for one in mine.done if one.judgement.id == judgement.id), None)
        mine.done = [one for one in mine.done if one.judgement.id != judgement.id]
        mine.undone = Done(judgement, there.statement if there else "")
        return mine.undone


def forget(request: Request, judgement: str) -> None:
    """Leave out a decision, by its id, that can be taken back no more."""
    with _LOCK:
        mine = _of(request)
        mine.done = [one for one in mine.done if f"j{one.judgement.id}" != judgement]


def _of(request: Request) -> Lately:
    visits = _VISITS.setdefault(request.app, OrderedDict())
    mine = visits.setdefault(request.state.session, Lately())
    visits.move_to_end(request.state.session)
    while len(visits) > _VISITORS:
        visits.popitem(last=False)
    return mine
