"""The command line: a thin mirror of the library, one file a group of commands."""

from __future__ import annotations

from onrecord.cli.group import main

__all__ = ["main"]
