"""The review page: what waits, why, and what can be decided about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import Filter, Record, Span, open_record
from onrecord.web import urls
from onrecord.web.marking import shown
from tests.fakes import FakeExtractor
from tests.web.conftest import Visitor
from tests.web.selecting import css


def words_of(tree: Any, selector: str) -> str:
    return " ".join(" ".join(one.text_content().split()) for one in css(tree, selector))


def waiting(record: Record, **only: Any) -> list[str]:
    return [entry.statement.id for entry in record.review_queue(Filter(**only), limit=None)]


def test_it_shows_the_least_certain_statement_with_its_words_marked(filled: Record, visitor: Visitor) -> None:
    tree = visitor.tree("/review")
    first = next(filled.review_queue())
    marked = "".join(one.text_content() for one in css(tree, "#text .content"))
    assert marked == first.content
    assert css(tree, "#accept input[name=statement]")[0].get("value") == first.statement.id
    assert "In doubt:" in words_of(tree, ".doubt")


def test_it_says_how_many_wait_of_how_many(filled: Record, visitor: Visitor) -> None:
    every = filled.count()
    filled.accept(waiting(filled)[0])
    filled.reject(waiting(filled)[0])
    data = visitor.json("/review.json")
    assert (data["waiting"], data["of"]) == (every - 2, every)
    assert f"{every - 2} statements wait of {every}" in words_of(visitor.tree("/review"), ".count")


def test_the_twin_has_the_statement_and_the_doubt_of_the_page(filled: Record, visitor: Visitor) -> None:
    data = visitor.json("/review.json?skip=1")
    entry = next(filled.review_queue(offset=1))
    assert data["statement"]["id"] == entry.statement.id
    assert data["doubt"]["field"] == entry.doubt.field
    assert data["doubt"]["confidence"] == round(entry.doubt.confidence, 4)


def test_skipping_goes_through_the_whole_queue_and_back(filled: Record, visitor: Visitor) -> None:
    address, seen = "/review", []
    while here := css(visitor.tree(address), "#accept input[name=statement]"):
        seen.append(here[0].get("value"))
        address = css(visitor.tree(address), ".steps a[rel=next]")[0].get("href")
    assert seen == waiting(filled)
    assert "The end of the queue" in words_of(visitor.tree(address), ".finished")
    assert css(visitor.tree("/review?skip=2"), ".steps a[rel=prev]")[0].get("href") == "/review?skip=1"


def test_a_filter_narrows_the_queue_and_stays_in_every_form(filled: Record, visitor: Visitor) -> None:
    tree = visitor.tree("/review?outlet=Courier&skip=1")
    assert f"of {filled.count(Filter(outlet='Courier'))}" in words_of(tree, ".count")
    queues = {one.get("value") for one in css(tree, "input[name=queue]")}
    assert queues == {"outlet=Courier"}
    assert {one.get("value") for one in css(tree, "input[name=skip]")} == {"1"}


def test_a_statement_by_its_id_is_shown_with_what_was_decided(filled: Record, visitor: Visitor) -> None:
    statement = waiting(filled)[1]
    filled.correct_speaker(statement, "Ida Holt", by="Bo")
    tree = visitor.tree(urls.review(statement=statement))
    assert "is by Ida Holt, says Bo" in words_of(tree, ".reviewed")
    assert "Ida Holt" in words_of(tree, ".found")
    assert css(tree, ".reviewed input[name=judgement]")[0].get("value") == "j1"


def test_the_choices_of_a_speaker_are_the_people_of_the_article(filled: Record, visitor: Visitor) -> None:
    statement = waiting(filled)[0]
    tree = visitor.tree(urls.review(statement=statement))
    choices = {one.get("value") for one in css(tree, "#speaker input[type=radio]")}
    assert choices == {person.name for person in filled.statement(statement).people} | {""}


def test_an_empty_record_has_nothing_to_review(record: Record, visit: Callable[..., Visitor]) -> None:
    visitor = visit(record)
    assert "There is no statement" in words_of(visitor.tree("/review"), ".finished")
    assert visitor.json("/review.json")["statement"] is None


def test_when_everything_is_decided_it_says_so(filled: Record, visitor: Visitor) -> None:
    for statement in waiting(filled):
        filled.accept(statement)
    assert "Nothing waits for review" in words_of(visitor.tree("/review"), ".finished")


@pytest.mark.parametrize(
    "query", ["skip=-1", "skip=x", "skip=99999999", "since=never&from=never", "act=" + "x" * 600]
)
def test_what_is_not_understood_is_said(visitor: Visitor, query: str) -> None:
    visitor.get(f"/review?{query}", status=400)


def test_an_unknown_statement_is_not_found(visitor: Visitor) -> None:
    visitor.get("/review?statement=nowhere-1", status=404)


def test_pages_for_reading_alone_offer_no_decision(filled: Record, visit: Callable[..., Visitor]) -> None:
    visitor = visit(filled, may_change=False)
    for address in ("/review", "/judgements"):
        assert not css(visitor.tree(address), "main form[method=post]")


HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def hostile(tmp_path: Path, visit: Callable[..., Visitor]) -> Any:
    """A record of one article that brings script, direction marks and astral letters."""
    path = tmp_path / "hostile.jsonl"
    text = f"\U0001f6a2 {HOSTILE}\r\n“We \u202eare {HOSTILE} \U0001f600 glad,” Lena Ott said.\r\n"
    given = {"id": 'a"b&c', "title": HOSTILE, "outlet": HOSTILE, "text": text}
    path.write_text(json.dumps(given), encoding="utf-8")
    with open_record(tmp_path / "hostile.db") as record:
        record.add(path, extractor=FakeExtractor)
        yield record, visit(record)


def test_a_hostile_article_is_shown_as_words(hostile: Any) -> None:
    record, visitor = hostile
    statement = waiting(record)[0]
    record.correct_speaker(statement, f"{HOSTILE} Ott", by=HOSTILE)
    for address in (urls.review(statement=statement), "/judgements"):
        tree = visitor.tree(address)
        assert HOSTILE in tree.text_content()
        assert not tree.xpath("//script[contains(text(), 'alert')]")


def test_the_stretches_of_the_text_say_their_offsets_in_code_points(hostile: Any) -> None:
    record, visitor = hostile
    text = record.statement(waiting(record)[0]).article.text
    stretches = css(visitor.tree("/review"), "#text [data-at]")
    assert stretches
    for one in stretches:
        at, words = int(one.get("data-at")), one.text_content()
        assert shown(Span(at, at + len(words)).of(text)) == words
