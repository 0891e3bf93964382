"""The two peers of the benchmark, each run in processes of one thread.

``encoder``: the bare encoder over the same tokens, windows packed full, sorted by length, nothing else
done: what no program around this encoder can beat.  ``spacy``: a pipeline of a CNN tok2vec, tagger,
parser and entity recogniser, which every quotation extractor built on spaCy needs first; its weights are
random, which costs the same time.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable

WINDOW = 254
LABELS, KINDS = 45, 18
"""Tags and relations, and kinds of entity, as in English pipelines."""


def encoder_seconds(texts: list[str]) -> float:
    """Return the seconds that the encoder alone takes for the tokens of the texts."""
    import numpy as np

    from onrecord.extraction.extractor import WEIGHTS, load_extractor
    from onrecord.extraction.runtime import Runtime, load_weights
    from onrecord.extraction.windows import Tokens, Window, tokenize, window_features

    tokenizer = load_extractor()._tokenizer
    rows: list[np.ndarray] = []
    for text in texts:
        tokens: Tokens = tokenize(text, tokenizer)
        for start in range(0, len(tokens), WINDOW):
            end = min(start + WINDOW, len(tokens))
            rows.append(window_features(tokens, Window(start, end, start, end)))
    rows.sort(key=lambda row: row.shape[1])
    batches = [rows[at : at + 16] for at in range(0, len(rows), 16)]
    stacked = []
    for some in batches:
        width = -(-max(row.shape[1] for row in some) // 16) * 16
        batch = np.zeros((len(some), 4, width), dtype=np.int32)
        for index, row in enumerate(some):
            batch[index, :, : row.shape[1]] = row
        stacked.append(batch)
    request = Runtime(
        load_weights(WEIGHTS / "extractor.safetensors"), load_weights(WEIGHTS / "mentions.safetensors")
    )._encoders[False]
    for batch in (stacked[0], stacked[-1]):
        request.infer([batch])
    started = time.perf_counter()
    for batch in stacked:
        request.infer([batch], share_inputs=True)
    return time.perf_counter() - started


def spacy_seconds(texts: list[str]) -> float:
    """Return the seconds that the spaCy pipeline takes for the texts."""
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    for name in ("tok2vec", "tagger", "parser", "ner"):
        nlp.add_pipe(name, config=_config(name))
    examples = []
    for number in range(LABELS):
        doc = nlp.make_doc("She said that they left .")
        reference = {
            "tags": [f"TAG{number}"] * 6,
            "heads": [1, 1, 4, 4, 1, 1],
            "deps": [f"dep{number}", "ROOT", "mark", "nsubj", "ccomp", "punct"],
            "entities": [(0, 3, f"KIND{number % KINDS}")],
        }
        examples.append(Example.from_dict(doc, reference))
    nlp.initialize(lambda: examples)
    list(nlp.pipe(texts[:2]))
    started = time.perf_counter()
    for _ in nlp.pipe(texts, batch_size=64):
        pass
    return time.perf_counter() - started


def _config(name: str) -> dict[str, object]:
    """Return spaCy's usual shape: tagger and parser share one tok2vec, ner has its own."""
    if name in ("tok2vec", "ner"):
        return {}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    if name == "tagger":
        return {"model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener}}
    return {
        "model": {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "parser",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "nO": None,
            "tok2vec": listener,
        }
    }


PEERS: dict[str, Callable[[list[str]], float]] = {"encoder": encoder_seconds, "spacy": spacy_seconds}


def peer_words_a_second(peer: str, texts: list[str], processes: int) -> float:
    """Return words a second of a peer, the texts shared out over the given number of processes."""
    shares = [texts[start::processes] for start in range(processes)]
    words = sum(len(text.split()) for text in texts)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        seconds = pool.map(PEERS[peer], shares, chunksize=1)
    return words / max(seconds)
