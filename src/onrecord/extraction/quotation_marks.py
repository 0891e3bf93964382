"""Find what stands inside quotation marks, in every style, and never fail on a stray one.

Invariant: marks are paired inside one paragraph only.  A quotation that is opened and not closed
before its paragraph ends is *unclosed*; newspapers print quotations over several paragraphs that
way, opening each paragraph anew and closing only the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.extraction.paragraphs import paragraphs

_DOUBLE_OPEN = "“„‟«〝「『"
_DOUBLE_CLOSE = "”»〞」』"
_MARK = re.compile("``|''|[\"“”„‟«»〝〞「」『』‘’‚‛‹›'`＂]")
_OPENERS_BEFORE = "([{-–—/\u00a0‘“\"'«…:>*_"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of quotation marks with what stands between them, marks included.

    ``start`` and ``end`` are code point offsets; ``level`` is ``"double"`` or ``"single"``;
    ``closed`` is false where the paragraph ended before a closing mark came; ``mark_width`` is the
    width of the opening mark (two for doubled backticks).
    """

    start: int
    end: int
    level: str
    closed: bool
    mark_width: int = 1


def quotations(text: str) -> list[Quotation]:
    """Return every quotation of ``text``, outermost and nested, in the order in which they open."""
    return list(_quotations(text))


@lru_cache(maxsize=4)
def _quotations(text: str) -> tuple[Quotation, ...]:
    """Find them once: features, kinds and layout all ask about the article at hand."""
    found: list[Quotation] = []
    for start, end in paragraphs(text):
        found.extend(_paragraph_quotations(text, start, end))
    return tuple(sorted(found, key=lambda quotation: (quotation.start, -quotation.end)))


def _paragraph_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Pair the marks of one paragraph with a stack; a closing mark closes what it fits."""
    found: list[Quotation] = []
    stack: list[tuple[int, str, int]] = []
    count = {"double": 0, "single": 0}
    for match in _MARK.finditer(text, start, end):
        level = _level(match.group())
        role = _role(text, match, start, end, _opened(stack, count))
        if _closes_low_mark(text, match, start, stack):
            role = "close"
        if role == "open":
            stack.append((match.start(), level, match.end() - match.start()))
            count[level] += 1
        elif role == "close" and count[level]:
            while True:
                opened, open_level, width = stack.pop()
                count[open_level] -= 1
                if open_level == level:
                    found.append(Quotation(opened, match.end(), level, True, width))
                    break
    found.extend(
        Quotation(opened, end, level, False, width) for opened, level, width in stack[:1] if level == "double"
    )
    return found


def _opened(stack: list[tuple[int, str, int]], count: dict[str, int]) -> list[str]:
    """Return the levels that are open, each once, the innermost last: as quick for a thousand as for one."""
    if not stack:
        return []
    innermost = stack[-1][1]
    return [level for level in count if count[level] and level != innermost] + [innermost]


def _closes_low_mark(text: str, match: re.Match[str], start: int, stack: list[tuple[int, str, int]]) -> bool:
    """Say whether the mark is the high one that ends „so“ or ‚so‘; elsewhere it opens."""
    low = {"“": "„", "‘": "‚"}.get(match.group())
    before = text[match.start() - 1] if match.start() > start else " "
    return low is not None and not before.isspace() and bool(stack) and text[stack[-1][0]] == low


def _level(mark: str) -> str:
    return "single" if mark in "‘’‚‛‹›'`" else "double"


def _role(text: str, match: re.Match[str], start: int, end: int, opened: list[str]) -> str:
    """Say whether a mark opens, closes, or is an apostrophe; straight marks by their surroundings."""
    mark = match.group()
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    level = _level(mark)
    if mark in "’'`‘‛":
        return _single_role(mark, before, after, opened)
    if mark in _DOUBLE_OPEN or mark in "‚‹" or mark == "``":
        return "open" if level not in opened or mark == "“" else "close"
    if mark in _DOUBLE_CLOSE or mark == "›" or mark == "''":
        if level not in opened and mark in "”»" and not after.isspace() and before.isspace():
            return "open"
        return "close"
    opening = (before.isspace() or before in _OPENERS_BEFORE) and not after.isspace()
    if level in opened:
        return "open" if opening and before.isspace() and opened[-1] == "single" else "close"
    closing = after.isspace() and not before.isspace()
    return "open" if opening or not closing else "close"


def _single_role(mark: str, before: str, after: str, opened: list[str]) -> str:
    """Tell a single quotation mark from an apostrophe by the letters and spaces around it."""
    free_before = before.isspace() or before in _OPENERS_BEFORE
    if mark in "‘‛" or (mark in "'`" and free_before):
        return "open" if free_before and after.isalnum() and "single" not in opened else "apostrophe"
    if "single" in opened and not before.isspace() and not after.isalnum():
        return "close"
    return "apostrophe"
