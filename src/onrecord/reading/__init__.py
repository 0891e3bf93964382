"""Bytes to articles: plain text, web pages and JSON lines, from files, folders and standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from onrecord.errors import DocumentError
from onrecord.model import Article, Document, Problem
from onrecord.reading.sources import HTML, JSON, LARGEST, Sources

__all__ = ["LARGEST", "Sources", "articles", "documents", "read_document"]


def documents(
    paths: Iterable[str | os.PathLike[str]], largest: int = LARGEST
) -> Iterator[Document | Problem]:
    """Yield what lies at ``paths`` document by document, as bytes, or the problem with it."""
    return iter(Sources(paths, largest))


def read_document(document: Document) -> Article:
    """Return the article of one document.

    Raises DocumentError that names the document and says what to do, whatever is wrong with it.
    """
    try:
        return _reader(document.media_type)(document)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # a page that breaks a parser is a problem with that page, not with the run
        reason = f"could not be read ({type(error).__name__}: {error}); please report it"
        raise DocumentError(document.name, reason) from error


def _reader(media_type: str) -> Callable[[Document], Article]:
    if media_type == HTML:
        from onrecord.reading.html import read_html  # 200 ms to import, needed for web pages alone

        return read_html
    if media_type == JSON:
        from onrecord.reading.jsonl import read_json

        return read_json
    from onrecord.reading.plain import read_plain

    return read_plain


def articles(paths: Iterable[str | os.PathLike[str]], largest: int = LARGEST) -> Iterator[Article | Problem]:
    """Yield the articles at ``paths`` in order, each as an Article or as the Problem with it."""
    for document in documents(paths, largest):
        if isinstance(document, Problem):
            yield document
            continue
        try:
            yield read_document(document)
        except DocumentError as error:
            yield Problem(error.document, error.reason)
