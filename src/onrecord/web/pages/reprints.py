"""Reprints: articles and passages that are another's copy, and whose."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from starlette.requests import Request

from onrecord.record import Record, Reprint, ReprintGroup, SharedPassage
from onrecord.web import asking, described, urls, wording
from onrecord.web.answering import Page, house

PAGE_SIZE = 10
_MEMBERS = 30
_PASSAGES = 5
"""Passages of a group that are shown, the longest."""
_LONGEST = 600
"""Characters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two articles share, as the first of them prints it."""

    one: str
    one_name: str
    one_address: str
    other: str
    other_name: str
    other_address: str
    words: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Copied:
    """A group of articles that share copied passages, ready to be shown.

    ``named`` says what to call an article by its id; ``more`` are members, ``more_passages`` passages that
    are not told of.
    """

    kind: str
    members: tuple[Reprint, ...]
    passages: tuple[Passage, ...]
    named: dict[str, str]
    more: int
    more_passages: int


def reprints(request: Request) -> Page:
    """Show the groups of articles that share copied passages, whole copies first."""
    record = house(request).record
    page = asking.page_in(request.query_params)
    first = (page - 1) * PAGE_SIZE
    found = list(islice(record.reprints(), first, first + PAGE_SIZE + 1))
    groups = [_copied(record, group, None) for group in found[:PAGE_SIZE]]
    further = len(found) > PAGE_SIZE
    data = {
        "page": page,
        "next": urls.reprints(page + 1) if further else None,
        "groups": [group_data(group) for group in found[:PAGE_SIZE]],
    }
    return Page("reprints.html", "Reprints", data, {"copied": groups, "further": further})


def copied(record: Record, articles: Sequence[str]) -> Iterator[Copied]:
    """Yield the groups of copies among some articles, with nothing of others."""
    wanted = set(articles)
    for group in record.reprints(*articles):
        told = _copied(record, group, wanted)
        if len(told.members) > 1 and told.passages:
            yield told


def _copied(record: Record, group: ReprintGroup, wanted: Collection[str] | None) -> Copied:
    """Return a group ready to be shown; with ``wanted`` what is of these articles alone."""
    members = tuple(one for one in group.members if wanted is None or one.article in wanted)
    known = {one.article for one in members}
    passages = [one for one in group.passages if {one.one, one.other} <= known]
    longest = sorted(passages, key=lambda one: -one.words)
    chosen = _apart(longest)
    named = {one.article: wording.outlet(one.outlet, one.document, one.article) for one in group.members}
    text = cache(lambda article: record.article(article).article.text)
    shown = tuple(_passage(one, named, text(one.one)) for one in chosen)
    more = len(members) - _MEMBERS
    return Copied(group.kind, members[:_MEMBERS], shown, named, max(0, more), len(passages) - len(chosen))


def _apart(longest: Sequence[SharedPassage]) -> list[SharedPassage]:
    """Return the first few passages, no two of the same words of one article."""
    chosen: list[SharedPassage] = []
    for one in longest:
        same = (other for other in chosen if other.one == one.one)
        if all(one.one_span.end <= at.one_span.start or at.one_span.end <= one.one_span.start for at in same):
            chosen.append(one)
        if len(chosen) == _PASSAGES:
            break
    return chosen


def _passage(one: SharedPassage, named: dict[str, str], text: str) -> Passage:
    words = " ".join(one.one_span.of(text).split())
    return Passage(
        one.one,
        named[one.one],
        urls.article(one.one),
        one.other,
        named[one.other],
        urls.article(one.other),
        one.words,
        one.kind,
        words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…",
    )


# -- as plain data -------------------------------------------------------------------------------------


def group_data(group: ReprintGroup) -> dict[str, Any]:
    """Return a group of reprints as plain data."""
    return {
        "kind": group.kind,
        "articles": [member_data(one) for one in group.members],
        "passages": [
            {
                "one": one.one,
                "one_span": described.spans((one.one_span,))[0],
                "other": one.other,
                "other_span": described.spans((one.other_span,))[0],
                "words": one.words,
                "kind": one.kind,
            }
            for one in group.passages
        ],
    }


def member_data(one: Reprint) -> dict[str, Any]:
    """Return an article of a group of reprints as plain data."""
    return {
        "id": one.article,
        "url": urls.article(one.article),
        "title": one.title,
        "outlet": one.outlet,
        "published": one.published,
        "share": round(one.share, 4),
        "copy_of": one.copy_of,
        "agency": one.agency,
        "confidence": round(one.confidence, 4),
        "reason": one.reason,
    }
