"""Values as a reader would say them: counts, days, acts, outlets and filters in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from onrecord.model import Judgement
from onrecord.record import Entry, Filter

ACTS = {
    "assert": "asserts",
    "allege": "alleges",
    "deny": "denies",
    "promise": "promises",
    "warn": "warns",
    "demand": "demands",
    "ask": "asks",
    "confirm": "confirms",
    "decline-to-comment": "declines to comment",
    "apologise": "apologises",
    "predict": "predicts",
    "praise": "praises",
    "criticise": "criticises",
    "announce": "announces",
    "other": "other",
}
_PLURAL = {"decline-to-comment": "decline to comment", "other": "do something else"}
_COUNTS = {"report": "each independent report once", "utterance": "each utterance once"}
_KINDS = {"direct": "quoted directly", "indirect": "reported indirectly", "mixed": "quoted in part"}
_SPEAKERS = {
    "unnamed": "unnamed sources",
    "unknown": "speakers that are not known",
    "person": "persons",
    "organization": "organisations",
    "group": "groups",
    "document": "documents",
}
_JOINED = ("about ", "quoted ", "reported ", "in ", "from ", "to ", "mentioning ")
"""How a condition begins that goes on from the head of a sentence, where it is the only one."""
_REVIEWED = {
    "any": "reviewed",
    "none": "not reviewed yet",
    "accepted": "accepted in review",
    "corrected": "corrected in review",
    "rejected": "judged to be no statement",
}


_DOUBTS = {
    "attribution": "whether this is a statement with these words",
    "speaker": "who speaks",
    "addressee": "to whom it is said",
    "via": "through what it is said",
    "act": "what it does",
    "said": "when it was said",
    "place": "where it was said",
    "answers": "what it answers",
    "parent": "in whose statement it stands",
}
"""The fields of a statement as questions."""


def plural(number: int, noun: str, several: str | None = None) -> str:
    """Return a number with its noun: ``1 statement``, ``2,000 statements``."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def day(value: str | None) -> str:
    """Return an ISO date, or an interval of two, as a reader would write it: ``21 February 2019``."""
    if not value:
        return ""
    first, _, last = value.partition("/")
    if last and last != first:
        return f"{_day(first)} – {_day(last)}"
    return _day(first)


def act(value: str) -> str:
    """Return what a statement does: ``denies``."""
    return ACTS.get(value, value)


def kind(value: str) -> str:
    """Return what a speaker is: ``organisation``."""
    return {"organization": "organisation", "unknown": "not known"}.get(value, value)


def percent(value: float) -> str:
    """Return a probability or share in whole percent; what is not quite all or nothing stays so."""
    rounded = round(value * 100)
    if value < 1 and rounded == 100:
        return ">99 %"
    return "<1 %" if value > 0 and rounded == 0 else f"{rounded} %"


def share(part: int, whole: int) -> str:
    """Return a part of a whole in percent, empty where there is no whole."""
    return percent(part / whole) if whole else ""


def whose(entry: Entry) -> str:
    """Return the outlet of a statement's article, or the file that it was read from."""
    return outlet(entry.article.outlet, entry.document, entry.article.id)


def outlet(name: str | None, document: str | None, identifier: str) -> str:
    """Return an outlet's name, or else that of the file that an article was read from, without folders."""
    return name or (document or "").replace("\\", "/").rpartition("/")[2] or identifier


def named(name: str) -> str:
    """Return a name, or that there is none to be seen, where it is empty or made of signs without a shape."""
    seen = any(sign.isprintable() and not sign.isspace() for sign in name)
    return name if seen else "no name"


def in_words(only: Filter, words: str | None = None, called: str | None = None) -> str:
    """Return a search as a sentence: ``statements by Lena Ott that deny, from 2019, mentioning “ban”``.

    ``called`` is the name of the person that the filter's speaker is the id of.
    """
    parts = [_subject(only), f"by {called or only.speaker}" if only.speaker else ""]
    parts.append(f"that {_PLURAL.get(only.act, only.act)}" if only.act else "")
    head = " ".join(part for part in parts if part)
    told = [
        f"about {only.about}" if only.about else "",
        _KINDS[only.kind] if only.kind else "",
        f"in {only.outlet.removeprefix('=')}" if only.outlet else "",
        f"in article {only.article}" if only.article else "",
        _published(only),
        f"mentioning {words}" if words else "",
        _REVIEWED.get(only.reviewed or "", ""),
        _COUNTS.get(only.count, ""),
    ]
    rest = [part for part in told if part]
    joined = len(rest) == 1 and not only.act and rest[0].startswith(_JOINED)
    return f"{head} {rest[0]}" if joined else ", ".join([head, *rest])


def _subject(only: Filter) -> str:
    kinds = f" of {_SPEAKERS.get(only.speaker_kind, only.speaker_kind)}" if only.speaker_kind else ""
    if only.communicated is None:
        return f"statements{kinds}"
    return ("statements communicated" if only.communicated else "beliefs, wishes and feelings") + kinds


def _published(only: Filter) -> str:
    if only.since and only.since == only.until:
        return day(only.since)
    since = f"from {day(only.since)}" if only.since else ""
    return " ".join(part for part in (since, f"to {day(only.until)}" if only.until else "") if part)


def _day(value: str) -> str:
    parts = value[:10].split("-")
    try:
        numbers = [int(part) for part in parts]
        whole = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return value
    return _written(whole, len(numbers))


def _written(whole: date, precision: int) -> str:
    month = f"{whole:%B} {whole.year}"
    return [str(whole.year), month, f"{whole.day} {month}"][precision - 1]


def decided(given: Judgement) -> str:
    """Return what somebody decided, to be read after its subject: ``is by Lena Ott``."""
    value = given.value
    role, _, where = value.partition(" ")
    said = {
        "right": "is right",
        "not-a-statement": "is no statement",
        "speaker": f"is by {value}" if value else "is by nobody known",
        "span": f"has other words as its {role}" if where else f"has no {role}",
        "merge": f"is one person with {value}",
        "split": f"is another person in some articles, {value}",
        "rename": f"is called {value}",
        "same-utterance": f"reports the same utterance as {value}",
        "not-same-utterance": f"does not report the same utterance as {value}",
    }
    return said.get(given.kind, f"{given.kind} {value}".strip())


def doubtful(field: str) -> str:
    """Return what of a statement is in doubt, by the field that is least sure."""
    return _DOUBTS.get(field, field)


FILTERS: dict[str, Callable[..., Any]] = {
    "decided": decided,
    "doubtful": doubtful,
    "plural": plural,
    "day": day,
    "act": act,
    "kind": kind,
    "percent": percent,
    "share": share,
    "whose": whose,
    "outlet": outlet,
    "named": named,
}
