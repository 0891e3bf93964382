"""What comes out of the record equals what went in, for anything that a reading may hold."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import open_record
from onrecord.model import (
    Article,
    Attribution,
    Credit,
    Ground,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Role,
    Span,
    Statement,
)

TEXT = "Words that stand for an article, which may be of any length. " * 4
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
some = words.filter(bool)
probability = st.floats(0, 1)


@st.composite
def spans(draw: st.DrawFn, least: int = 0) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, len(TEXT)), min_size=2 * least, max_size=6)))
    return tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))


span = spans(least=1).map(lambda found: found[0])
grounds = st.builds(Ground, some, some, probability, spans())


@st.composite
def people(draw: st.DrawFn) -> tuple[Person, ...]:
    ids = draw(st.lists(some, max_size=4, unique=True))
    return tuple(
        Person(
            identifier,
            draw(some),
            draw(st.sampled_from(PersonKind)),
            tuple(draw(st.lists(words, max_size=3))),
            tuple(draw(st.lists(st.builds(Role, words, span), max_size=2))),
            draw(spans()),
            draw(words),
            draw(spans()),
            draw(st.none() | st.sampled_from(ids)),
        )
        for identifier in ids
    )


@st.composite
def readings(draw: st.DrawFn) -> ReadArticle:
    who = draw(people())
    count = draw(st.integers(0, 3))
    ids = [f"a-{number}" for number in range(1, count + 1)]
    person = st.none() | st.sampled_from([one.id for one in who]) if who else st.none()
    relation = st.builds(
        Attribution, spans(1), spans(), spans(), st.sampled_from(Quote), st.booleans(), probability
    )
    statements = tuple(
        Statement(
            identifier,
            "a",
            draw(relation),
            draw(person),
            draw(person),
            tuple(draw(st.lists(st.sampled_from([one.id for one in who]), max_size=2))) if who else (),
            draw(st.none() | st.sampled_from(ids)),
            draw(words),
            draw(st.none() | words),
            draw(st.none() | st.sampled_from(ids)),
            draw(st.none() | words),
            tuple(draw(st.lists(grounds, max_size=3))),
        )
        for identifier in ids
    )
    credits_ = tuple(draw(st.lists(st.builds(Credit, words, spans(), words), max_size=2)))
    return ReadArticle(Article("a", TEXT), statements, who, "v1", credits_)


@settings(max_examples=60, deadline=None)
@given(readings())
def test_what_comes_out_is_what_went_in(read: ReadArticle) -> None:
    with TemporaryDirectory() as folder, open_record(Path(folder) / "a.db") as record:
        record.store([read])
        assert record.article("a") == read
        assert list(record.readings()) == [read]
        for statement in read.statements:
            entry = record.statement(statement.id)
            assert entry.statement == statement
            assert entry.speaker == entry.one_of(statement.speaker)
