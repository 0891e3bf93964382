"""``onrecord ledger``, ``articles`` and ``problems``: what a record holds, one line each."""

from __future__ import annotations

import shutil
import sys

import click

from onrecord import Entry, Filter
from onrecord.cli.options import existing, filter_options, record_option
from onrecord.cli.terminal import beginning, day, err, oneline, out, plural, styled, whose

_COLUMNS = {"date": 10, "outlet": 18, "source": 24, "cue": 16}
_PIPED = 160


@click.command("ledger")
@filter_options
@click.option("--limit", type=click.IntRange(0), default=0, show_default=True, help="How many; 0 for all.")
@record_option
def ledger_command(only: Filter, limit: int, path: str) -> None:
    """List statements in a compact table, by date: date, outlet, source, cue, content.

    \b
    Example:
      onrecord ledger --speaker minister --to 2019-03
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPED
    room = max(30, width - sum(_COLUMNS.values()) - 2 * len(_COLUMNS))
    out(
        styled("  ".join(f"{name.upper():<{size}}" for name, size in _COLUMNS.items()) + "  CONTENT", "faint")
    )
    number = 0
    with existing(path) as record:
        for entry in record.statements(only, limit or None):
            number += 1
            out(_row(entry, room))
        total = record.count(only) if number else 0
    err(f"{number:,} of {plural(total, 'statement')} ({only})" if number else f"no statements ({only})")


@click.command("articles")
@record_option
def articles_command(path: str) -> None:
    """List the articles of a record: date, outlet, statements, id, title.

    \b
    Example:
      onrecord articles --record story.db
    """
    with existing(path) as record:
        for line in record.articles():
            facts = f"{day(line.published) or '-':<10}  {_cut(whose(line.outlet, line.document) or '-', 24)}"
            title = oneline(line.title or "") or beginning(line.beginning)
            out(f"{facts}  {line.statements:>4}  {oneline(line.id):<16}  {title}")
        counts = record.counts()
    err(f"{plural(counts.articles, 'article')}, {plural(counts.statements, 'statement')}")


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


def _row(entry: Entry, room: int) -> str:
    cells = [
        _cut(day(entry.article.published) or "-", _COLUMNS["date"]),
        _cut(whose(entry.article.outlet, entry.document) or "-", _COLUMNS["outlet"]),
        styled(_cut(entry.source or "-", _COLUMNS["source"]), "source"),
        styled(_cut(entry.cue or "-", _COLUMNS["cue"]), "cue"),
        styled(_cut(entry.content, room).rstrip(), "content"),
    ]
    return "  ".join(cells)


def _cut(words: str, size: int) -> str:
    line = oneline(words)
    return f"{line:<{size}}" if len(line) <= size else line[: size - 1] + "…"
