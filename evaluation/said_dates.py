"""Figures on when statements were said: own phrases, and annotated articles, given the attributions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.gold_cases import read_cases
from onrecord.model import Attribution, Quote, spans
from onrecord.resolution.date.date_carried import carried_dates
from onrecord.resolution.date.dates import Dated, said_when
from training.corpora.sources import cases

GOLD = Path(__file__).parent / "gold" / "said_dates.toml"
STORY = Path(__file__).parents[1] / "examples" / "gold"
_MARKS = {"<": "source", "{": "cue", "[": "content", "⟦": "parent"}
_CLOSING = {">": "source", "}": "cue", "]": "content", "⟧": "parent"}


@dataclass(frozen=True, slots=True)
class SaidPhrase:
    """One sentence with its attribution, its publication, and what a reader makes of its phrase of time."""

    form: str
    text: str
    attribution: Attribution
    parent: Attribution | None
    on: str | None
    outlet: str | None
    url: str | None
    said: str | None
    held: bool

    def answer(self) -> Dated | None:
        """Return what the rules make of it."""
        return said_when(self.text, self.attribution, self.on, self.outlet, self.url, parent=self.parent)


def read_marked(marked: str) -> tuple[str, Attribution, Attribution | None]:
    """Return the sentence without its marks, the attribution that they mark, and the one around it."""
    text, open_at = "", {}
    found: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": [], "parent": []}
    for character in marked:
        if character in _MARKS:
            open_at[_MARKS[character]] = len(text)
        elif character in _CLOSING:
            found[_CLOSING[character]].append((open_at[_CLOSING[character]], len(text)))
        else:
            text += character
    parent = _attribution(text, found["parent"], [], []) if found["parent"] else None
    return text, _attribution(text, found["content"], found["cue"], found["source"]), parent


def _attribution(
    text: str, content: list[tuple[int, int]], cue: list[tuple[int, int]], source: list[tuple[int, int]]
) -> Attribution:
    words = [text[start:end] for start, end in content]
    quoted = [bool(re.fullmatch(r"[\"“‘'`«].*", piece, re.DOTALL)) for piece in words]
    some = any(re.search(r"[\"“«]", piece) for piece in words)
    quote = Quote.DIRECT if all(quoted) else Quote.MIXED if some else Quote.INDIRECT
    return Attribution(spans(content), spans(cue), spans(source), quote, True, 1.0)


def read_phrases(path: Path = GOLD) -> list[SaidPhrase]:
    """Return the gold phrases in the order in which they are written down."""
    return [
        _phrase(form, row) for form, rows in tomllib.loads(path.read_text("utf-8")).items() for row in rows
    ]


def _phrase(form: str, row: dict[str, Any]) -> SaidPhrase:
    keys = ("on", "outlet", "url", "said")
    on, outlet, url, said = (row.get(key) for key in keys)
    return SaidPhrase(form, *read_marked(row["text"]), on, outlet, url, said, row.get("held", False))


def evaluate_said_dates() -> dict[str, float]:
    """Return percentages right and counts: own phrases (all, held back, by form), and annotated articles.

    For articles attributions and speakers are given; precision is over the dates found, recall over all
    dates annotated, most of which are told in another paragraph (a hearing yesterday, an interview).
    """
    phrases = read_phrases()
    right = {index: _right(phrase) for index, phrase in enumerate(phrases)}
    groups = {"all": list(right), "held back": [n for n in right if phrases[n].held]}
    for form in dict.fromkeys(phrase.form for phrase in phrases):
        groups[form] = [n for n in right if phrases[n].form == form]
    figures = {name: 100 * sum(right[n] for n in group) / len(group) for name, group in groups.items()}
    figures["phrases"] = float(len(phrases))
    figures["phrases without a date"] = float(sum(phrase.said is None for phrase in phrases))
    return figures | _article_figures("story", read_cases(STORY)) | _case_figures()


def _right(phrase: SaidPhrase) -> bool:
    answer = phrase.answer()
    return (answer.value if answer else None) == phrase.said


def _case_figures() -> dict[str, float]:
    if not cases().exists():
        return {}
    both = (case for folder in ("seeds", "articles") for case in read_cases(cases() / folder))
    return _article_figures("cases", both)


def _article_figures(name: str, articles: Iterable[dict[str, Any]]) -> dict[str, float]:
    rows = [row for case in articles for row in compare_article(case)]
    figures: dict[str, float] = {}
    for kind, index in (("own words", 2), ("carried on too", 3)):
        found = [row for row in rows if row[index]]
        annotated = [row for row in rows if row[1]]
        right = sum(row[1] == row[index] for row in found)
        figures[f"{name} precision, {kind}"] = 100 * right / max(1, len(found))
        figures[f"{name} recall, {kind}"] = 100 * right / max(1, len(annotated))
    return figures


def compare_article(case: dict[str, Any]) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """Yield each statement's words and its day: annotated, by its own words, and by carrying on too.

    Attributions, speakers and parents are those annotated.
    """
    rows = case["statements"]
    ids = [row["id"] for row in rows]
    given = [_given(row) for row in rows]
    parents = [ids.index(row["parent"]) if row["parent"] else None for row in rows]
    place = case["text"], case.get("date"), case.get("outlet"), case.get("url")
    own = [
        said_when(place[0], attribution, *place[1:], parent=None if parent is None else given[parent])
        for attribution, parent in zip(given, parents, strict=True)
    ]
    carried = carried_dates(place[0], given, [row["speaker"] for row in rows], own, parents)
    for row, first, second in zip(rows, own, carried, strict=True):
        words = " … ".join(case["text"][start:end] for start, end in row["content"])
        yield words, row["said_on"], first.value if first else None, second.value if second else None


def _given(row: dict[str, Any]) -> Attribution:
    content, cue, source = (
        spans([tuple(pair) for pair in row[role]]) for role in ("content", "cue", "source")
    )
    return Attribution(content, cue, source, Quote(row["quote_kind"]), True, 1.0)
