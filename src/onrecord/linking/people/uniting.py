"""Decide which bearers of a name are one person, from everything that is known of all of them.

Invariant: an answer depends on the set it is asked about and on nothing else, neither on the order in which
articles were read nor on earlier answers.  Whom nothing settles stays alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from onrecord.linking.people.traits import FACETS, Traits, agreeing, apart

LARGEST = 128
"""Kinds of bearers that are compared in full; of a name with more, only what is coarser counts."""
_COARSER = (
    ("nouns",),
    ("nouns", "bodies", "employers"),
    ("nouns", "bodies", "employers", "countries"),
    ("nouns", "bodies", "employers", "countries", "fields", "past", "given"),
)
_DOMINANT = 16
"""How many times as many articles one of several namesakes has to have to be meant where nothing tells."""
_TELLING = ("bodies", "employers", "nouns", "fields", "past", "countries", "middle", "given", "descriptor")
_WORDS = {
    "nouns": "role",
    "fields": "field",
    "past": "field then",
    "bodies": "body",
    "employers": "works for",
    "countries": "country",
    "middle": "middle name",
    "given": "given name",
}
_BY_BODY, _BY_ROLE = ("bodies", "employers"), ("fields", "past", "countries", "nouns")

CONFIDENCE = {
    "name and body": 0.98,
    "name and role": 0.96,
    "name": 0.92,
    "name, by far the likelier": 0.8,
    "letters": 0.9,
    "surname and role": 0.9,
    "surname and role, of several": 0.8,
    "surname and people named with": 0.85,
    "surname, outlet and days": 0.75,
}
"""How sure a union by each rule is: set by hand after trial on news, not fitted."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Bearers of one name of whom articles tell the same: how many they are, under a number."""

    key: int
    traits: Traits
    bearers: int


@dataclass(frozen=True, slots=True)
class Union:
    """Why a profile's bearers are taken for a person's: rule, confidence and what agrees."""

    rule: str = ""
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()


@dataclass(slots=True)
class Strand:
    """Profiles that are taken for one person."""

    traits: Traits = field(default_factory=Traits)
    members: list[Profile] = field(default_factory=list)
    likely: set[int] = field(default_factory=set)

    @property
    def weight(self) -> int:
        """About how many articles: whole powers of two, so that a few more change nothing."""
        return sum(magnitude(profile.bearers) for profile in self.members)

    @property
    def rank(self) -> tuple[int, int, str]:
        """Its place in an order that depends on nothing but the strand."""
        return -self.traits.richness, -self.weight, self.traits.text()

    def take(self, other: Strand) -> None:
        """Take in another strand."""
        self.traits |= other.traits
        self.members += other.members
        self.likely |= other.likely


def magnitude(count: int) -> int:
    """Return the largest power of two that is not above a count; 0 for 0."""
    return 1 << (count.bit_length() - 1) if count > 0 else 0


def strands(profiles: Sequence[Profile]) -> tuple[list[Strand], list[Profile]]:
    """Return the people that bear a name, and the profiles that may be any of several of them.

    The richest in traits come first; each joins whom nothing tells it apart from.  Where that are several,
    it joins the one with whom something agrees, or brings those together whom only its lack kept apart (an
    article that prints both roles), or joins the one with by far the most articles.
    """
    people: list[Strand] = []
    unsettled: list[Profile] = []
    for strand in sorted(_coarse(profiles), key=lambda one: one.rank):
        fits = [person for person in people if not apart(person.traits, strand.traits)]
        if not fits:
            people.append(strand)
            continue
        first, *others = _meant(strand, fits) or [strand]
        if first is strand:
            unsettled += strand.members
            continue
        if len(fits) > 1 and not _tells(strand, first):
            strand.likely |= {profile.key for profile in strand.members}
        for one in (strand, *others):
            first.take(one)
        people = [person for person in people if all(person is not other for other in others)]
    return people, unsettled


def unions(strand: Strand) -> Iterator[tuple[Profile, Union]]:
    """Yield why each profile belongs to a strand: what its bearers share with each other and the rest."""
    told: Counter[tuple[str, str]] = Counter()
    for profile in strand.members:
        for item in _items(profile.traits):
            told[item] += max(1, min(2, profile.bearers))
    for profile in strand.members:
        shared = [item for item in _items(profile.traits) if told[item] > 1]
        yield profile, _union(shared, profile.key in strand.likely)


def _union(shared: Iterable[tuple[str, str]], likely: bool) -> Union:
    shared = sorted(shared)
    facets = {facet for facet, _ in shared}
    rule = "name, by far the likelier" if likely else "name"
    if facets & set(_BY_BODY):
        rule = "name and body"
    elif facets & set(_BY_ROLE):
        rule = "name and role"
    return Union(rule, CONFIDENCE[rule], evidence(shared))


def evidence(shared: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return what agrees in words: ``role: founder``, ``body: huawei``."""
    told = sorted(f"{_WORDS.get(facet, facet)}: {word}" for facet, word in shared)
    bodies = {word.removeprefix("body: ") for word in told if word.startswith("body: ")}
    return tuple(word for word in told if word.removeprefix("works for: ") not in bodies)


def _items(traits: Traits) -> Iterator[tuple[str, str]]:
    for facet in FACETS:
        for word in getattr(traits, facet):
            yield facet, word


def _coarse(profiles: Sequence[Profile]) -> list[Strand]:
    """Return profiles as strands of those with equal traits, made coarser until there are few enough."""
    found: dict[Traits, Strand] = {}
    for left_out in ((), *_COARSER):
        found = {}
        for profile in sorted(profiles, key=lambda one: (one.traits.text(), one.key)):
            traits = profile.traits.without(*left_out) if left_out else profile.traits
            found.setdefault(traits, Strand(traits)).members.append(profile)
        if len(found) <= LARGEST:
            break
    return list(found.values())


def _meant(strand: Strand, fits: list[Strand]) -> list[Strand]:
    """Return which of those that fit are meant: one, several that are one then, or nobody."""
    told = [person for person in fits if _tells(strand, person)]
    if len(fits) == 1 or len(told) == 1:
        return told or fits
    if told and _bridges(strand, told):
        return told
    first, *others = sorted(told or fits, key=lambda person: (-person.weight, person.rank))
    return [first] if _dominates(first.weight, sum(person.weight for person in others)) else []


def _bridges(strand: Strand, told: list[Strand]) -> bool:
    """Say whether people are told apart by nothing any more when what is told of a strand is told of all."""
    joined = [person.traits | strand.traits for person in told]
    return not any(apart(one, other) for one, other in combinations(joined, 2))


def _tells(strand: Strand, person: Strand) -> bool:
    return bool(agreeing(strand.traits, person.traits).keys() & set(_TELLING))


@dataclass(frozen=True, slots=True)
class Surname:
    """A bearer of whom an article prints the family name alone; ``hint`` is an initial or ``titled``."""

    traits: Traits
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Namesake:
    """A person of the record that a surname, or letters, may stand for.

    ``words`` are those of the full names, ``family`` whether the word is the family name in them, and
    ``weight`` about how many articles there are.
    """

    person: int
    traits: Traits
    words: frozenset[str]
    family: bool
    weight: int = 0


def fitting(surname: Surname, namesakes: Iterable[Namesake]) -> list[Namesake]:
    """Return those that a surname may stand for: nothing tells them apart."""
    return [one for one in namesakes if _may_be(surname, one)]


def most_likely(fits: Sequence[Namesake]) -> Namesake | None:
    """Return the only one that fits, or the one with by far the most articles."""
    if not fits:
        return None
    first, *others = sorted(fits, key=lambda one: -one.weight)
    return first if not others or _dominates(first.weight, sum(one.weight for one in others)) else None


def _dominates(weight: int, others: int) -> bool:
    return weight >= _DOMINANT * others


def told_by_role(surname: Surname, fits: Sequence[Namesake]) -> Namesake | None:
    """Return the only one who has a body or a role in common with the surname's bearer."""
    told = [one for one in fits if agreeing(surname.traits, one.traits).keys() & {"bodies", "nouns"}]
    return told[0] if len(told) == 1 and told[0].family else None


def _may_be(surname: Surname, namesake: Namesake) -> bool:
    if apart(surname.traits, namesake.traits):
        return False
    if len(surname.hint) == 1:
        return namesake.family and any(word.startswith(surname.hint) for word in namesake.words)
    return namesake.family or not surname.hint
