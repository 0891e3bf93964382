"""``onrecord review``: which statements are least certain, and deciding whether they are right.

Invariant: what people decide is kept apart from what onrecord infers, outranks it and can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from onrecord import Entry, Filter, Judgement, Record, standing
from onrecord.cli.judging import judgement_lines, judgement_values, undo_hint, undone
from onrecord.cli.options import (
    ListingGroup,
    by_option,
    existing,
    filter_options,
    format_option,
    limit_option,
    record_option,
)
from onrecord.cli.terminal import (
    after_cue,
    cut,
    entry_heading,
    err,
    labelled,
    oneline,
    out,
    plural,
    styled,
)

_GROUP = "review"
_FIRST = 200
"""Characters of a statement that are shown."""


@click.group("review", cls=ListingGroup, subcommand_metavar="| COMMAND [ARGS]...")
def review_command() -> None:
    """List the statements that are least certain, and decide whether they are right.

    Without a command those are listed that nobody has decided about, least certain first, each with what is
    least sure about it. A rejected statement is left out of everything that does not ask for it
    (--reviewed); what was corrected is shown, found and exported as corrected. All of it can be undone.

    \b
    Example:
      onrecord review --outlet courier
      onrecord review accept 3f9a-1 3f9a-2 --by ann
      onrecord review speaker 3f9a-4 --who "Lena Ott"
      onrecord review span 3f9a-5 --content "We object to this ban"
    """


@review_command.command("list")
@filter_options
@limit_option
@format_option
@record_option
def list_command(only: Filter, limit: int, form: str, path: str) -> None:
    """List the statements that nobody has decided about, as without a command.

    \b
    Example:
      onrecord review list --limit 5
    """
    with existing(path) as record:
        found = record.review_queue(only, limit or None)
        if form == "jsonl":
            for entry in found:
                _print_json(_waiting_values(entry))
        else:
            _print_queue(record, found, only)


@review_command.command("accept")
@click.argument("statements", metavar="STATEMENT...", nargs=-1, required=True)
@by_option
@record_option
def accept_command(statements: tuple[str, ...], by: str | None, path: str) -> None:
    """Decide that statements are right as they are shown.

    \b
    Example:
      onrecord review accept 3f9a-1 3f9a-2
    """
    with existing(path) as record:
        _each(statements, lambda one: record.accept(one, by))


@review_command.command("reject")
@click.argument("statements", metavar="STATEMENT...", nargs=-1, required=True)
@by_option
@record_option
def reject_command(statements: tuple[str, ...], by: str | None, path: str) -> None:
    """Decide that what was found is no statement; it is left out from now on.

    \b
    Example:
      onrecord review reject 3f9a-3
    """
    with existing(path) as record:
        _each(statements, lambda one: record.reject(one, by))


@review_command.command("speaker")
@click.argument("statements", metavar="STATEMENT...", nargs=-1, required=True)
@click.option("--who", metavar="WHO", help="A name, or the id of one of the record's people: p12.")
@click.option("--nobody", is_flag=True, help="It cannot be told who speaks.")
@by_option
@record_option
def speaker_command(
    statements: tuple[str, ...], who: str | None, nobody: bool, by: str | None, path: str
) -> None:
    """Decide who makes statements.

    A name is that of one of the article's people, or of the one person of the record who is called exactly
    so; else it is a new name.

    \b
    Example:
      onrecord review speaker 3f9a-4 --who "Lena Ott"
    """
    if (who is None) == (not nobody):
        raise click.UsageError("Say who speaks with --who, or --nobody.")
    with existing(path) as record:
        _each(statements, lambda one: record.correct_speaker(one, who or "", by))


@review_command.command("span")
@click.argument("statement", metavar="STATEMENT")
@click.option("--content", metavar="WORDS", help="The words attributed, as printed.")
@click.option("--cue", metavar="WORDS", help='The words that carry the reporting; "" for none.')
@click.option("--source", metavar="WORDS", help='The words that name who is speaking; "" for none.')
@by_option
@record_option
def span_command(
    statement: str, content: str | None, cue: str | None, source: str | None, by: str | None, path: str
) -> None:
    """Decide which words are a statement's content, cue or source.

    They are looked for where the statement stands, then in the whole article, and have to be there once.
    Between words that do not stand together, write [...].

    \b
    Example:
      onrecord review span 3f9a-5 --content "We object [...] to this ban" --source "Ms Ott"
    """
    given = {"content": content, "cue": cue, "source": source}
    if all(words is None for words in given.values()):
        raise click.UsageError("Say which words with --content, --cue or --source.")
    with existing(path) as record:
        entry = record.statement(statement)
        found = {role: standing(entry, role, words) for role, words in given.items() if words is not None}
        for role, spans in found.items():
            made = record.correct_span(statement, role, spans, by)
            out(f"{_decision(made)}; {undo_hint(made, _GROUP)}")


@review_command.command("undo")
@click.argument("judgement", metavar="JUDGEMENT")
@by_option
@record_option
def undo_command(judgement: str, by: str | None, path: str) -> None:
    """Take a decision back; what stood before stands again.

    \b
    Example:
      onrecord review undo j3
    """
    with existing(path) as record:
        done = record.undo(judgement, by)
    out(undone(judgement, done, _GROUP))


@review_command.command("judgements")
@click.argument("statement", metavar="[STATEMENT]", required=False)
@format_option
@record_option
def judgements_command(statement: str | None, form: str, path: str) -> None:
    """List what people decided about statements, or one, what was undone included.

    \b
    Example:
      onrecord review judgements
    """
    with existing(path) as record:
        found = list(record.statement_judgements(statement))
    if form == "jsonl":
        for one in found:
            _print_json(judgement_values(one))
        return
    for one in found:
        for line in judgement_lines(one, _decision(one)):
            out(line)
    if not found:
        err("nobody decided anything about statements")


# -- as text -------------------------------------------------------------------------------------------


def _print_queue(record: Record, found: Iterator[Entry], only: Filter) -> None:
    shown = 0
    for shown, entry in enumerate(found, start=1):
        doubt = entry.doubt
        out(f"{shown:>2}  {entry_heading(entry)}")
        for line in labelled("doubt", f"{doubt.field} {doubt.confidence:.0%} ({oneline(doubt.by)})", "faint"):
            out(line)
        for line in labelled("speaker", oneline(entry.speaker_name) or "unknown"):
            out(line)
        for line in labelled("content", cut(after_cue(entry, entry.content), _FIRST).rstrip(), "plain"):
            out(line)
        out()
    waiting = record.count_queue(only)
    if not waiting:
        err("no statement waits for review" + (f" ({only})" if str(only) != "all" else ""))
    elif shown < waiting:
        err(f"{shown:,} of {plural(waiting, 'statement')} that wait for review")


def _each(statements: Sequence[str], decide: Callable[[str], Judgement]) -> None:
    for one in statements:
        made = decide(one)
        out(f"{_decision(made)}; {undo_hint(made, _GROUP)}")


def _decision(made: Judgement) -> str:
    subject, value = styled(oneline(made.subject), "title"), oneline(made.value)
    role, _, where = value.partition(" ")
    said = {
        "right": "is right",
        "not-a-statement": "is no statement",
        "speaker": f"is by {value}" if value else "is by nobody known",
        "span": f"has its {role} at {where}" if where else f"has no {role}",
    }
    return f"{subject} {said[made.kind]}"


# -- as JSON -------------------------------------------------------------------------------------------


def _waiting_values(entry: Entry) -> dict[str, Any]:
    return {
        "statement": entry.statement.id,
        "article": entry.article.id,
        "outlet": entry.article.outlet,
        "published": entry.article.published,
        "certainty": round(entry.doubt.confidence, 4),
        "doubt": entry.doubt.field,
        "by": entry.doubt.by,
        "speaker": entry.speaker_name or None,
        "person": entry.person,
        "source": entry.source,
        "cue": entry.cue,
        "content": entry.content,
    }


def _print_json(values: dict[str, Any]) -> None:
    out(json.dumps(values, ensure_ascii=False))
