"""Questions about utterances: by statement, by article, by several, and what is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import NotFoundError, QueryError, Record
from tests.linking.utterances.retellings import KESSLER, ROTTEN, STORY, one_saying


@pytest.fixture(autouse=True)
def fill(record: Record) -> None:
    record.store(STORY)


class TestCompare:
    def test_by_statement(self, record: Record) -> None:
        (found,) = record.compare("herald-1")
        assert found.utterance == next(one for one in record.utterances() if one.id == found.utterance.id)
        reports = [(one.entry.statement.id, one.entry.article.outlet) for one in found.reports]
        assert reports == [
            ("courier-2", "The Carrow Courier"),
            ("herald-1", "Herald of Marren"),
            ("ledger-1", "Evening Ledger"),
        ]
        assert found.reports[0].words == ROTTEN
        assert [one.content for one in found.reports] == [one.content for one in found.utterance.members]

    def test_any_report_leads_to_the_same(self, record: Record) -> None:
        assert record.compare("courier-2") == record.compare("ledger-1") == record.compare("cour-2")

    def test_two_reports_of_one_are_one_comparison(self, record: Record) -> None:
        assert record.compare("courier-2", "herald-1") == record.compare("courier-2")
        assert len(record.compare("courier-2", "courier-3")) == 2

    def test_what_nothing_else_reports_is_told_alone(self, record: Record) -> None:
        (found,) = record.compare("nameless-1")
        assert found.utterance.id == "u-nameless-1"
        assert [one.entry.statement.id for one in found.reports] == ["nameless-1"]
        assert found.reports[0].words == "“My grandmother sold herring on that pier for forty winters”"

    def test_by_article_all_that_others_report_too(self, record: Record) -> None:
        found = record.compare("herald")
        assert all(any(one.entry.article.id == "herald" for one in each.reports) for each in found)
        of_herald = {one.id for one in record.utterances() if any(m.article == "herald" for m in one.members)}
        assert {one.utterance.id for one in found} == of_herald
        assert record.compare("nameless") == []

    def test_by_several_articles_what_two_of_them_report(self, record: Record) -> None:
        found = record.compare("herald", "weekly")
        for one in found:
            assert {"herald", "weekly"} <= {report.entry.article.id for report in one.reports}
        both = {
            one.id
            for one in record.utterances()
            if {"herald", "weekly"} <= {member.article for member in one.members}
        }
        assert {one.utterance.id for one in found} == both
        assert record.compare("herald", "nameless") == []

    def test_nothing_asked_is_nothing_told(self, record: Record) -> None:
        assert record.compare() == []

    @pytest.mark.parametrize("unknown", ["nobody", "nobody-1", "courier-99", "", "-1", "u-courier-2"])
    def test_what_is_not_there_is_not_found(self, record: Record, unknown: str) -> None:
        with pytest.raises(NotFoundError) as failed:
            record.compare(unknown)
        assert "onrecord" in str(failed.value) or "look like" in str(failed.value)
        with pytest.raises(NotFoundError):
            record.compare("courier-2", unknown)

    def test_a_beginning_that_several_have_is_not_enough(self, record: Record) -> None:
        record.store([one_saying(ROTTEN, KESSLER, article="course")])
        with pytest.raises(QueryError, match="give more of it"):
            record.compare("cou")

    def test_an_article_whose_id_looks_like_a_statements(self, record: Record) -> None:
        dated = one_saying(ROTTEN, KESSLER, article="daily-2024")
        record.store([dated, replace(one_saying(ROTTEN, KESSLER, article="daily"))])
        (found,) = record.compare("daily-2024")
        assert "daily-2024-1" in {one.entry.statement.id for one in found.reports}
        assert record.compare("daily-2024-1") == [found]


class TestById:
    def test_an_utterance(self, record: Record) -> None:
        assert [one.statement for one in record.utterance("u-courier-3").members] == ["courier-3", "herald-2"]

    @pytest.mark.parametrize("unknown", ["u-courier-99", "u-nameless-1", "courier-2", "", "u-", "u-herald-1"])
    def test_what_is_none(self, record: Record, unknown: str) -> None:
        with pytest.raises(NotFoundError, match="onrecord links"):
            record.utterance(unknown)


class TestRelations:
    def test_both_ends_are_statements_and_no_pair_comes_twice(self, record: Record) -> None:
        found = list(record.relations())
        assert found
        pairs = [(one.kind, frozenset((one.a, one.b))) for one in found]
        assert len(pairs) == len(set(pairs))
        for one in found:
            assert record.statement(one.a).statement.id == one.a
            assert record.statement(one.b).statement.id == one.b
            assert one.reasons and 0.5 <= one.confidence <= 1

    def test_no_relation_holds_within_an_utterance(self, record: Record) -> None:
        inside = [{member.statement for member in one.members} for one in record.utterances()]
        for one in record.relations():
            assert not any({one.a, one.b} <= some for some in inside)
