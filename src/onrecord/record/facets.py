"""What statements have in common, counted: the numbers beside a search, and what a whole record holds.

Invariant: a count is exact over what it says it was counted over, and putting a facet's value into the
filter gives as many statements as the facet says.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.record.entries import Counts, PersonLine


@dataclass(frozen=True, slots=True)
class Facet:
    """What some statements have in common, and how many they are.

    ``value`` is what to put into the filter's field, ``name`` what a reader calls it; ``name`` is empty where
    nothing is known: an article without an outlet, a speaker who could not be told.
    """

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the statements that pass a filter, and words, have in common, the commonest first.

    ``total`` is how many pass.  ``of`` is None where the counts are of all of them, and otherwise how many
    were looked at: the ones added last.  A year's value goes into ``since`` and ``until``, a speaker's is
    the id of a person of the record; speakers that belong to none are in no facet.  ``reviewed`` counts
    what nobody decided on as ``none``, and what the filter leaves out as rejected too.
    """

    total: int
    of: int | None
    speakers: tuple[Facet, ...]
    outlets: tuple[Facet, ...]
    acts: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
    years: tuple[Facet, ...]
    speaker_kinds: tuple[Facet, ...]
    reviewed: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a record holds: how much, in which outlets and years, of what kinds, and whom it quotes most.

    ``utterances`` are those that several articles or statements report; ``stories`` how many events several
    articles report, None where that was not counted; ``extractors`` are the versions that read the
    articles, their counts articles.  All other counts are statements, each with ``counts.statements`` as
    its denominator.
    """

    counts: Counts
    outlets: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
    acts: tuple[Facet, ...]
    speaker_kinds: tuple[Facet, ...]
    years: tuple[Facet, ...]
    most_quoted: tuple[PersonLine, ...]
    reviewed: tuple[Facet, ...]
    utterances: int
    stories: int | None
    extractors: tuple[Facet, ...]
