"""Does ``check`` tell a quotation's verdict right, for quotations planted with a fixed seed?

A record is made of articles of newsload, read by the extractor from their texts.  Quotations are taken from
what it finds there in quotation marks from named people: as they are, with dots for words in the middle, with
one word in brackets, with one edit (a *not* dropped or put in, another number, another word), and as another
person's.  Invented ones are quotations of articles of newsload that are not in the record, given as those of
somebody who is; such as are in the record all the same are left out.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onrecord import Article, Entry, Filter, PersonKind, Quote, Record, Verdict, open_record
from onrecord.extraction import load_extractor
from onrecord.extraction.quotation_marks import quotations
from onrecord.pipeline import read_articles
from onrecord.record.migrations import SCHEMA_VERSION
from training.corpora.sources import corpora

SEED = 4
ARTICLES, OTHERS, EACH = 220, 200, 60
LEAST, MOST = 7, 40
"""Words of a planted quotation."""
_MODAL = re.compile(
    r"\b(?:will|would|can|could|should|must|is|are|was|were|has|have|do|did)\b(?! not|n['’]t)"
)
_NEGATION = re.compile(r"\bnot ")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d)")
_WORD = re.compile(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])")


class Plant(NamedTuple):
    """A quotation with the speaker it is given as of, the right verdict, and what has to stand out."""

    kind: str
    words: str
    speaker: str
    verdict: Verdict
    stands_out: str = ""


def evaluate_checking() -> dict[str, float]:
    """Return how many verdicts of each kind are right, in per cent, and how many milliseconds one takes."""
    given = _newsload()
    with _record(given[:ARTICLES]) as record:
        plants = list(_plants(record, given[ARTICLES : ARTICLES + OTHERS]))
        right, taken = defaultdict[str, list[bool]](list), list[float]()
        for plant in plants:
            start = time.perf_counter()
            found = record.check(plant.words, plant.speaker)
            taken.append(1000 * (time.perf_counter() - start))
            shown = {str(kind) for one in found.found[:1] for kind in one.wording.differing.stands_out}
            right[plant.kind].append(
                found.verdict == plant.verdict and (not plant.stands_out or plant.stands_out in shown)
            )
    figures = {kind: 100 * sum(some) / len(some) for kind, some in right.items()}
    every = [one for some in right.values() for one in some]
    return {**figures, "all": 100 * sum(every) / len(every), "median ms": sorted(taken)[len(taken) // 2]}


def _newsload() -> list[dict[str, Any]]:
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if 300 < len(row["text"].split()) < 1200]
    return random.Random(SEED).sample(rows, len(rows))


def _record(given: Sequence[dict[str, Any]]) -> Record:
    """Return a record of articles, kept in the folder for temporary files from run to run."""
    extractor = load_extractor()
    name = f"onrecord-checking-{extractor.version}-{SCHEMA_VERSION}-{len(given)}.db"
    path = Path(tempfile.gettempdir()) / re.sub(r"[^\w.-]", "_", name)
    record = open_record(path)
    if record.counts().articles < len(given):
        articles = (
            Article(row["id"], row["text"], row["title"], row["outlet"], row["date"], row["url"])
            for row in given
        )
        record.store(read_articles(articles, extractor))
    return record


def _plants(record: Record, others: Sequence[dict[str, Any]]) -> Iterator[Plant]:
    dice = random.Random(SEED)
    found = [one for one in record.statements(Filter(kind=Quote.DIRECT)) if _is_telling(one)]
    made = [(entry, words) for entry in found if (words := _sentence(entry, dice))]
    dice.shuffle(made)
    vocabulary = sorted({match for _, words in made for match in _WORD.findall(words)})
    for kind, edit, verdict, stands_out in _kinds(vocabulary, dice):
        edited = ((entry, words, edit(words)) for entry, words in made)
        usable = [(entry, other) for entry, words, other in edited if other is not None]
        for entry, words in usable[:EACH]:
            yield Plant(kind, words, entry.person or "", verdict, stands_out)
        dice.shuffle(made)
    speakers = sorted({(entry.person or "", entry.person_name or "") for entry, _ in made})
    for entry, words in made[:EACH]:
        other = dice.choice([one for one in speakers if not _is_namesake(one[1], entry.person_name or "")])
        yield Plant("other speaker", words, other[0], Verdict.MISATTRIBUTED)
    for words in _invented(record, others, dice):
        yield Plant("invented", words, dice.choice(speakers)[0], Verdict.NOT_FOUND)


def _kinds(
    vocabulary: Sequence[str], dice: random.Random
) -> list[tuple[str, Callable[[str], str | None], Verdict, str]]:
    def other_word(words: str) -> str | None:
        return _swapped(words, _WORD, lambda _: dice.choice(vocabulary), dice)

    def other_number(words: str) -> str | None:
        return _swapped(words, _NUMBER, lambda number: str(int(number) + dice.randint(1, 9)), dice)

    def bracket(words: str) -> str | None:
        return _swapped(words, _WORD, lambda _: f"[{dice.choice(vocabulary)}]", dice)

    return [
        ("exact", lambda words: words, Verdict.EXACT, ""),
        ("ellipsis", lambda words: _elided(words, dice), Verdict.EXACT, ""),
        ("bracket", bracket, Verdict.EXACT, ""),
        ("not", _negated, Verdict.VARIANT, "negation"),
        ("number", other_number, Verdict.VARIANT, "number"),
        ("word", other_word, Verdict.VARIANT, ""),
    ]


def _is_telling(entry: Entry) -> bool:
    return entry.person is not None and entry.speaker is not None and entry.speaker.kind is PersonKind.PERSON


def _is_namesake(one: str, other: str) -> bool:
    return bool(set(one.casefold().split()) & set(other.casefold().split()))


def _sentence(entry: Entry, dice: random.Random) -> str | None:
    """Return a sentence, or two, of a content in one piece."""
    spans = entry.statement.attribution.content
    printed = " ".join(spans[0].of(entry.article.text).strip("\"“”‘’' \n").split())
    if len(spans) > 1 or "“" in printed or '"' in printed or "[" in printed or "…" in printed:
        return None
    pieces = [one.strip() for one in re.split(r"(?<=[.!?]) ", printed)]
    first = dice.randrange(len(pieces))
    words = " ".join(pieces[first : first + dice.choice((1, 1, 2))]).rstrip(",")
    return words if LEAST <= len(words.split()) <= MOST else None


def _elided(words: str, dice: random.Random) -> str | None:
    pieces = words.split()
    if len(pieces) < 10:
        return None
    start = dice.randrange(3, len(pieces) - 6)
    end = start + dice.randrange(2, len(pieces) - start - 2)
    return " ".join([*pieces[:start], dice.choice(("…", "...", "[...]")), *pieces[end:]])


def _negated(words: str) -> str | None:
    if _NEGATION.search(words):
        return _NEGATION.sub("", words, count=1)
    match = _MODAL.search(words)
    return f"{words[: match.end()]} not{words[match.end() :]}" if match else None


def _swapped(
    words: str, pattern: re.Pattern[str], other: Callable[[str], str], dice: random.Random
) -> str | None:
    found = list(pattern.finditer(words))
    if not found:
        return None
    match = dice.choice(found)
    put = other(match.group())
    return None if put == match.group() else words[: match.start()] + put + words[match.end() :]


def _invented(record: Record, others: Sequence[dict[str, Any]], dice: random.Random) -> Iterator[str]:
    texts = " ".join(" ".join(one.article.text.split()) for one in record.readings())
    found = [
        words
        for row in others
        for one in quotations(row["text"])
        if LEAST <= len((words := " ".join(row["text"][one.start + 1 : one.end - 1].split())).split()) <= MOST
    ]
    new = [words for words in found if words.strip(".,") not in texts]
    yield from dice.sample(new, EACH)


if __name__ == "__main__":
    for name, figure in evaluate_checking().items():
        print(f"{name:<16} {figure:6.1f}")
