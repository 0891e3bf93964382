"""Stage 1: carry the published encoder over to news and syntax.

Masked-word prediction on news text and, in the same steps, parts of speech and dependencies of the
treebanks' training parts.  The sentence encoder that we start from was tuned to give one vector a
sentence; this gives it back its sense of single words and teaches the new input features.
Writes a checkpoint that ``training.train`` starts from.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.extraction.windows import Tokens, tokenize, window_features, windows
from training.corpora.conllu import ParsedDocument, parsed_dev, parsed_train
from training.corpora.sources import corpora, encoder_folder
from training.encoder import WIDTH, Encoder, load_published
from training.examples import LEFT_CONTEXT

MASK = 103
IGNORE = -100


class AdaptationHeads(nn.Module):
    """The heads of this stage alone; none of them ships."""

    def __init__(self, upos: int, deprels: int, vocabulary: int) -> None:
        super().__init__()
        self.transform = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH))
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.upos, self.deprel = nn.Linear(WIDTH, upos), nn.Linear(2 * WIDTH, deprels)
        self.dependent, self.governor = nn.Linear(WIDTH, 192), nn.Linear(WIDTH, 192)

    def arcs(self, hidden: Tensor) -> Tensor:
        """Return head scores (batch, dependent, governor); position 0 stands for the root."""
        return self.dependent(hidden) @ self.governor(hidden).transpose(1, 2) * 192**-0.5


def load_tokenizer(folder: Path) -> Tokenizer:
    """Return the encoder's tokenizer without the truncation that its file sets."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def news_texts() -> Iterator[str]:
    """Yield the texts for masked-word prediction: newsload, and PolNeAR's training texts."""
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article["title"] + "\n\n" + article["text"]
    for path in sorted((corpora() / "polnear" / "data" / "train" / "text").glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def news_windows(tokenizer: Tokenizer) -> list[np.ndarray]:
    """Return the feature rows of all news windows, two thirds of a paragraph and more."""
    found = []
    for text in news_texts():
        tokens = tokenize(text, tokenizer)
        found += [window_features(tokens, window) for window in windows(tokens, 0, LEFT_CONTEXT)]
    return [rows for rows in found if rows.shape[1] >= 32]


def parse_windows(
    documents: Iterator[ParsedDocument], tokenizer: Tokenizer, upos: list[str], deprels: list[str]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return (features, labels); labels' rows are part of speech, head position, relation."""
    found = []
    for document in documents:
        tokens = tokenize(document.text, tokenizer)
        labels = _word_labels(document, tokens, upos, deprels)
        for window in windows(tokens, 0, LEFT_CONTEXT):
            rows = window_features(tokens, window)
            target = np.full((3, rows.shape[1]), IGNORE)
            target[:, 1:-1] = labels[:, window.start : window.end]
            heads = target[1, 1:-1]
            inside = (heads >= window.start) & (heads < window.end)
            root = heads == -1
            target[1, 1:-1] = np.where(inside, heads - window.start + 1, np.where(root, 0, IGNORE))
            found.append((rows, target))
    return found


def _word_labels(document: ParsedDocument, tokens: Tokens, upos: list[str], deprels: list[str]) -> np.ndarray:
    firsts = [int(np.searchsorted(tokens.ends, word.start, side="right")) for word in document.words]
    labels = np.full((3, len(tokens)), IGNORE)
    for word, first in zip(document.words, firsts, strict=True):
        if first < len(tokens) and labels[0, first] == IGNORE:
            head = firsts[word.head] if word.head >= 0 else -1
            labels[:, first] = upos.index(word.upos), head, deprels.index(word.deprel)
    return labels


def pad(rows: list[np.ndarray], fill: int = 0) -> Tensor:
    """Stack arrays (k, length) of different lengths into (batch, k, longest)."""
    longest = max(row.shape[1] for row in rows)
    out = np.full((len(rows), rows[0].shape[0], longest), fill, dtype=np.int64)
    for index, row in enumerate(rows):
        out[index, :, : row.shape[1]] = row
    return torch.from_numpy(out)


def masked(rows: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Hide 15 % of the tokens (80/10/10, Devlin et al. 2019); return rows and the hidden ids."""
    rows, ids = rows.clone(), rows[:, 0]
    chosen = (torch.rand(ids.shape, generator=generator) < 0.15) & (ids > 103)
    targets = torch.where(chosen, ids, IGNORE)
    dice = torch.rand(ids.shape, generator=generator)
    noise = torch.randint(1000, 30522, ids.shape, generator=generator)
    rows[:, 0] = torch.where(chosen & (dice < 0.8), MASK, torch.where(chosen & (dice > 0.9), noise, ids))
    return rows, targets


def masked_loss(encoder: Encoder, heads: AdaptationHeads, rows: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy of the hidden words, the embeddings being the output layer."""
    hidden = encoder(rows)[targets != IGNORE]
    logits = heads.transform(hidden) @ encoder.words.weight.T + heads.bias
    return nn.functional.cross_entropy(logits.float(), targets[targets != IGNORE])


def parse_loss(
    encoder: Encoder, heads: AdaptationHeads, rows: Tensor, labels: Tensor
) -> tuple[Tensor, tuple[float, float]]:
    """Return the summed loss of tags, heads and relations, and (tag, head) accuracy."""
    hidden = encoder(rows)
    tags, governors, relations = labels.unbind(1)
    arcs = heads.arcs(hidden).float().masked_fill((rows[:, 0] == 0)[:, None, :], -1e4)
    parents = hidden.gather(1, governors.clamp(min=0)[..., None].expand_as(hidden))
    relations = torch.where(governors == IGNORE, IGNORE, relations)
    upos = heads.upos(hidden).float()
    loss = nn.functional.cross_entropy(upos.transpose(1, 2), tags)
    loss = loss + nn.functional.cross_entropy(arcs.transpose(1, 2), governors)
    logits = heads.deprel(torch.cat([hidden, parents], -1)).float()
    loss = loss + nn.functional.cross_entropy(logits.transpose(1, 2), relations)
    known, linked = tags != IGNORE, governors != IGNORE
    tag_accuracy = float((upos.argmax(-1) == tags)[known].float().mean())
    return loss, (tag_accuracy, float((arcs.argmax(-1) == governors)[linked].float().mean()))


def main() -> None:
    """Train this stage and write ``--out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=0, help="stop the schedule early (0: whole passes)")
    parser.add_argument("--steps", type=int, default=4400)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    dice = random.Random(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    folder = encoder_folder()
    tokenizer = load_tokenizer(folder)
    documents, held_out = list(parsed_train()), list(parsed_dev())
    upos = sorted({word.upos for document in documents for word in document.words})
    deprels = sorted({word.deprel for document in documents + held_out for word in document.words})
    news = news_windows(tokenizer)
    parses = parse_windows(iter(documents), tokenizer, upos, deprels)
    dev = parse_windows(iter(held_out), tokenizer, upos, deprels)
    print(
        f"{len(news)} news windows, {sum(r.shape[1] for r in news)} tokens; {len(parses)} parsed", flush=True
    )
    encoder = load_published(folder)
    for layer in encoder.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0
    heads = AdaptationHeads(len(upos), len(deprels), encoder.words.num_embeddings)
    parameters = [*encoder.parameters(), *heads.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=options.rate, weight_decay=0.01, fused=True)
    started = time.monotonic()
    for step in range(options.steps):
        progress = step / options.steps
        if options.minutes:
            progress = max(progress, (time.monotonic() - started) / 60 / options.minutes)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 200) * (1 - progress)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            batch = dice.sample(news, options.batch)
            loss = masked_loss(encoder, heads, *masked(pad(batch), generator))
            total, note = loss, (0.0, 0.0)
            if step % 3 == 0:
                chosen = dice.sample(parses, options.batch)
                rows, labels = pad([r for r, _ in chosen]), pad([t for _, t in chosen], IGNORE)
                parse, note = parse_loss(encoder, heads, rows, labels)
                total = loss + 0.5 * parse
        optimizer.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        if step % 60 == 0:
            spent = time.monotonic() - started
            print(
                f"{step} {spent:.0f}s masked {loss.item():.3f} tag/head {note[0]:.3f}/{note[1]:.3f}",
                flush=True,
            )
        if step % 600 == 599:
            torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict()}, options.out)
    encoder.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        notes = [
            parse_loss(encoder, heads, pad([r for r, _ in part]), pad([t for _, t in part], IGNORE))[1]
            for part in (dev[at : at + 16] for at in range(0, len(dev) - 15, 16))
        ]
    print("dev tag, head accuracy:", np.mean(notes, axis=0).round(4), flush=True)
    torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict()}, options.out)


if __name__ == "__main__":
    main()
