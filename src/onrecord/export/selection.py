"""What an export holds: the statements that a search shows, in its order, with what stands behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from onrecord.export.addresses import part
from onrecord.model import ReadArticle
from onrecord.record import Entry, Filter, Provenance, Record

BASE = "http://127.0.0.1:8765"
"""Where the pages of a record are served, unless somebody says otherwise."""
_PAGE = 100
Known = tuple[Entry, Provenance]


@dataclass(frozen=True, eq=False)
class Selection:
    """The statements of a record that words and a filter let pass, and where their pages are (``base``)."""

    record: Record
    only: Filter
    words: str | None = None
    base: str = BASE

    @property
    def everything(self) -> bool:
        """Whether nothing was asked, so that all of the record is meant."""
        return self.only == Filter() and not self.words

    def check(self) -> None:
        """Find out now whether what was asked can be understood.  Raises QueryError and NotFoundError."""
        if not self.everything:
            next(
                iter(
                    self.record.find(self.words, self.only, limit=1)
                    if self.words
                    else self.record.statements(self.only, limit=1)
                ),
                None,
            )

    def entries(self) -> Iterator[Entry]:
        """Yield the statements as the search shows them: with words the best first, else by date."""
        if self.words:
            return self.record.find(self.words, self.only, limit=None)
        return self.record.statements(self.only)

    def known(self, *, words: bool = False) -> Iterator[Known]:
        """Yield the statements with what stands behind them; with ``words`` those of other reports."""
        entries = self.entries()
        while page := list(islice(entries, _PAGE)):
            behind = self.record.provenance([entry.statement.id for entry in page], words=words)
            yield from ((entry, behind[entry.statement.id]) for entry in page)

    def count(self) -> int:
        """Return how many statements there are."""
        return self.record.count(self.only, self.words or None)

    def statement(self, identifier: str) -> str:
        """Return the address of a statement's page."""
        return f"{self.base}/statements/{part(identifier)}"

    def article(self, identifier: str) -> str:
        """Return the address of an article's page."""
        return f"{self.base}/articles/{part(identifier)}"

    def person(self, identifier: str) -> str:
        """Return the address of the page of one of the record's people."""
        return f"{self.base}/people/{part(identifier)}"

    def __str__(self) -> str:
        """Say in words what was asked."""
        parts = [f"with the words {self.words}" if self.words else "", str(self.only)]
        return ", ".join(part for part in parts if part not in ("", "all")) or "all statements"

    @property
    def told(self) -> list[tuple[str, str]]:
        """What an export has to say of itself, by name: whence, what, how many of how many, when."""
        count, every = self.count(), self.record.counts().statements
        return [
            ("Record", self.record.name),
            ("Asked for", str(self)),
            ("Statements", f"{count:,} of {every:,} in the record"),
            ("Made", datetime.now(UTC).isoformat(timespec="seconds")),
        ]

    @property
    def whole(self) -> _Articles:
        """The articles of the record, those used last at hand."""
        return _Articles(self.record)


class _Articles:
    """Articles with their newest readings; of the last few, read once."""

    def __init__(self, record: Record) -> None:
        self._of: Callable[[str], ReadArticle] = lru_cache(maxsize=32)(record.article)

    def __getitem__(self, identifier: str) -> ReadArticle:
        return self._of(identifier)
