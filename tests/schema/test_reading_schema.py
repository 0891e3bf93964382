"""The schema of ``onrecord read --format jsonl`` accepts the contract and nothing else."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

SCHEMA = json.loads(files("onrecord.schema").joinpath("reading.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
TEXT = '"We bent nothing," Mara Quill told the Post on Monday.'

CONTRACT = {
    "line": {"article", "people", "statements"},
    "article": {"id", "title", "outlet", "published", "sha256", "text"},
    "person": {"id", "name", "kind", "names"},
    "statement": {
        "id", "content", "cue", "source", "quote", "communicated", "speaker", "addressee", "via",
        "parent", "act", "said", "confidence",
    },
}  # fmt: skip


def good() -> dict[str, Any]:
    return {
        "article": {
            "id": "a1",
            "title": None,
            "outlet": "The Post",
            "published": "2024-03-05",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "text": TEXT,
        },
        "people": [
            {"id": "p1", "name": "Mara Quill", "kind": "person", "names": ["Mara Quill"]},
            {"id": "p2", "name": "the Post", "kind": "organization", "names": []},
        ],
        "statements": [
            {
                "id": "a1-1",
                "content": [[0, 18]],
                "cue": [[30, 34]],
                "source": [[19, 29]],
                "quote": "direct",
                "communicated": True,
                "speaker": "p1",
                "addressee": "p2",
                "via": ["p2"],
                "parent": None,
                "act": "deny",
                "said": "2024-03-04",
                "confidence": 0.97,
            }
        ],
    }


def with_change(path: str, value: Any) -> dict[str, Any]:
    """Return the good object with one field changed; ``path`` reads ``statements.0.quote``."""
    changed = copy.deepcopy(good())
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = changed
    for step in way:
        place = place[step]
    place[last] = value
    return changed


def without(path: str) -> dict[str, Any]:
    changed = with_change(path, None)
    *way, last = path.split(".")
    place: Any = changed
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    del place[last]
    return changed


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_good_line_is_accepted() -> None:
    VALIDATOR.validate(good())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("statements.0.speaker", None),
        ("statements.0.said", None),
        ("statements.0.said", "2024-03-04/2024-03-10"),
        ("statements.0.act", ""),
        ("statements.0.cue", []),
        ("statements.0.source", []),
        ("statements.0.content", [[0, 18], [20, 25]]),
        ("statements.0.confidence", 1),
        ("statements", []),
        ("people", []),
        ("article.published", None),
        ("article.text", ""),
    ],
)
def test_what_may_be_empty_or_unknown_is_accepted(path: str, value: Any) -> None:
    VALIDATOR.validate(with_change(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("extra", 1),
        ("article.body", "x"),
        ("article.sha256", "abc"),
        ("article.text", None),
        ("article.id", ""),
        ("people.0.kind", "robot"),
        ("people.0.name", ""),
        ("people.0.names", ["Quill", "Quill"]),
        ("people.0.role", "editor"),
        ("statements.0.content", []),
        ("statements.0.content", [[0, 1, 2]]),
        ("statements.0.content", [0, 18]),
        ("statements.0.cue", [[0.5, 3]]),
        ("statements.0.cue", [[-1, 3]]),
        ("statements.0.source", None),
        ("statements.0.quote", "quoted"),
        ("statements.0.communicated", "yes"),
        ("statements.0.speaker", 7),
        ("statements.0.speaker", ""),
        ("statements.0.via", None),
        ("statements.0.act", "mumble"),
        ("statements.0.said", "Monday"),
        ("statements.0.said", "2024-13-01"),
        ("statements.0.said", "2024-03-04/"),
        ("statements.0.said", "2024-03"),
        ("statements.0.confidence", 1.2),
        ("statements.0.confidence", None),
        ("statements.0.note", "x"),
    ],
)
def test_a_bad_line_is_rejected(path: str, value: Any) -> None:
    assert not VALIDATOR.is_valid(with_change(path, value))


def _keys() -> Iterator[str]:
    yield from ("article", "people", "statements")
    for place, kind in (("article", "article"), ("people.0", "person"), ("statements.0", "statement")):
        yield from (f"{place}.{key}" for key in sorted(CONTRACT[kind]))


@pytest.mark.parametrize("path", list(_keys()))
def test_no_key_may_be_missing(path: str) -> None:
    assert not VALIDATOR.is_valid(without(path))


def test_the_schema_has_the_keys_of_the_contract_and_describes_each() -> None:
    objects = {"line": SCHEMA, **{name: SCHEMA["$defs"][name] for name in ("article", "person", "statement")}}
    for name, schema in objects.items():
        assert set(schema["properties"]) == set(schema["required"]) == CONTRACT[name]
        assert schema["additionalProperties"] is False
        for key, field in schema["properties"].items():
            described = field if "description" in field else SCHEMA["$defs"][field["$ref"].split("/")[-1]]
            assert described["description"].endswith("."), key


def test_the_schema_and_the_model_know_the_same_words() -> None:
    from onrecord.cli.options import ACTS
    from onrecord.model import PersonKind, Quote

    defs = SCHEMA["$defs"]
    assert set(defs["person"]["properties"]["kind"]["enum"]) == {kind.value for kind in PersonKind}
    assert set(defs["statement"]["properties"]["quote"]["enum"]) == {quote.value for quote in Quote}
    assert set(defs["statement"]["properties"]["act"]["enum"]) == {"", *ACTS}


def test_what_onrecord_prints_is_valid() -> None:
    from onrecord.export.contract import line
    from onrecord.model import (
        Article,
        Attribution,
        Person,
        PersonKind,
        Quote,
        ReadArticle,
        Span,
        Statement,
    )

    relation = Attribution((Span(0, 18),), (Span(30, 34),), (), Quote.DIRECT, True, 0.987654)
    bare = Statement("a1-1", "a1", relation)
    full = Statement("a1-2", "a1", relation, "p1", "p1", ("p1",), "a1-1", "deny", "2024-03-04/2024-03-05")
    person = Person("p1", "Mara Quill", PersonKind.PERSON, ("Mara Quill", "Quill"))
    VALIDATOR.validate(json.loads(line(ReadArticle(Article("a1", TEXT), (bare, full), (person,), "x"))))
