"""Resolve pronouns: what the network ranks as antecedents, weighed with who spoke last.

A pronoun in a news report's source mostly stands for the last speaker; the network knows the rest of the
text.  Both are evidence for an entity, added in log odds; the weights are fitted by training/speakers.py.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from onrecord.model import EntityKind, MentionForm, PersonKind
from onrecord.resolution.who.cast import Entity
from onrecord.resolution.who.conversation import UNKNOWN, Conversation, Speaker
from onrecord.resolution.who.descriptions import Descriptions
from onrecord.resolution.who.genders import gender_of_description
from onrecord.resolution.who.names import folded_word
from onrecord.resolution.who.sources import ReadSource

FIRST, OURS, YOURS = frozenset(("i", "me", "my")), frozenset(("we", "us", "our")), frozenset(("you", "your"))
MALE, FEMALE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
DEEPEST = 6
"""Pronouns that are followed to pronouns that are followed ..."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts beside the logarithm of the network's probability, in log odds."""

    network: float = 0.39
    spoke_last: float = 1.33
    same_paragraph: float = -0.52
    spoke: float = 0.24
    reports_it: float = -2.07
    disagrees: float = -2.27
    agrees: float = 0.48
    nearest: float = 0.43
    distance: float = -0.3
    opens_paragraph: float = 0.72
    nothing: float = -0.99


class Pronouns:
    """Find the entities that the pronouns of a conversation's sources stand for."""

    def __init__(
        self, conversation: Conversation, descriptions: Descriptions, weights: Weights | None = None
    ) -> None:
        self._talk, self._descriptions = conversation, descriptions
        self._cast, self._weights = conversation.cast, weights or Weights()

    def speaker(self, number: int, source: ReadSource) -> Speaker:
        """Return who a pronoun in a statement's source is."""
        word = folded_word(source.head.of(self._talk.text))
        if word in FIRST | OURS | YOURS:
            return self._in_conversation(number, word, source)
        if source.mention is None:
            return UNKNOWN
        scored = self.scores(number, source)
        if not scored:
            return UNKNOWN
        chances = softmax(scored)
        best = max(scored, key=lambda n: scored[n])
        entity = self._cast.entities[best]
        self._note(entity, source, word)
        return Speaker(entity, "pronoun", round(chances[best], 4))

    def _note(self, entity: Entity, source: ReadSource, word: str) -> None:
        entity.pronouns.append(source.head)
        if word in MALE | FEMALE and not entity.gender:
            entity.gender = "m" if word in MALE else "f"
        assert source.mention is not None
        self._cast.of_mention[source.mention] = entity

    def scores(self, number: int, source: ReadSource) -> dict[int, float]:
        """Return the log odds of each entity, by its number."""
        features = self.features(number, source)
        weights = self._weights
        names = Weights.__slots__
        return {
            entity: sum(getattr(weights, names[n]) * value for n, value in enumerate(row))
            for entity, row in features.items()
        }

    def features(self, number: int, source: ReadSource) -> dict[int, list[float]]:
        """Return the evidence for each entity, a row in the order of Weights (``nothing`` left out)."""
        assert source.mention is not None
        word = folded_word(source.head.of(self._talk.text))
        chances = self.chances(source.mention)
        last = self._talk.last_speaker(number)
        reporter = self._talk.entity(self._talk.parents[number])
        spoke = {e.number for n in self._talk.before(number) if (e := self._talk.found[n].entity)}
        for entity in (last, reporter):
            if entity is not None:
                chances.setdefault(entity.number, 0.0)
        rows = {}
        agreements = {n: agrees(self._cast.entities[n], word) for n in chances}
        lasts = {n: self._cast.entities[n].last_before(source.head.start) for n in chances}
        nearest = max((n for n in chances if agreements[n] >= 0), key=lambda n: lasts[n], default=-1)
        first = self._first_of_paragraph(source.head.start, [n for n in chances if agreements[n] >= 0])
        for entity_number, chance in chances.items():
            entity = self._cast.entities[entity_number]
            agreement = agreements[entity_number]
            rows[entity_number] = [
                math.log(min(chance, 1.0) + 0.003),
                float(entity is last),
                float(entity is last and self._in_paragraph(number)),
                float(entity_number in spoke),
                float(entity is reporter),
                float(agreement == -1),
                float(agreement == 1),
                float(entity_number == nearest),
                math.log1p((source.head.start - lasts[entity_number]) / 100),
                float(entity_number == first),
            ]
        return rows

    def _first_of_paragraph(self, place: int, among: list[int]) -> int:
        """Return the entity that is mentioned first in a place's paragraph, before it, or -1."""
        block = self._talk.block(place)
        starts = {
            n: min(
                (
                    s.start
                    for s in self._cast.entities[n].spans()
                    if s.start < place and self._talk.block(s.start) == block
                ),
                default=-1,
            )
            for n in among
        }
        here = [n for n in among if starts[n] >= 0]
        return min(here, key=lambda n: starts[n], default=-1)

    def _in_paragraph(self, number: int) -> bool:
        """Say whether the last statement before this one stands in the same paragraph."""
        before = next(iter(self._talk.before(number)), None)
        if before is None:
            return False
        return self._talk.block(self._talk.place(before)) == self._talk.block(self._talk.place(number))

    def chances(self, mention: int, depth: int = 0) -> dict[int, float]:
        """Return the probability of each entity (by number) that an anaphoric mention refers to it."""
        found: dict[int, float] = {}
        for one in self._cast.mentions[mention].antecedents:
            known = self._cast.of_mention.get(one.mention)
            if known is not None:
                found[known.number] = found.get(known.number, 0.0) + one.probability
                continue
            theirs = self._cast.mentions[one.mention]
            inner = self.chances(one.mention, depth + 1) if theirs.antecedents and depth < DEEPEST else {}
            for number, chance in inner.items():
                found[number] = found.get(number, 0.0) + one.probability * chance
            left = one.probability * max(0.0, 1.0 - sum(inner.values()))
            if theirs.form is MentionForm.DESCRIPTION and left > 0.03:
                entity = self._descriptions.of_noun(one.mention, inner)
                found[entity.number] = found.get(entity.number, 0.0) + left
        return found

    def _in_conversation(self, number: int, word: str, source: ReadSource) -> Speaker:
        """Return who *I*, *we* and *you* are inside somebody's words."""
        parent = self._talk.parents[number]
        outer = self._talk.entity(parent)
        if word in YOURS:
            heard = self._talk.other_party(parent) or self._talk.next_party(parent)
            return Speaker(heard, "you", 0.7) if heard else UNKNOWN
        if outer is None:
            last = self._talk.last_speaker(number)
            return Speaker(last, "I", 0.5) if last and word in FIRST else UNKNOWN
        outer.pronouns.append(source.head)
        if word in OURS:
            body = self._descriptions.body_of(outer)
            return Speaker(body or outer, "we", 0.65 if body else 0.5)
        return Speaker(outer, "I", 0.97)


def softmax(scored: dict[int, float]) -> dict[int, float]:
    """Return log odds as probabilities."""
    highest = max(scored.values())
    exps = {key: math.exp(score - highest) for key, score in scored.items()}
    whole = sum(exps.values())
    return {key: value / whole for key, value in exps.items()}


def agrees(entity: Entity, word: str) -> int:
    """Return -1 if a pronoun cannot well stand for an entity, 1 if the words say that it does, else 0."""
    if word in MALE | FEMALE:
        return _agrees_in_person(entity, "m" if word in MALE else "f")
    person = bool(entity.named) and entity.kind is EntityKind.PERSON
    if word == "it":
        return -1 if person or entity.sort in (PersonKind.PERSON, PersonKind.GROUP) else 0
    return -1 if person else 1 if entity.sort is PersonKind.GROUP else 0


def _agrees_in_person(entity: Entity, gender: str) -> int:
    told = entity.gender or (gender_of_description(entity.printed) if entity.printed else "")
    if told:
        return 1 if told == gender else -1
    if entity.named:
        return -1 if entity.kind in (EntityKind.ORGANIZATION, EntityKind.PLACE) else 0
    return -1 if entity.sort in (PersonKind.ORGANIZATION, PersonKind.DOCUMENT, PersonKind.GROUP) else 0
