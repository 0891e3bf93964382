"""Training data: what people decided on statements, beside what the machine had found.

Invariant: nothing is in it that nobody looked at; a line can be taken in again as judgements by a record that
has the article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from onrecord.export.marked import ROLES, marked, spans
from onrecord.export.selection import Selection
from onrecord.export.whole import written
from onrecord.model import Spans
from onrecord.record import Entry


def export_training(selection: Selection) -> Iterator[bytes]:
    """Yield a line for each article with reviewed statements, those rejected included."""
    only = selection.only
    if only.reviewed is None:
        only = replace(only, reviewed="any")
    reviewed = replace(selection, only=only)
    judged = defaultdict[str, list[dict[str, Any]]](list)
    for line in selection.record.judgement_lines():
        sides = (line["about"] or {}).get("statements", ())
        if len(sides) == 1:
            judged[sides[0]["article"]].append(line)
    for article, entries in marked(reviewed):
        every = selection.record.statement_entries(article.id)
        standing = (entry.review.judgements for entry in entries if entry.review is not None)
        wanted = {judgement.id for some in standing for judgement in some}
        yield written(
            {
                "type": "training",
                "article": {
                    "id": article.id,
                    "title": article.title,
                    "outlet": article.outlet,
                    "published": article.published,
                    "sha256": article.sha256,
                    "text": article.text,
                },
                "complete": all(entry.review is not None for entry in every),
                "statements": [_statement(entry) for entry in entries],
                "judgements": [line for line in judged[article.id] if line["number"] in wanted],
            }
        )


def _statement(entry: Entry) -> dict[str, Any]:
    """Return a statement as found and as decided."""
    review, relation = entry.review, entry.statement.attribution
    found = entry.one_of(entry.statement.speaker)
    machine = dict(zip(ROLES, (relation.content, relation.cue, relation.source), strict=True))
    return {
        "id": entry.statement.id,
        "review": str(review.state) if review else None,
        "by": review.who if review else None,
        "when": review.when if review else None,
        "quote": str(relation.quote),
        "communicated": relation.communicated,
        "act": entry.statement.act,
        "decided": {**_pairs(spans(entry)), "speaker": entry.speaker_name or None},
        "found": {
            **_pairs(machine),
            "speaker": found.name if found else None,
            "confidence": relation.confidence,
        },
    }


def _pairs(found: dict[str, Spans]) -> dict[str, list[list[int]]]:
    return {role: [[span.start, span.end] for span in some] for role, some in found.items()}
