"""The overview: every number leads to as many rows as it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from onrecord import Record
from tests.web.conftest import Visitor

Visit = Callable[..., Visitor]


def rows_behind(visitor: Visitor, address: str) -> int:
    """Return how many rows the page at an address says it has, by its JSON twin."""
    parts = urlsplit(address)
    told = visitor.json(f"{parts.path}.json?{parts.query}")
    return int(told["facets"]["total"]) if "facets" in told else int(told["total"])


def numbers(tree: Any) -> list[tuple[str, int, int, str]]:
    """Return each counted row as its heading, count, denominator and address."""
    found = []
    for section in tree.xpath("//section[contains(@class, 'shares')]"):
        title = section.xpath("string(.//h2)")
        for link in section.xpath(".//td[contains(@class, 'number')]/a"):
            count, of = link.xpath("string(strong)"), link.xpath("string(span)").removeprefix("of ")
            number = int(of.split()[0].replace(",", ""))
            found.append((title, int(count.replace(",", "")), number, link.get("href")))
    return found


def test_every_number_leads_to_its_rows(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    told = numbers(visitor.tree("/"))
    searches = [one for one in told if one[3].startswith("/search")]
    assert {title for title, *_ in searches} >= {"Most quoted", "Outlets", "Who speaks", "Quoted how"}
    for title, count, of, address in searches:
        assert rows_behind(visitor, address) == count, (title, address)
        assert count <= of


def test_denominators_are_all_statements_or_all_that_was_found(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    statements = visitor.json("/overview.json")["statements"]
    for title, _, of, address in numbers(visitor.tree("/")):
        if address.startswith("/search") and title != "Reviewed so far":
            assert of == statements, title
    reviewed = [one for one in numbers(visitor.tree("/")) if one[0] == "Reviewed so far"]
    assert {of for _, _, of, _ in reviewed} == {sum(count for _, count, _, _ in reviewed)}


def test_says_the_same_as_its_twin(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    tree, told = visitor.tree("/"), visitor.json("/overview.json")
    shown = [number.replace(",", "") for number in tree.xpath("//dl[@class='figures']//dd//text()")]
    shown = [number.strip() for number in shown if number.strip()]
    wanted = ("statements", "articles", "people", "utterances", "stories", "problems")
    assert shown == [str(told[name]) for name in wanted]
    counts = storied.counts()
    assert (told["articles"], told["statements"]) == (counts.articles, counts.statements)
    assert told["people"] == storied.count_people()
    assert told["utterances"] == sum(1 for _ in storied.utterances())


def test_unnamed_and_unknown_are_told_apart(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    links = visitor.tree("/").xpath("//p[@class='hidden-sources']/a")
    assert [link.get("href") for link in links] == [
        "/search?speaker_kind=unnamed",
        "/search?speaker_kind=unknown",
    ]
    for link in links:
        assert int(link.text.split()[0]) == rows_behind(visitor, link.get("href"))


def test_an_empty_record_says_what_to_type(record: Record, visit: Visit) -> None:
    tree = visit(record).tree("/")
    assert "onrecord add --record test.db" in tree.xpath("string(//pre)")
    assert not tree.xpath("//dl[@class='figures']")


@pytest.mark.parametrize("path", ["/", "/people", "/stories", "/reprints"])
def test_an_empty_record_has_every_page(record: Record, visit: Visit, path: str) -> None:
    tree = visit(record).tree(path)
    assert len(tree.xpath("//h1")) == 1


def test_what_somebody_named_is_escaped(storied: Record, visit: Visit) -> None:
    text = visit(storied).get("/").text
    assert "<b onmouseover" not in text
    assert "</title><img" not in text
