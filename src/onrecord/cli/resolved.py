"""What is known of one statement beside its words, line by line, each with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.cli.terminal import cut, labelled, oneline, span_of_days, whose

if TYPE_CHECKING:
    from onrecord import Entry, Person, ReadArticle, Statement

_ROOM = 11
_QUOTED = 90


def resolved_lines(entry: Entry, read: ReadArticle) -> Iterator[str]:
    """Yield who, to whom, through what, what it does, when, where, by which chain, and what it answers."""
    statement = entry.statement
    yield from _line("speaker", _speaker(entry), entry, "speaker")
    if statement.addressee:
        yield from _line("addressee", _named(entry.one_of(statement.addressee), statement.addressee), entry)
    for through in statement.via:
        yield from _line("via", _named(entry.one_of(through), through), entry)
    for field, value in (
        ("act", statement.act),
        ("said", span_of_days(statement.said or "")),
        ("place", statement.place),
    ):
        if value:
            yield from _line(field, value, entry)
    yield from _line("chain", " › ".join(_chain(entry, read)), entry, "chain", "parent")
    if statement.answers:
        yield from _line("answers", _other(read, statement.answers), entry)


def _line(label: str, words: str, entry: Entry, *fields: str) -> Iterator[str]:
    """Yield a value under its label, and beneath it what it rests on."""
    yield from labelled(label, oneline(words), "plain", _ROOM)
    for field in fields or (label,):
        ground = entry.statement.ground(field)
        if ground is not None:
            printed = " […] ".join(span.of(entry.article.text) for span in ground.spans)
            told = f": “{cut(printed, _QUOTED).rstrip()}”" if printed else ""
            yield from labelled("", f"by {oneline(ground.by)}, {ground.confidence:.0%}{told}", "faint", _ROOM)


def _speaker(entry: Entry) -> str:
    """Return the speaker with kind and role; an unnamed one and an unknown one are not to be confused."""
    speaker = entry.speaker
    if speaker is None:
        return "UNKNOWN: the article may tell, but it was not found out"
    if speaker.kind == "unnamed":
        return _unnamed(entry, speaker)
    facts = [entry.speaker_name, str(speaker.kind), *(role.words for role in speaker.roles[:2])]
    body = entry.one_of(speaker.speaks_for)
    if body is not None:
        facts.append(f"speaks for {body.name}")
    if speaker.name != entry.speaker_name:
        facts.append(f"here “{speaker.name}”")
    return " · ".join([*facts, entry.person or ""]).removesuffix(" · ")


def _unnamed(entry: Entry, speaker: Person) -> str:
    why = " […] ".join(span.of(entry.article.text) for span in speaker.anonymity)
    facts = [f"UNNAMED by the article: “{speaker.name}”", speaker.occupation, f"“{why}”" if why else ""]
    return " · ".join(fact for fact in [*facts, entry.person or ""] if fact)


def _named(person: Person | None, identifier: str) -> str:
    if person is None:
        return identifier
    return " · ".join([person.name, str(person.kind), *(role.words for role in person.roles[:1])])


def _chain(entry: Entry, read: ReadArticle) -> Iterator[str]:
    """Yield the hops of a report: the outlet, agencies credited, each report it stands in, the speaker."""
    from onrecord import chain

    outlet, *passed_on, _ = chain(read, entry.statement)
    yield outlet.name or whose(entry.article.outlet, entry.document) or "the article"
    for hop in passed_on:
        yield f"{hop.name} ({hop.statement})" if hop.statement else hop.name
    yield entry.speaker_name or "unknown"


def _by(statement: Statement, read: ReadArticle) -> str:
    return next((person.name for person in read.people if person.id == statement.speaker), "unknown")


def _other(read: ReadArticle, identifier: str) -> str:
    other = next((one for one in read.statements if one.id == identifier), None)
    if other is None:
        return identifier
    content = " […] ".join(span.of(read.article.text) for span in other.attribution.content)
    return f"{identifier} · {_by(other, read)}: {cut(content, _QUOTED).rstrip()}"
