"""The JSON contract: one object an article, the same from ``read`` and from ``export``.

Invariant: exactly the keys of ``schema/reading.schema.json``, in this order; offsets are code points into
``article.text``; what was not resolved is null or empty.
"""

from __future__ import annotations

import json
from typing import Any

from onrecord.model import Article, Person, ReadArticle, Spans, Statement

_DIGITS = 4
"""Digits of a confidence: finer than any extractor can tell."""


def contract(read: ReadArticle) -> dict[str, Any]:
    """Return an article with its people and statements as the contract's object."""
    return {
        "article": _article(read.article),
        "people": [_person(person) for person in read.people],
        "statements": [_statement(statement) for statement in read.statements],
    }


def line(read: ReadArticle) -> bytes:
    """Return the contract's object as one line of JSON in UTF-8, newline included."""
    return json.dumps(contract(read), ensure_ascii=False, separators=(", ", ": ")).encode("utf-8") + b"\n"


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


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
