"""A progress bar on standard error, for work that takes long and has a person watching."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from onrecord.cli.terminal import plural

if TYPE_CHECKING:
    from onrecord import Added

_PATIENCE = 1.0
"""Seconds of work before a bar is worth showing."""
_WIDTH = 24


class Bar:
    """Shows how far an ``add`` is; silent where standard error is no terminal."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._width = 0

    def __call__(self, added: Added, share: float | None) -> None:
        """Draw the bar anew."""
        passed = time.monotonic() - self._begun
        if passed < _PATIENCE or not sys.stderr.isatty():
            return
        done = added.articles + added.already
        line = f"{plural(done, 'article')}, {plural(added.statements, 'statement')}"
        if added.problems:
            line += f", {plural(added.problems, 'problem')}"
        if share and share < 1:  # at 1 the last documents have been taken, but not yet read
            filled = int(share * _WIDTH)
            left = time.strftime("%H:%M:%S", time.gmtime(passed / share - passed))
            line = f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}  {line}, {left} left"
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)

    def clear(self) -> None:
        """Wipe the bar away, so that what follows stands in its place."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0
