"""Numbers of a clause as ranges: ``at least 40`` is from 40 up, ``nearly 40`` somewhat around it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from onrecord.linking.differences.numbers import amount
from onrecord.linking.relations.lexicon_entries import bounds, entry_at

NEAR = 0.2
"""By how much "about" may be off."""
_READ = re.compile(r"#([\d.e+]+)(th)?([a-z]*)")
_ADJECTIVES = 2
"""Words that may stand between a number and what is counted."""


class _Token(Protocol):
    @property
    def form(self) -> str: ...

    @property
    def lemma(self) -> str: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Amount(NamedTuple):
    """A number as a range, of what (stems of the words behind it), and where it stands."""

    low: float
    high: float
    unit: str
    counted: tuple[str, ...]
    taken: int
    start: int
    end: int

    def excludes(self, other: Amount) -> bool:
        """Say whether both cannot be right of one thing."""
        return self.unit == other.unit and (self.high < other.low or other.high < self.low)


def amount_at(tokens: Sequence[_Token], at: int, first: int) -> Amount | None:
    """Return the number that begins at a place, or None; words before it may make it a bound."""
    form = tokens[at].form
    if (form[0] not in "$£€" and not form[0].isalnum()) or form == "one":
        return None
    forms = [_form(token.form) for token in tokens[at : at + 8]]
    read = amount(forms, 0)
    match = _READ.fullmatch(read[1]) if read else None
    if read is None or match is None or match[2]:
        return None
    low, high = _range(float(match[1]), tokens, at, first)
    behind = tuple(token.lemma for token in tokens[at + read[0] : at + read[0] + _ADJECTIVES])
    last = tokens[at + read[0] - 1]
    return Amount(low, high, match[3], behind, read[0], tokens[at].start, last.end)


def _form(form: str) -> str:
    return "percent" if form == "%" else form


def _range(value: float, tokens: Sequence[_Token], at: int, first: int) -> tuple[float, float]:
    lemmas = [token.lemma for token in tokens[max(first, at - 2) : at]]
    for place in range(len(lemmas)):
        entry = entry_at(bounds(), lemmas, place)
        if entry is not None and place + entry[0] == len(lemmas):
            side = entry[1]
            if side == "near":
                return value * (1 - NEAR), value * (1 + NEAR)
            return (value, math.inf) if side == "from" else (-math.inf, value)
    return value, value
