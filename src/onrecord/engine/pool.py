"""Read documents in several one-thread processes, in order, with a bounded queue.

Invariant: the answers are those of one process, in the same order; at most ``AHEAD`` chunks a worker are
on their way, so memory does not grow with the number of documents.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import chain
from multiprocessing import connection, get_context, parent_process

from onrecord.errors import OnrecordError
from onrecord.model import Document, Problem, ReadArticle
from onrecord.pipeline import CHUNK, Extractor, read_chunk, read_documents

MakeExtractor = Callable[[], Extractor]
Chunk = list[Document | Problem]

AHEAD = 2
"""Chunks waiting or at work for each worker: one at work, one ready."""
FEW = 250_000
"""Bytes below which one process is done sooner than workers have started (about three seconds' work)."""
CHUNK_BYTES = 400_000
"""Bytes that end a chunk early, so that a few books do not travel together."""

_extractor: Extractor | None = None
_failure: OnrecordError | None = None


@cache
def default_extractor() -> Extractor:
    """Return the extractor that comes with onrecord."""
    from onrecord.extraction import load_extractor  # 200 ms and the weights: only when there is work

    return load_extractor()


def read_with_workers(
    documents: Iterable[Document | Problem], workers: int, make: MakeExtractor = default_extractor
) -> Iterator[ReadArticle | Problem]:
    """Yield what each document says, in order, on ``workers`` processes where there is enough to read.

    ``make`` makes the extractor in each process and has to be importable there.
    """
    waiting = iter(documents)
    first: list[Document | Problem] = []
    if workers > 1:
        size = 0
        for document in waiting:
            first.append(document)
            size += len(document.raw) if isinstance(document, Document) else 0
            if size >= FEW:
                yield from _read_in_pool(chain(first, waiting), workers, make)
                return
    yield from _read_here(chain(first, waiting), make)


def _read_here(
    documents: Iterator[Document | Problem], make: MakeExtractor
) -> Iterator[ReadArticle | Problem]:
    """Yield problems at once and load the extractor only when the first document comes."""
    for document in documents:
        if isinstance(document, Document):
            yield from read_documents(chain([document], documents), make())
            return
        yield document


def _read_in_pool(
    documents: Iterator[Document | Problem], workers: int, make: MakeExtractor
) -> Iterator[ReadArticle | Problem]:
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (make,))
    under_way: deque[Future[list[ReadArticle | Problem]]] = deque()
    try:
        for chunk in _chunks(documents):
            with _deaf_to_interrupts():
                under_way.append(pool.submit(_work, chunk))
            if len(under_way) >= AHEAD * workers:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    except BrokenProcessPool as error:
        raise OnrecordError(
            "a reading process was ended from outside, perhaps for want of memory; try --workers 1"
        ) from error
    except BaseException:
        _end(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let the workers that are started here inherit that Ctrl-C is not for them, from their first moment."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers now: nobody waits for their answers any more (``terminate_workers``, from 3.14)."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.terminate()


def _chunks(documents: Iterator[Document | Problem]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += len(document.raw) if isinstance(document, Document) else 0
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _start_worker(make: MakeExtractor) -> None:
    """Set a worker up: one thread, deaf to Ctrl-C (its parent hears it), gone when its parent is."""
    global _extractor, _failure
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"
    try:
        _extractor = make()
    except OnrecordError as error:
        _failure = error  # an initializer that raises only breaks the pool; the first answer says why


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # the parent was killed; without this the worker would wait for work for ever


def _work(chunk: Chunk) -> list[ReadArticle | Problem]:
    if _failure is not None:
        raise _failure
    assert _extractor is not None, "a worker is set up before it works"
    return read_chunk(chunk, _extractor)
