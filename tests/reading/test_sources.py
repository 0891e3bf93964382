from __future__ import annotations

import gzip
import json
import os
import threading
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Article, Document, Problem
from onrecord.reading import Sources, articles, documents


def names(found: list[Document | Problem]) -> list[str]:
    return [one.name if isinstance(one, Document) else f"! {one.document}" for one in found]


def only_problem(path: str | Path, **options: int) -> str:
    (found,) = articles([path], **options)
    assert isinstance(found, Problem), found
    return found.reason


def test_a_folder_is_read_in_sorted_order_with_the_folders_in_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.md", "c.html", ".hidden.txt", ".git/x.txt", "d.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Text.")
    found = names(list(documents([tmp_path])))
    assert [name.replace(str(tmp_path) + os.sep, "") for name in found] == [
        "a/1.md",
        "a/2.txt",
        "b.txt",
        "c.html",
        "! " + "d.docx",
    ]


def test_json_lines_are_numbered_and_one_bad_line_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "One."}\r\n\n{"text": \n{"text": "Three."}')
    one, bad, three = articles([path])
    assert isinstance(one, Article)
    assert one.text == "One."
    assert isinstance(bad, Problem)
    assert bad.document.endswith("a.jsonl line 3")
    assert isinstance(three, Article)
    assert three.text == "Three."


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wt") as file:
        file.write('{"text": "One."}\n{"text": "Two."}\n')
    with gzip.open(tmp_path / "b.txt.gz", "wt") as file:
        file.write("Three.")
    assert [found.text for found in articles([tmp_path]) if isinstance(found, Article)] == [
        "One.",
        "Two.",
        "Three.",
    ]


@pytest.mark.parametrize("cut", [1, 5, 20, 60])
def test_broken_gzip_is_a_problem(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + os.urandom(200).hex().encode() + b'"}\n')[:cut])
    assert "cannot be read" in only_problem(path)


def test_a_json_file_is_one_article_or_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "One."}')
    (tmp_path / "b.json").write_text(json.dumps([{"text": "Two."}, {"title": "none"}], indent=2))
    (tmp_path / "c.json").write_text('{"text": "Three."} trailing')
    one, two, lacking, trailing = articles([tmp_path])
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert isinstance(lacking, Problem)
    assert lacking.document.endswith("b.json item 2")
    assert isinstance(trailing, Problem)
    assert "belongs in a .jsonl file" in trailing.reason


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "has no text in it"),
        ("a.txt", b"\x00\x01\x02", "binary data"),
        ("a.pdf", b"%PDF", "of a kind we do not read"),
        ("noext", b"Text.", "of a kind we do not read"),
        ("a.html", b"<html></html>", "has no article in it"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    assert reason in only_problem(tmp_path / name)


@pytest.mark.parametrize("name", ["nowhere.txt", "a\x00b.txt", "x" * 5000 + ".txt"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    assert only_problem(f"{tmp_path}/{name}")


def test_too_large_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 101)
    assert "larger than 0.0001 MB" in only_problem(tmp_path / "a.txt", largest=100)
    (tmp_path / "a.jsonl").write_text('{"text": "' + "x" * 500 + '"}\n{"text": "Short."}\n')
    large, short = articles([tmp_path / "a.jsonl"], largest=100)
    assert isinstance(large, Problem)
    assert isinstance(short, Article)


@pytest.mark.parametrize(
    ("raw", "media_type", "count"),
    [
        (b"Plain words.", "text/plain", 1),
        (b' \n{"text": "One."}\n{"text": "Two."}\n', "application/json", 2),
        (b"\n<!DOCTYPE html><p>Words", "text/html", 1),
        (b"<html lang=en><p>Words", "text/html", 1),
        (b"[Reuters] - Words", "text/plain", 1),
        (b"", "text/plain", 1),
    ],
)
def test_standard_input_is_known_by_its_beginning(
    monkeypatch: pytest.MonkeyPatch, raw: bytes, media_type: str, count: int
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    found = list(documents(["-"]))
    assert [one.media_type for one in found if isinstance(one, Document)] == [media_type] * count
    assert names(found)[0].startswith("standard input")


def test_json_lines_in_utf16_are_one_problem(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n' * 3, encoding="utf-16")
    assert "save it as UTF-8" in only_problem(tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    "tag", [b"<div>", b"<blockquote>", b"<p><q>", b"<table>", b"<!--", b"<![CDATA[", b"&#0;"]
)
def test_pages_that_break_parsers_are_articles_or_problems(tmp_path: Path, tag: bytes) -> None:
    (tmp_path / "a.html").write_bytes(b"<article><p>Words of an article." + tag * 20_000 + b"more words")
    (found,) = articles([tmp_path])
    assert isinstance(found, Article | Problem)


def test_a_parser_that_breaks_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr("onrecord.reading.html.bare_extraction", broken)
    (tmp_path / "a.html").write_text("<p>Words")
    assert only_problem(tmp_path / "a.html") == "could not be read (RuntimeError: lost); please report it"


def test_a_named_pipe_is_read_like_standard_input(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b'{"text": "One."}\n',))
    writer.start()
    (found,) = articles([pipe])
    writer.join()
    assert isinstance(found, Article)


def test_a_pipe_in_a_folder_does_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "a pipe or a device" in only_problem(tmp_path)


def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert "is not there" in only_problem(tmp_path)


def test_a_name_that_is_not_unicode_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(b"Text.")
    (found,) = documents([tmp_path])
    assert isinstance(found, Document)
    found.name.encode("utf-8")


def test_the_share_done_reaches_the_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (tmp_path / "b.txt").write_text("Three.")
    sources = Sources([tmp_path])
    shares = [sources.done for _ in sources]
    assert shares == sorted(shares)
    assert sources.done == sources.size


def test_reading_holds_one_document_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One."}\n' * 1000)
    first = next(iter(documents([path])))
    assert isinstance(first, Document)
    assert len(first.raw) < 20


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.jsonl", "a.json", "a.jsonl.gz", "a.txt.gz"]))
def test_arbitrary_bytes_never_raise(tmp_path: Path, raw: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    for found in articles([path]):
        assert isinstance(found, Article | Problem)
