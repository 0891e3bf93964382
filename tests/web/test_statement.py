"""The statement: its words, what they rest on, how they came, what else there is of them, its cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Credit, Record, Span
from onrecord.model import Ground
from onrecord.web.pages import citing
from onrecord.web.pages.pathing import lines, path
from tests.fakes import somebody
from tests.record.spoken import nested, spoken
from tests.web.conftest import Visitor

HOLT = somebody("Ida Holt", "Holt", id="p1", roles=("harbour minister",))
REYES = somebody("Tomas Reyes", "Reyes", id="p2")
PILOT = somebody("the pilot", kind="unnamed", id="p3")
NESTED = nested(
    spoken(
        "aa11",
        (HOLT, "Ida Holt", "“The pilot told us ‘the ferry will sail’ on Monday,”"),
        (REYES, "Tomas Reyes", "“Nobody asked the harbour,”"),
        (None, "someone", "The dredging had stopped,"),
    ),
    "the ferry will sail",
    PILOT,
)
ANSWER = replace(
    NESTED.statements[1],
    act="deny",
    answers="aa11-1",
    addressee="p1",
    via=("p3",),
    place="Weir",
    said="2024-03-01/2024-03-02",
    grounds=(Ground("answers", "asked", 0.7), Ground("act", "cue.deny", 0.6, (Span(0, 4),))),
)
READ = replace(
    NESTED,
    statements=(NESTED.statements[0], ANSWER, *NESTED.statements[2:]),
    credits=(Credit("AFP", (Span(0, 3),), "dateline"),),
)


@pytest.fixture
def told(record: Record) -> Record:
    """A record of one article, with a report inside a report and an answer."""
    record.store([READ])
    return record


@pytest.fixture
def reader(told: Record, visit: Callable[..., Visitor]) -> Visitor:
    return visit(told)


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


def known(tree: Any) -> dict[str, str]:
    """Return what is known of a statement, by label."""
    rows = tree.xpath("//section[@aria-labelledby='known']//dl/div")
    return {row.xpath("./dt")[0].text: words(row.xpath("./dd")[0]) for row in rows}


class TestKnown:
    def test_every_value_stands_with_its_rule_its_words_and_how_surely(self, reader: Visitor) -> None:
        found = known(reader.tree("/statements/aa11-2"))
        assert found["act"].startswith("denies cue.deny, 60 %")
        assert READ.article.text[:4].strip() in found["act"]
        assert found["to"].startswith("Ida Holt")
        assert found["via"].startswith("the pilot")
        assert found["at"] == "Weir"
        assert found["said"] == "1 March 2024 – 2 March 2024"
        assert found["chain"] == "The Carrow Courier › AFP › Tomas Reyes"
        assert found["answers"].startswith("Ida Holt: “The pilot told us")

    def test_unnamed_and_not_known_are_told_apart(self, reader: Visitor) -> None:
        assert "unnamed by the article" in known(reader.tree("/statements/aa11-4"))["who"]
        nobody = known(reader.tree("/statements/aa11-3"))["who"]
        assert nobody.startswith("not known")
        assert "unnamed" not in nobody

    def test_a_decision_stands_beside_what_the_machine_found(self, told: Record, reader: Visitor) -> None:
        told.correct_speaker("aa11-3", "Ida Holt", by="Ben")
        tree = reader.tree("/statements/aa11-3")
        who = known(tree)["who"]
        assert who.startswith("Ida Holt")
        assert "decided by Ben" in who
        assert "the machine found: not known" in who
        assert "j1, Ben" in words(tree.xpath("//section[@aria-labelledby='decisions']")[0])
        told.undo("j1")
        undone = reader.tree("/statements/aa11-3")
        assert known(undone)["who"].startswith("not known")
        assert "undone" in words(undone.xpath("//section[@aria-labelledby='decisions']")[0])

    def test_a_rejected_one_says_so_and_is_passed_over_by_its_neighbours(
        self, told: Record, reader: Visitor
    ) -> None:
        told.reject("aa11-2", by="Ada")
        tree = reader.tree("/statements/aa11-2")
        assert "Judged to be no statement" in tree.text_content()
        assert tree.xpath("//blockquote//del")
        before = reader.tree("/statements/aa11-3").xpath("//a[@rel='prev']/@href")
        assert before == ["/statements/aa11-4"]

    def test_next_and_previous_follow_the_text(self, reader: Visitor) -> None:
        order, at = [], "/statements/aa11-1"
        while at:
            order.append(at.rpartition("-")[2])
            at = next(iter(reader.tree(at).xpath("//a[@rel='next']/@href")), "")
        assert order == ["1", "4", "2", "3"]

    def test_its_twin_says_the_same(self, reader: Visitor) -> None:
        data = reader.json("/statements/aa11-2.json")
        one = data["statement"]
        assert (one["id"], one["act"], one["answers"]) == ("aa11-2", "deny", "aa11-1")
        assert one["addressee"] == "Ida Holt"
        assert [hop["name"] for hop in one["chain"]] == ["The Carrow Courier", "AFP", "Tomas Reyes"]
        assert one["grounds"][1] == {"field": "act", "by": "cue.deny", "confidence": 0.6, "spans": [[0, 4]]}
        assert data["utterances"] == []

    @pytest.mark.parametrize("one", ["aa11-99", "aa11-x", "zz-1", "aa11"])
    def test_an_unknown_one_is_not_found(self, reader: Visitor, one: str) -> None:
        reader.get(f"/statements/{one}", 404)


class TestPath:
    def test_it_is_drawn_and_told_from_the_outlet_to_the_speaker(self, reader: Visitor) -> None:
        tree = reader.tree("/statements/aa11-4")
        drawing = tree.xpath("//*[local-name()='svg']")[0]
        names = [one.text for one in drawing.xpath(".//*[local-name()='text'][@class='name']")]
        assert names == ["The Carrow Courier", "AFP", "Ida Holt", "the pilot"]
        assert len(drawing.xpath(".//*[local-name()='line']")) == 3
        told = drawing.xpath(".//*[local-name()='title']")[0].text
        assert told.startswith("printed by The Carrow Courier, from the agency AFP, as reported by Ida Holt")
        assert len(tree.xpath("//ol[@class='steps']/li")) == 4
        assert "/statements/aa11-1" in tree.xpath("//ol[@class='steps']//a/@href")

    def test_lines_join_the_steps_and_stay_in_the_drawing(self, told: Record) -> None:
        drawn = path(told.statement("aa11-4"), told.article("aa11"))
        ends = list(lines(drawn))
        assert len(ends) == len(drawn.steps) - 1
        assert all(0 < first < last < drawn.height for first, last in ends)


class TestBeside:
    def test_answers_and_reports_within_the_article_stand_both_ways(self, reader: Visitor) -> None:
        def ways(one: str) -> dict[str, str]:
            items = reader.tree(f"/statements/{one}").xpath("//ul[contains(@class, 'besides')]/li")
            return {
                item.xpath(".//p[contains(@class, 'snippet')]/a/@href")[0]: words(item.xpath(".//strong")[0])
                for item in items
            }

        assert ways("aa11-2") == {"/statements/aa11-1": "answers"}
        assert ways("aa11-1") == {"/statements/aa11-2": "is answered by", "/statements/aa11-4": "reports"}
        assert ways("aa11-4") == {"/statements/aa11-1": "is reported in"}

    def test_relations_of_the_record_are_told_with_what_they_rest_on(
        self, storied: Record, visit: Any
    ) -> None:
        visitor = visit(storied)
        relations = list(storied.relations())
        assert relations
        for relation in relations:
            for mine, other in ((relation.a, relation.b), (relation.b, relation.a)):
                data = visitor.json(f"/statements/{quote(mine, safe='')}.json")
                assert other in {one["other"]["id"] for one in data["relations"]}
                tree = visitor.tree(f"/statements/{quote(mine, safe='')}")
                (section,) = tree.xpath("//section[@aria-labelledby='beside']")
                assert relation.reasons[0][:20] in words(section)


class TestCards:
    @pytest.mark.parametrize("form", list(citing.FORMS))
    def test_each_is_a_file_and_stands_on_the_page(self, reader: Visitor, form: str) -> None:
        answer = reader.get(f"/statements/aa11-1/card/{form}")
        assert answer.headers["content-disposition"].startswith('attachment; filename="statement aa11-1.')
        text = answer.content.decode("utf-8")
        assert "http://127.0.0.1/statements/aa11-1" in text
        assert "the ferry will sail" in text
        assert "Ida Holt" in text
        (shown,) = reader.tree("/statements/aa11-1").xpath(f"//pre[@id='card-{form}']")
        assert shown.text_content().strip() == text.strip()

    def test_an_unknown_form_is_not_found(self, reader: Visitor) -> None:
        reader.get("/statements/aa11-1/card/pdf", 404)

    def test_json_ld_has_the_quotation_its_claim_and_its_chain(self, reader: Visitor) -> None:
        made = reader.get("/statements/aa11-4/card/jsonld").json()
        (quotation,) = [one for one in made["@graph"] if "Quotation" in one["@type"]]
        assert quotation["@id"] == "http://127.0.0.1/statements/aa11-4"
        assert any("step" in one["@id"] for one in made["@graph"])

    def test_nothing_in_a_hostile_article_breaks_out_of_a_card(self, storied: Record, visit: Any) -> None:
        visitor = visit(storied)
        address = f"/statements/{quote('-x <i>/../y-1', safe='')}"
        made = lxml.html.fromstring(visitor.get(f"{address}/card/html").content.decode())
        assert not made.xpath("//script | //*[@onmouseover] | //img | //a[starts-with(@href, 'javascript')]")
        markdown = visitor.get(f"{address}/card/markdown").content.decode()
        assert "<script>" not in markdown
        assert "](javascript" not in markdown
        tree = visitor.tree(address)
        assert not tree.xpath("//script[not(@src)] | //*[@onmouseover] | //img")

    @given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n")))
    def test_markdown_finds_nothing_of_its_own_in_words(self, given: str) -> None:
        made = citing._plain(given)
        for sign in "*_[]<`#":
            assert made.count(sign) == made.count("\\" + sign)
