"""``onrecord review``: the queue, decisions and what they change on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.fixture
def ids(onrecord: Command, story: Path) -> list[str]:
    """The ids of a record's four statements, least certain first."""
    onrecord("add", story)
    queue = onrecord("review", "--format", "jsonl").out.splitlines()
    return [json.loads(line)["statement"] for line in queue]


def listed(onrecord: Command, *arguments: str) -> list[str]:
    return [line.split()[-1] for line in onrecord("ledger", *arguments).out.splitlines() if "-" in line]


def test_the_queue_says_what_is_least_sure(onrecord: Command, ids: list[str]) -> None:
    done = onrecord("review", "--limit", "2")
    assert done.code == 0
    assert done.out.count("DOUBT") == 2
    assert ids[0] in done.out
    assert ids[2] not in done.out
    assert "2 of 4 statements that wait for review" in done.err
    values = [json.loads(line) for line in onrecord("review", "list", "--format", "jsonl").out.splitlines()]
    assert [one["certainty"] for one in values] == sorted(one["certainty"] for one in values)


def test_rejected_ones_are_left_out(onrecord: Command, ids: list[str]) -> None:
    done = onrecord("review", "reject", ids[0], ids[1], "--by", "ann")
    assert done.out.splitlines()[0] == f"{ids[0]} is no statement; undo with: onrecord review undo j1"
    assert ids[0] not in onrecord("review", "--limit", "0").out
    shown = onrecord("show", ids[0].rpartition("-")[0]).out
    assert f"{ids[0]} rejected by ann" in shown
    assert onrecord("show", ids[0]).code == 0
    found = onrecord("find", "ott", "--limit", "0").out
    assert ids[0] not in found
    assert ids[0] in onrecord("find", "ott", "--reviewed", "all", "--limit", "0").out
    assert onrecord("review", "undo", "j1").out == "j1 is undone\n"
    assert ids[0] in onrecord("find", "ott", "--limit", "0").out


def test_a_corrected_speaker(onrecord: Command, ids: list[str]) -> None:
    done = onrecord("review", "speaker", ids[0], "--who", "Ove Lind")
    assert f"{ids[0]} is by Ove Lind" in done.out
    assert ids[0] in onrecord("find", "ott", "--speaker", "lind").out
    assert "speaker: Ove Lind" in onrecord("show", ids[0]).out
    assert "is by nobody known" in onrecord("review", "speaker", ids[0], "--nobody").out
    assert onrecord("review", "speaker", ids[0]).code == 2


def test_corrected_spans(onrecord: Command, ids: list[str]) -> None:
    first = ids[0].rpartition("-")[0] + "-1"
    done = onrecord("review", "span", first, "--content", "We object […] this  ban", "--cue", "")
    assert done.code == 0, done.err
    assert "has its content at" in done.out
    assert "has no cue" in done.out
    shown = onrecord("show", first).out
    assert "⟦We object⟧ to ⟦this ban⟧" in shown
    assert "cue: none" in shown


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("We never object", "does not print 'We never object'"),
        ("will", "prints 'will' 2 times; give more of the words around it"),
    ],
)
def test_words_that_are_not_there_once(onrecord: Command, ids: list[str], words: str, says: str) -> None:
    first = ids[0].rpartition("-")[0] + "-1"
    done = onrecord("review", "span", first, "--content", "sanctions", "--source", words)
    assert done.code == 1
    assert says in done.err
    assert onrecord("review", "judgements").out == ""


def test_judgements_are_listed(onrecord: Command, ids: list[str]) -> None:
    assert "nobody decided anything" in onrecord("review", "judgements").err
    onrecord("review", "accept", ids[0], "--by", "ann")
    onrecord("review", "accept", ids[1], "--by", "bo")
    onrecord("review", "undo", "j2")
    assert f"j1 · {ids[0]} is right · ann, " in onrecord("review", "judgements").out
    assert "undone" in onrecord("review", "judgements", ids[1]).out
    (one,) = onrecord("review", "judgements", ids[0], "--format", "jsonl").out.splitlines()
    shown = json.loads(one)
    assert (shown["id"], shown["kind"], shown["subject"]) == ("j1", "right", ids[0])
    assert json.loads(one)["who"] == "ann"


def test_nothing_waits(onrecord: Command, ids: list[str]) -> None:
    onrecord("review", "accept", *ids)
    assert onrecord("review").err == "no statement waits for review\n"
