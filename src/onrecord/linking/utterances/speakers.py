"""Are the speakers of two statements in two articles one?  Told from what the two articles print alone.

The record's people are not asked: they change as articles come, and what is one utterance must not depend
on the order of adding.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from onrecord.linking.content import rarity, stem
from onrecord.linking.people.bodies import body_name, is_acronym_of
from onrecord.linking.people.names import PersonName, person_name
from onrecord.linking.people.words import fold
from onrecord.linking.said import Said
from onrecord.model import Person, PersonKind
from onrecord.words import words

SHORTEST = 4
"""Letters that a family name needs, for a misprint to be told from another name."""
TELLING = 3.0
"""How rare a word has to be, for two bodies or groups that share it to be perhaps one."""


class Speakers(StrEnum):
    """How two speakers stand to each other, as far as two articles tell."""

    SAME = "same"
    NEAR = "near"
    """One speaks for the other or is one of them, or their descriptions share a telling word."""
    UNKNOWN = "unknown"
    APART = "apart"


def speakers(a: Said, b: Said) -> Speakers:
    """Return how the speakers of two statements stand to each other."""
    one, other = a.speaker, b.speaker
    if a.article.id == b.article.id:
        return _in_one_article(one, other)
    if one is None or other is None:
        return Speakers.UNKNOWN
    if one.kind is other.kind is PersonKind.PERSON:
        return _people(one, other)
    if one.kind is other.kind is PersonKind.ORGANIZATION and _one_body(one, other):
        return Speakers.SAME
    if _near(a, one, b, other):
        return Speakers.NEAR
    named = (PersonKind.PERSON, PersonKind.ORGANIZATION)
    return Speakers.APART if one.kind in named and other.kind in named else Speakers.UNKNOWN


def name_keys(said: Said) -> tuple[str, ...]:
    """Return the words under which statements of the same speaker are found in other articles."""
    speaker = said.speaker
    if speaker is None:
        return ()
    if speaker.kind is PersonKind.PERSON:
        found = {family for name in _names(speaker) for family in (name.families or (name.family,))}
        return tuple(sorted(f"person {family}" for family in found))
    return tuple(sorted(f"body {word}" for word in _telling(speaker)))[:6]


def _in_one_article(one: Person | None, other: Person | None) -> Speakers:
    if one is None or other is None:
        return Speakers.UNKNOWN
    if one.id == other.id:
        return Speakers.SAME
    return Speakers.NEAR if one.id == other.speaks_for or other.id == one.speaks_for else Speakers.APART


def _people(one: Person, other: Person) -> Speakers:
    """Compare what people are called: the same full name, or a family name that the other's name has.

    Other printed forms count for less: an article's people are sometimes mixed up.
    """
    name, theirs = person_name(one.name), person_name(other.name)
    if name is None or theirs is None:
        return Speakers.UNKNOWN
    if name.given and theirs.given:
        if name.key == theirs.key:
            return Speakers.SAME
        related = bool(set(name.families) & set(theirs.families))
        if related and _fits(name, theirs):
            return Speakers.SAME
        return Speakers.NEAR if _misprinted(name, theirs) else Speakers.APART
    if set(name.families) & set(theirs.families):
        return Speakers.SAME
    families, others = ({f for form in _names(who) for f in form.families} for who in (one, other))
    return Speakers.NEAR if families & others or _misprinted(name, theirs) else Speakers.APART


def _fits(name: PersonName, other: PersonName) -> bool:
    """Say whether two full names may be one person's: Vlad and Vladimir, J. and John."""
    return name.given.startswith(other.given) or other.given.startswith(name.given)


def _misprinted(name: PersonName, other: PersonName) -> bool:
    """Say whether one letter was dropped, added or changed in a family name: Tump for Trump."""
    if name.given and other.given and not _fits(name, other):
        return False
    long, short = sorted((name.family, other.family), key=lambda word: (-len(word), word))
    if len(short) < SHORTEST or len(long) - len(short) > 1:
        return False
    same = next(
        (at for at, pair in enumerate(zip(long, short, strict=False)) if pair[0] != pair[1]), len(short)
    )
    rest = short[same:] if len(long) > len(short) else short[same + 1 :]
    return long[same + 1 :] == rest


def _one_body(one: Person, other: Person) -> bool:
    names, others = ([one.name, *one.names] for one in (one, other))
    keys, theirs = (
        {name.key for printed in forms if (name := body_name(printed))} for forms in (names, others)
    )
    if keys & theirs:
        return True
    letters = [form for form in (*names, *others) if form.isupper() and 2 <= len(form) <= 6]
    return any(is_acronym_of(fold(form), full) for form in letters for full in (*names, *others))


def _near(a: Said, one: Person, b: Said, other: Person) -> bool:
    return bool(_around(a, one) & _around(b, other))


def _around(said: Said, person: Person) -> frozenset[str]:
    """Return the telling words of a speaker, and of the body that he or she speaks for."""
    body = next((other for other in said.people if other.id == person.speaks_for), None)
    return _telling(person) | (_telling(body) if body else frozenset())


@lru_cache(maxsize=20_000)
def _telling(person: Person) -> frozenset[str]:
    """Return the words of a speaker's names, descriptions and roles that are rare enough to tell."""
    printed = (person.name, *person.names, *(role.words for role in person.roles))
    stems = {stem(word.token) for form in printed for word in words(form)}
    return frozenset(one for one in stems if rarity(one) >= TELLING)


@lru_cache(maxsize=20_000)
def _names(person: Person) -> tuple[PersonName, ...]:
    found: Iterator[PersonName | None] = (person_name(form) for form in (person.name, *person.names))
    return tuple(name for name in found if name is not None)
