"""What a phrase of time means, read as news means it against the day of publication.

Invariants: an interval starts no later than it ends; what the words leave open is None.  The
conventions: "on Friday" is the latest Friday, the day of publication included; "last Friday" is a Friday
before it, and none where two are meant alike; weeks run from Monday to Sunday; what was said ends, at the
latest, with the day of publication; "early", "mid" and "late" are thirds; seasons are whole months, by
the outlet's hemisphere; "three weeks ago" is a week and "two years ago" a year.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onrecord.resolution.date.date_words import month_number, number, plain, value_of, weekday_number

Interval = tuple[date, date]
Words = Mapping[str, str]
SAME_DAY_HOURS = 6
"""Hours ago up to which it was the same day, whenever in the day it was written."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a phrase is read against.

    ``day`` is the local day of publication, ``future`` says that the saying has still to come,
    ``southern`` that it is summer in January, and ``before`` is a day printed just before.
    """

    day: date | None
    future: bool = False
    southern: bool = False
    before: date | None = None


def meaning(kind: str, words: Words, at: Anchor) -> Interval | None:
    """Return the first and the last day that a phrase of some kind means, or None where that is open.

    ``words`` are its words by role.  What was said lies before publication, what is still to be said
    after it, and the interval is cut there.
    """
    try:
        found = _READINGS[kind](words, at)
    except (OverflowError, ValueError):  # the 31st of June, or a year after 9999
        return None
    return None if found is None else _cut(found, at)


def _cut(found: Interval, at: Anchor) -> Interval | None:
    start, end = found
    if at.day is None:
        return found
    if at.future:
        return None if end < at.day else (max(start, at.day), end)
    return None if start > at.day else (start, min(end, at.day))


def _weekday(words: Words, at: Anchor) -> Interval | None:
    if at.day is None:
        return None
    today, named = at.day.weekday(), weekday_number(words["weekday"])
    which = plain(words.get("which"))
    if "back" in words:
        return _days(at.day, named - today - 7)
    if which in ("next", "this coming"):
        return _days(at.day, 1 + (named - today - 1) % 7) if at.future else None
    if at.future:
        return _days(at.day, (named - today) % 7)
    ago = _days_ago(which, (today - named) % 7, today)
    return None if ago is None else _days(at.day, -ago)


def _days_ago(which: str, ago: int, today: int) -> int | None:
    """Return how long ago the weekday was, given how long ago the latest was.

    Nobody calls yesterday "last Monday".  In the reports that were looked at, a day before within the
    same week meant the week before, two days before either, three or more the day itself.
    """
    if which in ("past", "this past"):
        return ago or 7
    if which != "last" or ago > 2:
        return ago
    same_week = ago <= today
    return {0: 7, 1: 8 if same_week else None, 2: None if same_week else 2}[ago]


def _date(words: Words, at: Anchor) -> Interval | None:
    year, month, day = _numbers(words)
    if year is not None:
        found = date(year, month, day)
    elif at.day is None:
        return None
    else:
        found = _nearest(at.day, month, day, at.future)
    if "weekday" in words and found.weekday() != weekday_number(words["weekday"]):
        return None
    return found, found


def _numbers(words: Words) -> tuple[int | None, int, int]:
    """Return year, month and day of whichever way of writing them was used."""
    if "iso" in words:
        year, month, day = map(int, words["iso"].split("-"))
        return year, month, day
    if "figures" in words:
        return _figures(words["figures"])
    side = "1" if "day1" in words else "2"
    year_words = words.get("year" + side)
    return (
        int(year_words) if year_words else None,
        month_number(words["month" + side]),
        int(words["day" + side]),
    )


def _figures(words: str) -> tuple[int, int, int]:
    """Return year, month and day of 25/12/2018 and of 12/25/2018; raise ValueError for 5/12/2018."""
    first, second, year = map(int, words.split("/"))
    if first != second and max(first, second) <= 12:
        raise ValueError("either may be the month")
    return (year, second, first) if first > 12 else (year, first, second)


def _nearest(published: date, month: int, day: int, future: bool) -> date:
    """Return the latest such day that is not after publication, or the next for what has to come."""
    here = (published.month, published.day)
    if future:
        return date(published.year + ((month, day) < here), month, day)
    return date(published.year - ((month, day) > here), month, day)


def _month(words: Words, at: Anchor) -> Interval | None:
    month = month_number(words["month"])
    if "year" in words:
        return _part_of_month(int(words["year"]), month, words.get("part"))
    if at.day is None:
        return None
    if at.future:
        year = at.day.year + (month < at.day.month)
    else:
        again = plain(words.get("which")) == "last" and month == at.day.month
        year = at.day.year - (month > at.day.month or again)
    return _part_of_month(year, month, words.get("part"))


def _part_of_month(year: int, month: int, part: str | None) -> Interval:
    last = monthrange(year, month)[1]
    first_day, last_day = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(_part(part), (1, last))
    return date(year, month, first_day), date(year, month, last_day)


def _year(words: Words, _: Anchor) -> Interval | None:
    return _part_of_year(int(words["year"]), words.get("part"))


def _part_of_year(year: int, part: str | None) -> Interval:
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(_part(part), (1, 12))
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _part(words: str | None) -> str:
    return plain(words).removesuffix(" in")


def _day(words: Words, at: Anchor) -> Interval | None:
    if at.day is None:
        return None
    said = plain(words["day"])
    if said == "tomorrow":
        return _days(at.day, 1) if at.future else None
    if said == "overnight":
        return at.day - timedelta(1), at.day
    back = {"the day before yesterday": 2, "yesterday": 1, "last night": 1}.get(said, 0)
    return None if at.future and back else _days(at.day, -back)


def _unit(words: Words, at: Anchor) -> Interval | None:
    """Read "last week", "earlier this month", "over the weekend", "late last year"."""
    which, unit, part = plain(words["which"]), plain(words["unit"]), _part(words.get("part"))
    if at.day is None or which in ("the past", "the last"):
        return None
    if which == "next" or (part == "later" and which != "last"):
        return _whole(unit, at.day, int(which == "next")) if at.future else None
    if unit == "weekend":
        return _weekend(which, at.day, at.future)
    if which == "the" and not part:
        return None
    return _whole(unit, at.day, -int(which == "last"), part)


def _whole(unit: str, day: date, step: int, part: str | None = None) -> Interval:
    """Return the calendar week, weekend, month or year so many steps from the one of a day."""
    monday = day + timedelta(7 * step - day.weekday())
    if unit == "week":
        return monday, monday + timedelta(6)
    if unit == "weekend":
        return monday + timedelta(5), monday + timedelta(6)
    if unit == "year":
        return _part_of_year(day.year + step, part)
    year, month = divmod(12 * day.year + day.month - 1 + step, 12)
    return _part_of_month(year, month + 1, part)


def _weekend(which: str, day: date, future: bool) -> Interval:
    """Return the weekend that it is, else the one before; in its midst "last" is a week earlier."""
    back = day.weekday() < 5 or which in ("last", "this past")
    return _whole("weekend", day, 0 if future else -int(back))


def _ago(words: Words, at: Anchor) -> Interval | None:
    if at.day is None or at.future or "vague" in words or "trail" in words:
        return None
    many, unit = number(plain(words["number"])), plain(words["unit"])
    if unit in ("minute", "hour"):
        return _days(at.day, 0) if unit == "minute" or many <= SAME_DAY_HOURS else None
    return _days(at.day, -many) if unit == "day" else _whole(unit, at.day, -many)


def _season(words: Words, at: Anchor) -> Interval | None:
    """Return the season of the year named, or the latest that has begun; "last" needs one that is over.

    In the year of a season that is over "last summer" may be that or the one before.
    """
    first = (int(value_of("season", words["season"])) + 6 * at.southern - 1) % 12 + 1
    if "year" in words:
        return None if first == 12 else _three_months(int(words["year"]), first)
    if at.day is None or at.future:
        return None
    start, end = _three_months(at.day.year - (first > at.day.month), first)
    if plain(words.get("which")) == "last":
        if start <= at.day <= end:
            return _three_months(start.year - 1, first)
        return None if start.year == at.day.year else (start, end)
    return start, end


def _three_months(year: int, first: int) -> Interval:
    end_year, last = (year, first + 2) if first < 11 else (year + 1, first - 10)
    return date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1])


def _holiday(words: Words, at: Anchor) -> Interval | None:
    month, day = map(int, value_of("holiday", words["holiday"]).split("-"))
    if "year" in words:
        found = date(int(words["year"]), month, day)
    elif at.day is None:
        return None
    else:
        found = _nearest(at.day, month, day, at.future)
    return found, found


def _relative(words: Words, at: Anchor) -> Interval | None:
    """Read "a day later", "the previous day", "the same day" against the day printed just before."""
    if at.before is None:
        return None
    if "same" in words or "within" in words:
        return at.before, at.before
    many = number(plain(words["number"])) if "number" in words else 1
    side = plain(next(words[role] for role in ("neighbour", "side", "step", "ahead") if role in words))
    return _days(at.before, -many if side in ("previous", "before", "earlier") else many)


def _days(day: date, step: int) -> Interval:
    return day + timedelta(step), day + timedelta(step)


_READINGS: Mapping[str, Callable[[Words, Anchor], Interval | None]] = {
    "weekday": _weekday,
    "date": _date,
    "month": _month,
    "year": _year,
    "day": _day,
    "unit": _unit,
    "ago": _ago,
    "season": _season,
    "holiday": _holiday,
    "relative": _relative,
}
