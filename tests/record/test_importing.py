"""A record out as lines and in again: nothing lost, whatever was decided, and other records understand it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import (
    Article,
    Document,
    Filter,
    OnrecordError,
    Problem,
    ReadArticle,
    Record,
    Span,
    open_record,
)
from onrecord.export import export
from onrecord.pipeline import read_articles
from tests.export.filled import fill
from tests.fakes import FakeExtractor, ShorterExtractor, report, somebody
from tests.linking.utterances.retellings import STORY

OTT = somebody("Lena Ott", "Ott", roles=("minister",))
OTHER_OTT = somebody("Lena Ott", roles=("singer",))
BRANDT = somebody("Jan Brandt", "Brandt", roles=("governor",))
SURNAME = somebody("Brandt")
KPT = somebody("Kerrin Port Trust", "KPT", kind="organization")
SOURCE = somebody("a source close to the talks", kind="unnamed", occupation="source")
CAST = (OTT, OTHER_OTT, BRANDT, SURNAME, KPT, SOURCE)
EVERYTHING = Filter()


def lines_of(record: Record, only: Filter = EVERYTHING, words: str | None = None) -> list[bytes]:
    return b"".join(export(record, "record", only, words)).splitlines()


def shown(record: Record) -> list[Any]:
    """Return what a reader sees of a record, without the numbers that it gives to people."""
    people = sorted(
        (one.name, one.kind, one.statements, one.articles, one.decided) for one in record.people(limit=None)
    )
    entries = [
        (
            entry.statement,
            entry.speaker_name,
            entry.content_spans,
            entry.review and (entry.review.state, entry.review.who, entry.review.when),
        )
        for entry in record.statements(Filter(reviewed="all"))
    ]
    utterances = [(one.id, one.members, one.decided) for one in record.utterances()]
    found = (
        [entry.statement.id for entry in record.find("“pier” object", Filter(), limit=None)]
        if entries
        else []
    )
    return [people, entries, utterances, found]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "other.db") as opened:
        yield opened


@pytest.fixture
def filled(record: Record) -> Record:
    return fill(record)


class TestRoundTrip:
    def test_lines_are_the_same_out_of_the_record_that_took_them(self, filled: Record, other: Record) -> None:
        lines = lines_of(filled)
        taken = other.take(lines)
        assert taken.problems == () and taken.articles == filled.counts().articles
        assert lines_of(other) == lines
        assert shown(other) == shown(filled)

    def test_taking_them_again_changes_nothing(self, filled: Record, other: Record) -> None:
        lines = lines_of(filled)
        other.take(lines)
        again = other.take(lines)
        assert (again.articles, again.statements, again.judgements, again.watched) == (0, 0, 0, 0)
        assert again.already == filled.counts().articles and again.problems == ()
        assert lines_of(other) == lines

    def test_documents_come_too_unless_they_are_left_out(self, record: Record, other: Record) -> None:
        document = Document("a.txt", "“No,” Lena Ott said.".encode(), "text/plain")
        article = Article("a", "“No,” Lena Ott said.", document=document)
        record.store(read_articles([article], FakeExtractor()))
        other.take(lines_of(record))
        assert other.article("a").article.document == document
        assert lines_of(other) == lines_of(record)
        bare = b"".join(export(record, "record", Filter(), documents=False))
        assert b'"document"' not in bare

    def test_earlier_readings_problems_and_times_are_kept(self, record: Record, other: Record) -> None:
        article = Article("a", "“No,” Lena Ott said.\n\n“Yes,” Ana Ek said.")
        record.store([*read_articles([article], FakeExtractor()), Problem("x.pdf", "is of another kind")])
        record.accept("a-2", by="ann")
        record.reread(ShorterExtractor)
        lines = lines_of(record)
        assert [json.loads(line)["type"] for line in lines].count("reading") == 2
        assert other.take(lines).problems == ()
        assert lines_of(other) == lines
        assert [entry.statement.id for entry in other.statements()] == ["a-1"]
        assert list(other.problems()) == list(record.problems())

    def test_what_is_watched_is_watched_there(self, filled: Record, other: Record) -> None:
        person = next(one.id for one in filled.people() if one.name == "Ida Kessler")
        filled.watch("pier", Filter(speaker=person), by="ann")
        filled.watch(by="ann")
        other.store([report("z", OTT)])  # so that people have other numbers there
        assert other.take(lines_of(filled)).watched == 2
        watched = {one.question.words: one for one in other.watched("ann")}
        speaker = watched["pier"].question.only.speaker
        assert speaker is not None and other.person(speaker).line.name == "Ida Kessler"

    def test_every_line_is_by_the_schema(self, filled: Record) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        source = files("onrecord.schema").joinpath("record.schema.json").read_text(encoding="utf-8")
        check = jsonschema.Draft202012Validator(json.loads(source))
        person = next(iter(filled.people()))
        filled.rename_person(person.id, "Somebody", by="ann")
        filled.watch("pier", by="ann")
        filled.store([Problem("x.pdf", "is of another kind")])
        kinds = set[str]()
        for line in [*lines_of(filled), *b"".join(export(filled, "training", Filter())).splitlines()]:
            check.validate(json.loads(line))
            kinds.add(json.loads(line)["type"])
        assert kinds >= {"record", "article", "reading", "judgement", "watched", "problem", "training"}


class TestDecisionsOnPeople:
    """People have other numbers in a record that had articles before."""

    def taken(self, record: Record, other: Record) -> dict[str, Any]:
        other.store([report("z1", KPT, OTHER_OTT), report("z2", SURNAME, published="2020-01-01")])
        before = {one.name for one in other.people()}
        assert other.take(lines_of(record)).problems == ()
        return {one.name: one for one in other.people(limit=None) if one.name not in before}

    def test_a_merge_is_of_the_same_people(self, record: Record, other: Record) -> None:
        record.store([report("a", somebody("Ida Kessler")), report("b", somebody("Piet Vossler"))])
        kessler, vossler = (next(one.id for one in record.people(name)) for name in ("Kessler", "Vossler"))
        record.merge_people(kessler, vossler, by="ann")
        people = self.taken(record, other)
        assert people["Ida Kessler"].articles == 2 and people["Ida Kessler"].decided
        (judgement,) = other.judgements(people["Ida Kessler"].id)
        assert (judgement.kind, judgement.who) == ("merge", "ann")
        other.undo(judgement.id, by="bob")
        assert {one.name for one in other.people()} >= {"Ida Kessler", "Piet Vossler"}

    def test_a_split_makes_one_person_and_what_follows_is_about_that_one(
        self, record: Record, other: Record
    ) -> None:
        record.store([report("a", OTT), report("b", OTT, published="2024-03-05")])
        (ott,) = record.people("Ott")
        split = record.split_person(ott.id, "b", by="ann")
        record.rename_person(split.value, "The Other Ott", by="ann")
        people = self.taken(record, other)
        assert people["The Other Ott"].articles == 1
        entries = list(other.statements(Filter(speaker=people["The Other Ott"].id)))
        assert [entry.article.id for entry in entries] == ["b"]

    def test_undone_ones_stay_undone(self, record: Record, other: Record) -> None:
        record.store([report("a", BRANDT), report("b", KPT)])
        brandt = next(one.id for one in record.people("Brandt"))
        judgement = record.rename_person(brandt, "Johnny", by="ann")
        record.undo(judgement.id, by="bob")
        self.taken(record, other)
        (taken,) = other.judgements()
        assert taken.undone is not None and taken.undone.endswith("by bob")
        assert "Johnny" not in {one.name for one in other.people()}

    def test_one_that_was_undone_since_is_undone_there_too(self, record: Record, other: Record) -> None:
        record.store([report("a", BRANDT)])
        judgement = record.rename_person(next(iter(record.people())).id, "Johnny", by="ann")
        other.take(lines_of(record))
        assert [one.name for one in other.people()] == ["Johnny"]
        record.undo(judgement.id, by="bob")
        assert other.take(lines_of(record)).judgements == 1
        assert [one.name for one in other.people()] == ["Jan Brandt"]
        assert lines_of(other) == lines_of(record)

    def test_a_decided_speaker_is_the_same_person(self, record: Record, other: Record) -> None:
        record.store([report("a", BRANDT), report("b", OTT)])
        brandt = next(one.id for one in record.people("Brandt"))
        record.correct_speaker("b-1", brandt, by="ann")
        self.taken(record, other)
        entry = other.statement("b-1")
        assert entry.person is not None and other.person(entry.person).line.name == "Jan Brandt"
        assert entry.speaker_name == "Jan Brandt"

    def test_decisions_of_both_records_stand_together(self, record: Record, other: Record) -> None:
        for one in (record, other):
            one.store([report("a", BRANDT), report("b", KPT)])
        record.rename_person(next(iter(record.people("Brandt"))).id, "Johnny", by="ann")
        other.reject("b-1", by="cy")
        before = [one.id for one in other.statement_judgements()]
        assert other.take(lines_of(record)).judgements == 1
        assert [one.id for one in other.statement_judgements()] == before
        assert next(iter(other.people())).name == "Johnny"

    def test_somebody_of_whom_no_article_came_is_nobody_s_namesake(
        self, record: Record, other: Record
    ) -> None:
        record.store([report("a", BRANDT), report("b", KPT, outlet="The Other")])
        record.rename_person(next(iter(record.people("Brandt"))).id, "Johnny", by="ann")
        part = lines_of(record, Filter(outlet="other"))
        assert other.take(part).problems == ()
        assert [one.name for one in other.people()] == ["Kerrin Port Trust"]
        assert other.take(part).judgements == 0
        assert other.take(lines_of(record)).articles == 1
        assert {one.name for one in other.people()} == {"Kerrin Port Trust", "Johnny"}

    def test_a_part_has_the_decisions_on_it(self, record: Record, other: Record) -> None:
        record.store(
            [report("a", OTT), report("b", OTT, outlet="The Other"), report("c", BRANDT, outlet="The Other")]
        )
        ott, brandt = (next(one.id for one in record.people(name)) for name in ("Ott", "Brandt"))
        record.split_person(ott, "a", by="ann")
        record.merge_people(brandt, ott, by="ann")
        record.accept("a-1", by="ann")
        record.accept("b-1", by="ann")
        assert other.take(lines_of(record, Filter(outlet="other"))).problems == ()
        assert [(one.name, one.articles) for one in other.people()] == [("Jan Brandt", 2)]
        assert [one.subject for one in other.statement_judgements()] == ["b-1"]


def decide(record: Record, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
    """Decide something at random; what makes no sense is refused and leaves nothing."""
    people = [one.id for one in record.people(limit=None)]
    statements = [entry.statement.id for entry in record.statements(Filter(reviewed="all"))]
    articles = [line.id for line in record.articles()]
    if not people or not statements:  # read again, nobody speaks any more
        return
    one, other = draw(st.sampled_from(people)), draw(st.sampled_from(people))
    said, again = draw(st.sampled_from(statements)), draw(st.sampled_from(statements))
    decisions: list[Callable[[], object]] = [
        lambda: record.merge_people(one, other, by="ann"),
        lambda: record.split_person(one, draw(st.sampled_from(articles)), by="bob"),
        lambda: record.rename_person(one, draw(st.sampled_from(["Ada", "B. 習"])), by="cy"),
        lambda: record.same_utterance(said, again, by="ann"),
        lambda: record.not_same_utterance(said, again, by="ann"),
        lambda: record.accept(said, by="dee"),
        lambda: record.reject(said, by="dee"),
        lambda: record.correct_speaker(said, draw(st.sampled_from([one, "Ada", ""])), by="dee"),
        lambda: record.correct_span(said, "cue", (Span(0, 3),), by="dee"),
        lambda: record.undo(draw(st.integers(1, 6)), by="eve"),
        lambda: record.reread(lambda: FakeExtractor("v2")),
    ]
    try:
        draw(st.sampled_from(decisions))()
    except OnrecordError:
        pass


SAID = st.lists(st.sampled_from(CAST), min_size=1, max_size=3, unique_by=lambda one: (one.name, one.kind))
ARTICLES = st.lists(SAID, min_size=1, max_size=4)


def invented(casts: list[list[Any]], draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[ReadArticle]:
    days = [draw(st.sampled_from(["2024-03-02", "2024-03-03", None])) for _ in casts]
    words = [draw(st.sampled_from(["We object to this pier", "習 “𝕏”"])) for _ in casts]
    return [
        report(f"a {at}", *cast, published=day, says=said, outlet=f"Outlet {at % 2}")
        for at, (cast, day, said) in enumerate(zip(casts, days, words, strict=True))
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLES, st.integers(0, 6), st.booleans(), st.data())
def test_any_record_and_any_decisions_survive(
    casts: list[list[Any]], count: int, others_first: bool, data: st.DataObject
) -> None:
    with (
        TemporaryDirectory() as folder,
        open_record(f"{folder}/one.db") as one,
        open_record(f"{folder}/other.db") as other,
    ):
        one.store(invented(casts, data.draw))
        for _ in range(count):
            decide(one, data.draw)
        lines = lines_of(one)
        if others_first:
            other.store([report("z", KPT, SOURCE, outlet="Elsewhere", published="1999")])
        assert other.take(lines).problems == ()
        if others_first:
            here = {line for line in lines_of(other) if b'"z' not in line[:60]}
            assert here >= {line for line in lines if b'"judgement"' not in line[:30]}
        else:
            assert lines_of(other) == lines
            assert shown(other) == shown(one)
        assert other.take(lines).judgements == 0
        with open_record(f"{folder}/part.db") as part:
            assert part.take(lines_of(one, Filter(outlet="Outlet 0"))).problems == ()
            assert {entry.article.outlet for entry in part.statements()} <= {"Outlet 0"}


class TestBadLines:
    def bad(
        self, record: Record, change: Callable[[dict[str, Any]], Any], kind: str, other: Record
    ) -> Problem:
        """Change the first line of a kind and return what taking it says."""
        lines = [json.loads(line) for line in lines_of(record)]
        at = next(at for at, line in enumerate(lines) if line["type"] == kind)
        changed = change(lines[at])
        lines[at] = lines[at] if changed is None else changed
        taken = other.take([json.dumps(line) for line in lines], "x.jsonl")
        assert taken.problems[0].document == f"x.jsonl line {at + 1}"
        return taken.problems[0]

    @pytest.mark.parametrize(
        ("kind", "change", "told"),
        [
            ("article", lambda line: line.update(text="other words"), "was changed on its way"),
            ("article", lambda line: line.update(id=7), 'needs "id", a string'),
            (
                "reading",
                lambda line: line["statements"][0].update(content=[[0, 10**6]]),
                "is not in the text",
            ),
            ("reading", lambda line: line["statements"][0].update(content=[]), "has no content"),
            ("reading", lambda line: line["statements"][0].update(quote="loud"), "cannot be 'loud'"),
            ("reading", lambda line: line["statements"][0].update(confidence=2), "from 0 to 1"),
            ("reading", lambda line: line["statements"][0].update(speaker="p99"), "not among its people"),
            ("reading", lambda line: line["statements"][0].update(id="x-1"), "is called 'x-1'"),
            ("reading", lambda line: line.update(people={}), "is no list"),
            ("judgement", lambda line: line.update(number=0), "a number from 1"),
            ("judgement", lambda line: line.update(about={}), "is no object"),
            ("record", lambda line: line.update(version=99), "newer onrecord"),
            ("article", lambda line: line.update(type="ghost"), "not known, 'ghost'"),
            ("article", lambda line: {"text": "x"}, "onrecord add FILE"),
            ("article", lambda line: ["x"], "is no object"),
            ("article", lambda line: line.update(title="\ud800"), "that can be kept"),
        ],
    )
    def test_it_is_named_and_the_others_are_kept(
        self, filled: Record, other: Record, kind: str, change: Callable[[Any], Any], told: str
    ) -> None:
        assert told in self.bad(filled, change, kind, other).reason
        assert other.counts().articles >= filled.counts().articles - 1

    def test_what_is_no_json_is_named(self, filled: Record, other: Record) -> None:
        lines = lines_of(filled)
        taken = other.take([b"{", *lines, b"\xff\xfe", b"[" * 100_000], "x")
        assert [one.document for one in taken.problems] == [
            "x line 1",
            f"x line {len(lines) + 2}",
            f"x line {len(lines) + 3}",
        ]
        assert taken.articles == filled.counts().articles

    def test_an_id_of_another_text_is_left_out(self, filled: Record, other: Record) -> None:
        other.store([report("courier", OTT)])
        taken = other.take(lines_of(filled), "x")
        assert any("another article in the record" in one.reason for one in taken.problems)
        assert other.article("courier").article.text.startswith("“We object")

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_no_line_however_damaged_ends_in_a_traceback(
        self, filled_lines: list[bytes], data: st.DataObject
    ) -> None:
        lines = [json.loads(line) for line in filled_lines]
        at = data.draw(st.integers(0, len(lines) - 1))
        path, value = [], lines[at]
        while isinstance(value, dict | list) and value and (not path or data.draw(st.booleans())):
            keys = list(value) if isinstance(value, dict) else list(range(len(value)))
            path.append(data.draw(st.sampled_from(keys)))
            value = value[path[-1]]
        holder = lines[at]
        for key in path[:-1]:
            holder = holder[key]
        strange = st.sampled_from([None, -1, 2**70, "", "x", "own:x", "split:9", [], {}, [[0, 1]], True, 0.5])
        holder[path[-1]] = data.draw(strange)
        with TemporaryDirectory() as folder, open_record(f"{folder}/r.db") as record:
            record.take([json.dumps(line) for line in lines])
            assert list(record.statements()) is not None
            lines_of(record)


@pytest.fixture(scope="module")
def filled_lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    with open_record(tmp_path_factory.mktemp("lines") / "r.db") as record:
        record.store([STORY[0], STORY[2]])
        record.accept("courier-2", by="ann")
        record.correct_speaker("courier-3", next(iter(record.people("Vossler"))).id, by="bob")
        record.correct_span("courier-4", "content", (Span(286, 330),), by="ann")
        people = [one.id for one in record.people()]
        record.merge_people(people[0], people[1], by="ann")
        record.split_person(people[0], "ledger", by="ann")
        record.same_utterance("courier-2", "courier-3", by="ann")
        record.watch("pier", Filter(speaker=people[0]), by="ann")
        return lines_of(record)


class TestTraining:
    def test_only_what_somebody_looked_at(self, filled: Record) -> None:
        lines = [json.loads(line) for line in export(filled, "training", Filter())]
        said = {one["id"]: one for line in lines for one in line["statements"]}
        assert {name: one["review"] for name, one in said.items()} == {
            "courier-2": "accepted",
            "courier-3": "corrected",
            "courier-4": "corrected",
            "nameless-1": "rejected",
        }
        assert (
            said["courier-4"]["decided"]["content"] == [[286, 330]] != said["courier-4"]["found"]["content"]
        )
        assert (said["courier-3"]["decided"]["speaker"], said["courier-3"]["found"]["speaker"]) == (
            "Piet Vossler",
            "Ida Kessler",
        )
        assert {line["article"]["id"]: line["complete"] for line in lines} == {
            "courier": False,
            "nameless": True,
        }

    def test_it_is_taken_in_as_judgements(self, filled: Record, other: Record) -> None:
        other.store(STORY)
        taken = other.take(list(export(filled, "training", Filter())))
        assert taken.judgements == 4 and taken.problems == ()
        for name in ("courier-2", "courier-3", "courier-4", "nameless-1"):
            one, same = filled.statement(name), other.statement(name)
            assert one.review and same.review
            assert (one.review.state, one.review.who, one.review.when) == (
                same.review.state,
                same.review.who,
                same.review.when,
            )
            assert (one.content, one.speaker_name) == (same.content, same.speaker_name)
        assert other.take(list(export(filled, "training", Filter()))).judgements == 0
        assert list(export(other, "training", Filter())) == list(export(filled, "training", Filter()))

    def test_without_the_article_it_says_what_to_do(self, filled: Record, other: Record) -> None:
        taken = other.take(list(export(filled, "training", Filter())), "t.jsonl")
        assert len(taken.problems) == 4
        assert "which is not in the record; add the article first" in taken.problems[0].reason
        assert taken.judgements == 0
