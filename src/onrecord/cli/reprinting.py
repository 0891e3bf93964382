"""``onrecord reprints``: which articles and passages are another's copy, and whose."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import existing, format_option, limit_option, record_option
from onrecord.cli.terminal import cut, day, err, labelled, oneline, out, plural, styled, whose, wrapped

if TYPE_CHECKING:
    from onrecord import Record, Reprint, ReprintGroup, SharedPassage, Span

_LABEL = 10


@click.command("reprints")
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@click.option("--passages", is_flag=True, help="Print the shared passages too, as each article has them.")
@limit_option
@format_option
@record_option
def reprints_command(articles: tuple[str, ...], passages: bool, limit: int, form: str, path: str) -> None:
    """List which articles and passages are another's copy, and whose.

    Articles that share copied passages are a group, in order of publication: with the share of their
    words that another has too, and whose copy they are as far as credits, mentions and dates tell.
    Words that two articles merely quote make no reprint. With ARTICLE (the beginning of an id is
    enough), only groups that it is in.

    \b
    Example:
      onrecord reprints --passages
      onrecord reprints 3f9a
    """
    number = 0
    with existing(path) as record:
        found = record.reprints(*articles)
        for number, group in enumerate(islice(found, limit or None), start=1):
            if form == "jsonl":
                _print_json(group)
            else:
                _print_group(record, number, group, passages)
        more = bool(limit) and number == limit and next(found, None) is not None
    if form == "text" and not number:
        err("no article shares a copied passage with another")
    elif more:
        err(f"the first {plural(limit, 'group')}; --limit 0 shows all")


def _print_group(record: Record, number: int, group: ReprintGroup, passages: bool) -> None:
    what = "whole articles" if group.kind == "whole" else plural(len(group.passages), "shared passage")
    out(styled(f"{number:>2}  {plural(len(group.members), 'article')} · {what}", "title"))
    for member in group.members:
        for line in _member(member):
            out(line)
    if passages:
        for passage in group.passages:
            for line in _passage(record, passage):
                out(line)
    out()


def _member(member: Reprint) -> Iterator[str]:
    facts = [day(member.published) or "no date", whose(member.outlet, member.document)]
    facts += [oneline(member.article), f"{member.share:.0%} shared"]
    yield from wrapped(" · ".join(fact for fact in facts if fact), 4, "    ")
    if member.title:
        yield f"      {cut(member.title, 100).rstrip()}"
    yield from wrapped(styled(_whence(member), "faint"), 6, "      ")


def _whence(member: Reprint) -> str:
    """Return whose copy an article is, how surely, and why."""
    if member.copy_of:
        what = f"copy of {oneline(member.copy_of)}"
    elif member.agency:
        what = f"carries {oneline(member.agency)}"
    elif member.confidence:
        what = "original"
    else:
        return f"direction unknown ({oneline(member.reason)})"
    return f"{what} · {member.confidence:.0%} ({oneline(member.reason)})"


def _passage(record: Record, passage: SharedPassage) -> Iterator[str]:
    yield ""
    yield f"    {styled(plural(passage.words, 'word'), 'faint')} {styled(passage.kind, 'faint')}"
    for article, span in ((passage.one, passage.one_span), (passage.other, passage.other_span)):
        yield from labelled(oneline(article)[:_LABEL], _words(record, article, span), "plain", _LABEL + 2)


def _words(record: Record, article: str, span: Span) -> str:
    return " ".join(oneline(span.of(record.article(article).article.text)).split())


def _print_json(group: ReprintGroup) -> None:
    line = json.dumps(_group(group), ensure_ascii=False)
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _group(group: ReprintGroup) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "articles": [
            {
                "id": member.article,
                "outlet": member.outlet,
                "published": member.published,
                "title": member.title,
                "share": round(member.share, 3),
                "copy_of": member.copy_of,
                "agency": member.agency,
                "confidence": member.confidence,
                "reason": member.reason,
                "evidence": [[span.start, span.end] for span in member.evidence],
            }
            for member in group.members
        ],
        "passages": [
            {
                "one": passage.one,
                "one_span": [passage.one_span.start, passage.one_span.end],
                "other": passage.other,
                "other_span": [passage.other_span.start, passage.other_span.end],
                "words": passage.words,
                "kind": passage.kind,
            }
            for passage in group.passages
        ],
    }
