from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import Filter, Quote
from onrecord.record import Counting
from onrecord.web import asking, urls, wording


def texts(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def test_words_are_found_and_highlighted_where_they_stand(visitor):
    tree = visitor.tree("/search?words=ban")
    assert "ban" in {one.text_content() for one in tree.xpath("//li[@class='hit']//mark")}
    assert (
        len(tree.xpath("//li[@class='hit']")) == visitor.json("/search.json?words=ban")["facets"]["total"] > 1
    )


def test_a_hit_leads_to_its_place_in_the_article(visitor):
    (statement, *_) = visitor.json("/search.json?words=object")["statements"]
    link = visitor.tree("/search?words=object").xpath("//a[@data-open]/@href")[0]
    number = statement["id"].rpartition("-")[2]
    assert link == f"/articles/{statement['article']['id']}?words=object#s{number}"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?speaker=Ott",
        "?outlet=Courier&kind=direct",
        "?from=2019-02-22",
        "?words=ban&speaker=Ott",
        "?communicated=no",
        "?count=utterance",
        "?speaker_kind=unknown",
        "?reviewed=none",
    ],
)
def test_page_and_twin_and_record_have_the_same_number(visitor, filled, query):
    data = visitor.json(f"/search.json{query}")
    asked = asking.asked(dict(pair.split("=") for pair in query.lstrip("?").split("&") if pair))
    assert data["facets"]["total"] == filled.count(asked.only, asked.words)
    assert texts(visitor.tree(f"/search{query}"), "//p[@class='count']/strong")[0].split()[0] == str(
        data["facets"]["total"]
    )


def test_a_facet_leads_to_as_many_statements_as_it_says(visitor):
    tree = visitor.tree("/search?words=ban")
    links = tree.xpath("//section[@class='facet']//a")
    assert len(links) > 5
    for link in links:
        wanted = link.xpath(".//span[@class='number']")[0].text_content()
        got = texts(visitor.tree(link.get("href")), "//p[@class='count']/strong")[0]
        assert got.split()[0] == wanted


def test_a_search_says_itself_in_words(visitor):
    heading = texts(visitor.tree("/search?speaker=Ott&kind=direct&words=ban&from=2019&to=2019"), "//h1")
    assert heading == ["Statements by Ott, quoted directly, 2019, mentioning ban"]


def test_nothing_found_says_what_to_do(visitor):
    tree = visitor.tree("/search?words=zebra&speaker=Ott")
    assert "Leave out a condition" in tree.text_content()
    assert "/search?words=zebra" in tree.xpath("//ul[@class='terms']//a/@href")


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "kind=loud",
        "count=3",
        "communicated=maybe",
        "page=0",
        "page=x",
        "page=9999999",
        "words=" + "x" * 600,
        "words=%21%21",
        "reviewed=maybe",
        "speaker_kind=alien",
    ],
)
def test_what_cannot_be_understood_says_so(visitor, query):
    assert texts(visitor.tree(f"/search?{query}", 400), "//h1") == ["Not understood"]
    assert visitor.json(f"/search.json?{query}", 400)["error"]["status"] == 400


def test_a_page_beyond_the_last_is_empty(visitor):
    assert visitor.json("/search.json?page=50")["statements"] == []


def test_addresses_and_filters_are_each_others_reverse():
    only = Filter(
        speaker="p3",
        outlet="=A & B",
        since="2019",
        until="2020-01-02",
        kind=Quote.DIRECT,
        act="deny",
        communicated=False,
        count=Counting.REPORT,
    )
    query = urls.search_query("ban “x”", only, 4)
    asked = asking.asked(query)
    assert (asked.words, asked.only, asked.page) == ("ban “x”", only, 4)


@pytest.mark.parametrize(
    ("only", "words", "said"),
    [
        (Filter(), None, "statements"),
        (Filter(), "back doors", "statements mentioning back doors"),
        (Filter(act="deny"), "vote", "statements that deny, mentioning vote"),
        (
            Filter(speaker="Ren Zhengfei", act="deny", since="2019", until="2019"),
            "back doors",
            "statements by Ren Zhengfei that deny, 2019, mentioning back doors",
        ),
        (
            Filter(speaker_kind="unnamed", since="2019-02"),
            None,
            "statements of unnamed sources from February 2019",
        ),
        (Filter(communicated=False, outlet="=Courier"), None, "beliefs, wishes and feelings in Courier"),
        (
            Filter(act="decline-to-comment", count=Counting.REPORT),
            None,
            "statements that decline to comment, each independent report once",
        ),
    ],
)
def test_filters_in_words(only, words, said):
    assert wording.in_words(only, words) == said
    assert wording.in_words(replace(only, speaker="p1"), words, "Ada").startswith(("statements", "beliefs"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2019", "2019"),
        ("2019-02", "February 2019"),
        ("2019-02-21T10:00:00Z", "21 February 2019"),
        (None, ""),
        ("2019-02-21/2019-02-23", "21 February 2019 – 23 February 2019"),
        ("soon", "soon"),
    ],
)
def test_days_in_words(value, said):
    assert wording.day(value) == said


def test_shares_do_not_round_to_all_or_nothing():
    assert [wording.percent(value) for value in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %",
        "<1 %",
        "50 %",
        ">99 %",
        "100 %",
    ]


def test_a_phrase_is_not_quoted_twice(visitor):
    tree = visitor.tree('/search?words="this+ban"')
    assert texts(tree, "//ul[@class='terms']//bdi") == ['"this ban"']
    assert texts(visitor.tree("/search?words=ban"), "//ul[@class='terms']//bdi") == ["“ban”"]
