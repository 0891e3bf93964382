"""A timeline as a drawing: one lane for each position taken again or spoken against, one for the others.

Invariant: what is drawn stands in the table behind it; nothing is placed on a day that nothing tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from onrecord.reading.published import days
from onrecord.record import Point, Position, Timeline, When
from onrecord.record.timelines import SAID
from onrecord.web import urls, wording

LANE, HEAD = 44, 26
"""Pixels from lane to lane, and above the first for the years."""
_DOT = 5.0
_LEFT, _RIGHT = 3.0, 97.0
"""Where the first and the last day stand, in percent of the width."""
_COLUMNS = 60
"""Places side by side at which dots of the last lane are piled up."""
_PILE = 12
"""Pixels from dot to dot in a pile."""
_PILED = 8
"""Dots in a pile; of more, the others are counted."""
_APART = 15.0
"""Percent of the width from day to day on the scale, at least."""
_LONG, _SHORTEST, _CUT = 0.4, 60, 9.0
"""A time without anything, of more than that share of the whole and so many days, gets that percent."""
_LABEL = 110
"""Characters of a position's words that stand above its lane."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One occasion: where its interval begins and ends in percent of the width, and what it is.

    ``said`` is whether a report tells when it was said; else it stands at the day of publication.
    """

    x: float
    to: float
    y: float
    radius: float
    said: bool
    against: bool
    words: str
    address: str

    @property
    def wide(self) -> bool:
        """Whether it may have been said on days far enough apart to be drawn as a line."""
        return self.to - self.x > 0.5


@dataclass(frozen=True, slots=True)
class More:
    """How many dots a pile is higher than can be drawn, and where that is said."""

    x: float
    y: float
    count: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One position's occasions, in a row: its words, and what stands against it, in numbers."""

    y: float
    label: str
    dots: tuple[Dot, ...]
    contradictions: int = 0
    answers: int = 0
    more: tuple[More, ...] = ()

    @property
    def note(self) -> str:
        """What stands against it, in words."""
        against = [
            wording.plural(self.contradictions, "contradiction") if self.contradictions else "",
            wording.plural(self.answers, "answer") if self.answers else "",
        ]
        return ", ".join(part for part in against if part)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the scale: where it stands, and how it is written."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a timeline: ``height`` in pixels, across in percent."""

    height: float
    lanes: tuple[Lane, ...]
    once: Lane | None
    ticks: tuple[Tick, ...]
    cuts: tuple[float, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days on the width: evenly, but for long times without any, which are cut short.

    ``stretches`` are the first and last day of what is drawn evenly, with where each begins and ends.
    """

    stretches: tuple[tuple[date, date, float, float], ...]

    def at(self, day: date) -> float:
        """Return where a day stands, in percent of the width."""
        for first, last, x, to in self.stretches:
            if day <= last:
                passed = max(0, (day - first).days) / max(1, (last - first).days)
                return round(x + (to - x) * passed, 2)
        return self.stretches[-1][3]

    @property
    def cuts(self) -> tuple[float, ...]:
        """Where time is cut short."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return tuple(round((one[3] + other[2]) / 2, 2) for one, other in pairs)


def chart(timeline: Timeline) -> Chart | None:
    """Return the drawing of a timeline, None where all is of one day, or of none."""
    points = [point for position in timeline.positions for point in position.points]
    dated = [point for point in points if interval(point.when)]
    last_days = [_days(point)[1] for point in dated]
    if len(set(last_days)) < 2:
        return None
    scale = _scale(last_days)
    apart = [position for position in timeline.positions if _has_own_lane(position)]
    others = [point for one in timeline.positions if not _has_own_lane(one) for point in one.points]
    lanes = tuple(_lane(position, scale, number) for number, position in enumerate(apart))
    below = HEAD + LANE * len(lanes)
    once = _once([point for point in others if interval(point.when)], scale, below)
    height = below + (_height(once, below) if once else 0.0) + 6
    return Chart(height, lanes, once, tuple(_ticks(scale)), scale.cuts, len(points) - len(dated))


def _has_own_lane(position: Position) -> bool:
    dated = any(interval(point.when) for point in position.points)
    return dated and bool(len(position.points) > 1 or position.contradictions or position.answers)


def _scale(told: Sequence[date]) -> _Scale:
    """Return the scale of some days, at least two."""
    order = sorted(set(told))
    gaps = [(other - one).days for one, other in pairwise(order)]
    whole = sum(gaps)
    cut = [gap > _LONG * whole and gap > _SHORTEST for gap in gaps]
    cut = [False] * len(gaps) if all(cut) else cut
    even = sum(gap for gap, long in zip(gaps, cut, strict=True) if not long)
    width = (_RIGHT - _LEFT - _CUT * sum(cut)) / max(1, even)
    made, first, x = [], order[0], _LEFT
    for (one, other), long in zip(pairwise(order), cut, strict=True):
        if long:
            to = x + (one - first).days * width
            made.append((first, one, x, to))
            first, x = other, to + _CUT
    made.append((first, order[-1], x, x + (order[-1] - first).days * width))
    return _Scale(tuple(made))


def _lane(position: Position, scale: _Scale, number: int) -> Lane:
    y = HEAD + LANE * number + 32.0
    against = bool(position.contradictions)
    dots = tuple(_dot(point, scale, y, against) for point in position.points if interval(point.when))
    label = _cut(position.points[0].reports[0].words, _LABEL)
    return Lane(y, label, dots, len(position.contradictions), len(position.answers))


def _once(points: Sequence[Point], scale: _Scale, below: float) -> Lane | None:
    """Return the last lane: what was said on one occasion, piled up where days are close."""
    if not points:
        return None
    piles: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        piles[round(scale.at(_days(point)[1]) / 100 * _COLUMNS)].append(point)
    y = below + 32.0
    dots = tuple(
        _dot(point, scale, y + _PILE * height, False)
        for pile in piles.values()
        for height, point in enumerate(pile[:_PILED])
    )
    high = [pile for pile in piles.values() if len(pile) > _PILED]
    more = tuple(
        More(scale.at(_days(pile[0])[1]), y + _PILE * _PILED + 4, len(pile) - _PILED) for pile in high
    )
    return Lane(y, f"Said on one occasion: {len(points):,}", dots, more=more)


def _height(once: Lane, below: float) -> float:
    return max([dot.y for dot in once.dots] + [more.y for more in once.more]) - below + _DOT + 6


def _dot(point: Point, scale: _Scale, y: float, against: bool) -> Dot:
    report = point.reports[0]
    entry = report.entry
    when = f"{point.when.known} {wording.day(f'{point.when.first}/{point.when.last}')}"
    told = f"{when}, {_reported(point)}: {_cut(report.words, 200)}"
    several = min(4.0, (len(point.reports) - 1) * 0.75)
    said = point.when.known == SAID
    first, last = _days(point)
    return Dot(
        scale.at(first),
        scale.at(last),
        y,
        _DOT + several,
        said,
        against,
        told,
        urls.article(entry.article.id, entry.statement.id),
    )


def interval(when: When) -> tuple[date, date] | None:
    """Return the first and the last day on which something may have been said, None where nothing tells."""
    first, last = days(when.first), days(when.last)
    if first is None or last is None:
        return None
    return date.fromisoformat(first[0]), date.fromisoformat(last[1])


def _days(point: Point) -> tuple[date, date]:
    found = interval(point.when)
    assert found is not None, "only occasions that have a day are drawn"
    return found


def _reported(point: Point) -> str:
    outlets = outlets_of(point)
    more = f" and {len(outlets) - 3} more" if len(outlets) > 3 else ""
    return ", ".join(_cut(outlet, 40) for outlet in outlets[:3]) + more


def outlets_of(point: Point) -> tuple[str, ...]:
    """Return the outlets that report an occasion, or the files where none is named, the first first."""
    return tuple(dict.fromkeys(wording.whose(report.entry) for report in point.reports))


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """Yield days on the scale, as far apart as their names need."""
    end = -_APART
    for first, last, x, to in scale.stretches:
        told = list(_marked(first, last))
        most = max(1, int((to - x) / _APART))
        for day, label in told[:: -(-len(told) // most)]:
            if (at := scale.at(day)) >= end + _APART:
                yield Tick(at, label)
                end = at


def _marked(first: date, last: date) -> Iterator[tuple[date, str]]:
    """Yield the days that a stretch of time is told off by: years, months, or single days."""
    length = (last - first).days
    if length == 0:  # what stands alone may be of any day of a longer time: the year is sure
        yield first, str(first.year)
    elif length > 3 * 365:
        yield from ((date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1))
    elif length > 90:
        yield from ((day, f"{day:%b %Y}") for day in _months(first, last) if day >= first)
    else:
        days_ = (first + timedelta(days=passed) for passed in range(length + 1))
        yield from ((day, f"{day.day} {day:%b %Y}") for day in days_)


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month that begins within some days."""
    month = first.year * 12 + first.month
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        yield day
        month += 1


def _cut(words: str, most: int) -> str:
    whole = " ".join(words.split())
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"
