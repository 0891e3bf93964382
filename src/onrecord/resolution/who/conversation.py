"""What is known of an article's statements while their speakers are being found.

One object that the steps of the resolution share: the text, the attributions with their parents, the cast,
and the speakers found so far; with the questions that all of them ask (who spoke last, who is the other
party, which paragraph is this).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.extraction.paragraphs import paragraphs
from onrecord.model import Attribution, Quote, Span
from onrecord.resolution.who.cast import Cast, Entity
from onrecord.resolution.who.sources import ReadSource, read_source

NEAR = 2
"""Paragraphs within which somebody who spoke is still speaking."""
_ASKS = re.compile(r"\b(?:asked|asks|ask|wondered|inquired|questioned)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who made a statement: the entity or None (unknown), by which rule, and how surely."""

    entity: Entity | None
    rule: str
    confidence: float


UNKNOWN = Speaker(None, "", 0.0)


class Conversation:
    """An article's attributions, and who has been found to speak in them."""

    def __init__(
        self,
        text: str,
        attributions: Sequence[Attribution],
        parents: Sequence[int | None],
        cast: Cast,
        outlet: str | None = None,
    ) -> None:
        self.text, self.attributions, self.parents, self.cast = text, attributions, parents, cast
        self.outlet = outlet
        self.found: dict[int, Speaker] = {}
        self.sources: list[ReadSource | None] = [read_source(text, a.source, cast) for a in attributions]
        self._ends = [end for _, end in paragraphs(text)]
        self._places = [min(span.start for span in (*a.content, *a.cue, *a.source)) for a in attributions]

    def order(self) -> list[int]:
        """Return the attributions' numbers, outer ones first, in text order."""
        return sorted(range(len(self.attributions)), key=lambda n: (self.depth(n), self._places[n]))

    def depth(self, number: int) -> int:
        """Return how many reports a statement is reported in."""
        parent = self.parents[number]
        return 0 if parent is None else 1 + self.depth(parent)

    def place(self, number: int) -> int:
        """Return where a statement begins, its cue and source included."""
        return self._places[number]

    def words(self, spans: Sequence[Span]) -> str:
        """Return the printed words of spans, joined by spaces."""
        return " ".join(span.of(self.text) for span in spans)

    def block(self, place: int) -> int:
        """Return the number of the paragraph that holds a place."""
        return bisect_right(self._ends, place)

    def entity(self, number: int | None) -> Entity | None:
        """Return who was found to make a statement."""
        speaker = self.found.get(number) if number is not None else None
        return speaker.entity if speaker else None

    def before(self, number: int) -> Iterator[int]:
        """Yield the statements before one on its own level, the nearest first."""
        place = self._places[number]
        earlier = [
            n for n in self.found
            if self._places[n] < place and self.parents[n] == self.parents[number]
        ]  # fmt: skip
        yield from sorted(earlier, key=lambda n: -self._places[n])

    def last_speaker(self, number: int) -> Entity | None:
        """Return who spoke last before a statement, within NEAR paragraphs."""
        source = self.attributions[number].source
        place = source[0].start if source else self._places[number]
        for n in self.before(number):
            theirs = self.attributions[n].source
            if self.found[n].entity is None or (theirs and theirs[0].start >= place):
                continue
            end = max(span.end for span in self.attributions[n].content) - 1
            return self.found[n].entity if self.block(place) - self.block(end) <= NEAR else None
        return None

    def other_party(self, number: int | None) -> Entity | None:
        """Return the last speaker before a statement that is not its own, in the same conversation."""
        if number is None:
            return None
        mine = self.entity(number)
        for n in list(self.before(number))[:6]:
            other = self.found[n].entity
            if other is not None and other is not mine:
                return other
        return None

    def next_party(self, number: int | None) -> Entity | None:
        """Return who speaks next by name after a statement and is not its speaker: who is asked, mostly."""
        if number is None:
            return None
        later = [
            n for n in range(len(self.attributions))
            if self._places[n] > self._places[number] and self.parents[n] == self.parents[number]
        ]  # fmt: skip
        for n in sorted(later, key=lambda n: self._places[n])[:3]:
            source = self.sources[n]
            entity = (
                self.cast.of_mention.get(source.mention) if source and source.mention is not None else None
            )
            if entity is not None and entity is not self.entity(number):
                return entity
        return None

    def asks(self, number: int) -> bool:
        """Say whether a statement is a question."""
        attribution = self.attributions[number]
        ends = attribution.content[-1].of(self.text).rstrip("\"”’' »").endswith("?")
        return ends or bool(_ASKS.search(self.words(attribution.cue)))

    def is_direct(self, number: int) -> bool:
        """Say whether a statement is quoted, wholly or in part."""
        return self.attributions[number].quote is not Quote.INDIRECT
