from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord.extraction.extractor import WEIGHTS
from onrecord.extraction.windows import (
    CLS,
    MARKS,
    SEP,
    SHAPES,
    WINDOW,
    neighbourhood,
    spans_to_tokens,
    tokenize,
    window_features,
    windows,
)

PARAGRAPH = "The minister of the interior said on Monday that nobody had asked her about the bridge. "


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    path = Path(WEIGHTS) / "tokenizer.json"
    loaded = Tokenizer.from_file(str(path))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400))
def test_offsets_are_code_points_of_the_text(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenize(text, tokenizer)
    assert all(0 <= start < end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert (np.diff(tokens.starts) >= 0).all()


@pytest.mark.parametrize("paragraphs", [1, 3, 40])
@pytest.mark.parametrize("sentences", [1, 4, 30])
@pytest.mark.parametrize("first_core", [0, 40])
def test_each_token_lies_in_one_core(
    tokenizer: Tokenizer, paragraphs: int, sentences: int, first_core: int
) -> None:
    tokens = tokenize("\n\n".join([PARAGRAPH * sentences] * paragraphs), tokenizer)
    cut = windows(tokens, first_core)
    cores = [place for window in cut for place in range(window.core_start, window.core_end)]
    assert cores == list(range(len(tokens)))
    for window in cut:
        assert window.start <= window.core_start < window.core_end <= window.end
        rows = window_features(tokens, window)
        assert rows.shape[1] <= WINDOW
        assert rows[0, 0] == CLS
        assert rows[0, -1] == SEP


def test_a_cue_is_read_with_its_paragraph(tokenizer: Tokenizer) -> None:
    tokens = tokenize(f"{PARAGRAPH}\n\n{PARAGRAPH * 2}\n\n{PARAGRAPH}", tokenizer)
    (window,) = windows(tokens)
    middle = len(tokens) // 2
    start, stop = neighbourhood(tokens, window, middle)
    assert set(tokens.paragraph[start:stop]) == {1}
    assert (tokens.paragraph == 1).sum() == stop - start


def test_shapes_follow_the_case_of_the_whole_word(tokenizer: Tokenizer) -> None:
    text = "Zorblatt said NATO met iPhone makers in 2019."
    tokens = tokenize(text, tokenizer)
    shape = {text[a:b]: SHAPES[c] for a, b, c in zip(tokens.starts, tokens.ends, tokens.shapes, strict=True)}
    assert shape["said"] == "lower"
    assert shape["NATO"] == "upper"
    assert shape["2019"] == "digit"
    assert shape["."] == "punctuation"
    zorblatt = spans_to_tokens(tokens, [(0, 8)])[0]
    assert {SHAPES[code] for code in tokens.shapes[slice(*zorblatt)]} == {"title"}


def test_quotation_marks_reach_the_features(tokenizer: Tokenizer) -> None:
    text = "He said “we will stay” today."
    tokens = tokenize(text, tokenizer)
    marks = {text[a:b]: MARKS[c] for a, b, c in zip(tokens.starts, tokens.ends, tokens.marks, strict=True)}
    assert marks["He"] == "outside"
    assert marks["“"] == "opening"
    assert marks["will"] == "inside"
    assert marks["”"] == "closing"
    assert marks["today"] == "outside"
