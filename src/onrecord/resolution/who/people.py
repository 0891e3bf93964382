"""Make the people of an article: canonical name, printed forms, kind, and the roles printed with them.

Only who speaks, is spoken to, or is spoken through becomes a person; the others that the article names
stay mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.model import EntityKind, Person, PersonKind, Role
from onrecord.resolution.who.cast import Cast, Entity
from onrecord.resolution.who.names import name_words
from onrecord.resolution.who.role_nouns import (
    anonymity,
    honorific,
    kind_of,
    occupation,
    roles_after,
    roles_before,
)

_SPEAKS_FOR = re.compile(r"\bspokes(?:man|woman|person|people|men|persons)\b", re.IGNORECASE)


def people_of(cast: Cast, wanted: Iterable[Entity]) -> dict[int, Person]:
    """Return a person for each wanted entity, by its number; ids are ``p1``, ``p2`` in text order."""
    chosen = sorted({entity.number: entity for entity in wanted}.values(), key=lambda e: (e.first, e.number))
    ids = {entity.number: f"p{place}" for place, entity in enumerate(chosen, start=1)}
    return {entity.number: _person(cast, entity, ids) for entity in chosen}


def _person(cast: Cast, entity: Entity, ids: dict[int, str]) -> Person:
    text = cast.text
    name = canonical_name(text, entity)
    described = [span.of(text) for span in sorted(entity.described)]
    names = list(dict.fromkeys([name, *(span.of(text) for span in sorted(entity.named)), *described]))
    roles = _roles(text, entity)
    kind = kind_of_entity(text, entity)
    spans = tuple(sorted({*entity.named, *entity.described, *entity.pronouns}))
    first = min(entity.described, default=None)
    hidden = anonymity(text, first.start, first.end) if first and kind is PersonKind.UNNAMED else None
    body = _body_spoken_for(cast, entity)
    return Person(
        id=ids[entity.number],
        name=name,
        kind=kind,
        names=tuple(names),
        roles=roles,
        mentions=spans,
        occupation=occupation(name) if kind is PersonKind.UNNAMED else "",
        anonymity=(hidden,) if hidden else (),
        speaks_for=ids.get(body.number) if body else None,
    )


def canonical_name(text: str, entity: Entity) -> str:
    """Return the fullest printed form without honorific; of equals, the one printed first."""
    if not entity.named:
        spans = entity.described or entity.pronouns
        return min(spans).of(text) if spans else entity.printed
    forms = [_without_honorific(span.of(text)) for span in sorted(entity.named)]
    return max(
        forms,
        key=lambda form: (len(name_words(form)), len(form) if entity.kind is not EntityKind.PERSON else 0),
    )


def _without_honorific(printed: str) -> str:
    words = printed.split()
    while len(words) > 1 and honorific(words[0]):
        words = words[1:]
    return re.sub(r"['’]s?$", "", " ".join(words))


def kind_of_entity(text: str, entity: Entity) -> PersonKind:
    """Return what an entity is; a place that speaks is an organisation."""
    if entity.named:
        return PersonKind.PERSON if entity.kind is EntityKind.PERSON else PersonKind.ORGANIZATION
    if entity.sort:
        return entity.sort
    spans = entity.described or entity.pronouns
    return (kind_of(min(spans).of(text)) if spans else None) or PersonKind.UNNAMED


def _roles(text: str, entity: Entity) -> tuple[Role, ...]:
    """Return the roles printed with a person's names, each once; they are read the first time only."""
    if entity.roles is None:
        found: dict[str, Role] = {}
        for name in sorted(entity.named) if entity.kind is EntityKind.PERSON else ():
            for span in (roles_before(text, name.start), roles_after(text, name.end)):
                if span:
                    found.setdefault(span.of(text).lower(), Role(span.of(text), span))
        entity.roles = tuple(found.values())
    return entity.roles


def _body_spoken_for(cast: Cast, entity: Entity) -> Entity | None:
    """Return the body that a spokesperson's printed role or description names."""
    roles = [role.span for role in _roles(cast.text, entity)]
    for span in [*entity.described, *roles]:
        if _SPEAKS_FOR.search(span.of(cast.text)):
            for index, mention in cast.named_in(span.start, span.end):
                other = cast.of_mention.get(index)
                if other and other is not entity and mention.kind is not EntityKind.PERSON:
                    return other
    return None


def wanted_with_bodies(cast: Cast, wanted: Sequence[Entity]) -> list[Entity]:
    """Return the wanted entities and the bodies that the spokespeople among them speak for."""
    bodies = [body for entity in wanted if (body := _body_spoken_for(cast, entity))]
    return [*wanted, *bodies]
