"""``onrecord stories``: how stories are shown."""

from __future__ import annotations

import json

import pytest

from onrecord.cli.stories import story_articles, story_lines, story_values
from onrecord.record.entries import ArticleLine
from onrecord.record.stories import Story


def line(identifier: str, outlet: str | None, published: str | None, title: str | None = None) -> ArticleLine:
    return ArticleLine(
        identifier, title, outlet, published, None, "The ferry ran aground.", f"{identifier}.txt", 3
    )


STORY = Story(
    (
        line("aa11", "The Carrow Courier", "2024-03-01T09:00:00", "Ferry\nstuck"),
        line("bb22", "Pellan Post", "2024-03-02"),
        line("cc33", "The Carrow Courier", None),
    ),
    ("Merle Queen", "sandbank"),
)


def test_a_story_in_a_list() -> None:
    assert list(story_lines([STORY])) == [
        "2024-03-01 to 2024-03-02 · 3 articles · 2 outlets",
        "  Ferry stuck",
        "  Merle Queen, sandbank",
        "  The Carrow Courier; Pellan Post",
    ]


def test_a_story_without_dates_outlets_titles_or_words() -> None:
    bare = Story((line("cc33", None, None),), ())
    assert list(story_lines([bare])) == [
        "no date · 1 article · 0 outlets",
        "  The ferry ran aground.",
        "  no outlet",
    ]


def test_the_articles_of_a_story_stand_in_its_order() -> None:
    head, words, *articles = story_articles([STORY])
    assert head.startswith("2024-03-01 to") and words == "  Merle Queen, sandbank"
    assert [row.split()[0] for row in articles] == ["2024-03-01", "2024-03-02", "-"]
    assert articles[1].endswith("     3  bb22              The ferry ran aground.")


def test_a_narrow_terminal_is_not_overrun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.cli.stories.columns", lambda: 60)
    assert max(map(len, story_articles([STORY]))) <= 60


def test_a_story_as_json() -> None:
    told = json.loads(json.dumps(story_values(STORY)))
    assert told["outlets"] == ["The Carrow Courier", "Pellan Post"]
    assert [one["id"] for one in told["articles"]] == ["aa11", "bb22", "cc33"]
    assert told["articles"][0] == {
        "id": "aa11",
        "title": "Ferry\nstuck",
        "outlet": "The Carrow Courier",
        "date": "2024-03-01T09:00:00",
    }
