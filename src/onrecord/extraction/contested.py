"""Settle which attribution a stretch of text belongs to when two claim it.

The network decides each cue on its own, so the following sentence's own attribution is sometimes also
taken for a second piece of the sentence before.  On PolNeAR's development part, giving such pieces to
the surer of the two raised the whole relation by 0.4 points of F1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Attribution, Span, Spans


def settle(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions without the pieces of content that a surer one claims.

    Only contents in several pieces lose any, and never their last: a content that lies inside another
    whole one may be a report inside a report.
    """
    return [replace(one, content=_kept(one, found)) if len(one.content) > 1 else one for one in found]


def _kept(one: Attribution, found: Sequence[Attribution]) -> Spans:
    surer = [other for other in found if other is not one and other.confidence > one.confidence]
    kept = tuple(
        piece
        for piece in one.content
        if not any(_overlap(piece, theirs) for other in surer for theirs in other.content)
    )
    return kept or one.content[:1]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
