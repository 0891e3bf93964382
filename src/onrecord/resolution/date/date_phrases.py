"""Find phrases of time in a text: "on Friday", "late last month", "at a Monday news conference".

Invariants: phrases stand in text order, do not overlap, and lie in the text; limits ("by Monday"),
habits ("on Mondays"), pairs ("on Monday and again on Friday") and names ("Black Friday") are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from onrecord.resolution.date.date_meanings import Anchor, Interval, meaning
from onrecord.resolution.date.date_words import any_of

BEFORE = 48
"""Characters before a phrase in which the words that limit it are looked for."""


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A phrase of time: where it stands, its kind, its words by role, how sure its reading is.

    ``on_occasion`` says that it names the occasion too: "in a 2017 interview".
    """

    start: int
    end: int
    kind: str
    words: Mapping[str, str]
    sure: float
    on_occasion: bool = False

    def interval(self, at: Anchor) -> Interval | None:
        """Return the first and the last day that it means, or None where that is open."""
        return meaning(self.kind, self.words, at)


def time_phrases(text: str) -> list[TimePhrase]:
    """Return the phrases of time of a text that stand alone: no limits, habits, pairs or names."""
    grammar = _grammar()
    if not grammar.hint.search(text):
        return []
    hidden = grammar.title.sub(lambda match: "\x00" * len(match[0]), text)
    found = _longest([*_plain_phrases(hidden), *_occasions(hidden)])
    return [phrase for phrase in _unpaired(hidden, found) if not _limited(hidden, phrase)]


def dated_writing(words: str) -> TimePhrase | None:
    """Return the time that opens the name of a writing: "a 2014 report by the fire service"."""
    match = _grammar().writing.match(words)
    if match is None:
        return None
    start, end = match.span("time")
    return next(_inner(match["time"], start, end), None)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of phrase: its pattern and the groups one of which must match where it stands alone."""

    name: str
    pattern: re.Pattern[str]
    sure: float
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Grammar:
    """All patterns, made once from the lexicon."""

    kinds: tuple[_Kind, ...]
    hint: re.Pattern[str]
    title: re.Pattern[str]
    occasion: re.Pattern[str]
    writing: re.Pattern[str]
    limit: re.Pattern[str]
    written_of: re.Pattern[str]


_PAIRING = re.compile(
    r"\s*(?:,?\s*(?:and|or|to|through|till|until|as well as)|[-–—]|,(?=\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)))"
    r"\s*(?:again\s+)?(?:(?:on|in)\s+)?(?:again\s+)?"
)
_POSSESSIVE = re.compile(r"['’]s?\b|s\b|-\w")
_NAME_BEFORE = re.compile(r"[\w,]\s*$")
_OF = re.compile(r"\bof\s+$")


def _plain_phrases(text: str) -> Iterator[TimePhrase]:
    for kind in _grammar().kinds:
        for match in kind.pattern.finditer(text):
            words = _roles(match)
            if not kind.needs or any(name in words for name in kind.needs):
                yield TimePhrase(match.start(), match.end(), kind.name, words, kind.sure)


def _occasions(text: str) -> Iterator[TimePhrase]:
    """Yield occasions and writings that a day stands before: "in a March letter", "at Monday's hearing"."""
    for match in _grammar().occasion.finditer(text):
        yield from islice(_inner(match["time"], match.start(), match.end()), 1)


def _inner(time: str, start: int, end: int) -> Iterator[TimePhrase]:
    """Yield the kinds of phrase that a time before a noun can be, as phrases that run from start to end."""
    for kind in _grammar().kinds:
        if match := kind.pattern.fullmatch(time):
            yield TimePhrase(start, end, kind.name, _roles(match), kind.sure, True)


def _roles(match: re.Match[str]) -> dict[str, str]:
    return {role: words for role, words in match.groupdict().items() if words}


def _longest(found: list[TimePhrase]) -> list[TimePhrase]:
    """Return phrases that do not overlap, the longer of two that do."""
    kept: list[TimePhrase] = []
    for phrase in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
        elif phrase.end - phrase.start > kept[-1].end - kept[-1].start:
            kept[-1] = phrase
    return kept


def _unpaired(text: str, found: list[TimePhrase]) -> list[TimePhrase]:
    """Return the phrases without those that are told in one breath: "on Monday and again on Friday"."""
    paired: set[int] = set()
    for first, second in pairwise(range(len(found))):
        relative = "relative" in (found[first].kind, found[second].kind)  # "on Friday, and a day later"
        if not relative and _PAIRING.fullmatch(text, found[first].end, found[second].start):
            paired |= {first, second}
    return [phrase for index, phrase in enumerate(found) if index not in paired]


def _limited(text: str, phrase: TimePhrase) -> bool:
    """Say whether the words around make the phrase a limit, a habit, or a part of something's name."""
    if phrase.on_occasion:
        return False
    before = text[max(0, phrase.start - BEFORE) : phrase.start]
    if _POSSESSIVE.match(text, phrase.end) or _grammar().limit.search(before):
        return True
    if _OF.search(before):
        return not _grammar().written_of.search(before)
    named = phrase.kind in ("day", "unit") and text[phrase.start].isupper()
    return named and bool(_NAME_BEFORE.search(before))


_YEAR = r"(?:1[5-9]|20)\d\d"
_ON = (
    r"\b(?i:(?:as\s+recently\s+as\s+)?(?:(?:early|late|earlier|later)\s+)?"
    r"(?:(?:on|in\s+the\s+early\s+hours\s+of)\s+)?)"
)
_THIRD = r"(?i:early(?:\s+in)?|mid|late(?:\s+in)?|earlier(?:\s+in)?|later(?:\s+in)?)"
_BACK_IN = r"\b(?i:(?:back\s+)?(?:as\s+recently\s+as\s+)?)"
_DETERMINER = r"(?i:a|an|the|his|her|its|their|my|our|this|that|one|another)"
_WORD = r"(?!(?:in|on|at|of|to|with|for|after|before|and|or|that|the|a|an|by|from|said|told)\b)[\w’'&.-]+"


@cache
def _grammar() -> _Grammar:
    """Return the patterns; they are made when the first text is read."""
    day, month, written = any_of("weekday"), any_of("month"), any_of("written")
    nouns = any_of("written", "talk", "occasion")
    return _Grammar(
        kinds=tuple(_kinds(day, rf"{month}\b\.?", any_of("part-of-day"))),
        hint=re.compile(
            rf"(?:{day}|{month})\b|\b{_YEAR}\b|\b(?i:yesterday|to(?:day|night|morrow)|overnight|day|night|week|"
            rf"weekend|month|year|morning|afternoon|evening|ago|{any_of('season')}|{any_of('holiday')})\b|\d[/-]\d"
        ),
        title=re.compile(any_of("title") + r"\b"),
        occasion=re.compile(
            rf"\b(?:(?i:in|at|during|via|from)\s+(?:{_DETERMINER}\s+)?|(?i:on)\s+(?:{_DETERMINER}\s+|(?={day}['’]s)))"
            rf"(?:{_WORD}\s+){{0,2}}?(?P<time>{_before_noun(day, month)})(?:['’]s?)?\s+"
            rf"(?:{_WORD}\s+){{0,4}}?{nouns}(?:s|es)?\b"
        ),
        writing=re.compile(
            rf"(?:{_DETERMINER}\s+)?(?:{_WORD}\s+){{0,1}}?"
            rf"(?P<time>{_before_noun(day, month)})\s+(?:{_WORD}\s+){{0,5}}?{written}(?:s|es)?\b"
        ),
        limit=re.compile(
            rf"\b(?i:{any_of('limit')})\s+(?i:on\s+)?$|\b(?i:beginning|starting|effective)\s+(?i:in|on)\s+$|[\d][-–/]$"
        ),
        written_of=re.compile(rf"\b{written}\s+of\s+$"),
    )


def _before_noun(day: str, month: str) -> str:
    """Return the pattern of a time that may stand before a noun, without an opening of its own."""
    part = any_of("part-of-day")
    return (
        rf"(?:(?:early|mid|late)[\s-]+)?{month}\b\.?(?:\s+\d{{1,2}}\b)?(?:,?\s+{_YEAR})?|\d{{1,2}}\s+{month}\b"
        rf"|{day}(?:\s+{part})?|{_YEAR}|(?i:last|this)\s+(?:week|month|year|weekend|{any_of('season')})"
        rf"|(?i:yesterday|today|last\s+night)"
    )


def _kinds(day: str, month: str, part: str) -> Iterator[_Kind]:
    weekday = rf"(?P<weekday>{day})(?:\s+{part})?"
    yield _Kind(
        "weekday",
        re.compile(
            _ON
            + rf"(?i:the\s+{part}\s+of\s+)?"
            + r"(?:(?i:(?P<which>last|this\s+past|this\s+coming|past|this|next))\s+)?"
            rf"{weekday}\b(?P<back>,?\s+(?:of\s+)?last\s+week)?"
        ),
        0.98,
    )
    yield _Kind("date", re.compile(_date_pattern(weekday, month)), 0.98)
    yield _Kind(
        "month",
        re.compile(
            _BACK_IN + rf"(?:(?P<opening>(?i:in|during))\s+)?(?:(?P<part>{_THIRD})[\s-]+)?"
            rf"(?:(?P<which>(?i:last|this\s+past|this))\s+)?(?P<month>{month})(?:,?\s+(?:of\s+)?(?P<year>{_YEAR})\b)?"
        ),
        0.95,
        ("opening", "part", "which"),
    )
    yield _Kind(
        "year",
        re.compile(
            _BACK_IN
            + rf"(?:(?P<opening>(?i:in|during)|of(?=\s+\d+,?\s+when\b))\s+)?(?:(?P<part>{_THIRD})[\s-]+)?"
            rf"\b(?P<year>{_YEAR})(?![\w/–-]|['’]s)"
        ),
        0.9,
        ("opening",),
    )
    yield from _deictic_kinds(part)
    yield from _calendar_kinds()


def _date_pattern(weekday: str, month: str) -> str:
    figures = r"(?P<iso>\d{4}-\d\d-\d\d)|(?P<figures>\d{1,2}/\d{1,2}/\d{4})"
    day_month = (
        rf"(?<![\d–-])(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month1>{month})"
        rf"(?:,?\s+(?P<year1>{_YEAR})\b)?"
    )
    month_day = (
        rf"(?P<month2>{month})\s+(?:the\s+)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?[–-]\s?\d|:\d|\.\d|,\d|\s+percent)"
        rf"(?:,?\s+(?P<year2>{_YEAR})\b)?"
    )
    return (
        r"\b(?:(?i:on|of|dated)\s+)?(?:(?i:early|late|last|this)\s+)?(?:on\s+)?(?:the\s+)?"
        rf"(?:{weekday},?\s+(?:the\s+|\()?)?(?:{figures}|{day_month}|{month_day})(?:\))?"
    )


def _deictic_kinds(part: str) -> Iterator[_Kind]:
    yield _Kind(
        "day",
        re.compile(
            rf"(?i:\b(?:(?:early|late|earlier|later)\s+)?(?P<day>the\s+day\s+before\s+yesterday|yesterday|today|tonight"
            rf"|overnight|tomorrow|last\s+night|this\s+{part})\b(?:\s+{part})?)"
        ),
        0.98,
    )
    yield _Kind(
        "unit",
        re.compile(
            rf"(?i:\b(?:(?:in|over|during|at)\s+)?(?:(?P<part>{_THIRD})\s+)?"
            r"(?P<which>last|this\s+past|this|next|the\s+past|the\s+last|the)\s+(?P<unit>week|weekend|month|year)\b)"
            r"(?!['’]|\s+(?:before|after|earlier|later|of)\b)"
        ),
        0.95,
    )
    yield _Kind(
        "ago",
        re.compile(
            r"(?i:\b(?:(?P<vague>about|some|nearly|almost|around|more\s+than|over|at\s+least|roughly|less\s+than|half"
            r"|(?:just|little)\s+(?:over|under|more\s+than|less\s+than)|under)\s+)?"
            rf"(?P<number>\d{{1,3}}|an?|{any_of('number')})\s+(?P<unit>minute|hour|day|week|month|year)s?\s+ago\b)"
            r"(?P<trail>,?\s+(?:on\s+)?(?:this|last|today|yesterday|[A-Z]\w+day)\b)?"
        ),
        0.85,
    )


def _calendar_kinds() -> Iterator[_Kind]:
    yield _Kind(
        "season",
        re.compile(
            r"(?i:\b(?:(?P<opening>in|during|over)\s+)?(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?"
            rf"(?:(?P<which>last|this\s+past|this)\s+)?(?P<season>{any_of('season')})\b(?!\s+of\s+(?!\d))"
            rf"(?:\s+of)?(?:\s+(?P<year>{_YEAR})\b)?)(?!['’])"
        ),
        0.75,
        ("opening", "which"),
    )
    yield _Kind(
        "holiday",
        re.compile(rf"\b(?i:(?:on\s+)?)(?P<holiday>{any_of('holiday')})\b(?:,?\s+(?P<year>{_YEAR})\b)?"),
        0.93,
    )
    of_day = rf"(?:day|{any_of('part-of-day')})"
    no_noun = r"(?!\s+(?:the|an?|his|her|its|their|he|she|it|they|we|that|[A-Z]\w+)\b)"
    yield _Kind(
        "relative",
        re.compile(
            rf"\b(?i:on\s+)?(?:(?i:the\s+(?P<neighbour>next|following|previous)\s+{of_day})"
            rf"|(?i:the\s+{of_day}\s+(?P<side>before|after)){no_noun}"
            rf"|(?i:(?P<number>an?|{any_of('number')})\s+days?\s+)"
            rf"(?:(?i:(?P<step>later|earlier))|(?i:(?P<ahead>before)){no_noun})"
            rf"|(?i:(?:later\s+|earlier\s+)?(?P<same>(?:the\s+same|that|that\s+same)\s+{of_day}))"
            r"|(?i:(?P<within>earlier|later)\s+in\s+the\s+day))\b"
        ),
        0.8,
    )
