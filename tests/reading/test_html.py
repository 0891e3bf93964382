from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import DocumentError
from onrecord.model import Article, Document
from onrecord.reading.html import read_html

PARAGRAPHS = [
    "TALVIK - The founder of a maker of grid controllers said on Friday that the ban on its devices would "
    "fail, and that customers who had left would come back to it within two years.",
    "“We object to this,” he told reporters outside the court, where his daughter was to be heard.",
    "“But now that we have gone down this path, we will let the judges decide,” he added, and left.",
]


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def article_page(extra: str = "", head: str = "", headline: str = "Ban will fail, founder says") -> bytes:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return page(f"<nav><a href=/>Home</a></nav><article><h1>{headline}</h1>{inner}</article>{extra}", head)


def read(raw: bytes) -> Article:
    return read_html(Document("a.html", raw, "text/html"))


def test_the_text_is_the_headline_once_and_the_paragraphs() -> None:
    assert read(article_page()).text == "\n\n".join(["Ban will fail, founder says", *PARAGRAPHS])


def test_a_headline_that_only_the_head_has_stands_first() -> None:
    head = "<title>Ban will fail - Courier</title><meta property='og:title' content='Ban will fail'>"
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    text = read(page(f"<article>{inner}</article>", head)).text
    assert text.startswith("Ban will fail\n\n")
    assert text.count("Ban will fail") == 1


@pytest.mark.parametrize("mark", ["-", "–", "|", "·"])
def test_the_outlet_behind_a_title_is_no_part_of_it(mark: str) -> None:
    title = f"<title>Ban - a farce - will fail {mark} The Courier</title>"
    head = f"{title}<meta property='og:site_name' content='The  Courier'>"
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    article = read(page(f"<article>{inner}</article>", head))
    assert article.title == "Ban - a farce - will fail"
    assert article.text.startswith("Ban - a farce - will fail\n\n")


def test_what_the_page_says_of_itself() -> None:
    head = (
        "<meta property='og:site_name' content='The Carrow Courier'>"
        "<meta name='author' content='Ann Lee'>"
        "<link rel='canonical' href='https://courier.example/ban'>"
        "<meta property='article:modified_time' content='2024-03-09T10:00:00+00:00'>"
        "<meta property='article:published_time' content='2024-03-02T08:00:00+00:00'>"
    )
    article = read(article_page(head=head))
    assert article.title == "Ban will fail, founder says"
    assert article.outlet == "The Carrow Courier"
    assert article.byline == "Ann Lee"
    assert article.url == "https://courier.example/ban"
    assert article.published == "2024-03-02T08:00:00+00:00"


def test_linked_data_says_when_it_was_published() -> None:
    data = (
        '{"@graph": [{"@type": "NewsArticle", "dateModified": "2024-03-09", "datePublished": "2024-03-02"}]}'
    )
    head = f"<script type='application/ld+json'>{data}</script><script type='application/ld+json'>{{</script>"
    assert read(article_page(head=head)).published == "2024-03-02"


def test_comments_of_readers_stay_out() -> None:
    comments = (
        "<section id=comments><h2>Comments</h2><div class=comment><p>First! I said so.</p></div></section>"
    )
    assert "I said so" not in read(article_page(comments)).text


def test_reading_one_page_does_not_change_the_next() -> None:
    assert [read(article_page()).text for _ in range(4)] == [read(article_page()).text] * 4


def test_line_breaks_part_paragraphs() -> None:
    inner = "<br><br>".join(PARAGRAPHS)
    text = read(page(f"<article><h1>Ban</h1><p>{inner}</p></article>")).text
    assert text == "\n\n".join(["Ban", *PARAGRAPHS])


@pytest.mark.parametrize("raw", [b"", b"<html></html>", page("<p></p>"), b"<", b"<!-- -->"])
def test_a_page_without_an_article_is_a_document_error(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="has no article in it that we could find"):
        read(raw)


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(alphabet="<>/apbrdivhtml \"='&;x\x01", max_size=200).map(str.encode)
    )
)
def test_arbitrary_bytes_are_an_article_or_a_document_error(raw: bytes) -> None:
    try:
        article = read(raw)
    except DocumentError:
        return
    assert article.text.strip()
