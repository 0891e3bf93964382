"""The pages put together: an ASGI application over one record."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.errors import NotFoundError, OnrecordError, QueryError, RecordError
from onrecord.export.addresses import identifier, part
from onrecord.record import Record
from onrecord.web.answering import House, Page, View, as_html, as_json, json_response
from onrecord.web.security import HEADERS, ForbiddenError, Guard


class _Identifier(Convertor[str]):
    """An id or a name in a path; one that somebody typed may have slashes."""

    regex = ".*"

    def convert(self, value: str) -> str:
        """Return the id that stands in a path."""
        return identifier(value)

    def to_string(self, value: str) -> str:
        """Return an id as it stands in a path, before it is percent-encoded."""
        return unquote(part(value))


register_url_convertor("identifier", _Identifier())
_STATUS: dict[type[OnrecordError], int] = {
    NotFoundError: 404,
    QueryError: 400,
    ForbiddenError: 403,
    RecordError: 503,
}
_TITLES = {404: "Not found", 400: "Not understood", 403: "Refused", 405: "Not possible", 503: "Not now"}
Handler = Callable[[Request], Awaitable[Response]]


def application(
    record: Record,
    by: str | None = None,
    names: Iterable[str] = (),
    password: str | None = None,
    may_change: bool = True,
) -> Starlette:
    """Return the pages of a record as an ASGI application.

    ``by`` is who decides what is decided in the pages, without it the login name; ``names`` are hosts' names
    beside localhost that it answers to; without ``may_change`` nothing can be decided.
    """
    from onrecord.record.people import login

    made = Starlette(
        routes=list(_routes()),
        middleware=[Middleware(Guard, names=tuple(names), password=password)],
        exception_handlers={OnrecordError: _wrong, HTTPException: _wrong, Exception: _broken},
    )
    made.state.house = House(record, by or login(), may_change)
    made.state.secret = secrets.token_bytes(32)
    return made


def _routes() -> Iterable[BaseRoute]:
    from onrecord.web.pages import CHANGES, FILES, PREFLIGHTS, QUESTIONS, VIEWS
    from onrecord.web.pages.reconciling import preflight

    yield Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for path, view in VIEWS.items():
        twin = "/overview.json" if path == "/" else f"{path}.json"
        yield Route(twin, _handler(view, json=True), methods=["GET"], name=f"{path} as JSON")
    for path, answer in FILES.items():
        yield Route(path, _answering(answer), methods=["GET"], name=path)
    for path, question in QUESTIONS.items():
        yield Route(path, question, methods=["POST"], name=f"question {path}")
    for path in PREFLIGHTS:
        yield Route(path, _answering(preflight), methods=["OPTIONS"], name=f"preflight {path}")
    for path, change in CHANGES.items():
        yield Route(path, change, methods=["POST"], name=f"change {path}")
    for path, view in VIEWS.items():
        yield Route(path, _handler(view, json=False), methods=["GET"], name=path)


def _handler(view: View, json: bool) -> Handler:
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_answer, view, request, json)

    return answer


def _answer(view: View, request: Request, json: bool) -> Response:
    page = view(request)
    return as_json(page) if json else as_html(request, page)


def _answering(answer: Callable[[Request], Response]) -> Handler:
    async def answered(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return answered


async def _wrong(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        status, message = error.status_code, str(error.detail)
    else:
        kinds = (kind for kind in type(error).__mro__ if kind in _STATUS)
        status, message = _STATUS.get(next(kinds, OnrecordError), 400), str(error)
    return await run_in_threadpool(_told, request, status, message)


async def _broken(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette logs it
    message = "This page failed. What was recorded is safe; the terminal of onrecord serve says more."
    answer = await run_in_threadpool(_told, request, 500, message)
    answer.headers.update(HEADERS)  # what fails is answered outside of the Guard
    return answer


def _told(request: Request, status: int, message: str) -> Response:
    """Return what went wrong in the form that was asked for."""
    title = _TITLES.get(status, "Something went wrong")
    if request.url.path.endswith(".json") or request.url.path.startswith("/reconcile"):
        return json_response({"error": {"status": status, "message": message}}, status)
    return as_html(request, Page("wrong.html", title, {"status": status, "message": message}, status=status))
