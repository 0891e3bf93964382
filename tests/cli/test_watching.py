"""``onrecord watch``: what is new, readable without colour, and the same as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import ReadArticle, open_record
from tests.conftest import Command
from tests.fakes import somebody
from tests.record.spoken import spoken

HOLT = somebody("Ida Holt", id="p1")
LIND = somebody("Karl Lind", id="p2")
FERRY = "“We will not sign the ferry treaty before the winter storms are over.”"


@pytest.fixture
def filled(onrecord: Command, tmp_path: Path) -> Command:
    add(tmp_path, spoken("aa11", (HOLT, "Ida Holt", FERRY), (LIND, "Karl Lind", "“I quit at noon.”")))
    return onrecord


def add(folder: Path, *read: ReadArticle) -> None:
    with open_record(folder / "onrecord.db") as record:
        record.store(read)


def test_the_first_look_shows_the_newest_and_says_how_many(filled: Command) -> None:
    outcome = filled("watch", "--speaker", "Holt")
    assert outcome.code == 0
    assert outcome.out.splitlines()[0] == "NEWEST UTTERANCES"
    assert "    SPEAKER  Ida Holt" in outcome.out
    assert "first look; by Holt: 1 statement in 1 article in the record" in outcome.err


def test_then_only_what_is_new(filled: Command, tmp_path: Path) -> None:
    filled("watch")
    assert "nothing new since" in filled("watch").err
    add(
        tmp_path,
        spoken("bb22", (HOLT, "Ida Holt", FERRY), outlet="Gridwire"),
        spoken("cc33", (HOLT, "Ida Holt", FERRY), outlet="Meridian"),
        spoken("dd44", (LIND, "Karl Lind", "“Nobody fed the mules in the storm.”")),
    )
    outcome = filled("watch")
    assert "NEW UTTERANCES\n" in outcome.out and "“Nobody fed the mules in the storm.”" in outcome.out
    assert "NEW REPORTS OF WHAT WAS KNOWN\n  2 more reports of what Ida Holt said · in " in outcome.out
    assert "I quit at noon" not in outcome.out
    assert "3 statements in 3 articles new since" in outcome.err
    assert "nothing new" in filled("watch").err


def test_a_peek_is_no_look_and_a_start_shows_all(filled: Command) -> None:
    assert "first look" in filled("watch", "--peek").err
    assert "first look" in filled("watch").err
    assert "I quit at noon" in filled("watch", "--since-start").out


def test_each_watcher_has_a_look_of_its_own(filled: Command) -> None:
    filled("watch", "--as", "ann")
    assert "nothing new" in filled("watch", "--as", "ann").err
    assert "first look" in filled("watch", "--as", "bob").err


def test_the_list_says_what_is_watched(filled: Command, tmp_path: Path) -> None:
    assert "nothing is watched yet" in filled("watch", "--list").err
    filled("watch", "ferry", "--speaker", "Holt")
    add(tmp_path, spoken("bb22", (HOLT, "Ida Holt", FERRY), outlet="Gridwire"))
    line = filled("watch", "--list").out.strip()
    assert line.startswith("1 new  since ") and line.endswith("ferry · by Holt")
    (told,) = [json.loads(one) for one in filled("watch", "--list", "--format", "jsonl").out.splitlines()]
    assert (told["watch"], told["new"]) == ("ferry · by Holt", 1)


def test_a_look_is_forgotten(filled: Command) -> None:
    filled("watch", "ferry")
    assert "forgotten" in filled("watch", "ferry", "--forget").err
    assert "not watched" in filled("watch", "ferry", "--forget").err


def test_json_has_a_line_for_the_look_and_one_for_each_piece_of_news(filled: Command, tmp_path: Path) -> None:
    filled("watch")
    add(tmp_path, spoken("bb22", (HOLT, "Ida Holt", FERRY), (LIND, "Karl Lind", "“The bell cracked.”")))
    head, *news = [json.loads(line) for line in filled("watch", "--format", "jsonl").out.splitlines()]
    assert (head["watch"], head["statements"], head["utterances"], head["reports"]) == ("everything", 2, 1, 1)
    assert [one["new"] for one in news] == ["utterance", "reports"]
    assert news[1]["earlier"] == "aa11-1"


def test_more_than_is_shown_is_counted(filled: Command, tmp_path: Path) -> None:
    filled("watch")
    said = ("“Nobody fed the mules.”", "“Salt is dear this year.”", "“The bell is cracked.”")
    add(tmp_path, *(spoken(f"b{n}", (LIND, "Karl Lind", words)) for n, words in enumerate(said)))
    assert "and 2 more" in filled("watch", "--limit", "1").out


def test_a_question_without_a_word_is_an_error(filled: Command) -> None:
    outcome = filled("watch", "...")
    assert outcome.code == 1 and "no word to look for" in outcome.err
