"""Find who and what an article mentions, and which earlier mention each may refer back to.

The mention branch of the encoder names persons, organisations and places, and the head nouns of
descriptions; pronouns are a closed list.  Antecedents are ranked for the mentions that statements
depend on, and for those that these may refer to, and for no others: that is where the time goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extraction.network import Weights
from onrecord.extraction.network_shape import MENTION_FORMS, MENTION_KINDS, NAME_TAGS
from onrecord.extraction.pair_features import (
    CANDIDATES,
    CLASS_OF,
    WORD_CLASSES,
    Head,
    HeadTable,
    Ints,
    pair_features,
    word_class,
)
from onrecord.extraction.windows import Tokens
from onrecord.model import Antecedent, EntityKind, Mention, MentionForm, Span

Floats = NDArray[np.float32]

PERSONAL = frozenset(("he", "she", "it", "they", "i", "we", "you"))
"""Classes of pronouns that are mentions wherever they stand."""
ANAPHORIC = frozenset(("he", "she", "it", "they", "definite"))
"""Classes that refer back to something printed, and have their antecedents ranked."""
NO_NOUNS = frozenset(CLASS_OF) | frozenset(
    ("there", "here", "home", "the", "a", "an", "of", "and", "said", "mr", "mrs", "ms", "dr", "miss", "sir")
)
"""Words that are no description whatever the branch says."""
IN_NAME, MAYBE_IN_NAME = 0.5, 0.25
"""Chances from which a word is in a name, and from which a capital that follows one is."""
SURE, SURE_OPENS = 0.5, 0.9
"""Chance of *other* that keeps it apart from its neighbour; chance of opening a name that ends another."""
LEADING = frozenset(("the", "a", "an"))
"""Words that are capitals at a sentence's start and no part of the name."""
WORTH_FOLLOWING = 0.05
"""A candidate of this probability that is itself anaphoric has its own antecedents ranked."""
KEPT = 8
"""Antecedents of one mention that are kept."""


@dataclass(frozen=True, slots=True)
class FoundHead:
    """The head of a mention with what it is: how it refers, to what, and how sure of that the branch is."""

    head: Head
    form: MentionForm
    kind: EntityKind
    confidence: float


class AntecedentRanker:
    """Rank the candidates of an anaphor; the network of training/mention_network.py in numpy."""

    def __init__(self, weights: Weights) -> None:
        w = {name: array.astype(np.float32) for name, array in weights.items() if name.startswith("pairs.")}
        self._vector, self._vector_bias = w["pairs.vector.weight"].T.copy(), w["pairs.vector.bias"]
        width = len(self._vector_bias)
        inner = w["pairs.inner.weight"].T
        self._of_anaphor, self._of_candidate = inner[:width].copy(), inner[width : 2 * width].copy()
        self._of_product = inner[2 * width : 3 * width].copy()
        tables = [w[f"pairs.features.{n}.weight"] for n in range(7)]
        self._tables = [table @ inner[3 * width :] for table in tables]
        self._bias = w["pairs.inner.bias"]
        self._score, self._score_bias = w["pairs.score.weight"][0], float(w["pairs.score.bias"][0])

    def vectors(self, first: Floats, last: Floats) -> Floats:
        """Return one vector for each head from the states of its first and last token."""
        return _gelu(np.concatenate([first, last], 1) @ self._vector + self._vector_bias)

    def probabilities(self, anaphor: Floats, candidates: Floats, features: Ints) -> Floats:
        """Return the probability of each candidate; what is missing to 1 is that it is none of them."""
        inner = candidates @ self._of_candidate + (candidates * anaphor) @ self._of_product
        inner += anaphor @ self._of_anaphor + self._bias
        for column, table in enumerate(self._tables):
            inner += table[features[:, column]]
        scores = _gelu(inner) @ self._score + self._score_bias
        highest = max(0.0, float(scores.max(initial=0.0)))
        weights: Floats = np.exp(scores - np.float32(highest))
        return np.asarray(weights / (weights.sum() + np.exp(-highest)), dtype=np.float32)


def find_heads(text: str, tokens: Tokens, scores: Floats, sources: Sequence[Span] = ()) -> list[FoundHead]:
    """Return the heads of all mentions in text order, from the branch's scores of every token.

    A source has a head in any case: where none is sure, its likeliest.
    """
    form_scores = scores[:, len(NAME_TAGS) : len(NAME_TAGS) + len(MENTION_FORMS)]
    forms = form_scores.argmax(1)
    kinds = scores[:, -len(MENTION_KINDS) :].argmax(1)
    names = list(_names(text, tokens, scores[:, : len(NAME_TAGS)]))
    covered = np.zeros(len(tokens), dtype=bool)
    for first, end, _, _ in names:
        covered[first:end] = True
    for source in sources:
        _give_head(text, tokens, form_scores, forms, covered, source)
    sure = {first: chance for first, _, _, chance in names}
    found = [(first, end, MentionForm.NAME, EntityKind(kind)) for first, end, kind, _ in names]
    found += _nouns(text, tokens, forms, kinds, covered)
    found += _pronouns(text, tokens, kinds, covered)
    return [
        FoundHead(
            _head(text, tokens, a, b, form), form, kind, sure.get(a, 1.0) if form is MentionForm.NAME else 1.0
        )
        for a, b, form, kind in sorted(found)
    ]


@dataclass(frozen=True, slots=True)
class _Word:
    """A printed word that may belong to a name: its place, its tokens, and the chances of each kind.

    ``chances`` are those of MENTION_KINDS; what is missing to 1 is that it is in no name.  ``opens`` is
    the chance that a name begins with it.
    """

    start: int
    end: int
    first: int
    stop: int
    chances: Floats
    opens: float

    @property
    def named(self) -> float:
        """Return the chance that the word is in a name."""
        return float(self.chances.sum())


def _names(text: str, tokens: Tokens, scores: Floats) -> Iterator[tuple[int, int, str, float]]:
    """Yield (first token, end token, kind, its chance) of each name, in whole words and within one paragraph.

    The tags of a name's words need not agree: capitals that follow each other are one name, and its kind is
    what its words are taken for together.
    """
    chances = _softmax(scores)
    name: list[_Word] = []
    for word in _candidate_words(text, tokens, chances):
        if name and not _goes_on(text, tokens, name[-1], word):
            yield from _finished(text, name)
            name = []
        if name or word.named >= IN_NAME:
            name.append(word)
    yield from _finished(text, name)


def _candidate_words(text: str, tokens: Tokens, chances: Floats) -> Iterator[_Word]:
    """Yield the words that may well be in a name."""
    inside = 1.0 - chances[:, 0]
    last = -1
    for place in np.flatnonzero(inside >= MAYBE_IN_NAME).tolist():
        if place < last:
            continue
        first, last = _word_around(text, tokens, place)
        some = chances[first:last]
        kinds = np.array([some[:, 1 + 2 * n] + some[:, 2 + 2 * n] for n in range(len(MENTION_KINDS))])
        start, end = int(tokens.starts[first]), int(tokens.ends[last - 1])
        if text[start:end].strip("'’-.&") and text[start].isalnum():
            yield _Word(start, end, first, last, kinds.mean(1), float(some[0, 1::2].sum()))


def _word_around(text: str, tokens: Tokens, place: int) -> tuple[int, int]:
    """Return the tokens of the word that a token is in; hyphens and inner apostrophes belong to it."""
    first, stop = place, place + 1
    while first > 0 and _joins(text, int(tokens.starts[first])):
        first -= 1
    while stop < len(tokens) and _joins(text, int(tokens.starts[stop])):
        stop += 1
    return first, stop


def _joins(text: str, at: int) -> bool:
    """Say whether a piece goes on with the word before it; a possessive's mark does not."""
    if not 0 < at < len(text) or text[at - 1].isspace() or text[at].isspace():
        return False
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    mark, after = (text[at - 1], at) if text[at].isalnum() else (text[at], at + 1)
    before = at - 2 if text[at].isalnum() else at - 1
    if (
        mark not in "-’'&"
        or before < 0
        or not text[before].isalnum()
        or not text[after : after + 1].isalnum()
    ):
        return False
    return not (mark in "’'" and text[after] in "sS" and not text[after + 1 : after + 2].isalnum())


def _goes_on(text: str, tokens: Tokens, last: _Word, word: _Word) -> bool:
    """Say whether a word belongs to the name before it."""
    between = text[last.end : word.start]
    if (
        between.strip(" .")
        or len(between) > 2
        or tokens.paragraph[last.first] != tokens.paragraph[word.first]
    ):
        return False
    if "." in between and last.end - last.start > 2:
        return False
    capital = text[word.start].isupper() or text[word.start].isdigit()
    if word.named < (IN_NAME if not capital else MAYBE_IN_NAME):
        return False
    other = MENTION_KINDS.index("other")
    apart = (last.chances[other] > SURE) != (word.chances[other] > SURE) and max(
        last.named, word.named
    ) > SURE
    return not apart and word.opens < SURE_OPENS


def _finished(text: str, words: Sequence[_Word]) -> Iterator[tuple[int, int, str, float]]:
    """Yield the name without small words at its edges, with the kind of its words together."""
    kept = list(words)
    while kept and not (text[kept[-1].start].isupper() or text[kept[-1].start].isdigit()):
        kept.pop()
    while kept and (
        not text[kept[0].start].isupper() or text[kept[0].start : kept[0].end].lower() in LEADING
    ):
        kept.pop(0)
    if kept:
        chances = np.mean([word.chances for word in kept], axis=0)
        best = int(chances.argmax())
        yield kept[0].first, kept[-1].stop, MENTION_KINDS[best], round(float(chances[best]), 4)


def _softmax(scores: Floats) -> Floats:
    exps = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(exps / exps.sum(1, keepdims=True), dtype=np.float32)


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _give_head(
    text: str, tokens: Tokens, scores: Floats, forms: Ints, covered: NDArray[np.bool_], source: Span
) -> None:
    """Make the likeliest noun of a source a head where the source has none, in place."""
    first = int(np.searchsorted(tokens.starts, source.start))
    last = int(np.searchsorted(tokens.ends, source.end, side="right"))
    if last <= first or covered[first:last].any() or forms[first:last].any():
        return
    words = [
        place for place in range(first, last)
        if text[tokens.starts[place]].isalpha() and not _inside_word(text, int(tokens.starts[place]))
        and text[tokens.starts[place] : tokens.ends[place]].lower() not in NO_NOUNS
    ]  # fmt: skip
    if words:
        noun = MENTION_FORMS.index("description")
        forms[max(words, key=lambda place: scores[place, noun] - scores[place, 0])] = noun


def _nouns(
    text: str, tokens: Tokens, forms: Ints, kinds: Ints, covered: NDArray[np.bool_]
) -> Iterator[tuple[int, int, MentionForm, EntityKind]]:
    wanted = (forms > 0) & (forms != MENTION_FORMS.index("pronoun")) & ~covered
    for first in np.flatnonzero(wanted).tolist():
        end = first + 1
        while end < len(tokens) and _inside_word(text, int(tokens.starts[end])) and not covered[end]:
            end += 1
        if _inside_word(text, int(tokens.starts[first])) or not text[tokens.starts[first]].isalpha():
            continue
        if text[tokens.starts[first] : tokens.ends[end - 1]].lower() not in NO_NOUNS:
            yield first, end, MentionForm.DESCRIPTION, EntityKind(MENTION_KINDS[kinds[first]])


def _pronouns(
    text: str, tokens: Tokens, kinds: Ints, covered: NDArray[np.bool_]
) -> Iterator[tuple[int, int, MentionForm, EntityKind]]:
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if end - start > 10 or covered[place]:
            continue
        if CLASS_OF.get(text[start:end].lower()) in PERSONAL and not _within(text, start, end):
            yield place, place + 1, MentionForm.PRONOUN, EntityKind(MENTION_KINDS[kinds[place]])


def _within(text: str, start: int, end: int) -> bool:
    """Say whether a piece is a part of a word, or one of an abbreviation's letters (the I in *I.T.*)."""
    return (
        _inside_word(text, start)
        or _inside_word(text, end)
        or (text[end : end + 1] == "." and end - start == 1)
    )


def _head(text: str, tokens: Tokens, first: int, end: int, form: MentionForm) -> Head:
    start, stop = int(tokens.starts[first]), int(tokens.ends[end - 1])
    name = form is MentionForm.NAME
    return Head(
        start, stop, first, end - 1, int(tokens.paragraph[first]), int(tokens.marks[first]), text[start:stop],
        word_class(text, start, stop, name),
    )  # fmt: skip


def rank_antecedents(
    heads: Sequence[Head], states: Floats, wanted: Sequence[int], ranker: AntecedentRanker
) -> dict[int, tuple[Antecedent, ...]]:
    """Return the antecedents of the wanted heads, and of the anaphoric ones that these may refer to."""
    table = HeadTable.of(heads)
    vectors = ranker.vectors(states[table.first], states[table.last])
    ranked: dict[int, tuple[Antecedent, ...]] = {}
    waiting = sorted(set(wanted))
    while waiting:
        index = waiting.pop()
        if index in ranked or index == 0 or WORD_CLASSES[heads[index].word_class] not in ANAPHORIC:
            continue
        start = max(0, index - CANDIDATES)
        features = pair_features(table, index, start)
        chances = ranker.probabilities(vectors[index], vectors[start:index], features)
        best = np.argsort(-chances, kind="stable")[:KEPT]
        ranked[index] = tuple(
            Antecedent(start + int(n), round(float(chances[n]), 4)) for n in best if chances[n] > 0.002
        )
        waiting += [one.mention for one in ranked[index] if one.probability > WORTH_FOLLOWING]
    return ranked


def mentions_of(found: Sequence[FoundHead], ranked: dict[int, tuple[Antecedent, ...]]) -> tuple[Mention, ...]:
    """Return heads and their antecedents as mentions."""
    return tuple(
        Mention(Span(one.head.start, one.head.end), one.form, one.kind, ranked.get(index, ()), one.confidence)
        for index, one in enumerate(found)
    )


def _gelu(x: NDArray[Any]) -> Floats:
    """Return the Gaussian error linear unit, by the tanh form (within 0.001 of the exact one)."""
    inner = np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)
    return np.asarray(np.float32(0.5) * x * (np.float32(1.0) + np.tanh(inner)), dtype=np.float32)
