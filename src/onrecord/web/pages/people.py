"""People: whom the record knows, most statements first."""

from __future__ import annotations

from starlette.requests import Request

from onrecord.model import PersonKind
from onrecord.web import asking, described, urls
from onrecord.web.answering import Page, house

PAGE_SIZE = 30
KINDS = {
    PersonKind.PERSON: "persons",
    PersonKind.ORGANIZATION: "organisations",
    PersonKind.GROUP: "groups",
    PersonKind.DOCUMENT: "documents",
    PersonKind.UNNAMED: "unnamed sources",
}
_ANY = ""


def people(request: Request) -> Page:
    """Show the people whose names or roles have some words, or all, page by page."""
    words = asking.words_in(request.query_params)
    given = asking.choice_in(request.query_params, "kind", (_ANY, *map(str, KINDS)), _ANY)
    page = asking.page_in(request.query_params)
    kind = PersonKind(given) if given else None
    record = house(request).record
    lines = list(record.people(words, kind, PAGE_SIZE, (page - 1) * PAGE_SIZE))
    total = record.count_people(words, kind)
    data = {
        "words": words,
        "kind": given or None,
        "total": total,
        "page": page,
        "pages": -(-total // PAGE_SIZE),
        "people": [described.person_line(line) for line in lines],
    }
    shown = {
        "lines": lines,
        "kinds": {str(kind): name for kind, name in KINDS.items()},
        "first": (page - 1) * PAGE_SIZE + 1,
        "address": lambda page: urls.people(words, given, page),
    }
    return Page("people.html", _title(words, kind), data, shown)


def _title(words: str | None, kind: PersonKind | None) -> str:
    who = KINDS[kind] if kind else "people"
    named = f" with {words} in name or role" if words else ""
    return f"{who[:1].upper()}{who[1:]}{named}"
