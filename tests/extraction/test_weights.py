"""What ships as the model is what its card and its provenance say."""

import hashlib
import json

import numpy as np
from safetensors.numpy import load_file

from onrecord.extraction.extractor import WEIGHTS, load_extractor
from onrecord.extraction.network_shape import TAGS

FILE = WEIGHTS / "extractor.safetensors"
MENTIONS = WEIGHTS / "mentions.safetensors"
PROVENANCE = json.loads((WEIGHTS / "provenance.json").read_text(encoding="utf-8"))


def test_the_weights_are_those_of_the_provenance() -> None:
    for name, file in (("weights", FILE), ("mentions", MENTIONS)):
        assert PROVENANCE["sha256"][name] == hashlib.sha256(file.read_bytes()).hexdigest()
    both = hashlib.sha256(FILE.read_bytes() + MENTIONS.read_bytes()).hexdigest()
    assert load_extractor().version.endswith(both[:12])


def test_the_card_is_of_these_weights() -> None:
    card = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    assert PROVENANCE["sha256"]["weights"][:12] in card
    assert PROVENANCE["sha256"]["mentions"][:12] in card
    for word in ("Licence", "Limits", "PolNeAR", "GUM", "EWT", "LitBank", "GAP", "all-MiniLM-L6-v2"):
        assert word in card


def test_the_weights_are_small_and_finite() -> None:
    assert FILE.stat().st_size + MENTIONS.stat().st_size < 50_000_000
    for name, values in {**load_file(str(FILE)), **load_file(str(MENTIONS))}.items():
        assert np.isfinite(values.astype(np.float32)).all(), name


def test_the_weights_fit_the_network() -> None:
    assert load_file(str(FILE))["tagger.tag.weight"].shape[0] == len(TAGS)


def test_every_stage_of_training_has_a_seed() -> None:
    for stage in (*PROVENANCE["config"]["stage"], *PROVENANCE["config"]["mentions"]):
        assert isinstance(stage["options"]["seed"], int)
