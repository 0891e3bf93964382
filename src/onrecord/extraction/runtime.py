"""Run the network's two graphs on the processor at hand, one thread each.

bf16 where the processor multiplies it in hardware (AMX), 32-bit floats elsewhere; both give the same
answers to within the measured tenth of a point (evaluation).  An article is always a batch of its own,
so that its answers cannot depend on what it travelled with.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from onrecord.errors import WeightsError
from onrecord.extraction.decode import FORBIDDEN
from onrecord.extraction.network import Weights, encoder_model, tagger_model
from onrecord.extraction.network_shape import ENCODER_WIDTH, LONGEST_CUE, TAGS

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

STEP = 32
"""Widths are rounded up to a multiple of this: fewer shapes to prepare, and windows that run together."""
WINDOWS_AT_ONCE = 8
"""Windows of one article that travel together; a longer article takes several turns."""


_EMPTY: Floats = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of one window, a row a token: vectors and scores of cues and of mentions."""

    hidden: Floats
    cues: Floats
    mention_states: Floats
    mention_scores: Floats


_NOTHING = Encoded(_EMPTY, _EMPTY, _EMPTY, _EMPTY)


def load_weights(path: Path) -> Weights:
    """Return the arrays of a weights file.

    Raises WeightsError if the file is missing or is not one.
    """
    try:
        return load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise WeightsError(f"{path}: the extractor's weights cannot be read ({error}); reinstall") from error


def default_precision() -> str:
    """Return ``bf16`` where the processor has matrix units for it, else ``f32``; ONRECORD_PRECISION wins."""
    chosen = os.environ.get("ONRECORD_PRECISION")
    if chosen in ("bf16", "f32"):
        return chosen
    capabilities = ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "bf16" if "BF16" in capabilities else "f32"


class Runtime:
    """The compiled network; ``encode`` and ``tag`` take and give arrays, nothing else."""

    def __init__(self, weights: Weights, mentions: Weights, precision: str | None = None) -> None:
        self.precision = precision or default_precision()
        core = ov.Core()
        options = {
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 1,
            "INFERENCE_PRECISION_HINT": self.precision,
            "ENABLE_CPU_PINNING": False,
        }
        self._encoders = {
            with_mentions: core.compile_model(
                encoder_model(weights, mentions if with_mentions else None), "CPU", options
            ).create_infer_request()
            for with_mentions in (True, False)
        }
        self._tagger = core.compile_model(tagger_model(weights), "CPU", options).create_infer_request()

    def encode(self, rows: Sequence[Ints], mentions: bool = True) -> list[Encoded]:
        """Return what the encoder says of each window of an article; those of one width run together.

        Without ``mentions`` the branch is left out: a third less to reckon.
        """
        found: list[Encoded] = [_NOTHING] * len(rows)
        encoder = self._encoders[mentions]
        for width, indices in _by_width([row.shape[1] for row in rows]):
            batch = np.zeros((len(indices), 4, width), dtype=np.int32)
            for place, index in enumerate(indices):
                batch[place, :, : rows[index].shape[1]] = rows[index]
            encoder.infer([batch], share_inputs=True)
            outputs = [encoder.get_output_tensor(number).data for number in range(4 if mentions else 2)]
            for place, index in enumerate(indices):
                length = rows[index].shape[1]
                parts = [output[place, :length].copy() for output in outputs]
                _inside(parts[1])
                found[index] = Encoded(*parts, *[_EMPTY] * (4 - len(parts)))
        return found

    def tag(self, around: Sequence[Floats], first: Ints, last: Ints) -> tuple[Floats, Floats]:
        """Return tag scores (sequences, longest, tags) and the *communicated* scores (sequences)."""
        longest = max(len(tokens) for tokens in around)
        tags = np.zeros((len(around), longest, len(TAGS)), dtype=np.float32)
        said = np.zeros(len(around), dtype=np.float32)
        for width, some in _by_width([len(tokens) for tokens in around]):
            hidden = np.zeros((len(some), width, ENCODER_WIDTH), dtype=np.float32)
            mask = np.zeros((len(some), width), dtype=np.float32)
            for place, index in enumerate(some):
                hidden[place, : len(around[index])] = around[index]
                mask[place, : len(around[index])] = 1.0
            self._tagger.infer([hidden, first[some], last[some], mask], share_inputs=True)
            scores = self._tagger.get_output_tensor(0).data
            tags[some, : min(width, longest)] = scores[:, :longest]
            said[some] = self._tagger.get_output_tensor(1).data
        return tags, said


def _by_width(lengths: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Return (rounded width, indices of that width), narrow ones first: what runs together unpadded."""
    groups: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        groups.setdefault(-(-length // STEP) * STEP, []).append(index)
    return sorted(groups.items())


def _inside(scores: Floats) -> Floats:
    """Forbid the cues that would run past a window's last token, in place."""
    for size in range(1, min(LONGEST_CUE, len(scores)) + 1):
        scores[len(scores) - size :, size] = FORBIDDEN
    return scores
