"""Resolve everything that an article tells about its statements, step by step."""

from __future__ import annotations

from onrecord.model import Article, Credit, Extraction, Person, Statement


def resolve(
    article: Article, extraction: Extraction
) -> tuple[tuple[Statement, ...], tuple[Person, ...], tuple[Credit, ...]]:
    """Return the article's statements, its people and the agencies that it credits."""
    ids = [f"{article.id}-{number}" for number in range(1, len(extraction.attributions) + 1)]
    parents = [extraction.parent(index) for index in range(len(ids))]
    statements = tuple(
        Statement(
            id=ids[index],
            article=article.id,
            attribution=attribution,
            parent=None if (parent := parents[index]) is None else ids[parent],
        )
        for index, attribution in enumerate(extraction.attributions)
    )
    return statements, (), ()
