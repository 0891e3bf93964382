"""The times that a clause names, so that what is said of one is not held against another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from onrecord.linking.relations.lexicon_entries import lexicon


class _Token(Protocol):
    @property
    def form(self) -> str: ...

    @property
    def capital(self) -> bool: ...


_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def time_of(tokens: Sequence[_Token], at: int) -> tuple[int, str, str] | None:
    """Return how many tokens a time takes, its kind (date, month, year, day, which) and its value.

    None where no time stands at the place.
    """
    words, form = _words(), tokens[at].form
    after = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if form in words["month"] and tokens[at].capital:
        return (2, "date", f"{int(after)} {form}") if _is_day(after) else (1, "month", form)
    if _is_day(form) and after in words["month"] and tokens[at + 1].capital:
        return 2, "date", f"{int(form)} {after}"
    if form in words["day"]:
        return 1, "day", form
    if _YEAR.fullmatch(form):
        return 1, "year", form
    if form in words["which"] and after in words["unit"]:
        return 2, after, form
    return None


def _is_day(form: str) -> bool:
    return form.isascii() and form.isdigit() and 1 <= int(form) <= 31


@cache
def _words() -> dict[str, frozenset[str]]:
    return {section: frozenset(words) for section, words in lexicon("times").items()}
