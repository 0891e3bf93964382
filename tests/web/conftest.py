"""What tests of the pages may use: a record of two outlets, and its pages as a visitor gets them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest
from starlette.testclient import TestClient

from onrecord import Record, open_record
from onrecord.web import application
from tests.export.filled import fill
from tests.fakes import FakeExtractor

ARTICLES = (
    {
        "title": "Ban will not hold, says Ott",
        "outlet": "Courier",
        "published": "2019-02-21",
        "url": "https://courier.example/ban",
        "text": "BERN - “We object to this ban,” Lena Ott said on Friday.\n\n"
        "Lena Ott denied that sanctions had been broken. “The world cannot leave us,” Ott said.\n\n"
        "Minister Brandt believes the ban will hold.\n",
    },
    {
        "title": "Brandt firm on ban",
        "outlet": "Harbour Times",
        "published": "2019-02-22",
        "text": "Karl Brandt said the ban will stay for years.\n\n"
        "“We object to this ban,” Lena Ott said in an interview.\n\n"
        "“Sanctions are a game,” Karl Brandt said. Lena Ott said Karl Brandt was tired.\n",
    },
    {"title": None, "outlet": None, "published": None, "text": "“Nobody asked us,” Ada Umber said.\n"},
)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Record]:
    """A record of three short articles."""
    lines = tmp_path / "articles.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES), encoding="utf-8")
    with open_record(tmp_path / "filled.db") as record:
        record.add(lines, extractor=FakeExtractor)
        yield record


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks at pages: as HTML, as a tree of it, or as JSON."""

    client: TestClient

    def get(self, address: str, status: int = 200, **more: Any) -> httpx.Response:
        answer = self.client.get(address, follow_redirects=False, **more)
        assert answer.status_code == status, answer.text[:500]
        return answer

    def tree(self, address: str, status: int = 200) -> Any:
        return lxml.html.fromstring(self.get(address, status).content.decode("utf-8"))

    def json(self, address: str, status: int = 200) -> Any:
        return self.get(address, status).json()


@pytest.fixture
def visit() -> Callable[..., Visitor]:
    """Open the pages of a record."""

    def opened(record: Record, **how: Any) -> Visitor:
        app = application(record, **({"by": "Ada"} | how))
        client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True)
        return Visitor(client)

    return opened


@pytest.fixture
def visitor(filled: Record, visit: Callable[..., Visitor]) -> Visitor:
    """A visitor of the record of three articles."""
    return visit(filled)


@pytest.fixture(scope="session")
def storied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record with a story in five outlets, a hostile article and reviews; to be read, not to be changed."""
    with open_record(tmp_path_factory.mktemp("storied") / "storied.db") as record:
        yield fill(record)
