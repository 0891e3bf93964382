"""The chain of reports, from the outlet down to the speaker."""

from __future__ import annotations

from onrecord.model import (
    Article,
    Attribution,
    Credit,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Span,
    Statement,
    spans,
)
from onrecord.resolution.chain import Hop, chain

TEXT = "Tarn spies concluded that the dam would hold, The Morning Ledger reported, Nordvik wrote."


def statement(
    name: str, source: str, cue: str, parent: str | None = None, speaker: str | None = None
) -> Statement:
    def at(words: str) -> tuple[Span, ...]:
        start = TEXT.find(words) if words else -1
        return spans([(start, start + len(words))]) if start >= 0 else ()

    attribution = Attribution(at("that the dam would hold"), at(cue), at(source), Quote.INDIRECT, True, 1.0)
    return Statement(name, "a", attribution, speaker=speaker, parent=parent)


SPIES = statement("a-1", "Tarn spies", "concluded", parent="a-2", speaker="p1")
LEDGER = statement("a-2", "The Morning Ledger", "reported", parent="a-3", speaker="p2")
NORDVIK = statement("a-3", "", "wrote")
PEOPLE = (
    Person("p1", "Tarn spies", PersonKind.GROUP),
    Person("p2", "The Morning Ledger", PersonKind.ORGANIZATION),
)
CREDITS = (Credit("AFP", (Span(0, 4),), "dateline"),)


def read(
    *statements: Statement, outlet: str | None = "Straits Star", credits_: tuple[Credit, ...] = CREDITS
) -> ReadArticle:
    return ReadArticle(Article("a", TEXT, outlet=outlet), statements, PEOPLE, "v", credits_)


def test_a_chain_runs_from_outlet_and_agency_to_the_speaker() -> None:
    hops = chain(read(SPIES, LEDGER, NORDVIK), SPIES)
    assert [hop.kind for hop in hops] == ["outlet", "agency", "report", "report", "report"]
    assert [hop.statement for hop in hops] == [None, None, "a-3", "a-2", "a-1"]
    assert [hop.person for hop in hops] == [None, None, None, "p2", "p1"]
    assert hops[1].spans == CREDITS[0].spans
    assert [span.of(TEXT) for span in hops[3].spans] == ["The Morning Ledger", "reported"]


def test_a_hop_without_a_speaker_takes_the_printed_words_or_is_unknown() -> None:
    nobody = Statement("a-2", "a", LEDGER.attribution)
    assert chain(read(nobody), nobody)[-1].name == "The Morning Ledger"
    assert chain(read(NORDVIK), NORDVIK)[-1].name == "unknown"


def test_an_unknown_outlet_is_a_nameless_hop() -> None:
    hops = chain(read(SPIES, outlet=None, credits_=()), SPIES)
    assert hops[0] == Hop("outlet", "")


def test_parents_in_a_circle_end_the_chain() -> None:
    one = statement("a-1", "Tarn spies", "concluded", parent="a-2")
    other = statement("a-2", "The Morning Ledger", "reported", parent="a-1")
    assert [hop.statement for hop in chain(read(one, other), one)[2:]] == ["a-2", "a-1"]
    itself = statement("a-1", "Tarn spies", "concluded", parent="a-1")
    assert len(chain(read(itself), itself)) == 3


def test_a_parent_that_is_not_there_ends_the_chain() -> None:
    assert [hop.statement for hop in chain(read(SPIES), SPIES)[2:]] == ["a-1"]
