"""The views of a record for SQL: what they show is what the record shows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import Filter, Record, open_record
from onrecord.record.views import VIEWS
from tests.export.filled import fill

Ask = Callable[[str], list[Any]]
DOCUMENTED = (Path(__file__).parents[2] / "docs" / "EXPORTS.md").read_text(encoding="utf-8")


@pytest.fixture
def ask(record: Record, tmp_path: Path) -> Ask:
    """Ask the file of a filled record in SQL, without onrecord."""
    fill(record)
    file = sqlite3.connect(tmp_path / "test.db")
    file.row_factory = sqlite3.Row
    return lambda query: file.execute(query).fetchall()


def test_statements_are_shown_as_decided_with_what_the_machine_found(ask: Ask, record: Record) -> None:
    rows = {row["statement"]: row for row in ask("SELECT * FROM v_statements")}
    entries = {one.statement.id: one for one in record.statements(Filter(reviewed="all"))}
    assert set(rows) == set(entries)
    for name, entry in entries.items():
        row = rows[name]
        assert (row["content"], row["cue"] or "", row["source"] or "") == (
            entry.content,
            entry.cue,
            entry.source,
        )
        assert (row["person"], row["review"]) == (entry.person, entry.review and str(entry.review.state))
        assert (row["parent"], row["answers"]) == (entry.statement.parent, entry.statement.answers)
    assert (rows["courier-3"]["speaker"], rows["courier-3"]["machine_speaker"]) == (
        "Piet Vossler",
        "Ida Kessler",
    )
    assert rows["courier-4"]["machine_content"] != rows["courier-4"]["content"]


def test_articles_people_utterances_and_judgements_are_all_there(ask: Ask, record: Record) -> None:
    articles = {row["article"]: row for row in ask("SELECT * FROM v_articles")}
    assert {line.id for line in record.articles()} == set(articles)
    assert articles["courier"]["text"] == record.article("courier").article.text
    people = {row["person"] for row in ask("SELECT * FROM v_people")}
    assert people == {line.id for line in record.people(limit=None)}
    for one in record.utterances():
        rows = ask(f"SELECT * FROM v_utterances WHERE utterance = '{one.id}'")
        assert {row["statement"] for row in rows} == {member.statement for member in one.members}
    judged = ask("SELECT judgement, kind, who FROM v_judgements")
    assert [tuple(row) for row in judged][0] == ("j1", "right", "ann")


def test_words_of_an_utterance_are_those_of_the_comparison(ask: Ask, record: Record) -> None:
    (comparison,) = record.compare("courier-2")
    words = {row["words"] for row in ask("SELECT words FROM v_utterances WHERE statement = 'ledger-1'")}
    assert words == {report.words for report in comparison.reports if report.entry.article.id == "ledger"}


def test_views_are_made_again_when_a_record_is_brought_up(record: Record, tmp_path: Path) -> None:
    fill(record)
    record.close()
    with sqlite3.connect(tmp_path / "test.db") as file:
        for name in VIEWS:
            file.execute(f"DROP VIEW {name}")
        file.execute("UPDATE record_facts SET value = '5' WHERE name = 'schema_version'")
    file.close()
    with open_record(tmp_path / "test.db") as opened:
        assert opened.counts().articles == 7
    with sqlite3.connect(tmp_path / "test.db") as file:
        found = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    file.close()
    assert found == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_documented_with_its_columns(name: str, ask: Ask) -> None:
    columns = [row["name"] for row in ask(f"PRAGMA table_info({name})")]
    told = re.search(rf"^\| `{name}` \| (.*?) \| (.*) \|$", DOCUMENTED, re.MULTILINE)
    assert told and told[1] == VIEWS[name][0]
    assert re.findall(r"`(\w+)`", told[2]) == columns


def test_the_documented_questions_are_answered(ask: Ask) -> None:
    section = DOCUMENTED.partition("## In SQL")[2].partition("\n## ")[0]
    queries = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    assert len(queries) >= 3
    assert all(ask(query) for query in queries)
