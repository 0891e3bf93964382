"""What a record tells of a quotation: from whom it is, how it differs, and what is only near."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import (
    DocumentError,
    Likeness,
    Mouth,
    NotFoundError,
    QueryError,
    Quote,
    Record,
    Verdict,
    open_record,
)
from onrecord.record.checking import quotations_in
from tests.fakes import somebody
from tests.record.spoken import nested, spoken

HOLT = somebody("Ida Holt", roles=["harbour minister"], id="p1")
LIND = somebody("Karl Lind", id="p2")
OTHER_LIND = somebody("Britta Lind", id="p3")
MINISTRY = somebody("Harbour Ministry", kind="organization", id="p4")
OFFICIAL = somebody("a senior official", kind="unnamed", id="p5")
SPOKESMAN = somebody("Per Voss", id="p6", speaks_for="p4")
FERRY = "“We will not sign the ferry treaty before the winter storms are over.”"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("checking") / "a.db") as made:
        made.store(
            [
                spoken("a1", (HOLT, "Ida Holt", FERRY), outlet="The Carrow Courier", published="2024-03-02"),
                spoken(
                    "b1",
                    (HOLT, "Ida Holt", FERRY),
                    (LIND, "Karl Lind", "“The pilots were paid twice for one crossing.”"),
                    (LIND, "Karl Lind", "“Nobody asked them why they kept the money.”"),
                    outlet="Gridwire",
                    published="2024-03-03",
                ),
                spoken(
                    "c1",
                    (HOLT, "Ida Holt", "that she would sell the lighthouse to a foundation of fishermen"),
                    (OFFICIAL, "a senior official", "“The dredging contract was never opened to tender.”"),
                    (MINISTRY, "the Harbour Ministry", "“Every buoy has been counted and repainted.”"),
                    (None, "A voice", "“Sink the old tugboats where they lie.”"),
                    "In the ledger: “The archive burned on a windless night and the key was never found.”",
                    outlet="Meridian",
                    published="2024-03-04",
                ),
                spoken("d1", (OTHER_LIND, "Britta Lind", "“I only came for the soup and the singing.”")),
            ]
        )
        yield made


def test_the_words_of_the_speaker_are_exact_in_every_report(record: Record) -> None:
    found = record.check("we will not sign the ferry treaty", "Ida Holt")
    assert (found.verdict, found.speaker) == (Verdict.EXACT, "Ida Holt")
    assert [one.entry.article.id for one in found.found] == ["a1", "b1"]
    assert {one.mouth for one in found.found} == {Mouth.SPEAKER}
    assert not found.near and not found.printed


def test_without_a_speaker_it_is_told_who_said_it(record: Record) -> None:
    found = record.check("The pilots were paid twice")
    assert found.verdict is Verdict.EXACT
    assert [one.entry.speaker_name for one in found.found] == ["Karl Lind"]


def test_a_dropped_not_is_a_variant_and_stands_out(record: Record) -> None:
    found = record.check("We will sign the ferry treaty before the winter storms are over", "Ida Holt")
    assert found.verdict is Verdict.VARIANT
    assert "negation" in map(str, found.found[0].wording.differing.stands_out)


def test_dots_may_skip_words_and_it_is_said(record: Record) -> None:
    found = record.check("We will not sign … before the winter storms are over", "Ida Holt")
    assert found.verdict is Verdict.EXACT
    assert any("dots" in note for note in found.notes)


def test_another_speaker_is_misattributed(record: Record) -> None:
    found = record.check("We will not sign the ferry treaty", "Karl Lind")
    assert found.verdict is Verdict.MISATTRIBUTED
    assert {one.mouth for one in found.found} == {Mouth.OTHER}
    assert found.notes[-1] == "in the mouth of Ida Holt"


def test_a_variant_in_anothers_mouth_is_misattributed_too(record: Record) -> None:
    found = record.check("We will sign the ferry treaty before the winter storms are over", "Karl Lind")
    assert found.verdict is Verdict.MISATTRIBUTED
    assert found.found[0].wording.likeness is Likeness.VARIANT


def test_what_nobody_said_is_not_found(record: Record) -> None:
    found = record.check("My aunt keeps seven geese behind the chapel", "Ida Holt")
    assert found.verdict is Verdict.NOT_FOUND
    assert not found.found and not found.printed


def test_what_is_near_is_marked_so(record: Record) -> None:
    found = record.check("the treaty on the ferry has our signature", "Ida Holt")
    assert found.verdict is Verdict.NOT_FOUND
    assert found.near and found.near[0].by in ("meaning", "words")
    assert found.near[0].entry.speaker_name == "Ida Holt"


def test_words_over_two_statements_of_one_speaker_are_exact(record: Record) -> None:
    found = record.check("paid twice for one crossing. Nobody asked them why", "Karl Lind")
    assert found.verdict is Verdict.EXACT
    assert found.found[0].statements == ("b1-2", "b1-3")


def test_an_indirect_report_is_said_to_be_one(record: Record) -> None:
    found = record.check("sell the lighthouse to a foundation of fishermen", "Ida Holt")
    assert (found.verdict, found.found[0].wording.quote) == (Verdict.EXACT, Quote.INDIRECT)
    assert found.notes[0].startswith("reported in indirect speech only")


def test_an_indirect_report_in_another_person_is_a_variant(record: Record) -> None:
    found = record.check("I will sell the lighthouse to a foundation of fishermen", "Ida Holt")
    assert found.verdict is Verdict.VARIANT
    assert found.notes[0].startswith("reported in indirect speech only")


def test_an_unnamed_source_is_nobody_by_name(record: Record) -> None:
    found = record.check("The dredging contract was never opened to tender", "Ida Holt")
    assert found.verdict is Verdict.UNCLEAR
    assert found.notes == ("the source is a senior official; that it is Ida Holt is not told",)


def test_an_unknown_speaker_is_not_the_one_asked_for(record: Record) -> None:
    found = record.check("Sink the old tugboats where they lie", "Karl Lind")
    assert found.verdict is Verdict.UNCLEAR
    assert found.found[0].mouth is Mouth.UNNAMED


def test_the_ministry_of_a_minister_is_near_and_it_is_said(record: Record) -> None:
    found = record.check("Every buoy has been counted and repainted", "Ida Holt")
    assert found.verdict is Verdict.EXACT
    assert found.found[0].mouth is Mouth.NEAR
    assert found.notes == ("in the mouth of Harbour Ministry, not of Ida Holt by name",)


def test_a_source_may_be_asked_for_as_it_is_printed(record: Record) -> None:
    found = record.check("The dredging contract was never opened to tender", "senior official")
    assert found.verdict is Verdict.EXACT


def test_words_in_nobodys_mouth_are_shown_where_they_are_printed(record: Record) -> None:
    found = record.check("The archive burned on a windless night and the key was never found", "Karl Lind")
    assert found.verdict is Verdict.NOT_FOUND
    (printed,) = found.printed
    assert (printed.article.id, printed.quoted, printed.statement) == ("c1", True, None)
    assert printed.span.of(printed.article.text) == (
        "The archive burned on a windless night and the key was never found"
    )


def test_namesakes_are_told_apart_and_strangers_refused(record: Record) -> None:
    with pytest.raises(QueryError, match=r"2 people are called 'Lind'(?s:.*)Britta Lind"):
        record.check("The pilots were paid twice", "Lind")
    with pytest.raises(NotFoundError, match="nobody in the record is called 'Zeno'"):
        record.check("The pilots were paid twice", "Zeno")
    with pytest.raises(NotFoundError, match="no person p99"):
        record.check("The pilots were paid twice", "p99")


def test_a_quotation_needs_a_word_and_has_a_limit(record: Record) -> None:
    with pytest.raises(QueryError, match="no word to check"):
        record.check(" …!? ")
    with pytest.raises(QueryError, match="at most 600"):
        record.check("word " * 601)


def test_who_speaks_for_a_body_is_near_it(tmp_path: Path) -> None:
    words = "“The crane will be lifted off the quay by Thursday night.”"
    with open_record(tmp_path / "a.db") as record:
        record.store([spoken("a1", (SPOKESMAN, "Per Voss", words), (MINISTRY, "the ministry", "“No.”"))])
        found = record.check("The crane will be lifted off the quay", "Harbour Ministry")
    assert (found.verdict, found.found[0].mouth) == (Verdict.EXACT, Mouth.NEAR)


def test_the_innermost_of_nested_reports_speaks(tmp_path: Path) -> None:
    words = "“The lamp room has been locked since the inquest.”"
    read = spoken("a1", (HOLT, "Ida Holt", f"that Karl Lind had told her {words}"))
    with open_record(tmp_path / "a.db") as record:
        record.store([nested(read, words, LIND)])
        asked = {who: record.check("The lamp room has been locked", who) for who in ("Ida Holt", "Karl Lind")}
        anybody = record.check("The lamp room has been locked")
    assert [one.entry.statement.id for one in asked["Karl Lind"].found] == ["a1-2"]
    assert asked["Karl Lind"].verdict is Verdict.EXACT
    assert asked["Ida Holt"].verdict is Verdict.EXACT  # she said so, as another's words
    assert [one.entry.speaker_name for one in anybody.found] == ["Karl Lind"]


def test_another_report_of_the_utterance_may_name_the_speaker(tmp_path: Path) -> None:
    words = "“We will not sign the ferry treaty before the winter storms are over.”"
    shorter = "“We will not sign the ferry treaty before the winter storms.”"
    with open_record(tmp_path / "a.db") as record:
        record.store([spoken("a1", (None, "She", words), published="2024-03-02")])
        record.store([spoken("b1", (HOLT, "Ida Holt", shorter), outlet="Meridian", published="2024-03-02")])
        record.same_utterance("a1-1", "b1-1")
        found = record.check("before the winter storms are over", "Ida Holt")
    assert found.verdict is Verdict.EXACT
    assert found.found[0].mouth is Mouth.LINKED
    assert any("another report of the same utterance names Ida Holt" in note for note in found.notes)


def test_a_copy_is_no_report_of_its_own(tmp_path: Path) -> None:
    rest = (
        "Boats waited in the rain all day long while the keepers argued about the fee and who forgot to "
        "oil the chains of the northern lock. By evening the queue reached the cannery, and two skippers had "
        "tied up without leave at the bishop’s private jetty."
    )
    line = (HOLT, "Ida Holt", "“The bridge is raised and will stay so until the tide turns.”")
    with open_record(tmp_path / "a.db") as record:
        record.store(
            [
                spoken("a1", rest, line, rest.replace("Boats", "Barges"), published="2024-03-02"),
                spoken(
                    "b1",
                    rest,
                    line,
                    rest.replace("Boats", "Barges"),
                    outlet="Meridian",
                    published="2024-03-03",
                ),
            ]
        )
        found = record.check("The bridge is raised and will stay so", "Ida Holt")
    assert [(one.entry.article.id, one.copy_of) for one in found.found] == [("a1", None), ("b1", "a1")]


def test_every_quotation_of_a_text_is_checked(record: Record, tmp_path: Path) -> None:
    text = (
        "Ms Holt told us: “We will sign the ferry treaty before the winter storms are over.” "
        "She was “tired”.\n\n"
        "“My aunt keeps seven geese behind the chapel,” she added."
    )
    found = list(record.check_text(text, "Ida Holt"))
    assert [one.verdict for one in found] == [Verdict.VARIANT, Verdict.NOT_FOUND]
    assert [one.span.of(text)[:13] for one in found if one.span] == ["We will sign ", "My aunt keeps"]
    file = tmp_path / "draft.txt"
    file.write_text(text, encoding="utf-8")
    again = list(record.check_file(file, "Ida Holt"))
    assert [(one.words, one.verdict) for one in again] == [(one.words, one.verdict) for one in found]
    assert again[0].document == str(file)


def test_a_file_that_cannot_be_read_says_why(record: Record, tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        list(record.check_file(tmp_path / "none.txt"))


def test_a_text_without_quotations_is_one() -> None:
    assert [span.of("  we will sign \n") for span in quotations_in("  we will sign \n")] == ["we will sign"]
    assert quotations_in(" \n") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=80), who=st.sampled_from([None, "Ida Holt", "senior official"]))
def test_any_words_can_be_checked(record: Record, words: str, who: str | None) -> None:
    try:
        found = record.check(words, who)
    except QueryError:
        return
    assert found.verdict in Verdict
    for one in found.found:
        size = len(one.entry.article.text)
        assert all(0 <= span.start < span.end <= size for span in one.wording.content)


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("ab “”\"'\n.‘’«»"), max_size=80))
def test_quotations_stand_in_the_text_in_order(text: str) -> None:
    found = quotations_in(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_what_a_check_asks_of_a_record_is_found_by_indices(record: Record) -> None:
    from sqlalchemy import event

    asked: list[tuple[str, object]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(record._engine, "before_cursor_execute", note)
    record.check("We will sign the ferry treaty before the storms are over", "Ida Holt")
    event.remove(record._engine, "before_cursor_execute", note)
    plans: list[str] = []
    with record._engine.connect() as connection:
        for statement, parameters in asked:
            if statement.lstrip().startswith("SELECT"):
                explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
                plans += [str(row[3]) for row in explained]
    large = ("statements", "compared", "compared_keys", "spans", "members", "fingerprints", "articles")
    scans = [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1] in large]
    assert plans and not scans
