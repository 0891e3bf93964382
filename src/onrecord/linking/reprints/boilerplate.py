"""A page's stock sentences, which many articles have and nobody copies: data (``lexicon/boilerplate.toml``).

Invariant: stretches stand in text order, do not overlap and do not reach over the end of a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

FARTHEST = 300
"""Code points that a stock sentence reaches on each side of the words it is known by."""
_BEFORE = re.compile(r"""[.!?…]["”’)\]]*\s+|[\n\r\u2028\u2029]""")
_MORE = re.compile(r"\bMORE\b")
_GLUED = re.compile(r"[a-zà-ÿ.][A-Z0-9][\w’']+ \w")
_BEHIND = re.compile(r"""[.!?…]["”’)\]]*(?=\s|$)|(?=[\n\r\u2028\u2029])|$""")


def boilerplate(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of the stock sentences of a text, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted([*_links(text), *(match.span() for match in _phrases().finditer(text))]):
        first = found[-1][1] if found else 0
        if end > first:
            found.append(_sentence(text, max(start, first), end, first))
    return found


def stock() -> list[dict[str, Any]]:
    """Return the entries of the list, each with its words and an example."""
    source = files("onrecord.linking.reprints").joinpath("lexicon", "boilerplate.toml")
    entries: list[dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))["stock"]
    return entries


def _sentence(text: str, start: int, end: int, first: int) -> tuple[int, int]:
    """Return the sentence around some words, as far as it is free."""
    begins = max(first, start - FARTHEST)
    for match in _BEFORE.finditer(text, begins, start):
        begins = match.end()
    behind = _BEHIND.search(text, end, min(len(text), end + FARTHEST))
    return begins, behind.end() if behind else end + FARTHEST


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Yield lists of links that a page has run into a sentence: "Ida HoltMayor keeps the lock shut MORE"."""
    for match in _MORE.finditer(text):
        glued = _GLUED.search(text, max(0, match.start() - FARTHEST), match.start())
        if glued:
            yield glued.start(), match.end()


@cache
def _phrases() -> re.Pattern[str]:
    every = ("\\s+".join(map(re.escape, entry["words"].split())) for entry in stock())
    return re.compile(rf"(?<!\w)(?:{'|'.join(every)})(?!\w)", re.IGNORECASE)
