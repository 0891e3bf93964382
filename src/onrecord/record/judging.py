"""What people decide about who is who: kept with who and when, laid over what the machine infers, undone.

Invariant: a decision changes no inference; ``shown`` and ``decided`` are made anew from all decisions that
stand, so that undoing one gives what would stand had it never been made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, true, update

from onrecord.linking.people.bearers import Form
from onrecord.linking.people.decisions import Anchor, Decision, Decisions
from onrecord.record import rows, surnames
from onrecord.record.changes import Changed, note
from onrecord.record.entering import new_people, words_of
from onrecord.record.tables import bearers, judgements, profiles, record_people

KINDS = ("merge", "split", "rename")


def merge(connection: Connection, person: int, other: int, who: str) -> int:
    """Decide that ``other`` is ``person``; return the decision's number."""
    shown = profiles.c.shown.in_([person, other]) & (profiles.c.bearers > 0)
    pinned = connection.scalars(select(profiles.c.key).where(shown).order_by(profiles.c.key)).all()
    one_by_one = shown & profiles.c.form.in_([Form.SURNAME, Form.ALONE]) & bearers.c.shown.is_(None)
    mine = or_(bearers.c.shown.in_([person, other]), one_by_one)
    decision = Decision("merge", person, other, profiles=tuple(pinned), anchors=_anchors(connection, mine))
    return _keep(connection, decision, who)


def split(connection: Connection, person: int, keys: Sequence[int], who: str) -> int:
    """Decide that some bearers of a person are another, new one; return the decision's number.

    A profile all of whose bearers go takes those along that are still to come.
    """
    going: Counter[int] = Counter()
    pinned: list[int] = []
    anchors: list[Anchor] = []
    for portion in rows.portions(keys):
        mine = bearers.c.key.in_(portion)
        going.update(connection.scalars(select(bearers.c.profile).where(mine)))
        anchors += _anchors(connection, mine)
    for portion in rows.portions(sorted(going)):
        there = select(profiles.c.key, profiles.c.bearers).where(profiles.c.key.in_(portion))
        pinned += [row.key for row in connection.execute(there) if row.bearers == going[row.key]]
    (other,) = new_people(connection, 1)
    decision = Decision("split", person, other, profiles=tuple(pinned), anchors=tuple(anchors))
    return _keep(connection, decision, who)


def rename(connection: Connection, person: int, name: str, who: str) -> int:
    """Decide what a person is called; return the decision's number."""
    return _keep(connection, Decision("rename", person, name=name), who)


def undo(connection: Connection, number: int, who: str) -> None:
    """Take a decision back; what it was stays in the record."""
    values = {"undone": rows.now(), "undone_by": who}
    connection.execute(update(judgements).where(judgements.c.key == number).values(values))
    apply(connection)


def _keep(connection: Connection, decision: Decision, who: str) -> int:
    number = _note(connection, decision, who)
    apply(connection)
    return number


def apply(connection: Connection) -> None:
    """Show everything as decided, and decide surnames again for which one bearer more or less may count."""
    note(connection, Changed.PEOPLE)
    standing = decisions(connection)
    changed = replay(connection, standing)
    words = surnames.standing_alone(connection, words_of(connection, changed))
    surnames.settle(connection, words, standing)


def decisions(connection: Connection) -> Decisions:
    """Return all decisions on people that stand."""
    query = select(judgements).where(judgements.c.kind.in_(KINDS), judgements.c.undone.is_(None))
    found = connection.execute(query.order_by(judgements.c.key)).all()
    return Decisions([_decision(row) for row in found], lambda person: current(connection, person))


def current(connection: Connection, person: int) -> int:
    """Return whom the machine now finds a person to be, whose bearers went to another."""
    into = select(record_people.c.into)
    while (to := connection.scalar(into.where(record_people.c.key == person))) is not None:
        person = to
    return person


def _note(connection: Connection, decision: Decision, who: str) -> int:
    value = {"merge": f"p{decision.other}", "split": f"p{decision.other}", "rename": decision.name}
    detail = {
        "profiles": decision.profiles,
        "anchors": [[one.article, one.own, one.name, one.person] for one in decision.anchors],
    }
    made = connection.execute(
        insert(judgements).values(
            subject=f"p{decision.person}",
            kind=decision.kind,
            value=value[decision.kind],
            who=who,
            made=rows.now(),
            detail=json.dumps(detail, ensure_ascii=False),
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def replay(connection: Connection, standing: Decisions) -> set[int]:
    """Lay all decisions over what the machine infers; return the names whose bearers are shown otherwise."""
    return _profiles(connection, standing) | _bearers(connection, standing)


def _anchors(connection: Connection, which: Any) -> tuple[Anchor, ...]:
    """Return bearers in the form in which a decision keeps them."""
    return tuple(
        _anchor(row) for row in connection.execute(_bearer_rows().where(which).order_by(bearers.c.key))
    )


def _decision(row: Row[Any]) -> Decision:
    detail = json.loads(row.detail or "{}")
    return Decision(
        row.kind,
        int(row.subject[1:]),
        int(row.value[1:]) if row.kind != "rename" else 0,
        row.value if row.kind == "rename" else "",
        tuple(detail.get("profiles", ())),
        tuple(Anchor(*one) for one in detail.get("anchors", ())),
    )


def _profiles(connection: Connection, standing: Decisions) -> set[int]:
    columns = (profiles.c.key, profiles.c.name, profiles.c.person, profiles.c.shown, profiles.c.decided)
    key, person = profiles.c.key, profiles.c.person
    touched = [profiles.c.decided == true()]
    touched += [key.in_(portion) for portion in rows.portions(sorted(standing.pinned))]
    touched += [person.in_(portion) for portion in rows.portions(sorted(standing.heads))]
    found = {row.key: row for one in touched for row in connection.execute(select(*columns).where(one))}
    changed = set()
    for row in found.values():
        shown, decided = standing.of_profile(row.key, row.person)
        if (shown, decided) != (row.shown, row.decided):
            values = {"shown": shown, "decided": decided}
            connection.execute(update(profiles).where(profiles.c.key == row.key).values(values))
            changed.add(row.name)
    return changed


def _bearers(connection: Connection, standing: Decisions) -> set[int]:
    touched = [bearers.c.decided == true()]
    touched += [bearers.c.person.in_(portion) for portion in rows.portions(sorted(standing.heads))]
    touched += [bearers.c.article.in_(portion) for portion in rows.portions(sorted(standing.articles()))]
    found = {row.key: row for one in touched for row in connection.execute(_bearer_rows().where(one))}
    by_article: dict[int, list[Row[Any]]] = {}
    for row in found.values():
        by_article.setdefault(row.article, []).append(row)
    changed = set()
    for article, mine in by_article.items():
        placed = {one.own: to for one, to in standing.placements(article, [_anchor(row) for row in mine])}
        for row in mine:
            changed |= _show(connection, row, standing, placed.get(row.own))
    return changed


def _show(connection: Connection, row: Row[Any], standing: Decisions, placed: int | None) -> set[int]:
    alone = standing.person(row.person) if row.person is not None else None
    shown, decided = (placed, True) if placed is not None else (alone, alone != row.person)
    if (shown, decided) == (row.shown, row.decided):
        return set()
    values = {"shown": shown, "decided": decided}
    connection.execute(update(bearers).where(bearers.c.key == row.key).values(values))
    return {row.name}


def _bearer_rows() -> Any:
    machine = profiles.c.person.label("of_profile")
    return select(bearers, profiles.c.name, machine).join(profiles)


def _anchor(row: Row[Any]) -> Anchor:
    return Anchor(row.article, row.own, row.name, row.person if row.person is not None else row.of_profile)
