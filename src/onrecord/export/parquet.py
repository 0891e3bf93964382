"""Parquet: the same table as CSV, typed, for data frames and query engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

from onrecord.errors import OnrecordError
from onrecord.export.rows import COLUMNS, Value, rows
from onrecord.export.selection import Selection

_ROWS = 5000
"""Rows that are held at a time, and of a row group."""
_CHUNK = 1 << 16


def export_parquet(selection: Selection) -> Iterator[bytes]:
    """Yield a Parquet file with a row a statement; what was asked for is in its metadata.

    Raises OnrecordError that says how to install pyarrow where it is absent.
    """
    pyarrow = _pyarrow()
    with TemporaryFile() as file:
        _write(selection, file, pyarrow)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: ICN001 - and pyarrow.parquet with it
        import pyarrow.parquet
    except ImportError as error:
        raise OnrecordError(
            "Parquet needs pyarrow, which is not installed; run: pip install 'onrecord[parquet]'"
        ) from error
    return pyarrow


def _write(selection: Selection, file: IO[bytes], pyarrow: Any) -> None:
    told = {f"onrecord.{name.lower()}": words for name, words in selection.told}
    schema = _schema(pyarrow).with_metadata(told)
    waiting = rows(selection)
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(waiting, _ROWS)):
            columns = [[_value(value) for value in column] for column in zip(*some, strict=True)]
            arrays = [
                pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _schema(pyarrow: Any) -> Any:
    kinds = {
        "text": pyarrow.string(),
        "link": pyarrow.string(),
        "number": pyarrow.float64(),
        "integer": pyarrow.int32(),
        "truth": pyarrow.bool_(),
        "day": pyarrow.date32(),
        "moment": pyarrow.timestamp("s", tz="UTC"),
    }
    return pyarrow.schema(
        [
            pyarrow.field(column.name, kinds[column.kind], metadata={"meaning": column.meaning})
            for column in COLUMNS
        ]
    )


def _value(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return value
