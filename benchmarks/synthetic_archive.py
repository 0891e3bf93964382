"""Make up an archive that grows for years from a few hundred articles that were read once.

What the synthesis keeps of the real readings: paragraphs with their statements, quotation marks, cues,
speakers and reports inside reports; how many statements an article has; how rare each word is (a word is
replaced by one about as rare, drawn by how common it is, so that the skew of words and names stays); names
that everybody reports stay as they are, so that a few speakers have much of what is said.  Of an event
several outlets report, with some of the paragraphs in common, reporters' words altered between them.

What it does not keep: sense.  Which words go together survives only as far as words were left, and meanings
are as far apart as random words are; a real archive has more themes that come back in other words.  Layout
beyond paragraphs, credits of agencies and the words of section heads are lost.

How much is replaced was fitted by hand, over some ten settings, to what 460 readings of newsload share with
each other when they are more than thirty days apart; the setting was chosen after a first one had made the
cost of reprints grow as that of real articles does not.  Of what one statement finds among fourteen thousand,
real and made up: by a run of words 0.026 and 0.021 others, by a speaker's position 0.0017 and 0.0045.
An article of newsload is compared with 1.2 others for reprints, among 500 articles as among 4,000; a made-up
one with 0.4 among 400 and 0.7 among 3,200, so reprints are too few, and grow where real ones do not.
"""

from __future__ import annotations

import math
import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from onrecord.extraction.paragraphs import paragraphs
from onrecord.extraction.quotation_marks import quotations
from onrecord.linking.content import known_stems, rarity, stem
from onrecord.model import Article, Ground, Person, ReadArticle, Role, Span, Spans, Statement
from onrecord.words import normal

REPLACED = {"name": 0.8, "word": 0.8, "small": 0.55, "number": 0.8}
"""Share of the words of each kind that another event has otherwise."""
REWORDED = 0.3
"""Share of a reporter's own words that another report of the same event has otherwise."""
STOCK_WORDS, STOCK = 5, 40
"""Words of a stock phrase, which is the same wherever its paragraph is taken, and of how many stretches of so
many words one is such a phrase."""
COMMON = 2.0
"""Rarity below which a name stays: the people and places of all news."""
SMALL = 1.5
"""Rarity below which a word is a small one."""
REPORTS = (0.62, 0.2, 0.09, 0.05, 0.04)
"""How many events have one report, two, and so on."""
IN_COMMON = 0.15
"""Share of an event's paragraphs that a further report has."""
COPIED = 0.03
"""Share of further reports that are the first one's copies, a paragraph left out."""
OUTLETS = 40
FIRST_DAY = date(2010, 1, 4)
_SHUFFLED = 64
"""Articles that come in no order."""
_WIDTH = 0.25
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SYLLABLES = [
    one + two for one in "bdfgklmnprstvz" for two in ("a", "e", "i", "o", "u", "an", "el", "or", "is", "un")
]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    form: str
    kind: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """Paragraphs that no statement reaches out of, with the words that may be replaced."""

    start: int
    end: int
    statements: tuple[int, ...]
    tokens: tuple[_Token, ...]


@dataclass(frozen=True)
class _Base:
    read: ReadArticle
    blocks: tuple[_Block, ...]
    kinds: dict[str, str]


class Archive:
    """Articles without end, in order of publication but for a few days, the same for the same seed."""

    def __init__(self, readings: Sequence[ReadArticle], articles_a_week: float, seed: int = 1) -> None:
        self._bases = [base for read in readings if read.statements and (base := _base(read)).blocks]
        self._a_day, self._seed = articles_a_week / 7, seed
        self._vocabulary = _Vocabulary(self._bases)

    def __iter__(self) -> Iterator[ReadArticle]:
        before, event = 0, 0
        while True:
            waiting = list[ReadArticle]()
            while len(waiting) < _SHUFFLED:
                day = FIRST_DAY + timedelta(days=int((before + len(waiting)) / self._a_day))
                waiting += self._event(event, day)
                event += 1
            random.Random(f"{self._seed} order {event}").shuffle(waiting)
            yield from waiting
            before += len(waiting)

    def _event(self, number: int, day: date) -> Iterator[ReadArticle]:
        """Yield the reports of one event."""
        chance = random.Random(f"{self._seed} {number}")
        base, other = chance.choice(self._bases), chance.choice(self._bases)
        event = _Words(f"{self._seed} {number}", REPLACED, self._vocabulary)
        told = [(base, block) for block in _stretch(base.blocks, chance, 0.7, 1.0)]
        told += [(other, block) for block in _stretch(other.blocks, chance, 0.1, 0.3)]
        count = chance.choices(range(1, len(REPORTS) + 1), REPORTS)[0]
        for report in range(count):
            name = f"{self._seed} {number} {report}"
            mine, own = told, None
            if report and chance.random() < COPIED:
                mine = told[:-1] or told
            elif report:
                mine = [one for one in told if chance.random() < IN_COMMON] or told[:1]
                own = _Words(name, {"word": REWORDED, "small": REWORDED / 2}, self._vocabulary)
                more = chance.choice(self._bases)
                mine = mine + [(more, block) for block in _stretch(more.blocks, chance, 0.6, 0.9)]
            yield _article(name, mine, event, own, day + timedelta(days=chance.choice((0, 0, 0, 1, 1, 2))))


class _Words:
    """What words become in one event, or in one report: the same word always the same."""

    def __init__(self, seed: str, shares: dict[str, float], vocabulary: _Vocabulary) -> None:
        self._shares, self._vocabulary = shares, vocabulary
        self._chance = random.Random(f"words {seed}")
        self._made: dict[tuple[str, str], str] = {}

    def of(self, form: str, kind: str) -> str:
        """Return what a word in small letters becomes."""
        key = form, kind
        if key not in self._made:
            changed = self._chance.random() < self._shares.get(kind, 0.0)
            self._made[key] = self._drawn(form, kind) if changed else form
        return self._made[key]

    def _drawn(self, form: str, kind: str) -> str:
        if kind == "number":
            return str(self._chance.randrange(10 ** (len(form) - 1), 10 ** len(form)))
        rare = rarity(stem(normal(form)))
        if kind == "name" and rare < COMMON:
            return form
        if rare >= _rarest():
            return _made_up(int(20_000 * self._chance.random() ** 2))
        words, weights = self._vocabulary.as_rare("name" if kind == "name" else "word", int(rare / _WIDTH))
        return self._chance.choices(words, cum_weights=weights)[0] if words else form


@cache
def _rarest() -> float:
    return rarity("@ no word")


class _Vocabulary:
    """The words that replace others: names that the readings have, other words of all that are counted."""

    def __init__(self, bases: Sequence[_Base]) -> None:
        forms: dict[str, dict[str, str]] = {"name": {}, "word": {}}
        for base in bases:
            for form, kind in sorted(base.kinds.items()):
                if kind != "number":
                    forms["name" if kind == "name" else "word"].setdefault(stem(normal(form)), form)
        others = {
            one: one for one in known_stems() if one.isalpha() and len(one) > 2 and stem(normal(one)) == one
        }
        names = {one: form for one, form in forms["name"].items() if one not in forms["word"]}
        self._steps: dict[tuple[str, int], tuple[list[str], list[float]]] = {}
        self._fill("name", {one: form for one, form in names.items() if rarity(one) < _rarest()})
        self._fill("word", {one: form for one, form in (others | forms["word"]).items() if one not in names})

    def _fill(self, kind: str, forms: dict[str, str]) -> None:
        for one in sorted(forms):
            words, weights = self._steps.setdefault((kind, int(rarity(one) / _WIDTH)), ([], []))
            words.append(forms[one])
            weights.append((weights[-1] if weights else 0.0) + math.exp(-rarity(one)))

    def as_rare(self, kind: str, step: int) -> tuple[list[str], list[float]]:
        """Return the words of a step of rarity, with how common they are, added up."""
        return self._steps.get((kind, step), ([], []))


def _made_up(number: int) -> str:
    size = len(_SYLLABLES)
    found = _SYLLABLES[number % size] + _SYLLABLES[number // size % size]
    return found + _SYLLABLES[number // size // size % size] + "rk"


def _base(read: ReadArticle) -> _Base:
    text = read.article.text
    kinds = _kinds(text)
    cues = sorted((span for one in read.statements for span in one.attribution.cue), key=lambda s: s.start)
    quoted = [(one.start, one.end) for one in quotations(text)]
    blocks = []
    for start, end, inside in _apart(read):
        every = enumerate(_TOKEN.finditer(text, start, end))
        changing = [match for at, match in every if (start + at // STOCK_WORDS) % STOCK]
        tokens = tuple(
            _Token(match.start(), match.end(), match[0].lower(), kind, _within(match.start(), quoted))
            for match in changing
            if (kind := kinds.get(match[0].lower())) and not _cut(match, cues)
        )
        blocks.append(_Block(start, end, inside, tokens))
    return _Base(read, tuple(blocks), kinds)


def _cut(match: re.Match[str], spans: Sequence[Span]) -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in spans)


def _within(place: int, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _kinds(text: str) -> dict[str, str]:
    """Return which words of a text may be replaced, and as what: names are never printed small."""
    small, names = set[str](), set[str]()
    for match in _TOKEN.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()].strip(" ")[-1:]
        if match[0].islower():
            small.add(match[0])
        elif match[0][0].isupper() and before.isalnum() | (before in (",", "’", "'", "-")) and before:
            names.add(match[0].lower())
    numbers = {match[0] for match in _TOKEN.finditer(text) if match[0].isdecimal() and len(match[0]) > 1}
    kinds = {one: "name" for one in names - small if len(one) > 2}
    kinds |= {one: "small" if rarity(stem(normal(one))) < SMALL else "word" for one in small}
    return kinds | dict.fromkeys(numbers, "number")


def _apart(read: ReadArticle) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield stretches of whole paragraphs that no statement reaches out of, with their statements."""
    reaches = [_reach(statement) for statement in read.statements]
    found: list[list[int]] = []
    for start, end in paragraphs(read.article.text):
        crossed = any(
            low < start and high > (found[-1][0] if found else 0) for low, high in reaches if high > start
        )
        if found and crossed:
            found[-1][1] = end
        else:
            found.append([start, end])
    for start, end in found:
        inside = tuple(n for n, (low, high) in enumerate(reaches) if start <= low and high <= end)
        yield start, end, inside


def _reach(statement: Statement) -> tuple[int, int]:
    spans = [span for some in _spans(statement) for span in some]
    return min(span.start for span in spans), max(span.end for span in spans)


def _spans(statement: Statement) -> tuple[Spans, ...]:
    attribution = statement.attribution
    return attribution.content, attribution.cue, attribution.source


def _stretch(blocks: Sequence[_Block], chance: random.Random, least: float, most: float) -> Sequence[_Block]:
    """Return some of an article's blocks, next to each other."""
    count = max(1, round(len(blocks) * chance.uniform(least, most)))
    first = chance.randrange(len(blocks) - count + 1)
    return blocks[first : first + count]


class _Moved:
    """Where a block stands in its new article, and how its words read there."""

    def __init__(self, text: str, block: _Block, event: _Words, own: _Words | None, at: int) -> None:
        self.at, self.start = at, block.start
        self._ends: list[int] = []
        self._edits: list[tuple[int, int, int]] = []
        printed, done, shift = [], block.start, 0
        for token in block.tokens:
            new = event.of(token.form, token.kind)
            if own is not None and not token.quoted:
                new = own.of(new, token.kind)
            if new == token.form:
                continue
            new = _cased(new, text[token.start : token.end])
            printed += [text[done : token.start], new]
            done = token.end
            self._ends.append(token.end)
            self._edits.append((token.start, shift, len(new)))
            shift += len(new) - (token.end - token.start)
        printed.append(text[done : block.end])
        self.text = "".join(printed)
        self._shifts = [*(shift for _, shift, _ in self._edits), shift]

    def place(self, offset: int) -> int:
        """Return where a place of the old text is in the new one."""
        index = bisect_right(self._ends, offset)
        if index < len(self._edits):
            start, shift, size = self._edits[index]
            if offset > start:
                return self.at - self.start + start + shift + min(offset - start, size)
        return self.at - self.start + offset + self._shifts[index]

    def spans(self, spans: Spans) -> Spans:
        """Return spans as they are in the new text."""
        placed = ((self.place(span.start), self.place(span.end)) for span in spans)
        return tuple(Span(start, max(start + 1, end)) for start, end in placed)


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _reworded(printed: str, base: _Base, event: _Words) -> str:
    """Return printed words, a name or a role, as the event has them."""

    def new(match: re.Match[str]) -> str:
        kind = base.kinds.get(match[0].lower())
        return _cased(event.of(match[0].lower(), kind), match[0]) if kind else match[0]

    return _TOKEN.sub(new, printed)


def _article(
    name: str, told: Sequence[tuple[_Base, _Block]], event: _Words, own: _Words | None, day: date
) -> ReadArticle:
    digest = sha256(name.encode())
    identifier = digest.hexdigest()[:16]
    pieces, at, moved = [], 0, list[tuple[_Base, _Block, _Moved]]()
    once = {(base.read.article.id, block.start): (base, block) for base, block in told}
    for base, block in once.values():
        one = _Moved(base.read.article.text, block, event, own, at)
        moved.append((base, block, one))
        pieces.append(one.text)
        at += len(one.text) + 2
    first = told[0][0]
    title = first.read.article.title
    article = Article(
        identifier,
        "\n\n".join(pieces),
        _reworded(title, first, event) if title else None,
        f"Courier {int(OUTLETS * (digest.digest()[-1] / 256) ** 1.5)}",
        day.isoformat(),
    )
    people, known = _people(moved, event)
    statements = tuple(_statements(identifier, moved, known, day))
    return ReadArticle(article, statements, people, first.read.extractor)


def _people(
    moved: Sequence[tuple[_Base, _Block, _Moved]], event: _Words
) -> tuple[tuple[Person, ...], dict[tuple[str, str], str]]:
    """Return the people of some blocks, and what id each has here, by the old article's id and the old id."""
    places: dict[str, list[tuple[_Base, _Block, _Moved]]] = defaultdict(list)
    for base, block, one in moved:
        places[base.read.article.id].append((base, block, one))
    known: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], Person] = {}
    for article, mine in places.items():
        base = mine[0][0]
        wanted = _wanted(mine)
        for person in base.read.people:
            if person.id not in wanted:
                continue
            words = [_reworded(printed, base, event) for printed in (person.name, *person.names)]
            made = found.setdefault(
                (str(person.kind), words[0]), _person(f"p{len(found) + 1}", person, words, mine, event)
            )
            known[article, person.id] = made.id
        for person in base.read.people:
            here = known.get((article, person.id))
            if here and person.speaks_for in wanted:
                key = next(key for key, one in found.items() if one.id == here)
                found[key] = replace(found[key], speaks_for=known[article, str(person.speaks_for)])
    return tuple(found.values()), known


def _wanted(mine: Sequence[tuple[_Base, _Block, _Moved]]) -> set[str]:
    """Return the ids of the people who speak, are spoken to, or are named in some blocks."""
    base = mine[0][0]
    found: set[str] = set()
    for _, block, _ in mine:
        for number in block.statements:
            said = base.read.statements[number]
            found |= {one for one in (said.speaker, said.addressee, *said.via) if one}
    for person in base.read.people:
        if any(block.start <= span.start < block.end for _, block, _ in mine for span in person.mentions):
            found.add(person.id)
    bodies = {one.speaks_for for one in base.read.people if one.id in found and one.speaks_for}
    return found | (bodies & {one.id for one in base.read.people})


def _person(
    identifier: str,
    person: Person,
    words: Sequence[str],
    mine: Sequence[tuple[_Base, _Block, _Moved]],
    event: _Words,
) -> Person:
    base = mine[0][0]
    roles = tuple(
        Role(_reworded(role.words, base, event), *one.spans((role.span,)))
        for _, block, one in mine
        for role in person.roles
        if block.start <= role.span.start and role.span.end <= block.end
    )
    return replace(
        person,
        id=identifier,
        name=words[0],
        names=tuple(words[1:]),
        roles=roles,
        mentions=_kept(person.mentions, mine),
        anonymity=_kept(person.anonymity, mine),
        speaks_for=None,
    )


def _kept(spans: Spans, mine: Sequence[tuple[_Base, _Block, _Moved]]) -> Spans:
    """Return those of some spans that stand in blocks, as they are in the new text."""
    return tuple(
        new
        for _, block, one in mine
        for new in one.spans(
            tuple(span for span in spans if block.start <= span.start and span.end <= block.end)
        )
    )


def _statements(
    identifier: str,
    moved: Sequence[tuple[_Base, _Block, _Moved]],
    known: dict[tuple[str, str], str],
    day: date,
) -> Iterator[Statement]:
    """Yield the statements of some blocks as they are in the new article."""
    order = [(base, number, one) for base, block, one in moved for number in block.statements]
    ids = {
        base.read.statements[number].id: f"{identifier}-{place}"
        for place, (base, number, _) in enumerate(order, 1)
    }
    for base, number, one in order:
        said, article = base.read.statements[number], base.read.article
        content, cue, source = (one.spans(spans) for spans in _spans(said))
        yield replace(
            said,
            id=ids[said.id],
            article=identifier,
            attribution=replace(said.attribution, content=content, cue=cue, source=source),
            speaker=known.get((article.id, said.speaker or "")),
            addressee=known.get((article.id, said.addressee or "")),
            via=tuple(known[article.id, person] for person in said.via if (article.id, person) in known),
            parent=ids.get(said.parent or ""),
            answers=ids.get(said.answers or ""),
            said=_moved_day(said.said, article.published, day),
            grounds=tuple(Ground(ground.field, ground.by, ground.confidence) for ground in said.grounds),
        )


def _moved_day(said: str | None, published: str | None, day: date) -> str | None:
    """Return when something was said, as long before publication as it was."""
    if said is None or published is None or not _DAY.match(published):
        return None
    apart = day - date.fromisoformat(published[:10])
    return _DAY.sub(lambda match: (date.fromisoformat(match[0]) + apart).isoformat(), said[:21])
