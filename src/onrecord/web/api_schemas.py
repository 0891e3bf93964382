"""The shapes of the answers: JSON Schema for what ``described`` and the pages give back.

Invariant: every member is named and, unless said otherwise, always there; nothing else is.
"""

from __future__ import annotations

from typing import Any

from onrecord.model import PersonKind, Quote, RelationKind

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
ADDRESS: Schema = {"type": "string", "pattern": "^/"}
ANYTHING: Schema = {}


def ref(name: str) -> Schema:
    """Return a reference to one of the components."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(optional: tuple[str, ...] = (), /, **members: Schema) -> Schema:
    """Return the schema of an object with these members and no others, all there but the ``optional``."""
    needed = [name for name in members if name not in optional]
    return {"type": "object", "properties": members, "required": needed, "additionalProperties": False}


def many(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def maybe(schema: Schema) -> Schema:
    """Return a schema that null meets too."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*values: str) -> Schema:
    """Return the schema of one of some words."""
    return {"type": "string", "enum": list(values)}


def by_name(schema: Schema) -> Schema:
    """Return the schema of an object with any members of one shape."""
    return {"type": "object", "additionalProperties": schema}


_SPAN: Schema = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
SPANS = many(_SPAN)
_KIND = one_of(*(str(one) for one in PersonKind))
_QUOTE = one_of(*(str(one) for one in Quote))
_RELATION = one_of(*(str(one) for one in RelationKind))
_TYPE = obj(id=TEXT, name=TEXT)
_CANDIDATE = obj(
    id=TEXT,
    name=TEXT,
    description=TEXT,
    type=many(_TYPE),
    score={"type": "number", "minimum": 0, "maximum": 100},
    match=TRUTH,
    features=many(obj(id=TEXT, value={"type": ["number", "boolean"]})),
)
_CELL: Schema = {"oneOf": [obj(str=TEXT), obj(int={"type": "integer"})]}
_SERVICE = obj(service_url=TEXT, service_path=TEXT)
_VIEW = {"type": "string", "pattern": r"\{\{id\}\}"}

_STATEMENT: dict[str, Schema] = {
    "id": TEXT,
    "url": ADDRESS,
    "article": ref("ArticleOf"),
    "source": TEXT,
    "cue": TEXT,
    "content": TEXT,
    "speaker": maybe(ref("Speaker")),
    "act": maybe(TEXT),
    "said": maybe(TEXT),
    "place": maybe(TEXT),
    "quote": _QUOTE,
    "communicated": TRUTH,
    "confidence": SHARE,
    "parent": maybe(TEXT),
    "found": obj(content=SPANS, cue=SPANS, source=SPANS, speaker=maybe(TEXT)),
    "review": maybe(ref("Review")),
}
_ARTICLE: dict[str, Schema] = {
    "id": TEXT,
    "url": ADDRESS,
    "title": maybe(TEXT),
    "outlet": maybe(TEXT),
    "published": maybe(TEXT),
}
_PERSON: dict[str, Schema] = {
    "id": TEXT,
    "url": ADDRESS,
    "name": TEXT,
    "kind": _KIND,
    "names": many(TEXT),
    "statements": COUNT,
    "articles": COUNT,
    "decided": TRUTH,
}
_COPY: dict[str, Schema] = {
    "url": ADDRESS,
    "outlet": maybe(TEXT),
    "published": maybe(TEXT),
    "share": SHARE,
    "copy_of": maybe(TEXT),
    "agency": maybe(TEXT),
    "confidence": SHARE,
    "reason": TEXT,
}
_STORY: dict[str, Schema] = {
    "url": ADDRESS,
    "words": many(TEXT),
    "outlets": many(TEXT),
    "articles": many(ref("Article")),
}
_PAGES: dict[str, Schema] = {"page": {"type": "integer", "minimum": 1}, "pages": COUNT}
_FACETED = ("outlets", "kinds", "acts", "speaker_kinds", "years")

COMPONENTS: dict[str, Schema] = {
    "Wrong": obj(error=obj(status={"type": "integer"}, message=TEXT)),
    "ArticleOf": obj(**_ARTICLE),
    "Article": obj(**_ARTICLE, document=maybe(TEXT), beginning=TEXT, statements=COUNT),
    "Speaker": obj(name=TEXT, kind=maybe(_KIND), person=maybe(TEXT), url=maybe(ADDRESS)),
    "Judgement": obj(id=TEXT, subject=TEXT, kind=TEXT, value=TEXT, who=TEXT, when=TEXT, undone=maybe(TEXT)),
    "Review": obj(
        state=one_of("accepted", "corrected", "rejected"),
        who=TEXT,
        when=TEXT,
        content=maybe(SPANS),
        cue=maybe(SPANS),
        source=maybe(SPANS),
        speaker=maybe(TEXT),
        person=maybe(TEXT),
        judgements=many(ref("Judgement")),
    ),
    "Statement": obj(**_STATEMENT),
    "StatementFound": obj(**_STATEMENT, utterances=many(TEXT), other_reports=COUNT, other_outlets=COUNT),
    "StatementWhole": obj(
        **_STATEMENT,
        addressee=maybe(TEXT),
        via=many(TEXT),
        answers=maybe(TEXT),
        chain=many(
            obj(
                kind=one_of("outlet", "agency", "report"),
                name=TEXT,
                statement=maybe(TEXT),
                spans=SPANS,
            )
        ),
        grounds=many(ref("Ground")),
    ),
    "Ground": obj(field=TEXT, by=TEXT, confidence=SHARE, spans=SPANS),
    "Person": obj(**_PERSON, roles=many(TEXT)),
    "Counterpart": obj(
        kind=_RELATION,
        mine=TEXT,
        other=TEXT,
        words=TEXT,
        speaker=maybe(ref("Speaker")),
        confidence=SHARE,
        reasons=many(TEXT),
    ),
    "Position": obj(
        points=many(
            obj(
                utterance=TEXT,
                first=maybe(TEXT),
                last=maybe(TEXT),
                known=maybe(TEXT),
                outlets=many(TEXT),
                reports=many(obj(statement=TEXT, words=TEXT, copy_of=maybe(TEXT))),
            )
        ),
        contradictions=many(ref("Counterpart")),
        answers=many(ref("Counterpart")),
    ),
    "Edit": obj(
        kind=TEXT,
        base=SPANS,
        report=SPANS,
        base_text=TEXT,
        report_text=TEXT,
        stands_out=many(obj(kind=TEXT, base=TEXT, report=TEXT)),
    ),
    "Utterance": obj(
        utterance=TEXT,
        url=maybe(ADDRESS),
        confidence=SHARE,
        reasons=many(TEXT),
        decided=TRUTH,
        base=TEXT,
        differences=many(TEXT),
        stands_out=many(TEXT),
        reports=many(
            obj(
                statement=ref("Statement"),
                content=SPANS,
                text=TEXT,
                copy_of=maybe(TEXT),
                against_base=maybe(
                    obj(
                        shared=SHARE,
                        in_other_words=TRUTH,
                        stands_out=many(TEXT),
                        edits=many(ref("Edit")),
                    )
                ),
            )
        ),
    ),
    "Copy": obj(id=TEXT, title=maybe(TEXT), **_COPY),
    "Story": obj(**_STORY),
    "Facet": obj(value=TEXT, name=TEXT, count=COUNT),
    "Facets": obj(
        total=COUNT,
        of=maybe(COUNT),
        **{
            name: many(ref("Facet"))
            for name in ("speakers", "outlets", "acts", "kinds", "years", "speaker_kinds", "reviewed")
        },
    ),
    "Manifest": obj(
        versions=many(TEXT),
        name=TEXT,
        identifierSpace=TEXT,
        schemaSpace=TEXT,
        defaultTypes=many(_TYPE),
        serviceVersion=TEXT,
        view=obj(url=_VIEW),
        preview=obj(url=_VIEW, width=COUNT, height=COUNT),
        suggest=obj(entity=_SERVICE, type=_SERVICE, property=_SERVICE),
        extend=obj(propose_properties=_SERVICE, property_settings=many(ANYTHING)),
        batchSize=COUNT,
    ),
    "Candidates": by_name(obj(result=many(_CANDIDATE))),
    "Extension": obj(meta=many(_TYPE), rows=by_name(by_name(many(_CELL)))),
    "Reconciled": {"anyOf": [ref("Manifest"), ref("Candidates"), ref("Extension")]},
}
"""What several answers share, by name."""
ANSWERS: dict[str, Schema] = {
    "/": obj(
        record=TEXT,
        people=COUNT,
        articles=COUNT,
        statements=COUNT,
        problems=COUNT,
        utterances=COUNT,
        stories=maybe(COUNT),
        most_quoted=many(ref("Person")),
        **{name: many(ref("Facet")) for name in (*_FACETED, "reviewed", "extractors")},
    ),
    "/search": obj(
        words=maybe(TEXT),
        filter=by_name(TEXT),
        said=TEXT,
        **_PAGES,
        facets=ref("Facets"),
        statements=many(ref("StatementFound")),
    ),
    "/people": obj(words=maybe(TEXT), kind=maybe(_KIND), total=COUNT, **_PAGES, people=many(ref("Person"))),
    "/people/{who}": obj(
        **_PERSON,
        roles=many(obj(words=TEXT, articles=COUNT, article=maybe(TEXT), place=maybe(TEXT))),
        articles_told=many(
            obj(
                article=TEXT,
                url=ADDRESS,
                name=TEXT,
                outlet=maybe(TEXT),
                published=maybe(TEXT),
                statements=COUNT,
                judgement=maybe(TEXT),
                by=maybe(TEXT),
                confidence=SHARE,
                evidence=many(TEXT),
                decided=TRUTH,
            )
        ),
        judgements=many(ref("Judgement")),
        statements_by=many(ref("Statement")),
        about_total=COUNT,
        statements_about=many(ref("Statement")),
        quoted=obj(**{name: many(ref("Facet")) for name in _FACETED}),
        timeline=obj(statements=COUNT, of=COUNT, since=maybe(TEXT), positions=many(ref("Position"))),
        about=maybe(TEXT),
    ),
    "/stories": obj(
        words=maybe(TEXT),
        total=COUNT,
        alone=COUNT,
        among=maybe(COUNT),
        articles=COUNT,
        **_PAGES,
        stories=many(ref("Story")),
    ),
    "/stories/{article}": obj(
        **_STORY,
        compared=many(TEXT),
        outlets_compared=many(TEXT),
        speakers=many(obj(name=maybe(TEXT), kind=maybe(TEXT), person=maybe(TEXT), statements=by_name(COUNT))),
        utterances=many(
            obj(
                utterance=TEXT,
                url=ADDRESS,
                words=TEXT,
                speaker=maybe(ref("Speaker")),
                outlets=many(TEXT),
                confidence=SHARE,
                decided=TRUTH,
            )
        ),
        left_out=many(
            obj(outlet=TEXT, speakers=many(obj(name=TEXT, quoted_by=many(TEXT))), utterances=many(TEXT))
        ),
        copies=many(
            obj(
                kind=TEXT,
                articles=many(ref("Copy")),
                passages=many(obj(one=TEXT, other=TEXT, words=COUNT, text=TEXT)),
            )
        ),
    ),
    "/reprints": obj(
        page={"type": "integer", "minimum": 1},
        next=maybe(ADDRESS),
        groups=many(
            obj(
                kind=TEXT,
                articles=many(ref("Copy")),
                passages=many(
                    obj(one=TEXT, one_span=_SPAN, other=TEXT, other_span=_SPAN, words=COUNT, kind=TEXT)
                ),
            )
        ),
    ),
    "/utterances": obj(
        filter=by_name(TEXT),
        page={"type": "integer", "minimum": 1},
        more=TRUTH,
        utterances=many(
            obj(
                id=TEXT,
                url=ADDRESS,
                words=TEXT,
                speaker=maybe(ref("Speaker")),
                first=ref("ArticleOf"),
                reports=COUNT,
                outlets=COUNT,
                confidence=SHARE,
                reasons=many(TEXT),
                decided=TRUTH,
            )
        ),
    ),
    "/utterances/{id}": obj(utterances=many(ref("Utterance"))),
    "/compare": obj(id=many(TEXT), utterances=many(ref("Utterance"))),
    "/articles": obj(total=COUNT, **_PAGES, articles=many(ref("Article"))),
    "/articles/{id}": obj(
        article=obj(
            **_ARTICLE,
            byline=maybe(TEXT),
            address=maybe(TEXT),
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            document=maybe(obj(name=TEXT, url=ADDRESS)),
            extractor=TEXT,
            text=TEXT,
        ),
        credits=many(obj(agency=TEXT, spans=SPANS, by=TEXT)),
        statements=many(ref("StatementWhole")),
        highlights=SPANS,
        copies=many(obj(kind=TEXT, articles=many(obj(article=TEXT, **_COPY)))),
        story=ADDRESS,
    ),
    "/statements/{id}": obj(
        statement=ref("StatementWhole"),
        utterances=many(ref("Utterance")),
        relations=many(
            obj(
                kind=_RELATION,
                a=TEXT,
                b=TEXT,
                confidence=SHARE,
                reasons=many(TEXT),
                through=TEXT,
                other=ref("Statement"),
            )
        ),
        judgements=many(ref("Judgement")),
        cards=by_name(ADDRESS),
    ),
    "/problems": obj(total=COUNT, problems=many(obj(document=TEXT, reason=TEXT))),
    "/review": obj(
        said=TEXT,
        filter=by_name(TEXT),
        waiting=COUNT,
        of=COUNT,
        skip=COUNT,
        statement=maybe(ref("Statement")),
        doubt=maybe(obj(field=TEXT, by=TEXT, confidence=SHARE)),
        people=many(TEXT),
    ),
    "/judgements": obj(
        **_PAGES,
        total=COUNT,
        undone=COUNT,
        judgements=many(ref("Judgement")),
        changing=obj(possible=TRUTH, header=TEXT, value=TEXT),
    ),
}
"""The answer of each page's twin, by the path of the page."""
NAMESAKES = obj(name=TEXT, total=COUNT, people=many(ref("Person")))
"""What a name that several have is answered with."""
RECONCILED: dict[str, Schema] = {
    "properties": obj(("limit",), properties=many(_TYPE), type=TEXT, limit=COUNT),
    "suggested": obj(
        result=many(
            obj(("description", "notable"), id=TEXT, name=TEXT, description=TEXT, notable=many(_TYPE))
        )
    ),
}
"""What the reconciliation service answers beside its endpoint."""
