"""The articles of a selection with the spans of its statements: what annotation tools work on.

Invariant: spans are as decided, where somebody corrected them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from onrecord.export.selection import Selection
from onrecord.model import Article, Spans
from onrecord.record import Entry

ROLES = ("content", "cue", "source")


def marked(selection: Selection) -> Iterator[tuple[Article, list[Entry]]]:
    """Yield each article once, where its first statement stands, with its statements in text order.

    No more than one article is held at a time; a search is gone through first, as its statements stand in
    no order of articles.
    """
    if selection.words is None:
        for _, some in groupby(selection.entries(), key=lambda entry: entry.article.id):
            entries = list(some)
            yield entries[0].article, sorted(entries, key=_place)
        return
    wanted: dict[str, set[str]] = {}
    for entry in selection.entries():
        wanted.setdefault(entry.article.id, set()).add(entry.statement.id)
    for identifier, ids in wanted.items():
        entries = [one for one in selection.record.statement_entries(identifier) if one.statement.id in ids]
        if entries:
            yield entries[0].article, sorted(entries, key=_place)


def _place(entry: Entry) -> tuple[Spans, str]:
    return entry.content_spans, entry.statement.id


def spans(entry: Entry) -> dict[str, Spans]:
    """Return where a statement's content, cue and source stand."""
    return dict(zip(ROLES, (entry.content_spans, entry.cue_spans, entry.source_spans), strict=True))
