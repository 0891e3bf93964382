"""Which statements and articles may have some words: found by indices, never by going through all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import Connection, null, select

from onrecord.linking.content import rarity, stem, weight
from onrecord.linking.reprints.fingerprints import GRAM, TextWords, grams
from onrecord.linking.utterances.keys import run_keys
from onrecord.linking.utterances.vectors import unpacked, vector
from onrecord.linking.wording import Given
from onrecord.record import roster, rows, search
from onrecord.record.asked import Asked
from onrecord.record.link_tables import compared, compared_keys
from onrecord.record.reprint_tables import fingerprints
from onrecord.record.tables import readings, statements
from onrecord.words import words as tokens_of

_PHRASES, _RUNS, _RARE, _NEAREST = 30, 40, 40, 8
"""Candidates that each way of looking gives at most."""
_COMMON = 400
"""Statements that share a run above which it tells nothing."""
_WORDS = 8
"""Rare words by which candidates are looked for."""
READ = 10
"""Statements of the speaker, and as many of others, that are read closely."""
_LEAST_RARE = 0.25
"""Share of the given words' rarity that a statement needs to be read closely."""
_OF_SPEAKER = 20_000
_ARTICLES = 12
"""Articles whose texts are looked through for words in nobody's mouth."""
_FINGERPRINT_SHIFT = 64 - 47
"""The record keeps the first 47 bits of a fingerprint."""

Key = tuple[int, int]
"""Reading and number of a statement."""


class Candidates:
    """Where some words may be: in statements of one speaker, of anybody, and in articles."""

    def __init__(self, connection: Connection, given: Given, words: str, speaker: Asked | None) -> None:
        self.connection, self.given, self.words, self.speaker = connection, given, words, speaker

    def phrases(self) -> list[Key]:
        """Return the statements that have the longest stretch of the words side by side."""
        found = search.contents_with(self.given.segments[:1]) if self.given.segments else None
        if found is None or not any(True for _ in tokens_of(self.given.segments[0])):
            return []
        here = (found.c.reading == statements.c.reading) & (found.c.number == statements.c.number)
        query = _keys().join(found, here).order_by(statements.c.reading, statements.c.number)
        keys: list[Key] = []
        if self.speaker:
            mine = query.where(self.speaker.condition()).limit(_PHRASES)
            keys += [(row.reading, row.number) for row in self.connection.execute(mine)]
        keys += [(row.reading, row.number) for row in self.connection.execute(query.limit(_PHRASES))]
        return list(dict.fromkeys(keys))

    def similar(self, meanings: dict[Key, float]) -> list[Key]:
        """Return the statements that share most of the words, those of the speaker and others alike."""
        halves = self._by_halves()
        found = dict.fromkeys([*halves, *self._by_runs(), *self._by_words()])
        found |= dict.fromkeys(sorted(meanings, key=lambda key: (-meanings[key], key))[:_NEAREST])
        shares: dict[Key, float] = {}
        telling = frozenset(self.given.stems)
        whole = max(1e-9, weight(telling))
        query = select(compared.c.reading, compared.c.number, compared.c.stems)
        for row in of_keys(self.connection, query, compared, found):
            shares[row.reading, row.number] = weight(telling & set(row.stems.split())) / whole
        worth = [key for key in found if shares.get(key, 0.0) >= _LEAST_RARE or key in meanings]
        worth.sort(key=lambda key: (key not in halves, -shares.get(key, 0.0), key))
        mine = set(self._of_speaker(worth))
        ours, theirs = [key for key in worth if key in mine], [key for key in worth if key not in mine]
        return ours[:READ] + theirs[:READ]

    def _by_runs(self) -> list[Key]:
        shared: Counter[int] = Counter()
        query = select(compared_keys.c.hash, compared_keys.c.statement)
        for portion in rows.portions(run_keys(self.given.stems)):
            holders = Counter[int]()
            found = self.connection.execute(query.where(compared_keys.c.hash.in_(portion))).all()
            holders.update(row.hash for row in found)
            shared.update(row.statement for row in found if holders[row.hash] <= _COMMON)
        most = sorted(shared, key=lambda key: (-shared[key], key))[:_RUNS]
        query_ = select(compared.c.reading, compared.c.number).where(compared.c.key.in_(most))
        return [(row.reading, row.number) for row in self.connection.execute(query_)]

    def _by_halves(self) -> list[Key]:
        """Return the statements that have half of the words side by side: one edit leaves the other half."""
        found = [word.token for word in tokens_of(self.words)]
        middle = len(found) // 2
        halves = [" ".join(some) for some in (found[:middle], found[middle:]) if len(some) > 1]
        if not halves:
            return []
        query = select(search.contents_with(halves)).limit(_RUNS)
        return [(row.reading, row.number) for row in self.connection.execute(query)]

    def _by_words(self) -> list[Key]:
        """Return the statements that have most of the rare words."""
        forms: dict[str, str] = {}
        for word in tokens_of(self.words):
            forms.setdefault(stem(word.token), word.token)
        rare = sorted(forms, key=lambda one: (-rarity(one), one))[:_WORDS]
        found = search.with_any([forms[one] for one in rare], _RARE)
        return [(row.reading, row.number) for row in self.connection.execute(select(found))]

    @cached_property
    def _vector(self) -> Any:
        return vector(self.given.stems)

    def meanings(self) -> dict[Key, float]:
        """Return how near in meaning the speaker's statements are, the nearest of them."""
        if self.speaker is None or not self._vector.any():
            return {}
        here = (compared.c.reading == statements.c.reading) & (compared.c.number == statements.c.number)
        query = select(compared.c.reading, compared.c.number, compared.c.vectors)
        query = query.select_from(self.speaker.said().join(compared, here))
        found = self.connection.execute(query.order_by(compared.c.key.desc()).limit(_OF_SPEAKER)).all()
        if not found:
            return {}
        likeness = unpacked(b"".join(row.vectors for row in found)) @ self._vector
        sizes = np.array([len(row.vectors) for row in found]) // len(self._vector)
        best = np.maximum.reduceat(likeness, np.concatenate(([0], np.cumsum(sizes)[:-1])))
        nearest = np.argsort(-best, kind="stable")[:_NEAREST]
        return {(found[at].reading, found[at].number): float(best[at]) for at in nearest.tolist()}

    def _of_speaker(self, keys: Sequence[Key]) -> list[Key]:
        if self.speaker is None or not keys:
            return []
        if self.speaker.words is not None:
            return [key for key in keys if key in self._printed_so]
        query = select(statements.c.reading, statements.c.number, statements.c.speaker)
        found = list(of_keys(self.connection, query, statements, keys))
        who = roster.speakers(self.connection, {(row.reading, row.speaker) for row in found})
        mine = {key for key, person in who.items() if person in self.speaker.people}
        return [(row.reading, row.number) for row in found if (row.reading, row.speaker) in mine]

    @cached_property
    def _printed_so(self) -> set[Key]:
        """The statements whose source has the words that the speaker is asked for by."""
        found = search.matching_source(self.speaker.words or "") if self.speaker else None
        if found is None:
            return set()
        query = select(found.c.reading, found.c.number).limit(_OF_SPEAKER)
        return {(row.reading, row.number) for row in self.connection.execute(query)}

    def printing(self) -> list[int]:
        """Return the readings of articles that may print the words."""
        longest = self.given.segments[0].replace('"', " ").rstrip("*")
        near = search.matching(f'"{longest}"')
        query = select(near.c.reading).distinct().order_by(near.c.reading).limit(_ARTICLES)
        found = dict.fromkeys(self.connection.scalars(query))
        found |= dict.fromkeys(self._fingerprinted(longest))
        return list(found)[:_ARTICLES]

    def _fingerprinted(self, longest: str) -> list[int]:
        hashes = (grams(TextWords(longest).numbers, GRAM) >> np.uint64(_FINGERPRINT_SHIFT)).tolist()
        if not hashes:
            return []
        query = select(readings.c.key).join(fingerprints, fingerprints.c.article == readings.c.article)
        query = query.where(readings.c.current, fingerprints.c.hash.in_(hashes)).distinct()
        return list(self.connection.scalars(query.order_by(readings.c.key).limit(_ARTICLES)))


def _keys() -> Any:
    return (
        select(statements.c.reading, statements.c.number, null().label("score"))
        .select_from(statements.join(readings))
        .where(readings.c.current)
    )


def of_keys(connection: Connection, query: Any, table: Any, keys: Iterable[Key]) -> Iterator[Any]:
    """Yield the rows of statements: found by their readings, for SQLite has no index for pairs in a list."""
    wanted = set(keys)
    for portion in rows.portions(sorted({reading for reading, _ in wanted})):
        for row in connection.execute(query.where(table.c.reading.in_(portion))):
            if (row.reading, row.number) in wanted:
                yield row
