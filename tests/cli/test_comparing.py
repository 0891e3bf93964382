"""``onrecord compare``: reports one under the other, readable without colour, and the same as JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any

import click
import pytest

from onrecord import (
    Article,
    Attribution,
    Comparison,
    Entry,
    Person,
    PersonKind,
    Quote,
    Report,
    Span,
    Statement,
    Utterance,
)
from onrecord.cli import comparing, terminal

HOLT = Person("p1", "Ida Holt", PersonKind.PERSON, ("Ida Holt",))


def report(
    outlet: str, words: str, quote: str = "direct", source: str = "Ida Holt", copy_of: str | None = None
) -> Report:
    text = f"{source} said: {words} That was all."
    content = (Span(text.index(words), text.index(words) + len(words)),)
    relation = Attribution(content, (), (Span(0, len(source)),), Quote(quote), True, 0.9)
    identifier = outlet.lower()
    article = Article(f"{identifier}00", text, None, outlet, "2024-03-05")
    statement = Statement(f"{identifier}00-1", article.id, relation, "p1")
    return Report(Entry(statement, article, speaker=HOLT, people=(HOLT,)), content, copy_of)


def compared(*reports: Report, **told: Any) -> Any:
    utterance = Utterance("u7", (), 0.93, ("eleven shared words", "one speaker"), **told)
    return comparing._compare(Comparison(utterance, reports))


def shown(*reports: Report, **told: Any) -> str:
    return "\n".join(comparing._lines(compared(*reports, **told)))


INDIRECT = report("Courier", "that she would not sign the treaty", "indirect", "the minister")
DIRECT = report("Gridwire", "“I will not sign the treaty before May, and we have 12 ships.”")
CHANGED = report("Meridian", "“I will sign [it] before May ... we have 13 ships.”", copy_of="gridwire00")


def test_the_reports_stand_one_under_the_other_against_the_first_that_quotes_in_full() -> None:
    assert shown(INDIRECT, DIRECT, CHANGED).splitlines() == (
        [
            "UTTERANCE u7 · 93% · eleven shared words · one speaker",
            "",
            "2024-03-05 · Courier · courier00-1 · indirect",
            "    SOURCE   the minister",
            "    DIFFERS  {~I will > that she would~} not sign the treaty "
            "[-before May, and we have 12 ships-]",
            "             1 backshift, 1 truncated-end",
            "",
            "2024-03-05 · Gridwire · gridwire00-1 · direct · base",
            "    SOURCE   Ida Holt",
            "    CONTENT  “I will not sign the treaty before May, and we have 12 ships.”",
            "",
            "2024-03-05 · Meridian · meridian00-1 · direct · copy of gridwire00",
            "    SOURCE   Ida Holt",
            "    DIFFERS  “I will [-not-] sign [-the treaty-]{+[it]+} before May [-, and-]{+...+} we have "
            "[-12-]{+13+} ships.”",
            "             1 dropped, 1 bracketed, 1 ellipsis, 1 altered",
            "    ! NEGATION: [-not-]",
            "    ! NUMBER: [-12-]{+13+}",
            "",
            "    IN SUM   3 reports in 3 outlets; 2 direct, 1 indirect; 1 is a copy; differences: "
            "ellipsis, bracketed, altered words, direct vs indirect; stands out: negation, number",
        ]
    )


def test_what_is_the_same_says_so() -> None:
    lines = shown(DIRECT, report("Harbour", '"I will not sign the treaty before May, and we have 12 ships,"'))
    assert '    SAME     "I will not sign' in lines
    assert "differences: none in the quoted words" in lines


def test_what_shares_little_is_not_compared_word_by_word() -> None:
    lines = shown(DIRECT, report("Harbour", "nobody at the ministry wanted the deal", "indirect"))
    assert "RETOLD" in lines
    assert "not compared word by word" in lines
    assert "[-" not in lines and "!" not in lines


def test_one_report_alone_is_shown() -> None:
    assert "1 report in 1 outlet; 1 direct" in shown(DIRECT)


def test_a_decision_of_a_person_is_said() -> None:
    assert shown(DIRECT, decided=True).startswith("UTTERANCE u7 · decided by a person")


def test_a_word_that_is_two_things_stands_on_one_line() -> None:
    lines = shown(report("A", "“We can't open the gate there.”"), report("B", "“We open the gate there.”"))
    assert "    ! NEGATION, MODAL: [-can't-]" in lines


@pytest.mark.parametrize("colour", [True, False])
def test_it_fits_eighty_columns_and_colour_says_nothing_more(
    monkeypatch: pytest.MonkeyPatch, colour: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: os.terminal_size((80, 24)))
    monkeypatch.setattr(terminal, "coloured", lambda: False)
    plain = shown(INDIRECT, DIRECT, CHANGED)
    monkeypatch.setattr(terminal, "coloured", lambda: colour)
    lines = shown(INDIRECT, DIRECT, CHANGED)
    assert max(len(click.unstyle(line)) for line in lines.splitlines()) <= 80
    assert click.unstyle(lines) == plain
    assert ("\x1b[" in lines) == colour


def test_nothing_steers_the_terminal() -> None:
    assert "\x1b" not in shown(
        DIRECT, report("Evil\x1b[2J", "“I will \x1b[31mnot sign the treaty before May”")
    )


def test_json_has_every_edit_with_its_places(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    comparing.print_json([compared(INDIRECT, DIRECT, CHANGED)])
    found = json.loads(capfdbinary.readouterr().out)
    assert found["utterance"] == "u7" and found["base"] == "gridwire00-1"
    assert found["stands_out"] == ["negation", "number"]
    first, base, last = found["reports"]
    assert first["source"] == "the minister" and last["copy_of"] == "gridwire00"
    assert base["against_base"] is None
    for edit in last["against_base"]["edits"]:
        for pairs, words, one in (
            (edit["base"], edit["base_text"], DIRECT),
            (edit["report"], edit["report_text"], CHANGED),
        ):
            assert "".join(one.entry.article.text[start:end] for start, end in pairs) == words
    assert [edit["kind"] for edit in last["against_base"]["edits"] if edit["kind"] != "same"] == [
        "dropped",
        "bracketed",
        "ellipsis",
        "altered",
    ]


def test_nothing_it_prints_pronounces_a_judgement(capsys: pytest.CaptureFixture[str]) -> None:
    comparing.print_text([compared(INDIRECT, DIRECT, CHANGED)])
    comparing.print_text([])
    told = capsys.readouterr()
    help_ = comparing.compare_command.help or ""
    for word in ("misquot", "wrong", "false", "incorrect", "distort", "inaccura"):
        assert word not in (told.out + told.err + help_).lower()
    assert "nothing to compare" in told.err


def test_the_help_has_an_example() -> None:
    assert "onrecord compare 3f9a-2" in (comparing.compare_command.help or "")
