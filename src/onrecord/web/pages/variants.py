"""The reports of an utterance side by side: what each has, has not, or has otherwise; never which is right.

Invariant: a report's own words come out whole and in order; what only the base has is marked as deleted,
what only the report has as inserted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from onrecord.linking.differences import Differences, Edit, EditKind, summary
from onrecord.model import Quote, Spans
from onrecord.record import Comparison, Report
from onrecord.record.entries import GAP
from onrecord.web import described, urls, wording
from onrecord.web.marking import shown

_QUIET = frozenset((EditKind.SPELLING, EditKind.PUNCTUATION, EditKind.BACKSHIFT))
_OPENING = tuple('"“„«‘([')
_KINDS = (Quote.DIRECT, Quote.MIXED, Quote.INDIRECT)
_SAID = {
    EditKind.DROPPED: "left out",
    EditKind.ADDED: "added",
    EditKind.ALTERED: "in other words",
    EditKind.BRACKETED: "in brackets",
    EditKind.ELLIPSIS: "dots for words",
    EditKind.TRUNCATED_START: "begins later",
    EditKind.TRUNCATED_END: "ends sooner",
    EditKind.PUNCTUATION: "other punctuation",
    EditKind.SPELLING: "spelt otherwise",
    EditKind.BACKSHIFT: "form of indirect speech",
}
_FURTHER = {
    EditKind.TRUNCATED_START: "begins sooner",
    EditKind.TRUNCATED_END: "goes on",
    EditKind.ELLIPSIS: "words for dots",
}
"""What the report does where it has the words that the base left out."""
_TERMS = {"identical": "none in the quoted words"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A word whose change a reader has to see: a negation, number, name, modal or quantifier."""

    kind: str
    base: str
    report: str

    def __str__(self) -> str:
        """Say it in words."""
        if self.base and self.report:
            return f"“{self.base}” in the base, “{self.report}” here"
        return f"“{self.base}” only in the base" if self.base else f"“{self.report}” only here"


@dataclass(frozen=True, slots=True)
class Variant:
    """One report as it is shown beside the base: its words with what differs, and that in words."""

    report: Report
    is_base: bool
    words: Markup
    note: str = ""
    standing: tuple[Standing, ...] = ()
    differing: Differences | None = None


@dataclass(frozen=True)
class Variants:
    """An utterance as it is shown: its reports in order of publication, and how they differ in sum."""

    comparison: Comparison
    variants: tuple[Variant, ...]

    @property
    def alone(self) -> bool:
        """Whether nothing else reports it."""
        return len(self.comparison.reports) == 1

    @cached_property
    def differences(self) -> list[str]:
        """How the reports differ, in the terms of a summary."""
        return [str(term) for term in summary(*(one for one in self.comparison.against_base if one))]

    @property
    def in_sum(self) -> str:
        """Say how many reports there are, of what kind, and how they differ."""
        reports = self.comparison.reports
        outlets = {one.entry.article.outlet or one.entry.article.id for one in reports}
        kinds = Counter(one.entry.statement.attribution.quote for one in reports)
        copies = sum(one.copy_of is not None for one in reports)
        facts = [f"{wording.plural(len(reports), 'report')} in {wording.plural(len(outlets), 'outlet')}"]
        facts.append(", ".join(f"{kinds[kind]} {kind}" for kind in _KINDS if kinds[kind]))
        facts += [f"{copies} of them {'a copy' if copies == 1 else 'copies'}"] if copies else []
        terms = ", ".join(_TERMS.get(term, term).replace("-", " ") for term in self.differences)
        return "; ".join([*facts, f"differences: {terms}"] if terms else facts)


def variants(comparison: Comparison) -> Variants:
    """Return the reports of an utterance, each held against the base."""
    pairs = zip(comparison.reports, comparison.against_base, strict=True)
    return Variants(comparison, tuple(_variant(report, found) for report, found in pairs))


def _variant(report: Report, found: Differences | None) -> Variant:
    plain = Markup("{}").format(shown(_oneline(report.content, report.entry.article.text)))
    if found is None:
        return Variant(report, True, plain)
    if not any(found.changes()):
        return Variant(report, False, plain, "the same words as the base", (), found)
    if found.in_other_words:
        note = "retold in other words than the base; not compared word by word"
        return Variant(report, False, plain, note, (), found)
    counted = Counter(_said(edit) for edit in found.changes())
    note = ", ".join(f"{count} × {name}" for name, count in counted.items())
    return Variant(report, False, words_of(found), note, tuple(_standing(found)), found)


def _said(edit: Edit) -> str:
    """Say what the report does to the words of the base."""
    further = len(edit.b) > len(edit.a) or not edit.a
    return _FURTHER[edit.kind] if further and edit.kind in _FURTHER else _SAID[edit.kind]


def _standing(found: Differences) -> Iterator[Standing]:
    for edit in found.edits:
        yield from dict.fromkeys(Standing(str(word.kind), word.a, word.b) for word in edit.words)


def words_of(found: Differences) -> Markup:
    """Return the second wording as printed, what differs inserted, what the first has besides deleted."""
    content, text = found.b.content, found.b.article.text
    made, at = _Words(), content[0].start
    for edit in found.edits:
        if edit.b:
            made.plain(_between(content, text, at, edit.b[0].start))
            at = edit.b[-1].end
        _add(made, edit, found)
    made.plain(_between(content, text, at, content[-1].end))
    return made.whole


class _Words:
    """Words while they are put together, with spaces where marks would run into words."""

    def __init__(self) -> None:
        self.whole = Markup("")
        self._last = " "
        self._deleted = False

    def plain(self, words: str) -> None:
        if words:
            runs_in = self._deleted and (words[0].isalnum() or words[0] in _OPENING)
            self._put(escape(shown(words)), words, apart=runs_in)
            self._deleted = False

    def marked(self, name: str, words: str, label: str, quiet: bool, glued: bool) -> None:
        form = Markup(' class="form"') if quiet else ""
        unseen = Markup('<span class="unseen">[{}: </span>{}<span class="unseen">]</span>').format(
            label, shown(words)
        )
        made = Markup("<{0}{1}>{2}</{0}>").format(name, form, unseen)
        self._put(made, words, apart=not glued)
        self._deleted = name == "del"

    def _put(self, made: Markup, words: str, apart: bool) -> None:
        opened = self._last.isspace() or self._last in _OPENING
        self.whole += (" " if apart and not opened and not words[0].isspace() else "") + made
        self._last = words[-1]


def _add(made: _Words, edit: Edit, found: Differences) -> None:
    ours, theirs = (
        _oneline(spans, side.article.text) for spans, side in ((edit.a, found.a), (edit.b, found.b))
    )
    if edit.kind is EditKind.SAME:
        made.plain(theirs)
        return
    quiet, said = edit.kind in _QUIET, _said(edit)
    if ours:
        label = "the base" if theirs else f"only in the base, {said}"
        made.marked("del", ours, label, quiet, _is_glued(edit, found))
    if theirs:
        label = f"{said}, here" if ours else f"only here, {said}"
        made.marked("ins", theirs, label, quiet, not ours and _is_glued(edit, found))


def _is_glued(edit: Edit, found: Differences) -> bool:
    """Say whether what is printed here was written to the word before it: a comma."""
    side, spans = (found.a, edit.a) if edit.a else (found.b, edit.b)
    return spans[0].start > 0 and side.article.text[spans[0].start - 1].isalnum()


def _between(content: Spans, text: str, start: int, end: int) -> str:
    """Return what stands between two places of a content: spaces, quotation marks, the gaps of its spans."""
    inside = [span for span in content if span.end >= start and span.start <= end]
    pieces = (text[max(start, span.start) : min(end, span.end)] for span in inside)
    return GAP.join(pieces)


def _oneline(spans: Spans, text: str) -> str:
    return GAP.join(" ".join(span.of(text).split()) for span in spans)


# -- as plain data -------------------------------------------------------------------------------------


def data(given: Variants) -> described.Data:
    """Return an utterance with its reports as ``onrecord compare --format jsonl`` gives them."""
    utterance = given.comparison.utterance
    standing = dict.fromkeys(one.kind for variant in given.variants for one in variant.standing)
    return {
        "utterance": utterance.id,
        "url": None if given.alone else urls.utterance(utterance.id),
        "confidence": round(utterance.confidence, 4),
        "reasons": list(utterance.reasons),
        "decided": utterance.decided,
        "base": given.comparison.base.entry.statement.id,
        "differences": given.differences,
        "stands_out": list(standing),
        "reports": [_report(one) for one in given.variants],
    }


def _report(given: Variant) -> described.Data:
    report = given.report
    return {
        "statement": described.statement(report.entry),
        "content": described.spans(report.content),
        "text": report.words,
        "copy_of": report.copy_of,
        "against_base": _against(given.differing) if given.differing else None,
    }


def _against(found: Differences) -> described.Data:
    return {
        "shared": round(found.shared, 3),
        "in_other_words": found.in_other_words,
        "stands_out": [str(kind) for kind in found.stands_out],
        "edits": [_edit(edit, found) for edit in found.edits],
    }


def _edit(edit: Edit, found: Differences) -> described.Data:
    return {
        "kind": str(edit.kind),
        "base": described.spans(edit.a),
        "report": described.spans(edit.b),
        "base_text": GAP.join(span.of(found.a.article.text) for span in edit.a),
        "report_text": GAP.join(span.of(found.b.article.text) for span in edit.b),
        "stands_out": [{"kind": str(word.kind), "base": word.a, "report": word.b} for word in edit.words],
    }


def every(found: Iterable[Comparison]) -> list[Variants]:
    """Return several utterances as they are shown."""
    return [variants(one) for one in found]
