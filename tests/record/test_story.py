"""The sample story's people over its nine annotated articles: all of each, and no two as one."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from onrecord import Article, Person, PersonKind, ReadArticle, Record, Span

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CASES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((EXAMPLES / "gold").glob("*.json"))]
SAME = {"paper": "times", "fps": "prosecutors"}
"""What two articles' annotations call by two names, and is one."""
GENERAL = {"court", "department", "office", "ministry", "merovia", "justice"}
"""What one name stands for differs from article to article, or is one under names that do not show it."""


def _annotate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("story_annotate", EXAMPLES / "annotate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def read(case: dict[str, Any]) -> ReadArticle:
    head = {"file": case["path"].removeprefix("story/")}
    if case["line_id"]:
        head["id"] = case["line_id"]
    text = str(_annotate().article_text(head))
    people = tuple(
        Person(
            key,
            told["name"],
            PersonKind(told["kind"]),
            tuple(told["names"]),
            (),
            mentions(text, told["names"]),
        )
        for key, told in case["people"].items()
    )
    article = Article(case["id"], text, case["title"], case["outlet"], case["date"])
    return ReadArticle(article, (), people, "gold")


def mentions(text: str, names: list[str]) -> tuple[Span, ...]:
    found: list[Span] = []
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(span.start <= match.start() < span.end for span in found):
                found.append(Span(*match.span()))
    return tuple(sorted(found))


@pytest.fixture
def bearers(record: Record) -> dict[tuple[str, str, PersonKind], str]:
    """Return the record's person of each article's person, by article, the annotations' key and kind."""
    reads = [read(case) for case in CASES]
    record.store(reads)
    found = {}
    for line in record.people(limit=None):
        for bearing in record.person(line.id).bearings:
            (article,) = (one for one in reads if one.article.id == bearing.article)
            named = [one for one in article.people if one.name == bearing.name and one.kind == line.kind]
            for one in named:
                found[bearing.article, SAME.get(one.id, one.id), one.kind] = line.id
    return found


def test_everybody_is_united_with_himself_and_with_nobody_else(
    bearers: dict[tuple[str, str, PersonKind], str],
) -> None:
    right = missed = 0
    for one, other in combinations(sorted(bearers), 2):
        if one[0] == other[0]:
            continue
        named = {PersonKind.PERSON, PersonKind.ORGANIZATION}
        same = one[1:] == other[1:] and one[2] in named
        if bearers[one] == bearers[other]:
            assert same, (one, other)
            right += 1
        elif same and one[1] not in GENERAL:
            missed += 1
    assert right > 80
    assert missed == 0
