from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from onrecord import (
    Added,
    Article,
    Attribution,
    Document,
    Filter,
    NewerRecordError,
    NotARecordError,
    NotFoundError,
    Person,
    PersonKind,
    Problem,
    QueryError,
    Quote,
    ReadArticle,
    Record,
    RecordError,
    Span,
    Statement,
    open_record,
)
from onrecord.model import article_id
from onrecord.pipeline import read_articles
from onrecord.record import tables
from tests.fakes import FakeExtractor, ShorterExtractor


def article(text: str, **known: str) -> Article:
    identifier = known.pop("id", None) or article_id(text, *known.values())
    document = Document(f"{identifier}.txt", text.encode(), "text/plain")
    return Article(identifier, text, document=document, **known)  # type: ignore[arg-type]


def read(*articles: Article) -> list[ReadArticle]:
    return list(read_articles(articles, FakeExtractor()))


def rows(record: Record, table: str) -> int:
    with record._asking() as connection:
        return int(connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])))


OTT = article(
    "“We object,” Lena Ott said.\n\nOtt denied that it was so.",
    id="ott",
    title="Ban",
    outlet="The Carrow Courier",
    published="2024-03-02",
    url="https://courier.example/ott",
    byline="Ann Lee",
)
BRANDT = article("Minister Brandt believes it will hold.", id="brandt", outlet="L'Écho", published="2024-04")


class TestAdding:
    def test_what_comes_out_is_what_went_in(self, record: Record) -> None:
        (went_in,) = read(OTT)
        assert record.store([went_in]) == Added(articles=1, statements=2)
        came_out = record.article("ott")
        assert came_out == went_in
        assert came_out.article.document == OTT.document
        assert list(record.readings()) == [went_in]

    def test_everything_a_reading_may_hold_is_kept(self, record: Record) -> None:
        relation = Attribution((Span(0, 3), Span(8, 12)), (Span(4, 7),), (), Quote.MIXED, False, 0.123456789)
        people = (
            Person("p1", "Lena Ott", PersonKind.PERSON, ("Ott", "她")),
            Person("p2", "KPT", PersonKind.ORGANIZATION),
        )
        statements = (
            Statement("a-1", "a", relation, "p1", "p2", ("p2",), None, "deny", "2024-03-01/2024-03-02"),
            Statement("a-2", "a", relation, parent="a-1"),
        )
        whole = ReadArticle(article("Words of some length.", id="a"), statements, people, "v9")
        record.store([whole])
        assert record.article("a") == whole

    def test_adding_what_is_there_changes_nothing(self, record: Record) -> None:
        record.store(read(OTT, BRANDT))
        before = {name: rows(record, name) for name in tables.metadata.tables}
        assert record.store(read(OTT, BRANDT)) == Added(already=2)
        assert before == {name: rows(record, name) for name in tables.metadata.tables}

    def test_a_second_run_does_not_read_again(self, record: Record, story: Path) -> None:
        assert record.add(story, extractor=FakeExtractor).articles == 1

        def never() -> FakeExtractor:
            raise AssertionError("nothing is new, so nothing is to be read")

        assert record.add(story, extractor=never) == Added(already=1)

    def test_the_same_text_from_two_files_is_one_article(self, record: Record, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text("“No,” Ott said.")
        assert record.add(tmp_path / "a.txt", tmp_path / "b.txt", extractor=FakeExtractor) == Added(
            1, 1, 1, 0
        )

    def test_another_article_with_the_same_id_is_a_problem(self, record: Record) -> None:
        other = article("Other words.", id="ott")
        assert record.store(read(OTT, other)) == Added(articles=1, statements=2, problems=1)
        (problem,) = record.problems()
        assert "has the id ott of another article" in problem.reason
        assert record.article("ott").article.text == OTT.text

    def test_a_problem_is_kept_once_and_goes_when_it_is_solved(self, record: Record, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("")
        for _ in range(2):
            assert record.add(path, extractor=FakeExtractor) == Added(problems=1)
        assert list(record.problems()) == [Problem(str(path), "has no text in it")]
        path.write_text("“No,” Ott said.")
        record.add(path, extractor=FakeExtractor)
        assert list(record.problems()) == []

    def test_one_article_too_much_for_the_extractor_does_not_stop_the_run(
        self, record: Record, tmp_path: Path
    ) -> None:
        (tmp_path / "a.jsonl").write_text(
            '{"text": "“No,” Ott said."}\n{"text": "EXPLODE"}\n{"text": "“Yes,” Ott said."}'
        )
        assert record.add(tmp_path / "a.jsonl", extractor=FakeExtractor) == Added(2, 0, 2, 1)
        (problem,) = record.problems()
        assert "ValueError: a text too far" in problem.reason

    def test_an_interrupt_keeps_what_was_read(self, record: Record) -> None:
        def interrupted() -> Iterator[ReadArticle]:
            yield from read(OTT, BRANDT)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            record.store(interrupted())
        assert record.counts().articles == 2

    def test_a_killed_run_loses_at_most_a_batch_and_the_next_goes_on(self, tmp_path: Path) -> None:
        lines = "".join(f'{{"text": "“No {number},” Ott said."}}\n' for number in range(400))
        (tmp_path / "a.jsonl").write_text(lines)
        code = (
            "import os, signal, sys\n"
            "from onrecord import open_record\n"
            "from tests.fakes import FakeExtractor\n"
            "def kill(added, share):\n"
            "    if added.articles >= 128: os.kill(os.getpid(), signal.SIGKILL)\n"
            "open_record('k.db').add('a.jsonl', extractor=FakeExtractor, progress=kill)\n"
        )
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(root)},
            check=False,
        )
        assert done.returncode == -signal.SIGKILL
        with open_record(tmp_path / "k.db") as record:
            assert record.counts().articles == 128
            assert record.add(tmp_path / "a.jsonl", extractor=FakeExtractor) == Added(272, 128, 272, 0)

    def test_a_statement_has_to_be_numbered_in_its_article(self, record: Record) -> None:
        (item,) = read(OTT)
        wrong = ReadArticle(item.article, item.statements[1:], (), "v")
        with pytest.raises(ValueError, match="needs the id <article>-1"):
            record.store([wrong])
        assert record.counts().articles == 0


class TestAsking:
    @pytest.fixture(autouse=True)
    def fill(self, record: Record) -> None:
        record.store([*read(OTT, BRANDT), Problem("x.pdf", "is of a kind we do not read")])

    def test_counts(self, record: Record) -> None:
        counts = record.counts()
        assert (counts.articles, counts.statements, counts.problems) == (2, 3, 1)

    def test_articles_come_by_date(self, record: Record) -> None:
        record.store(read(article("Undated words.", id="undated")))
        assert [(line.id, line.statements) for line in record.articles()] == [
            ("ott", 2),
            ("brandt", 1),
            ("undated", 0),
        ]

    def test_a_statement_by_its_id(self, record: Record) -> None:
        entry = record.statement("ott-2")
        assert (entry.source, entry.cue, entry.content) == ("Ott", "denied", "that it was so")
        assert entry.place.paragraph == 2
        assert [part.of(OTT.text) for part in entry.context] == ["Ott denied that it was so."]

    def test_the_beginning_of_an_id_is_enough(self, record: Record) -> None:
        assert record.statement("bra-1").article.id == "brandt"
        assert record.article("o").article.id == "ott"

    def test_a_beginning_that_several_have_is_not(self, record: Record) -> None:
        record.store(read(article("More words.", id="otto")))
        assert record.article("ott").article.id == "ott"
        with pytest.raises(QueryError, match="several articles"):
            record.article("ot")

    @pytest.mark.parametrize("identifier", ["nobody", "ott-9", "ott-", "", "-1", "%", "_-1", "ott-²"])
    def test_what_is_not_there_is_not_found(self, record: Record, identifier: str) -> None:
        with pytest.raises(NotFoundError):
            record.show(identifier)

    def test_show_gives_an_article_or_a_statement(self, record: Record) -> None:
        record.store(read(article("“No,” Ott said. “Yes,” Ott said.", id="x-1")))
        assert isinstance(record.show("x-1"), ReadArticle)
        assert not isinstance(record.show("x-1-1"), ReadArticle)

    @pytest.mark.parametrize(
        ("only", "ids"),
        [
            (Filter(), ["ott-1", "ott-2", "brandt-1"]),
            (Filter(speaker="ott"), ["ott-1", "ott-2"]),
            (Filter(speaker="LENA"), ["ott-1"]),
            (Filter(outlet="courier"), ["ott-1", "ott-2"]),
            (Filter(outlet="éCHO"), ["brandt-1"]),
            (Filter(outlet="%"), []),
            (Filter(since="2024-03-03"), ["brandt-1"]),
            (Filter(since="2024-04-15", until="2024-04-15"), ["brandt-1"]),
            (Filter(until="2024-03"), ["ott-1", "ott-2"]),
            (Filter(until="2023"), []),
            (Filter(kind=Quote.DIRECT), ["ott-1"]),
            (Filter(communicated=False), ["brandt-1"]),
            (Filter(act="warn"), []),
            (Filter(speaker="ott", kind=Quote.INDIRECT), ["ott-2"]),
        ],
    )
    def test_filters(self, record: Record, only: Filter, ids: list[str]) -> None:
        assert [entry.statement.id for entry in record.statements(only)] == ids
        assert record.count(only) == len(ids)
        exported = [said.id for item in record.readings(only) for said in item.statements]
        assert exported == ids

    def test_limit_and_offset(self, record: Record) -> None:
        assert [entry.statement.id for entry in record.statements(limit=1, offset=1)] == ["ott-2"]

    @pytest.mark.parametrize("day", ["yesterday", "2024-13", "01/02/2024", ""])
    def test_a_date_that_is_none_is_a_query_error(self, day: str) -> None:
        with pytest.raises(QueryError, match="is no date for from"):
            Filter(since=day)

    def test_a_filter_says_itself(self) -> None:
        assert str(Filter()) == "all"
        said = str(
            Filter(speaker="Ott", outlet="Courier", since="2024", kind=Quote.DIRECT, communicated=True)
        )
        assert said == "by Ott, in Courier, from 2024, direct, communicated"

    def test_asking_while_adding(self, record: Record) -> None:
        entries = record.statements()
        next(entries)
        record.store(read(article("“No,” Ott said.", id="later")))
        assert len(list(entries)) == 2
        assert record.count() == 4


class TestReadingAgain:
    def test_a_newer_reading_is_shown_and_the_older_kept(self, record: Record) -> None:
        record.store(read(OTT, BRANDT))
        evidence = [rows(record, "articles"), rows(record, "documents")]
        with record._engine.begin() as connection:
            connection.execute(
                tables.judgements.insert().values(
                    subject="ott-2", kind="wrong", value="", who="me", made="now"
                )
            )
        assert record.reread(ShorterExtractor) == Added(articles=2, statements=2)
        assert [entry.statement.id for entry in record.statements()] == ["ott-1", "brandt-1"]
        assert record.article("ott").extractor == "fake-2"
        assert rows(record, "readings") == 4
        assert rows(record, "statements") == 5
        assert rows(record, "judgements") == 1
        assert [rows(record, "articles"), rows(record, "documents")] == evidence

    def test_search_sees_the_newest_reading_alone(self, record: Record) -> None:
        record.store(read(OTT))
        record.reread(ShorterExtractor)
        assert [entry.statement.id for entry in record.find("object")] == ["ott-1"]
        assert list(record.find("denied", Filter(speaker="Ott", kind=Quote.INDIRECT))) == []
        assert record.reread(FakeExtractor).articles == 1
        assert {entry.statement.id for entry in record.find("ott")} == {"ott-1", "ott-2"}
        assert rows(record, "readings") == 2

    def test_a_second_time_there_is_nothing_to_do(self, record: Record) -> None:
        record.store(read(OTT))
        assert record.reread(FakeExtractor) == Added()

    def test_what_the_extractor_fails_on_keeps_its_reading(self, record: Record, story: Path) -> None:
        record.add(story, extractor=FakeExtractor)
        record.store(read(OTT))

        class Failing(ShorterExtractor):
            def _one(self, text: str) -> list[Attribution]:
                return super()._one(text.replace("BERN", "EXPLODE"))

        assert record.reread(Failing) == Added(articles=1, statements=1, problems=1)
        (problem,) = record.problems()
        assert problem.document == str(story)
        assert record.count() == 5


class TestOpening:
    def test_a_record_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(RecordError, match="there is no record at"):
            open_record(tmp_path / "no.db", create=False)
        assert not (tmp_path / "no.db").exists()

    def test_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "a.db").write_text("This is a letter, not a record.")
        with pytest.raises(NotARecordError, match="is not a record of onrecord"):
            open_record(tmp_path / "a.db")

    def test_a_database_of_something_else(self, tmp_path: Path) -> None:
        other = sqlite3.connect(tmp_path / "a.db")
        other.execute("CREATE TABLE recipes (name)")
        other.close()
        with pytest.raises(NotARecordError, match="is a database, but not a record"):
            open_record(tmp_path / "a.db")

    def test_a_damaged_record(self, tmp_path: Path) -> None:
        (tmp_path / "a.db").write_bytes(b"SQLite format 3\x00" + os.urandom(4000))
        with pytest.raises(NotARecordError, match="damaged"):
            open_record(tmp_path / "a.db")

    def test_a_record_of_a_newer_onrecord(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        open_record(path).close()
        newer = sqlite3.connect(path)
        newer.execute("UPDATE record_facts SET value = '99'")
        newer.commit()
        newer.close()
        with pytest.raises(NewerRecordError, match="upgrade onrecord"):
            open_record(path)

    def test_a_folder_and_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(RecordError, match="is a folder"):
            open_record(tmp_path)
        with pytest.raises(RecordError, match="there is no folder"):
            open_record(tmp_path / "nowhere" / "a.db")

    def test_a_record_that_another_program_is_writing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("onrecord.record.sqlite._PATIENCE", 0.05)
        path = tmp_path / "a.db"
        with open_record(path) as record:
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(RecordError, match="is being written by another program"):
                record.store(read(OTT))
            other.execute("ROLLBACK")
            other.close()
            assert record.store(read(OTT)).articles == 1

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_read_only_record_can_be_asked(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        with open_record(path) as record:
            record.store(read(OTT))
        path.chmod(0o444)
        tmp_path.chmod(0o555)
        with open_record(path) as record:
            assert record.count() == 2
            with pytest.raises(RecordError, match="read-only"):
                record.store(read(BRANDT))
        tmp_path.chmod(0o755)


def test_the_cost_of_an_article_does_not_grow_with_the_record(record: Record) -> None:
    def added(first: int, count: int) -> float:
        batch = read(
            *(article(f"“No {number},” Ott said.", id=f"n{number}") for number in range(first, first + count))
        )
        begun = time.process_time()
        record.store(batch)
        return time.process_time() - begun

    small = added(0, 128)
    added(1000, 2000)
    large = min(added(10_000 + 200 * turn, 128) for turn in range(3))
    assert large < 4 * small


def test_statements_by_their_ids_are_the_same_together_and_one_by_one(record: Record, story: Path) -> None:
    record.add(story, extractor=FakeExtractor)
    ids = [entry.statement.id for entry in record.statements()]
    wanted = [ids[2], ids[0], ids[2]]
    assert record.entries(wanted) == [record.statement(one) for one in wanted]
    assert record.entries(["none-1", f"{ids[0]}9", "x", f"x-{'9' * 40}"]) == []


def test_a_record_in_the_folder_that_is_read_is_no_problem(record: Record, story: Path) -> None:
    assert Path(record.name).parent == story.parent
    added = record.add(story.parent, extractor=FakeExtractor)
    assert (added.articles, added.problems) == (1, 0)
    (story.parent / "other.db").write_bytes(b"SQLite format 3")
    assert record.add(story.parent, extractor=FakeExtractor).problems == 1
