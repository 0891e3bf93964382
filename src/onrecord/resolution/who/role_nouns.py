"""Say what a describing phrase describes: the category of its noun, and person, body, group or document.

Invariant: the words are data (``lexicon/roles.toml``); nothing here knows a noun by name.  Plurals are
made once, when the lexicon is first asked, and looked up after.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from onrecord.model import PersonKind, Span

RULES = "rules"
"""The one table of ``roles.toml`` that is no category."""

_REACH = 160
"""Characters before or after a name in which its role is looked for: some 25 words."""

_WHO_REACH = 80
"""Characters between a source and the "who" of its clause: "an official at the ministry in Varna, who ...".
"""

_WORD = re.compile(r"\w+(?:[-'’.&/]\w+)*|%")
_TOKEN = re.compile(r"\w+(?:[-'’.&/]\w+)*|[^\w\s]")
_OF = re.compile(r"\bof\b", re.IGNORECASE)
_BREAKS = frozenset(",;:()[]—–")
_POSSESSIVE = re.compile(r"['’]s?$")
_INFLECTED = re.compile(r"(?:ed|ing|ly)$")
_OF_PEOPLE = re.compile(r"\w{3}(?:ist|er|or|ian|man|woman|person)s?$|\w{3}(?:ans|men|women|people)$")
_ADJECTIVE = re.compile(
    r"\w{2}(?:[gtrs]ial|ical|ional|eral|nal|[^s]ic|ics|ian|ary|ese|tion|ment|ity|[ae]nce|ology|ism|ean|logical)$"
)
_FULL_NAME = re.compile(
    r"\s*[^\W\d_a-z][\w.'’-]*\s+(?:(?:de|van|von|der|den|bin|al|el|da|di|la|le)[\s-]+)*[^\W\d_a-z]"
)
_NAME_ALONE = re.compile(r"\s*[^\W\d_a-z][\w’'-]*(?=[,.;:)]|$)")
_AFTER_NAME = re.compile(
    r"(?:,? (?:Jr|Sr|II|III|IV)\b\.?)?(?: ?\([^()\n]{1,40}\))?(?:,| ?[—–]| -| \() ?"
    r"(?:(?:(?:now |aged |age )?\d{1,3}|[\w-]{1,20}-year-old), ?)?"
    r"(?:(?:then|now|himself|herself|also|formerly|once|currently) )?"
)
_SHARED = frozenset(("official", "politician", "executive", "relative", "lawyer", "artist", "athlete"))
_AGES = frozenset(("old", "new", "young"))
_ARTICLES = frozenset(("a", "an", "one", "another"))
_FORMER = ("then-", "ex-", "former-", "vice-", "co-")
_PLACED = frozenset(("of", "for", "at", "in", "to"))
_NO_PEOPLE = frozenset(("organization", "document"))
_DOUBLE = frozenset('"“”')
_PLACED_BEFORE = _PLACED - {"to"}
_INSIDE = frozenset(("the", "and", "of", "for", "&", "in", "on", "'", "’"))
_CLAUSE_MARKS = frozenset('.,;:?!()—–-"“”')
_APPOSITION_MARKS = frozenset('.,;:?!()—–-"“”…')
_RELATIVES = frozenset(("who", "whose", "whom", "which", "that", "where", "when", "while"))
_OPENING, _CLOSING = frozenset("\"“‘'"), frozenset("\"”’'")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=['\"“‘(]?[A-Z0-9])|\n")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof|Rev|St|No|Lt|Col|Sgt|Capt|vs|Inc|Corp|Co|Jr|Sr))$"
)
_WITHIN_CLAUSE = r"(?:[^,.;:?!\"“”—–()\n]|\.(?=\w)|(?<=\.[A-Z])\.)"
_REASONS = "because|since|citing|as|for|to|due|given|out of|in order|owing|lest|while|so"


@dataclass(frozen=True, slots=True)
class Noun:
    """An entry of the lexicon, as one of its forms: singular or plural."""

    singular: str
    category: str
    plural: bool


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Nouns by all their forms, how many words an entry has at most, and the lists of ``rules``."""

    forms: Mapping[str, Noun]
    longest: Mapping[str, int]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A description taken apart: the words before its last word, that word, and the words after it.

    ``noun`` is the entry that ``last`` ends, if the lexicon has it; ``lower`` says that ``last`` is
    printed in lower case or opens the phrase, as no name would; ``title`` that both it and the word
    before it have capitals.
    """

    before: tuple[str, ...] = ()
    last: str = ""
    after: tuple[str, ...] = ()
    noun: Noun | None = None
    lower: bool = False
    title: bool = False


def category(phrase: str) -> str | None:
    """Return the category of the longest entry that the words end in, or None; case does not matter."""
    noun = _noun_at_end(phrase)
    return noun.category if noun else None


def is_plural(phrase: str) -> bool:
    """Say whether the noun that the words end in is a plural; of a noun unknown to us, by its ending."""
    noun, last = _noun_at_end(phrase), _words(phrase)[-1:]
    return noun.plural if noun else bool(last) and _looks_plural(last[0])


def occupation(phrase: str) -> str:
    """Return the category of the noun of a whole described source, or "" where none is known."""
    noun = _parted(phrase).noun
    return noun.category if noun else ""


# What separates the kinds in hand-read reports.  A noun of a body or a document decides alone; bodies in
# the plural ("importers") and bodies that are only their people ("a jury") are groups.  People in the
# plural are a group, heard as such ("US prosecutors", "her lawyers"), unless the report counts them ("two
# drivers") or tells them apart by what they know, think or asked for ("people close to the inquiry",
# "engineers who believe that ...", "... who asked not to be named"): then it quotes somebody whom it does
# not identify.  One person is identified by an office that one holds at a time ("the prosecutor"), unless
# "a" or a clause of that sort makes it anybody; all other singulars ("an official", "the nurse", "my wife",
# "a spokesman") and bare pronouns ("some", "one of them") are not.  Of 323 unnamed sources of hand-read
# articles, 98 % are of the kind that this makes them.


def kind_of(phrase: str) -> PersonKind | None:
    """Return what a source that is described and not named is, or None where its words do not tell.

    ``phrase`` is the whole source as printed, with its clauses.
    """
    lists = _lexicon().lists
    parted, counted = _parted(phrase), False
    while parted.last in lists["partitives"] and parted.after[:1] == ("of",):
        if parted.last in lists["shares"]:
            return PersonKind.GROUP
        phrase = _OF.split(phrase, maxsplit=1)[1]  # "dozens of residents": what is counted
        parted, counted = _parted(phrase), True
    found = _by_noun(parted, parted.noun) if parted.noun else _by_pronoun(parted) or _by_ending(parted)
    return PersonKind.GROUP if counted and found in {PersonKind.UNNAMED, PersonKind.PERSON} else found


def _by_pronoun(parted: _Phrase) -> PersonKind | None:
    """Read what has no noun but a pronoun, a number or a share: "some", "one of them", "30 percent"."""
    lists = _lexicon().lists
    if parted.last in lists["shares"] or parted.last.endswith("%"):
        return PersonKind.GROUP
    if parted.last in lists["pronouns"] or parted.last.isdecimal():
        return PersonKind.UNNAMED
    return None


def _by_noun(parted: _Phrase, noun: Noun) -> PersonKind:
    """Read a phrase whose noun the lexicon has."""
    lists = _lexicon().lists
    if re.search(r"\bone of (?:which|whom)\b", " ".join(parted.after)):
        return PersonKind.UNNAMED
    if noun.singular in lists["collective"]:
        return PersonKind.GROUP
    if noun.category == "document" and parted.title:
        return PersonKind.ORGANIZATION  # a newspaper: "the Harbour Post"
    if noun.category == "document" or (noun.singular == "paper" and _is_written(parted)):
        return PersonKind.DOCUMENT
    if noun.category == "organization" or noun.singular in lists["bodies"]:
        several = noun.plural and noun.singular not in lists["bodies"]
        return PersonKind.GROUP if several else PersonKind.ORGANIZATION
    return _people(parted) if noun.plural else _somebody(parted, noun)


def _is_written(parted: _Phrase) -> bool:
    """Say whether a paper is one to read and no newspaper: "the 30-page paper", "a paper on eels"."""
    after = bool(parted.after) and parted.after[0] in _lexicon().lists["after_paper"]
    return after or any(word[0].isdecimal() for word in parted.before)


def _people(parted: _Phrase) -> PersonKind:
    """Tell a group that is heard as such from people whom the report does not identify."""
    lists = _lexicon().lists
    numbers = lists["numbers"]
    counted = any(word in numbers for word in parted.before) and parted.before[-1] not in lists["multitudes"]
    bare = parted.last in lists["people"] and (parted.before or parted.last == "sources")
    return PersonKind.UNNAMED if counted or bare or _is_withheld(parted) else PersonKind.GROUP


def _somebody(parted: _Phrase, noun: Noun) -> PersonKind:
    """Tell one person whom the report could name from one whom it does not identify."""
    lists = _lexicon().lists
    anybody = bool(parted.before) and parted.before[0] in lists["indefinite"]
    if anybody or noun.singular not in lists["unique"] or _is_withheld(parted):
        return PersonKind.UNNAMED
    return PersonKind.PERSON


def _is_withheld(parted: _Phrase) -> bool:
    """Say whether somebody is described by what they know, think or asked for, in place of a name."""
    withheld = _lexicon().lists["withheld"]
    return parted.after[:1] == ("who",) or not withheld.isdisjoint(parted.before + parted.after)


def _by_ending(parted: _Phrase) -> PersonKind | None:
    """Read a phrase whose noun the lexicon lacks by the noun's ending: "beekeepers", "an oboist"."""
    if not parted.lower or not _OF_PEOPLE.search(parted.last):
        return None
    return _people(parted) if _looks_plural(parted.last) else PersonKind.UNNAMED


def _looks_plural(word: str) -> bool:
    return word.endswith(("men", "people")) or (word.endswith("s") and not word.endswith(("ss", "us", "is")))


@lru_cache(maxsize=4096)
def _parted(phrase: str) -> _Phrase:
    """Return a description taken apart at its noun: the last one before a comma, a clause or "of"."""
    printed = _TOKEN.findall(phrase.replace("’", "'").replace("per cent", "percent"))
    words = [token.lower() for token in printed]
    start = end = 0
    while end < len(words) and not _ends(words, printed, start, end):
        title = _title_over(words, end)
        end = title or end + 1
        if end < len(words) and words[end] in _BREAKS and _goes_on(words, printed, start, end):
            end = start = end + 1
    if end == start:
        return _Phrase()
    last = _POSSESSIVE.sub("", words[end - 1])
    noun = _entry((*words[start : end - 1], last))
    length = noun.singular.count(" ") + 1 if noun else 1
    capital = printed[end - 1][:1].isupper()
    title = capital and start < end - 1 and printed[end - 2][:1].isupper() and words[end - 2] != "the"
    after = tuple(word for word in words[end:] if word[0].isalnum())
    return _Phrase(tuple(words[start : end - length]), last, after, noun, not capital or end == 1, title)


def _ends(words: list[str], printed: list[str], start: int, end: int) -> bool:
    """Say whether the description's noun stands before this word."""
    word = words[end]
    if word in _BREAKS or (word in _lexicon().lists["boundaries"] and end > start):
        return True
    if not printed[end].islower() or not _INFLECTED.search(word):
        return False
    noun = _entry(tuple(words[start:end]))
    return noun is not None and (noun.category != "organization" or word.endswith("ing"))


def _goes_on(words: list[str], printed: list[str], start: int, end: int) -> bool:
    """Say whether a comma stands between two adjectives: "a quiet, careful engineer"."""
    last = words[end - 1]
    known = _entry(tuple(words[start:end])) or last in _lexicon().lists["pronouns"]
    return words[end] == "," and printed[end - 1].islower() and not known and not _OF_PEOPLE.search(last)


def _title_over(words: list[str], end: int) -> int | None:
    """Return the end of an entry with "of" or "in" in it that starts at this word ("head of state")."""
    for stop in range(min(end + 5, len(words)), end + 2, -1):
        if " ".join(words[end:stop]) in _lexicon().forms:
            return stop
    return None


def _noun_at_end(phrase: str) -> Noun | None:
    return _entry(tuple(_words(phrase)))


def _words(phrase: str) -> list[str]:
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(phrase.lower().replace("’", "'"))]


def _entry(words: tuple[str, ...]) -> Noun | None:
    """Return the longest entry that the words end in; of a compound with hyphens, its last part counts."""
    if not words:
        return None
    lexicon = _lexicon()
    for length in range(min(lexicon.longest.get(words[-1], 0), len(words)), 0, -1):
        noun = lexicon.forms.get(" ".join(words[-length:]))
        if noun:
            return noun
    return _entry_of_compound(words[-1])


def _entry_of_compound(word: str) -> Noun | None:
    """Return the entry of "ex-minister", "singer-songwriter", "president-elect" or "dockworker"."""
    parts, forms = word.split("-"), _lexicon().forms
    if len(parts) == 1:
        closed = _second_part().search(word)
        return forms.get(closed.group()) if closed else None
    if parts[-1] in _lexicon().lists["compound_ends"]:
        return _entry(("-".join(parts[:-1]),))
    rests = ("-".join(parts[place:]) for place in range(1, len(parts)))
    return next((noun for rest in rests if (noun := forms.get(rest))), None)


@cache
def _second_part() -> re.Pattern[str]:
    """Return the pattern of a noun that others end in, written as one word."""
    nouns = "|".join(sorted(_lexicon().lists["second_parts"]))
    return re.compile(rf"(?<=\w\w\w)(?:{nouns})s?$")


@cache
def _lexicon() -> _Lexicon:
    """Return the lexicon, read once, with all plurals."""
    read = dict(_read("roles.toml"))
    rules = read.pop(RULES)
    lists = {name: frozenset(words) for name, words in rules.items() if isinstance(words, list)}
    forms: dict[str, Noun] = {}
    for noun, form in _forms(read, rules["plurals"], lists["plural_only"]):
        if form == noun.singular or form not in forms:  # an entry of its own goes before another's plural
            forms[form] = noun
    longest: dict[str, int] = {}
    for form in forms:
        words = form.split()
        longest[words[-1]] = max(longest.get(words[-1], 0), len(words))
    return _Lexicon(forms, longest, lists)


def _forms(
    read: dict[str, Any], plurals: dict[str, list[str]], plural_only: frozenset[str]
) -> Iterator[tuple[Noun, str]]:
    """Yield every form of every entry."""
    for name, section in read.items():
        for word in section:
            yield Noun(word, name, word in plural_only), word
            for form in () if word in plural_only else _plurals(word, plurals):
                yield Noun(word, name, True), form


def _plurals(word: str, irregular: dict[str, list[str]]) -> Iterator[str]:
    """Yield the plurals of a noun: of its last word, or of the one before "of" or "in"."""
    if word in irregular:
        yield from irregular[word]
        return
    head, joint, rest = _split_title(word)
    first, space, last = head.rpartition(" ")
    for form in irregular.get(last, ()) or (_plural(last),):
        yield f"{first}{space}{form}{joint}{rest}"
    if last.endswith("person"):
        yield f"{first}{space}{last[:-6]}people{joint}{rest}"


def _split_title(word: str) -> tuple[str, str, str]:
    """Return "head", " of ", "state" for "head of state"; a word without such a joint is all head."""
    for joint in (" of ", " in ", "-in-"):
        if joint in word:
            return word.partition(joint)
    return word, "", ""


def _plural(word: str) -> str:
    """Return the plural that English spelling gives."""
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2:-1] not in {"a", "e", "i", "o", "u"}:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


@cache
def _read(name: str) -> dict[str, Any]:
    """Return a file of the lexicon, read once; not to be changed."""
    source = files("onrecord.resolution").joinpath("lexicon", name)
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Honorific:
    """A courtesy title; ``gender`` is "m", "f" or ""; ``surname`` says that it goes with a surname alone."""

    title: str
    gender: str
    surname: bool


def honorific(word: str) -> Honorific | None:
    """Return what a printed word tells as a title before a name, with or without its dot, or None."""
    found = _honorifics().get(word.lower())
    return found if found and not word[:1].islower() else None


@cache
def _offices() -> frozenset[str]:
    """Return the abbreviations of offices, without their dots."""
    return frozenset(_read("honorifics.toml")[RULES]["offices"])


@cache
def _honorifics() -> Mapping[str, Honorific]:
    """Return the honorifics, read once, as they may be printed, in lower case."""
    read = dict(_read("honorifics.toml"))
    rules = read.pop(RULES)
    found = {}
    for name, section in read.items():
        for title in section:
            entry = Honorific(title, name if name in {"m", "f"} else "", title not in rules["given"])
            found[title + "."] = entry
            if title not in rules["dotted"]:
                found[title] = entry
    return found


@dataclass(frozen=True, slots=True)
class _Token:
    """A printed word or mark, with its place in the text and in lower case."""

    start: int
    end: int
    word: str
    lower: str

    @property
    def capital(self) -> bool:
        return self.word[0].isupper()


def roles_before(text: str, name_start: int) -> Span | None:
    """Return the role printed right before a name, without honorific and article, or None.

    ``FBI Director`` before *Christopher Wray*; also the apposition that a comma parts from a full name:
    ``spokesman for the port`` in "A spokesman for the port, Ana Ruiz".
    """
    tokens = _tokens(text, text.rfind("\n", 0, max(0, name_start)) + 1, name_start)
    end = _without_honorifics(tokens)
    if end and tokens[end - 1].word == ",":
        found = _apposed_before(tokens[: end - 1])
        if found and end == len(tokens) and not _may_be_apposed(text, name_start, tokens[: end - 1]):
            return None
    else:
        role = _role_at(tokens, end)
        found = None if role is None else (_leftmost(tokens, role), end)
    return Span(tokens[found[0]].start, tokens[found[1] - 1].end) if found else None


def _may_be_apposed(text: str, name_start: int, before: list[_Token]) -> bool:
    """Say whether a name after a comma is long enough to be no subject; of kin a given name will do."""
    if _FULL_NAME.match(text, name_start):
        return True
    noun = _entry_before(before, len(before))
    return noun is not None and noun.category == "relative" and bool(_NAME_ALONE.match(text, name_start))


def roles_after(text: str, name_end: int) -> Span | None:
    """Return the apposition printed after a name, without what a clause adds to it, or None.

    ``the founder of the mill`` in "Ana Ruiz, 51, the founder of the mill, who ...".  It has to be closed by
    a mark or a relative pronoun: in "for Ruiz, the minister said" there is none.
    """
    opened = _AFTER_NAME.match(text, max(0, name_end))
    if not opened:
        return None
    line = text.find("\n", opened.end(), opened.end() + _REACH)
    last = line if line >= 0 else opened.end() + _REACH
    tokens = _tokens(text, opened.end(), last, first=True)
    end = _apposition(tokens)
    if end == len(tokens) and line < 0 and last < len(text):
        return None  # it goes on out of reach
    return Span(tokens[0].start, tokens[end - 1].end) if end else None


def _tokens(text: str, start: int, end: int, first: bool = False) -> list[_Token]:
    """Return the tokens of a stretch, or of its last characters; a dot belongs to its abbreviation."""
    if not first and end - start > _REACH:
        start = text.find(" ", end - _REACH, end) + 1 or end
    return [
        _Token(found.start(), found.end(), word := found.group(), word.lower().replace("’", "'"))
        for found in _printed().finditer(text, start, min(end, len(text)))
    ]


@cache
def _printed() -> re.Pattern[str]:
    """Return the pattern of a printed word, with the dot of an honorific, or of a mark."""
    titles = "|".join(re.escape(title[:-1].capitalize()) for title in _honorifics() if title.endswith("."))
    dotted = rf"(?:[^\W\d_]\.){{2,}}|\b(?:{titles}|St|No(?=\. \d)|[A-Z](?=\. ?[A-Z]))\."
    return re.compile(rf"{dotted}|\w+(?:(?:[-'’&/]|\.(?=[a-z\d]))\w+)*(?:(?<=s)['’](?=\s))?|[^\w\s]")


def _without_honorifics(tokens: list[_Token]) -> int:
    """Return where the words before a name end if its honorifics are left out.

    The abbreviation of an office is one ("Sen. Cole"), except after words that belong to it ("former Ohio
    Sen. Cole"); so is "Lady", except in "First Lady".
    """
    end = len(tokens)
    while end and honorific(tokens[end - 1].word):
        if _is_office(tokens, end - 1) or _role_length(tokens, end) > 1:
            break
        end -= 1
    the = end < len(tokens) and end > 0 and tokens[end - 1].lower == "the"  # "the Rev Joy Palmer"
    return end - 1 if the else end


def _is_office(tokens: list[_Token], place: int) -> bool:
    """Say whether an abbreviated office has words before it that make it a role."""
    if not place or tokens[place].lower.rstrip(".") not in _offices():
        return False
    before = tokens[place - 1]
    return before.lower in _lexicon().lists["before_capital"] or (
        before.capital and _is_part(tokens, place - 1)
    )


def _role_at(tokens: list[_Token], end: int) -> int | None:
    """Return where the noun of a role that ends at ``end`` starts: ``Director``, ``head of the port``."""
    if not end:
        return None
    if _is_office(tokens, end - 1):
        return end - 1
    length = _role_length(tokens, end)
    if length:
        return end - length
    return _role_with_place(tokens, end) if tokens[end - 1].capital else None


def _role_length(tokens: list[_Token], end: int, after: bool = False) -> int:
    """Return how many words before ``end`` are an entry that can be a role before (after) a name, or 0."""
    noun, lists = _entry_before(tokens, end), _lexicon().lists
    if noun is None or noun.category in _NO_PEOPLE or noun.singular in lists["never_role"]:
        return 0
    length, small = noun.singular.count(" ") + 1, not tokens[end - 1].capital
    alone = noun.singular in lists["only_after"] and not after
    if (alone or (noun.plural and small)) and not _is_qualified(tokens, end - length):
        return 0
    if small and noun.plural and noun.category not in _SHARED:
        return 0
    if small and not after and noun.singular in lists["capital_only"]:
        return 0
    if small and noun.singular in lists["verb_like"] and not _is_noun_there(tokens, end - 1):
        return 0
    return length


def _is_noun_there(tokens: list[_Token], place: int) -> bool:
    """Say whether a word that may be a verb ("host") is a noun by the word before it."""
    if not place:
        return True
    before, lists = tokens[place - 1].lower, _lexicon().lists
    if before in lists["before_verb"] or before.endswith(("n't", "'ll", "'d", "'ve")):
        return False
    if before in lists["modifiers"] or before in lists["definite"] or before.endswith("'s"):
        return True
    noun = _lexicon().forms.get(before)
    return not (noun.plural if noun else tokens[place - 1].word.islower() and _looks_plural(before))


def _is_qualified(tokens: list[_Token], place: int) -> bool:
    """Say whether a noun has a word of its role before it: "Senate Intelligence Committee member"."""
    return place > 0 and _is_part(tokens, place - 1) and tokens[place - 1].lower not in _AGES


def _role_with_place(tokens: list[_Token], end: int) -> int | None:
    """Return where a role with its place starts: ``Secretary of the Interior``."""
    for place in range(end - 1, max(0, end - 8), -1):
        token = tokens[place]
        length = _role_length(tokens, place) if token.lower in _PLACED_BEFORE else 0
        if length:
            noun = _entry_before(tokens, place)
            titled = noun is not None and noun.category not in {"relative", "witness"}
            return place - length if titled and place < end - 1 else None
        if not token.capital and token.lower not in _INSIDE:
            return None
    return None


def _leftmost(tokens: list[_Token], start: int) -> int:
    """Return where the words of a role begin, its noun being at ``start``."""
    place, small = start, not tokens[start].capital
    while place and _is_part(tokens, place - 1, before_small=small):
        place -= 1
        small = small or not tokens[place].capital
    place = _from_title(tokens, place)
    if small:
        place = _from_article(tokens, place)
    if place > 2 and tokens[place - 1].lower == "of" and _is_named_body(tokens, place - 2):
        return _leftmost(tokens, place - 2)
    return _with_other_role(tokens, place)


def _with_other_role(tokens: list[_Token], place: int) -> int:
    """Return where a role begins of which "and" parts two ("president and founder")."""
    if place < 2 or tokens[place - 1].lower not in {"and", "&"}:
        return place
    length = _role_length(tokens, place - 1)
    other = place - 1 - length
    one_each = tokens[other].capital and other > 0 and tokens[other - 1].lower == "the"
    return _leftmost(tokens, other) if length and not one_each else place


def _is_named_body(tokens: list[_Token], place: int) -> bool:
    """Say whether a body with "of" in its name opens there: ``University`` of Varna."""
    noun = _lexicon().forms.get(tokens[place].lower) if tokens[place].capital else None
    return noun is not None and noun.category == "organization"


def _is_part(tokens: list[_Token], place: int, before_small: bool = True) -> bool:
    """Say whether a word can be part of a role whose noun stands right of it."""
    token, lists = tokens[place], _lexicon().lists
    if not token.word[0].isalnum() or honorific(token.word):
        return False
    if token.capital:
        return _is_part_of_name(tokens, place)
    if not before_small:
        return token.lower in lists["before_capital"] or token.lower.startswith(_FORMER)
    if token.lower in lists["modifiers"]:
        return True
    if token.lower in lists["boundaries"] or token.lower in lists["openers"]:
        return False
    compound = "-" in token.lower and not token.lower.endswith("-old")
    return (
        compound
        or token.word[0].isdigit()
        or bool(_ADJECTIVE.search(token.lower))
        or _is_attribute(token.lower.removesuffix("'s"))
    )


def _is_part_of_name(tokens: list[_Token], place: int) -> bool:
    """Say whether a word with a capital has it for itself, not for opening a sentence."""
    lower, lists = tokens[place].lower, _lexicon().lists
    first = not place or not tokens[place - 1].word[0].isalnum()
    verb = first and lower not in lists["modifiers"] and bool(_INFLECTED.search(lower))
    return lower not in lists["openers"] and not lower.endswith("n't") and not verb


def _is_attribute(word: str) -> bool:
    """Say whether a noun of the lexicon can stand before another: ``company spokeswoman``."""
    noun = _lexicon().forms.get(word)
    return noun is not None and not noun.plural and noun.singular not in _lexicon().lists["verb_like"]


def _from_title(tokens: list[_Token], place: int) -> int:
    """Return where a role begins if a title in quotation marks stands before it: ``"Today" co-host``."""
    if place < 3 or tokens[place - 1].word not in _CLOSING:
        return place
    for opening in range(place - 3, max(-1, place - 9), -1):
        if tokens[opening].word in _OPENING:
            whole = all(token.word[0].isalnum() for token in tokens[opening + 1 : place - 1])
            return opening if whole and tokens[opening + 1].capital else place
    return place


def _from_article(tokens: list[_Token], place: int) -> int:
    """Return where a role begins if an article shows that one more word is part of it."""
    if place < 2 or not tokens[place - 1].word.isalpha() or not _is_article(tokens[place - 2]):
        return place
    lists, unknown = _lexicon().lists, tokens[place - 1].lower
    small = any(unknown in lists[name] for name in ("boundaries", "verbs", "openers"))
    return place if small or unknown in _lexicon().forms else place - 1


def _is_article(token: _Token) -> bool:
    """Say whether a word opens a description: an article, "this" or "his"."""
    return token.lower in _ARTICLES or token.lower in _lexicon().lists["definite"]


def _apposed_before(tokens: list[_Token]) -> tuple[int, int] | None:
    """Return the role in the words before a comma and a full name: "Its director, Ruth Hale"."""
    end = len(tokens)
    start = _clause_start(tokens)
    if start is None:
        return None
    for place in range(start, end):
        opened = _opens_description(tokens, place, start)
        if opened is not None and _is_description(tokens, opened, end):
            others = place > 1 and tokens[place - 1].lower in _PLACED and _role_length(tokens, place - 1)
            return None if others else (opened, end)
    return None


def _clause_start(tokens: list[_Token]) -> int | None:
    """Return where the last clause starts, or None where a comma may end a clause before the name."""
    start = len(tokens)
    while start and tokens[start - 1].word not in _CLAUSE_MARKS:
        start -= 1
    if start == len(tokens) or len(tokens) - start > 16:
        return None
    opens = start == 0 or tokens[start - 1].word != ","
    return None if opens and tokens[start].lower in _lexicon().lists["clause_openers"] else start


def _opens_description(tokens: list[_Token], place: int, start: int) -> int | None:
    """Return where a description opened by this word begins, articles and "his" left out, or None."""
    if _is_article(tokens[place]):
        return place + 1
    possessive = tokens[place].lower.endswith(("'s", "s'"))
    return place if tokens[place].capital and (possessive or place == start) else None


def _is_description(tokens: list[_Token], start: int, end: int) -> bool:
    """Say whether these words are one person's role, with nothing but its place after the noun."""
    for stop in range(start + 1, end + 1):
        length = _role_length(tokens, stop) if _is_person_at(tokens, stop) else 0
        if length and stop - length >= start and (stop == end or tokens[stop].lower in _PLACED):
            return _are_parts(tokens, start, stop - length) and _is_place(tokens, stop, end)
        if tokens[stop - 1].lower in _lexicon().lists["boundaries"]:
            return False
    return False


def _is_person_at(tokens: list[_Token], end: int) -> bool:
    noun = _entry_before(tokens, end)
    return noun is not None and not noun.plural


def _entry_before(tokens: list[_Token], end: int) -> Noun | None:
    """Return the longest entry that ends there."""
    return _entry(tuple(token.lower for token in tokens[max(0, end - 5) : end]))


def _are_parts(tokens: list[_Token], start: int, end: int) -> bool:
    """Say whether all words before a role's noun can belong to it; the first may be any adjective."""
    lists = _lexicon().lists
    return all(
        _is_part(tokens, place)
        or tokens[place].lower.endswith("'s")
        or tokens[place].lower in {"and", "&"}
        or (place == start and tokens[place].word.isalpha() and tokens[place].lower not in lists["verbs"])
        for place in range(start, end)
    )


def _is_place(tokens: list[_Token], start: int, end: int) -> bool:
    """Say whether nothing but the place of a role is left, and no other person in it."""
    for token in tokens[start:end]:
        if not token.word[0].isalnum() and token.word not in _INSIDE:
            return False
        if not token.capital and (token.lower in _lexicon().lists["verbs"] or token.lower.endswith("ed")):
            return False
    noun = _entry_before(tokens, end) if end > start else None
    return noun is None or noun.category in _NO_PEOPLE


def _apposition(tokens: list[_Token]) -> int:
    """Return where the role that opens these tokens ends, or 0 where there is none or it is not closed."""
    start = 1 if tokens and _is_article(tokens[0]) else 0
    end = start
    while end < len(tokens) and not _closes(tokens, end) and not _is_joint(tokens, end):
        end = _over_title(tokens, end)
    length = _role_length(tokens, end, after=True) if end > start and _is_person_at(tokens, end) else 0
    noun = end - length
    if not length or noun < start or _is_listed(tokens, start, end):
        return 0
    whole = _are_between(tokens, start, noun) if start else _are_parts(tokens, start, noun)
    return _over_place(tokens, end) if whole else 0


def _is_joint(tokens: list[_Token], place: int) -> bool:
    """Say whether a word ties a role to its place and is not of a name ("a Bureau of Mines clerk")."""
    if tokens[place].lower not in _lexicon().lists["joints"]:
        return False
    return not (place and tokens[place].lower == "of" and _is_named_body(tokens, place - 1))


def _are_between(tokens: list[_Token], start: int, end: int) -> bool:
    """Say whether words between an article and a noun may all be of its phrase: no verb, no new phrase."""
    lists = _lexicon().lists
    barred = (lists["verbs"] | lists["definite"]) - {"may", "her"}
    return all(
        token.capital or (token.word not in {"(", "“", '"'} and token.lower not in barred)
        for token in tokens[start:end]
    )


def _over_place(tokens: list[_Token], end: int) -> int:
    """Return where a role's place ends, or 0 where a verb shows that there is no apposition."""
    while end < len(tokens) and not _closes(tokens, end):
        if not tokens[end].capital and _is_finite(tokens, end):
            return 0
        end = _over_quoted(tokens, end + 1)
    return end if tokens[end - 1].lower not in _lexicon().lists["joints"] else 0


def _is_finite(tokens: list[_Token], place: int) -> bool:
    """Say whether a word is the verb of the sentence that a name without apposition is subject of."""
    lower = tokens[place].lower
    return lower in _lexicon().lists["verbs"] or (tokens[place - 1].capital and lower.endswith("ed"))


def _is_listed(tokens: list[_Token], start: int, end: int) -> bool:
    """Say whether these words rather are the next name of a list: "Ruiz, Kevin Bishop, Ana Cole"."""
    opener = tokens[start].lower
    if start or not tokens[end - 1].capital:
        return opener in {"and", "or", "&"}
    noun = _entry_before(tokens, end)
    known = opener in _lexicon().lists["modifiers"] or opener in _lexicon().forms
    return noun is None or (noun.category != "politician" and not known)


def _over_quoted(tokens: list[_Token], place: int) -> int:
    """Return the place after a title in quotation marks that stands there, or the place itself."""
    if place < len(tokens) and tokens[place].word in _DOUBLE and tokens[place - 1].lower in _PLACED:
        for closing in range(place + 2, min(place + 10, len(tokens))):
            if tokens[closing].word in _DOUBLE:
                return closing - 1 if tokens[closing - 1].word == "," else closing + 1
    return place


def _over_title(tokens: list[_Token], place: int) -> int:
    """Return the place after a word, or after the whole entry of several words that it opens."""
    whole = _title_over([token.lower for token in tokens[place : place + 6]], 0)
    return place + (whole or 1)


def _closes(tokens: list[_Token], place: int) -> bool:
    """Say whether an apposition ends before this word or mark."""
    token = tokens[place]
    if token.word in _APPOSITION_MARKS or token.lower in _RELATIVES or token.lower.startswith("who'"):
        return True
    if token.capital or not place or not token.lower.endswith(("ing", "ed")):
        return False
    noun = _lexicon().forms.get(tokens[place - 1].lower)  # "a clerk leaving early", "a boy bitten by a swan"
    done = token.lower.endswith("ing") or (place + 1 < len(tokens) and tokens[place + 1].lower == "by")
    return done and noun is not None and noun.category not in _NO_PEOPLE


def anonymity(text: str, start: int, end: int) -> Span | None:
    """Return the words of the same sentence that justify or grant the anonymity of a source, or None.

    Words inside the source go before words after it, and those before words before it.
    """
    if not 0 <= start < end <= len(text):
        return None
    within = _withheld_within().search(text, start, end)
    first, last = _sentence(text, start, end)
    spans = [Span(found.start(), found.end()) for found in _withheld().finditer(text, first, last)]
    spans = [span for span in spans if _belongs(text, span, start, end)]
    if spans:
        return min(spans, key=lambda span: (span.start < start, max(0, span.start - end), start - span.end))
    return Span(within.start(), within.end()) if within else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence of a source starts and ends, within 400 characters on either side."""
    first, last = max(0, start - 400), min(len(text), end + 400)
    for found in _SENTENCE_END.finditer(text, first, start):
        if not _ABBREVIATED.search(text, first, found.start()):
            first = found.end()
    for found in _SENTENCE_END.finditer(text, end, last):
        if not _ABBREVIATED.search(text, max(0, found.start() - 6), found.start()):
            return first, found.start() + 1
    return first, last


def _belongs(text: str, span: Span, start: int, end: int) -> bool:
    """Say whether words that withhold a name can be of this source; "who" stands right after it."""
    if span.start >= start and span.end <= end:
        return True
    if text[span.start : span.start + 3].lower() != "who":
        return True
    between = text[end : span.start]
    return span.start >= end and len(between) <= _WHO_REACH and not re.search(r"[\"“”;:]", between)


@cache
def _withheld() -> re.Pattern[str]:
    """Return one pattern of all that justifies or grants anonymity."""
    rules = _read("roles.toml")[RULES]
    endings = _clause_endings(rules["reporting"])
    patterns = (_filled(pattern, rules["anonymity_words"], endings) for pattern in rules["anonymity"])
    return re.compile("|".join(patterns), re.IGNORECASE)


def _clause_endings(reporting: list[str]) -> Mapping[str, str]:
    """Return what each mark at a pattern's end stands for: the rest of the clause, or a reason.

    A clause ends before a verb of reporting that is its sentence's ("who asked not to be named said"), and
    not before one of its own ("because he was told to").
    """
    own = "".join(f"(?<!{word})" for word in ("was", "were", "been", "not", "he", "they"))
    rest = rf"(?:(?!{own}\s+(?:{'|'.join(reporting)})\b){_WITHIN_CLAUSE})*"
    reason = rf"(?:,? (?:{_REASONS})\b{rest})?"
    return {" ...": rest + reason, " +": reason}


@cache
def _withheld_within() -> re.Pattern[str]:
    """Return one pattern of the words that tell it inside a source: "unnamed"."""
    patterns = "|".join(_read("roles.toml")[RULES]["anonymity_within"])
    return re.compile(rf"\b(?:{patterns})\b", re.IGNORECASE)


def _filled(pattern: str, words: Mapping[str, str], endings: Mapping[str, str]) -> str:
    """Return a pattern of the lexicon as a regular expression."""
    for name, alternatives in words.items():
        pattern = alternatives.join(re.split(rf"\b{name}\b", pattern))
    for mark, ending in endings.items():
        if pattern.endswith(mark):
            return rf"\b{pattern.removesuffix(mark)}\b{ending}"
    return rf"\b{pattern}\b"
