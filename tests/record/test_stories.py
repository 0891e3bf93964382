"""Stories in the record: the same whatever was added first, found by look-ups; the articles are our own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, select

from onrecord import Article, ReadArticle, Record, open_record
from onrecord.linking.stories import grouping
from onrecord.record import sqlite, story_entering
from onrecord.record.entering import Entered
from onrecord.record.stories import all_stories, stories_of, told
from onrecord.record.story_tables import STORIES
from onrecord.record.tables import articles, metadata, readings

FERRY = (
    "The ferry Merle Queen ran aground on a sandbank off Pellan. Lifeboats took 212 passengers to Carrow.",
    "Lifeboats rescued 212 passengers after the Merle Queen, a ferry, hit a sandbank near Pellan.",
    "The ferry Merle Queen is still on its sandbank off Pellan. Its 212 passengers praised the lifeboats.",
)
BUDGET = (
    "The council of Carrow passed a budget that closes two libraries and raises parking fees.",
    "Two libraries will close under the budget that the council of Carrow passed. Parking fees rise.",
)


def read(
    identifier: str, text: str, outlet: str = "The Courier", published: str | None = None
) -> ReadArticle:
    return ReadArticle(Article(identifier, text, None, outlet, published), (), (), "v1")


NEWS = [read(f"f{at}", text, f"Outlet {at}", f"2024-03-0{3 - at}") for at, text in enumerate(FERRY)] + [
    read(f"b{at}", text, "The Courier", "2024-03-02") for at, text in enumerate(BUDGET)
]


def add(record: Record, batch: Sequence[ReadArticle]) -> None:
    """Store articles and note their traces, as adding does; twice noted is noted once."""
    record.store(batch)
    with sqlite.writing(record._engine, record.name) as connection:
        metadata.create_all(connection, tables=STORIES)
        story_entering.enter(connection, entered(connection, [one.article.id for one in batch]))


def entered(connection: Connection, ids: Sequence[str]) -> list[Entered]:
    query = select(articles, readings.c.key.label("reading")).join(readings).where(articles.c.id.in_(ids))
    found = connection.execute(query.order_by(articles.c.key)).all()
    return [Entered(row.key, row.reading, read(row.id, row.text, row.outlet, row.published)) for row in found]


def ids(connection: Connection, groups: Sequence[Sequence[int]]) -> list[list[str]]:
    known = {row.key: row.id for row in connection.execute(select(articles.c.key, articles.c.id))}
    return sorted(sorted(known[key] for key in group) for group in groups)


def grouped(batches: Sequence[Sequence[ReadArticle]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the stories of all articles, and of each asked for alone."""
    with TemporaryDirectory() as folder, open_record(Path(folder) / "a.db") as record:
        for batch in batches:
            add(record, batch)
        with record._asking() as connection:
            keys = list(connection.scalars(select(articles.c.key)))
            alone = [group for key in keys for group in stories_of(connection, [key])]
            once = [list(group) for group in dict.fromkeys(map(tuple, alone))]
            return ids(connection, all_stories(connection)), ids(connection, once)


def test_reports_of_one_event_find_each_other() -> None:
    everything, each = grouped([NEWS])
    assert everything == each == [["b0", "b1"], ["f0", "f1", "f2"]]


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_adding_makes_no_difference(chance: random.Random) -> None:
    made = [
        read(f"m{at}", " ".join(chance.choices(" ".join(FERRY + BUDGET).split(), k=14))) for at in range(6)
    ]
    waiting = [*NEWS, *made]
    first = grouped([waiting])
    chance.shuffle(waiting)
    at = chance.randrange(1, len(waiting))
    assert grouped([waiting[:at], *[[one] for one in waiting[at:]]]) == first
    assert first[0] == first[1]


def test_too_many_that_hang_together_are_parted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "LARGEST", 2)
    monkeypatch.setattr("onrecord.record.stories.LARGEST", 2)
    everything, each = grouped([NEWS])
    assert everything == each


def test_what_was_noted_once_is_not_counted_again(record: Record) -> None:
    add(record, NEWS)
    with sqlite.writing(record._engine, record.name) as connection:
        before = [connection.execute(select(table)).all() for table in STORIES]
        story_entering.enter(connection, entered(connection, ["f0", "b1"]))
        assert [connection.execute(select(table)).all() for table in STORIES] == before
        assert story_entering.counts_of(connection, ["", "merl queen", "nowher"]) == {
            "": 5,
            "merl queen": 3,
            "nowher": 0,
        }


def test_a_record_that_has_none_yet_is_brought_up(record: Record) -> None:
    add(record, NEWS)
    with sqlite.writing(record._engine, record.name) as connection:
        before = [sorted(map(tuple, connection.execute(select(table)))) for table in STORIES]
        for table in STORIES:
            connection.execute(table.delete())
        story_entering.enter_all(connection)
        assert [sorted(map(tuple, connection.execute(select(table)))) for table in STORIES] == before


def test_a_story_is_told_by_date_with_its_words(record: Record) -> None:
    add(record, NEWS)
    with record._asking() as connection:
        ferry, budget = told(connection, all_stories(connection))
    assert [line.id for line in ferry.articles] == ["f2", "f1", "f0"]
    assert ferry.outlets == ("Outlet 2", "Outlet 1", "Outlet 0")
    assert "Merle Queen" in ferry.words
    assert budget.outlets == ("The Courier",)
    assert ferry.articles[0].beginning == FERRY[2]


def test_an_article_without_words_is_a_story(record: Record) -> None:
    add(record, [read("e", "…"), read("x", "")])
    with record._asking() as connection:
        assert ids(connection, all_stories(connection)) == [["e"], ["x"]]
        assert [story.words for story in told(connection, stories_of(connection, [1]))] == [()]


def test_look_ups_do_not_scan(record: Record) -> None:
    add(record, NEWS)
    asked: list[tuple[str, object]] = []
    event.listen(
        record._engine,
        "before_cursor_execute",
        lambda _, __, statement, values, ___, ____: asked.append((statement, values)),
    )
    with record._asking() as connection:
        stories_of(connection, [1])
        questions = [one for one in asked if "story_" in one[0]]
        assert questions
        for statement, values in questions:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert not [row for row in plan if row[-1].startswith("SCAN")], statement
