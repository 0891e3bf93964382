"""``onrecord people`` and ``onrecord person``: who speaks in a record, why they are one, and deciding it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from onrecord import Bearing, Counting, Entry, Judgement, PersonKind, PersonLine, RecordPerson
from onrecord.cli.judging import judgement_lines, judgement_values, undo_hint, undone
from onrecord.cli.options import (
    ListingGroup,
    by_option,
    count_option,
    existing,
    format_option,
    limit_option,
    record_option,
)
from onrecord.cli.terminal import (
    columns,
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
    from onrecord import Record

_COLUMNS = {"id": 5, "name": 25, "kind": 12, "said": 5, "in": 4}
_LABEL = 10
_KINDS = [str(kind) for kind in PersonKind]
_GROUP = "people"


@click.group("people", cls=ListingGroup, subcommand_metavar="[WORDS...] | COMMAND [ARGS]...")
def people_command() -> None:
    """List who speaks in a record, and decide who is who.

    Without a command people are listed, most statements first. With WORDS, those who have all of them
    in their names or roles. A * marks people about whom somebody decided something. What onrecord
    infers and what people decide are kept apart; what people decide counts, and all of it can be undone.

    \b
    Example:
      onrecord people minister --kind person
      onrecord people merge p3 p17 --by ann
    """


@people_command.command("list")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@click.option("--kind", type=click.Choice(_KINDS), help="Only people of this kind.")
@count_option
@limit_option
@format_option
@record_option
def list_command(
    words: tuple[str, ...], kind: str | None, count: str, limit: int, form: str, path: str
) -> None:
    """List people, as without a command.

    A line has id, name, kind, numbers of statements and of articles, and roles.

    \b
    Example:
      onrecord people list minister
    """
    only = " ".join(words) or None, PersonKind(kind) if kind else None
    with existing(path) as record:
        lines = list(record.people(*only, limit or None, count=Counting(count)))
        total = record.count_people(*only) if limit and len(lines) == limit else len(lines)
    if form == "jsonl":
        _print_json(_line(line) for line in lines)
        return
    if lines:
        _print_table(lines)
    _close(words, lines, total)


@people_command.command("merge")
@click.argument("person", metavar="PERSON")
@click.argument("other", metavar="OTHER")
@by_option
@record_option
def merge_command(person: str, other: str, by: str | None, path: str) -> None:
    """Decide that OTHER is PERSON; each is an id or a name.

    Articles that are still to come follow. Undo it with: onrecord people undo

    \b
    Example:
      onrecord people merge p3 p17
    """
    with existing(path) as record:
        made = record.merge_people(person, other, by)
        out(f"{made.value} is now {_called(record, made.subject)}; {undo_hint(made, _GROUP)}")


@people_command.command("split")
@click.argument("person", metavar="PERSON")
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@click.option("--printed", metavar="NAME", help="Where the name is printed so.")
@by_option
@record_option
def split_command(
    person: str, articles: tuple[str, ...], printed: str | None, by: str | None, path: str
) -> None:
    """Decide that PERSON is somebody else in some articles.

    The beginning of an article's id is enough. Undo it with: onrecord people undo

    \b
    Example:
      onrecord people split p3 3f9a 77c0
      onrecord people split p3 --printed "J. Holt"
    """
    with existing(path) as record:
        made = record.split_person(person, *articles, printed=printed, by=by)
        found = record.person(made.value).line
        moved = (
            f"{plural(found.articles, 'article')} of {made.subject} now {made.value} {oneline(found.name)}"
        )
        out(f"{moved}; {undo_hint(made, _GROUP)}")


@people_command.command("rename")
@click.argument("person", metavar="PERSON")
@click.argument("name", metavar="NAME")
@by_option
@record_option
def rename_command(person: str, name: str, by: str | None, path: str) -> None:
    """Decide what PERSON is called.

    \b
    Example:
      onrecord people rename p3 "Ida Holt (the minister)"
    """
    with existing(path) as record:
        made = record.rename_person(person, name, by)
    out(f"{made.subject} is now called {oneline(made.value)}; {undo_hint(made, _GROUP)}")


@people_command.command("undo")
@click.argument("judgement", metavar="JUDGEMENT")
@by_option
@record_option
def undo_command(judgement: str, by: str | None, path: str) -> None:
    """Take a judgement back.

    It may be somebody's (j3) or one of onrecord's (m12). What stood before stands again. Against one of
    onrecord's a decision is kept, which can be undone too.

    \b
    Example:
      onrecord people undo j3
      onrecord people undo m12 --by ann
    """
    with existing(path) as record:
        done = record.undo(judgement, by)
    out(undone(judgement, done, _GROUP))


@people_command.command("judgements")
@click.option("--person", metavar="PERSON", help="Only judgements about this person.")
@limit_option
@format_option
@record_option
def judgements_command(person: str | None, limit: int, form: str, path: str) -> None:
    """List what people decided, and what onrecord inferred.

    What onrecord inferred comes with the evidence.

    \b
    Example:
      onrecord people judgements --person p3
    """
    with existing(path) as record:
        decided = list(record.judgements(person))
        inferred = list(record.unions(person, limit or None))
    if form == "jsonl":
        _print_json([*map(judgement_values, decided), *map(_inferred, inferred)])
        return
    out(styled("DECIDED BY PEOPLE", "title"))
    for one in decided:
        for line in judgement_lines(one, _decision(one)):
            out(line)
    if not decided:
        out("  nothing")
    out()
    out(styled("INFERRED BY ONRECORD", "title"))
    for union in inferred:
        _print_union(union, f"{union.person} {oneline(union.name)} in {_where(union)}")
    if not inferred:
        out("  nothing")
    if limit and len(inferred) == limit:
        err(f"the first {limit}; --limit 0 shows all")


@click.command("person")
@click.argument("who", nargs=-1, required=True, metavar="NAME|ID")
@count_option
@limit_option
@format_option
@record_option
def person_command(who: tuple[str, ...], count: str, limit: int, form: str, path: str) -> None:
    """Print what is known of one person: names, roles, statements.

    That is every printed name and role, the articles with why they are this person's, and the
    statements by and about. Of a name that several people bear, they are listed with what tells them
    apart.

    \b
    Example:
      onrecord person Ida Holt
      onrecord person p3 --limit 0
    """
    with existing(path) as record:
        once = Counting(count)
        found = record.person(" ".join(who), limit or None, once)
        said = _said(record, found, limit, once)
        told = list(record.about(found.line.id, limit or None, count=once))
        about = record.count_about(found.line.id, once)
    if form == "jsonl":
        _print_json([_whole(found, said, told)])
        return
    _print_person(found, about, limit)
    _print_statements("says", said, found.line.statements, limit)
    _print_statements("about", told, about, limit)
    _print_decisions(found)


# -- as text -------------------------------------------------------------------------------------------


def _print_table(lines: Iterable[PersonLine]) -> None:
    room = max(12, columns() - sum(_COLUMNS.values()) - 2 * len(_COLUMNS))
    head = [f"{name.upper():<{size}}" for name, size in _COLUMNS.items()]
    out(styled("  ".join([*head, "ROLES"]), "faint"))
    for line in lines:
        name = f"{oneline(line.name)[: _COLUMNS['name'] - 2]} *" if line.decided else line.name
        cells = [
            f"{line.id:<{_COLUMNS['id']}}",
            styled(cut(name, _COLUMNS["name"]), "speaker"),
            cut(line.kind, _COLUMNS["kind"]),
            f"{line.statements:>{_COLUMNS['said']}}",
            f"{line.articles:>{_COLUMNS['in']}}",
            cut("; ".join(line.roles), room).rstrip(),
        ]
        out("  ".join(cells).rstrip())


def _close(words: tuple[str, ...], lines: list[PersonLine], total: int) -> None:
    if any(line.decided for line in lines):
        err("* somebody decided about this person; see: onrecord people judgements")
    if total > len(lines):
        err(f"the first {len(lines)} of {total:,} people; --limit 0 shows all")
    elif not lines and words:
        from difflib import get_close_matches

        near = get_close_matches(words[0], people_command.commands, n=1, cutoff=0.6)
        hint = f"; did you mean: onrecord people {near[0]}" if near else ""
        err(f"nobody has these words in a name or role{hint}")
    elif not lines:
        err("nobody speaks in this record; articles read by an older onrecord: onrecord reread")


def _print_person(found: RecordPerson, about: int, limit: int) -> None:
    line, most = found.line, limit or None
    out(styled(oneline(line.name), "title"))
    facts = [line.id, str(line.kind), plural(line.statements, "statement")]
    facts += [plural(line.articles, "article"), f"{about:,} about"]
    out(styled(" · ".join(facts), "faint"))
    out()
    names = "; ".join(oneline(name) for name in line.names[:most]) + _more(len(line.names), limit)
    for row in labelled("names", names, "plain", _LABEL):
        out(row)
    for number, role in enumerate(found.roles[:most]):
        where = f"{plural(role.articles, 'article')}; {oneline(role.article)} {role.place}"
        words = f"{oneline(role.words)} ({where})"
        for row in labelled("" if number else "roles", words, "plain", _LABEL):
            out(row)
    if more := _more(len(found.roles), limit):
        out(" " * (_LABEL + 4) + more.lstrip("; "))
    out()
    out(styled("ARTICLES, AND WHY THEY ARE THIS PERSON'S", "faint"))
    for bearing in found.bearings:
        _print_union(bearing, f"{_where(bearing)} as “{oneline(bearing.name)}”")
    if limit and len(found.bearings) == limit < line.articles:
        out(f"  and {line.articles - limit:,} more; --limit 0 shows all")


def _more(count: int, limit: int) -> str:
    return f"; and {count - limit:,} more" if limit and count > limit else ""


def _print_union(union: Bearing, head: str) -> None:
    for row in wrapped(head, 2, "  "):
        out(row)
    if union.decided:
        out(styled("      decided by a person", "faint"))
    elif union.judgement:
        why = f"{union.judgement} · {union.confidence:.0%} · {union.rule}"
        told = "; ".join(oneline(word) for word in union.evidence)
        for row in wrapped(f"{why} ({told})" if told else why, 6, "      "):
            out(styled(row, "faint"))


def _where(bearing: Bearing) -> str:
    facts = [day(bearing.published) or "no date", whose(bearing.outlet, bearing.document)]
    return " · ".join(fact for fact in [*facts, oneline(bearing.article)] if fact)


def _print_statements(title: str, entries: list[Entry], total: int, limit: int) -> None:
    if not entries:
        return
    out()
    out(styled(title.upper(), "faint"))
    for entry in entries:
        facts = [day(entry.article.published) or "no date", whose(entry.article.outlet, entry.document)]
        speaker = entry.speaker_name or entry.source or "unknown"
        facts += [
            styled(entry.statement.id, "title"),
            entry.statement.act,
            speaker if title == "about" else "",
        ]
        out("  " + " · ".join(oneline(fact) if fact is not facts[2] else fact for fact in facts if fact))
        for row in wrapped(cut(entry.content, 300).rstrip(), 6, "      "):
            out(styled(row, "content"))
    if limit and total > limit:
        out(f"  and {total - limit:,} more; --limit 0 shows all")


def _print_decisions(found: RecordPerson) -> None:
    if found.judgements:
        out()
        out(styled("DECIDED BY PEOPLE", "faint"))
    for one in found.judgements:
        for row in judgement_lines(one, _decision(one)):
            out(row)


def _decision(one: Judgement) -> str:
    said = {
        "merge": f"{one.value} is {one.subject}",
        "split": f"part of {one.subject} is another person: {one.value}",
        "rename": f"{one.subject} is called {oneline(one.value)}",
    }
    return said[one.kind]


def _called(record: Record, person: str) -> str:
    return f"{person} {oneline(record.person(person, 1).line.name)}"


def _said(record: Record, found: RecordPerson, limit: int, count: Counting) -> list[Entry]:
    from onrecord import Filter

    return list(record.statements(Filter(speaker=found.line.id, count=count), limit or None))


# -- as JSON -------------------------------------------------------------------------------------------


def _print_json(objects: Iterable[dict[str, Any]]) -> None:
    for one in objects:
        sys.stdout.buffer.write(json.dumps(one, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _line(line: PersonLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "kind": str(line.kind),
        "names": list(line.names),
        "roles": list(line.roles),
        "statements": line.statements,
        "articles": line.articles,
        "decided": line.decided,
    }


def _whole(found: RecordPerson, said: list[Entry], told: list[Entry]) -> dict[str, Any]:
    return {
        **_line(found.line),
        "roles": [
            {"words": role.words, "articles": role.articles, "article": role.article, "line": role.place.line}
            for role in found.roles
        ],
        "articles": [_article(bearing) for bearing in found.bearings],
        "says": [_statement(entry) for entry in said],
        "about": [_statement(entry) for entry in told],
        "judgements": [judgement_values(one) for one in found.judgements],
    }


def _article(bearing: Bearing) -> dict[str, Any]:
    made_by = "person" if bearing.decided else "machine" if bearing.judgement else None
    return {**_inferred(bearing), "made_by": made_by, "statements": bearing.statements}


def _statement(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.statement.id,
        "article": entry.article.id,
        "outlet": entry.article.outlet,
        "published": entry.article.published,
        "person": entry.person,
        "speaker": entry.speaker_name or None,
        "act": entry.statement.act,
        "said": entry.statement.said,
        "content": entry.content,
    }


def _inferred(union: Bearing) -> dict[str, Any]:
    return {
        "id": union.judgement or None,
        "made_by": "machine",
        "person": union.person,
        "name": union.name,
        "article": union.article,
        "outlet": union.outlet,
        "published": union.published,
        "rule": union.rule or None,
        "confidence": union.confidence,
        "evidence": list(union.evidence),
    }
