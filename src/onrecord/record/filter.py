"""Which statements are wanted: a filter that can say itself in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, tuple_

from onrecord.errors import QueryError
from onrecord.model import PersonKind, Quote
from onrecord.reading.published import days, iso_date
from onrecord.record.entries import Reviewed
from onrecord.record.review_tables import reviews
from onrecord.record.tables import articles, people, statements


class Counting(StrEnum):
    """Which reports of one utterance count: all, each that is no copy of another, or one alone."""

    ALL = "all"
    REPORT = "report"
    UTTERANCE = "utterance"


class Reviewing(StrEnum):
    """Which statements are wanted by what people decided; without one, all but those rejected."""

    ANY = "any"
    NONE = "none"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ALL = "all"


_REVIEWED = {
    Reviewing.ANY: "reviewed",
    Reviewing.NONE: "not reviewed",
    Reviewing.ACCEPTED: "accepted by a reviewer",
    Reviewing.CORRECTED: "corrected by a reviewer",
    Reviewing.REJECTED: "rejected by a reviewer",
    Reviewing.ALL: "rejected ones too",
}
UNKNOWN = "unknown"
"""What stands for the kind of a speaker that could not be told."""
SPEAKER_KINDS = (UNKNOWN, *(str(kind) for kind in PersonKind))
EXACTLY = "="
"""What stands before the name of an outlet that is meant as a whole."""
_COUNTED = {Counting.REPORT: "each independent report once", Counting.UTTERANCE: "each utterance once"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that a statement has to meet, all of them; what is None is not asked.

    ``speaker`` is looked for in the source's printed words and in the names of the record's people, or is
    the id of one of them (``p12``); ``outlet`` is looked for anywhere in the outlet's name.
    ``since`` and ``until`` are ISO dates (``2019``, ``2019-02``, ``2019-02-21``), both included, against
    the date of publication.  ``kind`` is direct, indirect or mixed.  Of what meets all this, ``count`` leaves
    of each utterance the first report, or of reports that are copies of each other the first.
    ``reviewed`` is what people decided: ``any`` decision or ``none``, ``accepted``, ``corrected`` or
    ``rejected``; without it everything passes that was not rejected, with ``all`` also what was.
    An ``outlet`` that begins with ``=`` is meant as a whole (``=The Carrow Courier``); ``=`` alone is none.
    ``about`` is the id or name of a person of the record whom others' statements name; ``speaker_kind`` is
    what the article's speaker is (person, organization, group, document, unnamed) or ``unknown``, and
    ``article`` the id of the article in which it stands.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    kind: Quote | None = None
    act: str | None = None
    communicated: bool | None = None
    count: Counting = Counting.ALL
    reviewed: str | None = None
    about: str | None = None
    speaker_kind: str | None = None
    article: str | None = None

    def __post_init__(self) -> None:
        for name, value in (("from", self.since), ("to", self.until)):
            if value is not None and days(iso_date(value)) is None:
                raise QueryError(f"{value!r} is no date for {name}; write 2019, 2019-02 or 2019-02-21")
        if self.reviewed is not None and self.reviewed not in set(Reviewing):
            raise QueryError(f"{self.reviewed!r} is nothing a review says; ask for {', '.join(Reviewing)}")

        if self.speaker_kind is not None and self.speaker_kind not in SPEAKER_KINDS:
            known = ", ".join(SPEAKER_KINDS)
            raise QueryError(f"{self.speaker_kind!r} is no kind of speaker; ask for one of {known}")

    def __str__(self) -> str:
        said = {
            "by {}": self.speaker,
            "in {}": None if self.outlet in (None, EXACTLY) else self.outlet.removeprefix(EXACTLY),
            "from {}": self.since,
            "to {}": self.until,
            "{}": self.kind,
            "that {}": self.act,
            "about {}": self.about,
            "by an unknown speaker" if self.speaker_kind == UNKNOWN else "speaker: {}": self.speaker_kind,
            "in article {}": self.article,
        }
        parts = [form.format(value) for form, value in said.items() if value is not None]
        if self.outlet == EXACTLY:
            parts.append("in no outlet")
        if self.communicated is not None:
            parts.append("communicated" if self.communicated else "not communicated")
        if self.reviewed is not None:
            parts.append(_REVIEWED[Reviewing(self.reviewed)])
        if self.count in _COUNTED:
            parts.append(_COUNTED[self.count])
        return ", ".join(parts) or "all"

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on tables, but for who speaks, whom it is about and what counts."""
        first, last = (days(iso_date(value or "")) for value in (self.since, self.until))
        asked: list[tuple[Any, ColumnElement[bool]]] = [
            (self.outlet, _in_outlet(self.outlet or "")),
            (first, articles.c.published_last >= (first or ("",))[0]),
            (last, articles.c.published_first <= (last or ("",))[-1]),
            (self.kind, statements.c.quote == str(self.kind)),
            (self.act, statements.c.act == self.act),
            (self.communicated, statements.c.communicated == self.communicated),
            (self.speaker_kind, _spoken_by(self.speaker_kind)),
            (self.article, articles.c.id == self.article),
        ]
        conditions = [condition for value, condition in asked if value is not None]
        return [*conditions, *_as_reviewed(self.reviewed)]


def _in_outlet(outlet: str) -> ColumnElement[bool]:
    if outlet == EXACTLY:
        return articles.c.outlet_folded.is_(None)
    if outlet.startswith(EXACTLY):
        return articles.c.outlet_folded == outlet.removeprefix(EXACTLY).casefold()
    return articles.c.outlet_folded.contains(outlet.casefold(), autoescape=True)


def _spoken_by(kind: str | None) -> ColumnElement[bool]:
    speaker = (people.c.reading == statements.c.reading) & (people.c.id == statements.c.speaker)
    if kind == UNKNOWN:
        return ~exists().where(speaker).correlate_except(people)
    return exists().where(speaker, people.c.kind == kind).correlate_except(people)


def unrejected(reading: Any = statements.c.reading, number: Any = statements.c.number) -> ColumnElement[bool]:
    """Return the condition that nobody decided that a statement, by columns, is none."""
    return _without(reading, number, reviews.c.state == str(Reviewed.REJECTED))


def spoken_otherwise() -> ColumnElement[bool]:
    """Return the condition on statements that somebody decided who speaks, whatever the machine says."""
    here = (reviews.c.reading == statements.c.reading) & (reviews.c.number == statements.c.number)
    return exists().where(here, reviews.c.speaker.is_not(None)).correlate_except(reviews)


def unreviewed() -> ColumnElement[bool]:
    """Return the condition on statements that nobody decided anything about them."""
    return _without(statements.c.reading, statements.c.number, reviews.c.state.is_not(None))


def _without(reading: Any, number: Any, decided: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a statement has no such review.

    It is asked three times, cheapest first, for most records have few reviews, and most articles none: over
    a million statements that takes 10 ms without any review and 50 with some, where the last alone takes 85.
    """
    here = (reviews.c.reading == reading) & (reviews.c.number == number)
    none_at_all = ~exists().where(decided).correlate_except(reviews)
    not_here = ~exists().where(here, decided).correlate_except(reviews)
    return or_(none_at_all, reading.not_in(select(reviews.c.reading).where(decided)), not_here)


def _as_reviewed(reviewed: str | None) -> list[ColumnElement[bool]]:
    if reviewed is None:
        return [unrejected()]
    if reviewed == Reviewing.ALL:
        return []
    if reviewed == Reviewing.NONE:
        return [unreviewed()]
    found = select(reviews.c.reading, reviews.c.number)
    if reviewed != Reviewing.ANY:
        found = found.where(reviews.c.state == reviewed)
    return [tuple_(statements.c.reading, statements.c.number).in_(found)]


EVERYTHING = Filter()
