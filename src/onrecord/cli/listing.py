"""``onrecord ledger``, ``articles`` and ``problems``: what a record holds, one line each."""

from __future__ import annotations

import click

from onrecord import Counting, Entry, Filter
from onrecord.cli.options import count_option, existing, filter_options, record_option
from onrecord.cli.terminal import (
    beginning,
    columns,
    cut,
    day,
    err,
    oneline,
    out,
    plural,
    span_of_days,
    styled,
    whose,
)

_WIDE = {"date": 10, "outlet": 16, "speaker": 20, "source": 18, "cue": 12, "act": 9, "said": 10}
_NARROW = {"date": 10, "outlet": 9, "speaker": 17, "act": 8}
_ENOUGH = 120
"""Columns from which a terminal has room for the wide table."""
_COLOURED = ("speaker", "source", "cue")


@click.command("ledger")
@filter_options
@click.option("--limit", type=click.IntRange(0), default=0, show_default=True, help="How many; 0 for all.")
@record_option
def ledger_command(only: Filter, limit: int, path: str) -> None:
    """List statements in a compact table, by date: date, outlet, speaker, act, content.

    Where there is room, the source's words, the cue and the day it was said have columns too.

    \b
    Example:
      onrecord ledger --speaker minister --to 2019-03
    """
    width = columns()
    sizes = _WIDE if width >= _ENOUGH else _NARROW
    room = max(20, width - sum(sizes.values()) - 2 * len(sizes))
    out(styled("  ".join(f"{name.upper():<{size}}" for name, size in sizes.items()) + "  CONTENT", "faint"))
    number = 0
    with existing(path) as record:
        for entry in record.statements(only, limit or None):
            number += 1
            out(_row(entry, sizes, room))
        total = record.count(only) if number else 0
    err(f"{number:,} of {plural(total, 'statement')} ({only})" if number else f"no statements ({only})")


@click.command("articles")
@count_option
@record_option
def articles_command(count: str, path: str) -> None:
    """List the articles of a record: date, outlet, statements, id, title.

    \b
    Example:
      onrecord articles --record story.db
    """
    with existing(path) as record:
        number = said = 0
        for line in record.articles(Counting(count)):
            number, said = number + 1, said + line.statements
            facts = f"{day(line.published) or '-':<10}  {cut(whose(line.outlet, line.document) or '-', 24)}"
            title = oneline(line.title or "") or beginning(line.beginning)
            out(f"{facts}  {line.statements:>4}  {oneline(line.id):<16}  {title}")
    how = Filter(count=Counting(count))
    told = f" ({how})" if count != "all" else ""
    err(f"{plural(number, 'article')}, {plural(said, 'statement')}{told}")


@click.command("problems")
@record_option
def problems_command(path: str) -> None:
    """List the documents that could not be read, and why.

    \b
    Example:
      onrecord problems --record story.db
    """
    number = 0
    with existing(path) as record:
        for problem in record.problems():
            number += 1
            out(oneline(f"{problem.document} {problem.reason}"))
    err(plural(number, "problem"))


def _row(entry: Entry, sizes: dict[str, int], room: int) -> str:
    statement = entry.statement
    said = span_of_days(statement.said) if statement.said else ""
    cells = {
        "date": day(entry.article.published) or "-",
        "outlet": whose(entry.article.outlet, entry.document) or "-",
        "speaker": entry.speaker_name or entry.source or "unknown",
        "source": entry.source or "-",
        "cue": entry.cue or "-",
        "act": statement.act or "-",
        "said": said[: sizes.get("said", 0)] or "-",
    }
    shown = [(name, cut(cells[name], size)) for name, size in sizes.items()]
    content = entry.content if "said" in sizes or not said else f"(said {said}) {entry.content}"
    words = [styled(cell, name if name in _COLOURED else "plain") for name, cell in shown]
    return "  ".join([*words, styled(cut(content, room).rstrip(), "content")])
