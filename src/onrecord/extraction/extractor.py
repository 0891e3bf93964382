"""Find the attributions of an article: tokens, windows, network, spans."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.errors import WeightsError
from onrecord.extraction.contested import settle
from onrecord.extraction.decode import FoundCue, allowed_moves, best_tags, choose_cues, nearest, tagged_spans
from onrecord.extraction.layout_cues import layout_attributions
from onrecord.extraction.quote_kind import QuotedText
from onrecord.extraction.runtime import WINDOWS_AT_ONCE, Floats, Runtime, load_weights
from onrecord.extraction.windows import Tokens, Window, neighbourhood, tokenize, window_features, windows
from onrecord.model import Attribution, Extraction, Quote, Span

COLON = 1024
"""The encoder's word piece for ``:``."""
OPEN_THRESHOLD = 0.1
"""Probability from which a cue that ends its paragraph with a colon is taken to introduce the next."""
WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Settings:
    """What ships beside the weights: version, threshold on cues, and the confidence's calibration."""

    version: str
    cue_threshold: float
    calibration: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class CueInWindow:
    """A cue with the window that it was found in and the token range that the tagger reads.

    ``introduces``: it ends its paragraph with a colon, so its content may be the next one.
    """

    cue: FoundCue
    window: int
    start: int
    stop: int
    introduces: bool


class NeuralExtractor:
    """The shipped extractor.  ``version`` names its weights; ``extract`` is a function of the text alone."""

    def __init__(self, folder: Path = WEIGHTS, precision: str | None = None) -> None:
        weights_path = folder / "extractor.safetensors"
        self._settings = _settings(folder / "settings.json")
        weights = load_weights(weights_path)
        self.version = f"onrecord-{self._settings.version}-{_digest(weights_path)[:12]}"
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._runtime = Runtime(weights, precision)
        moves, begin = allowed_moves()
        self._moves = moves + weights["tagger.transitions"].astype(np.float32)
        self._begin = begin + weights["tagger.begin"].astype(np.float32)

    def extract(self, texts: Sequence[str]) -> list[Extraction]:
        """Return the attributions of each text in text order."""
        return [self._article(text) for text in texts]

    def _article(self, text: str) -> Extraction:
        return Extraction(tuple(layout_attributions(text, self._cued(text))))

    def _cued(self, text: str) -> list[Attribution]:
        """Return what the network finds; a cue that ends its paragraph may come without content."""
        tokens = tokenize(text, self._tokenizer)
        if not len(tokens):
            return []
        quoted, cut = QuotedText(text), windows(tokens)
        found: list[Attribution] = []
        for at in range(0, len(cut), WINDOWS_AT_ONCE):
            found += self._in_windows(tokens, quoted, cut[at : at + WINDOWS_AT_ONCE])
        return settle(found)

    def _in_windows(self, tokens: Tokens, quoted: QuotedText, cut: Sequence[Window]) -> list[Attribution]:
        """Return the attributions whose cues lie in the cores of the given windows."""
        hidden, scores = self._runtime.encode([window_features(tokens, window) for window in cut])
        cues = self._cues(tokens, cut, scores)
        if not cues:
            return []
        shifts = [1 - cut[c.window].start for c in cues]
        around = [
            hidden[c.window][c.start + shift : c.stop + shift] for c, shift in zip(cues, shifts, strict=True)
        ]
        first = np.array([c.cue.first - c.start for c in cues], dtype=np.int32)
        last = np.array([min(c.cue.end, c.stop) - 1 - c.start for c in cues], dtype=np.int32)
        tag_scores, said = self._runtime.tag(around, first, last)
        lengths = np.array([len(rows) for rows in around])
        tags, sure = best_tags(tag_scores, lengths, self._moves, self._begin)
        found = (
            self._attribution(
                tokens, quoted, c, tags[row, : lengths[row]], float(sure[row]), float(said[row])
            )
            for row, c in enumerate(cues)
        )
        return [attribution for attribution in found if attribution]

    def _cues(self, tokens: Tokens, cut: Sequence[Window], scores: Sequence[Floats]) -> list[CueInWindow]:
        found: list[CueInWindow] = []
        for index, window in enumerate(cut):
            core = slice(window.core_start - window.start + 1, window.core_end - window.start + 1)
            for cue in choose_cues(scores[index][core], OPEN_THRESHOLD):
                moved = FoundCue(cue.first + window.core_start, cue.end + window.core_start, cue.probability)
                start, stop = neighbourhood(tokens, window, moved.first)
                place = CueInWindow(moved, index, start, stop, _introduces(tokens, moved, stop))
                if place.introduces or cue.probability >= self._settings.cue_threshold:
                    found.append(place)
        return found

    def _attribution(
        self,
        tokens: Tokens,
        quoted: QuotedText,
        place: CueInWindow,
        tags: np.ndarray,
        sure: float,
        said: float,
    ) -> Attribution | None:
        """Return the attribution of one cue, or None where it is none.

        Without content it is one only if it introduces the next paragraph, and stays open.
        """
        content = tuple(
            _span(tokens, place.start + a, place.start + b) for a, b in tagged_spans(tags, "content")
        )
        if not content and not place.introduces:
            return None
        if content and place.cue.probability < self._settings.cue_threshold:
            return None
        sources = nearest(
            tagged_spans(tags, "source"), place.cue.first - place.start, place.cue.end - place.start
        )
        source = tuple(_span(tokens, place.start + a, place.start + b) for a, b in sources)
        cue = (_span(tokens, place.cue.first, min(place.cue.end, place.stop)),)
        confidence = self._confidence(place.cue.probability, sure)
        quote = quoted.kind(content)
        return Attribution(content, cue, source, quote, said >= 0 or quote is Quote.DIRECT, confidence)

    def _confidence(self, cue: float, tags: float) -> float:
        """Return the calibrated probability that the relation is right (training/calibrate.py)."""
        constant, of_cue, of_tags = self._settings.calibration
        cue, tags = min(max(cue, 1e-4), 1 - 1e-4), max(tags, 1e-4)
        odds = constant + of_cue * math.log(cue / (1 - cue)) + of_tags * math.log(tags)
        return round(1 / (1 + math.exp(-odds)), 4)


def _introduces(tokens: Tokens, cue: FoundCue, stop: int) -> bool:
    """Say whether a cue, or the colon right after it, is the last of its paragraph."""
    ends = [end for end in (cue.end, cue.end + 1) if end == stop]
    return bool(ends) and int(tokens.ids[stop - 1]) == COLON


def _span(tokens: Tokens, first: int, end: int) -> Span:
    return Span(int(tokens.starts[first]), int(tokens.ends[end - 1]))


def _settings(path: Path) -> Settings:
    try:
        return Settings(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise WeightsError(f"{path}: the extractor's settings cannot be read ({error}); reinstall") from error


def _tokenizer(path: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises bare Exception
        raise WeightsError(f"{path}: the tokenizer cannot be read ({error}); reinstall") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=1)
def load_extractor() -> NeuralExtractor:
    """Return the shipped extractor, loaded once in each process."""
    return NeuralExtractor()
