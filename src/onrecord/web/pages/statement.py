"""A statement: the words, all that is known of them, how they came, and what else was reported of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.model import Judgement, ReadArticle, RelationKind, Statement
from onrecord.record import Counterpart, Entry, Record
from onrecord.web import described, urls
from onrecord.web.answering import Page, Text, house
from onrecord.web.pages import citing, voices
from onrecord.web.pages.article import disposition
from onrecord.web.pages.article import name as title_of
from onrecord.web.pages.cards import role, told
from onrecord.web.pages.pathing import lines, path
from onrecord.web.pages.variants import Variants, data, every


@dataclass(frozen=True, slots=True)
class Way:
    """How another statement stands to this one, how surely, and why.

    ``through`` is another report of this one, where that is what was found to stand so.
    """

    how: str
    confidence: float
    reasons: tuple[str, ...] = ()
    through: Entry | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement that stands to this one in some ways."""

    entry: Entry
    ways: tuple[Way, ...]


def statement(request: Request) -> Page:
    """Show a statement with its chain, its variants, what it answers and what was decided about it."""
    record = house(request).record
    entry = record.statement(request.path_params["id"])
    read = record.article(entry.article.id)
    near = [record.statement(one) for one in _linked(entry.statement, read)]
    compared = every(record.compare(entry.statement.id))
    others = record.counterparts(entry.statement.id)
    judgements = list(record.statement_judgements(entry.statement.id))
    drawn = path(entry, read)
    shown = {
        "entry": entry,
        "article": entry.article,
        "article_name": title_of(entry.article),
        "told": list(told(entry, read)),
        "path": drawn,
        "lines": list(lines(drawn)),
        "context": _context(entry),
        "compared": [one for one in compared if not one.alone],
        "beside": beside(entry, near, others),
        "decisions": list(reversed(judgements)),
        "forms": _cards(entry, record, base(request)),
        "neighbours": _neighbours(entry, read, record),
        "role": role(entry.speaker),
    }
    return Page("statement.html", _title(entry), _data(entry, read, compared, others, judgements), shown)


def card(request: Request) -> Response:
    """Give a statement's citable card as a file."""
    record = house(request).record
    entry = record.statement(request.path_params["id"])
    made = citing.card(request.path_params["form"], entry, record, base(request))
    form = citing.FORMS[request.path_params["form"]]
    headers = {"content-disposition": disposition(f"statement {entry.statement.id}.{form.extension}")}
    return Text(made, headers=headers, media_type=form.media_type)


def base(request: Request) -> str:
    """Return where the pages of this record are, without a slash at the end."""
    return str(request.base_url).rstrip("/")


def beside(entry: Entry, siblings: Iterable[Entry], others: Iterable[Counterpart]) -> list[Beside]:
    """Return the statements that this one answers, reports or restates, and those that do so to it."""
    found: dict[str, tuple[Entry, dict[str, Way]]] = {}
    for other, way in (*_within(entry, siblings), *(_counterpart(entry, one) for one in others)):
        ways = found.setdefault(other.statement.id, (other, {}))[1]
        ways.setdefault(way.how, way)
    return [Beside(other, tuple(ways.values())) for other, ways in found.values()]


def _within(entry: Entry, siblings: Iterable[Entry]) -> Iterable[tuple[Entry, Way]]:
    """Yield what is answered within the article, what is reported inside, and what this is reported in."""
    mine = entry.statement
    for other in siblings:
        theirs = other.statement
        if theirs.id == mine.answers and (ground := mine.ground("answers")):
            yield other, Way("answers", ground.confidence, (ground.by,))
        if theirs.answers == mine.id and (ground := theirs.ground("answers")):
            yield other, Way("is answered by", ground.confidence, (ground.by,))
        if theirs.id == mine.parent:
            yield other, Way("is reported in", mine.attribution.confidence)
        if theirs.parent == mine.id:
            yield other, Way("reports", theirs.attribution.confidence)


def _counterpart(entry: Entry, one: Counterpart) -> tuple[Entry, Way]:
    relation = one.relation
    kinds = {RelationKind.RESTATES: "restates, or is restated by", RelationKind.CONTRADICTS: "contradicts"}
    answered = "is answered by" if relation.a == one.mine.statement.id else "answers"
    through = None if one.mine.statement.id == entry.statement.id else one.mine
    return one.other, Way(kinds.get(relation.kind, answered), relation.confidence, relation.reasons, through)


def _linked(mine: Statement, read: ReadArticle) -> list[str]:
    """Return the ids of statements of the article that this one answers or stands in, and vice versa."""
    ends = {mine.answers, mine.parent}
    linked = (one.id for one in read.statements if one.id in ends or mine.id in (one.answers, one.parent))
    return [one for one in linked if one != mine.id]


def _context(entry: Entry) -> list[Markup]:
    """Return the paragraphs of a statement with its marks."""
    found = voices.marks([entry], {entry.statement.id: voices.Voice("", 0, entry)})
    return [voices.stretch(entry.article.text, part, found) for part in entry.context]


def _cards(entry: Entry, record: Record, base: str) -> list[tuple[citing.Form, str]]:
    return [(form, citing.card(form.name, entry, record, base)) for form in citing.FORMS.values()]


def _neighbours(entry: Entry, read: ReadArticle, record: Record) -> tuple[str | None, str | None]:
    """Return the addresses of the statements before and after in the text, rejected ones left out."""
    ordered = sorted(read.statements, key=lambda one: (one.attribution.content, one.id))
    ids = [one.id for one in ordered]
    at = ids.index(entry.statement.id)
    before, after = (_first_kept(some, record) for some in (reversed(ids[:at]), ids[at + 1 :]))
    return (urls.statement(before) if before else None, urls.statement(after) if after else None)


def _first_kept(ids: Iterable[str], record: Record) -> str | None:
    return next((one for one in ids if not voices.rejected(record.statement(one))), None)


def _title(entry: Entry) -> str:
    words = " ".join(entry.content.split())
    who = entry.speaker_name or "Speaker not known"
    return f"{who}: {words[:60].rstrip()}{'…' if len(words) > 60 else ''}"


def _data(
    entry: Entry,
    read: ReadArticle,
    compared: list[Variants],
    others: list[Counterpart],
    judgements: list[Judgement],
) -> described.Data:
    return {
        "statement": described.statement_whole(entry, read),
        "utterances": [data(one) for one in compared if not one.alone],
        "relations": [_related(one) for one in others],
        "judgements": [described.judgement(one) for one in judgements],
        "cards": {name: urls.card(entry.statement.id, name) for name in citing.FORMS},
    }


def _related(one: Counterpart) -> described.Data:
    relation = one.relation
    return {
        "kind": str(relation.kind),
        "a": relation.a,
        "b": relation.b,
        "confidence": round(relation.confidence, 4),
        "reasons": list(relation.reasons),
        "through": one.mine.statement.id,
        "other": described.statement(one.other),
    }
