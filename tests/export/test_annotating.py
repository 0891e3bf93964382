"""brat and Prodigy: offsets that hold in the files as those programs read them."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Filter, Record
from onrecord.export import export
from onrecord.export.tokens import covering, tokens

SPAN = re.compile(r"(T\d+)\t(\w+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
RELATION = re.compile(r"R\d+\t(\w+) Arg1:(T\d+) Arg2:(T\d+)")
ATTRIBUTE = re.compile(r"A\d+\t(\w+) (T\d+)( [\w-]+)?")
NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.+)")


@pytest.fixture(scope="module")
def archive(filled: Record) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(export(filled, "brat", Filter()))))


@pytest.fixture(scope="module")
def tasks(filled: Record) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(filled, "prodigy", Filter())]


class TestBrat:
    def test_it_is_whole(self, archive: ZipFile) -> None:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "annotation.conf"
        assert all(re.fullmatch(r"\d{5}-[\w.%-]+\.(txt|ann)", name) for name in names[1:])
        assert not any(".." in name.split("/") or "/" in name for name in names)

    def test_every_line_is_of_the_format_and_every_fragment_in_the_text(
        self, filled: Record, archive: ZipFile
    ) -> None:
        contents = 0
        for name in archive.namelist():
            if not name.endswith(".ann"):
                continue
            text = archive.read(name.replace(".ann", ".txt")).decode("utf-8")
            assert "\r" not in text
            known: dict[str, str] = {}
            for line in archive.read(name).decode("utf-8").splitlines():
                contents += self.check(line, text, known)
        assert contents == filled.count()

    @staticmethod
    def check(line: str, text: str, known: dict[str, str]) -> bool:
        """Check a line by https://brat.nlplab.org/standoff.html; say whether it is a content."""
        if match := SPAN.fullmatch(line):
            ends = [tuple(map(int, part.split())) for part in match[3].split(";")]
            assert all(start < end <= len(text) for start, end in ends) and ends == sorted(ends)
            fragments = [text[start:end] for start, end in ends]
            assert not any("\n" in one for one in fragments)
            assert " ".join(fragments) == match[4]
            known[match[1]] = match[2]
            return match[2] == "Content"
        if match := RELATION.fullmatch(line):
            assert match[1].removesuffix("_of") in (known[match[2]], "Reported_in", "Answers")
            assert known[match[3]] == "Content"
        elif match := ATTRIBUTE.fullmatch(line) or NOTE.fullmatch(line):
            assert (match[2] if line.startswith("A") else match[1]) in known
        else:
            pytest.fail(line)
        return False

    def test_the_configuration_knows_all_that_is_used(self, archive: ZipFile) -> None:
        told = archive.read("annotation.conf").decode()
        for name in archive.namelist()[2::2]:
            for line in archive.read(name).decode().splitlines():
                kind = line.split("\t")[1].split(" ")[0]
                assert kind == "AnnotatorNotes" or re.search(rf"^{kind}\b", told, re.MULTILINE), kind

    def test_the_text_is_the_article_s_character_for_character(
        self, filled: Record, archive: ZipFile
    ) -> None:
        texts = [archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".txt")]
        articles = {entry.article.id: entry.article for entry in filled.statements()}
        assert sorted(map(len, texts)) == sorted(len(article.text) for article in articles.values())


class TestProdigy:
    def test_tokens_hold_the_text(self, tasks: list[dict[str, Any]]) -> None:
        for task in tasks:
            made = "".join(token["text"] + " " * token["ws"] for token in task["tokens"])
            assert made == task["text"]
            assert [token["id"] for token in task["tokens"]] == list(range(len(task["tokens"])))

    def test_spans_begin_and_end_with_tokens(self, tasks: list[dict[str, Any]]) -> None:
        for task in tasks:
            for span in task["spans"]:
                first, last = (task["tokens"][span[name]] for name in ("token_start", "token_end"))
                assert (first["start"], last["end"]) == (span["start"], span["end"])

    def test_relations_lead_from_cue_and_source_to_content(self, tasks: list[dict[str, Any]]) -> None:
        relations = [relation for task in tasks for relation in task["relations"]]
        assert {one["label"] for one in relations} == {"CUE_OF", "SOURCE_OF"}
        for one in relations:
            assert one["head_span"]["label"] == one["label"].removesuffix("_OF")
            assert one["child_span"]["label"] == "CONTENT"
            assert one["child"] == one["child_span"]["token_end"]

    def test_all_statements_are_there(self, filled: Record, tasks: list[dict[str, Any]]) -> None:
        found = {span["statement"] for task in tasks for span in task["spans"]}
        assert found == {entry.statement.id for entry in filled.statements()}


@pytest.mark.parametrize("words", [None, "pier", "said pier"])
def test_each_article_stands_once(filled: Record, words: str | None) -> None:
    ids = [json.loads(line)["meta"]["article"] for line in export(filled, "prodigy", Filter(), words)]
    shown = filled.find(words, limit=None) if words else filled.statements()
    assert ids == list(dict.fromkeys(entry.article.id for entry in shown))


@given(st.text(max_size=60), st.data())
def test_any_text_is_its_tokens_and_any_span_some_of_them(text: str, data: st.DataObject) -> None:
    place = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(place, place), max_size=6))
    spans = [(start, end) for start, end in pairs if start < end]
    found = tokens(text, spans)
    assert "".join(token.text + " " * token.space for token in found) == text
    for start, end in spans:
        first, last = covering(found, start, end)
        assert (found[first].start, found[last].end) == (start, end)
