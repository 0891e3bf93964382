"""Under what a statement is looked up, so that only statements with something in common are compared.

Two statements are candidates if they share a key.  Keys follow from a statement and its article alone, so
that what is compared does not depend on what else was added, or when:

- runs of words, winnowed (Schleimer, Wilkerson and Aiken 2003): the same words, at any time, in any mouth;
- the speaker's name and the week: what one speaker said at one time is compared by meaning (an exact
  search of nearest neighbours among what one name said in three weeks, by the vectors kept beside it);
- the week and two rare words: for speakers whom the articles do not name alike;
- the speaker's name and two rare words, or a position that is often taken (*let the courts decide*), at
  any time: positions taken again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from itertools import combinations

from onrecord.linking.content import rarity
from onrecord.linking.relations.evidence import claim
from onrecord.linking.utterances.sides import Side
from onrecord.linking.utterances.speakers import name_keys

RUN, WINDOW = 4, 3
"""Words of a run, and runs of which one is kept at least."""
RAREST_RUN = 6.0
"""Rarity that a run needs; commoner ones (*in the United States*) would find too much."""
RARE, RARE_OF_SPEAKER = 5, 4
"""Rare words that are paired."""
LEAST_RARITY = 3.0
WEEK = 7


def keys(side: Side) -> list[int]:
    """Return the keys under which a statement is kept, as 63-bit numbers in order."""
    return sorted({_hashed(*one) for one in (*_lasting(side), *_of_week(side, week(side)))})


def looked_up(side: Side) -> list[int]:
    """Return the keys under which those are found that it has to be compared with, a week away too."""
    at = week(side)
    weeks: Iterable[int | None] = (at,) if at is None else (at - 1, at, at + 1)
    found = {_hashed(*one) for one in _lasting(side)}
    return sorted(found | {_hashed(*one) for near in weeks for one in _of_week(side, near)})


def run_keys(stems: Sequence[str]) -> list[int]:
    """Return the keys of all runs of some bare words, whoever says them and whenever.

    A statement that has six of the words in a row is kept under one of them, if they are rare enough.
    """
    runs = {tuple(stems[at : at + RUN]) for at in range(len(stems) - RUN + 1)}
    return sorted({_hashed("run", *run) for run in runs if sum(map(rarity, set(run))) >= RAREST_RUN})


def week(side: Side) -> int | None:
    """Return the week of publication, or None where the day is not known to the week."""
    published = side.published
    if published is None or (published[1] - published[0]).days > WEEK:
        return None
    return (published[0] - date(1, 1, 1)).days // WEEK


def _lasting(side: Side) -> Iterator[tuple[str, ...]]:
    for run in _winnowed(side.stems):
        yield ("run", *run)
    for name in name_keys(side.said):
        for pair in combinations(_rarest(side, RARE_OF_SPEAKER), 2):
            yield ("position", name, *pair)
        for position in sorted(claim(side.said).positions):
            yield ("stock position", name, position)


def _of_week(side: Side, at: int | None) -> Iterator[tuple[str, ...]]:
    if at is None:
        for name in name_keys(side.said):
            for one in _rarest(side, RARE_OF_SPEAKER):
                yield ("undated", name, one)
        return
    for name in name_keys(side.said):
        yield ("week", str(at), name)
    for pair in combinations(_rarest(side, RARE), 2):
        yield ("words", str(at), *pair)


def _rarest(side: Side, count: int) -> list[str]:
    telling = (one for one in side.distinct if rarity(one) >= LEAST_RARITY)
    return sorted(sorted(telling, key=lambda one: (-rarity(one), one))[:count])


def _winnowed(stems: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield of each WINDOW runs that are rare enough to tell the one with the least hash."""
    every = (tuple(stems[at : at + RUN]) for at in range(len(stems) - RUN + 1))
    runs = [run for run in every if sum(map(rarity, set(run))) >= RAREST_RUN]
    hashes = [_hashed("run", *run) for run in runs]
    picked = {
        min(range(at, min(at + WINDOW, len(runs))), key=lambda index: (hashes[index], index))
        for at in range(max(1, len(runs) - WINDOW + 1) if runs else 0)
    }
    yield from (runs[index] for index in sorted(picked))


def _hashed(*words: str) -> int:
    digest = blake2b("\x1f".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
