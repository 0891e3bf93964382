"""The way of an article through the house, from bytes to statements.

bytes -> reading -> Article -> extraction -> attributions, mentions -> resolution -> statements, people
-> record -> export, cli
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from onrecord.errors import DocumentError, WeightsError
from onrecord.model import Article, Document, Extraction, Problem, ReadArticle
from onrecord.reading import read_document
from onrecord.resolution import resolve

CHUNK = 8
"""Articles that are handed to the extractor together.  It reads each on its own, so more would gain
nothing, and answers would come, and be kept, later."""


class Extractor(Protocol):
    """What the pipeline asks of an extractor: what it finds in each text, and its version."""

    version: str

    def extract(self, texts: Sequence[str]) -> list[Extraction]:
        """Return attributions and mentions of each text, in text order, whatever the batch."""


def read_articles(articles: Iterable[Article], extractor: Extractor) -> Iterator[ReadArticle]:
    """Yield each article with its statements, in order, in bounded memory."""
    waiting = iter(articles)
    while chunk := list(islice(waiting, CHUNK)):
        found = extractor.extract([article.text for article in chunk])
        for article, extraction in zip(chunk, found, strict=True):
            yield read_article(article, extraction, extractor.version)


def read_documents(
    documents: Iterable[Document | Problem], extractor: Extractor
) -> Iterator[ReadArticle | Problem]:
    """Yield what each document says, or the problem with it, in order, in bounded memory."""
    waiting = iter(documents)
    while chunk := list(islice(waiting, CHUNK)):
        yield from read_chunk(chunk, extractor)


def read_chunk(documents: Sequence[Document | Problem], extractor: Extractor) -> list[ReadArticle | Problem]:
    """Return what each of a few documents says, or the problem with it, in the order given."""
    return read_each([_article(document) for document in documents], extractor)


def read_each(articles: Sequence[Article | Problem], extractor: Extractor) -> list[ReadArticle | Problem]:
    """Return each of a few articles with its statements; one that is too much is a problem of its own."""
    texts = [article.text for article in articles if isinstance(article, Article)]
    try:
        found = iter(extractor.extract(texts))
    except (WeightsError, MemoryError):
        raise
    except Exception:  # one article in the chunk is too much for the extractor: find out which
        return [_read_alone(article, extractor) for article in articles]
    return [
        _resolved(article, next(found), extractor.version) if isinstance(article, Article) else article
        for article in articles
    ]


def _article(document: Document | Problem) -> Article | Problem:
    if isinstance(document, Problem):
        return document
    try:
        return read_document(document)
    except DocumentError as error:
        return Problem(error.document, error.reason)


def _read_alone(article: Article | Problem, extractor: Extractor) -> ReadArticle | Problem:
    if isinstance(article, Problem):
        return article
    try:
        extraction = extractor.extract([article.text])[0]
    except (WeightsError, MemoryError):
        raise
    except Exception as error:  # a bad document never stops a run: it becomes a problem
        return _problem(article, "the extractor", error)
    return _resolved(article, extraction, extractor.version)


def _resolved(article: Article, extraction: Extraction, version: str) -> ReadArticle | Problem:
    try:
        return read_article(article, extraction, version)
    except MemoryError:
        raise
    except Exception as error:  # likewise
        return _problem(article, "resolving who said what", error)


def _problem(article: Article, what: str, error: Exception) -> Problem:
    name = article.document.name if article.document else article.id
    return Problem(name, f"{what} failed on it ({type(error).__name__}: {error}); please report it")


def read_article(article: Article, extraction: Extraction, version: str) -> ReadArticle:
    """Return the article's statements, numbered in text order (``<article id>-<number>``), and its people."""
    statements, people, credits_ = resolve(article, extraction)
    return ReadArticle(article, statements, people, version, credits_)
