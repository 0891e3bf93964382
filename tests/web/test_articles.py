"""The lists: articles by date, page by page, and what could not be read."""

from __future__ import annotations

from typing import Any

from onrecord import Article, Problem, ReadArticle, Record
from tests.web.conftest import Visitor


def test_articles_stand_by_date_with_their_statements(visitor: Visitor, filled: Record) -> None:
    tree = visitor.tree("/articles")
    lines = tree.xpath("//ol[contains(@class, 'lines')]/li")
    assert len(lines) == 3
    assert [one.xpath(".//time/@datetime") for one in lines] == [["2019-02-21"], ["2019-02-22"], []]
    for line in lines:
        rows = visitor.json(line.xpath("./p[@class='number']/a/@href")[0].replace("/search", "/search.json"))
        assert line.xpath("./p[@class='number']/a")[0].text.split()[0] == str(rows["facets"]["total"])
    data = visitor.json("/articles.json")
    assert (data["total"], data["pages"]) == (3, 1)
    assert [one["id"] for one in data["articles"]] == [one.id for one in filled.articles()]


def test_they_are_paged_and_every_article_is_on_one_page(record: Record, visit: Any) -> None:
    record.store(
        [
            ReadArticle(Article(f"a{n}", f"Text {n}.", published=f"20{n % 30:02}"), (), (), "v1")
            for n in range(120)
        ]
    )
    visitor = visit(record)
    pages = [visitor.json(f"/articles.json?page={n}") for n in (1, 2, 3)]
    assert [len(page["articles"]) for page in pages] == [50, 50, 20]
    found = [one["id"] for page in pages for one in page["articles"]]
    assert found == [one.id for one in record.articles()]
    tree = visitor.tree("/articles?page=2")
    assert tree.xpath("//a[@rel='prev']/@href | //a[@rel='next']/@href") == ["/articles", "/articles?page=3"]
    assert "51 to 100" in tree.text_content()
    assert "fewer pages" in visitor.tree("/articles?page=9").text_content()
    visitor.get("/articles?page=0", 400)


def test_an_empty_record_says_what_to_do(record: Record, visit: Any) -> None:
    assert "onrecord add" in visit(record).tree("/articles").text_content()
    assert "could be read" in visit(record).tree("/problems").text_content()


def test_each_problem_stands_with_its_reason(record: Record, visit: Any) -> None:
    record.store(
        [Problem("b<script>.txt", "is <b>empty</b>; give it words"), Problem("a.txt", "is too large")]
    )
    visitor = visit(record)
    tree = visitor.tree("/problems")
    rows = [[one.text_content() for one in row] for row in tree.xpath("//tbody/tr")]
    assert rows == [["a.txt", "is too large"], ["b<script>.txt", "is <b>empty</b>; give it words"]]
    assert "2 documents could not be read" in " ".join(tree.text_content().split())
    assert visitor.json("/problems.json")["total"] == 2
