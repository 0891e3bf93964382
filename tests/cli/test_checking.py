"""``onrecord check``: verdicts with their evidence, readable without colour, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import open_record
from tests.conftest import Command
from tests.fakes import somebody
from tests.record.spoken import spoken

HOLT = somebody("Ida Holt", id="p1")
LIND = somebody("Karl Lind", id="p2")
FERRY = "“We will not sign the ferry treaty before the winter storms are over.”"


@pytest.fixture
def filled(onrecord: Command, tmp_path: Path) -> Command:
    with open_record(tmp_path / "onrecord.db") as record:
        record.store(
            [
                spoken("aa11", (HOLT, "Ida Holt", FERRY), (LIND, "Karl Lind", "“I \x1b[2J quit at noon.”")),
                spoken("bb22", (HOLT, "the minister", FERRY), outlet="Gridwire"),
            ]
        )
    return onrecord


def test_exact_words_are_shown_where_they_stand(filled: Command) -> None:
    outcome = filled("check", "we will not sign the ferry treaty", "--speaker", "Ida Holt")
    assert outcome.code == 0
    first = outcome.out.splitlines()[0]
    assert first == (
        "EXACT  in the record from the speaker, word for word · 2 reports in 2 outlets · Ida Holt"
    )
    assert "CONTENT  “⟦We will not sign the ferry treaty⟧ before the winter storms are over.”" in outcome.out
    assert "2024-03-02 · The Carrow Courier · ¶1 line 1 · aa11-1 · direct" in outcome.out
    assert "SPEAKER  Ida Holt (the minister)" in outcome.out


def test_a_variant_has_its_difference_and_what_stands_out(filled: Command) -> None:
    outcome = filled("check", "We will sign the ferry treaty before summer", "--speaker", "Ida Holt")
    assert outcome.out.startswith("VARIANT  in the record from the speaker, with other words")
    assert "We will {+not+} sign the ferry treaty before" in outcome.out
    assert "! NEGATION: {+not+}" in outcome.out
    assert "{+only as printed+}" in outcome.err


def test_anothers_words_are_said_to_be_anothers(filled: Command) -> None:
    outcome = filled("check", "We will not sign the ferry treaty", "--speaker", "Karl Lind")
    assert outcome.code == 0
    assert outcome.out.startswith("MISATTRIBUTED  in the record, in another's mouth")
    assert "NOTE     in the mouth of Ida Holt" in outcome.out
    assert "another's words" in outcome.out


def test_what_is_not_there_is_no_error(filled: Command) -> None:
    outcome = filled("check", "my aunt keeps seven geese")
    assert outcome.code == 0
    assert outcome.out.startswith("NOT FOUND  in nobody's mouth in the record\n")


def test_near_things_are_marked_as_merely_near(filled: Command) -> None:
    outcome = filled("check", "the storms and the treaty on the ferry", "--speaker", "Ida Holt")
    assert outcome.out.startswith("NOT FOUND")
    assert "merely near, and not these words:" in outcome.out


def test_it_never_says_fabricated_or_misquoted(filled: Command) -> None:
    said = "".join(
        filled("check", words, "--speaker", who).out
        for words in ("We will sign the ferry treaty", "my aunt keeps geese")
        for who in ("Ida Holt", "Karl Lind")
    )
    said += filled("check", "--help").out
    assert not any(word in said.casefold() for word in ("fabricat", "misquot", "invented", "wrong"))


def test_nothing_steers_the_terminal(filled: Command) -> None:
    outcome = filled("check", "quit at noon")
    assert outcome.out.startswith("EXACT") and "\x1b" not in outcome.out


def test_a_file_has_a_verdict_for_each_quotation(filled: Command, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"She wrote: {FERRY} He said “my aunt keeps seven geese”, and “no”.", encoding="utf-8")
    outcome = filled("check", "draft.txt", "--format", "jsonl")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["verdict"] for line in lines] == ["exact", "not found"]
    start, end = lines[1]["span"]
    assert draft.read_text(encoding="utf-8")[start:end] == lines[1]["words"] == "my aunt keeps seven geese"
    assert lines[0]["document"] == "draft.txt"


def test_a_file_that_is_not_there_is_said(filled: Command) -> None:
    outcome = filled("check", "draft.txt")
    assert outcome.code == 2
    assert "there is no file 'draft.txt'" in outcome.err


def test_json_has_the_evidence(filled: Command) -> None:
    outcome = filled("check", "We will sign the ferry treaty", "--speaker", "Ida Holt", "--format", "jsonl")
    told = json.loads(outcome.out)
    assert (told["verdict"], told["speaker"]) == ("variant", "Ida Holt")
    found = told["found"][0]
    assert (found["statement"], found["mouth"], found["quote"]) == ("aa11-1", "speaker", "direct")
    assert found["text"] == "We will not sign the ferry treaty"
    assert found["stands_out"] == ["negation"]
    assert outcome.err == ""


def test_namesakes_and_strangers_are_errors_that_say_what_to_do(filled: Command) -> None:
    outcome = filled("check", "We will not sign", "--speaker", "Zeno")
    assert outcome.code == 1
    assert "nobody in the record is called 'Zeno'" in outcome.err


def test_more_reports_than_are_asked_for_are_counted(filled: Command) -> None:
    outcome = filled("check", "We will not sign the ferry treaty", "--limit", "1")
    assert "and 1 more report; --limit 0 shows all" in outcome.out


def test_a_long_quotation_is_no_file_name(filled: Command) -> None:
    assert filled("check", "word " * 500).code == 0
