"""Make a record of very many statements from a few hundred articles that were read once, table by table.

What the copies keep of the real readings: texts of the same lengths, spans, cues, acts, speakers, reports
inside reports, how rare each word is.  A word is replaced by another of its length that is about as rare, so
that vocabularies grow as they do in real news, and names that everybody prints stay, so that a few speakers
have much of what is said.  Of an event several outlets have the same report, and some of its statements are
of one utterance.  Dates are spread over ten years.

What is left out, for no page reads it: fingerprints, the words of stories, the keys under which statements
are compared.  Full names alone unite people over articles; everybody else stands alone.
"""

from __future__ import annotations

import json
import math
import random
import re
import sqlite3
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from onrecord import open_record
from onrecord.linking.content import known_stems, rarity, stem
from onrecord.linking.people.bearers import Form, bearers
from onrecord.linking.people.words import fold
from onrecord.model import ReadArticle, Spans
from onrecord.places import Layout
from onrecord.reading.published import days
from onrecord.record import facet_entering, search, sqlite
from onrecord.record.changes import Changed, note
from onrecord.record.tables import metadata
from onrecord.words import normal, tokens

REPLACED = {"name": 0.8, "word": 0.8}
"""Share of the words of each kind that another event has otherwise."""
COMMON, SMALL = 2.0, 1.5
"""Rarity below which a name stays, and below which a word does."""
REPORTS = (0.62, 0.2, 0.09, 0.05, 0.04)
"""How many events have one report, two, and so on."""
REPORTED = 0.3
"""Share of an event's statements that its reports have in common."""
RESTATED = 0.1
"""Share of a speaker's statements that restate the one before."""
OUTLETS, YEARS, FIRST_DAY = 60, 10, date(2012, 1, 2)
UNDATED, TO_THE_MONTH = 0.01, 0.01
_WORD = re.compile(r"\w+")
_WIDTH = 0.5
_QUICK = ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -400000", "journal_mode = MEMORY")


@dataclass(frozen=True)
class _Statement:
    """The places of a statement's words among those of the text: content, source (words), context."""

    content: tuple[int, ...]
    source: tuple[int, ...]
    context: tuple[int, ...]
    speaker: str | None


@dataclass(frozen=True)
class _Person:
    id: str
    kind: str
    full: bool
    name: str
    forms: tuple[tuple[str, str], ...]
    statements: int


@dataclass
class _Base:
    """An article as it is copied: its text in pieces, each word by its number, and who is in it."""

    key: int
    read: ReadArticle
    pieces: list[str]
    places: list[int]
    forms: list[str]
    kinds: list[tuple[str, int, int] | None]
    statements: list[_Statement]
    people: list[_Person]


@dataclass
class _Known:
    """What the copies made so far have in common: people, profiles, printed words."""

    people: dict[str, tuple[int, int]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    printed: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    bearers: Counter[int] = field(default_factory=Counter)
    last: int = 0
    profiles: list[tuple[Any, ...]] = field(default_factory=list)
    statements: int = 0


def grow(file: Path, readings: Sequence[ReadArticle], statements: int, seed: int = 1) -> None:
    """Make a record of so many statements, the same for the same readings and seed."""
    kept = file.with_suffix(".base")
    for one in (file, kept):
        one.unlink(missing_ok=True)
    with open_record(kept) as base:
        base.store(readings)
    with open_record(file):
        pass
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in _QUICK:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("ATTACH ? AS base", (str(kept),))
    connection.execute("BEGIN")
    _copy(connection, _bases(connection, readings), statements, random.Random(seed))
    connection.execute("COMMIT")
    connection.execute("DETACH base")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    kept.unlink()
    engine = sqlite.open_engine(file)
    with sqlite.writing(engine, str(file)) as writing:
        facet_entering.enter_all(writing)
        note(writing, Changed.PEOPLE)
    engine.dispose()


def _bases(connection: sqlite3.Connection, readings: Sequence[ReadArticle]) -> list[_Base]:
    keys = dict(connection.execute("SELECT id, key FROM base.articles").fetchall())
    return [_base(keys[read.article.id], read) for read in readings if read.statements]


def _base(key: int, read: ReadArticle) -> _Base:
    text, layout = read.article.text, Layout(read.article.text)
    pieces, places, numbers, starts = list[str](), list[int](), dict[str, int](), list[int]()
    end = 0
    for match in _WORD.finditer(text):
        pieces.append(text[end : match.start()])
        places.append(numbers.setdefault(match[0], len(numbers)))
        starts.append(match.start())
        end = match.end()
    pieces.append(text[end:])
    names = {person.id: " ".join((person.name, *person.names)) for person in read.people}

    def among(spans: Spans) -> tuple[int, ...]:
        ends = ((bisect(starts, span.start - 1), bisect(starts, span.end - 1)) for span in spans)
        return tuple(place for start, end in ends for place in places[start:end])

    said = []
    for one in read.statements:
        source = search._source(one, text, names)
        said.append(
            _Statement(
                among(one.attribution.content),
                tuple(numbers.setdefault(word, len(numbers)) for word in _WORD.findall(source)),
                among(search._around(one, layout)),
                one.speaker,
            )
        )
    forms = list(numbers)
    return _Base(key, read, pieces, places, forms, [_kind(one) for one in forms], said, _people(read))


def _kind(form: str) -> tuple[str, int, int] | None:
    """Return among which words a word is replaced, or None for one that stays."""
    rare = rarity(stem(normal(form)))
    if not form.isalpha() or len(form) < 3 or not form.isascii():
        return None
    if form[0].isupper():
        return None if rare < COMMON else ("name", len(form), int(rare / _WIDTH))
    return None if rare < SMALL else ("word", len(form), int(rare / _WIDTH))


def _people(read: ReadArticle) -> list[_Person]:
    return [
        _Person(
            one.person.id,
            str(one.person.kind),
            one.form == Form.FULL,
            one.person.name,
            tuple(
                {
                    *(("form", form) for form in one.person.names if form != one.person.name),
                    *(("role", role.words) for role in one.person.roles),
                    ("name", one.person.name),
                }
            ),
            one.statements,
        )
        for one in bearers(read)
    ]


class _Vocabulary:
    """Words by kind, length and rarity, drawn by how common they are."""

    def __init__(self, bases: Sequence[_Base]) -> None:
        self._words: dict[tuple[str, int, int], tuple[list[str], list[float]]] = {}
        found: dict[tuple[str, int, int], dict[str, float]] = {}
        for base in bases:
            for form, kind in zip(base.forms, base.kinds, strict=True):
                if kind:
                    found.setdefault(kind, {})[form] = math.exp(-rarity(stem(normal(form))))
        for one in known_stems():
            if (kind := _kind(one)) and one.islower():
                found.setdefault(kind, {})[one] = math.exp(-rarity(one))
        rarest = rarity("@ no word")
        for (kind, size, step), words in found.items():
            if step >= int(rarest / _WIDTH):
                words |= dict(_made_up(kind, size, math.exp(-rarest)))
            some = sorted(words)
            self._words[kind, size, step] = some, list(accumulate(words[one] for one in some))

    def draw(self, kind: tuple[str, int, int], chance: random.Random) -> str:
        words, weights = self._words[kind]
        return words[bisect(weights, chance.random() * weights[-1], 0, len(words) - 1)]


def _made_up(kind: str, size: int, weight: float) -> Iterator[tuple[str, float]]:
    """Yield words that no dictionary has: the more of them, the rarer each."""
    chance = random.Random(f"{kind} {size}")
    for number in range(3000):
        word = "".join(chance.choice("bdfgklmnprstvz" if at % 2 == 0 else "aeiou") for at in range(size))
        yield (word.title() if kind == "name" else word), weight * 4 / (1 + number / 20)


def _copy(
    connection: sqlite3.Connection, bases: Sequence[_Base], statements: int, chance: random.Random
) -> None:
    vocabulary, known = _Vocabulary(bases), _Known()
    size = sum(len(base.statements) for base in bases) / len(bases)
    total = statements / size
    article, waiting = 0, _Waiting(connection)
    while known.statements < statements:
        base = chance.choice(bases)
        new = [
            vocabulary.draw(kind, chance) if kind and chance.random() < REPLACED[kind[0]] else form
            for form, kind in zip(base.forms, base.kinds, strict=True)
        ]
        reports = chance.choices(range(1, len(REPORTS) + 1), REPORTS)[0]
        day = FIRST_DAY + timedelta(days=int(article / total * YEARS * 365))
        event = []
        for _ in range(reports):
            article += 1
            event.append((article, known.statements))
            published = day + timedelta(days=chance.choice((0, 0, 0, 1, 1, 2)))
            _report(waiting, base, new, article, published, known, chance)
        _utterances(waiting, base, event, chance)
        waiting.flush()
    waiting.flush(0)
    _write_people(connection, known)


class _Waiting:
    """Rows that are written together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.rows: dict[str, list[tuple[Any, ...]]] = {}

    def put(self, table: str, *row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def flush(self, most: int = 20_000) -> None:
        if sum(map(len, self.rows.values())) < most:
            return
        for table, rows in self.rows.items():
            into = _INTO[table]
            self._connection.executemany(into, rows)
        self.rows.clear()


def _insert(table: str, columns: str) -> str:
    return f"INSERT INTO {table}({columns}) VALUES ({', '.join('?' * len(columns.split(',')))})"


def _copied(table: str, given: str) -> str:
    """Return how to copy the rows of a reading, some columns as given, the others as they are."""
    told = dict([*one.split(" = "), "?"][:2] for one in given.split(", "))
    columns = [column.name for column in metadata.tables[table].columns]
    taken = ", ".join(told.get(column, column) for column in columns)
    return f"INSERT INTO {table}({', '.join(columns)}) SELECT {taken} FROM base.{table} WHERE reading = ?"


_INTO = {
    "articles": _insert(
        "articles",
        "key, id, text, sha256, title, outlet, outlet_folded, published, published_first, published_last,"
        " added",
    ),
    "documents": _insert("documents", "article, name, media_type, sha256, raw"),
    "readings": _insert("readings", "key, article, extractor, current, made, credits"),
    "statements": _copied("statements", "reading"),
    "spans": _copied("spans", "reading"),
    "compared": _copied("compared", "key = ? + number, reading, article"),
    "people": _insert(
        "people",
        "reading, id, name, kind, names, position, roles, mentions, occupation, anonymity, speaks_for",
    ),
    "bearers": _insert("bearers", "reading, id, article, profile, own, statements, outlet, day, decided"),
    "words": _insert("statement_words", "rowid, content, source, context"),
    "members": _insert(
        "members", "statement, first, last, content, utterance, confidence, shown, decided, later, report"
    ),
    "relations": _insert("relations", "one, other, kind, confidence, reasons").replace(
        "INSERT", "INSERT OR IGNORE"
    ),
}


def _report(
    waiting: _Waiting,
    base: _Base,
    new: Sequence[str],
    article: int,
    day: date,
    known: _Known,
    chance: random.Random,
) -> None:
    """Write one article with all that hangs on it."""
    pieces = [""] * (2 * len(base.places) + 1)
    pieces[0::2] = base.pieces
    pieces[1::2] = [new[place] for place in base.places]
    text = "".join(pieces)
    outlet = f"The {chance.choice(_TOWNS)}" if chance.random() > 0.02 else None
    published: str | None = day.isoformat()
    if chance.random() < UNDATED:
        published = None
    elif chance.random() < TO_THE_MONTH:
        published = day.isoformat()[:7]
    first, last = days(published) or (None, None)
    digest = sha256(f"{article} {text}".encode()).hexdigest()
    folded = outlet.casefold() if outlet else None
    told = (text[:60], outlet, folded, published, first, last, _NOW)
    waiting.put("articles", article, digest[:16], text, digest, *told)
    waiting.put("documents", article, f"{article}.txt", "text/plain", digest, bytes(len(text) // 3))
    waiting.put("readings", article, article, base.read.extractor, True, _NOW, "[]")
    waiting.put("statements", article, base.key)
    waiting.put("spans", article, base.key)
    waiting.put("compared", known.statements, article, article, base.key)
    known.statements += len(base.statements)
    index = [normal(form) for form in new]
    for number, one in enumerate(base.statements, 1):
        content, source, context = (
            " ".join([index[place] for place in places]) for places in (one.content, one.source, one.context)
        )
        waiting.put("words", (article << search._ROW) + number, content, source, context)
    places = dict(zip(base.forms, new, strict=True))
    for position, person in enumerate(base.people):
        _bear(waiting, person, position, places, (article, folded, first), known, base)


def _bear(
    waiting: _Waiting,
    person: _Person,
    position: int,
    places: dict[str, str],
    where: tuple[int, str | None, str | None],
    known: _Known,
    base: _Base,
) -> None:
    def reworded(words: str) -> str:
        return _WORD.sub(lambda match: places.get(match[0], match[0]), words)

    article, outlet, day = where
    name = reworded(person.name)
    own = f"{person.kind} {fold(name)}" if person.full else f"{article} {person.kind} {position}"
    if own not in known.people:
        number, known.last = known.last + 1, known.last + 1
        known.people[own] = number, number
        form, who = "full" if person.full else "alone", (number, number)
        told = (number, number, "", form, person.kind, None, "", "{}", *who, "full name", 0.97, "[]", number)
        known.profiles.append(told)
    _, profile = known.people[own]
    known.bearers[profile] += 1
    forms = [(what, reworded(words)) for what, words in person.forms]
    known.printed.update((profile, what, words[:200]) for what, words in forms)
    names = [words for what, words in forms if what != "role"]
    row = base.read.people[position]
    roles = json.dumps([[reworded(role.words), role.span.start, role.span.end] for role in row.roles])
    mentions = json.dumps([[span.start, span.end] for span in row.mentions])
    waiting.put(
        "people", article, person.id, name, person.kind, json.dumps(names), position, roles, mentions,
        row.occupation, "[]", row.speaks_for,
    )  # fmt: skip
    waiting.put("bearers", article, person.id, article, profile, own, person.statements, outlet, day, False)


def _utterances(
    waiting: _Waiting, base: _Base, event: Sequence[tuple[int, int]], chance: random.Random
) -> None:
    """Write which statements of an event's reports are of one utterance, and what restates what."""
    for number in range(1, len(base.statements) + 1):
        if len(event) > 1 and chance.random() < REPORTED:
            name = f"u-{event[0][0]}-{number}"
            for place, (article, before) in enumerate(event):
                report = name if place and chance.random() < 0.3 else f"u-{article}-{number}"
                waiting.put(
                    "members", before + number, 0, 0, "[]", name, 0.9, name, False, bool(place), report
                )
        again = number > 1 and base.statements[number - 1].speaker == base.statements[number - 2].speaker
        if again and chance.random() < RESTATED:
            before = event[0][1] + number
            waiting.put("relations", before - 1, before, "restates", 0.7, "[]")


def _write_people(connection: sqlite3.Connection, known: _Known) -> None:
    connection.executemany(
        "INSERT INTO record_people(key, made) VALUES (?, ?)", ((one[0], _NOW) for one in known.profiles)
    )
    owns = {profile: own for own, (_, profile) in known.people.items()}
    connection.executemany("INSERT INTO names(key, name) VALUES (?, ?)", sorted(owns.items()))
    connection.executemany(
        _insert(
            "profiles",
            "key, name, variant, form, kind, word, hint, traits, own, person, rule, confidence, evidence,"
            " shown, bearers, decided",
        ),
        ((*one, known.bearers[one[0]], False) for one in known.profiles),
    )
    printed = [(*one, count) for one, count in known.printed.items()]
    connection.executemany(_insert("printed", "profile, what, words, bearers"), printed)
    made = connection.execute("SELECT key, words FROM printed").fetchall()
    connection.executemany(
        _insert("people_words", "rowid, words"), ((key, tokens(words)) for key, words in made)
    )


_NOW = "2026-01-01T00:00:00+00:00"


def _towns() -> list[str]:
    """Return the outlets, the first many times."""
    chance = random.Random(7)
    found = []
    for number in range(OUTLETS):
        town = "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3)).title()
        paper = chance.choice(("Courier", "Times", "Herald", "Post", "Echo"))
        found += [f"{town} {paper}"] * max(1, 60 // (number + 1))
    return found


_TOWNS = _towns()
