"""A small extractor for tests: it knows “...”, X said and nothing else, and is quick and exact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.errors import OnrecordError
from onrecord.model import Attribution, Extraction, Quote, Span

_SAID = re.compile(r"(“[^”]+”),? (?:([A-Z]\w+(?: [A-Z]\w+)*|[他她]|习近平) (said|denied|believes))")
_BARE = re.compile(r"([A-Z]\w+(?: [A-Z]\w+)*) (said|denied|believes) ([^.\n]+)")


class FakeExtractor:
    """Finds “...” X said, and X said that ...; fails on a text with the word EXPLODE in it."""

    def __init__(self, version: str = "fake-1") -> None:
        self.version = version

    def extract(self, texts: Sequence[str]) -> list[Extraction]:
        return [Extraction(tuple(self._one(text))) for text in texts]

    def _one(self, text: str) -> list[Attribution]:
        if "EXPLODE" in text:
            raise ValueError("a text too far")
        found = [
            _attribution(match.span(1), match.span(3), match.span(2), Quote.DIRECT, match.group(3))
            for match in _SAID.finditer(text)
        ]
        found += [
            _attribution(match.span(3), match.span(2), match.span(1), Quote.INDIRECT, match.group(2))
            for match in _BARE.finditer(text)
            if not any(one.source == (Span(*match.span(1)),) for one in found)
        ]
        return sorted(found, key=lambda one: one.content)


class ShorterExtractor(FakeExtractor):
    """A later version that finds the first statement of a text only."""

    def __init__(self) -> None:
        super().__init__("fake-2")

    def _one(self, text: str) -> list[Attribution]:
        return super()._one(text)[:1]


class FailingExtractor(FakeExtractor):
    """Has no weights."""

    def extract(self, texts: Sequence[str]) -> list[Extraction]:
        raise OnrecordError("no weights")


def _attribution(
    content: tuple[int, int], cue: tuple[int, int], source: tuple[int, int], quote: Quote, verb: str
) -> Attribution:
    return Attribution((Span(*content),), (Span(*cue),), (Span(*source),), quote, verb != "believes", 0.9)
