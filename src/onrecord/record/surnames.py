"""Decide whom a family name, or the letters of a body, that an article prints alone, stands for.

Invariant: nobody is united on a surname alone.  It has to fit exactly one person of the record, and
something else has to agree: a role, somebody both are named with, or outlet and days; of several that fit,
one alone has to have the role.  An answer depends on all articles and on no order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, true, update

from onrecord.linking.people.bearers import Form
from onrecord.linking.people.decisions import Decisions
from onrecord.linking.people.traits import Traits, agreeing, together_told
from onrecord.linking.people.uniting import (
    CONFIDENCE,
    Namesake,
    Surname,
    evidence,
    fitting,
    magnitude,
    most_likely,
    told_by_role,
)
from onrecord.record import rows
from onrecord.record.tables import bearers, name_words, names, printed, profiles, together

NAMESAKES = 32
"""Full names with a word above which it stands for nobody: too many may be meant."""
SURNAMES = 1000
"""Articles that print a word alone above which it is not looked into: that would take too long."""
_DAYS = 3
"""Days between two articles of an outlet that may well follow one story."""

_TOGETHER = 100
"""Words that are looked into together."""

Verdict = tuple[int, str, tuple[str, ...]]
"""Whom a surname stands for, the rule, and the evidence."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the record knows of those that a word may stand for."""

    namesakes: tuple[Namesake, ...] = ()
    names: dict[int, set[int]] = field(default_factory=dict)
    """The keys of each person's names."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a surname: its outlet and day, who else is in the article, by person and name."""

    outlet: str | None
    day: str | None
    people: frozenset[int]
    names: frozenset[int]


_ALONE = select(profiles).where(profiles.c.word == bindparam("word"), profiles.c.bearers > 0)
_FIRST_ALONE = _ALONE.limit(bindparam("most"))
_UNITED = _ALONE.where((profiles.c.person != profiles.c.own) | (profiles.c.form == Form.ACRONYM))
_MAY_MEAN = (
    select(name_words.c.name, name_words.c.family)
    .where(name_words.c.word == bindparam("word"))
    .limit(bindparam("most"))
)


def standing_alone(connection: Connection, words: Iterable[str]) -> list[str]:
    """Return which of some words are printed alone somewhere, in an order of their own."""
    found: set[str] = set()
    for portion in rows.portions(sorted(words)):
        found |= set(connection.scalars(select(profiles.c.word).where(profiles.c.word.in_(portion))))
    return sorted(found)


def settle(connection: Connection, words: Iterable[str], decisions: Decisions) -> None:
    """Decide whom each bearer of words alone is."""
    for portion in rows.portions(words, _TOGETHER):
        alone, names_ = _alone(connection, portion)
        known = _known(connection, names_)
        surnames = [row.key for word in known for row in alone[word] if row.form == Form.SURNAME]
        around = _around(connection, surnames)
        for word, found in alone.items():
            for row in found:
                verdict = _verdict(connection, row, known.get(word, _Known()), around.get(row.key))
                _write(connection, row, verdict, decisions)


def _alone(
    connection: Connection, words: Sequence[str]
) -> tuple[dict[str, Sequence[Row[Any]]], dict[str, dict[int, bool]]]:
    """Return who is printed by each word alone, and the names that it may stand for, if not too many.

    Of a word with too many of either, only those are returned who are united with somebody.
    """
    alone: dict[str, Sequence[Row[Any]]] = {}
    names_: dict[str, dict[int, bool]] = {}
    for word in words:
        alone[word] = connection.execute(_FIRST_ALONE, {"word": word, "most": SURNAMES + 1}).all()
        if not alone[word]:
            continue
        meant = connection.execute(_MAY_MEAN, {"word": word, "most": NAMESAKES + 1}).all()
        if len(alone[word]) > SURNAMES or len(meant) > NAMESAKES:
            alone[word] = connection.execute(_UNITED, {"word": word}).all()
        elif meant:
            names_[word] = {row.name: row.family for row in meant}
    return alone, names_


def _verdict(connection: Connection, row: Row[Any], known: _Known, around: _Around | None) -> Verdict | None:
    if row.form == Form.ACRONYM:
        return _letters(row, known)
    if around is None or not known.namesakes:
        return None
    surname = Surname(Traits.read(row.traits), row.hint)
    fits = fitting(surname, [one for one in known.namesakes if one.person not in around.people])
    if (told := told_by_role(surname, fits)) is not None:
        agree = agreeing(surname.traits, told.traits)
        rule = "surname and role" if len(fits) == 1 else "surname and role, of several"
        return told.person, rule, evidence((facet, word) for facet in agree for word in agree[facet])
    if len(fits) != 1 or not fits[0].family:
        return None
    return _company(connection, fits[0], known, around) or _nearness(connection, fits[0], around)


def _letters(row: Row[Any], known: _Known) -> Verdict:
    """Tell whom letters stand for: the body that they are introduced for, or what is called nothing else."""
    body = most_likely(fitting(Surname(Traits.read(row.traits)), known.namesakes))
    return (body.person, "letters", ("introduced as an acronym",)) if body else (row.own, "name", ())


def _company(connection: Connection, one: Namesake, known: _Known, around: _Around) -> Verdict | None:
    """Tell by whom both are named with."""
    mine, theirs = sorted(known.names[one.person]), sorted(around.names - known.names[one.person])
    a, b, met = together.c.one, together.c.other, together.c.articles > 0
    shared = {*connection.scalars(select(b).where(a.in_(mine), b.in_(theirs), met))}
    shared |= {*connection.scalars(select(a).where(a.in_(theirs), b.in_(mine), met))}
    if not shared:
        return None
    called = _called(connection, shared)
    return one.person, "surname and people named with", tuple(f"both named with {name}" for name in called)


def _called(connection: Connection, found: set[int]) -> list[str]:
    """Return how names are printed: each as it is most often."""
    often = func.sum(printed.c.bearers)
    query = (
        select(profiles.c.name, printed.c.words)
        .join(profiles, profiles.c.key == printed.c.profile)
        .where(profiles.c.name.in_(sorted(found)), printed.c.what == "name", printed.c.bearers > 0)
        .group_by(profiles.c.name, printed.c.words)
        .order_by(profiles.c.name, often.desc(), printed.c.words)
    )
    called: dict[int, str] = {}
    for row in connection.execute(query):
        called.setdefault(row.name, row.words)
    return sorted(called.values())


def _nearness(connection: Connection, one: Namesake, around: _Around) -> Verdict | None:
    """Tell by the same outlet's having the full name a few days before or after."""
    if not (around.outlet and around.day):
        return None
    day, days = date.fromisoformat(around.day), timedelta(_DAYS)
    mine = select(profiles.c.key).where(profiles.c.shown == one.person, profiles.c.form == Form.FULL)
    near = select(bearers.c.day).where(
        bearers.c.profile.in_(mine),
        bearers.c.outlet == around.outlet,
        bearers.c.day.between(str(day - days), str(day + days)),
        bearers.c.shown.is_(None),
    )
    found = connection.scalar(near.order_by(bearers.c.day).limit(1))
    return (one.person, "surname, outlet and days", (f"{around.outlet}: {found}",)) if found else None


def _known(connection: Connection, names_: dict[str, dict[int, bool]]) -> dict[str, _Known]:
    """Return whom each word may stand for, of the names that have it."""
    query = select(profiles, names.c.name.label("text")).join(names, names.c.key == profiles.c.name)
    full = query.where(profiles.c.form == Form.FULL, profiles.c.bearers > 0)
    found: list[Row[Any]] = []
    for portion in rows.portions(sorted({name for mine in names_.values() for name in mine})):
        found += connection.execute(full.where(profiles.c.name.in_(portion)))
    of_name: dict[int, list[tuple[int, Row[Any]]]] = defaultdict(list)
    for row in found:
        # where nothing settles who the bearers of a profile are, they are one more that may be meant
        of_name[row.name].append((row.shown if row.shown is not None else -row.key, row))
    for person, row in _moved(connection, found):
        of_name[row.name].append((person, row))
    return {word: _of_word(family, of_name) for word, family in names_.items()}


def _of_word(family: dict[int, bool], of_name: dict[int, list[tuple[int, Row[Any]]]]) -> _Known:
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for name in family:
        for person, row in of_name.get(name, ()):
            grouped[person].append(row)
    namesakes = tuple(_namesake(person, mine, family) for person, mine in sorted(grouped.items()))
    return _Known(namesakes, {person: {row.name for row in mine} for person, mine in grouped.items()})


def _moved(connection: Connection, found: Sequence[Row[Any]]) -> list[tuple[int, Row[Any]]]:
    """Return those who are among the bearers of profiles because somebody decided so."""
    by_key = {row.key: row for row in found if row.shown is not None}
    query = select(bearers.c.shown, bearers.c.profile).distinct()
    decided = query.where(bearers.c.decided == true(), bearers.c.shown.is_not(None))
    return [(row.shown, by_key[row.profile]) for row in connection.execute(decided) if row.profile in by_key]


def _namesake(person: int, mine: Sequence[Row[Any]], family: dict[int, bool]) -> Namesake:
    traits = together_told(tuple(sorted({row.traits for row in mine})))
    words = frozenset(word for row in mine for word in row.text.split()[1:])
    weight = sum(magnitude(row.bearers) for row in mine)
    is_family = person > 0 and any(family[row.name] for row in mine)
    return Namesake(person, traits, words, is_family, weight)


def _around(connection: Connection, alone: Sequence[int]) -> dict[int, _Around]:
    """Return what stands around each surname printed alone."""
    columns = bearers.c.profile, bearers.c.article, bearers.c.outlet, bearers.c.day
    person = func.coalesce(bearers.c.shown, profiles.c.shown).label("person")
    others = select(bearers.c.article, profiles.c.name, profiles.c.form, person, names.c.name.label("text"))
    others = others.select_from(bearers.join(profiles).join(names, names.c.key == profiles.c.name))
    around: dict[int, _Around] = {}
    for portion in rows.portions(alone):
        mine = connection.execute(select(*columns).where(bearers.c.profile.in_(portion))).all()
        in_article: dict[int, list[Any]] = defaultdict(list)
        here = bearers.c.article.in_({row.article for row in mine})
        for row in connection.execute(others.where(here)):
            in_article[row.article].append(row)
        around |= {row.profile: _stands(row, in_article[row.article]) for row in mine}
    return around


def _stands(row: Any, others: Sequence[Any]) -> _Around:
    telling = [one for one in others if one.form in (Form.FULL, Form.ACRONYM) and " =" not in one.text]
    return _Around(
        row.outlet,
        row.day,
        frozenset(one.person for one in others if one.form == Form.FULL),
        frozenset(one.name for one in telling),
    )


def _write(connection: Connection, row: Row[Any], verdict: Verdict | None, decisions: Decisions) -> None:
    person, rule, evidence = verdict or (row.own, "", ())
    shown, decided = decisions.of_profile(row.key, person)
    values = {
        "person": person,
        "rule": rule,
        "confidence": CONFIDENCE.get(rule, 1.0),
        "evidence": json.dumps(evidence, ensure_ascii=False),
        "shown": shown,
        "decided": decided,
    }
    if any(getattr(row, column) != value for column, value in values.items()):
        connection.execute(update(profiles).where(profiles.c.key == row.key).values(values))
