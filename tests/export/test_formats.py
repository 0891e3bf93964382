from __future__ import annotations

import csv
import io
import json

import pytest

from onrecord import Article, Filter, QueryError, Record
from onrecord.export import FORMATS, export
from onrecord.export.contract import contract
from onrecord.export.csv import COLUMNS
from onrecord.pipeline import read_articles
from tests.fakes import FakeExtractor

TEXT = "“No,\nnever,” Lena Ott said.\n\n“=SUM(A1)” Ott said.\n\n“-5 degrees,” Ek said " + "very " * 60


@pytest.fixture
def filled(record: Record) -> Record:
    articles = [
        Article("a", TEXT, "Title, with “marks”", "Courier", "2024-03-02", "https://courier.example/a"),
        Article("b", "Brandt denied it."),
    ]
    record.store(read_articles(articles, FakeExtractor()))
    return record


def test_json_lines_are_the_contract_of_each_article(filled: Record) -> None:
    lines = [json.loads(line) for line in export(filled, "jsonl", Filter())]
    assert lines == [contract(read) for read in filled.readings()]


def test_json_lines_under_a_filter_hold_what_passes(filled: Record) -> None:
    (line,) = (json.loads(line) for line in export(filled, "jsonl", Filter(speaker="ott")))
    assert [statement["id"] for statement in line["statements"]] == ["a-1", "a-2"]


def test_csv_is_a_row_a_statement(filled: Record) -> None:
    source = b"".join(export(filled, "csv", Filter())).decode()
    rows = list(csv.DictReader(io.StringIO(source, newline="")))
    assert len(rows) == filled.count() == 4
    assert list(rows[0]) == list(COLUMNS)
    first = rows[0]
    assert (first["source"], first["cue"], first["content"]) == ("Lena Ott", "said", "“No,\nnever,”")
    assert (first["title"], first["outlet"], first["published"]) == (
        "Title, with “marks”",
        "Courier",
        "2024-03-02",
    )
    start, end = map(int, first["content_spans"].split("-"))
    assert TEXT[start:end] == first["content"]
    assert len(first["context"]) <= 100 + len("“No, never,” Lena Ott said") + 100
    assert rows[3]["outlet"] == ""


def test_no_cell_is_a_formula(filled: Record) -> None:
    source = b"".join(export(filled, "csv", Filter())).decode()
    for row in csv.DictReader(io.StringIO(source, newline="")):
        assert not any((value or "x")[0] in "=+-@" for value in row.values())


def test_an_unknown_format_is_a_query_error(filled: Record) -> None:
    with pytest.raises(QueryError, match=f"take one of {', '.join(FORMATS)}"):
        export(filled, "xml", Filter())
