"""The address of every page: the one place where they are built.

Invariant: what a user or a record gives (ids, words, names) is always percent-encoded, so that none of it can
become a path, a host or a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from onrecord.export.addresses import part
from onrecord.record import Filter

PAGE = "page"
WORDS = "words"
NAMES = {"since": "from", "until": "to"}
"""What the fields of a filter are called in an address, where not as in the filter."""


def base(request: Request) -> str:
    """Return the address under which this server was asked, without a slash at its end."""
    return f"{request.url.scheme}://{request.url.netloc}"


def overview() -> str:
    """Return the address of what the record holds."""
    return "/"


def search(words: str | None = None, only: Filter | None = None, page: int = 1, **changed: Any) -> str:
    """Return the address of a search; ``changed`` are fields of the filter to set, or None to leave out."""
    return _with("/search", search_query(words, only, page, **changed))


def search_query(
    words: str | None = None, only: Filter | None = None, page: int = 1, **changed: Any
) -> dict[str, str]:
    """Return a search as the names and values of its address, in an order that is always the same."""
    asked: dict[str, Any] = {WORDS: words} | _fields(only or Filter()) | changed
    found = {NAMES.get(name, name): _value(value) for name, value in asked.items() if value not in (None, "")}
    found.pop("count", None) if found.get("count") == "all" else None
    return found | ({PAGE: str(page)} if page > 1 else {})


def article(identifier: str, statement: str | None = None, words: str | None = None) -> str:
    """Return the address of an article, at one of its statements and with words highlighted, where given."""
    at = f"#s{statement.rpartition('-')[2]}" if statement else ""
    return _with(f"/articles/{part(identifier)}", {WORDS: words} if words else {}) + at


def articles(page: int = 1) -> str:
    """Return the address of the list of articles."""
    return _with("/articles", {PAGE: str(page)} if page > 1 else {})


def document(identifier: str) -> str:
    """Return the address of the bytes that an article was read from, as a download."""
    return f"/articles/{part(identifier)}/document"


def statement(identifier: str) -> str:
    """Return the permanent address of a statement."""
    return f"/statements/{part(identifier)}"


def card(identifier: str, form: str) -> str:
    """Return the address of a statement's citable card: text, html, markdown or jsonld."""
    return f"/statements/{part(identifier)}/card/{form}"


def utterance(identifier: str) -> str:
    """Return the address of an utterance: all reports of it side by side."""
    return f"/utterances/{part(identifier)}"


def utterances(only: Filter | None = None, page: int = 1) -> str:
    """Return the address of the list of utterances with several reports, of which one passes a filter."""
    return _with("/utterances", search_query(None, only, page))


def people(words: str | None = None, kind: str | None = None, page: int = 1) -> str:
    """Return the address of the list of people."""
    asked = {WORDS: words or "", "kind": kind or "", PAGE: str(page) if page > 1 else ""}
    return _with("/people", {name: value for name, value in asked.items() if value})


def person(identifier: str, about: str | None = None) -> str:
    """Return the address of a person; ``about`` narrows the timeline to words."""
    return _with(f"/people/{part(identifier)}", {"about": about} if about else {})


def stories(words: str | None = None, page: int = 1) -> str:
    """Return the address of the list of stories, of all articles or of those that mention words."""
    asked = {WORDS: words or "", PAGE: str(page) if page > 1 else ""}
    return _with("/stories", {name: value for name, value in asked.items() if value})


def story(identifier: str) -> str:
    """Return the address of the story that an article, by its id, belongs to."""
    return f"/stories/{part(identifier)}"


def compare(*identifiers: str) -> str:
    """Return the address of a comparison of statements or articles."""
    return "/compare?" + urlencode([("id", one) for one in identifiers])


def reprints(page: int = 1) -> str:
    """Return the address of the list of reprints."""
    return _with("/reprints", {PAGE: str(page)} if page > 1 else {})


def problems() -> str:
    """Return the address of the documents that could not be read."""
    return "/problems"


def review(only: Filter | None = None, statement: str | None = None, skip: int = 0) -> str:
    """Return the address of the review queue, at a statement where one is given, else after ``skip``."""
    asked = search_query(None, only) | ({"skip": str(skip)} if skip > 0 else {})
    return _with("/review", asked | ({"statement": statement} if statement else {}))


def judgements(page: int = 1) -> str:
    """Return the address of the list of all that people decided."""
    return _with("/judgements", {PAGE: str(page)} if page > 1 else {})


def change(kind: str) -> str:
    """Return the address that a decision is sent to: accept, reject, speaker, span, undo, merge, ..."""
    return f"/judgements/{part(kind)}"


def export(form: str, words: str | None = None, only: Filter | None = None) -> str:
    """Return the address of an export of a search in a format."""
    return _with(f"/export/{part(form)}", search_query(words, only))


def static(name: str, version: str) -> str:
    """Return the address of one of the program's own files; ``version`` makes a new one be fetched."""
    return _with(f"/static/{quote(name)}", {"v": version})


def twin(address: str) -> str:
    """Return the address of the same page as JSON."""
    address = address.partition("#")[0]
    path, mark, query = address.partition("?")
    return f"{'/overview' if path == '/' else path}.json{mark}{query}"


def _fields(only: Filter) -> dict[str, Any]:
    return {field.name: getattr(only, field.name) for field in fields(only)}


def _value(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _with(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query, errors='replace')}" if query else path
