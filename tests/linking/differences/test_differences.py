"""How wordings differ: kinds of edits, what stands out, and that every word is accounted for."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.differences import Differences, EditKind, Standout, differences, summary
from onrecord.linking.differences.tokens import tokens
from onrecord.linking.said import Said
from onrecord.model import Spans
from tests.linking.differences.wordings import edits, said, standing_out, told

BASE = "“We will not sign the treaty before the harvest is in, and the ferry must run until May.”"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("will sign the treaty", [("dropped", "not", "")]),
        ("will not ever sign the treaty", [("added", "", "ever")]),
        ("will not keep the treaty", [("altered", "sign", "keep")]),
        ("will not sign [the accord]", [("bracketed", "the treaty", "[the accord]")]),
        ("will not sign the treaty [of Hallin]", [("bracketed", "", "[of Hallin]")]),
        ("will not sign the treaty (laughter)", [("bracketed", "", "(laughter)")]),
        ("will not [s]ign the treaty", [("bracketed", "sign", "[s]ign")]),
        ("will ... treaty", [("ellipsis", "not sign the", "...")]),
        ("will [. . .] treaty", [("ellipsis", "not sign the", "[. . .]")]),
        ("will not sign, the treaty", [("punctuation", "", ",")]),
        ("will not sign the Treaty", [("punctuation", "treaty", "Treaty")]),
        ("won’t sign the treaty", [("spelling", "will not", "won’t")]),
    ],
)
def test_one_edit_is_named(new: str, expected: list[tuple[str, str, str]]) -> None:
    assert edits(BASE, BASE.replace("will not sign the treaty", new)) == expected


def test_words_left_out_at_either_end_are_truncated() -> None:
    assert edits(BASE, "“not sign the treaty before the harvest is in”") == [
        ("truncated-start", "We will", ""),
        ("truncated-end", ", and the ferry must run until May", ""),
    ]
    assert [kind for kind, *_ in edits("“sign the treaty”", BASE)] == ["truncated-start", "truncated-end"]


def test_each_version_may_leave_out_sentences_of_its_own() -> None:
    a = said("“The mill is shut. We grieve for the men of the valley.”")
    b = said("“It began at noon. We grieve for the men of the valley.”")
    assert edits(a, b) == [
        ("truncated-start", "The mill is shut", ""),
        ("truncated-start", "", "It began at noon"),
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("“It’s the dam's fault”", '"It\'s the dam’s fault,"'),
        ("“The dam -- our dam -- held.”", "“The dam – our dam – held,”"),
        ("“The dam held. We knew.”", "“The dam   held. We knew”"),
    ],
)
def test_the_shape_of_marks_is_no_difference(a: str, b: str) -> None:
    assert edits(a, b) == []


def test_a_quotation_that_its_cue_interrupts_is_the_same() -> None:
    assert (
        edits(
            said("“The dam held, and we knew it would.”"), said("“The dam held,”", "“and we knew it would.”")
        )
        == []
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We spent five crowns", "We spent 5 crowns"),
        ("We lost $1.5 million on it", "We lost 1.5 million dollars on it"),
        ("We lost twenty-five per cent", "We lost 25% of it".replace(" of it", "")),
        ("Our world view is old", "Our worldview is old"),
        ("A health-care bill", "A health care bill"),
        ("It is late for us", "It's late for us"),
        ("The U.S. mill shut", "The US mill shut"),
        ("Hope & Sons left", "Hope and Sons left"),
        ("A café is open", "A cafe is open"),
    ],
)
def test_the_same_words_written_otherwise_are_spelling_and_never_stand_out(a: str, b: str) -> None:
    assert [kind for kind, *_ in edits(a, b)] == ["spelling"]
    assert standing_out(a, b) == []


def test_a_long_is_not_along() -> None:
    assert edits("a long time, we walked along", "a long time, we walked along") == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("We did not agree to it", "We did agree to it", ("negation", "not", "")),
        ("We don't agree to it", "We do agree to it", ("negation", "don't", "")),
        ("It was a lawful act", "It was an unlawful act", ("negation", "lawful", "unlawful")),
        ("They shot 12 cranes there", "They shot 13 cranes there", ("number", "12", "13")),
        (
            "They shot ten percent there",
            "They shot nine percent there",
            ("number", "ten percent", "nine percent"),
        ),
        ("We met on Monday at noon", "We met on Friday at noon", ("number", "Monday", "Friday")),
        ("Then Brandt opened the gate", "Then Kessler opened the gate", ("name", "Brandt", "Kessler")),
        ("They may open the gate", "They must open the gate", ("modal", "may", "must")),
        ("We lost all our grain", "We lost some of our grain", ("quantifier", "all", "some")),
    ],
)
def test_what_matters_stands_out(a: str, b: str, expected: tuple[str, str, str]) -> None:
    assert standing_out(a, b) == [expected]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We lost our grain", "We lost our barley"),
        ("The president left", "The President left"),
        ("We went. Then he fell", "We went. Later he fell"),
        ("It is shut and I’m going to stay", "It is shut and we want to stay"),
        ("One of us fell", "Each of us fell".replace("Each", "A man")),
    ],
)
def test_other_words_do_not_stand_out(a: str, b: str) -> None:
    assert standing_out(a, b) == []


def test_of_what_is_left_out_only_the_clause_beside_what_was_kept_stands_out() -> None:
    assert standing_out("I never said that the gate was open", "said that the gate was open") == [
        ("negation", "never", "")
    ]
    assert standing_out("It was not us. The gate was open all night", "The gate was open all night") == []


def test_indirect_speech_shifts_and_that_does_not_stand_out() -> None:
    found = edits(
        "“I will open my gate when the water is low.”",
        told("that he would open his gate when the water was low"),
    )
    assert {kind for kind, *_ in found} == {"backshift"}
    assert standing_out("“I will open my gate now.”", told("he would open his gate then")) == []


def test_in_quotation_marks_a_shift_is_an_alteration() -> None:
    assert edits("“We will open the gate.”", "“We would open the gate.”") == [("altered", "will", "would")]
    assert standing_out("“We will open the gate.”", "“We would open the gate.”") == [
        ("modal", "will", "would")
    ]


def test_would_is_not_what_indirect_speech_makes_of_may() -> None:
    assert standing_out("“I may open the gate tonight.”", told("he would open the gate tonight")) == [
        ("modal", "may", "would")
    ]


def test_a_dropped_negation_stands_out_in_indirect_speech_too() -> None:
    assert ("negation", "not", "") in standing_out(
        "“I will not open the gate.”", told("he would open the gate")
    )


def test_the_speakers_name_for_a_pronoun_is_a_shift() -> None:
    assert edits("“I opened the gate for them.”", told("Holt opened the gate for them")) == [
        ("backshift", "I", "Holt")
    ]


def test_the_quoted_part_of_a_mixed_content_is_compared_as_quoted() -> None:
    mixed = said("the council “would open the gate” at dawn", quote="mixed")
    assert ("altered", "will", "would") in edits("“The council will open the gate at dawn.”", mixed)


def test_little_in_common_is_no_matter_for_a_diff() -> None:
    found = differences(
        said("“The mill shut for good.”"), told("nobody in the valley had any work left, never")
    )
    assert found.in_other_words
    assert found.stands_out == ()


@pytest.mark.parametrize(
    ("a", "b", "terms"),
    [
        (said("“The dam held.”"), said("“The dam held,”"), ["identical"]),
        (said("“The dam held all night.”"), said("“The dam held”"), ["truncated"]),
        (said("“The dam held all night.”"), said("“The dam … night”"), ["ellipsis"]),
        (said("“The dam held all night.”"), said("“[It] held all night”"), ["bracketed"]),
        (said("“The dam held all night.”"), said("“The dam stood all night”"), ["altered-words"]),
        (said("“The dam held, all night.”"), said("“The dam held all night”"), ["different-punctuation"]),
        (said("“The dam held all night.”"), told("the dam had held all night"), ["direct-vs-indirect"]),
        (told("the dam held"), told("the dam had held"), []),
    ],
)
def test_the_summary_is_in_the_readers_terms(a: Said, b: Said, terms: list[str]) -> None:
    assert [str(term) for term in summary(differences(a, b))] == terms


def test_the_summary_of_several_pairs_is_identical_only_if_all_are() -> None:
    a, b = said("“The dam held.”"), said("“The dam held”")
    assert summary(differences(a, b), differences(a, said("“The dam stood.”"))) == ("altered-words",)
    assert summary() == ()


def test_long_wordings_take_no_time() -> None:
    words = [f"word{index % 170}" for index in range(400)]
    a, b = said("“" + " ".join(words) + "”"), said("“" + " ".join(words[:200] + words[203:]) + "”")
    differences(a, b)
    start = time.perf_counter()
    found = differences(a, b)
    assert time.perf_counter() - start < 1.5
    assert [edit.kind for edit in found.changes()] == [EditKind.DROPPED]


def test_beyond_two_thousand_words_the_ends_are_compared() -> None:
    words = [f"w{index}" for index in range(2200)]
    found = differences(said(" ".join(words)), said(" ".join([*words[:1000], "other", *words[1001:]])))
    assert [edit.kind for edit in found.changes()] == [EditKind.ALTERED]


def test_no_word_of_judgement_is_among_the_terms() -> None:
    terms = " ".join([*map(str, EditKind), *map(str, Standout)])
    assert not re.search("misquot|wrong|false|error|correct", terms)


# -- for any text ------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "the dam will not would held [ ] ( ) ... … , . “ ” ' Holt’s can't cannot 5 five percent % $ I he [T]he & "
    "- -- all never health-care healthcare health care 水 位 é é ?".split()
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=25).map(" ".join)).filter(
    lambda text: len(text) > 0
)
QUOTES = st.sampled_from(["direct", "indirect", "mixed"])


@given(st.lists(TEXTS, min_size=1, max_size=2), st.lists(TEXTS, min_size=1, max_size=2), QUOTES, QUOTES)
def test_every_word_is_in_one_edit_in_order(a: list[str], b: list[str], quote: str, other: str) -> None:
    found = differences(said(*a, quote=quote), said(*b, quote=other))
    for side, one in enumerate((found.a, found.b)):
        places = [span for edit in found.edits for span in (edit.a, edit.b)[side]]
        _are_in_order(places, one)
        for token in tokens(one):
            assert token.edge or any(span.start <= token.start and token.end <= span.end for span in places)
    assert 0 <= found.shared <= 1


def _are_in_order(places: Spans | list, one: Said) -> None:
    assert all(first.end <= second.start for first, second in zip(places, places[1:], strict=False))
    for span in places:
        assert any(whole.start <= span.start and span.end <= whole.end for whole in one.content)


@given(TEXTS, QUOTES)
def test_a_wording_does_not_differ_from_itself(text: str, quote: str) -> None:
    found: Differences = differences(said(text, quote=quote), said(text, quote=quote))
    assert list(found.changes()) == []


@given(TEXTS, TEXTS, QUOTES, QUOTES)
def test_the_same_question_has_the_same_answer(a: str, b: str, quote: str, other: str) -> None:
    one, two = said(a, quote=quote), said(b, quote=other)
    assert differences(one, two).edits == differences(one, two).edits
    assert len(summary(differences(one, two))) < 7
