from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DocumentError
from onrecord.reading.encoding import decode, decode_html

QUOTED = "“We object,” she said – naïvely…\r\nAnd left.\n"
RUSSIAN = "«Мы против этого запрета», — сказала она в пятницу вечером, покидая здание суда. " * 4
CHINESE = "他说：“我们反对这项禁令。”公司发言人拒绝置评，但法院将于下周开庭审理此案。" * 6


def test_utf8_is_decoded_unchanged_line_ends_included() -> None:
    assert decode(QUOTED.encode(), "a.txt") == QUOTED


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    assert decode(mark + QUOTED.encode(encoding), "a.txt") == QUOTED


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (QUOTED * 3, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.translate({0xAB: 34, 0xBB: 34, 0x2014: 45}), "koi8-r"),
        (CHINESE, "gb18030"),
    ],
)
def test_older_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_binary_is_named_as_such() -> None:
    with pytest.raises(DocumentError, match=r"a\.txt: is not text but binary data; convert"):
        decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "a.txt")


def test_a_broken_signature_is_a_document_error() -> None:
    with pytest.raises(DocumentError, match="save it as UTF-8"):
        decode(codecs.BOM_UTF8 + b"caf\xe9", "a.txt")


def test_a_page_is_read_as_it_declares_itself() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Запрет</body></html>'
    assert decode_html(page.encode("cp1251"), "a.html") == page


def test_a_page_that_declares_latin1_means_windows_1252() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>“No”'
    assert decode_html(page.encode("cp1252"), "a.html") == page


@pytest.mark.parametrize("label", ["x-user-defined", "hex", "utf-16", "undefined", "idna"])
def test_a_page_that_declares_nonsense_is_read_by_its_bytes(label: str) -> None:
    page = f'<meta charset="{label}"><p>“No”, she said, and left the room.'
    assert decode_html(page.encode(), "a.html") == page


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_text_or_a_document_error(raw: bytes) -> None:
    for read in (decode, decode_html):
        try:
            text = read(raw, "a.txt")
        except DocumentError:
            continue
        assert "\x00" not in text


@given(st.text().filter(lambda text: "\x00" not in text and not text.startswith("\ufeff")))
def test_all_text_survives_utf8(text: str) -> None:
    raw = text.encode("utf-8", "ignore")
    assert decode(raw, "a.txt") == raw.decode()
