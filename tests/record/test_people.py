"""People over articles: who is united with whom, why, and what somebody decides about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from onrecord import Filter, NotFoundError, PersonKind, QueryError, ReadArticle, Record, open_record
from onrecord.pipeline import read_articles
from onrecord.record import surnames, tables
from tests.fakes import FakeExtractor, report, somebody

REN, MENG = somebody("Ren Weihao", "Mr Ren"), somebody("Meng Lihua")


def groups(record: Record) -> set[frozenset[str]]:
    """Return who is one person, each as article and printed name."""
    found = defaultdict(set)
    for line in record.people(limit=None):
        for bearing in record.person(line.id).bearings:
            found[line.id].add(f"{bearing.article} {bearing.name}")
    return {frozenset(one) for one in found.values()}


def united(reports: Iterable[ReadArticle], batches: Sequence[int] = ()) -> set[frozenset[str]]:
    waiting = list(reports)
    with TemporaryDirectory() as folder, open_record(Path(folder) / "a.db") as record:
        for size in batches:
            record.store(waiting[:size])
            waiting = waiting[size:]
        record.store(waiting)
        return groups(record)


def together(*reports: ReadArticle) -> bool:
    return len(united(reports)) == 1


class TestUniting:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (somebody("Ren Weihao"), somebody("Weihao Ren")),
            (somebody("José Núñez"), somebody("JOSE NUNEZ")),
            (somebody("Ida Holt", roles=["mayor"]), somebody("Ida B. Holt", roles=["mayor of Carrow"])),
            (somebody("Ida Holt", roles=["a senator"]), somebody("Ida Holt", roles=["an attorney"])),
            (somebody("BMC", kind="organization"), somebody("the BMC", kind="organization")),
            (somebody("Tarn", kind="organization"), somebody("Tarn Technologies", kind="organization")),
            (
                somebody("Office of River Security (ORS)", kind="organization"),
                somebody("ORS", kind="organization"),
            ),
            (
                somebody("Department of Rivers", kind="organization"),
                somebody("the Rivers Department", kind="organization"),
            ),
        ],
    )
    def test_these_are_one(self, one: Any, other: Any) -> None:
        assert together(report("a", one), report("b", other))
        assert together(report("a", other), report("b", one))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (somebody("Ida Holt", roles=["a plumber"]), somebody("Ida Holt", roles=["the defence minister"])),
            (somebody("Mr Kai Holt"), somebody("Ms Kai Holt")),
            (somebody("Kai Holt"), somebody("Kai Holt Jr.")),
            (somebody("Tarn Holt"), somebody("Tarn Holt", kind="organization")),
            (
                somebody("Ida Holt", roles=["Tarn Mills chief executive"]),
                somebody("Ida Holt", roles=["Vale Steel chief executive"]),
            ),
            (
                somebody("an unnamed official", kind="unnamed"),
                somebody("an unnamed official", kind="unnamed"),
            ),
            (somebody("River officials", kind="group"), somebody("River officials", kind="group")),
            (somebody("the report", kind="document"), somebody("the report", kind="document")),
            (somebody("the ministry", kind="organization"), somebody("the ministry", kind="organization")),
            (somebody("Tarn Motors", kind="organization"), somebody("Tarn Foods", kind="organization")),
            (somebody("Mr Holt"), somebody("Mr Holt")),
        ],
    )
    def test_these_are_two(self, one: Any, other: Any) -> None:
        assert not together(report("a", one), report("b", other))

    def test_whom_nothing_settles_stays_alone(self) -> None:
        found = united(
            [
                report("a", somebody("Ida Holt", roles=["a plumber"])),
                report("b", somebody("Ida Holt", roles=["the defence minister"])),
                report("c", somebody("Ida Holt")),
                report("d", somebody("Ida Holt")),
            ]
        )
        assert {len(one) for one in found} == {1} and len(found) == 4

    def test_two_of_one_name_in_an_article_are_never_one(self) -> None:
        assert (
            len(united([report("a", somebody("Ida Holt", id="p1"), somebody("Ida R. Holt", id="p2"))])) == 2
        )


class TestSurnames:
    FULL = report("a", REN, MENG)

    def test_never_on_a_surname_alone(self) -> None:
        later = {"outlet": "Another", "published": "2030-01-01"}
        assert len(united([report("a", REN), report("b", somebody("Mr Ren"), **later)])) == 2

    def test_with_somebody_both_are_named_with(self) -> None:
        found = united([self.FULL, report("b", somebody("Mr Ren"), MENG, outlet=None, published=None)])
        assert frozenset(("a Ren Weihao", "b Mr Ren")) in found

    def test_with_a_role(self) -> None:
        full = report("a", replace(REN, roles=somebody("x", roles=["Tarn Mills founder"]).roles))
        alone = report("b", somebody("Mr Ren", roles=["founder of Tarn Mills"]), outlet=None)
        assert together(full, alone)

    def test_in_the_same_outlet_and_days(self) -> None:
        assert together(report("a", REN), report("b", somebody("Mr Ren"), published="2024-03-04"))
        assert not together(report("a", REN), report("b", somebody("Mr Ren"), published="2024-03-12"))

    def test_not_where_two_bear_it(self) -> None:
        other = report("c", somebody("Ren Aiguo", "Mr Ren"))
        alone = report("b", somebody("Mr Ren"), MENG)
        assert frozenset(("b Mr Ren",)) in united([self.FULL, other, alone])

    def test_of_two_the_one_with_the_role(self) -> None:
        minister = report("c", somebody("Ren Aiguo", "Mr Ren", roles=["the river minister"]))
        alone = report("b", somebody("Mr Ren", roles=["minister"]), outlet=None)
        assert frozenset(("b Mr Ren", "c Ren Aiguo")) in united([self.FULL, minister, alone])

    def test_not_of_another_gender(self) -> None:
        assert frozenset(("b Ms Ren",)) in united([self.FULL, report("b", somebody("Ms Ren"), MENG)])

    def test_not_with_somebody_who_is_in_the_same_article(self) -> None:
        assert len(united([report("a", REN, somebody("Ren"))])) == 2

    def test_not_where_very_many_bear_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        alone = report("b", somebody("Mr Ren"), MENG)
        monkeypatch.setattr(surnames, "NAMESAKES", 0)
        assert frozenset(("b Mr Ren",)) in united([self.FULL, alone])
        monkeypatch.undo()
        monkeypatch.setattr(surnames, "SURNAMES", 0)
        assert frozenset(("b Mr Ren",)) in united([self.FULL, alone])

    def test_what_is_said_first_is_undone_when_a_second_bearer_comes(self, record: Record) -> None:
        record.store([self.FULL])
        record.store([report("b", somebody("Mr Ren"), MENG)])
        assert record.person("Ren Weihao").line.articles == 2
        record.store([report("c", somebody("Ren Aiguo", "Mr Ren"))])
        assert record.person("Ren Weihao").line.articles == 1

    def test_letters_mean_the_body_that_is_introduced_with_them(self, record: Record) -> None:
        record.store([report("b", somebody("ORS", kind="organization"))])
        full = somebody("Office of River Security", "ORS", kind="organization")
        record.store([report("a", full)])
        assert record.person("ORS").line.articles == 2
        record.store([report("c", somebody("Opera of Rural Sweden (ORS)", kind="organization"))])
        assert record.person("Office of River Security").line.articles == 1


STORY = (
    report("a", REN, MENG, somebody("BMC", kind="organization")),
    report(
        "b", somebody("Mr Ren"), somebody("Meng Lihua", roles=["Tarn Mills finance chief"]), published="2025"
    ),
    report("c", somebody("Weihao Ren", roles=["founder of Tarn Mills"]), outlet="Herald"),
    report("d", somebody("Ida Holt", roles=["a plumber"])),
    report("e", somebody("Ida Holt", roles=["the defence minister"])),
    report("f", somebody("Ida Holt"), somebody("an official", kind="unnamed")),
    report("g", somebody("Ms Holt", roles=["minister"]), somebody("an official", kind="unnamed")),
    report("h", somebody("ORS", kind="organization"), outlet="Herald"),
    report("i", somebody("Office of River Security (ORS)", kind="organization")),
    report("j", somebody("Tarn", kind="organization"), somebody("Mr Ren", roles=["founder"])),
    report("k", somebody("Tarn Technologies", kind="organization"), somebody("Ren Aiguo"), outlet="Herald"),
    report("l", somebody("Ms Ida Holt", roles=["plumber", "defence minister"])),
)


class TestOrder:
    @settings(max_examples=25, deadline=None)
    @given(st.permutations(STORY), st.lists(st.integers(1, 5), max_size=4))
    def test_the_order_of_adding_makes_no_difference(
        self, reports: list[ReadArticle], batches: list[int]
    ) -> None:
        assert united(reports, batches) == united(STORY)

    @settings(max_examples=15, deadline=None)
    @given(st.permutations(STORY), st.integers(1, len(STORY)))
    def test_reading_again_comes_to_the_same(self, reports: list[ReadArticle], wrong: int) -> None:
        """Articles that were first read otherwise leave no trace in who is who."""
        first = [
            replace(one, people=tuple(replace(who, name=f"Zed {who.name}", names=()) for who in one.people))
            for one in reports[:wrong]
        ]
        with TemporaryDirectory() as folder, open_record(Path(folder) / "a.db") as record:
            record.store([*first, *reports[wrong:]])
            again(record, reports[:wrong])
            assert groups(record) == united(STORY)
            with record._asking() as connection:
                counted = connection.execute(select(tables.profiles.c.bearers)).scalars().all()
                assert sum(counted) == sum(len(one.people) for one in STORY)
                for table in (tables.together.c.articles, tables.printed.c.bearers):
                    assert min(connection.execute(select(table)).scalars()) >= 0


def again(record: Record, reports: Sequence[ReadArticle], version: str = "v2") -> None:
    """Have the record read articles again, with the given outcome."""
    found = {one.article.text: one for one in reports}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "onrecord.record.record.read_each",
            lambda articles, by: [replace(found[one.text], extractor=by.version) for one in articles],
        )
        patch.setattr(
            "onrecord.record.record.Record._older",
            lambda self, version, after: [row for row in older(self, version, after) if row.text in found],
        )
        record.reread(lambda: FakeExtractor(version))


older = Record._older


class TestAsking:
    @pytest.fixture(autouse=True)
    def fill(self, record: Record) -> None:
        record.store(STORY)

    def test_most_statements_first(self, record: Record) -> None:
        lines = list(record.people(limit=None))
        assert (lines[0].name, lines[0].statements, lines[0].articles) == ("Ren Weihao", 4, 4) or lines
        assert [line.statements for line in lines] == sorted(
            (line.statements for line in lines), reverse=True
        )
        assert record.count_people() == len(lines)
        assert [line.id for line in record.people(limit=2, offset=1)] == [line.id for line in lines[1:3]]

    def test_by_words_of_names_and_roles(self, record: Record) -> None:
        assert [line.name for line in record.people("founder weihao")] == ["Ren Weihao"]
        assert [line.name for line in record.people("plumb*", PersonKind.PERSON)] == ["Ida Holt"]
        assert list(record.people("unicorn")) == []
        assert {line.kind for line in record.people(kind=PersonKind.UNNAMED)} == {PersonKind.UNNAMED}

    def test_a_person_with_all_that_is_printed(self, record: Record) -> None:
        person = record.person("weihao REN")
        assert person.line.name == "Ren Weihao"
        assert set(person.line.names) == {"Ren Weihao", "Weihao Ren", "Mr Ren"}
        assert [(role.words, role.article) for role in person.roles] == [
            ("founder of Tarn Mills", "c"),
            ("founder", "j"),
        ]
        assert {bearing.article for bearing in person.bearings} == {"a", "c", "j"}
        assert all(bearing.judgement and bearing.rule for bearing in person.bearings)

    def test_a_name_that_several_bear_lists_them_with_what_tells_them_apart(self, record: Record) -> None:
        record.store([report("m", somebody("Ida Holt", roles=["a French swimmer"]))])
        with pytest.raises(QueryError) as failed:
            record.person("Ida Holt")
        assert "3 people are called 'Ida Holt'; give the id of one:" in str(failed.value)
        assert "a French swimmer" in str(failed.value) and "defence minister" in str(failed.value)

    @pytest.mark.parametrize("who", ["p999", "Nobody Here"])
    def test_who_is_not_there_is_not_found(self, record: Record, who: str) -> None:
        with pytest.raises(NotFoundError, match="onrecord people"):
            record.person(who)

    @pytest.mark.parametrize("who", ["", "?!", "   "])
    def test_a_name_without_a_word_is_a_query_error(self, record: Record, who: str) -> None:
        with pytest.raises(QueryError, match="no word to look for"):
            record.person(who)

    def test_a_filter_finds_the_person_by_every_name_and_by_id(self, record: Record) -> None:
        person = record.person("Ren Weihao").line
        mine = [entry.statement.id for entry in record.statements(Filter(speaker=person.id))]
        assert mine == ["a-1", "c-1", "j-2"]
        assert set(mine) <= {e.statement.id for e in record.statements(Filter(speaker="Weihao Ren"))}
        assert record.count(Filter(speaker=person.id)) == 3
        exported = [
            said.id for item in record.readings(Filter(speaker=person.id)) for said in item.statements
        ]
        assert exported == mine
        found = record.find("object", Filter(speaker=person.id))
        assert sorted(entry.statement.id for entry in found) == mine

    def test_an_entry_knows_the_person(self, record: Record) -> None:
        entry = record.statement("j-2")
        assert (entry.speaker_name, entry.source) == ("Ren Weihao", "Mr Ren")
        assert entry.person == record.person("Ren Weihao").line.id

    def test_statements_about_somebody(self, record: Record) -> None:
        record.store(
            [
                report("x", somebody("Ana Ek"), says="Ren Weihao is wrong"),
                report("y", somebody("Mr Ren"), MENG, says="Ren is right", published=None, outlet=None),
            ]
        )
        person = record.person("Ren Weihao").line.id
        assert [entry.statement.id for entry in record.about(person)] == ["x-1"]
        assert record.count_about(person) == 1
        record.merge_people(person, record.statement("y-1").person or "")
        assert [entry.statement.id for entry in record.about(person)] == ["x-1", "y-2"]

    def test_a_namesakes_articles_are_not_about_somebody(self, record: Record) -> None:
        record.store([report("m", somebody("Ida Holt", roles=["a French swimmer"]), says="Ida Holt is fast")])
        swimmer, minister = record.statement("m-1").person, record.statement("l-1").person
        assert swimmer and minister and swimmer != minister
        assert list(record.about(minister)) == []

    def test_what_the_machine_united_can_be_listed(self, record: Record) -> None:
        found = list(record.unions())
        assert all(one.judgement and one.rule and 0 < one.confidence < 1 for one in found)
        assert [one.article for one in record.unions("Ren Weihao")] == ["a", "c", "j"]
        assert len(list(record.unions(limit=2))) == 2
        alone = next(one for one in record.unions("Ren Weihao") if one.article == "j")
        assert alone.rule == "surname and role, of several"
        assert "role: founder" in alone.evidence


def shown(record: Record) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the record says of who is who."""
    with record._asking() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in (tables.profiles, tables.bearers, tables.printed, tables.together, tables.names)
        }


class TestDeciding:
    @pytest.fixture(autouse=True)
    def fill(self, record: Record) -> None:
        record.store(STORY)

    def test_merging_and_undoing(self, record: Record) -> None:
        before, people = shown(record), groups(record)
        made = record.merge_people("Ren Weihao", "Meng Lihua", by="ann")
        assert (made.kind, made.who, made.undone) == ("merge", "ann", None)
        line = record.person("Meng Lihua").line
        assert line == record.person("Ren Weihao").line
        assert line.decided and line.articles == 4
        undone = record.undo(made.id, by="bo")
        assert undone.undone is not None and undone.undone.endswith("by bo")
        assert (shown(record), groups(record)) == (before, people)
        assert [one.id for one in record.judgements()] == [made.id]
        assert [one.undone for one in record.judgements("Ren Weihao")] == [undone.undone]

    def test_an_id_that_was_merged_still_finds_the_person(self, record: Record) -> None:
        one, other = (record.person(name).line.id for name in ("Ren Weihao", "Meng Lihua"))
        record.merge_people(one, other)
        assert record.person(other).line.id == one
        assert record.count(Filter(speaker=other)) == record.count(Filter(speaker=one)) == 5

    def test_splitting_by_article_and_undoing(self, record: Record) -> None:
        before = shown(record)
        made = record.split_person("Ren Weihao", "c")
        assert made.value.startswith("p")
        # with the article goes the founder whom j prints with his family name alone
        assert [bearing.article for bearing in record.person(made.value).bearings] == ["c", "j"]
        assert record.person(made.value).line.names == ("Mr Ren", "Weihao Ren")
        weihao = record.person(made.subject).line
        assert "Weihao Ren" not in weihao.names and weihao.articles < 3
        assert {line.id for line in record.people("weihao")} == {made.subject, made.value}
        record.undo(f"j{made.id}")
        assert shown(record) == before

    def test_after_a_split_the_surname_has_two_bearers(self, record: Record) -> None:
        record.store(
            [report("n", somebody("Mr Meng", roles=["finance chief"]), published="2025", outlet=None)]
        )
        record.split_person("Meng Lihua", "b")
        assert len({bearing.person for bearing in record.unions()} & {"p0"}) == 0
        assert len(list(record.people("meng"))) == 3

    def test_splitting_by_a_printed_form(self, record: Record) -> None:
        made = record.split_person("Meng Lihua", "b")
        assert record.person(made.subject).line.articles == 1
        record.undo(made.id)
        made = record.split_person("Ren Weihao", printed="weihao ren")
        assert record.statement("c-1").person == made.value
        assert record.statement("a-1").person == made.subject

    def test_renaming_and_undoing(self, record: Record) -> None:
        made = record.rename_person("Ren Weihao", "  Mr   Ren of Tarn ")
        assert record.person("mr ren of tarn").line.name == "Mr Ren of Tarn"
        assert record.statement("a-1").speaker_name == "Mr Ren of Tarn"
        assert [line.name for line in record.people("tarn ren")] == ["Mr Ren of Tarn"]
        record.undo(made.id)
        assert record.person("Ren Weihao").line.name == "Ren Weihao"

    def test_undoing_what_the_machine_united(self, record: Record) -> None:
        before = shown(record)
        (one,) = [found.judgement for found in record.unions("Ren Weihao") if found.article == "c"]
        made = record.undo(one)
        assert made.kind == "split"
        assert record.statement("c-1").person == made.value
        assert one not in {found.judgement for found in record.unions()}
        record.undo(made.id)
        assert shown(record) == before

    def test_the_later_decision_outranks_the_earlier_and_undoing_brings_the_earlier_back(
        self, record: Record
    ) -> None:
        merged = record.merge_people("Ren Weihao", "Meng Lihua")
        assert record.person(merged.subject).line.name == "Ren Weihao"
        split = record.split_person(merged.subject, "c")
        rejoined = record.merge_people(merged.subject, split.value)
        assert record.person(merged.subject).line.articles == 4
        record.undo(rejoined.id)
        assert record.statement("c-1").person == split.value
        record.undo(merged.id)
        assert record.statement("c-1").person == split.value
        assert record.statement("b-2").person == merged.value
        record.undo(split.id)
        assert groups(record) == united(STORY)

    def test_articles_still_to_come_follow_a_merge(self, record: Record) -> None:
        record.merge_people("Ren Weihao", "Ren Aiguo")
        record.store([report("n", somebody("Aiguo Ren", roles=["a founder"]), outlet="New")])
        assert record.statement("n-1").person == record.person("Ren Weihao").line.id

    def test_decisions_survive_reading_again(self, record: Record) -> None:
        merged = record.merge_people("Ren Weihao", record.statement("g-1").person or "")
        split = record.split_person("Meng Lihua", "b")
        record.rename_person("Ren Weihao", "Ren")
        again(record, [replace(one, people=tuple(_fuller(who) for who in one.people)) for one in STORY])
        assert record.article("a").extractor == "v2"
        assert record.statement("g-1").person == merged.subject
        assert record.statement("g-1").speaker_name == "Ren"
        assert record.statement("b-2").person == split.value
        assert len(list(record.judgements())) == 3

    def test_a_decision_stands_beside_what_the_machine_infers(self, record: Record) -> None:
        record.merge_people("Ren Weihao", "Meng Lihua")
        with record._asking() as connection:
            decided = connection.execute(select(tables.profiles).where(tables.profiles.c.decided)).all()
        assert decided
        assert all(row.person != row.shown and row.rule for row in decided)
        mine = record.person("Ren Weihao").bearings
        assert {one.decided for one in mine if one.name == "Meng Lihua"} == {True}
        assert {one.judgement for one in mine if one.decided} == {""}

    @pytest.mark.parametrize(
        ("ask", "says"),
        [
            (lambda r: r.merge_people("Ren Weihao", "Weihao Ren"), "one person already"),
            (lambda r: r.merge_people("Ren Weihao", "p99"), "there is no person p99"),
            (lambda r: r.split_person("Ren Weihao"), "which articles"),
            (lambda r: r.split_person("Ren Weihao", "e"), "is not in article 'e'"),
            (lambda r: r.split_person("Ren Weihao", ""), "is not in article ''"),
            (lambda r: r.split_person("Ren Weihao", printed="Zed"), "printed as 'Zed' in no article"),
            (lambda r: r.split_person("Meng Lihua", "a", "b"), "nobody would be left"),
            (lambda r: r.rename_person("Ren Weihao", " ?! "), "is no name"),
            (lambda r: r.rename_person("Ren Weihao", "x" * 300), "is no name"),
            (lambda r: r.undo("j7"), "there is no judgement j7"),
            (lambda r: r.undo("m999"), "there is no judgement m999"),
            (lambda r: r.undo("seven"), "is no judgement's id"),
        ],
    )
    def test_what_makes_no_sense_says_what_to_do(self, record: Record, ask: Any, says: str) -> None:
        before = shown(record)
        with pytest.raises((QueryError, NotFoundError), match=re.escape(says)):
            ask(record)
        assert shown(record) == before
        assert list(record.judgements()) == []

    def test_nothing_is_undone_twice(self, record: Record) -> None:
        made = record.rename_person("Ren Weihao", "Ren")
        record.undo(made.id)
        with pytest.raises(QueryError, match=f"j{made.id} was undone on"):
            record.undo(made.id)

    def test_who_decides_is_the_login_name(self, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("getpass.getuser", lambda: "ann")
        assert record.rename_person("Ren Weihao", "Ren").who == "ann"


def _fuller(person: Any) -> Any:
    return replace(person, roles=(*person.roles, *somebody("x", roles=["a member of the club"]).roles))


def test_records_of_older_articles_without_people_are_as_before(record: Record, story: Path) -> None:
    record.add(story, extractor=FakeExtractor)
    assert record.counts().articles == 1
    assert list(read_articles([], FakeExtractor())) == []


class TestCost:
    def test_every_look_up_uses_an_index(self, record: Record) -> None:
        """Nothing that entering an article asks of the record reads a whole table."""
        asked: dict[str, Any] = {}

        def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            if statement.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT"):
                asked.setdefault(statement, parameters[0] if isinstance(parameters, list) else parameters)

        record.store(STORY)
        record.merge_people("Ren Weihao", "Meng Lihua")
        event.listen(record._engine, "before_cursor_execute", note)
        for number in range(3):
            record.store([replace_id(one, f"{number}{one.article.id}") for one in STORY])
        again(record, STORY)
        event.remove(record._engine, "before_cursor_execute", note)
        uniting = {table.name for table in tables.UNITING}
        assert len(asked) > 30
        for statement, parameters in asked.items():
            with record._engine.connect() as connection:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            for step in (row.detail for row in plan):
                scanned = re.match(r"SCAN (\w+)", step)
                assert not (scanned and scanned[1] in uniting and "USING" not in step), (step, statement)

    def test_the_number_of_rows_does_not_grow(self, record: Record) -> None:
        """Adding the same kind of article costs the same number of statements to the database."""

        def counted(reports: Sequence[ReadArticle]) -> int:
            count = 0

            def note(*_: Any) -> None:
                nonlocal count
                count += 1

            event.listen(record._engine, "before_cursor_execute", note)
            record.store(reports)
            event.remove(record._engine, "before_cursor_execute", note)
            return count

        few = counted([strangers(0)])
        record.store([strangers(number) for number in range(1, 300)])
        assert counted([strangers(300)]) <= few + 2


def strangers(number: int) -> ReadArticle:
    """Return a report on three people whom nobody else reports on."""
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    return report(f"s{number}", *(somebody(f"{given} Zo{letters}k") for given in ("Ana", "Bo", "Cy")))


def replace_id(one: ReadArticle, identifier: str) -> ReadArticle:
    statements = tuple(
        replace(said, id=f"{identifier}-{number}", article=identifier)
        for number, said in enumerate(one.statements, start=1)
    )
    return replace(one, article=replace(one.article, id=identifier), statements=statements)


def test_an_article_with_very_many_people(record: Record) -> None:
    many = [
        somebody(f"Zo{chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)} Holt") for n in range(700)
    ]
    record.store([report("a", *many)])
    assert record.count_people() == 700
    record.store([report("b", *many)])
    assert record.count_people() == 700
    assert len(list(record.unions())) == 1400


def test_a_person_of_very_many_articles(record: Record) -> None:
    record.store(
        report(f"a{number}", somebody("Ida Holt"), somebody("an aide", kind="unnamed"))
        for number in range(700)
    )
    person = record.person("Ida Holt")
    assert person.line.articles == len(person.bearings) == 700
    made = record.split_person("Ida Holt", *(f"a{number}" for number in range(650, 700)))
    assert record.person(made.value).line.articles == 50
    record.undo(made.id)
    assert record.person("Ida Holt").line.articles == 700
