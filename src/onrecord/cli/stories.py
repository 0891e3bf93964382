"""``onrecord stories``: which articles of a record report one event."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import existing, format_option, limit_option, record_option
from onrecord.cli.terminal import (
    beginning,
    columns,
    cut,
    day,
    err,
    oneline,
    out,
    plural,
    styled,
    whose,
    wrapped,
)

if TYPE_CHECKING:
    from onrecord import ArticleLine, Story

_OUTLET = 24


@click.command("stories")
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@limit_option
@format_option
@record_option
def stories_command(articles: tuple[str, ...], limit: int, form: str, path: str) -> None:
    """List which articles report one event, most outlets first.

    A story has its days, numbers of articles and outlets, the title of the earliest article, its most
    telling words, and its outlets. With an ARTICLE, or the beginning of its id, all articles of its story.
    Without one, events that only one article reports are counted, not listed.

    \b
    Example:
      onrecord stories
      onrecord stories 3f9a
    """
    with existing(path) as record:
        found = list(record.stories(*articles))
    shown = found if articles else [story for story in found if len(story.articles) > 1]
    shown = shown[: limit or None] if not articles else shown
    if form == "jsonl":
        for story in shown:
            out(json.dumps(story_values(story), ensure_ascii=False))
        return
    for line in story_articles(shown) if articles else story_lines(shown):
        out(line)
    if not articles:
        _close(found, len(shown))


def story_lines(stories: Iterable[Story]) -> Iterable[str]:
    """Yield stories for a list: the facts, the title of the earliest article, the words, the outlets."""
    for story in stories:
        yield styled(_facts(story), "faint")
        yield from wrapped(styled(_title(story.articles[0]), "title"), 2, "  ")
        if story.words:
            yield from wrapped(_words(story), 2, "  ")
        yield from wrapped("; ".join(map(oneline, story.outlets)) or "no outlet", 2, "  ")


def story_articles(stories: Iterable[Story]) -> Iterable[str]:
    """Yield stories with all their articles, one line each, in order of publication."""
    for story in stories:
        yield styled(_facts(story), "faint")
        if story.words:
            yield from wrapped(_words(story), 2, "  ")
        for line in story.articles:
            outlet = cut(whose(line.outlet, line.document) or "-", _OUTLET)
            rest = f"{line.statements:>4}  {oneline(line.id):<16}  {_title(line)}"
            yield cut(f"  {day(line.published) or '-':<10}  {outlet}  {rest}", columns()).rstrip()


def story_values(story: Story) -> dict[str, Any]:
    """Return a story as the JSON object of its line."""
    return {
        "words": list(story.words),
        "outlets": list(story.outlets),
        "articles": [
            {"id": line.id, "title": line.title, "outlet": line.outlet, "date": line.published}
            for line in story.articles
        ],
    }


def _facts(story: Story) -> str:
    known = sorted({day(line.published) for line in story.articles if line.published})
    days = " to ".join(dict.fromkeys([known[0], known[-1]])) if known else "no date"
    return " · ".join([days, plural(len(story.articles), "article"), plural(len(story.outlets), "outlet")])


def _words(story: Story) -> str:
    return ", ".join(map(oneline, story.words))


def _title(line: ArticleLine) -> str:
    return oneline(line.title or "") or beginning(line.beginning)


def _close(found: list[Story], shown: int) -> None:
    several = sum(len(story.articles) > 1 for story in found)
    alone = len(found) - several
    if several > shown:
        err(f"the first {shown} of {several:,} stories; --limit 0 shows all")
    else:
        err(f"{several:,} {'story' if several == 1 else 'stories'} that several articles report")
    if alone:
        err(f"{plural(alone, 'article')} with no other report of the same event")
