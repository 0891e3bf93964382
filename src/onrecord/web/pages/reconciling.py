"""The reconciliation service over HTTP: OpenRefine asks here who in the record is meant.

Browsers let pages of other programs on this machine read the answers, and those of no other site (CORS).
JSONP, by which any site could read them as a script, is not offered, as the specification allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import NotFoundError, QueryError
from onrecord.model import PersonKind
from onrecord.web import asking, reconcile, urls
from onrecord.web.answering import Text, house, json_response, templates
from onrecord.web.security import LARGEST_FORM, is_local

_PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
)
"""A preview is shown in a frame of another program on this machine, and of no other site."""
_FURTHEST = 100_000
_SUGGEST: dict[str, Callable[[str], reconcile.Data]] = {
    "type": reconcile.suggested_types,
    "property": reconcile.suggested_properties,
}


def asked(request: Request) -> Response:
    """Answer questions in the address, or without any say what the service offers."""
    return _answer(request, request.query_params)


async def posted(request: Request) -> Response:
    """Answer questions in a form; nothing is changed, so it needs no token."""
    origin = request.headers.get("origin")
    if origin and not is_local(origin) and origin != urls.base(request):
        raise HTTPException(403, "Only pages of this machine may ask here.")
    form = await _form(request)
    if not form.keys() & {"queries", "extend"}:
        raise QueryError("post a form with queries, or with extend")
    return await run_in_threadpool(_answer, request, form)


def preflight(request: Request) -> Response:  # noqa: ARG001 - as every answer
    """Say to a browser what pages that may read the answers may send."""
    allowed = {"access-control-allow-methods": "GET, POST", "access-control-allow-headers": "content-type"}
    return Response(status_code=204, headers=allowed)


def suggest(request: Request) -> Response:
    """Suggest people, types or properties whose names begin with what was typed."""
    what, query = request.path_params["what"], request.query_params
    prefix = asking.words_in(query, "prefix") or ""
    if what == "entity":
        return json_response(
            reconcile.suggested_people(house(request).record, prefix, _number(query, "cursor", 0))
        )
    if what not in _SUGGEST:
        raise NotFoundError(f"nothing is suggested for {what[:40]!r}; ask for entity, type or property")
    return json_response(_SUGGEST[what](prefix))


def properties(request: Request) -> Response:
    """Propose what can be asked of people of a type."""
    query = request.query_params
    kind = asking.words_in(query, "type") or str(PersonKind.PERSON)
    limit = _number(query, "limit", 1) if query.get("limit") else None
    return json_response(reconcile.proposed(kind, limit))


def preview(request: Request) -> Response:
    """Show somebody in a small frame."""
    record = house(request).record
    identifier = asking.words_in(request.query_params, "id") or ""
    line = reconcile.by_id(record, identifier)
    if line is None:
        raise NotFoundError(f"the record has no person {identifier[:40]!r}")
    known = reconcile.extended(record, [line.id], ["outlet"])["rows"][line.id]["outlet"]
    outlets = [one["str"] for one in known]
    text = (
        templates()
        .get_template("reconcile_preview.html")
        .render(line=line, kind=reconcile.TYPES[line.kind], outlets=outlets)
    )
    headers = {"content-security-policy": _PREVIEW_POLICY, "x-frame-options": "SAMEORIGIN"}
    return Text(text, headers=headers, media_type="text/html")


def _answer(request: Request, given: Mapping[str, str]) -> Response:
    record = house(request).record
    if "queries" in given:
        batch = reconcile.questions(given["queries"])
        _at_most(len(batch), reconcile.BATCH, "questions")
        return json_response(reconcile.answers(record, batch))
    if "extend" in given:
        ids, wanted = reconcile.extension(given["extend"])
        _at_most(len(ids), reconcile.MOST_ROWS, "people")
        return json_response(reconcile.extended(record, ids, wanted))
    return json_response(reconcile.manifest(urls.base(request), record.name))


def _at_most(given: int, most: int, what: str) -> None:
    if given > most:
        raise HTTPException(413, f"{given} {what} are too many at once; send at most {most}")


def _number(query: Mapping[str, str], name: str, least: int) -> int:
    given = query.get(name) or str(least)
    if not given.isascii() or not given.isdecimal() or len(given) > 6 or not least <= int(given) <= _FURTHEST:
        raise QueryError(f"{name}={given[:20]!r} is no number from {least} to {_FURTHEST:,}")
    return int(given)


async def _form(request: Request) -> dict[str, str]:
    """Return the first value of each name of a form.  Refuses what is larger than a form should be."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            raise HTTPException(413, f"that is more than {LARGEST_FORM:,} bytes; ask less at once")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise QueryError("that is no form; post application/x-www-form-urlencoded in UTF-8") from None
    return dict(reversed(pairs))
