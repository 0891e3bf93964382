"""``onrecord export`` and ``onrecord import`` on the command line."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from onrecord import Filter, Quote, open_record
from onrecord.export import FORMATS
from tests.conftest import Command


@pytest.fixture
def filled(onrecord: Command, story: Path) -> Command:
    assert onrecord("add", str(story)).code == 0
    return onrecord


def csv_rows(source: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(source, newline="")))


@pytest.mark.parametrize(
    "asked",
    [[], ["--speaker", "ott"], ["--kind", "direct"], ["--not-communicated"], ["--outlet", "nowhere"]],
    ids=str,
)
@pytest.mark.parametrize("words", [None, "ban", "“world leave”"])
def test_rows_are_those_that_find_or_ledger_shows(
    filled: Command, asked: list[str], words: str | None, tmp_path: Path
) -> None:
    arguments = [*asked, "--words", words] if words else asked
    rows = csv_rows(filled("export", "--format", "csv", *arguments).out)
    told = dict(zip(asked[::2], asked[1::2], strict=False))
    only = Filter(
        speaker=told.get("--speaker"),
        outlet=told.get("--outlet"),
        kind=Quote(told["--kind"]) if "--kind" in told else None,
        communicated=False if "--not-communicated" in asked else None,
    )
    with open_record(tmp_path / "onrecord.db") as record:
        shown = record.find(words, only, limit=None) if words else record.statements(only)
        wanted = [entry.statement.id for entry in shown]
        assert [row["statement"] for row in rows] == wanted
        assert len(wanted) == record.count(only, words)
    made = json.loads(filled("export", "--format", "annotation", *arguments).out)
    assert [one["id"].rpartition("/")[2] for one in made["first"]["items"]] == wanted


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_goes_to_a_file(filled: Command, form: str, tmp_path: Path) -> None:
    name = f"out.{FORMATS[form].extension}"
    done = filled("export", "--format", form, "--output", name)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / name).read_bytes() or form == "training"
    assert not list(tmp_path.glob("*.part"))


def test_what_is_no_text_is_not_for_a_terminal(filled: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("onrecord.cli.exporting.sys.stdout", _Terminal(sys.stdout))
    done = filled("export", "--format", "xlsx")
    assert done.code == 2 and "--output statements.xlsx" in done.err


class _Terminal(io.TextIOWrapper):
    def __init__(self, under: object) -> None:
        super().__init__(io.BytesIO())

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "xml"], "is not one of"),
        (["--format", "csv", "--details"], "--details goes with"),
        (["--format", "csv", "--no-documents"], "--no-documents goes with"),
        (["--base", "ftp://x"], "is no address"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(filled: Command, arguments: list[str], told: str) -> None:
    done = filled("export", *arguments)
    assert done.code == 2 and told in done.err


def test_bad_words_and_bad_folders_are_one_line(filled: Command) -> None:
    done = filled("export", "--words", "!!!")
    assert done.code == 1 and done.err.count("\n") == 1 and "Traceback" not in done.err
    done = filled("export", "--output", "no/such/folder/x.csv")
    assert done.code == 1 and "cannot be written" in done.err


def test_links_lead_where_base_says(filled: Command) -> None:
    rows = csv_rows(filled("export", "--format", "csv", "--base", "https://desk.example").out)
    assert all(row["permalink"].startswith("https://desk.example/statements/") for row in rows)


def test_a_record_is_exported_and_imported(filled: Command, tmp_path: Path) -> None:
    filled("export", "--format", "record", "--output", "all.jsonl")
    done = filled("import", "all.jsonl", "--record", "other.db")
    assert done.code == 0 and "1 articles and 4 statements are new" in done.out
    again = filled("import", "all.jsonl", "--record", "other.db")
    assert "0 articles and 0 statements are new, 1 articles were here" in again.out
    there = filled("export", "--format", "record", "--record", "other.db").out
    assert there == (tmp_path / "all.jsonl").read_text(encoding="utf-8")


def test_import_reads_standard_input_and_names_bad_lines(filled: Command) -> None:
    source = filled("export", "--format", "record").out
    done = filled("import", "-", "--record", "other.db", given=(source + "{\n").encode())
    assert done.code == 1 and "standard input line" in done.err and "1 line was left out" in done.err
    assert "4 statements are new" in done.out
    assert filled("import", "none.jsonl").err.startswith("onrecord: none.jsonl cannot be read")
