"""Guess whether *he* or *she* stands for somebody: from the honorific, the words of a role, the given name.

A hint for pronouns alone.  It is never printed, stored or exported.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from onrecord.resolution.who.names import folded_word, name_words, printed_honorific


def gender_of_name(printed: str) -> str:
    """Return ``m`` or ``f`` if a printed name tells it by its honorific or its first word, else ""."""
    told = printed_honorific(printed)
    words = name_words(printed)
    return told or (_given_names().get(words[0], "") if len(words) > 1 else "")


def gender_of_description(printed: str) -> str:
    """Return ``m`` or ``f`` if a word of a description tells it (*his daughter*, *a spokesman*), else ""."""
    for word in reversed(printed.split(",", maxsplit=1)[0].split(" of ", maxsplit=1)[0].split()):
        told = _gendered_nouns().get(folded_word(word.strip("'’\"“”.")))
        if told:
            return told
    return ""


@cache
def _given_names() -> dict[str, str]:
    source = files("onrecord.resolution") / "lexicon" / "given_names.txt"
    lines = source.read_text(encoding="utf-8").splitlines()
    return {folded_word(line.split()[0]): line.split()[1] for line in lines if not line.startswith("#")}


@cache
def _gendered_nouns() -> dict[str, str]:
    source = files("onrecord.resolution") / "lexicon" / "gendered_nouns.toml"
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    return {folded_word(noun): {"male": "m", "female": "f"}[sex] for sex in tables for noun in tables[sex]}
