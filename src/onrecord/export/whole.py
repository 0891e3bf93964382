"""The record itself as JSON lines, to keep, to send, and to take in with ``onrecord import``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.export.selection import Selection


def export_record(selection: Selection, *, documents: bool = True) -> Iterator[bytes]:
    """Yield a line for each thing that the record holds, by ``schema/record.schema.json``.

    Under words or a filter the articles that have a statement that passes, each whole.  Without
    ``documents`` the bytes that they were read from are left out.
    """
    wanted = None if selection.everything else {one.article.id for one in selection.entries()}
    part = None if selection.everything else str(selection)
    for line in selection.record.lines(wanted, part, with_documents=documents):
        yield written(line)


def written(line: dict[str, Any]) -> bytes:
    """Return a line in UTF-8, newline included."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
