"""Find the attributions and mentions of an article: tokens, windows, network, spans."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.errors import WeightsError
from onrecord.extraction.communicated import communicates
from onrecord.extraction.contested import settle
from onrecord.extraction.decode import FoundCue, allowed_moves, best_tags, choose_cues, nearest, tagged_spans
from onrecord.extraction.layout_cues import layout_attributions
from onrecord.extraction.mentions import AntecedentRanker, find_heads, mentions_of, rank_antecedents
from onrecord.extraction.nested import (
    DEEPEST,
    NESTED_THRESHOLD,
    contents_to_read,
    inside_content,
    is_report,
    may_be_nested,
    size,
    with_parents,
)
from onrecord.extraction.quote_kind import QuotedText
from onrecord.extraction.runtime import WINDOWS_AT_ONCE, Encoded, Floats, Runtime, load_weights
from onrecord.extraction.windows import Tokens, Window, neighbourhood, tokenize, window_features, windows
from onrecord.model import Attribution, Extraction, Mention, Span

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
        mentions_path = folder / "mentions.safetensors"
        self._settings = _settings(folder / "settings.json")
        weights, mentions = load_weights(weights_path), load_weights(mentions_path)
        self.version = f"onrecord-{self._settings.version}-{_digest(weights_path, mentions_path)[:12]}"
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        self._runtime = Runtime(weights, mentions, precision)
        self._ranker = AntecedentRanker(mentions)
        moves, begin = allowed_moves()
        self._moves = moves + weights["tagger.transitions"].astype(np.float32)
        self._begin = begin + weights["tagger.begin"].astype(np.float32)

    def extract(self, texts: Sequence[str]) -> list[Extraction]:
        """Return the attributions of each text in text order."""
        return [self._article(text) for text in texts]

    def _article(self, text: str) -> Extraction:
        tokens = tokenize(text, self._tokenizer)
        if not len(tokens):
            return Extraction(())
        quoted = QuotedText(text)
        cued, states, scores = self._read(tokens, quoted)
        outer = layout_attributions(text, settle(cued))
        found, parents = self._with_nested(text, tokens, quoted, outer)
        return Extraction(found, parents, self._mentions(text, tokens, found, states, scores))

    def _with_nested(
        self, text: str, tokens: Tokens, quoted: QuotedText, outer: Sequence[Attribution]
    ) -> tuple[tuple[Attribution, ...], tuple[int | None, ...]]:
        """Return the attributions with those inside their contents, level by level, and their parents."""
        found, parents = list(outer), list[int | None]([None] * len(outer))
        level = range(len(outer))
        for _ in range(DEEPEST):
            contents = contents_to_read(text, tokens, found, level)
            if not len(contents):
                break
            inner = self._read_again(contents, quoted)
            known = {attribution.cue for attribution in found}
            before = len(found)
            for attribution in settle([one for one in inner if one.content]):
                if not is_report(text, attribution):
                    continue
                around = [n for n in level if inside_content(attribution, found[n])]
                if around and attribution.cue not in known:
                    known.add(attribution.cue)
                    parents.append(min(around, key=lambda n: size(found[n])))
                    found.append(attribution)
            level = range(before, len(found))
        return with_parents(found, parents)

    def mentions_for(self, text: str, attributions: Sequence[Attribution]) -> tuple[Mention, ...]:
        """Return the mentions of a text whose attributions are given, as evaluation and training do."""
        tokens = tokenize(text, self._tokenizer)
        if not len(tokens):
            return ()
        _, states, scores = self._read(tokens, QuotedText(text))
        return self._mentions(text, tokens, attributions, states, scores)

    def _mentions(
        self, text: str, tokens: Tokens, found: Sequence[Attribution], states: Floats, scores: Floats
    ) -> tuple[Mention, ...]:
        """Return the mentions, with the antecedents of those that stand in a source."""
        sources = [span for attribution in found for span in attribution.source]
        heads = find_heads(text, tokens, scores, sources)
        starts = np.array([one.head.start for one in heads])
        wanted = [
            index for span in sources for index in range(*np.searchsorted(starts, (span.start, span.end)))
        ]
        ranked = rank_antecedents([one.head for one in heads], states, wanted, self._ranker)
        return mentions_of(heads, ranked)

    def _read(self, tokens: Tokens, quoted: QuotedText) -> tuple[list[Attribution], Floats, Floats]:
        """Return what the network finds, and the mention branch's states and scores of every token.

        A cue that ends its paragraph may come without content.
        """
        cut = windows(tokens)
        found: list[Attribution] = []
        states, scores = [], []
        for at in range(0, len(cut), WINDOWS_AT_ONCE):
            some = cut[at : at + WINDOWS_AT_ONCE]
            encoded = self._runtime.encode([window_features(tokens, window) for window in some])
            found += self._in_windows(tokens, quoted, some, encoded, self._settings.cue_threshold)
            for window, one in zip(some, encoded, strict=True):
                core = slice(window.core_start - window.start + 1, window.core_end - window.start + 1)
                states.append(one.mention_states[core])
                scores.append(one.mention_scores[core])
        return found, np.concatenate(states), np.concatenate(scores)

    def _read_again(self, contents: Tokens, quoted: QuotedText) -> list[Attribution]:
        """Return what the network finds in contents that are read as texts of their own."""
        cut = windows(contents)
        found: list[Attribution] = []
        for at in range(0, len(cut), WINDOWS_AT_ONCE):
            some = cut[at : at + WINDOWS_AT_ONCE]
            rows = [window_features(contents, window) for window in some]
            encoded = self._runtime.encode(rows, mentions=False)
            found += self._in_windows(contents, quoted, some, encoded, NESTED_THRESHOLD, may_be_nested)
        return found

    def _in_windows(
        self,
        tokens: Tokens,
        quoted: QuotedText,
        cut: Sequence[Window],
        encoded: Sequence[Encoded],
        threshold: float,
        worth: Callable[[str, float], bool] | None = None,
    ) -> list[Attribution]:
        """Return the attributions whose cues lie in the cores of the given windows, and are worth a look."""
        cues = self._cues(tokens, cut, [one.cues for one in encoded], threshold)
        if worth is not None:
            cues = [c for c in cues if worth(_printed_cue(tokens, quoted.text, c), c.cue.probability)]
        if not cues:
            return []
        shifts = [1 - cut[c.window].start for c in cues]
        around = [
            encoded[c.window].hidden[c.start + shift : c.stop + shift]
            for c, shift in zip(cues, shifts, strict=True)
        ]
        first = np.array([c.cue.first - c.start for c in cues], dtype=np.int32)
        last = np.array([min(c.cue.end, c.stop) - 1 - c.start for c in cues], dtype=np.int32)
        tag_scores, said = self._runtime.tag(around, first, last)
        lengths = np.array([len(rows) for rows in around])
        tags, sure = best_tags(tag_scores, lengths, self._moves, self._begin)
        found = (
            self._attribution(
                tokens, quoted, c, tags[row, : lengths[row]], float(sure[row]), float(said[row]), threshold
            )
            for row, c in enumerate(cues)
        )
        return [attribution for attribution in found if attribution]

    def _cues(
        self, tokens: Tokens, cut: Sequence[Window], scores: Sequence[Floats], threshold: float
    ) -> list[CueInWindow]:
        found: list[CueInWindow] = []
        for index, window in enumerate(cut):
            core = slice(window.core_start - window.start + 1, window.core_end - window.start + 1)
            for cue in choose_cues(scores[index][core], OPEN_THRESHOLD):
                moved = FoundCue(cue.first + window.core_start, cue.end + window.core_start, cue.probability)
                start, stop = neighbourhood(tokens, window, moved.first)
                place = CueInWindow(moved, index, start, stop, _introduces(tokens, moved, stop))
                if place.introduces or cue.probability >= threshold:
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
        threshold: float,
    ) -> Attribution | None:
        """Return the attribution of one cue, or None where it is none.

        Without content it is one only if it introduces the next paragraph, and stays open.
        """
        content = tuple(
            _span(tokens, place.start + a, place.start + b) for a, b in tagged_spans(tags, "content")
        )
        if not content and not place.introduces:
            return None
        if content and place.cue.probability < threshold:
            return None
        sources = nearest(
            tagged_spans(tags, "source"), place.cue.first - place.start, place.cue.end - place.start
        )
        source = tuple(_span(tokens, place.start + a, place.start + b) for a, b in sources)
        cue = (_span(tokens, place.cue.first, min(place.cue.end, place.stop)),)
        confidence = self._confidence(place.cue.probability, sure)
        quote = quoted.kind(content)
        said_so = communicates(
            cue[0].of(quoted.text), " ".join(span.of(quoted.text) for span in content), quote, said
        )
        return Attribution(content, cue, source, quote, said_so, confidence)

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


def _printed_cue(tokens: Tokens, text: str, place: CueInWindow) -> str:
    return _span(tokens, place.cue.first, min(place.cue.end, place.stop)).of(text)


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


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


@lru_cache(maxsize=1)
def load_extractor() -> NeuralExtractor:
    """Return the shipped extractor, loaded once in each process."""
    return NeuralExtractor()
