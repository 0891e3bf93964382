"""Stories side by side, and reprints."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest

from onrecord import Record
from onrecord.record import ArticleLine
from tests.fakes import somebody
from tests.record.spoken import spoken
from tests.web.conftest import Visitor

Visit = Callable[..., Visitor]
page = import_module("onrecord.web.pages.stories")

_COPIED = (
    "The harbour authority of Port Aster closed the northern basin on Tuesday morning after divers found a "
    "cracked lock gate beneath the customs quay, and engineers began pumping before the evening tide came in."
)


@pytest.fixture
def harbour(record: Record) -> Record:
    """Three articles on one event: two share a passage and an utterance; each has something alone."""
    ott, brandt, holm = (
        somebody(name, id=f"p{number}")
        for number, name in enumerate(("Lena Ott", "Karl Brandt", "Ida Holm"), start=1)
    )
    closing = (ott, "Lena Ott", "“We close the northern basin of Port Aster today.”")
    brave, old = (brandt, "Karl Brandt", "that divers were brave"), (holm, "Ida Holm", "that it was old")
    waiting = (
        ott,
        "Lena Ott",
        "that ferries to the northern basin of Port Aster would wait at the customs quay",
    )
    cracked = (
        "Divers found a cracked lock gate beneath the customs quay, the harbour authority of Port Aster says."
    )
    record.store(
        [
            spoken("a1", _COPIED, closing, brave, outlet="Courier", published="2019-02-21"),
            spoken("b1", _COPIED, closing, old, outlet="Harbour Times", published="2019-02-22"),
            spoken("c1", cracked, waiting, outlet="Gridwire", published="2019-02-22"),
        ]
    )
    return record


def test_the_list_says_the_same_as_its_twin(harbour: Record, visit: Visit) -> None:
    visitor = visit(harbour)
    told = visitor.json("/stories.json")
    several = [one for one in harbour.stories() if len(one.articles) > 1]
    assert told["total"] == len(several) == 1
    assert [one["id"] for one in told["stories"][0]["articles"]] == [line.id for line in several[0].articles]
    (link,) = visitor.tree("/stories").xpath("//ol[contains(@class, 'stories')]//h2/a")
    assert link.get("href") == told["stories"][0]["url"] == "/stories/a1"


def test_outlets_stand_side_by_side(harbour: Record, visit: Visit) -> None:
    visitor = visit(harbour)
    told = visitor.json("/stories/b1.json")
    assert told["outlets_compared"] == ["Courier", "Harbour Times", "Gridwire"]
    by_name = {one["name"]: one["statements"] for one in told["speakers"]}
    assert by_name["Lena Ott"] == {"Courier": 1, "Harbour Times": 1, "Gridwire": 1}
    assert by_name["Karl Brandt"] == {"Courier": 1}
    assert by_name["Ida Holm"] == {"Harbour Times": 1}
    tree = visitor.tree("/stories/b1")
    (row,) = tree.xpath("//table[@class='voices']/tbody/tr[.//a[contains(., 'Lena Ott')]]")
    links = [link.get("href") for link in row.xpath("td/a[@class='words']")]
    assert links == ["/articles/a1#s1", "/articles/b1#s1", "/articles/c1#s1"]


def test_all_statements_of_a_story_stand_in_it(harbour: Record, visit: Visit) -> None:
    told = visit(harbour).json("/stories/a1.json")
    counted = sum(sum(one["statements"].values()) for one in told["speakers"])
    assert counted == sum(len(harbour.statement_entries(one)) for one in told["compared"])


def test_a_rejected_statement_is_not_quoted(harbour: Record, visit: Visit) -> None:
    harbour.reject("a1-2", by="Ada")
    told = visit(harbour).json("/stories/a1.json")
    assert "Karl Brandt" not in {one["name"] for one in told["speakers"]}


def test_what_each_leaves_out(harbour: Record, visit: Visit) -> None:
    told = visit(harbour).json("/stories/a1.json")
    left = {one["outlet"]: one for one in told["left_out"]}
    assert [one["name"] for one in left["Courier"]["speakers"]] == ["Ida Holm"]
    assert left["Courier"]["speakers"][0]["quoted_by"] == ["Harbour Times"]
    assert {one["name"] for one in left["Gridwire"]["speakers"]} == {"Ida Holm", "Karl Brandt"}
    (utterance,) = told["utterances"]
    assert utterance["outlets"] == ["Courier", "Harbour Times"]
    assert left["Gridwire"]["utterances"] == [utterance["utterance"]]
    assert left["Courier"]["utterances"] == []


def test_the_utterance_leads_to_its_wordings(harbour: Record, visit: Visit) -> None:
    visitor = visit(harbour)
    (link,) = visitor.tree("/stories/a1").xpath("//ol[contains(@class, 'shared')]//a[@class='words']")
    assert link.get("href").startswith("/utterances/u-a1-1")
    visitor.get(link.get("href"))


def test_which_passages_are_copies(harbour: Record, visit: Visit) -> None:
    visitor = visit(harbour)
    (group,) = visitor.json("/stories/a1.json")["copies"]
    assert [one["id"] for one in group["articles"]] == ["a1", "b1"]
    assert _COPIED.split()[5] in group["passages"][0]["text"]
    assert group["articles"][1]["copy_of"] in ("a1", None)
    text = " ".join(visitor.tree("/stories/a1").xpath("string(//section[@aria-labelledby='copied'])").split())
    assert "cracked lock gate beneath the customs quay" in text


def test_reprints_say_the_same_as_their_twin(harbour: Record, visit: Visit) -> None:
    visitor = visit(harbour)
    told = visitor.json("/reprints.json")
    groups = list(harbour.reprints())
    assert [[one["id"] for one in group["articles"]] for group in told["groups"]] == [
        [one.article for one in group.members] for group in groups
    ]
    tree = visitor.tree("/reprints")
    assert len(tree.xpath("//div[@class='copies']")) == len(groups) == 1
    words = int(tree.xpath("string(//figure[@class='passage']//figcaption)").split()[0])
    assert words == max(one.words for one in groups[0].passages)
    assert "There is no page 9" in visitor.get("/reprints?page=9").text


def test_a_story_of_one_article(filled: Record, visit: Visit) -> None:
    visitor = visit(filled)
    alone = next(one for one in filled.stories() if len(one.articles) == 1)
    tree = visitor.tree(f"/stories/{alone.articles[0].id}")
    assert "No other article" in tree.text_content()
    assert tree.xpath("//table[@class='voices']")
    assert not tree.xpath("//section[@aria-labelledby='left-out']")


def test_an_article_that_is_not_there(harbour: Record, visit: Visit) -> None:
    visit(harbour).get("/stories/zzz", 404)


def test_stories_among_articles_that_mention_words(harbour: Record, visit: Visit) -> None:
    visitor = visit(harbour)
    told = visitor.json("/stories.json?words=ferries")
    assert told["among"] == 1
    assert told["total"] == 1
    assert visitor.json("/stories.json?words=zzzz")["total"] == 0
    visitor.get("/stories?words=%3F", 400)


def test_of_a_large_record_the_last_articles_are_looked_at(
    harbour: Record, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_ARTICLES", 2)
    monkeypatch.setattr(page, "LOOKED_AT", 2)
    visitor = visit(harbour)
    told = visitor.json("/stories.json")
    assert told["among"] in (1, 2)
    assert "published last" in visitor.get("/stories").text


def test_a_hostile_article_stays_words(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    for path in ("/stories", "/stories/-x%20%3Ci%3E%2F..%2Fy", "/reprints"):
        text = visitor.get(path).text
        assert "<script>alert" not in text
        assert "</title><img" not in text
        assert "<i>/../y" not in text


def test_of_too_many_articles_each_outlet_keeps_its_first() -> None:
    lines = [
        ArticleLine(f"a{number}", None, f"Outlet {number % 3}", None, None, "", None, 1)
        for number in range(page.SIDE_BY_SIDE)
    ]
    late = ArticleLine("late", None, "Latecomer", None, None, "", None, 1)
    chosen = page.side_by_side([*lines, late])
    assert len(chosen) == page.SIDE_BY_SIDE
    assert late in chosen
    assert page.side_by_side(lines) == lines
