"""Where words that somebody typed stand in an article: in the statement, near it, or anywhere.

Invariant: what is found is printed there, in one place; words that stand in none or in several are a
QueryError, never a guess.
"""

from __future__ import annotations

import re

from onrecord.errors import QueryError
from onrecord.model import Span, Spans
from onrecord.record.entries import Entry

_GAP = re.compile(r"\s*(?:\[…\]|\[\.\.\.\])\s*")


def standing(entry: Entry, role: str, words: str) -> Spans:
    """Return where printed words stand, of which parts are divided by ``[...]``, however they are spaced.

    Each part is looked for where the statement has its ``role`` now, then in its paragraphs, then in the
    whole article, and has to stand there once; raises QueryError where it does not.
    """
    parts = [part for part in _GAP.split(words.strip()) if part]
    return tuple(_place(entry, role, part) for part in parts)


def _place(entry: Entry, role: str, words: str) -> Span:
    found = _printed(entry.article.text, words)
    spans = {"content": entry.content_spans, "cue": entry.cue_spans, "source": entry.source_spans}.get(
        role, ()
    )
    for near in (spans, entry.context):
        here = [one for one in found if any(one.start < span.end and span.start < one.end for span in near)]
        if len(here) == 1:
            return here[0]
        found = here or found
    if not found:
        raise QueryError(f"the article does not print {words!r}; type the words as they are printed")
    if len(found) > 1:
        raise QueryError(f"the article prints {words!r} {len(found)} times; give more of the words around it")
    return found[0]


def _printed(text: str, words: str) -> list[Span]:
    """Return where words stand whole, however they are spaced; parts of words only where none do."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    whole = [Span(*found.span()) for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]
    return whole or [Span(*found.span()) for found in re.finditer(pattern, text)]
