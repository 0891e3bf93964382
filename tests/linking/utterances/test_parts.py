"""A content in parts: all of its words, in order, each once, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.utterances.parts import FEWEST_WORDS, parts, stands_alone
from onrecord.linking.utterances.sides import shapes
from onrecord.model import Article, Attribution, Quote, ReadArticle, Span, Spans, Statement, spans
from onrecord.words import words

PIECES = (
    "We object. ",
    "“No, ”",
    "and that he would go",
    ", and has ",
    "; ",
    ": “",
    "U.S. ",
    "Mr. Ott ",
    "1.5 ",
    "…” ",
    "\n\n",
    " ",
    "?! ",
    ", that ",
    "屈服不会。",
    "É",
    "[…] ",
    ", ",
    "the old pier is rotten to the last plank",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=14).map("".join)


@st.composite
def contents(draw: st.DrawFn) -> tuple[str, Spans]:
    text = draw(TEXTS.filter(bool))
    marks = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted))
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    return text, spans(pairs)


def tokens(text: str, some: Spans) -> list[tuple[str, int]]:
    return [(word.token, word.start + span.start) for span in some for word in words(span.of(text))]


class TestAnyText:
    @settings(max_examples=300, deadline=None)
    @given(contents())
    def test_parts_are_in_order_inside_and_have_every_word_once(self, given_: tuple[str, Spans]) -> None:
        text, content = given_
        found = parts(text, content)
        flat = [span for part in found for span in part]
        assert all(part for part in found)
        assert all(one.end <= other.start for one, other in zip(flat, flat[1:], strict=False))
        assert all(any(one.start <= span.start and span.end <= one.end for one in content) for span in flat)
        places = {place for span in flat for place in range(span.start, span.end)}
        for token, start in tokens(text, content):
            assert start in places, token
        for part in found:
            stands_alone(text, part)

    @settings(max_examples=200, deadline=None)
    @given(contents())
    def test_no_part_but_a_lone_one_is_too_short(self, given_: tuple[str, Spans]) -> None:
        text, content = given_
        found = parts(text, content)
        if len(found) > 1:
            assert all(len(tokens(text, part)) >= FEWEST_WORDS for part in found[:-1])

    @settings(max_examples=200, deadline=None)
    @given(contents())
    def test_shapes_number_the_smallest_and_end_with_the_whole(self, given_: tuple[str, Spans]) -> None:
        text, content = given_
        statement = Statement("a-1", "a", Attribution(content, (), (), Quote.DIRECT, True, 1.0))
        found = shapes(ReadArticle(Article("a", text), (statement,), (), "v"), 0)
        smallest = [one for one in found if one[0] == one[1]]
        assert [one[0] for one in smallest] == list(range(len(smallest)))
        assert found[-1][:2] == (0, len(smallest) - 1)
        assert not smallest[0][2]
        keys = {(first, last) for first, last, _, _ in found}
        assert len(keys) == len(found)


class TestExamples:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("“The pier is rotten. It will be closed.”", ["“The pier is rotten.", "It will be closed.”"]),
            ("the pier, that is", ["the pier, that is"]),
            ("the pier is shut, he says; sadly", ["the pier is shut, he says; sadly"]),
            (
                "that the pier was rotten and that it would be closed",
                ["that the pier was rotten", "and that it would be closed"],
            ),
            ("Mr. Ott of the U.S. Navy owns the pier", ["Mr. Ott of the U.S. Navy owns the pier"]),
            (
                "We close the pier; the dockers are paid until May",
                ["We close the pier", "the dockers are paid until May"],
            ),
            ("“Never. The pier stays as it is.”", ["“Never. The pier stays as it is.”"]),
            ("the pier costs 1.5 million crowns a year", ["the pier costs 1.5 million crowns a year"]),
        ],
    )
    def test_where_a_content_is_cut(self, content: str, expected: list[str]) -> None:
        found = parts(content, (Span(0, len(content)),))
        assert [" … ".join(span.of(content) for span in part) for part in found] == expected

    def test_what_stands_between_two_spans_of_a_content_is_in_no_part(self) -> None:
        text = "ab, cd"
        assert parts(text, spans([(0, 2), (4, 6)])) == (spans([(0, 2), (4, 6)]),)

    def test_a_content_without_words_is_one_part(self) -> None:
        content = spans([(0, 2)])
        assert parts("  , ", content) == (content,)

    def test_a_clause_that_stands_alone(self) -> None:
        text = "that he went and that he came"
        _, second = parts(text, (Span(0, len(text)),))
        assert stands_alone(text, second)
        assert not stands_alone("He went; she came", (Span(9, 17),))
