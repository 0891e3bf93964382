from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.engine import pool, read_with_workers
from onrecord.errors import OnrecordError, WeightsError
from onrecord.model import Document, Problem
from tests.fakes import FailingExtractor, FakeExtractor

ROOT = Path(__file__).parents[2]


def documents(count: int) -> Iterator[Document | Problem]:
    for number in range(count):
        if number % 50 == 7:
            yield Problem(f"p{number}", "is not there")
        raw = f"“No {number},” Ott said." if number % 50 else "EXPLODE"
        yield Document(f"d{number}", raw.encode(), "text/plain")


class Leaver(FakeExtractor):
    """Ends its process, as a system short of memory does."""

    def extract(self, texts: object) -> list[list[object]]:  # type: ignore[override]
        os._exit(9)


def weightless() -> FakeExtractor:
    raise WeightsError("there are no weights")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "FEW", 1)


@pytest.mark.usefixtures("at_once")
def test_workers_give_the_same_answers_in_the_same_order() -> None:
    alone = list(read_with_workers(documents(300), 1, FakeExtractor))
    assert list(read_with_workers(documents(300), 2, FakeExtractor)) == alone
    assert len(alone) == 306


def test_few_documents_need_no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ProcessPoolExecutor", None)
    assert len(list(read_with_workers(documents(20), 4, FakeExtractor))) == 21


def test_without_documents_no_extractor_is_made() -> None:
    def never() -> FakeExtractor:
        raise AssertionError("nothing to read")

    problem = Problem("a", "is not there")
    assert list(read_with_workers([problem], 1, never)) == [problem]


@pytest.mark.usefixtures("at_once")
def test_documents_are_taken_only_as_they_are_needed() -> None:
    taken = 0

    def counted() -> Iterator[Document | Problem]:
        nonlocal taken
        for document in documents(100_000):
            taken += 1
            yield document

    answers = read_with_workers(counted(), 2, FakeExtractor)
    next(answers)
    assert taken <= pool.CHUNK * (2 * pool.AHEAD + 1)
    answers.close()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("at_once")
def test_a_worker_that_dies_is_an_error_with_advice() -> None:
    with pytest.raises(OnrecordError, match="try --workers 1"):
        list(read_with_workers(documents(100), 2, Leaver))


@pytest.mark.usefixtures("at_once")
def test_weights_that_are_missing_are_named_by_the_workers_too() -> None:
    with pytest.raises(WeightsError, match="there are no weights"):
        list(read_with_workers(documents(100), 2, weightless))


def test_errors_on_purpose_are_problems_of_each_article() -> None:
    found = list(read_with_workers(documents(3), 1, FailingExtractor))
    assert all(isinstance(one, Problem) for one in found)


def test_workers_leave_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from onrecord.engine import pool, read_with_workers\n"
        "from tests.engine.test_pool import documents\n"
        "from tests.fakes import FakeExtractor\n"
        "if __name__ == '__main__':\n"
        "    pool.FEW = 1\n"
        "    answers = read_with_workers(documents(10_000), 2, FakeExtractor)\n"
        "    next(answers)\n"
        "    import multiprocessing\n"
        "    print(*[child.pid for child in multiprocessing.active_children()], flush=True)\n"
        "    sys.stdin.read()\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert workers
    for _ in range(100):
        if not any(_alive(worker) for worker in workers):
            return
        time.sleep(0.05)
    raise AssertionError(f"still there: {[worker for worker in workers if _alive(worker)]}")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
