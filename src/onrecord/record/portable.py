"""People and decisions of a record, said so that another record understands them.

A record numbers its people (``p12``) as articles come, and keeps decisions by its own keys.  Elsewhere a
person is called by what is the same in every record that has the article:

- ``own:<article> <kind> <name>``: whom the machine takes this person, with a full name, of an article for;
- ``alone:<name>``: who a name is where it is united with nobody;
- ``split:<n>``: whom the split of judgement n made;
- ``gone:<...>``: somebody of whom no article is left, told apart by the first decision on them.

Invariant: what a decision says of people in these words means the same decision in any record.
"""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, select

from onrecord.linking.people.bearers import Form
from onrecord.record import judging, rows
from onrecord.record.lines import Line
from onrecord.record.reviewing import SPEAKER
from onrecord.record.tables import articles, bearers, judgements, names, profiles

SHARED = ("form", "kind", "word", "hint", "traits")
"""What a profile is besides its name and variant, and not by what the record found out."""


class Called:
    """What the people of one record are called elsewhere; found for all whom decisions are about at once."""

    def __init__(self, connection: Connection, only: set[str] | None = None) -> None:
        self._connection, self._only = connection, only
        found = _judgements(connection)
        self._split = {int(row.value[1:]): f"split:{row.key}" for row in found if row.kind == "split"}
        mentioned = {person: row for row in reversed(found) for person in _mentioned(row)}
        self._named = self._find(mentioned)
        for person, row in mentioned.items():
            self._named.setdefault(person, _kept_name(row, person) or _gone(row, person))

    def __getitem__(self, person: int) -> str:
        return self._named[person]

    def anybody(self, person: int) -> str:
        """Return what a person is called whom no decision need be about."""
        return self._named.get(person) or self._find([person]).get(person, f"gone:p{person}")

    def _find(self, people: Iterable[int]) -> dict[int, str]:
        """Return what people are called of whom there is an article, or whom a split made.

        Whom a surname means is left aside: that depends on what was decided of others.
        """
        current = {person: judging.current(self._connection, person) for person in people}
        everybody = {*current, *current.values()}
        known = ChainMap(self._split, self._alone(everybody), self._owns(everybody))
        named = {person: known.get(person) or known.get(to) for person, to in current.items()}
        return {person: name for person, name in named.items() if name is not None}

    def _owns(self, people: Iterable[int]) -> dict[int, str]:
        """Return the first of the bearers that the machine takes for each person, by a full name."""
        found: dict[int, str] = {}
        query = select(profiles.c.person.label("who"), bearers.c.own, articles.c.id)
        query = query.select_from(bearers.join(profiles).join(articles, articles.c.key == bearers.c.article))
        query = query.where(profiles.c.form == str(Form.FULL))
        for portion in rows.portions(sorted(people)):
            for row in self._connection.execute(query.where(profiles.c.person.in_(portion))):
                if self._only is None or row.id in self._only:
                    own = f"own:{row.own}"
                    found[row.who] = min(found.get(row.who, own), own)
        return found

    def _alone(self, people: Iterable[int]) -> dict[int, str]:
        """Return whose own a person is, where the person is who a name is by itself: that never changes."""
        found: dict[int, str] = {}
        query = select(profiles.c.own, names.c.name).join(names, names.c.key == profiles.c.name)
        for portion in rows.portions(sorted(people)):
            these = query.where(profiles.c.own.in_(portion))
            found |= {row.own: f"alone:{row.name}" for row in self._connection.execute(these)}
        return found if self._only is None else {who: found[who] for who in found.keys() & self._there(found)}

    def _there(self, people: Iterable[int]) -> set[int]:
        """Return those of whose own profile a bearer is in the articles that are wanted."""
        there = set[int]()
        joined = bearers.join(profiles).join(articles, articles.c.key == bearers.c.article)
        query = select(profiles.c.own, articles.c.id).select_from(joined)
        for portion in rows.portions(sorted(people)):
            found = self._connection.execute(query.where(profiles.c.own.in_(portion)))
            there |= {row.own for row in found if row.id in (self._only or ())}
        return there


def judgement_lines(connection: Connection, only: set[str] | None = None) -> Iterator[Line]:
    """Yield all judgements as lines, those undone included; ``only`` those on some articles."""
    called, splits = Called(connection, only), set[str]()
    for row in _judgements(connection):
        line: Line | None = _line(connection, row, called)
        if only is not None and line is not None:
            line = _in_part(line, only, splits)
        if line is not None:
            splits.add(f"split:{row.key}" if row.kind == "split" else "")
            yield line


def _in_part(line: Line, only: set[str], splits: set[str]) -> Line | None:
    """Return what a judgement says of a part of a record, or None where it is not about it."""

    def known(name: str | None) -> bool:
        return name is not None and (name in splits or not name.startswith(("gone:", "split:")))

    about = line["about"] or {}
    if line["kind"] in judging.KINDS:
        found = [
            {**one, "person": one["person"] if known(one["person"]) else None}
            for one in about["bearers"]
            if one["article"] in only
        ]
        lacking = line["kind"] == "split" and not found
        if lacking or not known(line["subject"]) or (line["kind"] == "merge" and not known(line["value"])):
            return None
        return {**line, "about": {**about, "bearers": found}}
    sides = {side["article"] for side in about.get("statements", ())}
    if not sides or not sides <= only:
        return None
    person = about.get("person")
    return line if person is None or known(person) else {**line, "about": {**about, "person": None}}


def _line(connection: Connection, row: Row[Any], called: Called) -> Line:
    subject, value, about = row.subject, row.value, json.loads(row.detail) if row.detail else None
    if about is not None:
        about.pop("named", None)
    if row.kind in judging.KINDS:
        subject = called[int(row.subject[1:])]
        value = _value(row, called)
        about = _about(connection, about or {}, called)
    elif row.kind == SPEAKER and about and about.get("person") is not None:
        about = {**about, "person": called[about["person"]]}
    return {
        "type": "judgement",
        "number": row.key,
        "kind": row.kind,
        "subject": subject,
        "value": value,
        "who": row.who,
        "made": row.made,
        "undone": row.undone,
        "undone_by": row.undone_by,
        "extractor": row.extractor,
        "about": about,
    }


def _value(row: Row[Any], called: Called) -> str:
    """Return a decision's value: whom else it is about, nobody yet where it makes somebody, or a name."""
    if row.kind == "split":
        return ""
    return called[int(row.value[1:])] if row.kind == "merge" else str(row.value)


def _about(connection: Connection, detail: dict[str, Any], called: Called) -> dict[str, Any]:
    """Return what a decision on people was about: the kinds of bearers, and those in articles."""
    anchors = detail.get("anchors", ())
    ids = _by_key(connection, articles.c.key, articles.c.id, {one[0] for one in anchors})
    known = _by_key(connection, names.c.key, names.c.name, {one[2] for one in anchors})
    return {
        "profiles": sorted(
            _profiles(connection, detail.get("profiles", ())), key=lambda one: (one["name"], one["variant"])
        ),
        "bearers": [
            {
                "article": ids[article],
                "own": own,
                "name": known[name],
                "person": called[person] if person is not None else None,
            }
            for article, own, name, person in anchors
        ],
    }


def _profiles(connection: Connection, keys: Iterable[int]) -> Iterator[dict[str, Any]]:
    columns = [getattr(profiles.c, name) for name in SHARED]
    query = select(names.c.name, profiles.c.variant, *columns).join(names, names.c.key == profiles.c.name)
    for portion in rows.portions(keys):
        found = connection.execute(query.where(profiles.c.key.in_(portion)))
        yield from (dict(row) for row in found.mappings())


def _by_key(connection: Connection, key: Any, value: Any, wanted: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for portion in rows.portions(sorted(wanted)):
        found |= {row[0]: row[1] for row in connection.execute(select(key, value).where(key.in_(portion)))}
    return found


def _judgements(connection: Connection) -> list[Row[Any]]:
    return list(connection.execute(select(judgements).order_by(judgements.c.key)).all())


def _mentioned(row: Row[Any]) -> Iterator[int]:
    """Yield the people of the record that a judgement has, by number."""
    detail = json.loads(row.detail or "{}")
    if row.kind in judging.KINDS:
        yield int(row.subject[1:])
        if row.kind == "merge":
            yield int(row.value[1:])
        yield from (one[3] for one in detail.get("anchors", ()) if one[3] is not None)
    elif row.kind == SPEAKER and detail.get("person") is not None:
        yield detail["person"]


def _kept_name(row: Row[Any], person: int) -> str | None:
    """Return what a person was called by the record that a decision came from, and is not known here."""
    name: str | None = json.loads(row.detail or "{}").get("named", {}).get(str(person))
    return name


def _gone(row: Row[Any], person: int) -> str:
    place = [*_mentioned(row)].index(person)
    return "gone:" + sha256(f"{row.kind} {row.who} {row.made} {place}".encode()).hexdigest()[:16]
