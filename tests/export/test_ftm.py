"""FollowTheMoney entities, against the model's own schemata (kept beside this test, MIT)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord import Filter, Record
from onrecord.export import export

SCHEMATA: dict[str, Any] = json.loads(Path(__file__).with_name("followthemoney.json").read_text())["schemata"]
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


def whole(schema: str) -> tuple[set[str], dict[str, Any], set[str]]:
    """Return what a schema is, its properties and those that it requires, inherited ones included."""
    told = SCHEMATA[schema]
    names, properties, required = {schema}, dict(told["properties"]), set(told["required"])
    for parent in told["extends"]:
        more = whole(parent)
        names, properties, required = names | more[0], {**more[1], **properties}, required | more[2]
    return names, properties, required


@pytest.fixture(scope="module")
def entities(filled: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(filled, "ftm", Filter())]


def test_every_entity_is_one_of_the_model(entities: list[dict[str, Any]]) -> None:
    by_id = {entity["id"]: entity for entity in entities}
    assert len(by_id) == len(entities)
    for entity in entities:
        names, properties, required = whole(entity["schema"])
        assert not SCHEMATA[entity["schema"]]["abstract"]
        assert required <= set(entity["properties"]), entity
        assert re.fullmatch(r"[A-Za-z0-9.-]+", entity["id"])
        for name, values in entity["properties"].items():
            assert name in properties, f"{entity['schema']} has no {name}"
            assert values and all(isinstance(value, str) and value for value in values)
            check(properties[name], values, by_id)


def check(prop: dict[str, Any], values: list[str], by_id: dict[str, Any]) -> None:
    for value in values:
        if prop["type"] == "entity":
            assert prop["range"] in whole(by_id[value]["schema"])[0]
        elif prop["type"] == "date":
            assert DATE.match(value)
        elif prop["type"] == "url":
            assert value.startswith(("http://", "https://"))
        elif prop["type"] == "checksum":
            assert re.fullmatch("[0-9a-f]{40}", value)


def test_each_statement_is_a_note_with_its_article_as_proof(
    filled: Record, entities: list[dict[str, Any]]
) -> None:
    notes = [entity for entity in entities if entity["schema"] == "Note"]
    assert len(notes) == filled.count()
    by_id = {entity["id"]: entity for entity in entities}
    for entry, note in zip(filled.statements(), notes, strict=True):
        assert entry.content in note["properties"]["description"][0]
        (proof,) = note["properties"]["proof"]
        assert by_id[proof]["properties"]["bodyText"] == [entry.article.text]


def test_one_person_of_the_record_is_one_entity(entities: list[dict[str, Any]]) -> None:
    people = [one for one in entities if one["schema"] == "Person"]
    names = [one["properties"]["name"][0] for one in people]
    assert names.count("Ida Kessler") == 1 and "Piet Vossler" in names
    bodies = [one["properties"]["name"][0] for one in entities if one["schema"] == "Organization"]
    assert bodies == ["Ministry of Harbours"]


def test_nobody_unknown_is_an_entity(record: Record) -> None:
    from tests.linking.utterances.retellings import NAMELESS

    record.store([NAMELESS])
    schemata = [json.loads(line)["schema"] for line in export(record, "ftm", Filter())]
    assert schemata == ["Article", "Note"]
