"""Train stems' vectors whose sums mean what all-MiniLM says: ``python -m training.meanings``.

The published encoder reads sentences of the news corpus; the vectors of our counted stems learn that the
cosines of their sums be near those of the encoder's answers (distillation into a bag of words, as in
Model2Vec and fastText).  On sentences never seen, the nearest neighbour that the encoder finds is among
our ten nearest in 71 of 100 (printed while training); on contents of articles it was 84, where pooling the
extractor's own states gave 41 to 54, and its word pieces 80.  It takes about six minutes, most of them the
encoder's.
"""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from torch import nn

from onrecord.linking.content import known_stems, rarity, stem
from onrecord.linking.utterances.parts import parts
from onrecord.linking.utterances.vectors import WEIGHTS, WIDTH
from onrecord.model import Span
from onrecord.words import words
from training.corpora.sources import corpora, encoder_folder, file_sha256
from training.sentence_encoder import sentence_vectors

SEED = 0
SENTENCES = 130_000
STEPS, BATCH, RATE = 1500, 512, 2e-2
TEMPERATURE = 0.07
"""Of the softmax over a batch's cosines; the nearest count most."""
HELD = 0.02
"""Share of the sentences that nothing is trained on."""


def main() -> None:
    """Train, print how well neighbours agree on held sentences, and write the weights."""
    random.seed(SEED)
    torch.manual_seed(SEED)
    source = corpora() / "newsload" / "articles.jsonl.gz"
    sentences = _sentences(source)
    bags = _bags(sentences)
    kept = [index for index, bag in enumerate(bags) if len(bag) > 1]
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    meant = sentence_vectors([sentences[index] for index in kept], tokenizer)
    table = _trained([bags[index] for index in kept], meant)
    scales = np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-12
    weights = {"vectors": np.rint(table / scales).astype(np.int8), "scales": scales.astype(np.float32)}
    save_file(weights, str(WEIGHTS), {"source": file_sha256(source), "seed": str(SEED)})


def _sentences(source: Path) -> list[str]:
    found: set[str] = set()
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            for paragraph in json.loads(line)["text"].split("\n"):
                if paragraph.strip():
                    cut = parts(paragraph, (Span(0, len(paragraph)),))
                    found |= {" ".join(span.of(paragraph) for span in part) for part in cut}
    some = sorted(one for one in found if 30 < len(one) < 400)
    random.shuffle(some)
    return some[:SENTENCES]


def _bags(sentences: list[str]) -> list[torch.Tensor]:
    places = {one: place for place, one in enumerate(known_stems())}
    stems = ([stem(word.token) for word in words(sentence)] for sentence in sentences)
    return [torch.tensor([places[one] for one in some if one in places], dtype=torch.long) for some in stems]


def _trained(bags: list[torch.Tensor], meant: torch.Tensor) -> np.ndarray:
    held = int(len(bags) * (1 - HELD))
    aim = nn.functional.normalize(meant @ torch.pca_lowrank(meant[:held], WIDTH, niter=6)[2], dim=-1)
    table = nn.Parameter(_beginning(bags[:held], aim[:held]))
    optimizer = torch.optim.Adam([table], lr=RATE)
    for step in range(STEPS):
        some = torch.randint(held, (BATCH,))
        loss = _loss(_summed(table, [bags[index] for index in some]), aim[some], meant[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / STEPS)
        if step % 300 == 299:
            print(
                f"step {step + 1}: {_agreement(table, bags[held:], meant[held:]):.3f} of neighbours",
                flush=True,
            )
    return table.detach().numpy()


def _beginning(bags: list[torch.Tensor], aim: torch.Tensor) -> torch.Tensor:
    """Return for each stem the mean of what the sentences with it mean, as long as it is rare."""
    total, count = torch.zeros(len(known_stems()), WIDTH), torch.zeros(len(known_stems()))
    for bag, one in zip(bags, aim, strict=True):
        total.index_add_(0, bag, one.expand(len(bag), -1))
        count.index_add_(0, bag, torch.ones(len(bag)))
    mean = total / (count[:, None] + 1)
    rare = torch.tensor([rarity(one) for one in known_stems()]) + 0.05
    return nn.functional.normalize(mean - mean.mean(0), dim=-1) * rare[:, None] * 0.5


def _summed(table: torch.Tensor, bags: list[torch.Tensor]) -> torch.Tensor:
    starts = torch.tensor([0, *(len(bag) for bag in bags[:-1])]).cumsum(0)
    found = nn.functional.embedding_bag(torch.cat(bags), table, starts, mode="sum")
    return nn.functional.normalize(found, dim=-1)


def _loss(found: torch.Tensor, aim: torch.Tensor, meant: torch.Tensor) -> torch.Tensor:
    ours, theirs = found @ found.T, meant @ meant.T
    self_ = 1e4 * torch.eye(len(found))
    nearest = nn.functional.kl_div(
        (ours / TEMPERATURE - self_).log_softmax(1),
        (theirs / TEMPERATURE - self_).softmax(1),
        reduction="batchmean",
    )
    return (1 - (found * aim).sum(1)).mean() + 10 * ((ours - theirs) ** 2).mean() + 0.5 * nearest


@torch.no_grad()
def _agreement(table: torch.Tensor, bags: list[torch.Tensor], meant: torch.Tensor) -> float:
    """Return how often the encoder's nearest neighbour, if it is near, is among our ten nearest."""
    ours, theirs = _summed(table, bags), meant @ meant.T
    near = ours @ ours.T
    near.fill_diagonal_(-1)
    theirs.fill_diagonal_(-1)
    best = theirs.max(1)
    rank = (near > near[torch.arange(len(near)), best.indices][:, None]).sum(1)
    return float((rank[best.values > 0.5] < 10).float().mean())


if __name__ == "__main__":
    main()
