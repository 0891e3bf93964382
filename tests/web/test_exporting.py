from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable

import pytest

from onrecord import Record
from onrecord.export import FORMATS
from tests.web.conftest import Visitor

SEARCHES = [
    "",
    "words=ban",
    "words=sanctions+were",
    "speaker=Ott",
    "outlet=Courier",
    "outlet=%3DHarbour+Times",
    "from=2019-02-22",
    "to=2019-02-21",
    "kind=direct",
    "act=deny",
    "communicated=no",
    "count=report",
    "count=utterance&words=ban",
    "reviewed=none",
    "reviewed=all&words=ban",
    "speaker_kind=person",
    "words=nothing+of+the+kind",
]


def rows(answer: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.decode("utf-8"), newline="")))


def pages(visitor: Visitor, query: str) -> list[dict[str, object]]:
    """Return the statements of all pages of a search."""
    first = visitor.json(f"/search.json?{query}")
    found = list(first["statements"])
    for page in range(2, first["pages"] + 1):
        found += visitor.json(f"/search.json?{query}&page={page}")["statements"]
    assert len(found) == first["facets"]["total"]
    return found


@pytest.mark.parametrize("query", SEARCHES)
def test_a_table_has_the_rows_of_the_search_in_its_order(visitor: Visitor, query: str) -> None:
    shown = pages(visitor, query)
    exported = rows(visitor.get(f"/export/csv?{query}").content)
    assert [row["statement"] for row in exported] == [one["id"] for one in shown]
    assert [row["content"] for row in exported] == [one["content"] for one in shown]
    for row, one in zip(exported, shown, strict=True):
        assert row["permalink"] == f"http://127.0.0.1{one['url']}"


@pytest.mark.parametrize("query", ["", "words=vault", "speaker=Vossler", "reviewed=any", "reviewed=rejected"])
def test_reviewed_statements_come_out_as_the_search_shows_them(
    storied: Record, visit: Callable[..., Visitor], query: str
) -> None:
    visitor = visit(storied)
    shown = pages(visitor, query)
    exported = rows(visitor.get(f"/export/csv?{query}").content)
    assert [row["statement"].removeprefix("'") for row in exported] == [one["id"] for one in shown]
    assert [row["review"] for row in exported] == [(one["review"] or {}).get("state", "") for one in shown]
    assert [row["reviewed_by"] for row in exported] == [(one["review"] or {}).get("who", "") for one in shown]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_a_download_that_no_browser_opens(
    storied: Record, visit: Callable[..., Visitor], form: str
) -> None:
    answer = visit(storied).get(f"/export/{form}")
    assert answer.content
    assert answer.headers["content-type"] == FORMATS[form].media_type
    disposition = answer.headers["content-disposition"]
    assert disposition == f'attachment; filename="onrecord-statements.{FORMATS[form].extension}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_binary_formats_come_whole(visitor: Visitor) -> None:
    for form in ("xlsx", "brat"):
        with zipfile.ZipFile(io.BytesIO(visitor.get(f"/export/{form}").content)) as packed:
            assert packed.testzip() is None
    assert visitor.get("/export/parquet").content.endswith(b"PAR1")


def test_json_lines_and_tables_have_as_many_statements(visitor: Visitor) -> None:
    lines = visitor.get("/export/jsonl?speaker=Ott").text.splitlines()
    statements = sum(len(json.loads(line)["statements"]) for line in lines)
    assert statements == len(rows(visitor.get("/export/csv?speaker=Ott").content)) > 0


def test_links_in_a_file_lead_to_the_server_that_was_asked(visitor: Visitor) -> None:
    answer = visitor.get("/export/csv", headers={"host": "localhost:8770"})
    assert rows(answer.content)[0]["permalink"].startswith("http://localhost:8770/statements/")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("words=ban", "onrecord-statements-mentioning-ban.csv"),
        ("words=%22%0d%0aSet-Cookie:+x%22", "onrecord-statements-mentioning-set-cookie-x.csv"),
        ("words=習近平", "onrecord-statements-mentioning.csv"),
        ("speaker=../../etc/passwd", "onrecord-statements-by-etc-passwd.csv"),
        ("words=" + "long+" * 90, None),
    ],
)
def test_a_file_is_named_in_plain_letters(visitor: Visitor, query: str, name: str | None) -> None:
    answer = visitor.get(f"/export/csv?{query}")
    disposition = answer.headers["content-disposition"]
    assert disposition.isascii()
    assert len(disposition) < 120
    assert name is None or disposition == f'attachment; filename="{name}"'
    assert "set-cookie" not in answer.headers or "Set-Cookie: x" not in answer.headers["set-cookie"]


def test_what_cannot_be_exported_is_said_before_anything_is_sent(visitor: Visitor) -> None:
    assert "xlsx" in visitor.get("/export/exe", 404).text
    visitor.get("/export/../../etc/passwd", 404)
    assert "from" in visitor.get("/export/csv?from=soon", 400).text
    assert rows(visitor.get("/export/csv?speaker=p99999").content) == []
    assert "content-disposition" not in visitor.get("/export/csv?words=%3F%3F", 400).headers


def test_asking_for_the_head_alone_writes_nothing(visitor: Visitor) -> None:
    answer = visitor.client.head("/export/csv")
    assert answer.status_code == 200
    assert answer.content == b""
    assert "attachment" in answer.headers["content-disposition"]
