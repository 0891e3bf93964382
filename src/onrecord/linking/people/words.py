"""The words of names and roles: how they are folded, and the data files that tell what they are."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any

_PUNCTUATION = ",;:!?\"'“”‘’«»()[]{}…—–"


def fold(word: str) -> str:
    """Return a word's letters and digits alone: no case, no accents, no dots, hyphens or apostrophes."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in bare if character.isalnum())


def printed_words(printed: str) -> list[str]:
    """Return the words of a name or role as printed, without what punctuation stands around them."""
    words = (word.strip(_PUNCTUATION) for word in printed.split())
    return [re.sub(r"['’]s?$", "", word) for word in words if fold(word)]


def is_capital(word: str) -> bool:
    """Say whether a word begins as names do: with a capital, or in a script that has none."""
    first = next((character for character in word if character.isalpha()), "")
    return bool(first) and (first.isupper() or first.lower() == first.upper())


@lru_cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the data file ``lexicon/<name>.toml``."""
    source = files("onrecord.linking.people").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@lru_cache
def countries() -> dict[tuple[str, ...], str]:
    """Return the country of each of its names and forms, as folded words."""
    found = {}
    for country in lexicon("countries")["country"]:
        for form in (country["name"], *country["forms"]):
            words = tuple(fold(word) for word in printed_words(form))
            found[words] = " ".join(fold(word) for word in printed_words(country["name"]))
    return found


def without_countries(words: list[str]) -> tuple[list[str], frozenset[str]]:
    """Return printed words without those that name countries, and the countries."""
    rest: list[str] = []
    found: set[str] = set()
    at = 0
    while at < len(words):
        size = next((size for size in (4, 3, 2, 1) if _country(words[at : at + size], size)), 0)
        if size:
            found.add(_country(words[at : at + size], size))
        else:
            rest.append(words[at])
        at += size or 1
    return rest, frozenset(found)


def _country(words: list[str], size: int) -> str:
    if len(words) != size or not is_capital(words[0]):
        return ""
    if size == 1 and fold(words[0]) in _SMALL_TOO and not words[0].replace(".", "").isupper():
        return ""
    return countries().get(tuple(fold(word) for word in words), "")


_SMALL_TOO = frozenset(("us", "uk", "usa", "uae"))
"""Countries by their letters, which are words in small letters."""
