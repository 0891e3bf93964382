"""Find which statements of newest readings report one utterance, and how the others stand to each other.

Invariants: what is compared, and how probable it is, follows from two articles alone; what is one utterance
follows from all statements that may be linked, and from no order of adding.  An article touches the
statements that share a key with its own, each found by an index, and the groups that these are in.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, delete, insert, select

from onrecord.linking.content import weight
from onrecord.linking.relations import related, responds_within
from onrecord.linking.utterances.closure import Group, Piece, Statement, groups
from onrecord.linking.utterances.evidence import FAR, LONG_RUN, cannot_be_one, days_between
from onrecord.linking.utterances.keys import keys, looked_up
from onrecord.linking.utterances.scoring import LEAST_COSINE, LEAST_SHARED
from onrecord.linking.utterances.sides import Side
from onrecord.linking.utterances.speakers import Speakers, speakers
from onrecord.linking.utterances.vectors import WIDTH, packed, unpacked
from onrecord.linking.utterances.weighing import Compared, weighed
from onrecord.model import Relation, RelationKind
from onrecord.record import copies, hanging_together, rows
from onrecord.record.at_hand import AtHand, Placed
from onrecord.record.changes import Changed, note
from onrecord.record.entering import Entered
from onrecord.record.link_tables import compared, compared_keys, likely, members, relations
from onrecord.record.tables import articles
from onrecord.record.utterance_judging import Decided, decided

COMMON = 400
"""Statements that share a key above which the key tells nothing: a page's stock phrase."""
_PARTS = 1 << 20
"""Keys of parts are the statement's key times this, and the part's number."""
_PAGE = 64
Links_ = dict[tuple[int, int], float]
"""The probability that two parts report one utterance, by their keys."""
_SAME = {Speakers.SAME: 0.97, Speakers.NEAR: 0.5, Speakers.UNKNOWN: 0.3, Speakers.APART: 0.02}
"""How probable it is that two speakers are one."""


@dataclass(frozen=True, slots=True)
class _Kept(Placed):
    """A statement as the record keeps it for comparison: its telling stems, the vectors of its parts."""

    stems: frozenset[str]
    packed: bytes


class Links:
    """Links the statements of one record; remembers the articles looked at last."""

    def __init__(self) -> None:
        self._at_hand = AtHand()

    def link(
        self, connection: Connection, entered: Sequence[Entered], superseded: Sequence[int] = ()
    ) -> None:
        """Link the statements of articles' newest readings, in the place of superseded ones."""
        try:
            self._link(connection, entered, superseded)
        except BaseException:  # what was remembered of readings that are now rolled back
            self._at_hand.clear()
            raise

    def _link(self, connection: Connection, entered: Sequence[Entered], superseded: Sequence[int]) -> None:
        touched = _withdraw(connection, superseded)
        fresh = self._note(connection, entered)
        self._answer(connection, fresh)
        touched |= self._compare(connection, fresh)
        done = self.settle(connection, touched)
        copies.tell_again(connection, {one.article for one in entered}, done)

    def link_all(self, connection: Connection) -> None:
        """Link the statements of all newest readings of a record that has no links yet."""
        after = 0
        while page := connection.execute(_page(after)).all():
            after = page[-1].key
            read = zip(page, rows.readings_of(connection, page), strict=True)
            self.link(connection, [Entered(row.key, row.reading, one) for row, one in read])

    def settle(self, connection: Connection, touched: Iterable[int]) -> set[int]:
        """Decide again which utterances there are around statements, by their keys; return all decided on."""
        note(connection, Changed.UTTERANCES)
        judged = decided(connection)
        found = hanging_together.together(connection, touched, judged)
        _forget(connection, [one for together in found for one in together])
        for several in _portions([together for together in found if len(together) > 1]):
            self._close(connection, several, judged)
        return {one for together in found for one in together}

    # -- beneath -----------------------------------------------------------------------------------

    def _note(self, connection: Connection, entered: Sequence[Entered]) -> list[_Kept]:
        """Keep the statements of articles, each with its keys."""
        values = [value for one in entered for value in self._values(one)]
        if not values:
            return []
        packed_ = [{**value, "hashes": np.array(value["hashes"], np.int64).tobytes()} for value in values]
        connection.execute(insert(compared), packed_)
        placed = {(row.reading, row.number): row for row in _placed(connection, compared.c.reading, entered)}
        kept = list[_Kept]()
        made = list[tuple[int, int]]()
        for value in values:
            row = placed[value["reading"], value["number"]]
            stems = frozenset(value["stems"].split())
            kept.append(_Kept(row.key, row.reading, row.number, row.article, stems, value["vectors"]))
            made += [(hashed, row.key) for hashed in value["hashes"]]
        if made:  # in the order of the index, so that its pages are each touched once
            told = [{"hash": hashed, "statement": key} for hashed, key in sorted(made)]
            connection.execute(insert(compared_keys), told)
        return kept

    def _values(self, one: Entered) -> Iterator[dict[str, Any]]:
        """Yield the rows of an article's statements, their keys as a list."""
        for number, statement in enumerate(self._at_hand.put(one.reading, one.read), 1):
            yield {
                "reading": one.reading,
                "number": number,
                "article": one.article,
                "stems": " ".join(statement.telling()),
                "vectors": b"".join(packed(side.vector) for side in statement.sides),
                "hashes": keys(statement.whole),
            }

    def _answer(self, connection: Connection, fresh: Sequence[_Kept]) -> None:
        """Note which statements of an article answer which, for each article by itself."""
        told = list[dict[str, Any]]()
        for _, some in groupby(fresh, key=lambda row: row.reading):
            keys_ = {self._at_hand[row].whole.said.statement.id: row for row in some}
            said = [self._at_hand[row].whole.said for row in keys_.values()]
            told += [
                _relation_values(found, keys_[found.a].key, keys_[found.b].key, found.a)
                for found in responds_within(said)
            ]
        for portion in rows.portions(told):
            connection.execute(insert(relations), portion)

    def _compare(self, connection: Connection, fresh: Sequence[_Kept]) -> set[int]:
        """Weigh statements against all that share a key with them; return which have a likely link."""
        self._at_hand.load(connection, fresh)
        touched = {one.key for one in fresh}
        candidates = self._candidates(connection, fresh)
        found = {
            row.key: row
            for row in _of_keys(connection, {key for some in candidates.values() for key in some})
        }
        worth = [
            (one, other)
            for one in fresh
            for other in _worth(one, [found[key] for key in sorted(candidates[one.key])])
        ]
        pairs, related_ = list[dict[str, Any]](), list[dict[str, Any]]()
        for some in rows.portions(sorted(worth, key=lambda pair: pair[1].reading)):
            self._at_hand.load(connection, (row for pair in some for row in pair))
            for one, other in some:
                pairs += self._weigh(*sorted((one, other), key=lambda row: row.key))
                related_ += self._relate(*sorted((one, other), key=self._when))
        for portion in rows.portions(pairs):
            connection.execute(insert(likely), portion)
        for portion in rows.portions(related_):
            connection.execute(insert(relations), portion)
        return touched | {row[end] for row in pairs for end in ("one", "other")}

    def _candidates(self, connection: Connection, fresh: Sequence[_Kept]) -> dict[int, set[int]]:
        """Return which statements each has to be compared with; a pair of new ones stands once."""
        wanted: dict[int, list[int]] = defaultdict(list)
        for one in fresh:
            for hashed in looked_up(self._at_hand[one].whole):
                wanted[hashed].append(one.key)
        mine = {one.key: one for one in fresh}
        found: dict[int, set[int]] = {key: set() for key in mine}
        for hashed, holders in _holders(connection, sorted(wanted)):
            for key in wanted[hashed]:
                found[key] |= holders
        for key, others in found.items():
            others -= {other for other in others if other == key or (other in mine and other > key)}
        return found

    def _weigh(self, one: _Kept, other: _Kept) -> list[dict[str, Any]]:
        a, b = self._at_hand[one], self._at_hand[other]
        found = [] if _long_apart(a.whole, b.whole) else weighed(a, b)
        if not found:
            return []
        best = max(pair.probability for pair in found)
        parts = json.dumps(found, separators=(",", ":"))
        return [{"one": one.key, "other": other.key, "probability": best, "parts": parts}]

    def _relate(self, one: _Kept, other: _Kept) -> Iterator[dict[str, Any]]:
        a, b = self._at_hand[one].whole, self._at_hand[other].whole
        if not (a.said.statement.attribution.communicated and b.said.statement.attribution.communicated):
            return
        same = _SAME[speakers(a.said, b.said)]
        for found in related(a.said, b.said, same, float(a.vector @ b.vector)):
            if found.kind is not RelationKind.RESPONDS:  # across articles, answers were mostly none
                yield _relation_values(found, one.key, other.key, a.said.statement.id)

    def _when(self, row: _Kept) -> tuple[str, Statement]:
        """Return by what two statements are told in order, whichever of them was added first."""
        one = self._at_hand[row]
        return one.whole.said.article.published or "9", one.statement

    def _close(self, connection: Connection, several: Sequence[Sequence[int]], judged: Decided) -> None:
        """Write the utterances among statements that hang together, each such set by itself."""
        every = [one for together in several for one in together]
        found = {row.key: row for row in _placed(connection, compared.c.key, every)}
        self._at_hand.load(connection, found.values())
        links = _links(connection, several)
        values = list[dict[str, Any]]()
        for together, among in zip(several, links, strict=True):
            known = {key: self._at_hand[found[key]] for key in together}
            values += _closed(known, among, judged)
        if values:
            copies.tell(connection, values, {key: row.article for key, row in found.items()})
            connection.execute(insert(members), values)


def _page(after: int) -> Select[Any]:
    newest = rows.newest()
    return newest.where(newest.selected_columns.key > after).order_by(articles.c.key).limit(_PAGE)


def _placed(connection: Connection, column: Any, wanted: Sequence[Any]) -> Iterator[Placed]:
    """Yield where statements are, by their keys or those of readings, in the order of their keys."""
    query = select(compared.c.key, compared.c.reading, compared.c.number, compared.c.article)
    for portion in rows.portions(sorted({getattr(one, "reading", one) for one in wanted})):
        for row in connection.execute(query.where(column.in_(portion)).order_by(compared.c.key)):
            yield Placed(*row)


def _portions(several: Iterable[Sequence[int]], size: int = 500) -> Iterator[list[Sequence[int]]]:
    """Yield sets of statements in lists of so many statements, or of one set."""
    waiting, count = list[Sequence[int]](), 0
    for together in several:
        if waiting and count + len(together) > size:
            yield waiting
            waiting, count = [], 0
        waiting.append(together)
        count += len(together)
    if waiting:
        yield waiting


def _kept(connection: Connection, which: Any) -> Iterator[_Kept]:
    columns = (compared.c.key, compared.c.reading, compared.c.number, compared.c.article)
    query = select(*columns, compared.c.stems, compared.c.vectors).where(which).order_by(compared.c.key)
    for key, reading, number, article, stems, vectors in connection.execute(query):
        yield _Kept(key, reading, number, article, frozenset(stems.split()), vectors)


def _of_keys(connection: Connection, wanted: Iterable[int]) -> Iterator[_Kept]:
    for portion in rows.portions(sorted(wanted)):
        yield from _kept(connection, compared.c.key.in_(portion))


def _holders(connection: Connection, hashes: Sequence[int]) -> Iterator[tuple[int, set[int]]]:
    """Yield who is kept under each key, unless they are too many to tell anything."""
    query = select(compared_keys.c.hash, compared_keys.c.statement)
    for portion in rows.portions(hashes):
        found: dict[int, set[int]] = defaultdict(set)
        for hashed, statement in connection.execute(query.where(compared_keys.c.hash.in_(portion))):
            found[hashed].add(statement)
        yield from ((hashed, some) for hashed, some in found.items() if len(some) <= COMMON)


def _worth(one: _Kept, others: Sequence[_Kept]) -> Iterator[_Kept]:
    """Yield those that have enough in common with a statement to be looked at closely."""
    if not others:
        return
    whole = unpacked(b"".join(other.packed for other in others)) @ unpacked(one.packed).T
    ends = np.cumsum([0, *(len(other.packed) // WIDTH for other in others)])
    close = np.maximum.reduceat(whole.max(axis=1), ends[:-1]) >= LEAST_COSINE
    for other, alike in zip(others, close.tolist(), strict=True):
        if alike or weight(one.stems & other.stems) >= LEAST_SHARED:
            yield other


def _long_apart(a: Side, b: Side) -> bool:
    """Say whether days alone keep all parts of two statements from being one utterance.

    ``cannot_be_one`` says so of each two parts, for parts that share a long run lie in wholes that do.
    """
    if days_between(a.published, b.published) <= FAR:
        return False
    runs, others = (set(zip(*(one.stems[at:] for at in range(LONG_RUN)), strict=False)) for one in (a, b))
    return runs.isdisjoint(others)


def _relation_values(found: Relation, one: int, other: int, id_of_one: str) -> dict[str, Any]:
    """Return a relation as a row; of a response, ``one`` is what is answered."""
    if found.kind is RelationKind.RESPONDS and found.a != id_of_one:
        one, other = other, one
    return {
        "one": one,
        "other": other,
        "kind": str(found.kind),
        "confidence": found.confidence,
        "reasons": json.dumps(found.reasons, ensure_ascii=False),
    }


def _withdraw(connection: Connection, superseded: Sequence[int]) -> set[int]:
    """Take the statements of readings out that are no longer the newest; return whom they were linked to."""
    gone: dict[int, list[int]] = {}
    query = select(compared.c.key, compared.c.hashes)
    for portion in rows.portions(superseded):
        for key, hashes in connection.execute(query.where(compared.c.reading.in_(portion))):
            gone[key] = np.frombuffer(hashes, dtype=np.int64).tolist()
    linked = hanging_together.near(connection, sorted(gone), 0.0)
    linked |= _shown_with(connection, sorted(gone))
    for key, hashes in gone.items():
        held = compared_keys.c.hash.in_(hashes) & (compared_keys.c.statement == key)
        connection.execute(delete(compared_keys).where(held))
    for portion in rows.portions(sorted(gone)):
        _forget(connection, portion)
        for table in (likely, relations):
            ends = table.c.one.in_(portion) | table.c.other.in_(portion)
            connection.execute(delete(table).where(ends))
        connection.execute(delete(compared).where(compared.c.key.in_(portion)))
    return linked - gone.keys()


def _shown_with(connection: Connection, statements: Sequence[int]) -> set[int]:
    """Return the statements that are shown in one utterance with some, if only by somebody's decision."""
    found: set[int] = set()
    other = members.alias()
    for portion in rows.portions(statements):
        query = select(other.c.statement).join(members, members.c.shown == other.c.shown)
        found |= set(connection.scalars(query.where(members.c.statement.in_(portion))))
    return found


def _forget(connection: Connection, statements: Sequence[int]) -> None:
    for portion in rows.portions(statements):
        connection.execute(delete(members).where(members.c.statement.in_(portion)))


def _closed(known: dict[int, Compared], links: Links_, judged: Decided) -> list[dict[str, Any]]:
    """Return the rows of the utterances among statements, as the machine finds them and as they are shown."""
    sides = {key * _PARTS + n: side for key, one in known.items() for n, side in enumerate(one.sides)}

    def barred(one: int, other: int) -> bool:
        return cannot_be_one(sides[min(one, other)], sides[max(one, other)])

    parts = [part for key, one in known.items() for part in one.parts(key * _PARTS)]
    keys_ = {one.statement: key for key, one in known.items()}
    same, apart = judged.among(keys_.keys())
    machine = groups(parts, links, barred)
    shown = groups(parts, links, barred, same, apart) if same or apart else machine
    about = {statement for pair in (*same, *apart) for statement in pair}
    days = {one.statement: one.whole.said.article.published or "9" for one in known.values()}
    return _members(machine, shown, keys_, days, about)


def _links(connection: Connection, several: Sequence[Sequence[int]]) -> list[Links_]:
    """Return the likely links in each of some sets of statements, by the keys of their parts."""
    place = {one: number for number, together in enumerate(several) for one in together}
    found: list[Links_] = [{} for _ in several]
    for portion in rows.portions(sorted(place)):
        for row in connection.execute(select(likely).where(likely.c.one.in_(portion))):
            if place.get(row.other) == place[row.one]:
                for one, other, probability in json.loads(row.parts):
                    pair = row.one * _PARTS + one, row.other * _PARTS + other
                    found[place[row.one]][pair] = probability
    return found


def _members(
    machine: Sequence[Group],
    shown: Sequence[Group],
    keys_: dict[Statement, int],
    days: dict[Statement, str],
    about: set[Statement],
) -> list[dict[str, Any]]:
    """Return the rows of pieces that are of an utterance with several reports."""
    found = {key: (name, sure) for name, sure, _, key in _named(machine, days)}
    made = []
    for name, sure, piece, key in _named(shown, days):
        own, own_sure = found[key]
        if name is None and own is None:
            continue
        alone = _name(piece)
        made.append(
            {
                "statement": keys_[piece.statement],
                "first": piece.first,
                "last": piece.last,
                "content": json.dumps([[span.start, span.end] for span in piece.content]),
                "utterance": own or alone,
                "confidence": round(own_sure if own else sure, 4),
                "shown": name or alone,
                "decided": piece.statement in about,
                "later": name is not None and name != alone,
                "report": alone,
            }
        )
    return made


def _named(
    found: Sequence[Group], days: dict[Statement, str]
) -> Iterator[tuple[str | None, float, Piece, tuple[Statement, int]]]:
    """Yield each piece with the name of its utterance, none where it is the only report of it."""
    for group in found:
        first = min(group.pieces, key=lambda piece: (days[piece.statement], piece.statement, piece.first))
        several = len({piece.statement for piece in group.pieces}) > 1
        for piece in group.pieces:
            yield _name(first) if several else None, group.confidence, piece, (piece.statement, piece.first)


def _name(piece: Piece) -> str:
    """Return the id of the utterance whose first report a piece is."""
    return copies.name(*piece.statement, piece.first)
