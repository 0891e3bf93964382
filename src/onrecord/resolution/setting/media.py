"""What a noun phrase names as a channel: an outlet, a programme, a platform, a writing, an occasion.

Invariant: the words are data (``lexicon/media.toml``, ``lexicon/agencies.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from onrecord.model import Span
from onrecord.resolution.setting.noun_phrases import (
    DETERMINERS,
    OPEN_OR_CLOSE,
    Word,
    head,
    is_name,
    is_people,
    span_of,
    title,
    title_span,
    words_of,
)
from onrecord.resolution.word_lists import entries, lexicon, word_list

_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,3}(?:-(?:TV|FM|AM))?")
"""What American stations are called."""
_FOREIGN_ARTICLES = word_list("foreign_articles")
_REMARKS = frozenset(("remarks", "comments", "testimony", "speech", "address", "toast"))
_WITH_ARTICLE = frozenset(("response", "reply", "text", "order", "video"))
"""Writings only with an article or adjective: "in a response", but "in response"."""


def platform(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase is a platform's name."""
    return _joined(words, start, end) in entries("media.toml", "platforms")


def writing(noun: str) -> bool:
    """Say whether a noun is for something written: statement, letter, court papers; or for remarks."""
    return noun in _REMARKS or noun in entries("media.toml", "documents")


def document(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase is for something written."""
    noun = head(words, start, end).lower
    bare = end - start == 1 and noun in _WITH_ARTICLE
    return noun in entries("media.toml", "documents") and not bare


def event(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase is for an occasion of speaking."""
    noun = head(words, start, end)
    if noun.text == "March":
        return False
    two = {f"{one.lower} {other.lower}" for one, other in pairwise(words[start:end]) if other is noun}
    return not two.union((noun.lower,)).isdisjoint(entries("media.toml", "events"))


def interview(noun: str) -> bool:
    """Say whether a noun is for an interview or for remarks that an outlet prints."""
    return noun in entries("media.toml", "interviews")


def intermediary(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase is for one who speaks for another."""
    return head(words, start, end).lower in entries("media.toml", "intermediaries")


def outlet_in(words: Sequence[Word], start: int, end: int) -> tuple[Span, str] | None:
    """Return what of a phrase names a programme or an outlet, and which of the two, or None.

    A programme in quotation marks comes before the outlet that broadcasts it, and a phrase that is an
    outlet as a whole before an outlet in it ("the BBC", but "CNN's Petra Nilsen").
    """
    if found := _titled(words, start, end) or _programme(words, start, end):
        return found, "programme"
    if is_outlet(words, start, end):
        return span_of(words, start, end), "outlet"
    if found := part_of_outlet(words, start, end):
        return found, "outlet"
    return None


def _programme(words: Sequence[Word], start: int, end: int) -> Span | None:
    """Return a known programme that a phrase is, or is behind its outlet: "NBC's Meet the Press"."""
    first = start + (words[start].lower.endswith("'s") and end - start > 1)
    for at in dict.fromkeys((start, _past_article(words, start, end), first)):
        if at < end and _joined(words, at, end) in entries("media.toml", "programmes"):
            return span_of(words, at, end)
    return None


def _titled(words: Sequence[Word], start: int, end: int) -> Span | None:
    """Return the name in quotation marks that a phrase opens with or holds."""
    for at in range(start, end):
        if words[at].text in OPEN_OR_CLOSE and (after := title(words, at, words[end - 1].end)):
            return title_span(words, at, after)
    return None


def is_outlet(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase as a whole is an outlet: "the Carrow Courier", "state television"."""
    first = _past_article(words, start, end)
    if first >= end:
        return False
    nouns = {word.lower for word in _heads(words, first, end)}
    return named_outlet(words, start, end) or not nouns.isdisjoint(entries("media.toml", "outlet_nouns"))


def named_outlet(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase as a whole is an outlet's name."""
    first = _past_article(words, start, end)
    if first >= end:
        return False
    if _joined(words, first, end) in _outlets() or _joined(words, start, end) in _outlets():
        return True
    if end - first == 1:
        paper = words[start].lower == "the" and words[first].text in entries("media.toml", "papers")
        return paper or _CALL_LETTERS.fullmatch(words[first].text) is not None
    if not all(is_name(word) or not word.text[0].isalpha() for word in words[first:end]):
        return False
    opens = words[first].text in entries("media.toml", "outlet_openers")
    return opens or words[end - 1].text in entries("media.toml", "outlet_words")


def known_outlet(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a phrase is the name of an outlet in the word list."""
    return _joined(words, start, end) in _outlets()


def _heads(words: Sequence[Word], first: int, end: int) -> Iterator[Word]:
    """Yield the noun of a phrase, and that before a name: "the newspaper El Faro"."""
    noun = head(words, first, end)
    yield noun
    if is_name(noun):
        yield from [word for word in words[first:end] if word.text[0].islower()][-1:]


def part_of_outlet(words: Sequence[Word], start: int, end: int) -> Span | None:
    """Return the outlet with which a phrase begins or ends: "CNN's Petra Nilsen", "Diane Roe of ABC"."""
    first = _past_article(words, start, end)
    for last in range(min(end, first + 5), first, -1):
        opens = is_name(words[last - 1]) and (last < end or words[last - 1].lower.endswith("'s"))
        if opens and (span := _possessed(words, first, last)):
            return span
    return next(_behind(words, first, end), None)


def _behind(words: Sequence[Word], first: int, end: int) -> Iterator[Span]:
    """Yield an outlet further on: "Oslo's KTVT", "a visiting BBC crew", "Diane Roe of ABC"."""
    for at in range(first + 1, end):
        word, before = words[at], words[at - 1].lower
        if before.endswith("'s") and named_outlet(words, at, end):
            yield span_of(words, at, end)
        if at + 1 < end and word.text.isupper() and word.text in _outlets() and words[at + 1].text.islower():
            yield span_of(words, at, at + 1)
        if before in ("of", "from") and named_outlet(words, at, end):
            yield span_of(words, at, end)


def _possessed(words: Sequence[Word], first: int, last: int) -> Span | None:
    """Return an outlet's name without the possessive that ends it, or None."""
    name = _joined(words, first, last).removesuffix("'s").removesuffix("’s")
    possessive = len(_joined(words, first, last)) - len(name)
    end = words[last - 1].end - possessive
    if name in entries("media.toml", "papers") and first > 0 and words[first - 1].lower == "the":
        return Span(words[first - 1].start, end)
    names = last - first > 1 and all(is_name(word) for word in words[first:last])
    known = name in _outlets() or (names and name.split()[-1] in entries("media.toml", "outlet_words"))
    return Span(words[first].start, end) if known else None


def like_outlet(words: Sequence[Word], start: int, end: int) -> bool:
    """Say whether an unknown name after "interview with" looks like an outlet rather than a person.

    One name alone, one after "the", one with an article of another language ("Le Soir").
    """
    names = [word for word in words[start:end] if is_name(word) and word.lower not in DETERMINERS]
    if not names or any(is_people(word) for word in words[start:end]):
        return False
    foreign = end - start > 1 and words[start].text in _FOREIGN_ARTICLES
    return words[start].lower == "the" or foreign or (len(names) == 1 and end - start == 1)


def _past_article(words: Sequence[Word], start: int, end: int) -> int:
    first = start
    while first < end and words[first].lower in DETERMINERS:
        first += 1
    return first


def _joined(words: Sequence[Word], start: int, end: int) -> str:
    return " ".join(word.text for word in words[start:end])


@cache
def _outlets() -> frozenset[str]:
    """Return the names of outlets and agencies, as words joined by one space.

    Left out are agencies' names that are other words as well ("Petra", "MAP").
    """
    names = [*lexicon("media.toml")["outlets"]]
    for agency in lexicon("agencies.toml")["agency"]:
        names += [agency["name"], agency["full"], *agency.get("variants", ())]
    joined = {" ".join(word.text for word in words_of(name)) for name in names}
    joined |= {name.removeprefix("The ") for name in joined}
    return frozenset(joined.difference(lexicon("agencies.toml")["other_words"]["words"]))
