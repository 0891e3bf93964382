"""Between stages: let trained models label news text, for a student to learn from (self-training).

Cues are kept as the teachers' mean distributions, tags as the best sequence of their mean scores,
weighted by the cue's probability.  Hinton et al. (2015), "Distilling the Knowledge in a Neural Network".
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from onrecord.extraction.decode import allowed_moves, best_tags, choose_cues, tagged_spans
from onrecord.extraction.network_shape import LONGEST_CUE
from onrecord.extraction.runtime import WINDOWS_AT_ONCE, Runtime
from onrecord.extraction.windows import neighbourhood, tokenize, window_features, windows
from training.corpora.sources import corpora, encoder_folder
from training.examples import LEFT_CONTEXT, TokenDocument, TokenRelation
from training.export import packed

Row = tuple[str, str, list[tuple[Any, ...]], np.ndarray | None]
LEAST = 0.3
"""Cue probability from which a relation is kept; its weight in training is that probability."""


class Teachers:
    """Several trained models that answer as one: the mean of their scores."""

    def __init__(self, checkpoints: list[Path]) -> None:
        weights = [packed(torch.load(path)["model"]) for path in checkpoints]
        self.runtimes = [Runtime(some, None) for some in weights]
        moves, begin = allowed_moves()
        self.moves = moves + np.mean([some["tagger.transitions"] for some in weights], 0, dtype=np.float32)
        self.begin = begin + np.mean([some["tagger.begin"] for some in weights], 0, dtype=np.float32)

    def label(self, name: str, text: str, tokenizer: Tokenizer) -> TokenDocument:
        """Return the text with cue distributions for every token, and weighted relations."""
        tokens = tokenize(text, tokenizer)
        cut = windows(tokens, 0, LEFT_CONTEXT)
        features = [window_features(tokens, window) for window in cut]
        answers = [_encoded(runtime, features) for runtime in self.runtimes]
        targets = np.zeros((len(tokens), 1 + LONGEST_CUE), dtype=np.float16)
        places = []
        for index, window in enumerate(cut):
            core = slice(window.core_start - window.start + 1, window.core_end - window.start + 1)
            mean = np.mean([_softmax(cues[index][core]) for _, cues in answers], axis=0)
            targets[window.core_start : window.core_end] = mean
            for cue in choose_cues(np.log(mean + 1e-9), LEAST):
                first, end = cue.first + window.core_start, cue.end + window.core_start
                start, stop = neighbourhood(tokens, window, first)
                places.append((index, first, min(end, stop), start, stop, cue.probability))
        return TokenDocument(name, text, tokens, tuple(self._relations(cut, answers, places)), targets)

    def _relations(self, cut, answers, places) -> list[TokenRelation]:  # type: ignore[no-untyped-def]
        if not places:
            return []
        first = np.array([place[1] - place[3] for place in places], dtype=np.int32)
        last = np.array([place[2] - 1 - place[3] for place in places], dtype=np.int32)
        scores = []
        for runtime, (hidden, _) in zip(self.runtimes, answers, strict=True):
            around = [
                hidden[index][start - cut[index].start + 1 : stop - cut[index].start + 1]
                for index, _, _, start, stop, _ in places
            ]
            scores.append(runtime.tag(around, first, last)[0])
        lengths = np.array([place[4] - place[3] for place in places])
        tags, _ = best_tags(np.mean(scores, axis=0), lengths, self.moves, self.begin)
        relations = []
        for row, (_, begin, end, start, _, probability) in enumerate(places):
            roles = [
                tuple((a + start, b + start) for a, b in tagged_spans(tags[row, : lengths[row]], role))
                for role in ("source", "content")
            ]
            if roles[1]:
                relations.append(TokenRelation((begin, end), roles[0], roles[1], float(probability)))
        return relations


def _encoded(runtime: Runtime, features: list[np.ndarray]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    parts = [
        one
        for at in range(0, len(features), WINDOWS_AT_ONCE)
        for one in runtime.encode(features[at : at + WINDOWS_AT_ONCE], mentions=False)
    ]
    return [one.hidden for one in parts], [one.cues for one in parts]


def news(count: int, seed: int) -> list[tuple[str, str]]:
    """Return (id, text) of ``count`` articles of newsload, drawn by the seed."""
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    random.Random(seed).shuffle(articles)
    return [(a["id"], f"{a['title']}\n\n{a['text']}") for a in itertools.islice(articles, count)]


def load_labelled(path: Path, tokenizer: Tokenizer) -> list[TokenDocument]:
    """Return the labelled documents of a file that ``main`` wrote."""
    documents = []
    for name, text, relations, targets in torch.load(path, weights_only=False):
        documents.append(
            TokenDocument(
                name, text, tokenize(text, tokenizer), tuple(TokenRelation(*r) for r in relations), targets
            )
        )
    return documents


def _softmax(scores: np.ndarray) -> np.ndarray:
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: np.ndarray = weights / weights.sum(axis=-1, keepdims=True)
    return result


_at_work: tuple[Teachers, Tokenizer] | None = None


def _start(checkpoints: list[Path]) -> None:
    """Set a worker up with the teachers."""
    global _at_work
    from training.adapt import load_tokenizer

    torch.set_num_threads(1)
    _at_work = Teachers(checkpoints), load_tokenizer(encoder_folder())


def _label(article: tuple[str, str]) -> Row:
    """Return an article as it is kept: id, text, relations, and the distribution of cues a token."""
    assert _at_work is not None, "a worker is set up before it works"
    teachers, tokenizer = _at_work
    labelled = teachers.label(*article, tokenizer)
    relations = [(r.cue, r.source, r.content, r.weight) for r in labelled.relations]
    return (*article, relations, labelled.cue_targets)


def main() -> None:
    """Label articles with the given checkpoints and write ``--out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    texts = [(name, text) for name, text in news(options.articles, options.seed) if text.strip()]
    with get_context("spawn").Pool(options.workers, _start, (options.checkpoints,)) as pool:
        rows = pool.map(_label, texts, chunksize=20)
    print(f"{len(rows)} articles, {sum(len(row[2]) for row in rows)} relations", flush=True)
    torch.save(rows, options.out)


if __name__ == "__main__":
    main()
