import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onrecord.extraction.decode import allowed_moves, best_tags, choose_cues, tagged_spans
from onrecord.extraction.network_shape import TAGS

FINITE = st.floats(-5, 5, width=32)


def _brute_force(scores: np.ndarray, moves: np.ndarray, begin: np.ndarray) -> tuple[tuple[int, ...], float]:
    weights = {}
    for path in itertools.product(range(scores.shape[1]), repeat=len(scores)):
        total = begin[path[0]] + sum(scores[place, tag] for place, tag in enumerate(path))
        weights[path] = total + sum(moves[a, b] for a, b in itertools.pairwise(path))
    best = max(weights, key=lambda path: weights[path])
    return best, float(np.exp(weights[best]) / sum(np.exp(value) for value in weights.values()))


@settings(max_examples=25, deadline=None)
@given(arrays(np.float32, (4, len(TAGS)), elements=FINITE))
def test_best_tags_are_those_of_brute_force(scores: np.ndarray) -> None:
    moves, begin = allowed_moves()
    tags, sure = best_tags(scores[None], np.array([4]), moves, begin)
    path, probability = _brute_force(scores, moves, begin)
    assert float(sure[0]) == pytest.approx(probability, rel=1e-3)
    assert tuple(tags[0]) == path or probability < 0.5


@settings(max_examples=25, deadline=None)
@given(arrays(np.float32, (3, 6, len(TAGS)), elements=FINITE), st.integers(1, 6))
def test_what_lies_past_a_row_changes_nothing(scores: np.ndarray, length: int) -> None:
    moves, begin = allowed_moves()
    alone, sure_alone = best_tags(scores[:1, :length], np.array([length]), moves, begin)
    among, sure_among = best_tags(scores, np.array([length, 6, 3]), moves, begin)
    assert list(alone[0]) == list(among[0, :length])
    assert float(sure_alone[0]) == pytest.approx(float(sure_among[0]), rel=1e-4)


def test_an_inside_tag_never_stands_without_its_beginning() -> None:
    moves, begin = allowed_moves()
    scores = np.zeros((1, 5, len(TAGS)), dtype=np.float32)
    scores[:, :, TAGS.index("I-content")] = 5
    tags, _ = best_tags(scores, np.array([5]), moves, begin)
    assert tagged_spans(tags[0], "content") == [(0, 5)]
    assert tags[0, 0] == TAGS.index("B-content")


def test_two_pieces_stay_two() -> None:
    row = np.array([TAGS.index(tag) for tag in ("B-content", "O", "B-source", "B-content", "I-content")])
    assert tagged_spans(row, "content") == [(0, 1), (3, 5)]
    assert tagged_spans(row, "source") == [(2, 3)]


def test_the_surest_of_overlapping_cues_is_kept() -> None:
    scores = np.zeros((4, 4), dtype=np.float32)
    scores[:, 0] = 4
    scores[1] = [0, 0, 6, 0]
    scores[2] = [0, 3, 0, 0]
    (cue,) = choose_cues(scores, 0.5)
    assert (cue.first, cue.end) == (1, 3)
    assert cue.probability > 0.9


def test_no_cue_where_none_is_likely() -> None:
    scores = np.zeros((4, 4), dtype=np.float32)
    scores[:, 0] = 9
    assert choose_cues(scores, 0.5) == []
