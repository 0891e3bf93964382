"""Where a statement was said, as printed: only places of the clause around its cue, never of its content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.model import Attribution
from onrecord.resolution.setting.media import event, named_outlet, part_of_outlet, platform
from onrecord.resolution.setting.noun_phrases import (
    AUXILIARIES,
    DETERMINERS,
    Word,
    head,
    is_name,
    noun_phrase,
    span_of,
)
from onrecord.resolution.setting.reporting_clause import (
    PREPOSITIONS,
    Found,
    Phrase,
    ReportingClause,
    reporting_clause,
)
from onrecord.resolution.word_lists import entries, word_list

_PLACING = frozenset(("in", "at", "outside", "inside", "near", "aboard", "on", "from", "beside"))
_SPEAKING = frozenset(
    ("speaking", "talking", "appearing", "testifying", "addressing", "reached", "interviewed")
)
_FOLLOWS = word_list("after_places")
"""Words that may follow a place."""
_APART = frozenset(("about", "after", "before", "following", "of", "over", "for", "under", "amid"))
_OF_WRITING = frozenset(
    ("filed", "published", "posted", "dated", "sent", "released", "issued", "signed", "seen")
)


def site(text: str, attribution: Attribution) -> Found | None:
    """Return the place at which the statement was said, or None if the clause prints none.

    The place of a dateline, of the source ("the envoy in Nairobi") and of the content are not it.
    """
    clause = reporting_clause(text, attribution)
    if clause is None or clause.passive or clause.noun:
        return None
    found = next(_readings(clause), None)
    return None if found is None or _inside_source(found, attribution) else found


def _inside_source(found: Found, attribution: Attribution) -> bool:
    return any(found.span.start < s.end and s.start < found.span.end for s in attribution.source)


def _readings(clause: ReportingClause) -> Iterator[Found]:
    for phrase in clause.phrases:
        if phrase.preposition in _PLACING and _said_there(clause, phrase) and _is_place(clause.words, phrase):
            end = noun_phrase(clause.words, phrase.start, joined=False) or phrase.end
            end = end if clause.words[min(end, phrase.end - 1)].lower == "and" else phrase.end
            confidence = 0.85 if phrase.where in ("behind", "tail") else 0.8
            yield Found(span_of(clause.words, phrase.start, end), f"{phrase.preposition} a place", confidence)


def _said_there(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether a phrase hangs on the saying, and not on a subject, a document or the source."""
    if phrase.after in _OF_WRITING or _apart(clause, phrase):
        return False
    return phrase.where == "behind" or _speaking(clause, phrase) or _gathers(clause, phrase)


def _speaking(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether the phrases before open with a participle of speaking: "speaking to us in Tulsa"."""
    here = [p for p in clause.phrases if p.where == phrase.where and p.start <= phrase.start]
    return any(p.after in _SPEAKING for p in here)


def _apart(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether the place is that of something else: "before a dinner in Tokyo", "ordered schools in"."""
    here = [p for p in clause.phrases if p.where == phrase.where and p.start < phrase.start]
    if any(p.preposition in _APART and not platform(clause.words, p.start, p.end) for p in here):
        return True
    return clause.of_addressee(phrase)


def _gathers(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether the phrase before is an occasion: "at a rally in Tulsa"."""
    before = [p for p in clause.phrases if p.end < phrase.start]
    return bool(before) and event(clause.words, before[-1].start, before[-1].end)


def _is_place(words: Sequence[Word], phrase: Phrase) -> bool:
    start, end = phrase.start, phrase.end
    noun = head(words, start, end)
    if named_outlet(words, start, end) or part_of_outlet(words, start, end) or platform(words, start, end):
        return False
    if event(words, start, end):
        return False
    if phrase.preposition == "aboard":
        return True
    if is_name(noun):
        return _named_place(words, phrase)
    beside = phrase.preposition in ("outside", "inside") and words[start].lower in DETERMINERS
    return (beside or noun.lower.removesuffix("'s") in entries("sites.toml", "places")) and not _of_thing(
        words, start, end
    )


def _named_place(words: Sequence[Word], phrase: Phrase) -> bool:
    """Say whether a name is a place's: any after "in", one with a word for a place after the others."""
    start, end = phrase.start, phrase.end
    if any(word.text in entries("sites.toml", "not_places") for word in words[start:end]):
        return False
    if any(word.text in entries("sites.toml", "named") for word in words[start:end]):
        return phrase.preposition != "on" or words[end - 1].text in entries("sites.toml", "named")
    plain = words[start].lower not in DETERMINERS and all(
        is_name(w) or w.text == "," for w in words[start:end]
    )
    if end < len(words) and _modified(words[end]):
        return False
    return (
        plain and phrase.preposition in ("in", "from", "near", "outside") and not words[start].text.isdigit()
    )


def _modified(word: Word) -> bool:
    """Say whether a name is followed by a noun that it describes: "from Republican vice presidents"."""
    ends = word.lower in _FOLLOWS or word.lower in PREPOSITIONS or word.lower in AUXILIARIES
    return word.text[0].islower() and not ends and not word.lower.endswith(("ing", "ly", "ed"))


def _of_thing(words: Sequence[Word], start: int, end: int) -> bool:
    return any(word.text[0].isdigit() for word in words[start:end])
