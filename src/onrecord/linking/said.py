"""What linking looks at: a statement, or a part of one, in its article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from onrecord.linking.content import ContentWord, content_words
from onrecord.model import Article, Person, Spans, Statement


@dataclass(frozen=True)
class Said:
    """A statement with its article and the article's people; ``content`` is the part that is looked at.

    ``content`` lies within the spans of the statement's content and is all of it where it has no parts.
    """

    article: Article
    statement: Statement
    people: tuple[Person, ...]
    content: Spans

    @classmethod
    def whole(cls, article: Article, statement: Statement, people: tuple[Person, ...]) -> Said:
        """Return a statement with all of its content."""
        return cls(article, statement, people, statement.attribution.content)

    @cached_property
    def speaker(self) -> Person | None:
        """The article's person who said it, or None where that is unknown."""
        return next((one for one in self.people if one.id == self.statement.speaker), None)

    @cached_property
    def words(self) -> tuple[ContentWord, ...]:
        """The stemmed words of the content, with their places."""
        return content_words(self.article.text, self.content)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of the words, in text order."""
        return tuple(word.stem for word in self.words)

    @property
    def printed(self) -> str:
        """The words as printed, with a mark where words between spans are left out."""
        return " […] ".join(span.of(self.article.text) for span in self.content)
