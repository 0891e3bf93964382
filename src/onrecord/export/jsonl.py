"""JSON lines: each article of the record as one object of the JSON contract."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.contract import line
from onrecord.record import Filter, Record


def export_jsonl(record: Record, only: Filter, *, details: bool = False) -> Iterator[bytes]:
    """Yield a line for each article: all of them, or those with statements that the filter lets pass.

    Under a filter an article's line holds only the statements that pass.  ``details`` adds keys.
    """
    for read in record.readings(only):
        yield line(read, details=details)
