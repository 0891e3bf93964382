"""What is new since the last look: by article, folded by utterance, with what answers what was there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from onrecord import Counting, Filter, Quote, Record, open_record
from onrecord.record import sqlite
from onrecord.record.link_tables import relations
from onrecord.record.watching import Question
from tests.fakes import FakeExtractor, ShorterExtractor, somebody
from tests.record.spoken import spoken

HOLT = somebody("Ida Holt", id="p1")
LIND = somebody("Karl Lind", id="p2")
FERRY = "“We will not sign the ferry treaty before the winter storms are over.”"
GEESE = "“My aunt keeps seven geese behind the old harbour chapel.”"
BY_HOLT = Filter(speaker="Ida Holt")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "a.db") as made:
        made.store([spoken("a1", (HOLT, "Ida Holt", FERRY), (LIND, "Karl Lind", GEESE))])
        yield made


def test_the_first_look_says_how_much_there_is(record: Record) -> None:
    news = record.watch(by="ann")
    assert (news.since, news.statements, news.articles) == (None, 2, 1)
    assert [one.entry.statement.id for one in news.utterances] == ["a1-1", "a1-2"]


def test_nothing_is_new_twice(record: Record) -> None:
    record.watch(by="ann")
    news = record.watch(by="ann")
    assert news.since is not None
    assert (news.statements, news.totals) == (0, (0, 0, 0))


def test_a_peek_is_no_look(record: Record) -> None:
    record.watch(by="ann", peek=True)
    assert record.watch(by="ann").since is None
    record.store([spoken("b1", (HOLT, "Ida Holt", "“The pilots were paid.”"))])
    assert record.watch(by="ann", peek=True).statements == 1
    assert record.watch(by="ann").statements == 1
    assert record.watch(by="ann").statements == 0


def test_what_was_added_is_new_and_known_utterances_are_folded(record: Record) -> None:
    record.watch(by="ann")
    record.store(
        [
            spoken("b1", (HOLT, "Ida Holt", FERRY), outlet="Gridwire"),
            spoken("c1", (HOLT, "Ida Holt", FERRY), outlet="Meridian"),
            spoken("d1", (HOLT, "Ida Holt", "“The pilots were paid twice for one crossing.”")),
        ]
    )
    news = record.watch(by="ann")
    assert (news.statements, news.articles, news.totals) == (3, 3, (1, 1, 0))
    assert [one.entry.statement.id for one in news.utterances] == ["d1-1"]
    (again,) = news.reports
    assert (again.earlier.statement.id, again.reports) == ("a1-1", 2)
    assert set(again.outlets) == {"Gridwire", "Meridian"}


def test_new_reports_of_a_new_utterance_are_one(record: Record) -> None:
    record.watch(by="ann")
    words = "“The pilots were paid twice for one crossing and kept it.”"
    record.store([spoken(f"{name}1", (LIND, "Karl Lind", words), outlet=f"Outlet {name}") for name in "bcd"])
    news = record.watch(by="ann")
    assert [one.reports for one in news.utterances] == [3]
    assert news.totals == (1, 0, 0)


def test_each_question_and_each_watcher_has_a_look_of_its_own(record: Record) -> None:
    record.watch(by="ann")
    assert record.watch(None, BY_HOLT, by="ann").since is None
    assert record.watch("geese", by="ann").statements == 1
    assert record.watch(by="bob").since is None
    assert record.watch("  geese ", by="ann").since is not None


def test_only_what_the_question_asks_for_is_new(record: Record) -> None:
    record.watch(None, BY_HOLT, by="ann")
    record.store([spoken("b1", (LIND, "Karl Lind", "“The bridge fell.”"), (HOLT, "Ida Holt", "“It stood.”"))])
    news = record.watch(None, BY_HOLT, by="ann")
    assert [one.entry.statement.id for one in news.utterances] == ["b1-2"]
    assert record.watch("bridge", Filter(kind=Quote.DIRECT), by="ann").statements >= 1


def test_reading_again_makes_nothing_new(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("“We object,” Ida Holt said.\n\n“So do we,” Karl Lind said.", encoding="utf-8")
    with open_record(tmp_path / "a.db") as record:
        record.add(file, extractor=FakeExtractor)
        record.watch(by="ann")
        record.reread(ShorterExtractor)
        record.reread(FakeExtractor)
        assert record.watch(by="ann").statements == 0


def related(record: Record, kind: str, one: str, other: str) -> None:
    """Let two statements stand to each other so, whatever linking finds."""
    with sqlite.writing(record._engine, record.name) as connection:
        keys = [record._compared_key(connection, identifier) for identifier in (one, other)]
        values = {"kind": kind, "one": keys[0], "other": keys[1], "confidence": 0.9, "reasons": "[]"}
        connection.execute(insert(relations).values(values))


@pytest.mark.parametrize("kind", ["contradicts", "responds"])
def test_what_answers_or_contradicts_what_was_there_is_news_of_it(record: Record, kind: str) -> None:
    record.watch(by="ann")
    record.watch(None, BY_HOLT, by="ann")
    record.store([spoken("c1", (LIND, "Karl Lind", "“Then the pilots will strike.”"), outlet="Gridwire")])
    related(record, kind, "a1-1", "c1-1")
    news, of_holt = record.watch(by="ann"), record.watch(None, BY_HOLT, by="ann")
    for found in (news, of_holt):  # what others say of hers is news of her
        (one,) = found.relations
        assert (str(one.relation.kind), one.answered) == (kind, False)
        assert (one.entry.statement.id, one.earlier.statement.id) == ("c1-1", "a1-1")
    assert (news.statements, of_holt.statements) == (1, 0)
    assert not record.watch(by="ann").relations


def test_an_answer_that_was_there_before_its_question_is_one(record: Record) -> None:
    record.watch(by="ann")
    record.store([spoken("c1", (LIND, "Karl Lind", "“Will they strike?”"), published="2024-03-01")])
    related(record, "responds", "c1-1", "a1-1")
    (one,) = record.watch(by="ann").relations
    assert one.answered and one.entry.statement.id == "c1-1"


def test_old_relations_are_no_news(record: Record) -> None:
    record.store([spoken("b1", (LIND, "Karl Lind", "“Then the pilots will strike.”"))])
    record.watch(by="ann")
    related(record, "responds", "a1-1", "b1-1")
    assert not record.watch(by="ann").relations


def test_all_of_it_is_as_if_nobody_had_looked(record: Record) -> None:
    record.watch(by="ann")
    news = record.watch(by="ann", all_of_it=True, limit=None)
    assert (news.since, news.statements, len(news.utterances)) == (None, 2, 2)


def test_what_is_watched_is_listed_with_what_is_new(record: Record) -> None:
    record.watch(by="ann")
    record.watch("geese", BY_HOLT, by="ann")
    record.store([spoken("b1", (LIND, "Karl Lind", GEESE))])
    found = {str(one.question): one.new for one in record.watched(by="ann")}
    assert found == {"everything": 1, "geese · by Ida Holt": 0}
    assert list(record.watched(by="bob")) == []


def test_a_look_can_be_forgotten(record: Record) -> None:
    record.watch("geese", by="ann")
    assert record.forget("geese", by="ann") is True
    assert record.forget("geese", by="ann") is False
    assert list(record.watched(by="ann")) == []


def test_at_most_so_many_are_returned_and_all_are_counted(record: Record) -> None:
    record.watch(by="ann")
    said = ("“The bell is cracked.”", "“Nobody fed the mules.”", "“Salt is dear this year.”", "“I resign.”")
    record.store([spoken(f"b{n}", (HOLT, "Ida Holt", words)) for n, words in enumerate(said)])
    news = record.watch(by="ann", limit=2)
    assert len(news.utterances) == 2
    assert news.totals[0] == 4


def test_the_latest_published_is_first(record: Record) -> None:
    record.watch(by="ann")
    record.store(
        [
            spoken("b1", (HOLT, "Ida Holt", "“One.”"), published="2023-01-01"),
            spoken("c1", (HOLT, "Ida Holt", "“Two.”"), published=None),
            spoken("d1", (HOLT, "Ida Holt", "“Three.”"), published="2024-05-01"),
        ]
    )
    assert [one.entry.article.id for one in record.watch(by="ann").utterances] == ["d1", "b1", "c1"]


@pytest.mark.parametrize(
    "question",
    [
        Question(),
        Question("ferry  treaty"),
        Question(
            "漢字 “quoted words”", Filter("p12", "Courier", "2019", "2020-02", Quote.MIXED, "deny", False)
        ),
        Question(None, Filter(count=Counting.UTTERANCE)),
    ],
)
def test_a_question_is_kept_as_it_is(question: Question) -> None:
    again = Question.of(question.asked)
    assert (again.only, again.asked) == (question.only, question.asked)
    assert " ".join((again.words or "").split()) == " ".join((question.words or "").split())
