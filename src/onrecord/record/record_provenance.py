"""What stands behind statements; a part of Record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.record.provenance import Provenance, provenance


class RecordProvenance:
    """What stands behind statements; a part of Record."""

    def provenance(self, statements: Sequence[str], *, words: bool = False) -> dict[str, Provenance]:
        """Return what stands behind statements, by their ids: extractor, other reports, utterances.

        With ``words`` the other reports have theirs.
        """
        with self._reading() as connection:
            return provenance(connection, statements, words=words)

    def _reading(self) -> Any:
        raise NotImplementedError
