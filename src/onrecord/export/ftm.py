"""FollowTheMoney: people, articles and statements as entities, for Aleph and its kin.

Invariant: each entity has a schema and properties of the FollowTheMoney model; whom a report does not
identify is nobody's entity.  A statement is a Note on its speaker, with the article as proof.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from onrecord.export.addresses import linkable
from onrecord.export.selection import Known, Selection
from onrecord.model import Article, PersonKind
from onrecord.record import Entry

_SCHEMATA = {
    PersonKind.PERSON: "Person",
    PersonKind.ORGANIZATION: "Organization",
    PersonKind.GROUP: "LegalEntity",
}
_TITLE = 80
"""Characters of a statement's words in its name."""
Entity = dict[str, Any]


def export_ftm(selection: Selection) -> Iterator[bytes]:
    """Yield an entity a line: of each statement a Note and a Mention, of each article and speaker one."""
    told = set[str]()
    for known in selection.known():
        for entity in entities(known, selection):
            if entity["id"] not in told:
                told |= {entity["id"]} if entity["schema"] != "Note" else set()
                yield json.dumps(entity, ensure_ascii=False).encode("utf-8") + b"\n"


def entities(known: Known, selection: Selection) -> Iterator[Entity]:
    """Yield the entities of one statement: its article, its speaker where identified, itself."""
    entry, _ = known
    article, speaker = _article(entry.article), _speaker(entry, selection)
    yield article
    if speaker is not None:
        yield speaker
        yield _mention(entry, article, speaker)
    yield _note(known, selection, article, speaker)


def _article(article: Article) -> Entity:
    text = article.text.encode("utf-8", "surrogatepass")
    return _entity(
        "Article",
        article.id,
        name=article.title or article.id,
        fileName=f"{article.id}.txt",
        title=article.title,
        author=article.byline,
        publisher=article.outlet,
        publishedAt=_date(article.published),
        sourceUrl=article.url if linkable(article.url) else None,
        mimeType="text/plain",
        contentHash=hashlib.sha1(text, usedforsecurity=False).hexdigest(),
        bodyText=article.text,
    )


def _speaker(entry: Entry, selection: Selection) -> Entity | None:
    """Return the speaker's entity, unless nobody is identified."""
    kind = entry.speaker.kind if entry.speaker else PersonKind.PERSON
    if not entry.speaker_name or kind not in _SCHEMATA:
        return None
    own = selection.person(entry.person) if entry.person else f"{entry.article.id} {entry.speaker_name}"
    roles = [role.words for role in entry.speaker.roles] if entry.speaker else []
    url = selection.person(entry.person) if entry.person else None
    schema = _SCHEMATA[kind]
    position = {"position": roles} if schema == "Person" else {"summary": roles}
    return _entity(schema, own, name=entry.speaker_name, sourceUrl=url, **position)


def _mention(entry: Entry, article: Entity, speaker: Entity) -> Entity:
    printed = entry.speaker.name if entry.speaker else entry.speaker_name
    return _entity(
        "Mention",
        f"{article['id']} {speaker['id']} {printed}",
        document=article["id"],
        name=printed,
        resolved=speaker["id"],
        detectedSchema=speaker["schema"],
    )


def _note(known: Known, selection: Selection, article: Entity, speaker: Entity | None) -> Entity:
    entry, behind = known
    words = " ".join(entry.content.split())
    title = words if len(words) <= _TITLE else words[: _TITLE - 1] + "…"
    review = entry.review
    told = [
        f"Found by onrecord, {behind.extractor}, confidence {entry.statement.attribution.confidence:.2f}."
    ]
    told += [f"{str(review.state).capitalize()} by {review.who}, {review.when}."] if review else []
    said = " ".join(part for part in (entry.source, entry.cue) if part)
    return _entity(
        "Note",
        selection.statement(entry.statement.id),
        name=f"{entry.speaker_name or 'Unknown speaker'}: {title}",
        description=f"{entry.content}" + (f" ({said})" if said else ""),
        entity=[article["id"], *([speaker["id"]] if speaker else [])],
        proof=article["id"],
        createdAt=[_date(one) for one in (entry.statement.said or "").split("/") if one],
        sourceUrl=selection.statement(entry.statement.id),
        publisher=entry.article.outlet,
        keywords=[entry.statement.act, str(entry.statement.attribution.quote)],
        notes=told,
    )


def _entity(schema: str, own: str, **properties: str | list[Any] | None) -> Entity:
    """Return an entity; ``own`` tells it from all others, and what is empty is left out."""
    digest = hashlib.sha256(f"{schema} {own}".encode("utf-8", "surrogatepass")).hexdigest()[:40]
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    told = {name: list(dict.fromkeys(filter(None, values))) for name, values in listed.items()}
    return {
        "id": f"onrecord-{digest}",
        "schema": schema,
        "properties": {name: values for name, values in told.items() if values},
    }


def _date(iso: str | None) -> str | None:
    """Return a date as the model knows it: a year, a month or a day."""
    return iso[:10] if iso else None
