from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord import pipeline
from onrecord.errors import WeightsError
from onrecord.model import Article, Attribution, Document, Extraction, Problem, ReadArticle
from onrecord.pipeline import read_articles, read_chunk, read_documents
from tests.fakes import FakeExtractor


def text(words: str) -> Document:
    return Document(f"{words[:8]}.txt", words.encode(), "text/plain")


def test_an_article_that_cannot_be_resolved_is_a_problem_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve = pipeline.resolve

    def fails_on_one(article: Article, extraction: Extraction) -> object:
        if article.id == "b":
            raise ValueError("a name too far")
        return resolve(article, extraction)

    monkeypatch.setattr(pipeline, "resolve", fails_on_one)
    articles = [Article(name, "“It rained,” Ruiz said.") for name in "abc"]
    found = pipeline.read_each(articles, FakeExtractor())
    assert [type(one) for one in found] == [ReadArticle, Problem, ReadArticle]
    assert "b" in found[1].document
    assert "a name too far" in found[1].reason


def test_statements_are_numbered_in_their_article() -> None:
    (read,) = read_articles([Article("a", "“No,” Ott said. “Yes,” Ek said.")], FakeExtractor("v7"))
    assert [statement.id for statement in read.statements] == ["a-1", "a-2"]
    assert read.extractor == "v7"


def test_problems_keep_their_place() -> None:
    found = list(
        read_documents(
            [text("“No,” Ott said."), Problem("p", "gone"), text(" "), text("Words.")], FakeExtractor()
        )
    )
    assert [type(one) for one in found] == [ReadArticle, Problem, Problem, ReadArticle]


def test_one_text_too_far_spares_its_neighbours() -> None:
    before, failed, after = read_chunk(
        [text("“A,” Ott said."), text("EXPLODE"), text("“B,” Ott said.")], FakeExtractor()
    )
    assert isinstance(before, ReadArticle)
    assert isinstance(after, ReadArticle)
    assert failed == Problem(
        "EXPLODE.txt", "the extractor failed on it (ValueError: a text too far); please report it"
    )


def test_missing_weights_end_the_run() -> None:
    class Bare(FakeExtractor):
        def extract(self, texts: Sequence[str]) -> list[list[Attribution]]:
            raise WeightsError("there are no weights")

    with pytest.raises(WeightsError):
        read_chunk([text("Words.")], Bare())
