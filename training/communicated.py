"""Stage 4: teach the trained network which cues communicate and which merely tell of a belief.

PolNeAR marks no such thing.  The cue lexicon knows the clear cases (*said*, *believes*); a linear layer
over the frozen encoder's vectors of the cue learns from those and decides the ones that the lexicon
leaves open (*was convinced*, *sees*, *points*) by their context.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from onrecord.extraction.cue_lexicon import classify
from training.adapt import load_tokenizer, pad
from training.corpora.polnear import polnear
from training.corpora.sources import encoder_folder
from training.encoder import WIDTH
from training.examples import batches, examples, tokenized
from training.network import Extractor

STEPS = 1500


@torch.no_grad()
def cue_vectors(model: Extractor, part: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the vectors (first and last token) of the part's clear cues, and whether they communicate."""
    tokenizer = load_tokenizer(encoder_folder())
    vectors, labels = [], []
    for document in polnear(part):
        known = tokenized(document, tokenizer)
        for batch in batches(examples(known), 16):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = model.encoder(pad([example.rows for example in batch])).float()
            for index, example in enumerate(batch):
                for item in example.sequences:
                    first, last = item.start + item.first, item.start + item.last
                    words = tokenizer.decode(example.rows[0, first : last + 1].tolist())
                    kind = classify(words)
                    if kind is not None and kind.communicated is not None:
                        vectors.append(torch.cat([hidden[index, first], hidden[index, last]]))
                        labels.append(float(kind.communicated))
    return torch.stack(vectors), torch.tensor(labels)


def fit(model: Extractor) -> float:
    """Fit the layer in place and return its accuracy on the development part's clear cues, in percent."""
    torch.manual_seed(0)
    vectors, labels = cue_vectors(model, "train")
    layer = nn.Linear(2 * WIDTH, 1)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=3e-3, weight_decay=0.05)
    for step in range(STEPS):
        some = torch.randint(len(labels), (256,))
        loss = nn.functional.binary_cross_entropy_with_logits(layer(vectors[some])[:, 0], labels[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * (1 - step / STEPS)
    model.tagger.communicated.load_state_dict(layer.state_dict())
    vectors, labels = cue_vectors(model, "dev")
    with torch.no_grad():
        return 100 * float(((layer(vectors)[:, 0] > 0).float() == labels).float().mean())


def fit_checkpoint(checkpoint: Path, out: Path) -> float:
    """Fit the layer of a checkpoint and write the result to ``out``."""
    from training.encoder import Encoder

    saved = torch.load(checkpoint)
    model = Extractor(Encoder()).eval()
    model.load_state_dict(saved["model"])
    accuracy = fit(model)
    torch.save({**saved, "model": model.state_dict()}, out)
    return accuracy
