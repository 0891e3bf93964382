"""Read the marked examples of the word lists: ``{cue}``, ``[what is to be found]``, content behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Attribution, Quote, Span, spans

_MARKED = re.compile(r"[{\[]([^}\]]+)[}\]]")


@dataclass(frozen=True)
class Example:
    """A sentence without its marks, its attribution, and the span that is to be found, if any."""

    text: str
    attribution: Attribution
    wanted: Span | None

    def words(self, span: Span | None) -> str | None:
        return None if span is None else span.of(self.text)


def example(marked: str, cue: str = "told") -> Example:
    """Return a marked sentence as an example; ``cue`` is used where no cue is marked."""
    text, places = "", {}
    at = 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        places["cue" if match[0][0] == "{" else "wanted"] = (len(text), len(text) + len(match[1]))
        text += match[1]
        at = match.end()
    text += marked[at:]
    if "cue" not in places:
        found = re.search(rf"\b{cue}\b", text)
        assert found, marked
        places["cue"] = found.span()
    return Example(text, attribution(text, places["cue"], places.get("wanted")), _span(places.get("wanted")))


def attribution(text: str, cue: tuple[int, int], wanted: tuple[int, int] | None = None) -> Attribution:
    """Return an attribution whose content is the quotation it opens with, or what follows from "that" on.

    One whose cue opens the sentence ("Asked whether he would pay, ...") has its content up to the comma.
    """
    quoted = re.match(r"[“\"‘][^”\"’]+[”\"’]", text)
    behind = max(cue[1], wanted[1] if wanted and wanted[0] > cue[0] else 0)
    that = re.compile(r"\bthat\b").search(text, behind)
    start = that.start() if that else next((i for i in range(behind, len(text)) if text[i].isalnum()), None)
    if cue[0] == 0:
        return Attribution(
            spans([(cue[1] + 1, text.index(","))]), spans([cue]), (), Quote.INDIRECT, True, 1.0
        )
    content = spans([quoted.span()]) if quoted else spans([(start, len(text) - 1)]) if start else ()
    return Attribution(content, spans([cue]), (), QuotedText(text).kind(content), True, 1.0)


def _span(pair: tuple[int, int] | None) -> Span | None:
    return None if pair is None else Span(*pair)
