"""The lines of a record that travels whole: what a record holds, as JSON, out and in.

Invariant: what is read from a line equals what it was written from, to the last digit; a line that is not
what it says to be is told in words that say what to do, and nothing of it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from onrecord.model import (
    Article,
    Attribution,
    Credit,
    Ground,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Spans,
    Statement,
)

VERSION = 1
"""Of the form of the lines; a reader refuses a later one."""
TYPES = ("record", "article", "document", "reading", "judgement", "watched", "problem", "training")
Line = dict[str, Any]
Kind = TypeVar("Kind", bound=Quote | PersonKind)


class BadLine(ValueError):  # noqa: N818 - it is a line, and its message goes into a problem
    """A line is not what it says to be; the message says what is wrong with it."""


class Given:
    """The fields of one object of a line; each question raises BadLine where the field is of another kind."""

    def __init__(self, line: object, what: str) -> None:
        if not isinstance(line, dict):
            raise BadLine(f"{what} is no object")
        self._line, self._what = line, what

    def text(self, name: str, default: str | None = None) -> str:
        """Return a string; where there is none, ``default``."""
        found = self._line.get(name, default)
        if not isinstance(found, str):
            raise BadLine(f'{self._what} needs "{name}", a string')
        return found

    def maybe(self, name: str) -> str | None:
        """Return a string, or None."""
        return None if self._line.get(name) is None else self.text(name)

    def truth(self, name: str) -> bool:
        """Return true or false."""
        found = self._line.get(name)
        if not isinstance(found, bool):
            raise BadLine(f'{self._what} needs "{name}", true or false')
        return found

    def number(self, name: str) -> int:
        """Return a whole number from 1."""
        found = self._line.get(name)
        if isinstance(found, bool) or not isinstance(found, int) or not 0 < found < 10**15:
            raise BadLine(f'{self._what} needs "{name}", a number from 1')
        return found

    def probability(self, name: str) -> float:
        """Return a number from 0 to 1."""
        found = self._line.get(name)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 1:
            raise BadLine(f'{self._what} needs "{name}", a number from 0 to 1')
        return found

    def one_of(self, name: str, kinds: type[Kind]) -> Kind:
        """Return one of a few words."""
        found = self.text(name)
        try:
            return kinds(found)
        except ValueError as error:
            raise BadLine(f'"{name}" of {self._what} cannot be {found!r}') from error

    def several(self, name: str) -> list[Any]:
        """Return a list."""
        found = self._line.get(name, [])
        if not isinstance(found, list):
            raise BadLine(f'"{name}" of {self._what} is no list')
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of strings."""
        found = self.several(name)
        if not all(isinstance(one, str) for one in found):
            raise BadLine(f'"{name}" of {self._what} is no list of strings')
        return tuple(found)

    def spans(self, name: str, text: str) -> Spans:
        """Return spans of a text, in the order of the text."""
        return spans_in(self.several(name), text, f'"{name}" of {self._what}')

    def inner(self, name: str) -> Given:
        """Return the fields of an object in this one."""
        return Given(self._line.get(name), f'"{name}" of {self._what}')

    @property
    def whole(self) -> Line:
        """All fields as they are."""
        return self._line


def parsed(line: bytes | str) -> Given:
    """Return the fields of a line; raises BadLine where it is no object with a type that is known."""
    try:
        found = json.loads(line)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadLine(f"is no line of JSON that can be kept ({error})") from error
    given = Given(found, "the line")
    if "type" not in given.whole:
        raise BadLine('has no "type"; articles in other JSON are read with: onrecord add FILE')
    if given.text("type") not in TYPES:
        raise BadLine(f"is of a type that is not known, {given.text('type')!r}; a newer onrecord may know it")
    return given


def spans_in(pairs: Iterable[Any], text: str, what: str) -> Spans:
    """Return ``[start, end]`` pairs as spans of a text.  Raises BadLine where they are not."""
    found = list[Span]()
    for pair in pairs:
        if not (isinstance(pair, list) and [type(one) for one in pair] == [int, int]):
            raise BadLine(f"{what} has {pair!r}, where [start, end] is needed")
        if not 0 <= pair[0] < pair[1] <= len(text):
            raise BadLine(f"{what} has {pair!r}, which is not in the text of {len(text):,} characters")
        found.append(Span(*pair))
    if len({span.start for span in found}) < len(found):
        raise BadLine(f"{what} has two spans that begin at one place")
    return tuple(found)


# -- articles ------------------------------------------------------------------------------------------


def article_line(article: Article, added: str) -> Line:
    """Return an article as a line."""
    return {
        "type": "article",
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "byline": article.byline,
        "added": added,
        "sha256": article.sha256,
        "text": article.text,
    }


def article_of(given: Given) -> Article:
    """Return the article of a line.  Raises BadLine also where its text is not what its hash says."""
    told = {name: given.maybe(name) for name in ("title", "outlet", "published", "url", "byline")}
    article = Article(given.text("id"), given.text("text"), **told)  # type: ignore[arg-type]
    if not article.id or not article.text:
        raise BadLine("an article needs an id and a text")
    if article.sha256 != given.text("sha256", article.sha256):
        raise BadLine(f"the text of {article.id} is not what its sha256 says; it was changed on its way")
    return article


# -- readings ------------------------------------------------------------------------------------------


def reading_line(read: ReadArticle, made: str, current: bool) -> Line:
    """Return all that one version of the extractor inferred from an article, as a line."""
    return {
        "type": "reading",
        "article": read.article.id,
        "extractor": read.extractor,
        "current": current,
        "made": made,
        "credits": [{"agency": one.agency, "spans": pairs(one.spans), "by": one.by} for one in read.credits],
        "people": [_person_line(person) for person in read.people],
        "statements": [_statement_line(statement) for statement in read.statements],
    }


def reading_of(given: Given, article: Article) -> ReadArticle:
    """Return the reading of a line, of an article.  Raises BadLine where it does not hold together."""
    people = tuple(_person(Given(one, "a person"), article.text) for one in given.several("people"))
    statements = tuple(
        _statement(Given(one, "a statement"), article, number)
        for number, one in enumerate(given.several("statements"), start=1)
    )
    _check(statements, people)
    credits_ = tuple(
        Credit(one.text("agency"), one.spans("spans", article.text), one.text("by"))
        for one in (Given(one, "a credit") for one in given.several("credits"))
    )
    return ReadArticle(article, statements, people, given.text("extractor"), credits_)


def _check(statements: Sequence[Statement], people: Sequence[Person]) -> None:
    known = {person.id for person in people}
    if len(known) < len(people):
        raise BadLine("two of its people have one id")
    for one in statements:
        told = {one.speaker, one.addressee, *one.via} - {None}
        if strange := sorted(str(name) for name in told - known):
            raise BadLine(f"{one.id} has {strange[0]!r}, who is not among its people")
        ids = {other.id for other in statements}
        if not {one.parent, one.answers} - {None} <= ids:
            raise BadLine(f"{one.id} has a parent, or answers a statement, that is not in its article")


def _person_line(person: Person) -> Line:
    return {
        "id": person.id,
        "name": person.name,
        "kind": str(person.kind),
        "names": list(person.names),
        "roles": [{"words": role.words, "span": [role.span.start, role.span.end]} for role in person.roles],
        "mentions": pairs(person.mentions),
        "occupation": person.occupation,
        "anonymity": pairs(person.anonymity),
        "speaks_for": person.speaks_for,
    }


def _person(given: Given, text: str) -> Person:
    roles = [Given(one, "a role") for one in given.several("roles")]
    return Person(
        given.text("id"),
        given.text("name"),
        given.one_of("kind", PersonKind),
        given.words("names"),
        tuple(Role(one.text("words"), spans_in([one.whole.get("span")], text, "a role")[0]) for one in roles),
        given.spans("mentions", text),
        given.text("occupation", ""),
        given.spans("anonymity", text),
        given.maybe("speaks_for"),
    )


def _statement_line(statement: Statement) -> Line:
    relation = statement.attribution
    return {
        "id": statement.id,
        "content": pairs(relation.content),
        "cue": pairs(relation.cue),
        "source": pairs(relation.source),
        "quote": str(relation.quote),
        "communicated": relation.communicated,
        "speaker": statement.speaker,
        "addressee": statement.addressee,
        "via": list(statement.via),
        "parent": statement.parent,
        "act": statement.act,
        "said": statement.said,
        "answers": statement.answers,
        "place": statement.place,
        "confidence": relation.confidence,
        "grounds": [
            {"field": one.field, "by": one.by, "confidence": one.confidence, "spans": pairs(one.spans)}
            for one in statement.grounds
        ],
    }


def _statement(given: Given, article: Article, number: int) -> Statement:
    name, text = given.text("id"), article.text
    if name != f"{article.id}-{number}":
        raise BadLine(f"statement {number} of {article.id} is called {name!r}, not {article.id}-{number}")
    content, cue, source = (given.spans(role, text) for role in ("content", "cue", "source"))
    if not content:
        raise BadLine(f"{name} has no content")
    communicated, confidence = given.truth("communicated"), given.probability("confidence")
    quote = given.one_of("quote", Quote)
    grounds = (Given(one, f"a ground of {name}") for one in given.several("grounds"))
    return Statement(
        name,
        article.id,
        Attribution(content, cue, source, quote, communicated, confidence),
        given.maybe("speaker"),
        given.maybe("addressee"),
        given.words("via"),
        given.maybe("parent"),
        given.text("act", ""),
        given.maybe("said"),
        given.maybe("answers"),
        given.maybe("place"),
        tuple(
            Ground(one.text("field"), one.text("by"), one.probability("confidence"), one.spans("spans", text))
            for one in grounds
        ),
    )


def pairs(spans: Spans) -> list[list[int]]:
    """Return spans as ``[start, end]`` pairs."""
    return [[span.start, span.end] for span in spans]
