from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Span
from onrecord.places import Layout, Place

LAID_OUT = st.text(alphabet="ab \n\r\u2028\u2029习", max_size=60)


def test_blank_lines_part_paragraphs() -> None:
    text = "Headline\n\nFirst line\nof one paragraph.\n \nSecond."
    layout = Layout(text)
    assert [span.of(text) for span in layout.paragraphs] == [
        "Headline",
        "First line\nof one paragraph.",
        "Second.",
    ]
    assert layout.place(text.index("of one")) == Place(2, 4)
    assert str(layout.place(text.index("Second"))) == "¶3 line 6"


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    layout = Layout("One.\r\nTwo.\rThree.")
    assert [layout.place(offset).paragraph for offset in (0, 6, 11)] == [1, 2, 3]


def test_around_gives_whole_paragraphs_but_not_a_whole_book() -> None:
    text = "a" * 5000 + " said " + "b" * 5000
    (part,) = Layout(text).around((Span(5001, 5005),), most=100)
    assert part == Span(4901, 5105)


@given(LAID_OUT)
def test_every_offset_has_a_place(text: str) -> None:
    layout = Layout(text)
    places = [layout.place(offset) for offset in range(len(text))]
    assert all(place.paragraph >= 1 and place.line >= 1 for place in places)
    assert places == sorted(places, key=lambda place: (place.paragraph, place.line))
    for offset, character in enumerate(text):
        if not character.isspace():
            paragraph = layout.paragraphs[places[offset].paragraph - 1]
            assert paragraph.start <= offset < paragraph.end


@given(LAID_OUT.filter(lambda text: len(text) > 1), st.data())
def test_around_holds_the_words_themselves(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    around = Layout(text).around((Span(start, end),), most=3)
    for offset in range(start, end):
        if not text[offset].isspace():
            assert any(part.start <= offset < part.end for part in around)
