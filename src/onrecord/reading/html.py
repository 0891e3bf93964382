"""Web pages: the article out of the page, without menus, adverts and readers' comments.

Invariant: the text is the headline, once, and the paragraphs of the article, parted by blank lines; the
page itself stays in the document.  The main content is found by trafilatura (Barbaresi 2021), never
with its ``deduplicate``, whose memory would make one article depend on those read before it.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction

from onrecord.errors import DocumentError
from onrecord.model import Article, Document, article_id
from onrecord.reading.encoding import decode_html
from onrecord.reading.published import iso_date

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("trafilatura").propagate = False  # its warnings about odd pages are no news to a reader

_BLOCKS = {"p", "head", "item", "quote", "cell", "code"}
_BREAK = "\u2029"
_PARTING = re.compile(r"\s+[-–—|·:•»]+\s+")
_PUBLISHED_META = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='parsely-pub-date' or @name='pubdate' or @name='date' or @name='DC.date.issued']/@content",
)


def read_html(document: Document) -> Article:
    """Return the article of a web page with title, outlet, date, author and address as the page says them.

    Raises DocumentError where the page has no article in it.
    """
    page = decode_html(document.raw, document.name)
    found: Any = bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    paragraphs = _paragraphs(found.body) if found is not None and found.body is not None else []
    if not paragraphs:
        raise DocumentError(
            document.name, "has no article in it that we could find; save its text as a .txt file instead"
        )
    outlet, url = _clean(found.sitename), _clean(found.url)
    title = _without_outlet(_clean(found.title), outlet)
    if title and not any(_same(title, paragraph) for paragraph in paragraphs[:3]):
        paragraphs.insert(0, title)
    text = "\n\n".join(paragraphs)
    published = _published(page) or (iso_date(found.date) if found.date else None)
    identifier = article_id(text, outlet, published, title, url)
    return Article(identifier, text, title, outlet, published, url, _clean(found.author), document)


def _paragraphs(body: Any) -> list[str]:
    """Return the blocks of the extracted body in order, each paragraph and headline once."""
    found: list[str] = []
    for block in body:
        for paragraph in _block(block):
            if not (found and found[-1] == paragraph and block.tag == "head"):
                found.append(paragraph)
    return found


def _block(element: Any) -> list[str]:
    inner = [child for child in element if child.tag in _BLOCKS]
    if inner and not (element.text or "").strip():
        return [paragraph for child in element for paragraph in _block(child)]
    for line_break in element.iter("lb"):
        line_break.tail = _BREAK + (line_break.tail or "")
    words = "".join(element.itertext())
    return [" ".join(part.split()) for part in words.split(_BREAK) if part.strip()]


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """Return a title without the outlet's name behind it, as browsers show it: ``Ban fails - Courier``."""
    for mark in _PARTING.finditer(title or "") if outlet else ():
        if title and outlet and mark.start() and _same(title[mark.end() :], outlet):
            return title[: mark.start()]
    return title


def _same(title: str, paragraph: str) -> bool:
    return re.sub(r"\W+", "", title).casefold() == re.sub(r"\W+", "", paragraph).casefold()


def _clean(value: str | None) -> str | None:
    """Return a line of metadata in one line, or None where there is nothing in it."""
    return " ".join(value.split()) or None if value else None


def _published(page: str) -> str | None:
    """Return the date of publication that the page declares: not that of its last update."""
    try:
        tree = lxml_html.fromstring(page.encode("utf-8", "replace"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        if declared := _linked_data_date(script):
            return declared
    for path in _PUBLISHED_META:
        for value in tree.xpath(path):
            if declared := iso_date(str(value)):
                return declared
    return None


def _linked_data_date(script: str) -> str | None:
    try:
        waiting = [json.loads(script)]
    except (ValueError, RecursionError):
        return None
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            value = item.get("datePublished")
            if isinstance(value, str) and (declared := iso_date(value)):
                return declared
            waiting.extend(value for key, value in item.items() if key in ("@graph", "mainEntity"))
    return None
