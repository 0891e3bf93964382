"""Which articles report one event; the articles are our own."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.stories import Commonness, alike, grouping, stories, traces
from onrecord.linking.stories.grouping import grouped
from onrecord.linking.stories.traces import LEADING, MOST_PHRASES, MOST_STEMS, usual_rarity
from onrecord.model import Article

FERRY = [
    (
        "Ferry runs aground off Pellan",
        "The ferry Merle Queen ran aground on a sandbank off Pellan on Friday with 212 passengers on board. "
        "Lifeboats from Carrow took all of them to the harbour. The operator, Straitline, said that a "
        "rudder had failed.",
    ),
    (
        "212 rescued from stranded ferry",
        "Lifeboats rescued 212 passengers on Friday after the Merle Queen, a Straitline ferry, hit a "
        "sandbank near Pellan. Nobody was hurt. A failed rudder is suspected.",
    ),
    (
        "Straitline halts Pellan route",
        "Straitline has halted its route to Pellan after its ferry Merle Queen was stranded on a sandbank. "
        "Passengers praised the lifeboats. Inspectors are to look at the rudder.",
    ),
]
BUDGET = [
    (
        "Council passes budget",
        "Carrow's council passed a budget on Friday that closes two libraries and raises parking fees. "
        "Councillor Ada Brill called the cuts to libraries shameful. The mayor said there was no money.",
    ),
    (
        "Two libraries to close",
        "Two libraries in Carrow will close under the budget that the council passed. Parking fees rise "
        "too. Ada Brill, a councillor, said the cuts were shameful.",
    ),
]


def article(identifier: str, told: tuple[str, str], published: str | None = None) -> Article:
    return Article(identifier, told[1], told[0], published=published)


def news(published: str | None = None) -> list[Article]:
    return [article(f"a{at}", told, published) for at, told in enumerate([*FERRY, *BUDGET])]


def linked(size: int, pairs: dict[tuple[int, int], float]) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {at: {} for at in range(size)}
    for (one, other), likely in pairs.items():
        found[one][other] = found[other][one] = likely
    return found


class TestTraces:
    def test_the_lead_and_the_title_count_for_more(self) -> None:
        filler = " ".join(f"word{number}" for number in range(30))
        found = dict(traces(Article("a", f"Ferry strands. {filler} rudder.", "Sandbank")).prominence)
        assert found["sandbank"] > found["rudder"]
        assert found["ferri"] > found["rudder"]

    def test_phrases_pass_over_words_that_tell_nothing(self) -> None:
        found = traces(Article("a", "A ban on the ferry was lifted."))
        assert "ban ferri" in dict(found.prominence)
        assert dict(zip(found.leading, found.forms, strict=True))["ban ferri"] == "ban on the ferry"

    def test_a_headline_that_begins_the_text_counts_once(self) -> None:
        once = traces(Article("a", "Ferry strands\n\nIt stuck."))
        assert (
            once.prominence == traces(Article("a", "Ferry strands\n\nIt stuck.", "Ferry strands")).prominence
        )

    def test_what_is_kept_is_bounded(self) -> None:
        found = traces(Article("a", " ".join(f"w{number}x" for number in range(3000))))
        assert len(found.prominence) == MOST_STEMS + MOST_PHRASES
        assert len(found.leading) == len(found.forms) == LEADING
        assert set(found.leading) <= dict(found.prominence).keys()

    def test_days_apart_are_those_between_intervals(self) -> None:
        march, day, none = (
            traces(Article("a", "x", published=when)) for when in ("2024-03", "2024-04-04", None)
        )
        assert march.days_from(day) == day.days_from(march) == 4
        assert march.days_from(march) == 0
        assert march.days_from(none) is None

    @given(st.text(), st.text() | st.none(), st.text() | st.none())
    def test_any_text_leaves_traces(self, text: str, title: str | None, published: str | None) -> None:
        found = traces(Article("a", text, title, published=published))
        assert all(weight > 0 for _, weight in found.prominence)
        assert list(found.prominence) == sorted(found.prominence)
        assert found == traces(Article("a", text, title, published=published))


class TestAlike:
    def test_reports_of_one_event_are_likelier_than_others(self) -> None:
        one, other, later, budget, _ = map(traces, news())
        assert alike(one, other) > 0.5 > 0.05 > alike(one, budget)
        assert alike(one, later) > alike(one, budget)

    def test_it_goes_both_ways(self) -> None:
        found = [traces(one) for one in news("2024-03-01")]
        common = Commonness.among(found)
        for one, other in pairwise(found):
            assert alike(one, other, common) == pytest.approx(alike(other, one, common))

    def test_days_apart_make_one_event_less_likely(self) -> None:
        def likely(published: str | None) -> float:
            first = traces(article("a", FERRY[0], "2024-03-01"))
            return alike(first, traces(article("b", FERRY[1], published)))

        assert likely("2024-03-01") == likely("2024-03-03") == likely(None)
        assert likely("2024-03-03") > likely("2024-03-20") > likely("2025-03-01")

    def test_a_word_that_all_articles_have_tells_nothing(self) -> None:
        found = [
            traces(article(f"a{at}", ("Straitline", f"Straitline: {at}x{at} {at}y{at}.")))
            for at in range(400)
        ]
        common = Commonness.among(found)
        assert common.telling("straitlin") < 0.5 < Commonness().telling("straitlin")
        assert alike(found[0], found[1], common) < 0.1

    def test_a_phrase_tells_no_more_than_a_rare_stem(self) -> None:
        assert usual_rarity("merl queen") <= max(usual_rarity("merl"), usual_rarity("queen"))

    @given(st.text(), st.text())
    def test_it_is_a_probability(self, one: str, other: str) -> None:
        assert 0 <= alike(traces(Article("a", one)), traces(Article("b", other))) <= 1


class TestStories:
    @pytest.mark.parametrize("published", [None, "2024-03-01"])
    def test_reports_of_one_event_are_one_story(self, published: str | None) -> None:
        assert stories([traces(one) for one in news(published)]) == [[0, 1, 2], [3, 4]]

    def test_the_same_words_two_years_later_are_another_event(self) -> None:
        found = [article("a", BUDGET[0], "2022-03-01"), article("b", BUDGET[1], "2024-03-01")]
        found += [article("c", BUDGET[0], "2024-03-02")]
        assert stories([traces(one) for one in found]) == [[0], [1, 2]]

    def test_an_article_without_words_is_alone(self) -> None:
        found = [traces(Article("a", "")), traces(Article("b", "…")), *map(traces, news())]
        assert stories(found)[:2] == [[0], [1]]
        assert stories([]) == []

    def test_an_article_that_tells_of_both_does_not_fuse_them(self) -> None:
        both = Article("z", f"{FERRY[0][1]} {BUDGET[0][1]}", "News of the day")
        groups = stories([*map(traces, news()), traces(both)])
        assert [0, 1, 2] in [group[:3] for group in groups]
        assert not any({0, 3} <= set(group) for group in groups)

    @settings(max_examples=25, deadline=None)
    @given(st.randoms(use_true_random=False), st.integers(1, 12))
    def test_the_order_makes_no_difference(self, chance: random.Random, size: int) -> None:
        words = "ferry sandbank rudder lifeboat budget library councillor parking Merle Pellan".split()
        made = [Article(f"a{at}", " ".join(chance.choices(words, k=12))) for at in range(size)]
        made += news()
        found = [traces(one) for one in made]
        order = list(range(len(found)))
        chance.shuffle(order)
        again = stories([found[at] for at in order])
        assert sorted(sorted(order[at] for at in group) for group in again) == stories(found)
        assert sorted(at for group in again for at in group) == sorted(order)


class TestGrouping:
    def test_one_bad_link_does_not_fuse_two_stories(self) -> None:
        pairs = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9, (3, 4): 0.9, (3, 5): 0.9, (4, 5): 0.9, (2, 3): 0.95}
        assert sorted(grouped(linked(6, pairs))) == [[0, 1, 2], [3, 4, 5]]
        assert grouped(linked(6, {(2, 3): 0.95})) == [[0], [1], [2, 3], [4], [5]]

    def test_pairs_that_are_no_link_count(self) -> None:
        star = {(0, at): 0.6 for at in range(1, 8)}
        assert max(map(len, grouped(linked(8, star)))) < 8

    def test_too_many_that_hang_together_are_parted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(grouping, "LARGEST", 3)
        strong, weak = 0.995, 0.5
        chain = [strong, strong, weak, strong, strong]
        found = linked(6, {(at, at + 1): likely for at, likely in enumerate(chain)})
        assert all(max(group) < 3 or min(group) >= 3 for group in grouped(found))
        monkeypatch.setattr(grouping, "LARGEST", 2)
        assert sorted(grouped(found)) == [[0, 1, 2], [3, 4, 5]]
