from __future__ import annotations

import sys

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Added, Span
from onrecord.cli import progress, terminal


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "coloured", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")


@pytest.mark.usefixtures("on_a_terminal")
def test_colour_takes_no_room_when_lines_are_wrapped() -> None:
    words = "The world cannot leave us because we are more advanced than it is, he said."
    lines = terminal.wrapped(terminal.styled(words, "content"), 4, "    ")
    assert all(len(click.unstyle(line)) <= 40 for line in lines)
    assert " ".join(click.unstyle(line).strip() for line in lines) == words
    assert all(line.count("\x1b[0m") * 2 == line.count("\x1b[") for line in lines)


def test_in_a_pipe_a_content_is_one_line() -> None:
    assert len(terminal.wrapped("word " * 400, 4)) == 1


@given(st.text())
def test_nothing_steers_the_terminal(words: str) -> None:
    shown = terminal.oneline(words)
    assert "\n" not in shown
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)


def test_highlights_show_the_words_around_the_first_of_them() -> None:
    text = "a " * 300 + "ban" + " b" * 300
    shown = terminal.highlighted(text, Span(0, len(text)), (Span(600, 603),), around=10)
    assert shown == "…a a a a a ban b b b …"


def test_the_bar_shows_what_is_done_and_goes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    bar = progress.Bar()
    bar(Added(articles=1, already=1203, statements=9, problems=1), 0.5)
    shown = capsys.readouterr().err
    assert shown.startswith(
        "\r[############............]  50%  1,204 articles, 9 statements, 1 problem, 00:00:0"
    )
    bar(Added(), None)
    bar.clear()
    assert capsys.readouterr().err.endswith("\r")


def test_no_bar_for_short_work(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    bar = progress.Bar()
    bar(Added(), 0.5)
    bar.clear()
    assert capsys.readouterr().err == ""
