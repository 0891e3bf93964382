"""XLSX: the table for people who work in a spreadsheet, with real dates, numbers and links.

Invariant: words are written as words, whatever they begin with, and never run as a formula; what XML cannot
hold is shown by a sign in its place.  The first sheet says what the table holds, and of how much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from onrecord.export.addresses import linkable
from onrecord.export.rows import COLUMNS, Column, Value, rows
from onrecord.export.selection import Selection

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_ROWS = 1_048_575
"""Rows of a sheet below its header, by the file format; further ones go to a further sheet."""
_LINKS = 65_000
"""Links of a sheet: Excel takes 65,530; further ones are words."""
_LONGEST = 32_000
"""UTF-16 units of a cell: Excel takes 32,767."""
_CHUNK = 1 << 16
_WIDE = {"content": 60, "context": 60, "title": 32, "machine_content": 40, "permalink": 24, "url": 24}
_WIDTHS = {"text": 16, "number": 11, "integer": 10, "truth": 13, "day": 12, "moment": 18, "link": 24}
_SIGNS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
_SIGNS |= {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_FULL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_FIRST_DAY = date(1900, 1, 1)
"""Excel knows no day before it."""


def export_xlsx(selection: Selection) -> Iterator[bytes]:
    """Yield a workbook with a sheet about the export and one with a row a statement."""
    with TemporaryDirectory() as folder, TemporaryFile() as file:
        _write(selection, file, folder)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _write(selection: Selection, file: IO[bytes], folder: str) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False, "remove_timezone": True}
    with xlsxwriter.Workbook(file, options) as book:
        _about(book, selection)
        table = _Table(book)
        for values in rows(selection):
            table.write(values)


def _about(book: Workbook, selection: Selection) -> None:
    sheet = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18, bold)
    sheet.set_column(1, 1, 90, wrapped)
    told = [*selection.told, ("Links", f"The pages are at {selection.base}, while onrecord serves them.")]
    told += [("", ""), ("Column", "What it means"), *((one.name, one.meaning) for one in COLUMNS)]
    for row, (name, words) in enumerate(told):
        sheet.write_string(row, 0, _words(name), bold)
        sheet.write_string(row, 1, _words(words), wrapped)


class _Table:
    """The sheet of statements, and further ones where one is full."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheets = 0
        form: dict[str, Any] = {"valign": "top"}
        self._plain = book.add_format({**form, "text_wrap": True})
        self._day = book.add_format({**form, "num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({**form, "num_format": "yyyy-mm-dd hh:mm:ss"})
        self._number = book.add_format({**form, "num_format": "0.00"})
        self._link = book.add_format({**form, "font_color": "#0b57d0", "underline": 1})
        self._sheet = self._next()

    def write(self, values: list[Value]) -> None:
        """Write a row."""
        if self._row == _ROWS:
            self._sheet = self._next()
        self._row += 1
        for place, (column, value) in enumerate(zip(COLUMNS, values, strict=True)):
            if value is not None:
                self._cell(place, column, value)

    def _next(self) -> Worksheet:
        self._sheets += 1
        sheet = self._book.add_worksheet("Statements" if self._sheets == 1 else f"Statements {self._sheets}")
        self._row = self._links = 0
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, _ROWS, len(COLUMNS) - 1)
        head = self._book.add_format({"bold": True, "bottom": 1})
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, _WIDE.get(column.name, _WIDTHS[column.kind]))
            sheet.write_string(0, place, column.name, head)
        return sheet

    def _cell(self, place: int, column: Column, value: Value) -> None:
        sheet, row = self._sheet, self._row
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value, self._plain)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, self._number if column.kind == "number" else self._plain)
        elif isinstance(value, datetime):
            utc = value.astimezone(UTC) if value.tzinfo else value
            sheet.write_datetime(row, place, utc.replace(tzinfo=None), self._moment)
        elif (when := _as_day(value)) is not None:
            sheet.write_datetime(row, place, datetime(when.year, when.month, when.day), self._day)
        elif column.kind == "link" and linkable(str(value)) and self._links < _LINKS:
            self._links += 1
            sheet.write_url(row, place, str(value), self._link, _words(str(value)))
        else:
            sheet.write_string(row, place, _words(str(value)), self._plain)


def _as_day(value: Value) -> date | None:
    """Return a full day as a date, be it one or written as one; None for all else."""
    if isinstance(value, str) and _FULL_DAY.match(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and value >= _FIRST_DAY else None


def _words(value: str) -> str:
    """Return words as a cell can hold them: no lone control characters, and not too long."""
    words = value.replace("\r\n", "\n").replace("\r", "\n").translate(_SIGNS)
    if len(words.encode("utf-16-le")) // 2 > _LONGEST:
        words = words[: _LONGEST // 2] + f" […] (cut; {len(value):,} characters in all)"
    # XlsxWriter takes a cell from <r> to </r> for its own XML
    return " " + words if words.startswith("<r>") else words
