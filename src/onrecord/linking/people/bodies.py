"""The printed name of a body (a company, a ministry, a party), taken apart.

Invariant: the forms of one name have one key: "the", legal forms and whether the head stands before an
"of" or last make no difference.  A name that every country has one of (*the government*) has none without
the country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.linking.people.words import fold, is_capital, lexicon, printed_words, without_countries

_SMALL = frozenset(
    ("the", "of", "and", "for", "in", "on", "at", "to", "de", "du", "la", "le", "et", "und", "a", "an")
)
_BRACKETED = re.compile(r"\s*\(([^()\s]{2,10})\)\s*$")
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name: its key, the country it says, what it says that it does, and an acronym in brackets.

    ``alone`` is set where the name is nothing but letters: *OIS*.
    """

    key: str
    countries: frozenset[str] = frozenset()
    descriptor: str = ""
    acronym: str = ""
    alone: bool = False


@lru_cache(maxsize=50_000)
def body_name(printed: str) -> BodyName | None:
    """Return a printed body's name taken apart, or None for a description (*the ministry*)."""
    bracketed = _BRACKETED.search(printed)
    full = printed[: bracketed.start()] if bracketed else printed
    acronym = bracketed[1] if bracketed and is_acronym_of(bracketed[1], full) else ""
    words = printed_words(full)
    large = [word for word in words if fold(word) not in _SMALL]
    if not any(is_capital(word) for word in large) or len(large) > _LONGEST or len("".join(large)) < 2:
        return None
    if len(large) == 1 and is_acronym(large[0]) and not without_countries(large)[1]:
        return BodyName(fold(large[0]), alone=True)
    return _taken_apart(words, fold(acronym))


def is_acronym(word: str) -> bool:
    """Say whether a word is printed as letters: OIS, F.B.I., DoJ."""
    letters = [character for character in word if character.isalpha()]
    return 2 < len(letters) <= 8 and sum(letter.isupper() for letter in letters) >= max(2, len(letters) - 1)


def is_acronym_of(acronym: str, name: str) -> bool:
    """Say whether letters are the initials of a name's words, small words counted or not."""
    letters = fold(acronym)
    words = [word for word in re.split(r"[\s/-]+", name) if fold(word)]
    large = "".join(fold(word)[0] for word in words if fold(word) not in _SMALL)
    every = "".join(fold(word)[0] for word in words)
    return len(large) > 1 and letters in (large, every, every.removeprefix("t"))


def _taken_apart(words: list[str], acronym: str) -> BodyName | None:
    words, countries = without_countries(words)
    rest = [word for word in _head_last(words) if fold(word) not in _SMALL]
    parts = _without_legal([fold(word) for word in rest])
    if not parts:
        return BodyName("=" + " ".join(sorted(countries)), countries, acronym=acronym) if countries else None
    bodies = lexicon("bodies")
    of_country = BodyName(" ".join((*sorted(countries), *parts)), countries, acronym=acronym)
    if all(part in bodies["common"] for part in parts) or not any(is_capital(word) for word in rest):
        return of_country if countries else None
    if all(part in bodies["common"] or part in bodies["descriptor"] for part in parts):
        return of_country if countries or len(parts) > 1 else None
    descriptor = parts[-1] if _descriptor_at_end(parts) else ""
    return BodyName(" ".join(parts[:-1] if descriptor else parts), countries, descriptor, acronym)


def _head_last(words: list[str]) -> list[str]:
    """Return a name with its head last: the Department of Justice is the Justice Department."""
    at = next((at for at, word in enumerate(words) if word.lower() in ("of", "for")), 0)
    return words[at + 1 :] + words[:at] if 0 < at < len(words) - 1 else words


def _without_legal(parts: list[str]) -> list[str]:
    while len(parts) > 1 and parts[-1] in lexicon("bodies")["legal"]:
        parts = parts[:-1]
    return parts


def _descriptor_at_end(parts: list[str]) -> bool:
    bodies = lexicon("bodies")
    return len(parts) > 1 and parts[-1] in bodies["descriptor"] and parts[-2] not in bodies["common"]
