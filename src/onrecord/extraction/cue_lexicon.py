"""Say what a cue does: whether it communicates, which act it performs, and whether it is negated.

Invariant: the words are data (``lexicon/cues.toml``, ``lexicon/inflections.toml``); nothing here knows
a verb by name.  Inflected forms are made once, when the lexicon is first asked, and looked up after.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

GAP = 2
"""Words that may stand between two words of one entry: "raised serious new concerns"."""

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|'[^\W\d_]+|:")
_COMMUNICATED = {"communicated": True, "attitude": False, "ambiguous": None}
_VOWELS = "aeiou"
_NEVER_IZE = ("advise", "promise", "praise", "raise", "noise", "surprise", "exercise")


@dataclass(frozen=True, slots=True)
class CueClass:
    """What the lexicon knows of a cue.

    ``lemma`` is the entry found; ``communicated`` is None where the cue may report speech or thought;
    ``act`` is None for attitudes and for cues that tell nothing certain; ``negated`` counts only words
    outside the entry ("did not deny" is the entry "not deny", and not negated).
    """

    lemma: str
    communicated: bool | None
    act: str | None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    plain: CueClass
    negated: CueClass
    raising: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Entries of one word, phrases by their first two words, and the words of every inflected form."""

    single: dict[str, _Entry]
    pairs: dict[tuple[str, str], tuple[_Entry, ...]]
    openers: frozenset[str]
    lemmas: dict[str, tuple[str, ...]]
    articles: frozenset[str]
    negations: frozenset[str]
    after_not: frozenset[str]


def classify(cue_words: str) -> CueClass | None:
    """Return what the longest entry found in the cue does, or None if the lexicon has no word of it.

    Auxiliaries, modals and adverbs are passed over.  Of two entries of one length the one whose words
    stand closer counts ("are advising against" is "advise against"), then the first, except that
    "continued to insist" is insisting.
    """
    lexicon = _lexicon()
    tokens = _tokens(cue_words, lexicon)
    lemmas = [lexicon.lemmas.get(token, ()) for token in tokens]
    best: tuple[_Entry, tuple[int, ...]] | None = None
    for entry, places in _matches(lemmas, lexicon):
        if best is None or _rank(entry, places) > _rank(*best):
            best = entry, places
    if best is None:
        return None
    entry, places = best
    return entry.negated if _negated(tokens, places, lexicon) else entry.plain


def _tokens(cue_words: str, lexicon: _Lexicon) -> list[str]:
    """Return the words in lower case, without articles and the "not" of "not only"; "won't" becomes two."""
    text = cue_words.lower().replace("’", "'")
    if "n't" in text or "cannot" in text:
        text = text.replace("won't", "will not").replace("can't", "can not").replace("n't", " not")
        text = text.replace("cannot", "can not")
    words = [token for token in _TOKEN.findall(text) if token not in lexicon.articles]
    if lexicon.after_not.isdisjoint(words):
        return words
    following = [*words, ""][1:]
    return [
        word
        for word, after in zip(words, following, strict=True)
        if word not in lexicon.negations or after not in lexicon.after_not
    ]


def _matches(lemmas: list[tuple[str, ...]], lexicon: _Lexicon) -> Iterator[tuple[_Entry, tuple[int, ...]]]:
    """Yield every entry found, from left to right, with the places of its words."""
    for start, words in enumerate(lemmas):
        for word in words:
            if word in lexicon.single:
                yield lexicon.single[word], (start,)
            if word in lexicon.openers:
                yield from _phrases(word, start, lemmas, lexicon)


def _phrases(
    word: str, start: int, lemmas: list[tuple[str, ...]], lexicon: _Lexicon
) -> Iterator[tuple[_Entry, tuple[int, ...]]]:
    """Yield every entry of several words that opens with this word at this place."""
    for second in range(start + 1, min(start + GAP + 2, len(lemmas))):
        for other in lemmas[second]:
            for entry in lexicon.pairs.get((word, other), ()):
                rest = _places(entry.words[2:], lemmas, second)
                if rest is not None:
                    yield entry, (start, second, *rest)


def _places(words: tuple[str, ...], lemmas: list[tuple[str, ...]], last: int) -> tuple[int, ...] | None:
    """Return where the remaining words of an entry stand, at most GAP apart, or None."""
    places: list[int] = []
    for word in words:
        for place in range(last + 1, min(last + GAP + 2, len(lemmas))):
            if word in lemmas[place]:
                places.append(place)
                last = place
                break
        else:
            return None
    return tuple(places)


def may_report(words: str) -> bool:
    """Say whether the lexicon knows any entry in the words that communicates, or that may.

    Unlike ``classify`` it looks at all entries, not at the longest: "I think he said so" may report.
    """
    lexicon = _lexicon()
    lemmas = [lexicon.lemmas.get(token, ()) for token in _tokens(words, lexicon)]
    return any(entry.plain.communicated is not False for entry, _ in _matches(lemmas, lexicon))


def _rank(entry: _Entry, places: tuple[int, ...]) -> tuple[bool, int, int]:
    return not entry.raising, len(entry.words), places[0] - places[-1]


def _negated(tokens: list[str], places: tuple[int, ...], lexicon: _Lexicon) -> bool:
    """Say whether a negation stands in the cue outside the entry's own words."""
    return any(token in lexicon.negations and place not in places for place, token in enumerate(tokens))


@cache
def _lexicon() -> _Lexicon:
    """Return the lexicon, read and inflected once."""
    cues, inflections = _read("cues.toml"), _read("inflections.toml")
    articles = frozenset(inflections["articles"])
    single: dict[str, _Entry] = {}
    pairs: dict[tuple[str, str], list[_Entry]] = {}
    for entry in _entries(cues, articles):
        if len(entry.words) == 1:
            single[entry.words[0]] = entry
        else:
            pairs.setdefault((entry.words[0], entry.words[1]), []).append(entry)
    vocabulary = {word for same in pairs.values() for entry in same for word in entry.words}
    return _Lexicon(
        single,
        {first: tuple(same) for first, same in pairs.items()},
        frozenset(first for first, _ in pairs),
        _lemmas(vocabulary.union(single), inflections["irregular"]),
        articles,
        frozenset(inflections["negations"]),
        frozenset(inflections["after_not"]),
    )


def _entries(cues: dict[str, Any], articles: frozenset[str]) -> Iterator[_Entry]:
    """Yield each row of the lexicon ready to be matched."""
    raising = set(cues["raising"])
    for lemma, communicated, act, _ in _rows(cues):
        words = tuple(word for word in lemma.split() if word not in articles)
        plain = CueClass(lemma, communicated, act)
        denied = CueClass(lemma, communicated, act, negated=True)
        yield _Entry(words, plain, denied, lemma in raising)


def _read(name: str) -> dict[str, Any]:
    source = files("onrecord.extraction").joinpath("lexicon", name)
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _rows(cues: dict[str, Any]) -> Iterator[tuple[str, bool | None, str | None, str]]:
    """Yield each entry as lemma, communicated, act and example."""
    for name, communicated in _COMMUNICATED.items():
        for kind, section in cues[name].items():
            act = None if name == "attitude" or kind == "none" else kind
            for lemma, example in section.items():
                yield lemma, communicated, act, example


def _lemmas(vocabulary: Iterable[str], irregular: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return, for every form of every word, the words it may be a form of."""
    found: dict[str, list[str]] = {}
    for word in sorted(vocabulary):
        for spelling in _spellings(word):
            for form in dict.fromkeys((spelling, *regular_forms(spelling), *irregular.get(word, ()))):
                same = found.setdefault(form, [])
                if word not in same:
                    same.insert(0 if form == word else len(same), word)
    return {form: tuple(words) for form, words in found.items()}


def _spellings(word: str) -> tuple[str, ...]:
    """Return a word in its British and its American spelling."""
    if word.endswith("ise") and word not in _NEVER_IZE:
        return word, word[:-3] + "ize"
    if "our" in word and word in {"rumour", "favour", "honour", "clamour"}:
        return word, word.replace("our", "or")
    if word == "sceptical":
        return word, "skeptical"
    return (word,)


def regular_forms(word: str) -> Iterator[str]:
    """Yield the forms in -s, -ed and -ing that English spelling allows, a wrong one too many at times."""
    if not word.isascii() or not word[-1].isalpha():
        return
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        yield from (word[:-1] + "ies", word[:-1] + "ied", word + "ing")
    elif word.endswith("ie"):
        yield from (word + "s", word + "d", word[:-2] + "ying")
    elif word.endswith("e"):
        yield from (word + "s", word + "d", word[:-1] + "ing")
    else:
        sibilant = word.endswith(("s", "x", "z", "ch", "sh"))
        yield from (word + ("es" if sibilant else "s"), word + "ed", word + "ing")
        if word[-1] not in "wxy" and len(word) > 2 and word[-2] in _VOWELS:
            yield from (word + word[-1] + "ed", word + word[-1] + "ing")
