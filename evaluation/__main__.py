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

from evaluation.acts import evaluate_acts
from evaluation.checking import evaluate_checking
from evaluation.differences import evaluate_differences
from evaluation.gold_cases import FIELDS, CaseResult, evaluate_cases, read_cases, read_cross_outlet
from evaluation.gum_dev import evaluate_gum
from evaluation.mentions import BERT, evaluate_mentions
from evaluation.polnear_dev import by_kind, evaluate_polnear
from evaluation.relations import evaluate_relations
from evaluation.reprints import evaluate_reprints
from evaluation.said_dates import evaluate_said_dates
from evaluation.setting import evaluate_setting
from evaluation.speakers import SpeakerResult, evaluate_gum_speakers
from evaluation.stories import evaluate_stories
from evaluation.utterances import evaluate_positions, evaluate_utterances
from onrecord.extraction import load_extractor
from onrecord.pipeline import Extractor
from training.corpora.sources import cases, corpora

FLOORS = Path(__file__).parent / "floors.toml"
STORY = Path(__file__).parents[1] / "examples" / "gold"
OWN = Path(__file__).parent / "articles" / "gold"
FIRST_HELD = "11"
"""Number of the first of our own articles that nothing was tuned on."""
ASKED = {
    "cases and gum speaker all": 92, "cases and gum speaker pronoun": 88, "cases and gum speaker none": 80,
    "cases and gum speaker known": 96, "cases and gum speaker calibrated": 95, "cases found": 93,
    "cases content": 78, "cases precision": 88, "own, all parent F1": 70, "utterances precision": 93,
    "utterances recall": 62, "utterances direct-direct recall": 92,
}  # fmt: skip
"""What the project asks of itself for a figure; people: found 98.7, content 90.8, speaker 98.7, act 93."""
PEOPLE = {"source": 77.7, "cue": 70.5, "content": 68.4, "relation": 55.9, "characters": 91.0}
"""F1 between two trained annotators of PolNeAR (Newell et al. 2018; SOURCES.md)."""
UNPINNED = ("TF-IDF", "pairs", "milliseconds", "events ", " ms")
"""Words in the names of figures that are printed and not pinned: peers, counts, times, a handful of pairs."""
DATES = ("all", "held back", "phrases")
"""Of the figures on dates those that are pinned; the rest are one for each form."""
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
        gum = evaluate_gum_speakers(extractor)
        figures |= {"gum speakers": gum.figures()}
        figures |= {"mentions": evaluate_mentions(extractor)}
        figures |= {"differences": evaluate_differences(), "reprints": evaluate_reprints()}
        figures |= {"stories": evaluate_stories(), "checking": evaluate_checking()}
    else:
        print(f"skipped: no corpora at {corpora()} (set ONRECORD_CORPORA)")
    if cases().exists():
        figures |= case_figures(extractor)
        if corpora().exists():
            figures |= {"cases and gum": both_figures(extractor, gum)}
    else:
        print(f"skipped: no gold cases at {cases()} (set ONRECORD_CASES)")
    figures |= own_figures(extractor)
    figures |= {"relations": evaluate_relations(extractor)}
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
    seeds, articles = (list(read_cases(cases() / name)) for name in ("seeds", "articles"))
    result = evaluate_cases(extractor, seeds)
    print_table(result)
    events = evaluate_cases(extractor, list(read_cross_outlet(cases() / "cross-outlet"))).figures()
    return {
        "seeds": result.figures(),
        "articles": evaluate_cases(extractor, articles).figures(),
        "cases": evaluate_cases(extractor, [*seeds, *articles]).figures(),
        "events": {name: events[name] for name in events if name == "found" or name.startswith("speaker")},
        "utterances": evaluate_utterances(extractor).figures(),
        "seeds, two interviews": evaluate_positions(extractor),
    }


def both_figures(extractor: Extractor, gum: SpeakerResult) -> dict[str, float]:
    """Return the figures of speakers over the seeds, the Wikinews cases and GUM's dev part together."""
    given = [case for name in ("seeds", "articles") for case in read_cases(cases() / name)]
    rows = evaluate_cases(extractor, given).speakers.rows + gum.rows
    return {f"speaker {name}": value for name, value in SpeakerResult(rows).figures().items()}


def own_figures(extractor: Extractor) -> Figures:
    """Return the figures of our own annotated articles, sentences and phrases."""
    story, own = list(read_cases(STORY)), list(read_cases(OWN))
    return {
        "sample story": evaluate_cases(extractor, story).figures(),
        "own, dev": evaluate_cases(extractor, [case for case in own if case["id"] < FIRST_HELD]).figures(),
        "own, held": evaluate_cases(extractor, [case for case in own if case["id"] >= FIRST_HELD]).figures(),
        "own, all": {"parent F1": evaluate_cases(extractor, [*story, *own]).figures()["parent F1"]},
        "acts": evaluate_acts(),
        "dates": {name: value for name, value in evaluate_said_dates().items() if name in DATES},
        "setting": {name: value for name, value in evaluate_setting().items() if name.endswith(" f1")},
    }


def print_table(result: CaseResult) -> None:
    """Print one line a statement: found, spans right, what is resolved right, and its first words."""
    marks = ("found", "content", "cue", "source", "quote")
    print("seeds          " + " ".join(f"{name:>9}" for name in (*marks, *FIELDS)))
    for row in result.rows:
        yes = [getattr(row, mark) for mark in marks] + [field in row.resolved for field in FIELDS]
        line = " ".join(f"{'yes' if one else '-':>9}" for one in yes)
        print(f"{row.article[:9]:9} {row.statement:4} {line}   {row.words[:40]}")
    print()


def compare(figures: Figures, floors: Figures) -> Iterator[str]:
    """Print each figure beside its floor and yield the names of those below."""
    print(f"{'figure':36} {'now':>6} {'floor':>6}")
    for group, entries in figures.items():
        for name, figure in entries.items():
            floor = floors.get(group, {}).get(name, 0.0)
            below = figure < floor - 1e-9
            asked = ASKED.get(f"{group} {name}") or BERT.get(name if group == "mentions" else "")
            note = f"  (asked {asked:g})" if asked else ""
            print(f"{group + ' ' + name:36} {figure:6.1f} {floor:6.1f}{note}{'  BELOW' if below else ''}")
            if below:
                yield f"{group} {name}"


def raised(figures: Figures, floors: Figures) -> str:
    """Return the floors file with each floor at the higher of what it was and what stands now."""
    lines = FLOORS.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line.startswith("#")]
    for group in {**floors, **figures}:
        lines.append(f'\n["{group}"]')
        for name in {**floors.get(group, {}), **figures.get(group, {})}:
            if any(word in name for word in UNPINNED):
                continue
            now = math.floor(10 * figures.get(group, {}).get(name, 0.0)) / 10
            lines.append(f'"{name}" = {max(now, floors.get(group, {}).get(name, 0.0))}')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
