"""Find what in a statement's words tells its act: words and phrases of the lexicon, with their places.

Invariant: the words are data (``lexicon/acts.toml``); nothing here knows one by name.  What is found has
the name of its kind, such as ``content.crime``; what a kind is worth is not decided here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.extraction.cue_lexicon import regular_forms
from onrecord.model import Span, Spans

GAP = 3
"""Words that a ~ of an entry lets stand between."""

LONGEST = 150
"""Words of a content that are looked at; what an act turns on stands before, in all that we read."""

UNINFLECTED = 2
"""Letters up to which a word has no regular forms: "I" is not "is"."""

NEGATION_REACH = 4
"""Words before a judgement within which a negation turns it round: "not by any means a good plan"."""

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|n['’]t\b|['’](?:ll|re|ve|d|m|s)\b|[^\W\d_]+?(?=n['’]t\b)"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d.,]*",
    re.IGNORECASE,
)
_SPELT = {
    "n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'m": "am", "'d": "would", "wo": "will",
    "ca": "can", "US": "u.s.",
}  # fmt: skip
_LEAD_INS = frozenset({"that", "and", "but", "well", "so", "because", "oh", "look"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case and in full ("n't" is "not"), with its place; a number is "0"."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kind of evidence and the words that are it."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Entry:
    """A kind and the words after the first; None stands for a gap."""

    kind: str
    rest: tuple[frozenset[str] | None, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """For each place where evidence may stand, the entries by the form of their first word.

    ``cues`` has the act of cues that do something else than the cue lexicon says, ``speaks_for`` what a
    clue speaks for before anything is fitted.
    """

    places: dict[str, dict[str, tuple[_Entry, ...]]]
    negatable: frozenset[str]
    negations: frozenset[str]
    cues: dict[str, str]
    speaks_for: dict[str, dict[str, float]]


def words_of(text: str, spans: Spans) -> list[Token]:
    """Return the words of the spans, in order."""
    tokens: list[Token] = []
    for span in spans:
        for match in _TOKEN.finditer(text, span.start, span.end):
            tokens.append(Token(_spelt(match[0], bool(tokens)), match.start(), match.end()))
            if len(tokens) == LONGEST:
                return tokens
    return tokens


def _spelt(printed: str, inside: bool) -> str:
    if printed[0].isdigit():
        return "0"
    if printed == "May" and inside:
        return "may (month)"
    word = _SPELT.get(printed) or printed.lower().replace("’", "'")
    return _SPELT.get(word, word)


def evidence_in(tokens: list[Token], place: str) -> Iterator[Evidence]:
    """Yield the evidence of a place (``content``, ``source``) among the words, from left to right."""
    lexicon = lexicon_of_acts()
    entries = lexicon.places[place]
    for start, token in enumerate(tokens):
        for entry in entries.get(token.word, ()):
            last = _last(entry.rest, tokens, start)
            if last is not None:
                yield Evidence(_kind(entry.kind, tokens, start, lexicon), Span(token.start, tokens[last].end))


def opening_evidence(tokens: list[Token]) -> Iterator[Evidence]:
    """Yield the evidence with which the words open, after words such as "that"."""
    for start, token in enumerate(tokens):
        for entry in lexicon_of_acts().places["opening"].get(token.word, ()):
            last = _last(entry.rest, tokens, start)
            if last is not None:
                yield Evidence(entry.kind, Span(token.start, tokens[last].end))
        if token.word not in _LEAD_INS:
            return


def _last(rest: tuple[frozenset[str] | None, ...], tokens: list[Token], start: int) -> int | None:
    """Return where the last word of an entry stands whose first stands at ``start``, or None."""
    place, reach = start, 1
    for words in rest:
        if words is None:
            reach = GAP + 1
            continue
        for next_place in range(place + 1, min(place + reach + 1, len(tokens))):
            if tokens[next_place].word in words:
                place, reach = next_place, 1
                break
        else:
            return None
    return place


def _kind(kind: str, tokens: list[Token], start: int, lexicon: Lexicon) -> str:
    if kind in lexicon.negatable:
        for token in tokens[max(0, start - NEGATION_REACH) : start]:
            if token.word in lexicon.negations:
                return kind + "_not"
    return kind


@cache
def lexicon_of_acts() -> Lexicon:
    """Return the lexicon, read and inflected once."""
    raw = tomllib.loads(
        files("onrecord.resolution").joinpath("lexicon", "acts.toml").read_text(encoding="utf-8")
    )
    places: dict[str, dict[str, list[_Entry]]] = {"content": {}, "opening": {}, "source": {}}
    for place, kind, words, _ in rows(raw):
        first, *rest = (_forms(word, raw) for word in words.split())
        entry = _Entry(f"{place}.{kind}", tuple(rest))
        for form in first or ():
            places[place].setdefault(form, []).append(entry)
    return Lexicon(
        {place: {form: tuple(same) for form, same in entries.items()} for place, entries in places.items()},
        frozenset(f"content.{kind}" for kind in raw["negatable"]),
        frozenset(raw["classes"]["neg"]),
        {lemma: act for act, lemmas in raw["cue"].items() for lemma in lemmas},
        raw["speaks_for"],
    )


def rows(raw: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each entry as place, kind, words and example."""
    for place in ("content", "opening", "source"):
        for kind, entries in raw[place].items():
            for words, example in entries.items():
                yield place, kind, words, example


def _forms(word: str, raw: dict[str, Any]) -> frozenset[str] | None:
    """Return every form of a word or class of an entry, or None for a gap."""
    if word == "~":
        return None
    if word.startswith("<"):
        return frozenset(raw["classes"][word.strip("<>")])
    regular = regular_forms(word) if len(word) > UNINFLECTED else ()
    return frozenset((word, *regular, *raw["irregular"].get(word, ())))
