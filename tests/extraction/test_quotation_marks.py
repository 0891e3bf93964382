"""Quotation marks of every style are paired, and no text, however broken, makes it fail."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.quotation_marks import Quotation, quotations

STYLES = {
    "straight": ('"', '"', "double"),
    "curly": ("“", "”", "double"),
    "guillemets": ("«", "»", "double"),
    "guillemets reversed": ("»", "«", "double"),
    "low and high": ("„", "“", "double"),
    "low and right": ("„", "”", "double"),
    "doubled backticks": ("``", "''", "double"),
    "corner": ("「", "」", "double"),
    "white corner": ("『", "』", "double"),
    "prime": ("〝", "〞", "double"),
    "full width": ("＂", "＂", "double"),
    "single straight": ("'", "'", "single"),
    "single curly": ("‘", "’", "single"),
    "single guillemets": ("‹", "›", "single"),
    "single low and high": ("‚", "‘", "single"),
    "backtick": ("`", "'", "single"),
}
DOUBLE = {name: style for name, style in STYLES.items() if style[2] == "double"}
MARKS = "".join(opening + closing for opening, closing, _ in STYLES.values())
STORY = Path(__file__).resolve().parents[2] / "examples" / "story"

words = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)
marked_text = st.text(st.sampled_from(MARKS + "ab .,\n\r"), max_size=60)


def printed(text: str) -> list[str]:
    return [text[found.start : found.end] for found in quotations(text)]


def closed(text: str) -> list[bool]:
    return [found.closed for found in quotations(text)]


@pytest.mark.parametrize("style", STYLES)
def test_a_quotation_is_found_in_every_style(style: str) -> None:
    opening, closing, level = STYLES[style]
    text = f"The mayor said, {opening}We will rebuild,{closing} and left."
    assert quotations(text) == [Quotation(16, 16 + len(opening + closing) + 16, level, True, len(opening))]


@pytest.mark.parametrize("style", STYLES)
def test_two_quotations_around_their_cue_are_two(style: str) -> None:
    opening, closing, _ = STYLES[style]
    text = f"{opening}It rained,{closing} she said. {opening}We stayed.{closing}"
    assert printed(text) == [f"{opening}It rained,{closing}", f"{opening}We stayed.{closing}"]


@pytest.mark.parametrize("style", DOUBLE)
def test_a_quotation_over_paragraphs_is_unclosed_until_the_last(style: str) -> None:
    opening, closing, _ = DOUBLE[style]
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three.{closing}\n\nHe sat down."
    assert closed(text) == [False, False, True]
    assert printed(text) == [f"{opening}One.", f"{opening}Two.", f"{opening}Three.{closing}"]


@pytest.mark.parametrize("style", DOUBLE)
@given(paragraphs=st.lists(words, min_size=2, max_size=5))
def test_any_quotation_over_paragraphs_closes_once(style: str, paragraphs: list[str]) -> None:
    opening, closing, _ = DOUBLE[style]
    text = "\n\n".join(opening + paragraph for paragraph in paragraphs) + closing
    assert closed(text) == [False] * (len(paragraphs) - 1) + [True]


@pytest.mark.parametrize("style", STYLES)
@given(before=words, inside=words, after=words)
def test_a_planted_quotation_is_found(style: str, before: str, inside: str, after: str) -> None:
    opening, closing, level = STYLES[style]
    text = f"{before} {opening}{inside}{closing} {after}"
    start = len(before) + 1
    end = start + len(opening + inside + closing)
    assert quotations(text) == [Quotation(start, end, level, True, len(opening))]


@given(st.one_of(st.text(), marked_text))
def test_spans_lie_inside_the_text_and_inside_one_paragraph(text: str) -> None:
    for found in quotations(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.level in {"double", "single"}
        assert not set("\n\r\u2028\u2029") & set(text[found.start : found.end])
        assert text[found.start] in MARKS + "‟‛"


@given(marked_text)
def test_quotations_nest_or_stand_apart(text: str) -> None:
    found = quotations(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            assert other.start >= one.end or other.end <= one.end


@given(marked_text)
def test_a_paragraph_is_read_the_same_alone(text: str) -> None:
    paragraphs = text.split("\n")
    together = [text[one.start : one.end] for one in quotations(text)]
    assert together == [words for paragraph in paragraphs for words in printed(paragraph)]


def test_nested_quotations_are_both_found() -> None:
    assert printed("“She told me, ‘Go home,’ and left,” he said.") == [
        "“She told me, ‘Go home,’ and left,”",
        "‘Go home,’",
    ]
    assert printed("\"She told me, 'Go home,' and left,\" he said.")[1] == "'Go home,'"
    assert printed("«He wrote: “No.”»") == ["«He wrote: “No.”»", "“No.”"]
    assert printed("„Er sagte: ‚Nein‘“, sagte sie.") == ["„Er sagte: ‚Nein‘“", "‚Nein‘"]


@pytest.mark.parametrize(
    "text",
    [
        "It wasn't Jones' fault.",
        "It wasn’t the dogs’ fault.",
        "in the '90s and the ’80s",
        "Ms O'Neil and Mr D’Arcy",
        "don't, won't, can't",
        'a 6" nail and a 5\'10" man',
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text: str) -> None:
    assert quotations(text) == []


def test_an_apostrophe_inside_single_marks_does_not_close_them() -> None:
    assert printed("‘Don’t go,’ he said; ‘we can’t.’") == ["‘Don’t go,’", "‘we can’t.’"]
    assert printed("'Don't go,' he said.") == ["'Don't go,'"]


def test_a_forgotten_mark_spoils_only_its_own_paragraph() -> None:
    text = 'A.\n\n"It was added, said Tang. "It was sent."\n\n"Fine," he said.'
    assert quotations(text)[-1] == Quotation(text.index('"Fine'), text.index(" he"), "double", True)


def test_french_spacing_and_marks_without_spaces() -> None:
    assert printed("« Oui », dit-il.") == ["« Oui »"]
    assert printed("« Oui\u00a0», dit-il.") == ["« Oui\u00a0»"]
    assert printed("—“no”—(“yes”)") == ["“no”", "“yes”"]
    assert printed('He said:"yes".') == ['"yes"']
    assert printed('"Why?" he asked."Because," she said.') == ['"Why?"', '"Because,"']


def test_every_line_end_ends_a_paragraph() -> None:
    for line_end in ("\n", "\r\n", "\r", "\u2028", "\u2029"):
        assert closed(f"“One.{line_end}“Two.”") == [False, True]


def test_offsets_count_code_points() -> None:
    text = "\U0001f4f0 e\u0301 “so” it is"
    assert printed(text) == ["“so”"]
    assert quotations(text)[0].start == 5


@pytest.mark.parametrize("text", ["", " ", "\n\n", '"', "“", "”", "'", "``", "''", "»", "\ud800“\udfff”"])
def test_odds_and_ends_do_no_harm(text: str) -> None:
    for found in quotations(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("piece", ["“", '"a ', "‘“a", "« ", "'a", "”", "„“ "])
def test_ten_thousand_stray_marks_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    quotations(piece * 10_000)
    assert time.perf_counter() - start < 2, "0.05 s here; it was 1.9 s when each mark looked at all before it"


def test_the_sample_story_is_read_in_every_style() -> None:
    def read(name: str) -> list[str]:
        return printed((STORY / name).read_text(encoding="utf-8"))

    assert '"We are not doing this lightly,"' in read("01-meridian-ban.txt")
    assert "“This was not a misunderstanding,”" in read("02-courier-arrest.txt")
    assert "‘And if the tag fails?’" in read("03-harbour-times-hearing.txt")
    assert "``welcome, and about two days late.''" in read("10-meridian-apology-wire.txt")
    rows = (STORY / "11-archive.jsonl").read_text(encoding="utf-8").splitlines()
    assert "«Twice.»" in printed(json.loads(rows[0])["text"])
