"""The pictures in the documentation: all there, none left over, and small enough for a repository."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_every_picture_that_is_shown_is_there_and_no_other() -> None:
    shown = set(re.findall(r"screenshots/[\w-]+\.webp", (DOCS / "SCREENSHOTS.md").read_text("utf-8")))
    kept = {f"screenshots/{one.name}" for one in (DOCS / "screenshots").iterdir()}
    assert shown == kept
    assert len(kept) % 4 == 0  # two widths, light and dark


def test_the_pictures_are_small() -> None:
    sizes = [one.stat().st_size for one in (DOCS / "screenshots").iterdir()]
    assert all(size > 3_000 for size in sizes)
    assert sum(sizes) < 2_500_000
