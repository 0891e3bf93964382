"""Who and what an article mentions."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction import load_extractor
from onrecord.extraction.extractor import NeuralExtractor
from onrecord.extraction.pair_features import SIZES, WORD_CLASSES, Head, HeadTable, pair_features, word_class
from onrecord.model import EntityKind, MentionForm

ARTICLE = (
    "BRISTOW - Mayor Olga Lindt told reporters on Tuesday that the city would not pay for a second pier.\n\n"
    "“We have no money,” she said. Her deputy, Peter Brandt, said the Harbour Board had offered a loan.\n"
)


@pytest.fixture(scope="module")
def extractor() -> NeuralExtractor:
    return load_extractor()


def test_names_with_their_kinds(extractor: NeuralExtractor) -> None:
    mentions = extractor.extract([ARTICLE])[0].mentions
    names = {m.span.of(ARTICLE): m.kind for m in mentions if m.form is MentionForm.NAME}
    assert names["Olga Lindt"] is EntityKind.PERSON
    assert names["Peter Brandt"] is EntityKind.PERSON
    assert names["Harbour Board"] is EntityKind.ORGANIZATION


def test_a_pronoun_refers_back(extractor: NeuralExtractor) -> None:
    mentions = extractor.extract([ARTICLE])[0].mentions
    she = next(m for m in mentions if m.span.of(ARTICLE) == "she")
    best = mentions[she.antecedents[0].mention]
    assert best.span.of(ARTICLE) in ("Olga Lindt", "Mayor")
    assert sum(one.probability for one in she.antecedents) <= 1.001


SOUP = st.text(st.sampled_from("ab .,:\n\"“”‘’'AB he she said中文🙂"), max_size=200)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SOUP)
def test_mentions_stand_in_the_text_and_antecedents_before_them(
    extractor: NeuralExtractor, text: str
) -> None:
    mentions = extractor.extract([text])[0].mentions
    assert [m.span.start for m in mentions] == sorted(m.span.start for m in mentions)
    for index, mention in enumerate(mentions):
        assert mention.span.end <= len(text)
        assert all(one.mention < index for one in mention.antecedents)


@pytest.mark.parametrize(
    ("before", "head", "name", "wanted"),
    [
        ("then ", "he", False, "he"),
        ("then Mr ", "Orr", True, "mr"),
        ("then Mrs. ", "Orr", True, "ms"),
        ("then ", "Orr", True, "name"),
        ("then the old ", "mill", False, "definite"),
        ("then an old ", "mill", False, "indefinite"),
        ("Orr's ", "mill", False, "definite"),
    ],
)
def test_word_classes(before: str, head: str, name: bool, wanted: str) -> None:
    text = before + head + " left"
    assert WORD_CLASSES[word_class(text, len(before), len(before) + len(head), name)] == wanted


def test_features_stay_within_their_sizes() -> None:
    heads = [
        Head(9 * n, 9 * n + 3, 9 * n, 9 * n + 1, n // 9, n % 7, "Orr", n % len(WORD_CLASSES))
        for n in range(70)
    ]
    rows = pair_features(HeadTable.of(heads), 69, 9)
    assert rows.shape == (60, len(SIZES))
    assert (rows >= 0).all()
    assert (rows < SIZES).all()
