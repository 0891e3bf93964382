"""What people decide about statements, and which ones wait for it; a part of Record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select

from onrecord.model import Judgement, Spans
from onrecord.record import reviewing, utterance_judging
from onrecord.record.entries import Entry
from onrecord.record.filter import EVERYTHING, Filter, Reviewing
from onrecord.record.record_links import RecordLinks
from onrecord.record.tables import articles, statements

_ALL = Filter(reviewed=Reviewing.ALL)
_WAITING = Filter(reviewed=Reviewing.NONE)
_MANY = 5000
"""Statements that wait from which on the first of them are soon found by going from the least certain one;
of a million, the slowest question takes 0.2 seconds then, and 1.5 without."""


class RecordReviewing(RecordLinks):
    """What a record knows and does about reviewing statements; a part of Record."""

    def statement_entries(self, article: str) -> list[Entry]:
        """Return all of an article's statements in their order, rejected ones included, with reviews.

        ``article`` is an id or its beginning.  Raises NotFoundError and QueryError as ``article`` does.
        """
        with self._reading() as connection:
            key = self._article_key(connection, article)

        def query(by: Any) -> Select[Any]:
            found = self._selected(_ALL, by, few=True).where(articles.c.key == key)
            return found.order_by(statements.c.number)

        return list(self._paged(query, _ALL, None, 0))

    def review_queue(
        self, only: Filter = EVERYTHING, limit: int | None = 20, offset: int = 0
    ) -> Iterator[Entry]:
        """Yield the statements that nobody decided about, least certain first, as a filter lets pass.

        How certain one is: as its attribution or its speaker, whichever is less sure, ``Entry.doubt``.
        """
        only = replace(only, reviewed=Reviewing.NONE)
        many = only == _WAITING or self.count(only) >= _MANY

        def query(by: Any) -> Select[Any]:
            found = self._selected(only, by, few=by is not None or many)
            return found.order_by(statements.c.certainty, statements.c.reading, statements.c.number)

        yield from self._paged(query, only, limit, offset)

    def count_queue(self, only: Filter = EVERYTHING) -> int:
        """Return how many statements ``review_queue`` would yield without a limit."""
        return self.count(replace(only, reviewed=Reviewing.NONE))

    def accept(self, statement: str, by: str | None = None) -> Judgement:
        """Decide that a statement is right as it is shown; ``by`` is who decides, else the login name."""
        return self._decide_on(statement, by, lambda *_: (reviewing.RIGHT, "", {}))

    def reject(self, statement: str, by: str | None = None) -> Judgement:
        """Decide that what the machine found is no statement; it is left out wherever it is not asked for."""
        return self._decide_on(statement, by, lambda *_: (reviewing.NOT_ONE, "", {}))

    def correct_speaker(self, statement: str, speaker: str, by: str | None = None) -> Judgement:
        """Decide who makes a statement: a person of the record (``p12``), a name, or "" for nobody known.

        A name is that of one of the article's people, else of the one person of the record who is called
        so, else a new one.  Raises QueryError where several are called so, NotFoundError for an unknown id.
        """

        def decide(connection: Connection, entry: Entry) -> _Decision:
            told = reviewing.speaker_of(connection, entry, speaker)
            return reviewing.SPEAKER, told["name"], told

        return self._decide_on(statement, by, decide)

    def correct_span(self, statement: str, role: str, spans: Spans, by: str | None = None) -> Judgement:
        """Decide which words are a statement's ``content``, ``cue`` or ``source``, as spans of the article.

        White space around them is left out; cue and source may be none.  Raises QueryError where a span is
        not in the text or has no words.
        """

        def decide(_: Connection, entry: Entry) -> _Decision:
            found = [[span.start, span.end] for span in reviewing.trimmed(entry.article.text, role, spans)]
            value = " ".join([role, *(f"{start}-{end}" for start, end in found)])
            return reviewing.SPAN, value, {"role": role, "spans": found}

        return self._decide_on(statement, by, decide)

    def statement_judgements(self, statement: str | None = None) -> Iterator[Judgement]:
        """Yield what somebody decided about statements, or one, in that order, what was undone included."""
        with self._reading() as connection:
            if statement is None:
                yield from reviewing.judgements_of(connection, None, None)
                return
            entry = self._statement(connection, statement)
            number = int(entry.statement.id.rpartition("-")[2])
            yield from reviewing.judgements_of(connection, entry.article.id, number)

    def undo(self, judgement: str | int, by: str | None = None) -> Judgement:
        """Take a judgement back: somebody's (``j3``, 3), or the machine's (``m12``) by a decision against it.

        What stood before stands again, and the judgement stays in the record as undone.
        """
        with self._reading() as connection:
            number = utterance_judging.number_of(connection, str(judgement), reviewing.KINDS)
        if number is None:
            return super().undo(judgement, by)
        return self._decided(by, lambda connection, who: reviewing.undo(connection, str(judgement), who))

    # -- beneath -----------------------------------------------------------------------------------

    def _decide_on(
        self, statement: str, by: str | None, decide: Callable[[Connection, Entry], _Decision]
    ) -> Judgement:
        def keep(connection: Connection, who: str) -> int:
            entry = self._statement(connection, statement)
            kind, value, told = decide(connection, entry)
            return reviewing.keep(connection, entry, kind, value, told, who)

        return self._decided(by, keep)

    def _decided(self, by: str | None, decide: Callable[[Connection, str], int]) -> Judgement:
        """Keep a decision; where it is on people, speakers who were given by id follow them."""

        def followed(connection: Connection, who: str) -> int:
            number = decide(connection, who)
            reviewing.follow(connection)
            return number

        return super()._decided(by, followed)

    @staticmethod
    def _selected(only: Filter, by: Any, *, few: bool) -> Select[Any]:
        raise NotImplementedError

    def _paged(
        self,
        query: Callable[[Any], Select[Any]],
        only: Filter,
        limit: int | None,
        offset: int,
    ) -> Iterator[Entry]:
        raise NotImplementedError

    def count(self, only: Filter = EVERYTHING, words: str | None = None) -> int:
        raise NotImplementedError


_Decision = tuple[str, str, dict[str, Any]]
"""Kind and value of a judgement, and what else is kept of it."""
