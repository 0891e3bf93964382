"""Two sides compared: the same both ways round, and never an error, whatever the texts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.utterances.evidence import (
    FEATURES,
    Run,
    cannot_be_one,
    evidence,
    quoted_in,
    shared_run,
)
from onrecord.linking.utterances.reasons import MOST, reasons
from onrecord.linking.utterances.scoring import probability
from onrecord.linking.utterances.sides import Side
from onrecord.linking.utterances.vectors import WIDTH, packed, unpacked, vector
from onrecord.linking.utterances.weighing import Compared, weighed
from onrecord.model import PersonKind, Quote, ReadArticle, Spans
from tests.linking.utterances.retellings import (
    AMSEL,
    CROWN,
    DOCKERS,
    GAUGES,
    KESSLER,
    MINISTRY,
    ROTTEN,
    STORY,
    STRAND,
    VOSSLER,
    one_saying,
    side,
    somebody,
)

SPEAKERS = (None, KESSLER, VOSSLER, AMSEL, MINISTRY, somebody("an official", kind=PersonKind.UNNAMED))
WORDS = (
    ROTTEN,
    CROWN,
    DOCKERS,
    GAUGES,
    "the pier",
    "rotten to the last plank",
    "not",
    "6,000",
    "Ida Kessler",
    "“",
    "”",
)
DATES = st.sampled_from([None, "2024-03-02", "2024-03", "2024", "2024-04-02T10:00:00", "soon", "0000-00-00"])
SAID = st.sampled_from([None, "2024-03-01", "2024-03-01/2024-03-05", "2024-03-09/2024-03-01", "then", "/"])
CONTENT = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), min_size=1, max_size=6).map(" ".join)


@st.composite
def reads(draw: st.DrawFn, article: str) -> ReadArticle:
    words = draw(CONTENT.filter(bool))
    via = (STRAND,) if draw(st.booleans()) else ()
    made = one_saying(
        "\x00",
        draw(st.sampled_from(SPEAKERS)),
        article=article,
        published=draw(DATES),
        quote=draw(st.sampled_from(list(Quote))),
        said=draw(SAID),
        via=via,
    )
    text = made.article.text.replace("\x00", words)
    (statement,) = made.statements
    start = made.article.text.index("\x00")
    span = replace(statement.attribution.content[0], start=start, end=start + len(words))
    relation = replace(statement.attribution, content=(span,))
    return replace(
        made,
        article=replace(made.article, text=text),
        statements=(replace(statement, attribution=relation),),
    )


class TestBothWays:
    @settings(max_examples=150, deadline=None)
    @given(reads("a"), reads("b"))
    def test_evidence_and_probability_are_the_same_both_ways(
        self, one: ReadArticle, other: ReadArticle
    ) -> None:
        a, b = side(one), side(other)
        forth, back = evidence(a, b), evidence(b, a)
        assert len(forth) == len(FEATURES)
        assert forth == pytest.approx(back, abs=1e-9)
        assert all(math.isfinite(number) for number in forth)
        assert cannot_be_one(a, b) == cannot_be_one(b, a)
        assert 0 <= probability(a, b) <= 1
        assert probability(a, b) == pytest.approx(probability(b, a), abs=1e-9)

    @settings(max_examples=60, deadline=None)
    @given(reads("a"), reads("b"))
    def test_parts_are_weighed_the_same_both_ways(self, one: ReadArticle, other: ReadArticle) -> None:
        a, b = Compared(one, 0), Compared(other, 0)
        assert {(x.one, x.other): x.probability for x in weighed(a, b)} == {
            (x.other, x.one): x.probability for x in weighed(b, a)
        }

    def test_every_two_statements_of_the_story(self) -> None:
        sides = [side(read, n) for read in STORY for n in range(len(read.statements))]
        for a in sides:
            for b in sides:
                assert evidence(a, b) == pytest.approx(evidence(b, a), abs=1e-9)
                assert cannot_be_one(a, b) == cannot_be_one(b, a)

    @settings(max_examples=60, deadline=None)
    @given(reads("a"), reads("b"))
    def test_a_shared_run_stands_in_both(self, one: ReadArticle, other: ReadArticle) -> None:
        a, b = side(one), side(other)
        run = shared_run(a, b)
        stems = a.stems[run.start : run.start + run.words]
        assert len(stems) == run.words
        assert any(b.stems[at : at + run.words] == stems for at in range(len(b.stems) + 1))
        assert run.rarity == pytest.approx(shared_run(b, a).rarity)

    def test_of_runs_equally_rare_the_same_is_taken(self) -> None:
        a, b = side(one_saying("the pier")), side(one_saying("a pier, the pier", article="b"))
        assert shared_run(a, b).words == shared_run(b, a).words

    @settings(max_examples=60, deadline=None)
    @given(reads("a"), reads("b"))
    def test_reasons_are_given_for_any_two(self, one: ReadArticle, other: ReadArticle) -> None:
        reports = reported(one, other)
        found = reasons(reports, [(0, 1, 0.9)])
        assert 0 < len(found) <= MOST and all(found)
        assert reasons(reports, []) == []


def same_words(words: str, **known: object) -> tuple[Side, Side]:
    return side(one_saying(words, KESSLER)), side(one_saying(words, article="b", **known))  # type: ignore[arg-type]


class TestWhatCannotBeOne:
    SHORT = "“The pier is rotten through and through”"

    def test_the_same_words_may(self) -> None:
        assert not cannot_be_one(*same_words(self.SHORT, who=KESSLER))

    def test_in_the_mouths_of_two_people_they_may_not(self) -> None:
        assert cannot_be_one(*same_words("“We will not do that”", who=VOSSLER))

    def test_a_long_run_may_be_put_in_anothers_mouth(self) -> None:
        assert not cannot_be_one(*same_words(ROTTEN, who=VOSSLER))

    def test_on_other_days_they_may_not(self) -> None:
        one = side(one_saying(self.SHORT, KESSLER, said="2024-03-01"))
        other = side(one_saying(self.SHORT, KESSLER, article="b", said="2024-03-08"))
        assert cannot_be_one(one, other)

    def test_on_other_programmes_they_may_not(self) -> None:
        one = side(one_saying(self.SHORT, KESSLER, via=(STRAND,)))
        other = side(one_saying(self.SHORT, KESSLER, article="b", via=(somebody("Harbour Hour"),)))
        assert cannot_be_one(one, other)
        assert not cannot_be_one(one, side(one_saying(self.SHORT, KESSLER, article="b", via=(STRAND,))))

    def test_printed_weeks_apart_they_may_not(self) -> None:
        assert cannot_be_one(*same_words(self.SHORT, who=KESSLER, published="2024-04-02"))
        assert not cannot_be_one(*same_words(self.SHORT, who=KESSLER, published=None))

    def test_two_quotations_with_other_words_may_not(self) -> None:
        one, other = side(one_saying(CROWN, KESSLER)), side(one_saying(ROTTEN, KESSLER, article="b"))
        assert cannot_be_one(one, other)
        indirect = side(one_saying(ROTTEN.strip("“”"), KESSLER, article="b", quote=Quote.INDIRECT))
        assert not cannot_be_one(one, indirect)


class TestProbability:
    def test_the_same_quotation_is_one_and_another_subject_is_not(self) -> None:
        one = side(one_saying(ROTTEN, KESSLER))
        assert probability(one, side(one_saying(ROTTEN, KESSLER, article="b"))) > 0.9
        assert probability(one, side(one_saying(DOCKERS, KESSLER, article="b"))) < 0.2

    def test_words_that_one_quotes_stand_in_the_other(self) -> None:
        half = side(one_saying("it was “rotten to the last plank” and more", KESSLER, quote=Quote.MIXED))
        whole = side(one_saying(ROTTEN, KESSLER, article="b"))
        assert quoted_in(half, whole) > 5
        assert quoted_in(half, side(one_saying(CROWN, KESSLER, article="b"))) == 0

    def test_no_shared_word_is_an_empty_run(self) -> None:
        one, other = side(one_saying("“Never”")), side(one_saying("“Always”", article="b"))
        assert shared_run(one, other) == Run(0.0, 0, 0)


class TestVectors:
    @given(st.lists(st.text(max_size=8) | st.sampled_from(["pier", "frost", "close", "rotten"]), max_size=12))
    def test_a_vector_is_of_length_one_or_nothing(self, stems: list[str]) -> None:
        found = vector(stems)
        assert found.shape == (WIDTH,)
        assert float(found @ found) == pytest.approx(1, abs=1e-4) or not found.any()

    @given(st.lists(st.sampled_from(["pier", "frost", "close", "rotten", "govern"]), min_size=1, max_size=9))
    def test_what_is_kept_is_what_was_told(self, stems: list[str]) -> None:
        found = vector(stems)
        kept = unpacked(packed(found) + packed(-found))
        assert kept.shape == (2, WIDTH)
        assert np.abs(kept[0] - found).max() < 0.005
        assert np.array_equal(kept[0], -kept[1])

    def test_nothing_is_kept_as_nothing(self) -> None:
        assert unpacked(b"").shape == (0, WIDTH)
        assert not vector([]).any()

    def test_like_words_are_nearer(self) -> None:
        court = vector(["judg", "court"])
        assert float(court @ vector(["trial", "lawyer"])) > float(court @ vector(["goal", "footbal"]))


def reported(*reads_: ReadArticle) -> list[tuple[ReadArticle, int, Spans]]:
    """Return the first statement of each article as a report."""
    return [(read, 0, read.statements[0].attribution.content) for read in reads_]


class TestReasons:
    def test_a_run_is_given_as_printed_and_cut_short(self) -> None:
        found = reasons(
            reported(*(one_saying(ROTTEN, KESSLER, article=name) for name in "ab")), [(0, 1, 0.9)]
        )
        assert found[0] == ("21 words the same: “The old ferry pier is rotten to the last plank and it …”")
        assert "both by Ida Kessler" in found

    def test_only_links_that_hang_reports_together_are_looked_at(self) -> None:
        speakers = {"a": KESSLER, "b": KESSLER, "c": VOSSLER}
        reports = reported(*(one_saying(ROTTEN, who, article=name) for name, who in speakers.items()))
        near = reasons(reports, [(0, 1, 0.99), (1, 2, 0.9), (0, 2, 0.8)])
        assert "put in the mouths of Ida Kessler and Piet Vossler" in near
        assert not any("Vossler" in one for one in reasons(reports, [(0, 1, 0.99)]))

    def test_who_is_not_made_out_is_not_named(self) -> None:
        reports = reported(one_saying(ROTTEN, None), one_saying(ROTTEN, KESSLER, article="b"))
        assert "one by Ida Kessler, one by somebody not made out" in reasons(reports, [(0, 1, 0.9)])
