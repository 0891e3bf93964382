"""Note in the record what each article leaves for the finding of its story.

Invariant: what is noted follows from the articles alone and is written once; adding an article touches its
own words and nothing else, each row found by an index.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from onrecord.linking.stories import Traces, traces
from onrecord.model import Article
from onrecord.record import rows
from onrecord.record.entering import Entered
from onrecord.record.story_tables import story_counts, story_traces, story_words
from onrecord.record.tables import articles

ARTICLES = ""
"""The word under which the number of articles is counted."""
_PAGE = 200


def enter(connection: Connection, entered: Sequence[Entered]) -> None:
    """Note the traces of articles; those noted before are left as they are, whatever read them anew."""
    known = _noted(connection, [one.article for one in entered])
    _enter(connection, {one.article: one.read.article for one in entered if one.article not in known})


def enter_all(connection: Connection) -> None:
    """Note the traces of all articles of a record that has none yet."""
    after = 0
    query = select(articles).order_by(articles.c.key).limit(_PAGE)
    while page := connection.execute(query.where(articles.c.key > after)).all():
        after = page[-1].key
        _enter(connection, {row.key: rows.article_of(row) for row in page})


def _noted(connection: Connection, keys: Sequence[int]) -> set[int]:
    of_articles = story_traces.c.article
    query = select(of_articles)
    return {
        key
        for portion in rows.portions(keys)
        for key in connection.scalars(query.where(of_articles.in_(portion)))
    }


def _enter(connection: Connection, fresh: dict[int, Article]) -> None:
    if not fresh:
        return
    found = {key: traces(article) for key, article in fresh.items()}
    connection.execute(insert(story_traces), [_values(key, one) for key, one in found.items()])
    leading = sorted({(hashed(word), key) for key, one in found.items() for word in one.leading})
    if leading:
        connection.execute(insert(story_words), [{"word": word, "article": key} for word, key in leading])
    counts = Counter(word for one in found.values() for word, _ in one.prominence)
    counts[ARTICLES] = len(found)
    _count(connection, counts)


def _count(connection: Connection, more: Counter[str]) -> None:
    """Count in how many more articles words leave a trace."""
    known = counts_of(connection, more)
    fresh = [{"word": hashed(word), "articles": more[word]} for word in sorted(more) if not known[word]]
    told = [{"of": hashed(word), "more": more[word]} for word in sorted(more) if known[word]]
    if fresh:
        connection.execute(insert(story_counts), fresh)
    if told:
        raised = update(story_counts).where(story_counts.c.word == bindparam("of"))
        connection.execute(raised.values(articles=story_counts.c.articles + bindparam("more")), told)


def counts_of(connection: Connection, words: Iterable[str]) -> dict[str, int]:
    """Return in how many articles of the record words leave a trace, 0 included."""
    numbers = {word: hashed(word) for word in words}
    found: dict[int, int] = {}
    for portion in rows.portions(sorted(numbers.values())):
        query = select(story_counts).where(story_counts.c.word.in_(portion))
        found |= {row.word: row.articles for row in connection.execute(query)}
    return {word: found.get(number, 0) for word, number in numbers.items()}


@lru_cache(maxsize=200_000)
def hashed(word: str) -> int:
    """Return the number by which the record knows a word, below 2^63."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def _values(article: int, one: Traces) -> dict[str, Any]:
    return {
        "article": article,
        "prominence": json.dumps(dict(one.prominence), ensure_ascii=True),
        "leading": json.dumps(dict(zip(one.leading, one.forms, strict=True)), ensure_ascii=True),
        "first": one.first,
        "last": one.last,
    }


def noted() -> Select[Any]:
    """Select the traces of articles with their ids."""
    return select(story_traces, articles.c.id).join(articles)


def traces_of(row: Row[Any]) -> Traces:
    """Return the traces of a row."""
    leading = json.loads(row.leading)
    prominence = tuple(json.loads(row.prominence).items())
    return Traces(row.id, prominence, tuple(leading), tuple(leading.values()), row.first, row.last)
