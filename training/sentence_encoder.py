"""The published sentence encoder as it is: the mean of all-MiniLM's last states, at length one."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import nn

from training.corpora.sources import encoder_folder
from training.encoder import load_published

LONGEST, TOGETHER = 128, 96


@torch.no_grad()
def sentence_vectors(sentences: Sequence[str], tokenizer: Tokenizer) -> torch.Tensor:
    """Return a vector of 384 numbers for each sentence, in their order."""
    encoder = load_published(encoder_folder()).eval()
    ids = [one.ids[:LONGEST] for one in tokenizer.encode_batch(list(sentences))]
    found = torch.zeros(len(ids), 384)
    order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
    for at in range(0, len(order), TOGETHER):
        some = order[at : at + TOGETHER]
        width = max(len(ids[index]) for index in some)
        rows = torch.zeros(len(some), 4, width, dtype=torch.long)
        for place, index in enumerate(some):
            rows[place, 0, : len(ids[index])] = torch.tensor(ids[index])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = encoder(rows).float()
        mask = (rows[:, 0] != 0).unsqueeze(-1)
        found[some] = nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
    return found
