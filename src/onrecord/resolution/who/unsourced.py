"""Resolve statements that print no source: quotations that go on, dialogue, turns, *Asked whether ...*.

Where the layout and the conversation do not tell, the speaker stays unknown.
"""

from __future__ import annotations

import re

from onrecord.model import EntityKind, Span
from onrecord.resolution.who.cast import Entity
from onrecord.resolution.who.conversation import UNKNOWN, Conversation, Speaker
from onrecord.resolution.who.descriptions import WORD, Descriptions
from onrecord.resolution.who.names import folded_word
from onrecord.resolution.who.role_nouns import category

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?(?:also\s+)?(?:accused|alleged|charged|said|told|"
    r"believed|reported|rumou?red|thought|quoted|claimed|suspected|understood|expected|criticiz?s?ed|described|warned|"
    r"asked|advised|informed|urged|ordered)\b|"
    r"^(?:accused|alleged|charged|reportedly|allegedly|accusations?|allegations?|suggestions?|claims?|"
    r"reports?)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:when |if |being |was |were |is )?(?:asked|questioned|pressed|quizzed|challenged)\b", re.IGNORECASE
)
_ACCUSED = re.compile(r"\b(?:accused|charged|alleged|suspected|indicted)\b", re.IGNORECASE)
_CHARGES = re.compile(r"\b(?:accus\w+|charg(?:es?|ed|ing)|alleg\w+|indict\w+|complain\w*)\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:prosecut\w+|police|justice|attorney|attorneys|authorities|court)\b", re.IGNORECASE)
_ASKED_BY = re.compile(r"\s*(?:directly\s+)?by\s+", re.IGNORECASE)
_SPOKE_TO = re.compile(
    r"(?:spoke (?:to|with)|talked (?:to|with)|interviewed by|sat down with|met|answers?|questions from|"
    r"asked by)\s+"
    r"(?:the\s+)?(?:[A-Z][\w.]*['’]s\s+)?(?:[\w-]+\s+){0,4}$"
)
_HOSTED = re.compile(
    r"\b(?:host|interviewer|moderator|presenter|anchor|correspondent|reporter)\b", re.IGNORECASE
)


class Unsourced:
    """Find who made the statements of a conversation that print no source."""

    def __init__(self, conversation: Conversation, descriptions: Descriptions) -> None:
        self._talk, self._descriptions = conversation, descriptions
        self._parties: tuple[Entity | None, Entity | None] | None = None

    def speaker(self, number: int) -> Speaker:
        """Return who made a statement, or UNKNOWN."""
        cue = self._talk.words(self._talk.attributions[number].cue)
        label = self._label(self._talk.attributions[number].content[0].start)
        if label:
            return self._by_label(label)
        if not cue:
            return self._by_layout(number)
        if _ASKED.match(cue):
            return self._asker(number)
        if _PASSIVE.search(cue):
            return self._by_agent(number)
        return self._same_sentence(number)

    def _by_agent(self, number: int) -> Speaker:
        """Return the agent that a passive prints after it: *was told by his doctor*."""
        end = self._talk.attributions[number].cue[-1].end
        match = re.match(r"\s+by\s+", self._talk.text[end:])
        if not match:
            return UNKNOWN
        named = self._talk.cast.named_in(end, end + 60)
        entity = self._talk.cast.of_mention.get(named[0][0]) if named else None
        return Speaker(entity, "agent", 0.7) if entity else UNKNOWN

    def accuser(self, number: int) -> Speaker:
        """Return who makes the charge that a passive prints without saying who: *is accused of*.

        Only where the article has one accuser: prosecutors or police, else the one other who alleges.
        """
        cue = self._talk.words(self._talk.attributions[number].cue)
        if not _ACCUSED.search(cue):
            return UNKNOWN
        charging = {
            entity.number: entity
            for n, attribution in enumerate(self._talk.attributions)
            if n != number and attribution.source and (entity := self._talk.found[n].entity)
            and _CHARGES.search(self._talk.words(attribution.cue))
        }  # fmt: skip
        law = [e for e in charging.values() if self._is_law(e)]
        some = law or list(charging.values())
        return Speaker(some[0], "accuser", 0.65) if len(some) == 1 else UNKNOWN

    def _is_law(self, entity: Entity) -> bool:
        words = [*entity.forms[:1], entity.printed]
        return any(_LAW.search(one) for one in words)

    def _same_sentence(self, number: int) -> Speaker:
        """Return who spoke last in the same paragraph before a cue without a subject: *, adding that*."""
        place = self._talk.attributions[number].cue[0].start
        for n in self._talk.before(number):
            if self._talk.block(self._talk.place(n)) != self._talk.block(place):
                return UNKNOWN
            entity = self._talk.found[n].entity
            if entity is not None:
                return Speaker(entity, "same sentence", 0.8)
        return UNKNOWN

    def _asker(self, number: int) -> Speaker:
        """Return who asked: the agent printed, or the last speaker that put a question."""
        cue = self._talk.attributions[number].cue
        match = _ASKED_BY.match(self._talk.text, cue[-1].end)
        if match:
            if re.match(
                r"this (?:news)?paper|this (?:agency|magazine)",
                self._talk.text[match.end() : match.end() + 20],
            ):
                outlet = self._outlet()
                return Speaker(outlet, "asker", 0.8) if outlet else UNKNOWN
            named = self._talk.cast.named_in(match.end(), match.end() + 50)
            entity = self._talk.cast.of_mention.get(named[0][0]) if named else None
            if entity is None:
                noun = re.match(
                    r"(?:[^\W\d_]+\s){0,3}?(?:reporters?|journalists?|correspondents?|lawyers?|\w+)\b",
                    self._talk.text[match.end() :],
                )
                entity = (
                    self._descriptions.new(Span(match.end(), match.end() + noun.end()), None)
                    if noun
                    else None
                )
            return Speaker(entity, "asker", 0.8) if entity else UNKNOWN
        for n in self._talk.before(number):
            entity = self._talk.found[n].entity
            if entity is not None and self._talk.asks(n):
                return Speaker(entity, "asker", 0.75)
        return UNKNOWN

    # Layout

    def _by_layout(self, number: int) -> Speaker:
        """Return who goes on speaking, or who answers, where only the layout tells."""
        place = self._talk.place(number)
        before = list(self._talk.before(number))
        if not before:
            return self._inside(number)
        last = before[0]
        gap = self._gap(last, place)
        if gap > 3:
            return UNKNOWN
        turn = self._asks_again(number, before) or self._turn_of_dialogue(before, place)
        if turn is not None:
            return Speaker(turn, "turn of dialogue", 0.85)
        speaker = self._talk.found[last].entity
        confidence = 0.93 if gap <= 1 else 0.75 if gap == 2 else 0.5
        return Speaker(speaker, "continued", confidence) if speaker else UNKNOWN

    def _inside(self, number: int) -> Speaker:
        """Return the parent's speaker for words that stand in a report without a cue of their own."""
        entity = self._talk.entity(self._talk.parents[number])
        return Speaker(entity, "continued", 0.5) if entity else UNKNOWN

    def _gap(self, last: int, place: int) -> int:
        end = max(span.end for span in self._talk.attributions[last].content) - 1
        return self._talk.block(place) - self._talk.block(end)

    def _asks_again(self, number: int, before: list[int]) -> Entity | None:
        """Return who put the last question, if this is a bare question after another's answer."""
        words = self._talk.attributions[number].content[-1].of(self._talk.text).rstrip("\"”’' »")
        last = self._talk.found[before[0]].entity
        if not words.endswith("?") or last is None:
            return None
        asked = [n for n in before[1:5] if self._talk.asks(n)]
        entity = self._talk.found[asked[0]].entity if asked else None
        return entity if entity is not last else None

    def _turn_of_dialogue(self, before: list[int], place: int) -> Entity | None:
        """Return whose turn it is: after a question the other party's, and so on in turns.

        Paragraphs that follow each other, each one quotation, take turns once a question was put.
        """
        last = before[0]
        if self._gap(last, place) > 1 or not self._talk.is_direct(last):
            return None
        if not self._talk.asks(last) and not self._in_dialogue(before):
            return None
        speaker = self._talk.found[last].entity
        for n in before[1:7]:
            other = self._talk.found[n].entity
            if other is not None and other is not speaker and self._is_person(other):
                return other
        answerer, asker = self._interview()
        others = [one for one in (answerer, asker) if one is not None and one is not speaker]
        return others[0] if others and self._talk.asks(last) else None

    def _in_dialogue(self, before: list[int]) -> bool:
        """Say whether the last statements were a question without a cue and its answer, in turns."""
        if len(before) < 2:
            return False
        first, second = before[0], before[1]
        bare = not self._talk.attributions[first].source or not self._talk.attributions[second].source
        adjacent = self._gap(second, self._talk.place(first)) == 1
        return (
            bare
            and adjacent
            and self._talk.asks(second)
            and self._talk.found[first].rule == "turn of dialogue"
        )

    def _is_person(self, entity: Entity) -> bool:
        return entity.kind is EntityKind.PERSON or not entity.named

    # Transcripts

    def _label(self, place: int) -> str:
        """Return the ``Q`` or ``A`` that a turn opens with, or ""."""
        line = self._talk.text[self._talk.text.rfind("\n", 0, place) + 1 : place].strip(' \t"“*')
        match = re.fullmatch(r"(Q|A|Question|Answer)\s?(?:\([^)]*\))?\s?[:.]", line)
        return match[1][0] if match else ""

    def _by_label(self, label: str) -> Speaker:
        """Return whom ``Q`` or ``A`` stands for."""
        answerer, asker = self._interview()
        entity = answerer if label == "A" else asker or self._outlet()
        return Speaker(entity, "turn", 0.85) if entity else UNKNOWN

    def _interview(self) -> tuple[Entity | None, Entity | None]:
        """Return who is interviewed and who asks, as the words before the first turn tell."""
        if self._parties is None:
            self._parties = self._find_parties()
        return self._parties

    def _find_parties(self) -> tuple[Entity | None, Entity | None]:
        people = [e for e in self._talk.cast.entities if e.kind is EntityKind.PERSON and e.named]
        asker = next((e for e in sorted(people, key=lambda e: e.first) if self._asks_for_a_living(e)), None)
        if asker is None:
            bodies = [e for e in self._talk.cast.entities if e.kind is EntityKind.ORGANIZATION and e.named]
            asker = next((e for e in bodies if self._was_spoken_to(e)), None)
        others = [e for e in people if e is not asker]
        answerer = max(others, key=lambda e: (self._addressed(e), len(e.named), -e.first), default=None)
        return answerer, asker

    def _asks_for_a_living(self, entity: Entity) -> bool:
        roles = " ".join(self._descriptions.phrase_with(span) for span in entity.named)
        words = [folded_word(word) for word in WORD.findall(roles)]
        return any(category(word) == "journalist" for word in words) or self._was_spoken_to(entity)

    def _was_spoken_to(self, entity: Entity) -> bool:
        text = self._talk.text
        return any(_SPOKE_TO.search(text[max(0, span.start - 60) : span.start]) for span in entity.named)

    def _addressed(self, entity: Entity) -> bool:
        """Say whether a question opens or closes with somebody's name: "Q: Ms Castellane, when did you"."""
        text = self._talk.text
        return any(
            re.search(r"\bQ(?:uestion)?\s?:\s*(?:\w+\.?\s){0,2}$", text[max(0, span.start - 20) : span.start])
            for span in entity.named
        )

    def _outlet(self) -> Entity | None:
        """Return the article's outlet as a speaker: it asks where nobody else is said to."""
        name = self._talk.outlet
        if not name:
            return None
        cast = self._talk.cast
        known = next((e for e in cast.entities if name in e.forms), None)
        if known is None:
            known = cast.add(EntityKind.ORGANIZATION)
            known.forms.append(name)
            known.printed = name
        return known
