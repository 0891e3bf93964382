"""Enter articles' fingerprints and find the passages that they share with others, by look-ups alone.

Invariant: which passages are kept depends on the articles and on no order.  Two articles are compared where
fingerprints that they share may be of one passage (``may_share``); of these one counts where at most
``MOST`` articles have it and one of the two is among the ``HEADS`` that come first of these by a digest of
the article's id.  So a text that a hundred articles carry costs each of them eight comparisons, and all
still hang together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from onrecord.linking.reprints.fingerprints import Places, may_share
from onrecord.linking.reprints.fingerprints import fingerprints as fingerprints_of
from onrecord.linking.reprints.passages import Passage, ReprintText, shared_passages
from onrecord.record import reprint_tables as tables
from onrecord.record import rows
from onrecord.record.tables import articles

HEADS = 8
MOST = 200
"""Articles with one fingerprint from which it tells nothing: stock sentences of a site."""
_PAGE = 64
_TEXTS = 128
"""Texts that are kept at hand, cut into words, while articles are compared."""
_AT_ONCE = 5000

Values = dict[str, Any]
Keys = tuple[int, int]
Holder = tuple[int, int]
"""An article's key, and the number of the word at which it has a fingerprint."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """An article to be entered: its key, its id and its text."""

    key: int
    id: str
    text: str


def enter_articles(connection: Connection, fresh: Sequence[Fresh]) -> None:
    """Enter the fingerprints of articles and the passages they share; those that are entered stay so."""
    texts = _Texts(connection, fresh)
    prints = {one.key: fingerprints_of(texts[one.key]) for one in fresh}
    held = _Held.of(connection, {hash_ for found in prints.values() for hash_ in found}, fresh)
    doubtful = set[Keys]()
    made = list[Values]()
    for one in fresh:
        if not held.has(one.key, prints[one.key]):
            near = held.take(one.key, prints[one.key], doubtful)
            made += _compared(one.key, near, texts)
    _write(connection, held, made)
    if doubtful:
        _withdraw(connection, doubtful, texts)


def enter_all(connection: Connection) -> None:
    """Enter all articles of a record that has no fingerprints yet."""
    after = 0
    query = select(articles.c.key, articles.c.id, articles.c.text).order_by(articles.c.key).limit(_PAGE)
    while page := connection.execute(query.where(articles.c.key > after)).all():
        after = page[-1].key
        enter_articles(connection, [Fresh(*row) for row in page])


@dataclass(slots=True)
class _Held:
    """Who has which of some fingerprints, in the order of ranks, as articles come in."""

    by: dict[int, list[Holder]]
    ranks: dict[int, tuple[bytes, str]]
    common: set[int]
    fresh: dict[int, list[Holder]] = field(default_factory=lambda: defaultdict(list))
    turned: set[int] = field(default_factory=set)
    """Fingerprints that have become common just now."""

    @classmethod
    def of(cls, connection: Connection, hashes: Iterable[int], fresh: Iterable[Fresh] = ()) -> _Held:
        """Look fingerprints up; the articles in ``fresh`` need no look-up of their ids."""
        by, common = defaultdict[int, list[Holder]](list), set[int]()
        table, plenty = tables.fingerprints, tables.common_fingerprints.c.hash
        for portion in rows.portions(sorted(hashes), _AT_ONCE):
            for hash_, article, place in connection.execute(select(table).where(table.c.hash.in_(portion))):
                by[hash_].append((article, place))
            common.update(connection.scalars(select(plenty).where(plenty.in_(portion))))
        ids = {one.key: one.id for one in fresh}
        holders = {article for found in by.values() for article, _ in found}
        for portion in rows.portions(sorted(holders - ids.keys())):
            query = select(articles.c.key, articles.c.id).where(articles.c.key.in_(portion))
            ids |= {row.key: row.id for row in connection.execute(query)}
        ranks = {key: _rank(id_) for key, id_ in ids.items()}
        for found in by.values():
            found.sort(key=lambda holder: ranks[holder[0]])
        return cls(dict(by), ranks, common)

    def has(self, article: int, hashes: Iterable[int]) -> bool:
        """Say whether an article is entered already."""
        return any(article == other for hash_ in hashes for other, _ in self.by.get(hash_, ()))

    def take(self, article: int, hashes: dict[int, int], doubtful: set[Keys]) -> list[int]:
        """Let an article in, return whom to compare it with, and note pairs that may lose their ground."""
        near = defaultdict[int, list[Places]](list)
        for hash_, place in hashes.items():
            if hash_ not in self.common:
                for other, there in self._let_in((article, place), hash_, doubtful):
                    near[other].append((place, there))
        return sorted(other for other, places in near.items() if may_share(places))

    def _let_in(self, holder: Holder, hash_: int, doubtful: set[Keys]) -> list[Holder]:
        here = self.by.setdefault(hash_, [])
        if len(here) >= MOST:
            every = [article for article, _ in here]
            doubtful.update(_pair(head, other) for head in every[:HEADS] for other in every if other != head)
            self._turn_common(hash_)
            return []
        rank = self.ranks[holder[0]]
        place = sum(self.ranks[other] < rank for other, _ in here)
        near = list(here) if place < HEADS else here[:HEADS]
        here.insert(place, holder)
        if place < HEADS < len(here):
            doubtful.update(_pair(here[HEADS][0], other) for other, _ in here[HEADS + 1 :])
        self.fresh[hash_].append(holder)
        return near

    def _turn_common(self, hash_: int) -> None:
        del self.by[hash_]
        self.fresh.pop(hash_, None)
        self.common.add(hash_)
        self.turned.add(hash_)

    def counts(self, one: int, other: int, hash_: int) -> bool:
        """Say whether a fingerprint that two articles share counts."""
        return any(article in (one, other) for article, _ in self.by.get(hash_, ())[:HEADS])


def _pair(one: int, other: int) -> Keys:
    return (one, other) if one < other else (other, one)


@lru_cache(maxsize=100_000)
def _rank(identifier: str) -> tuple[bytes, str]:
    """Return where an article stands among others, the same in every record."""
    return blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=8).digest(), identifier


class _Texts:
    """The texts of articles cut into words, some of them kept."""

    def __init__(self, connection: Connection, fresh: Iterable[Fresh] = ()) -> None:
        self._connection = connection
        self._fresh = {one.key: one.text for one in fresh}
        self._kept: dict[int, ReprintText] = {}

    def __getitem__(self, key: int) -> ReprintText:
        kept = self._kept.pop(key, None) or ReprintText(self._text(key))
        if len(self._kept) >= _TEXTS:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = kept  # put last: what was not asked for longest is let go first
        return kept

    def _text(self, key: int) -> str:
        known = self._fresh.get(key)
        if known is None:
            query = select(articles.c.text).where(articles.c.key == key)
            known = str(self._connection.scalar(query))
        return known


def _compared(article: int, others: Sequence[int], texts: _Texts) -> Iterator[Values]:
    for other in others:
        one, two = _pair(article, other)
        for passage in shared_passages(texts[one], texts[two]):
            yield {"one": one, "other": two, **_values(passage)}


def _values(passage: Passage) -> Values:
    return {
        "one_start": passage.one.start,
        "one_end": passage.one.end,
        "other_start": passage.other.start,
        "other_end": passage.other.end,
        "words": passage.words,
        "kind": str(passage.kind),
    }


def _write(connection: Connection, held: _Held, made: list[Values]) -> None:
    """Write what has come in; in the order of the index, so that its pages are each touched once."""
    turned = [{"hash": hash_} for hash_ in sorted(held.turned)]
    for portion in rows.portions(sorted(held.turned)):
        connection.execute(delete(tables.fingerprints).where(tables.fingerprints.c.hash.in_(portion)))
    fresh = [
        {"hash": hash_, "article": article, "place": place}
        for hash_ in sorted(held.fresh)
        for article, place in held.fresh[hash_]
    ]
    for table, values in (
        (tables.common_fingerprints, turned),
        (tables.fingerprints, fresh),
        (tables.shared_passages, made),
    ):
        if values:
            connection.execute(insert(table), values)


def _withdraw(connection: Connection, doubtful: set[Keys], texts: _Texts) -> None:
    """Take back the passages of pairs that no longer have what they rested on."""
    table = tables.shared_passages
    kept = list(_kept(connection, doubtful))
    shared = {pair: _in_common(texts, *pair) for pair in kept}
    now = _Held.of(connection, {hash_ for hashes in shared.values() for hash_ in hashes})
    for one, other in kept:
        here = shared[one, other].items()
        if not may_share(places for hash_, places in here if now.counts(one, other, hash_)):
            connection.execute(delete(table).where(table.c.one == one, table.c.other == other))


def _kept(connection: Connection, pairs: set[Keys]) -> Iterator[Keys]:
    """Yield the pairs that have passages, in order."""
    table = tables.shared_passages
    for portion in rows.portions(sorted({one for one, _ in pairs})):
        query = select(table.c.one, table.c.other).distinct().where(table.c.one.in_(portion))
        found = {(row.one, row.other) for row in connection.execute(query)}
        yield from sorted(found & pairs)


def _in_common(texts: _Texts, one: int, other: int) -> dict[int, Places]:
    """Return the fingerprints that two articles share, with where they have them."""
    here, there = fingerprints_of(texts[one]), fingerprints_of(texts[other])
    return {hash_: (here[hash_], there[hash_]) for hash_ in sorted(here.keys() & there.keys())}
