"""JSON lines: each article of the record as one object of the JSON contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.export.contract import line
from onrecord.export.selection import Selection
from onrecord.record import Filter


def export_jsonl(selection: Selection, *, details: bool = False) -> Iterator[bytes]:
    """Yield a line for each article: all of them, or those with statements that the selection has.

    An article's line holds only the statements that pass; they are as the machine found them.  ``details``
    adds keys.
    """
    if selection.everything:
        rejected = {one.statement.id for one in selection.record.statements(Filter(reviewed="rejected"))}
        for read in selection.record.readings():
            kept = tuple(one for one in read.statements if one.id not in rejected)
            yield line(replace(read, statements=kept), details=details)
        return
    wanted = {one.statement.id for one in selection.entries()} if selection.words else None
    for read in selection.record.readings(selection.only):
        kept = tuple(one for one in read.statements if wanted is None or one.id in wanted)
        if kept:
            yield line(replace(read, statements=kept), details=details)
