"""What every test may use: the fake extractor, a record in an empty folder, and the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from onrecord import Record, open_record
from onrecord.cli.group import House, main
from tests.fakes import FakeExtractor

STORY = """Ban "will not hold", says Ott

BERN - “We object to this ban,” Lena Ott said on Friday.

Lena Ott denied that sanctions had been broken. “The world cannot leave us,” Ott said.

Minister Brandt believes the ban will hold.
"""


@dataclass(frozen=True)
class Outcome:
    """What a command line came to."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """One article of four statements, as a text file."""
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """An empty record."""
    with open_record(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
def onrecord(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """Run a command line in an empty folder, with the fake extractor."""
    monkeypatch.chdir(tmp_path)
    for name in ("ONRECORD", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, given: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments], House(FakeExtractor))
        captured = capfdbinary.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else 1, captured.out.decode(), captured.err.decode())

    return run
