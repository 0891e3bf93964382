"""Cut a text into paragraphs, whether each stands on one line or is wrapped to a width.

Invariant: paragraphs are in order, do not overlap, hold every character that is no line break, and
depend on the text alone.
"""

from __future__ import annotations

import re
from itertools import pairwise

FEWEST_WRAPS = 4
"""Line breaks inside blocks from which a text can count as wrapped."""
WIDEST_WRAP = 132
"""A text with longer lines than this was not wrapped by an editor or a mailer."""
NARROWEST_WRAP = 40
WRAPPED_SHARE = 0.85
"""Share of line breaks that must be where a greedy wrap would put them; verse and lists stay below."""

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of each paragraph: each line, or each block of wrapped lines."""
    lines = [match.span() for match in _LINE.finditer(text)]
    width = _wrap_width(text, lines)
    if width is None:
        return lines
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined and _wraps(text, joined[-1], (start, end), width):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int | None:
    """Return the width to which the text is wrapped, or None if its lines are paragraphs."""
    width = max((end - start for start, end in lines), default=0)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return None
    neighbours = [
        (first, second)
        for first, second in pairwise(lines)
        if text[first[1] : second[0]] in ("\n", "\r\n", "\r")
    ]
    if len(neighbours) < FEWEST_WRAPS:
        return None
    wrapped = sum(_wraps(text, first, second, width) for first, second in neighbours)
    return width if wrapped >= WRAPPED_SHARE * len(neighbours) else None


def _wraps(text: str, first: tuple[int, int], second: tuple[int, int], width: int) -> bool:
    """Say whether the break between two lines is one that wrapping to ``width`` would make."""
    if text[first[1] : second[0]] not in ("\n", "\r\n", "\r"):
        return False
    line_start = max(text.rfind("\n", 0, first[1]), text.rfind("\r", 0, first[1])) + 1
    following = text[second[0] : second[1]].split(maxsplit=1)
    return bool(following) and (first[1] - line_start) + 1 + len(following[0]) > width - 2
