"""``onrecord links``: which statements report one utterance, how others stand to them, and deciding it.

Invariant: as JSON, exactly the keys of ``schema/links.schema.json``; what people decide is kept apart from
what onrecord infers, outranks it and can be undone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from onrecord import ArticleLine, Entry, Filter, Judgement, Member, Record, Relation, RelationKind, Utterance
from onrecord.cli.judging import judgement_lines, judgement_values, undo_hint, undone
from onrecord.cli.options import (
    ListingGroup,
    by_option,
    existing,
    filter_options,
    format_option,
    record_option,
)
from onrecord.cli.terminal import (
    GAP,
    after_cue,
    cut,
    day,
    err,
    labelled,
    oneline,
    out,
    plural,
    styled,
    whose,
    wrapped,
)

if TYPE_CHECKING:
    from onrecord.model import Spans

_GROUP = "links"
_LABEL = 9
_UTTERANCES = "utterances"
_KINDS = (_UTTERANCES, *(str(kind) for kind in RelationKind))
_FIRST = 300
"""Characters of an utterance that are shown."""
_REASONS = 3


@click.group("links", cls=ListingGroup, subcommand_metavar="| COMMAND [ARGS]...")
def links_command() -> None:
    """List which statements report one utterance, and how others stand to them.

    Without a command they are listed: first the utterances that several statements report, then which
    statements restate, contradict or answer each other, each with a confidence and the reasons. With a
    filter, those of which one statement passes. What onrecord infers and what people decide are kept
    apart; what people decide counts, survives reading again, and can be undone.

    \b
    Example:
      onrecord links --speaker minister --only contradicts
      onrecord links --format jsonl > links.jsonl
      onrecord links same 3f9a-2 77c0-5 --by ann
    """


@links_command.command("list")
@click.option(
    "--only", "what", type=click.Choice(_KINDS), help="Only utterances, or relations of one kind; else all."
)
@filter_options
@click.option("--limit", type=click.IntRange(0), default=0, show_default=True, help="How many; 0 for all.")
@format_option
@record_option
def list_command(what: str | None, only: Filter, limit: int, form: str, path: str) -> None:
    """List utterances and relations, as without a command.

    Utterances come first, by date, then relations. With --count report, a copy is no report.

    \b
    Example:
      onrecord links list --only utterances
    """
    with existing(path) as record:
        uttered = record.utterances(only) if what in (None, _UTTERANCES) else iter(())
        kinds = [RelationKind(what)] if what and what != _UTTERANCES else []
        related = record.relations(only, *kinds) if what != _UTTERANCES else iter(())
        found = islice(uttered, limit or None), islice(related, limit or None)
        if form == "jsonl":
            _print_json(map(utterance_values, found[0]))
            _print_json(map(relation_values, found[1]))
        else:
            _print_text(record, *found, str(only))


@links_command.command("same")
@click.argument("one", metavar="STATEMENT")
@click.argument("other", metavar="OTHER")
@by_option
@record_option
def same_command(one: str, other: str, by: str | None, path: str) -> None:
    """Decide that two statements report one utterance.

    What else reports either of them is of that utterance too. Undo it with: onrecord links undo

    \b
    Example:
      onrecord links same 3f9a-2 77c0-5
    """
    with existing(path) as record:
        made = record.same_utterance(one, other, by)
    out(f"{_decision(made)}; {undo_hint(made, _GROUP)}")


@links_command.command("apart")
@click.argument("one", metavar="STATEMENT")
@click.argument("other", metavar="OTHER")
@by_option
@record_option
def apart_command(one: str, other: str, by: str | None, path: str) -> None:
    """Decide that two statements do not report one utterance.

    \b
    Example:
      onrecord links apart 3f9a-2 77c0-5
    """
    with existing(path) as record:
        made = record.not_same_utterance(one, other, by)
    out(f"{_decision(made)}; {undo_hint(made, _GROUP)}")


@links_command.command("undo")
@click.argument("judgement", metavar="JUDGEMENT")
@by_option
@record_option
def undo_command(judgement: str, by: str | None, path: str) -> None:
    """Take a decision back; what stood before stands again.

    \b
    Example:
      onrecord links undo j3
    """
    with existing(path) as record:
        done = record.undo(judgement, by)
    out(undone(judgement, done, _GROUP))


@links_command.command("judgements")
@format_option
@record_option
def judgements_command(form: str, path: str) -> None:
    """List what people decided about utterances, what was undone included.

    \b
    Example:
      onrecord links judgements
    """
    with existing(path) as record:
        found = list(record.utterance_judgements())
    if form == "jsonl":
        _print_json(map(judgement_values, found))
        return
    for one in found:
        for line in judgement_lines(one, _decision(one)):
            out(line)
    if not found:
        err("nobody decided anything about utterances")


# -- as text -------------------------------------------------------------------------------------------


def _print_text(
    record: Record, uttered: Iterable[Utterance], related: Iterable[Relation], asked: str
) -> None:
    known = {line.id: line for line in record.articles()}
    said = told = 0
    for one in uttered:
        said += 1
        _print(_utterance(record, one, known))
    for relation in related:
        told += 1
        _print(_relation(record.statement(relation.a), record.statement(relation.b), relation))
    err(f"{plural(said, 'utterance')} with several reports, {plural(told, 'relation')} ({asked})")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        out(line)
    out()


def _utterance(record: Record, one: Utterance, known: dict[str, ArticleLine]) -> Iterator[str]:
    yield styled("UTTERANCE", "title") + styled(f" {oneline(one.id)} · {_sure(one)}", "faint")
    first = record.statement(one.members[0].statement)
    words = GAP.join(span.of(first.article.text) for span in one.members[0].content)
    yield from labelled("speaker", _who(first), None, _LABEL)
    yield from labelled("content", cut(after_cue(first, words), _FIRST).rstrip(), None, _LABEL)
    yield from labelled("reports", _reports(one.members, known), "plain", _LABEL)
    yield from labelled("why", "; ".join(map(oneline, one.reasons[:_REASONS])), "faint", _LABEL)


def _sure(one: Utterance) -> str:
    return "decided by a person" if one.decided else f"{one.confidence:.0%}"


def _reports(members: Iterable[Member], known: dict[str, ArticleLine]) -> str:
    """Return how many reports there are, in which outlets and on which days, and their ids."""
    found = list(members)
    lines = [known[member.article] for member in found]
    outlets = list(dict.fromkeys(whose(line.outlet, line.document) or oneline(line.id) for line in lines))
    dated = sorted({day(line.published) for line in lines if line.published})
    days = " to ".join(dict.fromkeys([dated[0], dated[-1]])) if dated else "no date"
    told = f"{plural(len(found), 'report')} in {plural(len(outlets), 'outlet')}"
    return f"{told}, {days}: " + ", ".join(oneline(member.statement) for member in found)


def _relation(a: Entry, b: Entry, one: Relation) -> Iterator[str]:
    reasons = "; ".join(map(oneline, one.reasons))
    kind = styled(str(one.kind).upper(), "title")
    yield from wrapped(kind + styled(f" {one.confidence:.0%} · {reasons}", "faint"), 0)
    for entry in (a, b):
        facts = [day(entry.article.published) or "no date", whose(entry.article.outlet, entry.document)]
        facts += [oneline(entry.statement.id), _who(entry)]
        yield from wrapped(" · ".join(fact for fact in facts if fact), 4, "    ")
        yield from (
            styled(line, "content")
            for line in wrapped(cut(after_cue(entry, entry.content), _FIRST).rstrip(), 8, " " * 8)
        )


def _who(entry: Entry) -> str:
    return oneline(entry.speaker_name or entry.source) or "unknown"


def _decision(made: Judgement) -> str:
    verb = {"same-utterance": "report one utterance"}.get(made.kind, "do not report one utterance")
    return f"{oneline(made.subject)} and {oneline(made.value)} {verb}"


# -- as JSON -------------------------------------------------------------------------------------------


def utterance_values(one: Utterance) -> dict[str, Any]:
    """Return an utterance as the contract's object."""
    members = [
        {"statement": member.statement, "article": member.article, "content": _pairs(member.content)}
        for member in one.members
    ]
    return {
        "utterance": one.id,
        "members": members,
        "confidence": round(one.confidence, 4),
        "reasons": list(one.reasons),
    }


def relation_values(one: Relation) -> dict[str, Any]:
    """Return a relation as the contract's object."""
    return {
        "relation": str(one.kind),
        "a": one.a,
        "b": one.b,
        "confidence": round(one.confidence, 4),
        "reasons": list(one.reasons),
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _print_json(objects: Iterable[dict[str, Any]]) -> None:
    for one in objects:
        sys.stdout.buffer.write(json.dumps(one, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()
