"""Print how long search and person pages take at very many statements: ``python -m benchmarks.pages``.

The record is made once, of articles of newsload or, without it, of the examples (``grown_record`` says how),
and kept in a folder.  A mix of searches (rare, middling and common words, phrases, no words, each with each
filter) and of person pages (the people with most statements, and others) is then asked for, each once, in a
random order: of the record alone, and as pages over HTTP in this process, HTML made and all.  Told are wall
time, which is what a reader waits and over HTTP has to stay under what is allowed, and processor time, which
other work on the machine does not lengthen.  The first page, which reads the columns, is told apart.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.grown_record import grow
from onrecord import Article, Facets, Filter, ReadArticle, Record, open_record
from onrecord.engine import default_extractor
from onrecord.pipeline import read_articles
from onrecord.record import migrations
from training.corpora.sources import corpora

ALLOWED = 150.0
"""Milliseconds under which 95 of 100 search pages, and of person pages, have to stay."""
STATEMENTS, READ, READ_SECONDS = 1_000_000, 300, 120.0
SHOWN = 20
Times = dict[str, list[tuple[float, float]]]
"""Milliseconds of each page of a kind: of wall time, and of the processor."""


@dataclass(frozen=True)
class Question:
    """A page: what kind it is, its address, and the same asked of the record."""

    kind: str
    address: str
    ask: Callable[[Record], object]


def main() -> int:
    """Print the times; return 1 where pages take longer than they may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=STATEMENTS)
    parser.add_argument("--questions", type=int, default=200, help="searches, and half as many people")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "onrecord-bench")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return measure(options.statements, options.questions, options.folder, options.seed)


def measure(statements: int, questions: int, folder: Path, seed: int = 1) -> int:
    """Make the record unless it is there, and print how long pages take."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"pages-{statements}-{seed}-{migrations.SCHEMA_VERSION}.db"
    if not file.exists():
        begun = time.monotonic()
        making = file.with_suffix(".making")
        grow(making, real_readings(folder), statements, seed)
        making.rename(file)
        print(f"made a record in {time.monotonic() - begun:.0f} s")
    with open_record(file, create=False) as record:
        begun = time.perf_counter()
        facets = record.facets()
        first = time.perf_counter() - begun
        size = file.stat().st_size
        print(f"{facets.total:,} statements, {size / 1e6:,.0f} MB ({size / facets.total:,.0f} bytes each)")
        print(f"the first page, which reads the columns: {1000 * first:.0f} ms\n")
        asked = list(islice(_questions(record, facets, random.Random(seed)), questions + questions // 2))
        random.Random(seed).shuffle(asked)
        _print("of the record", _asked(record, asked))
        return int(_print("over HTTP", _got(record, asked)))


def real_readings(folder: Path) -> list[ReadArticle]:
    """Return articles as the shipped extractor reads them, from the folder if they are there."""
    kept = folder / "readings.pkl"
    if kept.exists():
        found: list[ReadArticle] = pickle.loads(kept.read_bytes())
        return found
    due, found = time.monotonic() + READ_SECONDS, []
    for read in read_articles(_articles(), default_extractor()):
        found.append(read)
        if time.monotonic() > due:
            break
    kept.write_bytes(pickle.dumps(found))
    return found


def _articles() -> Iterator[Article]:
    source = corpora() / "newsload" / "articles.jsonl.gz"
    if source.exists():
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            for one in map(json.loads, islice(lines, READ)):
                yield Article(one["id"], one["text"], one["title"], one["outlet"], one["date"])
        return
    examples = Path(__file__).parents[1] / "examples" / "story"
    for number, path in enumerate(sorted(examples.glob("*.txt"))):
        yield Article(f"{number:016x}", path.read_text(encoding="utf-8"))


# -- what is asked -------------------------------------------------------------------------------------


def _questions(record: Record, facets: Facets, chance: random.Random) -> Iterator[Question]:
    """Yield searches and people, two to one, without end."""
    filters, words, people = _filters(facets), _words(record, chance), _people(record, facets, chance)
    while True:
        for _ in range(2):
            kind, asked = chance.choice(words)
            name, only = chance.choice(filters)
            yield _search(f"search: {kind}", asked, only if chance.random() < 0.6 else Filter(), name)
        kind, who = chance.choice(people)
        yield _person(f"person: {kind}", who)


def _filters(facets: Facets) -> list[tuple[str, Filter]]:
    speaker, outlet, year = facets.speakers[0], facets.outlets[2 % len(facets.outlets)], facets.years[-2:][0]
    return [
        ("speaker", Filter(speaker=speaker.value)),
        ("words of a name", Filter(speaker=facets.speakers[-1].name)),
        ("outlet", Filter(outlet=outlet.value)),
        ("part of an outlet", Filter(outlet=outlet.name[-4:])),
        ("year", Filter(since=year.value, until=year.value)),
        ("kind", Filter(kind=next(iter(_quotes(facets))))),
        ("act", Filter(act=facets.acts[min(3, len(facets.acts) - 1)].value)),
        ("kind of speaker", Filter(speaker_kind="unnamed")),
        ("about", Filter(about=speaker.value)),
        ("two", Filter(act=facets.acts[0].value, outlet=outlet.value)),
    ]


def _quotes(facets: Facets) -> Iterator[object]:
    from onrecord import Quote

    yield from (Quote(one.value) for one in facets.kinds)


def _words(record: Record, chance: random.Random) -> list[tuple[str, str | None]]:
    """Return words that few, some and many statements have, phrases, and none."""
    total = record.count()
    steps: dict[str, list[str]] = defaultdict(list)
    entries = [
        entry
        for offset in range(0, total, max(1, total // 300))
        for entry in record.statements(limit=1, offset=offset)
    ]
    for entry in entries:
        words = [word for word in entry.content.split() if word.isalpha() and len(word) > 2]
        for word in chance.sample(words, min(2, len(words))):
            share = record.count(words=word) / total
            step = "common words" if share > 0.03 else "middling words" if share > 0.001 else "rare words"
            if len(steps[step]) < 40:
                steps[step].append(word)
        for at in range(min(1, len(words) - 2)):
            steps["phrases"].append(f'"{words[at]} {words[at + 1]}"')
    steps["two words"] = [
        f"{one} {other}" for one, other in zip(steps["common words"], steps["middling words"], strict=False)
    ]
    found: list[tuple[str, str | None]] = [(step, word) for step in steps for word in steps[step][:40]]
    return found + [("no words", None)] * 30


def _people(record: Record, facets: Facets, chance: random.Random) -> list[tuple[str, str]]:
    head = [("of the most quoted", one.value) for one in facets.speakers]
    total = record.count_people()
    offsets = chance.sample(range(len(head), total), min(len(head), total - len(head)))
    lines = [line for offset in offsets for line in record.people(limit=1, offset=offset)]
    return head + [("others", line.id) for line in lines]


def _search(kind: str, words: str | None, only: Filter, name: str) -> Question:
    def ask(record: Record) -> object:
        found = record.find(words, only, SHOWN) if words else record.statements(only, SHOWN)
        entries = list(found)
        return record.facets(words, only), record.provenance([entry.statement.id for entry in entries])

    from onrecord.web import urls

    kind = kind if only == Filter() else f"{kind}, filter" if name != "about" else f"{kind}, about somebody"
    return Question(kind, urls.search(words, only), ask)


def _person(kind: str, who: str) -> Question:
    def ask(record: Record) -> object:
        mine, others = Filter(speaker=who), Filter(about=who)
        record.person(who, limit=SHOWN)
        record.facets(None, mine)
        record.count(others)
        return list(record.statements(mine, SHOWN)), list(record.statements(others, SHOWN))

    return Question(kind, f"/people/{who}", ask)


# -- how long it takes ---------------------------------------------------------------------------------


def _asked(record: Record, asked: Sequence[Question]) -> Times:
    times: Times = defaultdict(list)
    for one in asked:
        with _timed(times[one.kind]):
            one.ask(record)
    return times


@contextmanager
def _timed(into: list[tuple[float, float]]) -> Iterator[None]:
    wall, processor = time.perf_counter(), time.process_time()
    yield
    into.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor)))


def _got(record: Record, asked: Sequence[Question]) -> Times:
    """Return how long the pages of questions take."""
    from starlette.testclient import TestClient

    from onrecord.web import application

    times: Times = defaultdict(list)
    with TestClient(application(record), "http://127.0.0.1", False) as client:
        client.get("/")
        for one in asked:
            with _timed(times[one.kind]):
                answer = client.get(one.address)
            if answer.status_code != 200:
                print(f"  {answer.status_code} {one.address}: {answer.text[:200]!r}")
    return times


def _print(name: str, times: Times) -> bool:
    """Print a line a kind, and say whether searches or people take longer than they may."""
    print(
        f"{name:42} {'pages':>6} {'wall p50':>9} {'p95':>7} {'max':>7} {'cpu p50':>9} {'p95':>7} {'max':>7}"
    )
    for kind in sorted(times):
        print(_line(f"  {kind}", times[kind]))
    slow = False
    for page in ("search", "person"):
        whole = [one for kind, some in times.items() if kind.startswith(page) for one in some]
        over = _high([wall for wall, _ in whole]) > ALLOWED
        slow |= over
        verdict = ", BUT IS NOT" if over else ""
        print(_line(f"  all of {page}", whole) + f"   (wall p95 under {ALLOWED:.0f}{verdict})")
    print(flush=True)
    return slow


def _line(name: str, times: Sequence[tuple[float, float]]) -> str:
    cells = ""
    for some in zip(*times, strict=True):
        cells += f" {median(some):9.1f} {_high(some):7.1f} {max(some):7.1f}"
    return f"{name:42} {len(times):>6}{cells}"


def _high(times: Sequence[float]) -> float:
    """Return the 95th percentile, the nearest that was measured."""
    found = sorted(times)
    return found[min(len(found) - 1, -(-95 * len(found) // 100) - 1)]


if __name__ == "__main__":
    sys.exit(main())
