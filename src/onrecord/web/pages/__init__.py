"""Every page by its path: views have a JSON twin, files do not, changes are posted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from onrecord.web.answering import View
from onrecord.web.pages import reconciling
from onrecord.web.pages.api import description
from onrecord.web.pages.article import article, document
from onrecord.web.pages.articles import articles
from onrecord.web.pages.changes import changes
from onrecord.web.pages.exporting import exported
from onrecord.web.pages.judgements import judgements
from onrecord.web.pages.overview import overview
from onrecord.web.pages.people import people
from onrecord.web.pages.person import open_person, person
from onrecord.web.pages.problems import problems
from onrecord.web.pages.reprints import reprints
from onrecord.web.pages.review import review
from onrecord.web.pages.search import search
from onrecord.web.pages.statement import card, statement
from onrecord.web.pages.stories import stories, story
from onrecord.web.pages.utterance import compare, utterance
from onrecord.web.pages.utterances import utterances

VIEWS: dict[str, View] = {
    "/": overview,
    "/search": search,
    "/people": people,
    "/people/{who:identifier}": person,
    "/stories": stories,
    "/stories/{article:identifier}": story,
    "/reprints": reprints,
    "/articles": articles,
    "/articles/{id:identifier}": article,
    "/statements/{id:identifier}": statement,
    "/utterances": utterances,
    "/utterances/{id:identifier}": utterance,
    "/compare": compare,
    "/problems": problems,
    "/review": review,
    "/judgements": judgements,
}
FILES: dict[str, Callable[[Request], Response]] = {
    "/people/{who:identifier}": open_person,
    "/openapi.json": description,
    "/export/{form}": exported,
    "/articles/{id:identifier}/document": document,
    "/statements/{id:identifier}/card/{form}": card,
    "/reconcile": reconciling.asked,
    "/reconcile/preview": reconciling.preview,
    "/reconcile/properties": reconciling.properties,
    "/reconcile/suggest/{what}": reconciling.suggest,
}
CHANGES: dict[str, Callable[[Request], Awaitable[Response]]] = changes()
QUESTIONS: dict[str, Callable[[Request], Awaitable[Response]]] = {"/reconcile": reconciling.posted}
PREFLIGHTS = tuple(path for path in FILES if path.startswith("/reconcile"))
"""Paths below which a browser may ask first whether a page of another program may ask."""
