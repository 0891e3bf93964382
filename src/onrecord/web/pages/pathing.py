"""The chain of reports by which a statement reached the reader, laid out as a path to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model import ReadArticle
from onrecord.record import Entry
from onrecord.record.entries import GAP
from onrecord.resolution.chain import Hop, chain
from onrecord.web import urls, wording

_STEP = 62
"""Units from one step to the next."""
_MARGIN = 20
_LETTERS = 34
"""Letters of a name that the drawing has room for; the list beside it has all."""
_KINDS = {
    "outlet": "printed by",
    "agency": "from the agency",
    "report": "as reported by",
    "speaker": "said by",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: who passed the words on, the printed words that say so, and where it is drawn."""

    kind: str
    name: str
    words: str
    address: str | None
    y: int

    @property
    def said(self) -> str:
        """Say what this one did."""
        return _KINDS[self.kind]

    @property
    def short(self) -> str:
        """Return the name, cut to the room there is."""
        return self.name if len(self.name) <= _LETTERS else f"{self.name[: _LETTERS - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Path:
    """A chain to be drawn, from the outlet down to the speaker."""

    steps: tuple[Step, ...]

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return self.steps[-1].y + _MARGIN + 12

    def __str__(self) -> str:
        """Say the path in words."""
        return ", ".join(f"{step.said} {step.name}" for step in self.steps)


def path(entry: Entry, read: ReadArticle) -> Path:
    """Return the chain of a statement; its last step is the speaker as shown."""
    hops = chain(read, entry.statement)
    steps = (_step(entry, hop, place, len(hops)) for place, hop in enumerate(hops))
    return Path(tuple(steps))


def _step(entry: Entry, hop: Hop, place: int, count: int) -> Step:
    last = place == count - 1
    kind = "speaker" if last else hop.kind
    name = (entry.speaker_name or "speaker not known") if last else " ".join(hop.name.split())
    name = name or (wording.whose(entry) if kind == "outlet" else "not known")
    words = GAP.join(" ".join(span.of(entry.article.text).split()) for span in hop.spans)
    return Step(kind, " ".join(name.split()), words, _address(entry, hop, last), _MARGIN + _STEP * place)


def _address(entry: Entry, hop: Hop, last: bool) -> str | None:
    if last:
        return urls.person(entry.person) if entry.person else None
    if hop.kind == "outlet":
        return urls.article(entry.article.id, entry.statement.id)
    return urls.statement(hop.statement) if hop.statement else None


def lines(given: Path) -> Iterator[tuple[int, int]]:
    """Yield where the line from each step to the next begins and ends."""
    for one, other in zip(given.steps, given.steps[1:], strict=False):
        yield one.y + 8, other.y - 8
