"""Make pronouns of known antecedent out of names: "Smith said" becomes "he said" where Smith is known.

News repeats surnames where it could print a pronoun, so a surname in a subject's place whose bearer was
named shortly before is an anaphor whose answer we know.  Only texts and names of silver_names.py go in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.resolution.who.genders import gender_of_name
from onrecord.resolution.who.names import name_words, printed_honorific
from training.corpora.entities import EntityDocument

REACH = 900
"""Code points before a surname within which its bearer must have been named."""
SHARE = 0.6
"""Share of the fitting surnames that become pronouns."""
ACROSS = 0.2
"""Of those with another person named between, the share that is kept: writers seldom do it."""
_SUBJECT = re.compile(
    r"\s+(?:also |later |then |never |often |has |had |will |would )?"
    r"(?:said|says|told|added|wrote|argued|is|was|has|had|will|would|went|made|did|does|could|can|called|noted|"
    r"denied|announced|warned|promised|thinks|believes|wants|asked|tweeted|insisted|claimed|\w{3,}ed)\b"
)
_INVERTED = re.compile(r"\b(said|says|added|wrote|asked)\s+$")


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    kind: str
    entity: int
    gender: str


def with_pronouns(document: EntityDocument, seed: int = 0) -> EntityDocument:
    """Return the document with some surnames turned into pronouns, each with its candidates.

    ``choices`` holds, for each new pronoun, all names before it and the indices of the right ones.
    """
    names = list(_bearers(document))
    dice = random.Random(f"{seed}-{document.id}")
    edits = [
        edit
        for n in range(len(names))
        if (edit := _edit(document.text, names, n))
        and dice.random() < SHARE
        and (_is_last_person(names, n) or dice.random() < ACROSS)
    ]
    return _edited(document, names, edits)


def _is_last_person(names: Sequence[_Name], n: int) -> bool:
    """Say whether no other person who could be meant was named since the bearer."""
    for other in reversed(names[:n]):
        if other.entity == names[n].entity:
            return True
        if other.kind == "person" and other.gender in ("", names[n].gender):
            return False
    return False


def _bearers(document: EntityDocument) -> Iterator[_Name]:
    """Yield names with a number for each bearer; a person's by the last word, others by their words."""
    numbers: dict[tuple[str, ...], int] = {}
    genders: dict[int, str] = {}
    for start, end, kind in document.names or ():
        words = name_words(document.text[start:end])
        if kind == "?" or not words:
            continue
        key = words[-1:] if kind == "person" else words
        number = numbers.setdefault((kind, *key), len(numbers))
        printed = document.text[max(0, start - 6) : start].split()[-1:]
        told = printed_honorific(" ".join([*printed, "X"])) or gender_of_name(document.text[start:end])
        genders[number] = genders.get(number, "") or told
        yield _Name(start, end, kind, number, genders[number])


def _edit(text: str, names: Sequence[_Name], n: int) -> tuple[int, int, str, int] | None:
    """Return (start, end, pronoun, name's index) if a surname may become a pronoun."""
    name = names[n]
    if name.kind != "person" or not name.gender or len(name_words(text[name.start : name.end])) != 1:
        return None
    known = [one for one in names[:n] if one.entity == name.entity and name.start - one.end < REACH]
    if not known or not any(
        len(name_words(text[one.start : one.end])) > 1 for one in names[:n] if one.entity == name.entity
    ):
        return None
    start = name.start
    if match := re.search(r"(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep|Gov)\.?\s+$", text[max(0, start - 6) : start]):
        start -= len(match[0])
    word = "he" if name.gender == "m" else "she"
    if text[name.end : name.end + 2] in ("'s", "’s"):
        pronoun = "his" if name.gender == "m" else "her"
        return start, name.end + 2, _cased(text, start, pronoun), n
    if _SUBJECT.match(text, name.end):
        return start, name.end, _cased(text, start, word), n
    inverted = _INVERTED.search(text, max(0, start - 10), start)
    if inverted and re.match(r"[.,;]?\s", text[name.end : name.end + 2]):
        return inverted.start(1), name.end, f"{word} {inverted[1]}", n
    return None


def _cased(text: str, start: int, word: str) -> str:
    before = text[:start].rstrip()
    opens = not before or (before[-1] in '.!?"”' and not before.endswith((",”", ',"')))
    return word.capitalize() if opens or "\n" in text[len(before) : start] else word


def _edited(
    document: EntityDocument, names: Sequence[_Name], edits: Sequence[tuple[int, int, str, int]]
) -> EntityDocument:
    text, at, moved = "", 0, 0
    places: list[tuple[int, int, str, int]] = []
    spans: list[tuple[int, int, str]] = []
    choices = []
    waiting = {edit[3]: edit for edit in edits}
    unsure = [(a, b) for a, b, kind in document.names or () if kind == "?"]
    shifts: list[tuple[int, int]] = [(0, 0)]
    for n, name in enumerate(names):
        edit = waiting.get(n)
        if edit and edit[0] >= at:
            text += document.text[at : edit[0]] + edit[2]
            at, moved = edit[1], len(text) - edit[1]
            shifts.append((edit[1], moved))
            length = len(edit[2].split()[0])
            pronoun = (len(text) - len(edit[2]), len(text) - len(edit[2]) + length)
            right = tuple(i for i, place in enumerate(places) if place[3] == name.entity)
            choices.append((pronoun, tuple((a, b) for a, b, _, _ in places), right))
        elif name.start >= at:
            places.append((name.start + moved, name.end + moved, name.kind, name.entity))
            spans.append((name.start + moved, name.end + moved, name.kind))
    text += document.text[at:]
    for start, end in unsure:
        shift = [move for place, move in shifts if place <= start][-1]
        if text[start + shift : end + shift] == document.text[start:end]:
            spans.append((start + shift, end + shift, "?"))
    return replace(document, text=text, names=tuple(sorted(spans)), choices=tuple(choices))
