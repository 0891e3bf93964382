"""Read CoNLL-U treebanks (UD English EWT, GUM) into running text with word offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.corpora.sources import corpora


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word: its code point offsets in the document, tags, and its head's index (-1: root).

    The parts of a contraction that cannot be told apart share the offsets of the whole.
    """

    start: int
    end: int
    upos: str
    deprel: str
    head: int
    misc: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document as running text, with paragraphs, and its words in order."""

    id: str
    text: str
    words: tuple[Word, ...]


def read_conllu(path: Path) -> Iterator[ParsedDocument]:
    """Yield the documents of a CoNLL-U file; ``# newpar`` becomes a blank line in the text."""
    builder = _Builder(path.stem)
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        if any(line.startswith("# newdoc") for line in comments) and builder.words:
            yield builder.document()
            builder = _Builder(path.stem)
        if any(line.startswith(("# newpar", "# newdoc")) for line in comments):
            builder.new_paragraph()
        builder.add_sentence([line.split("\t") for line in lines if line and not line.startswith("#")])
    if builder.words:
        yield builder.document()


def gum_split() -> dict[str, str]:
    """Return the official part (``train``, ``dev``, ``test``) of each GUM document of ``splits.md``."""
    part, parts = "", {}
    for line in (corpora() / "gum" / "splits.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.strip().startswith("*"):
            parts[line.strip().lstrip("* ").strip()] = part
    return parts


def parsed_train() -> Iterator[ParsedDocument]:
    """Yield the training documents of EWT and GUM."""
    yield from read_conllu(corpora() / "ewt" / "en_ewt-ud-train.conllu")
    parts = gum_split()
    for path in sorted((corpora() / "gum" / "dep").glob("*.conllu")):
        if parts.get(path.stem, "train") == "train":
            yield from read_conllu(path)


def parsed_dev() -> Iterator[ParsedDocument]:
    """Yield the development documents of EWT and GUM."""
    yield from read_conllu(corpora() / "ewt" / "en_ewt-ud-dev.conllu")
    parts = gum_split()
    for path in sorted((corpora() / "gum" / "dep").glob("*.conllu")):
        if parts.get(path.stem) == "dev":
            yield from read_conllu(path)


class _Builder:
    def __init__(self, name: str) -> None:
        self.id, self.text, self.words, self.space = name, "", list[Word](), False

    def new_paragraph(self) -> None:
        if self.text:
            self.text, self.space = self.text + "\n\n", False

    def add_sentence(self, rows: list[list[str]]) -> None:
        base, covered, numbers = len(self.words), 0, dict[str, int]()
        pending: list[tuple[list[str], int, int]] = []
        whole: tuple[int, int] = (0, 0)
        for row in rows:
            if "." in row[0]:
                continue
            if "-" in row[0]:
                covered = int(row[0].split("-")[1])
                whole = self._print(row)
                cursor = whole[0]
                continue
            if int(row[0]) <= covered:
                fits = self.text.startswith(row[1], cursor) and cursor + len(row[1]) <= whole[1]
                span = (cursor, cursor + len(row[1])) if fits else whole
                cursor = span[1]
            else:
                span = self._print(row)
            numbers[row[0]] = base + len(pending)
            pending.append((row, *span))
        self.words += [
            Word(start, end, row[3], row[7].split(":")[0], numbers.get(row[6], -1), row[9])
            for row, start, end in pending
        ]

    def _print(self, row: list[str]) -> tuple[int, int]:
        self.text += " " if self.space else ""
        start = len(self.text)
        self.text += row[1]
        self.space = "SpaceAfter=No" not in row[9]
        return start, len(self.text)

    def document(self) -> ParsedDocument:
        return ParsedDocument(self.id, self.text, tuple(self.words))
