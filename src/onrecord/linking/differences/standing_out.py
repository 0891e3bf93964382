"""Which changed words a reader has to see: negations, numbers, names, modals and quantifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from onrecord.linking.differences.edits import Changed, Standout
from onrecord.linking.differences.tokens import Sort, Token
from onrecord.linking.differences.word_lists import entries
from onrecord.linking.said import Said

Item = tuple[Standout, str]
_LISTED = (Standout.NEGATION, Standout.MODAL, Standout.QUANTIFIER, Standout.NUMBER)


class Marked:
    """The words of one wording that would stand out if they were changed."""

    def __init__(self, said: Said, tokens: Sequence[Token]) -> None:
        self._said, self._text = said, said.article.text
        self._shouted = _shouted(self._text[one.start : one.end] for one in tokens if one.sort == Sort.WORD)

    def items(self, tokens: Sequence[Token]) -> dict[Item, list[Token]]:
        """Return the words that matter among some, by kind and form, in text order."""
        found: dict[Item, list[Token]] = {}
        for one in tokens:
            if one.sort == Sort.WORD:
                for item in self._items(one):
                    found.setdefault(item, []).append(one)
        return found

    def printed(self, tokens: Sequence[Token]) -> str:
        """Return the words as printed."""
        return " ".join(dict.fromkeys(self._text[one.start : one.end] for one in tokens))

    def _items(self, one: Token) -> Iterator[Item]:
        printed = self._text[one.start : one.end]
        if is_number(one.form, printed):
            yield Standout.NUMBER, one.form
            return
        for kind in _LISTED:
            if one.form in entries("standouts", str(kind)):
                yield kind, one.form
                return
        if self._is_name(one, printed):
            yield Standout.NAME, one.form

    def _is_name(self, one: Token, printed: str) -> bool:
        """A capital says so, but where a sentence begins only if the article has it within one too."""
        bare = printed.lstrip("#@")
        if bare[:2] in ("I'", "I’"):  # I'm, I've: the capital is the pronoun's
            return False
        if not bare[:1].isupper() or one.form in entries("standouts", "no_names") or one.form == "'s":
            return False
        if printed.isupper() and len(bare) > 1:
            return not self._shouted
        return not one.first or _is_always_capital(self._text, bare)


def changed(a: Marked, b: Marked, ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Changed]:
    """Yield what of two stretches stands out: the words that one has more often than the other."""
    mine, yours = a.items(ours), b.items(theirs)
    for kind in Standout:
        left = _more(mine, yours, kind)
        right = _more(yours, mine, kind)
        if left or right:
            yield Changed(kind, a.printed(left), b.printed(right))
    yield from _contraries(a, b, ours, theirs)


def _more(mine: dict[Item, list[Token]], yours: dict[Item, list[Token]], kind: Standout) -> list[Token]:
    return [
        one for item, tokens in mine.items() if item[0] == kind for one in tokens[len(yours.get(item, ())) :]
    ]


def _contraries(a: Marked, b: Marked, ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Changed]:
    """Yield words of which one is the other with a prefix that denies it: lawful, unlawful."""
    mine = {one.form: one for one in ours if one.sort == Sort.WORD}
    yours = {one.form: one for one in theirs if one.sort == Sort.WORD}
    for prefix in sorted(entries("standouts", "prefixes")):
        for form, one in mine.items():
            if len(form) > 2 and prefix + form in yours:
                yield Changed(Standout.NEGATION, a.printed([one]), b.printed([yours[prefix + form]]))
        for form, one in yours.items():
            if len(form) > 2 and prefix + form in mine:
                yield Changed(Standout.NEGATION, a.printed([mine[prefix + form]]), b.printed([one]))


def moved(a: Marked, b: Marked, ours: Sequence[Token], theirs: Sequence[Token]) -> frozenset[Item]:
    """Return the items that two whole wordings have equally often, wherever they stand."""
    mine = {item: len(tokens) for item, tokens in a.items(ours).items()}
    yours = {item: len(tokens) for item, tokens in b.items(theirs).items()}
    return frozenset(item for item, times in mine.items() if times == yours.get(item))


def is_number(form: str, printed: str) -> bool:
    """Say whether a word is a number or of a date; ``one`` alone is a pronoun as often."""
    if form.startswith("#"):
        return printed.casefold() != "one"
    if any(map(str.isdigit, form)):
        return True
    return form in entries("standouts", "dates") and printed[:1].isupper()


def _shouted(words: Iterator[str]) -> bool:
    """Say whether a wording is in capitals for the most part, so that they tell no names."""
    long = [word for word in words if len(word) > 2 and word[0].isalpha()]
    return sum(word.isupper() for word in long) * 3 > len(long)


@lru_cache(maxsize=4096)
def _is_always_capital(text: str, word: str) -> bool:
    within = re.search(rf"(?<=[\w,;] ){re.escape(word)}\b", text)
    small = re.search(rf"\b{re.escape(word.lower())}\b", text)
    return within is not None and small is None
