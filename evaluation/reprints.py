"""Are planted copies found, with their passages, and nothing else?  What does entering an article cost?

Copies are planted among articles of newsload with a fixed seed: whole articles, one paragraph of at least 30
words in another article, paragraphs in another order, and light edits (about every twelfth word changed or
dropped, sentences dropped, an introduction added).  Real copies, of agencies' stories above all, are there
as well.  So precision counts pairs with a planted text: one is right if it was planted, and is left out where
the unplanted articles that it is made of are a pair too (``natural``); every other one is false.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.extraction.quotation_marks import quotations
from onrecord.model import Article, Span
from onrecord.record import rows, sqlite
from onrecord.record.reprint_entering import Fresh, enter_articles
from onrecord.record.reprints import ReprintGroup, groups
from onrecord.record.tables import articles, metadata, readings
from onrecord.words import words
from training.corpora.sources import corpora

SEED = 4
PLANTS = {"whole": 100, "paragraph": 200, "reordered": 100, "edited": 100}
DISTRACTORS = 900
LEAST_WORDS = 30
"""Words of a paragraph that is planted."""
LEAST_OWN = 10
"""Of these outside quotation marks: that two articles quote the same is no reprint."""
BATCH = 64
SMALL, LARGE, TIMED = 500, 20_000, 300
"""Articles in a record at which the cost of entering is taken, and of how many it is the mean."""

Pair = frozenset[str]
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Plant:
    """A copy with its source, and which stretches of the two texts are the same."""

    kind: str
    source: Article
    copy: Article
    host: str | None
    stretches: Sequence[tuple[Stretch, Stretch]]

    @property
    def pair(self) -> Pair:
        """The ids of the two."""
        return frozenset((self.source.id, self.copy.id))


@dataclass
class _Count:
    planted: int = 0
    found: int = 0
    false: int = 0
    inside: int = 0
    shown: int = 0
    wanted: int = 0
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def evaluate_reprints() -> dict[str, float]:
    """Return recall and precision by kind of plant, and those of the copies' words, in per cent."""
    plants, others = _planted(_newsload())
    unplanted = [*others, *(plant.source for plant in plants)]
    # in a record of their own: beside the plants, pairs that are no reprints become groups with them, and
    # would excuse the false pairs that the plants make
    natural = set(_pairs(_found(sorted(unplanted, key=lambda one: one.id))))
    everything = [*unplanted, *(plant.copy for plant in plants)]
    found = _pairs(_found(sorted(everything, key=lambda one: one.id)))
    return _figures(plants, found, natural)


def _newsload() -> list[dict[str, Any]]:
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _article(row: dict[str, Any]) -> Article:
    return Article(row["id"], row["text"], row["title"], row["outlet"], row["date"], row["url"])


# -- planting ------------------------------------------------------------------------------------------


def _planted(given: Sequence[dict[str, Any]]) -> tuple[list[Plant], list[Article]]:
    """Return the plants and the articles that are left as they are; a host stays among them unplanted."""
    dice = random.Random(SEED)
    waiting = [_article(row) for row in dice.sample(list(given), len(given))]
    waiting = [one for one in waiting if len(_paragraphs(one.text)) >= 5 and one.outlet]
    plants, hosts = list[Plant](), list[Article]()
    for kind, count in PLANTS.items():
        for _ in range(count):
            source = waiting.pop()
            if kind == "paragraph":
                hosts.append(waiting.pop())
                made = _paragraph(source, hosts[-1], dice)
            else:
                made = {"whole": _whole, "reordered": _reordered, "edited": _edited}[kind](source, dice)
            if made is not None:
                plants.append(made)
    return plants, [*hosts, *waiting[:DISTRACTORS]]


def _paragraphs(text: str) -> list[Stretch]:
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _copy(source: Article, text: str, kind: str, dice: random.Random) -> Article:
    return Article(f"copy-{kind}-{source.id}", text, source.title, f"Outlet {dice.random():.3f}", None)


def _whole(source: Article, dice: random.Random) -> Plant:
    text = source.text
    copy = _copy(source, text, "whole", dice)
    return Plant("whole", source, copy, None, [((0, len(text)), (0, len(text)))])


def _paragraph(source: Article, host: Article, dice: random.Random) -> Plant | None:
    quoted = bytearray(len(source.text))
    for one in quotations(source.text):
        quoted[one.start : one.end] = b"\1" * (one.end - one.start)
    long = [
        (start, end)
        for start, end in _paragraphs(source.text)
        if len(found := list(words(source.text[start:end]))) >= LEAST_WORDS
        and sum(not quoted[word.start + start] for word in found) >= LEAST_OWN
    ]
    if not long:
        return None
    start, end = dice.choice(long)
    at = dice.choice(_paragraphs(host.text))[0]
    text = f"{host.text[:at]}{source.text[start:end]}\n\n{host.text[at:]}"
    copy = Article(f"copy-paragraph-{source.id}", text, host.title, host.outlet, host.published)
    return Plant("paragraph", source, copy, host.id, [((start, end), (at, at + end - start))])


def _reordered(source: Article, dice: random.Random) -> Plant:
    paragraphs = _paragraphs(source.text)
    shuffled = dice.sample(paragraphs, len(paragraphs))
    return _put_together(
        "reordered", source, [(stretch, source.text[slice(*stretch)]) for stretch in shuffled], "", dice
    )


def _edited(source: Article, dice: random.Random) -> Plant:
    sentences = [match.span() for match in re.finditer(r"\S.*?(?:[.!?][\"”’]?(?=\s)|(?=\n)|$)", source.text)]
    kept = [one for one in sentences if dice.random() > 0.15]
    opening = " ".join(dice.choices(_OTHERS, k=18))
    intro = f"{source.outlet} readers have heard of this: {opening}.\n\n"
    parts = [(stretch, _changed(source.text[slice(*stretch)], dice)) for stretch in kept]
    return _put_together("edited", source, parts, intro, dice)


def _changed(text: str, dice: random.Random) -> str:
    out = []
    for word in text.split():
        luck = dice.random()
        if luck < 1 / 24:
            continue
        out.append(dice.choice(_OTHERS) if luck < 1 / 12 else word)
    return " ".join(out)


_OTHERS = tuple(
    "river harbour seven slowly the bridge green allegedly under mostly paper cold lantern".split()  # noqa: SIM905
)


def _put_together(
    kind: str, source: Article, parts: Sequence[tuple[Stretch, str]], text: str, dice: random.Random
) -> Plant:
    stretches = []
    for stretch, part in parts:
        if part:
            stretches.append((stretch, (len(text), len(text) + len(part))))
            text += part + ("\n\n" if kind == "reordered" else " ")
    return Plant(kind, source, _copy(source, text, kind, dice), None, stretches)


# -- finding -------------------------------------------------------------------------------------------


@contextmanager
def _record() -> Iterator[Connection]:
    with TemporaryDirectory() as folder:
        engine = sqlite.open_engine(Path(folder) / "reprints.db")
        with sqlite.writing(engine, "reprints") as connection:
            metadata.create_all(connection)
            yield connection
        engine.dispose()


def _enter(connection: Connection, given: Sequence[Article]) -> None:
    made = [rows.article_values(one) for one in given]
    connection.execute(insert(articles), made)
    keys = dict(
        connection.execute(
            select(articles.c.id, articles.c.key).where(articles.c.id.in_([o.id for o in given]))
        ).all()
    )
    read = [{"article": key, "extractor": "none", "current": True, "made": ""} for key in keys.values()]
    connection.execute(insert(readings), read)
    enter_articles(connection, [Fresh(keys[one.id], one.id, one.text) for one in given])


def _found(given: Sequence[Article]) -> list[ReprintGroup]:
    with _record() as connection:
        for batch in rows.portions(given, BATCH):
            _enter(connection, batch)
        return list(groups(connection))


def _pairs(found: Sequence[ReprintGroup]) -> dict[Pair, list[tuple[str, Span, str, Span]]]:
    pairs = defaultdict(list)
    for group in found:
        for one in group.passages:
            pairs[frozenset((one.one, one.other))].append((one.one, one.one_span, one.other, one.other_span))
    return pairs


# -- counting ------------------------------------------------------------------------------------------


def _figures(plants: Sequence[Plant], found: dict[Pair, Any], natural: set[Pair]) -> dict[str, float]:
    counts: dict[str, _Count] = defaultdict(_Count)
    by_copy = {plant.copy.id: plant for plant in plants}
    for plant in plants:
        count = counts[plant.kind]
        count.planted += 1
        if plant.pair in found:
            count.found += 1
            _count_words(count, plant, found[plant.pair])
    wanted = {plant.pair for plant in plants}
    for pair in sorted(found, key=sorted):
        touching = sorted(one for one in pair if one in by_copy)
        if touching and pair not in wanted and not _inherited(pair, by_copy, natural):
            counts[by_copy[touching[0]].kind].false += 1
    # a host with a paragraph planted in it is a copy of the host, by construction, and stays left out
    unplanted = [pair for pair in found if pair not in wanted and not pair.isdisjoint(by_copy)]
    raw = sum(not _inherited(pair, by_copy, set()) for pair in unplanted)
    return _shown(counts, len(natural), raw)


def _inherited(pair: Pair, by_copy: dict[str, Plant], natural: set[Pair]) -> bool:
    """Say whether two texts share what the articles that they are made of share, or are made of one."""
    made = [
        [by_copy[one].source.id, by_copy[one].host or by_copy[one].source.id] if one in by_copy else [one]
        for one in sorted(pair)
    ]
    return any(a == b or frozenset((a, b)) in natural for a in made[0] for b in made[1])


def _count_words(count: _Count, plant: Plant, passages: Sequence[tuple[str, Span, str, Span]]) -> None:
    shown, wanted = set[int](), set[int]()
    for one, span, _, other_span in passages:
        mine = span if one == plant.copy.id else other_span
        shown |= set(range(mine.start, mine.end))
    for _, (start, end) in plant.stretches:
        wanted |= set(range(start, end))
    starts = [word.start for word in words(plant.copy.text)]
    count.inside += sum(start in shown and start in wanted for start in starts)
    count.shown += sum(start in shown for start in starts)
    count.wanted += sum(start in wanted for start in starts)


def _shown(counts: dict[str, _Count], natural: int, raw: int) -> dict[str, float]:
    print("reprints       planted  recall  precision  words: recall  precision")
    figures: dict[str, float] = {}
    total = _Count()
    for kind, one in [*counts.items(), ("all", total)]:
        recall = 100 * one.found / max(1, one.planted)
        precision = 100 * one.found / max(1, one.found + one.false)
        inside, shown = 100 * one.inside / max(1, one.wanted), 100 * one.inside / max(1, one.shown)
        print(f"  {kind:12} {one.planted:7}  {recall:6.1f}  {precision:9.1f}  {inside:13.1f}  {shown:9.1f}")
        figures |= {f"{kind} recall": recall, f"{kind} precision": precision}
        for name in ("planted", "found", "false", "inside", "shown", "wanted") if one is not total else ():
            setattr(total, name, getattr(total, name) + getattr(one, name))
    figures |= {"words recall": inside, "words precision": shown}
    figures["all precision, natural pairs false"] = 100 * total.found / max(1, total.found + raw)
    print(f"  {natural} pairs of unplanted articles share passages of their own")
    strict = figures["all precision, natural pairs false"]
    print(f"  precision if pairs through them counted as false: {strict:.1f}")
    return figures


# -- what entering costs -------------------------------------------------------------------------------


def reprint_costs() -> dict[int, float]:
    """Return milliseconds to enter an article into a small and into a large record; takes minutes."""
    dice = random.Random(SEED)
    sentences = _sentences(dice)
    costs, entered = dict[int, float](), 0
    with _record() as connection:
        for size in (SMALL, LARGE):
            while entered < size:
                batch = [_synthetic(entered + step, sentences, dice) for step in range(BATCH)]
                _enter(connection, batch)
                entered += len(batch)
            costs[size], entered = _timed(connection, entered, sentences, dice)
    print(", ".join(f"{cost:.2f} ms an article at {size}" for size, cost in costs.items()))
    print(f"ratio {costs[LARGE] / costs[SMALL]:.2f}")
    return costs


def _timed(
    connection: Connection, entered: int, sentences: Sequence[str], dice: random.Random
) -> tuple[float, int]:
    seconds, done = 0.0, 0
    while done < TIMED:
        batch = [_synthetic(entered + done + step, sentences, dice) for step in range(BATCH)]
        start = time.perf_counter()
        _enter(connection, batch)
        seconds += time.perf_counter() - start
        done += len(batch)
    return 1000 * seconds / done, entered + done


def _sentences(dice: random.Random) -> list[str]:
    found = [one for row in _newsload() for one in re.split(r"(?<=[.!?])\s+", row["text"]) if len(one) > 40]
    return dice.sample(found, len(found))


def _synthetic(number: int, sentences: Sequence[str], dice: random.Random) -> Article:
    """Return an article of pieces of real sentences, eight words each: whole ones would be reprints."""
    parts = []
    for _ in range(75):
        printed = dice.choice(sentences).split()
        first = dice.randrange(max(1, len(printed) - 7))
        parts.append(" ".join(printed[first : first + 8]))
    return Article(f"synthetic-{number}", " ".join(parts), None, f"Outlet {number % 7}", "2020-01-01")


if __name__ == "__main__":
    evaluate_reprints()
    reprint_costs()
