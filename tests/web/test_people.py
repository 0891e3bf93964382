"""The list of people, and one person's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Record, When
from onrecord.record import Filter
from onrecord.web.marking import shown
from onrecord.web.pages.person import DRAWN, WHOLE, said_on
from onrecord.web.pages.timeline_chart import _scale, _ticks, chart, interval
from onrecord.web.wording import day
from tests.export.filled import HOSTILE_NAME
from tests.fakes import somebody
from tests.record.spoken import spoken
from tests.web.conftest import Visitor

Visit = Callable[..., Visitor]


def one_called(record: Record, name: str) -> str:
    """Return the id of the person of this name."""
    return next(line.id for line in record.people() if line.name == name)


# -- the list --------------------------------------------------------------------------------------


def test_people_stand_in_order_with_links_to_their_statements(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    rows = visitor.tree("/people").xpath("//table[@class='people']/tbody/tr")
    lines = list(storied.people(limit=30))
    assert [row.xpath("string(th/a)") for row in rows] == [shown(line.name) for line in lines]
    for row, line in zip(rows, lines, strict=True):
        link = row.xpath("td/a")[0]
        assert int(link.text.replace(",", "")) == line.statements
        assert storied.count(Filter(speaker=parse_qs(urlsplit(link.get("href")).query)["speaker"][0])) == (
            line.statements
        )


def test_people_by_words_and_kind(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    told = visitor.json("/people.json?kind=unnamed")
    assert told["total"] == sum(line.kind == "unnamed" for line in storied.people(limit=None))
    assert {one["kind"] for one in told["people"]} <= {"unnamed"}
    name = next(line.name for line in storied.people() if line.kind == "person")
    found = visitor.json(f"/people.json?words={quote(name)}")["people"]
    assert name in {one["name"] for one in found}
    tree = visitor.tree(f"/people?words={quote(name)}&kind=person")
    assert tree.xpath(
        "//input[@name='words' and @class!='']/@value | //form[@class='narrowing']//input/@value"
    )
    assert tree.xpath("//option[@value='person']/@selected")


def test_wrong_kind_and_page_are_told(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    visitor.get("/people?kind=robot", 400)
    visitor.get("/people?page=0", 400)
    assert "There is no page 9000" in visitor.get("/people?page=9000").text


# -- a person --------------------------------------------------------------------------------------


def test_a_person_says_the_same_as_the_twin(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    for line in storied.people(limit=5):
        told = visitor.json(f"/people/{line.id}.json")
        tree = visitor.tree(f"/people/{line.id}")
        assert told["id"] == line.id
        assert told["statements"] == storied.count(Filter(speaker=line.id)) == line.statements
        assert told["about_total"] == storied.count(Filter(about=line.id))
        link = tree.xpath("//header[@class='person-head']//a")[0]
        assert link.text.split()[0].replace(",", "") == str(told["statements"])
        assert parse_qs(urlsplit(link.get("href")).query) == {"speaker": [line.id]}
        shown = tree.xpath("//article[starts-with(@aria-label, 'Statement by')]")
        assert len(shown) == len(told["statements_by"]) == min(10, told["statements"])


def test_outlets_and_years_lead_to_as_many_rows(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    line = next(storied.people())
    links = visitor.tree(f"/people/{line.id}").xpath("//aside//td[contains(@class, 'number')]/a")
    assert links
    for link in links:
        address = urlsplit(link.get("href"))
        told = visitor.json(f"/search.json?{address.query}")
        assert told["facets"]["total"] == int(link.xpath("string(strong)").replace(",", "")), link.get("href")


def test_a_name_leads_to_the_id(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    line = next(line for line in storied.people() if line.kind == "person" and "<" not in line.name)
    answer = visitor.get(f"/people/{quote(line.name)}?about=deal", 303)
    assert answer.headers["location"] == f"/people/{line.id}?about=deal"
    assert visitor.json(f"/people/{quote(line.name)}.json")["id"] == line.id


def test_one_who_was_united_is_found_under_both_ids(filled: Record, visit: Visit) -> None:
    ott, brandt = one_called(filled, "Lena Ott"), one_called(filled, "Karl Brandt")
    filled.merge_people(ott, brandt, by="Ada")
    visitor = visit(filled)
    gone = next(one for one in (ott, brandt) if visitor.json(f"/people/{one}.json")["id"] != one)
    kept = visitor.json(f"/people/{gone}.json")["id"]
    assert visitor.get(f"/people/{gone}", 303).headers["location"] == f"/people/{kept}"
    tree = visitor.tree(f"/people/{kept}")
    assert tree.xpath("//*[contains(@class, 'person-decided')]")


def test_namesakes_are_a_choice(filled: Record, visit: Visit) -> None:
    visitor = visit(filled)
    filled.rename_person(one_called(filled, "Karl Brandt"), "Ott", by="Ada")
    filled.rename_person(one_called(filled, "Lena Ott"), "Ott", by="Ada")
    tree = visitor.tree("/people/Ott", 300)
    links = [link.get("href") for link in tree.xpath("//ol[contains(@class, 'namesakes')]//a")]
    told = visitor.json("/people/Ott.json", 300)
    assert links == [one["url"] for one in told["people"]]
    assert len(links) >= 2


def test_nobody_is_not_found(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    visitor.get("/people/p999999", 404)
    visitor.get("/people/Nobody%20At%20All", 404)
    visitor.get("/people/%2E%2E%2Fetc%2Fpasswd", 404)
    visitor.get("/people/%3F%3F", 400)


def test_the_timeline_narrows_to_words(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    line = next(storied.people())
    entry = next(storied.statements(Filter(speaker=line.id)))
    word = max(entry.content.strip('“”".,').split(), key=len).strip('“”".,’')
    told = visitor.json(f"/people/{line.id}.json?about={quote(word)}")["timeline"]
    assert told["of"] == storied.count(Filter(speaker=line.id), word) > 0
    nothing = visitor.tree(f"/people/{line.id}?about=zzzzz")
    assert "No statement of this person has these words" in nothing.text_content()
    visitor.get(f"/people/{line.id}?about=%3F", 400)


def test_a_hostile_name_stays_words(storied: Record, visit: Visit) -> None:
    visitor = visit(storied)
    line = next(line for line in storied.people(limit=None) if "onmouseover" in line.name)
    answer = visitor.get(f"/people/{line.id}")
    assert "<b onmouseover" not in answer.text
    assert "javascript:" not in answer.text
    assert shown(HOSTILE_NAME) in visitor.tree(f"/people/{line.id}").xpath("string(//h1)")
    for link in visitor.tree(f"/people/{line.id}").xpath("//main//a/@href"):
        assert link.startswith(("/", "#"))


def test_what_people_decided_has_who(filled: Record, visit: Visit) -> None:
    who = one_called(filled, "Lena Ott")
    filled.rename_person(who, "Helena Ott", by="Grace")
    text = visit(filled).tree(f"/people/{who}").text_content()
    assert "Helena Ott" in text
    assert "Grace" in text


SINCE = (date(2020, 1, 1) + timedelta(days=WHOLE + 20 - DRAWN)).isoformat()
WORDS = ("enough", "a beginning", "too late", "wrong", "a harbour", "what they owe", "no matter")

# -- many statements -------------------------------------------------------------------------------


@pytest.fixture
def talker(record: Record) -> Record:
    """Somebody quoted more often than a timeline shows: once a day."""
    ott = somebody("Lena Ott", id="p1")
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(WHOLE + 20)]
    record.store(
        spoken(
            f"a{number:03}",
            (ott, "Lena Ott", f"“Number {number} is {WORDS[number % 7]}.”"),
            published=when.isoformat(),
        )
        for number, when in enumerate(days)
    )
    return record


def test_of_many_statements_the_last_are_drawn_and_it_says_so(talker: Record, visit: Visit) -> None:
    visitor = visit(talker)
    who = one_called(talker, "Lena Ott")
    told = visitor.json(f"/people/{who}.json")["timeline"]
    assert told["statements"] == DRAWN
    assert told["of"] == WHOLE + 20
    assert told["since"] == SINCE
    assert all(point["last"] >= SINCE for one in told["positions"] for point in one["points"])
    section = visitor.tree(f"/people/{who}").xpath("string(//section[@aria-labelledby='timeline'])")
    assert f"The {DRAWN} statements published since {day(SINCE)}, of {WHOLE + 20}" in " ".join(
        section.split()
    )


def test_each_drawn_dot_stands_in_the_table_too(talker: Record, visit: Visit) -> None:
    tree = visit(talker).tree(f"/people/{one_called(talker, 'Lena Ott')}")
    dots = set(tree.xpath("//figure[@class='chart']/svg//a[circle or .//circle]/@href"))
    rows = set(tree.xpath("//table[@id='behind']//a[@class='words']/@href"))
    assert dots
    assert dots <= rows


# -- the drawing -----------------------------------------------------------------------------------

DAYS = st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=2, max_size=40, unique=True)


@given(DAYS)
def test_the_scale_keeps_days_in_order_and_inside(told: list[date]) -> None:
    scale = _scale(told)
    places = [scale.at(day) for day in sorted(told)]
    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= 100
    assert places[-1] - places[0] > 90


@given(DAYS)
def test_days_on_the_scale_do_not_touch(told: list[date]) -> None:
    places = [tick.x for tick in _ticks(_scale(told))]
    assert all(other - one >= 14.9 for one, other in zip(places, places[1:], strict=False))


def test_a_long_time_without_anything_is_cut_short() -> None:
    scale = _scale([date(1997, 12, 31), date(2024, 3, 10), date(2024, 3, 12)])
    assert len(scale.cuts) == 1
    assert scale.at(date(2024, 3, 12)) - scale.at(date(2024, 3, 10)) > 50


def test_nothing_is_drawn_of_one_day_or_of_none(record: Record) -> None:
    ott, umber = somebody("Lena Ott", id="p1"), somebody("Ada Umber", id="p2")
    record.store(
        [
            spoken("a", (ott, "Ott", "“We object.”"), (ott, "Ott", "“It is late.”"), published="2019-02-22"),
            spoken("b", (umber, "Umber", "“Nobody asked us.”"), published=None),
        ]
    )
    assert chart(record.timeline(one_called(record, "Lena Ott"))) is None
    assert chart(record.timeline(one_called(record, "Ada Umber"))) is None


def test_intervals_of_any_precision() -> None:
    assert interval(When("2019", "2019", "said")) == (date(2019, 1, 1), date(2019, 12, 31))
    assert interval(When()) is None
    assert said_on(When("2019-02-01", "2019-02-03", "said")) == "said 1 February 2019 – 3 February 2019"
    assert said_on(When()) == "no date"


def test_a_name_without_a_shape_is_said_to_be_none(record: Record, visit: Visit) -> None:
    record.store([spoken("a", (somebody("\u202e\u202e", id="p1"), "It", "“We object.”"))])
    visitor = visit(record)
    who = next(record.people()).id
    assert visitor.tree(f"/people/{who}").xpath("string(//h1)").strip() == "no name"
    assert "no name" in visitor.tree("/people").xpath("string(//tbody)")


@pytest.mark.parametrize("role", ["FBI “Director”", 'the "boss"', "—", "x" * 5000, "\u202e", "chief & <b>"])
def test_a_role_leads_to_its_article_whatever_it_is(record: Record, visit: Visit, role: str) -> None:
    record.store([spoken("a", (somebody("Lena Ott", id="p1", roles=[role]), "Ott", "“We object.”"))])
    visitor = visit(record)
    tree = visitor.tree(f"/people/{next(record.people()).id}")
    links = tree.xpath("//section[@aria-labelledby='roles' or @aria-labelledby='names']//a/@href")
    assert links
    for link in links:
        visitor.get(link)
