"""``onrecord compare``: every report of one utterance, one under the other, and how their words differ.

Invariant: it says what differs and never which report is right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import existing, format_option, record_option
from onrecord.cli.terminal import GAP, day, err, labelled, oneline, out, plural, styled, whose

if TYPE_CHECKING:
    from onrecord import Comparison, Differences, Edit, Report
    from onrecord.model import Spans

_LABEL = 9
_QUIET = ("spelling", "punctuation", "backshift")
_MARKS = {"a": ("[-", "-]", "cue"), "b": ("{+", "+}", "content"), "quiet": ("{~", "~}", "faint")}
_OPENING = tuple('"“„«‘([')
_KINDS = ("direct", "mixed", "indirect")
_LEGEND = "[-only in the base-]  {+only in this report+}  {~the base > this report, in form alone~}"


@dataclass(frozen=True)
class _Compared:
    """The reports of an utterance with the one that the others are held against, and how each differs."""

    comparison: Comparison
    base: Report
    differing: tuple[Differences | None, ...]

    @property
    def found(self) -> list[Differences]:
        return [one for one in self.differing if one]

    @property
    def terms(self) -> list[str]:
        from onrecord import summary

        return [str(term) for term in summary(*self.found)]

    @property
    def stands_out(self) -> list[str]:
        return list(dict.fromkeys(str(kind) for one in self.found for kind in one.stands_out))


@click.command("compare")
@click.argument("identifiers", nargs=-1, required=True, metavar="STATEMENT|ARTICLE...")
@format_option
@record_option
def compare_command(identifiers: tuple[str, ...], form: str, path: str) -> None:
    """Show every report of an utterance, and how their words differ.

    The reports stand in order of publication. The first that quotes in full is the base: [-words-] are
    only in it, {+words+} only in the report at hand, and {~these > those~} are the same in another form:
    spelling, punctuation, or the pronouns and tenses of indirect speech. A changed negation, number,
    name, modal or quantifier stands on a line of its own after a "!". Of an article, all utterances that
    it reports are shown.

    \b
    Example:
      onrecord compare 3f9a-2
      onrecord compare 3f9a-2 --format jsonl
    """
    with existing(path) as record:
        compared = [_compare(one) for one in record.compare(*identifiers)]
    if form == "jsonl":
        print_json(compared)
    else:
        print_text(compared)


def _compare(comparison: Comparison) -> _Compared:
    """Hold the first report that quotes in full against the others."""
    return _Compared(comparison, comparison.base, comparison.against_base)


def _quote(report: Report) -> str:
    return str(report.entry.statement.attribution.quote)


# -- as text -------------------------------------------------------------------------------------------


def print_text(compared: Sequence[_Compared]) -> None:
    """Print utterances one under the other, the legend once."""
    for number, one in enumerate(compared):
        if number:
            out()
        for line in _lines(one):
            out(line)
    if any(one.found for one in compared):
        err(_LEGEND)
    elif not compared:
        err("nothing to compare: no statement here is part of an utterance")


def _lines(compared: _Compared) -> Iterator[str]:
    """Yield an utterance: its reports, and what differs in sum."""
    utterance, first = compared.comparison.utterance, compared.comparison.reports[0]
    facts = [oneline(utterance.id), f"{utterance.confidence:.0%}", *map(oneline, utterance.reasons[:2])]
    if utterance.decided:
        facts[1:] = ["decided by a person"]
    yield styled("UTTERANCE", "title") + styled(f" {' · '.join(facts)}", "faint")
    for report, differing in zip(compared.comparison.reports, compared.differing, strict=True):
        yield ""
        yield _heading(report, report is compared.base)
        yield from _source(report, first)
        yield from _content(report, differing, compared)
    yield ""
    yield from labelled("in sum", _in_sum(compared), "plain", _LABEL)


def _heading(report: Report, is_base: bool) -> str:
    entry = report.entry
    facts = [day(entry.article.published) or "no date", whose(entry.article.outlet, entry.document)]
    facts += [styled(oneline(entry.statement.id), "title"), _quote(report)]
    if report.copy_of:
        facts.append(f"copy of {oneline(report.copy_of)}")
    if is_base:
        facts.append("base")
    return " · ".join(fact for fact in facts if fact)


def _source(report: Report, first: Report) -> Iterator[str]:
    """Yield who is named as speaking, where it is not as in the first report."""
    words = oneline(report.entry.source or report.entry.speaker_name)
    if words and (report is first or words != oneline(first.entry.source or first.entry.speaker_name)):
        yield from labelled("source", words, "source", _LABEL)


def _content(report: Report, differing: Differences | None, compared: _Compared) -> Iterator[str]:
    words = GAP.join(oneline(span.of(report.entry.article.text)) for span in report.content)
    if differing is None:
        yield from labelled("content", words, "content", _LABEL)
    elif not any(differing.changes()):
        yield from labelled("same", words, "plain", _LABEL)
    elif differing.in_other_words:
        yield from labelled("retold", words, "plain", _LABEL)
        note = f"in other words than {oneline(compared.base.entry.statement.id)}"
        yield from labelled("", f"{note}; not compared word by word", "faint", _LABEL)
    else:
        yield from labelled("differs", marked(differing), "plain", _LABEL)
        yield from labelled("", _kinds(differing), "faint", _LABEL)
        yield from _standing_out(differing)


def _standing_out(differing: Differences) -> Iterator[str]:
    """Yield what stands out, edit by edit; what the same words are twice (can't) on one line."""
    for edit in differing.edits:
        kinds: dict[str, list[str]] = {}
        for word in edit.words:
            kinds.setdefault(_piece("a", word.a) + _piece("b", word.b), []).append(word.kind.upper())
        for pieces, names in kinds.items():
            yield f"    {styled('! ' + ', '.join(names) + ':', 'match')} {pieces}"


def _kinds(differing: Differences) -> str:
    counted = Counter(str(edit.kind) for edit in differing.changes())
    return ", ".join(f"{number} {kind}" for kind, number in counted.items())


def marked(differing: Differences) -> str:
    """Return the second wording as printed, with marks around what differs and what the first has besides."""
    content, text = differing.b.content, differing.b.article.text
    done, at = "", content[0].start
    for edit in differing.edits:
        if edit.b:
            done += _spaced(done, _between(content, text, at, edit.b[0].start))
            at = edit.b[-1].end
        done += _spaced(done, _edit(edit, differing), edit.kind != "same" and not _is_glued(edit, differing))
    return done + _between(content, text, at, content[-1].end)


def _spaced(done: str, words: str, apart: bool = False) -> str:
    """Return words with a space before them where they stand apart or would run into a mark."""
    last, first = click.unstyle(done)[-2:], click.unstyle(words)[:1]
    runs_in = last == "-]" and (first.isalnum() or first in _OPENING)
    opened = last[-1:].isspace() or last[-1:] in _OPENING
    return f" {words}" if first and last and not opened and (apart or runs_in) else words


def _is_glued(edit: Edit, differing: Differences) -> bool:
    """Say whether what is printed here was written to the word before it: a comma."""
    side, spans = (differing.a, edit.a) if edit.a else (differing.b, edit.b)
    return spans[0].start > 0 and side.article.text[spans[0].start - 1].isalnum()


def _between(content: Spans, text: str, start: int, end: int) -> str:
    """Return what stands between two places of a content: spaces, quotation marks, the gaps of its spans."""
    inside = [span for span in content if span.end >= start and span.start <= end]
    return oneline(GAP.join(text[max(start, span.start) : min(end, span.end)] for span in inside))


def _edit(edit: Edit, differing: Differences) -> str:
    ours = GAP.join(oneline(span.of(differing.a.article.text)) for span in edit.a)
    theirs = GAP.join(oneline(span.of(differing.b.article.text)) for span in edit.b)
    if edit.kind == "same":
        return theirs
    if edit.kind in _QUIET and ours and theirs:
        return _piece("quiet", f"{ours} > {theirs}")
    return _piece("a", ours) + _piece("b", theirs)


def _piece(mark: str, words: str) -> str:
    left, right, role = _MARKS[mark]
    return styled(f"{left}{oneline(words)}{right}", role) if words else ""


def _in_sum(compared: _Compared) -> str:
    """Return in one line how many reports there are, of what kind, and how they differ."""
    reports = compared.comparison.reports
    outlets = {report.entry.article.outlet or report.entry.article.id for report in reports}
    kinds = Counter(map(_quote, reports))
    copies = sum(report.copy_of is not None for report in reports)
    facts = [f"{plural(len(reports), 'report')} in {plural(len(outlets), 'outlet')}"]
    facts.append(", ".join(f"{kinds[kind]} {kind}" for kind in _KINDS if kinds[kind]))
    if copies:
        facts.append("1 is a copy" if copies == 1 else f"{copies} are copies")
    if compared.terms:
        terms = ["none in the quoted words" if term == "identical" else term for term in compared.terms]
        facts.append(f"differences: {', '.join(term.replace('-', ' ') for term in terms)}")
    if compared.stands_out:
        facts.append(f"stands out: {', '.join(compared.stands_out)}")
    return "; ".join(facts)


# -- as JSON -------------------------------------------------------------------------------------------


def print_json(compared: Sequence[_Compared]) -> None:
    """Print one JSON object an utterance."""
    for one in compared:
        line = json.dumps(_object(one), ensure_ascii=False).encode("utf-8", "replace")
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _object(compared: _Compared) -> dict[str, Any]:
    utterance = compared.comparison.utterance
    reports = zip(compared.comparison.reports, compared.differing, strict=True)
    return {
        "utterance": utterance.id,
        "confidence": utterance.confidence,
        "reasons": list(utterance.reasons),
        "decided": utterance.decided,
        "base": compared.base.entry.statement.id,
        "differences": compared.terms,
        "stands_out": compared.stands_out,
        "reports": [_report(report, differing) for report, differing in reports],
    }


def _report(report: Report, differing: Differences | None) -> dict[str, Any]:
    entry = report.entry
    return {
        "statement": entry.statement.id,
        "article": entry.article.id,
        "outlet": entry.article.outlet,
        "published": entry.article.published,
        "quote": _quote(report),
        "source": entry.source,
        "speaker": entry.speaker_name or None,
        "content": _pairs(report.content),
        "text": GAP.join(span.of(entry.article.text) for span in report.content),
        "copy_of": report.copy_of,
        "against_base": _against(differing) if differing else None,
    }


def _against(differing: Differences) -> dict[str, Any]:
    return {
        "shared": round(differing.shared, 3),
        "in_other_words": differing.in_other_words,
        "stands_out": [str(kind) for kind in differing.stands_out],
        "edits": [_edit_object(edit, differing) for edit in differing.edits],
    }


def _edit_object(edit: Edit, differing: Differences) -> dict[str, Any]:
    return {
        "kind": str(edit.kind),
        "base": _pairs(edit.a),
        "report": _pairs(edit.b),
        "base_text": GAP.join(span.of(differing.a.article.text) for span in edit.a),
        "report_text": GAP.join(span.of(differing.b.article.text) for span in edit.b),
        "stands_out": [{"kind": str(word.kind), "base": word.a, "report": word.b} for word in edit.words],
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
