"""Reports side by side: words whole, changes told by more than colour, and never which is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Comparison, Record, Report, Utterance
from onrecord.model import Article, Attribution, Quote, Span, Statement
from onrecord.record import Entry
from onrecord.web.pages.variants import Variants, data, variants
from tests.fakes import somebody
from tests.record.spoken import spoken
from tests.web.conftest import Visitor

HOLT = somebody("Ida Holt", "Holt", id="p1")
FULL = "“The ferry to Weir will never sail again before the quay has been repaired, and we have 12 ships,”"
CUT = "“The ferry to Weir will sail again before the quay has been repaired, and we have 13 ships,”"


@pytest.fixture
def told(record: Record) -> Record:
    """A record of one utterance in two outlets."""
    record.store(
        [
            spoken("aa11", (HOLT, "Ida Holt", FULL), outlet="Courier", published="2024-03-02"),
            spoken("bb22", (HOLT, "Ida Holt", CUT), outlet="Post", published="2024-03-02"),
        ]
    )
    return record


@pytest.fixture
def reader(told: Record, visit: Callable[..., Visitor]) -> Visitor:
    return visit(told)


def report(identifier: str, words: str) -> Report:
    """Return a report of words; a stroke in them parts its content into spans."""
    spans, text = list[Span](), ""
    for part in words.split("|"):
        spans += [Span(len(text), len(text) + len(part))] if part else []
        text += part + " said the minister "
    relation = Attribution(tuple(spans), (), (), Quote.DIRECT, True, 0.9)
    entry = Entry(Statement(f"{identifier}-1", identifier, relation, "p1"), Article(identifier, text))
    return Report(entry, relation.content)


def compared(*words: str) -> Variants:
    reports = tuple(report(f"a{n}", one) for n, one in enumerate(words))
    return variants(Comparison(Utterance("u-a0-1", (), 0.9, ()), reports))


def own(node: Any) -> str:
    """Return the words of a report, without what only the base has and without the labels."""
    tree = lxml.html.fromstring(f"<div>{node}</div>")
    for one in tree.xpath("//del | //span[@class='unseen']"):
        one.drop_tree()
    return "".join(tree.text_content().split())


class TestPage:
    def test_what_is_dropped_added_and_altered_is_marked_and_labelled(
        self, told: Record, reader: Visitor
    ) -> None:
        (utterance,) = told.utterances()
        tree = reader.tree(f"/utterances/{utterance.id}")
        base, other = tree.xpath("//li[contains(@class, 'variant')]")
        assert "base" in base.get("class")
        assert not base.xpath(".//blockquote//del | .//blockquote//ins")
        gone = [one.text_content() for one in other.xpath(".//blockquote//del")]
        new = [one.text_content() for one in other.xpath(".//blockquote//ins")]
        assert gone == ["[only in the base, left out: never]", "[the base: 12]"]
        assert new == ["[in other words, here: 13]"]

    def test_a_changed_negation_and_number_are_called_out_in_words(
        self, told: Record, reader: Visitor
    ) -> None:
        (utterance,) = told.utterances()
        tree = reader.tree(f"/utterances/{utterance.id}")
        said = [" ".join(one.text_content().split()) for one in tree.xpath("//ul[@class='standing']/li")]
        assert any(one.startswith("negation") and "“never” only in the base" in one for one in said)
        assert any(one.startswith("number") and "12" in one and "13" in one for one in said)

    def test_it_is_the_same_from_either_statement_and_from_the_articles(self, reader: Visitor) -> None:
        pages = ["/compare.json?id=aa11-1", "/compare.json?id=bb22-1", "/compare.json?id=aa11&id=bb22"]
        found = [reader.json(page)["utterances"] for page in pages]
        assert found[0] == found[1] == found[2]
        (one,) = found[0]
        assert one == reader.json(f"/utterances/{one['utterance']}.json")["utterances"][0]
        assert one["base"] == "aa11-1"
        assert one["stands_out"] == ["negation", "number"]
        assert one == reader.json("/statements/aa11-1.json")["utterances"][0]

    def test_the_statement_shows_it_too(self, reader: Visitor) -> None:
        tree = reader.tree("/statements/bb22-1")
        assert len(tree.xpath("//li[contains(@class, 'variant')]")) == 2
        assert (
            "1 other outlet" in reader.tree("/articles/aa11").xpath("//article[@id='c1']")[0].text_content()
        )

    def test_asked_for_nothing_it_says_what_to_give(self, reader: Visitor) -> None:
        assert reader.tree("/compare").xpath("//main//form//input[@name='id']")
        assert reader.json("/compare.json") == {"id": [], "utterances": []}

    def test_what_is_not_there_or_too_much_is_refused(self, reader: Visitor) -> None:
        reader.get("/utterances/u-nothing-1", 404)
        reader.get("/compare?id=nothing", 404)
        reader.get("/compare?" + "&".join(f"id=a{n}" for n in range(21)), 400)
        reader.get("/compare?id=" + "a" * 501, 400)


class TestWords:
    def test_the_same_words_are_said_to_be_so(self) -> None:
        made = compared("“We will not go,”", "“We will not go,”")
        assert made.variants[1].note == "the same words as the base"
        assert not made.variants[1].standing
        assert "none in the quoted words" in made.in_sum

    def test_what_is_retold_is_not_compared_word_by_word(self) -> None:
        made = compared("“We will not go to the harbour,”", "“Ships are cheap in winter everywhere,”")
        assert "retold in other words" in made.variants[1].note
        assert "<del" not in made.variants[1].words

    def test_who_cut_and_who_goes_on_is_told_apart(self) -> None:
        whole, cut = (
            "“It is late. We will not go to the harbour at night.”",
            "“We will not go to the harbour at night.”",
        )
        assert "begins later" in compared(whole, cut).variants[1].note
        assert "begins sooner" in compared(cut, whole).variants[1].note

    def test_what_was_written_cannot_become_markup(self) -> None:
        made = compared("“We <b>never</b> go there & back,”", "“We <script>go</script> there & back,”")
        tree = lxml.html.fromstring(f"<div>{made.variants[1].words}</div>")
        assert not tree.xpath("//script | //b")

    @given(
        st.lists(
            st.sampled_from("we will not never go there , . “ ” 12 13 [the] … Holt and x|y a|b".split()),
            min_size=1,
        ),
        st.lists(
            st.sampled_from("we will not never go there , . “ ” 12 13 [the] … Holt or x|y a|c".split()),
            min_size=1,
        ),
    )
    def test_a_report_keeps_its_own_words(self, one: list[str], other: list[str]) -> None:
        made = compared(" ".join(one), " ".join(other))
        for variant in made.variants:
            assert own(variant.words) == "".join(variant.report.words.split())
        assert [one["text"] for one in data(made)["reports"]] == [one.report.words for one in made.variants]
