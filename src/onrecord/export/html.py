"""HTML: a report on statements that stands alone, for an editor or a lawyer: to read, print and keep.

Invariant: nothing in it runs and nothing is fetched; words of articles are escaped and set apart, so that
no character of theirs turns the direction of what stands around them; what the machine inferred, what was
printed and what somebody decided look different, in print too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from onrecord.export.addresses import linkable
from onrecord.export.rows import machine_speaker, named
from onrecord.export.selection import Known, Selection
from onrecord.model import Article, ReadArticle, Span
from onrecord.record import Entry
from onrecord.resolution.chain import chain

if TYPE_CHECKING:
    from jinja2 import Template

_ROLES = ("content", "cue", "source")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Characters that cannot be seen and change what is: controls, and those that turn the direction of text."""


@dataclass
class _Told:
    """The articles of a report, in the order in which they are first met."""

    articles: dict[str, tuple[Article, str]]


def export_html(selection: Selection) -> Iterator[bytes]:
    """Yield the report: what was asked for, each statement in its paragraph, and the articles' hashes."""
    told = _Told({})
    made = _template().generate(
        title=f"Statements: {selection}",
        told=selection.told,
        statements=_statements(selection, told),
        articles=told.articles,
        linkable=linkable,
        page=selection.article,
    )
    for piece in made:
        yield piece.encode("utf-8", "replace")


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("onrecord.export", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printed"] = printed
    return environment.get_template("report.html.jinja")


def _statements(selection: Selection, told: _Told) -> Iterator[dict[str, Any]]:
    """Yield what the report says of each statement; notes its article."""
    whole = selection.whole
    for known in selection.known(words=True):
        entry, behind = known
        told.articles.setdefault(entry.article.id, (entry.article, behind.extractor))
        yield _statement(known, selection, whole[entry.article.id])


def _statement(known: Known, selection: Selection, read: ReadArticle) -> dict[str, Any]:
    entry, behind = known
    statement = entry.statement
    return {
        "entry": entry,
        "id": statement.id,
        "link": selection.statement(statement.id),
        "paragraphs": [paragraph(entry, part) for part in entry.context],
        "chain": _chain(entry, read),
        "addressee": named(entry, statement.addressee),
        "via": [named(entry, one) for one in statement.via],
        "machine": machine_speaker(entry),
        "confidence": f"{statement.attribution.confidence:.0%}",
        "grounds": [one for one in statement.grounds if one.field in ("speaker", "said", "act")],
        "others": behind.reports,
        "outlets": behind.outlets,
        "extractor": behind.extractor,
        "decisions": entry.review.judgements if entry.review else (),
    }


def _chain(entry: Entry, read: ReadArticle) -> list[str]:
    """Return who passed the words on, the outlet first, the speaker last, as decided where somebody did."""
    *hops, last = (hop.name or "an outlet that is not named" for hop in chain(read, entry.statement))
    return [*hops, (entry.speaker_name or "unknown") if entry.review else last]


def paragraph(entry: Entry, part: Span) -> Markup:
    """Return a paragraph of an article with the statement's content, cue and source marked in it."""
    text = entry.article.text
    spans = dict(zip(_ROLES, (entry.content_spans, entry.cue_spans, entry.source_spans), strict=True))
    inside = [
        (role, max(span.start, part.start), min(span.end, part.end))
        for role in _ROLES
        for span in spans[role]
        if span.start < part.end and span.end > part.start
    ]
    cuts = sorted({part.start, part.end, *(at for _, *ends in inside for at in ends)})
    pieces = []
    for start, end in pairwise(cuts):
        roles = [role for role, first, last in inside if first <= start and end <= last]
        words = printed(text[start:end])
        pieces.append(Markup('<mark class="{}">{}</mark>').format(" ".join(roles), words) if roles else words)
    return Markup("").join(pieces)


def printed(words: str | None) -> Markup:
    """Return words as printed, escaped, with a sign for each character that is not seen but line breaks."""
    made, at = Markup(""), 0
    words = (words or "").replace("\r\n", "\n").replace("\r", "\n")
    for match in _UNSEEN.finditer(words):
        sign = f"U+{ord(match.group()):04X}"
        made += words[at : match.start()]
        made += Markup('<span class="unseen" title="a character that is not seen">{}</span>').format(sign)
        at = match.end()
    return made + words[at:]
