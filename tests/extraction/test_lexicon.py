"""The cue lexicon: every entry is found by its example, and cues are read as a reader would."""

from __future__ import annotations

import re
import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction import cue_lexicon
from onrecord.extraction.cue_lexicon import CueClass, classify

CUES = tomllib.loads(
    files("onrecord.extraction").joinpath("lexicon", "cues.toml").read_text(encoding="utf-8")
)
ROWS = list(cue_lexicon._rows(CUES))
ACTS = {
    "assert", "allege", "deny", "promise", "warn", "demand", "ask", "confirm", "decline-to-comment",
    "apologise", "predict", "praise", "criticise", "announce",
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_every_entry_is_found_by_its_example(row: tuple[str, bool | None, str | None, str]) -> None:
    lemma, communicated, act, example = row
    marked = re.search(r"\{(.+)\}", example)
    assert marked, example
    assert classify(marked[1]) == CueClass(lemma, communicated, act)


def test_there_are_several_hundred_entries_and_none_twice() -> None:
    assert len(ROWS) > 500
    assert len({lemma for lemma, *_ in ROWS}) == len(ROWS)
    assert len({example for *_, example in ROWS}) == len(ROWS)


def test_acts_are_those_of_the_vocabulary() -> None:
    assert {act for _, communicated, act, _ in ROWS if communicated} == ACTS
    assert {act for _, communicated, act, _ in ROWS if communicated is None} <= ACTS | {None}
    assert all(act is None for _, communicated, act, _ in ROWS if communicated is False)


@pytest.mark.parametrize(
    ("cue", "lemma", "act", "negated"),
    [
        ("said", "say", "assert", False),
        ("says", "say", "assert", False),
        ("SAYS", "say", "assert", False),
        ("told", "tell", "assert", False),
        ("has been accusing", "accuse", "allege", False),
        ("is accused", "accuse", "allege", False),
        ("had repeatedly denied", "deny", "deny", False),
        ("did not say so, but admitted", "not say", "decline-to-comment", False),
        ("never said", "say", "assert", True),
        ("didn't deny", "not deny", "confirm", False),
        ("has never denied", "deny", "deny", True),
        ("won’t promise", "promise", "promise", True),
        ("cannot guarantee", "guarantee", "promise", True),
        ("not only said", "say", "assert", False),
        ("refused to comment", "refuse to comment", "decline-to-comment", False),
        ("has so far declined to comment", "decline to comment", "decline-to-comment", False),
        ("According to", "according to", "assert", False),
        ("raised serious concerns", "raise concern", "warn", False),
        ("have raised concerns", "raise concern", "warn", False),
        ("made several promises", "make a promise", "promise", False),
        ("point to", "point to", "assert", False),
        ("called for", "call for", "demand", False),
        ("hit back at", "hit back at", "deny", False),
        ("in the words of", "in the words of", "assert", False),
        ("apologized", "apologise", "apologise", False),
        ("criticizing", "criticise", "criticise", False),
        ("signaled", "signal", "assert", False),
        ("travelling to warn", "warn", "warn", False),
        ("continued to insist", "insist", "assert", False),
        ("went on to say", "go on to say", "assert", False),
        ("begged", "beg", "demand", False),
        ("implied", "imply", "assert", False),
        (":", ":", "assert", False),
        ("would neither confirm nor deny", "neither confirm nor deny", "decline-to-comment", False),
        ("claims", "claim", "assert", False),
        ("allegations", "allegation", "allege", False),
    ],
)
def test_cues_are_read_as_a_reader_would(cue: str, lemma: str, act: str, negated: bool) -> None:
    assert classify(cue) == CueClass(lemma, True, act, negated)


@pytest.mark.parametrize("cue", ["believes", "hoped", "had thought", "was aware", "is worried", "want"])
def test_an_attitude_is_not_communicated_and_has_no_act(cue: str) -> None:
    found = classify(cue)
    assert found is not None
    assert (found.communicated, found.act) == (False, None)


@pytest.mark.parametrize("cue", ["expect", "agreed", "found", "welcomed"])
def test_an_ambiguous_cue_says_so(cue: str) -> None:
    found = classify(cue)
    assert found is not None and found.communicated is None


@pytest.mark.parametrize("cue", ["", " ", "walked", "the", "has been", "12", "«»", "\x00"])
def test_a_cue_without_a_known_word_is_none(cue: str) -> None:
    assert classify(cue) is None


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert classify(text) is None or isinstance(classify(text), CueClass)


def test_the_lexicon_is_read_once() -> None:
    assert cue_lexicon._lexicon() is cue_lexicon._lexicon()


def test_a_call_is_quick() -> None:
    cues = ["said", "has been accusing", "refused to comment", "did not immediately respond", "according to"]
    classify("said")
    best = min(_seconds(cues) for _ in range(20))
    assert best < 60e-6, "20 microseconds a call here; thrice that leaves room for a busy machine"


def _seconds(cues: list[str]) -> float:
    start = time.perf_counter()
    for _ in range(20):
        for cue in cues:
            classify(cue)
    return (time.perf_counter() - start) / (20 * len(cues))
