"""``onrecord timeline``: what one speaker has said over time, and what stands against it.

Invariant: it shows what was said, and when, in the printed words; it judges nobody.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import existing, filter_options_of_speaker, format_option, record_option
from onrecord.cli.terminal import after_cue, err, labelled, oneline, out, plural, styled, whose, wrapped

if TYPE_CHECKING:
    from onrecord import Counterpart, Entry, Filter, Point, Position, Report, Timeline, When

_LABEL = 12
_KINDS = ("direct", "mixed", "indirect")
_OUTLETS = 3
"""Outlets that are named before the others are only counted."""
_PLAIN = ("", "assert", "other")
"""Acts that go without saying."""
_ACTS = {"deny": "denied by", "confirm": "confirmed", "decline-to-comment": "no comment"}


@click.command("timeline")
@click.argument("who", nargs=-1, required=True, metavar="PERSON")
@click.option("--about", metavar="WORDS", help="Only what has these words, and what says the same again.")
@filter_options_of_speaker
@format_option
@record_option
def timeline_command(who: tuple[str, ...], about: str | None, only: Filter, form: str, path: str) -> None:
    """Show what a person has said over time, repeated positions as one.

    PERSON is an id (p12) or a name. Each occasion has the day on which it was said where reports tell
    it, else the day on which it was first published. All reports of one utterance are one occasion. What
    says the same again on another occasion stands under AGAIN; under a "!" what the person has said that
    cannot be true with it, in both wordings; below that what others denied, contradicted and answered.
    Those links are inferred: each has a confidence, and why.

    \b
    Example:
      onrecord timeline Ida Holt --about treaty
      onrecord timeline p3 --from 2024-03 --count report
    """
    with existing(path) as record:
        found = record.timeline(" ".join(who), about, only)
    if form == "jsonl":
        _print_json(found)
        return
    for line in _lines(found):
        out(line)
    _close(found)


# -- as text -------------------------------------------------------------------------------------------


def _lines(found: Timeline) -> Iterator[str]:
    person = found.person
    yield styled(oneline(person.name), "title")
    roles = {oneline(role).casefold(): oneline(role) for role in reversed(person.roles)}
    facts = [person.id, str(person.kind), *list(reversed(roles.values()))[:2]]
    yield from (styled(line, "faint") for line in wrapped(" · ".join(facts), 0))
    for position in found.positions:
        yield ""
        yield from _position(position)


def _position(position: Position) -> Iterator[str]:
    shown = [_fullest(point.reports) for point in position.points]
    for number, (point, report) in enumerate(zip(position.points, shown, strict=True)):
        yield from wrapped(_heading(point, report, again=bool(number)), 0)
        yield from labelled(
            "again" if number else "content", after_cue(report.entry, report.words), "content", _LABEL
        )
    for one in position.contradictions:
        yield from _contradiction(one, {report.words for report in shown})
    for one in position.answers:
        yield from _answer(one)


def _heading(point: Point, shown: Report, *, again: bool) -> str:
    """Return when it was said, how many report it, and the id of the report whose words are shown."""
    act = shown.entry.statement.act
    facts = [styled(str(point.when), "plain" if again else "title"), "" if act in _PLAIN else act]
    facts += [*_reported(point, shown), oneline(shown.entry.statement.id)]
    return " · ".join(fact for fact in facts if fact)


def _reported(point: Point, shown: Report) -> Iterator[str]:
    if len(point.reports) == 1:
        yield whose(shown.entry.article.outlet, shown.entry.document)
        return
    copies = sum(report.copy_of is not None for report in point.reports)
    told = f"{plural(len(point.reports), 'report')} in {plural(len(point.outlets), 'outlet')}"
    yield told + (f", {plural(copies, 'copy').replace('copys', 'copies')}" if copies else "")
    named = list(dict.fromkeys(_whose(report.entry) for report in point.reports))
    more = f" and {len(named) - _OUTLETS} more" if len(named) > _OUTLETS else ""
    yield ", ".join(named[:_OUTLETS]) + more


def _fullest(reports: Iterable[Report]) -> Report:
    """Return the report that quotes in full, or else in part, and has most of the words."""

    def short(report: Report) -> tuple[int, int]:
        return _KINDS.index(str(report.entry.statement.attribution.quote)), -len(report.words)

    return min(reports, key=short)


def _contradiction(one: Counterpart, shown: set[str]) -> Iterator[str]:
    """Yield both wordings, that of the position where it is not above."""
    head = f"{styled('! contradicts', 'match')} · {one.when} · {_where(one.other)} ({_why(one)})"
    yield from wrapped(head, 4, "    ")
    if one.mine.content not in shown:
        yield from labelled(
            "this", f"{after_cue(one.mine, one.mine.content)} ({_where(one.mine)})", "plain", _LABEL
        )
    yield from labelled("that", after_cue(one.other, one.other.content), "plain", _LABEL)


def _answer(one: Counterpart) -> Iterator[str]:
    who = oneline(one.other.speaker_name or one.other.source) or "unknown"
    yield from labelled(_how(one), f"{who} · {one.when} · {_where(one.other)} ({_why(one)})", "plain", _LABEL)
    yield from labelled("", after_cue(one.other, one.other.content), "content", _LABEL)


def _why(one: Counterpart) -> str:
    return f"{one.relation.confidence:.0%}: {'; '.join(map(oneline, one.relation.reasons))}"


def _how(one: Counterpart) -> str:
    """Return how others answer: denied by, contradicted, confirmed, no comment, answered."""
    if str(one.relation.kind) == "contradicts":
        return "against it"
    return _ACTS.get(one.other.statement.act, "answered by")


def _where(entry: Entry) -> str:
    return f"{_whose(entry)} · {oneline(entry.statement.id)}"


def _whose(entry: Entry) -> str:
    return whose(entry.article.outlet, entry.document) or oneline(entry.article.id)


def _close(found: Timeline) -> None:
    asked = [f"about {oneline(found.about)}"] if found.about else []
    asked += [str(found.only)] if str(found.only) != "all" else []
    told = f" ({', '.join(asked)})" if asked else ""
    if not found.positions:
        err(f"nothing said{told}; try other words, or: onrecord person {found.person.id}")
        return
    points = sum(len(position.points) for position in found.positions)
    reports = sum(len(point.reports) for position in found.positions for point in position.points)
    facts = [plural(len(found.positions), "position"), plural(points, "occasion"), plural(reports, "report")]
    err(", ".join(facts) + told)


# -- as JSON -------------------------------------------------------------------------------------------


def _print_json(found: Timeline) -> None:
    for position in found.positions:
        line = json.dumps(_object(found, position), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _object(found: Timeline, position: Position) -> dict[str, Any]:
    return {
        "person": found.person.id,
        "occasions": [
            {
                "utterance": point.utterance,
                **_dated(point.when),
                "reports": [_report(report) for report in point.reports],
            }
            for point in position.points
        ],
        "contradictions": [_counterpart(one) for one in position.contradictions],
        "answers": [_counterpart(one) for one in position.answers],
    }


def _report(report: Report) -> dict[str, Any]:
    content = [[span.start, span.end] for span in report.content]
    return {**_statement(report.entry), "content": content, "text": report.words, "copy_of": report.copy_of}


def _counterpart(one: Counterpart) -> dict[str, Any]:
    return {
        "relation": str(one.relation.kind),
        "to": one.mine.statement.id,
        "to_text": one.mine.content,
        **_dated(one.when),
        **_statement(one.other),
        "content": [[span.start, span.end] for span in one.other.statement.attribution.content],
        "text": one.other.content,
        "confidence": one.relation.confidence,
        "reasons": list(one.relation.reasons),
    }


def _dated(when: When) -> dict[str, Any]:
    return {"dated": when.known or None, "first": when.first or None, "last": when.last or None}


def _statement(entry: Entry) -> dict[str, Any]:
    return {
        "statement": entry.statement.id,
        "article": entry.article.id,
        "outlet": entry.article.outlet,
        "published": entry.article.published,
        "said": entry.statement.said,
        "speaker": entry.speaker_name or None,
        "act": entry.statement.act,
    }
