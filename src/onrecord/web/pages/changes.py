"""Every change made in the pages: what somebody decides, kept with who and when, and where it leads back to.

Invariant: a change carries the visitor's token; who decides is whoever ``onrecord serve`` was started by;
where a form leads back to is built from ids, never taken from an address that was given.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from urllib.parse import parse_qsl, unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import NotFoundError, OnrecordError, QueryError, RecordError
from onrecord.export.addresses import identifier
from onrecord.model import Judgement, Span, Spans
from onrecord.record import Entry, Record
from onrecord.record.standing import standing
from onrecord.web import described, urls
from onrecord.web.answering import Page, as_html, house, json_response
from onrecord.web.pages import lately
from onrecord.web.pages.judgements import judgements_page
from onrecord.web.pages.lately import Done
from onrecord.web.pages.received import Given, is_json, received
from onrecord.web.pages.review import ROLES, At, Told, at_in, review_page
from onrecord.web.security import ForbiddenError

Change = Callable[[Request], Awaitable[Response]]
Decide = Callable[[Record, Given, str], Judgement]
_WRITING = Lock()
"""One decision after the other; SQLite would have the second one wait anyhow."""
_PIECE = re.compile(r"(\d{1,9})-(\d{1,9})")
_OF_ADDRESS = re.compile(r"/statements/([^/?#\s]+)")
_A_STATEMENT = "a statement's id, like 3f9a0c1e55d2b7a4-2"


# -- deciding --------------------------------------------------------------------------------------


def _accept(record: Record, given: Given, by: str) -> Judgement:
    return record.accept(given.needed("statement", _A_STATEMENT), by)


def _reject(record: Record, given: Given, by: str) -> Judgement:
    return record.reject(given.needed("statement", _A_STATEMENT), by)


def _speaker(record: Record, given: Given, by: str) -> Judgement:
    """Decide who speaks: a name that was typed, else whom the form's list says; nobody is a choice too."""
    statement = given.needed("statement", _A_STATEMENT)
    if not given.one("name") and not given.has("speaker"):
        raise QueryError("choose who speaks, or type a name or the id of one of the record's people")
    return record.correct_speaker(statement, given.one("name") or given.one("speaker"), by)


def _span(record: Record, given: Given, by: str) -> Judgement:
    statement = given.needed("statement", _A_STATEMENT)
    role = given.needed("role", f"one of {', '.join(ROLES)}")
    if role not in ROLES:
        raise QueryError(f"{role[:30]!r} is no part of a statement; give one of {', '.join(ROLES)}")
    return record.correct_span(statement, role, _marked(record.statement(statement), role, given), by)


def _marked(entry: Entry, role: str, given: Given) -> Spans:
    """Return the spans that were marked, else where typed words stand, else none if that was said."""
    if pieces := " ".join(given.every("spans")).split():
        return tuple(_piece(one) for one in pieces)
    if words := given.one("words"):
        return standing(entry, role, words)
    if given.one("none") or (given.as_json and given.has("spans")):
        return ()
    raise QueryError(f"mark the words that are the {role} in the text, or type them as they are printed")


def _piece(given: str) -> Span:
    matched = _PIECE.fullmatch(given)
    if not matched or int(matched[1]) >= int(matched[2]):
        raise QueryError(f"{given[:30]!r} is no span; give offsets like 120-134")
    return Span(int(matched[1]), int(matched[2]))


def _undo(record: Record, given: Given, by: str) -> Judgement:
    return record.undo(given.needed("judgement", "a judgement's id, like j3"), by)


def _merge(record: Record, given: Given, by: str) -> Judgement:
    other = given.needed("other", "the id or name of who it is too")
    return record.merge_people(given.needed("person", "a person's id, like p12"), other, by)


def _split(record: Record, given: Given, by: str) -> Judgement:
    person = given.needed("person", "a person's id, like p12")
    if not given.every("article") and not given.one("printed"):
        raise QueryError("choose the articles in which it is somebody else, or one of the printed names")
    return record.split_person(person, *given.every("article"), printed=given.one("printed") or None, by=by)


def _rename(record: Record, given: Given, by: str) -> Judgement:
    return record.rename_person(given.needed("person", "a person's id, like p12"), given.one("name"), by)


def _same(record: Record, given: Given, by: str) -> Judgement:
    return record.same_utterance(given.needed("statement", _A_STATEMENT), _other(given), by)


def _not_same(record: Record, given: Given, by: str) -> Judgement:
    return record.not_same_utterance(given.needed("statement", _A_STATEMENT), _other(given), by)


def _other(given: Given) -> str:
    """Return the other statement's id, also where somebody pasted the address of its page."""
    other = given.needed("other", "the other statement's id")
    found = _OF_ADDRESS.search(other)
    return identifier(unquote(found[1])) if found else other


DECISIONS: dict[str, Decide] = {
    "accept": _accept,
    "reject": _reject,
    "speaker": _speaker,
    "span": _span,
    "undo": _undo,
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "same": _same,
    "not-same": _not_same,
}
"""What can be decided in the pages, by the last part of the address that it is sent to."""


# -- answering -------------------------------------------------------------------------------------


def changes() -> dict[str, Change]:
    """Return every change by the path that it is posted to."""
    made = {urls.change(kind): _change(kind) for kind in DECISIONS}
    return made | {urls.change("import"): _answering(_take)}


def _change(kind: str) -> Change:
    return _answering(lambda request, given: _decide(request, kind, given))


def _answering(answer: Callable[[Request, Given], Response]) -> Change:
    async def change(request: Request) -> Response:
        try:
            given = await received(request)
            try:
                return await run_in_threadpool(answer, request, given)
            finally:
                given.close()
        except (OnrecordError, HTTPException) as error:
            if not is_json(request):
                raise
            return _refused(error)

    return change


def _decide(request: Request, kind: str, given: Given) -> Response:
    here = house(request)
    try:
        with _WRITING:
            made = DECISIONS[kind](here.record, given, here.by)
    except (QueryError, NotFoundError, RecordError) as error:
        if kind == "undo":
            lately.forget(request, given.one("judgement"))
        if given.as_json:
            raise
        return as_html(request, _again(request, kind, given, error))
    done = _noted(request, given, made)
    if given.as_json:
        return json_response({"judgement": described.judgement(made)})
    return RedirectResponse(_back(here.record, given, done), 303)


def _noted(request: Request, given: Given, made: Judgement) -> Done:
    if made.undone:
        return lately.taken_back(request, made)
    done = Done(made, given.one("statement"))
    lately.decided(request, done)
    return done


def _refused(error: Exception) -> Response:
    message = str(error.detail) if isinstance(error, HTTPException) else str(error)
    return json_response({"error": {"status": _status(error), "message": message}}, _status(error))


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    kinds = {ForbiddenError: 403, NotFoundError: 404, RecordError: 503}
    return next((status for kind, status in kinds.items() if isinstance(error, kind)), 400)


def _take(request: Request, given: Given) -> Response:
    """Take in decisions, or a whole record, that somebody exported, and say what came of it."""
    here = house(request)
    if given.upload is None or not given.upload.filename:
        raise QueryError("choose a file that onrecord exported: training data, or a whole record")
    with _WRITING:
        taken = here.record.take(given.upload.file, given.upload.filename[:200])
    page = judgements_page(request, taken=taken)
    return as_html(request, page)


# -- where it leads back to ------------------------------------------------------------------------


def _back(record: Record, given: Given, done: Done) -> str:
    """Return the address of the page that a form stood on, or of what a decision is about."""
    statement = given.one("statement")
    if given.one("back") == "review":
        return _in_queue(given, done)
    if given.one("back") == "judgements":
        page = given.one("page")
        return urls.judgements(int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1)
    if given.one("back") == "person" and given.one("person"):
        return urls.person(given.one("person"))
    if given.one("back") == "article" and statement:
        return urls.article(statement.rpartition("-")[0], statement)
    if given.one("back") == "utterance" and given.one("utterance"):
        return _utterance(record, given.one("utterance"), statement)
    return _subject(done.judgement)


def _in_queue(given: Given, done: Done) -> str:
    """Return the address of what comes next: the statement again if something else was decided, or undone."""
    at = _at(given)
    if done.judgement.undone:
        return at.address(statement=done.statement or given.one("statement") or None)
    if done.judgement.kind in ("merge", "split"):
        return at.address(statement=given.one("statement") or None)
    return at.address()


def _at(given: Given) -> At:
    at = at_in(dict(parse_qsl(given.one("queue"))) | {"skip": given.one("skip")})
    return At(at.only, at.skip)


def _utterance(record: Record, identifier: str, statement: str) -> str:
    """Return the address of an utterance, or of the statement where there is no such utterance any more."""
    try:
        record.utterance(identifier)
    except (NotFoundError, QueryError):
        return urls.statement(statement or identifier.removeprefix("u-"))
    return urls.utterance(identifier)


def _subject(made: Judgement) -> str:
    is_person = made.kind in ("merge", "split", "rename")
    return urls.person(made.subject) if is_person else urls.statement(made.subject)


# -- once more -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Once:
    """A form that is shown once more: what is decided in it, what was typed, and why it could not be."""

    kind: str
    error: str
    typed: Mapping[str, str]
    articles: tuple[str, ...] = ()


def _again(request: Request, kind: str, given: Given, error: OnrecordError) -> Page:
    """Return the page that a form stood on, with what is wrong and what was typed."""
    typed = {name: given.one(name) for name in given.fields if name != "token"}
    if given.one("back") == "review":
        at = _at(given)
        told = Told(str(error), kind, typed, _status(error))
        return review_page(request, _still_there(request, At(at.only, at.skip, given.one("statement"))), told)
    once = Once(kind, str(error), typed, given.every("article"))
    shown = {"once": once, **_whereabouts(request, given)}
    return Page("once_more.html", "Not decided", {"message": str(error)}, shown, _status(error))


def _still_there(request: Request, at: At) -> At:
    """Return a place in the queue, without its statement where there is none of this id."""
    try:
        house(request).record.statement(at.statement or "")
    except (NotFoundError, QueryError):
        return At(at.only, at.skip)
    return at


def _whereabouts(request: Request, given: Given) -> dict[str, object]:
    """Return the person or the reports that a form is about, each None where there is none of this id."""
    record = house(request).record
    found: dict[str, object] = {"person": None, "comparison": None}
    for name, look in _looks(record, given):
        try:
            found[name] = look()
        except (NotFoundError, QueryError):
            continue
    return found


def _looks(record: Record, given: Given) -> Iterator[tuple[str, Callable[[], object]]]:
    if person := given.one("person"):
        yield "person", lambda: record.person(person)
    if utterance := given.one("utterance"):
        yield "comparison", lambda: record.compare(utterance.removeprefix("u-"))[0]
