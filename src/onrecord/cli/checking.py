"""``onrecord check``: is a quotation in the record, word for word or nearly, and in whose mouth?

Invariant: it says what is printed where, and never that something is fabricated or misquoted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.comparing import marked
from onrecord.cli.options import existing, format_option, limit_option, record_option
from onrecord.cli.terminal import (
    GAP,
    day,
    entry_heading,
    err,
    labelled,
    oneline,
    out,
    plural,
    styled,
    wrapped,
)

if TYPE_CHECKING:
    from onrecord import Check, Edit, FoundWords, NearWords, PrintedWords, Record
    from onrecord.model import Spans

_LABEL = 9
_AROUND = 120
"""Characters of a content that are shown on either side of the words."""
_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".gz")
_LEGEND = "[-only as given-]  {+only as printed+}  {~given > printed, in form alone~}  ⟦word for word⟧"
_SAYS = {
    "exact": "in the record, word for word",
    "variant": "in the record, with other words",
    "misattributed": "in the record, in another's mouth",
    "unclear": "in the record; whose words they are is not told",
    "not found": "in nobody's mouth in the record",
}
_WHOSE = {
    "linked": "source not named here, but in another report of the same utterance",
    "near": "source named otherwise",
    "unnamed": "source not named or not made out",
    "other": "another's words",
}


@click.command("check")
@click.argument("words", nargs=-1, required=True, metavar="TEXT|FILE")
@click.option("--speaker", metavar="WHO", help="Whose words they are said to be: a name, or an id (p12).")
@limit_option
@format_option
@record_option
def check_command(words: tuple[str, ...], speaker: str | None, limit: int, form: str, path: str) -> None:
    """Tell whether a quotation is in the record, and in whose mouth.

    EXACT: these words stand there side by side, from the speaker; case, punctuation and the shape of
    quotation marks do not count, and dots or brackets may skip words. VARIANT: there in other words,
    with the difference. MISATTRIBUTED: in another's mouth. UNCLEAR: there, but whose words they are is
    not told. NOT FOUND: in nobody's mouth; what is merely near is marked so. Without --speaker it is
    told who said it. Of a FILE, or of standard input (-), every quotation of three words or more is
    checked. It describes what is printed and judges nobody.

    \b
    Example:
      onrecord check "we will never sign" --speaker "Ida Holt"
      onrecord check draft.txt --format jsonl
    """
    marks = False
    with existing(path) as record:
        for one in _checks(record, words, speaker):
            if form == "jsonl":
                _print_json(one)
                continue
            marks = marks or any(found.wording.likeness == "variant" for found in one.found)
            for line in _lines(one, limit or None):
                out(line)
            out()
    if marks:
        err(_LEGEND)


def _checks(record: Record, words: tuple[str, ...], speaker: str | None) -> Iterable[Check]:
    """Check a file if there is one of that name, or else the words themselves."""
    if len(words) == 1 and (words[0] == "-" or _is_file(words[0])):
        return record.check_file(words[0], speaker)
    text = " ".join(words)
    if len(words) == 1 and text.endswith(_SUFFIXES) and not any(map(str.isspace, text)):
        raise click.BadParameter(f"there is no file {text!r}", param_hint="TEXT|FILE")
    return [record.check(text, speaker)]


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # a quotation longer than a name may be
        return False


# -- as text ---------------------------------------------------------------------------------------------


def _lines(one: Check, limit: int | None) -> Iterator[str]:
    """Yield a verdict with its evidence."""
    speaker = f" · {oneline(one.speaker)}" if one.speaker else ""
    heading = styled(one.verdict.upper(), "title")
    yield f"{heading}  {styled(_says(one) + speaker, 'faint')}"
    yield from labelled("given", f"“{oneline(one.words).strip()}”", "plain", _LABEL)
    for note in one.notes:
        yield from labelled("note", oneline(note), "match", _LABEL)
    for found in one.found[:limit]:
        yield ""
        yield from _found(found)
    if limit and len(one.found) > limit:
        yield f"    and {plural(len(one.found) - limit, 'more report')}; --limit 0 shows all"
    for printed in one.printed:
        yield ""
        yield from _printed(printed)
    if one.near:
        yield ""
        yield "    merely near, and not these words:"
        for near in one.near:
            yield from _near(near)


def _says(one: Check) -> str:
    says = _SAYS[one.verdict]
    if one.speaker and one.verdict in ("exact", "variant"):
        says = says.replace(", ", " from the speaker, ", 1)
    outlets = {found.entry.article.outlet or found.entry.article.id for found in one.found}
    if not one.found:
        return says
    copies = sum(found.copy_of is not None for found in one.found)
    counted = f"{plural(len(one.found), 'report')} in {plural(len(outlets), 'outlet')}"
    return f"{says} · {counted}" + (f", {copies} copied" if copies else "")


def _found(found: FoundWords) -> Iterator[str]:
    entry, wording = found.entry, found.wording
    facts = [entry_heading(entry), str(wording.quote)]
    if found.mouth in _WHOSE:
        facts.append(_WHOSE[found.mouth])
    if found.copy_of:
        facts.append(f"copy of {oneline(found.copy_of)}")
    if not entry.statement.attribution.communicated:
        facts.append("believed or felt, not said")
    yield from wrapped(" · ".join(facts), 2, "  ")
    names = [name for name in (entry.speaker_name, entry.source) if name]
    if names:
        speaker = oneline(names[0])
        source = f" ({oneline(entry.source)})" if entry.source and oneline(entry.source) != speaker else ""
        yield from labelled("speaker", speaker + source, "speaker", _LABEL)
    if wording.likeness == "exact":
        yield from labelled("content", _in_content(found), "plain", _LABEL)
    else:
        yield from labelled("differs", _cut_marks(found), "plain", _LABEL)
        for line in _standing_out(wording.differing.edits):
            yield f"    {line}"
    if found.utterance:
        yield from labelled("", f"see: onrecord compare {oneline(entry.statement.id)}", "faint", _LABEL)


def _in_content(found: FoundWords) -> str:
    """Return what is printed around the words, and these set off."""
    text, spans = found.entry.article.text, found.wording.content
    whole = found.entry.statement.attribution.content
    start = max(min(one.start for one in whole), spans[0].start - _AROUND)
    end = min(max(one.end for one in (*whole, *spans)), spans[-1].end + _AROUND)
    start = min(start, spans[0].start)
    words = GAP.join(oneline(span.of(text)) for span in spans)
    before, after = oneline(text[start : spans[0].start]), oneline(text[spans[-1].end : end])
    return f"{before}{styled(f'⟦{words}⟧', 'content')}{after}"


def _cut_marks(found: FoundWords) -> str:
    """Return the differences, with dots where the content goes on at either end."""
    whole, spans = found.entry.statement.attribution.content, found.wording.content
    text = found.entry.article.text
    before = any(map(str.isalnum, text[whole[0].start : spans[0].start]))
    after = any(map(str.isalnum, text[spans[-1].end : whole[-1].end]))
    return f"{'… ' if before else ''}{marked(found.wording.differing)}{' …' if after else ''}"


def _standing_out(edits: tuple[Edit, ...]) -> Iterator[str]:
    for edit in edits:
        for word in edit.words:
            given, printed = (oneline(part) for part in (word.a, word.b))
            pieces = (f"[-{given}-]" if given else "") + (f"{{+{printed}+}}" if printed else "")
            yield f"{styled(f'! {word.kind.upper()}:', 'match')} {pieces}"


def _printed(printed: PrintedWords) -> Iterator[str]:
    article = printed.article
    facts = [day(article.published) or "no date", oneline(article.outlet or ""), oneline(article.id)]
    how = "printed in quotation marks" if printed.quoted else "printed outside quotation marks"
    whose = (
        f"in part in the content of {oneline(printed.statement)}" if printed.statement else "in no statement"
    )
    yield from wrapped(" · ".join(fact for fact in (*facts, f"{how}, {whose}") if fact), 2, "  ")
    text, span = article.text, printed.span
    start, end = max(0, span.start - _AROUND), span.end + _AROUND
    words = styled(f"⟦{oneline(span.of(text))}⟧", "content")
    line = f"{'…' if start else ''}{oneline(text[start : span.start])}{words}{oneline(text[span.end : end])}"
    yield from labelled("printed", line + ("…" if end < len(text) else ""), "plain", _LABEL)


def _near(near: NearWords) -> Iterator[str]:
    how = "near in meaning" if near.by == "meaning" else "some of the words"
    yield from wrapped(f"{entry_heading(near.entry)} · {how}, {near.likeness:.0%}", 2, "  ")
    who = oneline(near.entry.speaker_name or near.entry.source or "unknown")
    yield from labelled("near", f"{who}: {oneline(near.entry.content)}", "faint", _LABEL)


# -- as JSON ---------------------------------------------------------------------------------------------


def _print_json(one: Check) -> None:
    line = json.dumps(_object(one), ensure_ascii=False).encode("utf-8", "replace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _object(one: Check) -> dict[str, Any]:
    return {
        "words": one.words,
        "document": one.document,
        "span": [one.span.start, one.span.end] if one.span else None,
        "speaker": one.speaker,
        "verdict": str(one.verdict),
        "notes": list(one.notes),
        "found": [_found_object(found) for found in one.found],
        "printed": [_printed_object(printed) for printed in one.printed],
        "near": [
            {
                "statement": near.entry.statement.id,
                "speaker": near.entry.speaker_name or None,
                "by": near.by,
                "likeness": round(near.likeness, 3),
                "text": near.entry.content,
            }
            for near in one.near
        ],
    }


def _found_object(found: FoundWords) -> dict[str, Any]:
    entry, wording = found.entry, found.wording
    text, given = entry.article.text, wording.differing.a.article.text
    return {
        "statement": entry.statement.id,
        "statements": list(found.statements),
        "article": entry.article.id,
        "outlet": entry.article.outlet,
        "published": entry.article.published,
        "speaker": entry.speaker_name or None,
        "person": entry.person,
        "source": entry.source or None,
        "mouth": str(found.mouth),
        "wording": str(wording.likeness),
        "quote": str(wording.quote),
        "overlap": round(wording.overlap, 3),
        "content": _pairs(wording.content),
        "text": GAP.join(span.of(text) for span in wording.content),
        "edits": [
            {
                "kind": str(edit.kind),
                "given": _pairs(edit.a),
                "printed": _pairs(edit.b),
                "given_text": GAP.join(span.of(given) for span in edit.a),
                "printed_text": GAP.join(span.of(text) for span in edit.b),
                "stands_out": [str(kind) for kind in edit.stands_out],
            }
            for edit in wording.differing.changes()
        ],
        "stands_out": [str(kind) for kind in wording.differing.stands_out],
        "utterance": found.utterance,
        "copy_of": found.copy_of,
    }


def _printed_object(printed: PrintedWords) -> dict[str, Any]:
    return {
        "article": printed.article.id,
        "outlet": printed.article.outlet,
        "published": printed.article.published,
        "span": [printed.span.start, printed.span.end],
        "text": printed.span.of(printed.article.text),
        "quoted": printed.quoted,
        "statement": printed.statement,
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
