"""Judgements: all that people decided, the latest first, each with who and when and a way to take it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from starlette.requests import Request

from onrecord.model import Judgement
from onrecord.record import Entry, Filter, Record, Taken
from onrecord.record.filter import Reviewing
from onrecord.web import asking, described, urls
from onrecord.web.answering import Page, house
from onrecord.web.pages.search import called
from onrecord.web.security import HEADER, form_token

PAGE_SIZE = 25
_OF_PEOPLE = ("merge", "split", "rename")
_OF_TWO = ("merge", "split", "same-utterance", "not-same-utterance")


@dataclass(frozen=True, slots=True)
class Line:
    """A decision as it is shown: about what, said how, and the statement where it surely is the same."""

    judgement: Judgement
    name: str
    subject: str
    other: str
    entry: Entry | None


def judgements(request: Request) -> Page:
    """Show all that people decided, what was taken back included."""
    return judgements_page(request, asking.page_in(request.query_params))


def judgements_page(request: Request, page: int = 1, taken: Taken | None = None) -> Page:
    """Return a page of what people decided, with what came of a file that was taken in, where one was."""
    record = house(request).record
    every = all_judgements(record)
    here = every[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    data = {
        "page": page,
        "pages": -(-len(every) // PAGE_SIZE),
        "total": len(every),
        "undone": sum(one.undone is not None for one in every),
        "judgements": [described.judgement(one) for one in here],
        "changing": {
            "possible": house(request).may_change,
            "header": HEADER,
            "value": form_token(request),
        },
    }
    shown = {
        "lines": list(_lines(record, here)),
        "taken": taken,
        "reviewed": Filter(reviewed=Reviewing.ANY),
    }
    return Page("judgements.html", "Judgements", data, shown)


def all_judgements(record: Record) -> list[Judgement]:
    """Return what people decided about people, utterances and statements, the latest first."""
    kinds = (record.judgements(), record.utterance_judgements(), record.statement_judgements())
    return sorted(chain.from_iterable(kinds), key=lambda one: one.id, reverse=True)


def _lines(record: Record, here: Sequence[Judgement]) -> Iterator[Line]:
    subjects = [one.subject for one in here if one.kind not in _OF_PEOPLE]
    entries = {entry.statement.id: entry for entry in record.entries(subjects)}
    return (_line(record, one, _standing(one, entries.get(one.subject))) for one in here)


def _line(record: Record, one: Judgement, entry: Entry | None) -> Line:
    of_people = one.kind in _OF_PEOPLE
    subject = urls.person(one.subject) if of_people else urls.statement(one.subject)
    other = ""
    if one.kind in _OF_TWO:
        other = urls.person(one.value) if of_people else urls.statement(one.value)
    name = (called(record, one.subject) if of_people else None) or one.subject
    return Line(one, name, subject, other, entry)


def _standing(one: Judgement, entry: Entry | None) -> Entry | None:
    """Return the statement of a decision, None where a later reading may number another one so."""
    if entry is None:
        return None
    stands = entry.review is not None and one.id in {made.id for made in entry.review.judgements}
    return entry if stands else None
