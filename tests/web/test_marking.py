from __future__ import annotations

import html
import re

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.web.marking import Mark, marked, printed, shown

TEXTS = st.text(min_size=1, max_size=60)


@st.composite
def texts_with_marks(draw):
    text = draw(TEXTS)
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 10))
    marks = [
        Mark(
            Span(start, min(len(text), start + size)),
            draw(st.sampled_from([("content",), ("cue",), ()])),
            (number,),
            draw(st.booleans()),
        )
        for number, (start, size) in enumerate(draw(st.lists(places, max_size=5)))
        if start < min(len(text), start + size)
    ]
    return text, marks


def words_of(markup):
    """Return the text of HTML as a browser has it, line breaks as they are."""
    return html.unescape(re.sub(r"<(?!br>)[^>]*>", "", markup).replace("<br>", "\n"))


@given(texts_with_marks())
def test_the_words_come_out_whole_and_in_order(given_):
    text, marks = given_
    out = words_of(marked(text, Span(0, len(text)), marks))
    wanted = re.sub("\r\n|[\r\u2028\u2029]", "\n", shown(text))
    assert out == wanted


@given(texts_with_marks())
def test_every_stretch_says_where_it_stands(given_):
    text, marks = given_
    tree = lxml.html.fragment_fromstring(str(marked(text, Span(0, len(text)), marks)), create_parent="div")
    for stretch in tree.findall("span"):
        at, words = int(stretch.get("data-at")), stretch.text_content()
        assert shown(text)[at : at + len(words)] == words


@given(texts_with_marks())
def test_every_mark_is_on_all_its_words(given_):
    text, marks = given_
    tree = lxml.html.fragment_fromstring(str(marked(text, Span(0, len(text)), marks)), create_parent="div")
    for mark in marks:
        (number,) = mark.statements
        covered = {
            int(one.get("data-at")) + place
            for one in tree.findall("span")
            if str(number) in (one.get("data-s") or "").split()
            for place in range(len(one.text_content()))
        }
        wanted = {at for at in range(mark.span.start, mark.span.end) if text[at] not in "\r\n\u2028\u2029"}
        assert covered == wanted


def test_nothing_in_a_text_becomes_markup():
    text = '<script>alert(1)</script> & "x" <b onmouseover=y>'
    out = str(marked(text, Span(0, len(text)), [Mark(Span(0, 8), ("content",), (1,))]))
    assert "<script" not in out
    assert "<b " not in out


def test_a_word_that_is_looked_for_is_marked_within_a_statement():
    text = "We object to this ban"
    marks = [Mark(Span(0, 21), ("content",), (3,)), Mark(Span(18, 21), word=True)]
    out = str(marked(text, Span(0, 21), marks))
    assert '<span class="content" data-s="3" data-at="18"><mark>ban</mark></span>' in out


def test_names_are_isolated_and_cut():
    assert str(printed("<i>Ott\u202e", 80)) == "<bdi>&lt;i&gt;Ott\ufffd</bdi>"
    assert str(printed("a" * 300, 10)).endswith(">" + "a" * 9 + "…</bdi>")
    assert "\x00" not in printed("a\x00b")
