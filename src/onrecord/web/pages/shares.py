"""Counts as they are shown: each with its denominator, a bar, and the address of the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from onrecord.record import Facet
from onrecord.web import urls


@dataclass(frozen=True, slots=True)
class Share:
    """One counted row: what it is, how many of how many, and where they are.

    ``width`` is the length of its bar in percent of the longest beside it.  ``home`` is the address of what
    is counted itself, where it has a page; ``machine`` says that the name is a word of the machine's.
    """

    name: str
    count: int
    of: int
    rows: str
    width: float
    home: str | None = None
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Shares:
    """A table of counted rows; of ``more`` than a few the first are shown at once."""

    title: str
    rows: tuple[Share, ...]
    note: str = ""
    shown: int = 8
    key: str = field(default="")

    @property
    def first(self) -> tuple[Share, ...]:
        """The rows that are shown at once."""
        return self.rows[: self.shown]

    @property
    def more(self) -> tuple[Share, ...]:
        """The rows that are shown when asked for."""
        return self.rows[self.shown :]


def shares(
    facets: Iterable[Facet],
    of: int,
    fields: Callable[[Facet], dict[str, Any]],
    name: Callable[[Facet], str] | None = None,
    machine: bool = False,
) -> tuple[Share, ...]:
    """Return facets as counted rows; ``fields`` gives the conditions of the search for a facet's rows."""
    told = [one for one in facets if one.count]
    most = max((one.count for one in told), default=1)
    called = name or (lambda one: one.name)
    return tuple(
        Share(
            called(one),
            one.count,
            of,
            urls.search(**fields(one)),
            round(100 * one.count / most, 1),
            machine=machine,
        )
        for one in told
    )


def year_fields(one: Facet) -> dict[str, str]:
    """Return the conditions of the search for what was published in a year."""
    return {"since": one.value, "until": one.value}


def outlet_name(one: Facet) -> str:
    """Return what an outlet is called, also where none is named."""
    return one.name or "no outlet named"
