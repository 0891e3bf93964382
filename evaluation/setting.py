"""Figures on the setting of statements: addressee, via and place of own sentences, and agency credits.

``python -m evaluation.setting`` prints them for each part, with ``--wrong`` each wrong answer.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Article, Attribution, Span, spans
from onrecord.resolution import credits as agency_credits
from onrecord.resolution.setting.addressees import addressee
from onrecord.resolution.setting.sites import site
from onrecord.resolution.setting.via import vias

GOLD = Path(__file__).parent / "gold" / "setting.toml"
PARTS = ("tuned", "held", "later")
FIELDS = ("addressee", "via", "site")
FILLER = "\n\nThe committee met on the second floor. Nobody took notes, and the window stayed open.\n\n" * 3
"""What stands between an article's head and tail, so that the one is no part of the other."""
_MARK = re.compile(r"\{(s|c|q|to|at|via:\w+) |\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One annotated statement: its text, its attribution, and the wanted spans of each field."""

    text: str
    attribution: Attribution
    wanted: dict[str, frozenset[tuple[Span, str]]]
    part: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was wanted and what was given for one field of one statement or article."""

    field: str
    text: str
    wanted: frozenset[Any]
    given: frozenset[Any]


def read_sentences(path: Path = GOLD) -> list[Sentence]:
    """Return the annotated statements of a gold file."""
    return [_sentence(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["statement"]]


def _sentence(row: dict[str, Any]) -> Sentence:
    text, marked = unmarked(row["text"])
    roles = {role: spans((a, b) for name, a, b in marked if name == role) for role in ("s", "c", "q")}
    content = roles["q"]
    attribution = Attribution(content, roles["c"], roles["s"], QuotedText(text).kind(content), True, 1.0)
    wanted = {
        "addressee": frozenset((Span(a, b), "") for name, a, b in marked if name == "to"),
        "site": frozenset((Span(a, b), "") for name, a, b in marked if name == "at"),
        "via": frozenset((Span(a, b), name[4:]) for name, a, b in marked if name.startswith("via:")),
    }
    return Sentence(
        text, attribution, wanted, "later" if row.get("later") else "held" if row.get("held") else "tuned"
    )


def unmarked(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return a text without its ``{role ...}`` marks, and each role with its offsets."""
    text, at, found = "", 0, []
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            opened.append((match[1], len(text)))
        else:
            name, start = opened.pop()
            found.append((name, start, len(text)))
    return text + marked[at:], found


def answers(sentence: Sentence) -> Iterator[Answer]:
    """Yield what is given for each field of a statement beside what is wanted."""
    text, attribution = sentence.text, sentence.attribution
    to, place = addressee(text, attribution), site(text, attribution)
    given = {
        "addressee": frozenset({(to.span, "")} if to else ()),
        "site": frozenset({(place.span, "")} if place else ()),
        "via": frozenset((found.span, found.kind) for found in vias(text, attribution)),
    }
    for field in FIELDS:
        yield Answer(field, text, sentence.wanted[field], given[field])


def credit_answers(part: str) -> Iterator[Answer]:
    """Yield the agency given for each annotated head and tail beside the one wanted."""
    for row in tomllib.loads(GOLD.read_text(encoding="utf-8"))["credit"]:
        if ("held" if row.get("held") else "tuned") == part:
            text = row["head"] + FILLER + row.get("tail", "Nobody came.")
            article = Article("a", text, outlet=row["outlet"], byline=row.get("byline"))
            given = frozenset(credit.agency for credit in agency_credits.credits(article))
            wanted = frozenset({row["agency"]} - {""})
            yield Answer("credit", row["head"] + " ... " + row.get("tail", ""), wanted, given)


def figures(found: Iterable[Answer], prefix: str = "") -> dict[str, float]:
    """Return precision, recall and F1 of each field, in percent; a span counts when it is exact."""
    scores: dict[str, list[int]] = {}
    for answer in found:
        right, given, wanted = scores.setdefault(answer.field, [0, 0, 0])
        scores[answer.field] = [
            right + len(answer.wanted & answer.given),
            given + len(answer.given),
            wanted + len(answer.wanted),
        ]
    named: dict[str, float] = {}
    for field, (right, given, wanted) in scores.items():
        named[f"{prefix}{field} precision"] = 100 * right / max(1, given)
        named[f"{prefix}{field} recall"] = 100 * right / max(1, wanted)
        named[f"{prefix}{field} f1"] = 200 * right / max(1, given + wanted)
    return named


def evaluate_setting() -> dict[str, float]:
    """Return the figures of each part: tuned on, held back, and written later to be harder."""
    named: dict[str, float] = {}
    for part in PARTS:
        named |= figures(part_answers(part), f"{part} ")
    return named


def part_answers(part: str) -> list[Answer]:
    """Return every answer on one part of the gold."""
    found = [answer for s in read_sentences() if s.part == part for answer in answers(s)]
    return found + list(credit_answers(part))


def _words(answer: Answer, values: frozenset[Any]) -> str:
    shown = [_shown(answer.text, value) for value in values]
    return " + ".join(sorted(shown)) or "none"


def _shown(text: str, value: Any) -> str:
    if not isinstance(value, tuple):
        return str(value)
    span, kind = value
    return f"{span.of(text)} [{kind}]" if kind else str(span.of(text))


def main() -> None:
    """Print the figures, and with ``--wrong`` each wrong answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="one part, not all")
    parser.add_argument("--wrong", action="store_true", help="print each wrong answer")
    options = parser.parse_args()
    for part in options.part or PARTS:
        found = part_answers(part)
        for answer in found if options.wrong else ():
            if answer.wanted != answer.given:
                wanted, given = _words(answer, answer.wanted), _words(answer, answer.given)
                print(f"{answer.field}: wanted {wanted}; given {given}\n    {answer.text}")
        for name, figure in figures(found, f"{part} ").items():
            print(f"{name:28} {figure:6.1f}")


if __name__ == "__main__":
    main()
