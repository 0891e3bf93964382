"""What indirect speech does to words: ``I will`` becomes ``he would``, ``here`` becomes ``there``.

A pair is a shift only where one of the two words stands outside quotation marks, and in the direction from
what was said to what is told; where neither is quoted, in both.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from onrecord.linking.content import stem
from onrecord.linking.differences.tokens import Sort, Token
from onrecord.linking.differences.word_lists import entries, lexicon


def shifts(one: Token, other: Token) -> bool:
    """Say whether one of two words may be the other after a shift of person, tense or place."""
    if (one.quoted and other.quoted) or one.sort != Sort.WORD or other.sort != Sort.WORD:
        return False
    forth = other.form in _shifted().get(one.form, ()) or _inflected(one.form, other.form)
    back = one.form in _shifted().get(other.form, ()) or _inflected(other.form, one.form)
    return (forth and not other.quoted) or (back and not one.quoted)


def partners(form: str) -> tuple[str, ...]:
    """Return the words that a word may be shifted to or from."""
    return _partners().get(form, ())


def introduces(form: str) -> bool:
    """Say whether a word does nothing but lead into indirect speech: *that*."""
    return form in entries("backshift", "introduces")


def is_pronoun(form: str) -> bool:
    """Say whether a word is a personal pronoun, for which a name may stand in a report."""
    return form in _pronouns()


def _inflected(form: str, other: str) -> bool:
    """Say whether the second is the first as a past tense: want, wanted."""
    return form != other and other.endswith("ed") and stem(form) == stem(other)


@cache
def _shifted() -> dict[str, tuple[str, ...]]:
    """Return what each word of direct speech may become."""
    data = lexicon("backshift")
    rows = [key.split(" = ") for section in ("pronouns", "tenses", "deixis") for key in data[section]]
    found = defaultdict[str, tuple[str, ...]](tuple)
    for first, *last in rows:
        found[first] += tuple(last[0].split())
    return dict(found)


@cache
def _partners() -> dict[str, tuple[str, ...]]:
    found = defaultdict[str, list[str]](list)
    for first, lasts in _shifted().items():
        for last in lasts:
            found[first].append(last)
            found[last].append(first)
    return {form: tuple(dict.fromkeys(others)) for form, others in found.items()}


@cache
def _pronouns() -> frozenset[str]:
    rows = [key.split(" = ") for key in lexicon("backshift")["pronouns"]]
    return frozenset(word for first, *last in rows for word in (first, *last[0].split()))
