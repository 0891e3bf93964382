"""JSON-LD: statements as schema.org Quotations, with a Claim to check, and how they came in PROV-O.

Invariant: what repeats words was quoted (``prov:wasQuotedFrom``); what tells them in other words was derived
(``prov:wasDerivedFrom``, of which the former is a kind).  The chain runs from the article's words back to
the speaker's, and says nothing that the article does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.export.addresses import linkable
from onrecord.export.selection import Known, Selection
from onrecord.model import PersonKind, Quote, Statement
from onrecord.record import Entry
from onrecord.resolution.chain import Hop, chain

CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "url": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "appearance": {"@type": "@id"},
    "author": {"@type": "@id"},
    "creator": {"@type": "@id"},
    "prov:wasQuotedFrom": {"@type": "@id"},
    "prov:wasDerivedFrom": {"@type": "@id"},
    "prov:wasAttributedTo": {"@type": "@id"},
    "prov:wasGeneratedBy": {"@type": "@id"},
    "prov:generatedAtTime": {"@type": "xsd:dateTime"},
}
"""The context stands in the file, so that nothing has to be fetched to read it."""
_NO_CLAIM = frozenset(("ask", "demand", "promise", "apologise", "praise", "criticise", "decline-to-comment"))
"""What these acts do is not to claim a fact."""
_TYPES = {
    PersonKind.PERSON: ("Person", "prov:Person"),
    PersonKind.ORGANIZATION: ("Organization", "prov:Organization"),
    PersonKind.GROUP: ("Organization", "prov:Agent"),
    PersonKind.DOCUMENT: ("CreativeWork", "prov:Agent"),
    PersonKind.UNNAMED: ("Person", "prov:Agent"),
}


def export_jsonld(selection: Selection) -> Iterator[bytes]:
    """Yield one JSON-LD document whose graph has the statements, their articles, speakers and chains."""
    yield b'{"@context": ' + _json(CONTEXT) + b', "@graph": ['
    told = set[str]()
    whole = selection.whole
    separator = b"\n"
    for known in selection.known():
        for node in _nodes(known, selection, whole[known[0].article.id]):
            if node["@id"] not in told:
                told |= {node["@id"]} if "#" not in node["@id"] else set()
                yield separator + _json(node)
                separator = b",\n"
    yield b"\n]}\n"


def nodes(known: Known, selection: Selection) -> list[dict[str, Any]]:
    """Return the nodes of one statement: itself, its claim, article, speaker, and the steps of its chain."""
    return list(_nodes(known, selection, selection.whole[known[0].article.id]))


def _nodes(known: Known, selection: Selection, read: Any) -> Iterator[dict[str, Any]]:
    entry, _ = known
    hops = chain(read, entry.statement)
    yield _quotation(known, selection, len(hops))
    yield from _claim(entry, selection)
    yield _article(entry, selection)
    if speaker := _speaker(entry, selection):
        yield speaker
    yield from _chain(entry, selection, hops, {one.id: one for one in read.statements})


def _quotation(known: Known, selection: Selection, hops: int) -> dict[str, Any]:
    entry, behind = known
    name = selection.statement(entry.statement.id)
    made: dict[str, Any] = {
        "@id": name,
        "@type": ["Quotation", "prov:Entity"],
        "text": entry.content,
        "isPartOf": selection.article(entry.article.id),
        "prov:wasQuotedFrom": f"{name}#step-{hops}",
        "prov:generatedAtTime": behind.made,
        "additionalProperty": [*_properties(known)],
    }
    if speaker := _speaker(entry, selection):
        made["creator"] = speaker["@id"]
    return made | ({"dateCreated": entry.statement.said} if entry.statement.said else {})


def _properties(known: Known) -> Iterator[dict[str, Any]]:
    entry, behind = known
    review = entry.review
    told = {
        "quote": str(entry.statement.attribution.quote),
        "act": entry.statement.act,
        "cue": entry.cue,
        "source": entry.source,
        "confidence": round(entry.statement.attribution.confidence, 4),
        "extractor": behind.extractor,
        "review": f"{review.state} by {review.who}, {review.when}" if review else "",
    }
    for name, value in told.items():
        if value != "":
            yield {"@type": "PropertyValue", "name": name, "value": value}


def _claim(entry: Entry, selection: Selection) -> Iterator[dict[str, Any]]:
    """Yield a claim that a ClaimReview may name, unless the statement does not claim a fact."""
    if not entry.statement.attribution.communicated or entry.statement.act in _NO_CLAIM:
        return
    name = selection.statement(entry.statement.id)
    made: dict[str, Any] = {
        "@id": f"{name}#claim",
        "@type": "Claim",
        "text": entry.content,
        "appearance": name,
    }
    if speaker := _speaker(entry, selection):
        made["author"] = speaker["@id"]
    yield made


def _article(entry: Entry, selection: Selection) -> dict[str, Any]:
    article = entry.article
    made: dict[str, Any] = {"@id": selection.article(article.id), "@type": ["NewsArticle", "prov:Entity"]}
    told = {"headline": article.title, "datePublished": article.published, "identifier": article.sha256}
    made |= {name: value for name, value in told.items() if value}
    if article.outlet:
        made["publisher"] = {"@type": "Organization", "name": article.outlet}
    if article.byline:
        made["creditText"] = article.byline
    return made | ({"url": article.url} if linkable(article.url) else {})


def _speaker(entry: Entry, selection: Selection) -> dict[str, Any] | None:
    if not entry.speaker_name:
        return None
    statement = selection.statement(entry.statement.id)
    name = selection.person(entry.person) if entry.person else f"{statement}#speaker"
    kind = entry.speaker.kind if entry.speaker else PersonKind.PERSON
    return {"@id": name, "@type": list(_TYPES[kind]), "name": entry.speaker_name}


def _chain(
    entry: Entry, selection: Selection, hops: tuple[Hop, ...], said: dict[str, Statement]
) -> Iterator[dict[str, Any]]:
    """Yield the steps, the speaker's own words first; each was quoted or derived from the one before it.

    The last is the outlet's report, from which the quotation is taken.
    """
    name = selection.statement(entry.statement.id)
    for number, hop in enumerate(reversed(hops), start=1):
        step: dict[str, Any] = {"@id": f"{name}#step-{number}", "@type": "prov:Entity"}
        who = hop.name if number > 1 or not entry.speaker_name else entry.speaker_name
        if who:
            agent = {"@id": f"{name}#agent-{number}", "@type": "prov:Agent", "name": who}
            if number == 1 and (speaker := _speaker(entry, selection)):
                agent = {"@id": speaker["@id"]}
            step["prov:wasAttributedTo"] = agent
        if hop.statement and hop.statement != entry.statement.id:
            step["prov:specializationOf"] = {"@id": selection.statement(hop.statement)}
        if number > 1:
            inner = said.get(hops[len(hops) - number + 1].statement or "")
            step[_derived(inner)] = f"{name}#step-{number - 1}"
        yield step


def _derived(inner: Statement | None) -> str:
    """Return how a step came from the one within: quoted, as an agency's copy is, or told in other words."""
    told = inner is not None and inner.attribution.quote is Quote.INDIRECT
    return "prov:wasDerivedFrom" if told else "prov:wasQuotedFrom"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")
