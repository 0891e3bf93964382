"""schema.org and PROV in JSON-LD, read by rdflib."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onrecord import Filter, Record, open_record
from onrecord.export import export
from tests.fakes import somebody
from tests.record.spoken import nested, spoken

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
rdflib = pytest.importorskip("rdflib")
SCHEMA, PROV = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")
BASE = "http://127.0.0.1:8765"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix schema: <https://schema.org/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
[] a sh:NodeShape ; sh:targetClass schema:Quotation ;
   sh:property [ sh:path schema:text ; sh:minCount 1 ; sh:maxCount 1 ] ;
   sh:property [ sh:path schema:isPartOf ; sh:class schema:NewsArticle ; sh:minCount 1 ; sh:maxCount 1 ] ;
   sh:property [ sh:path prov:wasQuotedFrom ; sh:class prov:Entity ; sh:minCount 1 ; sh:maxCount 1 ] ;
   sh:property [ sh:path schema:creator ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
[] a sh:NodeShape ; sh:targetClass schema:Claim ;
   sh:property [ sh:path schema:text ; sh:minCount 1 ] ;
   sh:property [ sh:path schema:appearance ; sh:class schema:Quotation ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass schema:NewsArticle ;
   sh:property [ sh:path schema:identifier ; sh:pattern "^[0-9a-f]{64}$" ; sh:minCount 1 ] ;
   sh:property [ sh:path schema:publisher ; sh:maxCount 1 ] .
"""
EVERYTHING = Filter()


def graph_of(record: Record, only: Filter = EVERYTHING) -> Any:
    graph = rdflib.Graph()
    graph.parse(data=b"".join(export(record, "jsonld", only)), format="json-ld")
    return graph


@pytest.fixture(scope="module")
def graph(filled: Record) -> Any:
    return graph_of(filled)


def test_each_statement_is_a_quotation(filled: Record, graph: Any) -> None:
    found = set(graph.subjects(rdflib.RDF.type, SCHEMA.Quotation))
    assert len(found) == filled.count()
    for entry in filled.statements(Filter(outlet="courier")):
        node = rdflib.URIRef(f"{BASE}/statements/{entry.statement.id}")
        assert str(graph.value(node, SCHEMA.text)) == entry.content
        assert graph.value(node, SCHEMA.isPartOf) == rdflib.URIRef(f"{BASE}/articles/{entry.article.id}")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_shapes_of_the_standards_hold(graph: Any) -> None:
    pyshacl = pytest.importorskip("pyshacl")
    conforms, _, told = pyshacl.validate(graph, shacl_graph=SHAPES, shacl_graph_format="turtle")
    assert conforms, told


def test_a_decided_speaker_is_the_creator(filled: Record, graph: Any) -> None:
    node = rdflib.URIRef(f"{BASE}/statements/courier-3")
    assert str(graph.value(graph.value(node, SCHEMA.creator), SCHEMA.name)) == "Piet Vossler"


def test_who_asks_or_believes_claims_nothing(filled: Record, graph: Any) -> None:
    appearing = {str(one) for one in graph.objects(None, SCHEMA.appearance)}
    assert f"{BASE}/statements/courier-2" in appearing
    (belief,) = (entry for entry in filled.statements() if not entry.statement.attribution.communicated)
    assert not any(belief.statement.id.rpartition("-")[2] == one[-1:] and "%3Ci" in one for one in appearing)


def test_the_chain_leads_from_the_outlet_to_the_speaker(tmp_path: Any) -> None:
    ott, ek = somebody("Lena Ott", id="p1"), somebody("Ana Ek", id="p2")
    read = spoken("a", (ott, "Lena Ott", "that Ana Ek told her “we will not yield”"), outlet="Courier")
    with open_record(tmp_path / "chain.db") as record:
        record.store([nested(read, "“we will not yield”", ek)])
        graph = graph_of(record)
    at, passed = rdflib.URIRef(f"{BASE}/statements/a-2"), list[str]()
    kinds = (PROV.wasQuotedFrom, PROV.wasDerivedFrom)
    while (step := next((to for kind in kinds if (to := graph.value(at, kind))), None)) is not None:
        passed.append(str(graph.value(graph.value(step, PROV.wasAttributedTo), SCHEMA.name)))
        at = step
    assert passed == ["Courier", "Lena Ott", "Ana Ek"]


def test_no_address_of_another_scheme_is_a_link(filled: Record) -> None:
    source = b"".join(export(filled, "jsonld", Filter())).decode()
    assert "javascript:" not in source
    assert json.loads(source)["@context"]["@vocab"] == "https://schema.org/"
