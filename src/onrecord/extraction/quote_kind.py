"""Say whether a content is direct, indirect or mixed: how much of it stands in quotation marks."""

from __future__ import annotations

from onrecord.extraction.quotation_marks import quotations
from onrecord.model import Quote, Spans

LEAD_INS = frozenset({"that", "and", "but", "because"})
"""Words outside the marks that do not make a quotation mixed: it is direct "also after *that*"."""


class QuotedText:
    """A text with its quotations found once, to be asked about many contents."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._quoted = [(quotation.start, quotation.end) for quotation in quotations(text)]

    def kind(self, content: Spans) -> Quote:
        """Return DIRECT if all words of the content are quoted, INDIRECT if none, else MIXED."""
        inside = outside = 0
        for span in content:
            here = [
                (max(a, span.start), min(b, span.end))
                for a, b in self._quoted
                if a < span.end and b > span.start
            ]
            position = span.start
            for start, end in sorted(here):
                if end <= position:
                    continue
                outside += _words(self.text[position : max(position, start)])
                inside += _words(self.text[max(position, start) : end])
                position = end
            outside += _words(self.text[position : span.end])
        if not inside:
            return Quote.INDIRECT
        return Quote.MIXED if outside else Quote.DIRECT


def _words(text: str) -> int:
    """Return how many words a stretch has, leaving out those that merely lead into a quotation."""
    words = ("".join(c if c.isalnum() else " " for c in text)).split()
    return sum(word.lower() not in LEAD_INS for word in words)
