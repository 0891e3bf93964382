"""Plain text: the article's text is the decoded file, unchanged, line ends included."""

from __future__ import annotations

from onrecord.errors import DocumentError
from onrecord.model import Article, Document, article_id
from onrecord.reading.encoding import decode


def read_plain(document: Document) -> Article:
    """Return a text file as an article without title, outlet or date: the file does not say them."""
    text = decode(document.raw, document.name)
    if not text.strip():
        raise DocumentError(document.name, "has no text in it")
    return Article(article_id(text, None, None, None, None), text, document=document)
