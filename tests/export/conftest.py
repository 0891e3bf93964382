from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import Record, open_record
from tests.export.filled import fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record with a story, a hostile article and reviews; to be read, not to be changed."""
    folder: Path = tmp_path_factory.mktemp("filled")
    with open_record(folder / "filled.db") as opened:
        yield fill(opened)
