"""``onrecord export``: the record, or what a search shows of it, for other programs and for readers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from onrecord import Filter, OnrecordError
from onrecord.cli.options import details_option, existing, filter_options, record_option
from onrecord.export import BASE, FORMATS, export

_HELP = """
Write the statements of a record in a format for other programs or for readers.

They are those that find shows for the same words and options, in its order.

\b
Formats:
{formats}

\b
Example:
  onrecord export --format csv --speaker minister > minister.csv
  onrecord export --format html --words "export ban" --output ban.html
"""
_FORMATS = "\n".join(f"  {one.name:<11} {one.purpose}" for one in FORMATS.values())


@click.command("export", help=_HELP.strip().format(formats=_FORMATS))
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    metavar="FORMAT",
    default="jsonl",
    show_default=True,
    help="Which; see above.",
)
@click.option("--words", metavar="WORDS", help="Only statements with all these words, best first.")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False), help="Where to write.")
@click.option(
    "--base", metavar="URL", default=BASE, show_default=True, help="Where the record's pages are, for links."
)
@details_option
@click.option(
    "--documents/--no-documents",
    default=True,
    show_default=True,
    help="With --format record: the files as they came, too.",
)
@filter_options
@record_option
def export_command(
    form: str,
    words: str | None,
    output: str | None,
    base: str,
    details: bool,
    documents: bool,
    only: Filter,
    path: str,
) -> None:
    """Write the record; the help is above, where it can hold the table of formats."""
    _check(form, output, base, details, documents)
    with existing(path) as record:
        lines = export(record, form, only, words, base=base, details=details, documents=documents)
        with _out(output) as out:
            for line in lines:
                out.write(line)
            out.flush()


def _check(form: str, output: str | None, base: str, details: bool, documents: bool) -> None:
    if details and form != "jsonl":
        raise click.UsageError("--details goes with --format jsonl")
    if not documents and form != "record":
        raise click.UsageError("--no-documents goes with --format record")
    if not base.startswith(("http://", "https://")):
        raise click.UsageError(f"--base {base!r} is no address; write it as {BASE}")
    if FORMATS[form].binary and output is None and sys.stdout.isatty():
        name = f"statements.{FORMATS[form].extension}"
        raise click.UsageError(f"{form} is nothing for a terminal; give --output {name}, or > {name}")


@contextmanager
def _out(output: str | None) -> Iterator[IO[bytes]]:
    """Give where to write; a file takes its name only once it is whole."""
    if output is None:
        yield sys.stdout.buffer
        return
    file = Path(output)
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OnrecordError(f"{output} cannot be written: {error.strerror}") from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
