"""Carry the day of a statement on to the next that the same speaker made in the same breath.

Invariants: a statement's own date is never changed; what is carried keeps the span of the words that
tell it, and is less sure than where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from onrecord.model import Attribution
from onrecord.resolution.date.date_clause import paragraph_of
from onrecord.resolution.date.date_phrases import time_phrases
from onrecord.resolution.date.dates import Dated

CARRIED = 0.85
"""Factor on the confidence for each statement that a date is carried on to."""
_ANOTHER_TIME = re.compile(
    r"\b(?:earlier|previously|before|later|once|ago|now|still|recently|last|since|then|until|repeatedly|often"
    r"|at\s+the\s+time|when|has|have|had|will|would|to\s+\w+)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"[\"“‘'`«]")


def carried_dates(
    text: str,
    attributions: Sequence[Attribution],
    speakers: Sequence[str | None],
    own: Sequence[Dated | None],
    parents: Sequence[int | None] = (),
) -> tuple[Dated | None, ...]:
    """Return the date of each statement: its own, or that of the one before if it goes on from that.

    It does where the same speaker (by id) says both in one paragraph, or goes on with the quotation in
    the next, and no word between them or at its cue tells of another time.  Statements that are reported
    in others (``parents``) neither give nor take.
    """
    dates = list(own)
    outer = [index for index in range(len(dates)) if not parents or parents[index] is None]
    for before, here in pairwise(outer):
        if dates[here] is None and speakers[here] is not None and speakers[here] == speakers[before]:
            carried = dates[before]
            if carried is not None and _goes_on(text, attributions[before], attributions[here]):
                sure = round(CARRIED * carried.confidence, 3)
                rule = carried.rule.removesuffix(", carried on") + ", carried on"
                dates[here] = replace(carried, rule=rule, confidence=sure)
    return tuple(dates)


def _goes_on(text: str, before: Attribution, here: Attribution) -> bool:
    first, last = _bounds(before), _bounds(here)
    between = text[first[1] : last[0]]
    if not here.cue:
        return not between.strip() and bool(_QUOTATION.match(text, last[0]))
    if paragraph_of(text, first[0]) != paragraph_of(text, last[0]) or first[1] > last[1]:
        return False
    words = _reporters_words(text, here, min(first[1], last[0]))
    tenses = {_cue(text, before).endswith("s"), _cue(text, here).endswith("s")}
    return len(tenses) == 1 and not _ANOTHER_TIME.search(words) and not time_phrases(words)


def _reporters_words(text: str, here: Attribution, start: int) -> str:
    """Return what is printed from the end of the statement before to the end of this, without its content."""
    words = list(text[start : _bounds(here)[1]])
    for span in here.content:
        for place in range(max(0, span.start - start), min(len(words), span.end - start)):
            words[place] = " "
    return "".join(words)


def _cue(text: str, attribution: Attribution) -> str:
    return attribution.cue[0].of(text).lower() if attribution.cue else ""


def _bounds(attribution: Attribution) -> tuple[int, int]:
    parts = attribution.content + attribution.cue + attribution.source
    return min(span.start for span in parts), max(span.end for span in parts)
