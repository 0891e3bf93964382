"""The description of the JSON twins, exports and services, for programs: OpenAPI 3.1."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from onrecord.web import openapi
from onrecord.web.answering import json_response


def description(request: Request) -> Response:  # noqa: ARG001 - as every answer
    """Return what can be asked of this server, and what it answers."""
    return json_response(openapi.description())
