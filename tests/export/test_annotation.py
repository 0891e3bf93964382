"""W3C Web Annotation: by the Recommendation's musts, and expanded to RDF by its terms."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onrecord import Filter, Record
from onrecord.export import export

OA, DCTERMS, AS = (
    "http://www.w3.org/ns/oa#",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/ns/activitystreams#",
)
IDS = {
    "body": f"{OA}hasBody",
    "target": f"{OA}hasTarget",
    "source": f"{OA}hasSource",
    "selector": f"{OA}hasSelector",
    "creator": f"{DCTERMS}creator",
    "generator": f"{AS}generator",
    "first": f"{AS}first",
    "partOf": f"{AS}partOf",
    "via": f"{OA}via",
}
WORDS = {
    "motivation": f"{OA}motivatedBy",
    "purpose": f"{OA}hasPurpose",
}
TERMS: dict[str, Any] = {
    "oa": OA,
    "id": "@id",
    "type": "@type",
    **{name: {"@id": iri, "@type": "@id"} for name, iri in IDS.items()},
    **{name: {"@id": iri, "@type": "@vocab"} for name, iri in WORDS.items()},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "Annotation": f"{OA}Annotation",
    "SpecificResource": f"{OA}SpecificResource",
    "TextualBody": f"{OA}TextualBody",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Software": f"{AS}Application",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "describing": f"{OA}describing",
    "identifying": f"{OA}identifying",
    "tagging": f"{OA}tagging",
    "moderating": f"{OA}moderating",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": f"{OA}start",
    "end": f"{OA}end",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "total": f"{AS}totalItems",
    "startIndex": f"{AS}startIndex",
    "created": f"{DCTERMS}created",
    "generated": f"{DCTERMS}issued",
}
"""The terms that are used, each with the IRI that the Web Annotation Vocabulary (2017-02-23) gives it."""


@pytest.fixture(scope="module")
def collection(filled: Record) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(b"".join(export(filled, "annotation", Filter())))
    return made


def test_the_collection_has_all(filled: Record, collection: dict[str, Any]) -> None:
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection" and collection["total"] == filled.count()
    page = collection["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", collection["id"], 0)
    ids = [one["id"].rpartition("/")[2] for one in page["items"]]
    assert len(ids) == len(set(ids)) == filled.count()


def test_every_annotation_has_what_the_model_asks(collection: dict[str, Any]) -> None:
    """Section 3.1: an id, a type, at least one target; 4.2: each selector one type, its own properties."""
    for one in collection["first"]["items"]:
        assert one["type"] == "Annotation" and one["id"].startswith("http") and one["target"]
        assert one["motivation"] == "describing"
        assert one["generated"].endswith("Z")
        for body in one["body"]:
            assert body["type"] == "TextualBody" and isinstance(body["value"], str) and body["purpose"]


def test_both_selectors_select_the_content(filled: Record, collection: dict[str, Any]) -> None:
    for entry, one in zip(filled.statements(), collection["first"]["items"], strict=True):
        targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
        assert len(targets) == len(entry.content_spans)
        text = entry.article.text
        for target, span in zip(targets, entry.content_spans, strict=True):
            quote, position = target["selector"]
            assert (position["start"], position["end"]) == (span.start, span.end)
            assert quote["exact"] == text[span.start : span.end]
            assert text[: span.start].endswith(quote["prefix"])
            assert text[span.end :].startswith(quote["suffix"])
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert text.count(around) >= 1


def test_a_decision_is_a_person_s_and_the_rest_the_machine_s(collection: dict[str, Any]) -> None:
    (one,) = (one for one in collection["first"]["items"] if one["id"].endswith("/courier-2"))
    assert one["generator"] == {"type": "Software", "name": "onrecord, extractor v1"}
    (decided,) = (body for body in one["body"] if "creator" in body)
    assert decided["creator"] == {"type": "Person", "name": "ann"} and decided["value"] == "accepted"


def test_every_key_is_a_term_of_the_vocabulary(collection: dict[str, Any]) -> None:
    """Expansion drops what a context does not know: nothing may be dropped."""

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()

    assert keys(collection) - set(TERMS) == {"@context"}


def test_it_expands_to_annotations(filled: Record, collection: dict[str, Any]) -> None:
    jsonld = pytest.importorskip("pyld").jsonld
    (whole,) = jsonld.expand({**collection, "@context": TERMS})
    assert whole["@type"] == [f"{AS}OrderedCollection"]
    (items,) = whole[f"{AS}first"][0][f"{AS}items"]
    assert len(items["@list"]) == filled.count()
    for one in items["@list"]:
        assert one["@type"] == [f"{OA}Annotation"] and one[f"{OA}hasTarget"] and one[f"{OA}hasBody"]
        assert one[f"{OA}motivatedBy"] == [{"@id": f"{OA}describing"}]
        for target in one[f"{OA}hasTarget"]:
            kinds = [selector["@type"] for selector in target[f"{OA}hasSelector"]]
            assert kinds == [[f"{OA}TextQuoteSelector"], [f"{OA}TextPositionSelector"]]
