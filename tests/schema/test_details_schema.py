"""The schema of ``--details`` has everything that the contract's has, and the added keys."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from onrecord.export.contract import line
from onrecord.model import (
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


def schema(name: str) -> dict[str, Any]:
    source = files("onrecord.schema").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(source)
    return found


BASE, DETAILS = schema("reading"), schema("details")
VALIDATOR = Draft202012Validator(DETAILS)
ADDED = {
    "article": {"credits"},
    "person": {"roles", "mentions", "occupation", "anonymity", "speaks_for"},
    "statement": {"answers", "place", "grounds"},
}


def whole() -> ReadArticle:
    relation = Attribution((Span(0, 5),), (Span(6, 10),), (), Quote.DIRECT, True, 0.9)
    ground = Ground("speaker", "name", 0.5, (Span(0, 3),))
    person = Person(
        "p1", "Mara Quill", PersonKind.PERSON, ("Mara",), (Role("editor", Span(0, 6)),), (Span(0, 4),), "x",
        (Span(1, 2),), "p1",
    )  # fmt: skip
    statement = Statement(
        "a-1", "a", relation, "p1", parent="a-1", answers="a-1", place="Bern", grounds=(ground,)
    )
    credit = Credit("Gridwire", (Span(0, 3),), "dateline")
    return ReadArticle(Article("a", "Words of a text."), (statement,), (person,), "v", (credit,))


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(DETAILS)


def test_it_has_the_contract_s_schema_in_it() -> None:
    for name, definition in BASE["$defs"].items():
        added = ADDED.get(name, set())
        there = DETAILS["$defs"][name]
        if not added:
            assert there == definition
            continue
        assert {key: value for key, value in there["properties"].items() if key not in added} == definition[
            "properties"
        ]
        assert set(there["required"]) == {*definition["required"], *added} == set(there["properties"])
    assert DETAILS["properties"] == BASE["properties"]


def test_everything_is_described_and_closed() -> None:
    for name, definition in DETAILS["$defs"].items():
        if definition.get("type") == "object":
            assert definition["additionalProperties"] is False, name
            assert set(definition["required"]) == set(definition["properties"])
            assert all(
                field["description"].endswith(".")
                for field in definition["properties"].values()
                if "description" in field
            )


def test_what_onrecord_prints_with_details_is_valid_and_without_is_not() -> None:
    VALIDATOR.validate(json.loads(line(whole(), details=True)))
    assert not VALIDATOR.is_valid(json.loads(line(whole())))
    assert not Draft202012Validator(BASE).is_valid(json.loads(line(whole(), details=True)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("article.credits", None),
        ("article.credits.0.agency", 1),
        ("people.0.roles.0.span", [1]),
        ("people.0.mentions", [1, 2]),
        ("people.0.speaks_for", ""),
        ("statements.0.grounds.0.confidence", 2),
        ("statements.0.grounds.0.field", ""),
        ("statements.0.answers", 3),
        ("statements.0.place", 3),
    ],
)
def test_a_bad_detail_is_rejected(path: str, value: Any) -> None:
    made = json.loads(line(whole(), details=True))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = made
    for step in way:
        place = place[step]
    place[last] = value
    assert not VALIDATOR.is_valid(made)
