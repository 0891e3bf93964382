"""What the words of a role tell of its bearer: fields, countries, bodies, and who employs him or her."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from onrecord.linking.people.bodies import body_name
from onrecord.linking.people.traits import Traits
from onrecord.linking.people.words import fold, is_capital, lexicon, printed_words, without_countries

_JOINING = frozenset(("of", "&", "and", "for", "the"))
_HIGH = frozenset(("president", "secretary", "director", "chairman", "speaker"))
_MOST = 4
"""Bodies of one role that are kept: a sentence taken for a role would have more."""


@lru_cache(maxsize=20_000)
def traits_of_role(words: str) -> Traits:
    """Return what the printed words of a role tell."""
    printed = printed_words(words)
    pieces = [piece for word in printed for piece in (word, *_pieces(word))]
    folded = [fold(piece) for piece in pieces] + [word.replace("’", "'").lower() for word in printed]
    known = {_singular(word) for word in folded} | set(folded)
    kin = next((kind for kind, nouns in lexicon("roles")["kin"].items() if known & nouns.keys()), "")
    if kin:
        return Traits(gender=_gender(kin))
    rest, countries = without_countries(printed)
    fields = frozenset(_fields(known, folded))
    bodies = frozenset(sorted(_bodies(rest))[:_MOST])
    told = Traits(gender=_told(known), countries=countries, bodies=bodies, nouns=_nouns(known))
    if known & lexicon("roles")["past"].keys():
        return told | Traits(past=fields)
    return told | Traits(fields=fields, employers=_employers(known, bodies))


def _fields(known: set[str], folded: list[str]) -> set[str]:
    pairs = {" ".join(pair) for pair in pairwise(folded)}
    return {field for field, nouns in lexicon("roles")["field"].items() if (known | pairs) & nouns.keys()}


def _nouns(known: set[str]) -> frozenset[str]:
    """Return what the role is called: the vice president is no president."""
    roles, titles = lexicon("roles"), lexicon("names")["title"]
    nouns = known & (roles["employed"].keys() | titles["any"].keys() | titles["f"].keys())
    nouns |= {noun for field in roles["field"].values() for noun in known & field.keys()}
    nouns = {noun for noun in nouns if noun not in roles["plain"] or noun in _HIGH}
    nouns -= lexicon("bodies")["common"].keys()
    vice = known & {"vice", "deputy", "assistant"}
    return frozenset(f"{min(vice)} {noun}" if vice else noun for noun in nouns)


def _told(known: set[str]) -> frozenset[str]:
    roles = lexicon("roles")
    kind = next((kind for kind in ("woman", "man") if known & roles[kind].keys()), "")
    return _gender(kind)


def _gender(kind: str) -> frozenset[str]:
    return frozenset({"woman": ("f",), "man": ("m",)}.get(kind, ()))


def _bodies(words: list[str]) -> set[str]:
    """Return the keys of the bodies that are named: runs of capitals that are no words of the role."""
    found, run = set(), list[str]()
    for word in [*words, ""]:
        if (word and is_capital(word) and not _is_plain(word)) or (run and word.lower() in _JOINING):
            run.append(word)
        else:
            found |= _body(run)
            run = []
    return found


def _body(run: list[str]) -> set[str]:
    while run and run[-1].lower() in _JOINING:
        run = run[:-1]
    name = body_name(" ".join(run)) if run else None
    return {name.key} if name and len(name.key) > 2 else set()


def _is_plain(word: str) -> bool:
    """Say whether a word in capitals tells what a role is, and names no body."""
    roles, forms = lexicon("roles"), {fold(word), _singular(fold(word)), word.lower()}
    kinds = (roles["plain"], lexicon("names")["title"]["any"], *roles["field"].values())
    others = (roles[kind] for kind in ("employed", "past", "woman", "man"))
    return any(forms & words.keys() for words in (*kinds, *others))


def _employers(known: set[str], bodies: frozenset[str]) -> frozenset[str]:
    """Return the company that a role is in; a public body may share its people with others."""
    public = lexicon("bodies")["public"].keys()
    served = known | {word for body in bodies for word in body.split()}
    employed = known & lexicon("roles")["employed"].keys() and len(bodies) == 1
    return bodies if employed and not served & public else frozenset()


def _pieces(word: str) -> list[str]:
    return re.split(r"[-‐‑/]", word) if re.search(r"[-‐‑/]", word) else []


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
