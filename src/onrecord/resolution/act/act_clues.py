"""Read from a statement every clue to its act: cue, opening, content, source, and place on the page.

A clue is a name and the words that are it.  The names are those of the fitted weights; a clue that has
no weight does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.extraction.cue_lexicon import CueClass, classify
from onrecord.model import Attribution, Quote, Span, Spans
from onrecord.resolution.act.act_evidence import (
    Token,
    evidence_in,
    lexicon_of_acts,
    opening_evidence,
    words_of,
)

PERFORMED = frozenset({
    "allege", "deny", "promise", "warn", "demand", "ask", "confirm", "decline-to-comment", "apologise",
    "predict", "praise", "criticise", "announce", "other",
})  # fmt: skip
"""Acts that a cue performs by itself: who denied something has denied it, whatever it was."""
SHORT = 5
"""Words up to which a content is short: "No comment", "Twice"."""
NEAR = 60
"""Characters between a cue and a preposition that still belongs to it: "accused the mayor of"."""
SENTENCE = 180
"""Characters before a statement in which "asked" may stand: "Asked whether he would stand again, he ..."."""

_OF_CONTENT = ("content.", "opening.", "closing.")
_COMBINED = (
    "content.crime", "content.crime_noun", "content.deceit", "content.bad", "content.bad_mild",
    "content.fault", "content.good", "content.commit_word", "content.claim_noun", "content.risk",
    "content.negation",
)  # fmt: skip
_QUESTIONS = ("opening.whether", "opening.question", "closing.question", "content.question")
_ASKED = re.compile(r"\b((?:[Aa]sked|[Pp]ressed|[Qq]uestioned)\b)[^.?!\n]*$")
_TURN = re.compile(r"^[ \t]*([^\n:?!.,]{1,40}):[ \t]", re.MULTILINE)
_PREPOSITION = re.compile(r"(?:for|on|to|of|about|out|against|with|as)\b")
_TO = re.compile(r"\s*(?:not\s+)?to\s", re.IGNORECASE)
_MARKS = " \t\n\r\"'“”‘’«»„‹›`*_-–—"


@dataclass(frozen=True, slots=True)
class Clue:
    """One clue: its name, and where it stands; ``span`` is None for what is not there (no cue)."""

    name: str
    span: Span | None = None


def clues_of(text: str, attribution: Attribution) -> list[Clue]:
    """Return every clue to what the statement does, each name once, the first place counting."""
    found: dict[str, Clue] = {}
    for clue in _content_clues(text, attribution):
        found.setdefault(clue.name, clue)
    cue_clues = list(_cue_clues(text, attribution, found))
    if cue_clues[0].name.removeprefix("cue.") in PERFORMED:  # then the content counts with the cue only
        found.clear()
    for evidence in evidence_in(words_of(text, attribution.source), "source"):
        found.setdefault(evidence.kind, Clue(evidence.kind, evidence.span))
    for clue in (*_page_clues(text, attribution), *cue_clues):
        found.setdefault(clue.name, clue)
    return list(found.values())


def _content_clues(text: str, attribution: Attribution) -> Iterator[Clue]:
    content = words_of(text, attribution.content)
    direct = attribution.quote is Quote.DIRECT
    for evidence in opening_evidence(content):
        indirect_he = evidence.kind == "opening.he" and not direct
        yield Clue("opening.he, indirect" if indirect_he else evidence.kind, evidence.span)
    seen: set[str] = set()
    for evidence in evidence_in(content, "content"):
        # In a direct quotation "he" is not who speaks.
        kind = evidence.kind.replace(".they_", ".others_") if direct else evidence.kind
        yield Clue(kind + "+" if kind in seen else kind, evidence.span)
        seen.add(kind)
    yield from _form_clues(content)
    yield from _closing_clues(text, attribution.content, "content.you" in seen)


def _form_clues(content: list[Token]) -> Iterator[Clue]:
    words = {token.word for token in content}
    if "0" in words:
        yield Clue("content.number")
    if not words.isdisjoint(lexicon_of_acts().negations):
        yield Clue("content.negation")
    if len(content) <= SHORT:
        yield Clue("content.short")


def _closing_clues(text: str, content: Spans, addressed: bool) -> Iterator[Clue]:
    closing = text[content[-1].start : content[-1].end].rstrip(_MARKS + ")") if content else ""
    if closing.endswith("?"):
        end = content[-1].start + len(closing)
        yield Clue("closing.question", Span(end - 1, end))
        if addressed:
            yield Clue("closing.question & content.you", Span(end - 1, end))
    elif any("?" in span.of(text) for span in content):
        yield Clue("content.question")
    if closing.endswith("!"):
        yield Clue("closing.exclamation")


def _cue_clues(text: str, attribution: Attribution, found: dict[str, Clue]) -> Iterator[Clue]:
    """Yield first the cue's kind, then what it is together with the content."""
    cue = _cue_class(_cue_words(text, attribution))
    span = attribution.cue[0] if attribution.cue else None
    kind = _kind_of(cue, attribution.cue)
    yield Clue(kind, span)
    yield Clue(f"quote.{attribution.quote}")
    if cue is None:
        return
    yield Clue(f"cue is {cue.lemma}", span)
    if cue.negated:
        yield Clue(f"{kind} negated", span)
    yield from (Clue(f"{kind} & {name}", found[name].span) for name in _COMBINED if name in found)
    if _to_follows(text, attribution):
        yield Clue(f"{kind} to", span)
        yield Clue(f"cue is {cue.lemma} to", span)
    if attribution.quote is Quote.MIXED:
        yield Clue(f"{kind} & mixed", span)
    if kind == "cue.ask" and not any(name in found for name in _QUESTIONS):
        yield Clue("cue.ask, no question", span)


def _cue_words(text: str, attribution: Attribution) -> str:
    """Return the cue's words, with the preposition that opens the content: "called" and "for calm"."""
    words = " ".join(span.of(text) for span in attribution.cue)
    if attribution.cue and attribution.content:
        gap = attribution.content[0].start - attribution.cue[-1].end
        opening = _PREPOSITION.match(text, attribution.content[0].start)
        if opening and 0 <= gap < NEAR:
            return f"{words} {opening[0]}"
    return words


def _kind_of(cue: CueClass | None, spans: Spans) -> str:
    """Return the name of a cue's class: its act, surely or perhaps, neutral, unknown or none."""
    if not spans:
        return "cue.none"
    if cue is None:
        return "cue.unknown"
    if cue.lemma in (otherwise := lexicon_of_acts().cues):
        return f"cue.{otherwise[cue.lemma]}"
    if cue.communicated is False:
        return "cue.attitude"
    if cue.act in (None, "assert"):
        return "cue.neutral" if cue.communicated else "cue.maybe neutral"
    return f"cue.{cue.act}" if cue.communicated else f"cue.maybe {cue.act}"


@lru_cache(maxsize=4096)
def _cue_class(words: str) -> CueClass | None:
    return classify(words)


def _to_follows(text: str, attribution: Attribution) -> bool:
    """Say whether the content is an infinitive that hangs on the cue: "told them to leave"."""
    if not attribution.content or attribution.cue[-1].end > attribution.content[0].start:
        return False
    return bool(_TO.match(text, attribution.content[0].start))


def _page_clues(text: str, attribution: Attribution) -> Iterator[Clue]:
    """Yield what the page tells: "Asked ..." before, a question before, a turn of who asks or answers."""
    first = min((span.start for span in _all_spans(attribution)), default=0)
    asked = _ASKED.search(text, max(0, first - SENTENCE), first)
    if asked:
        yield Clue("page.asked", Span(*asked.span(1)))
    if attribution.content and (not attribution.cue or attribution.cue[0].of(text) == ":"):
        yield from _turn_clues(text, attribution.content[0].start)


def _all_spans(attribution: Attribution) -> Spans:
    return (*attribution.content, *attribution.cue, *attribution.source)


def _turn_clues(text: str, start: int) -> Iterator[Clue]:
    line = text.rfind("\n", 0, start) + 1
    before = text[max(0, line - NEAR) : line].rstrip(_MARKS)
    if before.endswith("?"):
        end = max(0, line - NEAR) + len(before)
        yield Clue("page.after a question", Span(end - 1, end))
    turn = _TURN.match(text, line)
    asks = _asking(text).get(turn[1].strip()) if turn and turn.end() <= start + 1 else None
    if turn and asks is not None:
        yield Clue("page.turn of who asks" if asks else "page.turn of who answers", Span(*turn.span(1)))


@lru_cache(maxsize=4)
def _asking(text: str) -> dict[str, bool]:
    """Return for every label of a transcript whether its turns mostly end in a question, else nothing."""
    turns: dict[str, list[bool]] = {}
    for match in _TURN.finditer(text):
        end = text.find("\n", match.end())
        words = text[match.end() : end if end >= 0 else len(text)]
        turns.setdefault(match[1].strip(), []).append(words.rstrip(_MARKS).endswith("?"))
    asking = {label: 2 * sum(asks) >= len(asks) for label, asks in turns.items()}
    return asking if True in asking.values() and False in asking.values() else {}
