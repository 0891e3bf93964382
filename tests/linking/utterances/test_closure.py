"""From weighed pairs to utterances: no order matters, a bar is a bar, and one bad link fuses nothing."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.utterances.closure import Group, Part, Piece, Statement, groups
from onrecord.model import spans

Unit = tuple[Statement, int, int]
"""A part by its statement and the numbers of the first and last smallest parts it has."""
Named = Mapping[frozenset[Unit], float]


def units_of(statement: Statement, count: int) -> list[Unit]:
    """Return the parts of a statement: the smallest, and the whole where there are several."""
    found = [(statement, n, n) for n in range(count)]
    return found + ([(statement, 0, count - 1)] if count > 1 else [])


class Story:
    """Statements with the links between their parts, by name, whatever keys they get."""

    def __init__(
        self,
        counts: Mapping[Statement, int],
        links: Named,
        barred: Iterable[frozenset[Unit]] = (),
        same: Iterable[tuple[Statement, Statement]] = (),
        apart: Iterable[tuple[Statement, Statement]] = (),
        alone: Iterable[Unit] = (),
    ) -> None:
        self.units = [unit for statement, count in counts.items() for unit in units_of(statement, count)]
        self.links, self.barred, self.alone = links, set(barred), set(alone)
        self.same, self.apart = list(same), list(apart)

    def groups(self, seed: int | None = None) -> list[Group]:
        """Return the groups; with a seed, everything in another order and under other keys."""
        units, links, same, apart = (
            list(some) for some in (self.units, self.links.items(), self.same, self.apart)
        )
        if seed is not None:
            for some in (units, links, same, apart):
                random.Random(seed).shuffle(some)  # type: ignore[arg-type]
        keys = {unit: key for key, unit in enumerate(units)}
        of_keys = {key: unit for unit, key in keys.items()}
        parts = [
            Part(keys[unit], unit[0], unit[1], unit[2], _content(unit), unit in self.alone) for unit in units
        ]
        if seed is not None:
            random.Random(seed + 1).shuffle(parts)
        weighed = {}
        for ends, probability in links:
            a, b = sorted(keys[end] for end in ends)
            weighed[a, b] = probability

        def barred(one: int, other: int) -> bool:
            return frozenset((of_keys[one], of_keys[other])) in self.barred

        return groups(parts, weighed, barred, same, apart)

    def cannot(self, one: Piece, other: Piece) -> bool:
        """Say whether every two parts of two pieces are barred from each other."""
        inside = [
            [
                unit
                for unit in self.units
                if unit[0] == piece.statement and piece.first <= unit[1] and unit[2] <= piece.last
            ]
            for piece in (one, other)
        ]
        return all(frozenset((a, b)) in self.barred for a in inside[0] for b in inside[1])


def _content(unit: Unit) -> tuple:  # type: ignore[type-arg]
    return spans([(10 * n, 10 * n + 9) for n in range(unit[1], unit[2] + 1)])


def told(found: Iterable[Group]) -> set[frozenset[Unit]]:
    return {frozenset((one.statement, one.first, one.last) for one in group.pieces) for group in found}


def surely(found: Iterable[Group]) -> dict[frozenset[Unit], float]:
    return {
        frozenset((p.statement, p.first, p.last) for p in one.pieces): round(one.confidence, 9)
        for one in found
    }


PROBABILITIES = st.sampled_from([0.1, 0.2, 0.35, 0.5, 0.5, 0.7, 0.9, 0.97, 0.999, 1.0])


@st.composite
def stories(draw: st.DrawFn) -> Story:
    names = draw(
        st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 2)), min_size=2, max_size=6, unique=True)
    )
    counts = {name: draw(st.integers(1, 3)) for name in names}
    units = [unit for name in names for unit in units_of(name, counts[name])]
    pairs = [frozenset((a, b)) for a, b in combinations(units, 2) if a[0] != b[0]]
    some = draw(st.lists(st.sampled_from(pairs), max_size=16, unique=True))
    links = {pair: draw(PROBABILITIES) for pair in some}
    barred = draw(st.lists(st.sampled_from(pairs), max_size=8, unique=True))
    decided = st.sampled_from(list(combinations(sorted(names), 2)))
    same = draw(st.lists(decided, max_size=1))
    apart = [pair for pair in draw(st.lists(decided, max_size=2, unique=True)) if pair not in same]
    later = [unit for unit in units if unit[1] == unit[2] > 0]
    alone = draw(st.lists(st.sampled_from(later), max_size=1)) if later else []
    return Story(counts, links, barred, same, apart, alone)


class TestAnything:
    @settings(max_examples=200, deadline=None)
    @given(stories(), st.integers(0, 1000))
    def test_no_order_and_no_key_makes_a_difference(self, story: Story, seed: int) -> None:
        assert surely(story.groups(seed)) == surely(story.groups())

    @settings(max_examples=150, deadline=None)
    @given(stories())
    def test_every_part_is_in_one_piece_and_every_piece_in_one_group(self, story: Story) -> None:
        pieces = [piece for group in story.groups() for piece in group.pieces]
        found = sorted((one.statement, n) for one in pieces for n in range(one.first, one.last + 1))
        assert found == sorted((unit[0], unit[1]) for unit in story.units if unit[1] == unit[2])
        for piece in pieces:
            assert piece.content == _content((piece.statement, piece.first, piece.last))
            assert piece.parts == tuple(sorted(piece.parts)) and piece.parts

    @settings(max_examples=150, deadline=None)
    @given(stories())
    def test_who_cannot_be_one_is_not_unless_somebody_decided(self, story: Story) -> None:
        for group in story.groups():
            for one, other in combinations(group.pieces, 2):
                decided = story.same and {one.statement, other.statement} <= {
                    s for p in story.same for s in p
                }
                if story.same and not decided:
                    continue  # two groups that somebody joined bring their own along
                assert not story.cannot(one, other) or decided or one.statement == other.statement

    @settings(max_examples=150, deadline=None)
    @given(stories())
    def test_what_people_decided_outranks_all(self, story: Story) -> None:
        found = story.groups()
        inside = [{piece.statement for piece in group.pieces} for group in found]
        for one, other in story.same:
            assert any({one, other} <= some for some in inside)
        if not story.same:
            for one, other in story.apart:
                assert not any({one, other} <= some for some in inside)

    @settings(max_examples=100, deadline=None)
    @given(stories())
    def test_confidence_is_a_probability(self, story: Story) -> None:
        assert all(0 < group.confidence <= 1 for group in story.groups())


def single(*links: tuple[str, str, float], **known: object) -> Story:
    """Return statements of one part each, one an article, by the letters of their articles."""
    names = sorted({name for one, other, _ in links for name in (one, other)})
    found = {frozenset((whole(one), whole(other))): probability for one, other, probability in links}
    return Story({(name, 1): 1 for name in names}, found, **known)  # type: ignore[arg-type]


def whole(name: str) -> Unit:
    return ((name, 1), 0, 0)


def letters(found: Iterable[Group]) -> set[str]:
    return {"".join(sorted(piece.statement[0] for piece in group.pieces)) for group in found}


def all_of(names: Sequence[str], probability: float) -> list[tuple[str, str, float]]:
    return [(one, other, probability) for one, other in combinations(names, 2)]


class TestGuard:
    def test_reports_of_one_utterance_come_together(self) -> None:
        assert letters(single(*all_of("abcd", 0.9)).groups()) == {"abcd"}

    @pytest.mark.parametrize("bad", [0.5, 0.8, 0.9, 0.95])
    def test_one_bad_link_does_not_fuse_two_groups_of_several(self, bad: float) -> None:
        story = single(*all_of("abc", 0.96), *all_of("xyz", 0.96), ("c", "x", bad))
        assert letters(story.groups()) == {"abc", "xyz"}

    def test_links_all_round_do(self) -> None:
        between = [(one, other, 0.9) for one in "abc" for other in "xyz"]
        assert letters(single(*all_of("abc", 0.96), *all_of("xyz", 0.96), *between).groups()) == {"abcxyz"}

    def test_a_weak_link_is_none(self) -> None:
        assert letters(single(("a", "b", 0.1)).groups()) == {"a", "b"}

    def test_one_report_that_is_barred_from_another_stays_out_of_its_group(self) -> None:
        barred = [frozenset((whole("a"), whole("c")))]
        story = single(("a", "b", 0.96), ("b", "c", 0.9), ("a", "c", 0.9), barred=barred)
        assert letters(story.groups()) == {"ab", "c"}
        solid = single(("a", "b", 0.999), ("b", "c", 0.998), ("a", "c", 0.998), barred=barred)
        assert letters(solid.groups()) == {"ab", "c"}


class TestDecisions:
    A, B, C = ("a", 1), ("b", 1), ("c", 1)

    def test_same_joins_what_nothing_links(self) -> None:
        story = single(("a", "c", 0.9), ("b", "c", 0.1), same=[(self.A, self.B)])
        assert any({"a", "b"} <= set(some) for some in letters(story.groups()))

    def test_same_outranks_a_bar(self) -> None:
        barred = [frozenset((whole("a"), whole("b")))]
        assert letters(single(("a", "b", 0.1), barred=barred, same=[(self.A, self.B)]).groups()) == {"ab"}

    def test_not_the_same_outranks_every_link(self) -> None:
        assert letters(single(("a", "b", 1.0), apart=[(self.A, self.B)]).groups()) == {"a", "b"}

    def test_not_the_same_keeps_the_surer_of_a_group(self) -> None:
        story = single(("a", "b", 0.9), ("a", "c", 0.8), ("b", "c", 0.95), apart=[(self.A, self.C)])
        assert letters(story.groups()) == {"a", "bc"}

    def test_same_joins_the_pieces_that_are_likeliest(self) -> None:
        a, b, c = self.A, self.B, self.C
        counts = {a: 2, b: 1, c: 1}
        links = {frozenset(((a, 0, 0), (c, 0, 0))): 0.9, frozenset(((a, 1, 1), (b, 0, 0))): 0.15}
        story = Story(counts, links, same=[(a, b)], alone=[(a, 1, 1)])
        assert frozenset(((a, 1, 1), (b, 0, 0))) in told(story.groups())


class TestCuts:
    A, B, C = ("a", 1), ("b", 1), ("c", 1)

    def test_what_two_reports_print_apart_is_cut(self) -> None:
        links = {
            frozenset(((self.A, 0, 0), (self.B, 0, 0))): 0.9,
            frozenset(((self.A, 1, 1), (self.C, 0, 0))): 0.9,
        }
        found = told(Story({self.A: 2, self.B: 1, self.C: 1}, links).groups())
        assert found == {
            frozenset(((self.A, 0, 0), (self.B, 0, 0))),
            frozenset(((self.A, 1, 1), (self.C, 0, 0))),
        }

    def test_what_two_statements_of_one_article_print_apart_is_cut(self) -> None:
        second = ("b", 2)
        links = {
            frozenset(((self.A, 0, 0), (self.B, 0, 0))): 0.9,
            frozenset(((self.A, 1, 1), (second, 0, 0))): 0.9,
        }
        found = told(Story({self.A: 2, self.B: 1, second: 1}, links).groups())
        assert frozenset(((self.A, 1, 1), (second, 0, 0))) in found

    def test_truncation_is_no_cut(self) -> None:
        links = {frozenset(((self.A, 0, 0), (self.B, 0, 0))): 0.9}
        assert told(Story({self.A: 2, self.B: 1}, links).groups()) == {
            frozenset(((self.A, 0, 1), (self.B, 0, 0)))
        }

    def test_who_prints_both_parts_holds_them_together(self) -> None:
        links = {
            frozenset(((self.A, 0, 0), (self.B, 0, 0))): 0.9,
            frozenset(((self.A, 1, 1), (self.B, 1, 1))): 0.9,
            frozenset(((self.A, 0, 1), (self.B, 0, 1))): 0.95,
            frozenset(((self.A, 0, 0), (self.C, 0, 0))): 0.9,
            frozenset(((self.B, 0, 0), (self.C, 0, 0))): 0.9,
        }
        found = told(Story({self.A: 2, self.B: 2, self.C: 1}, links).groups())
        assert found == {frozenset(((self.A, 0, 1), (self.B, 0, 1), (self.C, 0, 0)))}

    def test_a_statement_of_the_same_article_cuts_nothing(self) -> None:
        again = ("a", 2)
        links = {
            frozenset(((self.A, 0, 0), (self.B, 0, 0))): 0.9,
            frozenset(((self.A, 1, 1), (again, 0, 0))): 0.9,
        }
        found = told(Story({self.A: 2, self.B: 1, again: 1}, links).groups())
        assert any((self.A, 0, 1) in some for some in found)

    def test_a_clause_that_stands_alone_is_cut_off(self) -> None:
        story = Story({self.A: 3, self.B: 1}, {}, alone=[(self.A, 2, 2)])
        assert told(story.groups()) == {
            frozenset(((self.A, 0, 1),)),
            frozenset(((self.A, 2, 2),)),
            frozenset(((self.B, 0, 0),)),
        }

    def test_nothing_gives_nothing(self) -> None:
        assert Story({}, {}).groups() == []
