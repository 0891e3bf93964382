"""The description of the server: it describes every route, and every answer is as it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Mount, Route

from onrecord import Record
from onrecord.web import application, openapi
from onrecord.web.api_schemas import COMPONENTS
from tests.web.conftest import Visitor

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 25


def plain(path: str) -> str:
    """Return a route's path as the description writes it."""
    return re.sub(r":\w+}", "}", path)


def test_every_route_is_described(storied: Record) -> None:
    described = {
        (method.upper(), path)
        for path, methods in openapi.description()["paths"].items()
        for method in methods
        if method in ("get", "post")
    }
    routes = set()
    for route in application(storied).routes:
        if isinstance(route, Mount):
            continue
        assert isinstance(route, Route)
        is_page = not (route.path.endswith(".json") or "GET" in (route.methods or ()) and is_file(route.path))
        for method in (route.methods or set()) & {"GET", "POST"}:
            if not (method == "GET" and is_page):
                routes.add((method, plain(route.path)))
    assert described == routes


def is_file(path: str) -> bool:
    from onrecord.web.pages import FILES, VIEWS

    return path in FILES and path not in VIEWS


def test_the_description_is_what_it_says_it_is(visitor: Visitor) -> None:
    told = visitor.json("/openapi.json")
    assert told == openapi.description()
    assert told["openapi"] == "3.1.0"
    names = [one["operationId"] for methods in told["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))
    for name, schema in COMPONENTS.items():
        Draft202012Validator.check_schema(schema)
        assert f"#/components/schemas/{name}" in str(told), f"nothing refers to {name}"


def test_every_reference_leads_somewhere() -> None:
    found = re.findall(r"#/components/schemas/(\w+)", str(openapi.description()))
    assert set(found) <= set(COMPONENTS)


def test_a_wrong_shape_is_found(visitor: Visitor) -> None:
    """The schemas are strict: a member too many, or one too few, does not pass."""
    answer = visitor.json("/search.json")
    schema = openapi.description()["paths"]["/search.json"]["get"]["responses"]["200"]["content"]
    whole = schema["application/json"]["schema"] | {"components": {"schemas": COMPONENTS}}
    validator = Draft202012Validator(whole)
    validator.validate(answer)
    assert not validator.is_valid(answer | {"more": 1})
    assert not validator.is_valid({name: value for name, value in answer.items() if name != "facets"})
    answer["statements"][0]["confidence"] = "high"
    assert not validator.is_valid(answer)


OPERATIONS = sorted(
    (method, path)
    for path, methods in openapi.description()["paths"].items()
    for method in methods
    if path != "/openapi.json"
)


@pytest.fixture(scope="module")
def api(storied: Record) -> Any:
    app = application(storied, by="Ada", names=["testserver"], may_change=False)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_as_described(api: Any, storied: Record, method: str, path: str) -> None:
    known = ids(storied).get(path.strip("/").split("/")[0], [])

    @seed(7)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api[path][method.upper()].as_strategy(), chosen=st.integers(0, 2 * len(known)))
    def every(case: Any, chosen: int) -> None:
        for name in ("id", "who", "article"):
            if chosen < len(known) and name in (case.path_parameters or {}):
                case.path_parameters[name] = known[chosen]
        case.call_and_validate(checks=CHECKS)

    every()


def ids(record: Record) -> dict[str, list[str]]:
    """Return ids that the record has, by the first part of the path of their pages."""
    articles = [line.id for line in record.articles()]
    return {
        "articles": articles,
        "stories": articles,
        "statements": [entry.statement.id for entry in record.statements(limit=6)] + ["-x <i>/../y-2"],
        "utterances": [one.id for one in record.utterances()][:4],
        "people": [line.id for line in record.people(limit=6)],
    }


def test_a_program_decides_as_the_documentation_says(filled: Record, visit: Callable[..., Visitor]) -> None:
    client = visit(filled).client
    statement = next(filled.statements()).statement.id
    changing = client.get("/judgements.json").json()["changing"]
    header = {changing["header"]: changing["value"]}
    done = client.post("/judgements/accept", json={"statement": statement}, headers=header)
    assert done.status_code == 200
    assert done.json()["judgement"]["who"] == "Ada"
    assert [one.subject for one in filled.statement_judgements()] == [statement]
    assert client.post("/judgements/accept", json={"statement": statement}).status_code == 403


def test_the_documentation_names_every_address() -> None:
    told = (Path(__file__).parent.parent.parent / "docs" / "API.md").read_text(encoding="utf-8")
    for path in openapi.description()["paths"]:
        first = path.strip("/").split("/")[0].removesuffix(".json")
        assert f"/{first}" in told, path
