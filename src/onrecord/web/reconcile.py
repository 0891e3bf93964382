"""The record's people as a reconciliation service: who in the record is meant by a name in somebody's table.

Published: W3C Entity Reconciliation Community Group, "Reconciliation Service API v0.2" (2023), which
OpenRefine speaks.  Invariant: nothing here changes the record, and what is only likely is never a match.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from onrecord import __version__
from onrecord.errors import NotFoundError, QueryError
from onrecord.model import PersonKind
from onrecord.record import Filter, PersonLine, Record
from onrecord.words import tokens

Data = dict[str, Any]

BATCH = 50
"""Questions that may come together."""
MOST_ROWS = 500
"""People whose properties may be asked for together."""
PREVIEW_SIZE = (420, 240)
"""Width and height of a preview, in pixels."""
_LIMIT, _MOST = 10, 50
_POOL = 40
"""People looked at for one question, those with the most statements first."""
_LONGEST = 500
_SUGGESTED = 20
_OUTLETS = 50
"""Outlets that the record counts for a person without going through all of the articles."""
_ID = re.compile(r"p[0-9]{1,15}")
_SURE = 0.999
_NEAR, _NEAR_ONE_WORD = 0.9, 0.5
"""A second candidate as like as this makes the first no match; of one word it takes less to be meant."""
_OF_PROPERTIES = 0.3
"""The share of a score that properties have, where some are asked for."""

TYPES = {
    PersonKind.PERSON: "Person",
    PersonKind.ORGANIZATION: "Organisation",
    PersonKind.GROUP: "Group",
    PersonKind.DOCUMENT: "Document",
    PersonKind.UNNAMED: "Unnamed source",
}


@dataclass(frozen=True, slots=True)
class Property:
    """Something that can be asked of a person: its id, what it is called, and how the record tells it."""

    id: str
    name: str
    of: Callable[[Record, PersonLine], Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property that a person should have, with any of some values."""

    id: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Who is looked for: words of the name, kinds, properties, and how many answers at most."""

    words: str
    kinds: tuple[PersonKind, ...]
    properties: tuple[Wanted, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: PersonLine
    likeness: float
    agreeing: tuple[tuple[str, bool], ...]

    @property
    def score(self) -> float:
        """How well it fits, from 0 to 100."""
        if not self.agreeing:
            return round(100 * self.likeness, 1)
        share = sum(agrees for _, agrees in self.agreeing) / len(self.agreeing)
        return round(100 * ((1 - _OF_PROPERTIES) * self.likeness + _OF_PROPERTIES * share), 1)


def manifest(base: str, name: str) -> Data:
    """Return what the service offers; ``base`` is the address of the server, ``name`` the record's."""
    service = {"service_url": base}
    width, height = PREVIEW_SIZE
    return {
        "versions": ["0.2"],
        "name": f"People on record: {name}",
        "identifierSpace": f"{base}/people/",
        "schemaSpace": "https://schema.org/Thing",
        "defaultTypes": [type_of(kind) for kind in TYPES if kind is not PersonKind.UNNAMED],
        "serviceVersion": __version__,
        "view": {"url": f"{base}/people/{{{{id}}}}"},
        "preview": {"url": f"{base}/reconcile/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": {
            what: service | {"service_path": f"/reconcile/suggest/{what}"}
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": service | {"service_path": "/reconcile/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def questions(given: str) -> dict[str, Question]:
    """Return a batch of questions from its JSON; raises QueryError that says what is wrong."""
    batch = _object(given, "queries")
    return {key: _question(key, one) for key, one in batch.items()}


def answers(record: Record, batch: Mapping[str, Question]) -> Data:
    """Return who may be meant, likeliest first, by the keys of the questions."""
    return {key: {"result": list(candidates(record, question))} for key, question in batch.items()}


def candidates(record: Record, question: Question) -> Iterator[Data]:
    """Yield who may be meant by one question, likeliest first.

    A ``match`` is somebody whose whole name it is, whom no other comes near, and of whom all that was asked
    for is true; an unnamed source, or a surname alone, never is.
    """
    found = [_weighed(record, question, line) for line in _looked_at(record, question)]
    found = [one for one in found if one.likeness > 0 or any(agrees for _, agrees in one.agreeing)]
    found.sort(key=lambda one: (-one.score, -one.line.statements, one.line.id))
    enough = _NEAR if len(tokens(question.words).split()) > 1 else _NEAR_ONE_WORD
    near = sum(one.likeness >= enough for one in found)
    for one in found[: question.limit]:
        yield _candidate(one, question, alone=near == 1)


def extension(given: str) -> tuple[list[str], list[str]]:
    """Return the ids of people and of properties that an extension asks for, from its JSON."""
    asked = _object(given, "extend")
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise QueryError('extend needs "ids": a list of ids of people, as texts')
    if not isinstance(properties, list) or not all(_has_id(one) for one in properties):
        raise QueryError('extend needs "properties": a list like [{"id": "role"}]')
    return ids, list(dict.fromkeys(one["id"] for one in properties))


def extended(record: Record, ids: Iterable[str], properties: Sequence[str]) -> Data:
    """Return the values of properties of people; nobody's id, or an unknown property, has none."""
    known = [PROPERTIES.get(one, Property(one, one, _nothing)) for one in properties]
    rows = {}
    for identifier in dict.fromkeys(ids):
        line = by_id(record, identifier)
        rows[identifier] = {
            one.id: [_value(value) for value in one.of(record, line)] if line else [] for one in known
        }
    return {"meta": [{"id": one.id, "name": one.name} for one in known], "rows": rows}


def suggested_people(record: Record, prefix: str, skipped: int) -> Data:
    """Return people whose name or role begins so, most quoted first, after the first ``skipped``."""
    words = prefix.strip()
    if words and not _ID.fullmatch(words) and words[-1].isalnum():
        words += "*"
    found = _people(record, words or None, None, _SUGGESTED, skipped)
    return {"result": [_suggestion(line) for line in found]}


def suggested_types(prefix: str) -> Data:
    """Return the types whose name has words that begin so."""
    return {"result": [type_of(kind) for kind, name in TYPES.items() if _begins(prefix, kind, name)]}


def suggested_properties(prefix: str) -> Data:
    """Return the properties whose name has words that begin so."""
    found = [one for one in PROPERTIES.values() if _begins(prefix, one.id, one.name)]
    return {"result": [{"id": one.id, "name": one.name} for one in found]}


def proposed(kind: str, limit: int | None) -> Data:
    """Return the properties that people of a type have: all of them."""
    found = [{"id": one.id, "name": one.name} for one in PROPERTIES.values()]
    told = {} if limit is None else {"limit": limit}
    return {"properties": found[:limit], "type": kind} | told


def by_id(record: Record, identifier: str) -> PersonLine | None:
    """Return a person of the record by id, None where nobody has it."""
    if not _ID.fullmatch(identifier):
        return None
    try:
        return record.person(identifier, limit=0).line
    except (NotFoundError, QueryError):
        return None


def type_of(kind: PersonKind) -> Data:
    """Return a kind of person as a type."""
    return {"id": str(kind), "name": TYPES[kind]}


def description(line: PersonLine) -> str:
    """Return what tells somebody from namesakes, in a line."""
    said = f"{line.statements:,} statement{'' if line.statements == 1 else 's'}"
    return " · ".join(part for part in (TYPES[line.kind], "; ".join(line.roles[:3])[:200], said) if part)


def likeness(one: str, other: str) -> float:
    """Return how like two names are, from 0 to 1: 1 for the same words in the same order.

    Words are compared as the index has them.  An initial stands for what it begins with at 0.7, a word
    spelled a little otherwise at less than 0.8, and where the last words differ it is no more than 0.8.
    """
    here, there = tokens(one).split(), tokens(other).split()
    if not here or not there:
        return 0.0
    if here == there:
        return 1.0
    if sorted(here) == sorted(there):
        return 0.97
    shared = 2 * _shared(here, list(there)) / (len(here) + len(there))
    return min(0.95, shared if here[-1] == there[-1] else 0.8 * shared)


def _shared(here: Sequence[str], there: list[str]) -> float:
    total = 0.0
    for word in here:
        best, alike = max(((_alike(word, other), other) for other in there), default=(0.0, ""))
        total += best
        if best:
            there.remove(alike)
    return total


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if 1 in (len(word), len(other)):
        return 0.7 if word[0] == other[0] else 0.0
    ratio = SequenceMatcher(None, word, other).ratio()
    return 0.8 * ratio if ratio >= 0.8 else 0.0


def _weighed(record: Record, question: Question, line: PersonLine) -> _Candidate:
    agreeing = tuple((wanted.id, _agrees(record, wanted, line)) for wanted in question.properties)
    return _Candidate(line, _likeness_of(line, question.words) if question.words else 0.0, agreeing)


def _likeness_of(line: PersonLine, words: str) -> float:
    if words.strip() == line.id:
        return 1.0
    whole = len(tokens(line.name).split()) > 1
    found = [likeness(words, line.name)]
    for name in line.names:
        partly = whole and len(tokens(name).split()) == 1
        found.append(likeness(words, name) * (0.8 if partly else 1.0))
    return max(found)


def _agrees(record: Record, wanted: Wanted, line: PersonLine) -> bool:
    known = PROPERTIES.get(wanted.id)
    if known is None:
        return False
    having = [tokens(str(value)).split() for value in known.of(record, line)]
    asked = [tokens(value).split() for value in wanted.values]
    return any(words and set(words) <= set(value) for value in having for words in asked)


def _candidate(one: _Candidate, question: Question, alone: bool) -> Data:
    line = one.line
    fits = not question.kinds or line.kind in question.kinds
    certain = one.likeness >= _SURE and alone and fits and _tells(line, question.words)
    features = [
        {"id": "name_similarity", "value": round(one.likeness, 4)},
        {"id": "type_match", "value": fits},
        {"id": "statements", "value": line.statements},
        *({"id": f"property_{name[:50]}", "value": agrees} for name, agrees in one.agreeing),
    ]
    return {
        "id": line.id,
        "name": line.name or line.id,
        "description": description(line),
        "type": [type_of(line.kind)],
        "score": one.score,
        "match": certain and all(agrees for _, agrees in one.agreeing),
        "features": list({feature["id"]: feature for feature in features}.values()),
    }


def _tells(line: PersonLine, words: str) -> bool:
    """Say whether the words could mean only this one: an id, or a name that is no surname alone."""
    if words.strip() == line.id:
        return True
    if line.kind is PersonKind.UNNAMED:
        return False
    return line.kind is not PersonKind.PERSON or len(tokens(words).split()) > 1


def _looked_at(record: Record, question: Question) -> list[PersonLine]:
    """Return people who have the words in their names or roles: all of them, else some."""
    asked = [question.words] if question.words else _values(question)
    found: dict[str, PersonLine] = {}
    for words in asked:
        for kind in question.kinds or (None,):
            found |= {line.id: line for line in _people(record, words, kind, _POOL)}
    if not found:
        each = sorted({word for words in asked for word in tokens(words).split()}, key=len, reverse=True)
        for word in each[:6]:
            found |= {line.id: line for line in _people(record, word, None, _POOL)}
    return [line for line in found.values() if not question.kinds or line.kind in question.kinds]


def _values(question: Question) -> list[str]:
    return [value for one in question.properties if one.id in ("name", "role") for value in one.values][:10]


def _people(
    record: Record, words: str | None, kind: PersonKind | None, limit: int, offset: int = 0
) -> list[PersonLine]:
    if words is not None and not tokens(words):
        return []
    try:
        return list(record.people(words, kind, limit, offset))
    except QueryError:
        return []


def _question(key: str, given: Any) -> Question:
    where = f"queries[{key[:20]!r}]"
    if not isinstance(given, dict):
        raise QueryError(f'{where} has to be an object like {{"query": "Lena Ott"}}')
    words = given.get("query", "")
    if not isinstance(words, str) or len(words) > _LONGEST:
        raise QueryError(f"{where}: query has to be a text of at most {_LONGEST} characters")
    properties = _wanted(given.get("properties") or [], where)
    if not words.strip() and not properties:
        raise QueryError(f"{where} asks for nothing; give query or properties")
    return Question(words, _kinds(given.get("type"), where), properties, _limit(given.get("limit"), where))


def _kinds(given: Any, where: str) -> tuple[PersonKind, ...]:
    """Return the kinds asked for; types that nobody here has restrict nothing."""
    listed = [given] if isinstance(given, str | dict) else given or []
    if not isinstance(listed, list):
        raise QueryError(f"{where}: type has to be a type's id, or a list of them")
    ids = {one.get("id") if isinstance(one, dict) else one for one in listed if isinstance(one, str | dict)}
    return tuple(kind for kind in TYPES if str(kind) in ids)


def _limit(given: Any, where: str) -> int:
    if given is None:
        return _LIMIT
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 1:
        raise QueryError(f"{where}: limit has to be a number from 1")
    return int(min(given, _MOST))


def _wanted(given: Any, where: str) -> tuple[Wanted, ...]:
    if not isinstance(given, list) or not all(_is_wanted(one) for one in given):
        raise QueryError(f'{where}: properties have to be a list like [{{"pid": "role", "v": "minister"}}]')
    return tuple(Wanted(one["pid"], tuple(_texts(one["v"]))) for one in given[:20])


def _is_wanted(given: Any) -> bool:
    return isinstance(given, dict) and isinstance(given.get("pid"), str) and "v" in given


def _texts(given: Any) -> Iterator[str]:
    for value in given[:20] if isinstance(given, list) else [given]:
        told = value.get("name") or value.get("id") if isinstance(value, dict) else value
        if isinstance(told, str | int | float) and str(told).strip():
            yield str(told)[:_LONGEST]


def _object(given: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(given)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{name} is no JSON that can be read: {str(error)[:100]}") from None
    if not isinstance(found, dict):
        raise QueryError(f"{name} has to be a JSON object")
    return found


def _has_id(given: Any) -> bool:
    return isinstance(given, dict) and isinstance(given.get("id"), str)


def _begins(prefix: str, *names: str) -> bool:
    wanted = prefix.casefold().strip()
    return any(
        word.startswith(wanted) for name in names for word in (name.casefold(), *name.casefold().split())
    )


def _suggestion(line: PersonLine) -> Data:
    told = {"id": line.id, "name": line.name or line.id, "description": description(line)}
    return told | {"notable": [type_of(line.kind)]}


def _value(value: str | int) -> Data:
    return {"int": value} if isinstance(value, int) else {"str": value}


def _nothing(record: Record, line: PersonLine) -> Sequence[str]:  # noqa: ARG001 - as the others
    return ()


def _outlet_names(record: Record, line: PersonLine) -> list[str]:
    """Return the outlets that report somebody's statements, those that do so most first, at most fifty."""
    return [one.name for one in record.facets(None, Filter(speaker=line.id)).outlets if one.name]


def _outlets(record: Record, line: PersonLine) -> int:
    """Return in how many outlets somebody is found."""
    found = _outlet_names(record, line)
    if len(found) < _OUTLETS - 1:
        return len(found)
    return len(
        {one.outlet.casefold() for one in record.person(line.id).bearings if one.outlet and one.statements}
    )


PROPERTIES = {
    one.id: one
    for one in (
        Property("name", "names as printed", lambda _, line: line.names),
        Property("role", "roles as printed", lambda _, line: line.roles),
        Property("kind", "kind", lambda _, line: (str(line.kind),)),
        Property("statements", "statements", lambda _, line: (line.statements,)),
        Property("articles", "articles", lambda _, line: (line.articles,)),
        Property("outlets", "number of outlets", lambda record, line: (_outlets(record, line),)),
        Property("outlet", "outlets, most statements first", _outlet_names),
    )
}
"""What can be asked of a person, by id."""
