"""Through what a statement was said: programme, outlet, platform, document, event or intermediary."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from onrecord.model import Attribution, Quote, Span
from onrecord.resolution.setting.media import (
    document,
    event,
    intermediary,
    interview,
    known_outlet,
    like_outlet,
    named_outlet,
    outlet_in,
    platform,
)
from onrecord.resolution.setting.noun_phrases import (
    DETERMINERS,
    head,
    is_name,
    noun_phrase,
    paragraph_words,
    span_of,
)
from onrecord.resolution.setting.reporting_clause import Found, Phrase, ReportingClause, reporting_clause
from onrecord.resolution.word_lists import word_list

_HOSTED = re.compile(r"\b(?:(?:interviews?|speaking|spoke)\s+(?:with|to|on)|told|tells|telling)\s+")
_LAST_INTERVIEW = re.compile(r"\bin (?:an?|the|his|her|their) (?:[\w-]+ ){0,4}interview\b")
_REPORTING = re.compile(r"\b(?:said|says|told|wrote|claimed|denied|announced|admitted)\b")
_TO_OUTLETS = frozenset(("with", "to", "on", "for", "by", "in", "from"))
_TOOK = frozenset(("took", "taken", "taking", "turned"))
_BY_MAIL = frozenset(("email", "e-mail", "letter", "text", "fax", "telegram"))
_ONLINE = frozenset(("on", "via", "over", "through", "in"))
_ON = word_list("said_on")
"""What something is said on; other writings and occasions after "on" are what it is about."""
_MEDIA = frozenset(("TV", "Television", "Radio", "Media", "Press", "News"))
"""Words before "interview" that tell the medium as often as an outlet: "a U.S. TV interview"."""
_OWN = frozenset(("this", "our"))
_DEFINITE = frozenset(("the", "his", "her", "their", "its", "that", "this"))
_PUBLISHED = frozenset(
    ("published", "broadcast", "aired", "airing", "carried", "posted", "shown", "televised")
)


def vias(text: str, attribution: Attribution) -> tuple[Found, ...]:
    """Return what the statement was said through, in text order; () if the clause names nothing.

    An interview without its outlet ("in the interview") takes the one outlet that the article names as
    its host, if there is one and no other.
    """
    clause = reporting_clause(text, attribution)
    if clause is None:
        return ()
    found = [
        *_told_outlet(clause),
        *_asking_outlet(clause),
        *_in_phrases(text, clause),
        *_in_content(text, attribution),
        *_document_source(clause, attribution),
    ]
    inside = [one for one in found if not _speaks(one, attribution)]
    unique = {one.span: one for one in sorted(inside, key=lambda one: one.confidence)}
    return tuple(sorted(unique.values(), key=lambda one: one.span))


def _speaks(found: Found, attribution: Attribution) -> bool:
    """Say whether what was found is the source itself, which is the speaker and no channel."""
    return any(found.span == source for source in attribution.source)


def _document_source(clause: ReportingClause, attribution: Attribution) -> Iterator[Found]:
    """Yield the document of a source that names its author: "a review by the Assurance Centre"."""
    for source in attribution.source:
        at = bisect_left(clause.words, (source.start,))
        end = noun_phrase(clause.words, at, source.end, of=False, joined=False)
        if end is None or end + 1 >= len(clause.words) or clause.words[end].lower != "by":
            continue
        author = noun_phrase(clause.words, end + 1, source.end) or end
        named = any(is_name(word) for word in clause.words[end + 1 : author])
        if named and document(clause.words, at, end):
            yield Found(span_of(clause.words, at, end), "document with its author", 0.6, "document")


def _told_outlet(clause: ReportingClause) -> Iterator[Found]:
    """Yield the outlet or programme in the addressee: "told the BBC", "told CNN's Petra Nilsen"."""
    if clause.addressed is None:
        return
    start, end, *_ = clause.addressed
    own = clause.words[start].text in _OWN
    if not own and (found := outlet_in(clause.words, start, end)):
        yield Found(found[0], "told an outlet", 0.9, found[1])


def _asking_outlet(clause: ReportingClause) -> Iterator[Found]:
    """Yield the outlet of who asked: "asked by a BBC reporter"."""
    asker = clause.asker()
    if asker and clause.words[asker[0]].text not in _OWN and (found := outlet_in(clause.words, *asker)):
        yield Found(found[0], "asked by an outlet", 0.8, found[1])


def _in_phrases(text: str, clause: ReportingClause) -> Iterator[Found]:
    for phrase in clause.phrases:
        yield from _in_phrase(text, clause, phrase)


def _in_phrase(text: str, clause: ReportingClause, phrase: Phrase) -> Iterator[Found]:
    """Yield what one phrase names; an interview leads to its host."""
    words, start, end = clause.words, phrase.start, phrase.end
    span, noun = span_of(words, start, end), head(words, start, end).lower
    if phrase.preposition in ("in", "during") and interview(noun):
        yield from _interview(text, clause, phrase)
    elif platform(words, start, end) and (phrase.preposition in _ONLINE or _takes_to(clause, phrase)):
        yield Found(span, f"{phrase.preposition} a platform", 0.93, "platform")
    elif document(words, start, end) and _carries(phrase, noun):
        yield Found(span, f"{phrase.preposition} a writing", 0.9, "document")
    elif phrase.preposition in _TO_OUTLETS and (found := _outlet(clause, phrase)):
        yield found
    elif phrase.preposition == "by" and noun in _BY_MAIL and end - start == 1:
        yield Found(span, "by a writing", 0.85, "document")
    elif event(words, start, end) and _hosts(phrase, noun) and not clause.of_addressee(phrase):
        yield Found(span, f"{phrase.preposition} an event", 0.85, "event")
    elif phrase.preposition in ("through", "via") and intermediary(words, start, end):
        yield Found(span, "through somebody", 0.85, "intermediary")


def _takes_to(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether somebody took to a platform."""
    return phrase.preposition == "to" and clause.words[clause.verb].lower in _TOOK


def _carries(phrase: Phrase, noun: str) -> bool:
    """Say whether a writing is what something was said in, and not about: "on the report"."""
    if phrase.preposition == "on":
        return noun in _ON
    return phrase.preposition == "in" or (
        phrase.preposition == phrase.after == "" and phrase.where == "behind"
    )


def _hosts(phrase: Phrase, noun: str) -> bool:
    """Say whether an occasion is the one at which something was said."""
    if phrase.preposition == "on":
        return noun in _ON
    return phrase.preposition in ("in", "at", "during", "under")


def _outlet(clause: ReportingClause, phrase: Phrase) -> Found | None:
    """Return the outlet of a phrase, if the phrase is one in which outlets stand."""
    words, start, end = clause.words, phrase.start, phrase.end
    found = None if words[start].text in _OWN else outlet_in(words, start, end)
    if found and (rule := _said_to(phrase)):
        return Found(found[0], *rule, found[1])
    if phrase.preposition == "on" and phrase.after == "" and _unquoted_programme(clause, start, end):
        return Found(span_of(words, start, end), "on a name", 0.6, "programme")
    if phrase.preposition == "with" and interview(phrase.after) and like_outlet(words, start, end):
        return Found(span_of(words, start, end), "interview with a name", 0.6, "outlet")
    return None


def _said_to(phrase: Phrase) -> tuple[str, float] | None:
    """Return rule and confidence of a phrase with an outlet, or None if nothing is said through it."""
    rule = f"{phrase.preposition} an outlet"
    hosts = interview(phrase.after) or phrase.after in ("speaking", "talking", "appearing")
    if phrase.preposition in ("on", "with", "to") or hosts or phrase.after in _PUBLISHED:
        return rule, 0.9
    if phrase.preposition in ("in", "for"):
        return rule, 0.85
    reached = phrase.preposition == "by" and phrase.after in ("reached", "interviewed", "contacted")
    return (f"{phrase.after} by an outlet", 0.8) if reached else None


def _unquoted_programme(clause: ReportingClause, start: int, end: int) -> bool:
    """Say whether an unknown name with its article in capitals follows "on": "on The Late Bell"."""
    words = clause.words[start:end]
    return len(words) > 1 and words[0].text == "The" and all(is_name(word) for word in words)


def _interview(text: str, clause: ReportingClause, phrase: Phrase) -> Iterator[Found]:
    """Yield the host of an interview: in its phrase, elsewhere in the article, or the interview itself."""
    words, start, end = clause.words, phrase.start, phrase.end
    proper = head(words, start, end).lower in ("interview", "interviews")
    definite = words[start].lower in _DEFINITE
    first = start + (words[start].lower in DETERMINERS and words[start].lower != "the")
    medium = words[end - 2].text in _MEDIA and not known_outlet(words, first, end - 1)
    if own := next(
        (at for at in range(first, end - 1) if not medium and named_outlet(words, at, end - 1)), None
    ):
        yield Found(span_of(words, own, end - 1), "an outlet's interview", 0.88, "outlet")
    elif _hosted(clause, phrase):
        return
    elif proper and definite and (host := _host(text)):
        yield Found(host[0], "interview elsewhere", 0.7, host[1])
    else:
        yield Found(span_of(words, start, end), "in an interview", 0.85, "event")


def _hosted(clause: ReportingClause, phrase: Phrase) -> bool:
    """Say whether another phrase or the addressee tells whose interview it is."""
    words = clause.words
    if clause.addressed and outlet_in(words, *clause.addressed[:2]):
        return True
    return any(
        later.start >= phrase.end
        and (later.after in _PUBLISHED or interview(later.after))
        and later.preposition in ("with", "to", "on", "by", "for", "in")
        and (later.preposition == "with" or outlet_in(words, later.start, later.end) is not None)
        for later in clause.phrases
    )


@lru_cache(maxsize=2)
def _host(text: str) -> tuple[Span, str] | None:
    """Return the one outlet or programme that the article names as host of an interview, or None."""
    found: dict[str, tuple[Span, str]] = {}
    for match in _HOSTED.finditer(text):
        words = paragraph_words(text, match.start())
        at = bisect_left(words, (match.end(),))
        end = noun_phrase(words, at) if at < len(words) and words[at].start == match.end() else None
        if end is None:
            continue
        outlet = outlet_in(words, at, end)
        if outlet is None and match[0].startswith("interview") and like_outlet(words, at, end):
            outlet = span_of(words, at, end), "outlet"
        if outlet:
            found.setdefault(outlet[0].of(text).lower().removeprefix("the "), outlet)
    return next(iter(found.values())) if len(found) == 1 else None


def _in_content(text: str, attribution: Attribution) -> Iterator[Found]:
    """Yield the outlet of "in an interview with X" where it was taken for the end of an indirect content."""
    content = attribution.content[-1] if attribution.content else None
    if content is None or attribution.quote is Quote.DIRECT:
        return
    start = max(content.start, content.end - 160)
    match = next(iter(reversed(list(_LAST_INTERVIEW.finditer(text, start, content.end)))), None)
    if match is None or _REPORTING.search(text, content.start, match.start()):
        return
    words = paragraph_words(text, content.end - 1)
    at = bisect_left(words, (match.end(),))
    if at + 1 < len(words) and words[at].lower in ("with", "on", "to"):
        end = noun_phrase(words, at + 1, content.end)
        if end is not None and (outlet := outlet_in(words, at + 1, end)):
            yield Found(outlet[0], "interview behind the content", 0.65, outlet[1])
