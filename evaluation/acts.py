"""Score acts against hand-labelled statements (``python -m evaluation.acts``).

The statements are our own sentences (``gold/acts.toml``), the sample story's and, where they are, the
cases'.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.gold_cases import read_cases
from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Attribution, Span, Spans, spans
from onrecord.resolution.act.acts import ACTS, act_of
from training.corpora.sources import cases

GOLD = Path(__file__).parent / "gold" / "acts.toml"
STORY = Path(__file__).parents[1] / "examples" / "gold"
_MARK = re.compile(r"\{([scq]) |\}")
Pair = tuple[str, str]
"""The act that a reader gave, and the one found."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement in its text, with the act that a reader gave it."""

    text: str
    attribution: Attribution
    act: str
    held: bool = False


def gold_acts(path: Path = GOLD) -> list[Labelled]:
    """Return the labelled statements of our own sentences."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["statement"]
    return [labelled(row["text"], row["act"], held=row.get("held", False)) for row in rows]


def labelled(marked: str, act: str, *, held: bool = False) -> Labelled:
    """Return a statement whose source, cue and content are marked {s ...}, {c ...} and {q ...}."""
    found: dict[str, list[tuple[int, int]]] = {"s": [], "c": [], "q": []}
    opened: list[tuple[str, int]] = []
    text, position = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        position = mark.end()
        if mark[1]:
            opened.append((mark[1], len(text)))
        else:
            role, start = opened.pop()
            found[role].append((start, len(text)))
    return Labelled(text + marked[position:], _attribution(text + marked[position:], found), act, held)


def case_acts(folder: Path) -> Iterator[Labelled]:
    """Yield the statements of annotated articles, with their annotated attributions."""
    for case in read_cases(folder):
        for row in case["statements"]:
            yield Labelled(case["text"], _attribution(case["text"], _roles(row)), row["act"])


def _roles(row: dict[str, Any]) -> dict[str, list[tuple[int, int]]]:
    return {
        role: [tuple(pair) for pair in row[name]]
        for role, name in (("s", "source"), ("c", "cue"), ("q", "content"))
    }


def _attribution(text: str, found: dict[str, list[tuple[int, int]]]) -> Attribution:
    content = spans(found["q"])
    kind = QuotedText(text).kind(content)
    return Attribution(content, _spans(found["c"]), _spans(found["s"]), kind, True, 1.0)


def _spans(pairs: Iterable[tuple[int, int]]) -> Spans:
    return tuple(Span(start, end) for start, end in sorted(pairs))


def evaluate_acts() -> dict[str, float]:
    """Return accuracy and macro-F1 in percent on our own sentences, all of them and those held back."""
    found = [(item, act_of(item.text, item.attribution).name) for item in gold_acts()]
    every = [(item.act, name) for item, name in found]
    held = [(item.act, name) for item, name in found if item.held]
    return {
        "acts accuracy": accuracy(every),
        "acts macro-F1": macro_f1(every),
        "held acts accuracy": accuracy(held),
        "held acts macro-F1": macro_f1(held),
    }


def found_acts(items: Iterable[Labelled]) -> list[Pair]:
    """Return the act that a reader gave and the one found, for each statement."""
    return [(item.act, act_of(item.text, item.attribution).name) for item in items]


def accuracy(pairs: Sequence[Pair]) -> float:
    """Return the percentage of statements whose act is right."""
    return 100 * sum(gold == found for gold, found in pairs) / max(1, len(pairs))


def macro_f1(pairs: Sequence[Pair]) -> float:
    """Return the mean over the acts that readers gave of the F1 of each, in percent."""
    given, found = Counter(gold for gold, _ in pairs), Counter(name for _, name in pairs)
    right = Counter(gold for gold, name in pairs if gold == name)
    return 100 * sum(2 * right[act] / (given[act] + found[act]) for act in given) / max(1, len(given))


def confusions(pairs: Sequence[Pair]) -> str:
    """Return a table: a row for each act that readers gave, a column for each act found."""
    counts = Counter(pairs)
    head = " " * 20 + "".join(f"{act[:7]:>8}" for act in ACTS)
    rows = [f"{gold:20}" + "".join(f"{counts[gold, found] or '·':>8}" for found in ACTS) for gold in ACTS]
    return "\n".join([head, *rows])


def main() -> None:
    """Print the figures of our own sentences, the sample story and, where they are, the cases."""
    for name, figure in evaluate_acts().items():
        print(f"{name:28} {figure:5.1f}")
    print(confusions(found_acts(gold_acts())))
    folders = {"sample story": STORY, "seeds": cases() / "seeds", "articles": cases() / "articles"}
    for name, folder in folders.items():
        if folder.exists():
            pairs = found_acts(case_acts(folder))
            print(f"{name:16} {len(pairs)} acts: {accuracy(pairs):5.1f} {macro_f1(pairs):5.1f}")


if __name__ == "__main__":
    main()
