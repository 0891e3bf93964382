"""Read the printed words of a source: is it a name, a pronoun or a description, and where is its head?

*Huawei chief financial officer Meng Wanzhou* is a name, *a lawyer for Ms Meng* and *Meng's lawyer* are
descriptions, *Orinam's founder, Duan Shiheng* is a name again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.model import EntityKind, Mention, MentionForm, Span
from onrecord.resolution.who.cast import Cast
from onrecord.resolution.who.role_nouns import category

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_STOP = re.compile(
    r"[,;:(—–]|\s-\s|\b(?:who|whom|whose|which|that|of|for|from|at|in|on|with|to|by|near|inside|outside|familiar|"
    r"briefed|close|speaking|involved|including|representing|under|against|about|working|based|accused|named|"
    r"called|released|published|and|or|is|was|are|were|has|had|have)\b"
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|from|at|in|on|with|to|by|near|inside|outside|against|about|over|behind|familiar|close)\b"
)
LABELS = frozenset(("Q", "A", "Question", "Answer"))
"""What opens a turn of an interview and names nobody."""
RELATIVES = frozenset(("who", "which", "that", "whose"))
PRONOUNS = frozenset(
    ["he", "she", "it", "they", "i", "we", "you", "him", "her", "them", "his", "their", "who"]
)


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source as read: its form, its head's span, and the mention that is its head, if one was found.

    ``others`` are further names that the source joins with *and*: several speaking as one.
    """

    form: MentionForm
    head: Span
    span: Span
    mention: int | None = None
    others: tuple[int, ...] = ()


def read_source(text: str, spans: Sequence[Span], cast: Cast) -> ReadSource | None:
    """Return how a source is to be read, or None if it prints no word."""
    if not spans:
        return None
    whole = Span(spans[0].start, spans[-1].end)
    words = whole.of(text).strip()
    if not _WORD.search(words) or words.strip(" .:") in LABELS:
        return None
    inside = cast.within(whole.start, whole.end)
    if is_word_of(words, PRONOUNS):
        index = next((i for i, m in inside if m.form is MentionForm.PRONOUN), None)
        return ReadSource(MentionForm.PRONOUN, whole, whole, index)
    named = _name_head(text, whole, inside)
    if named is not None:
        mention = cast.mentions[named]
        return ReadSource(MentionForm.NAME, mention.span, whole, named, _joined(text, named, inside))
    head, index = _noun_head(text, whole, inside)
    return ReadSource(MentionForm.DESCRIPTION, head, whole, index)


def is_word_of(words: str, some: frozenset[str]) -> bool:
    """Say whether a source is one of some words; capitals are a name (*WHO*, *US*), but for *I*."""
    bare = words.strip(" .,")
    return bare.lower() in some and not (bare.isupper() and len(bare) > 1)


def _name_head(text: str, whole: Span, inside: Sequence[tuple[int, Mention]]) -> int | None:
    """Return the name that the source is: persons first, then bodies and places."""
    names = [(i, m) for i, m in inside if m.form is MentionForm.NAME]
    for index, mention in names:
        if mention.kind is EntityKind.PERSON and _stands_for_source(text, whole, mention.span, names):
            return index
    for index, mention in names:
        if mention.kind is EntityKind.PERSON or _is_office(mention.span.of(text)):
            continue
        if _stands_for_source(text, whole, mention.span, names):
            return index
    return None


def _is_office(name: str) -> bool:
    """Say whether a supposed body is an office in capitals: *Tory Shadow Health Secretary*."""
    words = name.split()
    return len(words) > 1 and category(words[-1]) not in (None, "organization", "document")


def _stands_for_source(text: str, whole: Span, name: Span, names: Sequence[tuple[int, Mention]]) -> bool:
    """Say whether a name is the head of its part of the source, not a part of another phrase."""
    before, after = text[whole.start : name.start], text[name.end : whole.end]
    part = re.split(r"[,(—–]", before)[-1]
    if before.strip(" ,") and re.match(r"\s*\)", after) and "(" in before:
        return False  # an acronym or a party in brackets
    if re.match(r"['’]s?\s+\w", after) or re.match(
        r"\.?\s+(?!and\b|or\b|of\b|for\b|in\b|at\b|who\b|which\b)[^\W\d_]", after
    ):
        return False
    found = list(_PREPOSITION.finditer(part))
    if found and not _title_over_body(text, name, names, found[-1][0]):
        return False
    words = part.split()
    return not (words and words[0].lower() in {"his", "her", "their"} and not category(words[-1]))


def _title_over_body(text: str, name: Span, names: Sequence[tuple[int, Mention]], preposition: str) -> bool:
    """Say whether a name follows a title with a body in it: *Speaker of the House Paul Ryan*."""
    before = [m for _, m in names if m.span.end <= name.start]
    return preposition == "of" and bool(before) and text[before[-1].span.end : name.start].strip(" ") == ""


def _joined(text: str, head: int, inside: Sequence[tuple[int, Mention]]) -> tuple[int, ...]:
    """Return the names after the head that ``and`` or a comma and ``and`` joins to it."""
    places = dict(inside)
    found: list[int] = []
    last = places[head].span.end
    for index, mention in inside:
        if index > head and mention.form is MentionForm.NAME and mention.kind is places[head].kind:
            between = text[last : mention.span.start]
            if re.fullmatch(
                r"(?:,|,?\s+and)\s+(?:(?:the|Mr|Ms|Mrs|Dr)\.?\s+)?(?:[A-Z][\w.]*\s+){0,2}", between
            ):
                found.append(index)
                last = mention.span.end
    tail = text[places[head].span.end : last]
    return tuple(found) if re.search(r"\band\b", tail) else ()


def _noun_head(text: str, whole: Span, inside: Sequence[tuple[int, Mention]]) -> tuple[Span, int | None]:
    """Return the head noun of a description: the last noun before its first preposition or clause."""
    words = whole.of(text)
    stop = next((m.start() for m in _STOP.finditer(words) if m.start() > 2 and not _opening(words, m)), None)
    end = whole.start + (stop if stop is not None else len(words))
    nouns = [
        (i, m)
        for i, m in inside
        if m.form is MentionForm.DESCRIPTION and m.span.end <= end and not _possessive(text, m.span.end)
    ]
    people = [(i, m) for i, m in nouns if m.kind is not EntityKind.PLACE]
    if nouns:
        index, mention = (people or nouns)[-1]
        return mention.span, index
    last = list(_WORD.finditer(text, whole.start, end))[-1:]
    if not last:
        last = list(_WORD.finditer(text, whole.start, whole.end))[:1]
    return Span(last[0].start(), last[0].end()), None


def _opening(words: str, match: re.Match[str]) -> bool:
    """Say whether a stop word opens the description (*One of them*, *Some in the party*)."""
    return not _WORD.search(words[: match.start()])


def _possessive(text: str, end: int) -> bool:
    return text[end : end + 2] in ("'s", "’s", "' ", "’ ")
