"""When a statement was said: by the phrase at its cue, and by none that belongs to what is said."""

from __future__ import annotations

import re
import textwrap
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.said_dates import read_marked, read_phrases
from onrecord.model import Attribution, Quote, Span
from onrecord.resolution.date.date_carried import carried_dates
from onrecord.resolution.date.date_words import date_words
from onrecord.resolution.date.dates import Dated, said_when

TUESDAY = "2024-03-05"
EXAMPLES = [
    (f"{section}: {words}", *example.rsplit(" => ", 1))
    for section, rows in date_words().items()
    for words, example in rows.items()
]
PHRASES = [phrase for phrase in read_phrases() if not phrase.held]
PATTERN = re.compile(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?")


def said(marked: str, published: str | None = TUESDAY, outlet: str | None = None) -> Dated | None:
    text, attribution, parent = read_marked(marked)
    return said_when(text, attribution, published, outlet, parent=parent)


def value(marked: str, published: str | None = TUESDAY) -> str | None:
    answer = said(marked, published)
    return answer.value if answer else None


@pytest.mark.parametrize(("entry", "example", "expected"), EXAMPLES, ids=[entry for entry, *_ in EXAMPLES])
def test_every_entry_of_the_lexicon_does_what_its_example_says(
    entry: str, example: str, expected: str
) -> None:
    assert (value(example) or "none") == expected, entry


def test_no_entry_shares_its_example() -> None:
    assert len({example for _, example, _ in EXAMPLES}) == len(EXAMPLES) > 300


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.text[:60])
def test_gold_phrases_that_are_not_held_back(phrase) -> None:  # type: ignore[no-untyped-def]
    answer = phrase.answer()
    assert (answer.value if answer else None) == phrase.said


def test_there_are_enough_gold_phrases_forms_traps_and_held_ones() -> None:
    phrases = read_phrases()
    assert len(phrases) >= 200
    assert len({phrase.form for phrase in phrases}) >= 15
    assert sum(phrase.said is None for phrase in phrases) >= len(phrases) / 4
    assert sum(phrase.held for phrase in phrases) >= len(phrases) / 3
    assert len({phrase.text + str(phrase.on) for phrase in phrases}) == len(phrases)


@pytest.mark.parametrize(
    ("marked", "words", "rule"),
    [
        ("<She> {said} late on Monday [that it froze].", "late on Monday", "after the cue: weekday"),
        ("<She> last week {denied} [it].", "last week", "before the cue: unit"),
        ("On 2 March, <she> {denied} [it].", "On 2 March", "at the head: date"),
        ("<She> {denied} [it] yesterday.", "yesterday", "after the content: day"),
        ("<A 2019 report> {found} [rust].", "A 2019 report", "dated writing: year"),
        ("<She> {said} [on Monday it froze].", "on Monday", "before that: weekday"),
        ("It began in 2019, when <a court> {ruled} [so].", "in 2019", "before when: year"),
        (
            "In a March 2021 interview <she> {said} [so].",
            "In a March 2021 interview",
            "at the head: month",
        ),
    ],
)
def test_the_phrase_and_the_rule_are_told(marked: str, words: str, rule: str) -> None:
    text, _, _ = read_marked(marked)
    answer = said(marked)
    assert answer is not None
    start = text.index(words)
    inside = answer.span == Span(start, start + len(words)) or words.startswith("A 2019")
    assert inside and answer.rule == rule
    assert 0.5 < answer.confidence <= 1


def test_a_day_directly_after_the_cue_is_surer_than_one_the_content_began_with() -> None:
    sure, swallowed = (
        said("<She> {said} on Monday [that it froze]."),
        said("<She> {said} [on Monday it froze]."),
    )
    assert sure and swallowed and sure.confidence > 0.9 > swallowed.confidence


def test_the_next_days_name_is_read_as_six_days_ago_and_doubted() -> None:
    answer = said("<She> {said} on Wednesday [that it froze].")
    assert answer is not None and answer.value == "2024-02-28" and answer.confidence < 0.5


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<She> {said} on Monday, during a visit in 2019, [nothing].", "2024-03-04"),
        ("Earlier this week, on Monday, <she> {said} [so].", "2024-03-04"),
        ("<She> {said} on Monday [that the bank failed in 2009].", "2024-03-04"),
        ("The bank failed in 2009. <She> {said} [so].", None),
        ("In 2009, <he> {said}, [the bank failed].", None),
        ("<He> {also said}, as the vicar did on Friday, [that it rained].", None),
        ("Sen. J. B. Marsh met the U.S. envoy. <He> {said} [so] on Monday.", "2024-03-04"),
        ("On Monday, Sen. Marsh met the envoy. <He> {said} [so].", None),
        ('<He> {told} "The Monday Hour" [so].', None),
        ('"A," <he> {said} on Friday. ["Last week I slept."]', "2024-03-01"),
        ("``Last week <he> {told} us [that it would rain].''", "2024-02-26/2024-03-03"),
        ("<He> {testified} before the committee last Thursday [that it had].", "2024-02-29"),
        ("<He> {told} reporters in the small manufacturing town of Wend on Monday [so].", "2024-03-04"),
        ("<He> {told} a crowded hall and elected officials on Monday [so].", "2024-03-04"),
        ("<Sam>, first elected in 1965, {said} [so].", None),
        ("{Said} <Sam>, an aide to the mayor, first elected in 1965, [so].", None),
        ('["It froze,"] <Roe> {told} "Fox News Sunday." Then he left.', None),
        ("<He> {told} the families of people killed on Monday [so].", None),
        ("<Mr Roe, the envoy>, yesterday {complained} [that he had been pushed].", "2024-03-04"),
        ("<He> {said} on 31 June [that it was hot].", None),
        ("<He> {said} in April 2030 [that it was hot].", None),
        ("<He> {said} on Friday, March 2, [so].", None),  # the 2nd was a Saturday
    ],
)
def test_cases_that_real_reports_taught(marked: str, expected: str | None) -> None:
    assert value(marked) == expected


def test_wrapped_lines_and_curly_marks_change_nothing() -> None:
    long = (
        "The pond in the old quarry had been empty for years, as every child in the village knew well. " * 4
    )
    wrapped = textwrap.fill(long + "She said late on the evening of Monday that it had frozen over.", 52)
    marked = re.sub(r"that(\s+it.*)\.$", r"[that\1].", wrapped.replace("She said", "<She> {said}"))
    assert "of\nMonday" in marked and value(marked) == "2024-03-04"
    assert value("On New Year’s Day, <she> {said} [so].") == "2024-01-01"


def test_without_a_cue_nothing_is_said() -> None:
    assert said('On Monday: ["It froze."]') is None


def test_the_hemisphere_is_the_outlets() -> None:
    north = said("<She> {said} last summer [that it was hot].", "2024-05-05", "The Guardian")
    south = said("<She> {said} last summer [that it was hot].", "2023-05-05", "The Age")
    assert north and north.value == "2023-06-01/2023-08-31"
    assert south and south.value == "2022-12-01/2023-02-28"


@given(
    st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
)
def test_a_weekday_is_within_the_week_up_to_publication(published: date, name: str) -> None:
    found = date.fromisoformat(value(f"<She> {{said}} on {name} [so].", published.isoformat()) or "")
    assert found.strftime("%A") == name
    assert timedelta(0) <= published - found <= timedelta(6)


@given(
    st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    st.sampled_from(
        ["last week", "last month", "last year", "in May", "over the weekend", "last winter", "two weeks ago",
         "in early June", "on 29 February", "earlier this month", "last Sunday", "overnight", "in 1999"]
    ),
)  # fmt: skip
def test_what_was_said_was_said_before_it_was_printed(published: date, words: str) -> None:
    answer = value(f"<She> {{said}} {words} [so].", published.isoformat())
    if answer is not None:
        start, _, end = answer.partition("/")
        assert start <= (end or start) <= published.isoformat()


WORDS = st.sampled_from(
    ["on Monday", " ", ".", ",", '"', "“", "said", "last week", "in 2016", "5 December 2018", "when", "the",
     "A 2014 report", "in an interview", "aired", "May", "\n", "\n\n", "ago", "two days", "5/12/2018",
     "2018-13-45", "the day before", "’s", "\x01"]
)  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(WORDS).map(" ".join)),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), min_size=3, max_size=5),
    st.one_of(st.none(), st.text(), st.just(TUESDAY), st.datetimes().map(lambda when: when.isoformat())),
    st.one_of(st.none(), st.text()),
)
def test_no_text_makes_it_fail(
    text: str, pairs: list[tuple[int, int]], published: str | None, place: str | None
) -> None:
    cue, source, *content = [Span(start, start + length) for start, length in pairs]
    attribution = Attribution(tuple(sorted(content)), (cue,), (source,), Quote.INDIRECT, True, 1.0)
    answer = said_when(text, attribution, published, place, place, parent=attribution)
    answer = said_when(text, attribution, published, place, place) or answer
    if answer is not None:
        assert PATTERN.fullmatch(answer.value)
        assert 0 <= answer.span.start < answer.span.end <= len(text)
        assert 0 < answer.confidence <= 1
    carried_dates(text, [attribution] * 2, ["x", "x"], [answer, None])


def test_a_call_is_quick() -> None:
    text, attribution, _ = read_marked(
        "<She> {said} in an interview with the Beacon on Monday [that it froze]."
    )
    said_when(text, attribution, TUESDAY)
    best = min(_seconds(text, attribution) for _ in range(20))
    assert best < 1e-3, "a tenth of a millisecond here; ten times that leaves room for a busy machine"


def _seconds(text: str, attribution: Attribution) -> float:
    start = time.perf_counter()
    for _ in range(10):
        said_when(text, attribution, TUESDAY)
    return (time.perf_counter() - start) / 10


def test_a_long_line_is_no_slower_than_its_neighbourhood() -> None:
    text = "He said in a report on Monday and in the late May 5 of 2016 that, " * 3000
    attribution = Attribution((Span(5, 9),), (Span(100003, 100007),), (), Quote.INDIRECT, True, 1.0)
    start = time.perf_counter()
    said_when(text, attribution, TUESDAY)
    assert time.perf_counter() - start < 0.5


# Dates that are carried on.


def carried(*marked: str, speakers: str = "aa") -> list[str | None]:
    text, attributions = "", []
    for sentence in marked:
        words, one, _ = read_marked(sentence)
        shifted = [
            tuple(Span(span.start + len(text), span.end + len(text)) for span in spans)
            for spans in (one.content, one.cue, one.source)
        ]
        attributions.append(Attribution(*shifted, one.quote, True, 1.0))
        text += words
    own = [said_when(text, attribution, TUESDAY) for attribution in attributions]
    return [one.value if one else None for one in carried_dates(text, attributions, list(speakers), own)]


def test_the_next_sentence_of_a_speaker_is_of_the_same_day() -> None:
    sentences = (
        "<Ms Roe> {said} on Monday [that it froze]. ",
        '["Much,"] <she> {added}. ',
        "<She> {denied} [it].",
    )
    assert carried(*sentences, speakers="aaa") == ["2024-03-04"] * 3


def test_a_quotation_that_goes_on_is_of_the_same_day() -> None:
    assert carried('<He> {said} on Monday: ["It froze.]\n\n', '["Much."]') == ["2024-03-04"] * 2


@pytest.mark.parametrize(
    "second",
    [
        "<He> {has said} [that it thawed].",
        "<He> earlier {said} [that it thawed].",
        "<He> {says} [that it thawed].",
        "Until the weekend <he> {said} [that it thawed].",
        "<He> approached the envoy at the time {to complain} [that it thawed].",
        "\n\n<He> {said} [that it thawed].",
    ],
)
def test_another_time_or_paragraph_is_not_of_the_same_day(second: str) -> None:
    assert carried("<Mr Roe> {said} on Monday [that it froze]. ", second)[1] is None


def test_another_speaker_is_not_of_the_same_day() -> None:
    assert carried("<A> {said} on Monday [that]. ", "<B> {said} [this].", speakers="ab")[1] is None


def test_a_carried_date_is_less_sure_and_says_so() -> None:
    first = "He said on Monday that. She."
    text = first + " He said this."
    one = Attribution((Span(18, 22),), (Span(3, 7),), (Span(0, 2),), Quote.INDIRECT, True, 1.0)
    two = Attribution((Span(37, 41),), (Span(32, 36),), (Span(29, 31),), Quote.INDIRECT, True, 1.0)
    own = [said_when(text, one, TUESDAY), None]
    dates = carried_dates(text, [one, two], ["a", "a"], own)
    assert own[0] and dates[0] == own[0] and dates[1]
    assert dates[1].span == own[0].span and dates[1].rule == own[0].rule + ", carried on"
    assert dates[1].confidence < own[0].confidence
