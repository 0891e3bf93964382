"""The word lists of ``lexicon/`` as they stand in their files, each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """Return a file of ``lexicon/``."""
    return tomllib.loads(files("onrecord.resolution").joinpath("lexicon", name).read_text(encoding="utf-8"))


@cache
def word_list(section: str) -> frozenset[str]:
    """Return a closed class of words (``function_words.toml``)."""
    return frozenset(lexicon("function_words.toml")[section])


@cache
def entries(name: str, section: str) -> frozenset[str]:
    """Return the entries of a section of a file whose entries have examples."""
    return frozenset(lexicon(name)[section])
