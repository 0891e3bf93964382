"""The relations asserted on our own pairs are right, and enough of them are found."""

from __future__ import annotations

import pytest

from evaluation.relations import article_figures, gold_articles, gold_pairs, pair_figures, planted_pairs
from tests.linking.relations.samples import said


def test_there_are_enough_pairs_of_every_kind() -> None:
    pairs = [*gold_pairs("dev"), *gold_pairs("held")]
    assert len(pairs) >= 150
    assert {pair.kind for pair in pairs} == {"contradicts", "restates", "responds", "none"}
    assert len({(pair.a.printed, pair.b.printed) for pair in pairs}) == len(pairs)
    assert all(said.printed for half in ("dev", "held") for one, _ in gold_articles(half) for said in one)


@pytest.mark.parametrize("half", ["dev", "held"])
def test_what_is_asserted_is_right(half: str) -> None:
    figures = pair_figures(gold_pairs(half), half)
    assert figures[f"{half} contradicts precision"] >= 90
    assert figures[f"{half} restates precision"] >= 90
    assert figures[f"{half} contradicts recall"] >= 75
    assert figures[f"{half} restates recall"] >= 60
    assert article_figures(half)[f"{half} inside articles precision"] >= 90


def test_each_change_is_planted_once_in_a_copy() -> None:
    one = said("<The guild> {said} [the river will be clean in 12 years and every pump is safe].")
    planted = dict(planted_pairs([one]))
    assert planted["negation"].b.printed == "the river will not be clean in 12 years and every pump is safe"
    assert planted["modal"].b.printed == "the river may be clean in 12 years and every pump is safe"
    assert planted["opposite"].b.printed == "the river will be clean in 12 years and every pump is dangerous"
    assert planted["quantifier"].b.printed == "the river will be clean in 12 years and no pump is safe"
    assert planted["number"].b.printed != planted["number"].a.printed
    assert all(pair.a.printed == one.printed for pair in planted.values())
