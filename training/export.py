"""Stage 3: write a trained checkpoint as the weights that ship.

Word embeddings become 8-bit rows with a scale each (they are half of the parameters); everything else
becomes 16-bit floats.  The runtime reads the file with safetensors; nothing in it can run code.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file


def packed(state: dict[str, torch.Tensor]) -> dict[str, NDArray[np.generic]]:
    """Return the state as it ships: int8 word rows with float scales, float16 for the rest."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, tensor in state.items():
        values = tensor.detach().float().numpy()
        if name == "encoder.words.weight":
            scale = np.abs(values).max(axis=1, keepdims=True) / 127 + 1e-12
            arrays[name] = np.round(values / scale).astype(np.int8)
            arrays["encoder.words.scale"] = scale.astype(np.float32)
        else:
            arrays[name] = values.astype(np.float16)
    return arrays


def export(checkpoint: Path, out: Path) -> None:
    """Write the checkpoint's model to ``out`` (a ``.safetensors`` file)."""
    state = torch.load(checkpoint)["model"]
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(packed(state), str(out), metadata={"format": "onrecord-extractor-1"})
