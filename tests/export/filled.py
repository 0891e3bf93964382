"""A record to export: a story in five outlets, hostile articles, and what people decided about them."""

from __future__ import annotations

from onrecord import (
    Article,
    Attribution,
    Ground,
    Person,
    PersonKind,
    Quote,
    ReadArticle,
    Record,
    Role,
    Span,
    Statement,
)
from tests.linking.utterances.retellings import STORY

HOSTILE_WORDS = '“=HYPERLINK("x") <script>alert(1)</script>\r\n& \u202eevil\u202c \x01 <r>”'
HOSTILE_NAME = "<b onmouseover=alert(1)>Ørsted\u202e</b>"


def hostile() -> ReadArticle:
    """Return an article that tries to break out of every format."""
    text = f"{HOSTILE_WORDS} @{HOSTILE_NAME} said.\r\n\r\n“Later,” she added; \U0001d54f習."
    content = Span(0, len(HOSTILE_WORDS))
    source = Span(content.end + 2, content.end + 2 + len(HOSTILE_NAME))
    cue = Span(source.end + 1, source.end + 5)
    later = text.index("“Later,”")
    who = Person("p1", HOSTILE_NAME, PersonKind.PERSON, (HOSTILE_NAME,), (Role("chief", source),), (source,))
    first = Attribution((content,), (cue,), (source,), Quote.DIRECT, True, 0.123456789)
    second = Attribution((Span(later, later + 8),), (), (), Quote.DIRECT, False, 1.0)
    return ReadArticle(
        Article(
            "-x <i>/../y",
            text,
            "</title><img src=x>",
            "@Outlet",
            "2024",
            "javascript:alert(1)",
            "+By\u202eline",
        ),
        (
            Statement("-x <i>/../y-1", "-x <i>/../y", first, "p1", act="deny", said="2023-12-30/2024-01-02"),
            Statement(
                "-x <i>/../y-2",
                "-x <i>/../y",
                second,
                "p1",
                parent="-x <i>/../y-1",
                answers="-x <i>/../y-1",
                grounds=(Ground("speaker", "continues", 0.3333333333333333),),
            ),
        ),
        (who,),
        "v1",
    )


def fill(record: Record) -> Record:
    """Put the articles and the decisions into an empty record."""
    record.store([*STORY, hostile()])
    record.accept("courier-2", by="ann")
    record.correct_speaker("courier-3", "Piet Vossler", by="bob")
    record.correct_span("courier-4", "content", (Span(286, 330),), by="ann")
    record.reject("nameless-1", by="ann")
    return record
