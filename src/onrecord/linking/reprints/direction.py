"""Who copies whom of two articles that share a passage: by credits, by what they say, by date.

Invariant: nothing is concluded that is not printed: where neither a credit nor a mention nor the dates of
publication tell, the direction is unknown and the reason says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from onrecord.model import Article, Credit, Span, Spans
from onrecord.reading.published import days
from onrecord.resolution.word_lists import lexicon

AROUND = 400
"""Code points around a passage in which another outlet may be named as where it is from."""
SOON = 3
"""Days within which others print what one outlet has; later both may have it from elsewhere."""
_REPORTED = (
    r"(?:(?:first|originally|earlier|has|had|also)\s+)?(?:reported|reports|revealed|published|wrote|writes)"
)
_FROM = (
    r"(?:according to|via|report (?:by|in)|"
    r"(?:reported|published|posted|appeared|seen|obtained) (?:by|in|on|at))"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One of two articles with the agencies that it credits and the passages that the other has too."""

    article: Article
    credits: tuple[Credit, ...]
    passages: Spans


@dataclass(frozen=True, slots=True)
class Direction:
    """Which of two articles is the copy, 0 or 1, and why.

    ``copy`` is None where both carry the copy of ``agency`` and where nothing tells.  ``evidence`` has for
    each article the words that the reason rests on.  ``confidence`` is the probability that it is so, 0
    where the direction is unknown.
    """

    copy: int | None
    agency: str | None
    confidence: float
    reason: str
    evidence: tuple[Spans, Spans] = ((), ())


def direction(one: Carried, other: Carried, *, whole: bool) -> Direction:
    """Return which of two articles is the copy; ``whole`` says that most of one of them is shared.

    The confidences are set by hand, not fitted: there is no annotated corpus of who copied whom.
    """
    pair = (one, other)
    found = _credited(pair) or _named(pair) or _one_credit(pair, whole) or _dated(pair)
    return found or Direction(None, None, 0.0, _unknown(pair))


Pair = tuple[Carried, Carried]


def _credited(pair: Pair) -> Direction | None:
    """Tell by an agency that both credit, or that one is and the other credits."""
    for first in pair[0].credits:
        for second in pair[1].credits:
            if first.agency == second.agency:
                reason = f"both carry {first.agency} ({first.by}; {second.by})"
                return Direction(None, first.agency, 0.95, reason, (first.spans, second.spans))
    for copy, original in ((0, 1), (1, 0)):
        for credit in pair[copy].credits:
            if credit.agency == agency_of(pair[original].article.outlet):
                evidence = _evidence(copy, credit.spans)
                return Direction(copy, None, 0.95, f"credits {credit.agency} ({credit.by})", evidence)
    return None


def _named(pair: Pair) -> Direction | None:
    """Tell by one that names the other's outlet as where something is from, beside a shared passage."""
    names = [_mention(pair[copy], pair[1 - copy].article.outlet) for copy in (0, 1)]
    if (names[0] is None) == (names[1] is None):
        return None
    copy = 0 if names[0] else 1
    span = names[copy]
    if span is None or _later(pair[1 - copy].article, pair[copy].article):
        return None
    words = " ".join(span.of(pair[copy].article.text).split())
    return Direction(copy, None, 0.85, f"says “{words}”", _evidence(copy, (span,)))


def _one_credit(pair: Pair, whole: bool) -> Direction | None:
    """Tell by the credit of one alone: the other prints the agency's words without saying so."""
    if bool(pair[0].credits) == bool(pair[1].credits):
        return None
    side = 0 if pair[0].credits else 1
    credit = pair[side].credits[0]
    reason = f"one credits {credit.agency} ({credit.by}), the other has the same words"
    return Direction(None, credit.agency, 0.75 if whole else 0.6, reason, _evidence(side, credit.spans))


def _dated(pair: Pair) -> Direction | None:
    """Tell by publication: what came later is the copy."""
    for copy, original in ((0, 1), (1, 0)):
        late, early = pair[copy].article, pair[original].article
        if _later(late, early):
            apart = _days_apart(late, early)
            same = bool(late.outlet) and late.outlet == early.outlet
            if not apart:
                return Direction(copy, None, 0.6, "published later on the same day")
            reason = f"published {apart} day{'s' if apart > 1 else ''} later"
            if same:
                return Direction(copy, None, 0.9, f"{reason} by the same outlet")
            return Direction(copy, None, 0.75 if apart <= SOON else 0.5, reason)
    return None


def _unknown(pair: Pair) -> str:
    undated = [one for one in pair if days(one.article.published) is None]
    why = "a date of publication is missing" if undated else "published at about the same time"
    credit = "they credit different agencies" if pair[0].credits and pair[1].credits else "no credit tells"
    return f"{why}, and {credit}"


def agency_of(outlet: str | None) -> str | None:
    """Return the news agency that an outlet is, or None: "Associated Press" is AP."""
    return _agencies().get(_bare(outlet).casefold()) if outlet else None


@cache
def _agencies() -> dict[str, str]:
    names: dict[str, str] = {}
    for agency in lexicon("agencies.toml")["agency"]:
        for name in (agency["name"], agency["full"], *agency.get("variants", ())):
            names.setdefault(name.removeprefix("The ").casefold(), agency["name"])
    return names


def _bare(outlet: str) -> str:
    """Return an outlet's name as others print it: without an article, and what a catalogue adds behind it."""
    return re.split(r"\s+[-–—|(]", outlet.strip())[0].removeprefix("The ").strip()


def _mention(one: Carried, outlet: str | None) -> Span | None:
    """Return the words beside a passage that name an outlet as where it is from."""
    name = _bare(outlet) if outlet else ""
    if len(name) < 2 or name == _bare(one.article.outlet or ""):
        return None
    printed = rf"(?:[Tt]he )?{re.escape(name)}(?!\w)"
    pattern = re.compile(rf"(?<!\w)(?:{_FROM}\s+{printed}|{printed}\s+{_REPORTED})(?!\w)")
    found = (pattern.search(one.article.text, start, end) for start, end in _near(one.passages))
    return next((Span(*match.span()) for match in found if match), None)


def _near(passages: Spans) -> Iterator[tuple[int, int]]:
    for span in passages:
        yield max(0, span.start - AROUND), span.end + AROUND


def _later(one: Article, other: Article) -> bool:
    """Say whether an article was certainly published after another."""
    late, early = days(one.published), days(other.published)
    if late is None or early is None:
        return False
    if late[0] > early[1]:
        return True
    moments = _moment(one.published), _moment(other.published)
    return moments[0] is not None and moments[1] is not None and moments[0] > moments[1]


def _moment(published: str | None) -> datetime | None:
    """Return a date-time with its zone, which alone can be compared with another, or None."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _days_apart(late: Article, early: Article) -> int:
    first, last = days(late.published), days(early.published)
    if first is None or last is None:
        return 0
    return max(0, (date.fromisoformat(first[0]) - date.fromisoformat(last[1])).days)


def _evidence(side: int, spans: Sequence[Span]) -> tuple[Spans, Spans]:
    return (tuple(spans), ()) if side == 0 else ((), tuple(spans))
