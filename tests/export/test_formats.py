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


def test_json_lines_with_words_are_those_of_the_search(filled: Record) -> None:
    lines = [json.loads(line) for line in export(filled, "jsonl", Filter(), "never")]
    found = {statement["id"] for line in lines for statement in line["statements"]}
    assert found == {entry.statement.id for entry in filled.find("never", limit=None)} != set()


def test_what_somebody_rejected_is_in_no_format(filled: Record) -> None:
    filled.reject("a-1", by="ann")
    (first, *_) = (json.loads(line) for line in export(filled, "jsonl", Filter()))
    assert [statement["id"] for statement in first["statements"]] == ["a-2", "a-3"]
    for form in ("csv", "html", "annotation", "jsonld", "ftm", "prodigy"):
        source = b"".join(export(filled, form, Filter())).decode()
        assert "a-2" in source and "a-1" not in source
    assert b'"a-1"' in b"".join(export(filled, "record", Filter()))


def test_words_that_are_none_are_refused_before_anything_is_written(filled: Record) -> None:
    with pytest.raises(QueryError):
        export(filled, "csv", Filter(), "!!!")


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
