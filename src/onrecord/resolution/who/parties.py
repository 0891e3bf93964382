"""Say whom a printed phrase names that is no source: the one spoken to, the programme spoken through."""

from __future__ import annotations

from onrecord.model import MentionForm, PersonKind, Span
from onrecord.resolution.who.cast import Entity
from onrecord.resolution.who.conversation import Conversation
from onrecord.resolution.who.descriptions import Descriptions
from onrecord.resolution.who.names import folded_word
from onrecord.resolution.who.pronouns import FIRST, OURS, YOURS, agrees
from onrecord.resolution.who.sources import read_source


class Parties:
    """Find the entities of phrases beside a statement, in the cast or as new ones."""

    def __init__(self, conversation: Conversation) -> None:
        self._talk = conversation
        self._descriptions = Descriptions(conversation)

    def entity(self, number: int, span: Span, sort: PersonKind | None = None) -> Entity | None:
        """Return whom a phrase beside a statement names; ``sort`` says what it is where it is new."""
        source = read_source(self._talk.text, (span,), self._talk.cast)
        if source is None:
            return None
        if source.form is MentionForm.PRONOUN:
            return self._pronoun(number, folded_word(source.head.of(self._talk.text)))
        if source.form is MentionForm.NAME and source.mention is not None and not source.others:
            entity = self._talk.cast.of_mention.get(source.mention)
            if entity is not None:
                return entity
        return self._descriptions.known(span) or self._descriptions.new(span, sort)

    def _pronoun(self, number: int, word: str) -> Entity | None:
        """Return whom *him*, *me* or *them* stands for: the last other speaker that it can be."""
        speaker = self._talk.entity(number)
        if word in FIRST | OURS:
            return self._talk.entity(self._talk.parents[number])
        if word in YOURS:
            return self._talk.other_party(self._talk.parents[number])
        for n in list(self._talk.before(number))[:8]:
            other = self._talk.found[n].entity
            if other is not None and other is not speaker and agrees(other, word) >= 0:
                return other
        return None
