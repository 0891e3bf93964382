"""What articles tell of the bearers of one name, and when it tells them apart.

Invariant: everything here is symmetric and depends on nothing but the two sets of traits, so that it does
not matter which article was read first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import lru_cache, reduce
from operator import or_

from onrecord.linking.people.words import lexicon

Words = frozenset[str]
_NONE: Words = frozenset()


@dataclass(frozen=True, slots=True)
class Traits:
    """What is told of a bearer, or of several that are taken for one.

    ``gender`` is m or f; ``given`` the given name where it has short forms; ``middle`` the names between,
    parted by spaces; ``generation`` ii or iii; ``descriptor`` what a company's name says that it does.
    ``fields`` are those of the roles now, ``past`` of former ones; ``bodies`` are named in a role, and
    ``employers`` are companies that the bearer leads or speaks for.  ``nouns`` are what the roles are
    called (founder, president); they can only agree.
    """

    gender: Words = _NONE
    given: Words = _NONE
    middle: Words = _NONE
    generation: Words = _NONE
    descriptor: Words = _NONE
    fields: Words = _NONE
    past: Words = _NONE
    countries: Words = _NONE
    bodies: Words = _NONE
    employers: Words = _NONE
    nouns: Words = _NONE

    def __or__(self, other: Traits) -> Traits:
        return Traits(*(getattr(self, facet) | getattr(other, facet) for facet in FACETS))

    def without(self, *facets: str) -> Traits:
        """Return the traits with some facets left out."""
        return Traits(*(_NONE if facet in facets else getattr(self, facet) for facet in FACETS))

    @property
    def richness(self) -> int:
        """How many facets tell something."""
        return sum(bool(getattr(self, facet)) for facet in FACETS)

    def text(self) -> str:
        """Return the traits as text: equal traits give equal text."""
        told = {facet: sorted(getattr(self, facet)) for facet in FACETS if getattr(self, facet)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    @lru_cache(maxsize=20_000)
    def read(text: str) -> Traits:
        """Return the traits of a text that ``text()`` made."""
        return Traits(**{facet: frozenset(words) for facet, words in json.loads(text).items()})


FACETS = tuple(field.name for field in fields(Traits))
_ALWAYS = ("gender", "generation", "descriptor")
_MOSTLY = ("countries", "employers")
_ROLES = ("nouns", "fields", "countries")


@lru_cache(maxsize=20_000)
def together_told(texts: tuple[str, ...]) -> Traits:
    """Return what several texts that ``Traits.text`` made tell together."""
    return reduce(or_, map(Traits.read, texts), Traits()) if len(texts) > 1 else Traits.read(texts[0])


def apart(one: Traits, other: Traits) -> str:
    """Return the facet by which two bearers of one name are told to be two, or an empty string.

    Gender, middle names, generation and a company's descriptor always tell.  Fields, countries and
    employers that differ do not where a body is named with both, nor short and full given names where
    any role agrees.
    """
    always = next(
        (facet for facet in ("gender", "generation", "descriptor") if _differ(one, other, facet)), ""
    )
    if always or not _middles_agree(one.middle, other.middle):
        return always or "middle"
    if one.bodies & other.bodies:
        return ""
    if _fields_differ(one, other):
        return "fields"
    if _differ(one, other, "given") and not any(_share(one, other, facet) for facet in _ROLES):
        return "given"
    return next((facet for facet in _MOSTLY if _differ(one, other, facet)), "")


def agreeing(one: Traits, other: Traits) -> dict[str, Words]:
    """Return what is told of both, facet by facet."""
    shared = {facet: getattr(one, facet) & getattr(other, facet) for facet in FACETS}
    return {facet: words for facet, words in shared.items() if words}


def _differ(one: Traits, other: Traits, facet: str) -> bool:
    here, there = getattr(one, facet), getattr(other, facet)
    return bool(here and there and not here & there)


def _share(one: Traits, other: Traits, facet: str) -> bool:
    return bool(getattr(one, facet) & getattr(other, facet))


def _fields_differ(one: Traits, other: Traits) -> bool:
    if not (one.fields and other.fields):
        return False
    ever = other.fields | other.past
    return not any(a == b or b in _near()[a] for a in one.fields | one.past for b in ever)


def _middles_agree(one: Words, other: Words) -> bool:
    return all(_middle_agrees(a.split(), b.split()) for a in one for b in other)


def _middle_agrees(one: list[str], other: list[str]) -> bool:
    """Say whether middle names may be one person's: initials count, and the last may be left out."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one, other, strict=False))


@lru_cache
def _near() -> dict[str, set[str]]:
    roles = lexicon("roles")
    near: dict[str, set[str]] = {field: set() for field in roles["field"]}
    for one, other in roles["near"]:
        near[one].add(other)
        near[other].add(one)
    return near
