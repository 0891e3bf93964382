"""A small extractor for tests: it knows “...”, X said and nothing else, and is quick and exact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.errors import OnrecordError
from onrecord.model import (
    Article,
    Attribution,
    Extraction,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Statement,
)

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


def somebody(name: str, *names: str, kind: str = "person", roles: Sequence[str] = (), **told: str) -> Person:
    """Return an article's person; ``told`` are ``id``, ``occupation`` and ``speaks_for``."""
    printed = tuple(Role(words, Span(0, max(1, len(words)))) for words in roles)
    forms = tuple(dict.fromkeys((name, *names)))
    return Person(told.pop("id", ""), name, PersonKind(kind), forms, printed, **told)


def report(
    identifier: str,
    *people: Person,
    outlet: str | None = "The Carrow Courier",
    published: str | None = "2024-03-02",
    says: str = "We object",
    extractor: str = "v1",
) -> ReadArticle:
    """Return an article as read in which each of some people makes a statement, one a paragraph."""
    ids = {person.name: person.id or f"p{number}" for number, person in enumerate(people, start=1)}
    known = tuple(
        Person(
            ids[one.name], one.name, one.kind, one.names, one.roles, (), one.occupation, (), one.speaks_for
        )
        for one in people
    )
    text, statements = "", []
    for number, person in enumerate(people, start=1):
        start = len(text)
        text += f"“{says} {number},” {person.name} said.\n\n"
        quoted = start + len(f"“{says} {number},”")
        source = Span(quoted + 1, quoted + 1 + len(person.name))
        cue = Span(source.end + 1, source.end + 5)
        relation = Attribution((Span(start, quoted),), (cue,), (source,), Quote.DIRECT, True, 0.9)
        statements.append(Statement(f"{identifier}-{number}", identifier, relation, ids[person.name]))
    article = Article(identifier, text or "Nothing.", outlet=outlet, published=published)
    return ReadArticle(article, tuple(statements), known, extractor)
