"""Records of earlier schemas, brought up to the present one."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import pytest

from onrecord import Filter, Record, open_record
from onrecord.record import migrations
from onrecord.record.facet_tables import FACETS
from onrecord.record.link_tables import LINKS, LOOKS
from onrecord.record.reprint_tables import REPRINTS
from onrecord.record.story_tables import STORIES
from onrecord.record.views import VIEWS
from tests.linking.utterances.retellings import KESSLER, ROTTEN, STORY, one_saying

SCHEMA_1 = """
CREATE TABLE record_facts (name VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (name));
CREATE TABLE articles ("key" INTEGER NOT NULL, id VARCHAR NOT NULL, text TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL, title VARCHAR, outlet VARCHAR, outlet_folded VARCHAR, published VARCHAR,
    published_first VARCHAR(10), published_last VARCHAR(10), url VARCHAR, byline VARCHAR,
    added VARCHAR NOT NULL, PRIMARY KEY ("key"), UNIQUE (id));
CREATE INDEX ix_articles_published_first ON articles (published_first);
CREATE TABLE judgements ("key" INTEGER NOT NULL, subject VARCHAR NOT NULL, extractor VARCHAR,
    kind VARCHAR NOT NULL, value VARCHAR NOT NULL, who VARCHAR NOT NULL, made VARCHAR NOT NULL,
    undone VARCHAR, PRIMARY KEY ("key"));
CREATE INDEX ix_judgements_subject ON judgements (subject);
CREATE TABLE problems (document VARCHAR NOT NULL, reason VARCHAR NOT NULL, seen VARCHAR NOT NULL,
    PRIMARY KEY (document));
CREATE TABLE documents ("key" INTEGER NOT NULL, article INTEGER NOT NULL, name VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL, sha256 VARCHAR(64) NOT NULL, raw BLOB NOT NULL, PRIMARY KEY ("key"),
    UNIQUE (sha256, media_type), FOREIGN KEY(article) REFERENCES articles ("key"));
CREATE INDEX ix_documents_article ON documents (article);
CREATE TABLE readings ("key" INTEGER NOT NULL, article INTEGER NOT NULL, extractor VARCHAR NOT NULL,
    current BOOLEAN NOT NULL, made VARCHAR NOT NULL, PRIMARY KEY ("key"), UNIQUE (article, extractor),
    FOREIGN KEY(article) REFERENCES articles ("key"));
CREATE INDEX readings_of_version ON readings (current, extractor);
CREATE TABLE statements (reading INTEGER NOT NULL, number INTEGER NOT NULL, quote VARCHAR NOT NULL,
    communicated BOOLEAN NOT NULL, confidence FLOAT NOT NULL, speaker VARCHAR, addressee VARCHAR,
    via VARCHAR NOT NULL, parent INTEGER, act VARCHAR NOT NULL, said VARCHAR,
    PRIMARY KEY (reading, number), FOREIGN KEY(reading) REFERENCES readings ("key"));
CREATE TABLE people (reading INTEGER NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, names VARCHAR NOT NULL, PRIMARY KEY (reading, id),
    FOREIGN KEY(reading) REFERENCES readings ("key"));
CREATE TABLE spans (reading INTEGER NOT NULL, statement INTEGER NOT NULL, role VARCHAR NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (reading, statement, role, start),
    FOREIGN KEY(reading, statement) REFERENCES statements (reading, number));
CREATE VIRTUAL TABLE statement_words USING fts5(content, source, context, content='',
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'");
INSERT INTO record_facts VALUES ('schema_version', '1');
INSERT INTO judgements VALUES (1, 'a-1', 'v1', 'wrong', '', 'ann', '2024-03-03', NULL);
INSERT INTO problems VALUES ('x.pdf', 'is of a kind we do not read', '2024-03-03');
"""
TEXT = "“No,” Lena Ott said."


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A record of schema 1 with two articles, in each of which the same two people speak."""
    path = tmp_path / "first.db"
    with sqlite3.connect(path) as record:
        record.executescript(SCHEMA_1)
        for key, article in enumerate("ab", start=1):
            text = TEXT + " " * key
            digest = hashlib.sha256(text.encode()).hexdigest()
            record.execute(
                "INSERT INTO articles (key, id, text, sha256, outlet, outlet_folded, added) VALUES"
                " (?, ?, ?, ?, 'Courier', 'courier', 'then')",
                (key, article, text, digest),
            )
            record.execute("INSERT INTO readings VALUES (?, ?, 'v1', 1, 'then')", (key, key))
            record.execute(
                "INSERT INTO statements VALUES"
                " (?, 1, 'direct', 1, 0.9, 'p10', 'p2', '[]', NULL, 'deny', NULL)",
                (key,),
            )
            record.executemany(
                "INSERT INTO spans VALUES (?, 1, ?, ?, ?)",
                [(key, "content", 0, 5), (key, "cue", 15, 19), (key, "source", 6, 14)],
            )
            record.executemany(
                "INSERT INTO people VALUES (?, ?, ?, 'person', ?)",
                [(key, "p10", "Lena Ott", '["Ott"]'), (key, "p2", "Ana Ek", "[]")],
            )
            record.execute(
                "INSERT INTO statement_words(rowid, content, source, context)"
                " VALUES (?, 'no', 'lena ott', '')",
                ((key << 20) + 1,),
            )
    record.close()
    return path


def tables_of(record: Record) -> dict[str, object]:
    with record._asking() as connection:
        names = [
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
            )
        ]
        return {
            name: (
                {tuple(row)[1:] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})")},
                [row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({name})")],
            )
            for name in names
        }


def test_a_record_of_schema_1_becomes_what_a_new_one_is(first: Path, record: Record) -> None:
    with open_record(first) as opened:
        assert tables_of(opened) == tables_of(record)
    with sqlite3.connect(first) as file:
        stated = file.execute("SELECT value FROM record_facts").fetchall()
    file.close()
    assert stated == [(str(migrations.SCHEMA_VERSION),)]


def test_everything_of_schema_1_is_kept(first: Path) -> None:
    with open_record(first) as opened:
        read = opened.article("a")
        assert [person.id for person in read.people] == ["p10", "p2"]
        assert read.people[0].names == ("Ott",)
        (statement,) = read.statements
        assert (statement.speaker, statement.addressee, statement.act) == ("p10", "p2", "deny")
        assert (statement.answers, statement.place, statement.grounds, read.credits) == (None, None, (), ())
        assert [entry.statement.id for entry in opened.find("no")] == ["a-1", "b-1"]
        assert opened.counts().problems == 1
    with sqlite3.connect(first) as file:
        assert file.execute("SELECT subject, kind, who FROM judgements").fetchall() == [
            ("a-1", "wrong", "ann")
        ]
    file.close()


def test_people_of_schema_1_are_united(first: Path) -> None:
    with open_record(first) as opened:
        assert [(line.name, line.articles) for line in opened.people()] == [("Lena Ott", 2), ("Ana Ek", 2)]
        assert opened.count(Filter(speaker="lena ott")) == 2


def without_reviews(file: sqlite3.Connection) -> None:
    """Take out of a present record what schemas 4 and 5 brought, and the views, which every opening makes."""
    for name in VIEWS:
        file.execute(f"DROP VIEW {name}")
    for table in FACETS:
        file.execute(f"DROP TABLE {table.name}")
    file.execute("DROP TABLE reviews")
    file.execute("DROP INDEX statements_certainty")
    file.execute("ALTER TABLE statements DROP COLUMN certainty")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A record of schema 2 with a story in it: a present one, without what schema 3 brought."""
    path = tmp_path / "second.db"
    with open_record(path) as record:
        record.store(STORY)
    with sqlite3.connect(path) as file:
        without_reviews(file)
        for table in (*reversed(LINKS), *LOOKS, *REPRINTS, *STORIES):
            file.execute(f"DROP TABLE {table.name}")
        file.execute("UPDATE record_facts SET value = '2' WHERE name = 'schema_version'")
    file.close()
    return path


class TestSchema2:
    def test_it_becomes_what_a_new_one_is(self, second: Path, record: Record) -> None:
        with open_record(second) as opened:
            assert tables_of(opened) == tables_of(record)

    def test_its_utterances_are_those_of_a_new_record(self, second: Path, record: Record) -> None:
        record.store(STORY)
        with open_record(second) as opened:
            assert list(opened.utterances()) == list(record.utterances()) != []
            assert list(opened.relations()) == list(record.relations())
            assert list(opened.reprints()) == list(record.reprints())
            assert list(opened.stories()) == list(record.stories())

    def test_page_by_page_is_as_all_at_once(
        self, second: Path, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("onrecord.record.utterances._PAGE", 2)
        record.store(STORY)
        with open_record(second) as opened:
            assert list(opened.utterances()) == list(record.utterances())

    def test_what_is_added_afterwards_joins(self, second: Path, record: Record) -> None:
        later = one_saying(ROTTEN, KESSLER, article="z", published="2024-03-04")
        record.store([*STORY, later])
        with open_record(second) as opened:
            opened.store([later])
            assert list(opened.utterances()) == list(record.utterances())
            assert any("z" in {member.article for member in one.members} for one in opened.utterances())

    def test_judgements_on_people_stay(self, second: Path) -> None:
        with sqlite3.connect(second) as file:
            file.execute(
                "INSERT INTO judgements (subject, kind, value, who, made) VALUES"
                " ('p1', 'rename', 'The Governor', 'ann', 'then')"
            )
        file.close()
        with open_record(second) as opened:
            assert list(opened.utterance_judgements()) == []
        with sqlite3.connect(second) as file:
            assert file.execute("SELECT kind, who FROM judgements").fetchall() == [("rename", "ann")]
        file.close()

    def test_a_step_that_fails_leaves_it_as_it_was(
        self, second: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("the power went")

        monkeypatch.setattr("onrecord.record.migrations.Links.link_all", broken)
        with pytest.raises(RuntimeError):
            open_record(second)
        with sqlite3.connect(second) as file:
            assert file.execute("SELECT value FROM record_facts").fetchall() == [("2",)]
            assert file.execute("SELECT name FROM sqlite_master WHERE name = 'compared'").fetchall() == []
        file.close()
        monkeypatch.undo()
        with open_record(second) as opened:
            assert list(opened.utterances()) != []


@pytest.fixture
def third(tmp_path: Path) -> Path:
    """A record of schema 3 with a story in it: a present one, without what schema 4 brought."""
    path = tmp_path / "third.db"
    with open_record(path) as record:
        record.store(STORY)
    with sqlite3.connect(path) as file:
        without_reviews(file)
        file.execute("UPDATE record_facts SET value = '3' WHERE name = 'schema_version'")
    file.close()
    return path


class TestSchema3:
    def test_it_becomes_what_a_new_one_is(self, third: Path, record: Record) -> None:
        with open_record(third) as opened:
            assert tables_of(opened) == tables_of(record)

    def test_how_certain_statements_are_is_as_in_a_new_record(self, third: Path, record: Record) -> None:
        record.store(STORY)
        query = "SELECT reading, number, certainty FROM statements ORDER BY reading, number"
        with open_record(third) as opened, opened._asking() as one, record._asking() as other:
            found = one.exec_driver_sql(query).fetchall()
            assert found == other.exec_driver_sql(query).fetchall() != []

    def test_its_statements_can_be_reviewed(self, third: Path) -> None:
        with open_record(third) as opened:
            first = next(opened.review_queue())
            opened.reject(first.statement.id)
            assert opened.count() == opened.count(Filter(reviewed="all")) - 1


class TestSchema4:
    @pytest.fixture
    def fourth(self, tmp_path: Path) -> Path:
        """A record of schema 4 with a story in it: a present one, without what schema 5 brought."""
        path = tmp_path / "fourth.db"
        with open_record(path) as record:
            record.store(STORY)
        with sqlite3.connect(path) as file:
            for table in FACETS:
                file.execute(f"DROP TABLE {table.name}")
            file.execute("DROP INDEX bearers_of_profile")
            file.execute("UPDATE record_facts SET value = '4' WHERE name = 'schema_version'")
        file.close()
        return path

    def test_it_becomes_what_a_new_one_is(self, fourth: Path, record: Record) -> None:
        with open_record(fourth) as opened:
            assert tables_of(opened) == tables_of(record)

    def test_its_statements_are_counted_as_in_a_new_record(self, fourth: Path, record: Record) -> None:
        record.store(STORY)
        with open_record(fourth) as opened:
            assert opened.facets() == record.facets()
            assert opened.facets().total > 0
            opened.store([one_saying(ROTTEN, KESSLER, article="z", published="2024-03-04")])
            assert opened.facets().total == record.facets().total + 1


def test_one_utterance_is_made_of_what_schema_1_holds_twice(first: Path) -> None:
    """Two articles that print one short word are no utterance; nothing fails on them either."""
    with open_record(first) as opened:
        assert list(opened.utterances()) == []
        assert [len(one.reports) for one in opened.compare("a-1")] == [1]


def test_a_step_that_fails_leaves_the_record_as_it_was(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("onrecord.record.migrations.uniting.enter_all", broken)
    with pytest.raises(RuntimeError):
        open_record(first)
    monkeypatch.undo()
    with open_record(first) as opened:
        assert opened.counts().articles == 2
