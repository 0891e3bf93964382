from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.published import days, iso_date


@pytest.mark.parametrize(
    ("given_", "read"),
    [
        ("2019-02-21", "2019-02-21"),
        ("2019/2/1", "2019-02-01"),
        ("2019-02", "2019-02"),
        ("2019", "2019"),
        ("2019-02-21T10:30:00Z", "2019-02-21T10:30:00+00:00"),
        ("2019-02-21 10:30", "2019-02-21T10:30:00"),
        ("Thu, 21 Feb 2019 10:30:00 +0100", "2019-02-21T10:30:00+01:00"),
        ("21 February 2019", "2019-02-21"),
        ("Thursday, February 21st, 2019", "2019-02-21"),
        ("Feb. 3, 2019", "2019-02-03"),
    ],
)
def test_dates_that_are_certain(given_: str, read: str) -> None:
    assert iso_date(given_) == read


@pytest.mark.parametrize(
    "given_", ["03/04/2019", "yesterday", "2019-02-30", "54", "may", "", "Smarch 3, 2019"]
)
def test_dates_that_are_not_are_none(given_: str) -> None:
    assert iso_date(given_) is None


@pytest.mark.parametrize(
    ("published", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-02-21T10:30:00+00:00", "2019-02-21", "2019-02-21"),
    ],
)
def test_a_date_is_the_days_it_may_mean(published: str, first: str, last: str) -> None:
    assert days(published) == (first, last)


@given(st.text(max_size=40))
def test_any_string_is_a_date_or_none(given_: str) -> None:
    read = iso_date(given_)
    assert read is None or days(read) is not None


@given(st.dates())
def test_every_day_is_itself(day: object) -> None:
    assert iso_date(str(day)) == str(day)
