"""``onrecord add`` and ``onrecord reread``: into the record, and through it again."""

from __future__ import annotations

import click

from onrecord import Added, open_record
from onrecord.cli.group import House
from onrecord.cli.options import existing, largest_option, record_option, workers_option
from onrecord.cli.progress import Bar
from onrecord.cli.terminal import err, out, plural


@click.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@record_option
@workers_option
@largest_option
@click.pass_obj
def add_command(house: House, paths: tuple[str, ...], path: str, workers: int, largest: float) -> None:
    """Read files and folders into a record.

    PATH is a .txt, .html or .jsonl file, a folder of them, or - for standard input. What is already
    there is not added twice, so an interrupted run can simply be run again.

    \b
    Example:
      onrecord add articles/ more.jsonl.gz
      cat article.txt | onrecord add --record story.db -
    """
    bar = Bar()
    with open_record(path) as record:
        try:
            added = record.add(
                *paths, workers=workers, largest=int(largest * 1e6), progress=bar, **house.by()
            )
        except KeyboardInterrupt:
            bar.clear()
            err("stopped; what was added is kept, and the same command goes on from there")
            raise
        finally:
            bar.clear()
    out(_closing(added))
    if added.problems:
        err(f"see why: onrecord problems --record {path}")
    if not added.articles and not added.already:
        err("onrecord: nothing could be read")
        raise click.exceptions.Exit(1)


@click.command("reread")
@record_option
@click.pass_obj
def reread_command(house: House, path: str) -> None:
    """Read articles again with a newer extractor.

    Each article that an older version has read gets a new reading, which is the one shown from then
    on. The articles themselves, earlier readings and people's judgements stay as they are.

    \b
    Example:
      onrecord reread --record story.db
    """
    bar = Bar()
    with existing(path) as record:
        try:
            done = record.reread(progress=bar, **house.by())
        finally:
            bar.clear()
    again = f"{plural(done.articles, 'article')} read again"
    out(f"{again}, {plural(done.statements, 'statement')}, {plural(done.problems, 'problem')}")


def _closing(added: Added) -> str:
    return (
        f"{plural(added.articles, 'article')} added ({added.already:,} already there), "
        f"{plural(added.statements, 'statement')}, {plural(added.problems, 'problem')}"
    )
