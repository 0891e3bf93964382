"""Correct what the network takes a name for, by its own words and by what stands beside it.

The network takes names that it has never seen for persons.  News introduces persons by a full name or
with an honorific; a single word that is never so printed, and that stands after *in* or before a noun
(*in Merovia*, *Orinam controllers*), is a place or a body.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from onrecord.model import EntityKind, Mention, MentionForm
from onrecord.resolution.who.genders import gender_of_name
from onrecord.resolution.who.names import folded_word, name_words, printed_honorific

SURE = 0.93
"""Chance from which the network is believed even of a single word: *Obama supporters*."""
_IN = re.compile(r"\b(?:in|from|across|outside|near|throughout|into|at|to|of)\s+$")
_STRICTLY_IN = re.compile(r"\b(?:in|across|outside|throughout)\s+$")
_NOUN_AFTER = re.compile(
    r"\s+(?!said|says|told|was|is|has|had|and|who|will|would|to|in|on|at|for|the|also|did)[a-z]{4,}"
)
_OWNED = re.compile(r"['’]s\s+[a-z]")
_VERB_ENDS = re.compile(r"\s+\w+(?:ed|s)\b")


def kinds_of_names(text: str, mentions: Sequence[Mention]) -> dict[tuple[str, ...], EntityKind | None]:
    """Return what each name, by its words, names; None for what names nobody (a weekday)."""
    places: dict[tuple[str, ...], list[Mention]] = {}
    for mention in mentions:
        if mention.form is MentionForm.NAME and (words := name_words(mention.span.of(text))):
            places.setdefault(words, []).append(mention)
    introduced = {word for words in places if len(words) > 1 for word in words}
    return {words: _kind(text, words, some, introduced) for words, some in places.items()}


def _kind(
    text: str, words: tuple[str, ...], mentions: Sequence[Mention], introduced: set[str]
) -> EntityKind | None:
    votes = {kind: sum(m.confidence for m in mentions if m.kind is kind) for kind in EntityKind}
    taken = max(votes, key=lambda kind: votes[kind])
    told = _by_words(words)
    if told is not None:
        return None if told == "nothing" else EntityKind(told)
    if taken is not EntityKind.PERSON:
        return taken
    printed = mentions[0].span.of(text)
    if any(printed_honorific(_before(text, m)) for m in mentions):
        return taken
    if len(words) > 1:
        return taken if gender_of_name(printed) or not _is_place(text, mentions) else EntityKind.PLACE
    if printed.isupper() and 2 <= len(printed) <= 6 and not text[: mentions[0].span.end].endswith(":"):
        return EntityKind.ORGANIZATION
    sure = votes[taken] / len(mentions) >= SURE and len(mentions) > 1
    return taken if words[0] in introduced or sure else _of_single_word(text, mentions)


def _by_words(words: tuple[str, ...]) -> str | None:
    lexicon = _lexicon()
    if len(words) == 1 and words[0] in lexicon["nothing"]:
        return "nothing"
    if len(words) > 1 and words[-1] in lexicon["organization"]:
        return "organization"
    return "place" if len(words) > 1 and words[0] in lexicon["place"] else None


def _before(text: str, mention: Mention) -> str:
    before = text[max(0, mention.span.start - 12) : mention.span.start].split()[-1:]
    return " ".join([*before, mention.span.of(text)])


def _is_place(text: str, mentions: Sequence[Mention]) -> bool:
    inside = sum(bool(_STRICTLY_IN.search(text, max(0, m.span.start - 12), m.span.start)) for m in mentions)
    return 2 * inside > len(mentions)


def _of_single_word(text: str, mentions: Sequence[Mention]) -> EntityKind:
    """Return what a single word names that nothing introduces as a person."""
    inside = sum(bool(_IN.search(text, max(0, m.span.start - 12), m.span.start)) for m in mentions)
    strictly = sum(bool(_STRICTLY_IN.search(text, max(0, m.span.start - 12), m.span.start)) for m in mentions)
    beside = sum(
        bool(_OWNED.match(text, m.span.end))
        or bool(_NOUN_AFTER.match(text, m.span.end) and not _VERB_ENDS.match(text, m.span.end))
        or text[max(0, m.span.start - 4) : m.span.start].lower() == "the "
        for m in mentions
    )
    if strictly and 2 * (inside + beside) >= len(mentions):
        return EntityKind.PLACE
    return EntityKind.ORGANIZATION if beside or inside else EntityKind.PERSON


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    source = files("onrecord.resolution") / "lexicon" / "name_kinds.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: frozenset(folded_word(word) for word in entries) for name, entries in tables.items()}
