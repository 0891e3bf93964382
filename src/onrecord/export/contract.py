"""The JSON contract: one object an article, the same from ``read`` and from ``export``.

Invariant: exactly the keys of ``schema/reading.schema.json``, in this order, and with details those of
``schema/details.schema.json``, which adds keys and changes none; offsets are code points into
``article.text``; what was not resolved is null or empty.
"""

from __future__ import annotations

import json
from typing import Any

from onrecord.model import Article, Credit, Ground, Person, ReadArticle, Spans, Statement

_DIGITS = 4
"""Digits of a confidence: finer than any extractor can tell."""


def contract(read: ReadArticle) -> dict[str, Any]:
    """Return an article with its people and statements as the contract's object."""
    return {
        "article": _article(read.article),
        "people": [_person(person) for person in read.people],
        "statements": [_statement(statement) for statement in read.statements],
    }


def detailed(read: ReadArticle) -> dict[str, Any]:
    """Return the contract's object with everything else that was inferred, under keys of its own."""
    whole = contract(read)
    whole["article"]["credits"] = [_credit(credit) for credit in read.credits]
    for made, person in zip(whole["people"], read.people, strict=True):
        made |= _person_details(person)
    for made, statement in zip(whole["statements"], read.statements, strict=True):
        made |= _statement_details(statement)
    return whole


def line(read: ReadArticle, *, details: bool = False) -> bytes:
    """Return the contract's object as one line of JSON in UTF-8, newline included."""
    whole = detailed(read) if details else contract(read)
    return json.dumps(whole, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8") + b"\n"


def _article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "sha256": article.sha256,
        "text": article.text,
    }


def _person(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "kind": str(person.kind), "names": list(person.names)}


def _statement(statement: Statement) -> dict[str, Any]:
    relation = statement.attribution
    return {
        "id": statement.id,
        "content": _pairs(relation.content),
        "cue": _pairs(relation.cue),
        "source": _pairs(relation.source),
        "quote": str(relation.quote),
        "communicated": relation.communicated,
        "speaker": statement.speaker,
        "addressee": statement.addressee,
        "via": list(statement.via),
        "parent": statement.parent,
        "act": statement.act,
        "said": statement.said,
        "confidence": round(relation.confidence, _DIGITS),
    }


def _credit(credit: Credit) -> dict[str, Any]:
    return {"agency": credit.agency, "spans": _pairs(credit.spans), "by": credit.by}


def _person_details(person: Person) -> dict[str, Any]:
    return {
        "roles": [{"words": role.words, "span": [role.span.start, role.span.end]} for role in person.roles],
        "mentions": _pairs(person.mentions),
        "occupation": person.occupation,
        "anonymity": _pairs(person.anonymity),
        "speaks_for": person.speaks_for,
    }


def _statement_details(statement: Statement) -> dict[str, Any]:
    return {
        "answers": statement.answers,
        "place": statement.place,
        "grounds": [_ground(ground) for ground in statement.grounds],
    }


def _ground(ground: Ground) -> dict[str, Any]:
    return {
        "field": ground.field,
        "by": ground.by,
        "confidence": round(ground.confidence, _DIGITS),
        "spans": _pairs(ground.spans),
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
