"""A record as one SQLite file: opening it, and saying in plain words why it cannot be opened.

Invariant: a writer holds the file only while it writes a batch, and readers never wait for a writer (WAL).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from onrecord.errors import NotARecordError, RecordError

_PATIENCE = 30.0
"""Seconds to wait for another process that is writing a batch, which takes well under one."""
_HEADER = b"SQLite format 3\x00"


def open_engine(path: Path) -> Engine:
    """Return the engine of a record file.

    Raises NotARecordError where the file is something else, RecordError where it cannot be opened.
    """
    _check(path)
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(engine: Engine, name: str) -> Iterator[Connection]:
    """Give a connection whose work is kept all together, or not at all."""
    with in_plain_words(name), engine.connect() as connection:
        connection = connection.execution_options(writing=True)
        with connection.begin():
            yield connection


@contextmanager
def asking(engine: Engine, name: str) -> Iterator[Connection]:
    """Give a connection that sees the record as it is at one moment."""
    with in_plain_words(name), engine.connect() as connection:
        yield connection


@contextmanager
def in_plain_words(name: str) -> Iterator[None]:
    """Turn what SQLite says into a RecordError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).lower()
        if "not a database" in reason or "malformed" in reason:
            raise NotARecordError(f"{name} is no record of onrecord, or is damaged ({reason})") from error
        advice = next((words for sign, words in _ADVICE.items() if sign in reason), str(error.orig))
        raise RecordError(f"{name} {advice}") from error


_ADVICE = {
    "locked": "is being written by another program; try again when that is done",
    "readonly": "cannot be written: the file or its folder is read-only",
    "read-only": "cannot be written: the file or its folder is read-only",
    "unable to open": "cannot be opened; check the name and that you may read the file and its folder",
    "disk is full": "cannot be written: the disk is full; what was added before is kept",
}


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file; one that may not be written is opened as it stands, without side files."""
    uri = path.absolute().as_uri()
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        uri += "?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, check_same_thread=False)
    connection.isolation_level = None  # transactions begin where we say so, in _begin
    if "immutable" not in uri:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")  # with WAL, safe against all but power cuts
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _begin(connection: Connection) -> None:
    options: Any = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def _check(path: Path) -> None:
    if path.is_dir():
        raise RecordError(f"{path} is a folder; a record is one file, such as {path / 'onrecord.db'}")
    if not path.parent.is_dir():
        raise RecordError(f"there is no folder {path.parent} to keep a record in; make it first")
    try:
        with path.open("rb") as file:
            start = file.read(len(_HEADER))
    except FileNotFoundError:
        return
    except OSError as error:
        raise RecordError(f"{path} cannot be opened: {error.strerror}") from error
    if start and start != _HEADER:
        raise NotARecordError(f"{path} is not a record of onrecord; give another file with --record")
