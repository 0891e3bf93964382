from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Article, Span, article_id, spans

OFFSETS = st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda pair: (pair[0], sum(pair)))


@given(st.text(min_size=1), st.data())
def test_a_span_is_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = Span(start, end).of(text)
    assert words == text[start:end]
    assert len(words) == end - start


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 4)])
def test_a_span_is_never_empty_nor_before_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"0 <= start < end"):
        Span(start, end)


@given(st.lists(OFFSETS))
def test_spans_come_in_text_order(pairs: list[tuple[int, int]]) -> None:
    assert list(spans(pairs)) == sorted(spans(pairs))


@given(st.text())
def test_the_hash_is_of_the_text(text: str) -> None:
    one, other = Article("1", text, title="a"), Article("2", text, title="b")
    assert one.sha256 == other.sha256
    assert len(one.sha256) == 64


def test_the_same_text_in_two_outlets_is_two_articles() -> None:
    assert article_id("Text.", "Courier", None) != article_id("Text.", "Standard", None)
    assert article_id("Text.", "Courier", None) == article_id("Text.", "Courier", None)


def test_what_distinguishes_does_not_run_together() -> None:
    assert article_id("Text.", "ab", "c") != article_id("Text.", "a", "bc")


def test_nothing_changes_once_made() -> None:
    with pytest.raises(AttributeError):
        Article("1", "Text.").text = "Other."  # type: ignore[misc]
