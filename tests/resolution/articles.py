"""Small articles for the tests of resolution: attributions and mentions marked in the text itself.

``[[Ana Ruiz/person]]`` is a name, ``((founder))`` the noun of a description, ``<<he>>`` a pronoun;
``{s:...}``, ``{q:...}`` and ``{c:...}`` are the source, cue and content of the attribution that
``|`` ends.  The marks are taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.model import Attribution, EntityKind, Extraction, Mention, MentionForm, Quote, Span

_MARK = re.compile(r"\[\[(?P<name>[^/\]]+)/(?P<kind>\w+)\]\]|\(\((?P<noun>[^)]+)\)\)|<<(?P<pronoun>\w+)>>")
_ROLE = re.compile(r"\{(?P<role>[sqc]):(?P<words>[^{}]*)\}|(?P<end>\|)")


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and what they marked."""

    text: str
    extraction: Extraction


def marked(source: str) -> Marked:
    """Return the text and the extraction that the marks stand for; a pronoun has no antecedents."""
    text, mentions, spans, attributions = "", [], {"s": [], "q": [], "c": []}, []
    at = 0
    tokens = re.compile(r"\{[sqc]:|\}|\||" + _MARK.pattern)
    opened: list[tuple[str, int]] = []
    for match in tokens.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        piece = match[0]
        if piece.startswith("{"):
            opened.append((piece[1], len(text)))
        elif piece == "}":
            role, start = opened.pop()
            spans[role].append(Span(start, len(text)))
        elif piece == "|":
            attributions.append(_attribution(spans, text))
            spans = {"s": [], "q": [], "c": []}
        else:
            mentions.append(_mention(match, len(text)))
            text += match["name"] or match["noun"] or match["pronoun"]
    text += source[at:]
    return Marked(text, Extraction(tuple(attributions), (None,) * len(attributions), tuple(mentions)))


def _mention(match: re.Match[str], start: int) -> Mention:
    words = match["name"] or match["noun"] or match["pronoun"]
    form = (
        MentionForm.NAME
        if match["name"]
        else MentionForm.DESCRIPTION
        if match["noun"]
        else MentionForm.PRONOUN
    )
    kind = EntityKind(match["kind"]) if match["name"] else EntityKind.PERSON
    return Mention(Span(start, start + len(words)), form, kind)


def _attribution(spans: dict[str, list[Span]], text: str) -> Attribution:
    words = text[spans["c"][0].start : spans["c"][-1].end]
    quote = Quote.DIRECT if words[:1] in "\"“‘'" else Quote.INDIRECT
    return Attribution(tuple(spans["c"]), tuple(spans["q"]), tuple(spans["s"]), quote, True, 0.9)
