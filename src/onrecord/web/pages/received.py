"""What a form or a program sends to have something decided, before it is done.

Invariant: nothing is read past a limit, and nothing is passed on without the token that our own pages carry.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from onrecord.errors import QueryError
from onrecord.web.answering import house
from onrecord.web.marking import shown
from onrecord.web.security import HEADER, LARGEST_FORM, LARGEST_UPLOAD, TOKEN, ForbiddenError, check_token

_MOST_FIELDS = 5_000
_LONGEST = 100_000
"""Characters of one value; printed words that somebody types are less."""


@dataclass(frozen=True, slots=True)
class Given:
    """The fields of a form, or the members of a JSON object; ``upload`` is the file that came with it."""

    fields: Mapping[str, Sequence[str]]
    as_json: bool = False
    upload: UploadFile | None = None

    def one(self, name: str) -> str:
        """Return a field's value without white space around it, empty where it is not given."""
        return self.fields.get(name, ("",))[-1].strip()

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values of a field that are not empty."""
        return tuple(value.strip() for value in self.fields.get(name, ()) if value.strip())

    def has(self, name: str) -> bool:
        """Say whether a field is given, be it empty."""
        return name in self.fields

    def close(self) -> None:
        """Let go of the file that came with it."""
        if self.upload is not None:
            self.upload.file.close()

    def needed(self, name: str, what: str) -> str:
        """Return a field's value; raises QueryError that asks for it where it is empty."""
        value = self.one(name)
        if not value:
            raise QueryError(f"{name} is empty; give {what}")
        return value


async def received(request: Request) -> Given:
    """Return what was sent; raises ForbiddenError, or QueryError or HTTPException where it is no form."""
    if not house(request).may_change:
        raise ForbiddenError("these pages are for reading alone; nothing can be decided in them")
    form = _media_type(request)
    if form == "application/json":
        check_token(request, request.headers.get(HEADER, ""))
        return Given(_members(await _body(request)), as_json=True)
    given = await _uploaded(request) if form == "multipart/form-data" else Given(_form(await _body(request)))
    try:
        check_token(request, given.one(TOKEN))
    except ForbiddenError:
        given.close()
        raise
    return given


def is_json(request: Request) -> bool:
    """Say whether a program asks, which wants JSON back."""
    return _media_type(request) == "application/json"


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


async def _body(request: Request) -> bytes:
    return b"".join([part async for part in _limited(request, LARGEST_FORM)])


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a body, and refuse it where they are too many, whatever it said of itself."""
    _refuse_above(
        most, int(length) if (length := request.headers.get("content-length", "")).isdecimal() else 0
    )
    size = 0
    async for part in request.stream():
        size += len(part)
        _refuse_above(most, size)
        yield part


def _refuse_above(most: int, size: int) -> None:
    if size > most:
        raise HTTPException(413, f"That is too much at once; send at most {most // 1_000_000:,} MB.")


async def _uploaded(request: Request) -> Given:
    parser = MultiPartParser(request.headers, _limited(request, LARGEST_UPLOAD), max_files=1, max_fields=50)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise QueryError(f"the form cannot be read ({error}); send it again from the page") from None
    fields: dict[str, list[str]] = {}
    upload: UploadFile | None = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            upload = value  # there is but one, as max_files says
        else:
            fields.setdefault(name, []).append(_value(name, value))
    return Given(fields, upload=upload)


def _form(body: bytes) -> dict[str, list[str]]:
    try:
        found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise QueryError(f"the form has more than {_MOST_FIELDS:,} fields; send less at once") from None
    return {name: [_value(name, one) for one in values] for name, values in found.items()}


def _members(body: bytes) -> dict[str, list[str]]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise QueryError("that is no JSON; send an object, as /openapi.json says") from None
    if not isinstance(found, dict):
        raise QueryError("that is no JSON object; send one, as /openapi.json says")
    return {str(name): _texts(str(name), value) for name, value in found.items() if value is not None}


def _texts(name: str, value: Any) -> list[str]:
    """Return a JSON value as the values of a form's field; pairs of offsets as ``12-34``."""
    if isinstance(value, str):
        return [_value(name, value)]
    if isinstance(value, list):
        return [_value(name, _text(name, one)) for one in value]
    raise QueryError(f"{name} has to be a string or a list")


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value):
        return f"{value[0]}-{value[1]}"
    raise QueryError(f"{name} has to hold strings, or pairs of offsets")


def _value(name: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise QueryError(f"{name[:50]} is longer than {_LONGEST:,} characters; give less")
    return shown(value)
