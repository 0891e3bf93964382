"""Article text with marks as HTML: every character is escaped, and every stretch says where it stands.

Invariant: the printed words come out whole and in order; a mark never changes them.  A stretch of text
carries ``data-at``, its offset in code points, so that a selection in a browser can be told as a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from onrecord.model import Span

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
"""What HTML or UTF-8 cannot hold, and what overrides the order of letters, by which words could be shown
backwards; shown as the replacement character, one for one.  Marks that Arabic and Hebrew need are left."""
_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an article's text to be marked: its classes, and the numbers of its statements.

    ``word`` says that it is one of the words looked for.
    """

    span: Span
    classes: tuple[str, ...] = ()
    statements: tuple[int, ...] = ()
    word: bool = False


@dataclass(slots=True)
class _Stretch:
    start: int
    end: int
    marks: list[Mark] = field(default_factory=list)


def shown(text: str) -> str:
    """Return text with what HTML cannot hold replaced, character for character."""
    return _UNSEEN.sub("\ufffd", text)


def marked(text: str, span: Span, marks: Iterable[Mark] = (), anchors: bool = True) -> Markup:
    """Return the words of ``span`` as HTML, with ``marks`` wherever they touch it.

    Where marks overlap the text is cut, so that each stretch has all classes of its marks.  With ``anchors``
    each stretch says its offset.
    """
    here = [mark for mark in marks if mark.span.start < span.end and span.start < mark.span.end]
    return Markup("").join(_stretch(text, one, anchors) for one in _stretches(text, span, here))


def printed(text: str, most: int = 0) -> Markup:
    """Return words from outside (a name, a title) isolated in direction, cut at ``most`` characters."""
    whole = " ".join(shown(text).split())
    if most and len(whole) > most:
        return Markup('<bdi title="{}">{}…</bdi>').format(whole[:1000], whole[: most - 1].rstrip())
    return Markup("<bdi>{}</bdi>").format(whole)


def _stretches(text: str, span: Span, marks: Sequence[Mark]) -> Iterator[_Stretch]:
    cuts = {span.start, span.end}
    for mark in marks:
        cuts |= {max(span.start, mark.span.start), min(span.end, mark.span.end)}
    for found in _BREAK.finditer(text, span.start, span.end):
        cuts |= {found.start(), found.end()}
    ordered = sorted(cuts)
    for start, end in pairwise(ordered):
        covering = [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]
        yield _Stretch(start, end, covering)


def _stretch(text: str, one: _Stretch, anchors: bool) -> Markup:
    words = text[one.start : one.end]
    if _BREAK.fullmatch(words):
        return Markup("<br>")
    classes = list(dict.fromkeys(name for mark in one.marks for name in mark.classes))
    numbers = sorted({number for mark in one.marks for number in mark.statements})
    inner = escape(shown(words))
    if any(mark.word for mark in one.marks):
        inner = Markup("<mark>{}</mark>").format(inner)
    if not (anchors or classes or numbers):
        return inner
    at = Markup(' data-at="{}"').format(one.start) if anchors else ""
    named = Markup(' class="{}"').format(" ".join(classes)) if classes else ""
    of = Markup(' data-s="{}"').format(" ".join(map(str, numbers))) if numbers else ""
    return Markup("<span{}{}{}>{}</span>").format(named, of, at, inner)
