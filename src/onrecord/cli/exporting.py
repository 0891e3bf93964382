"""``onrecord export``: the record for other programs."""

from __future__ import annotations

import sys

import click

from onrecord import Filter
from onrecord.cli.options import details_option, existing, filter_options, record_option
from onrecord.export import FORMATS, export


@click.command("export")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="Which."
)
@details_option
@filter_options
@record_option
def export_command(form: str, details: bool, only: Filter, path: str) -> None:
    """Write the record as JSON lines or CSV, to standard output.

    JSON lines hold an article with its statements a line, in the format of docs/JSON.md; CSV holds a
    statement a row.

    \b
    Example:
      onrecord export --format csv --speaker minister > minister.csv
    """
    if details and form != "jsonl":
        raise click.UsageError("--details goes with --format jsonl")
    with existing(path) as record:
        for line in export(record, form, only, details=details):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
