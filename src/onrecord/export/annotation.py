"""W3C Web Annotation (Recommendation of 2017-02-23): statements as annotations of articles' texts.

Invariant: each span has a quote selector and a position selector that select the same words; positions are
code points of the text that the target's source names, which is the record's, not the page it came from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.export.addresses import linkable
from onrecord.export.selection import Known, Selection
from onrecord.model import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters of prefix and suffix, as annotation programs commonly take."""


def export_annotations(selection: Selection) -> Iterator[bytes]:
    """Yield one AnnotationCollection with all annotations in its first and only page."""
    count = selection.count()
    collection = f"{selection.base}/annotations"
    head = {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": f"{selection.record.name}: {selection}",
        "total": count,
    }
    page = {"id": f"{collection}/1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    yield _open(head) + b', "first": ' + _open(page) + b', "items": ['
    for number, known in enumerate(selection.known()):
        yield (b",\n" if number else b"\n") + _json(annotation(known, selection))
    yield b"\n]}}\n"


def annotation(known: Known, selection: Selection) -> dict[str, Any]:
    """Return a statement as an annotation: bodies say what it is, targets where its content stands."""
    entry, behind = known
    targets = [_target(known, span, selection) for span in entry.content_spans]
    return {
        "id": selection.statement(entry.statement.id),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"onrecord, extractor {behind.extractor}"},
        "generated": _moment(behind.made),
        "body": [*_bodies(known, selection), *_review(known)],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _bodies(known: Known, selection: Selection) -> Iterator[dict[str, Any]]:
    entry, _ = known
    said = " ".join(part for part in (entry.source, entry.cue) if part)
    confidence = entry.statement.attribution.confidence
    yield _text("describing", f"{said or 'attributed by the page'} (confidence {confidence:.2f})")
    if entry.speaker_name:
        speaker = _text("identifying", entry.speaker_name)
        yield speaker | ({"id": selection.person(entry.person)} if entry.person else {})
    for word in (entry.statement.act, str(entry.statement.attribution.quote)):
        if word:
            yield _text("tagging", word)


def _review(known: Known) -> Iterator[dict[str, Any]]:
    """Yield what people decided, each decision with who and when."""
    entry, _ = known
    if entry.review is not None:
        person = {"type": "Person", "name": entry.review.who}
        decided = _text("moderating", str(entry.review.state))
        yield decided | {"creator": person, "created": _moment(entry.review.when)}


def _target(known: Known, span: Span, selection: Selection) -> dict[str, Any]:
    entry, _ = known
    text = entry.article.text
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    source = {
        "id": selection.article(entry.article.id),
        "type": "Text",
        "format": "text/plain",
        **({"via": entry.article.url} if linkable(entry.article.url) else {}),
    }
    return {"type": "SpecificResource", "source": source, "selector": [quote, position]}


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _moment(made: str) -> str:
    """Return a moment in UTC as the model asks for it: xsd:dateTime with Z."""
    return made.replace("+00:00", "Z")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def _open(value: dict[str, Any]) -> bytes:
    """Return an object without its closing brace."""
    return _json(value)[:-1]
