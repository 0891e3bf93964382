"""Print what an article costs in a record of few and of many people: ``python -m benchmarks.people_growth``.

People are made up: given and family names drawn with the skew that real ones have (a few family names are
very common), eight in an article, two of five with a role, one in thirty by the family name alone.  The
articles have no text to speak of, so that the cost of people is nearly all that is measured.  What grows a
little is the work on family names that stand alone; ``record.surnames`` bounds it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from onrecord import open_record
from onrecord.model import Article, Person, PersonKind, ReadArticle, Role, Span

SYLLABLES = [
    first + second for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u", "an", "el", "or")
]
ROLES = ("minister", "plumber", "founder of Tarn Mills", "French swimmer", "professor", "lawyer", "mayor")
IN_ARTICLE = 8


def main() -> None:
    """Print seconds and processor time an article in both records, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1_000, help="people in the small record")
    parser.add_argument("--many", type=int, default=200_000, help="people in the large record")
    parser.add_argument("--articles", type=int, default=400, help="articles that are added and timed")
    options = parser.parse_args()
    costs = [cost(size, options.articles) for size in (options.few, options.many)]
    for size, (people, seconds) in zip((options.few, options.many), costs, strict=True):
        print(f"{size:>8,} people drawn, {people:>8,} in the record: {1000 * seconds:6.2f} ms an article")
    print(f"ratio: {costs[1][1] / costs[0][1]:.2f}")


def cost(size: int, count: int) -> tuple[int, float]:
    """Return how many people a record of articles on ``size`` has, and seconds for one article more."""
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "people.db") as record:
        chance = random.Random(1)
        record.store(articles(0, size // IN_ARTICLE, chance))
        people = record.count_people()
        begun = time.process_time()
        record.store(articles(size, count, chance))
        return people, (time.process_time() - begun) / count


def articles(first: int, count: int, chance: random.Random) -> Iterator[ReadArticle]:
    """Yield articles in which people are named."""
    for number in range(first, first + count):
        identifier = f"{number:012d}"
        people = tuple(person(f"p{place}", chance) for place in range(IN_ARTICLE))
        day = f"20{10 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        article = Article(identifier, "Words.", outlet=f"Courier {number % 40}", published=day)
        yield ReadArticle(article, (), people, "v1")


def person(identifier: str, chance: random.Random) -> Person:
    """Return somebody: a full name mostly, a family name alone at times."""
    family = name(int(20_000 * chance.random() ** 3)).title()
    given = name(20_000 + int(1_000 * chance.random() ** 2)).title()
    roles = (Role(chance.choice(ROLES), Span(0, 5)),) if chance.random() < 0.4 else ()
    printed = f"Mr {family}" if chance.random() < 1 / 30 else f"{given} {family}"
    return Person(identifier, printed, PersonKind.PERSON, (printed,), roles)


def name(number: int) -> str:
    """Return a made-up name, another for each number."""
    size = len(SYLLABLES)
    return SYLLABLES[number % size] + SYLLABLES[number // size % size] + SYLLABLES[number // size // size]


if __name__ == "__main__":
    main()
