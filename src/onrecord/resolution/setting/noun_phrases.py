"""Read a noun phrase forward from a word, without a parser: enough to name an addressee or a place.

Invariant: a phrase is a run of whole words inside one paragraph.  Function words, which are a closed
class, end it; what is open (people, outlets) comes from the lexicons.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.extraction.paragraphs import paragraphs
from onrecord.model import Span
from onrecord.resolution.word_lists import entries, lexicon, word_list

LONGEST = 14
"""Words after which a phrase is given up: what is longer is no addressee."""
LONGEST_TITLE = 9
"""Words between the quotation marks of a programme's name."""

_TOKEN = re.compile(
    r"(?:[A-Z]-)?(?:[A-Z]\.)+(?:[A-Z]\b)?"
    r"|(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sens?|Reps?|Govs?|Gen|Lt|Col|Capt|Sgt|St|Rev|Hon|Maj|Cmdr|Adm|Jr|Sr|Inc|Co|Corp"
    r"|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan"
    r"|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo)\."
    r"|[ap]\.m\.|\w+(?=['’](?:ve|re|ll|m|d)\b)|['’](?:ve|re|ll|m|d)\b|\w+(?:[-'’&./]\w+)*|``|''|--|[^\w\s]"
)
_OPENING = frozenset(("“", '"', "‘", "'", "«", "``", "„", "‹"))
_CLOSING = frozenset(("”", '"', "’", "'", "»", "''", "“", "›"))
OPEN_OR_CLOSE = _OPENING | _CLOSING
PRONOUNS = word_list("pronouns")
SUBJECTS = word_list("subjects")
DETERMINERS = word_list("determiners")
_ALONE = word_list("alone")
AUXILIARIES = word_list("auxiliaries")
_STOPS = SUBJECTS | AUXILIARIES | word_list("stops")
_PARTICIPLES = word_list("after_nouns")
DAYS = word_list("days")
_COLLECTIVE = word_list("collective")
_BODIES = word_list("bodies")
_LY_NOUNS = word_list("ly_nouns")
_OFFICES = word_list("offices")
_PERSON_ENDINGS = re.compile(
    r"(?:[^aeiou]ers?|[aeiou]{1,2}[^aeiou]ers?|yers?|eers?|[st]ors?|ists?|[ie]ans|ees|men|man|women|woman|people"
    r"|persons?|ants|ents|kers?)$"
)
_NOT_PEOPLE = word_list("not_people")


class Word(NamedTuple):
    """A word or mark of a text, with its offsets and its lower case."""

    start: int
    end: int
    text: str
    lower: str


def paragraph_words(text: str, place: int) -> Sequence[Word]:
    """Return the words of the paragraph that holds an offset, cut once."""
    spans = _paragraphs(text)
    index = bisect_right(spans, (place, sys.maxsize)) - 1
    return _words(text, *spans[index]) if index >= 0 else ()


@lru_cache(maxsize=2)
def _paragraphs(text: str) -> list[tuple[int, int]]:
    return paragraphs(text)


@lru_cache(maxsize=256)
def _words(text: str, start: int, end: int) -> Sequence[Word]:
    return [
        Word(match.start(), match.end(), match[0], match[0].lower().replace("’", "'"))
        for match in _TOKEN.finditer(text, start, end)
    ]


def words_of(text: str) -> Sequence[Word]:
    """Return the words of a short text of its own."""
    return _words(text, 0, len(text))


def span_of(words: Sequence[Word], start: int, end: int) -> Span:
    """Return the span from the first to the last of a run of words."""
    return Span(words[start].start, words[end - 1].end)


def is_name(word: Word) -> bool:
    """Say whether a word is written like a name or a number that is part of one."""
    return word.text[0].isupper()


def is_people(word: Word) -> bool:
    """Say whether a common noun is for people: "reporters", "a priest", "the court"."""
    noun = word.lower.removesuffix("'s")
    singular = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    if noun in _people_nouns() or singular in _people_nouns():
        return True
    long = len(noun) > 4 or noun.endswith(("man", "men"))
    return long and noun not in _NOT_PEOPLE and _PERSON_ENDINGS.search(noun) is not None


def noun_phrase(
    words: Sequence[Word], at: int, until: int = sys.maxsize, *, of: bool = True, joined: bool = True
) -> int | None:
    """Return the index after the noun phrase that starts with word ``at``, or None if none does.

    It ends before the offset ``until``.  ``of`` lets a phrase with "of" belong to it, ``joined`` a second
    phrase after "and".
    """
    end = _simple(words, at, until)
    if end is None:
        return None
    if end + 1 < len(words) and words[end].lower in ("on", "for") and _body_for(words, end):
        end = _simple(words, end + 1, until) or end
    if of and end + 1 < len(words) and words[end].lower == "of":
        deed = words[end + 1].lower.endswith("ing") and words[end + 1].text.islower()
        end = (None if deed else noun_phrase(words, end + 1, until, joined=False)) or end
    if _crowd_of(words, end):
        end += 4
    if joined and end + 1 < len(words) and words[end].lower in ("and", "&", "or"):
        end = _joined(words, end + 1, until) or end
    return end


def _crowd_of(words: Sequence[Word], at: int) -> bool:
    """Say whether a region and the noun follow a town: "the Dimondale, Michigan, crowd"."""
    return (
        at + 3 < len(words)
        and words[at].text == words[at + 2].text == ","
        and is_name(words[at - 1])
        and is_name(words[at + 1])
        and is_people(words[at + 3])
    )


def _body_for(words: Sequence[Word], at: int) -> bool:
    """Say whether a body's name goes on: "the Senate Committee on Fisheries"."""
    return words[at - 1].text in _BODIES and is_name(words[at + 1]) and words[at + 1].lower not in DAYS


def _joined(words: Sequence[Word], at: int, until: int) -> int | None:
    """Return the end of what "and" adds to a phrase, if it is a phrase and no new clause."""
    if words[at].lower in SUBJECTS or not starts_noun_phrase(words, at):
        return None
    end = noun_phrase(words, at, until, joined=False)
    if end is None or (end < len(words) and words[end].lower in AUXILIARIES):
        return None
    return end


def _simple(words: Sequence[Word], at: int, until: int) -> int | None:
    """Return the end of a phrase without "of" and "and"."""
    if at >= len(words) or words[at].start >= until:
        return None
    if words[at].lower in PRONOUNS and not (
        words[at].lower in DETERMINERS and _has_noun(words, at + 1, until)
    ):
        return at + 1
    if known := known_name(words, at, until):
        return known
    first = at
    while first < len(words) and _quantifies(words[first]) and words[first].start < until:
        first += 1
    end = _nouns(words, first, until, bare=first == at)
    if end > first:
        return end
    alone = first > at and (words[first - 1].lower in _ALONE or words[first - 1].text[0].isdigit())
    return first if alone else None


def known_name(words: Sequence[Word], at: int, until: int) -> int | None:
    """Return the end of a name that holds words which end other phrases: "Meet the Press"."""
    if at >= len(words):
        return None
    for name in _names_with_stops().get(words[at].text, ()):
        end = at + len(name)
        if [word.text for word in words[at:end]] == list(name) and words[end - 1].start < until:
            return end
    return None


def _has_noun(words: Sequence[Word], at: int, until: int) -> bool:
    """Say whether a noun follows, so that "her" is "her aides" and not "told her that"."""
    return (
        at < len(words)
        and words[at].start < until
        and words[at].text[0].isalnum()
        and not _stops(words, at, at)
        and words[at].lower not in DETERMINERS
    )


def _quantifies(word: Word) -> bool:
    return word.lower in DETERMINERS or word.text[0].isdigit()


def _nouns(words: Sequence[Word], first: int, until: int, *, bare: bool) -> int:
    """Return the index after the adjectives, nouns and names from ``first`` on."""
    at = first
    while at < len(words) and at - first < LONGEST and words[at].start < until:
        if after := _whole_name(words, at, first, until):
            at = after
        elif words[at].text in "'’" and _possessive(words, at):
            at += 1
        elif (
            not words[at].text[0].isalnum() or _stops(words, at, first) or _new_phrase(words, at, first, bare)
        ):
            break
        else:
            at += 1
    return at


def _whole_name(words: Sequence[Word], at: int, first: int, until: int) -> int | None:
    """Return the end of a title in quotation marks, or of a known name behind its outlet's."""
    if words[at].text in _OPENING:
        return title(words, at, until)
    behind = at > first and words[at - 1].lower.endswith("'s")
    return known_name(words, at, until) if behind else None


def _possessive(words: Sequence[Word], at: int) -> bool:
    """Say whether a mark is the apostrophe of "the miners' union"."""
    return (
        at > 0
        and words[at - 1].lower.endswith("s")
        and words[at - 1].end == words[at].start
        and at + 1 < len(words)
        and words[at + 1].start > words[at].end
        and words[at + 1].text[0].isalpha()
        and words[at + 1].lower not in _STOPS
    )


def _stops(words: Sequence[Word], at: int, first: int) -> bool:
    """Say whether a word cannot be part of the phrase that began with ``first``."""
    word = words[at]
    if word.lower in _STOPS and not _part_of_name(words, at, first):
        return True
    if word.lower in DAYS and not (at > first and words[at - 1].text == "News"):
        return True
    if at == first:
        return False
    if word.lower in DETERMINERS:
        return not (is_name(word) and is_name(words[at - 1]))
    if word.lower in _PARTICIPLES:
        return True
    return word.lower.endswith("ly") and word.text[0].islower() and word.lower not in _LY_NOUNS


def _part_of_name(words: Sequence[Word], at: int, first: int) -> bool:
    """Say whether a word that ends phrases is part of a name: "IN" as letters, "The Late Bell"."""
    word = words[at]
    if word.text.isupper() and len(word.text) > 1:
        return True
    before = at > 0 and (at > first or words[at - 1].text == "The") and is_name(words[at - 1])
    return is_name(word) and before and at + 1 < len(words) and is_name(words[at + 1])


def _new_phrase(words: Sequence[Word], at: int, first: int, bare: bool) -> bool:
    """Say whether a new phrase begins: "told reporters | Trump", "told Reuters | prices"."""
    if at == first:
        return False
    word, before = words[at], words[at - 1]
    if word.text[0].isdigit():
        return before.text[0].islower()
    if is_name(word):
        return before.text[0].islower() and (_plural(before) or before.lower in _COLLECTIVE)
    if not word.text[0].islower():
        return False
    if word.lower.endswith("ed") and (before.lower in _media_nouns() or is_people(before)):
        return True
    if before.text[0].islower() and _plural(before) and not before.lower.endswith("'s"):
        new = _plural(word) and (is_people(before) or not is_people(word))
        return word.lower.endswith(("ing", "ed")) or new or _verb_follows(words, at)
    names_only = (
        bare
        and not before.lower.endswith("'s")
        and all(is_name(word) or not word.text[0].isalpha() for word in words[first:at])
    )
    known = (
        is_people(word)
        or word.lower in _media_nouns()
        or word.lower in entries("addressees.toml", "before_people")
    )
    return names_only and not known


def _verb_follows(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].lower in AUXILIARIES


def _plural(word: Word) -> bool:
    return (word.lower.endswith("s") and not word.lower.endswith(("ss", "us", "is", "'s"))) or word.lower in (
        "people", "police", "men", "women", "children",
    )  # fmt: skip


def starts_noun_phrase(words: Sequence[Word], at: int) -> bool:
    """Say whether the word after a "to" starts a noun phrase rather than being a verb.

    An infinitive never ends in -s, but for "discuss" and its like: a bare plural is a noun.
    """
    if at >= len(words):
        return False
    word = words[at]
    if word.lower in PRONOUNS or word.lower in DETERMINERS or is_name(word) or word.text[0].isdigit():
        return True
    if word.text in _OPENING:
        return title(words, at, sys.maxsize) is not None
    return word.text[0].isalpha() and (_plural(word) or word.lower in _people_nouns() or _modifies(words, at))


def _modifies(words: Sequence[Word], at: int) -> bool:
    """Say whether an adjective stands before a noun for people: "to senior officials", "to state media"."""
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or not following.text[0].isalpha():
        return False
    people = following.lower in _people_nouns() or (_plural(following) and is_people(following))
    return words[at].lower in entries("addressees.toml", "before_people") and (
        people or following.lower in entries("media.toml", "outlet_nouns")
    )


def title(words: Sequence[Word], at: int, until: int) -> int | None:
    """Return the index after the programme's or book's name in quotation marks at ``at``, or None."""
    inner = at + 1
    while inner < len(words) and inner - at <= LONGEST_TITLE + 1 and words[inner].start < until:
        if words[inner].text in _CLOSING and inner > at + 1:
            return inner + 1
        if not _of_a_title(words, inner, at + 1):
            return None
        inner += 1
    return None


def _of_a_title(words: Sequence[Word], at: int, first: int) -> bool:
    word = words[at]
    if word.text[0].isalnum():
        small = at > first and word.lower in {
            "the",
            "of",
            "with",
            "and",
            "a",
            "to",
            "on",
            "in",
            "for",
            "this",
        }
        return is_name(word) or word.text[0].isdigit() or small
    closes = at + 1 < len(words) and words[at + 1].text in _CLOSING
    return word.text in "&!:?'’" or (closes and word.text in ".,")


def title_span(words: Sequence[Word], start: int, end: int) -> Span:
    """Return what stands between the marks of a title, without a comma or full stop before the last."""
    last = end - 1
    while last - 1 > start + 1 and words[last - 1].text in ".,":
        last -= 1
    return span_of(words, start + 1, last)


def head(words: Sequence[Word], start: int, end: int) -> Word:
    """Return the noun that a phrase is about: the last word before "of" or "and"."""
    for at in range(start + 1, end):
        if words[at].lower in ("of", "and", "&", "or"):
            return words[at - 1]
    return words[end - 1]


@cache
def _names_with_stops() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return names of programmes and outlets in which a function word stands, by their first word."""
    media, ends = lexicon("media.toml"), _STOPS | DETERMINERS | DAYS | {"&"}
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in (*media["programmes"], *media["outlets"]):
        parts = tuple(word.text for word in words_of(name))
        if len(parts) > 1 and any(part.islower() or part.lower() in ends for part in parts):
            found[parts[0]] = (*found.get(parts[0], ()), parts)
    return found


@cache
def _people_nouns() -> frozenset[str]:
    return entries("addressees.toml", "audience") | _OFFICES


@cache
def _media_nouns() -> frozenset[str]:
    media = lexicon("media.toml")
    return frozenset(
        noun for name in ("documents", "events", "interviews", "outlet_nouns") for noun in media[name]
    )
