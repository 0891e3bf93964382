"""Find out who made each statement: from the printed source, or from what stands around it.

The printed mention comes first and is resolved after (resolving first is known to cost five points:
Newell et al. 2018).  A name finds its bearer in the cast; pronouns, descriptions and statements without
a source have a room each.  Where nothing decides, the speaker is unknown.
"""

from __future__ import annotations

import re

from onrecord.model import MentionForm, PersonKind
from onrecord.resolution.who.confidence import calibrated
from onrecord.resolution.who.conversation import UNKNOWN, Conversation, Speaker
from onrecord.resolution.who.descriptions import Descriptions
from onrecord.resolution.who.pronouns import Pronouns, Weights
from onrecord.resolution.who.sources import RELATIVES, ReadSource, is_word_of
from onrecord.resolution.who.unsourced import Unsourced

REACH = 60
"""Code points before a relative pronoun within which the words stand that it refers to."""


def find_speakers(conversation: Conversation, weights: Weights | None = None) -> list[Speaker]:
    """Return the speaker of each attribution, in their order; ``conversation.found`` is filled."""
    descriptions = Descriptions(conversation)
    pronouns = Pronouns(conversation, descriptions, weights)
    unsourced = Unsourced(conversation, descriptions)
    for number in conversation.order():
        source = conversation.sources[number]
        if source is None:
            conversation.found[number] = unsourced.speaker(number)
        elif is_relative(conversation, source):
            conversation.found[number] = _before_relative(conversation, descriptions, source)
        elif source.form is MentionForm.PRONOUN:
            conversation.found[number] = pronouns.speaker(number, source)
        elif source.form is MentionForm.NAME:
            conversation.found[number] = _named(conversation, descriptions, source)
        else:
            chances = pronouns.chances(source.mention) if source.mention is not None else {}
            conversation.found[number] = descriptions.speaker(number, source, chances)
    for number in range(len(conversation.attributions)):
        if conversation.found[number].entity is None and conversation.sources[number] is None:
            conversation.found[number] = unsourced.accuser(number)
    return [calibrated(conversation.found[number]) for number in range(len(conversation.attributions))]


def is_relative(conversation: Conversation, source: ReadSource) -> bool:
    """Say whether a source is a relative pronoun: *the clerk, who said*."""
    return is_word_of(source.span.of(conversation.text), RELATIVES)


def _before_relative(conversation: Conversation, descriptions: Descriptions, source: ReadSource) -> Speaker:
    """Return whom the words right before a relative pronoun name or describe."""
    start = source.span.start
    near = [
        (index, mention)
        for index, mention in conversation.cast.within(max(0, start - REACH), start)
        if not re.search(r"[.!?;\n]", conversation.text[mention.span.end : start])
    ]
    if not near:
        return UNKNOWN
    index, _ = near[-1]
    entity = conversation.cast.of_mention.get(index) or descriptions.of_noun(index, {})
    return Speaker(entity, "relative", 0.75)


def _named(conversation: Conversation, descriptions: Descriptions, source: ReadSource) -> Speaker:
    """Return the bearer of a name; several names joined by *and* are a group."""
    entity = conversation.cast.of_mention.get(source.mention) if source.mention is not None else None
    if entity is None:
        return UNKNOWN
    if source.others:
        return Speaker(descriptions.new(source.span, PersonKind.GROUP), "several names", 0.9)
    if source.span != source.head:
        entity.described.append(source.span)
    return Speaker(entity, "name", 0.95)
