"""How several reports of one utterance differ, in a few terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.linking.differences.edits import DifferenceKind, Differences, Edit, EditKind
from onrecord.model import Quote

_KINDS = {
    EditKind.DROPPED: DifferenceKind.ALTERED_WORDS,
    EditKind.ADDED: DifferenceKind.ALTERED_WORDS,
    EditKind.ALTERED: DifferenceKind.ALTERED_WORDS,
    EditKind.BRACKETED: DifferenceKind.BRACKETED,
    EditKind.ELLIPSIS: DifferenceKind.ELLIPSIS,
    EditKind.TRUNCATED_START: DifferenceKind.TRUNCATED,
    EditKind.TRUNCATED_END: DifferenceKind.TRUNCATED,
    EditKind.PUNCTUATION: DifferenceKind.DIFFERENT_PUNCTUATION,
    EditKind.SPELLING: DifferenceKind.DIFFERENT_PUNCTUATION,
}


_CHANGED = frozenset({EditKind.DROPPED, EditKind.ADDED, EditKind.ALTERED})
_CUT = frozenset({DifferenceKind.ALTERED_WORDS, DifferenceKind.TRUNCATED})


def summary(*pairs: Differences) -> tuple[DifferenceKind, ...]:
    """Return the terms that hold of any of the pairs; empty where no version quotes.

    ``IDENTICAL`` stands alone or with ``DIRECT_VS_INDIRECT``: all versions that quote have the same words.
    """
    found = {kind for pair in pairs for kind in _of(pair)}
    if found - {DifferenceKind.IDENTICAL, DifferenceKind.DIRECT_VS_INDIRECT}:
        found.discard(DifferenceKind.IDENTICAL)
    return tuple(kind for kind in DifferenceKind if kind in found)


def _of(pair: Differences) -> Iterator[DifferenceKind]:
    if not any(pair.quoting):
        return
    if not all(pair.quoting) or _is_retold(pair):
        yield DifferenceKind.DIRECT_VS_INDIRECT
    if all(pair.quoting) and not (_is_retold(pair) and pair.in_other_words):
        kinds = [kind for at in range(len(pair.edits)) if (kind := _kind(pair.edits, at))]
        yield from kinds or [DifferenceKind.IDENTICAL]


def _kind(edits: Sequence[Edit], at: int) -> DifferenceKind | None:
    """Return what an edit does to quoted words; the reporter's own words beside a quotation cut it short."""
    edit = edits[at]
    sides = [quoted for quoted, spans in zip(edit.quoted, (edit.a, edit.b), strict=True) if spans]
    kind = _KINDS.get(edit.kind)
    if kind is None or all(sides):
        return kind
    beside = (edits[near] for near in (at - 1, at + 1) if 0 <= near < len(edits))
    cut = any(sides) and any(near.kind not in _CHANGED and all(near.quoted) for near in beside)
    return DifferenceKind.TRUNCATED if cut and kind in _CUT else None


def _is_retold(pair: Differences) -> bool:
    """Say whether words that one version quotes stand outside the marks of the other."""
    kinds = {one.statement.attribution.quote for one in (pair.a, pair.b)}
    return kinds == {Quote.DIRECT, Quote.MIXED}
