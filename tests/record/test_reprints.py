"""Reprints in a record: the same in any order of adding, who copies whom, and what is independent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, func, insert, select

from onrecord.model import Article, Credit, ReadArticle, Span
from onrecord.record import reprint_entering, reprints, rows, sqlite
from onrecord.record.entering import Entered
from onrecord.record.reprint_tables import common_fingerprints, fingerprints, shared_passages
from onrecord.record.tables import articles, metadata
from tests.linking.reprints.texts import BRIDGE, FERRY, HARBOUR, MILL, QUOTED, STORY, edited

PARTS = [HARBOUR, BRIDGE, FERRY, MILL, QUOTED, edited(HARBOUR), edited(MILL)]
TEXTS = st.lists(st.lists(st.sampled_from(PARTS), max_size=4).map("\n\n".join), min_size=2, max_size=9)
Found = set[tuple[object, ...]]


@contextmanager
def record() -> Iterator[Connection]:
    with TemporaryDirectory() as folder:
        engine = sqlite.open_engine(Path(folder) / "a.db")
        with sqlite.writing(engine, "a.db") as connection:
            metadata.create_all(connection)
            yield connection
        engine.dispose()


def article(identifier: str, text: str, published: str | None = None, outlet: str | None = None) -> Article:
    return Article(identifier, text, f"Title of {identifier}", outlet or f"Outlet {identifier}", published)


def write(connection: Connection, given: Sequence[Article], agency: str | None = None) -> list[Entered]:
    """Write articles as a record does, and return them as they are to be entered."""
    entered = []
    for one in given:
        key = connection.execute(insert(articles).values(rows.article_values(one))).inserted_primary_key
        assert key is not None
        credits_ = (Credit(agency, (Span(0, 3),), "dateline"),) if agency else ()
        read = ReadArticle(one, (), (), "v1", credits_)
        entered.append(Entered(key[0], rows.insert_reading(connection, key[0], read), read))
    return entered


def add(connection: Connection, *given: Article, agency: str | None = None) -> list[int]:
    entered = write(connection, given, agency)
    reprints.enter(connection, entered)
    return [one.article for one in entered]


def kept(connection: Connection) -> Found:
    """Return the shared passages of a record with the ids of their articles, the lesser id first."""
    ids = {row.key: row.id for row in connection.execute(select(articles.c.key, articles.c.id))}
    found = set()
    for row in connection.execute(select(shared_passages)):
        one = ids[row.one], row.one_start, row.one_end
        other = ids[row.other], row.other_start, row.other_end
        found.add((*sorted((one, other)), row.words, row.kind))
    return found


def passages_of(batches: Sequence[Sequence[Article]]) -> Found:
    with record() as connection:
        for batch in batches:
            add(connection, *batch)
        return kept(connection)


class TestEntering:
    def test_a_copy_is_found_by_look_up(self) -> None:
        with record() as connection:
            add(connection, article("a", STORY), article("x", f"{QUOTED} he said."))
            add(connection, article("b", f"A beginning of our own.\n\n{STORY}"))
            ((one, other, words, kind),) = kept(connection)
        assert (one[0], other[0], kind) == ("a", "b", "whole")
        assert words > 100

    @settings(max_examples=40, deadline=None)
    @given(TEXTS, st.data())
    def test_no_order_makes_a_difference(self, texts: list[str], data: st.DataObject) -> None:
        given_ = [article(f"id{number}", text) for number, text in enumerate(texts)]
        turned = data.draw(st.permutations(given_))
        cut = data.draw(st.integers(0, len(turned)))
        assert passages_of([given_]) == passages_of([turned[:cut], *([one] for one in turned[cut:])])

    @settings(max_examples=25, deadline=None)
    @given(TEXTS, st.data(), st.integers(1, 3), st.integers(2, 5))
    def test_nor_with_few_heads_and_common_words(
        self, texts: list[str], data: st.DataObject, heads: int, most: int
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reprint_entering, "HEADS", heads)
            patch.setattr(reprint_entering, "MOST", most)
            self.test_no_order_makes_a_difference.hypothesis.inner_test(self, texts, data)  # type: ignore[attr-defined]

    def test_what_very_many_have_is_stock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reprint_entering, "MOST", 3)
        with record() as connection:
            own = [" ".join(f"w{number}x{step}" for step in range(40)) for number in range(5)]
            given_ = [article(f"n{n}", f"{text}\n\n{HARBOUR}\n\n{text[::-1]}") for n, text in enumerate(own)]
            add(connection, *given_[:3])
            assert len(kept(connection)) == 3
            add(connection, given_[3])
            assert not kept(connection)
            assert connection.scalar(select(func.count()).select_from(common_fingerprints))
            add(connection, given_[4])
            assert not kept(connection)

    def test_a_text_that_many_carry_costs_each_only_a_few_comparisons(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reprint_entering, "HEADS", 2)
        with record() as connection:
            add(connection, *(article(f"n{number}", f"Number {number}.\n\n{STORY}") for number in range(12)))
            assert connection.scalar(select(func.count()).select_from(shared_passages)) == 1 + 2 * 10
            (group,) = reprints.groups(connection)
            assert len(group.members) == 12

    def test_entering_again_changes_nothing(self) -> None:
        with record() as connection:
            entered = write(connection, [article("a", STORY), article("b", STORY)])
            reprints.enter(connection, entered)
            before = kept(connection), connection.scalar(select(func.count()).select_from(fingerprints))
            reprints.enter(connection, entered)
            reprints.enter(connection, entered[1:])
            assert before == (
                kept(connection),
                connection.scalar(select(func.count()).select_from(fingerprints)),
            )

    def test_a_record_that_has_none_is_entered_whole(self) -> None:
        given_ = [article(f"n{number}", f"{PARTS[number % 7]}\n\n{BRIDGE}") for number in range(9)]
        with record() as connection:
            write(connection, given_)
            reprints.enter_all(connection)
            assert kept(connection) == passages_of([given_])

    def test_no_look_up_reads_a_whole_table(self) -> None:
        with record() as connection:
            four = [article(f"n{number}", f"Number {number}.\n\n{STORY}") for number in range(4)]
            keys = add(connection, *four)
            asked: list[tuple[str, object]] = []
            event.listen(
                connection,
                "before_cursor_execute",
                lambda c, cu, sql, values, *_: asked.append((sql, values)),
            )
            keys += add(connection, article("z", STORY))
            reprints.independent(connection, [(key, (Span(5, 50),)) for key in keys])
            list(reprints.groups(connection, keys[:1]))
            plans = [
                row[-1]
                for sql, values in list(asked)
                if sql.startswith(("SELECT", "DELETE"))
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            ]
        assert any("fingerprints" in plan for plan in plans)
        assert not [plan for plan in plans if plan.startswith("SCAN")]


class TestGroups:
    def test_members_stand_in_order_of_publication(self) -> None:
        with record() as connection:
            add(connection, article("b", f"New.\n\n{STORY}", "2024-03-06"), article("c", STORY))
            add(connection, article("a", STORY, "2024-03-05"), article("x", QUOTED, "2024-03-05"))
            (group,) = reprints.groups(connection)
        assert group.kind == "whole"
        assert [member.article for member in group.members] == ["a", "b", "c"]
        assert [member.copy_of for member in group.members] == [None, "a", None]
        assert group.members[1].reason == "published 1 day later"
        assert 0.95 < group.members[1].share < 1
        assert group.members[2].reason == "a date of publication is missing, and no credit tells"
        first = group.passages[0]
        assert (first.one, first.other) == ("a", "b")
        assert first.one_span.of(STORY) == STORY.rstrip(".")

    def test_both_carry_an_agency(self) -> None:
        with record() as connection:
            add(connection, article("a", STORY, "2024-03-05"), article("b", STORY), agency="Gridwire")
            (group,) = reprints.groups(connection)
        assert {(member.copy_of, member.agency) for member in group.members} == {(None, "Gridwire")}
        assert group.members[0].evidence == (Span(0, 3),)

    def test_passages_of_different_pairs_are_different_groups(self) -> None:
        with record() as connection:
            keys = add(
                connection,
                article("a", f"{HARBOUR}\n\n{QUOTED}"),
                article("b", f"{BRIDGE}\n\n{HARBOUR}\n\n{FERRY}\n\n{FERRY.upper()[::-1]}"),
                article("c", f"{MILL[::-1]}\n\n{FERRY}\n\n{MILL}"),
            )
            found = list(reprints.groups(connection))
            assert [[member.article for member in group.members] for group in found] == [
                ["a", "b"],
                ["b", "c"],
            ]
            assert list(reprints.groups(connection, keys[:1])) == found[:1]
            assert list(reprints.groups(connection, keys[1:2])) == found

    def test_a_shared_quotation_makes_no_group_but_is_kept(self) -> None:
        with record() as connection:
            one, other = add(
                connection,
                article("a", f"{QUOTED} Ida Holt said.\n\n{HARBOUR}"),
                article("b", f"{BRIDGE}\n\nIda Holt told us: {QUOTED} and left."),
            )
            assert not list(reprints.groups(connection))
            (passage,) = reprints.passages_between(connection, one, other)
            assert passage.kind == "quotation"

    def test_what_a_site_prints_for_weeks_is_no_reprint(self) -> None:
        def column(number: int, month: int) -> Article:
            own = " ".join(f"w{number}x{step}" for step in range(60))
            return article(f"n{number}", f"{own}\n\n{HARBOUR}\n\n{own[::-1]}", f"2024-{month:02}-01", "One")

        with record() as connection:
            add(connection, *(column(number, number + 1) for number in range(4)))
            assert not list(reprints.groups(connection))
        with record() as connection:
            add(connection, *(column(number, 1) for number in range(4)))
            (group,) = reprints.groups(connection)
            assert len(group.members) == 4


class TestIndependent:
    def test_a_copy_is_not_independent_and_a_quotation_is(self) -> None:
        told = f"{HARBOUR}\n\n{QUOTED} Ida Holt said.\n\n{FERRY}"
        other = f"{BRIDGE}\n\n“{QUOTED[1:]} the head of the lock told reporters.\n\n{MILL}"
        copy = f"Ours.\n\n{told}"
        with record() as connection:
            keys = add(
                connection,
                article("copy", copy, "2024-03-06"),
                article("first", told, "2024-03-05"),
                article("other", other, "2024-03-05"),
            )
            texts = copy, told, other
            places = [
                (key, (Span(text.index(QUOTED), text.index(QUOTED) + len(QUOTED)),))
                for key, text in zip(keys, texts, strict=True)
            ]
            assert reprints.independent(connection, places) == [1, None, None]
            assert reprints.independent(connection, places[::-1]) == [None, None, 1]
            assert reprints.independent(connection, places[:1]) == [None]
            assert reprints.independent(connection, []) == []
            assert reprints.copies_among(connection, keys) == {keys[0]: keys[1], keys[1]: None, keys[2]: None}

    def test_a_place_outside_the_copied_passage(self) -> None:
        one, other = f"{HARBOUR}\n\n{BRIDGE}", f"{MILL}\n\n{HARBOUR}\n\n{FERRY}"
        with record() as connection:
            keys = add(connection, article("a", one), article("b", other))
            in_copy = [(keys[0], (Span(4, 60),)), (keys[1], (Span(len(MILL) + 6, len(MILL) + 62),))]
            apart = [(keys[0], (Span(len(HARBOUR) + 4, len(HARBOUR) + 50),)), in_copy[1]]
            assert reprints.independent(connection, in_copy) == [None, 0]
            assert reprints.independent(connection, apart) == [None, None]

    def test_two_places_of_one_article_stay_two(self) -> None:
        with record() as connection:
            keys = add(connection, article("a", STORY), article("b", STORY))
            spans = (Span(10, 60),), (Span(len(HARBOUR) + 10, len(HARBOUR) + 60),)
            places = [(key, span) for key in keys for span in spans]
            assert reprints.independent(connection, places) == [None, None, 0, 1]

    def test_through_an_article_that_is_not_asked_about(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reprint_entering, "HEADS", 1)
        with record() as connection:
            keys = add(connection, *(article(f"n{number}", f"{number}.\n\n{STORY}") for number in range(6)))
            pairs = {(row.one, row.other) for row in connection.execute(select(shared_passages))}
            two = next((a, b) for a in keys for b in keys if a < b and (a, b) not in pairs)
            assert reprints.independent(connection, [(key, (Span(20, 70),)) for key in two]) == [None, 0]
            assert reprints.copies_among(connection, two) == {two[0]: None, two[1]: two[0]}
