"""Decisions on statements: laid over what the machine found, found again, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import Counting, Filter, NotFoundError, QueryError, ReadArticle, Record, Span, open_record
from onrecord.model import Ground
from onrecord.record.entries import Reviewed
from tests.fakes import somebody
from tests.record.spoken import spoken

HOLT = somebody("Ida Holt", "Holt", id="p1")
REYES = somebody("Tomas Reyes", "Reyes", id="p2")
SPOKESMAN = somebody("a spokesman", kind="unnamed", id="p3")

FIRST = spoken(
    "aa11",
    (HOLT, "Ida Holt", "“The ferry will sail on Monday,”"),
    (REYES, "Reyes", "“Nobody asked the harbour,”"),
    (SPOKESMAN, "a spokesman", "The dredging had stopped,"),
)
SECOND = spoken(
    "bb22",
    (REYES, "Tomas Reyes", "“The quay is too short,”"),
    (None, "someone", "The ferry was sold,"),
    published="2024-03-05",
    outlet="The Weir Post",
)
EVERY = Filter(reviewed="all")


def unsure(read: ReadArticle, *confidences: float) -> ReadArticle:
    """Return an article of whose statements the speaker is only so sure."""
    said = zip(read.statements, confidences, strict=True)
    return replace(
        read, statements=tuple(replace(one, grounds=(Ground("speaker", "rule", sure),)) for one, sure in said)
    )


@pytest.fixture
def story(record: Record) -> Record:
    """A record of five statements by three speakers and nobody known."""
    record.store([unsure(FIRST, 0.9, 0.4, 0.6), unsure(SECOND, 0.95, 0.2)])
    return record


def ids(entries: Any) -> list[str]:
    return [entry.statement.id for entry in entries]


def found(record: Record, speaker: str) -> list[str]:
    return ids(record.statements(Filter(speaker=speaker)))


class TestRejected:
    def test_it_is_left_out_wherever_statements_are_listed_and_counted(self, story: Record) -> None:
        story.reject("aa11-1", by="ann")
        assert ids(story.statements()) == ["aa11-2", "aa11-3", "bb22-1", "bb22-2"]
        assert ids(story.find("ferry")) == ["bb22-2"]
        assert (story.count(), story.counts().statements) == (4, 4)
        assert [line.statements for line in story.articles()] == [2, 2]
        assert [len(read.statements) for read in story.readings()] == [2, 2]
        assert story.count(Filter(count=Counting.UTTERANCE)) == 4
        assert story.count(Filter(speaker="holt")) == 0
        assert story.person("Ida Holt").line.statements == 0
        assert story.check("The ferry will sail on Monday").verdict == "not found"
        assert story.watch(peek=True).statements == 4
        assert story.timeline("Tomas Reyes").positions

    def test_it_is_there_for_who_asks(self, story: Record) -> None:
        story.reject("aa11-1", by="ann")
        entry = story.statement("aa11-1")
        assert entry.review is not None
        assert (entry.review.state, entry.review.who) == (Reviewed.REJECTED, "ann")
        assert ids(story.statements(Filter(reviewed="rejected"))) == ["aa11-1"]
        assert story.count(EVERY) == 5
        assert ids(story.statement_entries("aa11")) == ["aa11-1", "aa11-2", "aa11-3"]

    def test_who_corrects_it_takes_it_for_a_statement(self, story: Record) -> None:
        story.reject("aa11-1")
        made = story.correct_speaker("aa11-1", "Tomas Reyes")
        assert story.count() == 5
        story.undo(made.id)
        assert story.count() == 4

    def test_other_reports_count_where_the_first_one_is_none(self, record: Record) -> None:
        words = "“We have never agreed to any of the eleven terms in that contract,”"
        record.store([spoken("c1", (HOLT, "Ida Holt", words)), spoken("d1", (HOLT, "Ida Holt", words))])
        once = Filter(count=Counting.UTTERANCE)
        assert ids(record.statements(once)) == ["c1-1"]
        record.reject("c1-1")
        assert ids(record.statements(once)) == ["d1-1"]


class TestSpeaker:
    def test_one_of_the_article_takes_the_place_of_the_machines(self, story: Record) -> None:
        story.correct_speaker("aa11-1", "reyes")
        assert found(story, "Reyes") == ["aa11-1", "aa11-2", "bb22-1"]
        assert found(story, "Holt") == []
        entry = story.statement("aa11-1")
        assert entry.speaker_name == "Tomas Reyes"
        assert entry.speaker == REYES
        assert entry.person == story.person("Tomas Reyes").line.id
        assert entry.statement.speaker == "p1"
        assert story.person("Tomas Reyes").line.statements == 3
        assert story.person("Ida Holt").line.statements == 0

    def test_one_of_the_record_by_name_or_id(self, story: Record) -> None:
        holt = story.person("Ida Holt").line.id
        story.correct_speaker("bb22-2", "Ida Holt")
        assert found(story, holt) == ["aa11-1", "bb22-2"]
        story.correct_speaker("bb22-1", holt)
        assert found(story, holt) == ["aa11-1", "bb22-1", "bb22-2"]
        assert found(story, "ida") == ["aa11-1", "bb22-1", "bb22-2"]
        entry = story.statement("bb22-1")
        assert (entry.speaker_name, entry.person, entry.speaker) == ("Ida Holt", holt, None)

    def test_a_new_name_is_found_by_its_words(self, story: Record) -> None:
        story.correct_speaker("bb22-2", "Ove  Lind")
        assert found(story, "lind") == ["bb22-2"]
        assert found(story, "someone") == []
        assert ids(story.find("someone ferry")) == ["bb22-2"]
        entry = story.statement("bb22-2")
        assert (entry.speaker_name, entry.person) == ("Ove Lind", None)

    def test_nobody_known(self, story: Record) -> None:
        story.correct_speaker("aa11-1", "")
        assert found(story, "Holt") == []
        assert story.statement("aa11-1").speaker_name == ""
        assert story.statement("aa11-1").person is None

    def test_it_follows_who_is_who(self, story: Record) -> None:
        holt, reyes = (story.person(name).line.id for name in ("Ida Holt", "Tomas Reyes"))
        story.correct_speaker("bb22-2", holt)
        made = story.merge_people(reyes, holt)
        assert found(story, reyes) == ["aa11-1", "aa11-2", "bb22-1", "bb22-2"]
        assert story.statement("bb22-2").person == reyes
        story.undo(made.id)
        assert found(story, reyes) == ["aa11-2", "bb22-1"]
        assert story.statement("bb22-2").person == holt

    def test_words_are_checked_as_decided(self, story: Record) -> None:
        words = "The quay is too short"
        assert story.check(words, "Ida Holt").verdict == "misattributed"
        story.correct_speaker("bb22-1", "Ida Holt")
        assert story.check(words, "Ida Holt").verdict == "exact"
        story.correct_speaker("aa11-2", "Ida Holt")
        assert story.check("Nobody asked the harbour", "Ida Holt").verdict == "exact"
        assert story.check("Nobody asked the harbour", "Tomas Reyes").verdict == "misattributed"

    def test_namesakes_have_to_be_told_apart(self, record: Record) -> None:
        other = somebody("Ida Holt", roles=["Arden mayor"], id="p9")
        record.store(
            [
                spoken("c1", (HOLT, "Ida Holt", "“Yes,”")),
                spoken("d1", (other, "Ida Holt", "“No,”")),
                spoken("e1", (REYES, "Reyes", "“So,”")),
            ]
        )
        line = record.person("Ida Holt").line
        record.split_person(line.id, "d1")
        with pytest.raises(QueryError, match="2 people are called 'Ida Holt'; give the id of one"):
            record.correct_speaker("e1-1", "Ida Holt")
        two = spoken(
            "f1", (HOLT, "Holt", "“Yes,”"), (replace(HOLT, id="p7", name="Una Holt"), "Holt", "“No,”")
        )
        record.store([two])
        with pytest.raises(QueryError, match="several people of the article are called 'Holt'"):
            record.correct_speaker("f1-1", "Holt")

    @pytest.mark.parametrize("name", ["!?", "x" * 300])
    def test_what_is_no_name_is_refused(self, story: Record, name: str) -> None:
        with pytest.raises(QueryError, match="is no name"):
            story.correct_speaker("aa11-1", name)

    def test_an_id_that_is_nobodys_is_refused(self, story: Record) -> None:
        with pytest.raises(NotFoundError, match="no person p99"):
            story.correct_speaker("aa11-1", "p99")
        assert list(story.statement_judgements()) == []


class TestSpan:
    def test_it_is_shown_searched_and_highlighted(self, story: Record) -> None:
        text = FIRST.article.text
        at = text.index("sail")
        story.correct_span("aa11-1", "content", (Span(at, at + len("sail on ")),))
        entry = story.statement("aa11-1")
        assert (entry.content, entry.statement.attribution.content) == ("sail on", (Span(0, 32),))
        (hit,) = story.find("sail")
        assert hit.highlights == (Span(at, at + 4),)
        assert hit.review is not None
        assert hit.review.state is Reviewed.CORRECTED

    def test_words_elsewhere_are_found_as_content(self, story: Record) -> None:
        text = FIRST.article.text
        at = text.index("dredging")
        story.correct_span("aa11-1", "content", (Span(at, at + 8),))
        story.correct_span("aa11-1", "source", ())
        story.correct_span("aa11-1", "cue", ())
        assert ids(story.find("monday")) == []
        assert ids(story.find("dredging")) == ["aa11-1", "aa11-3"]
        assert story.check("The ferry will sail on Monday").verdict == "not found"

    def test_cue_and_source_may_be_none(self, story: Record) -> None:
        story.correct_span("aa11-2", "source", ())
        story.correct_span("aa11-2", "cue", ())
        entry = story.statement("aa11-2")
        assert (entry.source, entry.cue) == ("", "")
        assert entry.review is not None
        assert (entry.review.source, entry.review.cue, entry.review.content) == ((), (), None)

    def test_pieces_are_put_in_order_and_together(self, story: Record) -> None:
        story.correct_span("aa11-1", "content", (Span(11, 15), Span(0, 4), Span(15, 20)))
        assert story.statement("aa11-1").content_spans == (Span(0, 4), Span(11, 20))

    @pytest.mark.parametrize(
        ("role", "spans", "says"),
        [
            ("content", (), "needs its words; .* reject it"),
            ("content", (Span(5, 4000),), "is not in the article"),
            ("cue", (Span(1, 2), Span(4, 5)), "only white space"),
            ("speaker", (Span(1, 2),), "correct its content, cue, source"),
        ],
    )
    def test_what_cannot_be_is_refused(self, story: Record, role: str, spans: Any, says: str) -> None:
        with pytest.raises(QueryError, match=says):
            story.correct_span("aa11-1", role, spans)
        assert list(story.statement_judgements()) == []


class TestQueue:
    def test_least_certain_first_and_reviewed_ones_out(self, story: Record) -> None:
        assert ids(story.review_queue()) == ["bb22-2", "aa11-2", "aa11-3", "aa11-1", "bb22-1"]
        story.accept("aa11-2")
        story.reject("bb22-2")
        assert ids(story.review_queue(limit=2)) == ["aa11-3", "aa11-1"]
        assert ids(story.review_queue(limit=2, offset=2)) == ["bb22-1"]
        assert story.count_queue() == 3

    def test_it_says_what_is_least_sure(self, story: Record) -> None:
        entries = {entry.statement.id: entry.doubt for entry in story.review_queue()}
        assert (entries["bb22-2"].field, entries["bb22-2"].confidence) == ("speaker", 0.2)
        assert (entries["bb22-1"].field, entries["bb22-1"].confidence) == ("attribution", 0.9)

    def test_it_obeys_a_filter(self, story: Record) -> None:
        post = Filter(outlet="weir")
        assert ids(story.review_queue(post)) == ["bb22-2", "bb22-1"]
        assert story.count_queue(post) == 2
        assert ids(story.review_queue(Filter(speaker="reyes"))) == ["aa11-2", "bb22-1"]


class TestJudgements:
    def test_each_says_who_when_and_what(self, story: Record) -> None:
        story.accept("aa11-1", by="ann")
        story.correct_speaker("aa11-1", "Reyes", by="bo")
        story.correct_span("aa11-1", "cue", (Span(0, 3),), by="cy")
        story.reject("aa11-2", by="di")
        told = [(one.subject, one.kind, one.value, one.who) for one in story.statement_judgements()]
        assert told == [
            ("aa11-1", "right", "", "ann"),
            ("aa11-1", "speaker", "Tomas Reyes", "bo"),
            ("aa11-1", "span", "cue 0-3", "cy"),
            ("aa11-2", "not-a-statement", "", "di"),
        ]
        review = story.statement("aa11-1").review
        assert review is not None
        assert [one.who for one in review.judgements] == ["cy", "bo", "ann"]
        assert [one.who for one in story.statement_judgements("aa11-2")] == ["di"]

    def test_undone_ones_stay_listed(self, story: Record) -> None:
        made = story.reject("aa11-1", by="ann")
        story.undo(f"j{made.id}", by="bo")
        (one,) = story.statement_judgements("aa11-1")
        assert one.undone is not None
        assert one.undone.endswith("by bo")
        assert story.statement("aa11-1").review is None
        with pytest.raises(QueryError, match="was undone .* by bo; decide again"):
            story.undo(made.id)

    def test_other_judgements_are_undone_too(self, story: Record) -> None:
        made = story.rename_person("Ida Holt", "Governor Holt")
        story.undo(made.id)
        assert story.person("Ida Holt").line.name == "Ida Holt"
        with pytest.raises(NotFoundError, match="no judgement j9"):
            story.undo("j9")

    def test_what_the_machine_said_is_kept_with_it(self, story: Record) -> None:
        story.correct_speaker("aa11-1", "Reyes")
        with story._asking() as connection:
            row = connection.exec_driver_sql("SELECT extractor, detail FROM judgements").one()
        (machine,) = json.loads(row.detail)["statements"]
        assert row.extractor == "v1"
        assert (machine["speaker"], machine["content"], machine["confidence"]) == ("Ida Holt", [[0, 32]], 0.9)

    def test_a_statement_that_is_not_there(self, story: Record) -> None:
        with pytest.raises(NotFoundError, match="has no statement 9"):
            story.accept("aa11-9")

    def test_filters_say_themselves(self) -> None:
        assert str(Filter(reviewed="none", act="deny")) == "that deny, not reviewed"
        with pytest.raises(QueryError, match="ask for any, none"):
            Filter(reviewed="perhaps")


class Again:
    """Finds some of the statements of an article again, as a later version might."""

    version = "v2"

    def __init__(self, *kept: int) -> None:
        self.kept = kept

    def again(self, read: ReadArticle) -> ReadArticle:
        some = [one for number, one in enumerate(read.statements, start=1) if number in self.kept]
        renumbered = tuple(replace(one, id=f"{one.article}-{n}") for n, one in enumerate(some, start=1))
        return replace(read, statements=renumbered, extractor=self.version)


@pytest.fixture
def reread(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Read all articles of a record again, with some of their statements."""

    def run(record: Record, *kept: int) -> None:
        known = {read.article.id: read for read in (FIRST, SECOND)}
        monkeypatch.setattr(
            "onrecord.record.record.read_each",
            lambda articles, by: [by.again(known[article.id]) for article in articles],
        )
        record.reread(lambda: Again(*kept))

    return run


class TestReadAgain:
    def test_decisions_are_found_again_by_their_words(
        self, story: Record, reread: Callable[..., None]
    ) -> None:
        story.reject("aa11-2")
        story.correct_speaker("bb22-2", "Ove Lind")
        reread(story, 2, 3)
        assert ids(story.statements(EVERY)) == ["aa11-1", "aa11-2", "bb22-1"]
        assert ids(story.statements()) == ["aa11-2", "bb22-1"]
        assert found(story, "lind") == ["bb22-1"]
        assert [one.subject for one in story.statement_judgements("aa11-1")] == ["aa11-2"]

    def test_of_what_is_no_more_found_nothing_is_shown(
        self, story: Record, reread: Callable[..., None]
    ) -> None:
        made = story.correct_speaker("aa11-1", "Ove Lind")
        reread(story, 2, 3)
        assert found(story, "lind") == []
        assert story.count(Filter(reviewed="any")) == 0
        assert [one.id for one in story.statement_judgements()] == [made.id]
        story.undo(made.id)

    def test_the_index_is_that_of_a_new_record(
        self, story: Record, reread: Callable[..., None], tmp_path: Path
    ) -> None:
        made = story.correct_span("aa11-3", "content", (Span(0, 9),))
        reread(story, 3)
        story.undo(made.id)
        with open_record(tmp_path / "fresh.db") as fresh:
            fresh.store([Again(3).again(FIRST), Again(3).again(SECOND)])
            assert seen(story) == seen(fresh)


# -- any sequence ----------------------------------------------------------------------------------

WORDS = ("ferry", "dredging", "quay", "harbour", "someone", "reyes")
SPEAKERS = ("Ida Holt", "Reyes", "Ove Lind", "a spokesman", "p1", "")
STATEMENTS = ("aa11-1", "aa11-2", "aa11-3", "bb22-1", "bb22-2")


def seen(record: Record) -> dict[str, Any]:
    """Return what a record shows of its statements: listed, searched, filtered, counted."""
    entries = [
        (entry.statement, entry.content, entry.cue, entry.source, entry.speaker_name, entry.person)
        for entry in record.statements(EVERY)
    ]
    with record._asking() as connection:
        index = connection.exec_driver_sql("SELECT count(*) FROM statement_words").scalar()
    return {
        "entries": entries,
        "states": [entry.review.state if entry.review else None for entry in record.statements(EVERY)],
        "find": {
            word: [(entry.statement.id, round(entry.score or 0, 9)) for entry in record.find(word)]
            for word in WORDS
        },
        "speakers": {
            who: ids(record.statements(Filter(speaker=who))) for who in (*SPEAKERS[:-1], "p2", "someone")
        },
        "reviewed": {
            state: ids(record.statements(Filter(reviewed=state)))
            for state in (None, "any", "none", "accepted", "corrected", "rejected")
        },
        "queue": ids(record.review_queue()),
        "people": [(line.id, line.name, line.statements) for line in record.people()],
        "index": index,
    }


@contextmanager
def fresh_record() -> Iterator[Record]:
    with TemporaryDirectory() as folder, open_record(Path(folder) / "fresh.db") as record:
        record.store([FIRST, SECOND])
        yield record


def decide(record: Record, step: tuple[Any, ...]) -> int:
    kind, statement, *more = step
    if kind == "accept":
        return record.accept(statement, "ann").id
    if kind == "reject":
        return record.reject(statement, "ann").id
    if kind == "speaker":
        return record.correct_speaker(statement, more[0], "ann").id
    return record.correct_span(statement, more[0], more[1], "ann").id


SPANS = st.tuples(st.integers(0, 40), st.integers(4, 20)).map(lambda one: Span(one[0], one[0] + one[1]))
STEPS = st.one_of(
    st.tuples(st.sampled_from(["accept", "reject"]), st.sampled_from(STATEMENTS)),
    st.tuples(st.just("speaker"), st.sampled_from(STATEMENTS), st.sampled_from(SPEAKERS)),
    st.tuples(
        st.just("span"),
        st.sampled_from(STATEMENTS),
        st.sampled_from(["content", "cue", "source"]),
        st.lists(SPANS, min_size=1, max_size=2).map(tuple),
    ),
    st.tuples(st.just("undo"), st.integers(0, 20)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, max_size=7))
def test_any_decisions_and_undos_are_as_the_standing_ones_alone(steps: list[tuple[Any, ...]]) -> None:
    standing: dict[int, tuple[Any, ...]] = {}
    with fresh_record() as record:
        untouched = seen(record)
        for step in steps:
            if step[0] != "undo":
                standing[decide(record, step)] = step
            elif standing:
                number = sorted(standing)[step[1] % len(standing)]
                record.undo(number)
                del standing[number]
        with fresh_record() as replayed:
            for number in sorted(standing):
                decide(replayed, standing[number])
            assert seen(record) == seen(replayed)
        for number in sorted(standing):
            record.undo(number)
        assert seen(record) == untouched
