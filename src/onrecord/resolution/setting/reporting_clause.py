"""Read the clause around a cue: whom its verb addresses, and the phrases that say how and where.

Invariant: nothing inside the content is read, but for an addressee that an extractor swallowed with it
("told | reporters that ...").  The words are data (``lexicon/addressees.toml``).
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.model import Attribution, Span
from onrecord.resolution.setting.noun_phrases import (
    AUXILIARIES,
    DAYS,
    DETERMINERS,
    OPEN_OR_CLOSE,
    SUBJECTS,
    Word,
    head,
    is_name,
    known_name,
    noun_phrase,
    paragraph_words,
    starts_noun_phrase,
)
from onrecord.resolution.setting.time_phrases import time_end
from onrecord.resolution.setting.verb_frames import Frame, addressable, for_people, frames
from onrecord.resolution.word_lists import entries, word_list

PREPOSITIONS = word_list("prepositions")
_PARTICIPLES = word_list("saying_participles")
"""Participles that open a clause about how something was said, or follow what it was said in."""
_ADVERBS = word_list("adverbs")
_BE = word_list("be")
WHEN = frozenset(("when", "if", "once", "after", "while", "being", "later"))
_WH = word_list("questions")
_ASKED = _WH | frozenset(("for", "about", "on", "that", ":"))
_CONJUNCTIONS = word_list("conjunctions")
_OPENERS = _WH | frozenset(("that", "not", "of", "about", "against", "over", "with", "on", "for"))
_END = frozenset(".?!")
_OBJECTS = {
    "always": ("object", 0.96),
    "asked": ("object of asking", 0.93),
    "ordered": ("object of ordering", 0.93),
    "before_content": ("object of warning", 0.9),
    "offered": ("object of offering", 0.8),
}
"""Rule and confidence of each kind of object."""
_OF_THINGS = word_list("verbs_of_things")
"""Verbs whose object is as often a thing: "promised a refund for those who queued", "questioned a vote"."""
_WITH_OF = frozenset(("inform", "warn", "advise", "notify", "remind", "assure", "alert", "ask"))
"""Verbs after whose object "of" opens the content: "informed the board of the loss"."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule read: the words, the rule's name, how surely it is right, and of which kind it is.

    ``kind`` is set for what something was said through: programme, outlet, platform, document, event or
    intermediary.
    """

    span: Span
    rule: str
    confidence: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A preposition with its noun phrase, as indices of words: ``words[start:end]`` is the noun phrase.

    ``after`` is the participle or the noun that it hangs on ("speaking" in London, "letter" to the
    minister), or "" where it hangs on the cue.  ``where`` is front, inner, behind or tail.
    """

    preposition: str
    start: int
    end: int
    after: str
    where: str


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """The words around a cue and what was read from them.

    ``verb`` is the index of the cue's verb, ``first`` and ``last`` bound its sentence, ``addressed`` is
    the object of a verb of telling (indices of words, rule, confidence).
    """

    words: Sequence[Word]
    verb: int
    first: int
    last: int
    passive: bool
    addressed: tuple[int, int, str, float] | None
    phrases: tuple[Phrase, ...]

    @property
    def noun(self) -> bool:
        """Whether the cue is a noun ("claims of", "a warning"), which is said nowhere and by no channel."""
        before = self.words[self.verb - 1].lower if self.verb > self.first else ""
        behind = self.words[self.verb + 1].lower if self.verb + 1 < self.last else ""
        verb = bool(frames(self.words[self.verb].lower)) or self.words[self.verb].lower.endswith("ed")
        return before in DETERMINERS or (behind == "of" and not verb)

    def of_addressee(self, phrase: Phrase) -> bool:
        """Say whether a phrase belongs to whom is ordered or asked: "ordered schools in Leeds to close"."""
        if self.addressed is None or not self.addressed[2].startswith("object of"):
            return False
        return phrase.start == self.addressed[1] + 1

    def asker(self) -> tuple[int, int] | None:
        """Return who asked what the statement answers: "Asked by reporters whether ..., Ren said"."""
        for at in range(self.first, self.last - 2):
            opens = at == self.first or self.words[at - 1].lower in WHEN
            if (
                self.words[at].lower == "asked"
                and at != self.verb
                and opens
                and self.words[at + 1].lower == "by"
            ):
                end = noun_phrase(self.words, at + 2, self.words[self.last - 1].end)
                if any(word.text == ";" for word in self.words[at : self.verb]):
                    return None
                return None if end is None else (at + 2, end)
        return None


@lru_cache(maxsize=4)
def reporting_clause(text: str, attribution: Attribution) -> ReportingClause | None:
    """Return the clause around the attribution's cue, or None if it has no cue with a word in it."""
    if not attribution.cue:
        return None
    words = paragraph_words(text, attribution.cue[0].start)
    verb = _verb(words, attribution)
    if verb is None:
        return None
    return _Reading(text, words, attribution, verb).clause()


def _verb(words: Sequence[Word], attribution: Attribution) -> int | None:
    """Return the first word of the cue that can have an addressee, or else the last word of the cue."""
    places = [
        index
        for span in attribution.cue
        for index in range(bisect_left(words, (span.start,)), bisect_left(words, (span.end,)))
        if words[index].text[0].isalnum()
    ]
    speaking = [index for index in places if frames(words[index].lower)]
    before = [i for i in places if all(words[j].lower not in PREPOSITIONS for j in range(places[0], i + 1))]
    return next(iter(speaking or before[-1:] or places[-1:]), None)


class _Reading:
    """One reading of one clause; holds what every step needs."""

    def __init__(self, text: str, words: Sequence[Word], attribution: Attribution, verb: int) -> None:
        self.text, self.words, self.attribution, self.verb = text, words, attribution, verb
        self.frames = frames(words[verb].lower)
        self.first, self.last = _sentence(words, verb)
        self.contents = sorted(attribution.content)
        here = words[verb]
        self.next_content = min((c.start for c in self.contents if c.start >= here.end), default=sys.maxsize)
        self.quoted_before = any(c.end <= here.start for c in self.contents)
        self.source = next(
            (s for s in attribution.source if words[self.first].start <= s.start <= words[self.last - 1].end),
            None,
        )

    def clause(self) -> ReportingClause:
        """Return the clause as read."""
        passive = is_passive(self.words, self.verb)
        at = self._behind_source(self._over_adverbs(self.verb + 1))
        addressed = None if passive else self._addressed(at)
        things: tuple[Phrase, ...] = ()
        if addressed:
            at = addressed[1]
        elif end := self._thing(at):
            things = (Phrase("", at, end, "", "behind"),)
            at = end
        swallowed = at < len(self.words) and self.words[at - 1].start >= self.next_content
        after = head(self.words, things[0].start, at).lower if things else ""
        behind = () if swallowed else (*things, *self._phrases(at, self._limit(), "behind", after)[0])
        phrases = (*self._front(), *self._inner(), *behind, *self._tail())
        return ReportingClause(self.words, self.verb, self.first, self.last, passive, addressed, phrases)

    def _thing(self, at: int) -> int | None:
        """Return the end of an object that is no content and on which a phrase hangs: "posted a photo on"."""
        limit = self._limit()
        if at >= self.last or self.words[at].start >= limit or _adverb(self.words[at]):
            return None
        end = (
            None if self._time(at, limit) > at else noun_phrase(self.words, at, limit, of=False, joined=False)
        )
        return end if end is not None and end < self.last and self.words[end].lower in PREPOSITIONS else None

    def _limit(self) -> int:
        end = self.words[self.last - 1].end
        return min(end, self.next_content)

    def _over_adverbs(self, at: int) -> int:
        while at < self.last and _adverb(self.words[at]) and self.words[at].start < self.next_content:
            at += 1
        return at

    def _behind_source(self, at: int) -> int:
        """Return the first word after a source that follows its verb ("said Ostrander in Oslo")."""
        if self.source and at < self.last and self.source.start <= self.words[at].start < self.source.end:
            while at < self.last and self.words[at].start < self.source.end:
                at += 1
        return at

    # ------------------------------------------------------------------ the verb's addressee

    def _addressed(self, at: int) -> tuple[int, int, str, float] | None:
        """Return the object that the verb's frames take, or the phrase after their preposition."""
        if at >= self.last:
            return None
        for frame in self.frames:
            read = self._after_preposition(at, frame) if frame.preposition else self._object(at, frame)
            if read:
                return read
        return None

    def _read(self, at: int) -> int | None:
        """Return the end of the noun phrase at ``at``; a content that starts later ends it."""
        if at >= self.last:
            return None
        until = self.words[self.last - 1].end
        if self.words[at].start < self.next_content:
            until = min(until, self.next_content)
        of = not any(frame.lemma in _WITH_OF for frame in self.frames)
        end = noun_phrase(self.words, at, until, of=of)
        if end is not None and not of and self._separate(end):
            end = noun_phrase(self.words, at, until)
        return end if end is not None and addressable(self.words, at, end) else None

    def _separate(self, end: int) -> bool:
        """Say whether "of" behind a common noun belongs to it, as the content starts only later."""
        last = self.words[end - 1]
        return last.end + 2 < self.next_content < sys.maxsize and last.text[0].islower()

    def _after_preposition(self, at: int, frame: Frame) -> tuple[int, int, str, float] | None:
        same = "on" if self.words[at].lower == "upon" else self.words[at].lower
        if same != frame.preposition or not starts_noun_phrase(self.words, at + 1):
            return None
        end = self._read(at + 1)
        if end is None or (frame.strict and not for_people(self.words, at + 1, end)):
            return None
        if same == "on" and not self._to_do(end):
            return None
        return at + 1, end, f"after {same}", 0.85 if frame.strict else 0.92

    def _object(self, at: int, frame: Frame) -> tuple[int, int, str, float] | None:
        end = self._read(at)
        if end is None or not self._fits(at, end, frame.kind):
            return None
        return at, end, *_OBJECTS[frame.kind]

    def _fits(self, at: int, end: int, kind: str) -> bool:
        """Say whether what follows an object shows it to be addressed."""
        if kind == "always":
            return self.words[at].start < self.next_content or self._opens_content(end)
        if any(frame.lemma in _OF_THINGS for frame in self.frames) and not self._person(at, end):
            return False
        if kind == "asked":
            return self._to_do(end) or self._asks(end)
        if kind == "ordered":
            return self._to_do(end) or self._quotes(self._following(end))
        if kind == "offered":
            second = end < self.last and self.words[end].lower in DETERMINERS
            return second and for_people(self.words, at, end)
        return self._opens_content(end) or self._to_do(end)

    def _person(self, at: int, end: int) -> bool:
        """Say whether an object is for people: "promised voters a refund", but not "a France that"."""
        indefinite = self.words[at].lower in ("a", "an") and is_name(self.words[at + 1])
        return for_people(self.words, at, end) and not indefinite

    def _following(self, end: int) -> int:
        """Return the first word after phrases and times behind the object: "urged her in March to"."""
        return self._phrases(end, self.words[self.last - 1].end, "behind", only_time=True)[1]

    def _to_do(self, end: int) -> bool:
        """Say whether "to" with a verb follows, or "not to"."""
        at = self._following(end)
        if at < self.last and self.words[at].lower == "not":
            at += 1
        if at + 1 >= self.last or self.words[at].lower != "to":
            return False
        return not starts_noun_phrase(self.words, at + 1)

    def _asks(self, end: int) -> bool:
        if end < self.last and self.words[end].lower in _ASKED:
            return True
        at = self._following(end)
        if at >= self.last or self.words[at].text in _END:
            return self.quoted_before
        return self.words[at].lower in _ASKED or self._quotes(at)

    def _quotes(self, at: int) -> bool:
        """Say whether a quotation starts at a word or right after the comma there."""
        starts = {content.start for content in self.contents}
        following = self.words[at : at + 2]
        return any(word.start in starts and word.text in OPEN_OR_CLOSE for word in following) or (
            bool(following) and following[0].text == "," and self.quoted_before
        )

    def _opens_content(self, end: int) -> bool:
        """Say whether what follows can open what was said, and is no verb of which the object is subject."""
        if end < self.last and self.words[end].lower in _OPENERS:
            return True
        at = self._following(end)
        if at >= self.last or self.words[at].text in _END:
            return self.quoted_before
        word = self.words[at]
        if word.lower in AUXILIARIES:
            return False
        opens = word.lower in _OPENERS or word.text in (",", ":") or word.text in OPEN_OR_CLOSE
        return opens or word.lower in SUBJECTS or word.lower in DETERMINERS

    # ------------------------------------------------------------------ phrases around the verb

    def _front(self) -> Iterator[Phrase]:
        """Yield the phrases before the subject: "In an interview with the BBC, Ren said"."""
        opens = self.words[self.first].start
        subject = min(
            [self.words[self.verb].start, *(s.start for s in self.attribution.source if s.start >= opens)]
        )
        subject = min([subject, *(c.start for c in self.contents if opens <= c.start)])
        if any(c.start <= opens < c.end for c in self.contents) or subject <= opens:
            return
        first = self.first + (self.words[self.first].lower in _CONJUNCTIONS)
        phrases, at = self._phrases(first, subject, "front")
        if phrases and at < len(self.words) and self._reaches(at, subject):
            yield from phrases

    def _reaches(self, at: int, subject: int) -> bool:
        """Say whether nothing but a comma, or an aside that ends in one, lies before the subject."""
        between = [word for word in self.words[at : self.verb + 1] if word.start < subject]
        if between and between[-1].lower in DETERMINERS:
            between.pop()
        if not between:
            return True
        quoted = any(word.text in OPEN_OR_CLOSE and word.text not in ("'", "’") for word in between)
        verbs = any(frames(word.lower) for word in between[:-1])
        if self.source is None and not self.attribution.source and between[0].text == ",":
            return len(between) < 10 and not quoted
        return between[-1].text == "," and len(between) < 25 and not quoted and not verbs

    def _inner(self) -> Iterator[Phrase]:
        """Yield the phrases between source and cue: "Ren, in a letter to staff, wrote"."""
        verb = self.words[self.verb].start
        if self.source is None or self.source.end > verb:
            return
        at = next(i for i, word in enumerate(self.words) if word.start >= self.source.end)
        if at < self.verb and self.words[at].text == ",":
            yield from self._phrases(at + 1, verb, "inner")[0]
        elif at < self.verb:
            yield from (
                phrase for phrase in self._phrases(at, verb, "inner")[0] if phrase.preposition != "of"
            )

    def _tail(self) -> Iterator[Phrase]:
        """Yield the phrases between the end of the content and that of its sentence."""
        if not self.contents:
            return
        last = self.contents[-1]
        if last.end <= self.words[self.verb].start or last.end > self.words[-1].end:
            return
        at = next((i for i, word in enumerate(self.words) if word.start >= last.end), None)
        if at is None:
            return
        if self.words[at].text == "," and at + 1 < len(self.words):
            at += 1
        elif self.words[at].lower not in PREPOSITIONS:
            return
        end = _sentence(self.words, at)[1] if at < len(self.words) else at
        yield from self._phrases(at, self.words[min(end, len(self.words)) - 1].end, "tail")[0]

    def _phrases(
        self, at: int, until: int, where: str, after: str = "", *, only_time: bool = False
    ) -> tuple[list[Phrase], int]:
        """Return the phrases in a row from ``at`` on, and the index of the word where the row ends."""
        found: list[Phrase] = []
        while at < len(self.words) and self.words[at].start < until:
            step = self._step(at, until, where, after)
            if step is None:
                break
            phrase, following, hangs_on = step
            if only_time and phrase and phrase.preposition not in ("in", "at", "on", "during"):
                break
            if phrase:
                found.append(phrase)
            at, after = following, after if hangs_on is None else hangs_on
        return found, at

    def _step(
        self, at: int, until: int, where: str, after: str
    ) -> tuple[Phrase | None, int, str | None] | None:
        """Return what stands at a word, where to go on, and what the next hangs on (None: no change)."""
        word = self.words[at]
        named = word.lower in PREPOSITIONS and known_name(self.words, at + 1, until) is not None
        if not named and (timed := self._time(at, until)) > at:
            return None, timed, None
        if word.text == "(":
            closing = self._closing(at)
            return (None, closing, None) if closing else None
        if word.text == ",":
            following = self.words[at + 1].lower if at + 1 < len(self.words) else ""
            goes_on = (
                following in PREPOSITIONS
                or following in _PARTICIPLES
                or following in entries("addressees.toml", "participles")
            )
            goes_on = goes_on or (following == "which" and self._published(at + 1) is not None)
            goes_on = goes_on or self._time(at + 1, until) > at + 1
            return (None, at + 1, after if following == "which" else "") if goes_on else None
        if word.lower in ("that", "which") and after and (published := self._published(at)):
            return None, published, self.words[published - 1].lower
        if word.lower in entries("addressees.toml", "participles"):
            end = noun_phrase(self.words, at + 1, until)
            return (Phrase("", at + 1, end, word.lower, where), end, word.lower) if end else None
        if word.lower in _PARTICIPLES:
            return None, at + 1, word.lower
        if word.lower in PREPOSITIONS:
            return self._phrase(at, until, where, after)
        return (None, at + 1, None) if _adverb(word) else None

    def _published(self, at: int) -> int | None:
        """Return the index after "that aired", "which was published", or None."""
        verb = at + 1
        while verb < len(self.words) and (self.words[verb].lower in AUXILIARIES or _adverb(self.words[verb])):
            verb += 1
        published = verb < len(self.words) and self.words[verb].lower in _PARTICIPLES
        return verb + 1 if published else None

    def _phrase(
        self, at: int, until: int, where: str, after: str
    ) -> tuple[Phrase | None, int, str | None] | None:
        preposition = self.words[at].lower
        if preposition == "to" and not starts_noun_phrase(self.words, at + 1):
            return None
        end = noun_phrase(self.words, at + 1, until, of=preposition != "of")
        if end is None:
            return None
        end = self._with_region(end, until) if preposition in ("in", "from", "at") else end
        hangs_on = head(self.words, at + 1, end).lower
        return Phrase(preposition, at + 1, end, after, where), end, hangs_on

    def _with_region(self, end: int, until: int) -> int:
        """Return the end of a place with its region: "Golden Valley, Minn."."""
        if end + 1 >= len(self.words) or self.words[end].text != "," or not is_name(self.words[end - 1]):
            return end
        last = end + 1
        while last < len(self.words) and last < end + 4 and self._names_region(self.words[last], until):
            last += 1
        closed = (
            last >= len(self.words)
            or not self.words[last].text[0].isalnum()
            or self.words[last].lower == "that"
        )
        return last if last > end + 1 and (closed or self._time(last, sys.maxsize) > last) else end

    @staticmethod
    def _names_region(word: Word, until: int) -> bool:
        return is_name(word) and word.lower not in DAYS and word.start < until

    def _time(self, at: int, until: int) -> int:
        """Return the index after an expression of time, or ``at`` if none stands there."""
        if at >= len(self.words):
            return at
        end = min(time_end(self.text, self.words[at].start), until)
        while at < len(self.words) and self.words[at].start < end:
            at += 1
        return at

    def _closing(self, at: int) -> int | None:
        for index in range(at + 1, min(at + 8, len(self.words))):
            if self.words[index].text == ")":
                return index + 1
        return None


def is_passive(words: Sequence[Word], verb: int) -> bool:
    """Say whether the verb is a passive: "was told", "have not been warned"."""
    before = auxiliary(words, verb)
    return before is not None and words[before].lower in _BE and not words[verb].lower.endswith("ing")


def auxiliary(words: Sequence[Word], verb: int) -> int | None:
    """Return the index of the auxiliary right before a verb, adverbs passed over, or None."""
    at = verb - 1
    while at >= 0 and (_adverb(words[at]) or words[at].lower == "not"):
        at -= 1
    return at if at >= 0 and (words[at].lower in AUXILIARIES or words[at].lower in _BE) else None


def _adverb(word: Word) -> bool:
    return word.lower in _ADVERBS or (
        word.text.islower() and word.lower.endswith("ly") and len(word.lower) > 4
    )


def _sentence(words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return the indices between which the sentence around a word lies."""
    first, last = at, at + 1
    while first > 0 and not _ends(words, first - 1):
        first -= 1
    while last < len(words) and not _ends(words, last - 1):
        last += 1
    return first, last


def _ends(words: Sequence[Word], at: int) -> bool:
    """Say whether a sentence ends with a word: a full stop, or the mark that closes after one."""
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None:
        return True
    if words[at].text in _END:
        return following.text not in OPEN_OR_CLOSE or following.start > words[at].end
    closes = words[at].text in OPEN_OR_CLOSE and at > 0 and words[at - 1].text in _END
    return closes and words[at].start == words[at - 1].end and not following.text[0].islower()
