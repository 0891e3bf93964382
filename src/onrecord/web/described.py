"""What the record gives back as plain data: the forms in which the JSON twins say it.

Invariant: what the machine found stands under ``found`` or beside ``by`` and ``confidence``; what a person
decided stands under ``review``; offsets are code points of ``article.text``.
"""

from __future__ import annotations

from typing import Any

from onrecord.model import Judgement, ReadArticle, Spans
from onrecord.record import ArticleLine, Entry, Facet, Facets, PersonLine
from onrecord.record.entries import Review
from onrecord.resolution.chain import chain
from onrecord.web import urls

Data = dict[str, Any]


def statement(entry: Entry) -> Data:
    """Return a statement of the record: what is shown, what was found, what was decided."""
    found = entry.statement
    relation = found.attribution
    return {
        "id": found.id,
        "url": urls.statement(found.id),
        "article": article_line_of(entry),
        "source": entry.source,
        "cue": entry.cue,
        "content": entry.content,
        "speaker": speaker(entry),
        "act": found.act or None,
        "said": found.said,
        "place": found.place,
        "quote": str(relation.quote),
        "communicated": relation.communicated,
        "confidence": round(relation.confidence, 4),
        "parent": found.parent,
        "found": {
            "content": spans(relation.content),
            "cue": spans(relation.cue),
            "source": spans(relation.source),
            "speaker": found.speaker,
        },
        "review": review(entry.review) if entry.review else None,
    }


def statement_whole(entry: Entry, read: ReadArticle) -> Data:
    """Return a statement with all that its article tells of it, and what each value rests on."""
    found = entry.statement
    return statement(entry) | {
        "addressee": called(entry, found.addressee),
        "via": [called(entry, one) for one in found.via],
        "answers": found.answers,
        "chain": [
            {"kind": hop.kind, "name": hop.name, "statement": hop.statement, "spans": spans(hop.spans)}
            for hop in chain(read, found)
        ],
        "grounds": [
            {
                "field": ground.field,
                "by": ground.by,
                "confidence": round(ground.confidence, 4),
                "spans": spans(ground.spans),
            }
            for ground in found.grounds
        ],
    }


def called(entry: Entry, identifier: str | None) -> str | None:
    """Return the name of one of the people of a statement's article, by the id there."""
    person = entry.one_of(identifier)
    return person.name if person else identifier


def speaker(entry: Entry) -> Data | None:
    """Return who speaks, as shown; None where that is not known."""
    if not entry.speaker_name:
        return None
    kind = str(entry.speaker.kind) if entry.speaker else None
    return {
        "name": entry.speaker_name,
        "kind": kind,
        "person": entry.person,
        "url": urls.person(entry.person) if entry.person else None,
    }


def review(given: Review) -> Data:
    """Return what people decided about a statement."""
    return {
        "state": str(given.state),
        "who": given.who,
        "when": given.when,
        "content": spans(given.content) if given.content is not None else None,
        "cue": spans(given.cue) if given.cue is not None else None,
        "source": spans(given.source) if given.source is not None else None,
        "speaker": given.speaker,
        "person": given.person,
        "judgements": [judgement(one) for one in given.judgements],
    }


def judgement(given: Judgement) -> Data:
    """Return a person's decision."""
    return {
        "id": f"j{given.id}",
        "subject": given.subject,
        "kind": given.kind,
        "value": given.value,
        "who": given.who,
        "when": given.when,
        "undone": given.undone,
    }


def article_line_of(entry: Entry) -> Data:
    """Return what tells an article of a statement from others."""
    article = entry.article
    return {
        "id": article.id,
        "url": urls.article(article.id, entry.statement.id),
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
    }


def article_line(line: ArticleLine) -> Data:
    """Return an article of a list."""
    return {
        "id": line.id,
        "url": urls.article(line.id),
        "title": line.title,
        "outlet": line.outlet,
        "published": line.published,
        "document": line.document,
        "beginning": line.beginning,
        "statements": line.statements,
    }


def person_line(line: PersonLine) -> Data:
    """Return a person of a list."""
    return {
        "id": line.id,
        "url": urls.person(line.id),
        "name": line.name,
        "kind": str(line.kind),
        "names": list(line.names),
        "roles": list(line.roles),
        "statements": line.statements,
        "articles": line.articles,
        "decided": line.decided,
    }


def facets(given: Facets) -> Data:
    """Return the numbers beside a search."""
    kinds = ("speakers", "outlets", "acts", "kinds", "years", "speaker_kinds", "reviewed")
    counted = {kind: [facet(one) for one in getattr(given, kind)] for kind in kinds}
    return {"total": given.total, "of": given.of} | counted


def facet(given: Facet) -> Data:
    """Return what some statements have in common, and how many they are."""
    return {"value": given.value, "name": given.name, "count": given.count}


def spans(given: Spans) -> list[list[int]]:
    """Return spans as pairs of offsets."""
    return [[span.start, span.end] for span in given]
