"""Turn the network's scores into cue spans and, for each cue, source and content spans.

Pure arithmetic on arrays; no text, no model.  Token spans are half-open ``(first, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.network_shape import TAGS

Floats = NDArray[np.float32]
TokenSpan = tuple[int, int]
FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue span with the probability that a cue starts there."""

    first: int
    end: int
    probability: float


def allowed_moves() -> tuple[Floats, Floats]:
    """Return penalties (0 or FORBIDDEN) of moving from tag to tag, and of beginning with a tag."""
    moves = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    begin = np.zeros(len(TAGS), dtype=np.float32)
    for after, name in enumerate(TAGS):
        if name.startswith("I-"):
            begin[after] = FORBIDDEN
            for before, previous in enumerate(TAGS):
                if previous[2:] != name[2:]:
                    moves[before, after] = FORBIDDEN
    return moves, begin


def choose_cues(scores: Floats, threshold: float) -> list[FoundCue]:
    """Return the cues of a run of tokens, in order and without overlap, the surest first served.

    ``scores`` is (tokens, 1 + longest); column 0 says *none*, column k a cue of k tokens.
    """
    shifted = scores - scores.max(axis=1, keepdims=True)
    weights = np.exp(shifted)
    starts = 1.0 - weights[:, 0] / weights.sum(axis=1)
    found: list[FoundCue] = []
    candidates = np.flatnonzero(starts >= threshold)
    for first in candidates[np.argsort(-starts[candidates], kind="stable")]:
        end = int(first) + 1 + int(np.argmax(scores[first, 1:]))
        if all(end <= cue.first or cue.end <= first for cue in found):
            found.append(FoundCue(int(first), end, float(starts[first])))
    return sorted(found, key=lambda cue: cue.first)


def best_tags(
    scores: Floats, lengths: NDArray[np.int64], moves: Floats, begin: Floats
) -> tuple[NDArray[np.int64], Floats]:
    """Return each row's best tag sequence (Viterbi) and its probability (forward algorithm).

    ``scores`` is (rows, length, tags), left-aligned; what lies past a row's length is ignored.
    """
    rows, longest, _ = scores.shape
    best, total = scores[:, 0] + begin, scores[:, 0] + begin
    back = np.zeros((longest, *best.shape), dtype=np.int64)
    everyone = np.arange(rows)
    for place in range(1, longest):
        alive = (lengths > place)[:, None]
        paths = best[:, :, None] + moves
        came = paths.argmax(axis=1)
        back[place] = np.where(alive, came, np.arange(best.shape[1]))
        best = np.where(alive, np.take_along_axis(paths, came[:, None], 1)[:, 0] + scores[:, place], best)
        total = np.where(alive, _logsum(total[:, :, None] + moves) + scores[:, place], total)
    tags = np.zeros((rows, longest), dtype=np.int64)
    tags[:, -1] = best.argmax(axis=1)
    score = best[everyone, tags[:, -1]]
    for place in range(longest - 1, 0, -1):
        tags[:, place - 1] = back[place, everyone, tags[:, place]]
    return tags, np.exp(score - _logsum(total[:, :, None])[:, 0]).astype(np.float32)


def _logsum(values: Floats) -> Floats:
    top = values.max(axis=1)
    summed: Floats = top + np.log(np.exp(values - top[:, None]).sum(axis=1))
    return summed


def tagged_spans(tags: NDArray[np.int64], role: str) -> list[TokenSpan]:
    """Return the runs of a role, ``source`` or ``content``, in a row of tags."""
    begin, inside = TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}")
    spans: list[TokenSpan] = []
    for place, tag in enumerate(tags.tolist()):
        if tag == begin:
            spans.append((place, place + 1))
        elif tag == inside and spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
    return spans


def nearest(spans: list[TokenSpan], first: int, end: int) -> list[TokenSpan]:
    """Return the span nearest to the cue ``[first, end)``, alone: an attribution names its source once.

    Of 16,800 annotated sources 9 are in pieces, so a second piece is almost always another's name.
    """
    return sorted(spans, key=lambda span: max(first - span[1], span[0] - end, 0))[:1]
