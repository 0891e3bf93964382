"""Which articles of the record report one event: found when it is asked for.

Invariant: a story depends on the set of articles and on no order.  What is asked of some articles is found
from them outwards, by index look-ups, and is the same as what is found of all articles at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from onrecord.linking.stories import Commonness, Traces, stories
from onrecord.linking.stories.grouping import FLOORS, LARGEST, averaged, sought
from onrecord.linking.stories.likeness import Weights, likeness
from onrecord.record import rows
from onrecord.record.entries import ArticleLine
from onrecord.record.filter import unrejected
from onrecord.record.story_entering import ARTICLES, counts_of, hashed, noted, traces_of
from onrecord.record.story_tables import story_traces, story_words
from onrecord.record.tables import articles, readings, statements

_BEGINNING = 200
"""Characters of an article's text that stand for it in a list."""
_SHOWN = 6
"""Words that say what a story is about."""
_PHRASE = 4.0
"""What a phrase tells a reader beside a stem: in linking it counts for less, for its words count too."""


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that report one event, in order of publication, and its most telling words as printed."""

    articles: tuple[ArticleLine, ...]
    words: tuple[str, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report it, the first to do so first."""
        return tuple(dict.fromkeys(line.outlet for line in self.articles if line.outlet))


def stories_of(connection: Connection, keys: Iterable[int]) -> list[list[int]]:
    """Return the stories that some articles belong to, all by their keys, found from these outwards."""
    around = _Surroundings(connection)
    found: dict[int, list[int]] = {}
    for key in keys:
        if key not in found:
            found |= {member: story for story in around.stories(key) for member in story}
    wanted = {tuple(found[key]) for key in keys}
    return sorted(map(list, wanted))


def all_stories(connection: Connection) -> list[list[int]]:
    """Return the stories of all articles, by their keys: the same as ``stories_of`` each of them."""
    keys, found = list[int](), list[Traces]()
    for row in connection.execute(noted().order_by(story_traces.c.article)):
        keys.append(row.article)
        found.append(traces_of(row))
    return [[keys[at] for at in group] for group in stories(found)]


def told(connection: Connection, found: Sequence[Sequence[int]]) -> list[Story]:
    """Return stories, given by the keys of their articles, ready to be shown: most outlets first."""
    keys = [key for story in found for key in story]
    lines, known = _lines(connection, keys), _known(connection, keys)
    words = {word for one in known.values() for word in one.leading}
    counts = counts_of(connection, [ARTICLES, *words])
    common = Commonness(counts[ARTICLES], counts)
    story_of = {key: number for number, story in enumerate(found) for key in story}
    in_order: list[list[ArticleLine]] = [[] for _ in found]
    for key, line in lines.items():
        in_order[story_of[key]].append(line)
    made = [
        Story(tuple(mine), _telling([known[key] for key in sorted(story)], common))
        for mine, story in zip(in_order, found, strict=True)
    ]
    return sorted(made, key=_most_outlets)


def _most_outlets(story: Story) -> tuple[int, int, str, str]:
    first = story.articles[0]
    return -len(story.outlets), -len(story.articles), first.published or "~", first.id


def _known(connection: Connection, keys: Sequence[int]) -> dict[int, Traces]:
    found: dict[int, Traces] = {}
    for portion in rows.portions(keys):
        query = noted().where(story_traces.c.article.in_(portion))
        found |= {row.article: traces_of(row) for row in connection.execute(query)}
    return found


def _lines(connection: Connection, keys: Sequence[int]) -> dict[int, ArticleLine]:
    """Return articles of the record by their keys, by date of publication, those without a date last."""
    told_ = (articles.c.id, articles.c.title, articles.c.outlet, articles.c.published, articles.c.url)
    beginning = func.substr(articles.c.text, 1, _BEGINNING)
    count = select(func.count()).select_from(statements)
    count = count.where(statements.c.reading == readings.c.key, unrejected())
    number = count.correlate(readings).scalar_subquery()
    columns = (*told_, beginning, rows.document_name(), number, articles.c.key, articles.c.published_first)
    query = select(*columns).select_from(articles.join(readings)).where(readings.c.current)
    found = list[Row[Any]]()
    for portion in rows.portions(keys):
        found += connection.execute(query.where(articles.c.key.in_(portion))).all()
    return {row.key: ArticleLine(*list(row)[:-2]) for row in sorted(found, key=_by_date)}


def _by_date(row: Row[Any]) -> tuple[bool, str, str, str]:
    return row.published_first is None, row.published_first or "", row.published or "", row.id


def _telling(mine: Sequence[Traces], common: Commonness) -> tuple[str, ...]:
    """Return the words that most articles of a story have and few others, as they print them."""
    scores: dict[str, float] = defaultdict(float)
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in sorted(mine, key=lambda one: one.article):
        prominence = dict(one.prominence)
        for word, form in zip(one.leading, one.forms, strict=True):
            scores[word] += prominence[word] * common.telling(word) * (_PHRASE if " " in word else 1.0)
            printed[word][form] += 1
    shown: list[str] = []
    for word, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if not any(part in other.split() for other in shown for part in word.split()):
            shown.append(word)
    return tuple(_usual(printed[word]) for word in shown[:_SHOWN])


def _usual(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


class _Surroundings:
    """What stands around some articles of the record: those that may report the same, each asked for once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._counts = counts_of(connection, [ARTICLES])
        self._traces: dict[int, Traces] = {}
        self._weights: dict[int, Weights] = {}
        self._links: dict[int, dict[int, float]] = {}

    def stories(self, key: int) -> list[list[int]]:
        """Return the stories of all articles that hang together with one, by their keys."""
        for floor in FLOORS:
            part = self._hanging_together(key, floor)
            if len(part) <= LARGEST:
                return self._averaged(part)
        return [sorted(part)]

    def _averaged(self, part: Sequence[int]) -> list[list[int]]:
        # in the order in which linking.stories takes all articles, so that ties fall the same way
        order = sorted(part, key=lambda key: (self._traces[key].article, self._traces[key].prominence))
        others = sorted({other for key in part for other in self._links[key]} - set(part))
        place = {key: at for at, key in enumerate([*order, *others])}
        links = {
            place[key]: {place[other]: likely for other, likely in self._links[key].items()} for key in part
        }
        return [sorted(order[at] for at in group) for group in averaged(range(len(order)), links)]

    def _hanging_together(self, key: int, floor: float) -> list[int]:
        """Return the articles that hang together with one by links of a floor, or too many of them."""
        part, fresh = {key: None}, [key]
        while fresh and (len(part) <= LARGEST or floor == FLOORS[-1]):
            self._look_around(fresh)
            near = sorted(
                {other for one in fresh for other, likely in self._links[one].items() if likely >= floor}
            )
            fresh = [other for other in near if other not in part]
            part |= dict.fromkeys(fresh)
        return list(part)

    def _look_around(self, keys: Sequence[int]) -> None:
        """Find the links of articles, where that was not done yet."""
        asking = [key for key in keys if key not in self._links]
        self._load(asking)
        common = self._commonness()
        wanted = {key: [hashed(word) for word in sought(self._traces[key], common)] for key in asking}
        having = _having(self._connection, {word for words in wanted.values() for word in words})
        near = {key: {other for word in wanted[key] for other in having[word]} - {key} for key in asking}
        self._load({other for others in near.values() for other in others})
        for key in asking:
            self._links[key] = dict(self._likely(key, near[key]))

    def _likely(self, key: int, others: Iterable[int]) -> Iterator[tuple[int, float]]:
        for other in sorted(others):
            apart = self._traces[key].days_from(self._traces[other])
            likely = likeness(self._weights[key], self._weights[other], apart)
            if likely >= FLOORS[0]:
                yield other, likely

    def _load(self, keys: Iterable[int]) -> None:
        """Load the traces of articles, how common their words are, and what each tells."""
        fresh = _known(self._connection, sorted(set(keys) - self._traces.keys()))
        words = {word for one in fresh.values() for word, _ in one.prominence}
        self._counts |= counts_of(self._connection, words - self._counts.keys())
        self._traces |= fresh
        common = self._commonness()
        self._weights |= {key: common.weights(one) for key, one in fresh.items()}

    def _commonness(self) -> Commonness:
        return Commonness(self._counts[ARTICLES], self._counts)


def _having(connection: Connection, words: Iterable[int]) -> dict[int, list[int]]:
    """Return the articles that have words among their leading ones."""
    found: dict[int, list[int]] = defaultdict(list)
    for portion in rows.portions(sorted(words)):
        for row in connection.execute(select(story_words).where(story_words.c.word.in_(portion))):
            found[row.word].append(row.article)
    return found
