"""The whole of resolution on any text: it never fails, and all it gives lies in the text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction import load_extractor
from onrecord.extraction.extractor import NeuralExtractor
from onrecord.model import Article
from onrecord.resolution import resolve

WORDS = st.lists(
    st.sampled_from(
        (
            "Mayor Olga Lindt said that he she they the founder of Orinam denied asked whether on "
            'Monday told reporters according to “No,” "Yes." Q: A: KPT: who I we his wife , . an unnamed '
            "source is accused 中文"
        ).split()
        + ["\n\n"]
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def extractor() -> NeuralExtractor:
    return load_extractor()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS)
def test_any_words_are_resolved(extractor: NeuralExtractor, words: list[str]) -> None:
    text = " ".join(words)
    extraction = extractor.extract([text])[0]
    statements, people, _ = resolve(Article("a", text, published="2019-02-20"), extraction)
    ids, known = {statement.id for statement in statements}, {person.id for person in people}
    assert len(ids) == len(extraction.attributions)
    for statement in statements:
        assert {statement.speaker, statement.addressee, *statement.via} <= known | {None}
        assert {statement.parent, statement.answers} <= ids | {None}
        assert statement.parent != statement.id
        for ground in statement.grounds:
            assert 0 <= ground.confidence <= 1
            assert all(span.end <= len(text) for span in ground.spans)
    for person in people:
        assert all(span.end <= len(text) for span in person.mentions)


def test_the_same_text_gives_the_same_people(extractor: NeuralExtractor) -> None:
    text = (
        "Mayor Olga Lindt told KPT that she would go. “I am tired,” she said on Monday. Her wife denied it."
    )
    article = Article("a", text, published="2019-02-20")
    first = resolve(article, extractor.extract([text])[0])
    assert resolve(article, extractor.extract([text, "Other words.", text])[2]) == first
