"""Which statements are wanted: a filter that can say itself in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from onrecord.errors import QueryError
from onrecord.model import Quote
from onrecord.reading.published import days, iso_date
from onrecord.record.tables import articles, statements


class Counting(StrEnum):
    """Which reports of one utterance count: all, each that is no copy of another, or one alone."""

    ALL = "all"
    REPORT = "report"
    UTTERANCE = "utterance"


_COUNTED = {Counting.REPORT: "each independent report once", Counting.UTTERANCE: "each utterance once"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that a statement has to meet, all of them; what is None is not asked.

    ``speaker`` is looked for in the source's printed words and in the names of the record's people, or is
    the id of one of them (``p12``); ``outlet`` is looked for anywhere in the outlet's name.
    ``since`` and ``until`` are ISO dates (``2019``, ``2019-02``, ``2019-02-21``), both included, against
    the date of publication.  ``kind`` is direct, indirect or mixed.  Of what meets all this, ``count`` leaves
    of each utterance the first report, or of reports that are copies of each other the first.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kind: Quote | None = None
    act: str | None = None
    communicated: bool | None = None
    count: Counting = Counting.ALL

    def __post_init__(self) -> None:
        for name, value in (("from", self.since), ("to", self.until)):
            if value is not None and days(iso_date(value)) is None:
                raise QueryError(f"{value!r} is no date for {name}; write 2019, 2019-02 or 2019-02-21")

    def __str__(self) -> str:
        said = {
            "by {}": self.speaker,
            "in {}": self.outlet,
            "from {}": self.since,
            "to {}": self.until,
            "{}": self.kind,
            "that {}": self.act,
        }
        parts = [form.format(value) for form, value in said.items() if value is not None]
        if self.communicated is not None:
            parts.append("communicated" if self.communicated else "not communicated")
        if self.count in _COUNTED:
            parts.append(_COUNTED[self.count])
        return ", ".join(parts) or "all"

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on tables; those on the speaker and on what counts are left to others."""
        first, last = (days(iso_date(value or "")) for value in (self.since, self.until))
        asked: list[tuple[Any, ColumnElement[bool]]] = [
            (self.outlet, articles.c.outlet_folded.contains((self.outlet or "").casefold(), autoescape=True)),
            (first, articles.c.published_last >= (first or ("",))[0]),
            (last, articles.c.published_first <= (last or ("",))[-1]),
            (self.kind, statements.c.quote == str(self.kind)),
            (self.act, statements.c.act == self.act),
            (self.communicated, statements.c.communicated == self.communicated),
        ]
        return [condition for value, condition in asked if value is not None]


EVERYTHING = Filter()
