from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onrecord import Record, open_record
from onrecord.errors import QueryError
from onrecord.web import reconcile
from tests.fakes import report, somebody
from tests.web.conftest import Visitor

TEXT = {"type": "string", "minLength": 1}
TYPE = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
URI = {"type": "string", "pattern": "^https?://"}
TEMPLATE = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
SERVICE = {"type": "object", "properties": {"service_url": URI, "service_path": TEXT}}
# The shapes that the Reconciliation Service API 0.2 asks for, section by section, in our own words.
MANIFEST = {
    "type": "object",
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": URI,
        "schemaSpace": URI,
        "defaultTypes": {"type": "array", "items": TYPE, "uniqueItems": True},
        "view": {"type": "object", "properties": {"url": TEMPLATE}, "required": ["url"]},
        "preview": {
            "type": "object",
            "properties": {"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}},
            "required": ["url", "width", "height"],
        },
        "suggest": {
            "type": "object",
            "properties": {"entity": SERVICE, "type": SERVICE, "property": SERVICE},
        },
        "extend": {"type": "object", "properties": {"propose_properties": SERVICE}},
        "batchSize": {"type": "integer", "minimum": 1},
    },
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
}
CANDIDATE = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "description": {"type": "string"},
        "score": {"type": "number"},
        "match": {"type": "boolean"},
        "type": {"type": "array", "items": TYPE},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"id": TEXT, "value": {"type": ["number", "boolean"]}},
                "required": ["id", "value"],
            },
        },
    },
    "required": ["id", "name", "score", "type", "match"],
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "properties": {"result": {"type": "array", "items": CANDIDATE}},
        "required": ["result"],
    },
}
SUGGESTED = {
    "type": "object",
    "properties": {"result": {"type": "array", "items": {"type": "object", "required": ["id", "name"]}}},
    "required": ["result"],
}
CELL = {
    "oneOf": [
        {
            "type": "object",
            "properties": {kind: {"type": type_}},
            "required": [kind],
            "additionalProperties": False,
        }
        for kind, type_ in (("str", "string"), ("int", "integer"), ("float", "number"))
    ]
}
EXTENSION = {
    "type": "object",
    "properties": {
        "meta": {"type": "array", "items": TYPE},
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": CELL},
            },
        },
    },
    "required": ["meta", "rows"],
}
PROPOSED = {
    "type": "object",
    "properties": {"properties": {"type": "array", "items": TYPE}, "type": TEXT},
    "required": ["properties", "type"],
}
LOCAL = "http://127.0.0.1:3333"


def holds(answer: Any, schema: dict[str, Any]) -> Any:
    Draft202012Validator(schema).validate(answer)
    return answer


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """A record of six speakers, two of them namesakes; Lena Ott is in two outlets."""
    ott = somebody("Lena Ott", "Ott", roles=["foreign minister"])
    with open_record(tmp_path_factory.mktemp("people") / "people.db") as record:
        record.store(
            [
                report("a1", ott, somebody("Karl Brandt", "Brandt", roles=["trade minister"])),
                report("a2", ott, outlet="Harbour Times", says="We said so"),
                report("a3", somebody("Orinam", kind="organization"), says="No comment"),
                report("a4", somebody("a senior official", kind="unnamed"), says="Not so"),
                report("a5", somebody("Ada Umber", roles=["mayor of Carrow"]), says="Nobody asked"),
                report("a6", somebody("Ada Umber", roles=["striker for Port Aster"]), says="A goal"),
            ]
        )
        yield record


@pytest.fixture(scope="module")
def asked(people: Record) -> Callable[..., list[dict[str, Any]]]:
    def ask(**question: Any) -> list[dict[str, Any]]:
        batch = reconcile.questions(json.dumps({"q0": question}))
        found: list[dict[str, Any]] = reconcile.answers(people, batch)["q0"]["result"]
        return found

    return ask


@pytest.fixture
def service(people: Record, visit: Callable[..., Visitor]) -> Visitor:
    return visit(people)


def test_without_a_question_it_says_what_it_offers(service: Visitor) -> None:
    told = holds(service.json("/reconcile"), MANIFEST)
    assert told["view"]["url"] == "http://127.0.0.1/people/{{id}}"
    for suggesting in told["suggest"].values():
        address = suggesting["service_url"] + suggesting["service_path"] + "?prefix=per"
        holds(service.json(address), SUGGESTED)
    proposing = told["extend"]["propose_properties"]
    holds(service.json(proposing["service_url"] + proposing["service_path"] + "?type=person"), PROPOSED)


def test_a_whole_name_is_a_match(asked: Callable[..., Any]) -> None:
    first, *others = asked(query="Lena Ott")
    assert (first["name"], first["match"], first["score"]) == ("Lena Ott", True, 100)
    assert not any(one["match"] for one in others)


@pytest.mark.parametrize("name", ["lena ott", "LENA OTT", "Léna Ott"])
def test_case_and_accents_do_not_matter(asked: Callable[..., Any], name: str) -> None:
    assert asked(query=name)[0]["match"]


def test_words_in_another_order_are_near_and_no_match(asked: Callable[..., Any]) -> None:
    first = asked(query="Ott, Lena")[0]
    assert first["name"] == "Lena Ott"
    assert 90 < first["score"] < 100
    assert not first["match"]


def test_a_surname_alone_is_never_a_match(asked: Callable[..., Any]) -> None:
    first = asked(query="Ott")[0]
    assert first["name"] == "Lena Ott"
    assert not first["match"]


def test_an_organisation_of_one_word_is_a_match(asked: Callable[..., Any]) -> None:
    assert asked(query="Orinam")[0]["match"]


def test_one_word_that_others_have_in_their_names_is_no_match(tmp_path: Path) -> None:
    with open_record(tmp_path / "word.db") as record:
        record.store(
            [
                report("a1", somebody("Marlow", kind="organization")),
                report("a2", somebody("Edith Marlow"), says="Another"),
            ]
        )
        batch = reconcile.questions('{"q0": {"query": "Marlow"}, "q1": {"query": "Edith Marlow"}}')
        found = reconcile.answers(record, batch)
        assert [(one["name"], one["match"]) for one in found["q0"]["result"]] == [
            ("Marlow", False),
            ("Edith Marlow", False),
        ]
        assert found["q1"]["result"][0]["match"]


def test_an_unnamed_source_is_never_a_match(asked: Callable[..., Any]) -> None:
    found = asked(query="a senior official")
    assert found[0]["type"] == [{"id": "unnamed", "name": "Unnamed source"}]
    assert not any(one["match"] for one in found)


def test_namesakes_are_no_match_but_a_role_orders_them(asked: Callable[..., Any], people: Record) -> None:
    assert people.count_people("Ada Umber") == 2
    namesakes = asked(query="Ada Umber")
    assert len(namesakes) == 2
    assert not any(one["match"] for one in namesakes)
    mayor = asked(query="Ada Umber", properties=[{"pid": "role", "v": "mayor"}])
    assert "mayor" in mayor[0]["description"]
    assert mayor[0]["score"] > mayor[1]["score"]
    assert {"id": "property_role", "value": True} in mayor[0]["features"]


def test_an_id_finds_its_person(asked: Callable[..., Any]) -> None:
    ott = asked(query="Lena Ott")[0]
    assert [(one["id"], one["match"]) for one in asked(query=ott["id"])] == [(ott["id"], True)]


def test_a_type_leaves_out_the_others(asked: Callable[..., Any]) -> None:
    assert asked(query="Orinam", type="person") == []
    assert asked(query="Orinam", type=["organization", "person"])[0]["match"]
    assert asked(query="Lena Ott", type="/people/person")[0]["match"]  # nobody here has it: it says nothing


def test_a_misspelt_name_is_found_and_is_no_match(asked: Callable[..., Any]) -> None:
    first = asked(query="Lena Otte")[0]
    assert first["name"] == "Lena Ott"
    assert first["score"] < 90
    assert not first["match"]


def test_properties_alone_are_a_question(asked: Callable[..., Any]) -> None:
    found = asked(properties=[{"pid": "role", "v": ["trade minister"]}])
    assert [one["name"] for one in found][:1] == ["Karl Brandt"]


def test_an_outlet_tells_people_apart(asked: Callable[..., Any]) -> None:
    found = asked(query="Lena Ott", properties=[{"pid": "outlet", "v": "Harbour Times"}])
    assert found[0]["match"]
    other = asked(query="Karl Brandt", properties=[{"pid": "outlet", "v": "Harbour Times"}])
    assert not other[0]["match"]


def test_a_limit_is_kept(asked: Callable[..., Any]) -> None:
    assert len(asked(query="Ada Umber", limit=1)) == 1
    assert not asked(query="Ada Umber", limit=1)[0]["match"]


@pytest.mark.parametrize("words", ["???", '"', "*", "“”", "\ud800", "\x00", "習", "p99999999999999", "'; --"])
def test_any_words_are_a_question(asked: Callable[..., Any], words: str) -> None:
    holds({"q0": {"result": asked(query=words)}}, RESULTS)


def test_a_batch_is_answered_by_get_and_by_post_alike(service: Visitor) -> None:
    queries = json.dumps({"q0": {"query": "Lena Ott"}, "": {"query": "nobody of this name"}})
    by_get = holds(service.get("/reconcile", params={"queries": queries}).json(), RESULTS)
    by_post = service.client.post("/reconcile", data={"queries": queries})
    assert by_post.status_code == 200
    assert by_post.json() == by_get
    assert by_get[""] == {"result": []}


def test_values_of_properties_are_the_record_s(service: Visitor, people: Record) -> None:
    ott = next(people.people("Lena Ott"))
    wanted = [{"id": "statements"}, {"id": "outlet"}, {"id": "outlets"}, {"id": "role"}, {"id": "no such"}]
    extend = json.dumps({"ids": [ott.id, "p999999", "Lena Ott"], "properties": wanted})
    told = holds(service.get("/reconcile", params={"extend": extend}).json(), EXTENSION)
    assert told == service.client.post("/reconcile", data={"extend": extend}).json()
    mine = told["rows"][ott.id]
    assert mine["statements"] == [{"int": 2}]
    assert {one["str"] for one in mine["outlet"]} == {"The Carrow Courier", "Harbour Times"}
    assert mine["outlets"] == [{"int": 2}]
    assert mine["role"] == [{"str": "foreign minister"}]
    assert mine["no such"] == []
    assert told["rows"]["p999999"]["statements"] == told["rows"]["Lena Ott"]["statements"] == []
    assert [one["id"] for one in told["meta"]] == [one["id"] for one in wanted]


def test_people_are_suggested_by_how_they_begin(service: Visitor) -> None:
    def names(prefix: str, cursor: int = 0) -> list[str]:
        answer = service.get("/reconcile/suggest/entity", params={"prefix": prefix, "cursor": cursor}).json()
        return [one["name"] for one in holds(answer, SUGGESTED)["result"]]

    assert names("Lena O") == ["Lena Ott"]
    assert names("umb") == ["Ada Umber", "Ada Umber"]
    assert names("umb", cursor=1) == ["Ada Umber"]
    assert names("Lena Ott") == ["Lena Ott"]
    assert names("?") == []
    assert names("")[0] == "Lena Ott"


def test_a_preview_is_escaped_and_may_be_framed_on_this_machine_alone(
    storied: Record, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(storied)
    hostile = next(line for line in storied.people() if "<b " in line.name)
    answer = visitor.get(f"/reconcile/preview?id={hostile.id}")
    assert "&lt;b onmouseover" in answer.text
    assert "<b " not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "script-src" not in policy
    visitor.get("/reconcile/preview?id=p99999", 404)
    visitor.get("/reconcile/preview", 404)


@pytest.mark.parametrize(
    "origin", [LOCAL, "http://localhost:3333", "https://localhost", "http://[::1]:80", "http://127.0.0.1"]
)
def test_pages_of_this_machine_may_read_the_answers(service: Visitor, origin: str) -> None:
    for path in (
        "/reconcile",
        "/reconcile/suggest/type",
        "/reconcile/suggest/nothing",
        "/reconcile?queries=x",
    ):
        answer = service.client.get(path, headers={"origin": origin})
        assert answer.headers["access-control-allow-origin"] == origin
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers
    asked = service.client.options("/reconcile", headers={"origin": origin})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example:3333",
        "http://evil.example/127.0.0.1",
        "http://evil.example:80@127.0.0.1x",
        "file://localhost",
        "http://127.0.0.1:80.evil.example",
        "",
    ],
)
def test_pages_of_other_sites_may_not(service: Visitor, origin: str) -> None:
    queries = {"queries": '{"q0": {"query": "Lena Ott"}}'}
    answer = service.client.get("/reconcile", params=queries, headers={"origin": origin})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    posted = service.client.post("/reconcile", data=queries, headers={"origin": origin})
    assert posted.status_code == (403 if origin else 200)
    assert "access-control-allow-origin" not in posted.headers


def test_other_pages_are_read_by_no_other_origin(service: Visitor) -> None:
    for path in ("/search.json", "/openapi.json", "/export/csv", "/reconcilement"):
        assert (
            "access-control-allow-origin" not in service.client.get(path, headers={"origin": LOCAL}).headers
        )


def test_a_post_that_asks_may_come_from_another_program_and_one_that_changes_may_not(
    service: Visitor,
) -> None:
    headers = {"origin": LOCAL, "sec-fetch-site": "same-site"}
    asked = service.client.post("/reconcile", data={"queries": "{}"}, headers=headers)
    assert asked.status_code == 200
    for path in ("/reconcile/", "/search", "/review"):
        assert service.client.post(path, data={}, headers=headers).status_code == 403


def test_nothing_is_run_as_a_script(service: Visitor) -> None:
    answer = service.get("/reconcile?callback=steal")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not answer.text.startswith("steal")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"queries": "{"}, "JSON"),
        ({"queries": "[]"}, "object"),
        ({"queries": "[" * 100_000}, "JSON"),
        ({"queries": '{"q0": 1}'}, "q0"),
        ({"queries": '{"q0": {}}'}, "nothing"),
        ({"queries": '{"q0": {"query": 3}}'}, "query"),
        ({"queries": json.dumps({"q0": {"query": "x" * 501}})}, "500"),
        ({"queries": '{"q0": {"query": "x", "limit": 0}}'}, "limit"),
        ({"queries": '{"q0": {"query": "x", "limit": NaN}}'}, "limit"),
        ({"queries": '{"q0": {"query": "x", "properties": {}}}'}, ""),
        ({"queries": '{"q0": {"query": "x", "properties": [{"pid": 1, "v": 2}]}}'}, "properties"),
        ({"queries": '{"q0": {"query": "x", "type": 4}}'}, "type"),
        ({"extend": '{"ids": "p1"}'}, "ids"),
        ({"extend": '{"ids": [], "properties": ["role"]}'}, "properties"),
        ({}, "queries"),
    ],
)
def test_what_is_wrong_is_said(service: Visitor, given: dict[str, str], said: str) -> None:
    answer = service.client.post("/reconcile", data=given)
    if said:
        assert answer.status_code == 400
        assert said in answer.json()["error"]["message"]
    else:
        assert answer.status_code == 200


def test_too_much_at_once_is_refused(service: Visitor) -> None:
    batch = {f"q{number}": {"query": "x"} for number in range(reconcile.BATCH + 1)}
    assert service.client.post("/reconcile", data={"queries": json.dumps(batch)}).status_code == 413
    assert service.client.post("/reconcile", content=b"queries=" + b"x" * 1_000_001).status_code == 413
    many = {"ids": ["p1"] * (reconcile.MOST_ROWS + 1), "properties": []}
    assert service.client.post("/reconcile", data={"extend": json.dumps(many)}).status_code == 413


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["query", "type", "limit", "properties", "type_strict"])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), VALUES | st.dictionaries(NAMES, VALUES), max_size=3))
def test_any_json_is_answered_or_refused(people: Record, batch: dict[str, Any]) -> None:
    try:
        asked = reconcile.questions(json.dumps(batch))
    except QueryError:
        return
    answer = holds(reconcile.answers(people, asked), RESULTS)
    assert list(answer) == list(batch)


@settings(max_examples=100)
@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    assert 0 <= reconcile.likeness(one, other) <= 1
    assert reconcile.likeness(one, one) in (0, 1)


def test_names_are_asked_of_the_record_as_it_stands(tmp_path: Path) -> None:
    with open_record(tmp_path / "renamed.db") as record:
        record.store([report("a1", somebody("Lena Ott"))])
        ott = next(record.people())
        record.rename_person(ott.id, "Helene Ott-Marsh", by="ann")
        batch = reconcile.questions('{"q0": {"query": "Helene Ott-Marsh"}}')
        found = reconcile.answers(record, batch)["q0"]["result"]
        assert [(one["id"], one["match"]) for one in found] == [(ott.id, True)]
