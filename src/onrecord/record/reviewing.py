"""What people decide about statements: right, none, by another speaker, of other words; kept and laid over.

Invariant: a decision names a statement by article and content, so that it is found again after another
reading, and changes nothing that the machine inferred.  ``reviews`` and the search index follow from the
decisions that stand alone: undoing one gives what would stand had it never been made.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from onrecord.errors import QueryError
from onrecord.model import Judgement, Person, ReadArticle, Span, Spans, Statement
from onrecord.model import spans as spans_of
from onrecord.record import judging, roster, rows, search, utterance_judging
from onrecord.record.changes import Changed, note
from onrecord.record.entries import Entry, Review, Reviewed
from onrecord.record.people import judgement_of
from onrecord.record.review_tables import reviews
from onrecord.record.tables import articles, bearers, judgements, profiles, readings
from onrecord.words import tokens

RIGHT, NOT_ONE, SPEAKER, SPAN = "right", "not-a-statement", "speaker", "span"
KINDS = (RIGHT, NOT_ONE, SPEAKER, SPAN)
_LONGEST_NAME = 200
_HALF = 0.5
"""How much of its words a statement has to share (Dice 1945) with one that was decided about, to be it."""

Key = tuple[int, int]
"""Reading and number of a statement."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who somebody decided to speak.

    ``name`` is empty for nobody known.  ``own`` is the id of one of the article's people; ``given`` the
    number of a person of the record that was meant, and ``person`` that of who that is now.
    """

    name: str
    own: str | None = None
    given: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """What stands of the decisions on one statement: a row of ``reviews``."""

    state: Reviewed
    judgements: tuple[int, ...]
    speaker: Speaker | None = None
    spans: dict[str, Spans] = field(default_factory=dict)


# -- deciding --------------------------------------------------------------------------------------


def keep(connection: Connection, entry: Entry, kind: str, value: str, told: dict[str, Any], who: str) -> int:
    """Note a decision on a statement, with what the machine had said, lay it over, and return its number."""
    made = connection.execute(
        insert(judgements).values(
            subject=entry.statement.id,
            extractor=_extractor(connection, entry.article.id),
            kind=kind,
            value=value,
            who=who,
            made=rows.now(),
            detail=json.dumps({"statements": [_named(entry)], **told}, ensure_ascii=False),
        )
    )
    lay(connection, entry.article.id)
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def undo(connection: Connection, judgement: str, who: str) -> int:
    """Take a decision on a statement back and return its number.  Raises QueryError where it was before."""
    number = utterance_judging.number_of(connection, judgement, KINDS)
    if number is None:
        raise QueryError(f"{judgement!r} is no judgement on a statement; see: onrecord review judgements")
    utterance_judging.undo(connection, number, who)
    detail = connection.scalar(select(judgements.c.detail).where(judgements.c.key == number))
    lay(connection, _side(detail)["article"])
    return number


def speaker_of(connection: Connection, entry: Entry, speaker: str) -> dict[str, Any]:
    """Return whom a name, or the id of a person of the record (``p12``), means, as a decision keeps it.

    First one of the article's people, then the one person of the record who is called exactly so; else it
    is a new name.  Raises QueryError where several are called so, or it is no name, NotFoundError where
    the id is nobody's.
    """
    name = " ".join(speaker.split())
    if not name:
        return {"name": "", "person": None}
    if not tokens(name) or len(name) > _LONGEST_NAME:
        raise QueryError(f"{name!r} is no name; give one with letters, of at most {_LONGEST_NAME}")
    if roster.is_id(name):
        return _person_told(connection, roster.identify(connection, name))
    here = _called(entry.people, name)
    if len(here) > 1:
        among = ", ".join(person.name for person in here)
        raise QueryError(f"several people of the article are called {name!r}: {among}; give a fuller name")
    if here:
        return {"name": here[0].name, "person": None}
    found = roster.called(connection, name)
    return _person_told(connection, found) if found is not None else {"name": name, "person": None}


def trimmed(text: str, role: str, spans: Spans) -> Spans:
    """Return spans in text order without white space around them, those that touch as one.

    Raises QueryError where one is not in the text or has no words, and where a content would have none.
    """
    if role not in rows.ROLES:
        raise QueryError(f"{role!r} is no part of a statement; correct its {', '.join(rows.ROLES)}")
    if role == "content" and not spans:
        raise QueryError("a statement needs its words; to say that it is none, reject it")
    found: list[Span] = []
    for span in sorted(spans):
        _trimmed(text, span)
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(_trimmed(text, span) for span in found)


def _trimmed(text: str, span: Span) -> Span:
    if span.end > len(text):
        raise QueryError(
            f"[{span.start}, {span.end}) is not in the article, whose text has {len(text):,} characters"
        )
    words = span.of(text)
    if not words.strip():
        raise QueryError(f"there is only white space in [{span.start}, {span.end}); mark some words")
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _person_told(connection: Connection, person: int) -> dict[str, Any]:
    name = roster.canonical_names(connection, [person]).get(person, "")
    return {"name": name, "person": person}


def _called(people: Sequence[Person], name: str) -> list[Person]:
    """Return the people who are called so: by their fullest names, or else by another printed one."""
    wanted = tokens(name)
    whole = [person for person in people if tokens(person.name) == wanted]
    return whole or [person for person in people if any(tokens(one) == wanted for one in person.names)]


def _extractor(connection: Connection, article: str) -> str | None:
    query = select(readings.c.extractor).join(articles).where(articles.c.id == article, readings.c.current)
    return connection.scalar(query)


def _named(entry: Entry) -> dict[str, Any]:
    """Return a statement as it is found again, with all that the machine had said of it."""
    relation = entry.statement.attribution
    machine = entry.one_of(entry.statement.speaker)
    return {
        "article": entry.article.id,
        "number": int(entry.statement.id.rpartition("-")[2]),
        "content": _pairs(relation.content),
        "cue": _pairs(relation.cue),
        "source": _pairs(relation.source),
        "speaker": machine.name if machine else None,
        "confidence": relation.confidence,
        "doubt": [entry.doubt.field, entry.doubt.confidence],
    }


# -- laying over -----------------------------------------------------------------------------------


def lay(connection: Connection, article: str) -> None:
    """Show the statements of an article's newest reading as decided, and index them so."""
    note(connection, Changed.REVIEWS)
    row = connection.execute(rows.newest().where(articles.c.id == article)).one()
    before, standing = laid(connection, [row.reading]), _standing(connection, article)
    if before or standing:
        (read,) = rows.readings_of(connection, [row])
        after = _decided(connection, row.reading, read, standing)
        _show(connection, row.reading, read, {key[1]: one for key, one in before.items()}, after)


def lift(connection: Connection, reading: int, read: ReadArticle) -> None:
    """Show a reading as the machine made it, before another takes its place."""
    before = laid(connection, [reading])
    _show(connection, reading, read, {key[1]: one for key, one in before.items()}, {})


def follow(connection: Connection) -> None:
    """Follow the people of the record: who a speaker is whom somebody gave by id, now that they changed."""
    query = select(reviews.c.reading, reviews.c.own, reviews.c.given, reviews.c.person, articles.c.id)
    joined = reviews.join(readings, readings.c.key == reviews.c.reading).join(articles)
    query = query.select_from(joined).where(reviews.c.given.is_not(None)).order_by(reviews.c.reading)
    found = connection.execute(query).all()
    if not found:
        return
    standing = judging.decisions(connection)
    changed = set[str]()
    for portion in rows.portions(found):
        here = _people_here(connection, {row.reading for row in portion})
        for row in portion:
            person = standing.person(row.given)
            if (row.person, row.own) != (person, here.get((row.reading, person))):
                changed.add(row.id)
    for article in sorted(changed):
        lay(connection, article)


def any_rejected(connection: Connection) -> bool:
    """Say whether there is anything in the record that somebody decided is no statement."""
    query = select(reviews.c.number).where(reviews.c.state == str(Reviewed.REJECTED))
    return connection.execute(query.limit(1)).first() is not None


def as_decided(reading: int, read: ReadArticle, decided: dict[Key, Laid]) -> ReadArticle:
    """Return a reading with spans and speakers as somebody decided; what was rejected stays.

    A speaker who is none of the article's people is None there.
    """
    statements = list(read.statements)
    for number, one in ((key[1], one) for key, one in decided.items() if key[0] == reading):
        said = _corrected(statements[number - 1], one.spans)
        statements[number - 1] = replace(said, speaker=one.speaker.own) if one.speaker else said
    return replace(read, statements=tuple(statements))


def rejected(connection: Connection) -> set[Key]:
    """Return the reading and number of all that somebody decided is no statement."""
    query = select(reviews.c.reading, reviews.c.number).where(reviews.c.state == str(Reviewed.REJECTED))
    return {(row.reading, row.number) for row in connection.execute(query)}


def laid(connection: Connection, keys: Collection[int]) -> dict[Key, Laid]:
    """Return what stands of the decisions on statements of some readings."""
    query = select(reviews).where(reviews.c.reading.in_(sorted(keys)))
    return {(row.reading, row.number): _laid(row) for row in connection.execute(query)}


def reviews_of(connection: Connection, found: dict[Key, Laid]) -> dict[Key, Review]:
    """Return what stands of decisions as reviews, with the judgements; ``person`` as an id."""
    numbers = sorted({number for one in found.values() for number in one.judgements})
    made: dict[int, Judgement] = {}
    for portion in rows.portions(numbers):
        query = select(judgements).where(judgements.c.key.in_(portion))
        made |= {row.key: judgement_of(row) for row in connection.execute(query)}
    return {key: _review(one, made) for key, one in found.items()}


def judgements_of(connection: Connection, article: str | None, number: int | None) -> Iterator[Judgement]:
    """Yield the decisions on all statements, or on one of an article, those undone included."""
    if article is None or number is None:
        query = select(judgements).where(judgements.c.kind.in_(KINDS)).order_by(judgements.c.key)
        yield from (judgement_of(row) for row in connection.execute(query))
        return
    row = connection.execute(rows.newest().where(articles.c.id == article)).one()
    (read,) = rows.readings_of(connection, [row])
    for one in _of_article(connection, article):
        if _again(read.statements, _side(one.detail)) == number:
            yield judgement_of(one)


def _review(one: Laid, made: dict[int, Judgement]) -> Review:
    speaker = one.speaker
    return Review(
        one.state,
        tuple(made[number] for number in one.judgements),
        one.spans.get("content"),
        one.spans.get("cue"),
        one.spans.get("source"),
        speaker.name if speaker else None,
        f"p{speaker.person}" if speaker and speaker.person is not None else None,
    )


def _decided(
    connection: Connection, reading: int, read: ReadArticle, standing: Sequence[Row[Any]]
) -> dict[int, Laid]:
    found: dict[int, list[Row[Any]]] = {}
    for row in standing:
        if (number := _again(read.statements, _side(row.detail))) is not None:
            found.setdefault(number, []).append(row)
    return {number: _lay(connection, reading, read, some) for number, some in found.items()}


def _lay(connection: Connection, reading: int, read: ReadArticle, some: Sequence[Row[Any]]) -> Laid:
    """Return what stands of decisions on one statement, given in the order in which they were made.

    The last says whether it is a statement at all: who corrects one takes it for one.
    """
    speaker: Speaker | None = None
    spans: dict[str, Spans] = {}
    for row in some:
        told = json.loads(row.detail)
        if row.kind == SPEAKER:
            speaker = _speaker(connection, reading, read, told)
        elif row.kind == SPAN:
            spans[told["role"]] = spans_of((start, end) for start, end in told["spans"])
    state = Reviewed.CORRECTED if speaker or spans else Reviewed.ACCEPTED
    if some[-1].kind == NOT_ONE:
        state = Reviewed.REJECTED
    return Laid(state, tuple(row.key for row in reversed(some)), speaker, spans)


def _speaker(connection: Connection, reading: int, read: ReadArticle, told: dict[str, Any]) -> Speaker:
    name, given = told["name"], told["person"]
    if given is not None:
        person = judging.decisions(connection).person(given)
        return Speaker(name, _people_here(connection, [reading]).get((reading, person)), given, person)
    here = _called(read.people, name) if name else []
    return Speaker(name, here[0].id if len(here) == 1 else None)


def _people_here(connection: Connection, keys: Collection[int]) -> dict[tuple[int, int], str]:
    """Return the id that a person of the record has among an article's people, by reading and person."""
    query = select(bearers.c.reading, bearers.c.id, roster.shown()).join(profiles)
    query = query.where(bearers.c.reading.in_(sorted(keys))).order_by(bearers.c.key.desc())
    return {(row.reading, row.who): row.id for row in connection.execute(query)}


def _show(
    connection: Connection, reading: int, read: ReadArticle, before: dict[int, Laid], after: dict[int, Laid]
) -> None:
    numbers = before.keys() | after.keys()
    changed = sorted(number for number in numbers if before.get(number) != after.get(number))
    if not changed:
        return
    search.replace_in_index(
        connection, _indexed(reading, read, before, changed), _indexed(reading, read, after, changed)
    )
    here = (reviews.c.reading == reading) & reviews.c.number.in_(changed)
    connection.execute(delete(reviews).where(here))
    fresh = [_values(reading, number, after[number]) for number in changed if number in after]
    if fresh:
        connection.execute(insert(reviews), fresh)


def _indexed(
    reading: int, read: ReadArticle, shown: dict[int, Laid], numbers: Collection[int]
) -> list[search.Row]:
    """Return the index's rows of statements as they are shown.

    Where somebody decided who speaks, that one's names take the place of the source's printed words, which
    stay findable as the words around the statement.
    """
    statements = [
        _corrected(one, shown[number].spans) if number in shown else one
        for number, one in enumerate(read.statements, start=1)
    ]
    known = {person.id: " ".join((person.name, *person.names)) for person in read.people}
    named = {
        number: f"{one.speaker.name} {known.get(one.speaker.own or '', '')}"
        for number, one in shown.items()
        if one.speaker
    }
    return list(search.index_rows(reading, replace(read, statements=tuple(statements)), numbers, named))


def _corrected(statement: Statement, spans: dict[str, Spans]) -> Statement:
    relation = statement.attribution
    content, cue, source = (spans.get(role, getattr(relation, role)) for role in rows.ROLES)
    return replace(statement, attribution=replace(relation, content=content, cue=cue, source=source))


def _values(reading: int, number: int, one: Laid) -> dict[str, Any]:
    speaker = one.speaker
    return {
        "reading": reading,
        "number": number,
        "state": str(one.state),
        "speaker": speaker.name if speaker else None,
        "own": speaker.own if speaker else None,
        "given": speaker.given if speaker else None,
        "person": speaker.person if speaker else None,
        "spans": json.dumps({role: _pairs(spans) for role, spans in sorted(one.spans.items())}),
        "judgements": json.dumps(one.judgements),
    }


def _laid(row: Row[Any]) -> Laid:
    decided = row.speaker is not None
    return Laid(
        Reviewed(row.state),
        tuple(json.loads(row.judgements)),
        Speaker(row.speaker, row.own, row.given, row.person) if decided else None,
        {role: spans_of(pairs) for role, pairs in json.loads(row.spans).items()},
    )


# -- finding again ---------------------------------------------------------------------------------


def _standing(connection: Connection, article: str) -> list[Row[Any]]:
    return [row for row in _of_article(connection, article) if row.undone is None]


def _of_article(connection: Connection, article: str) -> list[Row[Any]]:
    """Return all decisions on statements of an article, in the order in which they were made."""
    # "." comes right after "-", so that the index on the subject finds all ids that begin so
    beginning = (judgements.c.subject > f"{article}-") & (judgements.c.subject < f"{article}.")
    ours = judgements.c.kind.in_(KINDS) & judgements.c.detail.is_not(None)
    query = select(judgements).where(beginning, ours).order_by(judgements.c.key)
    return [row for row in connection.execute(query) if _side(row.detail)["article"] == article]


def _side(detail: str | None) -> dict[str, Any]:
    side: dict[str, Any] = json.loads(detail or "{}")["statements"][0]
    return side


def _again(statements: Sequence[Statement], side: dict[str, Any]) -> int | None:
    """Return the number of the statement that has at least half of the words that were decided about.

    Of those that have as many, it is the one with the cue, then the one with the number it had.
    """
    wanted, cue = (_places(spans_of(side[role])) for role in ("content", "cue"))
    found = []
    for number, one in enumerate(statements, start=1):
        alike = _alike(wanted, _places(one.attribution.content))
        if alike >= _HALF:
            same_cue = _alike(cue, _places(one.attribution.cue))
            found.append((alike, same_cue, number == side["number"], -number))
    return -max(found)[3] if found else None


def _alike(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _places(content: Spans) -> set[int]:
    return {place for span in content for place in range(span.start, span.end)}


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
