"""Print every figure of quality beside its pinned floor: ``python -m evaluation``.

Corpora and cases are read from ``ONRECORD_CORPORA`` and ``ONRECORD_CASES``; where they are absent the
figures are skipped, with a word.
"""

from __future__ import annotations

import argparse
import math
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from evaluation.gold_cases import CaseResult, evaluate_cases, read_cases
from evaluation.gum_dev import evaluate_gum
from evaluation.polnear_dev import by_kind, evaluate_polnear
from onrecord.extraction import load_extractor
from onrecord.pipeline import Extractor
from training.corpora.sources import cases, corpora

FLOORS = Path(__file__).parent / "floors.toml"
STORY = Path(__file__).parents[1] / "examples" / "gold"
PEOPLE = {"source": 77.7, "cue": 70.5, "content": 68.4, "relation": 55.9, "characters": 91.0}
"""F1 between two trained annotators of PolNeAR (Newell et al. 2018; SOURCES.md)."""
Figures = dict[str, dict[str, float]]


def main() -> int:
    """Print the figures; return 1 if one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise-floors", action="store_true", help="pin the floors at what stands now")
    options = parser.parse_args()
    extractor = load_extractor()
    print(f"extractor {extractor.version}\n")
    figures: Figures = {}
    if corpora().exists():
        figures |= polnear_figures(extractor)
        figures |= {"gum": evaluate_gum(extractor)}
    else:
        print(f"skipped: no corpora at {corpora()} (set ONRECORD_CORPORA)")
    if cases().exists():
        figures |= case_figures(extractor)
    else:
        print(f"skipped: no gold cases at {cases()} (set ONRECORD_CASES)")
    story = evaluate_cases(extractor, list(read_cases(STORY)))
    figures |= {"sample story": story.figures()}
    floors: Figures = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    failed = list(compare(figures, floors))
    if options.raise_floors:
        FLOORS.write_text(raised(figures, floors), encoding="utf-8")
    return 1 if failed else 0


def polnear_figures(extractor: Extractor) -> Figures:
    """Print the intervals and the table by kind of PolNeAR dev, and return its figures."""
    result = evaluate_polnear(extractor)
    figures, intervals = result.figures(), result.intervals()
    print("PolNeAR dev, exact F1     here   95 % interval   two annotators")
    for role, figure in figures.items():
        low, high = intervals[role]
        print(f"  {role:22} {figure:6.1f}   {low:5.1f} - {high:4.1f}    {PEOPLE[role]:6.1f}")
    print("\n  kind of annotated relation   number   whole right %   content right %")
    for kind, gold, whole, content in by_kind(result):
        print(f"  {kind:28} {gold:6d}   {whole:11.1f}   {content:13.1f}")
    print()
    return {"polnear": figures}


def case_figures(extractor: Extractor) -> Figures:
    """Print the table of the seeds, statement by statement, and return the figures of all cases."""
    seeds = evaluate_cases(extractor, list(read_cases(cases() / "seeds")))
    print_table(seeds)
    articles = evaluate_cases(extractor, list(read_cases(cases() / "articles")))
    return {"seeds": seeds.figures(), "articles": articles.figures()}


def print_table(result: CaseResult) -> None:
    """Print one line a statement: found, each role's spans right, and its first words."""
    print("seeds           found content cue source quote")
    for row in result.rows:
        marks = ("found", "content", "cue", "source", "quote")
        line = "  ".join(f"{'yes' if getattr(row, mark) else '-':>4}" for mark in marks)
        print(f"{row.article[:9]:9} {row.statement:4} {line}   {row.words[:60]}")
    print()


def compare(figures: Figures, floors: Figures) -> Iterator[str]:
    """Print each figure beside its floor and yield the names of those below."""
    print(f"{'figure':36} {'now':>6} {'floor':>6}")
    for group, entries in figures.items():
        for name, figure in entries.items():
            floor = floors.get(group, {}).get(name, 0.0)
            below = figure < floor - 1e-9
            print(f"{group + ' ' + name:36} {figure:6.1f} {floor:6.1f}{'  BELOW' if below else ''}")
            if below:
                yield f"{group} {name}"


def raised(figures: Figures, floors: Figures) -> str:
    """Return the floors file with each floor at the higher of what it was and what stands now."""
    lines = FLOORS.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line.startswith("#")]
    for group in {**floors, **figures}:
        lines.append(f'\n["{group}"]')
        for name in {**floors.get(group, {}), **figures.get(group, {})}:
            now = math.floor(10 * figures.get(group, {}).get(name, 0.0)) / 10
            lines.append(f'"{name}" = {max(now, floors.get(group, {}).get(name, 0.0))}')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
