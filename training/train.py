"""Stage 2: train the extractor on PolNeAR's training part, starting from stage 1's encoder."""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from evaluation.attribution_scores import ROLES, score_article, total
from onrecord.extraction.decode import allowed_moves, best_tags, choose_cues, tagged_spans
from onrecord.extraction.windows import WINDOW, neighbourhood, window_features, windows
from training.adapt import load_tokenizer, pad
from training.corpora.polnear import GoldRelation, polnear
from training.corpora.sources import encoder_folder
from training.encoder import Encoder, load_published
from training.examples import Example, TagSequence, TokenDocument, batches, examples, tokenized
from training.label import load_labelled
from training.network import Extractor, sequence_loss

MASK = 103
SEQUENCES_AT_ONCE = 40


def gather(hidden: Tensor, picked: list[tuple[int, TagSequence]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return (hidden, first, last, mask) of the given sequences, left-aligned and padded."""
    longest = -(-max(len(item.tags) for _, item in picked) // 32) * 32
    batch = torch.tensor([index for index, _ in picked])[:, None]
    lengths = torch.tensor([len(item.tags) for _, item in picked])[:, None]
    places = torch.arange(longest)[None]
    mask = places < lengths
    rows = torch.where(mask, places + torch.tensor([item.start for _, item in picked])[:, None], 0)
    first = torch.tensor([item.first for _, item in picked])
    last = torch.tensor([item.last for _, item in picked])
    return hidden[batch, rows], first, last, mask


def batch_loss(model: Extractor, batch: list[Example], word_dropout: float) -> tuple[Tensor, Tensor]:
    """Return the summed negative log-likelihood of cues and of tag sequences, each per relation."""
    rows = pad([example.rows for example in batch])
    rows = nn.functional.pad(rows, (0, WINDOW - rows.shape[2]))  # one shape, else memory fragments
    if word_dropout:
        hidden_words = (torch.rand(rows[:, 0].shape) < word_dropout) & (rows[:, 0] > MASK)
        rows[:, 0] = torch.where(hidden_words, MASK, rows[:, 0])
    hidden = model.dropout(model.encoder(rows))
    longest = rows.shape[2]
    targets = np.stack([np.pad(e.cues, ((0, longest - len(e.cues)), (0, 0))) for e in batch])
    scores = model.cues(hidden).float().log_softmax(-1)
    cue_loss = -(torch.from_numpy(targets) * scores).sum()
    picked = [(index, item) for index, example in enumerate(batch) for item in example.sequences]
    picked.sort(key=lambda pair: len(pair[1].tags))
    losses = [torch.zeros(1)]
    for at in range(0, len(picked), SEQUENCES_AT_ONCE):
        some = picked[at : at + SEQUENCES_AT_ONCE]
        around, first, last, mask = gather(hidden, some)
        tags = torch.zeros(mask.shape, dtype=torch.long)
        for row, (_, item) in enumerate(some):
            tags[row, : len(item.tags)] = torch.from_numpy(item.tags)
        emissions, _ = model.tagger(around, first, last, mask)
        weights = torch.tensor([item.weight for _, item in some])
        losses.append(weights * sequence_loss(model.tagger, emissions, tags, mask))
    count = sum(item.weight for _, item in picked) + 1
    return cue_loss / count, torch.cat(losses).sum() / count


@torch.no_grad()
def predict(
    model: Extractor, documents: list[TokenDocument], threshold: float
) -> list[list[tuple[GoldRelation, float, float]]]:
    """Return, for each document, its relations with the cue's and the sequence's probability."""
    model.eval()
    moves, begin = (
        table + extra.detach().float().numpy()
        for table, extra in zip(allowed_moves(), (model.tagger.transitions, model.tagger.begin), strict=True)
    )
    found = []
    for document in documents:
        relations = []
        cut = windows(document.tokens)
        for at in range(0, len(cut), 16):
            some = cut[at : at + 16]
            rows = pad([window_features(document.tokens, window) for window in some])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = model.encoder(rows)
                scores = model.cues(hidden).float().numpy()
            picked, cues = [], []
            for index, window in enumerate(some):
                core = scores[
                    index, window.core_start - window.start + 1 : window.core_end - window.start + 1
                ]
                for cue in choose_cues(core, threshold):
                    first, end = cue.first + window.core_start, cue.end + window.core_start
                    start, stop = neighbourhood(document.tokens, window, first)
                    end = min(end, stop)
                    blank = np.zeros(stop - start, dtype=np.int64)
                    picked.append(
                        (index, TagSequence(start - window.start + 1, first - start, end - 1 - start, blank))
                    )
                    cues.append((start, first, end, cue.probability))
            if not picked:
                continue
            with torch.autocast("cpu", dtype=torch.bfloat16):
                around, firsts, lasts, mask = gather(hidden, picked)
                emissions, _ = model.tagger(around, firsts, lasts, mask)
            lengths = mask.sum(1).numpy()
            tags, probability = best_tags(emissions.float().numpy(), lengths, moves, begin)
            for row, (start, first, end, sure) in enumerate(cues):
                line = tags[row, : lengths[row]]
                chars = [
                    tuple(
                        (int(document.tokens.starts[a + start]), int(document.tokens.ends[b - 1 + start]))
                        for a, b in tagged_spans(line, role)
                    )
                    for role in ("source", "content")
                ]
                cue_chars = ((int(document.tokens.starts[first]), int(document.tokens.ends[end - 1])),)
                if chars[1]:
                    relations.append(
                        (GoldRelation(cue_chars, chars[0], chars[1]), sure, float(probability[row]))
                    )
        found.append(relations)
    return found


def report(
    found: list[list[tuple[GoldRelation, float, float]]],
    gold: list[tuple[GoldRelation, ...]],
    thresholds: list[float],
) -> str:
    """Return a line of figures for each threshold on the cue's probability."""
    lines = []
    for threshold in thresholds:
        sums = total(
            score_article([r for r, sure, _ in items if sure >= threshold], annotated)
            for items, annotated in zip(found, gold, strict=True)
        )
        lines.append(
            f"{threshold:.2f} "
            + " ".join(
                f"{role} {sums[role].precision:.1f}/{sums[role].recall:.1f}/{sums[role].f1:.2f}"
                for role in ROLES
            )
        )
    return "\n".join(lines)


def endless(documents: list[TokenDocument], dice: random.Random) -> Iterator[TokenDocument]:
    """Yield the documents for ever, shuffled anew each time round."""
    while documents:
        yield from dice.sample(documents, len(documents))


def groups(model: Extractor, rate: float, head_rate: float) -> list[dict]:
    """Return the optimizer's parameter groups; word embeddings stay as stage 1 left them."""
    model.encoder.words.weight.requires_grad_(False)
    body, heads = [], []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            (body if name.startswith("encoder.") else heads).append(parameter)
    return [{"params": body, "peak": rate}, {"params": heads, "peak": head_rate}]


def started(start: Path | None) -> Extractor:
    """Return the model to train: from stage 1's encoder, from a trained model, or from the published one."""
    saved = torch.load(start) if start else {}
    model = Extractor(load_published(encoder_folder()))
    if "model" in saved:
        model.load_state_dict(saved["model"])
    elif start:
        model.encoder.load_state_dict(saved["encoder"])
    for name, layer in model.named_modules():
        if isinstance(layer, nn.Dropout) and name != "dropout":
            layer.p = 0.0  # dropout inside layers costs a third of the speed on a CPU and gave nothing
    return model


def load_model(checkpoint: Path) -> Extractor:
    """Return the model of a checkpoint, ready to predict."""
    model = Extractor(Encoder())
    model.load_state_dict(torch.load(checkpoint)["model"])
    return model.eval()


def development() -> tuple[list[TokenDocument], list[tuple[GoldRelation, ...]]]:
    """Return the development part in tokens, and its relations as annotated."""
    tokenizer = load_tokenizer(encoder_folder())
    documents = list(polnear("dev"))
    return [tokenized(d, tokenizer) for d in documents], [d.relations for d in documents]


def main() -> None:
    """Train this stage and write ``--out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, help="a checkpoint; without it, the published encoder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=float, default=6)
    parser.add_argument("--labelled", type=Path, help="news labelled by teachers (training.label)")
    parser.add_argument("--news-share", type=float, default=0.4, help="share of such windows in a pass")
    parser.add_argument("--stop-after", type=float, default=0, help="passes after which to stop early")
    parser.add_argument("--minutes", type=float, default=0, help="end the schedule after so long")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=8e-4)
    parser.add_argument("--word-dropout", type=float, default=0.05)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    dice = random.Random(options.seed)
    tokenizer = load_tokenizer(encoder_folder())
    train = [tokenized(document, tokenizer) for document in polnear("train")]
    dev, gold = development()
    model = started(options.start)
    optimizer = torch.optim.AdamW(
        groups(model, options.rate, options.head_rate), weight_decay=0.01, fused=True
    )
    average = copy.deepcopy(model)
    windows_per_pass = sum(len(examples(document)) for document in train)
    labelled = load_labelled(options.labelled, tokenizer) if options.labelled else []
    news = endless(labelled, dice)
    if labelled:
        windows_per_pass = int(windows_per_pass / (1 - options.news_share))
    steps_per_pass = windows_per_pass // options.batch
    steps, step, began = int(steps_per_pass * options.passes), 0, time.monotonic()
    print(f"{steps_per_pass} steps a pass, {steps} steps; {vars(options)}", flush=True)
    sums = np.zeros(3)
    while step < steps:
        items = [e for d in train for e in examples(d, dice.randint(24, 250))]
        while labelled and len(items) < steps_per_pass * options.batch:
            items += examples(next(news), dice.randint(24, 250))
        dice.shuffle(items)
        for batch in batches(items, options.batch):
            progress = step / steps
            if options.minutes:
                progress = max(progress, (time.monotonic() - began) / 60 / options.minutes)
            if progress >= 1:
                step = steps
                break
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1, (step + 1) / 100) * (1 - progress)
            model.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                cue_loss, tag_loss = batch_loss(model, batch, options.word_dropout)
            optimizer.zero_grad()
            (cue_loss + tag_loss).backward()
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 2.0)
            optimizer.step()
            step += 1
            with torch.no_grad():
                decay = min(options.average, (step + 1) / (step + 10))
                for mean, new in zip(average.parameters(), model.parameters(), strict=True):
                    if new.requires_grad:
                        mean.lerp_(new, 1 - decay)
            sums += cue_loss.item(), tag_loss.item(), 1
            if step % 50 == 0:
                spent = time.monotonic() - began
                print(
                    f"{step} {spent:.0f}s cue {sums[0] / sums[2]:.3f} tags {sums[1] / sums[2]:.3f}",
                    flush=True,
                )
                sums[:] = 0
            if step % steps_per_pass == 0 and step < steps:
                print(report(predict(average, dev, 0.3), gold, [0.5]), flush=True)
                torch.save(
                    {"model": average.state_dict(), "options": json.dumps(vars(options), default=str)},
                    options.out,
                )
            if options.stop_after and step >= options.stop_after * steps_per_pass:
                step = steps
            if step >= steps:
                break
    torch.save(
        {"model": average.state_dict(), "options": json.dumps(vars(options), default=str)}, options.out
    )
    print("last", report(predict(model, dev, 0.3), gold, [0.5]), flush=True)
    print(report(predict(average, dev, 0.2), gold, [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]), flush=True)


if __name__ == "__main__":
    main()
