"""The article: the text whole, statements marked where they were printed, cards beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import (
    Article,
    Document,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Record,
    Span,
    Statement,
    open_record,
)
from onrecord.model import Attribution, Ground, Role
from onrecord.record import Entry
from onrecord.web import urls
from onrecord.web.marking import Mark
from onrecord.web.pages import voices
from onrecord.web.pages.article import disposition, file_name, name
from tests.fakes import FakeExtractor, somebody
from tests.record.spoken import nested, spoken
from tests.web.conftest import Visitor

HOLT = somebody("Ida Holt", "Holt", id="p1", roles=("harbour minister",))
REYES = somebody("Tomas Reyes", "Reyes", id="p2")
SPOKESMAN = somebody("a spokesman", kind="unnamed", id="p3", occupation="spokesperson")
PILOT = somebody("the pilot", kind="unnamed", id="p4")
READ = nested(
    spoken(
        "aa11",
        (HOLT, "Ida Holt", "“The pilot told us ‘the ferry will sail’ on Monday,”"),
        "Nobody answered the telephone.",
        (REYES, "Reyes", "“Nobody asked the harbour,”"),
        (None, "someone", "The dredging had stopped,"),
        (SPOKESMAN, "a spokesman", "“The quay is short,”"),
    ),
    "the ferry will sail",
    PILOT,
)


@pytest.fixture
def told(record: Record) -> Record:
    """A record of one article of five statements, one of them reported inside another."""
    first = replace(
        READ.statements[0], act="promise", said="2024-03-01", grounds=(Ground("act", "cue", 0.8),)
    )
    record.store([replace(READ, statements=(first, *READ.statements[1:]))])
    return record


@pytest.fixture
def reader(told: Record, visit: Callable[..., Visitor]) -> Visitor:
    return visit(told)


def lit(tree: Any, number: int) -> str:
    """Return the words that are marked as a statement's."""
    inside = tree.xpath("//p[contains(@class, 'para')]//span[@data-s]")
    return "".join(one.text_content() for one in inside if str(number) in one.get("data-s").split())


def plain(tree: Any) -> str:
    """Return the text of the article, without the tabs that are no part of it."""
    for tab in tree.xpath("//p[@class='para']/a"):
        tab.drop_tree()
    return " ".join(" ".join(one.text_content() for one in tree.xpath("//p[@class='para']")).split())


class TestText:
    def test_it_stands_whole_and_in_order(self, reader: Visitor) -> None:
        assert plain(reader.tree("/articles/aa11")) == " ".join(READ.article.text.split())

    def test_source_cue_and_content_are_marked_where_they_stand(self, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11")
        for kind, words in (("content", "“Nobody asked the harbour,”"), ("cue", "said"), ("source", "Reyes")):
            found = tree.xpath(f"//span[@data-s='2'][contains(concat(' ', @class, ' '), ' {kind} ')]")
            assert [one.text_content() for one in found] == [words]
            (one,) = found
            at = int(one.get("data-at"))
            assert READ.article.text[at : at + len(words)] == words

    def test_a_report_inside_a_report_is_marked_as_both(self, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11")
        (inner,) = tree.xpath("//p[@class='para']//span[contains(@class, 'inner')]")
        assert inner.text_content() == "the ferry will sail"
        assert inner.get("data-s").split() == ["1", "5"]
        assert {"content", "v0", "w1"} <= set(inner.get("class").split())
        assert "the ferry will sail" in lit(tree, 1)

    def test_speakers_differ_by_letter_and_line_and_nobody_known_has_a_question_mark(
        self, reader: Visitor
    ) -> None:
        tree = reader.tree("/articles/aa11")
        tabs = {one.get("id"): one for one in tree.xpath("//p[@class='para']/a")}
        assert list(tabs) == ["s1", "s5", "s2", "s3", "s4"]
        letters = {number: one.xpath("./b")[0].text for number, one in tabs.items()}
        assert letters == {"s1": "A", "s5": "B", "s2": "C", "s3": "?", "s4": "D"}
        assert len({one.get("class") for one in tabs.values()}) == 5

    def test_words_are_highlighted_by_the_same_rule_as_in_a_search(self, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11?words=harbour+dredg*")
        assert [one.text for one in tree.xpath("//p[@class='para']//mark")] == ["harbour", "dredging"]
        assert "2 places with" in tree.text_content()
        nothing = reader.tree("/articles/aa11?words=zebra")
        assert not nothing.xpath("//p[@class='para']//mark")
        assert "None of zebra stands in this text" in nothing.text_content()

    def test_every_anchor_leads_somewhere(self, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11")
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)


class TestCards:
    def test_one_stands_beside_the_paragraph_in_which_its_statement_begins(self, reader: Visitor) -> None:
        rows = reader.tree("/articles/aa11").xpath("//div[@class='row']")
        cards = [[one.get("data-card") for one in row.xpath(".//article")] for row in rows]
        assert cards == [["1", "5"], [], ["2"], ["3"], ["4"]]

    def test_it_says_who_what_when_and_how_surely(self, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11")
        words = " ".join(tree.xpath("//article[@id='c1']")[0].text_content().split())
        assert "Ida Holt , harbour minister" in words.replace("Holt,", "Holt ,")
        for told in ("promises", "said 1 March 2024", "direct", "90 %", "cue, 80 %"):
            assert told in words
        inner = " ".join(tree.xpath("//article[@id='c5']")[0].text_content().split())
        assert "through Ida Holt" in inner
        assert "unnamed" in inner
        assert "speaker not known" in tree.xpath("//article[@id='c3']")[0].text_content()

    def test_next_and_previous_follow_the_text(self, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11")
        turns = tree.xpath("//article[@id='c2']//p[@class='ways']/a[starts-with(@href, '#')]/@href")
        assert turns == ["#s5", "#s3"]

    def test_what_was_corrected_stands_beside_what_the_machine_found(
        self, told: Record, reader: Visitor
    ) -> None:
        told.correct_speaker("aa11-3", "Tomas Reyes", by="Ben")
        start = READ.article.text.index("dredging")
        told.correct_span("aa11-3", "content", (Span(start, start + 8),), by="Ben")
        tree = reader.tree("/articles/aa11")
        card = tree.xpath("//article[@id='c3']")[0]
        words = " ".join(card.text_content().split())
        assert "corrected by Ben" in words
        assert "the machine found: not known" in words
        assert "the machine found: The dredging had stopped," in words
        assert lit(tree, 3).startswith("dredging")
        assert tree.xpath("//a[@id='s3']/b")[0].text == tree.xpath("//a[@id='s2']/b")[0].text
        decided = {one.get("class") for one in card.xpath(".//*[contains(@class, 'person-decided')]")}
        assert not any("machine" in one for one in decided)

    def test_a_rejected_one_is_struck_in_the_margin_and_leaves_no_mark(
        self, told: Record, reader: Visitor
    ) -> None:
        told.reject("aa11-2", by="Ada")
        tree = reader.tree("/articles/aa11")
        assert lit(tree, 2) == ""
        (card,) = tree.xpath("//article[@id='s2']")
        assert card.xpath(".//del")[0].text_content() == "“Nobody asked the harbour,”"
        assert "rejected by Ada" in card.text_content()
        assert "4 statements" in tree.xpath("//header[@class='head']")[0].text_content()
        assert tree.xpath("//a[contains(@href, 'reviewed=rejected')]")[0].text == "1 rejected"


class TestHead:
    def test_the_people_lead_to_their_statements(self, told: Record, reader: Visitor) -> None:
        tree = reader.tree("/articles/aa11")
        people = tree.xpath("//ul[contains(@class, 'voices')]/li")
        assert len(people) == 5
        for person in people:
            (link,) = person.xpath("./a[@class='number']")
            places = person.xpath(".//span[@class='where']/a")
            assert int(link.text) == len(places)
            rows = reader.json(link.get("href").replace("/search", "/search.json"))
            assert rows["facets"]["total"] == len(places)

    def test_the_document_comes_as_it_was_and_is_never_shown(self, record: Record, visit: Any) -> None:
        raw = b"<script>alert(1)</script> Caf\xe9"
        document = Document("in/../evil\r\nx: y/page\u202e.html", raw, "text/html")
        record.store([replace(READ, article=replace(READ.article, document=document))])
        answer = visit(record).get("/articles/aa11/document")
        assert answer.content == raw
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        assert "x" not in answer.headers
        link = visit(record).tree("/articles/aa11").xpath("//a[@download]/@href")
        assert "/articles/aa11/document" in link

    def test_without_a_document_there_is_none_to_keep(self, reader: Visitor) -> None:
        reader.get("/articles/aa11/document", 404)
        assert not reader.tree("/articles/aa11").xpath("//a[@download]")

    def test_only_an_address_of_the_web_becomes_a_link(self, storied: Record, visit: Any) -> None:
        tree = visit(storied).tree(f"/articles/{quote('-x <i>/../y', safe='')}")
        assert not tree.xpath("//a[starts-with(@href, 'javascript')]")
        assert not tree.xpath("//img | //*[@onmouseover] | //script[not(@src)]")
        assert tree.xpath("//h1")[0].text_content() == "</title><img src=x>"

    def test_its_twin_says_the_same(self, reader: Visitor) -> None:
        data = reader.json("/articles/aa11.json?words=harbour")
        assert data["article"]["text"] == READ.article.text
        assert data["article"]["sha256"] == READ.article.sha256
        assert [one["id"] for one in data["statements"]] == [f"aa11-{n}" for n in (1, 5, 2, 3, 4)]
        assert len(data["highlights"]) == 1
        assert data["statements"][1]["chain"][1]["name"] == "Ida Holt"
        assert data["statements"][1]["parent"] == "aa11-1"

    def test_an_unknown_article_is_not_found(self, reader: Visitor) -> None:
        reader.get("/articles/nothing", 404)
        reader.get("/articles/nothing.json", 404)
        assert "there is no article" in reader.json("/articles/nothing.json", 404)["error"]["message"]


class TestOdd:
    def test_an_article_without_anything_but_blanks(self, record: Record, visit: Any) -> None:
        record.store(
            [ReadArticle(Article("e", "   "), (), (), "v1"), ReadArticle(Article("f", ""), (), (), "v1")]
        )
        for one in ("e", "f"):
            tree = visit(record).tree(f"/articles/{one}")
            assert "No statement was found" in tree.text_content()
            assert tree.xpath("//h1")[0].text_content().strip() == "Article without words"

    def test_an_article_of_ten_thousand_paragraphs(self, record: Record, visit: Any) -> None:
        text = "\n\n".join(f"Line {n}." for n in range(10_000))
        record.store([ReadArticle(Article("long", text), (), (), "v1")])
        assert len(visit(record).tree("/articles/long").xpath("//div[@class='row']")) == 10_000

    def test_a_name_of_ten_thousand_letters_is_cut(self, record: Record, visit: Any) -> None:
        huge = replace(HOLT, name="H" * 10_000, names=("H" * 10_000,))
        record.store([spoken("huge", (huge, "Ida Holt", "“We will,”"))])
        tree = visit(record).tree("/articles/huge")
        assert all(len(one.text_content()) <= 80 for one in tree.xpath("//*[contains(@class, 'speaker')]"))

    @pytest.mark.parametrize(
        ("given", "wanted"),
        [
            ("/home/x/report.html", "report.html"),
            ("C:\\files\\report.html", "report.html"),
            ("../..", "document"),
            ("", "document"),
            ("stories.jsonl line 7", "stories.jsonl line 7"),
        ],
    )
    def test_a_file_is_named_by_the_last_part_alone(self, given: str, wanted: str) -> None:
        assert file_name(Document(given, b"", "text/plain")) == wanted

    @given(st.text())
    def test_no_name_breaks_out_of_the_header(self, given: str) -> None:
        made = disposition(given)
        assert made.isascii()
        assert made.isprintable()
        assert made.count('"') == 2

    def test_without_a_title_the_text_begins_for_it(self) -> None:
        assert name(Article("x", "One two.")) == "One two."
        assert name(Article("x", "word " * 50)).endswith("…")
        assert len(name(Article("x", "word " * 50))) <= 81


def entry(number: int, start: int, end: int, parent: str | None, speaker: Person | None) -> Entry:
    text = "abcdefghij " * 20
    relation = Attribution((Span(start, end),), (), (), Quote.DIRECT, True, 0.9)
    statement = Statement(f"x-{number}", "x", relation, speaker.id if speaker else None, parent=parent)
    return Entry(statement, Article("x", text), speaker=speaker, people=(speaker,) if speaker else ())


@given(
    st.lists(st.tuples(st.integers(0, 199), st.integers(1, 20), st.booleans()), max_size=8),
    st.lists(st.tuples(st.integers(0, 199), st.integers(1, 20)), max_size=4),
)
def test_marks_and_tabs_never_change_a_word(stretches: list[Any], found: list[Any]) -> None:
    import lxml.html

    entries = [
        entry(n, start, start + size, f"x-{n - 1}" if inner else None, HOLT if inner else None)
        for n, (start, size, inner) in enumerate(stretches, start=1)
    ]
    article = Article("x", "abcdefghij " * 20)
    known = voices.voices(entries)
    marks = [*voices.marks(entries, known), *(Mark(Span(at, at + size), word=True) for at, size in found)]
    layout = entry(0, 0, 1, None, None).layout
    (words,) = voices.paragraphs(article, layout, marks, voices.in_order(entries), known)
    tree = lxml.html.fromstring(f"<p>{words}</p>")
    assert len(tree.xpath("//a")) == len(entries)
    for tab in tree.xpath("//a"):
        tab.drop_tree()
    assert tree.text_content() == article.text
    for one in tree.xpath("//span[@data-at]"):
        at = int(one.get("data-at"))
        assert article.text[at:].startswith(one.text_content())


def test_letters_go_on_after_z_and_parents_in_a_circle_end() -> None:
    people = [Person(f"p{n}", f"N{n}", PersonKind.PERSON, roles=(Role("r", Span(0, 1)),)) for n in range(30)]
    entries = [entry(n, n, n + 1, None, one) for n, one in enumerate(people)]
    letters = [voices.voices(entries)[f"x-{n}"].letter for n in (0, 25, 26, 29)]
    assert letters == ["A", "Z", "AA", "AD"]
    circle = [entry(1, 0, 5, "x-2", None), entry(2, 1, 4, "x-1", None)]
    assert voices.depths(circle) == {"x-1": 2, "x-2": 2}


@pytest.mark.parametrize(
    "identifier", ["a.json", "x/document", "..", "a/card/text", "~2F", "a b?c#d", "%2e%2e", "p/q.json"]
)
def test_an_article_with_an_odd_id_has_its_pages(
    identifier: str, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    lines = tmp_path / "odd.jsonl"
    lines.write_text(
        json.dumps({"id": identifier, "text": "“We object,” Lena Ott said.\n"}), encoding="utf-8"
    )
    with open_record(tmp_path / "odd.db") as record:
        record.add(lines, extractor=FakeExtractor)
        visitor = visit(record)
        (entry,) = record.statements()
        for address in (
            urls.article(identifier),
            urls.statement(entry.statement.id),
            urls.story(identifier),
            urls.review(statement=entry.statement.id),
        ):
            assert visitor.get(address).headers["content-type"].startswith("text/html")
            assert visitor.get(urls.twin(address)).headers["content-type"] == "application/json"
        assert b"We object" in visitor.get(urls.document(identifier)).content
        assert "We object" in visitor.get(urls.card(entry.statement.id, "text")).text
