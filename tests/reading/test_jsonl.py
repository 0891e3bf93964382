from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DocumentError
from onrecord.model import Article, Document
from onrecord.reading.jsonl import objects, read_json

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["text", "title", "id", "date", "x"]), inner)
    ),
)


def read(raw: bytes | dict[str, Any]) -> Article:
    given_ = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    return read_json(Document("a.jsonl line 7", given_, "application/json"))


def test_every_known_key() -> None:
    article = read(
        {
            "id": "nb-17",
            "text": "Text.\r\n\nMore. ",
            "title": "A  title",
            "outlet": "Courier",
            "date": "21 February 2019",
            "url": "https://courier.example/a",
            "authors": ["Ann Lee", "Bo Ek"],
            "topic": "trade",
        }
    )
    assert article == Article(
        "nb-17",
        "Text.\r\n\nMore. ",
        "A title",
        "Courier",
        "2019-02-21",
        "https://courier.example/a",
        "Ann Lee, Bo Ek",
    )


def test_only_the_text_is_needed() -> None:
    article = read({"text": "Text."})
    assert article.id == read({"text": "Text.", "title": None, "outlet": ""}).id
    assert article.id != read({"text": "Text.", "outlet": "Courier"}).id


def test_an_id_that_is_a_number_is_kept() -> None:
    assert read({"text": "Text.", "id": 17}).id == "17"


def test_a_date_that_is_not_certain_is_none() -> None:
    assert read({"text": "Text.", "date": "last week"}).published is None


def test_our_own_export_is_read() -> None:
    assert (
        read({"article": {"id": "a", "text": "Text.", "published": "2019"}, "statements": []}).published
        == "2019"
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"not json", "is not valid JSON"),
        (b'["text"]', "is not a JSON object"),
        (b'{"title": "T"}', 'has no "text"'),
        (b'{"text": 3}', 'has no "text"'),
        (b'{"text": "  "}', "has no text in it"),
        (b'{"text": "a\\u0000b"}', "NUL character"),
        (b'{"text": "abc \\ud83d"}', "half of a surrogate pair at character 4"),
        (b'{"text": "a", "title": "\\ud83d"}', "half of a surrogate pair"),
        (b'{"text": "a", "title": ["b"]}', '"title" that is not a string'),
        (b'{"text": "a", "id": {"b": 1}}', '"id" that is not a string'),
        (b'{"text": "' + b"a" * 9 + b'\xff"', "JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": "a", "id": "' + b"9" * 201 + b'"}', "more than 200 characters"),
    ],
)
def test_what_is_wrong_with_a_line(raw: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match="a.jsonl line 7") as error:
        read(raw)
    assert reason in error.value.reason


@given(JSON)
def test_any_json_is_an_article_or_a_document_error(value: Any) -> None:
    try:
        article = read(json.dumps(value).encode())
    except DocumentError:
        return
    article.text.encode("utf-8")


@given(st.binary(max_size=100))
def test_any_bytes_are_an_article_or_a_document_error(raw: bytes) -> None:
    try:
        read(raw)
    except DocumentError:
        pass


@given(st.lists(st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=5)), max_size=5))
def test_a_list_is_cut_into_its_objects(items: list[dict[str, Any]]) -> None:
    source = json.dumps(items, indent=1)
    assert [json.loads(found) for found in objects(source)] == items


@pytest.mark.parametrize("source", ["", "[", "[{}", "[{} {}]", "{} {}", "[,]"])
def test_a_broken_file_is_a_value_error(source: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        list(objects(source))
