"""Articles as JSON objects, one a line (or one, or a list of them, in a ``.json`` file).

Invariant: ``text`` is taken exactly as given.  Known keys: text, title, outlet, date (or published), url,
id, byline (or author, authors); others are left alone.  A line of onrecord's own export is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.errors import DocumentError
from onrecord.model import Article, Document, article_id
from onrecord.reading.encoding import decode
from onrecord.reading.published import iso_date


def read_json(document: Document) -> Article:
    """Return one JSON object as an article; a given ``id`` is kept, else one is made from the text.

    Raises DocumentError that says what the object lacks.
    """
    given = _object(document)
    text = given.get("text")
    if not isinstance(text, str):
        raise DocumentError(document.name, 'has no "text"; each article needs "text": "..."')
    _check(text, document.name)
    title, outlet, url = (_line(given, key, document.name) for key in ("title", "outlet", "url"))
    published = _published(given, document.name)
    identifier = _identifier(given, document.name) or article_id(text, outlet, published, title, url)
    return Article(identifier, text, title, outlet, published, url, _byline(given, document.name), document)


def objects(text: str) -> Iterator[str]:
    """Yield the JSON objects of a ``.json`` file as they stand in it: one object, or a list of them.

    Raises ValueError where the file is neither.
    """
    decoder = json.JSONDecoder()
    position = _skip(text, 0)
    if text[position : position + 1] != "[":
        _, end = decoder.raw_decode(text, position)
        if _skip(text, end) != len(text):
            raise ValueError("more than one object; one object a line belongs in a .jsonl file")
        yield text[position:end]
        return
    position = _skip(text, position + 1)
    while text[position : position + 1] != "]":
        _, end = decoder.raw_decode(text, position)
        yield text[position:end]
        position = _skip(text, end)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        elif text[position : position + 1] != "]":
            raise ValueError(f"a comma or ] is missing at character {position:,}")


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _object(document: Document) -> dict[str, Any]:
    source = decode(document.raw, document.name)
    try:
        given = json.loads(source)
    except RecursionError as error:
        raise DocumentError(document.name, "is nested too deeply to be an article") from error
    except ValueError as error:
        raise DocumentError(document.name, f"is not valid JSON ({error})") from error
    if not isinstance(given, dict):
        raise DocumentError(document.name, 'is not a JSON object; each article is {"text": "...", ...}')
    exported = given.get("article")
    return exported if isinstance(exported, dict) and "text" not in given else given


def _check(text: str, name: str) -> None:
    if not text.strip():
        raise DocumentError(name, "has no text in it")
    if "\x00" in text:
        raise DocumentError(name, "has a NUL character in its text; remove it and read the line again")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            name,
            f"has half of a surrogate pair at character {error.start:,} of its text, which no encoding can"
            " carry; write the text with whole characters",
        ) from error


def _line(given: dict[str, Any], key: str, name: str) -> str | None:
    value = given.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DocumentError(name, f'has a "{key}" that is not a string')
    words = " ".join(str(value).split())
    if not words:
        return None
    _check(words, name)
    return words


def _published(given: dict[str, Any], name: str) -> str | None:
    value = _line(given, "date", name) or _line(given, "published", name)
    return iso_date(value) if value else None


def _identifier(given: dict[str, Any], name: str) -> str | None:
    value = _line(given, "id", name)
    if value and len(value) > 200:
        raise DocumentError(name, 'has an "id" of more than 200 characters')
    return value


def _byline(given: dict[str, Any], name: str) -> str | None:
    authors = given.get("authors")
    if isinstance(authors, list):
        named = [author for author in authors if isinstance(author, str) and author.strip()]
        return _line({"authors": ", ".join(named)}, "authors", name)
    return next(filter(None, (_line(given, key, name) for key in ("byline", "author", "authors"))), None)
