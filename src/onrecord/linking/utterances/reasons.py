"""Why reports are taken for one utterance, in words that can be looked up in the articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.linking.utterances.evidence import Run, quoted_in, shared_run
from onrecord.linking.utterances.sides import Side
from onrecord.linking.utterances.speakers import Speakers, speakers
from onrecord.model import ReadArticle, Spans

MOST = 6
"""Reasons that are given; the rest say no more."""
_LONGEST = 12
"""Words of a shared run that are printed."""
_CLOSE = 0.5


def reasons(
    reports: Sequence[tuple[ReadArticle, int, Spans]], links: Sequence[tuple[int, int, float]]
) -> list[str]:
    """Return what speaks for some reports' being one, the strongest first.

    ``reports`` are articles with a statement's place in them and the spans of the report; ``links`` are
    pairs of reports, the likeliest first.  Only links that hang the reports together are looked at.
    """
    sides = [Side(*report) for report in reports]
    found: dict[str, None] = {}
    for a, b in _tree(len(reports), links):
        found |= dict.fromkeys(_of_pair(sides[a], sides[b]))
    return list(found)[:MOST]


def _tree(count: int, links: Sequence[tuple[int, int, float]]) -> Iterator[tuple[int, int]]:
    """Yield the links, likeliest first, that hang reports together which did not before (Kruskal 1956)."""
    group = list(range(count))
    for a, b, _ in links:
        if group[a] != group[b]:
            yield a, b
            old, new = group[b], group[a]
            group = [new if one == old else one for one in group]


def _of_pair(a: Side, b: Side) -> Iterator[str]:
    run = shared_run(a, b)
    if run.words > 2:
        yield f"{run.words} words the same: “{_printed(a, run)}”"
    if quoted_in(a, b) or quoted_in(b, a):
        yield "words that one quotes stand in the other"
    cosine = float(a.vector @ b.vector)
    if run.words <= 2 and cosine >= _CLOSE:
        yield f"alike in meaning ({cosine:.2f})"
    yield _speakers(a, b)
    if a.setting & b.setting:
        yield "said in one place or to one person"


def _speakers(a: Side, b: Side) -> str:
    how = speakers(a.said, b.said)
    names = [side.said.speaker.name for side in (a, b) if side.said.speaker]
    if how is Speakers.SAME and names:
        return f"both by {names[0]}"
    if how is Speakers.NEAR:
        return f"by {' and '.join(sorted(set(names)))}, one of whom may speak for the other"
    if how is Speakers.APART:
        return f"put in the mouths of {' and '.join(sorted(set(names)))}"
    return f"one by {names[0]}, one by somebody not made out" if names else "by nobody made out"


def _printed(side: Side, run: Run) -> str:
    """Return the words of a run as printed, cut short where they are many."""
    words = side.said.words[run.start : run.start + min(run.words, _LONGEST)]
    text = side.said.article.text[words[0].start : words[-1].end]
    return " ".join(text.split()) + (" …" if run.words > _LONGEST else "")
