"""Search the statements of a record by their words: everything that only SQLite understands of it.

Invariant: no question is a syntax error; what a person types becomes words and phrases, and nothing else.
The index keeps tokens alone (FTS5, contentless), ranked by BM25 (Robertson and Zaragoza 2009).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
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


def rarest_first(connection: Connection, parts: Sequence[str]) -> list[str]:
    """Return words, phrases and beginnings, first those that the fewest printed names and roles have."""
    if len(parts) == 1:
        return list(parts)
    query = text("SELECT count(*) FROM people_words WHERE people_words MATCH :part")
    counts = {part: connection.scalar(query, {"part": _phrase(part)}) or 0 for part in parts}
    return sorted(counts, key=lambda part: (counts[part], part))


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
    return (
        text(
            f"SELECT rowid >> {_ROW} AS reading, rowid & {(1 << _ROW) - 1} AS number"  # noqa: S608 - constants
            " FROM statement_words WHERE statement_words MATCH :names"
        )
        .bindparams(bindparam("names", in_content(names), unique=True))
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
    _put(connection, list(index_rows(reading, read)))


def remove_from_index(connection: Connection, reading: int, read: ReadArticle) -> None:
    """Take the statements of a reading out of the index; ``read`` has to be what was put in."""
    _take(connection, list(index_rows(reading, read)))


def replace_in_index(connection: Connection, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Put other rows of some statements in place of those that were put in, which have to be the same."""
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    _take(connection, [old for old, _ in changed])
    _put(connection, [new for _, new in changed])


def matching(question: str) -> Subquery:
    """Return ``reading``, ``number`` and ``score`` (less is better) of the statements that match.

    All words have to be there, in the content, its source or around it.
    Raises QueryError where there is no word to look for.
    """
    return _matching(expression(question))


def matching_source(words_: str) -> Subquery:
    """Return ``reading``, ``number`` and ``score`` of the statements whose source has all the words."""
    return _matching(f"source : ({expression(words_)})")


def in_source(words_: str) -> str:
    """Return what looks for statements whose source has all the words, in the index's language."""
    return f"source : ({expression(words_)})"


def in_content(names: Sequence[str]) -> str:
    """Return what looks for statements whose content has one of the names, in the index's language."""
    wanted = sorted({tuple(_wanted(name)[0]) for name in names}, key=lambda one: (len(one), one))
    least: list[tuple[str, ...]] = []
    for one in wanted:
        if one and not any(_has(one, shorter) for shorter in least):
            least.append(one)
    return "content : (" + " OR ".join(f'"{" ".join(one)}"' for one in least) + ")"


def _has(words_: Sequence[str], some: Sequence[str]) -> bool:
    """Say whether words have some others, one after the other, among them; who looks for those finds them."""
    starts = range(len(words_) - len(some) + 1)
    return any(tuple(words_[at : at + len(some)]) == tuple(some) for at in starts)


def rows_with(connection: Connection, expression_: str) -> NDArray[np.int64]:
    """Return the row numbers of all statements that match, given in the index's language, in order.

    They come as one text, which is parsed at once: a third of the time that a hundred thousand rows take.
    """
    query = text("SELECT group_concat(rowid) FROM statement_words WHERE statement_words MATCH :expression")
    found = connection.scalar(query, {"expression": expression_})
    return np.fromstring(found, np.int64, sep=",") if found else np.zeros(0, np.int64)


def scores_from(connection: Connection, question: str, row: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the row numbers from ``row`` on that match, in order, and their scores: less is better."""
    return _scored(connection, "rowid >= :first", question, first=row)


def scores_of(
    connection: Connection, question: str, rows: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return those of some row numbers that match, in order, and their scores: less is better."""
    # the + keeps SQLite from looking for each row by itself
    condition = "rowid >= :first AND +rowid IN (SELECT value FROM json_each(:given))"
    first = int(rows.min(initial=0))
    return _scored(connection, condition, question, first=first, given=str(rows.tolist()))


def _scored(
    connection: Connection, condition: str, question: str, **given: object
) -> tuple[NDArray[Any], NDArray[Any]]:
    query = text(
        f"SELECT rowid, bm25(statement_words, {_WEIGHTS}) FROM statement_words"  # noqa: S608 - constants
        f" WHERE statement_words MATCH :question AND {condition} ORDER BY rowid"
    )
    found = connection.execute(query, {"question": expression(question), **given}).all()
    rows, scores = zip(*found, strict=True) if found else ((), ())
    return np.array(rows, np.int64), np.array(scores, np.float64)


def _put(connection: Connection, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(
            text(
                "INSERT INTO statement_words(rowid, content, source, context)"
                " VALUES (:row, :content, :source, :context)"
            ),
            rows,
        )


def _take(connection: Connection, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(
            text(
                "INSERT INTO statement_words(statement_words, rowid, content, source, context)"
                " VALUES ('delete', :row, :content, :source, :context)"
            ),
            rows,
        )


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


def index_rows(
    reading: int,
    read: ReadArticle,
    wanted: Collection[int] | None = None,
    named: Mapping[int, str] | None = None,
) -> Iterable[Row]:
    """Yield what is indexed of the statements of a reading, all or those whose numbers are ``wanted``.

    ``named`` has, by number, the names of a speaker that take the place of the source's words.
    """
    layout, index = Layout(read.article.text), Indexed(read.article.text)
    names = {person.id: " ".join((person.name, *person.names)) for person in read.people}
    for number, statement in enumerate(read.statements, start=1):
        if wanted is not None and number not in wanted:
            continue
        source = (named or {}).get(number)
        yield {
            "row": (reading << _ROW) + number,
            "content": index.of(statement.attribution.content),
            "source": tokens(_source(statement, layout.text, names) if source is None else source),
            "context": index.of(_around(statement, layout)),
        }


def _source(statement: Statement, text_: str, names: dict[str, str]) -> str:
    printed = " … ".join(span.of(text_) for span in statement.attribution.source)
    return f"{printed} {names.get(statement.speaker or '', '')}"


def _around(statement: Statement, layout: Layout) -> Spans:
    relation = statement.attribution
    return layout.around((*relation.content, *relation.cue, *relation.source), _CONTEXT)
