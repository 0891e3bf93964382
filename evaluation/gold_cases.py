"""Figures on hand-read cases in the shared format: statements found, spans right, linked right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.model import Attribution
from onrecord.pipeline import Extractor

FOUND_AT = 0.5
"""Overlap (F1 of characters without white space) from which a content counts as found."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One annotated statement, and what was found for it."""

    article: str
    statement: str
    words: str
    found: bool
    content: bool
    cue: bool
    source: bool
    quote: bool
    communicated: bool


@dataclass(frozen=True, slots=True)
class CaseResult:
    """All rows, and how many communicated statements were given that no reader marked."""

    rows: tuple[CaseRow, ...]
    given: int
    given_right: int

    def figures(self) -> dict[str, float]:
        """Return percentages over the annotated statements, and the precision of what was given."""
        count = max(1, len(self.rows))
        figures = {
            name: 100 * sum(getattr(row, name) for row in self.rows) / count
            for name in ("found", "content", "cue", "source", "quote")
        }
        figures["linked"] = 100 * sum(row.content and row.cue and row.source for row in self.rows) / count
        figures["precision"] = 100 * self.given_right / max(1, self.given)
        return figures


def read_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the annotated articles of a folder; the sample story's name the file of their text."""
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if "text" not in case:
            case["text"] = _text(folder.parent / case["path"], case.get("line_id"))
        yield case


def _text(path: Path, line_id: str | None) -> str:
    text = path.read_bytes().decode("utf-8")
    if line_id is None:
        return text
    return next(str(o["text"]) for o in map(json.loads, text.splitlines()) if o["id"] == line_id)


def evaluate_cases(extractor: Extractor, cases: Sequence[dict[str, Any]]) -> CaseResult:
    """Compare the extractor's attributions with annotated statements, one to one, best overlap first."""
    rows: list[CaseRow] = []
    given = right = 0
    for case, extraction in zip(cases, extractor.extract([case["text"] for case in cases]), strict=True):
        found = extraction.attributions
        matches = _match(case["text"], case["statements"], found)
        rows += [
            _row(case, gold, found[matches[n]] if n in matches else None)
            for n, gold in enumerate(case["statements"])
        ]
        communicated = {index for index, attribution in enumerate(found) if attribution.communicated}
        given += len(communicated)
        right += len(communicated & set(matches.values()))
    return CaseResult(tuple(rows), given, right)


def _row(case: dict[str, Any], gold: dict[str, Any], found: Attribution | None) -> CaseRow:
    words = " … ".join(case["text"][start:end] for start, end in gold["content"])
    right = [
        found is not None and [[span.start, span.end] for span in spans] == gold[role]
        for role, spans in (
            ("content", found.content if found else ()),
            ("cue", found.cue if found else ()),
            ("source", found.source if found else ()),
        )
    ]
    quote = found is not None and found.quote == gold.get("quote_kind", gold.get("quote"))
    said = found is not None and found.communicated
    return CaseRow(
        case["id"], gold.get("id", ""), words, found is not None, right[0], right[1], right[2], quote, said
    )


def _match(text: str, gold: Sequence[dict[str, Any]], found: Sequence[Attribution]) -> dict[int, int]:
    """Return annotated index -> found index; exact cues break ties between nested contents."""
    pairs = []
    for n, statement in enumerate(gold):
        wanted = _places(text, [tuple(span) for span in statement["content"]])
        for m, attribution in enumerate(found):
            got = _places(text, [(span.start, span.end) for span in attribution.content])
            overlap = 2 * len(wanted & got) / (len(wanted) + len(got))
            if overlap >= FOUND_AT:
                same_cue = [[span.start, span.end] for span in attribution.cue] == statement.get("cue")
                pairs.append((overlap + same_cue, -n, -m))
    matches: dict[int, int] = {}
    for _, n, m in sorted(pairs, reverse=True):
        if -n not in matches and -m not in matches.values():
            matches[-n] = -m
    return matches


def _places(text: str, spans: Sequence[tuple[int, ...]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end) if not text[place].isspace()}
