"""Resolve everything that an article tells about its statements, step by step.

mentions -> cast -> speakers -> addressees, channels, places -> acts -> dates -> answers -> people
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.model import Article, Credit, Extraction, Ground, Person, PersonKind, Statement
from onrecord.resolution.act.acts import act_of
from onrecord.resolution.act.answers import answers_to
from onrecord.resolution.credits import credits as credited
from onrecord.resolution.date.date_carried import carried_dates
from onrecord.resolution.date.dates import Dated, said_when
from onrecord.resolution.setting.addressees import addressee
from onrecord.resolution.setting.reporting_clause import Found
from onrecord.resolution.setting.sites import site
from onrecord.resolution.setting.via import vias
from onrecord.resolution.who.cast import Cast, Entity
from onrecord.resolution.who.conversation import Conversation, Speaker
from onrecord.resolution.who.parties import Parties
from onrecord.resolution.who.people import people_of, wanted_with_bodies
from onrecord.resolution.who.speakers import find_speakers

Resolved = tuple[tuple[Statement, ...], tuple[Person, ...], tuple[Credit, ...]]
Party = tuple[Found, Entity]
SURE_DATE = 0.5
"""Confidence from which a date is given; below it none is, rather than a guess."""
CHANNEL_KINDS = {"document": PersonKind.DOCUMENT, "event": PersonKind.GROUP}


def resolve(article: Article, extraction: Extraction) -> Resolved:
    """Return the article's statements, its people and the agencies that it credits."""
    text, attributions = article.text, extraction.attributions
    parents = [extraction.parent(index) for index in range(len(attributions))]
    cast = Cast(text, extraction.mentions)
    talk = Conversation(text, attributions, parents, cast, article.outlet)
    speakers = find_speakers(talk)
    heard, channels = _parties(talk)
    dates = _dates(article, extraction, speakers)
    wanted = [speaker.entity for speaker in speakers if speaker.entity]
    wanted += [
        entity for _, entity in [*heard.values(), *(one for some in channels.values() for one in some)]
    ]
    people = people_of(cast, wanted_with_bodies(cast, wanted))
    ids = [f"{article.id}-{number}" for number in range(1, len(parents) + 1)]
    statements = []
    for index, attribution in enumerate(attributions):
        parent, act = parents[index], act_of(text, attribution)
        spoken = Statement(
            id=ids[index],
            article=article.id,
            attribution=attribution,
            parent=None if parent is None else ids[parent],
            act=act.name,
            grounds=(Ground("act", act.rule, act.confidence, act.spans),) if act.name else (),
        )
        spoken = _with_speaker(spoken, speakers[index], people)
        spoken = _with_setting(spoken, heard.get(index), channels.get(index, []), people)
        spoken = _with_place(spoken, site(text, attribution), text)
        statements.append(_with_date(spoken, dates[index]))
    return tuple(_with_answers(text, statements)), tuple(people.values()), credited(article)


def _parties(talk: Conversation) -> tuple[dict[int, Party], dict[int, list[Party]]]:
    """Return to whom and through what each statement was said, by its number, where that is printed."""
    parties = Parties(talk)
    heard: dict[int, Party] = {}
    channels: dict[int, list[Party]] = {}
    for number, attribution in enumerate(talk.attributions):
        to = addressee(talk.text, attribution)
        entity = parties.entity(number, to.span) if to else None
        if to and entity and entity is not talk.entity(number):
            heard[number] = (to, entity)
        for through in vias(talk.text, attribution):
            entity = parties.entity(
                number, through.span, CHANNEL_KINDS.get(through.kind, PersonKind.ORGANIZATION)
            )
            if entity and entity is not talk.entity(number):
                channels.setdefault(number, []).append((through, entity))
    return heard, channels


def _dates(article: Article, extraction: Extraction, speakers: Sequence[Speaker]) -> tuple[Dated | None, ...]:
    attributions = extraction.attributions
    parents = [extraction.parent(index) for index in range(len(attributions))]
    own = [
        said_when(
            article.text,
            attribution,
            article.published,
            article.outlet,
            article.url,
            parent=None if (parent := parents[index]) is None else attributions[parent],
        )
        for index, attribution in enumerate(attributions)
    ]
    names = [str(speaker.entity.number) if speaker.entity else None for speaker in speakers]
    return carried_dates(article.text, attributions, names, own, parents)


def _with_speaker(statement: Statement, speaker: Speaker, people: dict[int, Person]) -> Statement:
    if speaker.entity is None:
        return statement
    ground = Ground("speaker", speaker.rule, speaker.confidence, statement.attribution.source)
    return replace(statement, speaker=people[speaker.entity.number].id, grounds=(ground, *statement.grounds))


def _with_setting(
    statement: Statement, heard: Party | None, channels: Sequence[Party], people: dict[int, Person]
) -> Statement:
    grounds = list(statement.grounds)
    if heard:
        grounds.append(_ground("addressee", heard[0]))
    grounds += [_ground("via", through) for through, _ in channels]
    return replace(
        statement,
        addressee=people[heard[1].number].id if heard else None,
        via=tuple(dict.fromkeys(people[entity.number].id for _, entity in channels)),
        grounds=tuple(grounds),
    )


def _with_place(statement: Statement, place: Found | None, text: str) -> Statement:
    if place is None:
        return statement
    grounds = (*statement.grounds, _ground("place", place))
    return replace(statement, place=place.span.of(text), grounds=grounds)


def _with_date(statement: Statement, dated: Dated | None) -> Statement:
    if dated is None or dated.confidence < SURE_DATE:
        return statement
    ground = Ground("said", dated.rule, dated.confidence, (dated.span,))
    return replace(statement, said=dated.value, grounds=(*statement.grounds, ground))


def _with_answers(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with what each denial, confirmation or refusal answers."""
    found = []
    for index, statement in enumerate(statements):
        answer = answers_to(text, statements, index)
        if answer is not None:
            ground = Ground("answers", answer.rule, answer.confidence, answer.spans)
            grounds = (*statement.grounds, ground)
            statement = replace(statement, answers=statements[answer.statement].id, grounds=grounds)
        found.append(statement)
    return found


def _ground(field: str, found: Found) -> Ground:
    return Ground(field, found.rule, found.confidence, (found.span,))
