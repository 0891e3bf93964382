"""Turn the hand-written annotations of these articles into gold files with offsets, or check them.

    python evaluation/articles/annotate.py            write evaluation/articles/gold/*.json
    python evaluation/articles/annotate.py --check    compare them with the annotations; exit 1 if they differ

The annotation format and the code that reads it are the sample story's, ``examples/annotate.py``; only the
folders differ.  Both ways the gold is also looked over for what no reader can have meant: an unknown person
or act, a name that is not printed, a nested statement outside its parent's content.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples" / "annotate.py"

ACTS = frozenset(
    {"assert", "allege", "deny", "confirm", "promise", "warn", "demand", "ask", "predict", "announce"}
    | {"praise", "criticise", "apologise", "decline-to-comment", "other"}
)


def sample_story() -> ModuleType:
    """Return ``examples/annotate.py`` as a module that reads and writes the folders beside this file."""
    spec = importlib.util.spec_from_file_location("annotate_sample_story", EXAMPLES)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {EXAMPLES}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    module.STORY, module.NOTES, module.GOLD = HERE / "text", HERE / "annotations", HERE / "gold"  # type: ignore[attr-defined]
    gold_of = module.gold

    def gold(notes: Any) -> dict[str, Any]:
        return dict(gold_of(notes)) | {"path": f"text/{notes.head['file']}"}

    module.gold = gold  # type: ignore[attr-defined]
    return module


def faults(case: dict[str, Any], text: str) -> Iterator[str]:
    """Yield what cannot be right in a gold file, one line each."""
    for key, person in case["people"].items():
        for name in person["names"]:
            if name not in text and name != case["outlet"]:
                yield f"{case['id']}: {key}: not printed: {name}"
    by_id = {statement["id"]: statement for statement in case["statements"]}
    if len(by_id) < len(case["statements"]):
        yield f"{case['id']}: a number is used twice"
    for statement in case["statements"]:
        for fault in _faults(statement, case["people"], by_id):
            yield f"{case['id']} {statement['id']}: {fault}"


def _faults(statement: dict[str, Any], people: dict[str, Any], by_id: dict[str, Any]) -> Iterator[str]:
    named = [statement["speaker"], statement["addressee"], *statement["via"]]
    yield from (f"no such person: {key}" for key in named if key is not None and key not in people)
    if statement["act"] not in ACTS:
        yield f"no such act: {statement['act']}"
    if statement["quote_kind"] not in ("direct", "indirect", "mixed"):
        yield f"no such quote kind: {statement['quote_kind']}"
    if statement["parent"] is not None:
        around = by_id.get(statement["parent"])
        if around is None:
            yield f"no such parent: {statement['parent']}"
        elif not all(_inside(span, around["content"]) for span in statement["content"]):
            yield f"not inside the content of {statement['parent']}"


def _inside(span: tuple[int, int], around: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in around)


def main(arguments: list[str]) -> int:
    """Write or check the gold files, and say what cannot be right in them."""
    story = sample_story()
    status = int(story.main(arguments))
    notes = [story.read_notes(path) for path in sorted(story.NOTES.glob("*.txt"))]
    found = [fault for one in notes for fault in faults(story.gold(one), story.article_text(one.head))]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
