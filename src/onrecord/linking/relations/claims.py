"""What a content claims, clause by clause: of what, whether it is so or not, and in which mood.

A clause is read from left to right without a parser.  A negation holds from where it stands to the end of
its clause (the simple scope of NegEx, Chapman et al. 2001, cut at clause boundaries); what words turn
round, hide or weaken a claim is data (``lexicon/polarity.toml``).

Invariant: nothing here knows who speaks; ``Term.start`` and ``Term.end`` are places in the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from onrecord.extraction.cue_lexicon import CueClass, classify
from onrecord.linking.content import rarity
from onrecord.linking.relations.amounts import Amount, amount_at
from onrecord.linking.relations.lexicon_entries import (
    concepts,
    empty,
    entry_at,
    lemma,
    lexicon,
    polarity_at,
    positions,
)
from onrecord.linking.relations.times import time_of
from onrecord.model import Quote, Span, Spans

HEAVIEST = 5.0
"""The most that one word weighs: a name that no article of the counts has is no surer than a rare verb."""
OPPOSITE_WEIGHT = 2.5
"""The least that a word of an axis of opposites weighs, common as it may be."""
SELF, GROUP = "@i", "@we"
SELF_WEIGHT = 1.0
LEAST_JOINED = 4.0
"""How rare a word must be that two words written apart are taken for: "back doors", not "some one"."""
UN_LEAST = 5
"""Letters that must follow "un" for it to turn a word round: unusual, but not unit."""
EARLY = 2
"""Words of a content within which a verb of denial is the speaker's own: "denied knowing him"."""

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|St|Sen|Gov|Rep|Gen|Lt|Col|Prof|No)\.|(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|"
    r"[Pp]er cent\b|[^\W\d_]+(?:['’][^\W\d_]+)?|[.;:!?,—–%$£€]"
)
_END, _PAUSE = frozenset(".;!?:—–"), frozenset(",")
_CONTRACTED = {"won't": "will", "can't": "can", "shan't": "shall", "cannot": "can"}
_FIRST = {"i": SELF, "me": SELF, "my": SELF, "mine": SELF, "myself": SELF}
_FIRST |= {"we": GROUP, "us": GROUP, "our": GROUP, "ours": GROUP, "ourselves": GROUP}
_THIRD = {"he": SELF, "she": SELF, "they": GROUP}
"""Whom these mean in an indirect content, as a rule: who speaks."""
_NOMINAL = re.compile(r".(?:[ts]ion|ment|ance|ence|al|ness|ery|ism)s?$")
_SUBJECTS = frozenset(("i", "we", "he", "she", "they", "it", "you", "there"))


class Mood(StrEnum):
    """In which light a clause is put."""

    FACT = "fact"
    PAST = "past"
    FUTURE = "future"
    POWER = "power"
    DUTY = "duty"
    CHANCE = "chance"


_MOODS = {
    "future": Mood.FUTURE, "power": Mood.POWER, "duty": Mood.DUTY, "chance": Mood.CHANCE,
    "past": Mood.PAST,
}  # fmt: skip
_STRENGTH = {mood: place for place, mood in enumerate(Mood)}


class Term(NamedTuple):
    """A word of a clause by what it stands for.

    ``sign`` is -1 under a negation and 0 where it cannot be told; the two ends of an axis of opposites
    have opposite signs.  ``scoped`` says that a negation reaches it, ``name`` that it is written as one,
    ``nominal`` that it is the noun of a deed ("withdrawal"), ``open`` that it is an infinitive, a deed that
    nobody need do.
    """

    concept: str
    sign: int
    weight: float
    start: int
    end: int
    name: bool = False
    scoped: bool = False
    nominal: bool = False
    open: bool = False


@dataclass(slots=True)
class Clause:
    """The terms of a clause by concept, in text order, with what bears on the clause as a whole."""

    terms: dict[str, Term] = field(default_factory=dict)
    mood: Mood = Mood.FACT
    amounts: list[Amount] = field(default_factory=list)
    times: dict[str, str] = field(default_factory=dict)
    first: str = ""
    unreal: bool = False
    partial: bool = False
    passive: bool = False
    negators: list[Span] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def weight(self) -> float:
        """Return what its words weigh together."""
        return sum(term.weight for term in self.terms.values())


@dataclass(frozen=True, slots=True)
class Claim:
    """All clauses of a content, what they are about, and the positions that are taken in them.

    ``forms`` are its words as compared, ``denied`` has the cue where it is the cue that says "it is not so".
    """

    clauses: tuple[Clause, ...]
    weights: dict[str, float]
    positions: frozenset[str]
    forms: frozenset[str] = frozenset()
    denied: Spans = ()


@lru_cache(maxsize=8_192)
def claim_of(text: str, content: Spans, cue: Spans, quote: Quote) -> Claim:
    """Return what a content claims, in the light of its cue."""
    kind = classify(" ".join(span.of(text) for span in cue)) if cue else None
    reading = _Reading(text, content, quote, kind)
    clauses = tuple(clause for clause in reading.clauses() if clause.terms)
    weights: dict[str, float] = {}
    for clause in clauses:
        for term in clause.terms.values():
            weights.setdefault(term.concept, term.weight)
    forms = frozenset(form for form in reading.forms if form[0].isalnum())
    return Claim(clauses, weights, reading.positions(), forms, cue if reading.denies else ())


class Token(NamedTuple):
    """A word or mark: as compared, its stem, and where it stands."""

    form: str
    lemma: str
    start: int
    end: int
    capital: bool


def tokens_of(text: str, content: Spans) -> list[Token]:
    """Return the words and marks of a content; "won't" becomes "will" and "not"."""
    found: list[Token] = []
    for span in content:
        if found and span.of(text).lstrip("\"'“‘ ")[:1].isupper():
            found.append(Token(".", ".", span.start, span.start, False))
        for match in _TOKEN.finditer(text, span.start, span.end):
            found.extend(_split(match[0], match.start(), match.end()))
    return found


def _split(printed: str, start: int, end: int) -> Iterator[Token]:
    form, capital = printed.lower().replace("’", "'").replace("per cent", "percent"), printed[0].isupper()
    if form.endswith("n't") or form == "cannot":
        plain = _CONTRACTED.get(form, form[:-3])
        yield Token(plain, lemma(plain), start, end, capital)
        yield Token("not", "not", start, end, False)
        return
    plain, _, ending = form.partition("'")
    yield Token(plain, lemma(plain) if plain[0].isalnum() else plain, start, end, capital)
    if ending == "ll":
        yield Token("will", "will", start, end, False)


class _Reading:
    """The way through the tokens of one content."""

    def __init__(self, text: str, content: Spans, quote: Quote, cue: CueClass | None) -> None:
        self.text, self.tokens = text, tokens_of(text, content)
        self.lemmas = [token.lemma for token in self.tokens]
        self.forms = [token.form for token in self.tokens]
        act, negated = (cue.act, cue.negated) if cue else (None, False)
        indirect = quote is not Quote.DIRECT
        self.denies = indirect and not negated and cue is not None and self._denied(cue.lemma)
        silent = negated or act in ("ask", "decline-to-comment")
        unsure = indirect and ((act == "deny" and not self.denies) or self._asks())
        self.hidden = silent or unsure
        self.demands = act == "demand" and indirect
        self.own = _FIRST | _THIRD if indirect else _FIRST

    def _denied(self, cue: str) -> bool:
        """Say whether a cue denies the content: any claim, or what is called one."""
        kinds = lexicon("denials")
        if cue in kinds["claims"]:
            return True
        first = {token.form for token in self.tokens[:3]} | {
            token.form.rstrip("s") for token in self.tokens[:3]
        }
        return cue in kinds["offers"] and any(noun in first for noun in kinds["nouns"])

    def _asks(self) -> bool:
        """Say whether the content opens as an indirect question: "how it works"."""
        return bool(self.tokens) and self.tokens[0].form in (
            "how",
            "what",
            "why",
            "who",
            "which",
            "where",
            "when",
        )

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses in text order, sentence by sentence."""
        for start, end in self._sentences():
            yield from self._sentence(start, end)

    def positions(self) -> frozenset[str]:
        """Return the names of the positions that are taken in some sentence."""
        found = set()
        for start, end in self._sentences():
            here = frozenset(self.lemmas[start:end])
            found |= {one.name for one in positions() if one.taken_in(here)}
        return frozenset(found)

    def _sentences(self) -> Iterator[tuple[int, int]]:
        start = 0
        for at, token in enumerate(self.tokens):
            if token.form in _END:
                yield start, at + 1
                start = at + 1
        if start < len(self.tokens):
            yield start, len(self.tokens)

    def _sentence(self, start: int, end: int) -> Iterator[Clause]:
        """Read a sentence's clauses, then turn or hide all of them where the whole sentence says so."""
        state = _State(self, start, end)
        clauses = state.read()
        turned = -1 if state.falsity % 2 else 1
        if self.denies:
            turned = -turned
        unreal = state.condition or self.tokens[end - 1].form == "?" or self.hidden
        for clause in clauses:
            clause.unreal = clause.unreal or unreal
            if self.demands and clause.mood in (Mood.FACT, Mood.FUTURE):
                clause.mood = Mood.DUTY
            if turned < 0:
                clause.terms = {
                    name: term._replace(sign=-term.sign, scoped=True) for name, term in clause.terms.items()
                }
            yield clause


class _State:
    """What is known while the clauses of one sentence are read."""

    def __init__(self, reading: _Reading, start: int, end: int) -> None:
        self.reading, self.start, self.end = reading, start, end
        self.tokens, self.lemmas = reading.tokens, reading.lemmas
        self.done: list[Clause] = []
        self.clause = Clause()
        self.negated = self.turned = self.unknown = self.condition = self.open = False
        self.falsity = 0

    def read(self) -> list[Clause]:
        at = self.start
        while at < self.end:
            at += self._step(at)
        self._close()
        return self.done

    def _step(self, at: int) -> int:
        """Read what stands at a place; return how many tokens it took."""
        token = self.tokens[at]
        if token.form in _PAUSE or token.form in _END:
            if self._new_clause_after(at):
                self._close()
            return 1
        entry = polarity_at(self.reading.forms, self.lemmas, at)
        if entry is not None:
            taken = self._polarity(at, *entry)
            if taken:
                return taken
        time = time_of(self.tokens, at)
        if time is not None:
            taken, kind, value = time
            self.clause.times[kind] = (
                f"{self.clause.times[kind]} {value}" if kind in self.clause.times else value
            )
            return taken
        amount = amount_at(self.tokens, at, self.start)
        if amount is not None:
            self.clause.amounts.append(amount)
            return amount.taken
        return self._term(at)

    def _new_clause_after(self, at: int) -> bool:
        """Say whether a mark ends a clause: a full stop, or a comma before a conjunction or subject."""
        if self.tokens[at].form in _END:
            return True
        after = self.tokens[at + 1].form if at + 1 < self.end else ""
        return after in ("and", "which", "who", "so") or after in _SUBJECTS

    def _close(self) -> None:
        if self.clause.terms or self.clause.amounts:
            self.done.append(self.clause)
        self.clause = Clause()
        self.negated = self.turned = self.unknown = self.open = False

    def _polarity(self, at: int, size: int, section: str) -> int:
        """Take up a word that bears on the whole clause; return how many tokens it took, 0 for none."""
        span = Span(self.tokens[at].start, self.tokens[at + size - 1].end)
        match section:
            case "negation":
                self.negated = True
                self.clause.negators.append(span)
            case "turn":
                self.turned = not self.turned
                self.clause.negators.append(span)
            case "denial":
                return self._denial(at, size, span)
            case "falsity":
                self.falsity += 1
                self.clause.negators.append(span)
            case "unknown":
                self._hide(at, size)
            case "opaque":
                denied = self.reading.denies and at - self.start <= EARLY
                self.unknown = self.unknown or not (denied or self._own(at))
                return 0
            case "boundary":
                self._close()
            case "part":
                self.clause.partial = True
                return 0
            case "none":
                pass
            case "unreal":
                self.clause.unreal = True
                self.condition = self.condition or self.tokens[at].form == "if"
            case _:
                self._mood(_MOODS[section], section, at)
        return size

    def _hide(self, at: int, size: int) -> None:
        """Make unknown what follows, and what is negated before it: "did not resign because of it"."""
        if self.negated or size > 1:
            self.unknown = True
            terms = self.clause.terms
            self.clause.terms = {
                name: term._replace(sign=0) if term.scoped else term for name, term in terms.items()
            }
            self.condition = self.condition or self.tokens[at].form in ("until", "unless")
        elif self.tokens[at].form in ("unless", "once", "until"):
            self.condition = True
        elif self.tokens[at].form == "because" and self.lemmas[at + 1 : at + 2] != ["of"]:
            self._close()

    def _denial(self, at: int, size: int, span: Span) -> int:
        """Turn round what follows a denial of the speaker's own; hide what follows another's."""
        if self.reading.denies and at - self.start < EARLY:
            return size
        if self.negated:
            self.unknown = True
        elif at - self.start < EARLY or self._own(at):
            self.turned = not self.turned
            self.clause.negators.append(span)
        else:
            self.unknown = True
            return 0
        return size

    def _own(self, at: int) -> bool:
        """Say whether the verb at a place is the speaker's own and not negated: "I said that ..."."""
        before = [token.form for token in self.tokens[max(self.start, at - 3) : at]]
        return not self.negated and any(form in ("i", "we") for form in before)

    def _mood(self, mood: Mood, section: str, at: int) -> None:
        if (
            section == "chance"
            and self.tokens[at].form == "may"
            and self.tokens[at].capital
            and at > self.start
        ):
            return
        if section == "past" and self.tokens[at].form in ("was", "were"):
            self.clause.passive = True
        if _STRENGTH[mood] > _STRENGTH[self.clause.mood]:
            self.clause.mood = mood

    def _term(self, at: int) -> int:
        """Take up a word that says what the clause is about."""
        token = self.tokens[at]
        opened, self.open = self.open, token.form == "to"
        size, concept, sign, weight = self._sense(at)
        if token.form in self.reading.own:
            self._first_person(token)
            return 1
        self.clause.passive = self.clause.passive or token.form == "by"
        if token.form.endswith("ed") and self.clause.mood is Mood.FACT:
            self.clause.mood = Mood.PAST
        if weight <= 0:
            return size
        sign *= 0 if self.unknown else -1 if self.negated != self.turned else 1
        end, scoped = self.tokens[at + size - 1].end, self.negated or self.turned
        nominal = _NOMINAL.search(token.form) is not None
        term = Term(concept, sign, weight, token.start, end, self._is_name(at), scoped, nominal, opened)
        self.clause.terms.setdefault(concept, term)
        self.clause.end = end
        return size

    def _is_name(self, at: int) -> bool:
        """Say whether a word is written as a name; at a sentence's start, if it is rare and nowhere small."""
        token = self.tokens[at]
        if not token.capital or (at > self.start and self.tokens[at - 1].form not in _END):
            return token.capital
        return rarity(token.lemma) >= HEAVIEST and token.form not in self.reading.text

    def _first_person(self, token: Token) -> None:
        concept = self.reading.own[token.form]
        if token.form in _SUBJECTS and not self.clause.first:
            self.clause.first = concept
        term = Term(concept, 0 if self.unknown else 1, SELF_WEIGHT, token.start, token.end)
        self.clause.terms.setdefault(concept, term)

    def _sense(self, at: int) -> tuple[int, str, int, float]:
        """Return how many tokens a word takes, its concept, its end on an axis, and its weight."""
        entries, senses = concepts()
        entry = entry_at(entries, self.lemmas, at)
        stem = self.lemmas[at]
        if entry is not None:
            size, words = entry
            sense = senses[words]
            weight = min(HEAVIEST, max(rarity(stem), OPPOSITE_WEIGHT))
            return size, sense.concept, sense.sign, weight
        form, joined = self.tokens[at].form, self._joined(at)
        if joined:
            return 2, joined, 1, min(HEAVIEST, rarity(joined))
        if form in empty() or stem in empty() or not form[0].isalnum():
            return 1, stem, 1, 0.0
        rest = _without_un(form)
        return 1, rest or stem, -1 if rest else 1, min(HEAVIEST, rarity(rest or stem))

    def _joined(self, at: int) -> str:
        """Return the stem of two words that are known written as one: "back doors"."""
        if at + 1 >= self.end or len(self.tokens[at].form) < 3 or len(self.tokens[at + 1].form) < 3:
            return ""
        if not self.tokens[at + 1].form.isalpha() or self.tokens[at].capital != self.tokens[at + 1].capital:
            return ""
        stem = lemma(self.tokens[at].form + self.tokens[at + 1].form)
        return stem if LEAST_JOINED <= rarity(stem) < rarity("@ no word") else ""


@lru_cache(maxsize=20_000)
def _without_un(form: str) -> str:
    """Return the stem of what "un" turns round, or "" where it is no prefix."""
    rest = form[2:]
    if not form.startswith("un") or len(rest) < UN_LEAST or not rest.isalpha():
        return ""
    stem = lemma(rest)
    return stem if rarity(stem) < min(rarity("@ no word"), rarity(lemma(form)) + 2) else ""
