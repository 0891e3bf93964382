"""What a check of a quotation gives: a verdict, and what is printed where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.linking.wording import Wording
from onrecord.model import Article, Span
from onrecord.record.entries import Entry


class Verdict(StrEnum):
    """Whether words are in the record, and whose they are there.

    ``EXACT`` and ``VARIANT``: from the speaker who was asked for, or from anybody if nobody was; word for
    word, or with other words.  ``MISATTRIBUTED``: in another's mouth.  ``UNCLEAR``: in the record, but it is
    not told, or not surely, whose words they are.  ``NOT_FOUND``: in nobody's mouth.
    """

    EXACT = "exact"
    VARIANT = "variant"
    MISATTRIBUTED = "misattributed"
    UNCLEAR = "unclear"
    NOT_FOUND = "not found"


class Mouth(StrEnum):
    """How the one who said words stands to the one who was asked for.

    ``LINKED``: another report of the same utterance names the speaker.  ``NEAR``: somebody who speaks for
    the one asked for, or for whom that one speaks, or who shares a role with that one.  ``UNNAMED``: the
    report does not say who, or onrecord could not make it out.  ``ANYBODY``: nobody was asked for.
    """

    SPEAKER = "speaker"
    LINKED = "linked"
    NEAR = "near"
    UNNAMED = "unnamed"
    OTHER = "other"
    ANYBODY = "anybody"


@dataclass(frozen=True)
class FoundWords:
    """Given words in one report: the statement, the stretch of its content, and in whose mouth they are.

    ``statements`` are the ids of all statements that the stretch reaches over, ``copy_of`` is the id of an
    article found too whose copy the passage is.
    """

    entry: Entry
    wording: Wording
    mouth: Mouth
    statements: tuple[str, ...]
    utterance: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True)
class NearWords:
    """A statement that is merely near to given words: by ``meaning`` or by ``words``, from 0 to 1."""

    entry: Entry
    by: str
    likeness: float


@dataclass(frozen=True)
class PrintedWords:
    """Given words in an article, in no statement: ``quoted`` if they stand in quotation marks.

    ``statement`` is the id of one whose content has a part of them.
    """

    article: Article
    span: Span
    quoted: bool
    statement: str | None = None


@dataclass(frozen=True)
class Check:
    """What a record has of a quotation.

    ``words`` are the given ones and ``span`` says where they stand in the text that was given; ``speaker``
    is what the one asked for is called.  ``found`` has reports by the speaker first, exact ones before
    variants; ``total`` is how many there are where not all were looked at.  ``notes`` say in words what the
    verdict alone does not.
    """

    words: str
    verdict: Verdict
    speaker: str | None = None
    found: tuple[FoundWords, ...] = ()
    near: tuple[NearWords, ...] = ()
    printed: tuple[PrintedWords, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span | None = None
    document: str | None = None
