"""Wordings for tests: a text as one article with one statement in it."""

from __future__ import annotations

from onrecord.linking.differences import Differences, Edit, differences
from onrecord.linking.said import Said
from onrecord.model import Article, Attribution, Person, PersonKind, Quote, Span, Statement

HOLT = Person("p1", "Ida Holt", PersonKind.PERSON, ("Ida Holt", "Ms. Holt", "Holt"))


def said(*pieces: str, quote: str = "direct", around: str = " she said. ") -> Said:
    """Return a content of some pieces, each a span of its own."""
    text, spans = "", []
    for piece in pieces:
        text += around
        spans.append(Span(len(text), len(text) + len(piece)))
        text += piece
    article = Article("a", text + around)
    relation = Attribution(tuple(spans), (), (), Quote(quote), True, 1.0)
    return Said.whole(article, Statement("a-1", "a", relation, "p1"), (HOLT,))


def told(words: str) -> Said:
    return said(words, quote="indirect")


def printed(edit: Edit, found: Differences) -> tuple[str, str]:
    """Return what an edit has of both wordings."""
    sides = (edit.a, found.a.article.text), (edit.b, found.b.article.text)
    ours, theirs = (" / ".join(span.of(text) for span in spans) for spans, text in sides)
    return ours, theirs


def edits(a: Said | str, b: Said | str) -> list[tuple[str, str, str]]:
    """Return the kind and words of all that differs."""
    found = differences(*(said(one) if isinstance(one, str) else one for one in (a, b)))
    return [(str(edit.kind), *printed(edit, found)) for edit in found.changes()]


def standing_out(a: Said | str, b: Said | str) -> list[tuple[str, str, str]]:
    """Return what stands out."""
    found = differences(*(said(one) if isinstance(one, str) else one for one in (a, b)))
    return [(str(word.kind), word.a, word.b) for edit in found.edits for word in edit.words]
