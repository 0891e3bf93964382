"""Numbers as amounts: ``five``, ``5``, ``$1.5 million`` and ``twenty-five per cent`` each in one form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.linking.differences.word_lists import lexicon

_DIGITS = re.compile(r"^\d+(?:,\d{3})*(?:\.\d+)?$")
_SUFFIXED = re.compile(r"^(\d+(?:,\d{3})*(?:\.\d+)?)(k|m|mn|bn|tn|th|st|nd|rd)$")
_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_UNITS = {
    "percent": "percent", "dollar": "dollar", "dollars": "dollar", "pound": "pound", "pounds": "pound",
    "euro": "euro", "euros": "euro", "yen": "yen",
}  # fmt: skip


def amount(forms: Sequence[str], start: int) -> tuple[int, str] | None:
    """Return how many forms from ``start`` on make one number, and the number in its one form.

    None where no number begins there.  A sign before it and a unit after it belong to it.
    """
    at, unit = start, ""
    if forms[at] in _SIGNS and at + 1 < len(forms):
        at, unit = at + 1, _SIGNS[forms[at]]
    read = _cardinal(forms, at)
    if read is None:
        return None
    at, value, ending = read
    if not unit and at < len(forms) and forms[at] in _UNITS:
        at, unit = at + 1, _UNITS[forms[at]]
    return at - start, f"#{value:.12g}{ending}{unit}"


def _cardinal(forms: Sequence[str], start: int) -> tuple[int, float, str] | None:
    """Read words and digits as long as they make one number; an ordinal ends it."""
    total = part = 0.0
    at, last = start, float("inf")
    while at < len(forms):
        read = _one(forms[at])
        if read is None:
            break
        value, ending = read
        if value in (100, 1e3, 1e6, 1e9, 1e12) and at > start and not forms[at][0].isdigit():
            part = (part or 1) * value
            if value > 100:
                total, part = total + part, 0.0
            last = value
        elif at > start and not _goes_on(value, last):
            break
        else:
            part, last = part + value, value
        at += 1
        if ending:
            return at, total + part, ending
        if at + 1 < len(forms) and forms[at] == "and" and last >= 100 and _small(forms[at + 1]):
            at += 1
    return (at, total + part, "") if at > start else None


def _goes_on(value: float, last: float) -> bool:
    """Say whether a number word can follow another in one number: twenty five, two hundred five."""
    return (20 <= last < 100 and last % 10 == 0 and value < 10) or (last >= 100 and value < last)


def _small(form: str) -> bool:
    read = _words().get(form)
    return read is not None and read[0] < 100


def _one(form: str) -> tuple[float, str] | None:
    if _DIGITS.match(form) and form.isascii():
        return float(form.replace(",", "")), ""
    suffixed = _SUFFIXED.match(form) if form.isascii() else None
    if suffixed:
        value = float(suffixed[1].replace(",", ""))
        scale = _SUFFIXES.get(suffixed[2])
        return (value * scale, "") if scale else (value, "th")
    return _words().get(form)


@cache
def _words() -> dict[str, tuple[float, str]]:
    data = lexicon("numbers")
    found = {key.split(" = ")[0]: (float(key.split(" = ")[1]), "") for key in data["cardinals"]}
    ordinals = {key.split(" = ")[0]: (float(key.split(" = ")[1]), "th") for key in data["ordinals"]}
    return found | ordinals
