"""A record as lines, with everything in it that was not made from the rest: to keep, send and take in again.

Invariant: what the record can make again by itself (who is one person, utterances, copies, stories, the
search index) is left out, and follows again where the lines are taken.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from onrecord.record import rows
from onrecord.record.lines import VERSION, Line, article_line, reading_line
from onrecord.record.link_tables import looks
from onrecord.record.portable import Called, judgement_lines
from onrecord.record.tables import articles, documents, problems, readings

_PAGE = 50
PEOPLE = ("speaker", "about")
"""What a question may ask by a person's id."""
_PERSON = re.compile(r"\s*p(\d{1,15})\s*")


def head(part: str | None) -> Line:
    """Return the first line: what follows, and of what part of a record, None for all of it."""
    return {"type": "record", "version": VERSION, "part": part}


def article_lines(
    connection: Connection, with_documents: bool, only: set[str] | None = None
) -> Iterator[Line]:
    """Yield the articles, each with its documents and readings after it, in the order they were added.

    ``only`` are the ids of those wanted, None for all.
    """
    after = 0
    while page := connection.execute(_page(after)).all():
        after = page[-1].key
        wanted = [row for row in page if only is None or row.id in only]
        yield from _of_page(connection, wanted, with_documents)


def other_lines(connection: Connection, only: set[str] | None = None) -> Iterator[Line]:
    """Yield judgements, watched questions and problems; of a part of a record only its judgements."""
    yield from judgement_lines(connection, only)
    if only is None:
        yield from _watched(connection)
        query = select(problems).order_by(problems.c.document)
        for row in connection.execute(query):
            yield {"type": "problem", "document": row.document, "reason": row.reason, "seen": row.seen}


def _page(after: int) -> Any:
    return select(articles).where(articles.c.key > after).order_by(articles.c.key).limit(_PAGE)


def _of_page(connection: Connection, page: list[Row[Any]], with_documents: bool) -> Iterator[Line]:
    keys = [row.key for row in page]
    read = _readings(connection, keys)
    kept = _documents(connection, keys) if with_documents else {}
    for row in page:
        yield article_line(rows.article_of(row), row.added)
        yield from kept.get(row.key, ())
        yield from read.get(row.key, ())


def _readings(connection: Connection, keys: list[int]) -> dict[int, list[Line]]:
    """Return the lines of all readings of some articles, of each the current one first."""
    columns = (readings.c.key.label("reading"), readings.c.extractor, readings.c.credits)
    query = select(articles, *columns, readings.c.made, readings.c.current).select_from(
        articles.join(readings)
    )
    query = query.where(articles.c.key.in_(keys))
    page = connection.execute(query.order_by(readings.c.current.desc(), readings.c.extractor)).all()
    found: dict[int, list[Line]] = {}
    for row, read in zip(page, rows.readings_of(connection, page), strict=True):
        found.setdefault(row.key, []).append(reading_line(read, row.made, bool(row.current)))
    return found


def _documents(connection: Connection, keys: list[int]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    query = select(documents, articles.c.id).join(articles).where(documents.c.article.in_(keys))
    for row in connection.execute(query.order_by(documents.c.key)):
        line = {
            "type": "document",
            "article": row.id,
            "name": row.name,
            "media_type": row.media_type,
            "bytes": b64encode(zlib.decompress(row.raw)).decode("ascii"),
        }
        found.setdefault(row.article, []).append(line)
    return found


def _watched(connection: Connection) -> Iterator[Line]:
    """Yield the questions that are watched, with the last article that was there at the last look."""
    called = Called(connection)
    for row in connection.execute(select(looks).order_by(looks.c.watcher, looks.c.asked)).all():
        last = select(articles.c.id).where(articles.c.key <= row.article).order_by(articles.c.key.desc())
        asked = json.loads(row.asked)
        yield {
            "type": "watched",
            "watcher": row.watcher,
            "asked": {name: _named(called, name, value) for name, value in asked.items()},
            "after": connection.scalar(last.limit(1)),
            "made": row.made,
        }


def _named(called: Called, name: str, value: Any) -> Any:
    """Return what is asked for; a person's id as another record understands it."""
    person = _PERSON.fullmatch(value) if name in PEOPLE else None
    return {"person": called.anybody(int(person[1]))} if person else value
