"""Resolve when a statement was said: the phrase of time that belongs to the saying, and what it means.

Invariants: the phrase lies in the text, and outside the content unless that begins with it by mistake; a
phrase that belongs to what is reported, or that leaves the day open, gives nothing.  ``date_clause`` finds
the sentence, ``date_phrases`` the phrases in it, ``date_places`` those of the saying, and
``date_meanings`` reads them by the conventions of news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from onrecord.model import Attribution, Span
from onrecord.resolution.date.date_clause import Clause, clause_of
from onrecord.resolution.date.date_meanings import Anchor, Interval
from onrecord.resolution.date.date_phrases import TimePhrase, time_phrases
from onrecord.resolution.date.date_places import DAYS, placed
from onrecord.resolution.date.date_words import any_of
from onrecord.resolution.date.outlet_zones import publication

UNSURE_ZONE = 0.85
"""Factor on the confidence where by another clock it would be another day."""
SIX_DAYS = 6
TOMORROW = 0.5
"""Factor on the confidence of a weekday that is the next day's.  Six days ago is right only where the date
of publication is: most such texts among the reports looked at had been added to the day after."""
BEFORE_CUE = 40
LEAD = 400
"""Characters before a sentence in which the day is looked for that "the next day" comes after."""


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was said: an ISO date or interval, the words that tell it, by which rule, how surely."""

    value: str
    span: Span
    rule: str
    confidence: float


def said_when(
    text: str,
    attribution: Attribution,
    published: str | None,
    outlet: str | None = None,
    url: str | None = None,
    *,
    parent: Attribution | None = None,
) -> Dated | None:
    """Return when a statement was said, by the phrase of time at its cue, or None where none tells.

    ``published`` is an ISO date or date-time; without a whole date only dates with a year are read.
    ``parent`` is the attribution in whose content this one is reported: words around that are not its own.
    """
    clause = clause_of(text, attribution, parent)
    if clause is None:
        return None
    day = publication(published, outlet, url)
    anchor = Anchor(day.day if day else None, _to_come(clause), day.southern if day else False)
    best = _best(list(_answers(clause, anchor)))
    if best is None or day is None or day.sure:
        return best
    return replace(best, confidence=round(UNSURE_ZONE * best.confidence, 3))


def _answers(clause: Clause, anchor: Anchor) -> Iterator[tuple[Interval, Dated]]:
    """Yield every reading of a phrase that stands where the saying's own phrases stand."""
    for one in placed(clause):
        phrase = one.phrase
        interval = phrase.interval(_with_day_before(clause, phrase, anchor))
        if interval is not None:
            span = Span(clause.at + phrase.start, clause.at + phrase.end)
            sure = round(one.sure * phrase.sure * _as_printed(phrase, interval, anchor), 3)
            yield interval, Dated(_iso(interval), span, f"{one.place}: {phrase.kind}", sure)


def _as_printed(phrase: TimePhrase, interval: Interval, anchor: Anchor) -> float:
    """Return how sure it is that the text was printed on its day of publication, by what it says."""
    named = phrase.kind == "weekday" and "which" not in phrase.words and "back" not in phrase.words
    if not named or anchor.day is None or (anchor.day - interval[0]).days != SIX_DAYS:
        return 1.0
    return TOMORROW


def _best(answers: list[tuple[Interval, Dated]]) -> Dated | None:
    """Return the surest answer, or the narrowest within it."""
    if not answers:
        return None
    answers.sort(key=lambda answer: -answer[1].confidence)
    (start, end), best = answers[0]
    for (first, last), other in answers[1:]:
        if start <= first <= last <= end and (first, last) != (start, end):
            (start, end), best = (first, last), other
    return best


def _iso(interval: Interval) -> str:
    start, end = interval
    return start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"


def _with_day_before(clause: Clause, phrase: TimePhrase, anchor: Anchor) -> Anchor:
    return (
        replace(anchor, before=_day_before(clause, phrase, anchor)) if phrase.kind == "relative" else anchor
    )


def _day_before(clause: Clause, phrase: TimePhrase, anchor: Anchor) -> date | None:
    """Return the one day that is printed before a phrase, in its sentence or shortly before, or None."""
    lead = clause.lead[-LEAD:]
    found = {
        other.interval(anchor)
        for other in time_phrases(lead + clause.bare[: phrase.start])
        if other.kind in DAYS
    }
    days = {interval for interval in found if interval is not None}
    if len(days) != 1:
        return None
    start, end = days.pop()
    return start if start == end else None


def _to_come(clause: Clause) -> bool:
    """Say whether the saying has still to come: "will announce", "is to say"."""
    before = clause.words[max(0, clause.cue[0] - BEFORE_CUE) : clause.cue[0]].lower()
    return bool(_future().search(before) or _future_cue().match(clause.cue_words))


@cache
def _future() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of('future')}\s+(?:\w+ly\s+|also\s+|then\s+|be\s+)?$")


@cache
def _future_cue() -> re.Pattern[str]:
    return re.compile(rf"{any_of('future')}\b")
