"""Between dataclasses and rows: an article, a reading and a statement on their way in and out.

Invariant: what comes out of the record equals what went in, span for span.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Label, Row, Select, insert, select

from onrecord.model import (
    Article,
    Attribution,
    Credit,
    Document,
    Ground,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Spans,
    Statement,
)
from onrecord.reading.published import days
from onrecord.record.entries import least_sure
from onrecord.record.tables import articles, documents, people, readings, spans, statements

Item = TypeVar("Item")
Values = dict[str, Any]
ROLES = ("content", "cue", "source")
_STATEMENT = [column for column in statements.c if column.name != "certainty"]
"""What a statement is made of; records of before schema 4, which are read on their way here, have this."""


def portions(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    """Yield items in lists of at most ``size``: a question to SQLite takes only so many values."""
    waiting = iter(items)
    while portion := list(islice(waiting, size)):
        yield portion


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
        insert(readings).values(
            article=article,
            extractor=read.extractor,
            current=True,
            made=now(),
            credits=_json([[credit.agency, _pairs(credit.spans), credit.by] for credit in read.credits]),
        )
    )
    reading = int(made.inserted_primary_key[0])  # type: ignore[index]
    for table, rows in (
        (statements, [_statement_values(reading, *numbered) for numbered in enumerate(read.statements, 1)]),
        (spans, [row for numbered in enumerate(read.statements, 1) for row in _spans(reading, *numbered)]),
        (people, [_person_values(reading, *placed) for placed in enumerate(read.people)]),
    ):
        if rows:
            connection.execute(insert(table), rows)
    return reading


def newest() -> Select[Any]:
    """Select articles with the key, the extractor and the credits of their newest reading."""
    reading = readings.c.key.label("reading"), readings.c.extractor, readings.c.credits
    joined = articles.join(readings)
    return select(articles, *reading, document_name()).select_from(joined).where(readings.c.current)


def document_name() -> Label[str]:
    """Return the name of the first document that an article was read from, as a column."""
    first = select(documents.c.name).where(documents.c.article == articles.c.key)
    return first.order_by(documents.c.key).limit(1).correlate(articles).scalar_subquery().label("document")


def article_of(row: Row[Any], document: Document | None = None) -> Article:
    """Return the article of a row of the table."""
    return Article(row.id, row.text, row.title, row.outlet, row.published, row.url, row.byline, document)


def readings_of(connection: Connection, rows: Sequence[Row[Any]]) -> list[ReadArticle]:
    """Return the articles of rows (with ``reading``, ``extractor`` and ``credits``) with their statements."""
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
            tuple(Credit(agency, _spans_in(pairs), by) for agency, pairs, by in _list(row.credits)),
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
    query = select(*_STATEMENT).where(statements.c.reading.in_(keys))
    of: ColumnElement[bool] = spans.c.reading.in_(keys)
    if wanted is not None:  # by reading and number apart: SQLite finds no index for pairs of them
        numbers = sorted({number for _, number in wanted})
        query, of = query.where(statements.c.number.in_(numbers)), of & spans.c.statement.in_(numbers)
    rows = connection.execute(query.order_by(statements.c.reading, statements.c.number)).all()
    if wanted is not None:
        rows = [row for row in rows if (row.reading, row.number) in wanted]
    found = _spans_of(connection, of)
    return {(row.reading, row.number): _statement(row, article_ids[row.reading], found) for row in rows}


def people_of(connection: Connection, keys: Sequence[int]) -> dict[int, list[Person]]:
    """Return the people of each reading, in the order they were given in."""
    found: dict[int, list[Person]] = {}
    query = select(people).where(people.c.reading.in_(keys)).order_by(people.c.reading, people.c.position)
    for row in connection.execute(query):
        found.setdefault(row.reading, []).append(person_of(row))
    return found


def names_in(text: str) -> tuple[str, ...]:
    """Return the printed names of the ``names`` of a row of people."""
    return tuple(_list(text))


def person_of(row: Row[Any]) -> Person:
    """Return one of an article's people, of a row of the table."""
    return Person(
        id=row.id,
        name=row.name,
        kind=PersonKind(row.kind),
        names=names_in(row.names),
        roles=tuple(Role(words, Span(start, end)) for words, start, end in _list(row.roles)),
        mentions=_spans_in(_list(row.mentions)),
        occupation=row.occupation,
        anonymity=_spans_in(_list(row.anonymity)),
        speaks_for=row.speaks_for,
    )


def _spans_of(connection: Connection, of: ColumnElement[bool]) -> dict[tuple[int, int, str], list[Span]]:
    found: dict[tuple[int, int, str], list[Span]] = {}
    query = select(spans).where(of).order_by(spans.c.start)
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
        via=tuple(_list(row.via)),
        parent=f"{article}-{row.parent}" if row.parent else None,
        act=row.act,
        said=row.said,
        answers=f"{article}-{row.answers}" if row.answers else None,
        place=row.place,
        grounds=tuple(
            Ground(field, by, confidence, _spans_in(pairs))
            for field, by, confidence, pairs in _list(row.grounds)
        ),
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
        "parent": _number(statement.parent),
        "act": statement.act,
        "said": statement.said,
        "answers": _number(statement.answers),
        "place": statement.place,
        "grounds": _json(
            [[one.field, one.by, one.confidence, _pairs(one.spans)] for one in statement.grounds]
        ),
        "certainty": least_sure(statement).confidence,
    }


def _number(statement: str | None) -> int | None:
    """Return the number of a statement of the same article."""
    return int(statement.rpartition("-")[2]) if statement else None


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


def _person_values(reading: int, position: int, person: Person) -> Values:
    return {
        "reading": reading,
        "id": person.id,
        "name": person.name,
        "kind": str(person.kind),
        "names": _json(person.names),
        "position": position,
        "roles": _json([[role.words, role.span.start, role.span.end] for role in person.roles]),
        "mentions": _json(_pairs(person.mentions)),
        "occupation": person.occupation,
        "anonymity": _json(_pairs(person.anonymity)),
        "speaks_for": person.speaks_for,
    }


def _list(text: str) -> list[Any]:
    """Return a JSON list; most are empty, and need no parser."""
    return [] if text == "[]" else json.loads(text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _spans_in(pairs: Iterable[Sequence[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)
