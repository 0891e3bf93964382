"""The word lists of ``lexicon/`` as they stand in their files, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return the data file ``lexicon/<name>.toml``."""
    source = files("onrecord.linking.differences").joinpath("lexicon", f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def entries(name: str, section: str) -> frozenset[str]:
    """Return the entries of a section, without their examples."""
    return frozenset(lexicon(name)[section])
