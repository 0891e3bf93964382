"""An article as published, its statements marked in place, with what is known of them in the margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import NotFoundError
from onrecord.export.addresses import linkable
from onrecord.model import Article, Document, ReadArticle, Spans
from onrecord.places import Layout
from onrecord.record import Entry, Filter, Record, ReprintGroup
from onrecord.record.search import matched
from onrecord.web import asking, described, urls
from onrecord.web.answering import Page, house
from onrecord.web.marking import Mark
from onrecord.web.pages import voices
from onrecord.web.pages.cards import Card, cards, numbered, role
from onrecord.web.pages.voices import Voice

_BEGINNING = 80
"""Characters of a text that stand for its title where it has none."""
_MOST_VOICES = 6
"""Speakers that are listed at once; the others are a click away."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph with the cards of the statements that begin in it."""

    number: int
    words: Markup
    cards: Sequence[Card]


def article(request: Request) -> Page:
    """Show an article with its statements; ``words`` are highlighted."""
    record = house(request).record
    words = asking.words_in(request.query_params)
    read = record.article(request.path_params["id"])
    found = voices.in_order(record.statement_entries(read.article.id))
    kept = [entry for entry in found if not voices.rejected(entry)]
    known = voices.voices(kept)
    highlights = matched(read.article.text, words) if words else ()
    groups = list(record.reprints(read.article.id))
    shown = {
        "read": read,
        "name": name(read.article),
        "url": read.article.url if linkable(read.article.url) else None,
        "rows": _rows(read, found, known, highlights, record),
        "voices": voices.each_once(known),
        "most": _MOST_VOICES,
        "groups": groups,
        "words": words,
        "places": len(highlights),
        "kept": len(kept),
        "rejected": len(found) - len(kept),
        "everything": urls.search(only=Filter(article=read.article.id)),
        "role": role,
    }
    return Page("article.html", name(read.article), _data(read, found, groups, highlights), shown)


def document(request: Request) -> Response:
    """Give the bytes that an article was read from, to keep and never to open in the page."""
    read = house(request).record.article(request.path_params["id"])
    given = read.article.document
    if given is None:
        raise NotFoundError(f"nothing but the text is kept of article {read.article.id!r}")
    plain = given.media_type == "text/plain"
    headers = {
        "content-disposition": disposition(file_name(given)),
        "content-type": "text/plain" if plain else "application/octet-stream",
    }
    return Response(given.raw, headers=headers)


def name(article: Article) -> str:
    """Return the title of an article, or how its text begins."""
    title = " ".join((article.title or "").split())
    if title:
        return title
    text = " ".join(article.text[: 4 * _BEGINNING].split())
    return (text[:_BEGINNING].rstrip() + "…" if len(text) > _BEGINNING else text) or "Article without words"


def file_name(given: Document) -> str:
    """Return the last part of a document's name, whichever way its path was written."""
    last = PureWindowsPath(PurePosixPath(given.name).name).name
    return last.strip(". ")[:120] or "document"


def disposition(name: str, kind: str = "attachment") -> str:
    """Return the header that names a file (RFC 6266), safe whatever the name holds."""
    plain = _UNSAFE.sub("_", name).strip(". ") or "document"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def _rows(
    read: ReadArticle, found: list[Entry], known: dict[str, Voice], highlights: Spans, record: Record
) -> list[Row]:
    behind = record.provenance([entry.statement.id for entry in found]) if found else {}
    beside = numbered(cards(found, read, known, behind))
    layout = found[0].layout if found else Layout(read.article.text)
    marks = [*voices.marks(found, known), *(Mark(span, word=True) for span in highlights)]
    words = voices.paragraphs(read.article, layout, marks, found, known)
    return [Row(place + 1, one, beside.get(place, ())) for place, one in enumerate(words)]


def _data(
    read: ReadArticle, found: list[Entry], groups: list[ReprintGroup], highlights: Spans
) -> described.Data:
    article = read.article
    about = {
        "id": article.id,
        "url": urls.article(article.id),
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "byline": article.byline,
        "address": article.url,
        "sha256": article.sha256,
        "document": {"name": article.document.name, "url": urls.document(article.id)}
        if article.document
        else None,
        "extractor": read.extractor,
        "text": article.text,
    }
    return {
        "article": about,
        "credits": [
            {"agency": one.agency, "spans": described.spans(one.spans), "by": one.by} for one in read.credits
        ],
        "statements": [described.statement_whole(entry, read) for entry in found],
        "highlights": described.spans(highlights),
        "copies": [_copies(one) for one in groups],
        "story": urls.story(article.id),
    }


def _copies(group: ReprintGroup) -> described.Data:
    members = [
        {
            "article": one.article,
            "url": urls.article(one.article),
            "outlet": one.outlet,
            "published": one.published,
            "share": round(one.share, 3),
            "copy_of": one.copy_of,
            "agency": one.agency,
            "confidence": round(one.confidence, 3),
            "reason": one.reason,
        }
        for one in group.members
    ]
    return {"kind": group.kind, "articles": members}
