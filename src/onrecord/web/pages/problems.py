"""The documents that could not be read: which, why, and what to do."""

from __future__ import annotations

from starlette.requests import Request

from onrecord.web.answering import Page, house


def problems(request: Request) -> Page:
    """Show what could not be read, by name."""
    record = house(request).record
    found = [{"document": one.document, "reason": one.reason} for one in record.problems()]
    return Page("problems.html", "Problems", {"total": len(found), "problems": found}, {"name": record.name})
