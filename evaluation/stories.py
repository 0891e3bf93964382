"""Figures on grouping articles into stories: B-cubed on ECB+ sub-topics, BASIL and NeuS triples.

All articles of a part are grouped at once.  Tuned on ECB+'s training topics, half of BASIL's events and the
first of NeuS's training triples; figures are of ECB+'s development topics, the other half of BASIL and
NeuS's validation part.  Beside them stands a baseline tuned on the same parts, with a threshold of its own
for each corpus: cosines of TF-IDF vectors under average linkage.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.linking.content import stem
from onrecord.linking.stories import stories, traces
from onrecord.model import Article
from onrecord.words import words
from training.corpora.sources import corpora

DEV_TOPICS = frozenset({2, 5, 12, 18, 21, 23, 34, 35})
"""Development topics of ECB+ (Cybulska and Vossen 2015); the other topics of 1 to 35 are for training."""
TUNING_TRIPLES = 700
"""Triples of NeuS's training part that the baseline is tuned on: with all it would take minutes."""
THRESHOLDS = tuple(step / 100 for step in range(2, 60))

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Groups = list[list[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """An article and the event that it reports."""

    event: Hashable
    article: Article


def evaluate_stories() -> dict[str, float]:
    """Return B-cubed precision, recall and F1 of each corpus, and those of the baseline, in percent."""
    figures: dict[str, float] = {}
    for name, (tuning, held) in {"ECB+": read_ecb(), "BASIL": read_basil(), "NeuS": read_neus()}.items():
        events = [one.event for one in held]
        figures |= _named(name, b_cubed(events, stories([traces(one.article) for one in held])))
        figures |= _named(f"{name} TF-IDF", b_cubed(events, baseline(tuning, held)))
    return figures


def _named(name: str, figures: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip((f"{name} precision", f"{name} recall", f"{name} F1"), figures, strict=True))


def b_cubed(events: Sequence[Hashable], groups: Groups) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of groups, in percent."""
    sizes = Counter(events)
    precision = recall = 0.0
    for group in groups:
        for event, count in Counter(events[at] for at in group).items():
            precision += count * count / len(group)
            recall += count * count / sizes[event]
    precision, recall = 100 * precision / len(events), 100 * recall / len(events)
    return precision, recall, 2 * precision * recall / (precision + recall)


# -- the baseline --------------------------------------------------------------------------------------


def baseline(tuning: Sequence[Told], held: Sequence[Told]) -> Groups:
    """Return groups by TF-IDF cosines under average linkage, cut where it is best on the tuning part."""
    merges, events = average_linkage(cosines(tuning)), [one.event for one in tuning]
    best = max(THRESHOLDS, key=lambda least: b_cubed(events, cut(len(tuning), merges, least))[2])
    return cut(len(held), average_linkage(cosines(held)), best)


def cosines(told: Sequence[Told]) -> Matrix:
    """Return the cosines of all pairs: logarithmic counts of stems that two texts have, by their rarity."""
    counts = [Counter(stem(word.token) for word in words(_printed(one.article))) for one in told]
    having = Counter(word for count in counts for word in count)
    place = {word: at for at, word in enumerate(word for word, number in having.items() if number > 1)}
    made = np.zeros((len(told), len(place)), np.float32)
    for row, count in zip(made, counts, strict=True):
        for word in count.keys() & place.keys():
            row[place[word]] = (1 + math.log(count[word])) * math.log((len(told) + 1) / having[word])
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return np.asarray(made @ made.T, np.float32)


def _printed(article: Article) -> str:
    return f"{article.title or ''}\n{article.text}"


def average_linkage(likeness: Matrix) -> list[tuple[float, int, int]]:
    """Return which two groups are united at which mean likeness, by nearest-neighbour chains.

    The second group goes into the first (Murtagh 1983); each is called by one of its members.
    """
    mean = likeness.astype(np.float64)
    np.fill_diagonal(mean, -np.inf)
    sizes, chain, merges = np.ones(len(mean)), list[int](), list[tuple[float, int, int]]()
    live = set(range(len(mean)))
    while len(live) > 1:
        chain = chain or [min(live)]
        one = chain[-1]
        near = int(mean[one].argmax())
        if len(chain) < 2 or mean[one, chain[-2]] < mean[one, near]:
            chain.append(near)
            continue
        other = chain[-2]
        merges.append((float(mean[one, other]), one, other))
        both = (sizes[one] * mean[one] + sizes[other] * mean[other]) / (sizes[one] + sizes[other])
        mean[one], mean[:, one], mean[other], mean[:, other] = both, both, -np.inf, -np.inf
        mean[one, one] = -np.inf
        sizes[one] += sizes[other]
        live.remove(other)
        del chain[-2:]
    return merges


def cut(size: int, merges: Sequence[tuple[float, int, int]], least: float) -> Groups:
    """Return the groups of ``size`` articles that are united at a likeness of at least ``least``."""
    groups = {at: [at] for at in range(size)}
    into = list(range(size))
    for likeness, one, other in sorted(merges, key=lambda merge: -merge[0]):
        to, gone = into[one], into[other]
        if likeness >= least and to != gone:
            groups[to] += groups[gone]
            for at in groups.pop(gone):
                into[at] = to
    return list(groups.values())


# -- the corpora ---------------------------------------------------------------------------------------

Parts = tuple[list[Told], list[Told]]
"""What is tuned on, and what figures are of."""


def read_ecb() -> Parts:
    """Return the documents of ECB+ by sub-topic, without the address that some begin with."""
    parts: Parts = ([], [])
    for folder in sorted((corpora() / "ecbplus").iterdir()):
        topic = int(re.match(r"\d+", folder.name).group())  # type: ignore[union-attr]
        for name, text in _ecb_documents((folder / f"{folder.name}.conll").read_text(encoding="utf-8")):
            parts[topic in DEV_TOPICS].append(Told(folder.name, Article(name, text)))
    return parts


def _ecb_documents(conll: str) -> Iterator[tuple[str, str]]:
    documents: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in conll.splitlines():
        cells = line.split("\t")
        if len(cells) > 3:
            documents[cells[0]][cells[1]].append(cells[3])
    for name, sentences in documents.items():
        found = [" ".join(tokens) for tokens in sentences.values()]
        yield name, "\n".join(sentence for sentence in found if not sentence.startswith("http"))


def read_basil() -> Parts:
    """Return the articles of BASIL, every second event for tuning."""
    read = [
        json.loads(path.read_text("utf-8")) for path in sorted((corpora() / "basil").glob("articles/*/*"))
    ]
    events = sorted({one["triplet-uuid"] for one in read})
    parts: Parts = ([], [])
    for one in read:
        text = "\n\n".join(" ".join(paragraph) for paragraph in one["body-paragraphs"])
        event = one["triplet-uuid"]
        article = Article(one["uuid"], text, one["title"], one["source"], one["date"])
        parts[events.index(event) % 2].append(Told(event, article))
    return parts


def read_neus() -> Parts:
    """Return headlines and leads of NeuS: the first triples for training, and all for validation."""
    return list(_neus("train", TUNING_TRIPLES)), list(_neus("val"))


def _neus(part: str, most: int | None = None) -> Iterator[Told]:
    lines = (corpora() / "neus" / f"{part}.source").read_text(encoding="utf-8").splitlines()[:most]
    for event, line in enumerate(lines):
        for number, told in enumerate(line.split("[SEP]")):
            title, _, text = told.partition("ARTICLE=>")
            title = title.replace("TITLE=>", "").strip()
            yield Told(event, Article(f"{event}-{number}", text.strip(), title))
