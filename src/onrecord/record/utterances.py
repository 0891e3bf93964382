"""Find which statements of newest readings report one utterance, and how the others stand to each other.

Invariants: what is compared, and how probable it is, follows from two articles alone; what is one utterance
follows from all statements that may be linked, and from no order of adding.  An article touches the
statements that share a key with its own, each found by an index, and the groups that these are in.
"""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, delete, insert, select

from onrecord.linking.content import weight
from onrecord.linking.relations import related, responds_within
from onrecord.linking.utterances.closure import Group, Piece, Statement, groups
from onrecord.linking.utterances.evidence import cannot_be_one
from onrecord.linking.utterances.keys import keys, looked_up
from onrecord.linking.utterances.scoring import LEAST_COSINE, LEAST_SHARED
from onrecord.linking.utterances.speakers import Speakers, speakers
from onrecord.linking.utterances.vectors import Floats, packed, unpacked
from onrecord.linking.utterances.weighing import Compared, weighed
from onrecord.model import ReadArticle, Relation, RelationKind
from onrecord.record import copies, rows
from onrecord.record.entering import Entered
from onrecord.record.link_tables import compared, compared_keys, likely, members, relations
from onrecord.record.tables import articles, readings
from onrecord.record.utterance_judging import Decided, decided

FLOOR = 0.2
"""Probability from which two statements are looked at together."""
MOST = 300
"""Statements that are closed together; where more hang together, only those by a surer link."""
_SURER = (0.35, 0.5, 0.7, 0.9, 0.97)
COMMON = 400
"""Statements that share a key above which the key tells nothing: a page's stock phrase."""
_REMEMBERED = 400
"""Articles whose statements are kept at hand between two batches."""
_PARTS = 1 << 20
"""Keys of parts are the statement's key times this, and the part's number."""
_PAGE = 64
_SAME = {Speakers.SAME: 0.97, Speakers.NEAR: 0.5, Speakers.UNKNOWN: 0.3, Speakers.APART: 0.02}
"""How probable it is that two speakers are one."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A statement as the record keeps it for comparison."""

    key: int
    reading: int
    number: int
    article: int
    stems: frozenset[str]
    packed: bytes

    @property
    def vectors(self) -> Floats:
        """The vectors of its parts, a row each."""
        return unpacked(self.packed)


class Links:
    """Links the statements of one record; remembers the articles looked at last."""

    def __init__(self) -> None:
        self._read: OrderedDict[int, ReadArticle] = OrderedDict()
        self._sides: dict[int, dict[int, Compared]] = {}

    def link(
        self, connection: Connection, entered: Sequence[Entered], superseded: Sequence[int] = ()
    ) -> None:
        """Link the statements of articles' newest readings, in the place of superseded ones."""
        try:
            self._link(connection, entered, superseded)
        except BaseException:  # what was remembered of readings that are now rolled back
            self._read.clear()
            self._sides.clear()
            raise

    def _link(self, connection: Connection, entered: Sequence[Entered], superseded: Sequence[int]) -> None:
        touched = _withdraw(connection, superseded)
        fresh: list[_Kept] = []
        for one in entered:
            self._remember(one.reading, one.read)
            fresh += self._note(connection, one)
            self._answer(connection, one)
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
        judged = decided(connection)
        done: set[int] = set()
        for start in sorted(touched):
            if start not in done:
                together = _together(connection, start, judged)
                done |= together
                if len(together) > 1:
                    self._close(connection, sorted(together), judged)
                else:
                    _forget(connection, [start])
        return done

    # -- beneath -----------------------------------------------------------------------------------

    def _note(self, connection: Connection, one: Entered) -> list[_Kept]:
        """Keep an article's statements, each with its keys."""
        numbered = [(n, Compared(one.read, n)) for n in range(len(one.read.statements))]
        self._sides[one.reading] = {n + 1: statement for n, statement in numbered}
        values: list[dict[str, Any]] = [
            {
                "reading": one.reading,
                "number": n + 1,
                "article": one.article,
                "stems": " ".join(statement.telling()),
                "vectors": b"".join(packed(side.vector) for side in statement.sides),
                "hashes": keys(statement.whole),
            }
            for n, statement in numbered
        ]
        if not values:
            return []
        told = [{**value, "hashes": np.array(value["hashes"], dtype=np.int64).tobytes()} for value in values]
        connection.execute(insert(compared), told)
        kept = list(_kept(connection, compared.c.reading == one.reading))
        made = [
            {"hash": hashed, "statement": row.key}
            for row, value in zip(kept, values, strict=True)
            for hashed in value["hashes"]
        ]
        if made:
            connection.execute(insert(compared_keys), made)
        return kept

    def _answer(self, connection: Connection, one: Entered) -> None:
        """Note which of an article's statements answer which."""
        keys_ = {
            f"{one.read.article.id}-{row.number}": row.key
            for row in _kept(connection, compared.c.reading == one.reading)
        }
        said = [statement.whole.said for statement in self._sides.get(one.reading, {}).values()]
        told = [
            _relation_values(found, keys_[found.a], keys_[found.b], found.a)
            for found in responds_within(said)
        ]
        if told:
            connection.execute(insert(relations), told)

    def _compare(self, connection: Connection, fresh: Sequence[_Kept]) -> set[int]:
        """Weigh statements against all that share a key with them; return which have a likely link."""
        self._load(connection, {one.reading for one in fresh})
        touched = {one.key for one in fresh}
        candidates = self._candidates(connection, fresh)
        found = {
            row.key: row
            for row in _of_keys(connection, {key for some in candidates.values() for key in some})
        }
        worth = [(one, found[key]) for one in fresh for key in sorted(candidates[one.key])]
        worth = [(one, other) for one, other in worth if _worth(one, other)]
        pairs, related_ = list[dict[str, Any]](), list[dict[str, Any]]()
        for some in rows.portions(sorted(worth, key=lambda pair: pair[1].reading)):
            self._load(connection, {row.reading for pair in some for row in pair})
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
            for hashed in looked_up(self._statement(one).whole):
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
        found = weighed(self._statement(one), self._statement(other))
        if not found:
            return []
        best = max(pair.probability for pair in found)
        parts = json.dumps(found, separators=(",", ":"))
        return [{"one": one.key, "other": other.key, "probability": best, "parts": parts}]

    def _relate(self, one: _Kept, other: _Kept) -> Iterator[dict[str, Any]]:
        a, b = self._statement(one).whole, self._statement(other).whole
        if not (a.said.statement.attribution.communicated and b.said.statement.attribution.communicated):
            return
        same = _SAME[speakers(a.said, b.said)]
        for found in related(a.said, b.said, same, float(a.vector @ b.vector)):
            if found.kind is not RelationKind.RESPONDS:  # across articles, answers were mostly none
                yield _relation_values(found, one.key, other.key, a.said.statement.id)

    def _when(self, row: _Kept) -> tuple[str, Statement]:
        """Return by what two statements are told in order, whichever of them was added first."""
        one = self._statement(row)
        return one.whole.said.article.published or "9", one.statement

    def _close(self, connection: Connection, together: Sequence[int], judged: Decided) -> None:
        """Write the utterances among statements, as the machine finds them and as they are shown."""
        found = {row.key: row for row in _of_keys(connection, together)}
        self._load(connection, {row.reading for row in found.values()})
        known = {key: self._statement(row) for key, row in found.items()}
        sides = {key * _PARTS + n: side for key, one in known.items() for n, side in enumerate(one.sides)}

        def barred(one: int, other: int) -> bool:
            return cannot_be_one(sides[min(one, other)], sides[max(one, other)])

        parts = [part for key, one in known.items() for part in one.parts(key * _PARTS)]
        links = dict(_links(connection, together))
        keys_ = {one.statement: key for key, one in known.items()}
        same, apart = judged.among(keys_.keys())
        machine = groups(parts, links, barred)
        shown = groups(parts, links, barred, same, apart) if same or apart else machine
        about = {statement for pair in (*same, *apart) for statement in pair}
        _forget(connection, together)
        days = {one.statement: one.whole.said.article.published or "9" for one in known.values()}
        if values := _members(machine, shown, keys_, days, about):
            copies.tell(connection, values, {key: row.article for key, row in found.items()})
            connection.execute(insert(members), values)

    def _statement(self, row: _Kept) -> Compared:
        known = self._sides.setdefault(row.reading, {})
        if row.number not in known:
            known[row.number] = Compared(self._read[row.reading], row.number - 1)
        return known[row.number]

    def _remember(self, reading: int, read: ReadArticle) -> None:
        self._read[reading] = read
        self._read.move_to_end(reading)

    def _load(self, connection: Connection, wanted: set[int]) -> None:
        """Have the articles of readings at hand; those not asked for longest are let go."""
        for reading in sorted(wanted & self._read.keys()):
            self._read.move_to_end(reading)
        for portion in rows.portions(sorted(wanted - self._read.keys()), 100):
            page = connection.execute(rows.newest().where(readings.c.key.in_(portion))).all()
            for row, read in zip(page, rows.readings_of(connection, page), strict=True):
                self._remember(row.reading, read)
        while len(self._read) > max(_REMEMBERED, len(wanted)):
            gone, _ = self._read.popitem(last=False)
            self._sides.pop(gone, None)


def _page(after: int) -> Select[Any]:
    newest = rows.newest()
    return newest.where(newest.selected_columns.key > after).order_by(articles.c.key).limit(_PAGE)


def _kept(connection: Connection, which: Any) -> Iterator[_Kept]:
    for row in connection.execute(select(compared).where(which).order_by(compared.c.key)):
        stems = frozenset(row.stems.split())
        yield _Kept(row.key, row.reading, row.number, row.article, stems, row.vectors)


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


def _worth(one: _Kept, other: _Kept) -> bool:
    """Say whether two statements have enough in common to be looked at closely."""
    if weight(one.stems & other.stems) >= LEAST_SHARED:
        return True
    return bool((one.vectors @ other.vectors.T).max() >= LEAST_COSINE)


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
    linked = {other for key in gone for other, _ in _near(connection, [key], 0.0)}
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


def _together(connection: Connection, start: int, judged: Decided) -> set[int]:
    """Return the statements that hang together with one by likely links, or by what people decided.

    Where they are too many, by surer links alone: so what hangs together is the same from wherever one
    starts.
    """
    for floor in (FLOOR, *_SURER):
        found, edge = {start}, {start}
        while edge and len(found) <= MOST:
            near = {other for other, _ in _near(connection, sorted(edge), floor)}
            edge = (near | judged.beside(edge)) - found
            found |= edge
        if len(found) <= MOST:
            return found
    return {start}


def _near(connection: Connection, statements: Sequence[int], floor: float) -> Iterator[tuple[int, float]]:
    """Yield the statements that some may be linked with, and how probably."""
    for portion in rows.portions(statements):
        for mine, theirs in ((likely.c.one, likely.c.other), (likely.c.other, likely.c.one)):
            query = select(theirs, likely.c.probability)
            found = connection.execute(query.where(mine.in_(portion), likely.c.probability >= floor))
            yield from ((key, probability) for key, probability in found)


def _links(connection: Connection, together: Sequence[int]) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the likely links among statements, by the keys of their parts."""
    inside = set(together)
    for portion in rows.portions(together):
        for row in connection.execute(select(likely).where(likely.c.one.in_(portion))):
            if row.other in inside:
                for one, other, probability in json.loads(row.parts):
                    yield (row.one * _PARTS + one, row.other * _PARTS + other), probability


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
