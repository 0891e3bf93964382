"""Find the statement of the same article that a denial, confirmation or declined comment answers.

Four ways are tried, the surest first: the claim stands inside the denial ("rejected claims that ..."); it
is the answer to a question; it takes up a statement by a noun or pronoun ("the allegations", "this"); it
has its words.  Where none of them is plain, nothing is answered.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from onrecord.model import Quote, Span, Spans, Statement

QUESTION_REACH = 160
"""Characters between a question and its answer, at the most."""
NEAR_PARAGRAPHS, FAR_PARAGRAPHS = 1, 3
"""Paragraphs back to which a pronoun, and a noun, take up a statement."""
LEAST_SHARES = (0.25, 0.34, 0.68)
"""Of the answer's words, by weight, that a statement must have in common with it: within NEAR_PARAGRAPHS,
within FAR_PARAGRAPHS, and beyond."""
LEAST_WORDS = 2
"""Words in common, at the least, where the answer has more than SHORT."""
LEAST_OF_ONE = 0.45
"""The share that a single word in common must have, if "such" does not point to it and the statement is
not one about who replies."""
SHORT = 3
UNSEEN = 0.5
"""The weight of a word that stands once in the text."""
DENIED = 0.15
"""Share by which a denial has to have more of a confirmation's words than what it denied."""

_CLAIMS = ("allege", "criticise", "assert", "warn", "predict")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d[\d.,]*\d|\d")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)]*\s")
_SUFFIXES = ("ings", "ing", "ies", "ied", "ed", "es", "ly", "s", "e", "y")
_SUCH = re.compile(r"\bsuch\s+(?:an?\s+)?([^\W\d_]+)")
_COMPLEMENT = re.compile(r"\s+(?:that|of|about)\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """The index of the statement that is answered, what found it, how surely, and the words that tell."""

    statement: int
    rule: str
    confidence: float
    spans: Spans


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What may be answered, and the nouns and pronouns that take up a statement."""

    answers: dict[str, tuple[str, ...]]
    nouns: dict[str, str]
    bare: dict[str, str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    empty: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reply:
    """A statement that may answer another, in its article."""

    text: str
    statements: Sequence[Statement]
    index: int

    @property
    def itself(self) -> Statement:
        return self.statements[self.index]

    @property
    def acts(self) -> tuple[str, ...]:
        return _lexicon().answers[self.itself.act]

    def earlier(self) -> Iterator[int]:
        """Yield the statements before it by others, the nearest first, not those that report it."""
        start, around = _start(self.itself), set(self._reporting())
        places = [(_start(statement), index) for index, statement in enumerate(self.statements)]
        for place, index in sorted(places, reverse=True):
            if place < start and index not in around and self.by_another(index) and not self._holds(index):
                yield index

    def by_another(self, index: int) -> bool:
        """Say whether a statement is by somebody else, or by nobody known."""
        speaker = self.statements[index].speaker
        return index != self.index and (speaker is None or speaker != self.itself.speaker)

    def _holds(self, index: int) -> bool:
        """Say whether the reply stands inside another statement's content."""
        return any(
            outer.start <= inner.start and inner.end <= outer.end
            for outer in self.statements[index].attribution.content
            for inner in self.itself.attribution.content
        )

    def paragraphs_back(self, index: int) -> int:
        return self.text.count("\n\n", _start(self.statements[index]), _start(self.itself))

    def depth(self, index: int) -> int:
        """Return in how many other statements one is reported."""
        return len(list(self._reporting(index)))

    def _reporting(self, index: int | None = None) -> Iterator[int]:
        """Yield the statements in whose content one is reported."""
        ids = {statement.id: place for place, statement in enumerate(self.statements)}
        parent, seen = self.statements[self.index if index is None else index].parent, set[str]()
        while parent is not None and parent in ids and parent not in seen:
            seen.add(parent)
            yield ids[parent]
            parent = self.statements[ids[parent]].parent


def answers_to(text: str, statements: Sequence[Statement], index_of_statement: int) -> Answer | None:
    """Return the statement that this one denies, confirms or declines to comment on, or None.

    Speakers, parents and acts must have been resolved; only a denial, a confirmation and a declined
    comment have an answer.
    """
    statement = statements[index_of_statement]
    if statement.act not in _lexicon().answers or not statement.attribution.content:
        return None
    reply = _Reply(text, statements, index_of_statement)
    for way in (_claim_inside, _question_before, _taken_up, _in_its_words):
        answer = way(reply)
        if answer is not None:
            return answer
    return None


def _claim_inside(reply: _Reply) -> Answer | None:
    """Return the claim reported inside the denial itself: "hit back at suggestions that ..."."""
    if reply.itself.attribution.quote is Quote.DIRECT:
        return None
    own = _length(reply.itself.attribution.content)
    for index, inner in enumerate(reply.statements):
        if inner.parent != reply.itself.id or not reply.by_another(index):
            continue
        if inner.act not in _CLAIMS:
            continue
        if 2 * (_length(inner.attribution.content) + _length(inner.attribution.cue)) >= own:
            return Answer(index, "claim inside", 0.85, inner.attribution.cue or inner.attribution.content)
    return None


def _question_before(reply: _Reply) -> Answer | None:
    """Return the question that was put right before, with no one else speaking between."""
    for index in reply.earlier():
        before = reply.statements[index]
        if before.act != "ask":
            if reply.depth(index) or before.speaker is None:
                continue
            return None
        end, start = _end(before), _start(reply.itself)
        between = reply.text[end:start] if end < start else ""
        if end > start or _someone_between(reply, index):
            return None
        if not _SENTENCE_END.search(between):
            return Answer(index, "asked", 0.9, before.attribution.cue or before.attribution.content)
        if len(between) <= QUESTION_REACH and between.count("\n\n") <= 1:
            return Answer(index, "question before", 0.85, before.attribution.content)
        return None
    return None


def _someone_between(reply: _Reply, question: int) -> bool:
    """Say whether a statement that is not the asker's stands between a question and the reply."""
    asked, start = _start(reply.statements[question]), _start(reply.itself)
    return any(
        asked < _start(statement) < start and statement.parent is None
        for index, statement in enumerate(reply.statements)
        if index not in (question, reply.index) and statement.speaker != reply.statements[question].speaker
    )


def _taken_up(reply: _Reply) -> Answer | None:
    """Return the nearest statement that a noun or a bare pronoun of the reply takes up."""
    for act, stem, span in _nouns(reply):
        found = _nearest(reply, act, stem)
        if found is not None:
            near = reply.paragraphs_back(found) <= NEAR_PARAGRAPHS
            return Answer(found, "taken up by a noun", 0.75 if near else 0.6, (span,))
    words = list(_words(reply.text, reply.itself.attribution.content))
    if 0 < len(words) <= SHORT and all(word in _lexicon().pronouns for word, _ in words):
        for index in reply.earlier():
            if reply.paragraphs_back(index) <= NEAR_PARAGRAPHS and reply.statements[index].act in reply.acts:
                return Answer(index, "taken up by a pronoun", 0.7, reply.itself.attribution.content)
    return None


def _nouns(reply: _Reply) -> Iterator[tuple[str, str, Span]]:
    """Yield the nouns that take something up: the act they mean, their stem, their place."""
    before = ""
    for word, span in _words(reply.text, reply.itself.attribution.content):
        pointed = before in _lexicon().determiners or before.endswith(("'s", "’s"))
        act = _lexicon().bare.get(word) or (_lexicon().nouns.get(word) if pointed else None)
        if act is not None and not _COMPLEMENT.match(reply.text, span.end):
            yield act, _stem(word), span
        before = word


def _nearest(reply: _Reply, act: str, noun: str) -> int | None:
    """Return the statement a noun takes up: one whose cue or source is that word, or one with its act.

    What was offered or demanded may have the word anywhere.
    """
    near = [index for index in reply.earlier() if reply.paragraphs_back(index) <= FAR_PARAGRAPHS]
    for index in near:
        statement = reply.statements[index]
        where = statement.attribution.cue + statement.attribution.source
        if act in ("promise", "demand"):
            where = _whole(statement)
        if noun in _stems(reply.text, where) and statement.act in (*reply.acts, act):
            return index
    wanted = ("allege", "criticise", "assert") if act in ("assert", "allege") else (act,)
    return next((index for name in wanted for index in near if reply.statements[index].act == name), None)


def _in_its_words(reply: _Reply) -> Answer | None:
    """Return the earlier statement that has most of the reply's words, if it has enough of them."""
    weights = _weights(reply.text)
    content = reply.itself.attribution.content
    own = _stems(reply.text, content) - _stems(reply.text, reply.itself.attribution.source)
    whole = sum(weights.get(stem, UNSEEN) for stem in own)
    such = {_stem(match[1].lower()) for span in content for match in _SUCH.finditer(span.of(reply.text))}
    best: tuple[float, int, int] | None = None
    for index in reply.earlier():
        common = own & _stems(reply.text, reply.statements[index].attribution.content)
        share = sum(weights.get(stem, UNSEEN) for stem in common) / whole if whole else 0.0
        about = _is_about_the_replier(reply, index)
        enough = bool(common & such) or _enough(reply, index, (len(common), len(own)), share, about)
        if enough and reply.statements[index].act in reply.acts:
            if reply.statements[index].act == "deny":  # what was denied is confirmed, sooner than the denial
                share -= DENIED
            candidate = share, reply.depth(index), index
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    if best is None:
        return None
    share, _, index = best
    return Answer(index, "in its words", 0.5 + 0.35 * share, _common(reply, index))


def _is_about_the_replier(reply: _Reply, index: int) -> bool:
    """Say whether a charge or complaint near the reply has words that name who replies."""
    statement = reply.statements[index]
    if statement.act not in ("allege", "criticise") or reply.paragraphs_back(index) > NEAR_PARAGRAPHS:
        return False
    named = _stems(reply.text, reply.itself.attribution.source)
    return bool(named & _stems(reply.text, statement.attribution.content))


def _enough(reply: _Reply, index: int, counts: tuple[int, int], share: float, about: bool) -> bool:
    """Say whether so many of so many words, with this share of their weight, are enough."""
    common, own = counts
    back = reply.paragraphs_back(index)
    least = LEAST_SHARES[(back > NEAR_PARAGRAPHS) + (back > FAR_PARAGRAPHS)]
    if common >= LEAST_WORDS:
        return share >= least
    if common != 1 or own > SHORT or share < (least if about else LEAST_OF_ONE):
        return False
    return not any(span.of(reply.text)[0].isupper() for span in _common(reply, index))  # a name is not enough


def _common(reply: _Reply, index: int) -> Spans:
    """Return the places of the reply's words that the statement has too."""
    stems = _stems(reply.text, reply.statements[index].attribution.content)
    words = _words(reply.text, reply.itself.attribution.content)
    return tuple(span for word, span in words if _stem(word) in stems and word not in _lexicon().empty)


@lru_cache(maxsize=4)
def _weights(text: str) -> dict[str, float]:
    """Return for each stem of a text how much it tells: less, the oftener it comes."""
    counts = Counter(_stem(match[0].lower()) for match in _WORD.finditer(text))
    return {stem: 1 / (1 + count) for stem, count in counts.items()}


def _stems(text: str, spans: Iterable[Span]) -> set[str]:
    return {_stem(word) for word, _ in _words(text, spans) if word not in _lexicon().empty}


def _words(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    for span in spans:
        for match in _WORD.finditer(text, span.start, span.end):
            yield match[0].lower(), Span(match.start(), match.end())


def _stem(word: str) -> str:
    """Return a word without its ending: "offered" and "offers" are the same."""
    word = word.removesuffix("'s").removesuffix("’s")
    word = _irregular().get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORT:
            return word[: -len(suffix)]
    return word


def _whole(statement: Statement) -> Spans:
    attribution = statement.attribution
    return (*attribution.content, *attribution.cue, *attribution.source)


def _start(statement: Statement) -> int:
    return min((span.start for span in _whole(statement)), default=0)


def _end(statement: Statement) -> int:
    return max((span.end for span in _whole(statement)), default=0)


def _length(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


@cache
def _irregular() -> dict[str, str]:
    """Return the words of irregular forms: "took" is "take"."""
    return {form: word for word, forms in _read("acts.toml")["irregular"].items() for form in forms}


@cache
def _lexicon() -> _Lexicon:
    raw = _read("acts_answers.toml")
    return _Lexicon(
        {act: tuple(acts) for act, acts in raw["answers"].items()},
        {noun: act for act, nouns in raw["noun"].items() for noun in nouns},
        {word: act for act, words in raw["bare"].items() for word in words},
        frozenset(raw["determiners"]["words"]),
        frozenset(raw["pronouns"]["words"]),
        frozenset(raw["empty"]["words"]),
    )


def _read(name: str) -> dict[str, Any]:
    source = files("onrecord.resolution").joinpath("lexicon", name)
    return tomllib.loads(source.read_text(encoding="utf-8"))
