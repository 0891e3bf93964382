from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from onrecord import Article, Attribution, Person, PersonKind, Quote, ReadArticle, Span, Statement
from onrecord.export.contract import contract, line
from onrecord.pipeline import read_articles
from tests.fakes import FakeExtractor

KEYS = "id content cue source quote communicated speaker addressee via parent act said confidence".split()


def full() -> ReadArticle:
    relation = Attribution((Span(0, 2), Span(5, 9)), (), (Span(3, 4),), Quote.MIXED, False, 0.87654321)
    return ReadArticle(
        Article("a", "“No” 习 said\r\n", "Title", "Courier", "2024-03-02"),
        (
            Statement("a-1", "a", relation, "p1", "p2", ("p2",), None, "deny", "2024-03-01/2024-03-02"),
            Statement("a-2", "a", relation, parent="a-1"),
        ),
        (Person("p1", "Xi", PersonKind.PERSON, ("习",)), Person("p2", "KPT", PersonKind.ORGANIZATION)),
        "v1",
    )


def test_exactly_these_keys_in_this_order() -> None:
    made = contract(full())
    assert list(made) == ["article", "people", "statements"]
    assert list(made["article"]) == ["id", "title", "outlet", "published", "sha256", "text"]
    assert list(made["people"][0]) == ["id", "name", "kind", "names"]
    assert list(made["statements"][0]) == KEYS


def test_every_value() -> None:
    read = full()
    made = contract(read)
    assert made["article"]["sha256"] == read.article.sha256
    assert made["people"][0] == {"id": "p1", "name": "Xi", "kind": "person", "names": ["习"]}
    assert made["statements"][0] == {
        "id": "a-1",
        "content": [[0, 2], [5, 9]],
        "cue": [],
        "source": [[3, 4]],
        "quote": "mixed",
        "communicated": False,
        "speaker": "p1",
        "addressee": "p2",
        "via": ["p2"],
        "parent": None,
        "act": "deny",
        "said": "2024-03-01/2024-03-02",
        "confidence": 0.8765,
    }
    assert made["statements"][1]["parent"] == "a-1"


def test_what_was_not_resolved_is_null_or_empty() -> None:
    (read,) = read_articles([Article("a", "“No,” Ott said.")], FakeExtractor())
    (statement,) = contract(read)["statements"]
    unfilled: dict[str, Any] = {
        "speaker": None,
        "addressee": None,
        "via": [],
        "parent": None,
        "act": "",
        "said": None,
    }
    assert {key: statement[key] for key in unfilled} == unfilled
    assert contract(read)["people"] == []


def test_offsets_count_code_points() -> None:
    text = "𝕏 習 “No,” Ott said.\r\n"
    (read,) = read_articles([Article("a", text)], FakeExtractor())
    loaded = json.loads(line(read))
    ((start, end),) = loaded["statements"][0]["content"]
    assert loaded["article"]["text"][start:end] == "“No,”"
    assert loaded["article"]["text"] == text


def test_one_line_an_article() -> None:
    assert line(full()).count(b"\n") == 1


def test_the_schema_agrees() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schemas = [path for path in files("onrecord").joinpath("schema").iterdir() if path.name.endswith(".json")]
    if not schemas:
        pytest.skip("no schema")
    for path in schemas:
        jsonschema.validate(contract(full()), json.loads(path.read_text(encoding="utf-8")))
