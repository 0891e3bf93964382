"""Which news agency's copy an article carries: from its dateline, its byline or the credit at its end.

Invariant: an agency that only contributed, took the photograph or is quoted is not credited, and an
outlet is not its own agency.  The agencies are data (``lexicon/agencies.toml``); one that is not among
them is taken from the brackets of a dateline or credit if it is written like one ("(Meridian)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord.model import Article, Credit, Span
from onrecord.resolution.setting.media import named_outlet
from onrecord.resolution.setting.noun_phrases import words_of
from onrecord.resolution.word_lists import entries, lexicon

HEAD_LINES, TAIL_LINES = 8, 4
LONGEST_LINE = 120
"""Characters of a line that can be a byline or a credit."""
MOST_AUTHORS = 3
"""Commas in a byline from which it is a page's list of everybody, agencies among them."""
MIDDLE = 0.4
"""Share of the text behind which a bracket at a paragraph's end is a credit and no caption's."""

_LINE = re.compile(r"[^\n\r]+")
_DASH = r"(?:--|[-–—:]|\.-)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-zé]*\.?"
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?:,?\s+\d{{4}})?"
_NAME = r"[A-ZÀ-Þ][\w'’.\-]*(?:\s[A-ZÀ-Þ][\w'’.\-]*){0,3}"
_PLACE = rf"{_NAME}(?:\s?[,/]\s?{_NAME})?(?:\s\[{_NAME}\])?"
_DATELINE = re.compile(
    rf"\s*(?P<place>{_PLACE})?(?P<date>[,.]?\s+{_DATE})?[,.:]?\s*"
    rf"(?:\((?P<round>[^()\n]{{2,40}})\)|/(?P<slash>[^/\n]{{2,20}})/)(?P<dash>\s*{_DASH})?"
)
_BYLINE = re.compile(r"\s*By\s+(?P<who>.{2,80}?)\s*$", re.IGNORECASE)
_SOURCE = re.compile(r"\s*(?:Source|Credit|From)\s*:\s*(?P<who>.{2,60}?)\s*$")
_CALLED_AGENCY = re.compile(
    rf"{_NAME}\s(?:(?:News|Press|Wire|Telegraph)\s(?:Agency|Service|Association)|NEWS AGENCY|PRESS AGENCY)"
)
"""An agency that is not among the data but is called one."""
_STAFF = re.compile(
    r"\s+(?:Staff|Staff Writers?|Writers?|News Service|Correspondents?|Reporters?)$", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|Copyright)[\s©]*(?:\d{4},?\s*)?(?P<who>[^.,|\n]{2,50})", re.IGNORECASE)
_PROVIDED = re.compile(
    r"\b(?:(?:originally|first) published|distributed|provided|supplied) (?:by|on) (?P<who>[^.,\n]{2,50})",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[.!?…][\"”’'»]*\s*\((?P<who>[^()\n]{2,40})\)\s*$")
_CONTRIBUTED = re.compile(
    r"\b(?:contribut|reported from|was used|includes? (?:material|information)|writers? )", re.IGNORECASE
)
_ORNAMENT = " \t-–—*•·|()[]/~"


def credits(article: Article) -> tuple[Credit, ...]:  # noqa: A001 - the interface's word
    """Return the credit of the agency whose copy the article carries, or () if it prints none."""
    for agency, spans, rule in _readings(article):
        if not _same(agency, article.outlet):
            return (Credit(agency, spans, rule),)
        return ()
    return ()


def _readings(article: Article) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Yield what each rule reads, the surest first."""
    lines = [match.span() for match in _LINE.finditer(article.text) if match[0].strip()]
    for start, end in lines[:HEAD_LINES]:
        yield from _dateline(article.text, start, end)
    if article.byline and (agency := _within(article.byline)):
        yield agency, (), "byline"
    for number, (start, end) in enumerate(lines[:HEAD_LINES]):
        yield from _byline(article.text, start, end, number)
    for start, end in reversed(lines[1:][-TAIL_LINES:]):
        yield from _credit_line(article.text, start, end)
    for start, end in reversed(lines[1:]):
        if end > MIDDLE * len(article.text):
            yield from _bracket(article.text, start, end)


def _dateline(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Yield the agency of "CARROW, March 1 (Meridian) -"."""
    match = _DATELINE.match(text, start, end)
    if match is None:
        return
    group = "round" if match["round"] else "slash"
    agency = _known(match[group])
    if (
        agency is None
        and group == "round"
        and match["dash"]
        and _is_dateline(match)
        and _like_agency(match[group])
    ):
        agency = match[group].strip()
    if agency and (match["dash"] or match["date"] or group == "slash" or _in_capitals(match["place"])):
        yield agency, (Span(*match.span(group)),), "dateline"


def _in_capitals(place: str | None) -> bool:
    return place is not None and re.split(r"[,/\[]", place)[0].isupper()


def _is_dateline(match: re.Match[str]) -> bool:
    """Say whether what stands before an unknown name's bracket is a place: in capitals, dated or one word."""
    place = match["place"]
    if not place:
        return False
    city = re.split(r"[,/\[]", place)[0].strip()
    return city.isupper() or match["date"] is not None or " " not in city


def _like_agency(words: str) -> bool:
    """Say whether a bracket's words are written like an agency's name."""
    name = words.strip()
    return (
        re.fullmatch(r"[A-ZÀ-Þ][\w'’&]*(?:\s[A-ZÀ-Þ][\w'’&]*){0,3}", name) is not None
        and len(name) > 2
        and not any(
            part.lower() in entries("agencies.toml", "not_agencies") for part in (name, *name.split())
        )
    )


def _byline(text: str, start: int, end: int, number: int) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Yield the agency of "By Jane Doe, Associated Press", of "Source: ..." and of a line of its own."""
    if end - start > LONGEST_LINE:
        return
    match = _BYLINE.match(text, start, end) or _SOURCE.match(text, start, end)
    if match and (agency := _within(match["who"])):
        yield agency, (Span(*match.span("who")),), "byline"
    line = text[start:end].strip()
    if number and len(line) > 7 and (agency := _known(line)):
        yield agency, (_stripped(text, start, end),), "byline"


def _within(byline: str) -> str | None:
    """Return the agency that a byline is or ends with."""
    plain = _STAFF.sub("", byline.strip())
    if plain.count(",") > MOST_AUTHORS:
        return None
    parts = [plain, *re.split(r"\s*(?:,|\||/|;| of | for | at | - | – | — )\s*", plain)[1:]]
    return next((agency for part in parts if (agency := _known(part))), None)


def _credit_line(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Yield the agency of a last line: its name alone, its copyright, "originally published by"."""
    line = text[start:end]
    if _CONTRIBUTED.search(line):
        return
    alone = line.strip(_ORNAMENT)
    if end - start < 60 and (agency := _known(alone)):
        at = start + line.index(alone)
        yield agency, (Span(at, at + len(alone)),), "credit line"
    for pattern, rule in ((_COPYRIGHT, "copyright"), (_PROVIDED, "provided by")):
        match = pattern.search(text, start, end)
        if match and (agency := _known(match["who"].strip())):
            yield agency, (Span(*match.span("who")),), rule


def _bracket(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Yield the agency in brackets behind a paragraph's last full stop: "... the third shirt. (Meridian)".

    An unknown name counts if it is one word and no outlet's: "(Politico)" there cites, it does not credit.
    """
    match = _BRACKET.search(text, start, end)
    if match is None:
        return
    agency = _known(match["who"]) or (_one_word(match["who"]) and _like_agency(match["who"]) and match["who"])
    if agency:
        yield agency, (Span(*match.span("who")),), "bracket"


def _one_word(words: str) -> bool:
    name = words_of(words)
    return len(name) == 1 and not words.isupper() and len(words) > 4 and not named_outlet(name, 0, 1)


def _stripped(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    return Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))


def _known(words: str) -> str | None:
    """Return the agency that words name, alone or as the first of several ("AFP/Reuters"), or None."""
    name = words.strip().removeprefix("the ").removeprefix("The ").strip()
    if found := _agencies().get(name) or _long_names().get(name.casefold()):
        return found
    if _CALLED_AGENCY.fullmatch(name):
        return name.title() if name.isupper() else name
    parts = [part for part in re.split(r"\s*(?:/|,|&| and )\s*", name) if part]
    if len(parts) > 1:
        named = [_agencies().get(part) or _long_names().get(part.casefold()) for part in parts]
        return named[0] if all(named) else None
    return None


def _same(agency: str, outlet: str | None) -> bool:
    """Say whether an outlet is the agency itself: "Meridian News Agency", "CNN (Web News)"."""
    if not outlet:
        return False
    if _known(outlet) == agency:
        return True
    one, other = _key(agency), _key(outlet)
    if len(one) == len(other) == 1:
        return _begin_alike(min(one), min(other))
    return bool(one and other) and (one <= other or other <= one)


def _begin_alike(one: str, other: str) -> bool:
    """Say whether a name begins with the other: "CNNMoney" is CNN's."""
    return one.startswith(other) or other.startswith(one)


def _key(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - {
        "the",
        "news",
        "agency",
        "web",
        "online",
        "press",
        "service",
    }


@cache
def _agencies() -> dict[str, str]:
    """Return each name, variant and abbreviation with the agency it names."""
    found: dict[str, str] = {}
    for agency in lexicon("agencies.toml")["agency"]:
        for name in (agency["name"], agency["full"], *agency.get("variants", ())):
            found.setdefault(name.removeprefix("The "), agency["name"])
    return found


@cache
def _long_names() -> dict[str, str]:
    """Return names of more than one word or of six letters, in folded case: "AGENCE FRANCE-PRESSE"."""
    return {
        name.casefold(): agency
        for name, agency in _agencies().items()
        if len(name) > 5 or (not name.isupper() and len(name) > 3)
    }
