"""What can be asked of the server, in OpenAPI 3.1: one table of the JSON twins, files, services and changes.

Invariant: a test finds every route that is not described here, and holds every answer against its schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from onrecord import __version__
from onrecord.export import FORMATS
from onrecord.model import PersonKind, Quote
from onrecord.record import Counting, Filter
from onrecord.web import asking, urls
from onrecord.web.api_schemas import ANSWERS, COMPONENTS, NAMESAKES, RECONCILED, obj, ref
from onrecord.web.security import HEADER, TOKEN

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: what it promises, with what, and what comes back.

    ``answer`` is a schema, or None where the answer is no JSON; ``media`` its media types; ``wrong`` the
    statuses beside those that every operation may answer; ``several`` a schema of what is answered where
    more than one is meant.
    """

    path: str
    summary: str
    answer: Data | None
    parameters: tuple[Data, ...] = ()
    media: tuple[str, ...] = ("application/json",)
    wrong: tuple[int, ...] = ()
    tag: str = "pages"
    several: Data | None = None


def description() -> Data:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "onrecord", "version": __version__, "description": _ABOUT},
        "servers": [{"url": "/", "description": "this server"}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": _paths(),
        "components": {"schemas": COMPONENTS},
    }


def _paths() -> Data:
    found: Data = {}
    for one in OPERATIONS:
        found.setdefault(one.path, {})["get"] = _operation(one)
    found["/reconcile"]["post"] = _posted()
    for path, (summary, names) in CHANGES.items():
        found.setdefault(path, {})["post"] = _change(summary, names)
    return found


def _operation(one: Operation) -> Data:
    schema = one.answer if one.answer is not None else {"type": "string"}
    return {
        "summary": one.summary,
        "operationId": _name(one.path),
        "tags": [one.tag],
        "parameters": list(one.parameters),
        "responses": {
            "200": {
                "description": "What was asked for.",
                "content": {media: {"schema": schema} if one.answer else {} for media in one.media},
            }
        }
        | ({"300": {"description": _STATUSES[300], "content": _json(one.several)}} if one.several else {})
        | _wrong(one.path, 400, *one.wrong),
    }


def _wrong(path: str, *statuses: int) -> Data:
    told = ["application/json"] if path.endswith(".json") or path.startswith("/reconcile") else ["text/html"]
    said = {media: {"schema": ref("Wrong")} if "json" in media else {} for media in told}
    return {str(one): {"description": _STATUSES[one], "content": said} for one in sorted(set(statuses))}


def _lists(names: Mapping[str, str]) -> Data:
    """Return the fields that hold lists where a change is sent as JSON."""
    pair = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    items = {"spans": pair, "article": {"type": "string"}}
    return {
        name: {"type": "array", "items": items[name], "description": names[name]}
        for name in names
        if name in items
    }


def _posted() -> Data:
    form = {
        "type": "object",
        "properties": {
            "queries": {"type": "string", "description": "A batch of questions, in JSON."},
            "extend": {"type": "string", "description": "Ids of people and of properties, in JSON."},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {
        "summary": "Ask who is meant, or for properties of people, with more than an address can hold.",
        "operationId": "reconcile_post",
        "tags": ["reconcile"],
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form}},
        },
        "responses": {"200": {"description": "What was asked for.", "content": _json(ref("Reconciled"))}}
        | _wrong("/reconcile", 400, 403, 413),
    }


def _change(summary: str, names: Mapping[str, str]) -> Data:
    """Return the description of a change: posted by a form of our own pages, or as JSON with its token."""
    told = {name: {"type": "string", "description": about} for name, about in names.items()}
    token = {TOKEN: {"type": "string", "description": "What the page that was loaded before carries."}}
    form = {"type": "object", "properties": token | told, "required": [TOKEN]}
    content: Data = {
        "application/x-www-form-urlencoded": {"schema": form},
        "application/json": {"schema": {"type": "object", "properties": told | _lists(names)}},
    }
    if "file" in names:
        file = {"file": {"type": "string", "format": "binary", "description": names["file"]}}
        content = {"multipart/form-data": {"schema": form | {"properties": token | file}}}
    return {
        "summary": summary,
        "operationId": _name(summary),
        "tags": ["changes"],
        "parameters": [
            {
                "name": HEADER,
                "in": "header",
                "required": False,
                "schema": {"type": "string"},
                "description": "The token, needed with JSON; /judgements.json has it under changing.value.",
            }
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {
            "200": {
                "description": "Done; JSON where JSON was sent.",
                "content": _json(obj(judgement=ref("Judgement"))) | {"text/html": {}},
            },
            "303": {"description": "Done; the page to see next."},
        }
        | {str(one): {"description": _STATUSES[one], "content": {}} for one in (400, 403, 404, 413, 503)},
    }


def _json(schema: Data) -> Data:
    return {"application/json": {"schema": schema}}


def _name(path: str) -> str:
    plain = path.removesuffix(".json").replace("{", "").replace("}", "")
    return "_".join(part for part in plain.replace("-", "/").replace(" ", "/").split("/") if part)


def _query(name: str, about: str, **schema: Any) -> Data:
    told = {"type": "string", "maxLength": asking.LONGEST} | schema
    return {"name": name, "in": "query", "description": about, "schema": told}


def _in_path(name: str, about: str, **schema: Any) -> Data:
    told = {"type": "string", "minLength": 1, "maxLength": asking.LONGEST} | schema
    return {"name": name, "in": "path", "required": True, "description": about, "schema": told}


def _filter() -> Iterator[Data]:
    """Yield the parameters of a filter: all of its fields, by the names that they have in an address."""
    for field in fields(Filter):
        about, schema = _FIELDS.get(field.name, (f"The filter's {field.name}.", {}))
        yield _query(urls.NAMES.get(field.name, field.name), about, **schema)


_DATE = {"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2019", "2019-02", "2019-02-21"]}
_FIELDS: dict[str, tuple[str, Data]] = {
    "speaker": ("Who speaks: words of the source or of a name, or a person's id.", {"examples": ["p12"]}),
    "outlet": ("Words of the outlet's name; with = before it, the whole name.", {}),
    "since": ("Published on this day, month or year, or later.", _DATE),
    "until": ("Published on this day, month or year, or earlier.", _DATE),
    "kind": ("How it is quoted.", {"enum": [str(one) for one in Quote]}),
    "act": ("What the statement does.", {"examples": ["deny"]}),
    "communicated": ("No for a mere belief, wish or feeling.", {"enum": ["yes", "no"]}),
    "count": ("Which reports of one utterance count.", {"enum": [str(one) for one in Counting]}),
    "reviewed": (
        "What people decided about it; without it, all but what was rejected.",
        {"enum": ["any", "none", "accepted", "corrected", "rejected", "all"]},
    ),
    "about": ("Whom others' statements name: a person's id or name.", {}),
    "speaker_kind": (
        "What the speaker is.",
        {"enum": [*(str(one) for one in PersonKind), "unknown"]},
    ),
    "article": ("The id of an article.", {}),
}
WORDS = _query(urls.WORDS, 'Words, "phrases" and beginnings* that are looked for.')
PAGE = _query(urls.PAGE, "The page, from 1.", type="integer", minimum=1, maximum=asking.FURTHEST)
FILTER = tuple(_filter())
ID = _in_path("id", "The id.")
_PERSON_KIND = _query("kind", "What the people are.", enum=[str(one) for one in PersonKind])
_PREFIX = _query("prefix", "What was typed so far.")
_QUERIES = _query("queries", "A batch of questions, in JSON.", maxLength=10_000)
_EXTEND = _query("extend", "Ids of people and of properties, in JSON.", maxLength=10_000)
_HTML = ("text/html",)
_EXPORTED = tuple(dict.fromkeys(one.media_type.partition(";")[0] for one in FORMATS.values()))


def _page(path: str, summary: str, *parameters: Data, wrong: tuple[int, ...] = ()) -> Operation:
    """Return the operation of a page's twin."""
    twin = "/overview.json" if path == "/" else f"{path}.json"
    wrong = (404,) if "{" in path else wrong
    several = NAMESAKES if path == "/people/{who}" else None
    return Operation(twin, summary, ANSWERS[path], parameters, wrong=wrong, several=several)


OPERATIONS: tuple[Operation, ...] = (
    _page("/", "Tell what the record holds."),
    _page("/search", "Find statements.", WORDS, *FILTER, PAGE, wrong=(404,)),
    _page("/people", "List the people of the record, most statements first.", WORDS, _PERSON_KIND, PAGE),
    _page(
        "/people/{who}",
        "Tell what somebody has said, where, and how their position stands.",
        _in_path("who", "The person's id, or a name."),
        _query("about", "Words that the timeline is narrowed to."),
    ),
    _page("/stories", "List the events that several articles report.", WORDS, PAGE),
    _page(
        "/stories/{article}",
        "Lay the articles on one event side by side.",
        _in_path("article", "The id of one of the articles."),
    ),
    _page("/reprints", "List the groups of articles that share copied passages.", PAGE),
    _page("/articles", "List the articles by date.", PAGE),
    _page("/articles/{id}", "Give an article with its statements.", ID, WORDS),
    _page("/statements/{id}", "Tell all of one statement.", ID),
    _page("/utterances", "List the utterances that several reports are of.", *FILTER, PAGE, wrong=(404,)),
    _page("/utterances/{id}", "Lay the reports of an utterance side by side.", ID),
    _page(
        "/compare",
        "Lay statements, or the articles that they stand in, side by side.",
        _query("id", "Ids of statements or articles.", type="array", items={"type": "string"}),
        wrong=(404,),
    ),
    _page("/problems", "List the documents that could not be read."),
    _page(
        "/review",
        "Give the statement that waits for review, the least certain first.",
        *FILTER,
        _query("skip", "How many to skip.", type="integer", minimum=0),
        _query("statement", "The id of a statement to review instead."),
        wrong=(404,),
    ),
    _page("/judgements", "List what people decided, the latest first.", PAGE),
    Operation(
        "/articles/{id}/document",
        "Download the bytes that an article was read from.",
        None,
        (ID,),
        ("text/plain", "application/octet-stream"),
        (404,),
        "exports",
    ),
    Operation(
        "/statements/{id}/card/{form}",
        "Give a statement as a card to cite it by.",
        None,
        (ID, _in_path("form", "The form.", enum=["text", "html", "markdown", "jsonld"])),
        ("text/plain", "text/html", "text/markdown", "application/ld+json"),
        (404,),
        "exports",
    ),
    Operation(
        "/export/{form}",
        "Download exactly the statements of a search, in its order.",
        None,
        (_in_path("form", "The format.", enum=list(FORMATS)), WORDS, *FILTER),
        _EXPORTED,
        (404,),
        "exports",
    ),
    Operation("/openapi.json", "Describe what can be asked.", {"type": "object"}, tag="api"),
    Operation(
        "/reconcile",
        "Say what the service offers, or answer questions.",
        ref("Reconciled"),
        (_QUERIES, _EXTEND),
        wrong=(413,),
        tag="reconcile",
    ),
    Operation(
        "/reconcile/preview",
        "Show a person in a small frame.",
        None,
        (_query("id", "The person's id."),),
        _HTML,
        (404,),
        "reconcile",
    ),
    Operation(
        "/reconcile/properties",
        "Propose properties of people.",
        RECONCILED["properties"],
        (
            _query("type", "A type's id."),
            _query("limit", "How many at most.", type="integer", minimum=1, maximum=100_000),
        ),
        tag="reconcile",
    ),
    Operation(
        "/reconcile/suggest/{what}",
        "Suggest people, types or properties by how their names begin.",
        RECONCILED["suggested"],
        (
            _in_path("what", "What to suggest.", enum=["entity", "type", "property"]),
            _PREFIX,
            _query("cursor", "How many to skip.", type="integer", minimum=0, maximum=100_000),
        ),
        wrong=(404,),
        tag="reconcile",
    ),
)
_A_STATEMENT = {"statement": "The statement's id."}
_A_PERSON = {"person": "The person's id, like p12."}
_TWO = _A_STATEMENT | {"other": "The other statement's id."}
CHANGES: dict[str, tuple[str, Mapping[str, str]]] = {
    urls.change("accept"): ("Decide that a statement is right.", _A_STATEMENT),
    urls.change("reject"): ("Decide that it is no statement.", _A_STATEMENT),
    urls.change("speaker"): (
        "Decide who speaks.",
        _A_STATEMENT
        | {
            "speaker": "A person's id or a name; empty for nobody known.",
            "name": "A name or an id that was typed; goes before speaker.",
        },
    ),
    urls.change("span"): (
        "Decide where content, cue or source stand.",
        _A_STATEMENT
        | {
            "role": "content, cue or source.",
            "spans": "Offsets like 12-34, several apart by blanks; in JSON, pairs of offsets.",
            "words": "Instead of spans, the words as they are printed.",
            "none": "Instead of both, yes where there is none.",
        },
    ),
    urls.change("undo"): ("Take a decision back.", {"judgement": "A judgement's id, like j3."}),
    urls.change("merge"): ("Decide that two people are one.", _A_PERSON | {"other": "Who it is too."}),
    urls.change("split"): (
        "Decide that a person of some articles is another.",
        _A_PERSON | {"article": "An article's id.", "printed": "A name as printed."},
    ),
    urls.change("rename"): ("Decide what a person is called.", _A_PERSON | {"name": "The name."}),
    urls.change("same"): ("Decide that two statements report one utterance.", _TWO),
    urls.change("not-same"): ("Decide that two statements report two utterances.", _TWO),
    urls.change("import"): ("Take in decisions that were exported.", {"file": "The file."}),
}
"""What can be decided: the path, what it does, and the fields that are posted."""
_STATUSES = {
    300: "Several are called so; take one by id.",
    400: "Something in the question could not be understood; the message says what.",
    403: "Refused: it did not come from a page of this record, or nothing may be decided in it.",
    404: "The record has nothing by this id or name.",
    413: "Too much at once.",
    503: "The record is busy or cannot be read just now.",
}
_TAGS = {
    "pages": "The JSON twin of each page: the same rows and numbers as the page itself.",
    "exports": "Files with the rows of a search.",
    "reconcile": "The Reconciliation Service API 0.2, over the record's people.",
    "changes": "What a person decides. It needs the token of a page loaded before, with its cookie.",
    "api": "This description.",
}
_ABOUT = (
    "A record of every attributed statement in news articles, on this machine. Offsets are Unicode code"
    " points into an article's text. What the machine found stands under found or beside a"
    " confidence; what a person decided stands under review."
)
