"""All reports of an utterance side by side, and what several statements or articles have in common."""

from __future__ import annotations

from starlette.requests import Request

from onrecord.errors import NotFoundError, QueryError
from onrecord.record import Comparison, Entry, Record
from onrecord.web import urls
from onrecord.web.answering import Page, house
from onrecord.web.asking import LONGEST
from onrecord.web.pages.variants import Variants, data, every, variants

MOST = 20
"""Statements and articles that are compared at once."""


def utterance(request: Request) -> Page:
    """Show every report of one utterance, and how their words differ."""
    record = house(request).record
    made = variants(_named(record, request.path_params["id"]))
    speaker = made.comparison.base.entry.speaker_name or "a speaker not known"
    shown = {"compared": [made], "asked": [], "heading": f"One utterance by {speaker}"}
    return Page("utterance.html", f"Utterance by {speaker}", {"utterances": [data(made)]}, shown)


def compare(request: Request) -> Page:
    """Show the utterances that statements report, or that articles have in common."""
    asked = _asked(request)
    heading = "What they have in common" if len(asked) > 1 else "Every report of it"
    record = house(request).record
    made: list[Variants] = every(record.compare(*asked)) if asked else []
    links = [(one, _address(record, one)) for one in asked]
    shown = {"compared": made, "asked": links, "heading": heading if asked else "Compare"}
    return Page("utterance.html", "Compare", {"id": asked, "utterances": [data(one) for one in made]}, shown)


def _named(record: Record, identifier: str) -> Comparison:
    found = record.utterance(identifier)
    every_ = record.compare(found.members[0].statement)
    try:
        return next(one for one in every_ if one.utterance.id == found.id)
    except StopIteration:
        raise NotFoundError(f"there is no utterance {identifier!r} with several reports") from None


def _address(record: Record, identifier: str) -> str:
    found = record.show(identifier)
    return urls.statement(found.statement.id) if isinstance(found, Entry) else urls.article(found.article.id)


def _asked(request: Request) -> list[str]:
    """Return the ids that are to be compared, each once."""
    given = [one.strip() for one in request.query_params.getlist("id") if one.strip()]
    if len(given) > MOST:
        raise QueryError(f"id is given {len(given)} times; give {MOST} at most")
    if any(len(one) > LONGEST for one in given):
        raise QueryError(f"id is longer than {LONGEST} characters; give less")
    return list(dict.fromkeys(given))
