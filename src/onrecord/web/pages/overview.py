"""Overview: what the record holds, every number with its denominator and the way to its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from starlette.requests import Request

from onrecord.record import Facet, Overview
from onrecord.web import described, urls, wording
from onrecord.web.answering import Page, house
from onrecord.web.pages.shares import Share, Shares, outlet_name, shares, year_fields

SPEAKER_KINDS = {
    "person": "a person",
    "organization": "an organisation",
    "group": "a group",
    "document": "a document",
    "unnamed": "unnamed: the report does not say who",
    "unknown": "not known: the machine could not tell",
}
KINDS = {"direct": "direct: all in quotation marks", "indirect": "indirect", "mixed": "mixed: a part quoted"}
REVIEWED = {"none": "not reviewed yet", "rejected": "rejected: no statement"}
_HIDDEN = ("unnamed", "unknown")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the whole record, with what it counts and the address of its rows."""

    number: str
    what: str
    rows: str | None = None
    note: str = ""


def overview(request: Request) -> Page:
    """Show how much the record holds, whom it quotes, and in which outlets."""
    record = house(request).record
    found = record.overview()
    people = record.count_people() if found.counts.articles else 0
    name = PurePath(record.name).name
    data = {"record": name, "people": people} | _told(found)
    shown = {
        "found": found,
        "figures": list(_figures(found, people)),
        "tables": [table for table in _tables(found) if table.rows],
        "hidden": hidden(found.speaker_kinds, found.counts.statements),
        "decided": reviewed(found.reviewed),
        "name": name,
    }
    return Page("overview.html", "Overview", data, shown)


def hidden(kinds: tuple[Facet, ...], of: int) -> tuple[Share, ...]:
    """Return how many statements have a source that is unnamed, or not known, none left out."""
    count = {one.value: one.count for one in kinds}
    return tuple(
        Share(kind, count.get(kind, 0), of, urls.search(speaker_kind=kind), 0, machine=True)
        for kind in _HIDDEN
    )


def reviewed(states: tuple[Facet, ...]) -> Shares:
    """Return what people decided so far, as counted rows, of all that the machine found."""
    of = sum(one.count for one in states)
    rows = shares(
        states, of, lambda one: {"reviewed": one.value}, lambda one: REVIEWED.get(one.value, one.name)
    )
    return Shares("Reviewed so far", rows, "Of all that the machine found, rejected ones included.", key="r")


def _told(found: Overview) -> dict[str, Any]:
    """Return the numbers of a record as plain data."""
    lists = ("outlets", "kinds", "acts", "speaker_kinds", "years", "reviewed", "extractors")
    counts = found.counts
    return {
        "articles": counts.articles,
        "statements": counts.statements,
        "problems": counts.problems,
        "utterances": found.utterances,
        "stories": found.stories,
        "most_quoted": [described.person_line(line) for line in found.most_quoted],
    } | {name: [described.facet(one) for one in getattr(found, name)] for name in lists}


def _figures(found: Overview, people: int) -> Iterator[Figure]:
    counts = found.counts
    yield _figure(counts.statements, "statement", urls.search())
    yield _figure(counts.articles, "article", urls.articles())
    yield _figure(people, "person", urls.people(), "people", "persons, bodies, groups, unnamed sources")
    yield _figure(found.utterances, "utterance", urls.utterances(), note="with several reports")
    if found.stories is not None:
        yield _figure(found.stories, "story", urls.stories(), "stories", "that several articles report")
    yield _figure(counts.problems, "problem", urls.problems(), note="documents that could not be read")


def _figure(number: int, noun: str, rows: str | None, several: str | None = None, note: str = "") -> Figure:
    what = wording.plural(number, noun, several).partition(" ")[2]
    return Figure(f"{number:,}", what, rows, note)


def _tables(found: Overview) -> Iterator[Shares]:
    of = found.counts.statements
    yield Shares("Most quoted", _quoted(found), key="people", shown=10)
    yield Shares(
        "Outlets", shares(found.outlets, of, lambda one: {"outlet": one.value}, outlet_name), key="outlets"
    )
    speakers = shares(
        found.speaker_kinds, of, lambda one: {"speaker_kind": one.value}, _speaker, machine=True
    )
    yield Shares("Who speaks", speakers, "As the machine resolved the source.", key="speakers")
    yield Shares("Acts", _acts(found), "What a statement does, as the machine reads it.", key="acts")
    kinds = shares(found.kinds, of, lambda one: {"kind": one.value}, _kind)
    yield Shares("Quoted how", kinds, key="kinds")
    yield Shares("Published", _years(found), _undated(found), key="years", shown=12)


def _quoted(found: Overview) -> tuple[Share, ...]:
    of = found.counts.statements
    most = max((line.statements for line in found.most_quoted), default=1) or 1
    return tuple(
        Share(
            wording.named(line.name),
            line.statements,
            of,
            urls.search(speaker=line.id),
            round(100 * line.statements / most, 1),
            urls.person(line.id),
        )
        for line in found.most_quoted
    )


def _acts(found: Overview) -> tuple[Share, ...]:
    made = shares(
        found.acts,
        found.counts.statements,
        lambda one: {"act": one.value},
        lambda one: wording.act(one.value),
        machine=True,
    )
    return tuple(one for one in made if one.name)


def _years(found: Overview) -> tuple[Share, ...]:
    of = found.counts.statements
    latest_first = tuple(reversed(found.years))
    return shares(latest_first, of, year_fields)


def _undated(found: Overview) -> str:
    dated = sum(one.count for one in found.years)
    left = found.counts.statements - dated
    return f"{wording.plural(left, 'statement')} in articles without a date." if left else ""


def _speaker(one: Facet) -> str:
    return SPEAKER_KINDS.get(one.value, one.value)


def _kind(one: Facet) -> str:
    return KINDS.get(one.value, one.value)
