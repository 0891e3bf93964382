"""Pass over an expression of time that stands in a row of phrases; what it means is not asked here."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = r"(?:morning|afternoon|evening|night|lunchtime|weekend)"
_UNIT = (
    r"(?:second|minute|hour|day|night|week|weekend|month|year|decade|morning|afternoon|evening|time|summer"
    r"|winter|spring|autumn|fall|season|term|session)s?"
)
_BEFORE = r"(?:(?:on|late|early|since|by|until|before|after|in|from|during|over)\s+)*"
_WHICH = (
    r"(?:earlier|later|last|this|next|that|past|previous|same|following|late\s+last|early\s+this|recent|coming)"
    r"\s+(?:that\s+|this\s+|last\s+|few\s+|the\s+same\s+)?"
)
_DATED = "|".join(
    (
        rf"{_DAY}(?:\s+{_PART})?",
        rf"(?:the\s+)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+\d{{4}})?",
        rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?",
        r"(?:19|20)\d\d",
        rf"(?:the\s+)?{_WHICH}(?:{_UNIT}|{_MONTH})\b(?:\s+{_PART})?",
        rf"(?:a|an|one|two|three|four|five|several|\d+)\s+{_UNIT}\s+(?:ago|later|earlier|before)",
        rf"yesterday(?:\s+{_PART})?|today|tonight|tomorrow",
        rf"(?:the\s+)?{_PART}\b",
    )
)
_MANNER = (
    "part|turn|return|general|particular|short|full|private|public|person|fact|effect|advance|passing|jest"
    "|earnest|unison|detail|writing|defence|defense|anger"
)
_FIXED = "|".join(
    (
        r"(?:once|twice|(?:\w+|a\s+few|several|many)\s+times)\b",
        rf"(?:for|over|during|after|within|throughout)\s+(?:[\w-]+\s+){{0,2}}{_UNIT}(?!\w)",
        r"(?:at\s+)?(?:about\s+|around\s+)?\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)(?:\s+[A-Z]{2,3})?",
        r"at\s+(?:noon|midnight|dawn|dusk|first|last|least|most|once|length|large|times|all|the\s+time)\b",
        rf"in\s+(?:{_MANNER}|the\s+end|the\s+past|recent\s+(?:days|weeks|months|years))\b",
        r"on\s+(?:condition|background|behalf|record|the\s+record|occasion|average|balance|arrival|leaving)\b",
        r"for\s+(?:the\s+(?:first|second|last)\s+time|example|instance|now|years|months|weeks|days)\b",
        r"as\s+recently\s+as\b",
    )
)
_TIME = re.compile(rf"{_BEFORE}(?:{_DATED})(?!\w|['’]s\b)|{_FIXED}")


def time_end(text: str, offset: int) -> int:
    """Return where the expression of time that starts at an offset ends, or the offset if none does.

    Phrases of manner that look like places count as well: "in part", "at first", "on condition".
    """
    match = _TIME.match(text, offset)
    return match.end() if match else offset
