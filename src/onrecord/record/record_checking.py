"""What a record tells of a quotation somebody is about to print, and what is new in it; a part of Record."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from onrecord.errors import DocumentError
from onrecord.model import Problem
from onrecord.reading import articles as articles_at
from onrecord.record import asked, checking, sqlite, watching
from onrecord.record.asked import Asked
from onrecord.record.candidates import Key
from onrecord.record.checked import Check
from onrecord.record.entries import Entry
from onrecord.record.filter import EVERYTHING, Filter
from onrecord.record.people import login
from onrecord.record.record_links import RecordLinks
from onrecord.record.watching import News, Question, Watched


class RecordChecking(RecordLinks):
    """What a record tells of quotations, and what is new in it; a part of Record."""

    def check(self, words: str, speaker: str | None = None) -> Check:
        """Tell whether words are in the record, and in whose mouth: ``speaker``'s, or anybody's.

        Raises NotFoundError or QueryError where the speaker is nobody's name, or several people's.
        """
        with self._reading() as connection:
            return self._check(connection, words, self._asked(connection, speaker))

    def check_text(self, text: str, speaker: str | None = None) -> Iterator[Check]:
        """Check every quotation of a text, of at least three words; all of it where it has none."""
        with self._reading() as connection:
            speaking = self._asked(connection, speaker)
            for span in checking.quotations_in(text):
                yield replace(self._check(connection, span.of(text), speaking), span=span)

    def check_file(self, path: str | os.PathLike[str], speaker: str | None = None) -> Iterator[Check]:
        """Check every quotation of a document, ``-`` being standard input; of JSON lines, of each article.

        Raises DocumentError where it cannot be read.
        """
        for article in articles_at([path]):
            if isinstance(article, Problem):
                raise DocumentError(article.document, article.reason)
            name = article.document.name if article.document else None
            for one in self.check_text(article.text, speaker):
                yield replace(one, document=name)

    def watch(
        self,
        words: str | None = None,
        only: Filter = EVERYTHING,
        by: str | None = None,
        *,
        peek: bool = False,
        all_of_it: bool = False,
        limit: int | None = 20,
    ) -> News:
        """Return what articles added since the last look say, by a filter or about words; note the look.

        ``by`` is who looks, without it the login name; each question of each has its own last look.  With
        ``peek`` the look is not noted; with ``all_of_it`` it is as if nobody had looked before.  At most
        ``limit`` of each kind of news are returned, and all are counted.
        """
        question = Question(words, only)
        with self._looking(peek) as connection:
            said = self._passing(connection, only, words)
            looking = watching.Looking(connection, question, by or login(), self._of(connection))
            return looking.news(said, peek, all_of_it, limit)

    def watched(self, by: str | None = None) -> Iterator[Watched]:
        """Yield what somebody watches, with how many statements are new since the last look at each."""
        with self._reading() as connection:
            for one in watching.questions(connection, by or login()):
                said = self._passing(connection, one.question.only, one.question.words)
                yield replace(one, new=watching.count_new(connection, said, one.article))

    def forget(self, words: str | None = None, only: Filter = EVERYTHING, by: str | None = None) -> bool:
        """Forget somebody's last look at a question, so that it is watched no more; say if there was one."""
        with sqlite.writing(self._engine, self.name) as connection:
            return watching.forget(connection, Question(words, only), by or login())

    # -- beneath -----------------------------------------------------------------------------------

    @staticmethod
    def _asked(connection: Connection, speaker: str | None) -> Asked | None:
        return None if speaker is None else asked.asked(connection, speaker)

    def _check(self, connection: Connection, words: str, speaker: Asked | None) -> Check:
        return checking.check(connection, words, speaker, self._of(connection))

    def _of(self, connection: Connection) -> checking.Load:
        """Return what loads statements by reading and number, in the order given."""
        called: dict[int, str] = {}

        def load(keys: Sequence[Key]) -> list[Entry]:
            page = [_Key(*key) for key in keys]
            return list(self._entries(connection, page, None, called)) if page else []

        return load

    @contextmanager
    def _looking(self, peek: bool) -> Iterator[Connection]:
        """Give a connection that may note a look, unless it is only a peek."""
        if peek:
            with self._reading() as connection:
                yield connection
        else:
            with sqlite.writing(self._engine, self.name) as connection:
                yield connection

    def _entries(
        self, connection: Connection, page: Sequence[Any], words: str | None, called: dict[int, str]
    ) -> Iterator[Entry]:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Key:
    """A statement as the record is asked to load it."""

    reading: int
    number: int
    score: float | None = None
