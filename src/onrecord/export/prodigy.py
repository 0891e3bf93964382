"""Prodigy-style JSON lines: an article a task, with tokens, spans and relations, for annotation and training.

Invariant: the tokens hold the whole text, and every span begins and ends with one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.export.marked import marked, spans
from onrecord.export.selection import Selection
from onrecord.export.tokens import Token, covering, tokens
from onrecord.model import Article
from onrecord.record import Entry


def export_prodigy(selection: Selection) -> Iterator[bytes]:
    """Yield a task a line: an article with the selection's statements in it."""
    for article, entries in marked(selection):
        yield json.dumps(task(article, entries), ensure_ascii=False).encode("utf-8") + b"\n"


def task(article: Article, entries: list[Entry]) -> dict[str, Any]:
    """Return an article as a task: CONTENT, CUE and SOURCE spans, and what cue and source belong to."""
    every = [span for entry in entries for found in spans(entry).values() for span in found]
    cut = tokens(article.text, [(span.start, span.end) for span in every])
    made, relations = list[dict[str, Any]](), list[dict[str, Any]]()
    for entry in entries:
        by_role = {role: [*_spans(entry, role, cut)] for role in ("content", "cue", "source")}
        made += [span for some in by_role.values() for span in some]
        for role in ("cue", "source"):
            if by_role[role] and by_role["content"]:
                relations.append(_relation(by_role[role][0], by_role["content"][0], f"{role.upper()}_OF"))
    return {
        "text": article.text,
        "tokens": [_token(at, token) for at, token in enumerate(cut)],
        "spans": sorted(made, key=lambda span: (span["start"], span["end"])),
        "relations": relations,
        "meta": {
            "article": article.id,
            "outlet": article.outlet or "",
            "published": article.published or "",
            "title": article.title or "",
        },
    }


def _token(at: int, token: Token) -> dict[str, Any]:
    return {"text": token.text, "start": token.start, "end": token.end, "id": at, "ws": token.space}


def _spans(entry: Entry, role: str, cut: list[Token]) -> Iterator[dict[str, Any]]:
    for span in spans(entry)[role]:
        first, last = covering(cut, span.start, span.end)
        yield {
            "start": span.start,
            "end": span.end,
            "token_start": first,
            "token_end": last,
            "label": role.upper(),
            "statement": entry.statement.id,
            "speaker": entry.speaker_name,
            "confidence": round(entry.statement.attribution.confidence, 4),
            "review": str(entry.review.state) if entry.review else "",
        }


def _relation(head: dict[str, Any], child: dict[str, Any], label: str) -> dict[str, Any]:
    kept = ("start", "end", "token_start", "token_end", "label")
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {name: head[name] for name in kept},
        "child_span": {name: child[name] for name in kept},
        "label": label,
    }
