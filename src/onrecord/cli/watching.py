"""``onrecord watch``: what is new in a record since the last look, by a speaker or about words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from onrecord import Filter
from onrecord.cli.options import existing, filter_options, format_option, limit_option, record_option
from onrecord.cli.terminal import cut, day, entry_heading, err, labelled, oneline, out, plural, styled

if TYPE_CHECKING:
    from onrecord import Entry, NewRelation, NewReports, News, NewUtterance, Record, Watched

_FEW = 5
"""Utterances that are shown at a first look."""
_LABEL = 9
_OUTLETS = 4


@click.command("watch")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@filter_options
@click.option("--as", "by", metavar="WHO", help="Who looks; without it, your login name.")
@click.option("--peek", is_flag=True, help="Do not note this look: the next one shows the same again.")
@click.option("--since-start", is_flag=True, help="Show all there is, as if nobody had looked before.")
@click.option("--forget", is_flag=True, help="Watch this no more: forget the last look.")
@click.option("--list", "list_", is_flag=True, help="List what is watched, with how many are new for each.")
@limit_option
@format_option
@record_option
def watch_command(
    words: tuple[str, ...],
    only: Filter,
    by: str | None,
    peek: bool,
    since_start: bool,
    forget: bool,
    list_: bool,
    limit: int,
    form: str,
    path: str,
) -> None:
    """Show what is new since the last look, by a speaker or about words.

    WORDS and filters are those of find and ledger; without any, everything is watched. What is new is
    what articles say that were added since you looked last: new utterances, new reports of what was
    known (folded), and what contradicts or answers a statement that was there. The first look says how
    much there is and shows the newest. Each question has its own last look, and so has each watcher.

    \b
    Example:
      onrecord watch export ban --speaker minister
      onrecord watch --list
    """
    question = " ".join(words) or None
    with existing(path) as record:
        if list_:
            _list(record, by, form)
        elif forget:
            there = record.forget(question, only, by)
            err("forgotten; the next look is a first one" if there else "this was not watched; see: --list")
        else:
            news = record.watch(question, only, by, peek=peek, all_of_it=since_start, limit=limit or None)
            few = None if since_start else _FEW
            _print_json(news, few) if form == "jsonl" else _print_news(news, few)


def _list(record: Record, by: str | None, form: str) -> None:
    there = list(record.watched(by))
    for one in there:
        if form == "jsonl":
            _print(_watched(one))
        else:
            new = styled(f"{one.new:>6,} new", "title" if one.new else "faint")
            out(f"{new}  since {oneline(one.made[:16].replace('T', ' '))}  {oneline(str(one.question))}")
    if not there and form == "text":
        err("nothing is watched yet; watch something with: onrecord watch WORDS --speaker NAME")


# -- as text ---------------------------------------------------------------------------------------------


def _print_news(news: News, few: int | None) -> None:
    for line in _lines(news, few):
        out(line)
    asked = oneline(str(news.question))
    if news.since is None:
        first = "first look; " if few else ""
        err(f"{first}{asked}: {_much(news)} in the record; the next look shows what is new")
    elif not any(news.totals):
        err(f"nothing new since {_when(news)}: {asked}")
    else:
        err(f"{_much(news)} new since {_when(news)}: {asked}")


def _lines(news: News, few: int | None) -> Iterator[str]:
    utterances = news.utterances if news.since else news.utterances[:few]
    name = "NEW UTTERANCES" if news.since else "NEWEST UTTERANCES"
    yield from _group(name, map(_utterance, utterances), news.totals[0] if news.since else 0)
    yield from _group("NEW REPORTS OF WHAT WAS KNOWN", map(_reports, news.reports), news.totals[1])
    yield from _group("CONTRADICTIONS AND ANSWERS", map(_relation, news.relations), news.totals[2])


def _group(name: str, blocks: Iterator[Iterator[str]], total: int) -> Iterator[str]:
    number = 0
    for number, block in enumerate(blocks, start=1):
        if number == 1:
            yield styled(name, "title")
        yield from block
        yield ""
    if total > number:
        yield f"  and {total - number:,} more; --limit 0 --peek shows all, before you look without"


def _utterance(one: NewUtterance) -> Iterator[str]:
    yield from _entry(one.entry)
    if one.reports > 1:
        more = f"{plural(one.reports, 'report')}: {_outlets(one.outlets)}"
        yield from labelled(
            "", f"{more} (onrecord compare {oneline(one.entry.statement.id)})", "faint", _LABEL
        )


def _reports(one: NewReports) -> Iterator[str]:
    more = f"{one.reports:,} more {'report' if one.reports == 1 else 'reports'} of"
    yield f"  {styled(more, 'title')} what {_who(one.earlier)} said · in {_outlets(one.outlets)}"
    yield from labelled(
        "known",
        f"{day(one.earlier.article.published)} {oneline(one.earlier.content)}".strip(),
        "plain",
        _LABEL,
    )
    yield from labelled("", f"see: onrecord compare {oneline(one.entry.statement.id)}", "faint", _LABEL)


def _relation(one: NewRelation) -> Iterator[str]:
    what = "contradicts" if one.relation.kind == "contradicts" else "answers"
    if one.answered:
        what = "is answered by"
    yield from _entry(one.entry)
    sure = f"{one.relation.confidence:.0%}"
    reasons = "; ".join(map(oneline, one.relation.reasons[:2]))
    yield from labelled("", f"{what} ({sure}{'; ' if reasons else ''}{reasons}):", "match", _LABEL)
    yield from (f"    {line}" for line in _entry(one.earlier))


def _entry(entry: Entry) -> Iterator[str]:
    yield f"  {entry_heading(entry)}"
    yield from labelled("speaker", _who(entry), "speaker", _LABEL)
    yield from labelled("content", oneline(entry.content), "content", _LABEL)


def _who(entry: Entry) -> str:
    return oneline(entry.speaker_name or entry.source or "unknown")


def _outlets(outlets: tuple[str, ...]) -> str:
    more = len(outlets) - _OUTLETS
    named = ", ".join(cut(one, 40).strip() for one in outlets[:_OUTLETS])
    return named + (f" and {more} more" if more > 0 else "")


def _much(news: News) -> str:
    return f"{plural(news.statements, 'statement')} in {plural(news.articles, 'article')}"


def _when(news: News) -> str:
    return oneline((news.since or "")[:16].replace("T", " "))


# -- as JSON ---------------------------------------------------------------------------------------------


def _print_json(news: News, few: int | None) -> None:
    """Print one line about the look, then one a piece of news."""
    _print(
        {
            "watch": str(news.question),
            "by": news.watcher,
            "since": news.since,
            "statements": news.statements,
            "articles": news.articles,
            "utterances": news.totals[0] if news.since else None,
            "reports": news.totals[1],
            "relations": news.totals[2],
        }
    )
    for new in news.utterances if news.since else news.utterances[:few]:
        _print(
            {
                "new": "utterance",
                **_statement(new.entry),
                "utterance": new.utterance,
                "reports": new.reports,
                "outlets": list(new.outlets),
            }
        )
    for one in news.reports:
        told = {"utterance": one.utterance, "reports": one.reports, "outlets": list(one.outlets)}
        _print({"new": "reports", **_statement(one.entry), **told, "earlier": one.earlier.statement.id})
    for related in news.relations:
        relation = related.relation
        _print(
            {
                "new": "relation",
                "relation": str(relation.kind),
                "a": relation.a,
                "b": relation.b,
                "confidence": relation.confidence,
                "reasons": list(relation.reasons),
                **_statement(related.entry),
                "earlier": _statement(related.earlier),
            }
        )


def _statement(entry: Entry) -> dict[str, Any]:
    return {
        "statement": entry.statement.id,
        "article": entry.article.id,
        "outlet": entry.article.outlet,
        "published": entry.article.published,
        "speaker": entry.speaker_name or None,
        "text": entry.content,
    }


def _watched(one: Watched) -> dict[str, Any]:
    return {"watch": str(one.question), "by": one.watcher, "since": one.made, "new": one.new}


def _print(told: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
