"""``onrecord`` itself: its commands, loaded when they are used, and how it ends.

Invariant: an error on purpose is one line on standard error, never a traceback.  Exit codes: 0 done,
1 an error or nothing could be read, 2 a wrong command line, 130 Ctrl-C, 141 the reader went away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from onrecord import __version__
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {
    "read": ("onrecord.cli.reading", "Print the statements of articles, without keeping them."),
    "add": ("onrecord.cli.adding", "Read files and folders into a record."),
    "find": ("onrecord.cli.asking", "Search statements by their words, best first."),
    "show": ("onrecord.cli.asking", "Print one statement in its context, or all of an article's."),
    "ledger": ("onrecord.cli.listing", "List statements in a compact table, by date."),
    "people": ("onrecord.cli.people", "List who speaks in a record, and decide who is who."),
    "person": ("onrecord.cli.people", "Print what is known of one person: names, roles, statements."),
    "timeline": (
        "onrecord.cli.timelines",
        "Show what a person has said over time, repeated positions as one.",
    ),
    "compare": ("onrecord.cli.comparing", "Show every report of an utterance, and how their words differ."),
    "links": (
        "onrecord.cli.linking",
        "List which statements report one utterance, and how others stand to them.",
    ),
    "review": (
        "onrecord.cli.reviewing",
        "List the statements that are least certain, and decide whether they are right.",
    ),
    "check": ("onrecord.cli.checking", "Tell whether a quotation is in the record, and in whose mouth."),
    "watch": ("onrecord.cli.watching", "Show what is new since the last look, by a speaker or about words."),
    "reprints": (
        "onrecord.cli.reprinting",
        "List which articles and passages are another's copy, and whose.",
    ),
    "stories": ("onrecord.cli.stories", "List which articles report one event, most outlets first."),
    "articles": ("onrecord.cli.listing", "List the articles of a record."),
    "problems": ("onrecord.cli.listing", "List the documents that could not be read, and why."),
    "serve": ("onrecord.cli.serving", "Open the record in a browser, on this machine alone."),
    "export": (
        "onrecord.cli.exporting",
        "Write the statements of a record in a format for other programs or for readers.",
    ),
    "import": ("onrecord.cli.importing", "Take the articles and decisions of other records in."),
    "reread": ("onrecord.cli.adding", "Read articles again with a newer extractor."),
}


@dataclass(frozen=True, slots=True)
class House:
    """What commands are given from outside: the extractor to make, where not the one that ships."""

    extractor: Callable[[], Any] | None = None

    def by(self) -> dict[str, Any]:
        """Return the extractor as a keyword argument of the library, or none for its own."""
        return {"extractor": self.extractor} if self.extractor else {}


class Commands(click.Group):
    """Commands that are imported only when one of them runs, and that guess what was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """Return the names of the commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click calls it so
        """Return a command by its name, loading it now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click calls it so
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, promise) for name, (_, promise) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end quietly on Ctrl-C and when nobody reads any more."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except KeyboardInterrupt:
            raise _Over(130) from None
        except BrokenPipeError:
            raise _Over(141) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1, cutoff=0.5)
            hint = f" Did you mean {near[0]!r}?" if near else " See: onrecord --help"
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


class _Over(Exception):  # noqa: N818 - the end of a run, not an error
    """The run is over before its end, with this exit code; click would be louder about it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="onrecord %(version)s")
def onrecord() -> None:
    """Keep a record of who said what in the news, every word where it was printed.

    \b
    Example:
      onrecord read article.txt
      onrecord add articles/ && onrecord find "export ban"
    """


def main(arguments: Sequence[str] | None = None, house: House | None = None) -> NoReturn:
    """Run a command line and exit; ``house`` lets tests bring an extractor of their own."""
    sys.exit(_run(arguments, house or House()))


def _run(arguments: Sequence[str] | None, house: House) -> int:
    try:
        code = onrecord.main(arguments, prog_name="onrecord", standalone_mode=False, obj=house)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        return 1
    except click.Abort:
        return 130
    except _Over as over:
        if over.code == 141:  # Python flushes standard output once more; give it somewhere to go
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return over.code
