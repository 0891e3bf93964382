"""The extractor as it is trained: the encoder, a cue head, and a tagger conditioned on each cue.

Every relation of PolNeAR has one contiguous cue, so the cue is the anchor.  The cue head scores all
spans of up to LONGEST_CUE tokens; then, for each cue, a small transformer reads the tokens of its
paragraph *knowing that cue* and tags its source and its content, so that linking, discontinuous
contents and overlapping relations are one decision, decoded by a linear-chain CRF (Lafferty et al.
2001) over TAGS.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from onrecord.extraction.decode import allowed_moves
from onrecord.extraction.network_shape import (
    CUE_WIDTH,
    LONGEST_CUE,
    REACH,
    TAGGER_HEADS,
    TAGGER_INNER,
    TAGGER_LAYERS,
    TAGGER_WIDTH,
    TAGS,
)
from training.encoder import WIDTH, Encoder, Layer

FORBIDDEN = -1e4


class CueHead(nn.Module):
    """Score, for each token, that no cue starts there or that one of 1..LONGEST_CUE tokens does."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(WIDTH, CUE_WIDTH), nn.Linear(WIDTH, CUE_WIDTH)
        self.length = nn.Embedding(LONGEST_CUE, CUE_WIDTH)
        self.score, self.none = nn.Linear(CUE_WIDTH, 1), nn.Linear(WIDTH, 1)

    def forward(self, hidden: Tensor) -> Tensor:
        """Map (batch, length, width) to (batch, length, 1 + LONGEST_CUE); index 0 is *none*."""
        length = hidden.shape[1]
        first, last = self.first(hidden), nn.functional.pad(self.last(hidden), (0, 0, 0, LONGEST_CUE))
        ends = torch.stack([last[:, size : size + length] for size in range(LONGEST_CUE)], 2)
        inner = nn.functional.gelu(first[:, :, None] + ends + self.length.weight)
        return torch.cat([self.none(hidden), self.score(inner)[..., 0]], -1)


class Tagger(nn.Module):
    """Tag the tokens of a cue's paragraph, given the cue."""

    def __init__(self) -> None:
        super().__init__()
        self.token, self.gate = nn.Linear(WIDTH, TAGGER_WIDTH), nn.Linear(2 * WIDTH, TAGGER_WIDTH)
        self.cue = nn.Linear(2 * WIDTH, TAGGER_WIDTH)
        self.distance = nn.Embedding(2 * REACH + 2, TAGGER_WIDTH)
        nn.init.normal_(self.distance.weight, std=0.02)
        self.norm = nn.LayerNorm(TAGGER_WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(TAGGER_WIDTH, TAGGER_INNER, TAGGER_HEADS) for _ in range(TAGGER_LAYERS)
        )
        self.tag = nn.Linear(TAGGER_WIDTH, len(TAGS))
        self.communicated = nn.Linear(2 * WIDTH, 1)
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.begin = nn.Parameter(torch.zeros(len(TAGS)))

    def forward(self, hidden: Tensor, first: Tensor, last: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return tag scores (relations, length, TAGS) and the score of *communicated* (relations).

        ``hidden`` is (relations, length, width), the tokens around each cue; ``first`` and ``last``
        are the cue's first and last token therein; ``mask`` is true on tokens, false on padding.
        """
        rows = torch.arange(len(hidden))
        cue = torch.cat([hidden[rows, first], hidden[rows, last]], -1)
        places = torch.arange(hidden.shape[1])[None]
        before, after = places - first[:, None], places - last[:, None]
        inside = (before >= 0) & (after <= 0)
        distance = torch.where(before < 0, before, after).clamp(-REACH, REACH) + REACH
        distance = torch.where(inside, 2 * REACH + 1, distance)
        x = self.token(hidden) * (1 + self.gate(cue)[:, None]) + self.cue(cue)[:, None]
        x = self.norm(x + self.distance(distance))
        blocked = torch.where(mask, 0.0, FORBIDDEN)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, blocked)
        return self.tag(x), self.communicated(cue)[..., 0]


class Extractor(nn.Module):
    """Encoder, cue head and tagger together."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder, self.cues, self.tagger = encoder, CueHead(), Tagger()
        self.dropout = nn.Dropout(0.1)


def sequence_loss(tagger: Tagger, scores: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
    """Return each relation's negative log-likelihood under the CRF; the mask is left-aligned."""
    moves, begin = (torch.from_numpy(penalty) for penalty in allowed_moves())
    moves, begin = tagger.transitions.float() + moves, tagger.begin.float() + begin
    scores = scores.float()
    gold = scores.gather(2, tags[..., None])[..., 0]
    steps = gold[:, 0] + begin[tags[:, 0]]
    path = steps + ((gold[:, 1:] + moves[tags[:, :-1], tags[:, 1:]]) * mask[:, 1:]).sum(1)
    alpha = scores[:, 0] + begin
    for place in range(1, scores.shape[1]):
        new = torch.logsumexp(alpha[:, :, None] + moves, 1) + scores[:, place]
        alpha = torch.where(mask[:, place, None], new, alpha)
    return torch.logsumexp(alpha, 1) - path
