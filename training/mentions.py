"""Train the mention branch: names, mention heads and antecedents, on the frozen lower encoder.

GUM and LitBank teach heads and antecedents, GAP antecedents, GUM and the corpora of names teach names.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from onrecord.extraction.extractor import WEIGHTS
from onrecord.extraction.network_shape import MENTION_FORMS, MENTION_KINDS, NAME_TAGS
from onrecord.extraction.pair_features import (
    CANDIDATES,
    WORD_CLASSES,
    Head,
    HeadTable,
    pair_features,
    word_class,
)
from onrecord.extraction.windows import Tokens, spans_to_tokens, tokenize, window_features, windows
from training.adapt import load_tokenizer, pad
from training.corpora.entities import EntityDocument, gap, gum_entities, litbank, named_entities
from training.corpora.sources import encoder_folder
from training.encoder import Encoder
from training.mention_network import MentionBranch, shared_states, shipped_encoder

IGNORE = -100
SHARES = {"names": 5.0, "forms": 2.0, "kinds": 1.0, "pairs": 1.0}
"""What each head's mean loss counts; with equal shares antecedents, ten times as dear, starved the names."""
HEADS = 4.0
"""How much faster the heads learn than the layers."""
DOCUMENT_NOUNS = frozenset(
    [
        "report",
        "study",
        "paper",
        "statement",
        "letter",
        "survey",
        "poll",
        "document",
        "filing",
        "lawsuit",
        "complaint",
        "newspaper",
        "review",
        "book",
        "article",
        "memo",
        "email",
        "tweet",
        "post",
        "indictment",
        "affidavit",
        "ruling",
        "order",
        "law",
        "bill",
        "treaty",
        "website",
        "site",
        "blog",
        "release",
        "magazine",
        "journal",
        "column",
        "editorial",
        "speech",
        "verdict",
        "judgment",
        "decision",
        "resolution",
        "data",
        "figures",
        "research",
    ]
)
"""Heads of other kinds that may speak; the rest of *other* is no mention for us."""


@dataclass(slots=True)
class Prepared:
    """A document ready for training: windows, targets a token, and pairs of an anaphor and candidates."""

    id: str
    rows: list[np.ndarray]
    states: list[Tensor]
    place: np.ndarray
    """(tokens, 2): window and position in it of every token."""
    names: np.ndarray
    forms: np.ndarray
    kinds: np.ndarray
    heads: np.ndarray
    """(heads, 2): first and last token of each."""
    classes: np.ndarray
    anaphors: list[tuple[int, int, np.ndarray, np.ndarray]]
    """(head, first candidate, features, right ones); none right: nothing before it."""
    text: str = ""
    tokens: Tokens | None = None
    choices: tuple[tuple[tuple[int, int], tuple[tuple[int, int], ...], tuple[int, ...]], ...] = ()
    """Pronouns of a text without annotated mentions, to be completed by ``add_choices``."""


def prepare(document: EntityDocument, tokenizer: Tokenizer, first_core: int = 0) -> Prepared:
    """Return the document's windows and targets."""
    tokens = tokenize(document.text, tokenizer)
    cut = windows(tokens, first_core)
    place = np.zeros((len(tokens), 2), dtype=np.int64)
    for number, window in enumerate(cut):
        for token in range(window.core_start, window.core_end):
            place[token] = number, token - window.start + 1
    forms = np.full(len(tokens), IGNORE if document.mentions is None else 0)
    kinds = np.full(len(tokens), IGNORE)
    usable = []
    for mention in sorted(document.mentions or (), key=lambda m: m.head):
        covered = spans_to_tokens(tokens, [mention.head])
        if not covered:
            continue
        first, end = covered[0]
        words = document.text[slice(*mention.head)]
        if mention.kind == "other" and not (
            mention.form == "pronoun" or set(words.lower().split()) & DOCUMENT_NOUNS
        ):
            continue
        forms[first] = MENTION_FORMS.index(mention.form)
        forms[first + 1 : end] = IGNORE
        if mention.kind:
            kinds[first] = MENTION_KINDS.index(mention.kind)
        usable.append((_head(document.text, tokens, first, end - 1, mention.form == "name"), mention.entity))
    heads = [head for head, _ in usable]
    entities = np.array([entity for _, entity in usable])
    anaphors = []
    table = HeadTable.of(heads)
    for index in range(1, len(heads)):
        start = max(0, index - CANDIDATES)
        right = entities[start:index] == entities[index]
        features = pair_features(table, index, start).astype(np.int8)
        anaphors.append((index, start, features, right))
    silver = document.id.startswith("newsload")
    for pronoun, candidates, answer in () if silver else document.choices:
        spans = [spans_to_tokens(tokens, [span])[0] for span in (*candidates, pronoun)]
        made = [_head(document.text, tokens, a, b - 1, n < len(candidates)) for n, (a, b) in enumerate(spans)]
        if answer < 0 or made[answer].start > made[-1].start:
            continue
        order = sorted((h for h in made[:-1] if h.start < made[-1].start), key=lambda h: h.start)
        base = len(heads)
        heads = [*heads, *order, made[-1]]
        right = np.array([h is made[answer] for h in order])
        features = pair_features(HeadTable.of([*order, made[-1]]), len(order), 0).astype(np.int8)
        anaphors.append((base + len(order), base, features, right))
    return Prepared(
        document.id,
        [window_features(tokens, window) for window in cut],
        [],
        place,
        _name_targets(document, tokens),
        forms,
        kinds,
        np.array([(h.first, h.last) for h in heads], dtype=np.int64).reshape(-1, 2),
        np.array([h.word_class for h in heads], dtype=np.int64),
        anaphors,
        document.text if silver else "",
        tokens if silver else None,
        document.choices if silver else (),
    )


@torch.no_grad()
def add_choices(documents: Sequence[Prepared], teacher: MentionBranch) -> None:
    """Complete the candidates of synthetic pronouns with the descriptions that a teacher finds."""
    teacher.eval()
    for document in documents:
        if not document.choices or document.tokens is None:
            continue
        (states,), _ = run_branch(teacher, [document])
        with torch.autocast("cpu", torch.bfloat16):
            forms = teacher.forms(states).float().argmax(-1).numpy()
        spans = {span: "name" for _, candidates, _ in document.choices for span in candidates}
        pronouns = {pronoun: (candidates, right) for pronoun, candidates, right in document.choices}
        tokens = document.tokens
        covered = np.zeros(len(tokens), dtype=bool)
        made = []
        for span, kind in [*spans.items(), *((p, "pronoun") for p in pronouns)]:
            for first, end in spans_to_tokens(tokens, [span])[:1]:
                covered[first:end] = True
                made.append((_head(document.text, tokens, first, end - 1, kind == "name"), span))
        nouns = np.flatnonzero((forms == MENTION_FORMS.index("description")) & ~covered).tolist()
        made += [(_head(document.text, tokens, noun, noun, False), None) for noun in nouns]
        made.sort(key=lambda pair: pair[0].start)
        heads = [head for head, _ in made]
        place = {span: n for n, (_, span) in enumerate(made) if span}
        table = HeadTable.of(heads)
        for pronoun, (candidates, right) in pronouns.items():
            index = place.get(pronoun, 0)
            start = max(0, index - CANDIDATES)
            answers = {place[candidates[n]] for n in right if candidates[n] in place}
            is_right = np.array([n in answers for n in range(start, index)], dtype=bool)
            if is_right.any():
                features = pair_features(table, index, start).astype(np.int8)
                document.anaphors.append((index, start, features, is_right))
        document.heads = np.array([(h.first, h.last) for h in heads], dtype=np.int64).reshape(-1, 2)
        document.classes = np.array([h.word_class for h in heads], dtype=np.int64)
        document.tokens = None


def _head(text: str, tokens: Tokens, first: int, last: int, name: bool) -> Head:
    start, end = int(tokens.starts[first]), int(tokens.ends[last])
    return Head(
        start, end, first, last, int(tokens.paragraph[first]), int(tokens.marks[first]), text[start:end],
        word_class(text, start, end, name),
    )  # fmt: skip


def _name_targets(document: EntityDocument, tokens: Tokens) -> np.ndarray:
    if document.names is None:
        return np.full(len(tokens), IGNORE)
    tags = np.zeros(len(tokens), dtype=np.int64)
    for start, end, kind in document.names:
        for first, stop in spans_to_tokens(tokens, [(start, end)]):
            if kind == "?":
                tags[first:stop] = IGNORE
            else:
                tags[first] = NAME_TAGS.index(f"B-{kind}")
                tags[first + 1 : stop] = NAME_TAGS.index(f"I-{kind}")
    return tags


@torch.no_grad()
def add_states(documents: Sequence[Prepared], encoder: Encoder) -> None:
    """Run the shared layers once over all windows and keep their states (bf16)."""
    todo = [(document, n) for document in documents for n in range(len(document.rows))]
    for document in documents:
        document.states = [torch.empty(0)] * len(document.rows)
    todo.sort(key=lambda pair: pair[0].rows[pair[1]].shape[1])
    encoder.eval()
    for at in range(0, len(todo), 16):
        some = todo[at : at + 16]
        rows = pad([document.rows[n] for document, n in some])
        rows = nn.functional.pad(rows, (0, -rows.shape[2] % 64))
        with torch.autocast("cpu", torch.bfloat16):
            states = shared_states(encoder, rows).bfloat16()
        for row, (document, n) in enumerate(some):
            document.states[n] = states[row, : document.rows[n].shape[1]].clone()


def run_branch(model: MentionBranch, group: Sequence[Prepared]) -> tuple[list[Tensor], list[np.ndarray]]:
    """Return, for each document, the states of its tokens in order (tokens, width)."""
    states = [state for document in group for state in document.states]
    longest = -(-max(len(state) for state in states) // 64) * 64
    batch = torch.zeros(len(states), longest, states[0].shape[1], dtype=torch.bfloat16)
    mask = torch.zeros(len(states), longest, dtype=torch.bool)
    for row, state in enumerate(states):
        batch[row, : len(state)] = state
        mask[row, : len(state)] = True
    with torch.autocast("cpu", torch.bfloat16):
        hidden = model(batch, mask)
    out, base = [], 0
    for document in group:
        place = torch.from_numpy(document.place)
        out.append(hidden[place[:, 0] + base, place[:, 1]])
        base += len(document.states)
    return out, []


def losses(model: MentionBranch, group: Sequence[Prepared]) -> dict[str, Tensor]:
    """Return the mean loss of each head over a group of documents."""
    hidden, _ = run_branch(model, group)
    tokens = torch.cat(hidden)
    with torch.autocast("cpu", torch.bfloat16):
        scores = {
            "names": (model.names(tokens), [document.names for document in group]),
            "forms": (model.forms(tokens), [document.forms for document in group]),
            "kinds": (model.kinds(tokens), [document.kinds for document in group]),
        }
    found = {}
    for name, (logits, targets) in scores.items():
        target = torch.from_numpy(np.concatenate(targets)).long()
        if (target != IGNORE).any():
            found[name] = nn.functional.cross_entropy(logits.float(), target, ignore_index=IGNORE)
    pair_losses = [
        pair_loss(model, states, document)
        for states, document in zip(hidden, group, strict=True)
        if document.anaphors
    ]
    if pair_losses:
        found["pairs"] = torch.cat(pair_losses).mean()
    return found


def pair_scores(model: MentionBranch, states: Tensor, document: Prepared) -> tuple[Tensor, np.ndarray]:
    """Return the scores of all pairs of a document and the number of its anaphor for each."""
    with torch.autocast("cpu", torch.bfloat16):
        first, last = states[document.heads[:, 0]], states[document.heads[:, 1]]
        vectors = model.pairs.vectors(first, last)
        left = np.concatenate([np.full(len(f), i) for i, _, f, _ in document.anaphors])
        right = np.concatenate([np.arange(s, s + len(f)) for _, s, f, _ in document.anaphors])
        features = torch.from_numpy(np.concatenate([f for _, _, f, _ in document.anaphors])).long()
        scores = model.pairs(vectors[left], vectors[right], features).float()
    owner = np.concatenate([np.full(len(f), n) for n, (_, _, f, _) in enumerate(document.anaphors)])
    return scores, owner


def pair_loss(model: MentionBranch, states: Tensor, document: Prepared) -> Tensor:
    """Return each anaphor's marginal negative log-likelihood over its right antecedents."""
    scores, owner = pair_scores(model, states, document)
    grid = torch.full((len(document.anaphors), CANDIDATES), -1e4)
    gold = torch.zeros((len(document.anaphors), CANDIDATES), dtype=torch.bool)
    column = np.concatenate([np.arange(len(f)) for _, _, f, _ in document.anaphors])
    grid = grid.index_put((torch.from_numpy(owner), torch.from_numpy(column)), scores)
    gold[owner, column] = torch.from_numpy(np.concatenate([r for _, _, _, r in document.anaphors]))
    nothing = torch.zeros(len(grid), 1)
    whole = torch.logsumexp(torch.cat([nothing, grid], 1), 1)
    none_right = ~gold.any(1, keepdim=True)
    right = torch.cat([torch.where(none_right, 0.0, -1e4), torch.where(gold, grid, -1e4)], 1)
    return whole - torch.logsumexp(right, 1)


def groups(documents: Sequence[Prepared], dice: random.Random, budget: int = 20) -> Iterator[list[Prepared]]:
    """Yield shuffled documents together until they have ``budget`` windows."""
    order = list(documents)
    dice.shuffle(order)
    group: list[Prepared] = []
    for document in order:
        group.append(document)
        if sum(len(one.states) for one in group) >= budget:
            yield group
            group = []
    if group:
        yield group


@torch.no_grad()
def evaluate(model: MentionBranch, documents: Sequence[Prepared]) -> dict[str, float]:
    """Return F1 of names by corpus, accuracy of heads' forms and kinds, and of antecedents by class."""
    model.eval()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    names: dict[str, list[int]] = {}
    for document in documents:
        (states,), _ = run_branch(model, [document])
        with torch.autocast("cpu", torch.bfloat16):
            tags = model.names(states).float().argmax(-1).numpy()
            forms = model.forms(states).float().argmax(-1).numpy()
            kinds = model.kinds(states).float().argmax(-1).numpy()
        corpus = document.id.split("-")[0].split("_")[0]
        if (document.names != IGNORE).any():
            counts = names.setdefault(corpus, [0, 0, 0])
            seen = document.names != IGNORE
            gold, got = _spans(document.names), _spans(np.where(seen, tags, 0))
            counts[0] += len(gold & got)
            counts[1] += len(got)
            counts[2] += len(gold)
        seen = (document.forms != IGNORE) & ((document.forms > 0) | (forms > 0))
        for a, b in zip(document.forms[seen], forms[seen], strict=True):
            total["form heads gold"] += a > 0
            total["form heads got"] += b > 0
            right["form heads"] += a > 0 and b > 0
        seen = document.kinds != IGNORE
        right["kinds"] += int((document.kinds[seen] == kinds[seen]).sum())
        total["kinds"] += int(seen.sum())
        if document.anaphors:
            scores, owner = pair_scores(model, states, document)
            for n, (index, _, _, gold) in enumerate(document.anaphors):
                mine = scores[owner == n].numpy()
                best = int(mine.argmax())
                name = WORD_CLASSES[document.classes[index]]
                name = f"{corpus if corpus in ('GUM', 'development', 'validation') else 'litbank'} {name}"
                ok = gold[best] if mine[best] > 0 else not gold.any()
                total[name] += 1
                right[name] += bool(ok)
                if gold.any():
                    total[name + " anaphoric"] += 1
                    right[name + " anaphoric"] += bool(gold[best])
    found = {f"names {c}": 200 * hit / max(1, got + gold) for c, (hit, got, gold) in sorted(names.items())}
    both = total.pop("form heads gold", 0) + total.pop("form heads got", 0)
    found["heads"] = 200 * right.pop("form heads", 0) / max(1, both)
    found |= {name: 100 * right[name] / total[name] for name in sorted(total) if total[name] >= 15}
    model.train()
    return {name: round(value, 1) for name, value in found.items()}


def _spans(tags: np.ndarray) -> set[tuple[int, int, str]]:
    """Return the names of a tag sequence that are persons, organisations and places."""
    found, start, kind = set(), -1, ""
    for place, tag in enumerate([*tags.tolist(), 0]):
        name = NAME_TAGS[tag] if tag >= 0 else "O"
        if start >= 0 and name != f"I-{kind}":
            found.add((start, place, kind))
            start = -1
        if name != "O" and start < 0:
            start, kind = place, name[2:]
    return {one for one in found if one[2] != "other"}


def export_branch(checkpoint: Path, out: Path) -> None:
    """Write a checkpoint's branch as the file that ships, in 16-bit floats."""
    from safetensors.numpy import save_file

    state = torch.load(checkpoint)["model"]
    arrays = {name: tensor.detach().float().numpy().astype(np.float16) for name, tensor in state.items()}
    save_file(arrays, str(out), metadata={"format": "onrecord-mentions-1"})


def main() -> None:
    """Train and keep the branch with the best sum of the dev figures that count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS / "extractor.safetensors")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--start", type=Path, help="a branch to go on from, and teacher of descriptions in news"
    )
    parser.add_argument(
        "--news", type=int, default=0, help="articles with silver names and synthetic pronouns"
    )
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    dice = random.Random(options.seed)
    tokenizer = load_tokenizer(encoder_folder())
    fiction = list(litbank())
    train_documents = [*gum_entities("train"), *fiction[10:], *gap(), *named_entities("train")]
    held = list(gap())[::10]
    held_ids = {document.id for document in held}
    train_documents = [document for document in train_documents if document.id not in held_ids]
    dev_documents = [*gum_entities("dev"), *fiction[:10], *held, *named_entities("dev")]
    started = time.time()
    train = [prepare(document, tokenizer) for document in train_documents]
    train += [
        prepare(document, tokenizer, dice.randint(60, 200))
        for document in train_documents
        if document.mentions is not None
    ]
    dev = [prepare(document, tokenizer) for document in dev_documents]
    if options.news:
        from training.silver_names import silver_names
        from training.synthetic_pronouns import with_pronouns

        train += [prepare(with_pronouns(d), tokenizer) for d in silver_names(options.news, options.seed)]
    encoder = shipped_encoder(options.weights)
    add_states([*train, *dev], encoder)
    print(f"prepared {len(train)} + {len(dev)} in {time.time() - started:.0f} s", flush=True)
    model = MentionBranch()
    for own, layer in zip(model.layers, list(encoder.layers)[-len(model.layers) :], strict=True):
        own.load_state_dict(layer.state_dict())
    if options.start:
        model.load_state_dict(torch.load(options.start)["model"])
        add_choices(train, model)
    body, heads = (
        list(model.layers.parameters()),
        [p for n, p in model.named_parameters() if n[:6] != "layers"],
    )
    sets = [{"params": body, "lr": options.rate}, {"params": heads, "lr": HEADS * options.rate}]
    optimizer = torch.optim.AdamW(sets, weight_decay=0.01)
    steps = options.epochs * sum(1 for _ in groups(train, random.Random(0)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [options.rate, HEADS * options.rate], steps + 50, pct_start=0.1
    )
    seen: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    step = 0
    model.train()
    for epoch in range(options.epochs):
        for group in groups(train, dice):
            parts = losses(model, group)
            loss = sum(SHARES[name] * value for name, value in parts.items())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            if step < steps + 49:
                schedule.step()
            step += 1
            for name, value in parts.items():
                sums[name] += value.item()
                seen[name] += 1
            if step % 50 == 0:
                means = {name: round(sums[name] / seen[name], 4) for name in sums}
                print(f"{step}/{steps} {time.time() - started:.0f} s {means}", flush=True)
                sums.clear()
                seen.clear()
        if epoch % 2 == 1 or epoch == options.epochs - 1:
            print(json.dumps(evaluate(model, dev)), flush=True)
            torch.save(
                {"model": model.state_dict(), "seed": options.seed, "epochs": options.epochs}, options.out
            )


if __name__ == "__main__":
    main()
