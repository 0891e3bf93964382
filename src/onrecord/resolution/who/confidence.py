"""Turn what a rule or the network says into the probability that a speaker is right.

A logistic curve for each rule (Platt 1999), fitted by ``python -m training.speakers`` on annotated
articles; a rule without a curve keeps its own confidence.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from importlib.resources import files

from onrecord.resolution.who.conversation import Speaker

_off = False


def calibrated(speaker: Speaker) -> Speaker:
    """Return the speaker with a calibrated confidence."""
    curve = None if _off else _curves().get(speaker.rule)
    if speaker.entity is None or curve is None:
        return speaker
    chance = min(max(speaker.confidence, 0.005), 0.995)
    odds = curve[0] + curve[1] * math.log(chance / (1 - chance))
    return replace(speaker, confidence=round(1 / (1 + math.exp(-odds)), 4))


def uncalibrated() -> None:
    """Switch calibration off for this process: fitting needs what the rules say themselves."""
    global _off
    _off = True


@cache
def _curves() -> dict[str, tuple[float, float]]:
    source = files("onrecord.resolution") / "lexicon" / "speaker_confidence.json"
    found: dict[str, tuple[float, float]] = json.loads(source.read_text(encoding="utf-8"))
    return found
