"""Reading on several processors: the same answers in the same order, sooner."""

from __future__ import annotations

from onrecord.engine.pool import default_extractor, read_with_workers

__all__ = ["default_extractor", "read_with_workers"]
