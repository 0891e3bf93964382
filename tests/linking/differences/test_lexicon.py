"""Every entry of the word lists does what its example shows."""

from __future__ import annotations

import re

import pytest

from onrecord.linking.differences.numbers import amount
from onrecord.linking.differences.word_lists import lexicon
from tests.linking.differences.wordings import edits, said, standing_out, told

SPELLINGS = [row for section in lexicon("spelling").values() for row in section.items()]
NUMBERS = [row for section in lexicon("numbers").values() for row in section.items()]
SHIFTS = [
    row
    for section in ("pronouns", "tenses", "deixis", "introduces")
    for row in lexicon("backshift")[section].items()
]
STANDOUTS = [
    (section, word, example)
    for section in ("negation", "modal", "quantifier", "number", "dates")
    for word, example in lexicon("standouts")[section].items()
]


def bare(example: str) -> str:
    return re.sub(r"[{}]", "", example)


@pytest.mark.parametrize(("entry", "example"), SPELLINGS, ids=lambda row: str(row)[:24])
def test_a_form_is_the_one_form(entry: str, example: str) -> None:
    form, one = entry.split(" = ")
    found = re.search(r"\{(.+)\}", example)
    assert found
    word = re.sub(rf"^{re.escape(form)}", one, found[1], flags=re.IGNORECASE)
    assert word != found[1]
    assert [kind for kind, *_ in edits(bare(example), example.replace(found[0], word))] == ["spelling"]


@pytest.mark.parametrize(("entry", "example"), NUMBERS, ids=lambda row: str(row)[:24])
def test_a_number_word_is_its_number(entry: str, example: str) -> None:
    word, value = entry.split(" = ")
    assert f"{{{word}}}" in example
    assert (amount([word], 0) or (0, ""))[1].rstrip("th") == f"#{float(value):.12g}"


@pytest.mark.parametrize(("entry", "example"), SHIFTS, ids=lambda row: str(row)[:24])
def test_indirect_speech_shifts_it(entry: str, example: list[str]) -> None:
    word = entry.split(" = ")[0]
    direct, indirect = example
    assert f"{{{word}}}" in direct.lower() or "{that}" in indirect
    kinds = {kind for kind, *_ in edits(said(f"“{bare(direct)}”"), told(bare(indirect)))} - {"punctuation"}
    assert kinds == {"backshift"}


@pytest.mark.parametrize(("section", "word", "example"), STANDOUTS)
def test_leaving_it_out_stands_out(section: str, word: str, example: str) -> None:
    found = re.search(r"\{(.+)\}", example)
    assert found and found[1].lower() == word
    whole = f"So it was then, they say, {bare(example)[0]}{bare(example)[1:]}"
    without = whole.replace(found[1], "", 1)
    kind = "number" if section == "dates" else section
    assert kind in {row[0] for row in standing_out(whole, without + " they said again")}


@pytest.mark.parametrize(("word", "example"), lexicon("standouts")["prefixes"].items())
def test_a_prefix_denies(word: str, example: str) -> None:
    found = re.search(r"\{(.+)\}", example)
    assert found and found[1].startswith(word)
    assert standing_out(bare(example), example.replace(found[0], found[1][len(word) :])) == [
        ("negation", found[1], found[1][len(word) :])
    ]


@pytest.mark.parametrize(("word", "example"), lexicon("standouts")["no_names"].items())
def test_a_capital_does_not_make_it_a_name(word: str, example: str) -> None:
    found = re.search(r"\{(.+)\}", example)
    assert found and found[1].lower() == word
    assert standing_out(bare(example), re.sub(r"\s*\{.+\}", "", example)) == []
