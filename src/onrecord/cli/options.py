"""Options that several commands share, and what they make."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from onrecord import Record

Command = Callable[..., Any]

record_option = click.option(
    "--record",
    "path",
    type=click.Path(dir_okay=False),
    envvar="ONRECORD",
    default="onrecord.db",
    show_default=True,
    show_envvar=True,
    help="The record's file.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
    show_default="the processors there are",
    help="Processes to read many articles with.",
)
largest_option = click.option(
    "--largest",
    type=click.FloatRange(0, 2000, min_open=True),
    default=5.0,
    show_default=True,
    metavar="MB",
    help="Size of the largest document that is read; larger ones are problems.",
)

by_option = click.option("--by", metavar="WHO", help="Who decides; without it, your login name.")
details_option = click.option(
    "--details", is_flag=True, help="Everything in the JSON: roles, mentions, places, answers, reasons."
)
limit_option = click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, help="How many; 0 for all."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, or for programs: one JSON object a line.",
)

count_option = click.option(
    "--count",
    type=click.Choice(["all", "report", "utterance"]),
    default="all",
    show_default=True,
    help="Count all statements, each independent report once (no copies), or each utterance once.",
)

ACTS = (
    "assert",
    "allege",
    "deny",
    "promise",
    "warn",
    "demand",
    "ask",
    "confirm",
    "decline-to-comment",
    "apologise",
    "predict",
    "praise",
    "criticise",
    "announce",
    "other",
)
_FILTERS = (
    click.option(
        "--speaker",
        metavar="WORDS",
        help="Words of a name or of the source as printed, or a person's id: minister, p12.",
    ),
    click.option(
        "--about", "whom", metavar="WHO", help="Others' statements that name this person: a name, or p12."
    ),
    click.option(
        "--speaker-kind",
        type=click.Choice(["person", "organization", "group", "document", "unnamed", "unknown"]),
        help="What the article's speaker is; unnamed is not unknown.",
    ),
    click.option("--article", metavar="ID", help="Only in the article with this id."),
    click.option("--outlet", metavar="NAME", help="Part of the outlet's name, or =NAME for the whole name."),
    click.option(
        "--from", "since", metavar="DATE", help="Published on or after 2019, 2019-02 or 2019-02-21."
    ),
    click.option("--to", "until", metavar="DATE", help="Published on or before that date."),
    click.option("--kind", type=click.Choice(["direct", "indirect", "mixed"]), help="How it is quoted."),
    click.option(
        "--act", type=click.Choice(ACTS), metavar="ACT", help="What it does: deny, promise, warn, ..."
    ),
    click.option(
        "--communicated/--not-communicated",
        default=None,
        help="Only what was said, or only beliefs, wishes and feelings.",
    ),
    click.option(
        "--reviewed",
        type=click.Choice(["any", "none", "accepted", "corrected", "rejected", "all"]),
        help="What reviewers decided; without it all but what was rejected, with all that too.",
    ),
    count_option,
)


def filter_options(command: Command, speaking: bool = True) -> Command:
    """Give a command the options that choose statements; it receives them as ``only``.

    Without ``speaking`` there is none for the speaker, whom the command asks for itself, and for whom it is
    about.
    """

    def with_filter(
        *arguments: Any,
        speaker: str | None = None,
        whom: str | None = None,
        speaker_kind: str | None,
        article: str | None,
        outlet: str | None,
        since: str | None,
        until: str | None,
        kind: str | None,
        act: str | None,
        communicated: bool | None,
        reviewed: str | None,
        count: str,
        **options: Any,
    ) -> Any:
        from onrecord import Counting, Filter, Quote

        quote = Quote(kind) if kind else None
        asked = (speaker, outlet, since, until, quote, act, communicated, Counting(count), reviewed)
        only = Filter(*asked, about=whom, speaker_kind=speaker_kind, article=article)
        return command(*arguments, only=only, **options)

    with_filter.__name__, with_filter.__doc__ = command.__name__, command.__doc__
    with_filter.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    decorated: Command = with_filter
    for option in reversed(_FILTERS if speaking else _FILTERS[2:]):
        decorated = option(decorated)
    return decorated


def filter_options_of_speaker(command: Command) -> Command:
    """Give a command that is about one speaker the options that choose statements, as ``only``."""
    return filter_options(command, speaking=False)


class ListingGroup(click.Group):
    """A group of commands that lists, by its command ``list``, where no other is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what is no command of this group for what ``list`` is given."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of listing, then the commands."""
        options = [param for param in self.commands["list"].params if isinstance(param, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("Options"):
            formatter.write_dl([record for record in records if record])
        self.format_commands(ctx, formatter)


def existing(path: str) -> Record:
    """Open a record that has to be there already."""
    from onrecord import open_record

    return open_record(path, create=False)
