"""The sample story's gold files point at the words that their annotations quote."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ACTS = {
    "assert", "allege", "deny", "promise", "warn", "demand", "ask", "confirm", "decline-to-comment",
    "apologise", "predict", "praise", "criticise", "announce",
}  # fmt: skip
KINDS = {"person", "organization", "group", "document", "unnamed"}


def _load_annotate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("examples_annotate", EXAMPLES / "annotate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


annotate = _load_annotate()
CASES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((EXAMPLES / "gold").glob("*.json"))]
STATEMENTS = [(case, row) for case in CASES for row in case["statements"]]


def text_of(case: dict[str, Any]) -> str:
    head = {"file": case["path"].removeprefix("story/")}
    if case["line_id"]:
        head["id"] = case["line_id"]
    return str(annotate.article_text(head))


def test_gold_is_what_the_annotations_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert annotate.main(["--check"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_offset_points_at_the_words_written_down(case: dict[str, Any]) -> None:
    text = text_of(case)
    notes = {f"s{n.number}": n for n in annotate.read_notes(annotate.NOTES / f"{case['id']}.txt").statements}
    for row in case["statements"]:
        for role in ("content", "cue", "source"):
            written = notes[row["id"]].words[role]
            printed = [text[start:end] for start, end in row[role]]
            assert len(printed) == len(written)
            for words in written:
                first, _, last = words.rsplit(" #", 1)[0].partition(" ~~ ")
                assert any(p.startswith(first) and p.endswith(last or first) for p in printed), words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_ids_people_and_values_are_known(case: dict[str, Any]) -> None:
    ids = {row["id"] for row in case["statements"]}
    assert len(ids) == len(case["statements"])
    for person in case["people"].values():
        assert person["kind"] in KINDS and person["name"] in person["names"]
    for row in case["statements"]:
        people = {row["speaker"], row["addressee"], *row["via"]} - {None}
        assert people <= set(case["people"])
        assert row["act"] in ACTS
        assert row["quote_kind"] in {"direct", "indirect", "mixed"}
        assert row["parent"] is None or (row["parent"] in ids and row["parent"] != row["id"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_nested_statement_lies_inside_its_parents_content(case: dict[str, Any]) -> None:
    rows = {row["id"]: row for row in case["statements"]}
    for row in case["statements"]:
        if row["parent"]:
            outer = rows[row["parent"]]["content"]
            for start, end in row["content"]:
                assert any(a <= start and end <= b for a, b in outer), row["id"]


def test_there_is_enough_of_it() -> None:
    assert len(CASES) >= 6
    assert len(STATEMENTS) >= 120
    assert sum(1 for _, row in STATEMENTS if row["parent"]) >= 30
    assert {row["act"] for _, row in STATEMENTS} == ACTS


def test_the_story_holds_a_dozen_articles_of_every_format() -> None:
    story = EXAMPLES / "story"
    rows = [json.loads(line) for line in (story / "11-archive.jsonl").read_text("utf-8").splitlines()]
    assert all({"id", "text", "title", "outlet", "date", "url"} == set(row) for row in rows)
    texts, pages = list(story.glob("*.txt")), list(story.glob("*.html"))
    assert len(texts) + len(pages) + len(rows) >= 12 and len(pages) == 2


def test_a_quotation_that_is_not_in_the_article_is_refused() -> None:
    with pytest.raises(annotate.AnnotationError, match="not in the article"):
        annotate.places("He said so.", "She said so")
    noted = annotate.Noted(1, ["x", "assert", "indirect"], {"content": ["so"], "cue": [], "source": []})
    with pytest.raises(annotate.AnnotationError, match="occurs 2 times"):
        annotate.locate("so and so", noted)


def test_the_nearest_occurrence_is_taken() -> None:
    text = "He said A. B stays, he said, and so on. She said C."
    noted = annotate.Noted(1, [], {"content": ["B stays", "and so on"], "cue": ["said"], "source": ["he"]})
    spans = annotate.locate(text, noted)
    assert [text[a:b] for a, b in spans["cue"] + spans["source"]] == ["said", "he"]
    assert spans["cue"] == [(23, 27)]
