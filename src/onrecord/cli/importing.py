"""``onrecord import``: take another record, or training data, into this one."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord import OnrecordError, Record, Taken, open_record
from onrecord.cli.options import record_option

_TOLD = 20
"""Problems that are printed one by one."""


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(dir_okay=False, allow_dash=True)
)
@record_option
def import_command(files: tuple[str, ...], path: str) -> None:
    """Take the articles and decisions of other records in.

    FILE is what export wrote with --format record or --format training, or - for standard input.  What the
    record has already stays as it is, and importing again changes nothing.  A line that is not right is
    left out and told of.

    \b
    Example:
      onrecord export --format record > story.onrecord.jsonl
      onrecord import story.onrecord.jsonl --record other.db
    """
    bad = 0
    with open_record(path) as record:
        for file in files:
            taken = _take(record, file)
            bad += len(taken.problems)
            click.echo(
                f"{file}: {taken.articles:,} articles and {taken.statements:,} statements are new,"
                f" {taken.already:,} articles were here; {taken.judgements:,} judgements taken"
            )
            for problem in taken.problems[:_TOLD]:
                click.echo(f"{problem.document}: {problem.reason}", err=True)
            if len(taken.problems) > _TOLD:
                click.echo(f"and {len(taken.problems) - _TOLD:,} more lines of {file}", err=True)
    if bad:
        raise OnrecordError(
            f"{bad:,} {'line was' if bad == 1 else 'lines were'} left out; all others are kept"
        )


def _take(record: Record, file: str) -> Taken:
    if file == "-":
        return record.take(sys.stdin.buffer, "standard input")
    try:
        with Path(file).open("rb") as lines:
            return record.take(lines, file)
    except OSError as error:
        raise OnrecordError(f"{file} cannot be read: {error.strerror}") from error
