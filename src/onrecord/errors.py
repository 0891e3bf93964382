"""The exceptions of onrecord.

    OnrecordError
    ├── DocumentError          one document cannot be read; the run goes on
    ├── RecordError            the record cannot be opened or written
    │   ├── NotARecordError    the file is there and is something else
    │   └── NewerRecordError   the record was written by a newer onrecord
    ├── NotFoundError          no article, statement or person has this id
    ├── WeightsError           the extractor's weights are missing or damaged
    └── QueryError             a search or a filter cannot be understood

Each message says what was given and what to do; the command line prints it without a traceback.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The root of all errors that onrecord raises on purpose."""


class DocumentError(OnrecordError):
    """One document cannot be read.  ``document`` names it, ``reason`` says why and what to do."""

    def __init__(self, document: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document = document
        self.reason = reason


class RecordError(OnrecordError):
    """The record cannot be opened, read or written."""


class NotARecordError(RecordError):
    """The file exists and is not a record of onrecord."""


class NewerRecordError(RecordError):
    """The record was written by a newer version of onrecord than this one."""


class NotFoundError(OnrecordError):
    """Nothing in the record has the identifier that was asked for."""


class WeightsError(OnrecordError):
    """The extractor's weights are missing, damaged or of another format."""


class QueryError(OnrecordError):
    """A search or a filter cannot be understood."""
