"""The second heart of onrecord: the record, and everything that can be asked of it.

Invariants: evidence is written once and never changed; adding what is already there changes nothing; work
is kept batch by batch, so that an interrupted run loses at most the batch it was in; questions see
each article's newest reading.
"""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    and_,
    delete,
    false,
    func,
    insert,
    null,
    select,
    tuple_,
    update,
)

from onrecord.engine import default_extractor, read_with_workers
from onrecord.errors import NotFoundError, QueryError, RecordError
from onrecord.model import Document, Problem, ReadArticle, Span, Spans
from onrecord.pipeline import CHUNK, Extractor, read_each
from onrecord.reading import LARGEST, Sources
from onrecord.record import (
    counting,
    facet_entering,
    migrations,
    reprints,
    reviewing,
    roster,
    rows,
    search,
    sqlite,
    story_entering,
    uniting,
)
from onrecord.record.choosing import Choosing
from onrecord.record.entering import Entered
from onrecord.record.entries import Added, ArticleLine, Counts, Entry
from onrecord.record.filter import EVERYTHING, Counting, Filter, Reviewing, unrejected
from onrecord.record.record_checking import RecordChecking
from onrecord.record.record_facets import RecordFacets
from onrecord.record.record_importing import RecordImporting
from onrecord.record.record_provenance import RecordProvenance
from onrecord.record.record_reviewing import RecordReviewing
from onrecord.record.tables import articles, documents, problems, readings, statements
from onrecord.record.utterances import Links

BATCH = 64
"""Articles that are written together, unless BATCH_SECONDS are over sooner."""
BATCH_SECONDS = 1.0
_BEGINNING = 200
"""Characters of an article's text that stand for it in a list."""
_LONGEST_NUMBER = 15
"""Digits of a statement's number; more is none, and no number of the database."""
_PAGE = 50
"""Articles or statements that are loaded together."""

Item = ReadArticle | Problem
Progress = Callable[[Added, float | None], None]
"""Is told what has been added so far, and the share of the input that has been taken, where known."""


def open_record(path: str | os.PathLike[str] = "onrecord.db", *, create: bool = True) -> Record:
    """Open the record at ``path``, and make it where there is none; use it in a ``with`` statement.

    Raises RecordError that says what to do, also where ``create`` is false and nothing is there.
    """
    file = Path(path)
    if not create and not file.exists():
        raise RecordError(f"there is no record at {file}; make one with: onrecord add FILE...")
    engine = sqlite.open_engine(file)
    try:
        with sqlite.in_plain_words(str(file)):
            with sqlite.asking(engine, str(file)) as connection:
                version = migrations.schema_version(connection, str(file))
            if version != migrations.SCHEMA_VERSION:
                with sqlite.writing(engine, str(file)) as connection:
                    migrations.bring_up(connection, str(file))
    except BaseException:
        engine.dispose()
        raise
    return Record(engine, str(file))


class Record(RecordChecking, RecordFacets, RecordReviewing, RecordProvenance, RecordImporting):
    """All statements of many articles, with the articles as evidence beneath them."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._links = Links()
        self._choosing = Choosing()
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was added is in it."""
        self._engine.dispose()

    # -- adding ------------------------------------------------------------------------------------

    def add(
        self,
        *paths: str | os.PathLike[str],
        extractor: Callable[[], Extractor] = default_extractor,
        workers: int = 1,
        largest: int = LARGEST,
        progress: Progress | None = None,
    ) -> Added:
        """Read files, folders and standard input (``-``) into the record and return what came of it.

        Documents that are already there are not read again.  With ``workers`` above 1, call it
        under ``if __name__ == "__main__":``, as for any pool of processes.
        """
        tally = _Tally()
        sources = Sources(paths, largest)
        told = _told(progress, sources) if progress else None
        fresh = self._not_yet_here(sources, tally)
        return self._store(read_with_workers(fresh, workers, extractor), tally, told)

    def store(self, items: Iterable[Item]) -> Added:
        """Write articles that have been read, and problems, batch by batch; return what came of it."""
        return self._store(items, _Tally(), None)

    def _store(self, items: Iterable[Item], tally: _Tally, told: Callable[[Added], None] | None) -> Added:
        batch: list[Item] = []
        due = time.monotonic() + BATCH_SECONDS
        try:
            for item in items:
                batch.append(item)
                if len(batch) >= BATCH or time.monotonic() > due:
                    self._write(batch, tally)
                    batch, due = [], time.monotonic() + BATCH_SECONDS
                    if told:
                        told(tally.added())
        finally:
            self._write(batch, tally)  # an interrupt keeps what has been read so far
        return tally.added()

    def reread(
        self, extractor: Callable[[], Extractor] = default_extractor, progress: Progress | None = None
    ) -> Added:
        """Read the articles of older versions of the extractor again; return how many, and their statements.

        Each gets a further reading; evidence, earlier readings and judgements stay as they are.
        An article that the extractor fails on keeps the reading it has, and is a problem.
        """
        by = extractor()
        tally = _Tally()
        total, after = self._count_older(by.version), 0
        while page := self._older(by.version, after):
            after = page[-1].key
            read = read_each([rows.article_of(row, _named(row.document)) for row in page], by)
            with sqlite.writing(self._engine, self.name) as connection:
                fresh = dict[int, Entered]()
                for row, item in zip(page, read, strict=True):
                    fresh |= self._supersede(connection, row.key, item, tally)
                _connect(connection, self._links, list(fresh.values()), list(fresh))
                for one in fresh.values():
                    reviewing.lay(connection, one.read.article.id)
            if progress:
                progress(tally.added(), (tally.articles + tally.problems) / total)
        return tally.added()

    # -- asking ------------------------------------------------------------------------------------

    def counts(self) -> Counts:
        """Return how many articles, statements (newest readings) and problems there are."""
        with self._asking() as connection:
            return Counts(
                connection.scalar(select(func.count()).select_from(articles)) or 0,
                self._chosen(connection, EVERYTHING).total,
                connection.scalar(select(func.count()).select_from(problems)) or 0,
            )

    def articles(
        self, count: Counting = Counting.ALL, limit: int | None = None, offset: int = 0
    ) -> Iterator[ArticleLine]:
        """Yield the articles by date of publication, those without a date last; ``count`` as in a filter."""
        told = (articles.c.id, articles.c.title, articles.c.outlet, articles.c.published, articles.c.url)
        beginning = func.substr(articles.c.text, 1, _BEGINNING)
        of_reading = (
            select(func.count())
            .select_from(statements)
            .where(statements.c.reading == readings.c.key, unrejected())
        )
        said = _counted(of_reading, Filter(count=count), everything=True)
        said_there = said.correlate(readings).scalar_subquery()
        order = (articles.c.published_first.is_(None), articles.c.published_first, articles.c.key)
        query = (
            select(*told, beginning, rows.document_name(), said_there)
            .select_from(articles.join(readings))
            .where(readings.c.current)
            .order_by(*order)
        )
        if limit is not None:  # the page is found first, so that nothing is counted of what is not shown
            page = select(articles.c.key).order_by(*order).limit(limit).offset(offset)
            query = query.where(articles.c.key.in_(page))
        with self._asking() as connection:
            for row in connection.execution_options(yield_per=500).execute(query):
                yield ArticleLine(*row)

    def article(self, identifier: str) -> ReadArticle:
        """Return an article with its newest reading and the document it came from.

        ``identifier`` may be the beginning of an id, if only one article has it.
        """
        with self._asking() as connection:
            key = self._article_key(connection, identifier)
            row = connection.execute(rows.newest().where(articles.c.key == key)).one()
            read = rows.readings_of(connection, [row])[0]
            kept = connection.execute(
                select(documents).where(documents.c.article == key).order_by(documents.c.key).limit(1)
            ).one_or_none()
        return replace(read, article=rows.article_of(row, _document(kept)))

    def statement(self, identifier: str) -> Entry:
        """Return one statement by its id, ``<article id>-<number>``; the article's may be shortened."""
        with self._asking() as connection:
            return self._statement(connection, identifier)

    def entries(self, identifiers: Sequence[str]) -> list[Entry]:
        """Return statements by their whole ids, in that order; quicker than one by one.

        Ids that no statement has are left out.
        """
        with self._asking() as connection:
            return self._several(connection, identifiers)

    def show(self, identifier: str) -> Entry | ReadArticle:
        """Return the statement, or else the article, that has this id or begins with it."""
        with self._asking() as connection:
            whole = connection.scalar(select(articles.c.key).where(articles.c.id == identifier))
        if whole is not None:
            return self.article(identifier)
        try:
            return self.statement(identifier)
        except NotFoundError:
            if identifier.rpartition("-")[2].isdecimal() and "-" in identifier:
                raise
            return self.article(identifier)

    def statements(
        self, only: Filter = EVERYTHING, limit: int | None = None, offset: int = 0
    ) -> Iterator[Entry]:
        """Yield the statements that a filter lets pass, by date of publication and place in the text."""
        with self._asking() as connection:
            yield from self._told(connection, self._chosen(connection, only).by_date(limit, offset))

    def find(
        self, words: str, only: Filter = EVERYTHING, limit: int | None = 20, offset: int = 0
    ) -> Iterator[Entry]:
        """Yield the statements with all these words, best first: in the content, then around it.

        Of more than 10,000 those added last are ranked; the others follow, the last added first.

        ``"quoted words"`` are looked for as a phrase and ``sanct*`` as a beginning.
        Raises QueryError where there is no word to look for.
        """
        with self._asking() as connection:
            chosen = self._chosen(connection, only, words)
            yield from self._told(connection, chosen.by_score(connection, words, limit, offset), words)

    def count(self, only: Filter = EVERYTHING, words: str | None = None) -> int:
        """Return how many statements a filter, and words, let pass."""
        with self._asking() as connection:
            return self._chosen(connection, only, words).total

    def about(
        self, who: str, limit: int | None = 20, offset: int = 0, count: Counting = Counting.ALL
    ) -> Iterator[Entry]:
        """Yield the statements of others that have a person's name in their content, by date.

        ``count`` is as in a filter.  Raises NotFoundError and QueryError as ``person`` does.
        """
        yield from self.statements(Filter(about=who, count=count), limit, offset)

    def count_about(self, who: str, count: Counting = Counting.ALL) -> int:
        """Return how many statements ``about`` would yield without a limit."""
        return self.count(Filter(about=who, count=count))

    def readings(self, only: Filter = EVERYTHING) -> Iterator[ReadArticle]:
        """Yield every article with its newest reading, in the order they were added.

        Under a filter only the articles with statements that pass, with those statements alone.
        """
        after = 0
        while True:
            with self._asking() as connection:
                query = rows.newest().where(articles.c.key > after)
                passing = self._passing(connection, only)
                if only != EVERYTHING:
                    query = query.where(readings.c.key.in_(select(passing.c.reading)))
                page = connection.execute(query.order_by(articles.c.key).limit(_PAGE)).all()
                found = rows.readings_of(connection, page)
                if passing is not None:
                    found = self._only(connection, page, found, only)
            if not page:
                return
            yield from found
            after = page[-1].key

    def problems(self) -> Iterator[Problem]:
        """Yield the documents that could not be read, by name."""
        with self._asking() as connection:
            found = connection.execute(select(problems).order_by(problems.c.document)).all()
        yield from (Problem(row.document, row.reason) for row in found)

    # -- beneath -----------------------------------------------------------------------------------

    def _asking(self) -> Any:
        return sqlite.asking(self._engine, self.name)

    def _not_yet_here(
        self, waiting: Iterable[Document | Problem], tally: _Tally
    ) -> Iterator[Document | Problem]:
        """Pass on what is not in the record, so that a second run does not read everything again."""
        own = {Path(f"{self.name}{ending}").absolute() for ending in ("", "-wal", "-shm", "-journal")}
        for document in waiting:
            if isinstance(document, Problem) and Path(document.document).absolute() in own:
                continue  # the record lies in the folder that is read
            # a look of its own for each: one open for the whole run would keep SQLite from folding what
            # is written back into the file
            with self._asking() as connection:
                here = isinstance(document, Document) and self._has(connection, document)
            if here:
                tally.already += 1
            else:
                yield document

    @staticmethod
    def _has(connection: Connection, document: Document) -> bool:
        digest = sha256(document.raw).hexdigest()
        query = select(documents.c.key).where(
            documents.c.sha256 == digest, documents.c.media_type == document.media_type
        )
        return connection.execute(query).first() is not None

    def _write(self, batch: list[Item], tally: _Tally) -> None:
        if not batch:
            return
        new, entered = _Tally(), list[Entered]()
        with sqlite.writing(self._engine, self.name) as connection:
            for item in batch:
                if isinstance(item, Problem):
                    _note_problem(connection, item)
                    new.problems += 1
                else:
                    entered += self._write_article(connection, item, new)
            _connect(connection, self._links, entered)
        tally.take(new)

    @staticmethod
    def _write_article(connection: Connection, item: ReadArticle, tally: _Tally) -> list[Entered]:
        """Write an article unless it is there; return it where it is new."""
        article = item.article
        known = connection.execute(
            select(articles.c.key, articles.c.sha256).where(articles.c.id == article.id)
        ).one_or_none()
        name = article.document.name if article.document else article.id
        if known is not None and known.sha256 != article.sha256:
            reason = f"has the id {article.id} of another article in the record; give it an id of its own"
            _note_problem(connection, Problem(name, reason))
            tally.problems += 1
            return []
        connection.execute(delete(problems).where(problems.c.document == name))
        fresh = []
        if known is not None:
            key = known.key
            tally.already += 1
        else:
            made = connection.execute(insert(articles).values(rows.article_values(article)))
            key = int(made.inserted_primary_key[0])  # type: ignore[index]
            reading = rows.insert_reading(connection, key, item)
            search.add_to_index(connection, reading, item)
            fresh.append(Entered(key, reading, item))
            tally.articles += 1
            tally.statements += len(item.statements)
        if article.document and not Record._has(connection, article.document):
            connection.execute(insert(documents).values(rows.document_values(article.document, key)))
        return fresh

    def _new_article(self, connection: Connection, read: ReadArticle) -> list[Entered]:
        return self._write_article(connection, read, _Tally())

    def _connected(self, connection: Connection, entered: Sequence[Entered]) -> None:
        _connect(connection, self._links, entered)

    def _statement(self, connection: Connection, identifier: str) -> Entry:
        article, _, number = identifier.rpartition("-")
        if not article or not number.isdecimal() or len(number) > _LONGEST_NUMBER:
            raise NotFoundError(f"{identifier!r} is no statement's id; they look like 3f9a0c1e55d2b7a4-2")
        key = self._article_key(connection, article)
        query = _statements(None, Filter(reviewed=Reviewing.ALL), None).where(
            articles.c.key == key, statements.c.number == int(number)
        )
        found = list(self._entries(connection, connection.execute(query).all(), None, {}))
        if not found:
            raise NotFoundError(f"article {article} has no statement {number}; see: onrecord show {article}")
        return found[0]

    def _several(self, connection: Connection, identifiers: Sequence[str]) -> list[Entry]:
        found: dict[str, Entry] = {}
        called: dict[int, str] = {}
        for portion in rows.portions(dict.fromkeys(identifiers), _PAGE):
            numbers: dict[str, set[int]] = {}
            for article, _, number in (one.rpartition("-") for one in portion):
                if number.isdecimal() and len(number) <= _LONGEST_NUMBER:
                    numbers.setdefault(article, set()).add(int(number))
            every = Filter(reviewed=Reviewing.ALL)
            query = _statements(None, every, None).add_columns(articles.c.id)
            there = connection.execute(query.where(articles.c.id.in_(numbers))).all()
            keys = [key for key in there if key.number in numbers[key.id]]
            for entry in self._entries(connection, keys, None, called):
                found[entry.statement.id] = entry
        return [found[one] for one in identifiers if one in found]

    @staticmethod
    def _selected(only: Filter, by: Any, *, few: bool) -> Select[Any]:
        return _statements(None, only, by, few=few)

    def _passing(self, connection: Connection, only: Filter, words: str | None = None) -> Any:
        if only == EVERYTHING and words is None and not reviewing.any_rejected(connection):
            return None
        return _statements(words, only, _speaking(connection, only)).subquery()

    def _newest_reading(self, connection: Connection, article: str) -> int:
        query = select(readings.c.key).join(articles).where(articles.c.id == article, readings.c.current)
        return int(connection.scalar(query) or 0)

    def _older(self, version: str, after: int) -> list[Any]:
        query = rows.newest().where(readings.c.extractor != version, articles.c.key > after)
        with self._asking() as connection:
            return list(connection.execute(query.order_by(articles.c.key).limit(CHUNK)).all())

    def _count_older(self, version: str) -> int:
        query = select(func.count()).select_from(readings)
        with self._asking() as connection:
            return connection.scalar(query.where(readings.c.current, readings.c.extractor != version)) or 0

    @staticmethod
    def _supersede(connection: Connection, article: int, item: Item, tally: _Tally) -> dict[int, Entered]:
        """Make ``item`` the reading that is shown; return it by the one shown until now, which stays."""
        if isinstance(item, Problem):
            _note_problem(connection, item)
            tally.problems += 1
            return {}
        tally.articles += 1
        tally.statements += len(item.statements)
        of_article = readings.c.article == article
        shown = connection.execute(rows.newest().where(articles.c.key == article)).one()
        (before,) = rows.readings_of(connection, [shown])
        reviewing.lift(connection, shown.reading, before)
        search.remove_from_index(connection, shown.reading, before)
        connection.execute(update(readings).where(of_article).values(current=False))
        reading = connection.scalar(
            select(readings.c.key).where(of_article, readings.c.extractor == item.extractor)
        )
        if reading is None:
            reading = rows.insert_reading(connection, article, item)
        else:
            connection.execute(update(readings).where(readings.c.key == reading).values(current=True))
            again = connection.execute(rows.newest().where(articles.c.key == article)).one()
            item = rows.readings_of(connection, [again])[0]
        search.add_to_index(connection, reading, item)
        return {shown.reading: Entered(article, reading, item)}

    def _article_key(self, connection: Connection, identifier: str) -> int:
        exact = connection.scalar(select(articles.c.key).where(articles.c.id == identifier))
        if exact is not None:
            return int(exact)
        beginning = articles.c.id.startswith(identifier, autoescape=True)
        found = (
            connection.execute(select(articles.c.key).where(beginning).limit(2)).all() if identifier else []
        )
        if not found:
            raise NotFoundError(f"there is no article {identifier!r}; see: onrecord articles")
        if len(found) > 1:
            raise QueryError(f"several articles have an id that begins with {identifier!r}; give more of it")
        return int(found[0].key)

    def _told(self, connection: Connection, keys: Sequence[Any], words: str | None = None) -> Iterator[Entry]:
        """Load statements by their keys, page by page."""
        called: dict[int, str] = {}
        for start in range(0, len(keys), _PAGE):
            yield from self._entries(connection, keys[start : start + _PAGE], words, called)

    def _paged(
        self,
        query: Callable[[Any], Select[Any]],
        only: Filter,
        limit: int | None,
        offset: int,
    ) -> Iterator[Entry]:
        """Find all keys at one moment, then load what is asked for page by page.

        ``query`` is given the condition on the speaker, where there is one.
        """
        with self._asking() as connection:
            asked = query(_speaking(connection, only)).limit(limit).offset(offset)
            yield from self._told(connection, connection.execute(asked).all())

    @staticmethod
    def _only(
        connection: Connection, page: Sequence[Any], found: list[ReadArticle], only: Filter
    ) -> list[ReadArticle]:
        """Return the readings of a page with only the statements that a filter lets pass."""
        keys = [row.reading for row in page]
        query = _statements(None, only, _speaking(connection, only)).where(statements.c.reading.in_(keys))
        passing = {(row.reading, row.number) for row in connection.execute(query)}
        return [
            replace(
                read,
                statements=tuple(
                    statement
                    for number, statement in enumerate(read.statements, start=1)
                    if (row.reading, number) in passing
                ),
            )
            for row, read in zip(page, found, strict=True)
        ]

    def _entries(
        self, connection: Connection, page: Sequence[Any], words: str | None, called: dict[int, str]
    ) -> Iterator[Entry]:
        """Load statements by their keys; ``called`` remembers what people of the record are called."""
        readings_ = sorted({key.reading for key in page})
        found = connection.execute(rows.newest().where(readings.c.key.in_(readings_))).all()
        decided = reviewing.laid(connection, readings_)
        texts = {row.reading: rows.article_of(row) for row in found}
        names = {row.reading: row.document for row in found}
        ids = {reading: article.id for reading, article in texts.items()}
        said = rows.statements_of(connection, ids, {(key.reading, key.number) for key in page})
        known = rows.people_of(connection, readings_)
        wanted = {(key.reading, key.number) for key in page}
        decided = {key: one for key, one in decided.items() if key in wanted}
        reviews = reviewing.reviews_of(connection, decided)
        speaking = {key: said[key].speaker for key in wanted}
        speaking |= {key: one.speaker.own for key, one in decided.items() if one.speaker}
        who = roster.speakers(connection, {(key[0], own) for key, own in speaking.items()})
        given = {key: one.speaker.person for key, one in decided.items() if one.speaker and one.speaker.given}
        persons = {key: given.get(key, who.get((key[0], own))) for key, own in speaking.items()}
        unnamed = {person for person in persons.values() if person is not None} - called.keys()
        called |= self._choosing.names(connection, sorted(unnamed))
        for key in page:
            here = key.reading, key.number
            statement, people = said[here], tuple(known.get(key.reading, ()))
            speaker = next((one for one in people if one.id == speaking[here]), None)
            person = persons[here]
            entry = Entry(
                statement,
                texts[key.reading],
                names[key.reading],
                speaker,
                -key.score if key.score is not None else None,
                person=f"p{person}" if person is not None else None,
                person_name=(called.get(person) or None) if person is not None else None,
                people=people,
                review=reviews.get(here),
            )
            yield replace(entry, highlights=_highlights(entry, words)) if words else entry


def _connect(
    connection: Connection, links: Links, entered: Sequence[Entered], superseded: Sequence[int] = ()
) -> None:
    """Unite people, find copies and stories, and link utterances, of articles' newest readings."""
    uniting.unite(connection, entered, superseded)
    facet_entering.enter(connection, entered)
    reprints.enter(connection, entered)
    story_entering.enter(connection, entered)
    links.link(connection, entered, superseded)
    reviewing.follow(connection)


class _Tally:
    """Added, while it is being counted."""

    def __init__(self) -> None:
        self.articles = self.already = self.statements = self.problems = 0

    def take(self, other: _Tally) -> None:
        self.articles += other.articles
        self.already += other.already
        self.statements += other.statements
        self.problems += other.problems

    def added(self) -> Added:
        return Added(self.articles, self.already, self.statements, self.problems)


def _told(progress: Progress, sources: Sources) -> Callable[[Added], None]:
    size = sources.size
    return lambda added: progress(added, min(1.0, sources.done / size) if size else None)


def _statements(words: str | None, only: Filter, by: Any, *, few: bool | None = None) -> Select[Any]:
    """Select the reading, number and score of the statements that words and a filter let pass.

    ``by`` is the condition on the speaker, or None where none is asked for.  ``few`` says that few will be
    looked at, because of the speaker or of the order, so that it is not worth going through all readings;
    without it that is so where a speaker is asked for.
    """
    joined = statements.join(readings).join(articles)
    few = by is not None if few is None else few
    current = func.coalesce(readings.c.current, false()) if few else readings.c.current
    asked = [current, *only.conditions(), *([] if by is None else [by])]
    if words is None:
        query = select(statements.c.reading, statements.c.number, null().label("score"))
        everything = by is None and replace(only, count=Counting.ALL) == EVERYTHING
        return _counted(query.select_from(joined).where(*asked), only, everything=everything)
    found = search.matching(words)
    joined = joined.join(
        found, (found.c.reading == statements.c.reading) & (found.c.number == statements.c.number)
    )
    query = select(statements.c.reading, statements.c.number, found.c.score.label("score"))
    return _counted(query.select_from(joined).where(*asked), only, everything=False)


def _counted(query: Select[Any], only: Filter, *, everything: bool) -> Select[Any]:
    """Return the question without the statements that do not count beside an earlier one."""
    if only.count is Counting.ALL:
        return query
    passing = None if everything else query.with_only_columns(statements.c.reading, statements.c.number)
    repeats = counting.repeated(only.count, None if passing is None else passing.subquery())
    return query.where(tuple_(statements.c.reading, statements.c.number).not_in(repeats))


def _speaking(connection: Connection, only: Filter) -> Any:
    """Return the condition on who speaks and whom it is about, or None where neither is asked."""
    asked = [] if only.speaker is None else [_spoken_by(connection, only)]
    if only.about is not None:
        told = roster.about(connection, roster.identify(connection, only.about))
        asked.append(false() if told is None else told)
    return and_(*asked) if asked else None


def _spoken_by(connection: Connection, only: Filter) -> Any:
    """Return the condition on the speaker: named so in the source, or a person of the record called so."""
    who = roster.meant(connection, only.speaker or "")
    by_person = roster.statements_by(who)
    if isinstance(who, list):
        return by_person
    printed = search.matching_source(only.speaker or "")
    key = tuple_(statements.c.reading, statements.c.number)
    return by_person | key.in_(select(printed.c.reading, printed.c.number))


def _by_date(query: Select[Any]) -> Select[Any]:
    return query.order_by(
        articles.c.published_first.is_(None),
        articles.c.published_first,
        articles.c.key,
        statements.c.number,
    )


def _highlights(entry: Entry, words: str) -> Spans:
    """Return where the words stand in the paragraphs of a statement, as offsets into the article."""
    return tuple(
        Span(found.start + part.start, found.end + part.start)
        for part in entry.context
        for found in search.matched(part.of(entry.article.text), words)
    )


def _note_problem(connection: Connection, problem: Problem) -> None:
    connection.execute(delete(problems).where(problems.c.document == problem.document))
    connection.execute(
        insert(problems).values(document=problem.document, reason=problem.reason, seen=rows.now())
    )


def _named(name: str | None) -> Document | None:
    """Return a document by its name alone, so that a problem with its article can name it."""
    return Document(name, b"", "") if name else None


def _document(row: Any) -> Document | None:
    return Document(row.name, zlib.decompress(row.raw), row.media_type) if row is not None else None
