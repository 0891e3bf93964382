"""Out of the house: one file a format."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import QueryError
from onrecord.record import Filter, Record

FORMATS = ("jsonl", "csv")


def export(record: Record, form: str, only: Filter, *, details: bool = False) -> Iterator[bytes]:
    """Yield the lines of a record in a format of FORMATS, in UTF-8; ``details`` are more keys in JSON."""
    if form == "jsonl":
        from onrecord.export.jsonl import export_jsonl

        return export_jsonl(record, only, details=details)
    if form == "csv":
        from onrecord.export.csv import export_csv

        return export_csv(record, only)
    raise QueryError(f"there is no format {form!r}; take one of {', '.join(FORMATS)}")
