from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from onrecord import (
    Article,
    Attribution,
    Credit,
    Ground,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Statement,
)
from onrecord.export.contract import contract, detailed, line
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
    relation = Attribution((Span(0, 5),), (), (), Quote.DIRECT, True, 0.9)
    read = ReadArticle(Article("a", "“No,” Ott said."), (Statement("a-1", "a", relation),), (), "v1")
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


DETAILS = {
    "article": ["credits"],
    "person": ["roles", "mentions", "occupation", "anonymity", "speaks_for"],
    "statement": ["answers", "place", "grounds"],
}


def test_details_come_after_the_contract_s_keys_and_change_none() -> None:
    plain, whole = contract(full()), detailed(full())
    assert list(whole) == list(plain)
    assert list(whole["article"]) == [*plain["article"], *DETAILS["article"]]
    for name, part in (("person", "people"), ("statement", "statements")):
        for short, long in zip(plain[part], whole[part], strict=True):
            assert list(long) == [*short, *DETAILS[name]]
            assert {key: long[key] for key in short} == short


def test_every_detail() -> None:
    read = full()
    person = replace(
        read.people[0],
        roles=(Role("leader", Span(1, 3)),),
        mentions=(Span(0, 2), Span(5, 6)),
        occupation="official",
        anonymity=(Span(2, 4),),
        speaks_for="p2",
    )
    ground = Ground("speaker", "pronoun", 0.123456, (Span(0, 1),))
    statement = replace(read.statements[0], answers="a-2", place="Bern", grounds=(ground,))
    credits_ = (Credit("Gridwire", (Span(0, 3),), "dateline"),)
    made = detailed(replace(read, people=(person,), statements=(statement,), credits=credits_))
    assert made["article"]["credits"] == [{"agency": "Gridwire", "spans": [[0, 3]], "by": "dateline"}]
    assert {key: made["people"][0][key] for key in DETAILS["person"]} == {
        "roles": [{"words": "leader", "span": [1, 3]}],
        "mentions": [[0, 2], [5, 6]],
        "occupation": "official",
        "anonymity": [[2, 4]],
        "speaks_for": "p2",
    }
    assert {key: made["statements"][0][key] for key in DETAILS["statement"]} == {
        "answers": "a-2",
        "place": "Bern",
        "grounds": [{"field": "speaker", "by": "pronoun", "confidence": 0.1235, "spans": [[0, 1]]}],
    }


@pytest.mark.parametrize("details", [False, True])
def test_the_schema_agrees(details: bool) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    name = "details" if details else "reading"
    schema = json.loads(files("onrecord.schema").joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(line(full(), details=details)), schema)
