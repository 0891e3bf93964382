"""The day of publication by the clock of the place that an outlet writes for."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolution.date.outlet_zones import Publication, publication, zone_of

ZONES = tomllib.loads(
    files("onrecord.resolution").joinpath("lexicon", "time_zones.toml").read_text(encoding="utf-8")
)
NAMES = sorted({zone for section in ("domain", "name", "country") for zone in ZONES[section].values()})


@pytest.mark.parametrize("zone", NAMES)
def test_every_zone_exists(zone: str) -> None:
    assert ZoneInfo(zone).key == zone


def test_southern_zones_are_among_them_and_have_summer_in_january() -> None:
    assert set(ZONES["southern"]["zones"]) <= set(NAMES)


@pytest.mark.parametrize(("domain", "zone"), ZONES["domain"].items())
def test_every_domain_is_found_with_anything_before_it(domain: str, zone: str) -> None:
    assert zone_of(None, f"https://www.{domain}/a/b") == zone_of(None, f"http://{domain}") == zone


@pytest.mark.parametrize(("name", "zone"), ZONES["name"].items())
def test_every_name_is_found_however_it_is_written(name: str, zone: str) -> None:
    assert name == name.lower() and not name.startswith("the ")
    assert zone_of("The " + name.title(), None) == zone_of(name.upper(), None) == zone


@pytest.mark.parametrize(("country", "zone"), ZONES["country"].items())
def test_every_country_is_found_by_the_end_of_the_address(country: str, zone: str) -> None:
    assert zone_of("The Hamlet Gazette", f"https://gazette.example.{country}/") == zone


@pytest.mark.parametrize(
    ("published", "outlet", "url", "day", "sure"),
    [
        ("2019-02-21", "The Straits Times", None, date(2019, 2, 21), True),
        ("2019-02-21T17:30:00Z", "The Straits Times", None, date(2019, 2, 22), True),
        ("2019-02-21T17:30:00+08:00", None, None, date(2019, 2, 21), True),
        ("2019-02-21T17:30:00", "The Straits Times", None, date(2019, 2, 21), True),
        ("2024-03-02T02:30:00Z", None, "https://www.nytimes.com/x", date(2024, 3, 1), True),
        ("2024-03-02T02:30:00Z", "The Hamlet Gazette", "https://gazette.example/", date(2024, 3, 2), False),
        ("2024-07-01T23:30:00Z", "BBC News", None, date(2024, 7, 2), True),
        ("2024-01-01T23:30:00Z", "BBC News", None, date(2024, 1, 1), True),
    ],
)
def test_the_day_is_the_outlets(
    published: str, outlet: str | None, url: str | None, day: date, sure: bool
) -> None:
    assert publication(published, outlet, url) == Publication(day, False, sure)


@pytest.mark.parametrize("published", [None, "", "2019", "2019-02", "2019-02-31", "yesterday", "21.2.2019"])
def test_without_a_whole_date_there_is_no_day(published: str | None) -> None:
    assert publication(published, "BBC", None) is None


def test_several_clocks_of_one_country_tell_nothing() -> None:
    assert zone_of(None, "https://gazette.example.us/") is None
    assert zone_of(None, "gazette") is None


@given(st.text(), st.text(), st.text())
def test_no_text_makes_it_fail(published: str, outlet: str, url: str) -> None:
    publication(published, outlet, "https://" + url)
    publication("0001-01-01T00:00:00Z", outlet, url)
    publication("9999-12-31T23:59:59-12:00", "BBC", None)
