"""What statements of a record have in common, counted; a part of Record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from sqlalchemy import Connection, func, select

from onrecord.record import roster, stories
from onrecord.record.choosing import Choice, Choosing
from onrecord.record.columns import REVIEWED, Articles, Numbers
from onrecord.record.entries import Counts
from onrecord.record.facet_entering import KINDS
from onrecord.record.facets import Facet, Facets, Overview
from onrecord.record.filter import EVERYTHING, EXACTLY, SPEAKER_KINDS, Filter, Reviewing
from onrecord.record.link_tables import members
from onrecord.record.record_timelines import RecordTimelines
from onrecord.record.tables import articles, problems, readings

_MOST = 50
"""Speakers and outlets that are told of, the commonest."""
_MOST_QUOTED = 20
_STORIES = 500
"""Articles above which the stories among them are not counted for an overview."""


class RecordFacets(RecordTimelines):
    """What statements of a record have in common, counted; a part of Record."""

    _choosing: Choosing

    def facets(self, words: str | None = None, only: Filter = EVERYTHING) -> Facets:
        """Return what the statements that words and a filter let pass have in common, with counts.

        A field that the filter asks already is counted among what passes.  Raises QueryError where there is
        no word to look for.
        """
        with self._reading() as connection:
            return self._facets(connection, words, only)

    def overview(self) -> Overview:
        """Return what the record holds."""
        with self._reading() as connection:
            found = self._facets(connection, None, EVERYTHING)
            quoted = [int(one.value[1:]) for one in found.speakers[:_MOST_QUOTED]]
            return Overview(
                _counts(connection, found.total),
                found.outlets,
                found.kinds,
                found.acts,
                found.speaker_kinds,
                found.years,
                tuple(roster.lines_of(connection, quoted)),
                found.reviewed,
                _utterances(connection),
                _stories(connection),
                _extractors(connection),
            )

    # -- beneath -----------------------------------------------------------------------------------

    def _chosen(self, connection: Connection, only: Filter, words: str | None = None) -> Choice:
        return self._choosing.choose(connection, only, words)

    def _facets(self, connection: Connection, words: str | None, only: Filter) -> Facets:
        chosen = self._chosen(connection, only, words)
        if "all" not in chosen.facets:
            chosen.facets["all"] = self._counted(connection, words, only, chosen)
        return chosen.facets["all"]

    def _counted(self, connection: Connection, words: str | None, only: Filter, chosen: Choice) -> Facets:
        whole = chosen
        if chosen.columns.reviewed.any():  # what it leaves out is counted too
            whole = self._chosen(connection, replace(only, reviewed=Reviewing.ALL), words)
        said = chosen.columns.said
        outlets, years = _of_articles(chosen)
        acts, kinds, speaker_kinds = _manners(chosen)
        return Facets(
            chosen.total,
            None,
            self._speakers(connection, chosen),
            _outlets(said.articles, outlets),
            _named(acts, said.acts),
            _named(kinds, dict(enumerate(KINDS))),
            _years(years),
            _named(speaker_kinds, dict(enumerate(SPEAKER_KINDS))),
            _named(_states(whole), dict(enumerate(REVIEWED))),
        )

    def _speakers(self, connection: Connection, chosen: Choice) -> tuple[Facet, ...]:
        who = chosen.columns.who
        counts = chosen.tally(who[chosen.at], int(who.max(initial=0)) + 1)
        found = _most(counts, _MOST)
        called = self._choosing.names(connection, found)
        return tuple(Facet(f"p{one}", called[one], int(counts[one])) for one in found)


def _of_articles(chosen: Choice) -> tuple[Numbers, Numbers]:
    """Return how many statements each outlet and each year has."""
    texts, article = chosen.columns.said.articles, chosen.columns.said.article[chosen.at]
    columns = ((texts.folded[1], len(texts.called)), (texts.year, 10_000))
    if chosen.once is not None:
        outlets, years = (chosen.tally(column[article], size) for column, size in columns)
        return outlets, years
    of_article = np.bincount(article, minlength=len(texts.key))
    outlets, years = (np.bincount(column, of_article, size).astype(np.int64) for column, size in columns)
    return outlets, years


def _manners(chosen: Choice) -> tuple[Numbers, Numbers, Numbers]:
    """Return how many statements do what, are quoted how, and are by what kind of speaker."""
    said, at = chosen.columns.said, chosen.at
    if chosen.once is None:
        return said.manners(np.bincount(said.manner[at]))
    return (
        chosen.tally(said.act[at], max(said.acts, default=0) + 1),
        chosen.tally(said.kind[at], len(KINDS)),
        chosen.tally(said.speaker_kind[at], len(SPEAKER_KINDS)),
    )


def _states(whole: Choice) -> Numbers:
    return whole.tally(whole.columns.reviewed[whole.at], len(REVIEWED))


def _counts(connection: Connection, said: int) -> Counts:
    counted = (select(func.count()).select_from(table) for table in (articles, problems))
    count, unread = (connection.scalar(one) or 0 for one in counted)
    return Counts(count, said, unread)


def _most(counts: Numbers, most: int) -> list[int]:
    """Return the numbers above 0 that are there most, the commonest first, of equals the smallest."""
    found = np.flatnonzero(counts)
    found = found[found > 0]
    if len(found) > most:  # those with as many as the last one too, so that the smallest can be told
        least = np.partition(counts[found], -most)[-most]
        found = found[counts[found] >= least]
    order = np.argsort(-counts[found], kind="stable")[:most]
    return [int(one) for one in found[order]]


def _named(counts: Numbers, names: Mapping[int, str]) -> tuple[Facet, ...]:
    found = [Facet(name, name, int(counts[at])) for at, name in names.items() if counts[at]]
    return tuple(sorted(found, key=lambda one: (-one.count, one.value)))


def _outlets(texts: Articles, counts: Numbers) -> tuple[Facet, ...]:
    told = zip(texts.called, counts.tolist(), strict=True)
    found = [Facet(EXACTLY + name, name, count) for name, count in told if count]
    return tuple(sorted(found, key=lambda one: (-one.count, one.value))[:_MOST])


def _years(counts: Numbers) -> tuple[Facet, ...]:
    years = [int(year) for year in np.flatnonzero(counts) if year]
    return tuple(Facet(f"{year:04}", f"{year:04}", int(counts[year])) for year in sorted(years))


def _utterances(connection: Connection) -> int:
    several = select(members.c.shown).group_by(members.c.shown)
    several = several.having(func.count(members.c.statement.distinct()) > 1)
    return connection.scalar(select(func.count()).select_from(several.subquery())) or 0


def _stories(connection: Connection) -> int | None:
    """Return how many events several articles report, unless the articles are too many to find out here."""
    if (connection.scalar(select(func.count()).select_from(articles)) or 0) > _STORIES:
        return None
    return sum(len(story) > 1 for story in stories.all_stories(connection))


def _extractors(connection: Connection) -> tuple[Facet, ...]:
    query = select(readings.c.extractor, func.count().label("times")).where(readings.c.current)
    found = connection.execute(query.group_by(readings.c.extractor))
    told = [Facet(row.extractor, row.extractor, row.times) for row in found]
    return tuple(sorted(told, key=lambda one: (-one.count, one.value)))
