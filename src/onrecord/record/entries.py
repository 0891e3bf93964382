"""What a question to the record gives back: statements in their articles, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from onrecord.model import Article, Person, Spans, Statement
from onrecord.places import Layout, Place

GAP = " […] "
"""What stands for the words between two spans of one role."""


@dataclass(frozen=True)
class Entry:
    """One statement of the record with its article.

    ``document`` names what the article was read from; ``score`` is how well the statement matched a
    question, more is better, and ``highlights`` are the words of the article that did.
    """

    statement: Statement
    article: Article
    document: str | None = None
    speaker: Person | None = None
    score: float | None = None
    highlights: Spans = ()

    @property
    def source(self) -> str:
        """The words that name who is speaking, as printed."""
        return printed(self.statement.attribution.source, self.article.text)

    @property
    def cue(self) -> str:
        """The words that carry the reporting, as printed."""
        return printed(self.statement.attribution.cue, self.article.text)

    @property
    def content(self) -> str:
        """The words attributed, as printed, quotation marks included."""
        return printed(self.statement.attribution.content, self.article.text)

    @cached_property
    def layout(self) -> Layout:
        """The paragraphs and lines of the article."""
        return _layout(self.article.text)

    @property
    def place(self) -> Place:
        """Where in the article the content begins."""
        return self.layout.place(self.statement.attribution.content[0].start)

    @property
    def context(self) -> Spans:
        """The paragraphs in which the statement stands."""
        relation = self.statement.attribution
        return self.layout.around((*relation.content, *relation.cue, *relation.source))


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


@lru_cache(maxsize=64)
def _layout(text: str) -> Layout:
    """Return the layout of a text, worked out once for the statements of one article after another."""
    return Layout(text)


def printed(spans: Spans, text: str) -> str:
    """Return the words of spans as printed, with a mark where words between them are left out."""
    return GAP.join(span.of(text) for span in spans)
