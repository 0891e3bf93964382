"""What a statement looks like on a terminal, and on paper: labels first, colour on top of them.

Invariant: everything that colour says, a label or a mark says too; no control character of an article
reaches the terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from onrecord.places import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord import Article, Entry, Person, Problem, ReadArticle, Span, Statement
    from onrecord.model import Spans

STYLES: dict[str, dict[str, object]] = {
    "source": {"fg": "cyan", "bold": True},
    "speaker": {"fg": "cyan", "bold": True},
    "cue": {"fg": "yellow"},
    "content": {"fg": "green"},
    "faint": {"dim": True},
    "title": {"bold": True},
    "match": {"reverse": True},
    "plain": {},
}
MARKS = {"source": ("‹", "›"), "cue": ("|", "|"), "content": ("⟦", "⟧")}
"""What stands around the roles in running text, colour or none."""
GAP = " […] "
PIPED = 160
_LABEL = 9
_INDENT = "    "
_CONTROL = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def coloured() -> bool:
    """Say whether standard output is a terminal that wants colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def out(line: str = "") -> None:
    """Print a line to standard output, as well as its encoding can."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(line.encode(encoding, "replace").decode(encoding), color=coloured())


def err(line: str) -> None:
    """Print a line to standard error."""
    click.echo(safe(line), err=True)


def styled(words: str, role: str) -> str:
    """Return words in the colour of their role, if colour is wanted; each word apart, to be wrapped."""
    if not coloured() or not STYLES[role]:
        return words
    pieces = (click.style(word, **STYLES[role]) if word else "" for word in words.split(" "))  # type: ignore[arg-type]
    return " ".join(pieces)


def safe(words: str | None) -> str:
    """Return words without the control characters that could rewrite a terminal."""
    return (words or "").translate(_CONTROL)


def article_heading(article: Article, statements: int) -> Iterator[str]:
    """Yield the lines that stand above an article's statements."""
    yield styled(oneline(article.title or "") or beginning(article.text), "title")
    whose_ = whose(article.outlet, article.document.name if article.document else None)
    facts = [whose_, day(article.published), oneline(article.id), plural(statements, "statement")]
    yield styled(" · ".join(fact for fact in facts if fact), "faint")


def statement_block(
    number: str, statement: Statement, layout: Layout, people: Sequence[Person] = ()
) -> Iterator[str]:
    """Yield a statement as a block: place and kind, then source, cue and content under their labels.

    The speaker has a line where the source's words do not name him, her or it.
    """
    relation = statement.attribution
    speaker = next((person for person in people if person.id == statement.speaker), None)
    yield f"{styled(number, 'title')}  {styled(' · '.join(_facts(statement, layout, speaker)), 'faint')}"
    for role, spans in (("source", relation.source), ("cue", relation.cue), ("content", relation.content)):
        if spans:
            yield from labelled(role, GAP.join(oneline(span.of(layout.text)) for span in spans))
        if role == "source" and speaker and not is_printed(speaker.name, spans, layout.text):
            yield from labelled("speaker", oneline(speaker.name))


def _facts(statement: Statement, layout: Layout, speaker: Person | None) -> Iterator[str]:
    relation = statement.attribution
    yield f"¶{layout.place(relation.content[0].start).paragraph}"
    yield str(relation.quote)
    yield f"{relation.confidence:.0%}"
    if statement.act:
        yield oneline(statement.act)
    if statement.said:
        yield f"said {span_of_days(statement.said)}"
    if speaker and speaker.kind == "unnamed":
        yield "unnamed source"
    if not relation.communicated:
        yield "believed or felt, not said"


def span_of_days(said: str) -> str:
    """Return a date or an interval of two: 2024-03-01 to 2024-03-05."""
    return oneline(said).replace("/", " to ")


def is_printed(name: str, spans: Spans, text: str) -> bool:
    """Say whether the words of a source are nothing but a name, and so need no repeating."""
    return oneline(GAP.join(span.of(text) for span in spans)).casefold() == oneline(name).casefold()


def labelled(role: str, words: str, colour: str | None = None, room: int | None = None) -> Iterator[str]:
    """Yield words under a label, wrapped to the terminal and indented."""
    room = room or _LABEL
    lines = wrapped(words, len(_INDENT) + room)
    for index, line in enumerate(lines):
        label = role.upper() if index == 0 else ""
        yield f"{_INDENT}{styled(f'{label:<{room}}', 'faint')}{styled(line, colour or role)}"


def read_lines(read: ReadArticle) -> Iterator[str]:
    """Yield an article with all its statements, ready to print."""
    yield from article_heading(read.article, len(read.statements))
    layout = Layout(read.article.text)
    for statement in read.statements:
        yield ""
        yield from statement_block(f"{statement.id.rpartition('-')[2]:>2}", statement, layout, read.people)
    yield ""


def problem_line(problem: Problem) -> str:
    """Return a problem in one line."""
    return f"problem: {problem.document} {problem.reason}"


def entry_heading(entry: Entry) -> str:
    """Return the line above a statement of the record: when, where, and its id."""
    article = entry.article
    facts = [day(article.published) or "no date", whose(article.outlet, entry.document), str(entry.place)]
    return f"{' · '.join(fact for fact in facts if fact)} · {styled(entry.statement.id, 'title')}"


def after_cue(entry: Entry, words: str) -> str:
    """Return words of a statement in one line, after its cue where they are not quoted in full.

    Without it, what somebody denied would stand as if it had been said.
    """
    cue = oneline(entry.cue)
    return (
        f"{cue}: {oneline(words)}"
        if cue and entry.statement.attribution.quote != "direct"
        else oneline(words)
    )


def in_context(entry: Entry) -> Iterator[str]:
    """Yield the paragraphs of a statement with its roles marked where they stand."""
    for paragraph in entry.context:
        yield from wrapped(_marked(entry, paragraph), len(_INDENT), _INDENT)
        yield ""


def legend() -> str:
    """Return what the marks in running text mean."""
    return "  ".join(styled(f"{left}{role}{right}", role) for role, (left, right) in MARKS.items())


def highlighted(text: str, within: Span, highlights: Spans, around: int = 160) -> str:
    """Return the words around the first highlight in ``within``, the matches set off."""
    hits = [hit for hit in highlights if within.start <= hit.start < within.end]
    start, end = within.start, within.end
    if hits and end - start > 2 * around:
        start = max(start, hits[0].start - around)
        end = min(end, start + 2 * around)
    pieces, position = ["…" if start > within.start else ""], start
    for hit in hits:
        if hit.end <= end:
            pieces += [oneline(text[position : hit.start]), styled(oneline(hit.of(text)), "match")]
            position = hit.end
    pieces += [oneline(text[position:end]), "…" if end < within.end else ""]
    return "".join(pieces)


def wrapped(words: str, used: int, indent: str = "") -> list[str]:
    """Return words in lines as wide as the terminal; in a file or pipe, in one line."""
    if not sys.stdout.isatty():
        return [indent + words]
    width = min(shutil.get_terminal_size().columns, 110) - used
    if width < 20:
        return [indent + words]
    lines: list[str] = []
    line: list[str] = []
    filled = 0
    for word in words.split():
        size = len(click.unstyle(word))
        if line and filled + 1 + size > width:
            lines.append(" ".join(line))
            line, filled = [], 0
        line.append(word)
        filled += size + (filled > 0)
    return [indent + done for done in (*lines, " ".join(line))]


def oneline(words: str) -> str:
    """Return words in one line: line ends and tabs as spaces, nothing that steers a terminal."""
    return safe(words.replace("\r\n", " ").translate({9: " ", 10: " ", 13: " ", 0x2028: " ", 0x2029: " "}))


def cut(words: str, size: int) -> str:
    """Return words in one line of exactly this size, cut short where they are longer."""
    line = oneline(words)
    return f"{line:<{size}}" if len(line) <= size else line[: size - 1] + "…"


def columns() -> int:
    """Return how wide a table may be: the terminal, or much where a program reads it."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: 1 article, 1,204 articles."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def day(published: str | None) -> str:
    """Return the day of a date or date-time, or nothing."""
    return safe(published)[:10]


def whose(outlet: str | None, document: str | None) -> str:
    """Return the outlet, or else the name of the file that was read."""
    return oneline(outlet or PurePath(document or "").name)


def beginning(text: str) -> str:
    """Return how a text without a title begins: its first line, cut short."""
    first = oneline(next((line for line in text.splitlines() if line.strip()), "")).strip()
    return first if len(first) <= 90 else first[:89] + "…"


def _marked(entry: Entry, paragraph: Span) -> str:
    roles = [("content", span) for span in entry.content_spans]
    roles += [("cue", span) for span in entry.cue_spans] + [("source", span) for span in entry.source_spans]
    pieces, position = [], paragraph.start
    for role, span in sorted(roles, key=lambda item: item[1]):
        start, end = max(span.start, position), min(span.end, paragraph.end)
        if start < end:
            left, right = MARKS[role]
            pieces.append(oneline(entry.article.text[position:start]))
            words = oneline(entry.article.text[start:end])
            pieces.append(styled(f"{left}{words}{right}", role))
            position = end
    return "".join([*pieces, oneline(entry.article.text[position : paragraph.end])])
