"""The words and marks of a wording, each with what it stands for and where it is printed.

Quotation marks are no tokens: their shape and place is no difference of the words.  The comma or full stop
that the surrounding sentence put at the end of a stretch is one (``edge``) that matches any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from onrecord.extraction.quotation_marks import quotations
from onrecord.linking.differences.numbers import amount
from onrecord.linking.differences.spelling import spelled
from onrecord.linking.said import Said
from onrecord.model import Quote, Span
from onrecord.words import is_unspaced

ELLIPSIS = "…"
DASH = "—"
ENDS = frozenset(".?!")
CLAUSE_ENDS = frozenset(".?!,;:—…")
_DOTS = r"(?:…|\.(?:[ \u00a0]?\.){2,3})"
_WORD = r"[^\W_]+(?:['’ʼ*][^\W_*]+|[*]+)*[\u0300-\u036f]*"
_TOKEN = re.compile(
    rf"(?P<dots>\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS})"
    r"|(?P<link>https?://\S+)"
    r"|(?P<number>\d+(?:[.,:/]\d+)*[^\W\d_]*)"
    r"|(?P<acronym>(?:[^\W\d_]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|St|Rep|Sen|Gov|Gen|Lt|Col|Sgt|Capt|Prof|Rev|Hon|Jr|Sr|Jan|Feb"
    r"|Aug|Sept|Oct|Nov|Dec)\.|\b[A-Z]\.(?=\s[A-Z]))"
    r"|(?P<letters>\[[^\W_]{1,3}\][^\W_]+(?:['’][^\W_]+)*|[^\W_]+\[[^\W_]{1,4}\])"
    r"|(?P<cent>\b[Pp]er\s+[Cc]ent\b)"
    rf"|(?P<word>[#@]?{_WORD})"
    r"|(?P<dash>-{2,}|[‐‑‒–—―−]|-)"
    r"|(?P<mark>\S)"
)
_SIGNS = frozenset("$£€¥%&")
_QUOTES = frozenset("\"“”„‟«»'’‘‚‛‹›`″′")
_OPENING = frozenset("\"“„«‘'")
_BRACKETS = {"[": "]", "(": ")"}


class Sort(Enum):
    """What a token is: a word, a mark of punctuation, dots that mark an omission, or a bracket."""

    WORD = 1
    MARK = 2
    DOTS = 3
    BRACKET = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: ``form`` is compared, ``[start, end)`` is what was printed in the article.

    Tokens with one ``unit`` were printed as one word and are never torn apart.  ``bracket`` numbers the pair
    of brackets that it stands in, -1 for none; ``first`` says that a sentence or stretch begins with it;
    ``piece`` numbers the span of the content.
    """

    form: str
    sort: Sort
    start: int
    end: int
    unit: int
    piece: int = 0
    quoted: bool = True
    edge: bool = False
    bracket: int = -1
    square: bool = False
    first: bool = False


def tokens(said: Said) -> tuple[Token, ...]:
    """Return the tokens of a content, in text order."""
    found: list[Token] = []
    quoted = _quoted(said)
    for piece, span in enumerate(said.content):
        read = _bracketed(_edges(list(_read(said.article.text, span, piece, len(found))), said.article.text))
        found += [
            replace(one, bracket=one.bracket + piece * 1000 if one.bracket >= 0 else -1) for one in read
        ]
    inside = [replace(one, quoted=any(a <= one.start < b for a, b in quoted)) for one in found]
    return tuple(_first(_numbers(inside), said.article.text))


def _quoted(said: Said) -> list[tuple[int, int]]:
    kind = said.statement.attribution.quote
    if kind == Quote.INDIRECT or not said.content:
        return []
    start, end = said.content[0].start, said.content[-1].end
    if kind == Quote.DIRECT:
        return [(start, end)]
    return [
        (one.start, one.end) for one in quotations(said.article.text) if one.start < end and one.end > start
    ]


class _Printed(NamedTuple):
    forms: tuple[str, ...]
    sort: Sort


def _read(text: str, span: Span, piece: int, unit: int) -> Iterator[Token]:
    """Yield the tokens of one span; words joined by a hyphen are one unit."""
    joined = False
    for match in _TOKEN.finditer(text, span.start, span.end):
        if match.group() == "-" and _is_inside(text, match):
            joined = True
            continue
        printed = _printed(match)
        if printed is None:
            continue
        for start, end in _characters(match):
            unit += 0 if joined else 1
            joined = False
            forms = printed.forms if end - start == match.end() - match.start() else (text[start:end],)
            for form in forms:
                yield Token(form, printed.sort, start, end, unit, piece)


def _characters(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of a word, or of each of its characters where the script parts no words."""
    if match.lastgroup == "word" and any(is_unspaced(one) for one in match.group() if not one.isascii()):
        yield from ((at, at + 1) for at in range(match.start(), match.end()))
    else:
        yield match.start(), match.end()


def _is_inside(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return all(one.isalnum() for one in around)


def _printed(match: re.Match[str]) -> _Printed | None:
    """Return the forms of a match, or None for a quotation mark."""
    sort, printed = match.lastgroup or "mark", match.group()
    if sort == "dots":
        return _Printed((ELLIPSIS,), Sort.DOTS)
    if sort == "dash":
        return _Printed((DASH,), Sort.MARK)
    if sort == "mark":
        return _mark(printed)
    if sort == "cent":
        return _Printed(("percent",), Sort.WORD)
    bare = re.sub(r"[\[\]#@]", "", printed)
    return _Printed(spelled(bare.rstrip(".") if sort == "acronym" else bare), Sort.WORD)


def _mark(printed: str) -> _Printed | None:
    if printed in _QUOTES:
        return None
    if printed in _SIGNS:
        return _Printed(spelled(printed), Sort.WORD)
    return _Printed((printed,), Sort.BRACKET if printed in "[]()" else Sort.MARK)


def _edges(read: list[Token], text: str) -> list[Token]:
    """Mark the commas and full stops at the end of a stretch or before a closing quotation mark."""
    last = len(read) - 1
    return [
        replace(one, edge=True)
        if one.form in ",.;"
        and one.sort == Sort.MARK
        and (at == last or text[one.end : one.end + 1] in _QUOTES)
        else one
        for at, one in enumerate(read)
    ]


def _bracketed(read: Sequence[Token]) -> list[Token]:
    """Number pairs of brackets; a bracket without its fellow is a mark like others."""
    found, opened = list(read), list[int]()
    for at, one in enumerate(read):
        if one.sort != Sort.BRACKET:
            continue
        if one.form in _BRACKETS:
            opened.append(at)
        elif opened and _BRACKETS[read[opened[-1]].form] == one.form:
            begin = opened.pop()
            if not opened:
                for inside in range(begin, at + 1):
                    square = read[begin].form == "["
                    found[inside] = replace(found[inside], bracket=begin, square=square)
    return [
        replace(one, sort=Sort.MARK) if one.sort == Sort.BRACKET and one.bracket < 0 else one for one in found
    ]


def _numbers(read: Sequence[Token]) -> list[Token]:
    """Put the words of one number together into one token."""
    forms = [one.form if one.sort == Sort.WORD else "" for one in read]
    found: list[Token] = []
    at = 0
    while at < len(read):
        number = amount(forms, at) if forms[at] else None
        last = at + number[0] - 1 if number else at
        whole = number is not None and _one_stretch(read, at, last)
        last = last if whole else at
        form = number[1] if number and whole else read[at].form
        found.append(replace(read[at], form=form, end=read[last].end))
        at = last + 1
    return found


def _one_stretch(read: Sequence[Token], first: int, last: int) -> bool:
    """Say whether tokens can be one: no brackets, no other span and no torn unit between them."""
    if read[first].bracket != read[last].bracket or read[first].piece != read[last].piece:
        return False
    torn_before = first > 0 and read[first - 1].unit == read[first].unit
    torn_after = last + 1 < len(read) and read[last + 1].unit == read[last].unit
    return not (last > first and (torn_before or torn_after))


def _first(read: Sequence[Token], text: str) -> Iterator[Token]:
    """Mark the words that begin a sentence, a stretch or a quotation."""
    begins, piece = True, 0
    for one in read:
        begins = begins or one.piece != piece or text[max(0, one.start - 1) : one.start] in _OPENING
        piece = one.piece
        yield replace(one, first=begins and one.sort == Sort.WORD)
        begins = (begins and one.sort != Sort.WORD) or one.form in ENDS or one.sort == Sort.DOTS


def joined(a: tuple[Token, ...], b: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return ``a`` with two words as one where ``b`` alone has them so: ``world view`` for ``worldview``."""
    there = {one.form for one in b if one.sort == Sort.WORD} - {one.form for one in a}
    apart = {(one.form, other.form) for one, other in pairwise(b)}
    found: list[Token] = []
    for one in a:
        before = found[-1] if found else None
        pair = (before.form, one.form) if before and _joins(before, one) else None
        if before and pair and pair not in apart and "".join(pair) in there:
            found[-1] = replace(before, form="".join(pair), end=one.end)
        else:
            found.append(one)
    return tuple(found)


def _joins(one: Token, other: Token) -> bool:
    words = one.sort == other.sort == Sort.WORD and one.piece == other.piece
    return words and one.bracket == other.bracket and 0 <= other.start - one.end <= 1
