"""What a page answers: HTML for a reader, or the same as JSON for a program.

A page is a function from a Request to a Page.  Its ``data`` is the JSON twin; the template is given it with
``shown``, which holds what only HTML needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from onrecord import __version__
from onrecord.record import Record
from onrecord.web import urls, wording
from onrecord.web.marking import printed, shown
from onrecord.web.security import form_token


@dataclass(frozen=True, slots=True)
class House:
    """What every page is given: the record, and what ``onrecord serve`` was told."""

    record: Record
    by: str
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A page before it is HTML or JSON."""

    template: str
    title: str
    data: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


View = Callable[[Request], Page]


class Text(Response):
    """A response whose text may hold characters that UTF-8 cannot; they come out as replacements."""

    charset = "utf-8"

    def render(self, content: Any) -> bytes:
        """Return text as bytes."""
        return content if isinstance(content, bytes) else str(content).encode("utf-8", "replace")


def house(request: Request) -> House:
    """Return what the application was made with."""
    found: House = request.app.state.house
    return found


def as_html(request: Request, page: Page) -> Response:
    """Return a page as HTML."""
    template = templates().get_template(page.template)
    here = house(request)
    text = template.render(
        title=page.title,
        this=page,
        request=request,
        house=here,
        token=form_token(request),
        twin=urls.twin(str(request.url.replace(scheme="", netloc=""))),
        **page.data,
        **page.shown,
    )
    return Text(text, page.status, media_type="text/html")


def as_json(page: Page) -> Response:
    """Return a page's data as JSON."""
    return json_response(page.data, page.status)


def json_response(data: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """Return data as JSON in UTF-8."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return Text(text, status, media_type=media_type)


@cache
def templates() -> Environment:
    """Return the templates; every value is escaped, and a missing one is an error."""
    made = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(urls=urls, version=__version__, static=static)
    made.filters.update(printed=printed, shown=shown, **wording.FILTERS)
    return made


def static(name: str) -> str:
    """Return the address of one of the program's own files."""
    return urls.static(name, __version__)
