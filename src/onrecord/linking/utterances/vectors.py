"""What some words mean, as a vector: the sum of trained vectors of their stems, at length one.

The vectors are trained so that the cosine of two sentences' sums is near that of all-MiniLM-L6-v2's own
(``training/meanings.py``).  They need no network to run, and the same words have the same vector always.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from onrecord.errors import WeightsError
from onrecord.linking.content import known_stems

Floats = NDArray[np.float32]
WEIGHTS = Path(__file__).parents[1] / "weights" / "meanings.safetensors"
WIDTH = 128
SCALE = 127.0
"""Packed vectors are whole numbers from -127 to 127."""


def vector(stems: Iterable[str]) -> Floats:
    """Return the vector of some stems, at length one; zeros where none of them is known."""
    places, table = _places(), _table()
    known = [places[one] for one in stems if one in places]
    total: Floats = table[known].sum(axis=0, dtype=np.float32)
    length = float(np.sqrt(total @ total))
    return total / length if length else total


def packed(found: Floats) -> bytes:
    """Return a vector as it is kept in a record: a byte a number."""
    whole: NDArray[np.int8] = np.rint(found * SCALE).astype(np.int8)
    return whole.tobytes()


def unpacked(kept: bytes) -> Floats:
    """Return vectors from the bytes that they were kept as, a row each."""
    return np.frombuffer(kept, dtype=np.int8).reshape(-1, WIDTH).astype(np.float32) / SCALE


@cache
def _places() -> dict[str, int]:
    return {one: place for place, one in enumerate(known_stems())}


@cache
def _table() -> Floats:
    try:
        stored = load_file(str(WEIGHTS))
    except (OSError, SafetensorError) as error:
        raise WeightsError(f"{WEIGHTS}: the words' vectors cannot be read ({error}); reinstall") from error
    return stored["vectors"].astype(np.float32) * stored["scales"].astype(np.float32)
