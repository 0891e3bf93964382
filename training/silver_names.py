"""Label the names of news reports by rules and gazetteers: silver training data for the names' head.

A stretch of capitals gets a kind (person, organization, place, other) only where its own words, its context,
the rest of its article or its use in all articles say so; a doubtful stretch is of kind ``?`` and is not to
be trained on; capitals that are no name (roles, weekdays, first words of sentences) are left out, as every
word in lower case is.  The manner is that of CoNLL-2003: no article, title or possessive in a name.

The articles are those of ``newsload``; only weights may come out of them.  Needs the gazetteers of
:mod:`training.corpora.gazetteers` (``pip install -e '.[train]'``).  ``python -m training.silver_names``
prints counts, samples and the precision on the training parts of the corpora of names.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from training.corpora import gazetteers as lists
from training.corpora.entities import EntityDocument, named_entities
from training.corpora.gazetteers import gazetteers, words
from training.corpora.sources import corpora

LENGTH = 3_000
"""So many characters of an article are labelled, to the end of a paragraph."""
UNSURE = "?"
NONE = ""
Name = tuple[int, int, str]

ABBREVIATIONS = sorted(
    (
        {w for w in words(lists.HONORIFICS) if w.endswith(".")}
        | lists.ABBREVIATED_STATES
        | {w for w in words(lists.DATES) if w.endswith(".")}
        | {"St.", "Jr.", "Sr.", "Inc.", "Corp.", "Co.", "Ltd.", "Bros.", "Ft.", "Mt.", "No.", "vs."}
    )
    - {"No."},
    key=len,
    reverse=True,
)
WORD = re.compile(
    r"(?:[A-Z]\.(?:-)?){2,}|[A-Z]\.(?= ?[A-Z])|"
    r"\b(?:" + "|".join(re.escape(a[:-1]) for a in ABBREVIATIONS) + r")\.(?!\w)|"
    r"[^\W\d_][\w]*(?:(?:['’\-‑&]|\.(?=(?:com|org|gov|net)\b))(?![sS]\b(?<=['’]s))[^\W_]\w*)*&?|['’]s\b|\d[\w.,:%]*|\S"
)
ROLE_OF = re.compile(
    r"\b(?:Secretary|Chief|Minister|Director|Commissioner|Undersecretary|Chairman|Ambassador|Deputy|Head)s?"
    rf" (?:of|for|to) (?:the )?{lists.DEPARTMENTS}\b(?! (?:and|Department))"
)
AFTER_ROLE = re.compile(ROLE_OF.pattern + r"\s$")
ENDS = frozenset('.!?:;“"‘(•*…[—–|')
CONNECTOR = re.compile(r" (?:of|for|on|and|&|in|at|to)(?: the| a)? ")
AND = re.compile(r",? (?:and|&) ")
INITIAL = re.compile(r"(?:[A-Z]\.)+(?:-[A-Z]\.)?")
ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,6}s?|(?:[A-Z]\.){2,}")
SAID = re.compile(rf",? (?:who )?(?:(?:has|had|later|also) )?(?:{'|'.join(lists.SPEECH.split())})\b")
BORN = re.compile(r" ?\((?:born|c\. ?\d|\d{4}|[^()]{0,60}\bborn\b|[A-Z][a-z]+ \d+, \d{4})")
AGE = re.compile(r", (?:\d\d|who)\b,?")
PART = r"(?:(?:nearby|downtown|northern|southern|eastern|western|central|suburban) )?$"
INSIDE = re.compile(rf"\b(?:in|near|across|throughout|outside|inside|around|from|to|at|of|into) {PART}")
STRICTLY_INSIDE = re.compile(
    rf"\b(?:[Ii]n|near|throughout|outside|across|city of|town of|state of|village of) {PART}"
)
ELECTION = re.compile(
    r"\b(?:1[789]|20)\d\d (?:[A-Z][\w-]+ ){1,4}"
    r"(?:(?:general|presidential|federal|state|gubernatorial|legislative|parliamentary|local|municipal) |"
    r"(?<=Senate )|(?<=Parliament )|(?<=Assembly ))"
    r"(?:by-)?(?:elections?|primaries)\b"
    r"(?: in (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?"
)
PARENS = re.compile(
    r"((?:[A-Z][\w.&'’-]+ (?:(?:of|for|and|the|on|to|in) )*){2,8})"
    r"\((?:the )?[\"“]?([A-Z][A-Za-z&]{1,6})[\"”]?\)"
)
DATELINE = re.compile(
    r"^([A-Z][A-Z.' -]{2,30}?)(?:, ([A-Z][\w.]+(?: [A-Z]\w+)?))?(?: \((\w[\w ]+)\))? ?(?:—|–|--|-) "
)
JOINED = re.compile(r"(?!Mac|Fitz|Van|Mc)\w*[a-z]{2}[A-Z]")
"""Two words run together by a page's script."""
BOILERPLATE = re.compile(
    r"toggle caption|Getty Images|Story Continued|Replay More|MUST WATCH|Read more|READ MORE|"
    r"Hide Caption|Photos:|"
    r"Sign Up|Newsletter|Click here|CLICK HERE|AP Photo|Copyright|All rights reserved|Related:|RELATED"
)
FUNCTION = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "but",
        "or",
        "if",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "of",
        "as",
        "with",
        "when",
        "while",
        "after",
        "before",
        "since",
        "because",
        "although",
        "though",
        "that",
        "this",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "his",
        "her",
        "its",
        "their",
        "our",
        "your",
        "my",
        "who",
        "what",
        "where",
        "why",
        "how",
        "which",
        "there",
        "here",
        "so",
        "yet",
        "not",
        "no",
        "nor",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "also",
        "even",
        "just",
        "only",
        "then",
        "than",
        "now",
        "still",
        "until",
        "unless",
        "once",
        "both",
        "each",
        "every",
        "all",
        "any",
        "some",
        "many",
        "most",
        "more",
        "few",
        "such",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "meanwhile",
        "however",
        "moreover",
        "indeed",
        "instead",
        "another",
        "other",
        "last",
        "earlier",
        "later",
        "yes",
        "well",
        "let",
        "like",
        "despite",
        "during",
        "under",
        "over",
        "about",
        "against",
        "between",
        "among",
        "through",
        "without",
        "within",
        "according",
        "asked",
        "given",
        "said",
        "first",
        "second",
        "third",
        "former",
    ]
)
HARD = words(lists.ROLES)
SOFT = words(lists.SOFT_ROLES)
NOBLE = words(lists.NOBLE)
TITLES = words("General Justice Chief Judge Attorney Commander Marshal Dean Inspector Major")
HONORIFICS = words(lists.HONORIFICS)
DEMONYMS = words(lists.DEMONYMS)
PARTY = words("Republican Republicans Democrat Democrats Democratic Libertarian Dems")
DATES, PLAIN, PARTICLES = words(lists.DATES), words(lists.PLAIN), words(lists.PARTICLES)
ORG_SUFFIXES, ORG_WEAK = words(lists.ORG_SUFFIXES), words(lists.ORG_WEAK)
GOVERNMENT = words(
    "Ministry Parliament Senate Congress Army Navy Police Legislature Guard Council Court Assembly Authority"
)
PLACE_SUFFIXES, OTHER_SUFFIXES = words(lists.PLACE_SUFFIXES), words(lists.OTHER_SUFFIXES)
COMMITTEES = words(
    "Judiciary Intelligence Oversight Appropriations Finance Budget Banking Armed Homeland Ways Ranking "
    "Member Energy "
    "Commerce Health Foreign Rules Ethics Agriculture Trade Labor Education Transportation Defense "
    "Treasury Interior"
)
COMMON = words(
    "News Group Network Company Companies Fund Magazine Police Guard Party Service Services Partners Post "
    "Bank Press Court Board"
)
UNSURE_SUFFIXES, MODIFIERS = words(lists.UNSURE_SUFFIXES), words(lists.MODIFIERS)
SUFFIXES = ORG_SUFFIXES | PLACE_SUFFIXES | OTHER_SUFFIXES | UNSURE_SUFFIXES
FOR_HEADS = words(
    "Center Centers Institute Department Committee Council Coalition Association Foundation Campaign "
    "Office Society "
    "Fund Commission Subcommittee Alliance Citizens Americans Organization"
)
OF_KINDS = (
    dict.fromkeys(words(lists.ORG_OF), "organization")
    | dict.fromkeys(words(lists.PLACE_OF), "place")
    | dict.fromkeys(words(lists.OTHER_OF), "other")
)
GENERATION = frozenset(("Jr.", "Sr.", "II", "III", "IV", "Jr", "Sr"))
LOWER_ROLE = re.compile(rf"\b(?:{'|'.join(map(re.escape, lists.LOWER_ROLES.split()))}) $")
ORG_NOUN = re.compile(rf"\b(?:{'|'.join(lists.ORG_NOUNS.split())})(?: called| named)? $")
NICKNAME = re.compile(r" ?[\"“(‘'] ?[A-Z]\w+(?: \w+)? ?[\"”)’'] [A-Z]")
THE = re.compile(r"\b[Tt]he $")
LETTER = re.compile(r"[^\W\d_]")

FIXED: dict[str, str] = (
    dict.fromkeys(words(lists.OTHERS), "other")
    | dict.fromkeys(DEMONYMS, "other")
    | dict.fromkeys(words(lists.ORGANIZATIONS), "organization")
)


PHRASES = {
    name: kind
    for name, kind in (FIXED | dict.fromkeys(words(lists.DOUBTFUL), UNSURE)).items()
    if " " in name
    and (any(w[0].islower() for w in name.split()[1:]) or set(name.split()) & DATES or kind == UNSURE)
}
PHRASE = re.compile(rf"\b(?:{'|'.join(re.escape(n) for n in sorted(PHRASES, key=len, reverse=True))})\b")


class Word(NamedTuple):
    """A word in capitals (or a particle between two)."""

    text: str
    start: int
    end: int
    role: bool = False


@dataclass(slots=True)
class Run:
    """Words in capitals that follow each other; ``initial``: the first may be so for its place alone."""

    words: list[Word]
    initial: bool
    unsure: bool = False


@dataclass(slots=True)
class Piece:
    """Words that may be one name, and what stands around them."""

    words: list[Word]
    before: str
    after: str
    titled: bool = False
    initial: bool = False
    kind: str | None = None
    unsure: bool = False

    @property
    def start(self) -> int:
        """Return where the first word starts."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Return where the last word ends."""
        return self.words[-1].end

    @property
    def key(self) -> str:
        """Return the words as a type of name."""
        return key(self.words)


def key(found: Sequence[Word]) -> str:
    """Return words as a type of name, apostrophes made alike."""
    return " ".join(w.text for w in found).replace("’", "'")


@dataclass(slots=True)
class Votes:
    """How a type of name is used in all articles."""

    total: int = 0
    titled: int = 0
    lower_titled: int = 0
    speaks: int = 0
    article: int = 0
    inside: int = 0
    organization: int = 0


@dataclass(slots=True)
class Knowledge:
    """What all articles together say of words and names."""

    lower: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    votes: dict[str, Votes] = field(default_factory=lambda: defaultdict(Votes))
    givens: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    first: frozenset[str] = frozenset()
    fixed: dict[str, str] = field(default_factory=dict)
    alone: Counter[str] = field(default_factory=Counter)
    surname: Counter[str] = field(default_factory=Counter)

    def share(self, word: str) -> float:
        """Return which part of a word's uses inside sentences is in lower case."""
        if word.isupper() and len(word) > 1:
            return 0.0
        low = self.lower[word.lower()]
        return low / (low + self.capital[word] + 1)

    def ordinary(self, word: str) -> bool:
        """Tell whether a word in capitals is mostly a word of the language."""
        return self.lower[word.lower()] >= 3 and self.share(word) > 0.5

    def famous(self, word: str) -> bool:
        """Tell whether a word alone is nearly always the surname of somebody named in the article."""
        alone, votes = self.alone[word], self.votes.get(word, Votes())
        return (alone >= 20 and self.surname[word] >= 0.6 * alone) or (
            votes.titled >= 3 and votes.titled >= 0.25 * votes.total and votes.article < 0.1 * votes.total
        )


@dataclass(slots=True)
class Article:
    """A text and its runs of capitals."""

    id: str
    text: str
    runs: list[Run]
    surnames: frozenset[str] = frozenset()
    givens: frozenset[str] = frozenset()
    acronyms: dict[str, str] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()


# --- reading -----------------------------------------------------------------------------------------


def read(name: str, text: str, knowledge: Knowledge) -> Article:
    """Return a text's runs of capitals, its words counted in ``knowledge``."""
    roles = [m.span() for m in ROLE_OF.finditer(text)]
    runs: list[Run] = []
    at = 0
    for line in text.splitlines(keepends=True):
        found = [Word(m[0], at + m.start(), at + m.end()) for m in WORD.finditer(line)]
        unsure = _headline(line, found)
        runs += _line_runs(text, found, unsure, knowledge, roles)
        at += len(line)
    return Article(name, text, runs)


def _headline(line: str, found: Sequence[Word]) -> bool:
    """Tell whether a line's capitals tell nothing: a headline, a caption, a list of links."""
    if BOILERPLATE.search(line):
        return True
    content = [w.text for w in found if len(w.text) > 3 and LETTER.match(w.text)]
    low = sum(w[0].islower() for w in content)
    loud = sum(w.isupper() for w in content)
    if loud > 3 and loud > 0.5 * len(content):
        return True
    ended = line.rstrip().endswith((".", "?", "!", '"', "”", "’", ".)"))
    if len(content) < 4:
        return not ended
    return low <= (0.08 if ended else 0.4) * len(content)


def _line_runs(
    text: str, found: Sequence[Word], unsure: bool, knowledge: Knowledge, roles: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    """Yield the runs of a line and count its words."""
    current: list[Word] = []
    initial = False
    for place, word in enumerate(found):
        first = _begins(found, place)
        capital = _capital(word.text)
        if not unsure:
            _count(knowledge, found, place, first, capital)
        joined = bool(current) and text[current[-1].end : word.start] == " "
        particle = (joined or word.text == "al") and word.text in PARTICLES and _followed(found, place)
        if current and not (joined and (capital or particle) and not _breaks(current[-1], word)):
            yield Run(current, initial, unsure)
            current = []
        if capital or particle:
            if not current:
                initial = first or (place > 0 and found[place - 1].text.endswith(".") and _starter(word))
            current.append(word._replace(role=any(s <= word.start < e for s, e in roles)))
    if current:
        yield Run(current, initial, unsure)


def _begins(found: Sequence[Word], place: int) -> bool:
    """Tell whether a word may be the first of a sentence."""
    if place == 0 or found[place - 1].text in ENDS:
        return True
    return found[place - 1].text in ("”", '"', ")", "’", "'", "]") and (
        place < 2 or found[place - 2].text in ENDS
    )


def _capital(text: str) -> bool:
    return text[0].isupper() or bool(re.match(r"(?:al|el|an|ash|as|at)-[A-Z]", text))


def _starter(word: Word) -> bool:
    return word.text.lower() in FUNCTION


def _breaks(last: Word, word: Word) -> bool:
    """Tell whether a sentence ends in the abbreviation before a word."""
    return last.text.endswith(".") and _starter(word) and not INITIAL.fullmatch(word.text)


def _followed(found: Sequence[Word], place: int) -> bool:
    after = found[place + 1] if place + 1 < len(found) else None
    second = found[place + 2] if place + 2 < len(found) else None
    if after and after.text in PARTICLES and second:
        after = second
    return bool(after and _capital(after.text) and after.start - found[place].end <= 5)


def _count(knowledge: Knowledge, found: Sequence[Word], place: int, first: bool, capital: bool) -> None:
    word = found[place].text
    if not LETTER.match(word):
        return
    if not capital:
        knowledge.lower[word.lower()] += 1
    elif not first:
        knowledge.capital[word] += 1
        if place + 1 < len(found):
            knowledge.pairs[word, found[place + 1].text] += 1


# --- pieces ------------------------------------------------------------------------------------------


def pieces(article: Article, knowledge: Knowledge) -> Iterator[Piece]:
    """Yield the stretches that may be names, those of several runs ("Department of Justice") as one."""
    waiting: Piece | None = None
    for run in article.runs:
        for piece in _run_pieces(article.text, run, knowledge):
            merged = _merged(article.text, waiting, piece, knowledge) if waiting else None
            if merged is None and waiting:
                yield waiting
            waiting = merged or piece
    if waiting:
        yield waiting


def _run_pieces(text: str, run: Run, knowledge: Knowledge) -> Iterator[Piece]:
    """Divide a run at its roles, dates and little words."""
    if run.unsure or any(JOINED.match(w.text) and w.text not in FIXED for w in run.words):
        yield _piece(text, run.words, unsure=True)
        return
    rest = _stripped(run, knowledge)
    initial = run.initial and len(rest) == len(run.words)
    current: list[Word] = []
    titled = bool(rest) and bool(AFTER_ROLE.search(text[max(0, rest[0].start - 60) : rest[0].start]))
    for word in rest:
        sort = _separator(word, current, text)
        if sort is None:
            current.append(word)
            continue
        if sort == "title":
            while current and current[-1].text in SOFT | NOBLE and not (
                key(current) in FIXED or word.text in HONORIFICS):  # fmt: skip
                current.pop()
        if current:
            yield _piece(text, current, titled, initial)
        current, titled, initial = [], sort == "title", False
        if sort == UNSURE and not (len(run.words) == 1 and word.text.lower() in FUNCTION):
            yield _piece(text, [word], unsure=True)
    if current:
        yield _piece(text, current, titled, initial)


def _piece(
    text: str, found: list[Word], titled: bool = False, initial: bool = False, unsure: bool = False
) -> Piece:
    before = text[max(0, found[0].start - 40) : found[0].start]
    after = text[found[-1].end : found[-1].end + 40]
    return Piece(found, before, after, titled, initial, unsure=unsure)


def _stripped(run: Run, knowledge: Knowledge) -> list[Word]:
    """Return a run without the ordinary words that begin its sentence."""
    rest = run.words
    if not run.initial or (len(rest) > 1 and all(w.text.isupper() for w in rest)):
        return rest
    while rest:
        word, after = rest[0].text, rest[1].text if len(rest) > 1 else ""
        if word in HARD or word in HONORIFICS or word in PLAIN or word in DATES:
            break
        little = word.lower() in FUNCTION and word not in ("May", "Will")
        alone = not after and knowledge.share(word) > 0.8 and word not in FIXED
        paired = bool(after) and knowledge.share(word) > 0.3 and knowledge.pairs[word, after] < 2
        if not (little or alone or (paired and word not in FIXED)) or INITIAL.fullmatch(word):
            break
        rest = rest[1:]
    while rest and rest[0].text in PARTICLES and rest[0].text != "al":
        rest = rest[1:]
    return rest


def _separator(word: Word, current: Sequence[Word], text: str) -> str | None:
    """Return what a word that ends a piece is: a title, nothing, or doubtful; None if it is part of one."""
    if word.role or word.text in HONORIFICS or (word.text in HARD and not _in_name(word, text)):
        return "title"
    if word.text in DATES or word.text in PLAIN:
        return NONE
    if word.text.lower() in FUNCTION and word.text not in ("May", "Will", "First", "Second"):
        return UNSURE
    if re.search(r"[-‑][a-z]{3}", word.text) and not current and not re.match(r"(?:al|el)-", word.text):
        return UNSURE
    return None


def _in_name(word: Word, text: str) -> bool:
    """Tell whether a role is part of an organization's name ("Leader of ...", "Presidents Council")."""
    following = re.match(r" ([A-Z][\w.]+)", text[word.end : word.end + 30])
    return (
        following is not None
        and following[1] in ORG_SUFFIXES
        and word.text not in ("Minister", "Speaker", "CEO")
    )


def _merged(text: str, left: Piece, right: Piece, knowledge: Knowledge) -> Piece | None:
    """Return two pieces as one if the word between them joins them in a name."""
    gap = text[left.end : right.start]
    if left.unsure or right.unsure or len(gap) > 10 or not CONNECTOR.fullmatch(gap):
        return None
    if left.kind and AND.fullmatch(gap) is None:
        left.kind = (
            UNSURE
            if left.kind == "organization" and gap != " in " and gap != " at " and gap != " to "
            else left.kind
        )
        return None
    joint = Word(gap.strip(), left.end + 1, right.start - 1)
    found = [*left.words, joint, *right.words]
    both = Piece(found, left.before, right.after, left.titled, left.initial)
    kind = knowledge.fixed.get(both.key) or FIXED.get(both.key)
    kind = "place" if both.key in gazetteers().countries else kind
    if kind:
        both.kind = kind
        return both
    last = left.words[-1].text
    if " of" in gap or " for" in gap or " on" in gap:
        of = _joins(left, right, gap, knowledge)
        if of is None:
            return None
        _cut(right)
        both.words = [*left.words, joint, *right.words]
        doubtful = (
            last in ("House", "State", "Center", "School", "Church", "State", "Islands") and left.key == last
        )
        campus = bool(re.match(r", [A-Z]|-", text[right.end :][:4]))
        vague = right.words[-1].text in DEMONYMS | PARTY or right.words[-1].text in SOFT
        vague = vague or bool(re.match(r"['’]s [A-Z]", right.after)) or _possessed(left)
        both.kind = UNSURE if doubtful or vague or (last == "University" and campus) else of
        return both
    if AND.fullmatch(gap) and _and(left, right, knowledge):
        both.kind = left.kind or "organization"
        return both
    if (
        AND.fullmatch(gap)
        and left.kind == "organization"
        and len(right.words) < 3
        and _unknown(right, knowledge)
    ):
        both.kind = UNSURE
        return both
    return None


def _joins(left: Piece, right: Piece, gap: str, knowledge: Knowledge) -> str | None:
    """Return the kind of a name such as "Department of Justice"; None if the two are not one name."""
    last = left.words[-1].text
    if left.key in ("White House", "Congress", "Supreme Court") or left.kind == "place" or left.titled:
        return None
    if " of" in gap and (last in OF_KINDS or (last in ORG_SUFFIXES and left.key not in ("Senate", "GOP"))):
        person = len(right.words) > 1 and right.words[0].text in knowledge.first
        return None if person else OF_KINDS.get(last, "organization")
    return "organization" if last in FOR_HEADS and " of" not in gap else None


def _possessed(piece: Piece) -> bool:
    """Tell whether "Somebody's" stands before a piece and may be part of its name."""
    return bool(re.search(r"[A-Z][\w.]*['’]s? $", piece.before))


def _cut(piece: Piece) -> None:
    """Cut a piece before the role that follows an organization's name."""
    for place, word in enumerate(piece.words):
        if place and word.text in SOFT and piece.words[place - 1].text not in SOFT:
            piece.words = piece.words[:place]
            return


def _unknown(piece: Piece, knowledge: Knowledge) -> bool:
    """Tell whether nothing is known of a piece's first word, so that it may go on with a name."""
    first = piece.words[0].text
    known = first in FIXED or first in knowledge.first or knowledge.famous(first) or piece.titled
    return not (known or first in gazetteers().cities or first in gazetteers().countries)


def _and(left: Piece, right: Piece, knowledge: Knowledge) -> bool:
    if left.kind == "organization" and left.words[-1].text not in ORG_SUFFIXES:
        return knowledge.ordinary(right.words[0].text) and right.words[0].text not in FIXED
    ordinary = knowledge.ordinary(left.words[-1].text) and left.key not in FIXED and left.kind is None
    ends = right.words[-1].text in ORG_SUFFIXES and len(right.words) > 1 and right.key not in FIXED
    return ordinary and ends and not left.titled and left.words[-1].text not in SUFFIXES


# --- knowledge ---------------------------------------------------------------------------------------


def learn(articles: Sequence[Article], knowledge: Knowledge) -> None:
    """Gather from all articles how each type of name is used."""
    for article in articles:
        _learn_acronyms(article, knowledge)
    for article in articles:
        for piece in pieces(article, knowledge):
            if not piece.unsure:
                _vote(piece, knowledge)
    known = gazetteers().first
    learned = {
        name for name, surnames in knowledge.givens.items()
        if len(surnames) > 1 and not knowledge.ordinary(name) and name not in MODIFIERS and name not in FIXED
    }  # fmt: skip
    knowledge.first = known | (frozenset(learned) - words(lists.NOT_FIRST) - gazetteers().countries)
    for article in articles:
        _learn_people(article, knowledge)


def _learn_acronyms(article: Article, knowledge: Knowledge) -> None:
    for match in PARENS.finditer(article.text):
        long = [w for w in match[1].split() if w[0].isupper()]
        for skip in range(len(long)):
            rest = long[skip:]
            if (
                len(rest) < 2
                or rest[0] in HARD | SOFT | COMMITTEES
                or "".join(w[0] for w in rest).upper() != match[2].upper()
            ):
                continue
            start = match[1].index(rest[0])
            name = match[1][start:].strip().replace("’", "'")
            kind = "organization" if set(rest) & (ORG_SUFFIXES | words(lists.ORG_OF)) else None
            kind = "other" if rest[-1] in OTHER_SUFFIXES else kind
            if kind and match[2] not in gazetteers().countries:
                article.acronyms[match[2]] = kind
                knowledge.fixed[name] = kind
            break


def _vote(piece: Piece, knowledge: Knowledge) -> None:
    votes = knowledge.votes[piece.key]
    votes.total += 1
    votes.titled += piece.titled
    votes.lower_titled += bool(LOWER_ROLE.search(piece.before))
    votes.speaks += bool(SAID.match(piece.after) or AGE.match(piece.after))
    votes.article += bool(THE.search(piece.before))
    votes.inside += bool(STRICTLY_INSIDE.search(piece.before))
    votes.organization += bool(ORG_NOUN.search(piece.before))
    if piece.titled and 2 <= len(piece.words) <= 3 and piece.words[-1].text not in SUFFIXES:
        knowledge.givens[piece.words[0].text].add(piece.words[-1].text)


def _learn_people(article: Article, knowledge: Knowledge) -> None:
    """Find the people whom an article names in full, and count the words that are their surnames alone."""
    surnames, givens = set[str](), set[str]()
    found = [piece for piece in pieces(article, knowledge) if not piece.unsure]
    alone = [piece.key for piece in found if len(piece.words) == 1]
    article.alone = frozenset(
        p.key for p in found if len(p.words) == 1 and not p.initial and not THE.search(p.before)
    )
    for piece in found:
        for start, end, kind in parse(piece, article, knowledge):
            inside = [w.text for w in piece.words if start <= w.start and w.end <= end]
            if kind == "person":
                if len(inside) > 1:
                    givens.add(inside[0])
                    inside = [w for w in inside if w not in GENERATION]
                surnames.add(inside[-1])
                if len(inside) > 2 and inside[-2] in PARTICLES:
                    surnames.add(" ".join(inside[-2:]))
    article.surnames, article.givens = frozenset(surnames), frozenset(givens & knowledge.first)
    knowledge.alone.update(alone)
    knowledge.surname.update(word for word in alone if word in surnames)


# --- deciding ----------------------------------------------------------------------------------------


def parse(piece: Piece, article: Article, knowledge: Knowledge) -> list[Name]:
    """Return the names of a piece, ``?`` for what is doubtful."""
    if piece.unsure:
        return [(piece.start, piece.end, UNSURE)]
    if piece.kind:
        return [(piece.start, piece.end, piece.kind)]
    front = _front(piece, article, knowledge)
    if front is not None:
        return front
    kind = _kind(piece, article, knowledge)
    if kind is not None:
        return [(piece.start, piece.end, kind)] if kind else []
    return _divided(piece, article, knowledge) or [(piece.start, piece.end, UNSURE)]


def _front(piece: Piece, article: Article, knowledge: Knowledge) -> list[Name] | None:
    """Read a piece that starts with a title which may be part of other names ("Judge", "Queen")."""
    first, rest = piece.words[0], piece.words[1:]
    if not rest or first.text not in TITLES | NOBLE or piece.key in FIXED:
        return None
    if any(w.text in SUFFIXES for w in rest) or key(piece.words[:2]) in FIXED:
        return None
    if all(w.text in SOFT for w in rest):
        return []
    name = parse(Piece(rest, piece.before, piece.after, titled=True), article, knowledge)
    if not name or name[0][2] != "person" or first.text in NOBLE:
        return [(piece.start, piece.end, UNSURE)]
    return name


def _kind(piece: Piece, article: Article, knowledge: Knowledge) -> str | None:
    """Return the kind of a whole piece; None if it may be several names or is doubtful."""
    name = piece.key
    if len(piece.words) == 1:
        return _kind_of_word(piece, name, article, knowledge)
    fixed = FIXED.get(name) or article.acronyms.get(name)
    if fixed:
        return fixed
    if _dateline(piece, article):
        return "place"
    if (name in gazetteers().countries or name in words(lists.CITIES)) and not piece.titled:
        return "place"
    suffix = _suffix_kind(piece, knowledge)
    if suffix:
        return suffix
    if NICKNAME.match(piece.after):
        return UNSURE
    if _person(piece, article, knowledge):
        return "person"
    if knowledge.fixed.get(name):
        return knowledge.fixed[name]
    if not piece.titled and _city(piece, name, knowledge):
        return "place"
    votes = knowledge.votes.get(name)
    if votes and votes.organization > 1 and not votes.titled and votes.speaks < 2:
        return "organization"
    return "organization" if ORG_NOUN.search(piece.before) and _band(piece) else None


def _band(piece: Piece) -> bool:
    """Tell whether an unknown name after "the band" or "the company" is whole."""
    return len(piece.words) < 4 and not any(w.text in FIXED or w.text in SUFFIXES for w in piece.words)


def _kind_of_word(piece: Piece, name: str, article: Article, knowledge: Knowledge) -> str | None:
    places = gazetteers()
    fixed = FIXED.get(name) or article.acronyms.get(name)
    place = name in places.countries or name in places.cities
    own = name in article.surnames or name in article.givens
    if own and name in places.cities and name not in places.countries and not fixed:
        return None if INSIDE.search(piece.before) or _state_follows(piece.after) else "person"
    if piece.titled:
        clear = not fixed and not (place and not own) and LETTER.match(name) and not ACRONYM.fullmatch(name)
        return (
            "person"
            if clear and (own or not knowledge.ordinary(name)) and name not in SUFFIXES | COMMITTEES
            else None
        )
    if own and not (fixed or place):
        return "person" if not knowledge.ordinary(name) or not piece.initial else None
    if own:
        return "person" if SAID.match(piece.after) and not fixed else None
    if fixed:
        if piece.initial and knowledge.share(name) > 0.3:
            return None
        return fixed
    if _dateline(piece, article):
        return "place"
    if name != "America" and (name in SOFT | NOBLE | SUFFIXES | COMMITTEES or name in MODIFIERS):
        return None
    return _place_word(piece, name, knowledge) or _famous(piece, name, knowledge)


def _place_word(piece: Piece, name: str, knowledge: Knowledge) -> str | None:
    places = gazetteers()
    if name in places.countries and not (knowledge.ordinary(name) or name in ("Jordan", "Chad", "Georgia")):
        return None if piece.initial and knowledge.share(name) > 0.3 else "place"
    return "place" if _city(piece, name, knowledge) else None


def _city(piece: Piece, name: str, knowledge: Knowledge) -> bool:
    """Tell whether a name is a city here: a large and unmistakable one, or one with its state or "in"."""
    places = gazetteers()
    if name in words(lists.NOT_PLACE):
        return False
    if _state_follows(piece.after) and (name in places.towns or STRICTLY_INSIDE.search(piece.before)):
        return True
    if name not in places.cities and name not in places.countries:
        return False
    first = piece.words[0].text
    doubtful = (
        first in places.first
        or places.surnames.get(name.capitalize(), 0) > 0.002
        or name in words(lists.NOT_FIRST)
    )
    votes = knowledge.votes.get(name, Votes())
    often = (
        votes.inside > 2
        and votes.inside > 0.2 * votes.total
        and not votes.titled
        and votes.speaks < 0.05 * votes.total
    )
    known = name in words(lists.CITIES) or (often and not knowledge.ordinary(name))
    return bool((known or not doubtful) and LETTER.match(name) and not name.isupper()) or bool(
        INSIDE.search(piece.before)
        and STRICTLY_INSIDE.search(piece.before)
        and len(name) > 2
        and first not in SOFT
    )


def _state_follows(after: str) -> bool:
    """Tell whether ", Texas" or ", Calif." or ", France" follows."""
    match = re.match(r", ((?:[A-Z]\.){2}|[A-Z][a-z]+(?: [A-Z][a-z]+)*\.?)", after)
    if not match:
        return False
    countries = gazetteers().countries
    return any(n in countries for n in (match[1], match[1].rstrip("."), match[1].split()[0]))


def _famous(piece: Piece, name: str, knowledge: Knowledge) -> str | None:
    if knowledge.ordinary(name) or ACRONYM.fullmatch(name) or THE.search(piece.before) or name.isupper():
        return None
    often = knowledge.alone[name] >= 100
    if (name in gazetteers().cities and not often) or name in gazetteers().countries:
        return None
    if knowledge.famous(name):
        inside = STRICTLY_INSIDE.search(piece.before) or re.search(r"\b(?:from|to) $", piece.before)
        return None if inside and not often else "person"
    votes = knowledge.votes.get(name)
    if votes and votes.organization > 1 and votes.organization > votes.titled + votes.lower_titled:
        return "organization"
    return None


def _dateline(piece: Piece, article: Article) -> bool:
    """Tell whether a piece is the place in capitals that a report starts with."""
    if not piece.key.isupper() or (piece.start and article.text[piece.start - 1] != "\n"):
        return False
    match = DATELINE.match(article.text[piece.start : piece.start + 90])
    if not match or len(match[1]) != piece.end - piece.start:
        return False
    name = " ".join(w.capitalize() for w in match[1].split())
    return name in gazetteers().towns or name in gazetteers().countries or name in gazetteers().cities


def _suffix_kind(piece: Piece, knowledge: Knowledge) -> str | None:
    """Return the kind that a name's last word tells: "... University", "... County", "... Act"."""
    found = [w.text for w in piece.words]
    last = found[-1].rstrip(",")
    if last not in SUFFIXES or _person_inside(found, knowledge):
        return None
    if piece.titled or (found[0] in PARTY and len(found) == 2) or found[0] == "GOP":
        return None
    front = knowledge.famous(found[0]) or " ".join(found[:2]) == "White House"
    if front and any(FIXED.get(" ".join(found[at:])) for at in (1, 2)):
        return None
    if last in ORG_SUFFIXES and last not in GOVERNMENT and _possessed(piece):
        return UNSURE
    if len(found) == 2 and last in COMMON and knowledge.ordinary(found[0]):
        return UNSURE
    if last in UNSURE_SUFFIXES and last not in ORG_SUFFIXES:
        return UNSURE
    if last in OTHER_SUFFIXES:
        return "other" if len(found) < 7 else UNSURE
    if last in PLACE_SUFFIXES:
        doubtful = piece.initial and knowledge.ordinary(found[0])
        return "place" if len(found) < 4 and not doubtful else UNSURE
    if found[0] in DEMONYMS and (last in GOVERNMENT or len(found) == 2):
        return UNSURE
    if len(found) > 7 or (last in ORG_WEAK and not _weak(found, knowledge, piece)):
        return UNSURE
    if found[0] in gazetteers().countries and found[1] in PARTY:
        return None
    return "organization"


def _weak(found: Sequence[str], knowledge: Knowledge, piece: Piece) -> bool:
    if len(found) > 2:
        return True
    votes = knowledge.votes.get(piece.key, Votes())
    return votes.total > 2 and votes.article > 0.3 * votes.total and not knowledge.famous(found[0])


def _person_inside(found: Sequence[str], knowledge: Knowledge) -> bool:
    """Tell whether a name's first word is its own: "Obama Administration"."""
    return len(found) == 2 and knowledge.famous(found[0]) and found[-1] in ORG_WEAK | UNSURE_SUFFIXES


def _person(piece: Piece, article: Article, knowledge: Knowledge) -> bool:
    found = [w.text for w in piece.words]
    while len(found) > 1 and found[-1] in GENERATION:
        found = found[:-1]
    if not 2 <= len(found) <= 5 or sum(w[0].isupper() for w in found) > 4:
        return len(found) == 1 and len(piece.words) == 2 and knowledge.famous(found[0])
    bad = SUFFIXES | COMMITTEES | DEMONYMS | PARTY | DATES | FIXED.keys()
    if any(w in bad for w in found[1:-1]) or (found[0] in bad and found[0] not in gazetteers().first):
        return False
    if found[-1] in SUFFIXES and found[-1] not in (
        "Hill",
        "Hall",
        "Park",
        "Law",
        "Castle",
        "Church",
        "Street",
        "Lake",
    ):
        return False
    if found[-1] in COMMITTEES or any(len(w) > 3 and w.isupper() and not INITIAL.fullmatch(w) for w in found):
        return False
    if found[-1] in FIXED or key(piece.words[:2]) in gazetteers().countries:
        return False
    return _score(piece, found, article, knowledge) >= 3


def _score(piece: Piece, found: Sequence[str], article: Article, knowledge: Knowledge) -> int:
    """Return how much speaks for a person; three is enough."""
    places, votes = gazetteers(), knowledge.votes.get(piece.key, Votes())
    first, last = found[0], found[-1]
    ordinary, borne = knowledge.ordinary(last), last.capitalize() in places.surnames
    score = 2 * (first in knowledge.first) + 2 * any(INITIAL.fullmatch(w) for w in found)
    score += (borne or not ordinary) - ordinary - knowledge.ordinary(first)
    score -= (last in places.countries) + (last in places.cities and first in places.cities)
    score += 3 * piece.titled + 2 * bool(LOWER_ROLE.search(piece.before))
    score += bool(SAID.match(piece.after)) + 2 * bool(AGE.match(piece.after))
    reused = last in article.surnames or last in article.alone
    score += 2 * any(w in ("bin", "ibn", "von", "van") for w in found[1:-1])
    strange = len(found) < 4 and not knowledge.ordinary(first) and first not in places.cities
    telling = borne or knowledge.famous(last) or knowledge.votes.get(last, Votes()).speaks > 0
    strange = strange and telling and not piece.initial and last not in places.towns and last not in SUFFIXES
    score += reused + (reused and strange)
    score += 2 * bool(BORN.match(piece.after))
    score += (votes.titled > 0) + (votes.titled > 2) + (votes.lower_titled > 0) + (votes.speaks > 1)
    score += knowledge.famous(last) and (first in knowledge.first or first in places.first)
    score -= 2 * (votes.organization > 0) + 2 * (votes.article > 0.3 * votes.total)
    score -= 2 * (first in MODIFIERS) + 3 * (votes.inside > 0.3 * votes.total and votes.total > 2)
    return score - 3 * bool(THE.search(piece.before)) - 2 * (piece.key in places.cities)


def _divided(piece: Piece, article: Article, knowledge: Knowledge) -> list[Name] | None:
    """Return the names that stand one after another: "Texas Republicans", "Obama White House"."""
    found = piece.words
    for place in range(len(found) - 1, 0, -1):
        left = Piece(found[:place], piece.before, " ", piece.titled, piece.initial)
        right = Piece(found[place:], " ", piece.after)
        kind = _left_kind(left, article, knowledge)
        if kind is None or (kind == "person" and FIXED.get(right.key) is None):
            continue
        given = len(left.words) == 1 and (left.key in knowledge.first or left.key in words(lists.NOT_FIRST))
        front = _front(right, article, knowledge)
        other = front or None
        if other is None:
            sort = _kind(right, article, knowledge)
            if sort in (None, UNSURE) or (len(right.words) == 1 and sort != FIXED.get(right.key)):
                other = _divided(right, article, knowledge) if len(right.words) > 1 else None
            elif sort:
                other = [(right.start, right.end, sort)]
        if other and not (given and kind != "person" and other[0][2] == "person" and left.key not in FIXED
                          and left.key not in words(lists.STATES)):  # fmt: skip
            return [(left.start, left.end, kind), *other]
    return None


def _left_kind(left: Piece, article: Article, knowledge: Knowledge) -> str | None:
    """Return the kind of a name that may stand before another."""
    name = left.key
    if name in FIXED:
        return FIXED[name]
    if name in gazetteers().countries or name in words(lists.CITIES):
        return "place"
    if len(left.words) == 1 and (name in article.surnames or knowledge.famous(name)):
        return "person" if not knowledge.ordinary(name) else None
    kind = _suffix_kind(left, knowledge) if len(left.words) > 1 else None
    return kind if kind == "organization" else None


# --- labelling ---------------------------------------------------------------------------------------


def label(article: Article, knowledge: Knowledge) -> tuple[Name, ...]:
    """Return the names of an article, in order and apart."""
    names: list[Name] = []
    for piece in pieces(article, knowledge):
        for start, end, kind in parse(piece, article, knowledge):
            if kind:
                start = _joined(article.text, names, start, kind)
                kind = UNSURE if names and start < names[-1][1] else kind
                if _continues(article.text, names, start):
                    start, kind = names[-1][0], UNSURE
                if names and start < names[-1][1]:
                    start = names.pop()[0]
                names.append((start, end, kind))
    return tuple(
        _phrases(article.text, _capital_city(article.text, [_quoted(article.text, n) for n in names]))
    )


def _capital_city(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Join "Washington" and "D.C."."""
    held: Name | None = None
    for name in names:
        joins = held and text[held[0] : held[1]] == "Washington" and text[name[0] : name[1]] in ("D.C.", "DC")
        if held and joins and text[held[1] : name[0]] in (", ", " "):
            held = (held[0], name[1], "place")
            continue
        if held:
            yield held
        held = name
    if held:
        yield held


def _continues(text: str, names: Sequence[Name], start: int) -> bool:
    """Tell whether a name goes on from a doubtful word in capitals: "One" before "America News Network"."""
    if not names or names[-1][2] != UNSURE or text[names[-1][1] : start] != " ":
        return False
    last = text[names[-1][0] : names[-1][1]]
    return last not in ("The", "A", "An") and "-" not in last


def _joined(text: str, names: Sequence[Name], start: int, kind: str) -> int:
    """Return where a doubtful name before a connector starts, so that both and it are doubtful."""
    gap = text[names[-1][1] : start] if names and names[-1][2] == UNSURE else ""
    if not CONNECTOR.fullmatch(gap):
        return start
    single = " " not in text[names[-1][0] : names[-1][1]]
    apart = kind == "person" if " of" in gap else kind in ("person", "place") or (kind != UNSURE and single)
    return start if apart else names[-1][0]


def _phrases(text: str, names: Iterable[Name]) -> Iterator[Name]:
    """Make one name of a known phrase ("Meet the Press") and of "1984 Ruritanian general election"."""
    found = [(*m.span(), "other") for m in ELECTION.finditer(text)]
    found += [(*m.span(), PHRASES[m[0].replace("’", "'")]) for m in PHRASE.finditer(text)]
    rest = [n for n in names if not any(s < n[1] and n[0] < e for s, e, _ in found)]
    last = 0
    for name in sorted(rest + found):
        if name[0] >= last:
            yield name
            last = name[1]


def _quoted(text: str, name: Name) -> Name:
    """Make doubtful what stands alone in quotation marks, or is part of a compound or of an address."""
    start, end, kind = name
    whole = text[start - 1 : start] in ("“", '"', "‘") and re.match(r"[,.]?[”\"’]", text[end : end + 2])
    compound = text[end : end + 1] in ("-", "/") and text[end + 1 : end + 2].isalnum()
    doubtful = (
        compound or text[max(0, start - 1) : start] in ("-", "@", "#", "_") or (whole and kind != "other")
    )
    return start, end, UNSURE if doubtful and start else kind


def news_articles() -> Iterator[tuple[str, str]]:
    """Yield (id, text) of newsload's articles, cut at the end of a paragraph."""
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            yield f"newsload-{number}", _cut_text(f"{row['title']}\n\n{row['text']}")


def _cut_text(text: str) -> str:
    if len(text) <= LENGTH:
        return text
    ends = [m.start() for m in re.finditer(r"\n\n", text[: LENGTH + 500]) if m.start() > LENGTH // 2]
    return text[: min(ends, key=lambda at: abs(at - LENGTH))] if ends else text[:LENGTH].rsplit("\n", 1)[0]


def study(texts: Iterable[tuple[str, str]]) -> tuple[list[Article], Knowledge]:
    """Read texts and learn from all of them."""
    knowledge = Knowledge()
    articles = [read(name, text, knowledge) for name, text in texts]
    learn(articles, knowledge)
    return articles, knowledge


def silver_names(limit: int | None = None, seed: int = 0) -> Iterator[EntityDocument]:
    """Yield newsload's articles with their names, in an order drawn by the seed, at most ``limit``.

    What is learnt of all articles is the same whatever the limit.
    """
    articles, knowledge = study(news_articles())
    random.Random(seed).shuffle(articles)
    for article in articles[:limit]:
        yield EntityDocument(article.id, article.text, None, label(article, knowledge))


# --- self-check --------------------------------------------------------------------------------------


def marked(text: str, names: Sequence[Name]) -> str:
    """Return a text with its names in brackets."""
    for start, end, kind in sorted(names, reverse=True):
        text = f"{text[:start]}[{text[start:end]}|{kind[:3]}]{text[end:]}"
    return text


def agreement(gold: Iterable[EntityDocument], articles: dict[str, Article], knowledge: Knowledge) -> str:
    """Return how many asserted people, organizations and places are in the gold, and their share of it."""
    asserted = right = total = 0
    for document in gold:
        names = {n for n in document.names or () if n[2] != "other"}
        found = {n for n in label(articles[document.id], knowledge) if n[2] not in ("other", UNSURE)}
        asserted, right, total = asserted + len(found), right + len(found & names), total + len(names)
    return f"precision {right / asserted:.3f} of {asserted}, coverage {right / total:.3f} of {total}"


def main() -> None:
    """Print counts, samples and the agreement with the training parts of the corpora of names."""
    gold = list(named_entities("train"))
    articles, knowledge = study([*news_articles(), *((d.id, d.text) for d in gold)])
    kinds: Counter[str] = Counter()
    news = [a for a in articles if a.id.startswith("newsload")]
    for article in news:
        kinds.update(kind for *_, kind in label(article, knowledge))
    print(len(news), "articles", sum(len(a.text) for a in news), "characters", dict(kinds))
    for article in random.Random(0).sample(news, 5):
        print("---", article.id)
        print(marked(article.text, label(article, knowledge))[:1500])
    known = {a.id: a for a in articles}
    for source in ("crossner", "wikigold"):
        part = [d for d in gold if d.id.startswith(source)]
        print(source, agreement(part, known, knowledge))


if __name__ == "__main__":
    main()
