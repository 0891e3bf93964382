"""To whom a statement was said: the printed noun phrase, read from the clause around its cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.model import Attribution, Span
from onrecord.resolution.setting.media import like_outlet, outlet_in, writing
from onrecord.resolution.setting.noun_phrases import (
    OPEN_OR_CLOSE,
    SUBJECTS,
    Word,
    noun_phrase,
    span_of,
)
from onrecord.resolution.setting.reporting_clause import (
    WHEN,
    Found,
    Phrase,
    ReportingClause,
    auxiliary,
    reporting_clause,
)
from onrecord.resolution.setting.verb_frames import addressable, for_people, frames
from onrecord.resolution.word_lists import word_list

_SPEAKING = frozenset(("speaking", "talking", "writing", "testifying", "posting", "responding", "replying"))
_TALKS = frozenset(("interview", "conversation", "call", "meeting", "talk", "discussion", "exchange"))
_ADDRESSING = frozenset(("addressing", "briefing", "telling"))
_PAST = word_list("past")
"""Verbs that a phrase read without a parser may run into: "the treasurer left"."""


def addressee(text: str, attribution: Attribution) -> Found | None:
    """Return the noun phrase to which the statement was said, or None if the clause names nobody.

    An object of accusing, blaming or praising is nobody's addressee.  Who is asked is the addressee of
    the question, and who asks is that of the answer.
    """
    clause = reporting_clause(text, attribution)
    if clause is None:
        return None
    return next(_readings(clause, attribution), None)


def _readings(clause: ReportingClause, attribution: Attribution) -> Iterator[Found]:
    """Yield what each rule reads, the surest first."""
    words = clause.words
    if clause.addressed:
        start, end, rule, confidence = clause.addressed
        yield Found(span_of(words, start, end), rule, confidence)
    elif clause.passive:
        yield from _told(clause)
    else:
        yield from _asked(clause, attribution)
    if not clause.passive:
        yield from _phrases(clause)
        yield from _asker(clause)


# ---------------------------------------------------------------------- who is told, who is asked


def _told(clause: ReportingClause) -> Iterator[Found]:
    """Yield the subject of "was told", "had been warned"."""
    if _takes_object(clause) and (subject := _subject(clause.words, clause.verb, clause.first)):
        yield Found(subject, "subject of a passive", 0.85)


def _takes_object(clause: ReportingClause) -> bool:
    return any(not frame.preposition for frame in frames(clause.words[clause.verb].lower))


def _subject(words: Sequence[Word], verb: int, first: int) -> Span | None:
    """Return the noun phrase that ends at the auxiliaries before a verb, or at the verb."""
    end = verb
    while (before := auxiliary(words, end)) is not None and before >= first:
        end = before
    start = end
    while start > first and _in_clause(words[start - 1]):
        start -= 1
    if end - start > 0 and words[end - 1].lower.removesuffix("'s") in SUBJECTS:
        return span_of(words, end - 1, end)
    while start < end:
        phrase = noun_phrase(words, start, words[end - 1].end)
        if phrase == end:
            return span_of(words, start, end)
        if (
            phrase is not None
            and phrase < end
            and words[phrase].lower in ("in", "at", "from", "on", "for", "with")
        ):
            return span_of(words, start, phrase)
        start += 1
    return None


def _in_clause(word: Word) -> bool:
    return (
        word.text[0].isalnum()
        and word.lower not in WHEN
        and word.lower not in ("that", "and", "but", "as", "because", "said")
    )


def _asked(clause: ReportingClause, attribution: Attribution) -> Iterator[Found]:
    """Yield who is asked in "Asked whether ..., Ren said" and in "Ren said when asked whether ..."."""
    words, verb = clause.words, clause.verb
    if words[verb].lower not in ("asked", "questioned", "pressed", "quizzed"):
        return
    before = words[verb - 1].lower if verb > clause.first else ""
    if verb > clause.first + 2 and before in ("when", "if") and frames(words[verb - 2].lower):
        if subject := _subject(words, verb - 2, clause.first):
            yield Found(subject, "said when asked", 0.8)
    elif verb == clause.first or before in WHEN:
        yield from _answering(clause, attribution)


def _answering(clause: ReportingClause, attribution: Attribution) -> Iterator[Found]:
    """Yield the subject of the clause that follows a question: "Asked whether ..., Ren said"."""
    words = clause.words
    end = max((content.end for content in attribution.content), default=0)
    at = next((i for i in range(clause.verb, clause.last) if words[i].start >= end), clause.last)
    while at < clause.last and (words[at].text == "," or words[at].text in OPEN_OR_CLOSE):
        at += 1
    phrase = _subject_at(words, at, clause.last)
    if phrase and (words[at].lower in SUBJECTS or for_people(words, at, phrase)):
        yield Found(span_of(words, at, phrase), "asked, answers", 0.85)


def _subject_at(words: Sequence[Word], at: int, last: int) -> int | None:
    if at >= last:
        return None
    if words[at].lower in SUBJECTS:
        return at + 1
    end = noun_phrase(words, at, words[last - 1].end)
    while end is not None and end - 1 > at and _verb(words[end - 1]):
        end -= 1
    return end


def _verb(word: Word) -> bool:
    return word.text.islower() and (word.lower in _PAST or word.lower.endswith("ed"))


def _asker(clause: ReportingClause) -> Iterator[Found]:
    """Yield who asked what the statement answers."""
    if asker := clause.asker():
        yield Found(span_of(clause.words, *asker), "asked by", 0.75)


# ---------------------------------------------------------------------- phrases


def _phrases(clause: ReportingClause) -> Iterator[Found]:
    """Yield who is addressed by a phrase: "in a letter to the committee", "speaking to investors"."""
    for phrase in clause.phrases:
        if not addressable(clause.words, phrase.start, phrase.end):
            continue
        if found := _addressing(clause, phrase) or _with(clause, phrase) or _to(clause, phrase):
            yield Found(span_of(clause.words, phrase.start, phrase.end), *found)


def _addressing(clause: ReportingClause, phrase: Phrase) -> tuple[str, float] | None:
    """Return rule and confidence of the object of "addressing", or None."""
    if phrase.preposition or phrase.after not in _ADDRESSING:
        return None
    return (f"{phrase.after} somebody", 0.88) if for_people(clause.words, phrase.start, phrase.end) else None


def _with(clause: ReportingClause, phrase: Phrase) -> tuple[str, float] | None:
    """Return rule and confidence of an interviewer, or None: an outlet is a via."""
    place = clause.words, phrase.start, phrase.end
    if phrase.preposition != "with" or outlet_in(*place) or like_outlet(*place):
        return None
    if phrase.after in ("speaking", "talking") or (phrase.after in _TALKS and _said_in(clause, phrase)):
        return "interview with somebody", 0.75
    return None


def _to(clause: ReportingClause, phrase: Phrase) -> tuple[str, float] | None:
    """Return rule and confidence of a phrase with "to", or None if it addresses nobody."""
    if phrase.preposition == "before" and phrase.after in ("testimony", "testifying", "speech", "appearing"):
        return "before somebody", 0.8
    if phrase.preposition != "to":
        return None
    if phrase.after in _SPEAKING:
        return f"{phrase.after} to", 0.88
    if writing(phrase.after):
        people = phrase.after not in ("response", "reply") or for_people(
            clause.words, phrase.start, phrase.end
        )
        return (f"{phrase.after} to", 0.85) if people and _said_in(clause, phrase) else None
    takes_to = any(f.preposition == "to" and not f.strict for f in frames(clause.words[clause.verb].lower))
    if (
        takes_to
        and phrase.where == "tail"
        and phrase.after == ""
        and for_people(clause.words, phrase.start, phrase.end)
    ):
        return "to, behind the content", 0.7
    return ("after to", 0.85) if takes_to and phrase.after == "" and phrase.where == "behind" else None


def _said_in(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether what a phrase hangs on is what was said in: "in a letter", not "of a letter"."""
    before = [one for one in clause.phrases if one.end <= phrase.start]
    return bool(before) and before[-1].preposition in ("", "in", "during", "at", "on", "via", "through")
