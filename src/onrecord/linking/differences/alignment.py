"""The alignment of two wordings: which token of one is which of the other.

The best global alignment under affine gap costs (Gotoh 1982, J. Mol. Biol. 162), so that what is left out
or changed is one stretch rather than many; a rare word is worth more than a common one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.linking.content import rarity, stem
from onrecord.linking.differences.backshift import partners, shifts
from onrecord.linking.differences.tokens import DASH, Sort, Token

if TYPE_CHECKING:
    import numpy as np

Column = tuple[int | None, int | None]
"""A token of each wording that stand for each other, or one that stands alone."""
_OPEN, _OPEN_AT_ENDS, _GO_ON = 0.45, 0.27, 0.01
_MARK, _ALIKE, _SHIFTED = 0.15, 0.6, 0.45
_BESIDE = 0.02
"""What it is worth that words of one wording stand alone beside such of the other: they are one change."""
_SOFT = (",", ".", ";", DASH)
_MOST = 4_000_000
_EITHER = {
    "'s": ("is", "has"),
    "'d": ("would", "had"),
    "is": ("'s",),
    "has": ("'s",),
    "would": ("'d",),
    "had": ("'d",),
}


def align(a: Sequence[Token], b: Sequence[Token]) -> list[Column]:
    """Return the columns of the alignment, in order; every token of both is in one.

    Beyond some two thousand words on either side only the common beginning and end are matched.
    """
    if not a or not b or len(a) * len(b) > _MOST:
        return list(_ends_alone(a, b))
    return _best(_scores(a, b))


def same(one: Token, other: Token) -> bool:
    """Say whether two tokens are the same word or mark, however they are written."""
    if one.form == other.form:
        return (one.sort == Sort.WORD) == (other.sort == Sort.WORD)
    if one.sort == other.sort == Sort.MARK:
        return (one.edge or other.edge) and one.form in _SOFT and other.form in _SOFT
    return other.form in _EITHER.get(one.form, ())


def _scores(a: Sequence[Token], b: Sequence[Token]) -> np.ndarray:
    """Return what it is worth to match each token of ``a`` with each of ``b``; -1 where they differ."""
    import numpy as np

    scores = np.full((len(a), len(b)), -1.0)
    places, stems = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for j, other in enumerate(b):
        places[other.form].append(j)
        stems[stem(other.form)].append(j)
    for i, one in enumerate(a):
        near = stems[stem(one.form)] if one.sort == Sort.WORD else []
        near = [*near, *(j for form in _forms(one) for j in places[form])]
        for j in near:
            scores[i, j] = max(scores[i, j], _worth(one, b[j]))
    return scores


def _forms(one: Token) -> Iterator[str]:
    """Yield the forms that a token may be matched with."""
    yield one.form
    if one.sort == Sort.MARK:
        yield from _SOFT
    yield from partners(one.form)
    yield from _EITHER.get(one.form, ())


def _worth(one: Token, other: Token) -> float:
    """Return what a match is worth: of words more the rarer they are; -1 where there is none."""
    if one.sort != Sort.WORD or other.sort != Sort.WORD:
        return _MARK if same(one, other) else -1.0
    worth = 0.5 + min(1.5, min(rarity(stem(one.form)), rarity(stem(other.form))) / 4)
    if same(one, other):
        return worth
    if shifts(one, other):
        return _SHIFTED
    return _ALIKE * worth if stem(one.form) == stem(other.form) else -1.0


class _Table:
    """Where the best alignment of two beginnings comes from; row by row, as the scores are read.

    Of a cell there are three alignments: the last two tokens matched (0), the last of the first wording alone
    (1: down), the last of the second alone (2: across).
    """

    def __init__(self, rows: int, columns: int) -> None:
        import numpy as np

        shape = rows + 1, columns + 1
        self.best = np.zeros(shape, dtype=np.uint8)
        self.down = np.zeros(shape, dtype=np.uint8)
        self.across = np.zeros(shape, dtype=np.uint8)

    def columns(self) -> list[Column]:
        """Follow the best alignment from its end to its beginning."""
        row, column = self.best.shape[0] - 1, self.best.shape[1] - 1
        found: list[Column] = []
        now = int(self.best[row, column])
        while row or column:
            if now == 0 and row and column:
                row, column = row - 1, column - 1
                found.append((row, column))
                now = int(self.best[row, column])
            elif (now == 1 and row) or not column:
                now = int(self.down[row, column])
                row -= 1
                found.append((row, None))
            else:
                now = int(self.across[row, column])
                column -= 1
                found.append((None, column))
        return found[::-1]


def _best(scores: np.ndarray) -> list[Column]:
    """Return the alignment of the highest score: row by row, gaps within a row by a running maximum."""
    import numpy as np

    rows, columns = scores.shape
    table, never = _Table(rows, columns), np.full(columns + 1, -1e9)
    matched, down, going = never.copy(), never.copy(), _GO_ON * np.arange(columns + 1)
    matched[0] = 0.0
    across = best = never
    open_down = np.full(columns + 1, _OPEN)
    open_down[[0, -1]] = _OPEN_AT_ENDS
    for row in range(rows + 1):
        if row:
            opened = np.maximum(matched, across + _BESIDE) - open_down
            from_ = np.where(across + _BESIDE > matched, 2, 0)
            table.down[row] = np.where(down - _GO_ON > opened, 1, from_)
            down = np.maximum(down - _GO_ON, opened)
            matched = never.copy()
            matched[1:] = np.where(scores[row - 1] > 0, best[:-1] + scores[row - 1], -1e9)
        opening = _OPEN_AT_ENDS if row in (0, rows) else _OPEN
        before = np.maximum(matched, down + _BESIDE) - opening
        across = never.copy()
        across[1:] = np.maximum.accumulate(before + going)[:-1] - going[:-1]
        from_ = np.where(down + _BESIDE > matched, 1, 0)[:-1]
        table.across[row, 1:] = np.where(across[:-1] - _GO_ON > before[:-1], 2, from_)
        table.best[row] = np.argmax(np.stack((matched, down, across)), axis=0)
        best = np.maximum(np.maximum(matched, down), across)
    return table.columns()


def _ends_alone(a: Sequence[Token], b: Sequence[Token]) -> Iterator[Column]:
    """Yield columns that match the common beginning and end alone."""
    most, head, tail = min(len(a), len(b)), 0, 0
    while head < most and same(a[head], b[head]):
        head += 1
    while tail < most - head and same(a[-1 - tail], b[-1 - tail]):
        tail += 1
    yield from ((at, at) for at in range(head))
    yield from ((at, None) for at in range(head, len(a) - tail))
    yield from ((None, at) for at in range(head, len(b) - tail))
    yield from ((len(a) - tail + at, len(b) - tail + at) for at in range(tail))
