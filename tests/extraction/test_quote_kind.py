import pytest

from onrecord.extraction.quote_kind import QuotedText
from onrecord.model import Quote, Span


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ('"We will stay," she said.', '"We will stay,"', Quote.DIRECT),
        ("“We will stay,” she said.", "“We will stay,”", Quote.DIRECT),
        ("She said that “we will stay”.", "that “we will stay”", Quote.DIRECT),
        ("She called it “a tomato” between two powers.", "it “a tomato” between two powers", Quote.MIXED),
        ("She said that they would stay.", "that they would stay", Quote.INDIRECT),
        ('"We will stay, she said.', '"We will stay, she said', Quote.DIRECT),
        ("« Nous restons », dit-elle.", "« Nous restons »", Quote.DIRECT),
    ],
)
def test_kind_of_content(text: str, words: str, kind: Quote) -> None:
    start = text.index(words)
    assert QuotedText(text).kind((Span(start, start + len(words)),)) is kind


def test_two_quoted_pieces_are_direct() -> None:
    text = '"We will stay," she said. "And we will pay."'
    assert QuotedText(text).kind((Span(0, 15), Span(26, 44))) is Quote.DIRECT
