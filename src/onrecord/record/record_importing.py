"""A record out as lines and in again; a part of Record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from onrecord.model import ReadArticle
from onrecord.record import importing, portable, reviewing, rows, sqlite, whole
from onrecord.record.entering import Entered
from onrecord.record.importing import Arrived, Arriving, Deciding, Taken
from onrecord.record.lines import BadLine, Line
from onrecord.record.utterances import Links

_BATCH = 64
"""Articles that are written together."""


class RecordImporting:
    """A record out as lines and in again; a part of Record."""

    _engine: Engine
    _links: Links
    name: str

    def lines(
        self, only: set[str] | None = None, part: str | None = None, *, with_documents: bool = True
    ) -> Iterator[Line]:
        """Yield all that the record holds as lines that another record takes in.

        Evidence and readings come first, article by article, then decisions, questions watched and problems.

        ``only`` are the ids of the articles wanted, None for all, and ``part`` says in words which they are;
        ``with_documents`` the bytes that articles were read from come with them.
        """
        yield whole.head(part)
        with self._reading() as connection:
            yield from whole.article_lines(connection, with_documents, only)
            yield from whole.other_lines(connection, only)

    def judgement_lines(self) -> Iterator[Line]:
        """Yield all that people decided as lines, that undone included."""
        with self._reading() as connection:
            yield from portable.judgement_lines(connection)

    def take(self, lines: Iterable[bytes | str], name: str = "the file") -> Taken:
        """Take in the lines of another record, or training data, and return what came of it.

        ``name`` is what to call them in a problem.  A bad line is left out and told of; what is here already
        stays as it is.
        """
        arrived, tally = Arrived(name), _Tally()
        for batch in rows.portions(importing.arriving(lines, arrived), _BATCH):
            self._take_articles(batch, arrived, tally)
        self._take_others(arrived, tally)
        problems = tuple(arrived.problems)
        return Taken(
            tally.articles, tally.already, tally.statements, tally.judgements, tally.watched, problems
        )

    # -- beneath -----------------------------------------------------------------------------------

    def _take_articles(self, batch: Sequence[Arriving], arrived: Arrived, tally: _Tally) -> None:
        entered = list[Entered]()
        with sqlite.writing(self._engine, self.name) as connection:
            for one in batch:
                with _noted(connection, one.at, arrived):
                    entered += self._take_article(connection, one, tally)
            self._connected(connection, entered)
            if importing.decided_before(connection):
                for new in entered:
                    reviewing.lay(connection, new.read.article.id)

    def _take_article(self, connection: Connection, one: Arriving, tally: _Tally) -> list[Entered]:
        shown = one.shown
        if shown is None:
            raise BadLine(f"is article {one.article.id}, of which no reading can be taken; export it again")
        if (known := importing.text_of(connection, one.article.id)) not in (None, one.article.sha256):
            raise BadLine(f"has the id {one.article.id} of another article in the record, and is left out")
        fresh = self._new_article(connection, shown) if known is None else []
        importing.add_more(connection, one)
        if fresh:
            importing.keep_times(connection, one)
        tally.articles += len(fresh)
        tally.already += not fresh
        tally.statements += sum(len(new.read.statements) for new in fresh)
        return fresh

    def _take_others(self, arrived: Arrived, tally: _Tally) -> None:
        if not (arrived.judgements or arrived.watched or arrived.seen):
            return
        with sqlite.writing(self._engine, self.name) as connection:
            deciding = Deciding(connection)
            for at, given in sorted(arrived.judgements, key=lambda one: one[1].number("number")):
                with _noted(connection, at, arrived):
                    deciding.take(given)
            if numbers := [*deciding.fresh, *deciding.changed]:
                importing.lay_over(connection, self._links, numbers)
            tally.judgements = len(numbers)
            for at, given in arrived.watched:
                with _noted(connection, at, arrived):
                    tally.watched += importing.watch(connection, given, deciding)
            for at, given in arrived.seen:
                with _noted(connection, at, arrived):
                    importing.keep_problem(connection, given)

    def _reading(self) -> Any:
        raise NotImplementedError

    def _new_article(self, connection: Connection, read: ReadArticle) -> list[Entered]:
        raise NotImplementedError

    def _connected(self, connection: Connection, entered: Sequence[Entered]) -> None:
        raise NotImplementedError


@dataclass
class _Tally:
    """Taken, while it is being counted."""

    articles: int = 0
    already: int = 0
    statements: int = 0
    judgements: int = 0
    watched: int = 0


@contextmanager
def _noted(connection: Connection, at: int, arrived: Arrived) -> Iterator[None]:
    """Keep all of what a line makes, or nothing and a problem."""
    try:
        with connection.begin_nested():
            yield
    except BadLine as error:
        arrived.bad(at, error)
    except DBAPIError as error:
        arrived.bad(at, f"cannot be kept: {error.orig}")
