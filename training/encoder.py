"""The encoder as it is trained: a BERT-shaped transformer with extra input features.

The six layers start from all-MiniLM-L6-v2; the features (shape, quotation marks, layout) are added
to the word embeddings and start at zero, so that training begins with the published encoder.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from onrecord.extraction.windows import BREAKS, MARKS, SHAPES

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, POSITIONS = 384, 12, 6, 1536, 30522, 512


class Layer(nn.Module):
    """One post-norm transformer layer (Vaswani et al. 2017), eager attention: fastest on CPU here."""

    def __init__(self, width: int = WIDTH, inner: int = INNER, heads: int = HEADS) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out, self.norm_attention = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_out = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map (batch, length, width) to the same shape; ``mask`` is added to the attention scores."""
        batch, length, width = x.shape
        parts = (batch, length, self.heads, width // self.heads)
        query, key, value = (
            layer(x).view(parts).transpose(1, 2) for layer in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) * (width // self.heads) ** -0.5
        scores = scores + mask.to(scores.dtype)
        mixed = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(x.shape)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        return self.norm_out(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Turn windows of tokens with features into one vector a token."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.marks = nn.Embedding(len(MARKS), WIDTH)
        self.breaks = nn.Embedding(len(BREAKS), WIDTH)
        for features in (self.shapes, self.marks, self.breaks):
            nn.init.zeros_(features.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, rows: Tensor) -> Tensor:
        """Map int rows (batch, 4, length) to (batch, length, width); id 0 is padding."""
        ids, shapes, marks, breaks = rows.unbind(1)
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.segment
        x = x + self.shapes(shapes) + self.marks(marks) + self.breaks(breaks)
        x = self.dropout(self.norm(x))
        mask = torch.where(ids == 0, -1e4, 0.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


def load_published(folder: Path) -> Encoder:
    """Return the encoder with the weights of all-MiniLM-L6-v2 from ``folder``."""
    source, encoder = load_file(folder / "model.safetensors"), Encoder()
    state = encoder.state_dict()
    state["words.weight"] = source["embeddings.word_embeddings.weight"]
    state["positions.weight"] = source["embeddings.position_embeddings.weight"]
    state["segment"] = source["embeddings.token_type_embeddings.weight"][0]
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm_out": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        state[f"norm.{kind}"] = source[f"embeddings.LayerNorm.{kind}"]
        for number in range(LAYERS):
            for ours, theirs in names.items():
                state[f"layers.{number}.{ours}.{kind}"] = source[f"encoder.layer.{number}.{theirs}.{kind}"]
    encoder.load_state_dict(state)
    return encoder
