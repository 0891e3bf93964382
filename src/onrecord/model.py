"""The first heart of onrecord: what there is.

Invariants: all offsets are Unicode code points into ``Article.text`` and ``text[span.start:span.end]``
is always the span's text; nothing here changes once made; evidence (Document, Article), inference
(Attribution, Statement, Person) and human decision (Judgement) are different types.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Quote(StrEnum):
    """How much of a content stands inside quotation marks: all of it, none, or a part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class PersonKind(StrEnum):
    """What a speaker is; ``UNNAMED`` means that the report does not identify it."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    DOCUMENT = "document"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of code points of an article's text.

    Raises ValueError if it is empty or starts before 0.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the words of the span, exactly as printed."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as they came, before any reading: the deepest evidence.

    ``name`` is what to call it in a message (a path, or ``file.jsonl line 7``); ``media_type`` is
    ``text/plain``, ``text/html`` or ``application/json``.
    """

    name: str
    raw: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Article:
    """One published report as read; ``text`` is the evidence that all offsets point into.

    ``published`` is an ISO 8601 date or date-time as given, or None.  ``document`` is what the text
    was read from.  For plain text, ``text`` is the decoded file, unchanged.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    byline: str | None = None
    document: Document | None = field(default=None, repr=False, compare=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def article_id(text: str, *distinguishing: str | None) -> str:
    """Return the same 16 hexadecimal digits for the same text from the same place, always.

    ``distinguishing`` are outlet, date, title and URL: two outlets that print one agency text have two
    articles.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    for part in distinguishing:
        digest.update(b"\x00" + (part or "").encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The relation source - cue - content inside one article (Pareti 2015; PolNeAR, Newell et al. 2018).

    ``cue`` and ``source`` may be empty.  ``communicated`` is false for a mere belief, wish or feeling.
    ``confidence`` is the extractor's probability that the relation is right as given.
    """

    content: Spans
    cue: Spans
    source: Spans
    quote: Quote
    communicated: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker or addressee of an article: person, organisation, group, document or unnamed source."""

    id: str
    name: str
    kind: PersonKind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with what else the article tells of it: the unit of the record.

    What was not resolved is None or empty, never guessed.  ``said`` is an ISO date or an interval
    ``from/to``.  ``parent`` is the id of the statement in whose content this one is reported.
    """

    id: str
    article: str
    attribution: Attribution
    speaker: str | None = None
    addressee: str | None = None
    via: tuple[str, ...] = ()
    parent: str | None = None
    act: str = ""
    said: str | None = None


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with everything that one version of the extractor inferred from it."""

    article: Article
    statements: tuple[Statement, ...]
    people: tuple[Person, ...]
    extractor: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A document that could not be read: which, why, and what to do about it."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's reversible decision about a statement, person or utterance; never overwritten."""

    id: int
    subject: str
    kind: str
    value: str
    who: str
    when: str
    undone: str | None = None


def spans(pairs: Iterable[tuple[int, int]]) -> Spans:
    """Return ``(start, end)`` pairs as spans in text order."""
    return tuple(Span(start, end) for start, end in sorted(pairs))
