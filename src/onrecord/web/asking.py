"""From the address of a page to what is asked of the record.

Invariant: what cannot be understood is a QueryError that names the parameter; nothing else is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from onrecord.errors import QueryError
from onrecord.model import Quote
from onrecord.record import Counting, Filter
from onrecord.web import urls

LONGEST = 500
"""Characters of a parameter; more is no question that a person asks."""
FURTHEST = 10_000
"""The last page that may be turned to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it stands in an address: words, filter and page."""

    words: str | None
    only: Filter
    page: int = 1

    def address(self, page: int = 1, **changed: Any) -> str:
        """Return the address of this search, with fields of the filter changed (None leaves out)."""
        words = changed.pop("words", self.words)
        return urls.search(words, self.only, page, **changed)


def asked(query: Mapping[str, str]) -> Asked:
    """Return what an address asks; raises QueryError that names the parameter that is wrong."""
    return Asked(words_in(query), filter_in(query), page_in(query))


def words_in(query: Mapping[str, str], name: str = urls.WORDS) -> str | None:
    """Return the words that are looked for, or None."""
    return _value(query, name)


def page_in(query: Mapping[str, str]) -> int:
    """Return the page that is turned to, from 1."""
    given = _value(query, urls.PAGE) or "1"
    if not given.isascii() or not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= FURTHEST:
        raise QueryError(f"page={given[:20]!r} is no page; give a number from 1 to {FURTHEST:,}")
    return int(given)


def filter_in(query: Mapping[str, str]) -> Filter:
    """Return the filter of an address."""
    values: dict[str, Any] = {}
    for field in fields(Filter):
        name = urls.NAMES.get(field.name, field.name)
        given = _value(query, name)
        if given is not None:
            values[field.name] = _READ.get(field.name, _as_it_is)(name, given)
    return Filter(**values)


def choice_in(query: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    """Return a parameter that has to be one of some words."""
    given = _value(query, name) or default
    if given not in choices:
        raise QueryError(f"{name}={given[:20]!r} is not known; give one of {', '.join(choices)}")
    return given


def _value(query: Mapping[str, str], name: str) -> str | None:
    given = query.get(name, "").strip()
    if len(given) > LONGEST:
        raise QueryError(f"{name} is longer than {LONGEST} characters; give less")
    return given or None


def _as_it_is(name: str, given: str) -> str:  # noqa: ARG001 - as the others
    return given


def _one_of(kind: type[Any]) -> Any:
    def read(name: str, given: str) -> Any:
        try:
            return kind(given)
        except ValueError:
            choices = ", ".join(str(one) for one in kind)
            raise QueryError(f"{name}={given[:20]!r} is not known; give one of {choices}") from None

    return read


def _yes_or_no(name: str, given: str) -> bool:
    if given not in ("yes", "no"):
        raise QueryError(f"{name}={given[:20]!r} is not known; give yes or no")
    return given == "yes"


_READ: dict[str, Any] = {"kind": _one_of(Quote), "count": _one_of(Counting), "communicated": _yes_or_no}
