"""CSV: one row a report of a statement, with its words, its place and the words around it.

Invariant: a row has what the screen has.  A cell that a spreadsheet would run as a formula begins with
an apostrophe (OWASP, "CSV Injection"); the spans beside it point at the words as printed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord.export import rows
from onrecord.export.rows import Value
from onrecord.export.selection import Selection

COLUMNS = tuple(column.name for column in rows.COLUMNS)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(selection: Selection) -> Iterator[bytes]:
    """Yield a row of column names, then a row for each statement, in UTF-8."""
    yield _row(COLUMNS)
    for values in rows.rows(selection):
        yield _row([_safe(_said(value)) for value in values])


def _said(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _safe(value: str) -> str:
    return "'" + value if value.startswith(_FORMULA) else value


def _row(values: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue().encode("utf-8")
