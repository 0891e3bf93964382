"""The articles of the record by date, each with how many statements it has."""

from __future__ import annotations

from starlette.requests import Request

from onrecord.web import asking, described, urls
from onrecord.web.answering import Page, house

PAGE_SIZE = 50


def articles(request: Request) -> Page:
    """Show a page of the articles, oldest first, those without a date last."""
    page = asking.page_in(request.query_params)
    record = house(request).record
    total = record.counts().articles
    lines = list(record.articles(limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE))
    pages = -(-total // PAGE_SIZE)
    data = {
        "total": total,
        "page": page,
        "pages": pages,
        "articles": [described.article_line(one) for one in lines],
    }
    shown = {"lines": lines, "first": (page - 1) * PAGE_SIZE + 1, "address": urls.articles}
    return Page("articles.html", "Articles", data, shown)
