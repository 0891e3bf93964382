"""The utterances that several reports are of, by date: the rows behind the overview's number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from starlette.requests import Request

from onrecord.model import Utterance
from onrecord.record import Entry
from onrecord.record.provenance import Provenance
from onrecord.web import asking, described, urls
from onrecord.web.answering import Page, house
from onrecord.web.pages.search import sentence

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance in a list: its first report, and how many reports there are in how many outlets."""

    utterance: Utterance
    entry: Entry
    words: str
    reports: int
    outlets: int

    @property
    def data(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "id": self.utterance.id,
            "url": urls.utterance(self.utterance.id),
            "words": self.words,
            "speaker": described.speaker(self.entry),
            "first": described.article_line_of(self.entry),
            "reports": self.reports,
            "outlets": self.outlets,
            "confidence": round(self.utterance.confidence, 4),
            "reasons": list(self.utterance.reasons),
            "decided": self.utterance.decided,
        }


def utterances(request: Request) -> Page:
    """Show the utterances with several reports, by date, of which one passes the filter of the address."""
    record = house(request).record
    asked = asking.asked({**request.query_params, urls.WORDS: ""})
    start = (asked.page - 1) * PAGE_SIZE
    found = list(islice(record.utterances(asked.only), start, start + PAGE_SIZE + 1))
    firsts = [one.members[0].statement for one in found[:PAGE_SIZE]]
    behind = record.provenance(firsts)
    entries = {entry.statement.id: entry for entry in record.entries(firsts)}
    told = [_told(one, entries[first], behind[first]) for one, first in zip(found, firsts, strict=False)]
    data = {
        "filter": urls.search_query(None, asked.only),
        "page": asked.page,
        "more": len(found) > PAGE_SIZE,
        "utterances": [one.data for one in told],
    }
    said = sentence(record, asked)
    shown = {
        "told": told,
        "first": start + 1,
        "said": "" if said == "statements" else said,
        "address": lambda page: urls.utterances(asked.only, page),
    }
    return Page("utterances.html", "Utterances with several reports", data, shown)


def _told(utterance: Utterance, first: Entry, behind: Provenance) -> Told:
    member = utterance.members[0]
    words = " […] ".join(span.of(first.article.text) for span in member.content)
    mine = {one.statement for one in utterance.members}
    others = [one for one in behind.reports if one.statement in mine]
    outlets = {first.article.outlet or first.article.id}
    outlets |= {one.outlet or one.statement.rpartition("-")[0] for one in others}
    return Told(utterance, first, words, len(mine), len(outlets))
