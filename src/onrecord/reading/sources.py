"""Where documents come from: files, folders and standard input, one document at a time.

Invariant: whatever lies there, each document is yielded once, as a Document or as a Problem that says
what to do; nothing raises, and no more than one document is held in memory.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from onrecord.errors import DocumentError
from onrecord.model import Document, Problem
from onrecord.reading.encoding import decode
from onrecord.reading.jsonl import objects

PLAIN, HTML, JSON = "text/plain", "text/html", "application/json"
LARGEST = 5_000_000
"""Bytes of the largest document: ten times the longest newspaper article, and a whole book."""
STANDARD_INPUT = "standard input"

_KINDS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "json",
}
_LOOKS_LIKE_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|article|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_UNREADABLE = (OSError, EOFError, zlib.error)

Documents = Iterator[Document | Problem]
Progress = Callable[[int], None]


class Sources:
    """The documents of files, folders and standard input (``-``), in order, a folder's in sorted order.

    ``largest`` is the limit in bytes for one document.  ``size`` is how many bytes the files have
    together, ``done`` how many of them have been passed: what a progress bar needs.
    """

    def __init__(self, paths: Iterable[str | os.PathLike[str]], largest: int = LARGEST) -> None:
        self.paths = [os.fspath(path) for path in paths]
        self.largest = largest
        self.done = 0

    @property
    def size(self) -> int | None:
        """The bytes of all files, or None where standard input is among them."""
        if "-" in self.paths:
            return None
        return sum(_size(found) for path in self.paths for found in _walk(path) if isinstance(found, Path))

    def __iter__(self) -> Documents:
        for path in self.paths:
            if path == "-":
                yield from self._stream(sys.stdin.buffer, STANDARD_INPUT)
                continue
            for found in _walk(path):
                if isinstance(found, Problem):
                    yield found
                else:
                    before = self.done
                    yield from self._file(found)
                    self.done = before + _size(found)

    def _file(self, path: Path) -> Documents:
        name = printable(path)
        suffixes = [suffix.lower() for suffix in path.suffixes]
        zipped = bool(suffixes) and suffixes[-1] == ".gz"
        suffix = (suffixes[:-1] if zipped else suffixes)[-1:]
        kind = _KINDS.get(suffix[0]) if suffix else None
        try:
            if not path.is_file():
                if path.exists():  # a named pipe, as the shell's <(...) makes them
                    with path.open("rb") as pipe:
                        yield from self._stream(pipe, name)
                    return
                yield Problem(name, "is not there; check the name")
            elif kind is None:
                yield Problem(
                    name, f"is of a kind we do not read; give {', '.join(_KINDS)} or pipe it in as -"
                )
            else:
                with path.open("rb") as plain:
                    yield from self._of_kind(kind, _unzipped(plain) if zipped else plain, name, plain)
        except _UNREADABLE as error:
            yield Problem(name, f"cannot be read: {_why(error)}")

    def _stream(self, stream: IO[bytes], name: str) -> Documents:
        """Yield the documents of a stream without a name by which to know its kind."""
        buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
        try:
            start = buffered.peek(4096).removeprefix(b"\xef\xbb\xbf")
            if start.lstrip().startswith(b"{"):
                kind = "lines"
            else:
                kind = "html" if _LOOKS_LIKE_HTML.match(start) else "plain"
            yield from self._of_kind(kind, buffered, name, None)
        except _UNREADABLE as error:
            yield Problem(name, f"cannot be read: {_why(error)}")

    def _of_kind(self, kind: str, stream: IO[bytes], name: str, counted: IO[bytes] | None) -> Documents:
        if kind == "lines":
            yield from self._lines(stream, name, counted)
            return
        raw = stream.read(self.largest + 1)
        if len(raw) > self.largest:
            yield self._too_large(name)
        elif kind == "json":
            yield from _json_file(raw, name)
        else:
            yield Document(name, raw, HTML if kind == "html" else PLAIN)

    def _lines(self, stream: IO[bytes], name: str, counted: IO[bytes] | None) -> Documents:
        """Yield each line of a JSON lines file; blank lines are none."""
        before = self.done
        number = 0
        while line := stream.readline(self.largest + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
                if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                    yield Problem(name, "is UTF-16, which JSON lines cannot be; save it as UTF-8")
                    return
            if counted is not None:
                self.done = before + counted.tell()
            if len(line) > self.largest and not line.endswith(b"\n"):
                yield self._too_large(f"{name} line {number}")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(self.largest)
            elif line.strip():
                yield Document(f"{name} line {number}", line.strip(b"\r\n"), JSON)

    def _too_large(self, name: str) -> Problem:
        limit = f"{self.largest / 1e6:g} MB"
        return Problem(name, f"is larger than {limit}; split it, or raise the limit with --largest")


def printable(path: str | os.PathLike[str]) -> str:
    """Return the name of a file with what is not Unicode in it replaced, so that it can be stored."""
    return os.fsencode(path).decode("utf-8", "replace")


def _walk(path: str) -> Iterator[Path | Problem]:
    """Yield the files of a folder and the folders in it, sorted; hidden ones are passed over."""
    root = Path(path)
    try:
        folder = root.is_dir()
        entries = sorted(root.iterdir()) if folder else []
    except (OSError, ValueError) as error:
        yield Problem(printable(path), f"cannot be read: {_why(error)}")
        return
    if not folder:
        yield root
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and entry.is_symlink():
            continue  # a link back up would never end
        if entry.is_dir() or entry.is_file() or not entry.exists():
            yield from _walk(str(entry))
        else:
            yield Problem(printable(entry), "is a pipe or a device, not a file")


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _unzipped(stream: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(gzip.GzipFile(fileobj=stream))


def _json_file(raw: bytes, name: str) -> Documents:
    try:
        for number, found in enumerate(objects(decode(raw, name)), start=1):
            yield Document(f"{name} item {number}", found.encode("utf-8", "surrogatepass"), JSON)
    except DocumentError as error:
        yield Problem(error.document, error.reason)
    except (ValueError, RecursionError) as error:
        yield Problem(name, f"is not valid JSON ({error})")


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
