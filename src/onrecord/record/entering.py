"""Enter the people of articles into the record, and take them out, by look-ups alone.

Invariant: an article touches what it prints and nothing else, each row found by an index; what was entered
and taken out again leaves counts as they were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, update

from onrecord.linking.people.bearers import Bearer, Form, bearers
from onrecord.linking.people.uniting import magnitude
from onrecord.model import Person, ReadArticle
from onrecord.reading.published import days
from onrecord.record import rows, search, tables
from onrecord.record.tables import name_words, names, printed, profiles, record_people, together

_MOST_FORMS, _LONGEST_FORM = 60, 200
"""Printed forms and roles of one article's person that can be looked for, and their length."""
_MOST_TOGETHER = 40
"""Names of one article that are noted as printed together."""

Values = dict[str, Any]


@dataclass(slots=True)
class Touched:
    """What has to be decided again: names, words that stand for names, bearers just entered by profile."""

    names: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    fresh: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Entered:
    """An article's newest reading, by their keys, with what was read."""

    article: int
    reading: int
    read: ReadArticle


@dataclass(frozen=True, slots=True)
class _Placed:
    """A bearer with its name's key and its profile's."""

    bearer: Bearer
    name: int
    profile: int


def enter(connection: Connection, entered: Sequence[Entered], touched: Touched) -> None:
    """Enter the people of articles' newest readings, all at once; they still have to be settled."""
    found = [(one, bearer) for one in entered for bearer in bearers(one.read)]
    in_articles: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for portion in rows.portions(found):
        mine = [bearer for _, bearer in portion]
        keys = _names(connection, mine)
        profiles_ = _profiles(connection, mine, keys)
        placed = [(one, _placed(bearer, keys, profiles_)) for one, bearer in portion]
        _count(connection, Counter(one.profile for _, one in placed), touched)
        _print(connection, _forms((one.profile, one.bearer.person) for _, one in placed))
        _insert(connection, placed)
        touched.words |= {f"{one.person.kind} {word}" for one in mine for word, _ in one.words}
        for where, one in placed:
            in_articles[where.article].append((one.bearer.form, one.name, one.bearer.name))
    _meet(connection, [_met(mine) for mine in in_articles.values()])
    _note_fresh(connection, [one.reading for one in entered], touched)


def withdraw(connection: Connection, readings: Sequence[int], touched: Touched) -> None:
    """Take the people of readings out that are no longer the newest; the others still have to be settled."""
    entered = tables.bearers
    columns = (
        profiles.c.key,
        profiles.c.name,
        profiles.c.form,
        profiles.c.word,
        entered.c.id,
        entered.c.reading,
    )
    query = select(*columns, names.c.name.label("text")).select_from(entered.join(profiles))
    query = query.join(names, names.c.key == profiles.c.name).where(entered.c.reading.in_(readings))
    found = connection.execute(query).all()
    people = rows.people_of(connection, readings)
    known = {(reading, one.id): one for reading, mine in people.items() for one in mine}
    for portion in rows.portions(found):
        tally = Counter[int]()
        tally.subtract(row.key for row in portion)
        _count(connection, tally, touched)
        _print(connection, _forms((row.key, known[row.reading, row.id]) for row in portion), -1)
    of_readings = [[row for row in found if row.reading == reading] for reading in readings]
    _meet(connection, [_met((row.form, row.name, row.text) for row in mine) for mine in of_readings], -1)
    touched.words |= {row.word for row in found if row.word}
    touched.words |= words_of(connection, {row.name for row in found})
    connection.execute(delete(entered).where(entered.c.reading.in_(readings)))


def _placed(bearer: Bearer, keys: dict[str, int], found: dict[tuple[int, str], Row[Any]]) -> _Placed:
    return _Placed(bearer, keys[name_of(bearer)], found[profile_of(bearer, keys)].key)


def name_of(bearer: Bearer) -> str:
    """Return the name that a bearer shares with others, or else the one that is only its own."""
    return bearer.name if bearer.form in (Form.FULL, Form.ACRONYM) else bearer.own


def profile_of(bearer: Bearer, keys: dict[str, int]) -> tuple[int, str]:
    """Return the name and variant by which a bearer's profile is known."""
    shared = bearer.form in (Form.FULL, Form.ACRONYM)
    return keys[name_of(bearer)], bearer.traits.text() if shared else ""


def words_of(connection: Connection, found: set[int]) -> set[str]:
    """Return the words that may stand for names."""
    words: set[str] = set()
    for portion in rows.portions(sorted(found)):
        words |= set(connection.scalars(select(name_words.c.word).where(name_words.c.name.in_(portion))))
    return words


def new_people(connection: Connection, count: int) -> list[int]:
    """Return the numbers of new people of the record."""
    last = connection.scalar(select(func.max(record_people.c.key))) or 0
    made = rows.now()
    if count:
        numbers = range(last + 1, last + 1 + count)
        connection.execute(insert(record_people), [{"key": number, "made": made} for number in numbers])
    return list(range(last + 1, last + 1 + count))


def own_people(connection: Connection, owns: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return who the bearers of (own name, kind) are where they are united with nobody; the same always."""
    people: dict[str, int] = {}
    for portion in rows.portions(owns):
        keys = keys_of_names(connection, {own for own, _ in portion})
        wanted = {(keys[own], ""): {"kind": kind, **_ALONE} for own, kind in portion}
        found = profile_rows(connection, wanted)
        people |= {own: found[keys[own], ""].own for own, _ in portion}
    return people


_ALONE: Values = {"form": str(Form.ALONE), "word": None, "hint": "", "traits": "{}"}


def _names(connection: Connection, found: Sequence[Bearer]) -> dict[str, int]:
    """Return the keys of the bearers' names; note the words that may stand for new ones."""
    keys = keys_of_names(connection, {name_of(one) for one in found})
    wanted: dict[tuple[str, int], bool] = defaultdict(bool)
    for one in found:
        for word, family in one.words if one.form == Form.FULL else ():
            wanted[f"{one.person.kind} {word}", keys[one.name]] |= family
    if wanted:
        _note_words(connection, wanted)
    return keys


def keys_of_names(connection: Connection, texts: set[str]) -> dict[str, int]:
    """Return the keys of names, new ones made."""

    def known() -> dict[str, int]:
        query = select(names.c.name, names.c.key).where(names.c.name.in_(sorted(texts)))
        return {row.name: row.key for row in connection.execute(query)}

    here = known()
    if fresh := sorted(texts - here.keys()):
        connection.execute(insert(names), [{"name": text} for text in fresh])
        here = known()
    return here


def _note_words(connection: Connection, wanted: dict[tuple[str, int], bool]) -> None:
    of_name = name_words.c.name.in_(sorted({name for _, name in wanted}))
    query = select(name_words).where(of_name)
    known = {(row.word, row.name): row.family for row in connection.execute(query)}
    fresh = [pair for pair in wanted if pair not in known]
    told = [pair for pair, family in wanted.items() if family and known.get(pair) is False]
    if fresh:
        made = [{"word": word, "name": name, "family": wanted[word, name]} for word, name in fresh]
        connection.execute(insert(name_words), made)
    for word, name in told:
        this = and_(name_words.c.word == word, name_words.c.name == name)
        connection.execute(update(name_words).where(this).values(family=True))


def _profiles(
    connection: Connection, found: Sequence[Bearer], keys: dict[str, int]
) -> dict[tuple[int, str], Row[Any]]:
    """Return the bearers' profiles by name and variant; what is one bearer's own is as read now."""
    wanted = {profile_of(one, keys): _values(one) for one in found}
    made = profile_rows(connection, wanted)
    for pair, row in made.items():
        told = wanted[pair]
        if any(getattr(row, column) != value for column, value in told.items()):
            connection.execute(update(profiles).where(profiles.c.key == row.key).values(told))
    return made


def _values(bearer: Bearer) -> Values:
    looked_for = bearer.form in (Form.SURNAME, Form.ACRONYM)
    return {
        "form": str(bearer.form),
        "kind": str(bearer.person.kind),
        "word": f"{bearer.person.kind} {bearer.words[0][0]}" if looked_for else None,
        "hint": bearer.hint,
        "traits": bearer.traits.text(),
    }


def profile_rows(
    connection: Connection, wanted: dict[tuple[int, str], Values]
) -> dict[tuple[int, str], Row[Any]]:
    """Return profiles by name and variant; those that are not there are made of the values wanted."""

    def known() -> dict[tuple[int, str], Row[Any]]:
        of_name = profiles.c.name.in_(sorted({name for name, _ in wanted}))
        variants = profiles.c.variant.in_(sorted({variant for _, variant in wanted}))
        found = connection.execute(select(profiles).where(of_name, variants))
        return {(row.name, row.variant): row for row in found if (row.name, row.variant) in wanted}

    here = known()
    fresh = [pair for pair in sorted(wanted) if pair not in here]
    if fresh:
        _make(connection, [(pair, wanted[pair]) for pair in fresh])
        here = known()
    return here


def _make(connection: Connection, fresh: Sequence[tuple[tuple[int, str], Values]]) -> None:
    """Make profiles; who is not decided by a full name is himself until something else is found."""
    alone = [pair for pair, values in fresh if values["form"] != Form.FULL]
    own = dict(zip(alone, new_people(connection, len(alone)), strict=True))
    undecided = {"bearers": 0, "rule": "", "confidence": 1.0, "evidence": "[]", "decided": False}
    made = []
    for pair, values in fresh:
        who = own.get(pair)
        known = {"name": pair[0], "variant": pair[1], "own": who, "person": who, "shown": who}
        made.append({**known, **values, **undecided})
    connection.execute(insert(profiles), made)


def _count(connection: Connection, tally: Counter[int], touched: Touched) -> None:
    """Count bearers in or out; a full name is decided again where their number has another magnitude."""
    query = select(profiles.c.key, profiles.c.name, profiles.c.form, profiles.c.bearers)
    found = connection.execute(query.where(profiles.c.key.in_(sorted(tally)))).all()
    count: Any = bindparam("count")
    changed = update(profiles).where(profiles.c.key == bindparam("of")).values(bearers=count)
    counts = {row.key: row.bearers + tally[row.key] for row in found}
    connection.execute(changed, [{"of": key, "count": number} for key, number in counts.items()])
    for row in found:
        if row.form == Form.FULL and magnitude(counts[row.key]) != magnitude(row.bearers):
            touched.names.add(row.name)


def forms_of(person: Person) -> set[tuple[str, str]]:
    """Return the words by which a person is printed: the fullest name, other forms, and roles."""
    forms = [("form", form) for form in person.names if form != person.name]
    roles = [("role", role.words) for role in person.roles]
    found = [("name", person.name), *forms, *roles]
    return {(what, _short(words)) for what, words in found[:_MOST_FORMS] if words.strip()}


def _forms(people: Iterable[tuple[int, Person]]) -> Counter[tuple[int, str, str]]:
    return Counter((profile, *form) for profile, person in people for form in forms_of(person))


def _short(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_FORM]


def _print(connection: Connection, forms: Counter[tuple[int, str, str]], sign: int = 1) -> None:
    for portion in rows.portions(sorted(forms), 2000):
        here = _printed(connection, portion)
        more = printed.c.bearers + bindparam("more")
        this = update(printed).where(printed.c.key == bindparam("of")).values(bearers=more)
        connection.execute(this, [{"of": here[form], "more": sign * forms[form]} for form in portion])


def _printed(
    connection: Connection, forms: Sequence[tuple[int, str, str]]
) -> dict[tuple[int, str, str], int]:
    """Return the keys of printed words, new ones made and put into the index."""
    of_profile = printed.c.profile.in_(sorted({profile for profile, _, _ in forms}))
    wanted = printed.c.words.in_(sorted({words for _, _, words in forms}))
    query = select(printed).where(of_profile, wanted)

    def known() -> dict[tuple[int, str, str], int]:
        return {(row.profile, row.what, row.words): row.key for row in connection.execute(query)}

    here = known()
    if fresh := [form for form in forms if form not in here]:
        made = [{"profile": one, "what": what, "words": words, "bearers": 0} for one, what, words in fresh]
        connection.execute(insert(printed), made)
        here = known()
        search.add_printed(connection, [(here[form], form[2]) for form in fresh])
    return here


def _met(found: Iterable[tuple[str, int, str]]) -> list[int]:
    """Return the names of one article that tell something of each other; a country is in too many."""
    met = [name for form, name, text in found if form in (Form.FULL, Form.ACRONYM) and " =" not in text]
    return sorted(set(met[:_MOST_TOGETHER]))


def _meet(connection: Connection, met: Iterable[Sequence[int]], sign: int = 1) -> None:
    """Count in, or out, which names are printed together in an article."""
    every = Counter(pair for found in met for pair in combinations(found, 2))
    for portion in rows.portions(sorted(every), 5000):
        _meet_pairs(connection, {pair: every[pair] for pair in portion}, sign)


def _meet_pairs(connection: Connection, pairs: dict[tuple[int, int], int], sign: int) -> None:
    one, other = together.c.one, together.c.other
    near = select(one, other).where(one.in_({a for a, _ in pairs}), other.in_({b for _, b in pairs}))
    known = {(row.one, row.other) for row in connection.execute(near)} & pairs.keys()
    if known:
        this = (one == bindparam("a")) & (other == bindparam("b"))
        changed = update(together).where(this).values(articles=together.c.articles + bindparam("more"))
        more = [{"a": a, "b": b, "more": sign * pairs[a, b]} for a, b in sorted(known)]
        connection.execute(changed, more)
    if fresh := sorted(pairs.keys() - known):
        made = [{"one": a, "other": b, "articles": sign * pairs[a, b]} for a, b in fresh]
        connection.execute(insert(together), made)


def _insert(connection: Connection, placed: Sequence[tuple[Entered, _Placed]]) -> None:
    made = [
        {
            "reading": where.reading,
            "id": one.bearer.person.id,
            "article": where.article,
            "profile": one.profile,
            "own": one.bearer.own,
            "statements": one.bearer.statements,
            "outlet": where.read.article.outlet.casefold() if where.read.article.outlet else None,
            "day": (days(where.read.article.published) or (None,))[0],
            "decided": False,
        }
        for where, one in placed
    ]
    connection.execute(insert(tables.bearers), made)


def _note_fresh(connection: Connection, readings: Sequence[int], touched: Touched) -> None:
    query = select(tables.bearers.c.key, tables.bearers.c.profile)
    for portion in rows.portions(readings):
        for key, profile in connection.execute(query.where(tables.bearers.c.reading.in_(portion))):
            touched.fresh[profile].append(key)
