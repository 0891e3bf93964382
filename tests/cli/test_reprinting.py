"""``onrecord reprints``: who copies whom, readable and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Self

import pytest
from click.testing import CliRunner, Result

from onrecord import Article, NotFoundError, Span
from onrecord.cli import reprinting
from onrecord.record.reprints import Reprint, ReprintGroup, SharedPassage

TEXTS = {"aa11": "The lock is shut. Nobody knows why.", "bb22": "Carrow - The lock is shut.\nNobody knows."}
FIRST = Reprint(
    "aa11", "A lock", "Carrow Courier", "2024-03-05", "a.txt", 0.9, None, None, 0.75, "bb22 is a copy: later"
)
GROUP = ReprintGroup(
    "whole",
    (
        FIRST,
        Reprint(
            "bb22", None, None, "2024-03-06", "in/b.txt", 1.0, "aa11", None, 0.75, "published 1 day later"
        ),
        replace(
            FIRST, article="cc33", agency="Gridwire", reason="both carry Gridwire", evidence=(Span(0, 3),)
        ),
        replace(FIRST, article="dd44", published=None, confidence=0.0, reason="no credit tells"),
    ),
    (SharedPassage("aa11", Span(0, 16), "bb22", Span(9, 25), 4, "whole"),),
)


class FakeRecord:
    """A record of some groups."""

    def __init__(self, *groups: ReprintGroup) -> None:
        self.groups = groups

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def reprints(self, *articles: str) -> Iterator[ReprintGroup]:
        if "zz" in articles:
            raise NotFoundError("there is no article 'zz'")
        yield from self.groups

    def article(self, identifier: str) -> Any:
        return SimpleNamespace(article=Article(identifier, TEXTS[identifier]))


def run(monkeypatch: pytest.MonkeyPatch, groups: tuple[ReprintGroup, ...], *arguments: str) -> Result:
    monkeypatch.setattr(reprinting, "existing", lambda _: FakeRecord(*groups))
    return CliRunner().invoke(reprinting.reprints_command, arguments)


def test_a_group_says_who_copies_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, (GROUP,))
    assert result.exit_code == 0
    assert " 1  4 articles · whole articles" in result.stdout
    assert "2024-03-05 · Carrow Courier · aa11 · 90% shared" in result.stdout
    assert "original · 75% (bb22 is a copy: later)" in result.stdout
    assert "2024-03-06 · b.txt · bb22 · 100% shared" in result.stdout
    assert "copy of aa11 · 75% (published 1 day later)" in result.stdout
    assert "carries Gridwire · 75% (both carry Gridwire)" in result.stdout
    assert "direction unknown (no credit tells)" in result.stdout
    assert "The lock is shut" not in result.stdout


def test_passages_are_printed_as_each_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = run(monkeypatch, (GROUP,), "--passages").stdout
    assert "4 words whole" in printed
    assert printed.count("The lock is shut") == 2
    assert "Nobody" not in printed


def test_json_has_one_group_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = run(monkeypatch, (GROUP, GROUP), "--format", "jsonl").stdout.splitlines()
    assert len(lines) == 2
    group = json.loads(lines[0])
    assert group["kind"] == "whole"
    assert group["articles"][1]["copy_of"] == "aa11"
    assert group["articles"][2]["evidence"] == [[0, 3]]
    assert group["passages"][0]["other_span"] == [9, 25]


def test_a_limit_says_that_there_is_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--limit 0 shows all" in run(monkeypatch, (GROUP, GROUP), "--limit", "1").stderr
    assert "--limit" not in run(monkeypatch, (GROUP, GROUP), "--limit", "2").stderr
    assert run(monkeypatch, (GROUP,) * 30, "--limit", "0").stdout.count("whole articles") == 30


def test_no_group(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(monkeypatch, ())
    assert result.stdout == ""
    assert "no article shares a copied passage" in result.stderr


def test_an_unknown_article(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(run(monkeypatch, (GROUP,), "zz").exception, NotFoundError)
