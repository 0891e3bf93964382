"""Who is in an article: its named persons, bodies and places, each with all its printed names.

Names of several words come first, over the whole article, so that a headline's *Ren* finds the *Ren
Zhengfei* of the third paragraph.  A single word joins the bearer whose last or first word it is; of
several bearers, the one that agrees with its honorific and was named last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.model import EntityKind, Mention, MentionForm, PersonKind, Role, Span
from onrecord.resolution.who.genders import gender_of_name
from onrecord.resolution.who.name_kinds import kinds_of_names
from onrecord.resolution.who.names import (
    is_acronym,
    name_words,
    printed_honorific,
    same_organization,
    same_person,
)

_HONORIFIC_REACH = 12


@dataclass(slots=True)
class Entity:
    """Somebody or something of the article, as far as it has been put together.

    ``described`` are the spans of descriptions ("the founder"), ``pronouns`` those of pronouns.
    """

    number: int
    kind: EntityKind
    named: list[Span] = field(default_factory=list)
    described: list[Span] = field(default_factory=list)
    pronouns: list[Span] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    gender: str = ""
    printed: str = ""
    """The words of the description that it stands for, where it has no name."""
    roles: tuple[Role, ...] | None = None
    """Roles printed with its names, once they have been read."""
    sort: PersonKind | None = None
    """What it is where it has no name; decided from its description."""

    def spans(self) -> tuple[Span, ...]:
        """Return where it is mentioned, as far as that is known."""
        return (*self.named, *self.described, *self.pronouns)

    @property
    def first(self) -> int:
        """Return where the article first mentions it."""
        return min((span.start for span in self.spans()), default=0)

    def last_before(self, place: int) -> int:
        """Return where it was last mentioned before ``place``, or -1."""
        return max((span.start for span in self.spans() if span.start < place), default=-1)


class Cast:
    """The entities of one article, and which of them each mention is."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.mentions = tuple(mentions)
        self._starts = [mention.span.start for mention in self.mentions]
        self.entities: list[Entity] = []
        self.of_mention: dict[int, Entity] = {}
        self._by_words: dict[tuple[str, ...], Entity] = {}
        self._named_persons_and_bodies()

    def add(self, kind: EntityKind) -> Entity:
        """Return a new entity."""
        entity = Entity(len(self.entities), kind)
        self.entities.append(entity)
        return entity

    def named_in(self, start: int, end: int) -> list[tuple[int, Mention]]:
        """Return the names that stand in ``[start, end)``, with their indices."""
        return [
            (index, mention) for index, mention in self.within(start, end) if mention.form is MentionForm.NAME
        ]

    def within(self, start: int, end: int) -> list[tuple[int, Mention]]:
        """Return all mentions that stand in ``[start, end)``, with their indices."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [(i, self.mentions[i]) for i in range(first, last) if self.mentions[i].span.end <= end]

    def name(self, entity: Entity, span: Span) -> None:
        """Note that the entity is named there."""
        entity.named.append(span)
        entity.forms.append(span.of(self.text))
        self._by_words.setdefault(name_words(entity.forms[-1]), entity)
        told = printed_honorific(self._with_honorific(span))
        if entity.kind is EntityKind.PERSON:
            entity.gender = told or entity.gender or gender_of_name(span.of(self.text))

    def _with_honorific(self, span: Span) -> str:
        before = self.text[max(0, span.start - _HONORIFIC_REACH) : span.start].split()
        return " ".join([*before[-1:], span.of(self.text)])

    def _named_persons_and_bodies(self) -> None:
        kinds = kinds_of_names(self.text, self.mentions)
        named = [(i, m) for i, m in enumerate(self.mentions) if m.form is MentionForm.NAME]
        named = [(i, m) for i, m in named if name_words(m.span.of(self.text))]
        long = [(i, m) for i, m in named if len(name_words(m.span.of(self.text))) > 1]
        short = [(i, m) for i, m in named if len(name_words(m.span.of(self.text))) == 1]
        for index, mention in (*long, *short):
            words = name_words(mention.span.of(self.text))
            kind = kinds[words]
            if kind is None:
                continue
            entity = self._bearer(mention, words, kind) or self.add(kind)
            self.of_mention[index] = entity
            self.name(entity, mention.span)

    def _bearer(self, mention: Mention, words: tuple[str, ...], kind: EntityKind) -> Entity | None:
        """Return the entity that a name belongs to, if the article has one."""
        printed = mention.span.of(self.text)
        known = self._by_words.get(words)
        if known is not None and (len(words) > 1 or kind is not EntityKind.PERSON):
            return known
        if kind is EntityKind.PERSON and len(words) > 1:
            return next((e for e in self._of_kind(kind) if _any_person(e, words)), None)
        if kind is EntityKind.PERSON or (len(words) == 1 and not _acronym_like(printed)):
            found = self._by_one_word(mention, words[-1], known) if len(words) == 1 else None
            if found or kind is EntityKind.PERSON:
                return found
        return next((e for e in self._bodies() if _any_body(e, printed)), None)

    def _of_kind(self, kind: EntityKind) -> Iterator[Entity]:
        return (entity for entity in self.entities if entity.kind is kind)

    def _bodies(self) -> Iterator[Entity]:
        return (entity for entity in self.entities if entity.kind is not EntityKind.PERSON)

    def _by_one_word(self, mention: Mention, word: str, known: Entity | None) -> Entity | None:
        """Return the person whose family or given name a single word is; the family name comes first."""
        gender = printed_honorific(self._with_honorific(mention.span))
        people = [
            e for e in self._of_kind(EntityKind.PERSON) if not (gender and e.gender and e.gender != gender)
        ]
        for place in (-1, 0, 1):
            bearers = [e for e in people if _has_word(e, word, place)]
            if bearers:
                return max(bearers, key=lambda e: self._at_hand(e, word, mention.span.start))
        return known

    def _at_hand(self, entity: Entity, word: str, place: int) -> tuple[bool, int, int]:
        """Return what makes a bearer likely: named before, by this word alone before, and lately."""
        last = entity.last_before(place)
        alone = sum(name_words(form) == (word,) for form in entity.forms)
        return last >= 0, alone + sum(len(name_words(form)) > 1 for form in entity.forms), last


def _has_word(entity: Entity, word: str, place: int) -> bool:
    """Say whether one of the entity's longer names has the word at a place (0 first, -1 last)."""
    names = [words for form in set(entity.forms) if len(words := name_words(form)) > max(1, place)]
    return any(words[place] == word for words in names)


def _any_person(entity: Entity, words: tuple[str, ...]) -> bool:
    return any(same_person(name_words(form), words) for form in set(entity.forms))


def _any_body(entity: Entity, printed: str) -> bool:
    return any(same_organization(form, printed) for form in set(entity.forms))


def _acronym_like(printed: str) -> bool:
    return (printed.isupper() and len(printed) > 1) or any(is_acronym(printed, w) for w in (printed,))
