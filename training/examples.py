"""Turn annotated documents into the windows and tag sequences that the network trains on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from onrecord.extraction.network_shape import LONGEST_CUE, TAGS
from onrecord.extraction.windows import (
    Tokens,
    Window,
    neighbourhood,
    spans_to_tokens,
    tokenize,
    window_features,
    windows,
)
from training.corpora.polnear import GoldDocument, GoldRelation

LEFT_CONTEXT = 48
"""Tokens before a window's core that training shows to the encoder."""


@dataclass(frozen=True, slots=True)
class TokenRelation:
    """A relation in tokens of the document; ``content`` lies in the cue's paragraph."""

    cue: tuple[int, int]
    source: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class TokenDocument:
    """A tokenized document with its relations; ``cue_targets`` are a teacher's, for every token."""

    id: str
    text: str
    tokens: Tokens
    relations: tuple[TokenRelation, ...]
    cue_targets: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class TagSequence:
    """One relation inside a window: a token range, the cue therein, a tag a token, and its weight."""

    start: int
    first: int
    last: int
    tags: np.ndarray
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """A window: feature rows (4, n), cue targets (n, 1 + LONGEST_CUE), and its relations.

    A target row is a distribution over *no cue starts here* and the lengths of the cue that does;
    a row of zeros is not trained on.
    """

    rows: np.ndarray
    cues: np.ndarray
    sequences: tuple[TagSequence, ...]


def tokenized(document: GoldDocument, tokenizer: Tokenizer) -> TokenDocument:
    """Return the document in tokens; a relation whose cue is too long is dropped."""
    tokens = tokenize(document.text, tokenizer)
    relations = [_relation(tokens, relation) for relation in document.relations]
    return TokenDocument(document.id, document.text, tokens, tuple(r for r in relations if r))


def _relation(tokens: Tokens, relation: GoldRelation) -> TokenRelation | None:
    cue = spans_to_tokens(tokens, relation.cue)
    if not cue or cue[0][1] - cue[0][0] > LONGEST_CUE:
        return None
    paragraph = tokens.paragraph[cue[0][0]]
    roles = [
        tuple(pair for pair in spans_to_tokens(tokens, pairs) if tokens.paragraph[pair[0]] == paragraph)
        for pairs in (relation.source, relation.content)
    ]
    return TokenRelation(cue[0], roles[0], roles[1]) if roles[1] else None


def examples(document: TokenDocument, first_core: int = 0) -> list[Example]:
    """Return the training windows of a document, cut as ``windows`` cuts them."""
    return [_example(document, window) for window in windows(document.tokens, first_core, LEFT_CONTEXT)]


def _example(document: TokenDocument, window: Window) -> Example:
    rows = window_features(document.tokens, window)
    cues = np.zeros((rows.shape[1], 1 + LONGEST_CUE), dtype=np.float32)
    core = slice(window.core_start - window.start + 1, window.core_end - window.start + 1)
    if document.cue_targets is None:
        cues[core, 0] = 1
    else:
        cues[core] = document.cue_targets[window.core_start : window.core_end]
    sequences = []
    for relation in document.relations:
        first, end = relation.cue
        if not window.core_start <= first < window.core_end:
            continue
        if document.cue_targets is None:
            cues[first - window.start + 1] = np.eye(1 + LONGEST_CUE, dtype=np.float32)[end - first]
        start, stop = neighbourhood(document.tokens, window, first)
        tags = np.zeros(stop - start, dtype=np.int64)
        for role, spans in (("content", relation.content), ("source", relation.source)):
            for begin, finish in spans:
                begin, finish = max(begin, start) - start, min(finish, stop) - start
                if finish > begin:
                    tags[begin] = TAGS.index(f"B-{role}")
                    tags[begin + 1 : finish] = TAGS.index(f"I-{role}")
        if end <= stop:
            offset = start - window.start + 1
            sequences.append(TagSequence(offset, first - start, end - 1 - start, tags, relation.weight))
    return Example(rows, cues, tuple(sequences))


def batches(items: Sequence[Example], size: int) -> list[list[Example]]:
    """Split examples, already shuffled, into batches of ``size`` windows."""
    return [list(items[at : at + size]) for at in range(0, len(items), size)]
