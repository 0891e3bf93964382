import textwrap

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.paragraphs import paragraphs

LONG = (
    "The council said on Tuesday that it would close the old bridge for repairs until the spring, "
    "because engineers had found cracks in two of its four piers and could not promise that it would "
    "carry lorries safely through another winter of floods."
)


def test_each_line_of_an_ordinary_text_is_a_paragraph() -> None:
    text = f"A headline\n\n{LONG}\n{LONG}\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["A headline", LONG, LONG]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "\n\n".join(textwrap.fill(LONG, 64) for _ in range(3))
    assert len(paragraphs(wrapped)) == 3
    assert [" ".join(wrapped[a:b].split()) for a, b in paragraphs(wrapped)] == [LONG] * 3


def test_wrapped_lines_with_carriage_returns_are_one_paragraph() -> None:
    wrapped = "\r\n\r\n".join(textwrap.fill(LONG, 64).replace("\n", "\r\n") for _ in range(2))
    assert len(paragraphs(wrapped)) == 2


def test_verse_keeps_its_lines() -> None:
    verse = "\n".join(["Short line", "Another one here", "And the third is a bit longer than that"] * 3)
    assert len(paragraphs(verse)) == 9


@given(st.text())
def test_every_character_but_line_breaks_lies_in_one_paragraph(text: str) -> None:
    found = paragraphs(text)
    inside = [place for start, end in found for place in range(start, end)]
    assert len(inside) == len(set(inside))
    missing = set(range(len(text))) - set(inside)
    assert all(text[place] in "\n\r\u2028\u2029" for place in missing)
    assert all(start < end for start, end in found)
