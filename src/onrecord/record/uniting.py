"""Decide who is who where articles were entered: full names first, then what people decided, then surnames.

Invariant: what is decided of a name depends on all its bearers and on no order.  A name that very many kinds
of bearers share is decided on what is coarser (``linking.uniting.LARGEST``); surnames that stand alone are
decided in ``surnames``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from onrecord.linking.people.bearers import Form
from onrecord.linking.people.traits import Traits
from onrecord.linking.people.uniting import Profile, Strand, magnitude, strands, unions
from onrecord.record import judging, rows, surnames
from onrecord.record.entering import (
    Entered,
    Touched,
    Values,
    enter,
    new_people,
    own_people,
    withdraw,
    words_of,
)
from onrecord.record.tables import bearers, people, profiles, readings, record_people

_PAGE = 200


def unite(connection: Connection, entered: Sequence[Entered], superseded: Sequence[int] = ()) -> None:
    """Enter the people of articles' newest readings, in the place of superseded ones, and unite them."""
    touched = Touched()
    if superseded:
        withdraw(connection, superseded, touched)
    enter(connection, entered, touched)
    _settle(connection, touched)


def _settle(connection: Connection, touched: Touched) -> None:
    """Decide again all that articles just entered, or taken out, may have changed."""
    for names in rows.portions(sorted(touched.names)):
        _settle_names(connection, names, touched)
    for profiles_ in rows.portions(sorted(touched.fresh)):
        _settle_fresh(connection, profiles_, touched)
    decisions = judging.decisions(connection)
    changed = judging.replay(connection, decisions) if decisions else set()
    words = touched.words | words_of(connection, touched.names | changed)
    surnames.settle(connection, surnames.standing_alone(connection, words), decisions)


def enter_all(connection: Connection) -> None:
    """Enter the people of all newest readings into a record that knows none yet."""
    after = 0
    while page := connection.execute(_with_people(after)).all():
        after = page[-1].key
        read = zip(page, rows.readings_of(connection, page), strict=True)
        unite(connection, [Entered(row.key, row.reading, one) for row, one in read])


def _with_people(after: int) -> Select[Any]:
    newest = rows.newest()
    article = newest.selected_columns.key
    known = select(people.c.id).where(people.c.reading == readings.c.key).exists()
    return newest.where(article > after, known).order_by(article).limit(_PAGE)


def _settle_names(connection: Connection, names: Sequence[int], touched: Touched) -> None:
    """Decide who the bearers of full names are, from all of each."""
    of_names = profiles.c.name.in_(names) & (profiles.c.form == Form.FULL)
    found = connection.execute(select(profiles).where(of_names, profiles.c.bearers > 0)).all()
    by_name: dict[int, dict[int, Row[Any]]] = {name: {} for name in names}
    for row in found:
        by_name[row.name][row.key] = row
    divided = [(known, *_divided(known)) for known in by_name.values() if known]
    numbers = _numbered(connection, [(people_, known) for known, people_, _ in divided])
    decided: dict[int, Values] = {}
    for (_, people_, unsettled), given in zip(divided, numbers, strict=True):
        decided |= {profile.key: _values(None) for profile in unsettled}
        for strand, person in zip(people_, given, strict=True):
            decided |= dict(_of_strand(strand, person))
    _write(connection, {row.key: row for row in found}, decided, touched)


def _divided(known: dict[int, Row[Any]]) -> tuple[list[Strand], list[Profile]]:
    return strands([Profile(row.key, Traits.read(row.traits), row.bearers) for row in known.values()])


def _of_strand(strand: Strand, person: int) -> Iterator[tuple[int, Values]]:
    for profile, union in unions(strand):
        evidence = json.dumps(union.evidence, ensure_ascii=False)
        yield profile.key, _values(person, union.rule, union.confidence, evidence)


def _values(person: int | None, rule: str = "", confidence: float = 1.0, evidence: str = "[]") -> Values:
    return {"person": person, "rule": rule, "confidence": confidence, "evidence": evidence}


def _write(
    connection: Connection, found: dict[int, Row[Any]], decided: dict[int, Values], touched: Touched
) -> None:
    changed = []
    for key, values in decided.items():
        row = found[key]
        whole = {"shown": row.shown, "decided": row.decided, **values}
        if row.person != values["person"]:
            whole |= {"shown": values["person"], "decided": False}
            if row.bearers > len(touched.fresh.get(key, ())):  # some of its bearers were there before
                _scatter_or_gather(connection, row, values["person"])
        if any(getattr(row, column) != value for column, value in whole.items()):
            changed.append({"of": key, **whole})
    if changed:
        columns: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "of"}
        this = update(profiles).where(profiles.c.key == bindparam("of"))
        connection.execute(this.values(columns), changed)


def _scatter_or_gather(connection: Connection, row: Row[Any], person: int | None) -> None:
    """Let the bearers of a profile stand each by himself where nothing settles who they are, or no longer."""
    of_profile = bearers.c.profile == row.key
    if person is None:
        alone = connection.execute(select(bearers.c.key, bearers.c.own).where(of_profile)).all()
        _stand_alone(connection, alone, row.kind)
    elif row.person is None:
        known = of_profile & bearers.c.person.is_not(None)
        connection.execute(update(bearers).where(known).values(person=None, shown=None, decided=False))


def _settle_fresh(connection: Connection, fresh: Sequence[int], touched: Touched) -> None:
    """Let bearers just entered stand each by himself where nothing settles who they are."""
    of_fresh = profiles.c.key.in_(fresh) & profiles.c.person.is_(None)
    unsettled = select(profiles.c.key, profiles.c.kind).where(of_fresh)
    for profile in connection.execute(unsettled).all():
        mine = bearers.c.key.in_(touched.fresh[profile.key])
        alone = connection.execute(select(bearers.c.key, bearers.c.own).where(mine)).all()
        _stand_alone(connection, alone, profile.kind)


def _stand_alone(connection: Connection, alone: Sequence[Any], kind: str) -> None:
    if alone:
        people_ = own_people(connection, [(row.own, kind) for row in alone])
        to: Any = bindparam("who")
        changed = update(bearers).where(bearers.c.key == bindparam("of"))
        changed = changed.values(person=to, shown=to, decided=False)
        connection.execute(changed, [{"of": row.key, "who": people_[row.own]} for row in alone])


def _numbered(
    connection: Connection, divided: Sequence[tuple[Sequence[Strand], dict[int, Row[Any]]]]
) -> list[list[int]]:
    """Return a number for each person of each name: the one that most bearers had, where none has more."""
    voted = [[_votes(strand, known) for strand in people_] for people_, known in divided]
    given = [_kept(votes) for votes in voted]
    wanted = sum(number is None for numbers in given for number in numbers)
    fresh = iter(new_people(connection, wanted))
    numbers = [[next(fresh) if number is None else number for number in kept] for kept in given]
    _note_absorbed(
        connection,
        {one: to for votes, mine in zip(voted, numbers, strict=True) for one, to in _absorbed(mine, votes)},
    )
    return numbers


def _votes(strand: Strand, found: dict[int, Row[Any]]) -> Counter[int]:
    votes: Counter[int] = Counter()
    for profile in strand.members:
        if (person := found[profile.key].person) is not None:
            votes[person] += magnitude(profile.bearers)
    return votes


def _kept(votes: Sequence[Counter[int]]) -> list[int | None]:
    """Return which of the numbers that its bearers had each person keeps, if any."""
    order = sorted((-count, person, at) for at, one in enumerate(votes) for person, count in one.items())
    given: dict[int, int] = {}
    for _, person, at in order:
        if at not in given and person not in given.values():
            given[at] = person
    return [given.get(at) for at in range(len(votes))]


def _absorbed(numbers: Sequence[int], votes: Sequence[Counter[int]]) -> Iterator[tuple[int, int | None]]:
    """Yield into whom people went whose bearers are now found to be somebody else's; None for the others."""
    for person in sorted({person for counted in votes for person in counted}):
        most = max(zip(numbers, votes, strict=True), key=lambda one: (one[1][person], -one[0]))
        yield person, None if person in numbers else most[0]


def _note_absorbed(connection: Connection, absorbed: dict[int, int | None]) -> None:
    into = record_people.c.into
    for person, to in absorbed.items():
        if to is not None:
            connection.execute(update(record_people).where(record_people.c.key == person).values(into=to))
    stay = sorted(person for person, to in absorbed.items() if to is None)
    back = record_people.c.key.in_(stay) & into.is_not(None)
    connection.execute(update(record_people).where(back).values(into=None))
