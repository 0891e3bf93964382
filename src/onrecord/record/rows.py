"""Between dataclasses and rows: an article, a reading and a statement on their way in and out.

Invariant: what comes out of the record equals what went in, span for span.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from onrecord.model import (
    Article,
    Attribution,
    Document,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Span,
    Spans,
    Statement,
)
from onrecord.reading.published import days
from onrecord.record.tables import people, readings, spans, statements

Values = dict[str, Any]
ROLES = ("content", "cue", "source")


def now() -> str:
    """Return this moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def article_values(article: Article) -> Values:
    """Return an article as a row of evidence."""
    first, last = days(article.published) or (None, None)
    return {
        "id": article.id,
        "text": article.text,
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "outlet_folded": article.outlet.casefold() if article.outlet else None,
        "published": article.published,
        "published_first": first,
        "published_last": last,
        "url": article.url,
        "byline": article.byline,
        "added": now(),
    }


def document_values(document: Document, article: int) -> Values:
    """Return a document as a row of evidence, its bytes compressed."""
    return {
        "article": article,
        "name": document.name,
        "media_type": document.media_type,
        "sha256": sha256(document.raw).hexdigest(),
        "raw": zlib.compress(document.raw),
    }


def insert_reading(connection: Connection, article: int, read: ReadArticle) -> int:
    """Write everything that was inferred from an article and return the reading's key."""
    made = connection.execute(
        insert(readings).values(article=article, extractor=read.extractor, current=True, made=now())
    )
    reading = int(made.inserted_primary_key[0])  # type: ignore[index]
    for table, rows in (
        (statements, [_statement_values(reading, *numbered) for numbered in enumerate(read.statements, 1)]),
        (spans, [row for numbered in enumerate(read.statements, 1) for row in _spans(reading, *numbered)]),
        (people, [_person_values(reading, person) for person in read.people]),
    ):
        if rows:
            connection.execute(insert(table), rows)
    return reading


def article_of(row: Row[Any], document: Document | None = None) -> Article:
    """Return the article of a row of the table."""
    return Article(row.id, row.text, row.title, row.outlet, row.published, row.url, row.byline, document)


def readings_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[ReadArticle]:
    """Return the articles of rows (articles with ``reading`` and ``extractor``) with their statements."""
    keys = [row.reading for row in rows]
    said = statements_of(connection, {row.reading: row.id for row in rows})
    known = people_of(connection, keys)
    by_reading: dict[int, list[Statement]] = {}
    for (reading, _), statement in said.items():
        by_reading.setdefault(reading, []).append(statement)
    return [
        ReadArticle(
            article_of(row),
            tuple(by_reading.get(row.reading, ())),
            tuple(known.get(row.reading, ())),
            row.extractor,
        )
        for row in rows
    ]


def statements_of(
    connection: Connection, article_ids: dict[int, str], wanted: set[tuple[int, int]] | None = None
) -> dict[tuple[int, int], Statement]:
    """Return statements by reading and number, in that order, all or those ``wanted``.

    ``article_ids`` has the article's id for each reading.
    """
    keys = sorted(article_ids)
    query = select(statements).where(statements.c.reading.in_(keys))
    rows = connection.execute(query.order_by(statements.c.reading, statements.c.number)).all()
    if wanted is not None:
        rows = [row for row in rows if (row.reading, row.number) in wanted]
    found = _spans_of(connection, keys)
    return {(row.reading, row.number): _statement(row, article_ids[row.reading], found) for row in rows}


def people_of(connection: Connection, keys: Sequence[int]) -> dict[int, list[Person]]:
    """Return the people of each reading."""
    found: dict[int, list[Person]] = {}
    for row in connection.execute(select(people).where(people.c.reading.in_(keys))):
        person = Person(row.id, row.name, PersonKind(row.kind), tuple(json.loads(row.names)))
        found.setdefault(row.reading, []).append(person)
    return found


def _spans_of(connection: Connection, keys: Sequence[int]) -> dict[tuple[int, int, str], list[Span]]:
    found: dict[tuple[int, int, str], list[Span]] = {}
    query = select(spans).where(spans.c.reading.in_(keys)).order_by(spans.c.start)
    for reading, statement, role, start, end in connection.execute(query):
        found.setdefault((reading, statement, role), []).append(Span(start, end))
    return found


def _statement(row: Row[Any], article: str, found: dict[tuple[int, int, str], list[Span]]) -> Statement:
    content, cue, source = (tuple(found.get((row.reading, row.number, role), ())) for role in ROLES)
    return Statement(
        id=f"{article}-{row.number}",
        article=article,
        attribution=Attribution(
            content, cue, source, Quote(row.quote), bool(row.communicated), row.confidence
        ),
        speaker=row.speaker,
        addressee=row.addressee,
        via=tuple(json.loads(row.via)),
        parent=f"{article}-{row.parent}" if row.parent else None,
        act=row.act,
        said=row.said,
    )


def _statement_values(reading: int, number: int, statement: Statement) -> Values:
    if statement.id != f"{statement.article}-{number}":
        raise ValueError(f"statement {number} of {statement.article} needs the id <article>-{number}")
    relation = statement.attribution
    return {
        "reading": reading,
        "number": number,
        "quote": str(relation.quote),
        "communicated": relation.communicated,
        "confidence": relation.confidence,
        "speaker": statement.speaker,
        "addressee": statement.addressee,
        "via": json.dumps(statement.via),
        "parent": int(statement.parent.rpartition("-")[2]) if statement.parent else None,
        "act": statement.act,
        "said": statement.said,
    }


def _spans(reading: int, number: int, statement: Statement) -> Iterable[Values]:
    relation = statement.attribution
    roles: dict[str, Spans] = dict(zip(ROLES, (relation.content, relation.cue, relation.source), strict=True))
    for role, found in roles.items():
        for span in found:
            yield {
                "reading": reading,
                "statement": number,
                "role": role,
                "start": span.start,
                "end": span.end,
            }


def _person_values(reading: int, person: Person) -> Values:
    return {
        "reading": reading,
        "id": person.id,
        "name": person.name,
        "kind": str(person.kind),
        "names": json.dumps(person.names, ensure_ascii=False),
    }
