"""Make a picture of every page on the sample story, at two widths, light and dark, and show them on a page.

    python examples/screenshots.py            # into docs/screenshots, and docs/SCREENSHOTS.md
    python examples/screenshots.py person     # this page alone

It needs Chromium (or ONRECORD_CHROMIUM) and Playwright.  The pictures are WebP, as small as text stays sharp.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from onrecord import Filter, Record, open_record
from onrecord.web import application

HERE = Path(__file__).parent
STORY = HERE / "story"
DOCS = HERE.parent / "docs"
PICTURES = DOCS / "screenshots"
QUALITY = 40
WIDTHS = {1280: 860, 390: 844}
"""The widths in pixels, each with its height."""
SCHEMES = ("light", "dark")
PRINTED = {
    "01-meridian-ban": ("Meridian", "2024-03-01"),
    "02-courier-arrest": ("The Carrow Courier", "2024-03-04"),
    "03-harbour-times-hearing": ("Harbour Times", "2024-03-07"),
    "04-kpt-interview-transcript": ("Kestrian Public Television", "2024-03-08"),
    "05-meridian-interview": ("Meridian", "2024-03-09"),
    "06-courier-interview-reprint": ("The Carrow Courier", "2024-03-10"),
    "09-harbour-times-leak": ("Harbour Times", "2024-03-15"),
    "10-meridian-apology-wire": ("Meridian", "2024-03-16"),
}
"""Who published the story's plain texts, and when: what a text file does not say of itself."""
PAGES = {
    "overview": "What the record holds; every number leads to its rows.",
    "search": "What was found, with the words highlighted, a filter in words, and numbers beside it.",
    "article": "The text as published, its statements marked where they stand.",
    "statement": "One statement: who, to whom, through whom, and what each answer rests on.",
    "utterance": "What several outlets print of the same words, and where they differ.",
    "people": "Who speaks in the record.",
    "person": "What somebody has said, over time, and who quotes them.",
    "stories": "The events that several articles report.",
    "story": "Outlets side by side on one event: who is quoted where, and what each leaves out.",
    "utterances": "The words that several reports have.",
    "reprints": "Which articles are copies of others.",
    "articles": "The articles by date.",
    "review": "The queue of what is least certain, worked from the keyboard.",
    "judgements": "What people decided, each with an undo.",
}


def main(wanted: list[str]) -> int:
    """Make the pictures of some pages, without any of all, and the page that shows them."""
    if unknown := [name for name in wanted if name not in PAGES]:
        print(f"there is no page {unknown[0]}; there are {', '.join(PAGES)}")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "story.db") as record:
        record.add(*articles(Path(folder)))
        decide(record)
        with serving(record) as address, chromium() as browser:
            for name in wanted or PAGES:
                for width in WIDTHS:
                    for scheme in SCHEMES:
                        picture = taken(browser, address + path(record, name), width, scheme)
                        (PICTURES / f"{name}-{width}-{scheme}.webp").write_bytes(picture)
    (DOCS / "SCREENSHOTS.md").write_text(page(), encoding="utf-8")
    size = sum(one.stat().st_size for one in PICTURES.iterdir())
    print(f"{len(list(PICTURES.iterdir()))} pictures in {PICTURES}, {size / 1e6:.1f} MB together")
    return 0


def articles(folder: Path) -> list[Path]:
    """Return the files of the story, its plain texts as lines that say outlet and date."""
    lines = []
    for name, (outlet, date) in PRINTED.items():
        text = (STORY / f"{name}.txt").read_text(encoding="utf-8")
        title = next(line for line in text.splitlines() if line.strip())
        lines.append({"id": name, "outlet": outlet, "date": date, "title": title, "text": text})
    printed = folder / "printed.jsonl"
    printed.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return [printed, *(path for path in sorted(STORY.iterdir()) if path.stem not in PRINTED)]


def reported(record: Record) -> str:
    """Return a statement that stands inside another's report, of what most outlets report."""
    found = sorted(record.utterances(), key=lambda one: -len({member.article for member in one.members}))
    entries = record.entries([member.statement for one in found[:10] for member in one.members])
    return next((entry for entry in entries if entry.statement.parent), entries[0]).statement.id


def decide(record: Record) -> None:
    """Decide some things, as a reviewer would, so that decisions are to be seen."""
    first, second, third, *_ = record.review_queue(limit=10)
    record.accept(first.statement.id, by="Ada Umber")
    record.reject(second.statement.id, by="Ada Umber")
    record.correct_speaker(third.statement.id, "", by="Jonas Feld")
    found = next(record.find("switch", limit=1))
    record.accept(found.statement.id, by="Ada Umber")


def path(record: Record, name: str) -> str:
    """Return the address of a page, at something in the story that shows what it can do."""
    entry = next(record.find("switch", Filter(), limit=1))
    article = max(record.articles(), key=lambda line: line.statements).id
    utterance = max(record.utterances(), key=lambda one: len(one.members)).id
    special = {
        "overview": "/",
        "search": "/search?words=switch&count=report",
        "article": f"/articles/{entry.article.id}?words=switch#s{entry.statement.id.rpartition('-')[2]}",
        "statement": f"/statements/{reported(record)}",
        "utterance": f"/utterances/{utterance}",
        "person": f"/people/{next(record.people()).id}",
        "story": f"/stories/{article}",
    }
    return special.get(name, f"/{name}")


@contextmanager
def serving(record: Record) -> Iterator[str]:
    """Serve the record on a free port, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(application(record, by="Ada Umber"), log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("ONRECORD_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit("there is no Chromium here: apt-get install chromium, or set ONRECORD_CHROMIUM")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def taken(browser: Any, address: str, width: int, scheme: str) -> bytes:
    """Return the picture of a page as a reader first sees it."""
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme)
    opened = context.new_page()
    answer = opened.goto(address)
    if answer.status != 200:
        raise SystemExit(f"{address} answered {answer.status}")
    opened.wait_for_timeout(150)  # until the script has shown what the address points at
    session = context.new_cdp_session(opened)
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    context.close()
    return base64.b64decode(shot["data"])


def page() -> str:
    """Return the page that shows the pictures."""
    parts = ["# What the pages look like\n", f"{_ABOUT}\n"]
    for name, about in PAGES.items():
        wide, narrow = (f"screenshots/{name}-{width}" for width in WIDTHS)
        parts.append(f"## {name.capitalize()}\n\n{about}\n")
        parts.append(_picture(wide, 1280, f"The page {name}, 1280 pixels wide"))
        parts.append(_picture(narrow, 390, f"The page {name}, 390 pixels wide") + "\n")
    return "\n".join(parts)


def _picture(start: str, width: int, words: str) -> str:
    shown = 640 if width == 1280 else 195
    return (
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="{start}-dark.webp">'
        f'<img src="{start}-light.webp" width="{shown}" alt="{words}"></picture>'
    )


_ABOUT = (
    "Pages of `onrecord serve` on the sample story in `examples/story`, on a wide and on a narrow screen;"
    " in light or dark, as your own screen is. `make screenshots` makes them anew."
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
