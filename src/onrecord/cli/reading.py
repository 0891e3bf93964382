"""``onrecord read``: the statements of articles at once, without a record."""

from __future__ import annotations

import sys

import click

from onrecord import Problem, read
from onrecord.cli.group import House
from onrecord.cli.options import details_option, largest_option, workers_option
from onrecord.cli.terminal import err, out, problem_line, read_lines


@click.command("read")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, or for programs: one JSON object an article.",
)
@details_option
@workers_option
@largest_option
@click.pass_obj
def read_command(
    house: House, paths: tuple[str, ...], form: str, details: bool, workers: int, largest: float
) -> None:
    """Print the statements of articles, without keeping them.

    FILE is a .txt, .html or .jsonl file, a folder of them, or - for standard input.

    \b
    Example:
      onrecord read article.txt
      onrecord read --format jsonl articles/ > statements.jsonl
    """
    if details and form != "jsonl":
        raise click.UsageError("--details goes with --format jsonl")
    readable = 0
    for item in read(*paths, workers=workers, largest=int(largest * 1e6), **house.by()):
        if isinstance(item, Problem):
            err(problem_line(item))
            continue
        readable += 1
        if form == "jsonl":
            from onrecord.export.contract import line

            sys.stdout.buffer.write(line(item, details=details))
            sys.stdout.buffer.flush()
        else:
            for text in read_lines(item):
                out(text)
    if not readable:
        err("onrecord: nothing could be read")
        raise click.exceptions.Exit(1)
