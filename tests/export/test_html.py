"""The report: stands alone, nothing runs, words of articles stay words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from onrecord import Filter, Record, Span
from onrecord.export import export
from onrecord.export.html import paragraph, printed
from tests.export.filled import HOSTILE_NAME, HOSTILE_WORDS

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Seen(HTMLParser):
    """What a reader of the file meets: elements with attributes, and the text; complains of bad nesting."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def source(filled: Record) -> str:
    return b"".join(export(filled, "html", Filter())).decode()


@pytest.fixture(scope="module")
def seen(source: str) -> Seen:
    return Seen(source)


def test_nothing_runs_and_nothing_is_fetched(seen: Seen) -> None:
    tags = {tag for tag, _ in seen.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base", "svg"}
    for _, attributes in seen.elements:
        assert not any(name.startswith("on") or name in ("src", "srcset", "style") for name in attributes)
        assert (attributes.get("href") or "http://").startswith(("http://", "https://"))
    assert any("default-src 'none'" in (attributes.get("content") or "") for _, attributes in seen.elements)


def test_it_does_not_import_from_its_style(source: str) -> None:
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style and "@import" not in style[1] and "url(" not in style[1] and "@media print" in style[1]


def test_hostile_words_are_there_as_words(seen: Seen) -> None:
    shown = HOSTILE_WORDS.replace("\u202e", "U+202E").replace("\u202c", "U+202C").replace("\x01", "U+0001")
    assert shown.replace("\r", "") in seen.text
    assert HOSTILE_NAME.replace("\u202e", "U+202E") in seen.text


def test_no_character_that_turns_the_direction_is_left(source: str) -> None:
    assert not set(source) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x01")


def test_it_says_what_it_holds(filled: Record, seen: Seen) -> None:
    assert f"{filled.count():,} of {filled.counts().statements:,} in the record" in seen.text
    assert filled.name.replace("/", "/") in seen.text
    for read in filled.readings():
        if any(filled.count(Filter(article=read.article.id)) for _ in "x"):
            assert read.article.sha256 in seen.text
    assert sum(tag == "section" for tag, _ in seen.elements) == filled.count()


def test_decisions_look_unlike_inference(source: str, seen: Seen) -> None:
    assert source.count('class="decided"') == 3
    assert "Accepted: right, by ann" in " ".join(seen.text.split())
    assert "The machine had found: Ida Kessler" in " ".join(seen.text.split())
    assert "Inferred by v1" in seen.text


def test_other_reports_have_their_words(seen: Seen) -> None:
    assert "The same words elsewhere: 2 other reports, in 2 other outlets" in seen.text
    assert "the old ferry pier was rotten and would be closed before" in seen.text


def test_the_content_is_marked_in_its_paragraph(filled: Record) -> None:
    entry = filled.statement("herald-2")
    marked = "".join(paragraph(entry, part) for part in entry.context)
    contents = re.findall(r'<mark class="content">(.*?)</mark>', marked)
    assert contents == ["“We will not spend a single crown,”", "“of public money on patching it.”"]
    assert re.sub(r"<[^>]+>", "", marked) == "".join(part.of(entry.article.text) for part in entry.context)


def test_overlapping_marks_are_nested_well(filled: Record) -> None:
    entry = filled.statement("courier-2")
    assert str(paragraph(entry, Span(0, 5))) == "MARRE"


def test_printed_keeps_every_visible_character() -> None:
    assert str(printed("a<b>&\tc\nd")) == "a&lt;b&gt;&amp;\tc\nd"
    assert printed(None) == ""
