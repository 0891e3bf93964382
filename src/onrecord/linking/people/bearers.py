"""Who in an article bears which name: what the record needs to know of its people to unite them.

Invariant: a bearer is made from one article alone, so that nothing depends on what else was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from itertools import chain
from operator import or_

from onrecord.linking.people.bodies import BodyName, body_name, is_acronym_of
from onrecord.linking.people.names import PersonName, full_given, has_short_form, person_name
from onrecord.linking.people.roles import traits_of_role
from onrecord.linking.people.traits import Traits, apart
from onrecord.linking.people.words import fold, lexicon, printed_words
from onrecord.model import Person, PersonKind, ReadArticle

_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_PRONOUNS = 2
"""Pronouns that have to agree before they tell a gender: one may have been resolved wrongly."""
_TITLE = 14
"""Characters before a name in which its title stands."""


class Form(StrEnum):
    """How a bearer is known: by a full name, by a family name or letters alone, or by no name that tells."""

    FULL = "full"
    SURNAME = "surname"
    ACRONYM = "acronym"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Bearer:
    """One of an article's people, with the name by which others are compared with him, her or it.

    ``name`` is the key of the name, the same in all articles; ``own`` one that only this bearer in this
    article has.  ``words`` are those that may stand for the name elsewhere, each with whether it does so
    as a family name (or acronym); of a surname or an acronym, the one word.  ``hint`` is an initial
    printed with a family name, or ``titled``.
    """

    person: Person
    form: Form
    name: str
    own: str
    words: tuple[tuple[str, bool], ...]
    traits: Traits
    hint: str = ""
    statements: int = 0


def bearers(read: ReadArticle) -> list[Bearer]:
    """Return a bearer for each of an article's people, in their order."""
    said = Counter(statement.speaker for statement in read.statements)
    found = [_bearer(read, person, said[person.id]) for person in read.people]
    return _numbered(_told_apart(found))


def _bearer(read: ReadArticle, person: Person, statements: int) -> Bearer:
    own = f"{read.article.id} {person.kind} {' '.join(map(fold, printed_words(person.name)))}"
    bare = Bearer(person, Form.ALONE, "", own, (), Traits(), "", statements)
    if person.kind is PersonKind.PERSON:
        return _named_person(read, bare)
    if person.kind is PersonKind.ORGANIZATION:
        return _named_body(bare)
    return bare


def _named_person(read: ReadArticle, bare: Bearer) -> Bearer:
    person = bare.person
    printed = (person.name, *person.names, *_with_titles(read, person))
    names = [name for form in printed if (name := person_name(form))]
    full = next((name for name in names if name.given), None)
    if not names:
        return bare
    name = full or max(names, key=lambda one: (bool(one.initial), one.titled))
    traits = _traits(read, person, names, name)
    if full is None:
        hint = name.initial or ("titled" if any(one.titled for one in names) else "")
        return replace(bare, form=Form.SURNAME, words=((name.family, True),), traits=traits, hint=hint)
    return replace(
        bare, form=Form.FULL, name=f"person {full.key}", words=_words_of(full, names), traits=traits
    )


def _with_titles(read: ReadArticle, person: Person) -> Iterator[str]:
    """Yield the person's mentions before which a title is printed, title included."""
    titles, text = lexicon("names")["title"], read.article.text
    for span in person.mentions:
        before = text[max(0, span.start - _TITLE) : span.start]
        title = before.split()[-1] if before.strip() else ""
        if before.endswith(" ") and any(fold(title) in words for words in titles.values()):
            yield f"{title} {span.of(text)}"


def _words_of(full: PersonName, names: Sequence[PersonName]) -> tuple[tuple[str, bool], ...]:
    """Return the words of a full name, and whether each may be the family's; short forms printed tell."""
    short = {name.family for name in names if not name.given}
    words = {full.given: full.given in short and full.family not in short}
    words |= dict.fromkeys(full.families, True)
    if short & words.keys() and len(full.families) > 1:
        words |= {word: word in short for word in full.families}
    return tuple(sorted(words.items()))


def _traits(read: ReadArticle, person: Person, names: Sequence[PersonName], name: PersonName) -> Traits:
    of_roles = reduce(or_, map(traits_of_role, _roles(person, name)), Traits())
    given = frozenset((name.given,)) if has_short_form(name.given) else frozenset[str]()
    of_name = Traits(
        given=given,
        middle=frozenset((" ".join(name.middle),)) if name.middle else frozenset(),
        generation=frozenset(filter(None, (name.generation,))),
    )
    titles = frozenset(filter(None, (one.gender for one in names)))
    told = (titles, of_roles.gender, _of_pronouns(read, person))
    gender = next((one for one in told if len(one) == 1), frozenset[str]())
    return of_roles.without("gender") | of_name | _spoken_for(read, person) | Traits(gender=gender)


def _roles(person: Person, name: PersonName) -> Iterator[str]:
    """Yield the words of roles, and of printed forms with what is not the name: FBI Director Ames Holt."""
    own = {name.given, name.family, *name.middle, *name.families}
    for words in chain((role.words for role in person.roles), person.names):
        rest = [word for word in words.split() if not own & {fold(word), full_given(fold(word))}]
        if rest:
            yield " ".join(rest)


def _spoken_for(read: ReadArticle, person: Person) -> Traits:
    body = next((one for one in read.people if one.id == person.speaks_for), None)
    name = body_name(body.name) if body else None
    return Traits(bodies=frozenset((name.key,))) if name else Traits()


def _of_pronouns(read: ReadArticle, person: Person) -> frozenset[str]:
    printed = [span.of(read.article.text).casefold() for span in person.mentions]
    he, she = (sum(word in words for word in printed) for words in (_HE, _SHE))
    told = {"m": he, "f": she}
    return frozenset(gender for gender, count in told.items() if count >= _PRONOUNS and count == he + she)


def _named_body(bare: Bearer) -> Bearer:
    person = bare.person
    names = [name for printed in (person.name, *person.names) if (name := body_name(printed))]
    if not names:
        return bare
    full = next((name for name in names if not name.alone), None)
    if full is None:
        key = names[0].key
        return replace(bare, form=Form.ACRONYM, name=f"letters {key}", words=((key, True),))
    descriptors = frozenset(filter(None, (full.descriptor,)))
    traits = Traits(countries=full.countries, descriptor=descriptors)
    words = tuple((letters, True) for letters in sorted(_acronyms(person, names)))
    return replace(bare, form=Form.FULL, name=f"organization {full.key}", words=words, traits=traits)


def _acronyms(person: Person, names: Sequence[BodyName]) -> set[str]:
    """Return the acronyms that the article introduces for a body: in brackets, or among its names."""
    found = {name.acronym for name in names if name.acronym}
    letters = {name.key for name in names if name.alone}
    return found | {one for one in letters if any(is_acronym_of(one, full) for full in person.names)}


def _told_apart(found: list[Bearer]) -> list[Bearer]:
    """Keep people of one name in one article apart: the article takes them for two.

    Where nothing tells which is which, the one mentioned most bears the name and the others stand alone.
    """
    order = sorted(
        range(len(found)), key=lambda at: (-len(found[at].person.mentions), -found[at].statements, at)
    )
    kept: dict[str, list[Bearer]] = {}
    for at in order:
        bearer = found[at]
        if not bearer.name:
            continue
        others = kept.setdefault(bearer.name, [])
        if all(apart(bearer.traits, other.traits) for other in others):
            others.append(bearer)
        else:
            found[at] = replace(bearer, form=Form.ALONE, name="", words=(), traits=Traits())
    return found


def _numbered(found: list[Bearer]) -> list[Bearer]:
    seen: Counter[str] = Counter()
    for at, bearer in enumerate(found):
        seen[bearer.own] += 1
        if seen[bearer.own] > 1:
            found[at] = replace(bearer, own=f"{bearer.own} #{seen[bearer.own]}")
    return found
