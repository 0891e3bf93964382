"""Read articles without keeping them: the functions behind ``onrecord.read`` and ``onrecord.read_text``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from onrecord.engine import default_extractor, read_with_workers
from onrecord.model import Article, Problem, ReadArticle, article_id
from onrecord.pipeline import Extractor, read_articles
from onrecord.reading import LARGEST, Sources


def read(
    *paths: str | os.PathLike[str],
    extractor: Callable[[], Extractor] = default_extractor,
    workers: int = 1,
    largest: int = LARGEST,
) -> Iterator[ReadArticle | Problem]:
    """Yield the articles of files, folders and standard input (``-``) with their statements, in order.

    A document that cannot be read is yielded as a Problem.  With ``workers`` above 1, call it under
    ``if __name__ == "__main__":``, as for any pool of processes.
    """
    return read_with_workers(Sources(paths, largest), workers, extractor)


def read_text(
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    url: str | None = None,
    extractor: Callable[[], Extractor] = default_extractor,
) -> ReadArticle:
    """Return the statements of one text; all offsets are code points into it."""
    identifier = article_id(text, outlet, published, title, url)
    article = Article(identifier, text, title, outlet, published, url)
    return next(iter(read_articles([article], extractor())))
