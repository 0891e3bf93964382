"""Dates of publication as ISO 8601, and never a guess.

Invariant: what is returned says no more than what was given: a month stays a month, and a date that
cannot be read for certain (``03/04/2019``) is None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$")
_DAY_MONTH = re.compile(r"(?i)(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})$")
_MONTH_DAY = re.compile(r"(?i)(?:[a-z]+,?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")


def iso_date(given: str) -> str | None:
    """Return a date or date-time as ISO 8601 at the precision given, or None where it is not certain."""
    words = " ".join(given.split())
    if match := _ISO.match(words):
        return _joined(match.group(1), match.group(2), match.group(3))
    if match := _DAY_MONTH.match(words):
        return _named_month(match.group(3), match.group(2), match.group(1))
    if match := _MONTH_DAY.match(words):
        return _named_month(match.group(3), match.group(1), match.group(2))
    return _date_time(words)


def days(published: str | None) -> tuple[str, str] | None:
    """Return the first and the last day that an ISO date of any precision may mean."""
    match = _ISO.match(published[:10]) if published else None
    parts = (_joined(*match.groups()) or "").split("-") if match else []
    if parts in ([], [""]):
        return None
    year, month, day = [*parts, None, None][:3]
    last_month = month or "12"
    last_day = day or f"{monthrange(int(parts[0]), int(last_month))[1]:02}"
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{last_month}-{last_day}"


def _joined(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def _named_month(year: str, month: str, day: str) -> str | None:
    name = month.lower()[:3]
    return _joined(year, str(_MONTHS.index(name) + 1), day) if name in _MONTHS else None


def _date_time(words: str) -> str | None:
    try:
        return datetime.fromisoformat(words).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError):
        return None
