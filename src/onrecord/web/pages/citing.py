"""A statement's citable card: the words, who said them, where they were printed and where they are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.errors import NotFoundError
from onrecord.export.addresses import linkable
from onrecord.export.jsonld import CONTEXT, nodes
from onrecord.export.selection import Selection
from onrecord.model import Quote
from onrecord.record import Entry, Filter, Record
from onrecord.web import urls, wording
from onrecord.web.marking import shown
from onrecord.web.pages.cards import role

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~])")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of card: its name, title, media type and the extension of its file."""

    name: str
    title: str
    media_type: str
    extension: str


FORMS = {
    one.name: one
    for one in (
        Form("text", "Text", "text/plain", "txt"),
        Form("html", "HTML", "text/html", "html"),
        Form("markdown", "Markdown", "text/markdown", "md"),
        Form("jsonld", "JSON-LD", "application/ld+json", "jsonld"),
    )
}


def card(form: str, entry: Entry, record: Record, base: str) -> str:
    """Return the card of a statement in a form; ``base`` is where the record's pages are.

    Raises NotFoundError for an unknown form.
    """
    if form not in FORMS:
        raise NotFoundError(f"there is no card {form[:40]!r}; take one of {', '.join(FORMS)}")
    if form == "jsonld":
        return _jsonld(entry, record, base)
    made: dict[str, Callable[[Entry, str], str]] = {"text": _text, "html": _html, "markdown": _markdown}
    return shown(made[form](entry, base + urls.statement(entry.statement.id)))


def words(entry: Entry) -> str:
    """Return the words of a statement as a quotation: in quotation marks only where they were printed so."""
    return " ".join(entry.content.split())


def told(entry: Entry) -> str:
    """Say who said it, when, how it was reported and who decided about it."""
    found = entry.statement
    who = entry.speaker_name or "speaker not known"
    facts = [f"{who}, {role(entry.speaker)}" if role(entry.speaker) else who]
    facts += [f"said {wording.day(found.said)}"] if found.said else []
    quote = found.attribution.quote
    facts += ["reported in the outlet’s words"] if quote is Quote.INDIRECT else []
    facts += ["quoted in part"] if quote is Quote.MIXED else []
    facts += [f"{entry.review.state} by {entry.review.who}"] if entry.review else []
    return "; ".join(" ".join(fact.split()) for fact in facts)


def printed_in(entry: Entry) -> str:
    """Say in which article it was printed."""
    article = entry.article
    title = f"“{' '.join(article.title.split())}”" if article.title else ""
    parts = (wording.whose(entry), title, wording.day(article.published) or "no date")
    return ", ".join(part for part in parts if part)


def _text(entry: Entry, permalink: str) -> str:
    lines = [words(entry), f"— {told(entry)}", printed_in(entry)]
    lines += [str(entry.article.url)] if linkable(entry.article.url) else []
    return "\n".join([*lines, permalink]) + "\n"


def _html(entry: Entry, permalink: str) -> str:
    address = entry.article.url if linkable(entry.article.url) else None
    cite = Markup(' cite="{}"').format(address) if address else ""
    source = (
        Markup('<a href="{}" rel="nofollow">{}</a>').format(address, printed_in(entry)) if address else None
    )
    return str(
        Markup(
            "<figure>\n<blockquote{}><p>{}</p></blockquote>\n<figcaption>— {}<br>\n{}<br>\n"
            '<a href="{}">In the record</a></figcaption>\n</figure>\n'
        ).format(cite, words(entry), told(entry), source or printed_in(entry), permalink)
    )


def _markdown(entry: Entry, permalink: str) -> str:
    where = _plain(printed_in(entry))
    if linkable(entry.article.url):
        where = f"[{where}](<{entry.article.url}>)" if ">" not in str(entry.article.url) else where
    lines = (f"— {_plain(told(entry))}", where, f"[In the record](<{permalink}>)")
    return f"> {_plain(words(entry))}\n>\n> " + "  \n> ".join(lines) + "\n"


def _plain(given: str) -> str:
    """Return words in which Markdown finds nothing of its own."""
    return _MARKDOWN.sub(r"\\\1", given).replace("&", "&amp;")


def _jsonld(entry: Entry, record: Record, base: str) -> str:
    identifier = entry.statement.id
    behind = record.provenance([identifier])[identifier]
    graph = nodes((entry, behind), Selection(record, Filter(article=entry.article.id), base=base))
    made = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1)
    return made.encode("utf-8", "replace").decode("utf-8") + "\n"
