"""Read PolNeAR's attribution relations from their original brat standoff files.

Newell, Margolin and Ruths (2018), "An Attribution Relations Corpus for Political News", LREC.
Traps handled here: a ``T`` record's text may contain a newline; ``Content2:``-like roles; events
without spans; several ``.ann`` files for one text (each is a document of its own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.corpora.sources import corpora

Pairs = tuple[tuple[int, int], ...]
_RECORD = re.compile(r"\n(?=[A-Z#*]\d*\t)")


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """One relation as annotated: code point spans of each role; ``source`` may be empty."""

    cue: Pairs
    source: Pairs
    content: Pairs


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with the relations that one annotator saw in it."""

    id: str
    text: str
    relations: tuple[GoldRelation, ...]


def polnear(part: str) -> Iterator[GoldDocument]:
    """Yield the documents of a part, ``train`` or ``dev``, in the order of their names."""
    folder = corpora() / "polnear" / "data" / part
    for path in sorted((folder / "attributions").glob("*.ann")):
        text_path = _text_path(folder / "text", path)
        text = text_path.read_bytes().decode("utf-8")
        yield GoldDocument(path.stem, text, tuple(_relations(path, text)))


def _text_path(texts: Path, annotation: Path) -> Path:
    exact = texts / f"{annotation.stem}.txt"
    return exact if exact.exists() else texts / f"{annotation.stem.rsplit('_', 1)[0]}.txt"


def _relations(path: Path, text: str) -> Iterator[GoldRelation]:
    spans: dict[str, Pairs] = {}
    events: list[str] = []
    for record in _RECORD.split(path.read_bytes().decode("utf-8")):
        fields = record.split("\t")
        if record.startswith("T"):
            pairs = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = tuple((int(a), int(b)) for a, b in (pair.split() for pair in pairs))
        elif record.startswith("E"):
            events.append(fields[1])
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = {"Cue": [], "Source": [], "Content": []}
        for argument in event.split():
            role, name = argument.split(":")
            if (role := role.rstrip("0123456789")) in roles:
                roles[role] += [_trim(text, start, end) for start, end in spans[name]]
        if roles["Cue"] and roles["Content"]:
            yield GoldRelation(*(_merge(text, roles[role]) for role in ("Cue", "Source", "Content")))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _merge(text: str, pairs: list[tuple[int, int]]) -> Pairs:
    """Sort spans, drop empty ones, and join those with nothing but white space between."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(pairs)):
        if start >= end:
            continue
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
