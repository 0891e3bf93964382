"""How a verb takes those whom it addresses: as its object, or after a preposition.

Invariant: the verbs are data (``lexicon/addressees.toml``); nothing here knows one by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.resolution.setting.noun_phrases import DAYS, PRONOUNS, Word, head, is_name, is_people
from onrecord.resolution.word_lists import entries, lexicon


@dataclass(frozen=True, slots=True)
class Frame:
    """How a verb takes its addressee: as object of some kind, or after a preposition.

    ``strict`` asks for people after the preposition: "confessed to a priest", not "to a theft".
    """

    lemma: str
    kind: str
    preposition: str = ""
    strict: bool = False


def frames(form: str) -> tuple[Frame, ...]:
    """Return how a form of a verb takes its addressee; none if it is no verb of speaking to somebody."""
    return _frames().get(form, ())


@cache
def _frames() -> dict[str, tuple[Frame, ...]]:
    """Return the frames of every form, read and inflected once."""
    words = lexicon("addressees.toml")
    found: dict[str, tuple[Frame, ...]] = {}
    for frame in _entries(words):
        for form in _forms(frame.lemma, words["irregular"]):
            found[form] = (*found.get(form, ()), frame)
    return found


def _entries(words: dict[str, dict[str, dict[str, str]]]) -> Iterator[Frame]:
    for kind, lemmas in words["object"].items():
        yield from (Frame(lemma, kind) for lemma in lemmas)
    for name, lemmas in words["after"].items():
        preposition, _, people = name.partition("_")
        yield from (Frame(lemma, "after", preposition, strict=bool(people)) for lemma in lemmas)


def _forms(lemma: str, irregular: dict[str, list[str]]) -> set[str]:
    """Return a verb's forms; regular ones stay beside irregular ones."""
    spellings = {lemma, lemma[:-3] + "ize"} if lemma.endswith("ise") and lemma != "promise" else {lemma}
    forms = set(irregular.get(lemma, ()))
    for word in spellings:
        stem = word.removesuffix("e")
        past, third = (
            (word[:-1] + "ied", word[:-1] + "ies")
            if re.search("[^aeiou]y$", word)
            else (stem + "ed", word + "s")
        )
        sibilant = word.endswith(("s", "x", "z", "ch", "sh"))
        forms |= {word, past, word + "es" if sibilant else third, stem + "ing"}
    return forms


def addressable(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase can be spoken to: no story, no question, no laughter, no time."""
    noun = head(words, start, end)
    things = entries("addressees.toml", "things") | DAYS
    return noun.lower not in things and words[end - 1].lower not in things


def for_people(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase is for people for certain: a pronoun, a name, a noun for people."""
    noun = head(words, start, end)
    return noun.lower in PRONOUNS or is_name(noun) or is_people(noun)
