"""The words from which it is read when something was said.

Invariant: the words are data (``lexicon/dates.toml``); the order of weekdays, months and numbers there
is their value.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def date_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of time: section -> words -> example."""
    source = files("onrecord.resolution").joinpath("lexicon", "dates.toml")
    sections: dict[str, dict[str, str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return sections


def any_of(*sections: str) -> str:
    """Return a pattern for the words of some sections, longest first, without the values before them."""
    words = {_unvalued(entry) for section in sections for entry in date_words()[section]}
    inner = "|".join(map(_spelled, sorted(words, key=lambda word: (-len(word), word))))
    return f"(?:{inner})"


def value_of(section: str, words: str) -> str:
    """Return the value that stands before the words in a section: ``12-24`` before ``Christmas Eve``."""
    wanted = plain(words)
    return next(entry.split(" ")[0] for entry in date_words()[section] if plain(_unvalued(entry)) == wanted)


def weekday_number(words: str) -> int:
    """Return 0 for Monday, and so on."""
    return list(date_words()["weekday"]).index(words.capitalize())


def month_number(words: str) -> int:
    """Return 1 for January, by the first three letters."""
    return [entry[:3] for entry in date_words()["month"]].index(words[:3].capitalize()) + 1


def number(words: str) -> int:
    """Return what a number in figures or in words is worth; "a" is one."""
    if words.isdecimal():
        return int(words)
    return 1 if words in ("a", "an") else list(date_words()["number"]).index(words) + 1


def plain(words: str | None) -> str:
    """Return the words in lower case, with single spaces and straight apostrophes; nothing for None."""
    return " ".join((words or "").lower().replace("’", "'").split())


def _unvalued(entry: str) -> str:
    return entry.split(" ", 1)[1] if entry[0].isdecimal() else entry


def _spelled(words: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", "['’]") for word in words.split(" "))
