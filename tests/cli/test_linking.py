"""``onrecord links``, ``compare``, ``timeline`` and ``watch`` over a story in five outlets."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from onrecord import open_record
from tests.conftest import Command
from tests.linking.utterances.retellings import LATER, STORY

SCHEMA = json.loads(files("onrecord.schema").joinpath("links.schema.json").read_text(encoding="utf-8"))
TEXTS = {read.article.id: read.article.text for read in STORY}


@pytest.fixture
def told(onrecord: Command) -> Command:
    """The command line, in a folder with a record of the story."""
    with open_record("onrecord.db") as record:
        record.store(STORY)
    return onrecord


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


class TestLinks:
    def test_every_line_keeps_to_the_contract(self, told: Command) -> None:
        found = lines(told("links", "--format", "jsonl").out)
        assert {"utterance", "relation"} == {next(iter(one)) for one in found}
        for one in found:
            Draft202012Validator(SCHEMA).validate(one)

    def test_articles_keep_the_ids_they_were_given(self, told: Command) -> None:
        found = lines(told("links", "--format", "jsonl", "--only", "utterances").out)
        members = [member for one in found for member in one["members"]]
        assert {member["article"] for member in members} <= TEXTS.keys()
        for member in members:
            assert member["statement"].startswith(member["article"])
            assert all(TEXTS[member["article"]][start:end].strip() for start, end in member["content"])

    def test_a_quotation_and_its_retelling_are_one(self, told: Command) -> None:
        found = lines(told("links", "--format", "jsonl", "--only", "utterances").out)
        grouped = [{member["statement"] for member in one["members"]} for one in found]
        assert any({"courier-2", "herald-1"} <= some for some in grouped)
        assert not any({"courier-2", "later-1"} <= some for some in grouped)

    def test_what_was_said_again_is_a_restatement(self, told: Command) -> None:
        found = lines(told("links", "--format", "jsonl", "--only", "restates").out)
        assert {one["relation"] for one in found} == {"restates"}
        assert any("later-1" in (one["a"], one["b"]) for one in found)

    def test_a_filter_selects(self, told: Command) -> None:
        every = lines(told("links", "--format", "jsonl", "--only", "utterances").out)
        some = lines(told("links", "--format", "jsonl", "--only", "utterances", "--outlet", "weekly").out)
        assert 0 < len(some) < len(every)
        assert all(any(m["article"] == "weekly" for m in one["members"]) for one in some)

    def test_in_words(self, told: Command) -> None:
        shown = told("links")
        assert "UTTERANCE u-courier-2" in shown.out and "words the same" in shown.out
        assert "RESTATES" in shown.out and shown.code == 0

    def test_people_decide_and_take_it_back(self, told: Command) -> None:
        before = told("links", "--format", "jsonl").out
        decided = told("links", "apart", "courier-2", "herald-1", "--by", "ann")
        assert decided.code == 0 and "j1" in decided.out
        grouped = [
            {member["statement"] for member in one["members"]}
            for one in lines(told("links", "--format", "jsonl", "--only", "utterances").out)
        ]
        assert not any({"courier-2", "herald-1"} <= some for some in grouped)
        assert "ann" in told("links", "judgements").out
        assert told("links", "undo", "j1").code == 0
        assert told("links", "--format", "jsonl").out == before

    def test_one_statement_is_no_pair(self, told: Command) -> None:
        failed = told("links", "same", "courier-2", "courier-2")
        assert failed.code == 1 and "give two" in failed.err

    def test_an_unknown_statement(self, told: Command) -> None:
        failed = told("links", "same", "courier-2", "courier-99")
        assert failed.code == 1 and "has no statement 99" in failed.err


class TestCompare:
    def test_side_by_side(self, told: Command) -> None:
        shown = told("compare", "herald-1")
        assert "The Carrow Courier" in shown.out and "Herald of Marren" in shown.out
        assert shown.out.index("The Carrow Courier") < shown.out.index("Herald of Marren")

    def test_for_programs(self, told: Command) -> None:
        (found,) = lines(told("compare", "herald-1", "--format", "jsonl").out)
        assert found["utterance"] == "u-courier-2"

    def test_of_what_nobody_else_reports(self, told: Command) -> None:
        shown = told("compare", "nameless-1")
        assert shown.code == 0 and "herring" in shown.out

    def test_of_nothing(self, told: Command) -> None:
        failed = told("compare", "nowhere-1")
        assert failed.code == 1 and "nowhere" in failed.err


class TestCounting:
    def test_each_utterance_once(self, told: Command) -> None:
        every, once = (
            told("find", "dockers", "--limit", "0", "--count", count).out for count in ("all", "utterance")
        )
        assert every.count("·") > once.count("·") > 0


class TestTimeline:
    def test_what_was_said_again_stands_with_it(self, told: Command) -> None:
        shown = told("timeline", "Ida Kessler", "--about", "rotten")
        assert "AGAIN" in shown.out and "2024-05-19" in shown.out and "2024-03-01" in shown.out

    def test_for_programs(self, told: Command) -> None:
        shown = told("timeline", "Ida Kessler", "--format", "jsonl")
        assert shown.code == 0 and lines(shown.out)

    def test_of_nobody(self, told: Command) -> None:
        failed = told("timeline", "Nobody Here")
        assert failed.code == 1 and "Nobody Here" in failed.err


class TestWatch:
    def test_what_is_new_since_the_last_look(self, onrecord: Command) -> None:
        with open_record("onrecord.db") as record:
            record.store([read for read in STORY if read is not LATER])
        assert onrecord("watch", "--speaker", "Kessler", "--as", "ann").code == 0
        again = onrecord("watch", "--speaker", "Kessler", "--as", "ann", "--format", "jsonl")
        assert [one["statements"] for one in lines(again.out)] == [0]
        with open_record("onrecord.db") as record:
            record.store([LATER])
        new = onrecord("watch", "--speaker", "Kessler", "--as", "ann").out
        assert "bridge" in new and "herring" not in new
        assert "bridge" not in onrecord("watch", "--speaker", "Kessler", "--as", "ann").out
