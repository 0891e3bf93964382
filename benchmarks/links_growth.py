"""Print what an article more costs as a record grows: ``python -m benchmarks.links_growth``.

One record grows, in order of publication, as an archive of some 55 articles a week does (a million statements
are ten years of it), made up from articles of newsload that are read once (``synthetic_archive`` says what
that keeps of real news).  At each size the last batches are timed, and then articles that are stored one by
one.  ``--thin`` fills another record with ten thousand statements over the same ten years.  Times are
processor time; wall time is given for the whole.  Memory is the process's, the readings that the archive is
made of included.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import pickle
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

from benchmarks.synthetic_archive import Archive
from onrecord import open_record
from onrecord.engine import default_extractor
from onrecord.model import Article, ReadArticle
from onrecord.pipeline import read_articles
from onrecord.record import Record
from onrecord.record import record as writing
from onrecord.record.utterances import Links
from training.corpora.sources import corpora

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
A_WEEK, THIN = 55.0, 0.55
"""Articles of a week: as many as give a million statements in ten years, and as give ten thousand."""
BATCH, BATCHES, SINGLES = 64, 4, 96
"""Articles of a batch, and how many batches and articles one by one are timed at each size."""
READ, READ_SECONDS = 460, 240.0
PARTS = ("people", "reprints", "stories", "links")
Times = dict[str, list[float]]


def main() -> None:
    """Print milliseconds an article at each size, and how they stand to those at the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=100_000, help="statements of the largest record")
    parser.add_argument("--minutes", type=float, default=25.0, help="stop growing after so many")
    parser.add_argument("--thin", action="store_true", help="also ten thousand statements over ten years")
    parser.add_argument("--readings", type=Path, help="a file in which the readings are kept between runs")
    parser.add_argument("--keep", type=Path, help="a folder in which the grown record is left")
    options = parser.parse_args()
    readings = real_readings(options.readings or Path(tempfile.gettempdir()) / "onrecord-links-growth.pkl")
    if not readings:
        print(f"skipped: no newsload in {corpora()} (set ONRECORD_CORPORA)")
        return
    print(f"{len(readings)} readings; {_peak():.0f} MB of memory before there is a record\n")
    print(f"{'':10} {'statements':>10} {'whole':>12} " + " ".join(f"{part:>12}" for part in PARTS))
    if options.thin:
        grow(Archive(readings, THIN), SIZES[:1], 60 * options.minutes, "thin")
    sizes = [size for size in SIZES if size <= options.largest]
    grow(Archive(readings, A_WEEK), sizes, 60 * options.minutes, "dense", options.keep)


def real_readings(kept: Path) -> list[ReadArticle]:
    """Return articles of newsload as the shipped extractor reads them, from the file if they are there."""
    source = corpora() / "newsload" / "articles.jsonl.gz"
    if kept.exists():
        found: list[ReadArticle] = pickle.loads(kept.read_bytes())
        return found
    if not source.exists():
        return []
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in islice(lines, READ)]
    given = (Article(one["id"], one["text"], one["title"], one["outlet"], one["date"]) for one in told)
    due, found = time.monotonic() + READ_SECONDS, []
    for read in read_articles(given, default_extractor()):
        found.append(read)
        if time.monotonic() > due:
            break
    kept.write_bytes(pickle.dumps(found))
    return found


def grow(archive: Archive, sizes: Sequence[int], seconds: float, name: str, kept: Path | None = None) -> None:
    """Store articles until the largest size is reached or the time is over; print what they cost."""
    begun, first, coming = time.monotonic(), None, iter(archive)
    due = begun + seconds
    gc.collect()
    gc.freeze()  # what the archive is made of is no burden of the record's
    with tempfile.TemporaryDirectory() as folder:
        file = (kept or Path(folder)) / "growing.db"
        with open_record(file) as record, _timed() as parts:
            statements = 0
            for size in sizes:
                while statements < size and time.monotonic() < due:
                    for times in parts.values():
                        del times[: len(times) - (BATCHES - 1)]
                    statements += _store(record, list(islice(coming, BATCH)), parts)
                batches = {part: [one / BATCH for one in times] for part, times in parts.items()}
                parts.clear()
                for one in islice(coming, SINGLES):
                    statements += _store(record, [one], parts)
                first = first or (batches, dict(parts))
                _print(name, statements, (batches, dict(parts)), first)
                parts.clear()
                told = f"{file.stat().st_size / 1e6:.0f} MB of file, {_peak():.0f} MB of memory at most"
                print(f"{'':10} {told}, {time.monotonic() - begun:.0f} s so far", flush=True)
                if time.monotonic() >= due:
                    print(f"{'':10} stopped: the time is over")
                    break


def _store(record: Record, some: list[ReadArticle], parts: Times) -> int:
    begun = time.process_time()
    added = record.store(some)
    parts["whole"].append(time.process_time() - begun)
    return added.statements


@contextmanager
def _timed() -> Iterator[Times]:
    """Time the parts of storing, each call by itself."""
    parts: Times = defaultdict(list)

    def timed(part: str, called: Callable[..., Any]) -> Callable[..., Any]:
        def timing(*given: Any) -> Any:
            begun = time.process_time()
            answer = called(*given)
            parts[part].append(time.process_time() - begun)
            return answer

        return timing

    with (
        patch.object(writing.uniting, "unite", timed("people", writing.uniting.unite)),
        patch.object(writing.reprints, "enter", timed("reprints", writing.reprints.enter)),
        patch.object(writing.story_entering, "enter", timed("stories", writing.story_entering.enter)),
        patch.object(Links, "link", timed("links", Links.link)),
        patch.object(writing, "BATCH_SECONDS", float("inf")),
    ):
        yield parts


def _print(name: str, statements: int, now: tuple[Times, Times], first: tuple[Times, Times]) -> None:
    """Print a line for batches and one for single articles: median/90th percentile, and the ratios."""
    for how, times, before in zip(("batches", "one by one"), now, first, strict=True):
        cells, ratios = [], []
        for part in ("whole", *PARTS):
            middle, high = _middle(times[part])
            cells.append(f"{1000 * middle:6.1f}/{1000 * high:5.1f}")
            ratios.append(f"{middle / _middle(before[part])[0]:12.2f}")
        print(f"{how:10} {statements:>10,} " + " ".join(cells))
        print(f"{'  ratio':10} {name:>10} " + " ".join(ratios), flush=True)


def _middle(times: Sequence[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=10)[-1] if len(times) > 1 else times[0]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
