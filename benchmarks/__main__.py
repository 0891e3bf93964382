"""Print speed and memory beside two peers measured in the same run: ``python -m benchmarks``.

Words are white-space separated words of the text.  The machine is named, the ratios count: absolute
figures move with the machine and with what else runs on it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import pages
from benchmarks.peers import peer_words_a_second
from training.corpora.sources import corpora

RATIO_TO_ENCODER, RATIO_TO_SPACY = 0.60, 1.2
"""What ``read`` should reach at least, as a share of each peer (per core)."""


def main() -> int:
    """Print the table; return 1 where a ratio is below what it should reach."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=600, help="articles for the speed table")
    parser.add_argument("--memory", action="store_true", help="also read 400 and 4,000 articles for memory")
    parser.add_argument("--rounds", type=int, default=2, help="repeat everything, the best of each counts")
    parser.add_argument("--statements", type=int, default=pages.STATEMENTS, help="of the record for pages")
    options = parser.parse_args()
    slow = pages.measure(options.statements, 200, Path(tempfile.gettempdir()) / "onrecord-bench")
    source = corpora() / "newsload" / "articles.jsonl.gz"
    if not source.exists():
        print(f"skipped: no {source} (set ONRECORD_CORPORA)")
        return slow
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        articles = [line for _, line in zip(range(4000), lines, strict=False)]
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    start_up()
    with tempfile.TemporaryDirectory() as name:
        failed = speed(articles[: options.articles], Path(name), options.rounds)
        if options.memory:
            memory(articles, Path(name))
    return 1 if failed or slow else 0


def start_up() -> None:
    """Print the seconds of ``onrecord --help`` and of reading one short article, cold."""
    help_seconds = min(_run(["--help"])[0] for _ in range(5))
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write('The minister said: "We will not pay." She spoke in parliament on Monday.\n')
        file.flush()
        read_seconds = min(_run(["read", file.name])[0] for _ in range(3))
    print(f"onrecord --help      {1000 * help_seconds:6.0f} ms   (should be under 150)")
    print(f"read, one article    {1000 * read_seconds:6.0f} ms   (should be under 1500, cold)\n")


def speed(articles: list[str], folder: Path, rounds: int) -> bool:
    """Print words a second of each command and peer on one and on two processes."""
    texts = [json.loads(line)["text"] for line in articles]
    words = sum(len(text.split()) for text in texts)
    path = folder / "articles.jsonl"
    path.write_text("".join(articles), encoding="utf-8")
    rates: dict[tuple[str, int], float] = {}
    for number in range(rounds):
        for processes in (1, 2):
            for peer in ("encoder", "spacy"):
                _best(rates, (peer, processes), peer_words_a_second(peer, texts, processes))
            reading = ["read", "--format", "jsonl", "--workers", str(processes), str(path)]
            _best(rates, ("read", processes), words / _run(reading)[0])
            record = folder / f"{number}-{processes}.db"
            adding = ["add", "--record", str(record), "--workers", str(processes), str(path)]
            _best(rates, ("add", processes), words / _run(adding)[0])
    print(f"{len(texts)} articles, {words} words       one process  two processes   (words a second)")
    for name in ("read", "add", "encoder", "spacy"):
        print(f"  {name:28} {rates[name, 1]:11.0f}  {rates[name, 2]:13.0f}")
    failed = False
    for name in ("read", "add"):
        for peer, least in (("encoder", RATIO_TO_ENCODER), ("spacy", RATIO_TO_SPACY)):
            ratios = [rates[name, processes] / rates[peer, processes] for processes in (1, 2)]
            low = name == "read" and min(ratios) < least
            failed |= low
            mark = "  BELOW" if low else ""
            print(f"  {name} / {peer:21} {ratios[0]:11.2f}  {ratios[1]:13.2f}   (at least {least}){mark}")
    return failed


def memory(articles: list[str], folder: Path) -> None:
    """Print the peak memory of reading 400 and 4,000 articles, both processes."""
    for count in (400, 4000):
        path = folder / f"{count}.jsonl"
        path.write_text("".join(articles[:count]), encoding="utf-8")
        _, peak = _run(["add", "--record", str(folder / f"memory-{count}.db"), "--workers", "2", str(path)])
        print(f"peak memory of the largest process, add of {count} articles: {peak / 1024:.0f} MB")


def _best(rates: dict[tuple[str, int], float], key: tuple[str, int], rate: float) -> None:
    rates[key] = max(rate, rates.get(key, 0.0))


def _run(arguments: list[str]) -> tuple[float, float]:
    """Run ``onrecord`` and return its seconds and the peak memory (kB) of this command's processes."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True,"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = Path(sys.executable).with_name("onrecord")
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(command), *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - started, float(done.stdout)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


if __name__ == "__main__":
    sys.exit(main())
