"""Article to attributions: no input or output, no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.extraction.extractor import NeuralExtractor


def load_extractor() -> NeuralExtractor:
    """Return the shipped extractor, loaded once in each process (a third of a second)."""
    from onrecord.extraction import extractor

    return extractor.load_extractor()
