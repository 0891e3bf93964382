"""The word lists of relations: every entry is found by its example."""

from __future__ import annotations

import re

import pytest

from onrecord.extraction.cue_lexicon import classify
from onrecord.linking.relations.claims import claim_of, tokens_of
from onrecord.linking.relations.lexicon_entries import (
    bounds,
    concepts,
    entry_at,
    lemma,
    lexicon,
    polarity_at,
    positions,
    replies,
)
from onrecord.model import Quote, Span

MARK = re.compile(r"\{(.+)\}")


def rows(name: str) -> list[tuple[str, str, str]]:
    """Return section, words and example of each entry of a file."""
    found = []
    for section, entries in lexicon(name).items():
        for words, example in entries.items():
            if isinstance(example, str):
                found.append((section, words, example))
            else:
                found.extend((f"{section}.{words}", inner, one) for inner, one in example.items())
    return found


def marked(example: str) -> tuple[str, Span]:
    match = MARK.search(example)
    assert match, example
    text = example.replace("{", "").replace("}", "")
    return text, Span(match.start(), match.start() + len(match[1]))


@pytest.mark.parametrize("row", rows("opposites"), ids=str)
def test_opposites(row: tuple[str, str, str]) -> None:
    section, words, example = row
    axis, end = section.split(".")
    text, span = marked(example)
    entries, senses = concepts()
    tokens = tokens_of(text, (Span(0, len(text)),))
    at = next(index for index, token in enumerate(tokens) if token.start == span.start)
    entry = entry_at(entries, [token.lemma for token in tokens], at)
    assert entry is not None and senses[entry[1]] == senses[words]
    assert senses[words] == (f"±{axis}", 1 if end == "up" else -1)
    terms = [term for clause in _claim(text).clauses for term in clause.terms.values()]
    assert any(term.concept == f"±{axis}" and term.start == span.start for term in terms)


@pytest.mark.parametrize("row", rows("same"), ids=str)
def test_words_alike(row: tuple[str, str, str]) -> None:
    concept, _, example = row
    text, span = marked(example)
    terms = [term for clause in _claim(text).clauses for term in clause.terms.values()]
    assert [term.concept for term in terms if term.start == span.start] == [f"={concept}"]


def _claim(text: str):  # type: ignore[no-untyped-def]
    return claim_of(text, (Span(0, len(text)),), (), Quote.DIRECT)


@pytest.mark.parametrize("row", rows("polarity"), ids=str)
def test_polarity(row: tuple[str, str, str]) -> None:
    section, words, example = row
    text, span = marked(example)
    tokens = tokens_of(text, (Span(0, len(text)),))
    lemmas = [token.lemma for token in tokens]
    at = next(index for index, token in enumerate(tokens) if token.start == span.start)
    forms, name = [token.form for token in tokens], section.split(".")[-1]
    found = polarity_at(forms, lemmas, at)
    if "." in section:
        found = entry_at(bounds(), lemmas, at)
    assert found == (len(tokens_of(text, (span,))), name)
    assert lemma(words.split()[0]) == lemmas[at]


@pytest.mark.parametrize("row", rows("replies"), ids=str)
def test_replies(row: tuple[str, str, str]) -> None:
    text, span = marked(row[2])
    tokens = tokens_of(text, (span,))
    assert entry_at(replies(), [token.form for token in tokens], 0) == (len(tokens), row[1])


@pytest.mark.parametrize("row", [one for one in rows("denials") if one[0] != "nouns"], ids=str)
def test_denials(row: tuple[str, str, str]) -> None:
    text, span = marked(row[2])
    cue = classify(span.of(text))
    assert cue is not None and cue.lemma == row[1]
    content = (Span(span.end + 1, len(text) - 1),)
    assert claim_of(text, content, (span,), Quote.INDIRECT).denied == (span,)


@pytest.mark.parametrize("noun", lexicon("denials")["nouns"].values())
def test_nouns_of_claims(noun: str) -> None:
    text, span = marked(noun)
    cue = Span(3, text.index(" ", 3))
    content = (Span(cue.end + 1, len(text) - 1),)
    assert span.start >= content[0].start
    assert claim_of(text, content, (cue,), Quote.INDIRECT).denied == (cue,)


@pytest.mark.parametrize("name", [one.name for one in positions()])
def test_positions(name: str) -> None:
    for example in lexicon("positions")[name]["examples"]:
        assert _claim(example).positions == {name}, example


def test_no_word_is_on_two_axes_or_in_two_groups() -> None:
    seen = [lemma(words) for _, words, _ in [*rows("opposites"), *rows("same")] if " " not in words]
    assert sorted(seen) == sorted(set(seen))
