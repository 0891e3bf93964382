"""Take the lines of another record in: articles with their readings, then what people decided there.

Invariants: a bad line is a problem that names it, and the others are kept; taking the same lines again
changes nothing; evidence and readings that are there stay as they are, and decisions that are there are
added to, never overwritten.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from onrecord.model import Article, Document, Problem, ReadArticle
from onrecord.record import entering, judging, reviewing, rows, tables, utterance_judging
from onrecord.record.lines import VERSION, BadLine, Given, Line, article_of, parsed, reading_of
from onrecord.record.link_tables import looks
from onrecord.record.portable import SHARED, judgement_lines
from onrecord.record.tables import articles, bearers, documents, judgements, names, profiles, readings
from onrecord.record.whole import PEOPLE

_NOT_OURS = ("number", "undone", "undone_by", "type")
"""Of a judgement's line, what does not tell it from others."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking lines in: how many were new, articles that were there, and the lines left out."""

    articles: int = 0
    already: int = 0
    statements: int = 0
    judgements: int = 0
    watched: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass
class Arriving:
    """An article on its way in: the number of its line, what the line says, documents and readings."""

    at: int
    article: Article
    added: str
    documents: list[Document] = field(default_factory=list)
    readings: list[tuple[ReadArticle, str, bool]] = field(default_factory=list)

    @property
    def shown(self) -> ReadArticle | None:
        """The reading that is the newest, or else the first that came."""
        newest = [read for read, _, current in self.readings if current]
        return next(iter([*newest, *(read for read, _, _ in self.readings)]), None)


@dataclass
class Arrived:
    """All lines that are taken at the end, by their numbers, and what is wrong with others."""

    name: str
    judgements: list[tuple[int, Given]] = field(default_factory=list)
    watched: list[tuple[int, Given]] = field(default_factory=list)
    seen: list[tuple[int, Given]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def bad(self, at: int, reason: object) -> None:
        """Note what is wrong with a line."""
        self.problems.append(Problem(f"{self.name} line {at}", str(reason)))


# -- sorting lines -------------------------------------------------------------------------------------


def arriving(lines: Iterable[bytes | str], arrived: Arrived) -> Iterator[Arriving]:
    """Yield articles with what follows them; note the other lines, and those that are bad."""
    waiting: Arriving | None = None
    for at, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            given = parsed(line)
            kind = given.text("type")
            if kind in ("document", "reading"):
                _join(waiting, given)
                continue
            if waiting is not None:
                yield waiting
                waiting = None
            if kind == "article":
                waiting = Arriving(at, article_of(given), given.text("added", rows.now()))
            else:
                _note(at, given, arrived)
        except BadLine as error:
            arrived.bad(at, error)
    if waiting is not None:
        yield waiting


def _join(waiting: Arriving | None, given: Given) -> None:
    """Put a document or a reading to the article before it."""
    if waiting is None or given.text("article") != waiting.article.id:
        raise BadLine("does not follow its article's line, which is missing or was left out; export it again")
    if given.text("type") == "document":
        try:
            raw = b64decode(given.text("bytes"), validate=True)
        except ValueError as error:
            raise BadLine(f"has bytes that are no base64 ({error})") from error
        waiting.documents.append(Document(given.text("name"), raw, given.text("media_type")))
    else:
        read = reading_of(given, waiting.article)
        if any(read.extractor == one.extractor for one, _, _ in waiting.readings):
            raise BadLine(f"is a second reading by {read.extractor} of one article")
        waiting.readings.append((read, given.text("made", rows.now()), given.truth("current")))


def _note(at: int, given: Given, arrived: Arrived) -> None:
    kind = given.text("type")
    if kind == "record":
        if given.number("version") > VERSION:
            raise BadLine(
                "was written by a newer onrecord, and some of what follows may be left out; upgrade"
            )
    elif kind == "training":
        article = given.inner("article")
        article.text("id"), article.text("sha256")
        arrived.judgements += [(at, _of_training(one, given)) for one in given.several("judgements")]
    elif kind == "judgement":
        arrived.judgements.append((at, _judgement(given)))
    elif kind == "watched":
        given.text("watcher"), given.text("made"), given.inner("asked")
        arrived.watched.append((at, given))
    else:
        given.text("document"), given.text("reason")
        arrived.seen.append((at, given))


def _of_training(one: object, line: Given) -> Given:
    article = line.inner("article")
    given = _judgement(Given(one, "a judgement"))
    if given.text("kind") not in reviewing.KINDS or _side(given).text("article") != article.text("id"):
        raise BadLine("has a judgement that is not on a statement of its article")
    return Given({**given.whole, "of": article.text("sha256")}, "a judgement")


def _judgement(given: Given) -> Given:
    """Return a judgement's fields once they are what they have to be.  Raises BadLine."""
    given.number("number")
    for name in ("kind", "subject", "value", "who", "made"):
        given.text(name)
    given.maybe("undone"), given.maybe("undone_by"), given.maybe("extractor")
    kind = given.text("kind")
    if kind in judging.KINDS:
        about = given.inner("about")
        for one in (Given(row, "a bearer") for row in about.several("bearers")):
            one.text("article"), one.text("own"), one.text("name"), one.maybe("person")
        for one in (Given(row, "a profile") for row in about.several("profiles")):
            one.text("name"), one.text("variant"), one.text("form"), one.text("kind")
            one.maybe("word"), one.text("hint")
            _object(one.text("traits"))
    elif kind in reviewing.KINDS:
        _side(given)
        if kind == reviewing.SPEAKER:
            given.inner("about").text("name"), given.inner("about").maybe("person")
        elif kind == reviewing.SPAN:
            about = given.inner("about")
            _pairs(about.several("spans"))
            if about.text("role") not in rows.ROLES:
                raise BadLine(f"corrects {about.text('role')!r}; it is one of {', '.join(rows.ROLES)}")
    elif kind in utterance_judging.KINDS:
        sides = [Given(one, "a statement") for one in given.inner("about").several("statements")]
        if len(sides) != 2:
            raise BadLine("is on two statements, and has not two")
        for side in sides:
            side.text("article"), side.number("number")
            _pairs(side.several("content"))
    return given


def _side(given: Given) -> Given:
    sides = given.inner("about").several("statements")
    side = Given(sides[0] if len(sides) == 1 else None, "the statement of a judgement")
    side.text("article"), side.number("number")
    for role in ("content", "cue"):
        _pairs(side.several(role))
    return side


def _pairs(found: Sequence[Any]) -> None:
    for pair in found:
        whole = isinstance(pair, list) and [type(one) for one in pair] == [int, int]
        if not whole or not 0 <= pair[0] < pair[1] < 10**9:
            raise BadLine(f"has {pair!r}, where [start, end] of some words is needed")


def _object(text: str) -> None:
    try:
        whole = isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        raise BadLine("has traits that are no JSON object")


# -- articles ------------------------------------------------------------------------------------------


def text_of(connection: Connection, article: str) -> str | None:
    """Return the hash of the text of the article that has this id here, or None."""
    return connection.scalar(select(articles.c.sha256).where(articles.c.id == article))


def add_more(connection: Connection, one: Arriving) -> None:
    """Add to an article that is in the record what it has not: documents, and readings as earlier ones."""
    key = connection.scalar(select(articles.c.key).where(articles.c.id == one.article.id))
    for document in one.documents:
        values = rows.document_values(document, int(key or 0))
        same = (documents.c.sha256 == values["sha256"]) & (documents.c.media_type == values["media_type"])
        if connection.scalar(select(documents.c.key).where(same)) is None:
            connection.execute(insert(documents).values(values))
    known = set(connection.scalars(select(readings.c.extractor).where(readings.c.article == key)))
    for read, made, _ in one.readings:
        if read.extractor not in known:
            reading = rows.insert_reading(connection, int(key or 0), read)
            values = {"current": False, "made": made}
            connection.execute(update(readings).where(readings.c.key == reading).values(values))


def keep_times(connection: Connection, one: Arriving) -> None:
    """Let a new article, and the reading that is shown, say when they were made and not when they came."""
    here = articles.c.id == one.article.id
    connection.execute(update(articles).where(here).values(added=one.added))
    key = select(articles.c.key).where(here).scalar_subquery()
    for read, made, _ in one.readings:
        mine = (readings.c.article == key) & (readings.c.extractor == read.extractor)
        connection.execute(update(readings).where(mine).values(made=made))


def decided_before(connection: Connection) -> bool:
    """Say whether there are decisions on statements, which new articles may be about."""
    query = select(judgements.c.key).where(judgements.c.kind.in_(reviewing.KINDS)).limit(1)
    return connection.scalar(query) is not None


# -- judgements ----------------------------------------------------------------------------------------


class Deciding:
    """Takes judgements of another record into this one, whose people have other numbers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers: dict[int, int] = {}
        self._made: dict[str, int] = {}
        self._unknown: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._known: dict[str, deque[int]] = defaultdict(deque)  # one may be made twice in a second
        for line in judgement_lines(connection):
            self._known[_told(line)].append(line["number"])
        self.fresh: list[int] = []
        self.changed: list[int] = []

    def take(self, given: Given) -> None:
        """Take a judgement, unless it is there; one that was undone since is undone.  Raises BadLine."""
        line = {**given.whole}
        self._of_text(line.pop("of", None), line)
        line = self._with_own_splits(line)
        known = self._known[_told(line)]
        number = known.popleft() if known else self._keep(line)
        if line.get("undone"):
            self._undo(number, line)
        self._numbers[given.number("number")] = number
        if line["kind"] == "split":
            self._made[f"split:{number}"] = self._other(number)

    def person(self, name: str) -> int:
        """Return whom a name means here; somebody new, of whom there is no article, where it is nobody."""
        if name not in self._people:
            found = self._found(name)
            if found is None:
                (found,) = entering.new_people(self._connection, 1)
                self._unknown[name] = found
            self._people[name] = found
        return self._people[name]

    # -- beneath ---------------------------------------------------------------------------------------

    def _of_text(self, sha256: str | None, line: Line) -> None:
        """Check that training data is on an article that is here, word for word."""
        if sha256 is None:
            return
        article = line["about"]["statements"][0]["article"]
        found = self._connection.scalar(select(articles.c.sha256).where(articles.c.id == article))
        if found != sha256:
            lack = "is not in the record" if found is None else "has another text in the record"
            raise BadLine(
                f"is on article {article}, which {lack}; add the article first, or import its record"
            )

    def _with_own_splits(self, line: Line) -> Line:
        """Return a line whose people made by splits have the numbers that the splits have here."""

        def own(name: Any) -> Any:
            if not isinstance(name, str) or not name.startswith("split:"):
                return name
            number = name.removeprefix("split:")
            if not number.isdecimal() or (here := self._numbers.get(int(number))) is None:
                raise BadLine(f"is about whom judgement {number} made, which is missing or was left out")
            return f"split:{here}"

        if line["kind"] in judging.KINDS:
            about = line["about"]
            found = [{**one, "person": own(one.get("person"))} for one in about.get("bearers", ())]
            line = {**line, "subject": own(line["subject"]), "about": {**about, "bearers": found}}
            return {**line, "value": own(line["value"])} if line["kind"] == "merge" else line
        if line["kind"] == reviewing.SPEAKER:
            about = line["about"]
            return {**line, "about": {**about, "person": own(about.get("person"))}}
        return line

    def _keep(self, line: Line) -> int:
        people: dict[int, str] = {}
        values = {
            name: line.get(name) for name in ("kind", "who", "made", "undone", "undone_by", "extractor")
        }
        values |= self._values(line, people)
        named = {str(who): name for who, name in people.items() if self._unknown.get(name) == who}
        detail = values.pop("detail")
        if detail is not None and named:
            detail["named"] = named
        last = self._connection.scalar(select(func.max(judgements.c.key))) or 0
        number = line["number"] if line["number"] > last else last + 1
        values |= {
            "key": number,
            "detail": None if detail is None else json.dumps(detail, ensure_ascii=False),
        }
        self._connection.execute(insert(judgements).values(values))
        self.fresh.append(int(number))
        return int(number)

    def _values(self, line: Line, people: dict[int, str]) -> dict[str, Any]:
        """Return subject, value and detail as this record has them; note which people they have."""

        def here(name: str) -> int:
            person = self.person(name)
            people[person] = name
            return person

        about = line.get("about")
        if line["kind"] in judging.KINDS:
            value = line["value"]
            if line["kind"] == "merge":
                value = f"p{here(value)}"
            elif line["kind"] == "split":
                value = f"p{entering.new_people(self._connection, 1)[0]}"
            subject = f"p{here(line['subject'])}"
            return {"subject": subject, "value": value, "detail": self._detail(about or {}, here)}
        if line["kind"] == reviewing.SPEAKER and about and about.get("person") is not None:
            about = {**about, "person": here(about["person"])}
        detail = None if about is None else {**about}
        return {"subject": line["subject"], "value": line["value"], "detail": detail}

    def _detail(self, about: dict[str, Any], here: Any) -> dict[str, Any]:
        """Return what a decision on people was about, by the keys of this record."""
        wanted = {one["name"] for kind in ("profiles", "bearers") for one in about.get(kind, ())}
        keys = entering.keys_of_names(self._connection, wanted) if wanted else {}
        profiles_ = {
            (keys[one["name"]], one["variant"]): {name: one.get(name) for name in SHARED}
            for one in about.get("profiles", ())
        }
        made = entering.profile_rows(self._connection, profiles_) if profiles_ else {}
        anchors = [
            [
                self._article(one["article"]),
                one["own"],
                keys[one["name"]],
                here(one["person"]) if one["person"] else None,
            ]
            for one in about.get("bearers", ())
        ]
        return {"profiles": [made[key].key for key in profiles_], "anchors": anchors}

    def _article(self, identifier: str) -> int:
        key = self._connection.scalar(select(articles.c.key).where(articles.c.id == identifier))
        if key is None:
            raise BadLine(f"is about somebody in article {identifier}, which is missing or was left out")
        return int(key)

    def _found(self, name: str) -> int | None:
        kind, _, rest = name.partition(":")
        if kind == "split":
            return self._made.get(name)
        if kind == "own":
            person = func.coalesce(bearers.c.person, profiles.c.person)
            query = select(person).select_from(bearers.join(profiles)).where(bearers.c.own == rest)
            # the article's people are found by the article, which stands first in what is a bearer's own
            article = select(articles.c.key).where(articles.c.id == _article_in(self._connection, rest))
            found: int | None = self._connection.scalar(
                query.where(bearers.c.article == article.scalar_subquery())
            )
            return found
        if kind == "alone":
            query = (
                select(profiles.c.own).join(names, names.c.key == profiles.c.name).where(names.c.name == rest)
            )
            alone: int | None = self._connection.scalar(query.where(profiles.c.own.is_not(None)).limit(1))
            return alone
        return self._unknown.get(name)

    def _other(self, number: int) -> int:
        value = self._connection.scalar(select(judgements.c.value).where(judgements.c.key == number))
        return int(str(value)[1:])

    def _undo(self, number: int, line: Line) -> None:
        here = (judgements.c.key == number) & judgements.c.undone.is_(None)
        values = {"undone": line["undone"], "undone_by": line.get("undone_by")}
        if self._connection.execute(update(judgements).where(here).values(values)).rowcount:
            self.changed.append(number)


def _article_in(connection: Connection, own: str) -> str | None:
    """Return the article whose bearer has a name of its own; an article's id may have blanks in it."""
    parts = own.split(" ")
    beginnings = [" ".join(parts[:length]) for length in range(1, len(parts))]
    found: set[str] = set()
    for portion in rows.portions(beginnings):
        found |= set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(portion))))
    for one in sorted(found, key=len, reverse=True):
        key = select(articles.c.key).where(articles.c.id == one).scalar_subquery()
        here = (bearers.c.own == own) & (bearers.c.article == key)
        if connection.scalar(select(bearers.c.key).where(here)) is not None:
            return one
    return None


def _told(line: Line) -> str:
    """Return what tells a judgement from others: all but its number, and whether it was undone."""
    kept = {name: value for name, value in line.items() if name not in _NOT_OURS and value is not None}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)


def lay_over(connection: Connection, links: Any, numbers: Sequence[int]) -> None:
    """Show everything as judgements that were just taken, or taken back, have it."""
    found: list[Row[Any]] = []
    for portion in rows.portions(sorted(numbers)):
        found += connection.execute(select(judgements).where(judgements.c.key.in_(portion))).all()
    if any(row.kind in judging.KINDS for row in found):
        judging.apply(connection)
    linked = [row.key for row in found if row.kind in utterance_judging.KINDS]
    if touched := {key for number in linked for key in utterance_judging.about(connection, number)}:
        links.settle(connection, touched)
    on = {json.loads(row.detail)["statements"][0]["article"] for row in found if row.kind in reviewing.KINDS}
    for article in sorted(on):
        if connection.scalar(select(articles.c.key).where(articles.c.id == article)) is not None:
            reviewing.lay(connection, article)
    reviewing.follow(connection)


# -- questions and problems ----------------------------------------------------------------------------


def watch(connection: Connection, given: Given, deciding: Deciding) -> bool:
    """Take a watched question in, unless somebody here looked later; say whether it was taken."""
    asked = {name: _asked(name, value, deciding) for name, value in given.inner("asked").whole.items()}
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    mine = (looks.c.watcher == given.text("watcher")) & (looks.c.asked == text)
    known = connection.scalar(select(looks.c.made).where(mine))
    if known is not None and known >= given.text("made"):
        return False
    after = select(articles.c.key).where(articles.c.id == given.maybe("after"))
    values = {"article": connection.scalar(after) or 0, "made": given.text("made")}
    if known is not None:
        connection.execute(update(looks).where(mine).values(values))
    else:
        connection.execute(insert(looks).values(watcher=given.text("watcher"), asked=text, **values))
    return True


def _asked(name: str, value: Any, deciding: Deciding) -> Any:
    if name in PEOPLE and isinstance(value, dict):
        return f"p{deciding.person(Given(value, 'a person').text('person'))}"
    if not isinstance(value, str | bool):
        raise BadLine(f'asks for {value!r} as "{name}", which is no word')
    return value


def keep_problem(connection: Connection, given: Given) -> None:
    """Keep a document that could not be read, unless it is known, or was read here."""
    problems, name = tables.problems, given.text("document")
    known = select(problems.c.document).where(problems.c.document == name)
    read = select(documents.c.name).where(documents.c.name == name)
    if connection.scalar(known) is None and connection.scalar(read.limit(1)) is None:
        seen = given.text("seen", rows.now())
        values = {"document": name, "reason": given.text("reason"), "seen": seen}
        connection.execute(insert(problems).values(values))
