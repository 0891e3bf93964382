"""A statement as linking compares it: the parts it has, and what is known of each, worked out once.

Invariant: what a side tells depends on its article alone.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from datetime import date
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.quotation_marks import quotations
from onrecord.linking.content import content_words, rarity, weight
from onrecord.linking.said import Said
from onrecord.linking.utterances.parts import parts, stands_alone
from onrecord.linking.utterances.vectors import vector
from onrecord.model import Quote, ReadArticle, Span, Spans
from onrecord.places import Layout
from onrecord.reading.published import days

Days = tuple[date, date]
Shape = tuple[int, int, bool, Spans]
"""Numbers of the first and last of the smallest parts, whether it stands alone, and where it is."""
_CAPITAL = re.compile(r"(?<=[\w,;:'’\"“] )[A-Z][\w’'-]*|\d[\d.,]*")
_AROUND = 400
"""Characters on either side of a part that count as what stands around it."""


def shapes(read: ReadArticle, number: int) -> list[Shape]:
    """Return the parts of an article's statement: the smallest, those of each span, and the whole."""
    text, content = read.article.text, read.statements[number].attribution.content
    smallest = parts(text, content)
    found = [(n, n, n > 0 and stands_alone(text, part), part) for n, part in enumerate(smallest)]
    if len(content) > 1:
        for span in content:
            inside = [n for n, part in enumerate(smallest) if _within(part, span)]
            if 1 < len(inside) < len(smallest):
                together = tuple(one for n in inside for one in smallest[n])
                found.append((inside[0], inside[-1], False, together))
    if len(smallest) > 1:
        found.append((0, len(smallest) - 1, False, content))
    return found


def _within(part: Spans, span: Span) -> bool:
    return span.start <= part[0].start and part[-1].end <= span.end


class Side:
    """A part of a statement with everything that pairs are compared by."""

    def __init__(self, read: ReadArticle, number: int, content: Spans) -> None:
        mine = [one for one in read.statements if one.speaker == read.statements[number].speaker]
        self._named_channels = [one.via for one in mine if one.via and one.speaker]
        self.said = Said(read.article, read.statements[number], read.people, content)
        self.number = number
        """The place of its statement among the article's, from 0."""
        self.kind: Quote = self.said.statement.attribution.quote

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of its words, in text order."""
        return self.said.stems

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The stems, each once."""
        return frozenset(self.stems)

    @cached_property
    def weight(self) -> float:
        """How rare its stems are, added up."""
        return weight(self.distinct)

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """What it means, as a vector of length one, or of zeros where no word is known."""
        return vector(self.stems)

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """Where each stem stands among its stems."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, one in enumerate(self.stems):
            found[one].append(index)
        return found

    @cached_property
    def quoted(self) -> tuple[tuple[str, ...], ...]:
        """The stems of each quoted stretch."""
        text = self.said.article.text
        inside = {
            Span(max(one.start, span.start), min(one.end, span.end))
            for span in self.said.content
            for one in quotations(text)
            if max(one.start, span.start) < min(one.end, span.end)
        }
        return tuple(tuple(word.stem for word in content_words(text, (span,))) for span in sorted(inside))

    @cached_property
    def names(self) -> frozenset[str]:
        """Capitalised words and numbers, as stems."""
        text, content = self.said.article.text, self.said.content
        marked = {
            match.start() for span in content for match in _CAPITAL.finditer(text, span.start, span.end)
        }
        return frozenset(word.stem for word in self.said.words if word.start in marked)

    @cached_property
    def around(self) -> dict[str, float]:
        """The stems of the paragraphs around it, by how rare they are, at length one."""
        text = self.said.article.text
        mine = {word.start for word in self.said.words}
        near = content_words(text, _layout(text).around(self.said.content, _AROUND))
        found = {word.stem: rarity(word.stem) for word in near if word.start not in mine}
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {one: value / length for one, value in found.items()}

    @cached_property
    def said_days(self) -> Days | None:
        """The first and the last day on which it was said, where the article tells."""
        said = self.said.statement.said
        return _interval(said) if said else None

    @cached_property
    def published(self) -> Days | None:
        """The first and the last day on which it may have been published."""
        found = days(self.said.article.published)
        return (date.fromisoformat(found[0]), date.fromisoformat(found[1])) if found else None

    @cached_property
    def channels(self) -> frozenset[str]:
        """The words of the programmes and platforms through which it was said.

        An article that names one for some words of a speaker and none for others tells of one interview.
        """
        if self.said.statement.via:
            return self._words_of(set(self.said.statement.via))
        named = {self._words_of(set(via)) for via in self._named_channels}
        return named.pop() if len(named) == 1 else frozenset()

    @cached_property
    def setting(self) -> frozenset[str]:
        """The words of what it was said through and of whom it was said to."""
        statement = self.said.statement
        return self._words_of({*statement.via, *filter(None, (statement.addressee,))})

    def _words_of(self, ids: set[str]) -> frozenset[str]:
        people = self.said.people
        return frozenset(word for one in people if one.id in ids for word in one.name.casefold().split())


def _interval(said: str) -> Days | None:
    known = [ends for part in said.split("/") if (ends := days(part))]
    return (date.fromisoformat(known[0][0]), date.fromisoformat(known[-1][1])) if known else None


@lru_cache(maxsize=64)
def _layout(text: str) -> Layout:
    return Layout(text)
