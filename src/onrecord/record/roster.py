"""The people of the record, asked for: who there is, what each is called, and why articles are theirs.

Invariant: nothing here writes.  A person is shown as somebody decided, and otherwise as the machine infers.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
    union_all,
)

from onrecord.errors import NotFoundError, QueryError
from onrecord.linking.people.bearers import Form
from onrecord.linking.people.bodies import body_name
from onrecord.linking.people.decisions import Decisions
from onrecord.linking.people.names import person_name
from onrecord.linking.people.words import printed_words
from onrecord.model import Person, PersonKind
from onrecord.places import Layout
from onrecord.record import counting, judging, rows, search
from onrecord.record.entering import forms_of
from onrecord.record.entries import Bearing, PersonLine, PrintedRole, Reviewed
from onrecord.record.filter import Counting, spoken_otherwise
from onrecord.record.review_tables import reviews
from onrecord.record.tables import (
    articles,
    bearers,
    names,
    people,
    printed,
    profiles,
    record_people,
    statements,
    together,
)
from onrecord.words import tokens

_ID = re.compile(r"p(\d{1,15})")
_COMMON = 20
"""A form that fewer than one in so many articles print is not a person's canonical name."""
_ROLES = 200
"""Articles of a person, the first that were added, that are looked through for roles."""
_NAMES_ABOUT = 40
_BESIDE = 40
"""People of one article who are looked at for being named together elsewhere too."""
_LISTED = 20

Forms = Counter[tuple[str, str]]
"""How many articles print (name, form or role) the words."""


def shown() -> Any:
    """Return the number of whom a bearer is shown as, as a column of bearers joined with profiles."""
    return func.coalesce(bearers.c.shown, profiles.c.shown).label("who")


def bearers_of(who: Any) -> Any:
    """Return the bearers that are shown as some people, with all that ``bearers_of_profile`` has of them.

    That is ``who``, ``key``, ``reading``, ``id``, ``article``, ``profile``, ``statements`` and ``day``.
    """
    return _bearers_of(who).subquery()


def _bearers_of(who: Any) -> Any:
    told = (bearers.c.key, bearers.c.reading, bearers.c.id, bearers.c.article, bearers.c.profile)
    columns = (*told, bearers.c.statements, bearers.c.day)
    by_profile = select(profiles.c.shown.label("who"), *columns).select_from(profiles.join(bearers))
    by_profile = by_profile.where(profiles.c.shown.in_(who), bearers.c.shown.is_(None))
    apart = select(bearers.c.shown.label("who"), *columns).where(bearers.c.shown.in_(who))
    return union_all(by_profile, apart)


def statements_by(who: Any) -> Any:
    """Return the condition on statements that their speaker is shown as one of some people."""
    # asked for ahead of the rest of the question: what is nested too deep SQLite does not take
    mine = _bearers_of(who).cte()
    by = (mine.c.reading == statements.c.reading) & (mine.c.id == statements.c.speaker)
    said = select(statements.c.reading, statements.c.number).join(mine, by).where(~spoken_otherwise())
    theirs = union_all(said, *_decided_by(who, mine)).cte()
    return tuple_(statements.c.reading, statements.c.number).in_(select(theirs))


def _decided_by(who: Any, mine: Any) -> tuple[Select[Any], Select[Any]]:
    """Select ``reading`` and ``number`` of the statements that somebody decided some people make."""
    decided = select(reviews.c.reading, reviews.c.number)
    by = (mine.c.reading == reviews.c.reading) & (mine.c.id == reviews.c.own)
    return decided.where(reviews.c.person.in_(who)), decided.join(mine, by).where(reviews.c.given.is_(None))


def speakers(
    connection: Connection, wanted: Collection[tuple[int, str | None]]
) -> dict[tuple[int, str | None], int]:
    """Return who the speakers of readings are in the record, by reading and id."""
    of_readings = bearers.c.reading.in_(sorted({reading for reading, _ in wanted}))
    query = select(bearers.c.reading, bearers.c.id, shown()).join(profiles).where(of_readings)
    found = {(row.reading, row.id): row.who for row in connection.execute(query)}
    return {key: found[key] for key in wanted if found.get(key) is not None}


def meant(connection: Connection, words: str, roles: bool = False) -> Any:
    """Return the numbers of those whom words or an id mean, as something that ``in_`` takes.

    Every word has to be in a printed name, or with ``roles`` in a role, or in the name somebody gave.
    """
    standing = judging.decisions(connection)
    one = _by_id(connection, words, standing)
    if one is not None:
        return [one]
    rarest, *others = search.rarest_first(connection, search.question_parts(words))
    found = _printed_with(rarest, roles)
    for part in others:
        found = _also_with(found, part, roles)
    renamed = [person for person, name in standing.names.items() if search.has_all(name, words)]
    if not renamed:
        return found.subquery().select()
    return (
        union(found.subquery().select(), *(select(literal(person)) for person in renamed)).subquery().select()
    )


def _printed_with(part: str, roles: bool) -> Select[Any]:
    index = search.printed_with(part)
    form = printed.c.bearers > 0 if roles else (printed.c.bearers > 0) & (printed.c.what != "role")
    mine = select(printed.c.profile).join(index, index.c.key == printed.c.key).where(form)
    settled = select(profiles.c.shown).where(profiles.c.key.in_(mine), profiles.c.shown.is_not(None))
    apart = select(bearers.c.shown).where(bearers.c.profile.in_(mine), bearers.c.shown.is_not(None))
    return select(union(settled, apart).subquery())


def _also_with(found: Select[Any], part: str, roles: bool) -> Select[Any]:
    """Select those of some people in whose names a word is as well, whatever many others have it."""
    index = search.printed_with(part)
    form = printed.c.bearers > 0 if roles else (printed.c.bearers > 0) & (printed.c.what != "role")
    # the sum keeps SQLite from beginning with all who have the word
    here = form & (printed.c.key + 0).in_(select(index.c.key))
    who = select(found.cte())
    settled = select(profiles.c.shown.label("who"), profiles.c.key.label("profile"))
    apart = select(bearers.c.shown, bearers.c.profile).where(bearers.c.shown.in_(who))
    theirs = union_all(settled.where(profiles.c.shown.in_(who)), apart).subquery()
    return select(theirs.c.who).join(printed, printed.c.profile == theirs.c.profile).where(here).distinct()


def _by_id(connection: Connection, who: str, standing: Decisions) -> int | None:
    """Return whom an id means now, or None for what is no id or nobody's."""
    matched = _ID.fullmatch(who.strip())
    if not matched:
        return None
    number = int(matched[1])
    there = connection.scalar(select(record_people.c.key).where(record_people.c.key == number))
    return standing.person(number) if there is not None else None


def identify(connection: Connection, who: str) -> int:
    """Return the number of the person that an id or a name means.

    Raises NotFoundError where it is nobody's, QueryError that lists them where it is several people's.
    """
    search.question_parts(who)
    standing = judging.decisions(connection)
    one = _by_id(connection, who, standing)
    if one is not None:
        return _with_articles(connection, who, one)
    if _ID.fullmatch(who.strip()):
        raise NotFoundError(f"there is no person {who.strip()} in the record; see: onrecord people")
    found = _called(connection, who, standing) or _ranked_numbers(connection, meant(connection, who))
    if not found:
        raise NotFoundError(f"nobody in the record is called {who!r}; see: onrecord people")
    if len(found) > 1:
        raise QueryError(_several(connection, who, found))
    return found[0]


def is_id(who: str) -> bool:
    """Say whether this is a person's id, of somebody or nobody."""
    return _ID.fullmatch(who.strip()) is not None


def called(connection: Connection, name: str) -> int | None:
    """Return the number of the one person who is called exactly this, however it is written, if anybody.

    Raises QueryError that lists them where several people are.
    """
    found = _called(connection, name, judging.decisions(connection))
    if len(found) > 1:
        raise QueryError(_several(connection, name, found))
    return found[0] if found else None


def _with_articles(connection: Connection, who: str, person: int) -> int:
    if not any(connection.execute(one.limit(1)).first() for one in _bearers_of([person]).selects):
        raise NotFoundError(f"{who} is in no article any more; see: onrecord people")
    return person


def _called(connection: Connection, who: str, standing: Decisions) -> list[int]:
    """Return those who are called exactly this, however it is written."""
    keys = [f"person {name.key}"] if (name := person_name(who)) and name.key else []
    keys += [f"organization {body.key}"] if (body := body_name(who)) and not body.alone else []
    by_key = select(profiles.c.key).join(names).where(names.c.name.in_(keys), profiles.c.bearers > 0)
    found = set(connection.scalars(by_key))
    index = search.printed_with(f'"{who}"')
    query = select(printed.c.profile, printed.c.words).join(index, index.c.key == printed.c.key)
    exact = query.where(printed.c.what != "role", printed.c.bearers > 0)
    found |= {row.profile for row in connection.execute(exact) if tokens(row.words) == tokens(who)}
    settled = select(profiles.c.shown).where(profiles.c.key.in_(found), profiles.c.shown.is_not(None))
    apart = select(bearers.c.shown).where(bearers.c.profile.in_(found), bearers.c.shown.is_not(None))
    called = {*connection.scalars(settled), *connection.scalars(apart)}
    called |= {person for person, name_ in standing.names.items() if tokens(name_) == tokens(who)}
    return _ranked_numbers(connection, sorted(called))


def _several(connection: Connection, who: str, found: Sequence[int]) -> str:
    lines = [f"  {line}" for line in lines_of(connection, found[:_LISTED])]
    more = len(found) - _LISTED
    if more > 0:
        lines.append(f"  and {more:,} more; see: onrecord people {who!r} --limit 0")
    return "\n".join([f"{len(found):,} people are called {who!r}; give the id of one:", *lines])


def ranked(who: Any | None, kind: PersonKind | None, count: Counting = Counting.ALL) -> Select[Any]:
    """Select ``who``, ``articles`` and ``statements``, most statements first; ``count`` as in a filter."""
    person, joined, of = shown().element, bearers.join(profiles), bearers.c
    mine = None if who is None else bearers_of(who)
    if mine is not None:
        person, joined, of = mine.c.who, mine, mine.c
        joined = mine if kind is None else mine.join(profiles, profiles.c.key == mine.c.profile)
    found_in = func.count(of.article.distinct()).label("articles")
    said: ColumnElement[int] = func.sum(of.statements)
    if count is not Counting.ALL:
        repeats = counting.repeated_by(count, mine).subquery()
        joined = joined.outerjoin(repeats, repeats.c.who == person)
        said = said - func.coalesce(func.max(repeats.c.repeats), 0)
    changes = _changes().subquery()
    joined = joined.outerjoin(changes, changes.c.who == person)
    said_ = (said + func.coalesce(func.max(changes.c.change), 0)).label("statements")
    query = select(person.label("who"), found_in, said_).select_from(joined).where(person.is_not(None))
    if kind is not None:
        query = query.where(profiles.c.kind == str(kind))
    return query.group_by(person).order_by(said_.desc(), found_in.desc(), person)


def _changes() -> Select[Any]:
    """Select ``who`` and ``change``: how many statements more or less are a person's for what was decided."""
    rejected = reviews.c.state == str(Reviewed.REJECTED)
    said = (reviews.c.reading == statements.c.reading) & (reviews.c.number == statements.c.number)
    by = (bearers.c.reading == statements.c.reading) & (bearers.c.id == statements.c.speaker)
    lost = select(shown(), literal(-1).label("change"))
    # joined outwards, so that SQLite begins with the few reviews and not with all statements
    told = reviews.outerjoin(statements, said).outerjoin(bearers, by).outerjoin(profiles)
    lost = lost.select_from(told).where(rejected | reviews.c.speaker.is_not(None))
    own = (bearers.c.reading == reviews.c.reading) & (bearers.c.id == reviews.c.own)
    person = func.coalesce(reviews.c.person, shown().element).label("who")
    won = select(person, literal(1)).select_from(reviews.outerjoin(bearers, own).outerjoin(profiles))
    both = union_all(lost, won.where(~rejected, reviews.c.speaker.is_not(None))).subquery()
    return select(both.c.who, func.sum(both.c.change).label("change")).group_by(both.c.who)


def _ranked_numbers(connection: Connection, who: Any) -> list[int]:
    return [row.who for row in connection.execute(ranked(who, None))]


def lines_of(connection: Connection, who: Sequence[int], count: Counting = Counting.ALL) -> list[PersonLine]:
    """Return people in lines, in the order given; ``count`` as in a filter."""
    standing = judging.decisions(connection)
    forms = printed_forms(connection, who)
    counts = {row.who: row for row in connection.execute(ranked(who, None, count))}
    kinds = _kinds(connection, who)
    return [
        PersonLine(
            id=f"p{person}",
            name=standing.names.get(person) or canonical(forms[person], kinds[person]),
            kind=kinds[person],
            names=_most(forms[person], "name", "form"),
            roles=_most(forms[person], "role"),
            statements=int(counts[person].statements),
            articles=counts[person].articles,
            decided=person in standing.subjects,
        )
        for person in who
        if person in counts
    ]


def canonical_names(connection: Connection, who: Collection[int]) -> dict[int, str]:
    """Return what people are called: as somebody decided, or else the fullest form that is printed."""
    standing = judging.decisions(connection)
    forms, kinds = printed_forms(connection, sorted(who)), _kinds(connection, sorted(who))
    return {
        person: standing.names.get(person) or canonical(forms[person], kinds[person])
        for person in who
        if forms[person]
    }


def canonical(forms: Forms, kind: PersonKind) -> str:
    """Return the fullest of the printed names, of those that are not rare; of equals, the commonest."""
    found = {words: count for (what, words), count in forms.items() if what == "name"}
    found = found or {words: count for (what, words), count in forms.items() if what == "form"}
    total = sum(found.values())
    common = [words for words, count in found.items() if count * _COMMON >= total]
    order = {words: (-_fullness(words, kind), -found[words], len(words), words) for words in common}
    return min(common, key=order.__getitem__, default="")


def _fullness(words: str, kind: PersonKind) -> int:
    name = person_name(words) if kind is PersonKind.PERSON else None
    if name is not None:
        return bool(name.family) + bool(name.given) + bool(name.initial) + len(name.middle)
    return sum(word.lower() != "the" for word in printed_words(words))


def _most(forms: Forms, *kinds: str) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for (what, words), count in forms.items():
        if what in kinds:
            found[words] += count
    return tuple(sorted(found, key=lambda words: (-found[words], words)))


def printed_forms(connection: Connection, who: Sequence[int]) -> dict[int, Forms]:
    """Return the words by which people are printed, with how many articles print them.

    What is somebody's only because it was decided so is a form, not the fullest name.
    """
    found: dict[int, Forms] = {person: Counter() for person in who}
    inferred = (profiles.c.person == profiles.c.shown).label("inferred")
    query = (
        select(
            profiles.c.shown,
            printed.c.what,
            printed.c.words,
            inferred,
            func.sum(printed.c.bearers).label("times"),
        )
        .join(profiles, profiles.c.key == printed.c.profile)
        .where(profiles.c.shown.in_(who), printed.c.bearers > 0)
        .group_by(profiles.c.shown, printed.c.what, printed.c.words, inferred)
    )
    for row in connection.execute(query):
        found[row.shown][_counts_as(row.what, row.inferred), row.words] += int(row.times)
    for row, person in _elsewhere(connection, who):
        for what, words in forms_of(person):
            if row.here in found:
                found[row.here][what, words] += 1
            if row.there in found:
                found[row.there][_counts_as(what, row.inferred), words] -= 1
    return {person: +forms for person, forms in found.items()}


def _counts_as(what: str, inferred: bool) -> str:
    return "form" if what == "name" and not inferred else what


def _elsewhere(connection: Connection, who: Sequence[int]) -> Iterable[tuple[Any, Person]]:
    """Yield the bearers that are not shown as their profile is: ``here`` they are, ``there`` the profile."""
    for row in _shown_elsewhere(connection, who, people):
        yield row, rows.person_of(row)


def _shown_elsewhere(connection: Connection, who: Sequence[int], *columns: Any) -> Iterator[Row[Any]]:
    """Yield the bearers that are not shown as their profile is, with ``inferred`` and some columns."""
    here, there = bearers.c.shown.label("here"), profiles.c.shown.label("there")
    inferred = (profiles.c.person == profiles.c.shown).label("inferred")
    joined = bearers.join(profiles)
    if any(one is people for one in columns):
        joined = joined.join(people, (people.c.reading == bearers.c.reading) & (people.c.id == bearers.c.id))
    query = select(here, there, inferred, *columns).select_from(joined).where(bearers.c.shown.is_not(None))
    for mine in (bearers.c.shown.in_(who), profiles.c.shown.in_(who) & bearers.c.shown.not_in(who)):
        yield from connection.execute(query.where(mine))


def _kinds(connection: Connection, who: Sequence[int]) -> dict[int, PersonKind]:
    """Return what most bearers of each person are."""
    found: dict[int, Counter[str]] = {person: Counter() for person in who}
    of_profiles = select(profiles.c.shown, profiles.c.kind, func.sum(profiles.c.bearers).label("times"))
    of_profiles = of_profiles.where(profiles.c.shown.in_(who)).group_by(profiles.c.shown, profiles.c.kind)
    for row in connection.execute(of_profiles):
        found[row.shown][row.kind] += int(row.times)
    for one in _shown_elsewhere(connection, who, profiles.c.kind):
        if one.here in found:
            found[one.here][one.kind] += 1
        if one.there in found:
            found[one.there][one.kind] -= 1
    most = {person: (+kinds).most_common(1) for person, kinds in found.items()}
    return {person: PersonKind(kinds[0][0]) for person, kinds in most.items() if kinds}


def roles_of(connection: Connection, person: int) -> tuple[PrintedRole, ...]:
    """Return the roles printed with a person's names: how often, and where first."""
    mine = bearers_of([person])
    some = select(mine.c.reading, mine.c.id, mine.c.article).order_by(mine.c.key).limit(_ROLES).subquery()
    query = (
        select(people.c.roles, articles.c.id, articles.c.text)
        .select_from(some)
        .join(people, (people.c.reading == some.c.reading) & (people.c.id == some.c.id))
        .join(articles, articles.c.key == some.c.article)
        .where(people.c.roles != "[]")
        .order_by(articles.c.published_first.is_(None), articles.c.published_first, articles.c.key)
    )
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, str, int]] = {}
    for row in connection.execute(query):
        for words, start, _ in json.loads(row.roles):
            counts[words] += 1
            first.setdefault(words, (row.id, row.text, start))
    return tuple(
        PrintedRole(words, count, first[words][0], Layout(first[words][1]).place(first[words][2]))
        for words, count in counts.most_common()
    )


def bearings(
    connection: Connection, who: Any | None, limit: int | None, offset: int = 0, united: bool = False
) -> Iterator[Bearing]:
    """Yield the articles' people that belong to people of the record, by date, with what unites them.

    With ``united`` only those that the machine has united with others.
    """
    person = shown()
    query = (
        select(
            bearers, person, profiles.c.name.label("name_key"), profiles.c.form, profiles.c.rule,
            profiles.c.confidence, profiles.c.evidence, profiles.c.bearers.label("alike"),
            profiles.c.decided.label("profile_decided"), people.c.name, articles.c.id.label("article_id"),
            articles.c.outlet.label("printed_in"), articles.c.published, rows.document_name(),
        )
        .select_from(bearers.join(profiles))
        .join(people, (people.c.reading == bearers.c.reading) & (people.c.id == bearers.c.id))
        .join(articles, articles.c.key == bearers.c.article)
        .order_by(articles.c.published_first.is_(None), articles.c.published_first, bearers.c.key)
    )  # fmt: skip
    if who is not None:
        mine = bearers_of(who)
        keys = select(mine.c.key).order_by(mine.c.day.is_(None), mine.c.day, mine.c.key)
        if not united:  # nothing else is asked, and the others need not be looked up
            keys, limit, offset = keys.limit(limit).offset(offset), None, 0
        query = query.where(bearers.c.key.in_(keys))
    if united:
        query = query.where(profiles.c.rule != "", bearers.c.person.is_(None), _has_others())
    for found in rows.portions(connection.execute(query.limit(limit).offset(offset)).all()):
        several = _with_others(connection, {row.who for row in found})
        near = _named_with(connection, found)
        yield from (_bearing(row, row.who in several, near.get(row.key, ())) for row in found)


def _has_others() -> Any:
    """Return the condition that the machine takes a profile's bearers and others for one person."""
    other = profiles.alias("other")
    same = (other.c.person == profiles.c.person) & (other.c.key != profiles.c.key) & (other.c.bearers > 0)
    return or_(profiles.c.bearers > 1, select(other.c.key).where(same).exists())


def _with_others(connection: Connection, who: Collection[int]) -> set[int]:
    counted = ranked(sorted(who), None).subquery()
    return set(connection.scalars(select(counted.c.who).where(counted.c.articles > 1)))


def _bearing(row: Any, several: bool, near: Sequence[str]) -> Bearing:
    decided = bool(row.decided or (row.profile_decided and row.shown is None))
    inferred = several and not decided and bool(row.rule) and row.shown is None
    return Bearing(
        judgement=f"m{row.key}" if inferred else "",
        person=f"p{row.who}",
        name=row.name,
        article=row.article_id,
        outlet=row.printed_in,
        published=row.published,
        document=row.document,
        statements=row.statements,
        rule=row.rule if inferred else "",
        confidence=row.confidence if inferred else 1.0,
        evidence=(*json.loads(row.evidence), *near) if inferred else (),
        decided=decided,
    )


_SHOWN = 3
"""Names that are printed of those with whom a bearer is named in other articles as well."""


def _named_with(connection: Connection, found: Sequence[Any]) -> dict[int, tuple[str, ...]]:
    """Return with whom bearers of full names are printed in other articles as well, for each of them."""
    mine = {row.key: row for row in found if row.form == Form.FULL}
    in_articles = sorted({row.article for row in mine.values()})
    beside: dict[int, dict[int, str]] = defaultdict(dict)
    query = select(bearers.c.article, profiles.c.name, people.c.name.label("printed")).select_from(
        bearers.join(profiles).join(
            people, (people.c.reading == bearers.c.reading) & (people.c.id == bearers.c.id)
        )
    )
    for row in connection.execute(
        query.where(bearers.c.article.in_(in_articles), profiles.c.form == Form.FULL)
    ):
        if len(beside[row.article]) < _BESIDE:
            beside[row.article][row.name] = row.printed
    pairs = {tuple(sorted((row.name_key, other))) for row in mine.values() for other in beside[row.article]}
    often = _often_together(connection, [pair for pair in pairs if len(set(pair)) == 2])
    told: dict[int, tuple[str, ...]] = {}
    for key, row in mine.items():
        others = [
            (other, name)
            for other, name in beside[row.article].items()
            if tuple(sorted((row.name_key, other))) in often
        ]
        names = [name for _, name in sorted(others)]
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        words = f"elsewhere too with {', '.join(names[:_SHOWN])}{more}"
        told[key] = (words,) if names else ()
    return told


def _often_together(connection: Connection, pairs: Sequence[tuple[int, ...]]) -> set[tuple[int, ...]]:
    one, other = together.c.one, together.c.other
    query = select(one, other).where(
        one.in_({pair[0] for pair in pairs}), other.in_({pair[1] for pair in pairs}), together.c.articles > 1
    )
    return {tuple(row) for row in connection.execute(query)} & set(pairs)


def about(connection: Connection, person: int) -> Any | None:
    """Return the condition on statements that they tell of a person by name, and are not the person's own.

    A full name counts in any article that does not have another bearer of it; a part of the name only in
    articles where the person is.
    """
    names_ = named(connection, person)
    conditions = []
    if names_.part:
        told = search.contents_with(names_.part)
        conditions.append(_told(told) & statements.c.reading.in_(names_.here))
    if names_.whole:
        told = search.contents_with(names_.whole)
        conditions.append(_told(told) & statements.c.reading.not_in(names_.of_others))
    if not conditions:
        return None
    return or_(*conditions) & ~statements_by([person])


@dataclass(frozen=True)
class Named:
    """By which names others' statements tell of a person, and where they do.

    ``part`` are all names and family names, which count in the readings ``here``; ``whole`` the full ones,
    which count but in the readings ``of_others``; both select keys of readings.
    """

    part: tuple[str, ...]
    whole: tuple[str, ...]
    here: Any
    of_others: Any


def named(connection: Connection, person: int) -> Named:
    """Return by which names a person is told of: none for somebody who has no name of his own."""
    forms = printed_forms(connection, [person])[person]
    kind = _kinds(connection, [person]).get(person)
    here, of_others = select(bearers_of([person]).c.reading), _of_namesakes(connection, person)
    if kind not in (PersonKind.PERSON, PersonKind.ORGANIZATION):
        return Named((), (), here, of_others)
    printed_ = (words for (what, words), _ in forms.most_common() if what != "role")
    called_ = list(islice((words for words in printed_ if _is_name(words, kind)), _NAMES_ABOUT))
    whole = [words for words in called_ if _is_whole(words, kind)]
    part = [*called_, *_families(called_, kind)][:_NAMES_ABOUT] if called_ else []
    return Named(tuple(part), tuple(whole), here, of_others)


def _told(told: Any) -> Any:
    return tuple_(statements.c.reading, statements.c.number).in_(select(told.c.reading, told.c.number))


@lru_cache(maxsize=20_000)
def _is_name(words: str, kind: PersonKind) -> bool:
    return (person_name(words) if kind is PersonKind.PERSON else body_name(words)) is not None


def _families(called: Sequence[str], kind: PersonKind) -> list[str]:
    """Return the family names that may stand for a person in an article that has the full name."""
    names_ = [name for words in called if kind is PersonKind.PERSON and (name := person_name(words))]
    return sorted({name.family for name in names_})


@lru_cache(maxsize=20_000)
def _is_whole(words: str, kind: PersonKind) -> bool:
    if kind is PersonKind.PERSON:
        name = person_name(words)
        return bool(name and name.given)
    return True


def _of_namesakes(connection: Connection, person: int) -> Any:
    """Return the readings that have another bearer of one of a person's names."""
    mine = select(profiles.c.name).where(profiles.c.shown == person, profiles.c.form == Form.FULL)
    keys = set(connection.scalars(mine.distinct()))
    other = select(bearers.c.reading).join(profiles).where(profiles.c.name.in_(sorted(keys)))
    return other.where(shown() != person)
