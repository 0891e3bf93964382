"""The chain of reports by which a statement reached the reader: outlet, agency, reports, speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from onrecord.model import ReadArticle, Spans, Statement

UNKNOWN = "unknown"
"""What a hop is called whose speaker the article does not tell."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: who passed the words on, and the printed words that say so.

    ``statement`` is the id of the report, ``person`` that of its speaker; both are None for outlet and
    agency.  ``name`` is "" for an outlet that is not known.
    """

    kind: Literal["outlet", "agency", "report"]
    name: str
    spans: Spans = ()
    statement: str | None = None
    person: str | None = None


def chain(read: ReadArticle, statement: Statement) -> tuple[Hop, ...]:
    """Return the hops from the outlet to the statement's own speaker, outermost first.

    Each report is a statement in whose content the next one stands.  Parents that run in a circle end
    the chain where they meet it again.
    """
    outlet = Hop("outlet", read.article.outlet or "")
    agencies = tuple(Hop("agency", credit.agency, credit.spans) for credit in read.credits)
    reports = tuple(_report(read, one) for one in reversed(list(_ancestry(read, statement))))
    return (outlet, *agencies, *reports)


def _ancestry(read: ReadArticle, statement: Statement) -> Iterator[Statement]:
    """Yield a statement, the one that reports it, the one that reports that, each once."""
    by_id = {one.id: one for one in read.statements}
    seen: set[str] = set()
    current: Statement | None = statement
    while current is not None and current.id not in seen:
        seen.add(current.id)
        yield current
        current = by_id.get(current.parent) if current.parent else None


def _report(read: ReadArticle, statement: Statement) -> Hop:
    attribution = statement.attribution
    spans = tuple(sorted((*attribution.source, *attribution.cue)))
    return Hop("report", _name(read, statement), spans, statement.id, statement.speaker)


def _name(read: ReadArticle, statement: Statement) -> str:
    """Return the speaker's name, or else the source's words, or else "unknown"."""
    named = next((person.name for person in read.people if person.id == statement.speaker), "")
    printed = " … ".join(span.of(read.article.text) for span in statement.attribution.source)
    return named or printed or UNKNOWN
