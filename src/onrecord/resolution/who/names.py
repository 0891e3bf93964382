"""Compare printed names: which words of them count, and whether two can be one bearer's.

Nothing here knows which part of a name is the family's: order is a property of the person, not of the
string (*Ren Zhengfei* is Mr Ren, *Joe Biden* is Mr Biden).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from onrecord.resolution.who.role_nouns import honorific

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*\.?")
_ARTICLES = frozenset(("the", "a", "an"))
_SMALL = frozenset(
    ["of", "for", "and", "the", "in", "on", "at", "to", "de", "la", "du", "des", "et", "und", "für"]
)
_COMPANY = frozenset(
    [
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "plc",
        "llc",
        "group",
        "holdings",
        "gmbh",
        "ag",
        "sa",
        "nv",
        "ab",
        "oyj",
        "technologies",
    ]
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


@lru_cache(maxsize=20_000)
def name_words(printed: str) -> tuple[str, ...]:
    """Return the words of a name that count, folded: no honorifics, articles, possessives or initial dots."""
    words = []
    for word in _WORD.findall(printed):
        word = re.sub(r"['’]s?$", "", word) if not word.endswith(".") else word
        if honorific(word) is None and word.lower() not in _ARTICLES:
            folded = folded_word(word)
            if folded and folded not in _SUFFIXES:
                words.append(folded)
    return tuple(words)


def folded_word(word: str) -> str:
    """Return a word without case, accents and dots."""
    plain = unicodedata.normalize("NFKD", word).casefold().replace(".", "").replace("’", "'")
    return "".join(character for character in plain if not unicodedata.combining(character))


def printed_honorific(printed: str) -> str:
    """Return the gender that a name's honorific tells (``m``, ``f``), or ""."""
    for word in _WORD.findall(printed)[:2]:
        found = honorific(word)
        if found and found.gender:
            return found.gender
    return ""


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two names of several words can be one person's: one holds the other, initials count."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    rest = list(long)
    for word in short:
        hit = next((w for w in rest if w == word or _initial(word, w)), None)
        if hit is None:
            return False
        rest.remove(hit)
    return short[-1] == long[-1] or set(short) <= set(long)


def _initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[:1] == other[:1]


@lru_cache(maxsize=50_000)
def is_acronym(short: str, long: str) -> bool:
    """Say whether ``short`` is made of the initials of ``long``: OIS, Office of Infrastructure Security."""
    letters = re.sub(r"[^A-Za-z]", "", short)
    if not 2 <= len(letters) <= 8 or sum(letter.isupper() for letter in letters) < 2:
        return False
    words = [word for word in re.split(r"[\s\-/]+", re.sub(r"\([^)]*\)", "", long)) if word[:1].isalpha()]
    big = "".join(word[0] for word in words if word.lower() not in _SMALL).lower()
    every = "".join(word[0] for word in words).lower()
    folded = letters.lower()
    return len(words) > 1 and folded in (big, every, big.removeprefix("t"), every.removeprefix("t"))


@lru_cache(maxsize=50_000)
def same_organization(one: str, other: str) -> bool:
    """Say whether two printed names can be one body's: equal words, a company's shorter form, an acronym."""
    a, b = name_words(one), name_words(other)
    if not a or not b:
        return False
    big_a, big_b = ({w for w in words if w not in _SMALL} for words in (a, b))
    if a == b or (big_a == big_b and big_a):
        return True
    short, long = sorted((a, b), key=len)
    if set(long) - set(short) <= _COMPANY and long[: len(short)] == short:
        return True
    return is_acronym(one, other) or is_acronym(other, one)
