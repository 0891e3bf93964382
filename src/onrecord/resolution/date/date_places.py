"""Where in its sentence a phrase of time stands for the saying, and not for what is said or for others.

Invariant: each place has a name, which is the first half of a date's rule, and a probability that a
phrase standing there tells when it was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from onrecord.model import Quote
from onrecord.resolution.date.date_clause import CONTENT, SOURCE, Clause
from onrecord.resolution.date.date_phrases import TimePhrase, dated_writing, time_phrases
from onrecord.resolution.date.date_words import any_of

FARTHEST = 160
"""Characters between a cue and a phrase of time from which the phrase is no longer the cue's."""
MOST_WORDS = 4
"""Words that may stand between a cue and its content: "told the news agency"."""
DAYS = frozenset({"weekday", "day", "date", "relative"})
"""Kinds of phrase so short that what happens in the same breath happened on the same day."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A phrase of time that tells when something was said: where it stands, and how surely it does."""

    phrase: TimePhrase
    place: str
    sure: float


def placed(clause: Clause) -> Iterator[Placed]:
    """Yield the phrases of time of a sentence that belong to the saying."""
    phrases = time_phrases(clause.bare)
    others = _without(clause, phrases)
    for phrase in phrases:
        if not _of_something_aired(clause, phrase):
            yield from islice(_places(others, phrase), 1)
    yield from _dated_source(clause)
    yield from _swallowed(clause)


def _places(clause: Clause, phrase: TimePhrase) -> Iterator[Placed]:
    for place, holds in _PLACES.items():
        if sure := holds(clause, phrase):
            yield Placed(phrase, place, sure)


def _without(clause: Clause, phrases: list[TimePhrase]) -> Clause:
    """Return the clause with its phrases of time as blanks, so that none stands in the way of another."""
    masked = clause.masked
    for phrase in phrases:
        masked = masked[: phrase.start] + " " * (phrase.end - phrase.start) + masked[phrase.end :]
    return replace(clause, masked=masked)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What the words between a phrase and its saying may and may not be; made once from the lexicon."""

    clause_word: re.Pattern[str]
    participle: re.Pattern[str]
    speaking: re.Pattern[str]
    aired: re.Pattern[str]
    written: re.Pattern[str]
    released: re.Pattern[str]
    noun: re.Pattern[str]
    named: re.Pattern[str]
    before_body: re.Pattern[str]
    answer: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    written, released = any_of("written"), any_of("released")
    allowed = any_of("delivered", "released", "speaking", "noun", "part-of-day", "occasion", "written")
    return _Patterns(
        clause_word=re.compile(rf"^\s*(?i:{any_of('clause')})\b|\b{any_of('clause')}\b"),
        participle=re.compile(
            rf"(?<![\w-])(?!{allowed}s?\b)[a-z]{{2,}}(?:ed|ing)\b(?!\s+(?!{_FUNCTION_WORD}\b)[a-z])"
        ),
        speaking=re.compile(rf"\s*(?:(?:when|while|as)\s+)?{any_of('speaking')}\b", re.IGNORECASE),
        aired=re.compile(
            rf"\b{any_of('talk')}s?\b[^;]{{0,80}}\b{any_of('aired')}\b(?:\s+[\w’'.]+){{0,4}}\s*$"
        ),
        written=re.compile(
            rf"(?i:(?:an?|the|its|his|her|their|one)\s+)?(?:[\w’'.&-]+\s+){{0,5}}?{written}s?\b",
            re.IGNORECASE,
        ),
        released=re.compile(rf"\b{released}\b(?:\s+(?!who|that|which)[\w’'.,-]+){{0,5}}\s*$"),
        noun=re.compile(rf"\b{any_of('written', 'talk', 'occasion')}s?\b(?:\s+(?:dated|of|from|on|in))?\s*$"),
        named=re.compile(rf"\b{any_of('written', 'talk', 'occasion')}s?\b"),
        before_body=re.compile(rf"\b{any_of('before-a-body')}$"),
        answer=re.compile(rf"\b{any_of('answer')}\b"),
    )


_FUNCTION_WORD = (
    r"(?:an?|the|his|her|its|their|our|my|your|this|that|these|those|in|on|at|by|to|of|for|from|with|into|over|as"
    r"|about|after|before|during|under|up|out|off|down|him|it|them|us|me|and|or|but|when|while|who|which|last|late"
    r"|early|earlier|back|again|all|some|any|more|two|three|both)"
)
"""A participle is an adjective before a noun ("a manufacturing town"), a verb before any of these."""
_PREPOSITION = re.compile(
    r"\s*(?:in|at|on|during|via|from|to|with|through|outside|inside|before|amid)\b", re.IGNORECASE
)
_OPENERS = re.compile(
    r"[\s,\"“'‘`(]*(?:(?:but|and|so|then|meanwhile|also|however|later|earlier|still|yet|now|again|only|just|though"
    r"|separately|similarly|already|instead|even|finally|shortly|soon|moments|hours)\b[\s,]*)*",
    re.IGNORECASE,
)
_CLAUSE_BREAK = re.compile(r"[;:—–]\s*|,\s+(?=(?:and|but|while|although|yet|so)\b)|\s-{1,2}\s")
_ASIDE = re.compile(
    r"\s*(?:in|at|on|during|via|from|to|with|for|by|as|while|when|after|before|following|amid|hours|days|just|shortly"
    r"|speaking|despite|ahead|here|there|\w+ing)\b",
    re.IGNORECASE,
)
_TO_THE_CUE = re.compile(
    r"\s*(?:(?:\w+ly|also|again|then|even|first|once|both|has|had|have|was|were|is|did|would|not)\s+)*(?P<to>to\s+)?"
)
_DOING = re.compile(r"\s*(?!having\b|being\b|according\b|following\b)[a-z]+ing\b", re.IGNORECASE)
_WHEN = re.compile(r"[\s,.]*\b(?:when|in\s+which|at\s+which|during\s+which|where)\s*")
_WHICH = re.compile(r".*\b(?:in|at|during)\s+which\s*", re.DOTALL)
_NO_HEAD = re.compile(r"(?:according\s+to|per|under|as)\b")
_VERB_NEXT = re.compile(
    r"\s+(?:was|were|is|are|has|had|have|will|would|can|could|may|might|must|should|shall|did|does)\b"
)


def _after_cue(clause: Clause, phrase: TimePhrase) -> float:
    """Said Smith on Monday; told reporters in Leeds late on Friday; said, in an interview in May."""
    if phrase.start < clause.cue[1]:
        return 0
    gap = clause.masked[clause.cue[1] : phrase.start]
    if CONTENT in gap:
        return 0
    if not gap.strip(SOURCE + " ,\n"):
        return 0.98
    if _patterns().before_body.search(clause.cue_words):  # testified before the committee on Monday
        gap = re.sub(r"^\s*before\b", " ", gap)
    return _through(gap, phrase, 0.95)


def _after_content(clause: Clause, phrase: TimePhrase) -> float:
    """Denied the charges on Monday; called it "a farce" in an interview in May."""
    ends = [end for start, end in clause.content if clause.cue[1] <= start and end <= phrase.start]
    if not ends or CONTENT in (gap := clause.masked[max(ends) : phrase.start]).rstrip():
        return 0
    opening = clause.masked[
        clause.cue[1] : min(start for start, _ in clause.content if start >= clause.cue[1])
    ]
    if len(opening.split()) > MOST_WORDS or _patterns().clause_word.search(opening.replace(" that ", " ")):
        return 0  # words of the content are missing before it, and others may be missing after it
    sure = 0.85 if phrase.kind in DAYS or phrase.on_occasion else 0.7
    if not gap.strip():
        return sure
    return min(sure, _through(gap, phrase, sure)) if _PREPOSITION.match(gap.lstrip(" ,")) else 0


def _before_cue(clause: Clause, phrase: TimePhrase) -> float:
    """Smith on Monday said; Smith, speaking on Monday, said; Smith went to Leeds on Monday to say."""
    if clause.source is None or not clause.source[1] <= phrase.start <= phrase.end <= clause.cue[0]:
        return 0
    if _NO_HEAD.match(clause.cue_words):
        return 0
    before = clause.masked[clause.source[1] : phrase.start]
    after = clause.masked[phrase.end : clause.cue[0]]
    if CONTENT in before + after:
        return 0
    if direct := _TO_THE_CUE.fullmatch(after):
        infinitive = bool(direct["to"]) or clause.cue_words.startswith("to ")
        return _straight(before, phrase, infinitive)
    if _TO_THE_CUE.fullmatch(after.lstrip(" ,")) and (sure := _aside(clause, before, phrase)):
        return sure
    return _same_subject(clause, before, after)


def _straight(before: str, phrase: TimePhrase, infinitive: bool) -> float:
    """Judge a phrase that stands directly before its cue."""
    if re.fullmatch(r"\s*(?:,(?:[^,]*,)?|\([^)]*\)|,?\s*who)?\s*", before):
        return 0.95
    if not _patterns().clause_word.search(before) and infinitive:
        return 0.85
    return _through(before, phrase, 0.85) if before.count(",") != 1 else 0


def _aside(clause: Clause, before: str, phrase: TimePhrase) -> float:
    """Judge a phrase that ends an aside between source and cue: ", speaking on Monday, said"."""
    opening = before.rpartition(",")[2]
    if not opening.strip() or _PREPOSITION.match(opening) or _patterns().speaking.match(opening):
        return _through(opening, phrase, 0.92)
    assert clause.source is not None
    source = clause.words[clause.source[0] : clause.source[1]]
    written = _patterns().written.fullmatch(source)
    return 0.88 if written and _patterns().released.search(opening) else 0


def _same_subject(clause: Clause, before: str, after: str) -> float:
    """Judge a phrase with the verb before: Smith on Monday resigned, saying; resigned on Monday, saying."""
    joined = bool(re.search(r"\b(?:and|but)\s*(?:\w+ly\s+|also\s+|then\s+)?$", after))
    if not (joined or re.match(r"\w+ing\b", clause.cue_words)) or _patterns().clause_word.search(before):
        return 0
    if not before.strip(" ,"):
        return 0.8
    return 0.75 if re.fullmatch(r"\s*,\s*(?:\w+ly\s+|also\s+)?", after) else 0


def _at_head(clause: Clause, phrase: TimePhrase) -> float:
    """On Monday, Smith said; In an interview last week, he said; Asked in May whether it leaked, he said."""
    if phrase.end > clause.subject or _NO_HEAD.match(clause.cue_words):
        return 0
    between = clause.masked[phrase.end : clause.subject]
    head = _clause_head(clause.masked[: phrase.start])
    asked = bool(_patterns().speaking.match(head))
    if CONTENT in head + between or not _leads_on(between, asked) or _in_passing(clause):
        return 0
    if _OPENERS.fullmatch(head):
        return 0.95 if not between.strip(" ,") else 0.88
    opening = head[_match_end(_patterns().speaking if asked else _OPENERS, head) :]
    if asked or (_PREPOSITION.match(opening) and (phrase.kind in DAYS or _patterns().named.search(opening))):
        return _through(opening, phrase, 0.9)
    doing = _DOING.match(opening)
    return _through(opening[doing.end() :], phrase, 0.85) if doing and phrase.kind in DAYS else 0


def _in_passing(clause: Clause) -> bool:
    """Say whether the saying stands in an indirect content: In 2009, he said, the bank failed."""
    after = [start for start, _ in clause.content if start >= clause.cue[1]]
    if not after or clause.quote != Quote.INDIRECT:
        return False
    return clause.masked[clause.cue[1] : min(after)].lstrip(SOURCE + " ").startswith(",")


def _clause_head(before: str) -> str:
    breaks = [match.end() for match in _CLAUSE_BREAK.finditer(before)]
    return before[breaks[-1] :] if breaks else before


def _leads_on(between: str, asked: bool) -> bool:
    """Say whether nothing but asides stands between a phrase that opens a sentence and its subject."""
    if not between.strip(" ,\n)"):
        return True
    first, *rest = between.split(",")
    if asked and re.match(r"\s*(?:whether|if|about|why|how|what|when|who|for)\b", first):
        return bool(rest)
    parts = [part for part in (first, *rest) if part.strip()]
    if any(not _ASIDE.match(part) for part in parts):
        return False
    return bool(rest and not rest[-1].strip()) or (not rest and _through(first, None, 1) > 0)


def _before_when(clause: Clause, phrase: TimePhrase) -> float:
    """It began in 2019, when a court ruled; a call in May in which he said; asked in 2010, she replied."""
    if phrase.end > clause.subject:
        return 0
    before, between = clause.masked[: phrase.start], clause.masked[phrase.end : clause.subject]
    if CONTENT in between or re.match(r"(?:has|have)\b", clause.cue_words):
        return 0
    if _WHEN.fullmatch(between):
        return 0.82
    if _WHICH.fullmatch(between) and _patterns().noun.search(before):
        return 0.8
    when = re.search(r"(?:^|[,;]\s*|\bthat\s+)when\s+(?P<what>[^,;]*)$", before, re.IGNORECASE)
    if not when or between.strip(" ,") or not _patterns().answer.search(clause.cue_words):
        return 0
    return 0.75 if not _patterns().clause_word.search(when["what"]) else 0


def _in_cue(clause: Clause, phrase: TimePhrase) -> float:
    return 0.9 if clause.cue[0] <= phrase.start and phrase.end <= clause.cue[1] else 0


def _in_source(clause: Clause, phrase: TimePhrase) -> float:
    """Court papers filed on Monday say; and a source that ends with its verb's phrase by mistake."""
    if clause.source is None or not clause.source[0] <= phrase.start <= phrase.end <= clause.source[1]:
        return 0
    before = clause.words[clause.source[0] : phrase.start]
    if (noun := _patterns().written.match(before)) and _patterns().released.search(before, noun.end()):
        return 0.88
    last = phrase.end == clause.source[1] and clause.words[phrase.end : clause.cue[0]] == " "
    if phrase.kind == "weekday" and clause.words[phrase.start].isupper():  # it may be a family name
        return 0
    return 0.65 if last and " of " not in before and _through(before, phrase, 1) == 1 else 0


def _through(gap: str, phrase: TimePhrase | None, sure: float) -> float:
    """Return how sure a phrase is after some words: nought where a clause of its own begins in them."""
    patterns = _patterns()
    if len(gap) > FARTHEST or CONTENT in gap or re.search(r"[;:—]", gap):
        return 0
    if patterns.clause_word.search(gap) or patterns.participle.search(gap):
        return 0
    if re.search(r"\b(?:after|following)\b", gap):
        return 0.75 * sure if phrase is None or phrase.kind in DAYS else 0
    return sure


def _of_something_aired(clause: Clause, phrase: TimePhrase) -> bool:
    """Say whether a phrase tells when talk came out, which was had before: "an interview aired on Monday"."""
    return bool(_patterns().aired.search(clause.bare[: phrase.start]))


def _dated_source(clause: Clause) -> Iterator[Placed]:
    """Yield the year or month that a writing has in its name: "A 2014 report found"."""
    if clause.source is not None:
        start, end = clause.source
        if writing := dated_writing(clause.bare[start:end]):
            yield Placed(_moved(writing, start), "dated writing", 0.88)


def _swallowed(clause: Clause) -> Iterator[Placed]:
    """Yield a phrase that an indirect content begins with by mistake: said [Monday that it would close]."""
    starts = [pair for pair in clause.content if clause.cue[1] <= pair[0]]
    if not starts or clause.quote == Quote.DIRECT:
        return
    start, end = min(starts)
    gap = clause.masked[clause.cue[1] : start]
    words = clause.words[start:end]
    for phrase in time_phrases(words)[:1]:
        if phrase.start == 0 and _through(gap, phrase, 1) and (sure := _out_of_content(words, phrase)):
            yield Placed(_moved(phrase, start), "before that", sure)


def _out_of_content(words: str, phrase: TimePhrase) -> float:
    after = words[phrase.end :]
    if re.match(r"\s+that\b", after):
        return 0.95
    if phrase.kind not in DAYS | {"unit", "ago"} or not re.match(r"\s+\w", after) or _VERB_NEXT.match(after):
        return 0
    return 0.7


def _moved(phrase: TimePhrase, by: int) -> TimePhrase:
    return TimePhrase(
        phrase.start + by, phrase.end + by, phrase.kind, phrase.words, phrase.sure, phrase.on_occasion
    )


def _match_end(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.match(words)
    return match.end() if match else 0


_PLACES: dict[str, Callable[[Clause, TimePhrase], float]] = {
    "in the source": _in_source,
    "in the cue": _in_cue,
    "after the cue": _after_cue,
    "before the cue": _before_cue,
    "after the content": _after_content,
    "at the head": _at_head,
    "before when": _before_when,
}
