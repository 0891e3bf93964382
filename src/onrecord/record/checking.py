"""Is a quotation in the record, word for word or nearly, and in whose mouth?

Invariants: candidates are found by indices alone (phrases, runs of words, rare words, and the vectors of the
one speaker who is asked for), never by going through all statements; what is told is what is printed where,
never that somebody misquotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from onrecord.errors import QueryError
from onrecord.extraction.quotation_marks import quotations
from onrecord.linking.said import Said
from onrecord.linking.wording import LEAST_SHARED, Given, Likeness, Wording, exactly, nearly, stitched
from onrecord.model import Person, PersonKind, Quote, ReadArticle, Span, Spans
from onrecord.record import reprints, reviewing, roster, rows, search
from onrecord.record.asked import Asked, telling
from onrecord.record.candidates import READ, Candidates, Key, of_keys
from onrecord.record.checked import Check, FoundWords, Mouth, NearWords, PrintedWords, Verdict
from onrecord.record.entries import Entry
from onrecord.record.link_tables import compared, members
from onrecord.record.tables import articles, readings, statements
from onrecord.words import words as tokens_of

LONGEST = 600
"""Words of the longest quotation that is checked."""
FEWEST = 3
"""Words of a quotation that is looked for in a file."""
_NEAR_WORDS, _NEAR_MEANING, _NEAR_SHOWN = 0.35, 0.45, 3
_CLEARLY = 0.15
"""How much more of the words another has to have than the speaker, to be whose words they are."""

Load = Callable[[Sequence[Key]], list[Entry]]


def check(connection: Connection, words: str, speaker: Asked | None, load: Load) -> Check:
    """Return what the record has of a quotation.

    Raises QueryError where it has no word, or too many.
    """
    given = Given(words)
    count = sum(1 for _ in tokens_of(words))
    if not given.stems:
        raise QueryError(f"there is no word to check in {words!r}")
    if count > LONGEST:
        raise QueryError(f"a quotation of {count:,} words is too long to check; give at most {LONGEST}")
    return _Looking(connection, given, words, speaker, load).result()


def quotations_in(text: str) -> list[Span]:
    """Return the quotations of a text that have some words, without their marks; the outermost alone.

    Where there are none, the whole text.
    """
    found: list[Span] = []
    for one in quotations(text):
        start, end = one.start + one.mark_width, one.end - (one.mark_width if one.closed else 0)
        inside = found and found[-1].end > start
        if not inside and sum(1 for _ in tokens_of(text[start:end])) >= FEWEST:
            found.append(_bare(text, start, end))
    whole = text.strip()
    return found or ([_bare(text, 0, len(text))] if whole else [])


# -- beneath ---------------------------------------------------------------------------------------------


# -- beneath ---------------------------------------------------------------------------------------------


@dataclass
class _Candidate:
    """A statement that may have the words, read with its article."""

    key: Key
    read: ReadArticle

    @property
    def said(self) -> Said:
        return Said.whole(self.read.article, self.read.statements[self.key[1] - 1], self.read.people)


@dataclass
class _Hit:
    candidate: _Candidate
    wording: Wording
    mouth: Mouth = Mouth.ANYBODY
    keys: tuple[Key, ...] = field(default=())
    utterance: str | None = None


class _Looking:
    """One quotation on the way to its verdict."""

    def __init__(
        self, connection: Connection, given: Given, words: str, speaker: Asked | None, load: Load
    ) -> None:
        self.connection, self.given, self.words = connection, given, words
        self.candidates = Candidates(connection, given, words, speaker)
        self.speaker, self.load = speaker, load
        self.read: dict[int, ReadArticle] = {}
        self.rejected = reviewing.rejected(connection)
        self.decided: dict[Key, reviewing.Laid] = {}
        self.lower: dict[int, str] = {}
        self.shared: dict[Key, float] = {}
        self.people: dict[tuple[int, str | None], int] = {}

    def result(self) -> Check:
        hits = self._judged(self._exact(self.candidates.phrases()))
        meanings: dict[Key, float] = {}
        if not any(_is_of(hit) and hit.wording.likeness is Likeness.EXACT for hit in hits):
            meanings = self.candidates.meanings()
            close = self._close(self.candidates.similar(meanings), {hit.candidate.key for hit in hits})
            hits += self._judged(close)
        sure = _once(hits)
        verdict = _verdict(sure, self.speaker is not None)
        shown = sorted(_shown(sure), key=self._order)
        told = self._told(shown)
        exact = any(hit.wording.likeness is Likeness.EXACT for hit in sure)
        return Check(
            self.words,
            verdict,
            self.speaker.name if self.speaker else None,
            told,
            self._near(sure, meanings) if verdict is Verdict.NOT_FOUND else (),
            () if exact else self._printed(),
            tuple(_notes(verdict, told, self.speaker)),
        )

    def _reading(self, keys: Sequence[Key]) -> list[_Candidate]:
        wanted = sorted({reading for reading, _ in keys} - self.read.keys())
        for portion in rows.portions(wanted, 100):
            page = self.connection.execute(rows.newest().where(readings.c.key.in_(portion))).all()
            decided = reviewing.laid(self.connection, portion)
            self.decided |= decided
            for row, read in zip(page, rows.readings_of(self.connection, page), strict=True):
                self.read[row.reading] = reviewing.as_decided(row.reading, read, decided)
        known = (key for key in keys if key[0] in self.read and key not in self.rejected)
        return [_Candidate(key, self.read[key[0]]) for key in known]

    def _exact(self, keys: Sequence[Key]) -> list[_Hit]:
        """Return where the words stand side by side, in one statement or in several of one speaker."""
        hits: list[_Hit] = []
        tried: set[tuple[int, str | None]] = set()
        for one in self._reading(keys):
            if not self.given.may_stand_in(self._lower(one.key[0])):
                continue
            found = exactly(self.given, one.said)
            by = one.key[0], one.said.statement.speaker
            if found:
                hits.append(_Hit(one, found, keys=(one.key,)))
            elif by not in tried and by[1] is not None:
                tried.add(by)
                hits += self._across(one)
        return hits

    def _lower(self, reading: int) -> str:
        if reading not in self.lower:
            self.lower[reading] = self.read[reading].article.text.lower()
        return self.lower[reading]

    def _across(self, one: _Candidate) -> list[_Hit]:
        """Return the words where they reach over several statements of one speaker in an article."""
        beside = [
            _Candidate((one.key[0], number), one.read)
            for number, said in enumerate(one.read.statements, start=1)
            if said.speaker == one.said.statement.speaker and said.parent is None
            if (one.key[0], number) not in self.rejected
        ]
        if len(beside) < 2:
            return []
        found = exactly(self.given, stitched([other.said for other in beside]))
        if found is None:
            return []
        inside = [other for other in beside if _touch(other.said.content, found.content)]
        return [_Hit(inside[0], found, keys=tuple(other.key for other in inside))]

    def _close(self, keys: Sequence[Key], known: set[Key]) -> list[_Hit]:
        """Return the words, or most of them, in statements that share many."""
        fresh = [key for key in keys if key not in known]
        hits = self._exact(fresh)
        done = {key for hit in hits for key in hit.keys}
        close = [one for one in self._reading(fresh) if one.key not in done]
        shared = {one.key: self.given.shared(one.said) for one in close}
        self.shared |= {key: share for key, share in shared.items() if share >= _NEAR_WORDS}
        for one in sorted(close, key=lambda one: (-shared[one.key], one.key))[:READ]:
            found = nearly(self.given, one.said) if shared[one.key] >= LEAST_SHARED else None
            if found:
                hits.append(_Hit(one, found, keys=(one.key,)))
        return hits

    # -- in whose mouth --------------------------------------------------------------------------------

    def _judged(self, hits: list[_Hit]) -> list[_Hit]:
        """Return hits with how those who speak there stand to the one asked for."""
        ids = {(hit.candidate.key[0], person.id) for hit in hits for person in hit.candidate.read.people}
        for portion in rows.portions(sorted({reading for reading, _ in ids})):
            of_these = {one for one in ids if one[0] in set(portion)}
            self.people |= roster.speakers(self.connection, of_these)
        for hit in hits:
            hit.mouth = self._mouth(hit.candidate)
        return self._linked(hits)

    def _mouth(self, one: _Candidate) -> Mouth:
        if self.speaker is None:
            return Mouth.ANYBODY
        speaker = one.said.speaker
        decided = self.decided.get(one.key)
        if decided and decided.speaker and decided.speaker.person in self.speaker.people:
            return Mouth.SPEAKER
        if self._is_asked(one, speaker):
            return Mouth.SPEAKER
        if speaker is None:
            return Mouth.UNNAMED
        if self._is_near(one, speaker):
            return Mouth.NEAR
        unnamed = speaker.kind in (PersonKind.UNNAMED, PersonKind.DOCUMENT)
        return Mouth.UNNAMED if unnamed else Mouth.OTHER

    def _is_asked(self, one: _Candidate, person: Person | None) -> bool:
        asked_ = self.speaker
        if asked_ is None:
            return False
        if person is not None and self.people.get((one.key[0], person.id)) in asked_.people:
            return True
        if asked_.words is None:
            return False
        printed = " ".join(span.of(one.read.article.text) for span in one.said.statement.attribution.source)
        names = f"{person.name} {' '.join(person.names)}" if person else ""
        return search.has_all(f"{printed} {names}", asked_.words)

    def _is_near(self, one: _Candidate, speaker: Person) -> bool:
        """Say whether one speaks for the other, or is printed with a word that tells the other's role."""
        mine = [person for person in one.read.people if self._is_asked(one, person)]
        if any(speaker.id == person.speaks_for or person.id == speaker.speaks_for for person in mine):
            return True
        if self.speaker is None:
            return False
        if speaker.kind is PersonKind.PERSON and not self.speaker.body:
            name = telling([speaker.name])  # a bare family name, or a role: "the trade minister"
            return bool(name) and name <= self.speaker.telling
        printed = [speaker.name, *speaker.names, *(role.words for role in speaker.roles)]
        return bool(telling(printed) & self.speaker.telling)

    def _linked(self, hits: list[_Hit]) -> list[_Hit]:
        """Note of which utterances with several reports the hits are; one may be linked to the speaker's."""
        keys = {key for hit in hits for key in hit.keys}
        query = select(compared.c.reading, compared.c.number, members.c.shown).join(members)
        shown = {
            (row.reading, row.number): row.shown for row in of_keys(self.connection, query, compared, keys)
        }
        for hit in hits:
            hit.utterance = next((shown[key] for key in hit.keys if key in shown), None)
        unsure = {hit.utterance for hit in hits if hit.mouth in (Mouth.UNNAMED, Mouth.NEAR)} - {None}
        if self.speaker and unsure:
            theirs = self._utterances_of_speaker(sorted(filter(None, unsure)))
            for hit in hits:
                if hit.utterance in theirs and hit.mouth in (Mouth.UNNAMED, Mouth.NEAR):
                    hit.mouth = Mouth.LINKED
        return hits

    def _utterances_of_speaker(self, ids: Sequence[str]) -> set[str]:
        assert self.speaker is not None
        here = (compared.c.reading == statements.c.reading) & (compared.c.number == statements.c.number)
        query = select(members.c.shown).select_from(members.join(compared).join(statements, here))
        found = self.connection.scalars(query.where(members.c.shown.in_(ids), self.speaker.condition()))
        return set(found)

    # -- telling ---------------------------------------------------------------------------------------

    def _order(self, hit: _Hit) -> tuple[Any, ...]:
        article = hit.candidate.read.article
        kinds = (Quote.DIRECT, Quote.MIXED, Quote.INDIRECT)
        return (
            _MOUTHS.index(hit.mouth),
            -round(hit.wording.overlap, 6) if hit.wording.likeness is Likeness.VARIANT else -2.0,
            kinds.index(hit.wording.quote),
            article.published or "9",
            article.id,
            hit.candidate.key[1],
        )

    def _told(self, hits: Sequence[_Hit]) -> tuple[FoundWords, ...]:
        entries = self.load([hit.candidate.key for hit in hits])
        ids = {hit.candidate.read.article.id for hit in hits}
        query = select(articles.c.id, articles.c.key).where(articles.c.id.in_(ids))
        keys = {row.id: row.key for row in self.connection.execute(query)}
        places = [(keys[hit.candidate.read.article.id], hit.wording.content) for hit in hits]
        copies = reprints.independent(self.connection, places) if len(keys) > 1 else [None] * len(hits)
        return tuple(
            FoundWords(
                entry,
                hit.wording,
                hit.mouth,
                tuple(f"{entry.article.id}-{number}" for _, number in hit.keys),
                hit.utterance,
                None if at is None else hits[at].candidate.read.article.id,
            )
            for hit, entry, at in zip(hits, entries, copies, strict=True)
        )

    def _near(self, sure: Sequence[_Hit], meanings: dict[Key, float]) -> tuple[NearWords, ...]:
        """Return what is merely near: the speaker's by meaning, then anybody's by words."""
        told = {hit.candidate.key for hit in sure}
        by_meaning = [
            (key, "meaning", likeness)
            for key, likeness in sorted(meanings.items(), key=lambda one: (-one[1], one[0]))
            if likeness >= _NEAR_MEANING and key not in told
        ]
        by_words = [
            (key, "words", share)
            for key, share in sorted(self.shared.items(), key=lambda one: (-one[1], one[0]))
            if key not in told
        ]
        found: dict[Key, tuple[str, float]] = {}
        for key, by, likeness in by_meaning[:_NEAR_SHOWN] + by_words[:_NEAR_SHOWN]:
            found.setdefault(key, (by, likeness))
        entries = self.load(list(found))
        return tuple(NearWords(entry, *found[key]) for key, entry in zip(found, entries, strict=True))

    # -- in nobody's mouth -----------------------------------------------------------------------------

    def _printed(self) -> tuple[PrintedWords, ...]:
        """Return where the words stand in articles, though not in the content of one statement."""
        pattern = _pattern(self.given)
        if pattern is None:
            return ()
        self._reading([(reading, 0) for reading in self.candidates.printing()])
        found = (self._in_article(self.read[reading], pattern) for reading in sorted(self.read))
        return tuple(one for one in found if one is not None)

    def _in_article(self, read: ReadArticle, pattern: re.Pattern[str]) -> PrintedWords | None:
        match = pattern.search(read.article.text)
        if match is None:
            return None
        span = Span(*match.span())
        quoted = any(one.start <= span.start and span.end <= one.end for one in quotations(read.article.text))
        beside = (one for one in read.statements if _touch(one.attribution.content, (span,)))
        return PrintedWords(read.article, span, quoted, next((one.id for one in beside), None))


_MOUTHS = (Mouth.SPEAKER, Mouth.LINKED, Mouth.ANYBODY, Mouth.NEAR, Mouth.UNNAMED, Mouth.OTHER)
_THEIRS = (Mouth.SPEAKER, Mouth.LINKED, Mouth.ANYBODY, Mouth.NEAR)


def _is_of(hit: _Hit) -> bool:
    return hit.mouth in _THEIRS


def _once(hits: Sequence[_Hit]) -> list[_Hit]:
    """Return hits without those that lie in a statement within the same content: the innermost speaks."""
    kept: list[_Hit] = []
    for hit in hits:
        inner = [
            other
            for other in hits
            if other is not hit
            and other.candidate.key[0] == hit.candidate.key[0]
            and hit.candidate.said.statement.id in _above(other.candidate)
            and _touch(other.wording.content, hit.wording.content)
            and other.wording.overlap >= hit.wording.overlap - 1e-9
        ]
        if not inner or (_is_of(hit) and not any(map(_is_of, inner))):
            kept.append(hit)
    return kept


def _above(one: _Candidate) -> set[str]:
    """Return the ids of the statements in whose content a statement is reported."""
    parents = {said.id: said.parent for said in one.read.statements}
    found: set[str] = set()
    at = parents.get(one.said.statement.id)
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return found


def _verdict(hits: Sequence[_Hit], speaker: bool) -> Verdict:
    """Return the verdict on hits: the speaker's own come first, unless another has much more of the words."""
    if not hits:
        return Verdict.NOT_FOUND
    best = {
        name: max((_score(hit) for hit in hits if hit.mouth in mouths), default=0.0)
        for name, mouths in (("own", _THEIRS), ("unnamed", (Mouth.UNNAMED,)), ("other", (Mouth.OTHER,)))
    }
    if best["own"] and (not speaker or best["own"] >= max(best.values()) - _CLEARLY):
        return Verdict.EXACT if best["own"] == _EXACT else Verdict.VARIANT
    return Verdict.UNCLEAR if best["unnamed"] >= best["other"] else Verdict.MISATTRIBUTED


_EXACT = 1.05
"""What an exact wording scores, above any variant."""


def _score(hit: _Hit) -> float:
    return _EXACT if hit.wording.likeness is Likeness.EXACT else min(1.0, hit.wording.overlap)


def _shown(hits: Sequence[_Hit]) -> list[_Hit]:
    """Return what is worth showing: of each mouth the exact ones, or else the variants."""
    shown: list[_Hit] = []
    for mouth in _MOUTHS:
        mine = [hit for hit in hits if hit.mouth is mouth]
        exact = [hit for hit in mine if hit.wording.likeness is Likeness.EXACT]
        shown += exact or mine
    if any(_score(hit) == _EXACT for hit in hits if _is_of(hit)):
        return [hit for hit in shown if _score(hit) == _EXACT]
    return shown


def _notes(verdict: Verdict, found: Sequence[FoundWords], speaker: Asked | None) -> Iterator[str]:
    """Yield in words what the verdict alone does not tell."""
    mine = [one for one in found if one.mouth in _THEIRS] or list(found)
    exact = verdict is Verdict.EXACT
    if exact:
        mine = [one for one in mine if one.wording.likeness is Likeness.EXACT]
    quotes = {one.wording.quote for one in mine}
    if quotes == {Quote.INDIRECT}:
        yield "reported in indirect speech only: these words are nowhere in quotation marks"
    elif quotes and Quote.DIRECT not in quotes:
        yield "only a part of these words stands in quotation marks in any report"
    if exact and any(one.wording.elided for one in mine):
        yield "the dots stand for words that are printed there"
    if exact and any(one.wording.bracketed for one in mine):
        yield "what stands in brackets is not printed so"
    for one in mine[:1]:
        if one.wording.beside:
            words_ = ", ".join(dict.fromkeys(f"“{word.b or word.a}”" for word in one.wording.beside))
            yield f"printed right before or after, and not given: {words_}"
    yield from _on_speaker(found, speaker)


def _on_speaker(found: Sequence[FoundWords], speaker: Asked | None) -> Iterator[str]:
    if speaker is None:
        return
    mouths = {one.mouth for one in found}
    if Mouth.SPEAKER not in mouths and Mouth.LINKED in mouths:
        yield f"the source is not named here; another report of the same utterance names {speaker.name}"
    elif Mouth.SPEAKER not in mouths and Mouth.NEAR in mouths:
        names = _names(found, Mouth.NEAR)
        yield f"in the mouth of {names}, not of {speaker.name} by name"
    if Mouth.UNNAMED in mouths and not mouths & set(_THEIRS):
        yield f"the source is {_names(found, Mouth.UNNAMED)}; that it is {speaker.name} is not told"
    if Mouth.OTHER in mouths:
        also = "also " if mouths & set(_THEIRS) else ""
        yield f"{also}in the mouth of {_names(found, Mouth.OTHER)}"


def _names(found: Sequence[FoundWords], mouth: Mouth) -> str:
    names = [one.entry.speaker_name or one.entry.source for one in found if one.mouth is mouth]
    return ", ".join(dict.fromkeys(" ".join(name.split()) for name in names if name)) or "unknown"


def _touch(one: Spans, other: Spans) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _pattern(given: Given) -> re.Pattern[str] | None:
    """Return what finds the given words in a text, with some words where dots stand."""
    text = given.said.article.text
    segments = [one.span.of(text) for one in given.readings[0]]
    parts = [r"\W+".join(map(re.escape, re.findall(r"\w+", segment))) for segment in segments]
    if not parts or not all(parts):
        return None
    gap = r"\b\W+(?:\w+\W+){0,60}?\b"
    return re.compile(r"(?<!\w)" + gap.join(parts) + r"(?!\w)", re.IGNORECASE)


def _bare(text: str, start: int, end: int) -> Span:
    """Return a stretch of a text without the spaces at its ends."""
    words_ = text[start:end]
    return Span(start + len(words_) - len(words_.lstrip()), start + len(words_.rstrip()))
