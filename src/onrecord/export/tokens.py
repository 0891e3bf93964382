"""A text cut into tokens that hold every character of it, so that spans can be told by tokens.

Invariant: the tokens' texts, each followed by a space where it says so, are the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+|[^\w\s]|\s")


@dataclass(frozen=True, slots=True)
class Token:
    """One token, in code points; ``space`` says that one space follows."""

    text: str
    start: int
    end: int
    space: bool


def tokens(text: str, spans: Iterable[tuple[int, int]]) -> list[Token]:
    """Return the tokens of a text: words, signs and blanks, cut where ``spans`` begin and end too."""
    pairs = list(spans)
    starts, ends = {start for start, _ in pairs}, {end for _, end in pairs}
    cuts = sorted(starts | ends)
    found, at = list[Token](), 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        end = match.end() if match else at + 1
        place = bisect_right(cuts, at)
        end = min(end, cuts[place]) if place < len(cuts) else end
        space = text[end : end + 1] == " " and end not in starts and end + 1 not in ends
        found.append(Token(text[at:end], at, end, space))
        at = end + space
    return found


def covering(found: list[Token], start: int, end: int) -> tuple[int, int]:
    """Return the first and the last token of one of the spans at which the text was cut."""
    first = bisect_left([token.start for token in found], start)
    return first, max(first, bisect_left([token.start for token in found], end) - 1)
