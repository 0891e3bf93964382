"""What stands to a statement, seen from it; and articles page by page."""

from __future__ import annotations

from onrecord import Article, ReadArticle, Record, RelationKind
from tests.export.filled import fill
from tests.fakes import report, somebody


def test_each_relation_is_seen_from_both_of_its_statements(record: Record) -> None:
    fill(record)
    relations = list(record.relations())
    assert {one.kind for one in relations} & {RelationKind.RESTATES, RelationKind.CONTRADICTS}
    for relation in relations:
        for mine, other in ((relation.a, relation.b), (relation.b, relation.a)):
            found = {one.other.statement.id: one for one in record.counterparts(mine)}
            assert found[other].mine.statement.id == mine
            assert (found[other].relation.kind, found[other].relation.confidence) == (
                relation.kind,
                relation.confidence,
            )


def test_another_report_of_the_utterance_has_the_same_counterparts(record: Record) -> None:
    fill(record)
    related = {end for one in record.relations() for end in (one.a, one.b)}
    checked = 0
    for utterance in record.utterances():
        ids = {member.statement for member in utterance.members}
        if ids & related:
            seen = [{one.other.statement.id for one in record.counterparts(name)} for name in ids]
            assert all(seen)
            checked += 1
    assert checked


def test_what_nothing_stands_to_has_none(record: Record) -> None:
    record.store([report("aa11", somebody("Ida Holt"))])
    assert record.counterparts("aa11-1") == []


def test_pages_of_articles_are_the_list_cut(record: Record) -> None:
    record.store(
        [ReadArticle(Article(f"a{n}", "x", published=f"201{n % 7}"), (), (), "v1") for n in range(20)]
    )
    every = list(record.articles())
    assert [*record.articles(limit=8), *record.articles(limit=8, offset=8)] == every[:16]
    assert list(record.articles(limit=8, offset=16)) == every[16:]
    assert list(record.articles(limit=0)) == []
