"""Turn the hand-written annotations of the sample story into gold files with offsets, or check them.

    python examples/annotate.py            write examples/gold/*.json
    python examples/annotate.py --check    compare them with the annotations; exit 1 if they differ

An annotation file quotes words of its article and never counts characters.  It opens with ``file:``
(and, for JSON lines, ``id:``), ``outlet:``, ``date:`` and ``title:``, lists its people,

    person haldane | person | Gordon Haldane | Trade Secretary Gordon Haldane

and then its statements, numbered, each with speaker, act and quote kind, and where they apply
``to`` (addressee), ``via``, ``in`` (the number of the parent) and ``on`` (date or interval):

    [3] haldane, announce, indirect, to reporters, on 2024-03-01
    content: that the order would ~~ already installed
    cue: announced
    source: Trade Secretary Gordon Haldane

Each ``content``, ``cue`` or ``source`` line is one span: an exact substring that starts and ends at the
edge of a word.  ``A ~~ B`` runs from A to the first B after it.  Content must occur once; a cue is the
occurrence nearest to its content (between its pieces first) and a source the one nearest to its cue;
`` #2`` at the end asks for the second occurrence instead.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
STORY, NOTES, GOLD = HERE / "story", HERE / "annotations", HERE / "gold"

Pair = tuple[int, int]
_HEAD = re.compile(r"\[(\d+)\] (.+)")
_NUMBERED = re.compile(r"(.*) #(\d+)", re.DOTALL)


class AnnotationError(ValueError):
    """An annotation quotes words that are not there, or not there only once."""


@dataclass
class Noted:
    """One statement as it was written down: words, not yet offsets."""

    number: int
    fields: list[str]
    words: dict[str, list[str]] = field(default_factory=lambda: {"content": [], "cue": [], "source": []})


@dataclass
class Notes:
    """One annotation file as read: ``head`` holds file, outlet, date, title and, for JSON lines, id."""

    name: str
    head: dict[str, str]
    people: dict[str, list[str]]
    statements: list[Noted]


def read_notes(path: Path) -> Notes:
    """Return an annotation file's head, people and statements."""
    notes = Notes(path.stem, {}, {}, [])
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _take(notes, line)
    return notes


def _take(notes: Notes, line: str) -> None:
    """Add one line of an annotation file to what was read of it."""
    if head := _HEAD.fullmatch(line):
        notes.statements.append(Noted(int(head[1]), head[2].split(", ")))
    elif line.startswith("person "):
        key, *rest = line.removeprefix("person ").split(" | ")
        notes.people[key] = rest
    elif ": " in line:
        key, value = line.split(": ", 1)
        if notes.statements:
            notes.statements[-1].words[key].append(value)
        else:
            notes.head[key] = value
    else:
        raise AnnotationError(f"{notes.name}: not understood: {line}")


def article_text(head: dict[str, str]) -> str:
    """Return the text that an annotation's offsets point into, unchanged."""
    raw = (STORY / head["file"]).read_bytes().decode("utf-8")
    if "id" not in head:
        return raw
    rows = [json.loads(line) for line in raw.splitlines()]
    return next(str(row["text"]) for row in rows if row["id"] == head["id"])


def occurrences(text: str, words: str) -> list[Pair]:
    """Return every place of ``words`` in ``text`` that starts and ends at the edge of a word."""
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.span() for match in re.finditer(before + re.escape(words) + after, text)]


def places(text: str, words: str) -> list[Pair]:
    """Return the places of a span written as words, as ``A ~~ B``, or with `` #2`` behind it."""
    numbered = _NUMBERED.fullmatch(words)
    wanted = numbered[1] if numbered else words
    first, joined, last = wanted.partition(" ~~ ")
    found = occurrences(text, first)
    if joined:
        ends = occurrences(text, last)
        found = [(a, min(e for s, e in ends if s >= b)) for a, b in found if ends and ends[-1][0] >= b]
    if not found:
        raise AnnotationError(f"not in the article: {words}")
    return [found[int(numbered[2]) - 1]] if numbered else found


def _gap(one: Pair, other: Pair) -> int:
    """Return how many characters lie between two spans; 0 if they touch or overlap."""
    return max(0, one[0] - other[1], other[0] - one[1])


def _only(text: str, words: str) -> Pair:
    found = places(text, words)
    if len(found) > 1:
        raise AnnotationError(f"occurs {len(found)} times: {words}")
    return found[0]


def _nearest(text: str, words: str, anchors: list[Pair], outside: list[Pair]) -> Pair:
    free = [one for one in places(text, words) if all(one[1] <= a or one[0] >= b for a, b in outside)]
    if not free:
        raise AnnotationError(f"only inside its own content: {words}")
    first, last = min(anchors)[0], max(anchors)[1]

    def distance(one: Pair) -> tuple[bool, int, Pair]:
        between = first < one[0] and one[1] < last
        return not between, min(_gap(one, anchor) for anchor in anchors), one

    return min(free, key=distance)


def locate(text: str, noted: Noted) -> dict[str, list[Pair]]:
    """Return the offsets of a statement's content, cue and source."""
    content = sorted(_only(text, words) for words in noted.words["content"])
    cue = sorted(_nearest(text, words, content, content) for words in noted.words["cue"])
    anchors = cue or content
    source = sorted(_nearest(text, words, anchors, content + cue) for words in noted.words["source"])
    return {"content": content, "cue": cue, "source": source}


def statement(text: str, noted: Noted) -> dict[str, Any]:
    """Return one statement of a gold file."""
    speaker, act, kind, *more = noted.fields
    options = dict(part.split(" ", 1) for part in more)
    return {
        "id": f"s{noted.number}",
        **locate(text, noted),
        "speaker": None if speaker == "-" else speaker,
        "quote_kind": kind,
        "addressee": options.get("to"),
        "via": options["via"].split() if "via" in options else [],
        "parent": f"s{options['in']}" if "in" in options else None,
        "act": act,
        "said_on": options.get("on"),
    }


def gold(notes: Notes) -> dict[str, Any]:
    """Return the gold file of one annotation file; ``text`` is left out, ``path`` says where it is."""
    text = article_text(notes.head)
    people = {
        key: {"name": names[0], "kind": kind, "names": list(dict.fromkeys(names))}
        for key, (kind, *names) in notes.people.items()
    }
    try:
        statements = [statement(text, noted) for noted in notes.statements]
    except AnnotationError as error:
        raise AnnotationError(f"{notes.name}: {error}") from None
    return {
        "id": notes.name,
        "title": notes.head["title"],
        "outlet": notes.head["outlet"],
        "date": notes.head["date"],
        "path": f"story/{notes.head['file']}",
        "line_id": notes.head.get("id"),
        "people": people,
        "statements": statements,
    }


def printed(case: dict[str, Any]) -> str:
    """Return a gold file as it is stored: JSON with one statement a line."""
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in case["statements"])
    people = ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in case["people"].items()
    )
    head = "".join(
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n"
        for key, value in case.items()
        if key not in ("people", "statements")
    )
    return f'{{\n{head}  "people": {{\n{people}\n  }},\n  "statements": [\n{rows}\n  ]\n}}\n'


def main(arguments: list[str]) -> int:
    """Write the gold files, or with ``--check`` say which differ from their annotations."""
    differing = []
    for path in sorted(NOTES.glob("*.txt")):
        wanted, target = printed(gold(read_notes(path))), GOLD / f"{path.stem}.json"
        if "--check" not in arguments:
            target.write_text(wanted, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != wanted:
            differing.append(path.stem)
    for name in differing:
        print(f"examples/gold/{name}.json differs from its annotation; run examples/annotate.py")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
