"""A person's printed name, taken apart: given, middle and family name, whatever stands around them.

Invariant: two forms of one full name have one key (case, accents, titles, order and short given names make
no difference); what is a description and no name has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.linking.people.words import fold, is_capital, lexicon, printed_words

_LONGEST = 6
_PREPOSITIONS = frozenset(("of", "for", "at", "in", "from", "with", "by", "to", "on", "and", "the", "a"))
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]?\.?")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in folded words.

    ``given`` is empty where only a family name is printed, with or without an ``initial``.  ``families``
    are the words that may be the family name: order is a property of the person.  ``gender`` is what the
    title tells, ``apart`` a *jr* or *sr*.
    """

    family: str
    given: str = ""
    middle: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    gender: str = ""
    titled: bool = False
    initial: str = ""
    generation: str = ""
    apart: str = ""

    @property
    def key(self) -> str:
        """The same for all forms of one full name; empty where no full name is printed."""
        if not self.given:
            return ""
        words = sorted((full_given(self.given), self.family))
        return " ".join((*words, self.apart) if self.apart else words)


def full_given(given: str) -> str:
    """Return the given name that a short form stands for: benjamin for ben."""
    return _short().get(given, given)


def has_short_form(given: str) -> bool:
    """Say whether a given name is, or has, a short form."""
    return given in _short() or given in _short().values()


@lru_cache(maxsize=50_000)
def person_name(printed: str) -> PersonName | None:
    """Return a printed name taken apart, or None for a description (*the founder*)."""
    words = printed_words(_before_comma(printed))
    if not words or words[0].lower() in ("the", "a", "an") or len(words) > 2 * _LONGEST:
        return None
    if len(words) == 1 and _IDEOGRAPHS.fullmatch(words[0]):
        return PersonName(words[0][0], words[0][1:], families=(words[0][0],))
    words, generation, apart = _without_letters(words)
    words, gender, titled, regnal = _without_titles(words)
    if not words or len(words) > _LONGEST or not all(_is_of_name(word) for word in words):
        return None
    parts = _parts(words)
    if not parts or parts[-1].isdigit():
        return None
    family, given, middle, families, initial = _order(parts)
    if regnal and not given:
        given = regnal
    return PersonName(family, given, middle, families, gender, titled, initial, generation, apart)


def _before_comma(printed: str) -> str:
    """Return a name without an apposition after it; a *Jr.* after a comma is part of the name."""
    name, comma, rest = printed.partition(",")
    words = printed_words(rest)
    names = lexicon("names")
    after = names["letters"] | names["generation"]["apart"] | names["generation"]["told"]
    return f"{name} {words[0]}" if comma and words and fold(words[0]) in after else name


def _without_letters(words: list[str]) -> tuple[list[str], str, str]:
    """Take the letters after a name off it: what is left, the generation told, junior or senior."""
    names = lexicon("names")
    generation = apart = ""
    while len(words) > 1 and (last := fold(words[-1])):
        if last in names["generation"]["apart"]:
            apart = last[0] + "r"
        elif last in names["generation"]["told"] and words[-1].isupper():
            generation = last
        elif last not in names["letters"] or not words[-1].rstrip(".")[-1:].isalpha() or words[-1].islower():
            break
        words = words[:-1]
    return words, generation, apart


def _without_titles(words: list[str]) -> tuple[list[str], str, bool, str]:
    """Take what stands before a name off it: what is left, gender, whether titled, a regnal title."""
    regnal = lexicon("names")["regnal"]
    before_last = [at for at in range(len(words) - 1) if _stands_before(words[at], len(words))]
    last = max(before_last, default=-1)
    before, words = words[: last + 1], words[last + 1 :]
    while len(words) > 1 and _title(words[0]):
        before, words = [*before, words[0]], words[1:]
    crown = next((kind for kind in ("m", "f") if len(words) == 2 and fold(words[0]) in regnal[kind]), "")
    if crown:
        return words[1:], crown, True, fold(words[0])
    kinds = [kind for word in before if (kind := _title(word))]
    gender = next((kind for kind in kinds if kind != "any"), "")
    return words, gender, bool(kinds), ""


def _stands_before(word: str, size: int) -> bool:
    """Say whether a word stands before a name of so many words; one in capitals may be a given name."""
    names = lexicon("names")
    crowned = any(fold(word) in names["regnal"][kind] for kind in ("m", "f"))
    return not crowned and bool(_is_role(word) or _title(word)) and (size > 2 or word[0].islower())


def _title(word: str) -> str:
    """Return which of the titles a word is, m, f or any, or an empty string."""
    titles = lexicon("names")["title"]
    return next((kind for kind in ("m", "f", "any") if fold(word) in titles[kind]), "")


def _parts(words: list[str]) -> list[str]:
    """Return folded words, initials each alone, particles joined to the family name after them."""
    parts: list[str] = []
    loud = all(word.isupper() for word in words)
    for word in words:
        if _INITIALS.fullmatch(word) or (len(word) == 2 and word.isupper() and not loud):
            parts += list(fold(word))
        elif len(word) == 1:
            parts.append(fold(word))
        else:
            pieces = [fold(piece) for piece in re.split(r"[-‐‑]", word)]
            kept = pieces[1:] if len(pieces) > 1 and pieces[0] in lexicon("names")["article"] else pieces
            parts.append("".join(kept))
    return _joined([part for part in parts if part])


def _joined(parts: list[str]) -> list[str]:
    names = lexicon("names")
    first, rest = parts[:1], [part for part in parts[1:] if part not in names["article"]]
    at = len(rest) - 1
    while at > 0 and rest[at - 1] in names["particle"]:
        at -= 1
    joined = first + rest[: max(at, 0)] + (["".join(rest[max(at, 0) :])] if rest else [])
    if len(joined) == 2 and joined[0] in names["particle"]:
        return ["".join(joined)]
    return joined


def _order(parts: list[str]) -> tuple[str, str, tuple[str, ...], tuple[str, ...], str]:
    """Return family, given and middle names, the words that may be the family's, and a lone initial."""
    if len(parts) == 1:
        return parts[0], "", (), (parts[0],), ""
    if parts[0] in lexicon("names")["family_first"] and len(parts) < 4 and min(map(len, parts)) > 1:
        either = (parts[0], parts[1]) if len(parts) == 2 else (parts[0],)
        return parts[0], "".join(parts[1:]), (), either, ""
    *before, family = parts
    names = [part for part in before if len(part) > 1]
    initials = [part for part in before if len(part) == 1]
    if names:
        rest = list(before)
        rest.remove(names[0])
        return family, names[0], tuple(rest), (family,), ""
    if len(initials) > 1:
        return family, "".join(initials), (), (family,), ""
    return family, "", (), (family,), initials[0]


def _is_of_name(word: str) -> bool:
    names = lexicon("names")
    pieces = re.split(r"[-‐‑]", word)
    last = pieces[-1] if fold(pieces[0]) in names["article"] else word
    return is_capital(last) or fold(word) in names["particle"] or fold(word) in names["article"]


def _is_role(word: str) -> bool:
    """Say whether a word before a name ends what is not the name: a role, or a noun in small letters."""
    roles, folded = lexicon("roles"), fold(word)
    if folded in roles["employed"] or any(folded in words for words in roles["field"].values()):
        return True
    return word[0].islower() and not _is_of_name(word) and folded not in _PREPOSITIONS


@lru_cache
def _short() -> dict[str, str]:
    return {short: example.split(":")[0] for short, example in lexicon("names")["short"].items()}
