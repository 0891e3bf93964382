"""Say where in an article an offset lies, the way a reader would: paragraph and line, counted from 1.

Invariant: every offset of a text belongs to exactly one line, and to exactly one paragraph or to the
blank space after it.  Where a text has blank lines, paragraphs are what they part; where it has none,
each line is a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from onrecord.model import Span, Spans

_LINE = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_BLANK = re.compile(r"(?>\r\n|[\n\r\u2028\u2029])[^\S\n\r\u2028\u2029]*(?>\r\n|[\n\r\u2028\u2029])\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in an article: the number of its paragraph and of its line, from 1."""

    paragraph: int
    line: int

    def __str__(self) -> str:
        return f"¶{self.paragraph} line {self.line}"


class Layout:
    """The paragraphs and lines of one text, worked out once for many questions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = _paragraphs(text)
        self._paragraph_starts = [paragraph.start for paragraph in self.paragraphs]
        self._line_starts = [0, *(match.end() for match in _LINE.finditer(text))]

    def place(self, offset: int) -> Place:
        """Return the paragraph and line in which the code point at ``offset`` stands."""
        paragraph = max(1, bisect_right(self._paragraph_starts, offset))
        return Place(paragraph, bisect_right(self._line_starts, offset))

    def around(self, spans: Spans, most: int = 2000) -> Spans:
        """Return the paragraphs that ``spans`` touch, each at most ``most`` code points beyond them.

        The limit keeps a text without paragraphs from giving every statement the whole article.
        """
        touched: dict[int, tuple[int, int]] = {}
        for span in spans:
            first = self.place(span.start).paragraph
            for number in range(first, self.place(span.end - 1).paragraph + 1):
                paragraph = self.paragraphs[number - 1]
                start = max(paragraph.start, span.start - most)
                end = max(min(paragraph.end, span.end + most), start + 1)
                known = touched.get(number, (start, end))
                touched[number] = (min(known[0], start), max(known[1], end))
        return tuple(Span(*touched[number]) for number in sorted(touched))


def _paragraphs(text: str) -> Spans:
    parting = _BLANK if _BLANK.search(text.strip()) else _LINE
    found, start = [], 0
    for match in parting.finditer(text):
        if text[start : match.start()].strip():
            found.append(Span(start, match.start()))
        start = match.end()
    if text[start:].strip():
        found.append(Span(start, len(text)))
    return tuple(found) or ((Span(0, len(text)),) if text else ())
