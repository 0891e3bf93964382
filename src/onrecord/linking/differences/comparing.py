"""From an alignment to edits: stretches of both wordings, each with what was done there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from onrecord.linking.differences.alignment import Column, align, same
from onrecord.linking.differences.backshift import introduces, is_pronoun, shifts
from onrecord.linking.differences.edits import COMPARABLE, Changed, Differences, Edit, EditKind, Standout
from onrecord.linking.differences.spelling import fold
from onrecord.linking.differences.standing_out import Item, Marked, changed, moved
from onrecord.linking.differences.tokens import CLAUSE_ENDS, ENDS, Sort, Token, joined, tokens
from onrecord.linking.said import Said
from onrecord.model import Quote, Span, Spans

_QUIET = frozenset({EditKind.SAME, EditKind.BACKSHIFT, EditKind.SPELLING, EditKind.PUNCTUATION})
_LEFT_OUT = frozenset({EditKind.ELLIPSIS, EditKind.TRUNCATED_START, EditKind.TRUNCATED_END})


def differences(a: Said, b: Said) -> Differences:
    """Return the edits that make the second wording of the first.

    Every word and mark of both contents is in one edit, in order, but for quotation marks and for commas and
    full stops that the surrounding sentence made.
    """
    return _Comparison(a, b).result()


@dataclass
class _Stretch:
    """Tokens of both wordings that are dealt with as one; ``matched`` if all of them have their fellow."""

    a: list[Token] = field(default_factory=list)
    b: list[Token] = field(default_factory=list)
    matched: bool = True

    def words(self) -> tuple[list[Token], list[Token]]:
        return [one for one in self.a if one.sort == Sort.WORD], [
            one for one in self.b if one.sort == Sort.WORD
        ]


class _Comparison:
    """Two wordings on the way to their edits."""

    def __init__(self, a: Said, b: Said) -> None:
        self.saids = a, b
        first, second = tokens(a), tokens(b)
        self.tokens = joined(first, second), joined(second, first)
        self.marked = Marked(a, self.tokens[0]), Marked(b, self.tokens[1])
        self.quoting = self._quoting(0), self._quoting(1)
        self.indirect = any(one.statement.attribution.quote == Quote.INDIRECT for one in (a, b))

    def result(self) -> Differences:
        columns = align(*self.tokens)
        stretches = _without_lone_marks(list(self._stretches(self._kept(columns))))
        shared = self._shared(stretches)
        moved_ = moved(*self.marked, *self.tokens) if self.indirect else frozenset()
        edits = [
            self._edit(kind, one, moved_ if shared >= COMPARABLE else None)
            for kind, one in self._kinds(stretches)
        ]
        return Differences(*self.saids, tuple(edits), self.quoting, shared)

    def _quoting(self, side: int) -> bool:
        return any(one.quoted for one in self.tokens[side] if one.sort == Sort.WORD)

    # -- stretches -----------------------------------------------------------------------------------

    def _kept(self, columns: list[Column]) -> list[Column]:
        """Leave out the marks that the surrounding sentence made and the other version has no fellow for."""
        edges = [[one.edge for one in side] for side in self.tokens]
        return [
            (i, j)
            for i, j in columns
            if (i is not None and j is not None) or not (edges[0][i] if i is not None else edges[1][j or 0])
        ]

    def _stretches(self, columns: list[Column]) -> Iterator[_Stretch]:
        """Yield the smallest stretches, then all that stands between two matched ones as one."""
        units = self._units(columns)
        open_ = _Stretch()
        for group in _groups(columns, units):
            one = self._stretch(group)
            if one.matched:
                if open_.a or open_.b:
                    yield open_
                    open_ = _Stretch()
                yield one
            else:
                open_ = _Stretch(open_.a + one.a, open_.b + one.b, False)
        if open_.a or open_.b:
            yield open_

    def _stretch(self, group: Sequence[Column]) -> _Stretch:
        a, b = self.tokens
        ours, theirs = [a[i] for i, _ in group if i is not None], [b[j] for _, j in group if j is not None]
        return _Stretch(ours, theirs, all(i is not None and j is not None for i, j in group))

    def _units(self, columns: list[Column]) -> tuple[list[int], list[int]]:
        """Return the unit of each token; a pair of brackets that one version alone has is one unit."""
        matched = (
            {i for i, j in columns if i is not None and j is not None},
            {j for i, j in columns if i is not None and j is not None},
        )
        return _units_of(self.tokens[0], matched[0]), _units_of(self.tokens[1], matched[1])

    def _shared(self, stretches: Sequence[_Stretch]) -> float:
        """Return the largest share of one version's words, or of those that it quotes, that the other has."""
        together = [one for one in stretches if one.matched]
        shares = [0.0]
        for side in (0, 1):
            words = [one for one in self.tokens[side] if one.sort == Sort.WORD]
            found = [word for one in together for word in one.words()[side]]
            shares += [len(found) / len(words)] if words else []
            quoted = sum(word.quoted for word in words)
            shares += [sum(word.quoted for word in found) / quoted] if quoted > 1 else []
        return max(shares)

    # -- kinds ---------------------------------------------------------------------------------------

    def _kinds(self, stretches: list[_Stretch]) -> Iterator[tuple[EditKind, _Stretch]]:
        """Yield each stretch with what was done there, like neighbours as one."""
        words = [at for at, one in enumerate(stretches) if one.matched and one.words()[0]]
        first, last = (words[0], words[-1]) if words else (len(stretches), -1)
        named = [
            pair
            for at, one in enumerate(stretches)
            for pair in self._named(one, at < first, at > last, _neighbour(stretches, at, at < first))
        ]
        for (kind, _), group in groupby(named, key=_alike):
            ones = [one for _, one in group]
            yield kind, _Stretch([x for one in ones for x in one.a], [x for one in ones for x in one.b])

    def _named(
        self, one: _Stretch, starts: bool, ends: bool, beside: _Stretch | None
    ) -> list[tuple[EditKind, _Stretch]]:
        if one.matched:
            return [(self._matched(one), one)]
        ours, theirs = one.words()
        bare = self._bare(one)
        if bare:
            return [(bare, one)]
        if starts != ends and ours and theirs and _of_sentences(one, starts, beside):
            kind = EditKind.TRUNCATED_START if starts else EditKind.TRUNCATED_END
            return [(kind, _Stretch(one.a, [], False)), (kind, _Stretch([], one.b, False))]
        frame = all(self.quoting) and not any(word.quoted for word in ours or theirs)
        if starts != ends and not (ours and theirs) and not frame:
            return [(EditKind.TRUNCATED_START if starts else EditKind.TRUNCATED_END, one)]
        if ours and theirs:
            return [(EditKind.BACKSHIFT if self._is_named_for(ours, theirs) else EditKind.ALTERED, one)]
        return [(EditKind.DROPPED if ours else EditKind.ADDED, one)]

    def _bare(self, one: _Stretch) -> EditKind | None:
        """Return the kind of a stretch that marks alone decide: brackets, dots, punctuation, *that*."""
        ours, theirs = one.words()
        if _is_bracketed(one.a) or _is_bracketed(one.b):
            return EditKind.BRACKETED
        if _are_dots(one.a, one.b) or _are_dots(one.b, one.a):
            return EditKind.ELLIPSIS
        if not ours and not theirs:
            return EditKind.PUNCTUATION
        alone = ours or theirs if not (ours and theirs) else []
        if alone and all(introduces(word.form) and not word.quoted for word in alone):
            return EditKind.BACKSHIFT
        return None

    def _matched(self, one: _Stretch) -> EditKind:
        """Return how the words that have their fellows are written."""
        printed = self._printed(0, one.a), self._printed(1, one.b)
        if printed[0] == printed[1]:
            return EditKind.SAME
        pairs = list(zip(one.a, one.b, strict=True))
        if any(x.bracket >= 0 and x.sort == Sort.BRACKET for x in (*one.a, *one.b)) or "[" in "".join(
            printed
        ):
            return EditKind.BRACKETED
        if all(same(x, y) for x, y in pairs):
            if all(x.sort == Sort.MARK for x in one.a):
                return EditKind.SAME
            return (
                EditKind.PUNCTUATION if printed[0].casefold() == printed[1].casefold() else EditKind.SPELLING
            )
        if all(same(x, y) or shifts(x, y) for x, y in pairs):
            return EditKind.BACKSHIFT
        return EditKind.ALTERED

    def _printed(self, side: int, some: Sequence[Token]) -> str:
        """Return what was printed, with one shape for apostrophes, dashes, dots and spaces."""
        if not some:
            return ""
        text = self.saids[side].article.text
        if all(one.sort in (Sort.MARK, Sort.DOTS) for one in some):
            return "".join(one.form for one in some)
        pieces = text[some[0].start : some[-1].end]
        return " ".join(
            pieces.translate({0x2019: "'", 0x2018: "'", 0x02BC: "'", 0x2010: "-", 0x2011: "-"}).split()
        )

    def _is_named_for(self, ours: Sequence[Token], theirs: Sequence[Token]) -> bool:
        """Say whether one version has the speaker's name where the other has a pronoun."""
        return any(
            all(is_pronoun(word.form) for word in some) and self._are_speaker(other, 1 - side)
            for side, (some, other) in enumerate(((ours, theirs), (theirs, ours)))
        )

    def _are_speaker(self, words: Sequence[Token], side: int) -> bool:
        speaker = self.saids[side].speaker
        if speaker is None or any(word.quoted for word in words):
            return False
        names = {fold(part.strip(".")) for name in speaker.names for part in name.split()} | {
            "mr",
            "mrs",
            "ms",
            "'s",
        }
        return all(word.form in names for word in words)

    # -- edits ---------------------------------------------------------------------------------------

    def _edit(self, kind: EditKind, one: _Stretch, moved_: frozenset[Item] | None) -> Edit:
        """Return the edit of a stretch; nothing stands out where ``moved_`` is None."""
        words = tuple(self._changed(kind, one, moved_)) if kind not in _QUIET and moved_ is not None else ()
        kinds = tuple(dict.fromkeys(word.kind for word in words))
        quoted = any(x.quoted for x in one.a), any(x.quoted for x in one.b)
        return Edit(kind, _spans(one.a), _spans(one.b), kinds, words, quoted)

    def _changed(self, kind: EditKind, one: _Stretch, moved_: frozenset[Item]) -> Iterator[Changed]:
        ours, theirs = one.a, one.b
        retold = _is_retold(ours, theirs, self.quoting)
        if kind in _LEFT_OUT or retold:
            ours, theirs = (_near(some, kind, self.tokens[side]) for side, some in enumerate((ours, theirs)))
        left = [x for x in ours if not self._is_moved(0, x, moved_)]
        right = [x for x in theirs if not self._is_moved(1, x, moved_)]
        for word in changed(*self.marked, left, right):
            if kind in _LEFT_OUT and word.kind in (Standout.NAME, Standout.NUMBER):
                continue
            swapped = bool(word.a and word.b)
            if swapped or word.kind != Standout.NAME or not (retold or kind == EditKind.BRACKETED):
                yield word

    def _is_moved(self, side: int, one: Token, moved_: frozenset[Item]) -> bool:
        return bool(moved_) and any(item in moved_ for item in self.marked[side].items([one]))


def _without_lone_marks(stretches: list[_Stretch]) -> list[_Stretch]:
    """Take marks that match between two stretches that do not, with these, as one stretch."""
    found: list[_Stretch] = []
    for at, one in enumerate(stretches):
        lone = one.matched and not one.words()[0] and 0 < at < len(stretches) - 1
        lone = lone and not stretches[at - 1].matched and not stretches[at + 1].matched
        before = found[-1] if found else None
        if before and not before.matched and (lone or not one.matched):
            found[-1] = _Stretch(before.a + one.a, before.b + one.b, False)
        else:
            found.append(one)
    return found


def _groups(columns: list[Column], units: tuple[list[int], list[int]]) -> Iterator[list[Column]]:
    """Yield runs of columns that no unit of either wording reaches over."""
    last = [{unit: at for at, unit in enumerate(side)} for side in units]
    order = {(side, i): at for at, pair in enumerate(columns) for side, i in enumerate(pair) if i is not None}
    ends = [-1] * len(columns)
    for at, pair in enumerate(columns):
        for side, i in enumerate(pair):
            if i is not None:
                ends[at] = max(ends[at], order.get((side, last[side][units[side][i]]), at))
    group: list[Column] = []
    reach = -1
    for at, pair in enumerate(columns):
        group.append(pair)
        reach = max(reach, ends[at])
        if reach <= at:
            yield group
            group = []
    if group:
        yield group


def _units_of(some: Sequence[Token], matched: set[int]) -> list[int]:
    alone = {
        one.bracket
        for at, one in enumerate(some)
        if one.sort == Sort.BRACKET and one.form in "[(" and at not in matched
    }
    return [-1 - one.bracket if one.bracket in alone and one.bracket >= 0 else one.unit for one in some]


def _is_bracketed(some: Sequence[Token]) -> bool:
    """Say whether all words of one version stand in brackets that the other has not."""
    if not any(one.sort == Sort.BRACKET for one in some):
        return False
    return all(one.bracket >= 0 or one.sort == Sort.MARK for one in some)


def _are_dots(some: Sequence[Token], other: Sequence[Token]) -> bool:
    """Say whether dots stand in one version for the words of the other."""
    if not any(one.sort == Sort.DOTS for one in some):
        return False
    here, there = (sum(one.sort == Sort.WORD for one in side) for side in (some, other))
    return there > 0 and (not here or there >= 2 * here + 3)


def _of_sentences(one: _Stretch, starts: bool, beside: _Stretch | None) -> bool:
    """Say whether at an end of the wordings each has whole sentences that the other has not."""
    at = -1 if starts else 0
    parted = beside is not None and all(_is_end(side[-1 - at]) for side in (beside.a, beside.b) if side)
    return parted or all(_is_end(side[at]) for side in (one.a, one.b))


def _neighbour(stretches: Sequence[_Stretch], at: int, starts: bool) -> _Stretch | None:
    """Return the stretch between this one and what both wordings have."""
    near = at + 1 if starts else at - 1
    return stretches[near] if 0 <= near < len(stretches) else None


def _alike(pair: tuple[EditKind, _Stretch]) -> tuple[EditKind, bool]:
    """Neighbours of one kind are one edit; of what each version leaves out at an end there are two."""
    kind, one = pair
    return kind, kind in _LEFT_OUT and not one.a


def _is_end(one: Token) -> bool:
    return one.sort == Sort.MARK and one.form in ENDS


def _near(some: Sequence[Token], kind: EditKind, whole: Sequence[Token]) -> list[Token]:
    """Return the words left out that stand in a clause with what was kept: only they change its sense."""
    if not some:
        return []
    first, last = whole.index(some[0]), whole.index(some[-1])
    stretch = list(whole[first : last + 1])
    breaks = [at for at, one in enumerate(stretch) if _parts(one)]
    head = stretch[: breaks[0]] if breaks else stretch
    tail = stretch[breaks[-1] + 1 :] if breaks else stretch
    if first == 0 or kind == EditKind.TRUNCATED_START or _parts(whole[first - 1]):
        head = []
    if last + 1 == len(whole) or kind == EditKind.TRUNCATED_END or _parts(whole[last + 1]):
        tail = []
    return [one for one in stretch if one in head or one in tail]


def _is_retold(ours: Sequence[Token], theirs: Sequence[Token], quoting: tuple[bool, bool]) -> bool:
    """Say whether a version tells here in the reporter's own words, where a name may stand for a pronoun."""
    words = [[one.quoted for one in side if one.sort == Sort.WORD] for side in (ours, theirs)]
    return not all(quoting) or any(side and not any(side) for side in words)


def _parts(one: Token) -> bool:
    """Say whether a mark parts two clauses."""
    return one.sort in (Sort.MARK, Sort.DOTS) and one.form in CLAUSE_ENDS


def _spans(some: Sequence[Token]) -> Spans:
    """Return the places of tokens: one span for those in one stretch of the content."""
    pieces = [list(group) for _, group in groupby(some, key=lambda one: one.piece)]
    return tuple(Span(group[0].start, group[-1].end) for group in pieces)
