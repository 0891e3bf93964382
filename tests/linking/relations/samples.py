"""Short reports for the tests: a statement in a text, marked as source, cue and content."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.linking.said import Said
from onrecord.model import Article, Attribution, Person, PersonKind, Quote, Span, Statement
from onrecord.resolution.act.acts import act_of

_MARK = re.compile(r"[<>{}\[\]]")
_ROLE = {"<": 0, "{": 1, "[": 2}


def said(marked: str, name: str = "a", *, day: str | None = None) -> Said:
    """Return the statement of one text in which <source>, {cue} and [content] are marked."""
    found: tuple[list[Span], list[Span], list[Span]] = ([], [], [])
    text, at, start, role = "", 0, 0, 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[0] in _ROLE:
            role, start = _ROLE[mark[0]], len(text)
        else:
            found[role].append(Span(start, len(text)))
    source, cue, content = (tuple(spans) for spans in found)
    text += marked[at:]
    quoted = all(span.of(text)[0] in '"“' for span in content)
    attribution = Attribution(content, cue, source, Quote.DIRECT if quoted else Quote.INDIRECT, True, 1.0)
    return _in_article(text, attribution, name, day)


def _in_article(text: str, attribution: Attribution, name: str, day: str | None) -> Said:
    printed = " ".join(span.of(text) for span in attribution.source)
    kind = PersonKind.PERSON if printed[:1].isupper() else PersonKind.ORGANIZATION
    people = (Person(printed, printed, kind),)
    statement = Statement(name, name, attribution, speaker=printed, act=act_of(text, attribution).name)
    return Said.whole(Article(name, text, published=day), statement, people)


def inside(*marked: str) -> list[Said]:
    """Return the statements of one article, a paragraph each."""
    parts = [said(one, str(index)) for index, one in enumerate(marked)]
    text = "\n\n".join(one.article.text for one in parts)
    people = tuple(person for one in parts for person in one.people)
    found, start = [], 0
    for one in parts:
        attribution = one.statement.attribution
        content, cue, source = (
            tuple(Span(span.start + start, span.end + start) for span in role)
            for role in (attribution.content, attribution.cue, attribution.source)
        )
        moved = replace(attribution, content=content, cue=cue, source=source)
        statement = replace(one.statement, article="x", attribution=moved)
        found.append(Said.whole(Article("x", text), statement, people))
        start += len(one.article.text) + 2
    return found
