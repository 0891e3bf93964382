"""What a record knows of utterances, and what people decide about them; a part of Record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Engine

from onrecord.errors import NotFoundError, QueryError
from onrecord.model import Judgement, Member, Relation, RelationKind, Utterance
from onrecord.record import links, people, reprints, stories, utterance_judging
from onrecord.record.entries import Comparison, Entry, Report
from onrecord.record.filter import EVERYTHING, Counting, Filter
from onrecord.record.people import RecordPeople
from onrecord.record.reprints import ReprintGroup
from onrecord.record.stories import Story
from onrecord.record.utterances import Links


class RecordLinks(RecordPeople):
    """What a record knows and does about utterances; a part of Record."""

    _engine: Engine
    _links: Links
    name: str

    def utterances(self, only: Filter = EVERYTHING) -> Iterator[Utterance]:
        """Yield the utterances with several reports, by date; with a filter, those of which one passes.

        Where each independent report counts once, copies are no reports.
        """
        with self._reading() as connection:
            found = links.utterances(connection, self._passing(connection, replace(only, count=Counting.ALL)))
            if only.count is Counting.REPORT:
                found = links.without_copies(connection, found)
            yield from found

    def relations(self, only: Filter = EVERYTHING, *kinds: RelationKind) -> Iterator[Relation]:
        """Yield how statements of different utterances stand to each other, by date; all kinds or some."""
        with self._reading() as connection:
            passing = self._passing(connection, replace(only, count=Counting.ALL))
            yield from links.relations_of(connection, passing, kinds)

    def utterance(self, identifier: str) -> Utterance:
        """Return an utterance by its id, ``u-<statement id>``.

        Raises NotFoundError where there is none, or only one report of it.
        """
        with self._reading() as connection:
            found = links.named(connection, [identifier])
        if not found or len({member.statement for member in found[0].members}) < 2:
            raise NotFoundError(
                f"there is no utterance {identifier!r} with several reports; see: onrecord links"
            )
        return found[0]

    def compare(self, *identifiers: str) -> list[Comparison]:
        """Return every report of what statements report, or of what articles have in common.

        Of one article, all its utterances with other reports; of several, those that at least two of them
        report.  A statement that nothing else reports is returned alone.
        """
        with self._reading() as connection:
            found: dict[str, int] = {}
            alone: list[Entry] = []
            given = [self._meant(connection, one) for one in identifiers]
            several = sum(len(keys) > 1 or not one for one, keys in given) > 1
            for entry, keys in given:
                ids = links.utterances_of(connection, keys)
                for one in ids:
                    found[one] = found.get(one, 0) + (1 if entry is None else 2)
                if entry is not None and not ids:
                    alone.append(entry)
            wanted = [one for one, count in found.items() if count > 1 or not several]
            whole = [self._comparison(connection, one) for one in links.named(connection, wanted)]
        return whole + [_only(entry) for entry in alone]

    def same_utterance(self, one: str, other: str, by: str | None = None) -> Judgement:
        """Decide that two statements report one utterance; articles read again included."""
        return self._judged(utterance_judging.SAME, one, other, by)

    def not_same_utterance(self, one: str, other: str, by: str | None = None) -> Judgement:
        """Decide that two statements do not report one utterance."""
        return self._judged(utterance_judging.APART, one, other, by)

    def utterance_judgements(self) -> Iterator[Judgement]:
        """Yield what somebody decided about utterances, in that order, what was undone included."""
        with self._reading() as connection:
            yield from utterance_judging.judgements_of(connection)

    def undo(self, judgement: str | int, by: str | None = None) -> Judgement:
        """Take a judgement back: somebody's (``j3``, 3), or the machine's (``m12``) by a decision against it.

        What stood before stands again, and the judgement stays in the record as undone.
        """

        def take_back(connection: Connection, who: str) -> int:
            number = utterance_judging.number_of(connection, str(judgement))
            if number is None:
                return people.undo(connection, str(judgement), who)
            touched = set(utterance_judging.about(connection, number))
            utterance_judging.undo(connection, number, who)
            self._links.settle(connection, touched)
            return number

        return self._decided(by, take_back)

    def reprints(self, *articles: str) -> Iterator[ReprintGroup]:
        """Yield the groups of articles that share copied passages, whole copies first, of all or some."""
        with self._reading() as connection:
            keys = [self._article_key(connection, one) for one in articles]
            yield from reprints.groups(connection, keys or None)

    def stories(self, *articles: str) -> Iterator[Story]:
        """Yield which articles report one event, most outlets first: all, or those of some articles."""
        with self._reading() as connection:
            keys = [self._article_key(connection, one) for one in articles]
            found = stories.stories_of(connection, keys) if keys else stories.all_stories(connection)
            yield from stories.told(connection, found)

    # -- beneath -----------------------------------------------------------------------------------

    def _judged(self, kind: str, one: str, other: str, by: str | None) -> Judgement:
        def decide(connection: Connection, who: str) -> int:
            keys = [self._compared_key(connection, given) for given in (one, other)]
            if keys[0] == keys[1]:
                raise QueryError(f"{one} and {other} are one statement; give two")
            number = utterance_judging.keep(connection, kind, keys[0], keys[1], who)
            self._links.settle(connection, {*keys})
            return number

        return self._decided(by, decide)

    def _meant(self, connection: Connection, identifier: str) -> tuple[Entry | None, list[int]]:
        """Return the statement that is meant, or none where it is an article, and the keys of what is."""
        if (whole := links.article_key(connection, identifier)) is not None:
            return None, links.keys_of_article(connection, whole)
        try:
            entry = self._statement(connection, identifier)
        except NotFoundError:
            if "-" in identifier and identifier.rpartition("-")[2].isdecimal():
                raise
            article = self._article_key(connection, identifier)
            return None, links.keys_of_article(connection, article)
        key = self._key_of(connection, entry)
        return entry, [] if key is None else [key]

    def _compared_key(self, connection: Connection, identifier: str) -> int:
        key = self._key_of(connection, self._statement(connection, identifier))
        if key is None:
            raise NotFoundError(f"{identifier} cannot be compared yet; try: onrecord reread")
        return key

    def _key_of(self, connection: Connection, entry: Entry) -> int | None:
        reading = self._newest_reading(connection, entry.article.id)
        return links.key_of(connection, reading, int(entry.statement.id.rpartition("-")[2]))

    def _comparison(self, connection: Connection, utterance: Utterance) -> Comparison:
        entries = self._several(connection, [member.statement for member in utterance.members])
        copies = links.copies(connection, utterance)
        reports = (
            Report(entry, member.content, copy)
            for entry, member, copy in zip(entries, utterance.members, copies, strict=True)
        )
        return Comparison(utterance, tuple(reports))

    def _passing(self, connection: Connection, only: Filter, words: str | None = None) -> Any:
        raise NotImplementedError

    def _statement(self, connection: Connection, identifier: str) -> Entry:
        raise NotImplementedError

    def _several(self, connection: Connection, identifiers: Sequence[str]) -> list[Entry]:
        raise NotImplementedError

    def _article_key(self, connection: Connection, identifier: str) -> int:
        raise NotImplementedError

    def _newest_reading(self, connection: Connection, article: str) -> int:
        raise NotImplementedError


def _only(entry: Entry) -> Comparison:
    """Return a comparison of a statement that nothing else reports."""
    statement = entry.statement
    member = Member(statement.id, statement.article, statement.attribution.content)
    return Comparison(Utterance(f"u-{statement.id}", (member,), 1.0, ()), (Report(entry, member.content),))
