"""The mention branch as it is trained: two layers of its own on the encoder's fourth, and four heads.

The lower layers are the shipped extractor's and stay as they are, so that what it finds does not change.
Heads: names (IOB over four kinds), the form and the kind of each mention's head word, and a ranker of
antecedents (Lee et al. 2017 over head words, Dobrovolskii 2021).
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.numpy import load_file
from torch import Tensor, nn

from onrecord.extraction.network_shape import (
    MENTION_FORMS,
    MENTION_KINDS,
    NAME_TAGS,
    PAIR_FEATURE_WIDTH,
    PAIR_INNER,
    PAIR_WIDTH,
    SHARED_LAYERS,
)
from onrecord.extraction.pair_features import SIZES
from training.encoder import LAYERS, WIDTH, Encoder, Layer


class PairScorer(nn.Module):
    """Score that an anaphor refers to what a candidate refers to; *nothing before* scores 0."""

    def __init__(self) -> None:
        super().__init__()
        self.vector = nn.Linear(2 * WIDTH, PAIR_WIDTH)
        self.features = nn.ModuleList(nn.Embedding(size, PAIR_FEATURE_WIDTH) for size in SIZES)
        self.inner = nn.Linear(3 * PAIR_WIDTH + PAIR_FEATURE_WIDTH, PAIR_INNER)
        self.score = nn.Linear(PAIR_INNER, 1)
        self.dropout = nn.Dropout(0.2)

    def vectors(self, first: Tensor, last: Tensor) -> Tensor:
        """Return one vector for each head from the states of its first and last token."""
        return torch.nn.functional.gelu(self.vector(torch.cat([first, last], -1)))

    def forward(self, anaphors: Tensor, candidates: Tensor, features: Tensor) -> Tensor:
        """Return the scores of pairs: (pairs, width), (pairs, width), (pairs, len(SIZES)) -> (pairs,)."""
        codes = sum(table(features[:, n]) for n, table in enumerate(self.features))
        joined = torch.cat([anaphors, candidates, anaphors * candidates, codes], -1)
        return self.score(self.dropout(nn.functional.gelu(self.inner(joined))))[:, 0]


class MentionBranch(nn.Module):
    """Map the states of the encoder's layer SHARED_LAYERS to names, heads and vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS - SHARED_LAYERS))
        self.names = nn.Linear(WIDTH, len(NAME_TAGS))
        self.forms = nn.Linear(WIDTH, len(MENTION_FORMS))
        self.kinds = nn.Linear(WIDTH, len(MENTION_KINDS))
        self.pairs = PairScorer()
        self.dropout = nn.Dropout(0.1)

    def forward(self, shared: Tensor, mask: Tensor) -> Tensor:
        """Map (batch, length, width) to the same shape; ``mask`` is true on tokens."""
        blocked = torch.where(mask, 0.0, -1e4)[:, None, None, :]
        x = shared
        for layer in self.layers:
            x = layer(x, blocked)
        return self.dropout(x)


def shipped_encoder(weights: Path) -> Encoder:
    """Return the shipped extractor's encoder, to start from."""
    arrays, encoder = load_file(str(weights)), Encoder()
    state = {}
    for name in encoder.state_dict():
        values = torch.from_numpy(arrays[f"encoder.{name}"].astype("float32"))
        state[name] = values
    state["words.weight"] = state["words.weight"] * torch.from_numpy(arrays["encoder.words.scale"])
    encoder.load_state_dict(state)
    return encoder


def shared_states(encoder: Encoder, rows: Tensor) -> Tensor:
    """Return the states after layer SHARED_LAYERS for int rows (batch, 4, length)."""
    ids, shapes, marks, breaks = rows.unbind(1)
    x = encoder.words(ids) + encoder.positions.weight[: ids.shape[1]] + encoder.segment
    x = encoder.norm(x + encoder.shapes(shapes) + encoder.marks(marks) + encoder.breaks(breaks))
    mask = torch.where(ids == 0, -1e4, 0.0)[:, None, None, :]
    for layer in list(encoder.layers)[:SHARED_LAYERS]:
        x = layer(x, mask)
    return x
