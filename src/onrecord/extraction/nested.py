"""Find reports inside reports: each content is read again as a text of its own.

PolNeAR, which the network learned from, annotates the outermost relation only, so a content read in its
place yields little.  Read by itself, sentence by sentence, without the quotation marks around it and the
"that" before it, it
looks like any other text: *British intelligence concluded that ...* inside what a paper reported.  Only
sentences in which the cue lexicon knows a word are read again.

Invariant: a nested attribution lies wholly inside the content of its parent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from onrecord.extraction.cue_lexicon import classify, may_report
from onrecord.extraction.windows import BREAKS, MARKS, Tokens
from onrecord.model import Attribution, Quote

DEEPEST = 4
"""Reports inside reports that are looked for; nobody prints more."""
FEWEST_TOKENS = 5


def contents_to_read(
    text: str, tokens: Tokens, attributions: Sequence[Attribution], among: Sequence[int]
) -> Tokens:
    """Return the sentences of the contents of attributions ``among`` that may hold a report."""
    picked, owner, number = [], [], 0
    for index in among:
        quoted = attributions[index].quote is not Quote.INDIRECT
        for sentence in _sentences(text, tokens, _tokens_of(text, tokens, attributions[index])):
            if len(sentence) >= FEWEST_TOKENS and _may_report(text, tokens, sentence):
                picked.append(sentence)
                owner.append(np.full(len(sentence), 2 * number + quoted))
                number += 1
    if not picked:
        nothing = np.zeros(0, dtype=np.int64)
        return _taken(tokens, nothing, nothing)
    return _taken(tokens, np.concatenate(picked), np.concatenate(owner))


def _sentences(text: str, tokens: Tokens, places: np.ndarray) -> list[np.ndarray]:
    """Return a content's tokens sentence by sentence; its pieces are joined as they would be read."""
    ends = [
        n + 1
        for n in range(len(places) - 1)
        if text[tokens.starts[places[n]] : tokens.ends[places[n]]] in (".", "!", "?")
        and tokens.starts[places[n + 1]] > tokens.ends[places[n]]
        and not text[tokens.starts[places[n + 1]]].islower()
    ]
    return np.split(places, ends)


def _may_report(text: str, tokens: Tokens, places: np.ndarray) -> bool:
    """Say whether the cue lexicon knows a word of the sentence as communication, or perhaps as such."""
    return may_report(text[int(tokens.starts[places[0]]) : int(tokens.ends[places[-1]])])


def _tokens_of(text: str, tokens: Tokens, attribution: Attribution) -> np.ndarray:
    """Return the tokens of a content without the marks around it and without a leading *that*."""
    parts = []
    for span in attribution.content:
        first = int(np.searchsorted(tokens.starts, span.start))
        last = int(np.searchsorted(tokens.ends, span.end, side="right"))
        while first < last and tokens.marks[first] == MARKS.index("opening"):
            first += 1
        while last > first and tokens.marks[last - 1] == MARKS.index("closing"):
            last -= 1
        parts.append(np.arange(first, last))
    whole = np.concatenate(parts)
    if len(whole) and text[tokens.starts[whole[0]] : tokens.ends[whole[0]]].lower() == "that":
        whole = whole[1:]
    return whole


def _taken(tokens: Tokens, places: np.ndarray, owner: np.ndarray) -> Tokens:
    """Return the tokens at ``places`` as a text of their own, a paragraph for each sentence.

    ``owner`` numbers the sentences: odd ones are quoted, and lose a level of quotation marks.
    """
    quoted = owner % 2 == 1
    opens = np.ones(len(places), dtype=bool)
    opens[1:] = owner[1:] != owner[:-1]
    breaks = tokens.breaks[places].copy()
    breaks[(breaks == BREAKS.index("paragraph")) | (breaks == BREAKS.index("line"))] = BREAKS.index("none")
    breaks[opens] = BREAKS.index("paragraph")
    return Tokens(
        ids=tokens.ids[places],
        starts=tokens.starts[places],
        ends=tokens.ends[places],
        shapes=tokens.shapes[places],
        marks=np.where(quoted, _ONE_LEVEL_OUT[tokens.marks[places]], tokens.marks[places]).astype(np.int32),
        breaks=breaks,
        paragraph=(np.cumsum(opens) - 1).astype(np.int32),
    )


_ONE_LEVEL_OUT = np.array([MARKS.index(name) for name in (
    "outside", "outside", "inside", "opening", "closing", "outside", "outside",
)])  # fmt: skip
"""What a mark's code becomes when the quotation around it is taken away (by MARKS)."""


def may_be_nested(cue: str, chance: float) -> bool:
    """Say whether a cue inside a content is worth the tagger's time; ``chance`` is the network's."""
    known = classify(cue)
    if known is None or known.communicated is None:
        return chance >= UNKNOWN_CUE - SLACK
    return known.communicated and not known.negated and not _UNREAL.match(cue)


def is_report(text: str, attribution: Attribution) -> bool:
    """Say whether something was said there: no mere thought, no *would say*, no *if they say*.

    Inside a quotation the network takes thoughts and plans for reports, for nobody told it otherwise; the
    cue lexicon and the mood of the verb do.
    """
    cue = " ".join(span.of(text) for span in attribution.cue)
    known = classify(cue)
    if not attribution.communicated or (known is not None and known.communicated is False):
        return False
    if (known is not None and known.negated) or _UNREAL.match(cue) or _supposed(text, attribution):
        return False
    if attribution.source and _NOBODY.match(attribution.source[0].of(text)):
        return False
    if attribution.source and _SPEAKER.fullmatch(attribution.source[0].of(text)) and not _PAST.search(cue):
        return False
    if all(_EMPTY.fullmatch(span.of(text).strip("\"“”‘’' ,.")) for span in attribution.content):
        return False
    if not attribution.source and _IMPERATIVE.fullmatch(cue):
        return False
    if known is not None and known.lemma in _TOPIC and attribution.quote is Quote.INDIRECT:
        return False
    if known is None or known.communicated is None:
        return attribution.confidence >= UNKNOWN_CUE
    return attribution.confidence >= KNOWN_CUE


_UNREAL = re.compile(
    r"(?:can|could|would|should|will|shall|may|might|must|cannot|won['’]t|can['’]t|wouldn['’]t|"
    r"to(?! have\b)|let|never|(?:have|has|had|need|needs|ought)\s+to)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"I|we", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:have|has|had|did|was|were|said|told|wrote|put|gave|made|spoke|swore|\w{2,}ed)\b|['’](?:ve|d)\b",
    re.IGNORECASE,
)
"""What shows that *I* report an earlier word of mine: "I welcome this" is said now, not reported."""
_IMPERATIVE = re.compile(r"(?:ask|tell|say|call|admit|explain|imagine)", re.IGNORECASE)
_TOPIC = frozenset(("discuss", "talk", "talk about", "require"))
"""Cues that, of a mere topic or of a rule's demand, report nothing that was said."""
_SUPPOSED = re.compile(r"\b(?:if|unless|whether|whenever|until|before)\s+(?:\w+\s+){0,1}$", re.IGNORECASE)
_EMPTY = re.compile(r"(?:it|that|this|so|what|which|who|we|he|she|they|them|yes|no)", re.IGNORECASE)
_NOBODY = re.compile(r"(?:nobody|no one|anybody|anyone|whoever)\b", re.IGNORECASE)


def _supposed(text: str, attribution: Attribution) -> bool:
    """Say whether the report is only supposed: *even if the government says so*."""
    place = min(span.start for span in (*attribution.source, *attribution.cue))
    return bool(_SUPPOSED.search(text, max(0, place - 25), place))


KNOWN_CUE, UNKNOWN_CUE = 0.3, 0.9
"""Confidence from which a nested report counts: with a cue that the lexicon knows to communicate, without."""
SLACK = 0.15
"""By how much a relation's confidence may lie above its cue's chance."""
NESTED_THRESHOLD = 0.2
"""Probability from which a cue inside a content is looked at."""


def inside_content(inner: Attribution, outer: Attribution) -> bool:
    """Say whether all of an attribution stands inside the content of another."""
    spans = (*inner.content, *inner.cue, *inner.source)
    return all(any(o.start <= s.start and s.end <= o.end for o in outer.content) for s in spans)


def with_parents(
    attributions: Sequence[Attribution], given: Sequence[int | None]
) -> tuple[tuple[Attribution, ...], tuple[int | None, ...]]:
    """Return the attributions in text order with the index of each one's parent.

    Of what was found side by side, one that stands inside another's content has that one as parent, the
    smallest if there are several.
    """
    order = sorted(range(len(attributions)), key=lambda n: _place(attributions[n]))
    rank = {old: new for new, old in enumerate(order)}
    parents: list[int | None] = []
    for old in order:
        parent = given[old]
        if parent is None:
            around = [
                other for other in range(len(attributions))
                if other != old and attributions[other] != attributions[old]
                and inside_content(attributions[old], attributions[other])
            ]  # fmt: skip
            parent = min(around, key=lambda n: size(attributions[n]), default=None)
        parents.append(None if parent is None else rank[parent])
    return tuple(attributions[old] for old in order), tuple(parents)


def _place(attribution: Attribution) -> tuple[int, int]:
    return attribution.content[0].start, -size(attribution)


def size(attribution: Attribution) -> int:
    """Return the code points of a content."""
    return sum(span.end - span.start for span in attribution.content)
