"""Articles made for tests, sentence by sentence: who said what, in quotation marks or not."""

from __future__ import annotations

from dataclasses import replace

from onrecord import Article, Attribution, Person, Quote, ReadArticle, Span, Statement

Line = tuple[Person | None, str, str]
"""Who speaks (None for unknown), what the source is called, and the words, with their quotation marks."""


def spoken(
    identifier: str,
    *lines: Line | str,
    outlet: str | None = "The Carrow Courier",
    published: str | None = "2024-03-02",
    extractor: str = "v1",
) -> ReadArticle:
    """Return an article in which each line is a statement, a paragraph each; a bare string is nobody's."""
    text, statements, people = "", list[Statement](), dict[str, Person]()
    for line in lines:
        start = len(text)
        if isinstance(line, str):
            text += f"{line}\n\n"
            continue
        person, source, words = line
        text += f"{words} {source} said.\n\n"
        content = Span(start, start + len(words))
        named = Span(content.end + 1, content.end + 1 + len(source))
        cue = Span(named.end + 1, named.end + 5)
        quoted = words.startswith(("“", '"'))
        kind = Quote.DIRECT if quoted else Quote.MIXED if "“" in words else Quote.INDIRECT
        relation = Attribution((content,), (cue,), (named,), kind, True, 0.9)
        if person is not None:
            people[person.id] = person
        number = len(statements) + 1
        statements.append(
            Statement(f"{identifier}-{number}", identifier, relation, person.id if person else None)
        )
    article = Article(identifier, text or "Nothing.", outlet=outlet, published=published)
    return ReadArticle(article, tuple(statements), tuple(people.values()), extractor)


def nested(read: ReadArticle, words: str, speaker: Person) -> ReadArticle:
    """Return an article with one more statement: words that stand in the content of its first."""
    outer = read.statements[0]
    start = read.article.text.index(words, outer.attribution.content[0].start)
    relation = replace(outer.attribution, content=(Span(start, start + len(words)),), quote=Quote.DIRECT)
    identifier = f"{read.article.id}-{len(read.statements) + 1}"
    inner = Statement(identifier, read.article.id, relation, speaker.id, parent=outer.id)
    return replace(read, statements=(*read.statements, inner), people=(*read.people, speaker))
