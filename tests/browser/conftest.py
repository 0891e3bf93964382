"""A browser over a running server: Chromium, driven by Playwright, on a record of the sample story.

Every page that is opened is watched: what it asks for from elsewhere, and what its console complains of,
fails the test.  Where there is no Chromium, these tests are skipped, with a word.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn

from onrecord import Record, open_record
from onrecord.web import application

STORY = Path(__file__).parent.parent.parent / "examples" / "story"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
WORDS = "switch"
"""What is looked for: words that several outlets of the story print."""


def chromium() -> str | None:
    """Return where Chromium is on this machine, None where it is not."""
    return os.environ.get("ONRECORD_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass
class Served:
    """A record and the address at which its pages are."""

    record: Record
    address: str


@dataclass
class Watched:
    """A browser window, with everything about it that should not have happened."""

    page: Any
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        """Go to a page of the record and return it; it has to be there."""
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page


@contextmanager
def serving(path: Path) -> Iterator[Served]:
    """Serve a record on a free port while it is used."""
    with open_record(path) as record, socket.create_server(("127.0.0.1", 0)) as listening:
        app = application(record, by="Ada")
        config = uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield Served(record, f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    found = chromium()
    if found is None:
        pytest.skip("there is no Chromium here: apt-get install chromium, or set ONRECORD_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def story(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the sample story, read once; copy it before it is changed."""
    path = tmp_path_factory.mktemp("story") / "story.db"
    with open_record(path) as record:
        record.add(STORY)
    return path


@pytest.fixture(scope="package")
def served(story: Path) -> Iterator[Served]:
    """The pages of the sample story, to be read."""
    with serving(story) as found:
        yield found


@pytest.fixture
def own(story: Path, tmp_path: Path) -> Iterator[Served]:
    """The pages of a copy of the sample story, in which may be decided."""
    shutil.copy(story, tmp_path / "own.db")
    with serving(tmp_path / "own.db") as found:
        yield found


Window = Callable[..., Watched]


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    """Open windows onto pages; at the end nothing may have gone wrong in any of them."""
    opened: list[tuple[Any, Watched]] = []

    def make(on: Served, width: int = 1280, height: int = 900, **how: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, **how)
        context.set_default_timeout(10_000)
        watched = Watched(context.new_page(), on.address)
        _watch(context, watched)
        opened.append((context, watched))
        return watched

    yield make
    for context, _ in opened:
        context.close()
    assert [said for _, watched in opened for said in watched.wrong] == []


def _watch(context: Any, watched: Watched) -> None:
    here = urlsplit(watched.address).netloc

    def requested(request: Any) -> None:
        if urlsplit(request.url).netloc not in (here, "") or request.url.startswith("file:"):
            watched.wrong.append(f"asked for {request.url}")

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            watched.wrong.append(f"console: {message.text}")

    context.on("request", requested)
    watched.page.on("console", said)
    watched.page.on("pageerror", lambda error: watched.wrong.append(f"script: {error}"))
