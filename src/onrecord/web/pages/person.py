"""Person: one speaker of the record, with names as printed, what was said when, and who quotes it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import QueryError
from onrecord.record import (
    Counterpart,
    Entry,
    Facet,
    Facets,
    Filter,
    Point,
    Record,
    RecordPerson,
    Report,
    Timeline,
)
from onrecord.web import asking, described, urls, wording
from onrecord.web.answering import Page, as_html, house
from onrecord.web.pages.overview import SPEAKER_KINDS
from onrecord.web.pages.search import snippet
from onrecord.web.pages.shares import Shares, outlet_name, shares, year_fields
from onrecord.web.pages.timeline_chart import chart, outlets_of

ARTICLES = 20
"""Articles of a person that are told of, with why they are the person's."""
STATEMENTS = 10
WHOLE, DRAWN = 80, 30
"""Statements up to which a timeline is made of all; of more, so many of the last ones with a date."""
MOST_DRAWN = 100
"""Statements of the last day alone above which no timeline is made."""
NAMES = 12
"""Printed names that are shown at once, with an article that prints them."""
NAMESAKES = 20
_QUOTES = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A timeline as it is shown: of how many statements it is made, and of how many there are.

    ``timeline`` is None where a single day has more than can be shown.
    """

    timeline: Timeline | None
    total: int
    of: int
    since: str | None

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return self.of == self.total


def person(request: Request) -> Page:
    """Show a person of the record, or the namesakes that a name may mean."""
    record, who = house(request).record, request.path_params["who"]
    about = asking.words_in(request.query_params, "about")
    try:
        found = record.person(who, limit=ARTICLES)
    except QueryError as error:
        if namesakes := _namesakes(record, who):
            return namesakes
        raise error from None
    return _page(record, found, about)


def open_person(request: Request) -> Response:
    """Answer with a person's page, at the address of the id where a name or an earlier id was given."""
    page = person(request)
    identifier = page.data.get("id")
    if page.status == 200 and identifier != request.path_params["who"]:
        about = asking.words_in(request.query_params, "about")
        return RedirectResponse(urls.person(str(identifier), about), 303)
    return as_html(request, page)


def _namesakes(record: Record, who: str) -> Page | None:
    """Return those whom a name may mean as a page, None where it is nobody's."""
    lines = list(record.people(who, limit=NAMESAKES))
    if not lines:
        return None
    total = record.count_people(who)
    data = {"name": who, "total": total, "people": [described.person_line(line) for line in lines]}
    return Page("namesakes.html", f"Several are called {who}", data, {"lines": lines}, 300)


def _page(record: Record, found: RecordPerson, about: str | None) -> Page:
    line = found.line
    mine = Filter(speaker=line.id)
    with ThreadPoolExecutor(1) as beside:  # SQLite looks for names in a million statements meanwhile
        telling = beside.submit(_told_of, record, line.id)
        facets = record.facets(None, mine)
        said = list(record.statements(mine, STATEMENTS))
        drawn = _drawn(record, line.id, about, facets)
        told_of, told_total = telling.result()
    data = {
        **described.person_line(line),
        "roles": [_role(one) for one in found.roles],
        "articles_told": [_bearing(one) for one in found.bearings],
        "judgements": [described.judgement(one) for one in found.judgements],
        "statements": facets.total,
        "statements_by": [described.statement(entry) for entry in said],
        "about_total": told_total,
        "statements_about": [described.statement(entry) for entry in told_of],
        "quoted": {
            name: [described.facet(one) for one in getattr(facets, name)]
            for name in ("outlets", "years", "kinds", "acts", "speaker_kinds")
        },
        "timeline": _timeline(drawn),
        "about": about,
    }
    shown = {
        "found": found,
        "person": found,
        "line": line,
        "printed_names": list(_names(found, [*said, *told_of])),
        "printed_at": printed_at,
        "said": [(entry, snippet(entry)) for entry in said],
        "told_of": [(entry, snippet(entry)) for entry in told_of],
        "drawn": drawn,
        "chart": chart(drawn.timeline) if drawn.timeline else None,
        "against": bool(drawn.timeline and any(one.contradictions for one in drawn.timeline.positions)),
        "rows": list(_rows(drawn.timeline)) if drawn.timeline else [],
        "tables": [table for table in _tables(line.id, facets) if table.rows],
        "total": facets.total,
    }
    return Page("person.html", wording.named(line.name), data, shown)


def _told_of(record: Record, identifier: str) -> tuple[list[Entry], int]:
    """Return the first statements of others about a person, and how many there are."""
    others = Filter(about=identifier)
    first = list(record.statements(others, STATEMENTS))
    return first, record.count(others) if len(first) == STATEMENTS else len(first)


# -- what is shown -------------------------------------------------------------------------------------


def _drawn(record: Record, identifier: str, about: str | None, facets: Facets) -> Drawn:
    """Return the timeline of a person, of the last statements where there are many."""
    mine = Filter(speaker=identifier)
    total = record.count(mine, about) if about else facets.total
    if total <= WHOLE:
        return Drawn(record.timeline(identifier, about), total, total, None)
    since = _since(record, identifier, about, facets)
    late = Filter(speaker=identifier, since=since)
    of = record.count(late, about) if since else total
    if of > MOST_DRAWN:
        return Drawn(None, total, 0, since)
    return Drawn(record.timeline(identifier, about, Filter(since=since)), total, of, since)


def _since(record: Record, identifier: str, about: str | None, facets: Facets) -> str | None:
    """Return the day from which on the last statements of a person were published, None without days."""
    if about:
        return _enough(record.facets(about, Filter(speaker=identifier, until="9999")).years)
    dated = sum(year.count for year in facets.years)  # what has no date comes last
    found = [*record.statements(Filter(speaker=identifier), 1, max(0, dated - DRAWN))] if dated else []
    return _day(found[0]) if found else None


def _enough(years: tuple[Facet, ...]) -> str | None:
    """Return the earliest year since which no more was published than is drawn, at least the last."""
    since, told = None, 0
    for year in sorted(years, key=lambda one: one.value, reverse=True):
        told += year.count
        if since is not None and told > DRAWN:
            break
        since = year.value
    return since


def _day(entry: Entry) -> str | None:
    return entry.article.published[:10] if entry.article.published else None


def _tables(identifier: str, facets: Facets) -> Iterator[Shares]:
    of = facets.total

    def mine(**fields: Any) -> dict[str, Any]:
        return {"speaker": identifier} | fields

    outlets = shares(facets.outlets, of, lambda one: mine(outlet=one.value), outlet_name)
    yield Shares("Outlets that quote", outlets, key="outlets")
    years = shares(facets.years, of, lambda one: mine(**year_fields(one)))
    yield Shares("How often, by year of publication", years, key="years", shown=12)
    kinds = shares(facets.kinds, of, lambda one: mine(kind=one.value))
    yield Shares("Quoted how", kinds, key="kinds")
    named = shares(
        facets.speaker_kinds,
        of,
        lambda one: mine(speaker_kind=one.value),
        lambda one: SPEAKER_KINDS.get(one.value, one.value),
        machine=True,
    )
    yield Shares("Named or unnamed", named, "What the article presents the speaker as.", key="named")
    acts = shares(
        facets.acts, of, lambda one: mine(act=one.value), lambda one: wording.act(one.value), machine=True
    )
    yield Shares("Acts", tuple(one for one in acts if one.name), key="acts")


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, and where one article prints it, as far as the articles at hand tell."""

    words: str
    address: str | None


def _names(found: RecordPerson, entries: list[Entry]) -> Iterator[Name]:
    for at, words in enumerate(found.line.names):
        article = next(_with(words, entries), None) if at < NAMES else None
        yield Name(words, printed_at(article, words) if article else None)


def printed_at(article: str, words: str) -> str:
    """Return the address of an article with words of it highlighted, where they can be looked for."""
    phrase = " ".join(words.replace('"', " ").split())
    askable = len(phrase) < asking.LONGEST - 2 and any(sign.isalnum() for sign in phrase)
    return urls.article(article, None, f'"{phrase}"' if askable else None)


def _with(words: str, entries: list[Entry]) -> Iterator[str]:
    """Yield the articles that print some words, of those at hand."""
    return (entry.article.id for entry in entries if words in entry.article.text)


@dataclass(frozen=True, slots=True)
class Row:
    """An occasion, or what stands against one, as a row of the table behind the drawing."""

    kind: str
    when: str
    report: Report | None
    entry: Entry
    words: str
    outlets: tuple[str, ...]
    rows: str
    why: str = ""
    confidence: float | None = None


def _rows(timeline: Timeline) -> Iterator[Row]:
    for position in timeline.positions:
        for number, point in enumerate(position.points):
            yield _occasion(point, again=bool(number))
        for one in position.contradictions:
            yield _beside(one, "cannot be true with it")
        for one in position.answers:
            yield _beside(one, _answer(one))


def _occasion(point: Point, *, again: bool) -> Row:
    report = fullest(point.reports)
    several = len({one.entry.statement.id for one in point.reports}) > 1
    address = urls.utterance(point.utterance) if several else urls.statement(report.entry.statement.id)
    kind = "again" if again else ""
    return Row(kind, said_on(point.when), report, report.entry, report.words, outlets_of(point), address)


def _beside(one: Counterpart, kind: str) -> Row:
    other = one.other
    why = "; ".join(one.relation.reasons)
    outlets = (wording.whose(other),)
    address = urls.statement(other.statement.id)
    when = said_on(one.when)
    return Row(kind, when, None, other, other.content, outlets, address, why, one.relation.confidence)


def _answer(one: Counterpart) -> str:
    """Return how others answer: denied, contradicted, confirmed, not commented on, answered."""
    if str(one.relation.kind) == "contradicts":
        return "contradicted"
    act = {"deny": "denied", "confirm": "confirmed", "decline-to-comment": "not commented on"}
    return act.get(one.other.statement.act, "answered")


def said_on(when: Any) -> str:
    """Return when something was said, or first published, in words."""
    return f"{when.known} {wording.day(f'{when.first}/{when.last}')}" if when.known else "no date"


def fullest(reports: tuple[Report, ...]) -> Report:
    """Return the report that quotes in full, or else in part, and has most of the words."""

    def short(report: Report) -> tuple[int, int]:
        return _QUOTES.index(str(report.entry.statement.attribution.quote)), -len(report.words)

    return min(reports, key=short)


# -- as plain data -------------------------------------------------------------------------------------


def _role(one: Any) -> dict[str, Any]:
    return {"words": one.words, "articles": one.articles, "article": one.article, "place": str(one.place)}


def _bearing(one: Any) -> dict[str, Any]:
    return {
        "article": one.article,
        "url": urls.article(one.article),
        "name": one.name,
        "outlet": one.outlet,
        "published": one.published,
        "statements": one.statements,
        "judgement": one.judgement or None,
        "by": one.rule or None,
        "confidence": round(one.confidence, 4),
        "evidence": list(one.evidence),
        "decided": one.decided,
    }


def _timeline(drawn: Drawn) -> dict[str, Any]:
    positions = drawn.timeline.positions if drawn.timeline else ()
    return {
        "statements": drawn.of,
        "of": drawn.total,
        "since": drawn.since,
        "positions": [
            {
                "points": [_point(point) for point in position.points],
                "contradictions": [_counterpart(one) for one in position.contradictions],
                "answers": [_counterpart(one) for one in position.answers],
            }
            for position in positions
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "utterance": point.utterance,
        "first": point.when.first or None,
        "last": point.when.last or None,
        "known": point.when.known or None,
        "outlets": list(point.outlets),
        "reports": [
            {"statement": one.entry.statement.id, "words": one.words, "copy_of": one.copy_of}
            for one in point.reports
        ],
    }


def _counterpart(one: Counterpart) -> dict[str, Any]:
    return {
        "kind": str(one.relation.kind),
        "mine": one.mine.statement.id,
        "other": one.other.statement.id,
        "words": one.other.content,
        "speaker": described.speaker(one.other),
        "confidence": round(one.relation.confidence, 4),
        "reasons": list(one.relation.reasons),
    }
