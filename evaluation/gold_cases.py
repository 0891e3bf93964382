"""Figures on hand-read cases in the shared format, end to end: from raw text to resolved statements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.speakers import SpeakerResult, article_of, judged, same_entity
from onrecord.model import Attribution, Person, ReadArticle, Statement
from onrecord.pipeline import Extractor, read_article

FOUND_AT = 0.5
"""Overlap (F1 of characters without white space) from which a content counts as found."""
FIELDS = ("speaker", "parent", "act", "addressee", "via", "said")
"""What is resolved of a statement; each is right where it equals the annotation, empty included."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One annotated statement, and what was found for it.

    ``linked`` has the fields of FIELDS that are right; ``parents`` is (annotated, found, right).
    """

    article: str
    statement: str
    words: str
    found: bool
    content: bool
    cue: bool
    source: bool
    quote: bool
    communicated: bool
    resolved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How often a field is filled by the readers, by the machine, and by both alike."""

    gold: int = 0
    given: int = 0
    right: int = 0

    @property
    def f1(self) -> float:
        """Return F1 in percent; with nothing to find and nothing found it is 100."""
        return 200 * self.right / (self.gold + self.given) if self.gold + self.given else 100.0


@dataclass(frozen=True, slots=True)
class CaseResult:
    """All rows, how many communicated statements were given that no reader marked, and links by field."""

    rows: tuple[CaseRow, ...]
    given: int
    given_right: int
    speakers: SpeakerResult
    links: dict[str, LinkCount]

    def figures(self) -> dict[str, float]:
        """Return percentages over the annotated statements, and the precision of what was given."""
        count = max(1, len(self.rows))
        figures = {
            name: 100 * sum(getattr(row, name) for row in self.rows) / count
            for name in ("found", "content", "cue", "source", "quote")
        }
        figures["linked"] = 100 * sum(row.content and row.cue and row.source for row in self.rows) / count
        figures["precision"] = 100 * self.given_right / max(1, self.given)
        found = [row for row in self.rows if row.found]
        figures["act"] = 100 * sum("act" in row.resolved for row in found) / max(1, len(found))
        figures |= {f"{name} F1": count.f1 for name, count in self.links.items()}
        return figures | {f"speaker {name}": value for name, value in self.speakers.figures().items()}


def read_cases(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the annotated articles of a folder; the sample story's name the file of their text."""
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if "text" not in case:
            case["text"] = _text(folder.parent / case["path"], case.get("line_id"))
        yield case


def read_cross_outlet(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the cross-outlet cases article by article; only content and speaker are annotated."""
    for path in sorted(folder.glob("*.json")):
        event = json.loads(path.read_text(encoding="utf-8"))
        names = {**event["people"], **event["other_speakers"]}
        people = {name: {"name": name, "kind": "", "names": forms} for name, forms in names.items()}
        for article in event["articles"]:
            statements = [
                {
                    "cue": [],
                    "source": [],
                    "addressee": None,
                    "via": [],
                    "parent": None,
                    "act": "",
                    "said_on": None,
                }
                | statement
                for statement in event["statements"]
                if statement["article"] == article["id"]
            ]
            yield {**article, "people": people, "statements": statements}


def _text(path: Path, line_id: str | None) -> str:
    text = path.read_bytes().decode("utf-8")
    if line_id is None:
        return text
    return next(str(o["text"]) for o in map(json.loads, text.splitlines()) if o["id"] == line_id)


def evaluate_cases(extractor: Extractor, cases: Sequence[dict[str, Any]]) -> CaseResult:
    """Compare what is read with annotated statements, one to one, best overlap first."""
    rows: list[CaseRow] = []
    given = right = 0
    speakers = SpeakerResult()
    links = {"parent": LinkCount(), "addressee": LinkCount(), "via": LinkCount(), "said": LinkCount()}
    for case, extraction in zip(cases, extractor.extract([case["text"] for case in cases]), strict=True):
        read = read_article(article_of(case), extraction, extractor.version)
        found = [statement.attribution for statement in read.statements]
        matches = _match(case["text"], case["statements"], found)
        rows += [
            _row(case, gold, read.statements[matches[n]] if n in matches else None, matches, read)
            for n, gold in enumerate(case["statements"])
        ]
        pairs = [(case["statements"][n], read.statements[m]) for n, m in sorted(matches.items())]
        speakers.rows += judged(case, pairs, read.people)
        communicated = {index for index, attribution in enumerate(found) if attribution.communicated}
        given += len(communicated)
        right += len(communicated & set(matches.values()))
        links = {name: _counted(count, name, case, matches, read) for name, count in links.items()}
    return CaseResult(tuple(rows), given, right, speakers, links)


def _counted(
    count: LinkCount, name: str, case: dict[str, Any], matches: dict[int, int], read: ReadArticle
) -> LinkCount:
    """Return the count with an article's links added: all parents, of the rest those of found statements."""
    everything = name == "parent"
    gold = [n for n in range(len(case["statements"])) if everything or n in matches]
    given = {m for m in range(len(read.statements)) if read.statements[m].attribution.communicated}
    given &= given if everything else set(matches.values())
    wanted = sum(bool(_annotated(case["statements"][n], name)) for n in gold)
    got = sum(bool(_value(read.statements[m], name)) for m in given)
    both = sum(
        bool(_annotated(case["statements"][n], name)) and name in _resolved(case, n, matches, read)
        for n in matches
    )
    return LinkCount(count.gold + wanted, count.given + got, count.right + both)


def _annotated(gold: dict[str, Any], name: str) -> Any:
    return gold["said_on"] if name == "said" else gold[name]


def _value(statement: Statement, name: str) -> Any:
    return getattr(statement, name)


def _resolved(case: dict[str, Any], n: int, matches: dict[int, int], read: ReadArticle) -> frozenset[str]:
    """Return the fields of a matched statement that are as annotated."""
    if n not in matches:
        return frozenset()
    gold, statement = case["statements"][n], read.statements[matches[n]]
    people = {person.id: person for person in read.people}
    ids = [one["id"] for one in case["statements"]]
    parent = matches.get(ids.index(gold["parent"])) if gold["parent"] else None
    right = {
        "speaker": _same(people.get(statement.speaker or ""), gold["speaker"], case),
        "addressee": _same(people.get(statement.addressee or ""), gold["addressee"], case),
        "parent": statement.parent == (read.statements[parent].id if parent is not None else None)
        and (gold["parent"] is None) == (statement.parent is None),
        "act": statement.act == gold["act"],
        "said": statement.said == gold["said_on"],
        "via": len(gold["via"]) == len(statement.via)
        and all(any(_same(people[p], wanted, case) for p in statement.via) for wanted in gold["via"]),
    }
    return frozenset(name for name, value in right.items() if value)


def _same(person: Person | None, wanted: str | None, case: dict[str, Any]) -> bool:
    if person is None or wanted is None:
        return (person is None) == (wanted is None)
    return same_entity(person, wanted, case["people"])


def _row(
    case: dict[str, Any],
    gold: dict[str, Any],
    statement: Statement | None,
    matches: dict[int, int],
    read: ReadArticle,
) -> CaseRow:
    found = statement.attribution if statement else None
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
    resolved = _resolved(case, case["statements"].index(gold), matches, read)
    return CaseRow(
        case["id"], gold["id"], words, found is not None, right[0], right[1], right[2], quote, said, resolved
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
