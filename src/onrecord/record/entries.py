"""What a question to the record gives back: statements in their articles, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from onrecord.model import (
    Article,
    Ground,
    Judgement,
    Person,
    PersonKind,
    Quote,
    Spans,
    Statement,
    Utterance,
)
from onrecord.places import Layout, Place

if TYPE_CHECKING:
    from onrecord.linking.differences import Differences
    from onrecord.linking.said import Said

GAP = " […] "
"""What stands for the words between two spans of one role."""


class Reviewed(StrEnum):
    """What people decided about a statement: that it is right, right once corrected, or no statement."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions on one statement that stand, with what is shown in place of the machine's.

    ``judgements`` are they, the latest first.  ``content``, ``cue`` and ``source`` are None unless somebody
    corrected them; ``speaker`` is None unless somebody said who speaks, and empty where that is nobody
    known; ``person`` is the id of the record's person that was meant, where one was.
    """

    state: Reviewed
    judgements: tuple[Judgement, ...]
    content: Spans | None = None
    cue: Spans | None = None
    source: Spans | None = None
    speaker: str | None = None
    person: str | None = None

    @property
    def who(self) -> str:
        """Who decided last."""
        return self.judgements[0].who

    @property
    def when(self) -> str:
        """When that was, ISO 8601 in UTC."""
        return self.judgements[0].when


@dataclass(frozen=True)
class Entry:
    """One statement of the record with its article.

    ``document`` names what the article was read from; ``score`` is how well the statement matched a
    question, more is better, and ``highlights`` are the words of the article that did.  ``speaker`` and
    ``people`` are the article's; ``person`` is the id of the record's person that the speaker is, and
    ``person_name`` what that one is called.  ``statement`` is what the machine found; ``review`` what people
    decided about it, or None.  The speaker, ``source``, ``cue`` and ``content`` are as decided, where
    somebody did; ``one_of(statement.speaker)`` is whom the machine found to speak.
    """

    statement: Statement
    article: Article
    document: str | None = None
    speaker: Person | None = None
    score: float | None = None
    highlights: Spans = ()
    person: str | None = None
    person_name: str | None = None
    people: tuple[Person, ...] = ()
    review: Review | None = None

    @property
    def speaker_name(self) -> str:
        """What the speaker is called, in the record where it has a fuller name; empty where unknown."""
        decided = self.review.speaker if self.review else None
        return self.person_name or (self.speaker.name if self.speaker else decided or "")

    def one_of(self, identifier: str | None) -> Person | None:
        """Return one of the article's people by its id there."""
        return next((person for person in self.people if person.id == identifier), None)

    @property
    def source(self) -> str:
        """The words that name who is speaking, as printed."""
        return printed(self.source_spans, self.article.text)

    @property
    def cue(self) -> str:
        """The words that carry the reporting, as printed."""
        return printed(self.cue_spans, self.article.text)

    @property
    def content(self) -> str:
        """The words attributed, as printed, quotation marks included."""
        return printed(self.content_spans, self.article.text)

    @property
    def source_spans(self) -> Spans:
        """Where the words stand that name who is speaking: as somebody corrected them, or as found."""
        decided = self.review.source if self.review else None
        return self.statement.attribution.source if decided is None else decided

    @property
    def cue_spans(self) -> Spans:
        """Where the words stand that carry the reporting: as somebody corrected them, or as found."""
        decided = self.review.cue if self.review else None
        return self.statement.attribution.cue if decided is None else decided

    @property
    def content_spans(self) -> Spans:
        """Where the words attributed stand: as somebody corrected them, or as found."""
        decided = self.review.content if self.review else None
        return self.statement.attribution.content if decided is None else decided

    @property
    def doubt(self) -> Ground:
        """What of the statement is least sure, and how sure: why it comes early or late in a review."""
        return least_sure(self.statement)

    @cached_property
    def layout(self) -> Layout:
        """The paragraphs and lines of the article."""
        return _layout(self.article.text)

    @property
    def place(self) -> Place:
        """Where in the article the content begins."""
        return self.layout.place(self.content_spans[0].start)

    @property
    def context(self) -> Spans:
        """The paragraphs in which the statement stands."""
        return self.layout.around((*self.content_spans, *self.cue_spans, *self.source_spans))


@dataclass(frozen=True)
class Report:
    """One report of an utterance: the statement, and what of its content reports it.

    ``copy_of`` is the id of the article whose copy the passage is, where another report is no independent
    one.
    """

    entry: Entry
    content: Spans
    copy_of: str | None = None

    @property
    def words(self) -> str:
        """The words of the report, as printed."""
        return printed(self.content, self.entry.article.text)

    @property
    def said(self) -> Said:
        """The report as linking looks at it, to compare its words with another's."""
        from onrecord.linking.said import Said

        entry = self.entry
        people = entry.people or ((entry.speaker,) if entry.speaker else ())
        return Said(entry.article, entry.statement, people, self.content)


@dataclass(frozen=True)
class Comparison:
    """An utterance with all its reports, in order of publication."""

    utterance: Utterance
    reports: tuple[Report, ...]

    @cached_property
    def base(self) -> Report:
        """The report that the others are held against: the first that quotes in full, or else in part."""
        order = (Quote.DIRECT, Quote.MIXED, Quote.INDIRECT)
        return min(self.reports, key=lambda one: order.index(one.entry.statement.attribution.quote))

    @cached_property
    def against_base(self) -> tuple[Differences | None, ...]:
        """How the words of each report differ from the base's, and None for the base."""
        from onrecord.linking.differences import differences

        base = self.base
        return tuple(None if one is base else differences(base.said, one.said) for one in self.reports)


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article in a list: how its text begins, what it was read from, how many statements it has."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    beginning: str
    document: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the record in a list: id, canonical name, kind, printed names and roles, both by number.

    ``decided`` says that somebody decided something about this person.
    """

    id: str
    name: str
    kind: PersonKind
    names: tuple[str, ...]
    roles: tuple[str, ...]
    statements: int
    articles: int
    decided: bool

    def __str__(self) -> str:
        """Return what tells this one apart from namesakes, in one line."""
        said = f"{_plural(self.statements, 'statement')} in {_plural(self.articles, 'article')}"
        facts = [f"{self.id}  {self.name}", str(self.kind), "; ".join(self.roles[:3]), said]
        return " · ".join(fact for fact in facts if fact)


@dataclass(frozen=True, slots=True)
class PrintedRole:
    """The words of a role, in how many articles they stand, and where in one of them."""

    words: str
    articles: int
    article: str
    place: Place


@dataclass(frozen=True, slots=True)
class Bearing:
    """One article's person that belongs to a person of the record, and why.

    ``judgement`` is the id of the machine's judgement (``m12``), or empty where there is nothing to unite;
    ``rule``, ``confidence`` and ``evidence`` are what it rests on.  ``decided`` says that somebody decided
    that it belongs there, whatever the machine thinks.  ``name`` is the article's name for the person.
    """

    judgement: str
    person: str
    name: str
    article: str
    outlet: str | None
    published: str | None
    document: str | None
    statements: int
    rule: str
    confidence: float
    evidence: tuple[str, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class RecordPerson:
    """One person of the record: names with how many articles print them, roles, articles, decisions."""

    line: PersonLine
    roles: tuple[PrintedRole, ...]
    bearings: tuple[Bearing, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds."""

    articles: int
    statements: int
    problems: int


@dataclass(frozen=True, slots=True)
class Added:
    """What came of an ``add``: articles new and already there, statements, problems, or none of it."""

    articles: int = 0
    already: int = 0
    statements: int = 0
    problems: int = 0


def least_sure(statement: Statement) -> Ground:
    """Return what is least sure of a statement, of what a review decides: the attribution, or the speaker.

    The least, not the product: the two are not independent, and a reviewer looks at one doubt at a time.
    The other grounds are left out, for nobody can decide about them: in the sample story acts
    would be half of the queue.  Of equals it is the attribution.
    """
    relation = statement.attribution
    found = Ground("attribution", "extractor", relation.confidence, relation.cue or relation.content)
    speaker = (ground for ground in statement.grounds if ground.field == "speaker")
    return min((found, *speaker), key=lambda ground: ground.confidence)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@lru_cache(maxsize=64)
def _layout(text: str) -> Layout:
    """Return the layout of a text, worked out once for the statements of one article after another."""
    return Layout(text)


def printed(spans: Spans, text: str) -> str:
    """Return the words of spans as printed, with a mark where words between them are left out."""
    return GAP.join(span.of(text) for span in spans)
