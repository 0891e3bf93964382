from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DocumentError
from onrecord.model import Document
from onrecord.reading.plain import read_plain


def test_the_text_is_the_file_unchanged() -> None:
    text = "  Title\r\n\r\nText\twith “marks”.\r\n\n"
    article = read_plain(Document("a.txt", text.encode(), "text/plain"))
    assert article.text == text
    assert article.title is article.outlet is article.published is None
    assert article.document is not None


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", "\u3000\u2028".encode()])
def test_a_file_without_text_is_a_document_error(raw: bytes) -> None:
    with pytest.raises(DocumentError, match=r"a\.txt: has no text in it"):
        read_plain(Document("a.txt", raw, "text/plain"))


@given(st.binary(max_size=200))
def test_reading_is_repeatable_or_a_document_error(raw: bytes) -> None:
    try:
        assert read_plain(Document("a.txt", raw, "text/plain")) == read_plain(
            Document("b", raw, "text/plain")
        )
    except DocumentError:
        pass
