"""What a comparison of two wordings gives: edits with the printed words of both, and what stands out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from onrecord.linking.said import Said
from onrecord.model import Spans


class EditKind(StrEnum):
    """What one edit does on the way from the first wording to the second.

    ``SAME`` changes nothing (nor does the shape of a quotation mark or dash).  ``DROPPED``, ``ADDED`` and
    ``ALTERED`` are words.  ``BRACKETED`` are words in brackets in one version alone.  ``ELLIPSIS`` is an
    omission that dots mark, ``TRUNCATED_START`` and ``TRUNCATED_END`` are unmarked ones at either end; the
    version whose spans are fewer left the words out.  ``PUNCTUATION`` is marks and capitals, ``SPELLING``
    the same words written otherwise (British, contracted, in digits, with hyphens).  ``BACKSHIFT`` is what
    indirect speech does to pronouns, tenses and words of place and time.
    """

    SAME = "same"
    DROPPED = "dropped"
    ADDED = "added"
    ALTERED = "altered"
    BRACKETED = "bracketed"
    ELLIPSIS = "ellipsis"
    TRUNCATED_START = "truncated-start"
    TRUNCATED_END = "truncated-end"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling"
    BACKSHIFT = "backshift"


class Standout(StrEnum):
    """Kinds of words whose change a reader has to see."""

    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    MODAL = "modal"
    QUANTIFIER = "quantifier"


class DifferenceKind(StrEnum):
    """How several reports of one utterance differ, in the terms in which a reader would sum it up."""

    IDENTICAL = "identical"
    TRUNCATED = "truncated"
    ELLIPSIS = "ellipsis"
    BRACKETED = "bracketed"
    ALTERED_WORDS = "altered-words"
    DIFFERENT_PUNCTUATION = "different-punctuation"
    DIRECT_VS_INDIRECT = "direct-vs-indirect"


class Changed(NamedTuple):
    """One word whose change stands out: of what kind, as printed in the first and in the second wording."""

    kind: Standout
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of both wordings: ``a`` and ``b`` are what was printed, empty where one has nothing there.

    ``words`` are the words of ``stands_out`` as printed; ``quoted`` says of each version whether any of its
    words here stand in quotation marks.
    """

    kind: EditKind
    a: Spans
    b: Spans
    stands_out: tuple[Standout, ...] = ()
    words: tuple[Changed, ...] = ()
    quoted: tuple[bool, bool] = (True, True)


@dataclass(frozen=True)
class Differences:
    """Two wordings and the edits between them, in the order of the first.

    ``quoting`` says of each whether it has words in quotation marks; ``shared`` is the share, from 0 to 1, of
    the shorter one's words that the other has too, in the same order.
    """

    a: Said
    b: Said
    edits: tuple[Edit, ...]
    quoting: tuple[bool, bool]
    shared: float

    @property
    def in_other_words(self) -> bool:
        """Say whether so little is shared that a comparison word by word tells nothing."""
        return self.shared < COMPARABLE

    @property
    def stands_out(self) -> tuple[Standout, ...]:
        """Return what stands out in any edit, each kind once."""
        found = {kind for edit in self.edits for kind in edit.stands_out}
        return tuple(kind for kind in Standout if kind in found)

    def changes(self) -> Iterator[Edit]:
        """Yield the edits that change something."""
        return (edit for edit in self.edits if edit.kind != EditKind.SAME)


COMPARABLE = 0.4
"""Share of the shorter wording's words from which two wordings are compared word by word."""
