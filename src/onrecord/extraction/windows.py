"""Cut an article into the windows of tokens that the encoder reads, with their input features.

Invariant: windows depend on the text alone, and each token of the text lies in the *core* of exactly
one window; what stands around a core is context.  Offsets are code points into the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.extraction.network_shape import LONGEST_RELATION
from onrecord.extraction.paragraphs import paragraphs
from onrecord.extraction.quotation_marks import quotations

Ints = NDArray[np.int32]

CLS, SEP, PAD = 101, 102, 0
SHAPES = ("special", "lower", "title", "upper", "mixed", "digit", "punctuation", "other")
MARKS = ("outside", "inside", "nested", "opening", "closing", "unclosed", "single")
BREAKS = ("none", "paragraph", "line", "joined")
"""``joined``: the token follows the one before it without white space (also every word piece)."""

WINDOW = 256
"""Tokens in the longest window, the two special ones included."""
OVERLAP = 56
"""Tokens that two windows share when one paragraph is longer than a window."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A whole text as token ids with the features beside them, one row a token.

    ``starts`` and ``ends`` are code point offsets; ``paragraph`` numbers the paragraphs upwards.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    shapes: Ints
    marks: Ints
    breaks: Ints
    paragraph: Ints

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of tokens ``[start, end)`` whose answers count in ``[core_start, core_end)``."""

    start: int
    end: int
    core_start: int
    core_end: int


def tokenize(text: str, tokenizer: Tokenizer) -> Tokens:
    """Return the tokens of ``text`` with shape, quotation and layout features.

    The encoder is uncased, so case reaches it as the ``shapes`` feature of each word.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = np.asarray(encoding.offsets, dtype=np.int32).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    breaks, paragraph = _layout(text, starts, ends)
    return Tokens(
        ids=np.asarray(encoding.ids, dtype=np.int32),
        starts=starts,
        ends=ends,
        shapes=_shapes(text, starts, ends, breaks),
        marks=_marks(text, starts, ends),
        breaks=breaks,
        paragraph=paragraph,
    )


def windows(tokens: Tokens, first_core: int = 0, left_context: int = 0) -> list[Window]:
    """Return the windows that cover all tokens: whole paragraphs packed up to a window's size.

    Training sees other cuts of the same article: ``first_core`` shortens the first core to that many
    tokens at most, ``left_context`` shows so many of what stands before a core.  Without the 48 of
    training, whole relations lose 0.1 points on PolNeAR dev and reading gains 18 % of its speed.
    """
    size = WINDOW - 2
    found: list[Window] = []
    total = len(tokens)
    limits = np.flatnonzero(np.diff(tokens.paragraph)) + 1
    position = 0
    while position < total:
        left = min(left_context, position)
        if found and tokens.paragraph[position] == tokens.paragraph[position - 1]:
            left = min(OVERLAP, position)
        room = size - left if not (first_core and not found) else min(first_core, size)
        stop = position + room
        if stop >= total:
            found.append(Window(position - left, total, position, total))
            break
        ahead = limits[(limits > position) & (limits <= stop)]
        if len(ahead):
            end = core_end = int(ahead[-1])
        else:
            end, core_end = stop, max(position + 1, stop - OVERLAP)
        found.append(Window(position - left, end, position, core_end))
        position = core_end
    return found


def window_features(tokens: Tokens, window: Window) -> Ints:
    """Return the four input rows of a window (ids, shapes, marks, breaks), special tokens included."""
    span = slice(window.start, window.end)
    rows = np.zeros((4, window.end - window.start + 2), dtype=np.int32)
    rows[0, 0], rows[0, -1] = CLS, SEP
    rows[0, 1:-1] = tokens.ids[span]
    rows[1, 1:-1] = tokens.shapes[span]
    rows[2, 1:-1] = tokens.marks[span]
    rows[3, 1:-1] = tokens.breaks[span]
    return rows


def _layout(text: str, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return what precedes each token (a code of BREAKS) and the number of its paragraph."""
    breaks = np.zeros(len(starts), dtype=np.int32)
    paragraph = np.zeros(len(starts), dtype=np.int32)
    if not len(starts):
        return breaks, paragraph
    breaks[1:][starts[1:] == ends[:-1]] = BREAKS.index("joined")
    previous = 0
    for start, end in paragraphs(text):
        after = int(np.searchsorted(starts, start))
        if after < len(starts):
            lines = sum(character != "\r" for character in text[previous:start])
            paragraph[after] = 1
            breaks[after] = BREAKS.index("paragraph" if lines > 1 else "line")
        previous = end
    breaks[0] = BREAKS.index("paragraph")
    paragraph[0] = 0
    return breaks, np.cumsum(paragraph, dtype=np.int32)


def _shapes(text: str, starts: Ints, ends: Ints, breaks: Ints) -> Ints:
    """Return the shape of the word that each token belongs to: a code of SHAPES."""
    shapes: list[int] = []
    joined = (breaks == BREAKS.index("joined")).tolist()
    for start, end, is_joined in zip(starts.tolist(), ends.tolist(), joined, strict=True):
        piece = text[start:end]
        if shapes and is_joined and piece.isalpha() and text[start - 1].isalpha():
            shapes.append(shapes[-1])
        else:
            shapes.append(_shape(text[start : _word_end(text, end)] if piece[:1].isalpha() else piece))
    return np.asarray(shapes, dtype=np.int32)


def _word_end(text: str, end: int) -> int:
    while end < len(text) and text[end].isalpha():
        end += 1
    return end


@lru_cache(maxsize=50_000)
def _shape(word: str) -> int:
    if not word:
        return SHAPES.index("other")
    if word.isalpha():
        if word.islower():
            return SHAPES.index("lower")
        if word.isupper():
            return SHAPES.index("title" if len(word) == 1 else "upper")
        return SHAPES.index("title" if word[0].isupper() and word[1:].islower() else "mixed")
    if word[0].isdigit():
        return SHAPES.index("digit")
    return SHAPES.index("punctuation" if not word[0].isalnum() else "other")


def _marks(text: str, starts: Ints, ends: Ints) -> Ints:
    """Return where each token stands towards quotation marks: a code of MARKS."""
    marks = np.zeros(len(starts), dtype=np.int32)
    for quotation in quotations(text):
        first = int(np.searchsorted(starts, quotation.start))
        last = int(np.searchsorted(ends, quotation.end, side="right"))
        inner = marks[first:last]
        if quotation.level == "single":
            inner[:] = np.where(inner == 0, MARKS.index("single"), MARKS.index("nested"))
        elif quotation.closed:
            inner[:] = np.where(inner == 0, MARKS.index("inside"), MARKS.index("nested"))
        else:
            inner[:] = np.where(inner == 0, MARKS.index("unclosed"), inner)
        _mark_edges(marks, starts, ends, quotation.start, quotation.end if quotation.closed else -1)
    return marks


def _mark_edges(marks: Ints, starts: Ints, ends: Ints, opened: int, closed: int) -> None:
    first = int(np.searchsorted(starts, opened))
    if first < len(starts) and starts[first] == opened:
        marks[first] = MARKS.index("opening")
    last = int(np.searchsorted(ends, closed))
    if closed >= 0 and last < len(ends) and ends[last] == closed:
        marks[last] = MARKS.index("closing")


def spans_to_tokens(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the token ranges that overlap the given character spans (empty ones dropped)."""
    found = []
    for start, end in spans:
        first = int(np.searchsorted(tokens.ends, start, side="right"))
        last = int(np.searchsorted(tokens.starts, end))
        if last > first:
            found.append((first, last))
    return found


def neighbourhood(tokens: Tokens, window: Window, cue: int) -> tuple[int, int]:
    """Return the token range of a cue's paragraph, cut to its window and to LONGEST_RELATION tokens."""
    first = int(np.searchsorted(tokens.paragraph, tokens.paragraph[cue]))
    stop = int(np.searchsorted(tokens.paragraph, tokens.paragraph[cue], side="right"))
    half = LONGEST_RELATION // 2
    return max(first, window.start, cue - half), min(stop, window.end, cue + half)
