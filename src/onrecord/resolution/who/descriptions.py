"""Resolve descriptions: *the founder*, *her lawyer*, *a report by the ministry*, *an unnamed source*.

In turn: the body or person whose words a document is, the same description before, a role printed with a
name, what the network says it refers back to, a name printed after it in a lede.  What is left stands for
itself: somebody unnamed, a group, a body or a document.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from onrecord.model import EntityKind, MentionForm, PersonKind, Span
from onrecord.resolution.who.cast import Entity
from onrecord.resolution.who.conversation import UNKNOWN, Conversation, Speaker
from onrecord.resolution.who.genders import gender_of_description
from onrecord.resolution.who.names import folded_word, is_acronym, name_words
from onrecord.resolution.who.role_nouns import category, is_plural, kind_of
from onrecord.resolution.who.sources import ReadSource

WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
LINKED_FROM = 0.4
"""Probability from which a definite description is what the network says it refers back to."""
_TIME = re.compile(
    r"(?:(?:this|last|next|the)\s+)?(?:today|yesterday|day|week|month|year|morning|evening)['’]s",
    re.IGNORECASE,
)
"""What owns a ruling or a revelation without making it."""
_AGE = re.compile(r",\s*\d{1,3}\b")
"""What news prints after a name when it brings somebody in: "Hanne Friis, 58"."""
LEDE = 3
"""Statements from an article's start that may describe a speaker whom a later sentence names."""
_DEFINITE = re.compile(r"(?:the|this|that|these|those|his|her|its|their|my|our)\b", re.IGNORECASE)
_NEW = re.compile(
    r"(?:an?|another|one|two|three|four|five|six|some|several|many|other|most|few|both)\b", re.IGNORECASE
)
_POSSESSOR = re.compile(r"^(?:the\s+)?(?P<owner>[^,;]+?)['’]s?\s+(?P<thing>[^,;]+)", re.IGNORECASE)
_PRONOUN_OWNER = re.compile(r"^(?P<owner>his|her|its|their|my|our)\s+(?P<thing>[^,;]+)", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|from)\s+(?P<owner>.+)$")
_LEFT_OF_ROLE = frozenset(
    (
        "said", "says", "told", "that", "but", "as", "when", "while", "after", "before", "because", "with",
        "by", "from", "to", "in", "on", "for", "who", "which", "was", "were", "is", "are", "has", "had",
        "have", "a", "an", "according", "where", "since", "until", "if", "than",
    )
)  # fmt: skip
"""Words before a name that no role goes beyond."""


class Descriptions:
    """Find the entities that the descriptions of a conversation's sources stand for."""

    def __init__(self, conversation: Conversation) -> None:
        self._talk, self._cast, self._text = conversation, conversation.cast, conversation.text

    def speaker(self, number: int, source: ReadSource, chances: dict[int, float]) -> Speaker:
        """Return who a described source is; ``chances`` are the network's, by entity."""
        words = source.span.of(self._text)
        if _TIME.fullmatch(words):
            return UNKNOWN
        found = (
            self._by_name(words)
            or self._author(number, source)
            or self._author_before(source)
            or self._same(source)
            or (None if _NEW.match(words) else self._by_role(source.head, words))
            or (
                None
                if _NEW.match(words) or self._is_somebodys_spokesman(source)
                else self._linked(source, chances)
            )
            or self._body_at_hand(number, source)
            or self._named_after(number, source)
        )
        if found is None:
            found = Speaker(self.new(source.span, kind_of(words)), "description", 0.85)
        assert found.entity is not None
        if source.span not in found.entity.described:
            found.entity.described.append(source.span)
        if source.mention is not None:
            self._cast.of_mention.setdefault(source.mention, found.entity)
        return found

    def known(self, span: Span) -> Entity | None:
        """Return the entity that a phrase names or describes as before, if there is one."""
        words = span.of(self._text)
        named = self._by_name(words)
        if named is not None:
            return named.entity
        return self._same_words(name_words(words), span.start)

    def new(self, span: Span, sort: PersonKind | None) -> Entity:
        """Return a new entity that a description stands for."""
        entity = self._cast.add(EntityKind.OTHER)
        entity.described.append(span)
        entity.printed = span.of(self._text)
        entity.sort = sort or kind_of(entity.printed)
        entity.gender = gender_of_description(entity.printed)
        return entity

    def of_noun(self, mention: int, chances: dict[int, float]) -> Entity:
        """Return the entity of a description that is no source: by role, by antecedent, or a new one."""
        span = _phrase_around(self._text, self._cast.mentions[mention].span)
        words = span.of(self._text)
        found = None if _NEW.match(words) else self._by_role(self._cast.mentions[mention].span, words)
        if found is None and not _NEW.match(words) and chances:
            best = max(chances, key=lambda n: chances[n])
            if chances[best] >= LINKED_FROM:
                found = Speaker(self._cast.entities[best], "description", chances[best])
        entity = found.entity if found and found.entity else self.new(span, kind_of(words))
        self._cast.of_mention[mention] = entity
        return entity

    def body_of(self, entity: Entity) -> Entity | None:
        """Return the body that *we* is in somebody's mouth: that of a printed role, else the main one.

        The main one, named most, only for those whose trade it is: spokespeople and executives.
        """
        phrases = [self.phrase_with(span) for span in entity.named]
        phrases += [span.of(self._text) for span in entity.described]
        for span in (*entity.described, *entity.named):
            for other in self._bodies_near(span):
                if other is not entity:
                    return other
        words = [folded_word(word) for phrase in phrases for word in WORD.findall(phrase)]
        if not any(category(word) in ("spokesperson", "executive") for word in words):
            return None
        bodies = [e for e in self._cast.entities if e.kind is EntityKind.ORGANIZATION and e.named]
        return max(bodies, key=lambda e: len(e.named), default=None)

    def _bodies_near(self, span: Span) -> list[Entity]:
        """Return the organisations named in a description, or in the role before or after a name."""
        before = re.split(r"[.;:!?\n\"“”]", self._text[max(0, span.start - 60) : span.start])[-1]
        after = re.match(r",\s[^.;:!?\n\"“”]{0,60}", self._text[span.end : span.end + 62])
        end = span.end + (after.end() if after else 0)
        named = self._cast.named_in(span.start - len(before), end)
        found = [self._cast.of_mention[i] for i, _ in named if i in self._cast.of_mention]
        return [entity for entity in found if entity.kind is EntityKind.ORGANIZATION]

    def _by_name(self, words: str) -> Speaker | None:
        """Return the entity of a name that was not taken for one: "HALDANE", a label of a transcript."""
        plain = re.sub(r"\([^)]*\)|\b(?:himself|herself|itself|themselves)\b", "", words)
        wanted = name_words(plain)
        if not wanted or not all(word[:1].isupper() for word in WORD.findall(plain)):
            return None
        for entity in self._cast.entities:
            if any(name_words(form) == wanted for form in entity.forms):
                return Speaker(entity, "name", 0.93)
        if words.isupper():
            long = [e for e in self._cast.entities if any(is_acronym(words, form) for form in e.forms)]
            if long:
                return Speaker(long[0], "name", 0.9)
        people = [e for e in self._cast.entities if e.kind is EntityKind.PERSON]
        bearers = [e for e in people if any(wanted[-1] in name_words(form) for form in e.forms)]
        if len(bearers) == 1 and len(wanted) <= 2:
            return Speaker(bearers[0], "name", 0.85)
        return None

    # Whose words a document's are

    def _author(self, number: int, source: ReadSource) -> Speaker | None:
        """Return the owner of words: "Vane's letters", "her notes", "a review by the Dorland Institute"."""
        words = source.span.of(self._text)
        if folded_word(source.head.of(self._text)) not in _words_for("own_words"):
            return None
        offset = source.span.start
        for pattern in (_POSSESSOR, _BY):
            match = pattern.search(words)
            if match:
                owner = self._named_within(
                    offset + match.start("owner"), offset + match.end("owner"), pattern is _BY
                )
                return Speaker(owner, "author", 0.85) if owner else None
        if match := _PRONOUN_OWNER.match(words):
            return self._owner_by_pronoun(number, offset, match)
        return None

    def _named_within(self, start: int, end: int, first: bool) -> Entity | None:
        named = [i for i, _ in self._cast.named_in(start, end) if i in self._cast.of_mention]
        if named:
            return self._cast.of_mention[named[0] if first else named[-1]]
        words = re.split(r",| that | which | published | released ", self._text[start:end])[0].strip()
        if category(words.split()[-1] if words else "") in (None, "document"):
            return self._same_words(name_words(words), start)
        return self._same_words(name_words(words), start) or self.new(
            Span(start, start + len(words)), kind_of(words)
        )

    def _owner_by_pronoun(self, number: int, offset: int, match: re.Match[str]) -> Speaker | None:
        word = match["owner"].lower()
        if word in ("my", "our"):
            speaker = self._talk.entity(self._talk.parents[number])
            return Speaker(speaker, "author", 0.85) if speaker else None
        owner = next(
            (i for i, m in self._cast.within(offset, offset + len(word)) if m.form is MentionForm.PRONOUN),
            None,
        )
        if owner is not None and owner in self._cast.of_mention:
            return Speaker(self._cast.of_mention[owner], "author", 0.85)
        last = self._talk.last_speaker(number)
        return Speaker(last, "author", 0.6) if last and word in ("his", "her") else None

    def _author_before(self, source: ReadSource) -> Speaker | None:
        """Return whose *the letter* is, by what was printed of it before: "in a letter, Orr said"."""
        words, noun = source.span.of(self._text), source.head.of(self._text)
        if not re.fullmatch(r"(?:the|this)\s+(?:\w+\s+)?" + re.escape(noun), words, re.IGNORECASE):
            return None
        if kind_of(words) is not PersonKind.DOCUMENT and folded_word(noun) not in _words_for("own_words"):
            return None
        before = list(re.finditer(rf"\b{re.escape(noun)}\b", self._text[: source.span.start], re.IGNORECASE))
        sources = [span for attribution in self._talk.attributions for span in attribution.source]
        before = [m for m in before if not any(s.start <= m.start() < s.end for s in sources)]
        for match in reversed(before[-4:]):
            entity = self._owner_beside(match.start(), match.end()) or self._speaker_around(match.start())
            if entity is not None:
                return Speaker(entity, "author before", 0.75)
        return None

    def _owner_beside(self, start: int, end: int) -> Entity | None:
        """Return the name that owns a noun: "the NAACP's sharp resolution", "a letter from Orr"."""
        for index, mention in self._cast.named_in(max(0, start - 50), start):
            if re.match(r"['’]s?\s+(?:[^\W\d_][\w-]*\s+){0,3}$", self._text[mention.span.end : start]):
                return self._cast.of_mention.get(index)
        if match := re.match(r"\s+(?:by|from)\s+(?:the\s+)?", self._text[end : end + 16]):
            named = self._cast.named_in(end + match.end(), end + match.end() + 60)
            if named and named[0][1].span.start - end - match.end() < 25:
                return self._cast.of_mention.get(named[0][0])
        return None

    def _speaker_around(self, place: int) -> Entity | None:
        """Return the speaker of the statement in whose sentence, beside its content, a place stands."""
        for n in sorted(self._talk.found, key=lambda n: abs(self._talk.place(n) - place)):
            attribution = self._talk.attributions[n]
            if not attribution.cue or self._talk.block(attribution.cue[0].start) != self._talk.block(place):
                continue
            if any(span.start <= place < span.end for span in attribution.content):
                continue
            between = sorted((attribution.cue[-1].end, place))
            if place - attribution.cue[-1].end < 60 and not re.search(
                r"[.!?]\s", self._text[between[0] : between[1]]
            ):
                return self._talk.entity(n)
        return None

    def _body_at_hand(self, number: int, source: ReadSource) -> Speaker | None:
        """Return the organisation that *the company* is: by its name, by who spoke, by nearness."""
        noun = folded_word(source.head.of(self._text))
        words = source.span.of(self._text)
        if noun not in _words_for("stand_ins") or not re.fullmatch(
            rf"the\s+(?:\w+\s+)?{re.escape(source.head.of(self._text))}", words, re.IGNORECASE
        ):
            return None
        place = source.span.start
        bodies = [
            e for e in self._cast.entities if e.kind is EntityKind.ORGANIZATION and e.last_before(place) >= 0
        ]
        named = [e for e in bodies if any(noun in name_words(form) for form in e.forms)]
        spoke = {e.number for n in self._talk.before(number) if (e := self._talk.found[n].entity)}
        near = [e for e in bodies if place - e.last_before(place) < 600]
        for some in (named, [e for e in near if e.number in spoke], near):
            if some:
                best = max(some, key=lambda e: e.last_before(place))
                return Speaker(best, "body at hand", 0.7)
        return None

    # The same description before

    def _same(self, source: ReadSource) -> Speaker | None:
        """Return what was described with the same words before, or with the same noun and fewer or more."""
        printed = source.span.of(self._text)
        words = name_words(printed)
        if re.match(r"(?:an?|another|one|other|some|two|three)\b", printed, re.IGNORECASE):
            return self._same_document(source, words)
        same = self._same_words(words, source.span.start)
        if same:
            return Speaker(same, "same description", 0.9)
        if not _DEFINITE.match(printed) or self._is_somebodys_spokesman(source):
            return None
        noun, mine = (
            folded_word(source.head.of(self._text)),
            set(name_words(re.split(r",| who | which ", printed)[0])),
        )
        for entity in reversed(self._cast.entities):
            for span in entity.described:
                before = set(name_words(re.split(r",| who | which ", span.of(self._text))[0]))
                if span.end <= source.span.start and noun in before and (mine <= before or before <= mine):
                    return Speaker(entity, "description", 0.8)
        return None

    def _same_document(self, source: ReadSource, words: tuple[str, ...]) -> Speaker | None:
        """Return the document of a lede that a later sentence brings in at length: *a new study of ...*."""
        noun = folded_word(source.head.of(self._text))
        if category(noun) != "document":
            return None
        for entity in self._cast.entities:
            for span in entity.described:
                before = name_words(span.of(self._text))
                if span.end <= source.span.start and noun in before and set(before) <= set(words):
                    return Speaker(entity, "same description", 0.8)
        return None

    def _is_somebodys_spokesman(self, source: ReadSource) -> bool:
        """Say whether it is *his spokesman*, *the ministry's spokeswoman*: a new one for each owner."""
        words = source.span.of(self._text)
        owned = _PRONOUN_OWNER.match(words) or _POSSESSOR.match(words)
        return bool(owned) and category(folded_word(source.head.of(self._text))) == "spokesperson"

    def _same_words(self, words: tuple[str, ...], place: int) -> Entity | None:
        if not words:
            return None
        for entity in reversed(self._cast.entities):
            for span in entity.described:
                if span.end <= place and name_words(span.of(self._text)) == words:
                    return entity
        return None

    # Roles

    def _by_role(self, head: Span, words: str) -> Speaker | None:
        """Return the person with whose name this description's noun is printed, the last such before it."""
        noun = folded_word(head.of(self._text))
        if category(noun) in (None, "organization", "document", "source") or is_plural(noun):
            return None
        modifiers = set(name_words(words)) - {noun}
        bearers = [
            (entity.last_before(head.start), -entity.first, entity)
            for entity in self._cast.entities
            if entity.kind is EntityKind.PERSON
            and entity.named
            and self._has_role(entity, noun, modifiers, head)
        ]
        earlier = [pair for pair in bearers if pair[0] >= 0]
        if not earlier and not _DEFINITE.match(words) and not words[:1].isupper():
            return None
        if not earlier and len(bearers) > 1:
            return None
        best = max(earlier or bearers, key=lambda pair: pair[:2], default=None)
        return Speaker(best[2], "role", 0.88 if earlier else 0.75) if best else None

    def _has_role(self, entity: Entity, noun: str, modifiers: set[str], head: Span) -> bool:
        for span in entity.named:
            if abs(span.start - head.start) < 3:
                continue
            words = [folded_word(word) for word in WORD.findall(self.phrase_with(span))]
            if noun in words and (modifiers <= set(words) or not modifiers or modifiers & set(words)):
                return True
            if noun in words and len(modifiers) <= 1:
                return True
        return False

    def phrase_with(self, name: Span) -> str:
        """Return the words printed with a name: before it up to a stop, after it the apposition."""
        before = re.split(r"[.;:!?\n\"“”‘,()]", self._text[max(0, name.start - 70) : name.start])[-1]
        words = before.split()
        cut = next((n for n in range(len(words), 0, -1) if words[n - 1].lower() in _LEFT_OF_ROLE), 0)
        after = re.match(
            r"(?:,\s*\d+)?,\s*([^.,;:!?\n\"“”]{3,80})[,.;]", self._text[name.end : name.end + 95]
        )
        apposed = (
            after[1] if after and not re.match(r"(?:who|which|and|but|said|says|told)\b", after[1]) else ""
        )
        return " ".join(words[cut:]) + " " + apposed

    # What it refers back to, and what is named after it

    def _linked(self, source: ReadSource, chances: dict[int, float]) -> Speaker | None:
        """Return what a definite description refers back to, if the network is sure enough."""
        if source.mention is None or not (
            _DEFINITE.match(source.span.of(self._text)) or source.span.of(self._text)[0].isupper()
        ):
            return None
        noun, sort = folded_word(source.head.of(self._text)), kind_of(source.span.of(self._text))
        fitting = {n: c for n, c in chances.items() if self._fits(self._cast.entities[n], sort, noun)}
        best = max(fitting, key=lambda n: fitting[n], default=None)
        if best is None or fitting[best] < LINKED_FROM:
            return None
        return Speaker(self._cast.entities[best], "description", round(min(0.99, fitting[best]), 4))

    def _fits(self, entity: Entity, sort: PersonKind | None, noun: str) -> bool:
        gender = gender_of_description(noun)
        if gender and entity.gender and gender != entity.gender:
            return False
        if not entity.named:
            return entity.sort is None or sort is None or entity.sort == sort
        if sort in (PersonKind.ORGANIZATION, PersonKind.DOCUMENT):
            return entity.kind is not EntityKind.PERSON
        if sort in (PersonKind.PERSON, PersonKind.UNNAMED):
            return (
                entity.kind is EntityKind.PERSON and not is_plural(noun) and category(noun) != "spokesperson"
            )
        return entity.kind is not EntityKind.PERSON and sort is not PersonKind.GROUP

    def _named_after(self, number: int, source: ReadSource) -> Speaker | None:
        """Return the person that a lede describes and a later sentence names."""
        noun = folded_word(source.head.of(self._text))
        if is_plural(noun) or category(noun) in (None, "organization", "document", "source", "spokesperson"):
            return None
        if len(list(self._talk.before(number))) >= LEDE:
            return None
        later = [
            n for n in range(len(self._talk.attributions)) if self._talk.place(n) > self._talk.place(number)
        ]
        for place, n in enumerate(sorted(later, key=self._talk.place)[:6]):
            found = self._is_named_by(source, noun, n, place == 0)
            if found:
                return found
        return None

    def _is_named_by(self, source: ReadSource, noun: str, number: int, next_one: bool) -> Speaker | None:
        later = self._talk.sources[number]
        entity = self._cast.of_mention.get(later.mention) if later and later.mention is not None else None
        if later is None or entity is None or later.form is not MentionForm.NAME:
            return None
        if (
            entity.kind is not EntityKind.PERSON
            or min(span.start for span in entity.named) < source.span.start
        ):
            return None
        gender = gender_of_description(source.span.of(self._text))
        if gender and entity.gender and gender != entity.gender:
            return None
        words = [folded_word(word) for word in WORD.findall(self.phrase_with(later.head))]
        if noun in words:
            return Speaker(entity, "named after", 0.9)
        plain = not any(category(word) for word in words)
        newly = _DEFINITE.match(source.span.of(self._text)) or _AGE.match(self._text, later.head.end)
        if plain and next_one and newly:
            return Speaker(entity, "named after", 0.8)
        return None


@cache
def _words_for(table: str) -> frozenset[str]:
    source = files("onrecord.resolution") / "lexicon" / "descriptions.toml"
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[table])


_DETERMINED = re.compile(
    r"\b(?:the|an?|his|her|its|their|my|our|your|one|two|three|some|several|many|another)\s+"
    r"(?:[^\W\d_][\w'’-]*\s+){0,4}$",
    re.IGNORECASE,
)


def _phrase_around(text: str, noun: Span) -> Span:
    """Return a noun with the words before it, back to its determiner where there is one."""
    before = text[max(0, noun.start - 60) : noun.start]
    match = _DETERMINED.search(before)
    return Span(noun.start - len(before) + match.start(), noun.end) if match else noun
