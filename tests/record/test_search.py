from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Article, Filter, QueryError, Record, open_record
from onrecord.pipeline import read_articles
from onrecord.record import search
from onrecord.words import tokens
from tests.fakes import FakeExtractor

TEXTS = {
    "ban": "“The export ban will hurt us,” Lena Ott said in Sanzhou.\n\nNothing of it here.",
    "law": "“We keep to every law,” Lena Ott said.\n\nThe export ban came a day later.",
    "near": "“We keep to every rule,” Lena Ott said after the export ban.",
    "cn": "“华为公司不会屈服于压力,” 习近平 said. “我们会赢,” 他 said.",
    "ru": "“Мы против санкций,” Anna Ek said.",
    "accent": "“Le café naïf,” Zoé Ek said.",
    "plural": "“Sanctions and policies,” Anna Ek said about U.S. plans.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("search") / "a.db") as record:
        record.store(read_articles((Article(key, text) for key, text in TEXTS.items()), FakeExtractor()))
        yield record


def found(library: Record, words: str, only: Filter | None = None) -> list[str]:
    return [entry.statement.id for entry in library.find(words, only or Filter())]


def test_words_in_the_statement_come_before_words_around_it(library: Record) -> None:
    assert found(library, "export ban") == ["ban-1", "near-1"]


def test_all_words_have_to_be_there(library: Record) -> None:
    assert found(library, "export law") == []


def test_a_phrase_stands_together(library: Record) -> None:
    assert found(library, '"export ban"') == ["ban-1", "near-1"]
    assert found(library, '"ban export"') == []
    assert found(library, "“export ban”") == ["ban-1", "near-1"]


def test_the_speaker_counts_and_can_be_asked_for(library: Record) -> None:
    assert found(library, "lena law") == ["law-1"]
    assert found(library, "every", Filter(speaker="Anna")) == []
    assert found(library, "sanctions", Filter(speaker="anna ek")) == ["plural-1"]


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("华为", "cn-1"),
        ("屈服", "cn-1"),
        ("不会屈服", "cn-1"),
        ("压", "cn-1"),
        ("习近平", "cn-1"),
        ("近平", "cn-1"),
        ("赢", "cn-2"),
        ("санкций", "ru-1"),
        ("САНКЦИЙ", "ru-1"),
        ("cafe", "accent-1"),
        ("CAFÉ naif", "accent-1"),
        ("sanction", "plural-1"),
        ("policy", "plural-1"),
        ("sanct*", "plural-1"),
        ("U.S.", "plural-1"),
        ('"U.S. plan"', "plural-1"),
    ],
)
def test_words_in_any_script(library: Record, words: str, statement: str) -> None:
    assert statement in found(library, words)


@pytest.mark.parametrize("words", ["华公", "为为", "屈压", "санкция", "caf", "sanc"])
def test_what_is_not_there_is_not_found(library: Record, words: str) -> None:
    assert found(library, words) == []


@pytest.mark.parametrize(
    "words",
    [
        '"unclosed',
        "a AND",
        "NOT",
        "NEAR(a b)",
        "content:x",
        "{a}",
        "^a",
        "a*b",
        "-a",
        "(",
        "a'b",
        "ban)",
        "*ban",
        "+",
    ],
)
def test_no_question_is_a_syntax_error(library: Record, words: str) -> None:
    try:
        found(library, words)
    except QueryError as error:
        assert "no word to look for" in str(error)


@pytest.mark.parametrize("words", ["", "  ", '""', "?!", "*", "“”"])
def test_a_question_without_words_says_so(library: Record, words: str) -> None:
    with pytest.raises(QueryError, match="there is no word to look for"):
        list(library.find(words))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=10))
def test_any_question_is_answered_or_has_no_words(words: str, speaker: str) -> None:
    library = _empty()
    try:
        list(library.find(words, Filter(speaker=speaker)))
    except QueryError:
        pass


PIECES = st.lists(
    st.sampled_from(["ban", "policies", "习近平", "近", "é", "U.S.", "s", "ab", "，", "banking"]), max_size=6
)


@settings(max_examples=300, deadline=None)
@given(PIECES, PIECES, st.sampled_from(["", " "]), st.sampled_from(["", "*"]), st.booleans())
def test_index_and_highlights_agree(
    there: list[str], asked: list[str], between: str, star: str, quoted: bool
) -> None:
    text, words = between.join(there), between.join(asked) + star
    question = f'"{words}"' if quoted else words
    try:
        expression = search.expression(question)
    except QueryError:
        return
    index = sqlite3.connect(":memory:")
    index.execute('CREATE VIRTUAL TABLE w USING fts5(a, tokenize="unicode61 remove_diacritics 0")')
    index.execute("INSERT INTO w VALUES (?)", [tokens(text)])
    hit = index.execute("SELECT count(*) FROM w WHERE w MATCH ?", [expression]).fetchone()[0]
    index.close()
    parts = search._parts(question)
    assert bool(hit) == all(search.matched(text, f'"{part}"') for part in parts if tokens(part))


@given(st.text(alphabet="习近平华为公司", min_size=1, max_size=8), st.data())
def test_every_stretch_of_a_script_without_spaces_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert search.matched(f"“{text}”, said he", text[start:end])


def test_highlights_are_the_words(library: Record) -> None:
    (entry,) = library.find('"every law" ott')
    text = entry.article.text
    assert [span.of(text) for span in entry.highlights] == ["every law", "Ott"]


_library: list[Record] = []


def _empty() -> Record:
    if not _library:
        import tempfile

        record = open_record(Path(tempfile.mkdtemp()) / "a.db")
        record.store(read_articles((Article(key, text) for key, text in TEXTS.items()), FakeExtractor()))
        _library.append(record)
    return _library[0]
