"""Bytes to characters, without loss and without newline translation.

Invariant: what ``decode`` returns is exactly the decoded bytes; only a byte order mark at the very start,
which is a signature of the encoding and not a part of the text, is left out.
"""

from __future__ import annotations

import codecs
import re

from onrecord.errors import DocumentError

_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BROADER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
"""Declared names and what browsers really read them as (WHATWG Encoding Standard, section 4.2)."""

_DECLARED = re.compile(rb"""(?i)<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""")
_WEB = re.compile(
    r"(?:utf-?8|(?:us-)?ascii|windows-\d+|cp\d+|iso-?8859-\d+|latin-?\d|koi8-[ru]|macintosh|tis-620"
    r"|gb\w+|big5(?:-hkscs)?|shift[_-]jis|euc-\w+|ks_c_5601-1987|iso-2022-jp)$"
)
"""Encodings of the web; Python knows others under such names, ``unicode_escape`` among them."""
_FEW = 0.05
"""Below this share of letters outside ASCII a text that is no UTF-8 is taken for Windows-1252: French
news has 4 %, German 2 %; texts in Cyrillic, Greek or Chinese code pages have over 40 %."""
_PUNCTUATION = b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x9b\xa0\xab\xbb"
"""Curly quotation marks, dashes and the like, the same bytes in every Windows code page."""
_SAMPLE = 64_000
"""Bytes that the guess at an encoding looks at; the whole text must then decode strictly."""


def decode(raw: bytes, name: str) -> str:
    """Return ``raw`` as text: by byte order mark, else UTF-8, else the likeliest older encoding.

    Raises DocumentError where the bytes are no text at all.
    """
    for signature, encoding in _SIGNATURES:
        if raw.startswith(signature):
            return _strictly(raw[len(signature) :], encoding, name)
    try:
        return _without_nul(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _strictly(raw, _guess(raw, name), name)


def decode_html(raw: bytes, name: str) -> str:
    """Return a page as text: by byte order mark, else as it declares itself, else as ``decode`` does."""
    declared = _DECLARED.search(raw, 0, 4096)
    label = declared.group(1).decode("ascii", "replace").lower() if declared else ""
    if _WEB.match(label) and not raw.startswith(tuple(signature for signature, _ in _SIGNATURES)):
        try:
            return _without_nul(raw.decode(_BROADER.get(label, label)), name)
        except (LookupError, UnicodeError):
            pass  # pages often declare what they are not; the bytes themselves decide then
    return decode(raw, name)


def _strictly(raw: bytes, encoding: str, name: str) -> str:
    try:
        return _without_nul(raw.decode(encoding), name)
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"is not valid {encoding} (byte {error.start:,}); save it as UTF-8 and read it again"
        ) from error


def _without_nul(text: str, name: str) -> str:
    if "\x00" in text:
        raise DocumentError(name, "is not text but binary data; convert it to plain text or HTML first")
    return text


def _guess(raw: bytes, name: str) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8."""
    if b"\x00" in raw:
        raise DocumentError(name, "is not text but binary data; convert it to plain text or HTML first")
    if _foreign_letters(raw) < _FEW and _decodes(raw, "cp1252"):
        return "cp1252"
    from charset_normalizer import from_bytes  # 30 ms to import, and seldom needed

    best = from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        raise DocumentError(name, "is in no encoding that we know; save it as UTF-8 and read it again")
    return _BROADER.get(best.encoding.replace("_", "-"), best.encoding)


def _foreign_letters(raw: bytes) -> float:
    return len(raw.translate(None, bytes(range(128)) + _PUNCTUATION)) / max(1, len(raw))


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
