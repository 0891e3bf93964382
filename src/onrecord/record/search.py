"""Search the statements of a record by their words: everything that only SQLite understands of it.

Invariant: no question is a syntax error; what a person types becomes words and phrases, and nothing else.
The index keeps tokens alone (FTS5, contentless), ranked by BM25 (Robertson and Zaragoza 2009).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Float, Integer, Subquery, bindparam, column, text

from onrecord.errors import QueryError
from onrecord.model import ReadArticle, Span, Spans, Statement
from onrecord.places import Layout
from onrecord.words import Indexed, Word, is_unspaced, normal, tokens, words

_ROW = 20
"""Bits of a row number that hold the statement's number; the reading's key stands above them."""
_WEIGHTS = "8.0, 4.0, 1.0"
"""What a word counts in the content, in the source's name, and in the paragraph around them."""
_CONTEXT = 600
"""Code points of a paragraph beyond the statement that are indexed, so that one endless paragraph is
not indexed whole for each of its statements."""
_PART = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|(\S+)')
_SPLIT = re.compile(r"\w+\*?", re.UNICODE)

Row = dict[str, object]


def create_index(connection: Connection) -> None:
    """Make the empty index in a new record."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE statement_words USING fts5(content, source, context, content='',"
            " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
        )
    )


def create_people_index(connection: Connection) -> None:
    """Make the empty index of printed names and roles."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE people_words USING fts5(words, content='',"
            " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")"
        )
    )


def add_printed(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Make printed names and roles findable; each has the key of its row."""
    found = [{"row": key, "words": tokens(words_)} for key, words_ in rows]
    if found:
        connection.execute(text("INSERT INTO people_words(rowid, words) VALUES (:row, :words)"), found)


def printed_with(part: str) -> Subquery:
    """Return the ``key`` of the printed names and roles that have a word, phrase or beginning."""
    return (
        text("SELECT rowid AS key FROM people_words WHERE people_words MATCH :part")
        .bindparams(bindparam("part", _phrase(part), unique=True))
        .columns(column("key", Integer))
        .subquery()
    )


def question_parts(question: str) -> list[str]:
    """Return the words, phrases and beginnings of what a person typed.

    Raises QueryError where there is no word to look for.
    """
    expression(question)
    return [part for part in _parts(question) if _phrase(part)]


def has_all(name: str, question: str) -> bool:
    """Say whether a name has all words, phrases and beginnings of a question."""
    return all(matched(name, part if " " not in part else f'"{part}"') for part in question_parts(question))


def contents_with(names: Sequence[str]) -> Subquery:
    """Return ``reading`` and ``number`` of the statements whose content has one of the names."""
    phrases = " OR ".join(phrase for name in names if (phrase := _phrase(name)))
    return (
        text(
            f"SELECT rowid >> {_ROW} AS reading, rowid & {(1 << _ROW) - 1} AS number"  # noqa: S608 - constants
            " FROM statement_words WHERE statement_words MATCH :names"
        )
        .bindparams(bindparam("names", f"content : ({phrases})", unique=True))
        .columns(column("reading", Integer), column("number", Integer))
        .subquery()
    )


def with_any(words_: Sequence[str], most: int) -> Subquery:
    """Return ``reading`` and ``number`` of the statements whose content has the most of some words."""
    phrases = " OR ".join(sorted({phrase for one in words_ if (phrase := _phrase(one))}))
    return (
        text(
            f"SELECT rowid >> {_ROW} AS reading, rowid & {(1 << _ROW) - 1} AS number"  # noqa: S608 - constants
            " FROM statement_words WHERE statement_words MATCH :words"
            " ORDER BY bm25(statement_words, 1.0, 0.0, 0.0), rowid LIMIT :most"
        )
        .bindparams(
            bindparam("words", f"content : ({phrases})", unique=True), bindparam("most", most, unique=True)
        )
        .columns(column("reading", Integer), column("number", Integer))
        .subquery()
    )


def add_to_index(connection: Connection, reading: int, read: ReadArticle) -> None:
    """Make the statements of a reading findable."""
    rows = list(_rows(reading, read))
    if rows:
        connection.execute(
            text(
                "INSERT INTO statement_words(rowid, content, source, context)"
                " VALUES (:row, :content, :source, :context)"
            ),
            rows,
        )


def remove_from_index(connection: Connection, reading: int, read: ReadArticle) -> None:
    """Take the statements of a reading out of the index; ``read`` has to be what was put in."""
    rows = list(_rows(reading, read))
    if rows:
        connection.execute(
            text(
                "INSERT INTO statement_words(statement_words, rowid, content, source, context)"
                " VALUES ('delete', :row, :content, :source, :context)"
            ),
            rows,
        )


def matching(question: str) -> Subquery:
    """Return ``reading``, ``number`` and ``score`` (less is better) of the statements that match.

    All words have to be there, in the content, its source or around it.
    Raises QueryError where there is no word to look for.
    """
    return _matching(expression(question))


def matching_source(words_: str) -> Subquery:
    """Return ``reading``, ``number`` and ``score`` of the statements whose source has all the words."""
    return _matching(f"source : ({expression(words_)})")


def _matching(question: str) -> Subquery:
    return (
        text(
            f"SELECT rowid >> {_ROW} AS reading, rowid & {(1 << _ROW) - 1} AS number,"  # noqa: S608 - constants
            f" bm25(statement_words, {_WEIGHTS}) AS score"
            " FROM statement_words WHERE statement_words MATCH :question"
        )
        .bindparams(bindparam("question", question, unique=True))
        .columns(column("reading", Integer), column("number", Integer), column("score", Float))
        .subquery()
    )


def expression(question: str) -> str:
    """Return what a person typed in the index's language: words, "quoted phrases" and beginnings* ."""
    phrases = [_phrase(part) for part in _parts(question)]
    found = " AND ".join(phrase for phrase in phrases if phrase)
    if not found:
        raise QueryError(f"there is no word to look for in {question!r}; give at least one")
    return found


def matched(text_: str, question: str) -> Spans:
    """Return the spans of ``text_`` that a question's words and phrases match, for highlighting."""
    here = list(words(text_))
    found: set[Span] = set()
    for part in _parts(question):
        wanted, beginning = _wanted(part)
        size = len(wanted)
        for first in range(len(here) - size + 1) if wanted else ():
            if _agrees(here[first : first + size], wanted, beginning):
                found.add(Span(here[first].start, here[first + size - 1].end))
    return _merged(found)


def _parts(question: str) -> list[str]:
    return [next(filter(None, match.groups()), "") for match in _PART.finditer(question)]


def _phrase(part: str) -> str:
    wanted, beginning = _wanted(part)
    return f'"{" ".join(wanted)}"{" *" if beginning else ""}' if wanted else ""


def _wanted(part: str) -> tuple[list[str], bool]:
    """Return the tokens of a phrase in order, and whether the last one is only a beginning."""
    found = [word.token for word in words(part)]
    if not found:
        return [], False
    if is_unspaced(found[-1]):
        # the index has the last character of a run alone, which here need not be the last of its run
        return (found, True) if len(found) == 1 or not is_unspaced(found[-2]) else (found[:-1], False)
    if part.endswith("*"):
        last = _SPLIT.findall(part)[-1].rstrip("*")
        return [*found[:-1], _stem(last)], True
    return found, False


def _stem(beginning: str) -> str:
    """Return a beginning in folded case without accents, but without taking a plural's s away."""
    return normal(beginning + "x")[:-1]


def _agrees(here: Sequence[Word], wanted: Sequence[str], beginning: bool) -> bool:
    head = all(word.token == token for word, token in zip(here[:-1], wanted[:-1], strict=True))
    last = here[-1].token
    return head and (last.startswith(wanted[-1]) if beginning else last == wanted[-1])


def _merged(found: Iterable[Span]) -> Spans:
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _rows(reading: int, read: ReadArticle) -> Iterable[Row]:
    layout, index = Layout(read.article.text), Indexed(read.article.text)
    names = {person.id: " ".join((person.name, *person.names)) for person in read.people}
    for number, statement in enumerate(read.statements, start=1):
        yield {
            "row": (reading << _ROW) + number,
            "content": index.of(statement.attribution.content),
            "source": tokens(_source(statement, layout.text, names)),
            "context": index.of(_around(statement, layout)),
        }


def _source(statement: Statement, text_: str, names: dict[str, str]) -> str:
    printed = " … ".join(span.of(text_) for span in statement.attribution.source)
    return f"{printed} {names.get(statement.speaker or '', '')}"


def _around(statement: Statement, layout: Layout) -> Spans:
    relation = statement.attribution
    return layout.around((*relation.content, *relation.cue, *relation.source), _CONTEXT)
