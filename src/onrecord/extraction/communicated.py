"""Decide whether an attribution communicates: the cue lexicon and the network's layer together.

The layer was fitted on clear cues alone (training/communicated.py) and takes a *sees* or a *decided* for
speech; the lexicon knows those, and 98 % of the cues that readers marked as communication in our cases.
"""

from __future__ import annotations

import re

from onrecord.extraction.cue_lexicon import classify
from onrecord.model import Quote

_NAMELESS = re.compile(r"\bnot (?:to )?be (?:named|identified|quoted by name)\b|\banonymity\b", re.IGNORECASE)
LONGEST_WISH = 25
"""Words of a wish for anonymity with its reason."""
SURE = 2.0
"""Log odds from which the network alone is believed, of a cue that the lexicon does not know."""
SURE_NOT = -1.5
"""Log odds below which the network overrules a cue that the lexicon takes for communication."""


def communicates(cue: str, content: str, quote: Quote, score: float) -> bool:
    """Say whether something is communicated; ``score`` is the network's log odds.

    A wish not to be named is no statement: it is why a source is unnamed (resolution keeps its words).
    """
    if _NAMELESS.search(content) and len(content.split()) < LONGEST_WISH:
        return False
    if quote is Quote.DIRECT:
        return True
    known = classify(cue)
    if known is None:
        return score >= SURE
    if known.communicated is None:
        return score >= 0
    return known.communicated and score >= SURE_NOT
