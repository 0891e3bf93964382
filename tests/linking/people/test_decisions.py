"""What people decided about who is who, replayed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.people.decisions import Anchor, Decision, Decisions


def standing(*decisions: Decision, into: dict[int, int] | None = None) -> Decisions:
    absorbed = into or {}
    return Decisions(decisions, lambda person: absorbed.get(person, person))


def test_nothing_decided_changes_nothing() -> None:
    assert not standing()
    assert standing().of_profile(1, 7) == (7, False)
    assert standing().of_profile(1, None) == (None, False)


def test_a_merge_takes_what_comes_later_along() -> None:
    found = standing(Decision("merge", 1, 2, profiles=(10,)), Decision("merge", 3, 1))
    assert [found.person(number) for number in (1, 2, 3)] == [3, 3, 3]
    assert found.of_profile(10, 5) == (3, True)
    assert found.of_profile(11, 2) == (3, True)
    assert found.of_profile(11, 3) == (3, False)


def test_the_later_decision_outranks_the_earlier() -> None:
    split = Decision("split", 1, 9, profiles=(10,))
    assert standing(Decision("merge", 1, 2, profiles=(10,)), split).of_profile(10, 2) == (9, True)
    assert standing(split, Decision("merge", 1, 2, profiles=(10,))).of_profile(10, 2) == (1, True)
    assert standing(split, Decision("merge", 1, 9)).of_profile(10, 2) == (1, True)


def test_a_name_goes_to_whoever_the_person_is_now() -> None:
    renamed = Decision("rename", 2, name="Lin")
    assert standing(renamed).names == {2: "Lin"}
    assert standing(renamed, Decision("merge", 1, 2)).names == {1: "Lin"}
    assert standing(renamed, Decision("rename", 2, name="Lina")).names == {2: "Lina"}


def test_a_decision_on_somebody_whom_the_machine_took_for_another_since() -> None:
    found = standing(Decision("merge", 1, 2), into={2: 5})
    assert found.person(5) == found.person(2) == 1


def test_an_articles_person_is_found_again_after_another_reading() -> None:
    anchor = Anchor(7, "a person ames holt", 40, 1)
    found = standing(Decision("split", 1, 9, anchors=(anchor,)))

    def placed(*here: Anchor) -> list[tuple[str, int]]:
        return [(one.own, to) for one, to in found.placements(7, here)]

    assert placed(anchor) == [(anchor.own, 9)]
    fuller = Anchor(7, "a person ames reed holt", 40, 1)
    assert placed(fuller, Anchor(7, "a person ida", 41, 1)) == [(fuller.own, 9)]
    otherwise = Anchor(7, "a person holt", 50, 1)
    assert placed(otherwise, Anchor(7, "a person ida", 41, 3)) == [(otherwise.own, 9)]
    assert placed(Anchor(7, "a person ida", 41, 3)) == []
    assert list(found.placements(8, [anchor])) == []


merges = st.builds(Decision, st.just("merge"), st.integers(1, 6), st.integers(1, 6))


@given(st.lists(merges, max_size=8), st.integers(1, 6))
def test_merging_always_ends_and_leaving_one_out_is_as_if_it_had_not_been(
    decided: list[Decision], person: int
) -> None:
    found = standing(*decided)
    assert found.person(found.person(person)) == found.person(person)
    assert standing(*decided, Decision("rename", 1, name="x")).person(person) == found.person(person)
