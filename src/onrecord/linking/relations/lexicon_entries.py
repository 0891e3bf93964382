"""The word lists of ``lexicon/``, ready to be matched: words of entries by their stems, longest first.

Invariant: an entry stands for every form that has its stem or is listed in ``forms.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from onrecord.linking.content import stem
from onrecord.words import normal


class Sense(NamedTuple):
    """What an entry stands for: the name of its concept and, on an axis of opposites, its end."""

    concept: str
    sign: int


class Position(NamedTuple):
    """A position that people take in ever other words; its rows are what a sentence must have words of."""

    name: str
    label: str
    rows: tuple[tuple[frozenset[str], ...], ...]

    def taken_in(self, stems: frozenset[str]) -> bool:
        """Say whether a sentence with these stems takes it."""
        return any(all(words & stems for words in row) for row in self.rows)


_VERBS = ("turn", "denial", "opaque", "unreal", "duty")
"""Sections of words that are inflected."""
Entries = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By their first stem: the further stems of entries, the longest entries first, and what they stand for."""


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return a file of ``lexicon/``."""
    source = files("onrecord.linking.relations").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@lru_cache(maxsize=100_000)
def lemma(form: str) -> str:
    """Return the stem of a word, irregular forms as that of the word they are of."""
    return stem(normal(_irregular().get(form, form)))


@cache
def polarity() -> tuple[Entries, Entries]:
    """Return what turns a claim round or hides its truth, with its section: by forms, and by stems.

    Small words are known by their forms alone, for "likely" has the stem of "like".
    """
    sections = {name: words for name, words in lexicon("polarity").items() if name != "bound"}
    by_form = [(words, name) for name in sections if name not in _VERBS for words in sections[name]]
    by_stem = [(words, name) for name in sections if name in _VERBS for words in sections[name]]
    return _by_first(by_form, forms=True), _by_first(by_stem)


@cache
def bounds() -> Entries:
    """Return the words that make a number a bound, each with ``from``, ``to`` or ``near``."""
    sides = lexicon("polarity")["bound"].items()
    return _by_first([(words, side) for side, entries in sides for words in entries])


@cache
def replies() -> Entries:
    """Return the words by which a report presents an answer, by their forms: "did not respond" is none."""
    return _by_first([(words, words) for words in lexicon("replies")["reply"]], forms=True)


@cache
def concepts() -> tuple[Entries, dict[str, Sense]]:
    """Return the entries of opposites and of words alike, and what each stands for by its words."""
    senses: dict[str, Sense] = {}
    for concept, entries in lexicon("same").items():
        senses |= {words: Sense(f"={concept}", 1) for words in entries}
    for axis, ends in lexicon("opposites").items():
        senses |= {words: Sense(f"±{axis}", 1) for words in ends["up"]}
        senses |= {words: Sense(f"±{axis}", -1) for words in ends["down"]}
    return _by_first([(words, words) for words in senses]), senses


@cache
def positions() -> tuple[Position, ...]:
    """Return the positions that are taken again and again."""
    return tuple(
        Position(name, entry["label"], tuple(_row(row) for row in entry["rows"]))
        for name, entry in lexicon("positions").items()
    )


@cache
def empty() -> frozenset[str]:
    """Return the words that say nothing of what a claim is about."""
    source = files("onrecord.resolution").joinpath("lexicon", "acts_answers.toml")
    words = tomllib.loads(source.read_text(encoding="utf-8"))["empty"]["words"]
    return frozenset(words) | frozenset(lexicon("stops")["words"])


def entry_at(entries: Entries, lemmas: Sequence[str], at: int) -> tuple[int, str] | None:
    """Return how many words the longest entry that begins at a place has, and what it stands for."""
    for rest, name in entries.get(lemmas[at], ()):
        if tuple(lemmas[at + 1 : at + 1 + len(rest)]) == rest:
            return 1 + len(rest), name
    return None


def polarity_at(forms: Sequence[str], lemmas: Sequence[str], at: int) -> tuple[int, str] | None:
    """Return how many words the longest entry on polarity at a place has, and its section."""
    by_form, by_stem = polarity()
    found = entry_at(by_form, forms, at), entry_at(by_stem, lemmas, at)
    return max((entry for entry in found if entry), key=lambda entry: entry[0], default=None)


def _by_first(rows: Sequence[tuple[str, str]], *, forms: bool = False) -> Entries:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, name in rows:
        first, *rest = words.split() if forms else map(lemma, words.split())
        found.setdefault(first, []).append((tuple(rest), name))
    return {first: tuple(sorted(same, key=lambda entry: -len(entry[0]))) for first, same in found.items()}


def _row(row: list[list[str]]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(lemma(word) for word in words) for words in row)


@cache
def _irregular() -> dict[str, str]:
    return {form: word for word, forms in lexicon("forms")["forms"].items() for form in forms}
