"""``python -m onrecord`` is ``onrecord``."""

from __future__ import annotations

from onrecord.cli import main

main()
