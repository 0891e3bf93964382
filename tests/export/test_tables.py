"""CSV, XLSX and Parquet: the same rows as the search shows, typed."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from onrecord import Filter, OnrecordError, Quote, Record, open_record
from onrecord.export import export
from onrecord.export.rows import COLUMNS
from tests.export.filled import HOSTILE_WORDS, hostile

NAMES = [column.name for column in COLUMNS]
SELECTIONS: list[tuple[str | None, Filter]] = [
    (None, Filter()),
    (None, Filter(outlet="courier")),
    (None, Filter(reviewed="any")),
    (None, Filter(kind=Quote.DIRECT, since="2024-03")),
    ("pier", Filter()),
    ("pier rotten", Filter(speaker="kessler")),
    ("nothing like it", Filter()),
]
EVERYTHING = Filter()


def rows_of(
    record: Record, form: str, only: Filter = EVERYTHING, words: str | None = None
) -> list[dict[str, Any]]:
    data = b"".join(export(record, form, only, words))
    if form == "csv":
        return list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    if form == "parquet":
        pytest.importorskip("pyarrow")
        import pyarrow.parquet

        table: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
        return table
    sheet = workbook(data)["Statements"]
    head, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in found]


def workbook(data: bytes) -> Any:
    return pytest.importorskip("openpyxl").load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize(("words", "only"), SELECTIONS, ids=str)
def test_rows_are_those_of_the_search_in_its_order(
    filled: Record, form: str, words: str | None, only: Filter
) -> None:
    shown = filled.find(words, only, limit=None) if words else filled.statements(only)
    wanted = [entry.statement.id for entry in shown]
    found = [row["statement"] for row in rows_of(filled, form, only, words)]
    assert [name.removeprefix("'") for name in found] == wanted
    assert len(found) == filled.count(only, words)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_every_format_has_the_same_columns(filled: Record, form: str) -> None:
    assert list(rows_of(filled, form)[0]) == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_what_people_decided_stands_beside_what_the_machine_found(filled: Record) -> None:
    by_id = {row["statement"]: row for row in rows_of(filled, "csv")}
    accepted, corrected, spans = (by_id[f"courier-{n}"] for n in (2, 3, 4))
    assert (accepted["review"], accepted["reviewed_by"]) == ("accepted", "ann")
    assert datetime.fromisoformat(accepted["reviewed_at"]).tzinfo is not None
    assert accepted["machine_speaker"] == accepted["machine_content"] == ""
    assert (corrected["person_name"], corrected["machine_speaker"]) == ("Piet Vossler", "Ida Kessler")
    assert spans["content"] == "Closing the pier without a bridge is throwin"
    assert spans["machine_content"].startswith("“Closing the pier") and spans["content_spans"] == "286-330"
    assert "nameless-1" not in by_id


def test_other_outlets_are_counted(filled: Record) -> None:
    by_id = {row["statement"]: row for row in rows_of(filled, "xlsx")}
    for one in filled.utterances():
        outlets = {filled.statement(member.statement).article.outlet for member in one.members}
        for member in one.members:
            if member.statement in by_id:
                assert one.id in by_id[member.statement]["utterance"]
                assert by_id[member.statement]["other_outlets"] >= len(outlets) - 1
    assert by_id["later-2"]["other_outlets"] == 0


def test_links_lead_to_the_statement(filled: Record) -> None:
    data = b"".join(export(filled, "csv", Filter(), base="https://desk.example/r/"))
    rows = {row["statement"]: row for row in csv.DictReader(io.StringIO(data.decode(), newline=""))}
    assert rows["courier-1"]["permalink"] == "https://desk.example/r/statements/courier-1"
    assert rows["'-x <i>/../y-1"]["permalink"].endswith("/statements/-x%20%3Ci%3E~2F..~2Fy-1")


class TestXlsx:
    def test_dates_and_numbers_are_typed(self, filled: Record) -> None:
        rows = {row["statement"]: row for row in rows_of(filled, "xlsx")}
        row = rows["courier-2"]
        assert row["published"] == datetime(2024, 3, 2)
        assert row["confidence"] == 0.9 and row["communicated"] is True
        assert isinstance(row["reviewed_at"], datetime) and row["paragraph"] == 2
        vague = rows["-x <i>/../y-1"]
        assert (vague["published"], vague["published_from"], vague["published_to"]) == (
            "2024",
            datetime(2024, 1, 1),
            datetime(2024, 12, 31),
        )
        assert (vague["said_from"], vague["said_to"]) == (datetime(2023, 12, 30), datetime(2024, 1, 2))

    def test_no_cell_is_a_formula_and_words_are_whole(self, filled: Record) -> None:
        sheet = workbook(b"".join(export(filled, "xlsx", Filter())))["Statements"]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        by_id = {row["statement"]: row for row in rows_of(filled, "xlsx")}
        said = by_id["-x <i>/../y-1"]["content"]
        assert said == HOSTILE_WORDS.replace("\r\n", "\n").replace("\x01", "␁")
        assert by_id["-x <i>/../y-1"]["outlet"] == "@Outlet"

    def test_only_addresses_of_the_web_are_links(self, filled: Record) -> None:
        sheet = workbook(b"".join(export(filled, "xlsx", Filter())))["Statements"]
        targets = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
        assert targets and all(target.startswith("http://127.0.0.1:8765/statements/") for target in targets)

    def test_the_first_sheet_says_what_part_it_is(self, filled: Record) -> None:
        book = workbook(b"".join(export(filled, "xlsx", Filter(outlet="courier"), "pier")))
        told = dict(book.worksheets[0].iter_rows(values_only=True))
        assert told["Asked for"] == "with the words pier, in courier"
        count = filled.count(Filter(outlet="courier"), "pier")
        assert told["Statements"] == f"{count} of {filled.counts().statements} in the record"
        assert datetime.fromisoformat(told["Made"])
        assert told["content"] == "The words attributed, as printed."

    def test_the_header_stays_in_view(self, filled: Record) -> None:
        sheet = workbook(b"".join(export(filled, "xlsx", Filter())))["Statements"]
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref
        assert sheet["H2"].alignment.wrap_text

    def test_xml_in_words_stays_words(self, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
        """XlsxWriter would take a string from <r> to </r> for rich text of its own."""
        from onrecord.export.xlsx import _words

        assert _words("<r><t>x</t></r>") == " <r><t>x</t></r>"
        assert _words("a\ufffe\x00b\rc") == "a\ufffd␀b\nc"
        assert "characters in all" in _words("𝕏" * 40_000)
        assert len(_words("𝕏" * 40_000).encode("utf-16-le")) // 2 < 32_767

    def test_a_full_sheet_goes_on_in_another(self, filled: Record, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("onrecord.export.xlsx._ROWS", 10)
        book = workbook(b"".join(export(filled, "xlsx", Filter())))
        assert book.sheetnames == ["About", "Statements", "Statements 2"]
        rows = sum(sheet.max_row - 1 for sheet in book.worksheets[1:])
        assert rows == filled.count()


class TestParquet:
    def test_values_are_typed(self, filled: Record) -> None:
        rows = {row["statement"]: row for row in rows_of(filled, "parquet")}
        row = rows["courier-2"]
        assert row["published_from"] == date(2024, 3, 2) and row["reviewed_at"].tzinfo is not None
        assert row["title"] is None and row["other_outlets"] == 2

    def test_what_was_asked_is_in_the_metadata(self, filled: Record) -> None:
        pytest.importorskip("pyarrow")
        import pyarrow.parquet

        data = b"".join(export(filled, "parquet", Filter(outlet="ledger")))
        told = pyarrow.parquet.read_schema(io.BytesIO(data)).metadata
        assert told[b"onrecord.asked for"] == b"in ledger"

    def test_without_pyarrow_it_says_what_to_install(
        self, filled: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
        with pytest.raises(OnrecordError, match="pip install 'onrecord"):
            list(export(filled, "parquet", Filter()))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_an_empty_record_has_a_header_and_no_row(record: Record, form: str) -> None:
    assert rows_of(record, form) == []


def test_a_hostile_article_alone(tmp_path: Path) -> None:
    with open_record(tmp_path / "one.db") as one:
        one.store([hostile()])
        for form in ("csv", "xlsx", "parquet"):
            assert len(rows_of(one, form)) == 2
