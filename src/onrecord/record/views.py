"""Views for those who ask a record in SQL: Datasette, the sqlite3 shell, a notebook.

Invariant: a view shows newest readings alone, as decided where somebody did, and says what the machine found
beside it; its names are the words of the field, and stay.  Views are made again at each new schema.
"""

from __future__ import annotations

from sqlalchemy import Connection

_WORDS = """(SELECT group_concat(words, ' […] ') FROM (
    SELECT substr(articles.text, spans.start + 1, spans."end" - spans.start) AS words FROM spans
    WHERE spans.reading = statements.reading AND spans.statement = statements.number
        AND spans.role = '{role}' ORDER BY spans.start))"""
_CORRECTED = """(SELECT group_concat(substr(articles.text, json_extract(value, '$[0]') + 1,
    json_extract(value, '$[1]') - json_extract(value, '$[0]')), ' […] ')
    FROM json_each(reviews.spans, '$.{role}'))"""


def _shown(role: str) -> str:
    corrected = f"CASE WHEN json_type(reviews.spans, '$.{role}') IS NULL THEN {_WORDS} ELSE {_CORRECTED} END"
    return corrected.replace("{role}", role)


def _found(role: str) -> str:
    return _WORDS.replace("{role}", role)


VIEWS: dict[str, tuple[str, str]] = {
    "v_statements": (
        "One row a statement: who said what, where, when, how sure, and what people decided about it.",
        f"""SELECT
    articles.id || '-' || statements.number AS statement,
    articles.id AS article,
    articles.outlet, articles.published, articles.title, articles.url,
    {_shown("source")} AS source,
    {_shown("cue")} AS cue,
    {_shown("content")} AS content,
    {_found("content")} AS machine_content,
    CASE WHEN reviews.speaker IS NOT NULL THEN nullif(reviews.speaker, '') ELSE speakers.name END AS speaker,
    speakers.name AS machine_speaker,
    speakers.kind AS machine_speaker_kind,
    'p' || CASE WHEN reviews.speaker IS NOT NULL
        THEN coalesce(reviews.person, decided.shown, decided_profiles.shown)
        ELSE coalesce(bearers.shown, profiles.shown) END AS person,
    addressees.name AS addressee,
    statements.quote, statements.communicated, nullif(statements.act, '') AS act, statements.said,
    statements.place,
    articles.id || '-' || statements.parent AS parent,
    articles.id || '-' || statements.answers AS answers,
    statements.confidence,
    reviews.state AS review,
    readings.extractor
FROM statements
    JOIN readings ON readings.key = statements.reading AND readings.current
    JOIN articles ON articles.key = readings.article
    LEFT JOIN people AS speakers ON speakers.reading = statements.reading AND speakers.id = statements.speaker
    LEFT JOIN people AS addressees
        ON addressees.reading = statements.reading AND addressees.id = statements.addressee
    LEFT JOIN bearers ON bearers.reading = statements.reading AND bearers.id = statements.speaker
    LEFT JOIN profiles ON profiles.key = bearers.profile
    LEFT JOIN reviews ON reviews.reading = statements.reading AND reviews.number = statements.number
    LEFT JOIN bearers AS decided ON decided.reading = statements.reading AND decided.id = reviews.own
    LEFT JOIN profiles AS decided_profiles ON decided_profiles.key = decided.profile""",  # noqa: S608 - constants
    ),
    "v_articles": (
        "One row an article: its text, whence it is, and how many statements it has.",
        """SELECT
    articles.id AS article,
    articles.outlet, articles.published, articles.title, articles.byline, articles.url, articles.sha256,
    readings.extractor, articles.added,
    (SELECT count(*) FROM statements WHERE statements.reading = readings.key) AS statements,
    (SELECT documents.name FROM documents WHERE documents.article = articles.key
        ORDER BY documents.key LIMIT 1) AS document,
    articles.text
FROM articles JOIN readings ON readings.article = articles.key AND readings.current""",
    ),
    "v_people": (
        "One row a person of an article, with the id of the record's person that it is.",
        """SELECT
    'p' || coalesce(bearers.shown, profiles.shown) AS person,
    people.name, people.kind, articles.id AS article, articles.outlet, articles.published,
    bearers.statements,
    (SELECT group_concat(json_extract(value, '$[0]'), '; ') FROM json_each(people.roles)) AS roles,
    nullif(people.occupation, '') AS occupation,
    bearers.decided OR profiles.decided AS decided
FROM bearers
    JOIN profiles ON profiles.key = bearers.profile
    JOIN people ON people.reading = bearers.reading AND people.id = bearers.id
    JOIN articles ON articles.key = bearers.article""",
    ),
    "v_utterances": (
        "One row a report of an utterance that has several: the same words said once, outlet by outlet.",
        """SELECT
    members.shown AS utterance,
    articles.id || '-' || compared.number AS statement,
    articles.id AS article,
    articles.outlet, articles.published,
    (SELECT group_concat(substr(articles.text, json_extract(value, '$[0]') + 1,
        json_extract(value, '$[1]') - json_extract(value, '$[0]')), ' […] ')
        FROM json_each(members.content)) AS words,
    members.confidence, members.decided, members.report <> members.utterance AND members.later AS later
FROM members
    JOIN compared ON compared.key = members.statement
    JOIN articles ON articles.key = compared.article""",
    ),
    "v_judgements": (
        "One row a decision of somebody: on what, which, who, when, and whether it was taken back.",
        """SELECT
    'j' || key AS judgement, subject, kind, value, who, made AS decided_at,
    undone AS undone_at, undone_by, extractor, detail
FROM judgements""",
    ),
}
"""Of each view what it shows, in a sentence, and the question that it is."""


def create(connection: Connection) -> None:
    """Make the views, in the place of those of an earlier schema."""
    for name, (_, query) in VIEWS.items():
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
