"""Counting statements, and choosing them from the columns: as the tables have them, whatever was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import Counting, Facet, Filter, QueryError, ReadArticle, Record, open_record
from onrecord.model import Quote
from onrecord.record import choosing
from onrecord.record.record import _speaking, _statements
from tests.fakes import somebody
from tests.linking.utterances.retellings import STORY
from tests.record.spoken import spoken

HOLT = somebody("Ida Holt", "Holt", id="p1")
REYES = somebody("Tomas Reyes", "Reyes", id="p2")
SPOKESMAN = somebody("a spokesman", kind="unnamed", id="p3")
BOARD = somebody("the Weir Harbour Board", kind="organization", id="p4")
PEOPLE = (HOLT, REYES, SPOKESMAN, BOARD, None)
SAYINGS = (
    "“The ferry will sail on Monday whatever the harbour board decides,”",
    "“Nobody asked the harbour before the dredging began,”",
    "The quay is too short for the new ferry,",
    "the board had “never” heard of Ida Holt,",
    "“Tomas Reyes told the harbour nothing,”",
)
OUTLETS = ("The Weir Post", "the weir post", "Carrow Courier", "=", None)
DATES = ("2019", "2019-05", "2019-05-06", "2020-01-31T10:00:00", "2021-02-03", None)
ACTS = ("deny", "assert", "")


def article(
    number: int, outlet: str | None, published: str | None, *said: tuple[int, int, int]
) -> ReadArticle:
    """Return an article in which somebody says something, by their places, and does something by it."""
    told = [(PEOPLE[who], SAYINGS[words]) for who, words, _ in said]
    lines = [(who, who.name if who else "one", words) for who, words in told]
    read = spoken(f"{number:04x}", *lines, outlet=outlet, published=published)
    statements = (replace(one, act=ACTS[act]) for one, (_, _, act) in zip(read.statements, said, strict=True))
    return replace(read, statements=tuple(statements))


SAID = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2))
ARTICLES = st.lists(
    st.tuples(st.sampled_from(OUTLETS), st.sampled_from(DATES), st.lists(SAID, max_size=4)), max_size=6
)
FILTERS = st.builds(
    Filter,
    speaker=st.sampled_from((None, None, "Holt", "p1", "spokesman", "board harbour")),
    outlet=st.sampled_from((None, None, "weir", "=The Weir Post", "=", "==", "post", "")),
    since=st.sampled_from((None, None, "2019", "2019-05-07", "2020")),
    until=st.sampled_from((None, None, "2019", "2019-05-06", "2020-01")),
    kind=st.sampled_from((None, None, *Quote)),
    act=st.sampled_from((None, None, "deny", "warn")),
    communicated=st.sampled_from((None, None, True)),
    count=st.sampled_from(Counting),
    reviewed=st.sampled_from((None, None, "any", "none", "accepted", "rejected", "all")),
    speaker_kind=st.sampled_from((None, None, "person", "unnamed", "unknown")),
    article=st.sampled_from((None, None, None, "0001")),
)
WORDS = st.sampled_from((None, None, "harbour", "ferry board", '"the harbour"', "dredg*", "zebra"))
FIELDS: dict[str, Callable[[Facet], dict[str, str]]] = {
    "speakers": lambda one: {"speaker": one.value},
    "outlets": lambda one: {"outlet": one.value},
    "acts": lambda one: {"act": one.value},
    "kinds": lambda one: {"kind": Quote(one.value)},
    "years": lambda one: {"since": one.value, "until": one.value},
    "speaker_kinds": lambda one: {"speaker_kind": one.value},
    "reviewed": lambda one: {"reviewed": one.value},
}


def by_tables(record: Record, only: Filter, words: str | None = None) -> set[tuple[int, int]]:
    """Return what the conditions on the tables let pass."""
    with record._asking() as connection:
        found = connection.execute(_statements(words, only, _speaking(connection, only)))
        return {(row.reading, row.number) for row in found}


def by_columns(record: Record, only: Filter, words: str | None = None) -> set[tuple[int, int]]:
    with record._asking() as connection:
        found = record._chosen(connection, only, words)
        return {(one.reading, one.number) for one in found.by_date(None, 0)}


@pytest.fixture(scope="module")
def several() -> Iterator[Record]:
    """A record of many articles of which some statements were reviewed."""
    with TemporaryDirectory() as folder, open_record(Path(folder) / "several.db") as record:
        for n in range(40):
            said = [((n + k) % 5, (2 * n + 3 * k) % 5, (n * k) % 3) for k in range(n % 4)]
            record.store([article(n, OUTLETS[n % 5], DATES[n % 6], *said)])
        record.store(STORY)
        record.accept("0001-1")
        record.reject("0002-1")
        record.correct_speaker("0003-1", "Ida Holt")
        record.correct_speaker("0003-2", "")
        yield record


@settings(max_examples=150, deadline=None)
@given(only=FILTERS, words=WORDS)
def test_the_columns_let_pass_what_the_tables_do(several: Record, only: Filter, words: str | None) -> None:
    assert by_columns(several, only, words) == by_tables(several, only, words)


@settings(max_examples=100, deadline=None)
@given(only=FILTERS, words=WORDS)
def test_a_facet_promises_what_its_filter_finds(several: Record, only: Filter, words: str | None) -> None:
    found = several.facets(words, only)
    assert found.total == several.count(only, words)
    assert found.of is None
    for name, field in FIELDS.items():
        for one in getattr(found, name):
            asked = field(one)
            if name == "reviewed" or all(getattr(only, key) is None for key in asked):
                assert one.count == several.count(replace(only, **asked), words) > 0


@settings(max_examples=60, deadline=None)
@given(only=FILTERS, words=WORDS)
def test_kinds_acts_and_speakers_are_all_there_is(several: Record, only: Filter, words: str | None) -> None:
    found = several.facets(words, replace(only, count=Counting.ALL))
    for facets in (found.kinds, found.acts, found.speaker_kinds, found.outlets):
        assert sum(one.count for one in facets) == found.total


@settings(max_examples=60, deadline=None)
@given(only=FILTERS, words=WORDS.filter(bool), limit=st.integers(1, 30), ranked=st.integers(1, 30))
def test_what_is_found_page_by_page_is_what_is_found_at_once(
    several: Record, only: Filter, words: str, limit: int, ranked: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "RANKED", ranked)
        several._choosing = choosing.Choosing()
        whole = [(one.statement.id, one.score) for one in several.find(words, only, limit=None)]
        pages = [
            (one.statement.id, one.score)
            for offset in range(0, len(whole), limit)
            for one in several.find(words, only, limit, offset)
        ]
    several._choosing = choosing.Choosing()
    assert pages == whole
    assert len({identifier for identifier, _ in whole}) == len(whole) == several.count(only, words)
    scores = [score or 0.0 for _, score in whole[:ranked]]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=ARTICLES, then=ARTICLES, only=FILTERS)
def test_what_is_added_is_counted_by_whoever_counted_before(
    first: list[tuple[str | None, str | None, list[tuple[int, int, int]]]],
    then: list[tuple[str | None, str | None, list[tuple[int, int, int]]]],
    only: Filter,
) -> None:
    with TemporaryDirectory() as folder, open_record(Path(folder) / "grows.db") as record:
        record.store([article(n, *told[:2], *told[2]) for n, told in enumerate(first)])
        assert by_columns(record, only) == by_tables(record, only)
        record.store([article(n, *told[:2], *told[2]) for n, told in enumerate(then, start=len(first))])
        assert by_columns(record, only) == by_tables(record, only)
        with open_record(Path(folder) / "grows.db") as again:
            assert again.facets(None, only) == record.facets(None, only)


def test_statements_come_by_date_and_then_as_they_stand(record: Record) -> None:
    record.store([article(n, None, day, (0, 0, 0), (1, 1, 0)) for n, day in enumerate(DATES)])
    found = [one.statement.id for one in record.statements()]
    assert found == [f"{n:04x}-{number}" for n in (0, 1, 2, 3, 4, 5) for number in (1, 2)]
    assert [one.statement.id for one in record.statements(limit=3, offset=2)] == found[2:5]


def test_what_is_read_again_is_counted_as_it_is_now(record: Record) -> None:
    from tests.fakes import FakeExtractor, ShorterExtractor

    path = Path(record.name).with_name("one.txt")
    path.write_text("“We go,” Ann Lee said. “We stay,” Bo Dar said.\n", encoding="utf-8")
    record.add(path, extractor=FakeExtractor)
    assert record.facets().total == 2
    record.reread(ShorterExtractor)
    assert record.facets().total == record.count() == 1
    assert [one.count for one in record.facets().kinds] == [1]


def test_people_who_are_merged_are_one_facet(record: Record) -> None:
    record.store([article(1, "A", "2019", (0, 0, 0), (1, 1, 0))])
    before = record.facets().speakers
    assert [(one.name, one.count) for one in before] == [("Ida Holt", 1), ("Tomas Reyes", 1)]
    record.merge_people(before[0].value, before[1].value)
    (one,) = record.facets().speakers
    assert one.count == 2
    record.rename_person(one.value, "Ida Reyes")
    assert [one.name for one in record.facets().speakers] == ["Ida Reyes"]


def test_an_outlet_may_be_meant_as_a_whole(record: Record) -> None:
    record.store(
        [
            article(number, outlet, "2019", (0, number, 0))
            for number, outlet in enumerate(("Post", "The Post", "post", None))
        ]
    )
    assert {one.value: one.count for one in record.facets().outlets} == {"=Post": 2, "=The Post": 1, "=": 1}
    assert record.count(Filter(outlet="=POST")) == 2
    assert record.count(Filter(outlet="post")) == 3
    assert record.count(Filter(outlet="=")) == 1
    assert str(Filter(outlet="=Post")) == "in Post"


def test_about_is_what_others_say_of_somebody(record: Record) -> None:
    record.store([article(1, "A", "2019", (0, 0, 0), (1, 3, 0), (0, 3, 0))])
    found = list(record.statements(Filter(about="Ida Holt")))
    assert [one.statement.id for one in found] == ["0001-2"]
    assert record.count(Filter(about="Ida Holt", speaker="Reyes")) == 1
    assert record.count(Filter(about="Ida Holt", speaker="Holt")) == 0
    assert by_tables(record, Filter(about="Ida Holt")) == by_columns(record, Filter(about="Ida Holt"))


def test_a_kind_of_speaker_there_is_not_is_said() -> None:
    with pytest.raises(QueryError, match="no kind of speaker; ask for one of unknown, person"):
        Filter(speaker_kind="robot")


def test_an_overview_counts_all_there_is(record: Record) -> None:
    record.store([*STORY, article(1, "A", None, (0, 0, 0), (2, 1, 0), (4, 2, 0))])
    found = record.overview()
    assert found.counts == record.counts()
    assert found.utterances == len(list(record.utterances()))
    assert found.stories == len([one for one in record.stories() if len(one.articles) > 1])
    assert sum(one.count for one in found.extractors) == found.counts.articles
    assert [line.statements for line in found.most_quoted] == sorted(
        (line.statements for line in found.most_quoted), reverse=True
    )
    assert found.most_quoted[0] in list(record.people())


def test_a_new_record_has_nothing_to_count(record: Record) -> None:
    found = record.facets()
    assert (found.total, found.speakers, found.kinds) == (0, (), ())
    assert list(record.find("harbour")) == []
    assert record.overview().counts.statements == 0
