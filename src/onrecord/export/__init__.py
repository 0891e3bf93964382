"""Out of the house: one file a format, and ``FORMATS`` to choose from.

Invariant: every format has the statements that the search shows for the same words and filter, in its
order; formats of whole articles have each article once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from onrecord.errors import QueryError
from onrecord.export.selection import BASE as BASE
from onrecord.export.selection import Selection
from onrecord.record import Filter, Record


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the extension of its files, its media type, and what it is for.

    ``binary`` says that it is no text, and nothing for a terminal.
    """

    name: str
    extension: str
    media_type: str
    purpose: str
    binary: bool = False


_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("jsonl", "jsonl", "application/x-ndjson", "articles with their statements, for programs"),
        Format(
            "csv", "csv", "text/csv; charset=utf-8", "one row a report of a statement, for any table program"
        ),
        Format(
            "xlsx", "xlsx", _SPREADSHEET, "the same rows with real dates and links, for a spreadsheet", True
        ),
        Format(
            "html",
            "html",
            "text/html; charset=utf-8",
            "a report to read, print and keep, for an editor or a lawyer",
        ),
        Format(
            "record",
            "onrecord.jsonl",
            "application/x-ndjson",
            "everything, to take into another record with onrecord import",
        ),
        Format(
            "training",
            "training.jsonl",
            "application/x-ndjson",
            "what people decided on statements, to train or evaluate an extractor",
        ),
        Format(
            "annotation",
            "annotations.jsonld",
            "application/ld+json",
            "W3C Web Annotations, for annotation servers and readers",
        ),
        Format(
            "jsonld",
            "jsonld",
            "application/ld+json",
            "schema.org Quotations and Claims with PROV, for the web and fact-checks",
        ),
        Format(
            "ftm",
            "ftm.json",
            "application/x-ndjson",
            "FollowTheMoney entities, for OpenAleph and investigations",
        ),
        Format("brat", "brat.zip", "application/zip", "standoff files, for annotating with brat", True),
        Format(
            "prodigy",
            "prodigy.jsonl",
            "application/x-ndjson",
            "tasks with tokens, spans and relations, for Prodigy and spaCy",
        ),
        Format(
            "parquet",
            "parquet",
            "application/vnd.apache.parquet",
            "the rows of CSV typed, for data frames and query engines",
            True,
        ),
    )
}
"""The formats by their names, in the order in which they are offered."""
_WRITERS = {
    "csv": "csv.export_csv",
    "xlsx": "xlsx.export_xlsx",
    "html": "html.export_html",
    "training": "training.export_training",
    "annotation": "annotation.export_annotations",
    "jsonld": "jsonld.export_jsonld",
    "ftm": "ftm.export_ftm",
    "brat": "brat.export_brat",
    "prodigy": "prodigy.export_prodigy",
    "parquet": "parquet.export_parquet",
}


def export(
    record: Record,
    form: str,
    only: Filter,
    words: str | None = None,
    *,
    base: str | None = None,
    details: bool = False,
    documents: bool = True,
) -> Iterator[bytes]:
    """Yield a record's statements, those that ``words`` and a filter let pass, in a format of FORMATS.

    ``base`` is where its pages are served, for links.  ``details`` are more keys in ``jsonl``, and
    ``documents`` says whether ``record`` brings the bytes that articles were read from.  Raises QueryError
    for an unknown format, or where ``words`` has no word to look for.
    """
    if form not in FORMATS:
        raise QueryError(f"there is no format {form!r}; take one of {', '.join(FORMATS)}")
    selection = Selection(record, only, words or None, (base or BASE).rstrip("/"))
    selection.check()
    if form == "jsonl":
        from onrecord.export.jsonl import export_jsonl

        return export_jsonl(selection, details=details)
    if form == "record":
        from onrecord.export.whole import export_record

        return export_record(selection, documents=documents)
    module, _, name = _WRITERS[form].partition(".")
    written: Iterator[bytes] = getattr(import_module(f"onrecord.export.{module}"), name)(selection)
    return written
