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


class MentionForm(StrEnum):
    """How a mention refers: by a name, by a description, or by a pronoun."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


class EntityKind(StrEnum):
    """What a mention refers to, as far as the words tell."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Antecedent:
    """One mention that another may refer back to, with the probability that it does."""

    mention: int
    probability: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A printed reference to somebody or something.

    ``span`` holds a whole name or a pronoun, of a description its head noun.  ``antecedents`` are the
    mentions before it, as indices into the extraction's, that it may refer back to, likeliest first; it
    is empty for names and for mentions that no statement depends on.  ``confidence`` is the network's in
    ``kind``.
    """

    span: Span
    form: MentionForm
    kind: EntityKind
    antecedents: tuple[Antecedent, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the extractor finds in one text, before anything is resolved.

    ``parents`` has, for each attribution, the index of the one in whose content it is reported, or None.
    ``mentions`` stand in text order.
    """

    attributions: tuple[Attribution, ...]
    parents: tuple[int | None, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def parent(self, index: int) -> int | None:
        """Return the index of the attribution in whose content this one is reported, or None."""
        return self.parents[index] if self.parents else None


@dataclass(frozen=True, slots=True)
class Role:
    """Words printed with a name that say what its bearer is: ``FBI Director``."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker or addressee of an article: person, organisation, group, document or unnamed source.

    ``name`` is the fullest printed form, ``names`` are all printed forms and descriptions without
    pronouns, and ``mentions`` says where they stand, pronouns included.  ``occupation`` types an unnamed
    source (official, employee, lawyer, ...) and ``anonymity`` are the words that justify it.
    ``speaks_for`` is the id of the body that a spokesperson speaks for.
    """

    id: str
    name: str
    kind: PersonKind
    names: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    mentions: Spans = ()
    occupation: str = ""
    anonymity: Spans = ()
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a field of a statement has its value: the printed words, what read them, and how surely.

    ``field`` is a field of Statement, ``by`` the rule or model, ``confidence`` the probability that the
    value is right.  ``spans`` is empty where nothing printed near the statement says it (a quotation
    that continues).
    """

    field: str
    by: str
    confidence: float
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with what else the article tells of it: the unit of the record.

    What was not resolved is None or empty, never guessed.  ``said`` is an ISO date or an interval
    ``from/to``.  ``parent`` is the id of the statement in whose content this one is reported.
    ``answers`` is the id of the statement of the same article that this one denies, confirms or declines
    to comment on; ``place`` is where it was said, as printed.  ``grounds`` has one entry for each field
    that was resolved.
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
    answers: str | None = None
    place: str | None = None
    grounds: tuple[Ground, ...] = ()

    def ground(self, field: str) -> Ground | None:
        """Return why ``field`` has its value, or None where nothing was resolved."""
        return next((ground for ground in self.grounds if ground.field == field), None)


@dataclass(frozen=True, slots=True)
class Credit:
    """The agency whose copy an article carries, with the words that say so (dateline, byline, credit)."""

    agency: str
    spans: Spans
    by: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with everything that one version of the extractor inferred from it."""

    article: Article
    statements: tuple[Statement, ...]
    people: tuple[Person, ...]
    extractor: str
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One report of an utterance: a statement, or the part of one that ``content`` is, in text order."""

    statement: str
    article: str
    content: Spans


@dataclass(frozen=True, slots=True)
class Utterance:
    """One occasion of saying: all reports of the same words said once, across outlets.

    ``members`` stand in order of publication.  ``confidence`` is the probability that they are one,
    ``reasons`` are what speaks for it, the strongest first.  ``decided`` says that somebody's judgement
    made it what it is.
    """

    id: str
    members: tuple[Member, ...]
    confidence: float
    reasons: tuple[str, ...]
    decided: bool = False


class RelationKind(StrEnum):
    """How one statement stands to another that is not the same utterance.

    ``RESTATES``: the same speaker makes the same claim on another occasion.  ``CONTRADICTS``: both claims
    cannot be true, or one denies the other.  ``RESPONDS``: the second answers the first.
    """

    RESTATES = "restates"
    CONTRADICTS = "contradicts"
    RESPONDS = "responds"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two statements, by their ids, each standing for its utterance.

    ``a`` was answered by ``b`` where the kind is ``RESPONDS``; the other kinds go both ways.
    """

    kind: RelationKind
    a: str
    b: str
    confidence: float
    reasons: tuple[str, ...]


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
