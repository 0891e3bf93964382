"""Figures on how wordings differ: edits planted in real quotations, and the readers' terms for real ones.

The planting does not read the word lists of the comparison; what is planted comes from patterns and from the
quotations themselves.  ``_MATTERS``, which keeps words that ought to stand out from being planted as plain
ones, was completed by looking at what did stand out: that plain words do not is therefore partly by
construction, and the British table has words that any such list has.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.linking.differences import Differences, differences, summary
from onrecord.linking.said import Said
from onrecord.model import Article, Attribution, Person, PersonKind, Quote, Span, Statement, spans
from training.corpora.sources import cases, corpora

SEED = 4
QUOTATIONS = 3000
_QUOTED = re.compile(r"“([^“”\"\n]{40,500})”|(?<=\s)\"([^“”\"\n]{40,500})\"(?=\s)")
_BE = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|should|could)"
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Janu|Febru)ary|March|April|May|June|July|August|\w+ember|October"
)
_OFFICE = re.compile(
    r"President|Senator|Secretary|Governor|Minister|Chairman|Judge|Justice|Congress(?:wo)?man|General|Mister|Doctor|"
    r"Mayor|Officer|Director|That|This|With|What|When|They|There"
)
_MATTERS = re.compile(
    r"(?i)^(not?|never|none|no(body|thing|where|r)|neither|without|hardly|scarcely|barely|rarely|seldom|"
    r"all|(some|any|every)\w*|many|most|mostly|few|several|each|both|more|less|least|only|much|enough|always|often|"
    r"usually|nearly|almost|entirely|majority|minority|may|might|will|would|can|could|must|should|shall|ought|"
    r"\w+(teen|ty|th|illion)s?|one|two|three|four|five|six|seven|eight|nine|ten|hundreds?|thousands?|[bm]illions?|"
    r"first|second|third|half|double|triple|twice|dozens?|quarter|percent|yesterday|today|tomorrow|tonight)$|\d"
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A quotation with one edit: its kind, and what has to stand out (None: not looked at)."""

    text: str
    kind: str
    stands_out: str | None = None


Planter = Callable[[random.Random, str, "Pool"], Planted | None]


@dataclass(frozen=True, slots=True)
class Pool:
    """Names and plain words of the quotations, to plant in others."""

    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(slots=True)
class _Row:
    planted: int = 0
    shown: int = 0
    named: int = 0
    looked_at: int = 0
    stood_out: int = 0


def evaluate_differences() -> dict[str, float]:
    """Print a table of planted edits, and return shares shown, named right and standing out, and F1s."""
    rows = planted_rows()
    print(f"{'planted edit':22} {'number':>7} {'shown':>7} {'kind':>7} {'stands out':>11}")
    for name, row in rows.items():
        stood = f"{100 * row.stood_out / row.looked_at:11.1f}" if row.looked_at else f"{'-':>11}"
        print(
            f"{name:22} {row.planted:7} {_share(row.shown, row):7.1f} {_share(row.named, row):7.1f} {stood}"
        )
    total = _Row(*(sum(getattr(row, one) for row in rows.values()) for one in _Row.__slots__))
    terms = {f"term {name}": value for name, value in term_figures().items()} if cases().exists() else {}
    return {
        "shown": _share(total.shown, total),
        "kind": _share(total.named, total),
        "stands out": 100 * total.stood_out / total.looked_at,
        **terms,
    }


def _share(part: int, row: _Row) -> float:
    return 100 * part / row.planted if row.planted else 0.0


# -- planted edits -----------------------------------------------------------------------------------------


def planted_rows(show: int = 0) -> dict[str, _Row]:
    """Return for each kind of planted edit how many were planted, shown and named; print some failures."""
    texts = quotations()
    pool = Pool(tuple(sorted(set(_names(texts)))), tuple(sorted(set(_plain(texts)))))
    rows = {name: _Row() for name in PLANTERS}
    for name, planter in PLANTERS.items():
        chance = random.Random(f"{SEED} {name}")
        for text in texts:
            planted = planter(chance, text, pool)
            if planted and planted.text != text and rows[name].planted < 400:
                failed = _judge(rows[name], text, planted)
                if failed and show > 0:
                    show -= 1
                    print(f"{name}: {failed}\n   {text}\n   {planted.text}")
    return rows


def _judge(row: _Row, text: str, planted: Planted) -> str:
    found = differences(_said(text), _said(planted.text))
    kinds = sorted({str(edit.kind) for edit in found.changes()})
    row.planted += 1
    row.shown += bool(kinds) if planted.kind != "same" else True
    named = kinds == ([planted.kind] if planted.kind != "same" else [])
    row.named += named
    out = {str(kind) for kind in found.stands_out}
    right = planted.stands_out is None or out == ({planted.stands_out} - {""})
    if planted.stands_out is not None:
        row.looked_at += 1
        row.stood_out += right
    return "" if named and right else f"{kinds} {sorted(out)} for {planted.kind} {planted.stands_out}"


def quotations() -> list[str]:
    """Return quotations of newsload, drawn by the seed."""
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    found = [first or second for text in texts for first, second in _QUOTED.findall(text)]
    kept = sorted({one for one in found if one[0].isupper() and len(one.split()) > 7})
    return random.Random(SEED).sample(kept, min(QUOTATIONS, len(kept)))


def _said(text: str) -> Said:
    article = Article("planted", f"“{text}”")
    whole = (Span(0, len(article.text)),)
    return Said.whole(
        article, Statement("s", "planted", Attribution(whole, (), (), Quote.DIRECT, True, 1.0)), ()
    )


def _names(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for name in re.findall(r"(?<=[a-z] )[A-Z][a-z]{3,}\b", text):
            if not (_DAY.match(name) or _OFFICE.match(name) or _MATTERS.search(name)):
                yield name


def _plain(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (word for word in re.findall(r"(?<= )[a-z]{6,9}(?= )", text) if not _MATTERS.search(word))


def _one(chance: random.Random, pattern: str, text: str, new: Callable[[re.Match[str]], str]) -> str | None:
    """Return a text with one match of a pattern replaced, or None where there is none."""
    matches = list(re.finditer(pattern, text))
    if not matches:
        return None
    match = chance.choice(matches)
    return text[: match.start()] + new(match) + text[match.end() :]


def _pattern(
    pattern: str, new: Callable[[re.Match[str]], str] | str, kind: str, out: str | None = ""
) -> Planter:
    """Return a planter that replaces one match of a pattern."""
    replace = new if callable(new) else lambda match: match.expand(str(new))

    def plant(chance: random.Random, text: str, pool: Pool) -> Planted | None:  # noqa: ARG001
        changed = _one(chance, pattern, text, replace)
        return Planted(changed, kind, out) if changed else None

    return plant


def _name(chance: random.Random, text: str, pool: Pool) -> Planted | None:
    other = chance.choice(pool.names)
    changed = _one(chance, r"(?<=[a-z] )[A-Z][a-z]{3,}\b(?=[ ,.])", text, lambda match: _not(match, other))
    return Planted(changed, "altered", "name") if changed else None


def _not(match: re.Match[str], other: str) -> str:
    here = match.group()
    skip = _DAY.match(here) or _OFFICE.match(here) or _MATTERS.search(here) or here[:4] == other[:4]
    return here if skip else other


def _word(chance: random.Random, text: str, pool: Pool) -> Planted | None:
    other = chance.choice(pool.words)
    changed = _one(chance, r"(?<=[a-z] )[a-z]{6,9}(?= [a-z])", text, lambda match: _unlike(match, other))
    return Planted(changed, "altered", "") if changed else None


def _unlike(match: re.Match[str], other: str) -> str:
    skip = _MATTERS.search(match.group()) or match.group()[:3] == other[:3]
    return match.group() if skip else other


def _added(chance: random.Random, text: str, pool: Pool) -> Planted | None:
    other = chance.choice(pool.words)
    changed = _one(chance, r"(?<=[a-z]) (?=[a-z])", text, lambda _: f" {other} ")
    return Planted(changed, "added", "") if changed else None


def _cut(
    chance: random.Random, text: str, first: int, last: int, most: int
) -> tuple[list[str], list[str]] | None:
    """Return the words around a cut that leaves at least ``first`` and ``last`` words at the ends."""
    words = text.split()
    size = min(most, len(words) - first - last)
    if size < 1:
        return None
    size = chance.randint(1, size)
    at = chance.randint(first, len(words) - last - size)
    return words[:at], words[at + size :]


def _dropped(chance: random.Random, text: str, pool: Pool) -> Planted | None:  # noqa: ARG001
    cut = _cut(chance, text, 2, 2, 3)
    return Planted(" ".join(cut[0] + cut[1]), "dropped") if cut else None


def _ellipsis(chance: random.Random, text: str, pool: Pool) -> Planted | None:  # noqa: ARG001
    cut = _cut(chance, text, 2, 2, 12)
    dots = chance.choice(["...", "…", ". . .", "[...]", "[…]", "(...)"])
    return Planted(" ".join((*cut[0], dots, *cut[1])), "ellipsis") if cut else None


def _start(chance: random.Random, text: str, pool: Pool) -> Planted | None:  # noqa: ARG001
    words = text.split()
    return Planted(" ".join(words[chance.randint(1, len(words) - 4) :]), "truncated-start")


def _end(chance: random.Random, text: str, pool: Pool) -> Planted | None:  # noqa: ARG001
    words = text.split()
    return Planted(" ".join(words[: -chance.randint(1, len(words) - 4)]), "truncated-end")


def _inserted(chance: random.Random, text: str, pool: Pool) -> Planted | None:
    words = chance.sample(pool.words, chance.randint(1, 3))
    left, right = chance.choice(["[]", "()"])
    changed = _one(chance, r"(?<=[a-z]) (?=[a-z])", text, lambda _: f" {left}{' '.join(words)}{right} ")
    return Planted(changed, "bracketed", "") if changed else None


def _replaced(chance: random.Random, text: str, pool: Pool) -> Planted | None:
    words = " ".join(["the", *chance.sample(pool.words, chance.randint(1, 2))])
    changed = _one(
        chance, r"(?<= )(?:it|he|she|they|them|him|that|this|we|us)(?=[ ,.])", text, lambda _: f"[{words}]"
    )
    return Planted(changed, "bracketed", "") if changed else None


def _number(match: re.Match[str]) -> str:
    return str(int(match.group()) + 1 + len(match.group()))


_OTHER = {
    "two": "seven",
    "three": "nine",
    "four": "eleven",
    "five": "six",
    "ten": "twelve",
    "six": "four",
    "all": "some",
    "some": "all",
    "many": "few",
    "most": "many",
    "every": "some",
    "few": "many",
    "will": "may",
    "would": "should",
    "can": "might",
    "should": "could",
    "must": "may",
    "may": "will",
    "could": "would",
    "might": "must",
}
_DIGIT = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twenty": "20",
    "thirty": "30",
    "hundred": "100",
}
_BRITISH = {
    "color": "colour",
    "favor": "favour",
    "honor": "honour",
    "labor": "labour",
    "center": "centre",
    "neighbor": "neighbour",
    "behavior": "behaviour",
    "defense": "defence",
    "offense": "offence",
    "program": "programme",
    "canceled": "cancelled",
    "traveling": "travelling",
    "percent": "per cent",
    "judgment": "judgement",
    "toward": "towards",
    "gray": "grey",
    "theater": "theatre",
    "rumors": "rumours",
    "skeptical": "sceptical",
    "license": "licence",
    "endeavor": "endeavour",
}
_SHORT = {
    "is not": "isn't",
    "are not": "aren't",
    "do not": "don't",
    "does not": "doesn't",
    "did not": "didn't",
    "will not": "won't",
    "cannot": "can't",
    "would not": "wouldn't",
    "we are": "we're",
    "it is": "it's",
    "they are": "they're",
    "I am": "I'm",
    "we will": "we'll",
    "I have": "I've",
    "we have": "we've",
}
_INSIDE = r"(?<=[\w,] )"


def _table(table: dict[str, str], kind: str, out: str) -> Planter:
    words = "|".join(table)
    return _pattern(rf"{_INSIDE}(?:{words})(?= [a-z])", lambda match: table[match.group()], kind, out)


PLANTERS: dict[str, Planter] = {
    "not dropped": _pattern(rf"\b({_BE}) not (?=\w)", r"\1 ", "dropped", "negation"),
    "never dropped": _pattern(r"(?<=\w) never (?=\w)", " ", "dropped", "negation"),
    "n't dropped": _pattern(rf"{_INSIDE}({_BE})n['’]t(?= \w)", r"\1", "altered", "negation"),
    "not added": _pattern(
        rf"{_INSIDE}({_BE}|can|must) (?!not|no\b|n.t)(?=[a-z])", r"\1 not ", "added", "negation"
    ),
    "digits changed": _pattern(r"(?<=[a-z] )\d{1,4}(?=[ ,.]\s?[a-z])", _number, "altered", "number"),
    "number word changed": _table({key: _OTHER[key] for key in list(_OTHER)[:6]}, "altered", "number"),
    "name swapped": _name,
    "ellipsis": _ellipsis,
    "bracket replaces": _replaced,
    "bracket inserted": _inserted,
    "bracketed capital": _pattern(
        r"(?<=[a-z] )([a-z])(?=[a-z]{3})", lambda m: f"[{m[1].upper()}]", "bracketed", ""
    ),
    "truncated start": _start,
    "truncated end": _end,
    "modal dropped": _pattern(
        r"(?<=[a-z]) (?:will|would|should|could|might|must) (?=[a-z])", " ", "dropped", "modal"
    ),
    "modal changed": _table({key: _OTHER[key] for key in list(_OTHER)[12:]}, "altered", "modal"),
    "quantifier changed": _table({key: _OTHER[key] for key in list(_OTHER)[6:12]}, "altered", "quantifier"),
    "word changed": _word,
    "words dropped": _dropped,
    "word added": _added,
    "comma dropped": _pattern(r"(?<=[a-z]), (?=[a-z])", " ", "punctuation"),
    "full stop to dash": _pattern(r"(?<=[a-z]{5})\. (?=[A-Z])", " — ", "punctuation"),
    "capital": _pattern(r"(?<=[a-z] )[a-z](?=[a-z]{4})", lambda m: m.group().upper(), "punctuation"),
    "straight and curly": _pattern(
        r"(?<=[a-z])['’](?=[a-z])", lambda m: "’" if m.group() == "'" else "'", "same"
    ),
    "British spelling": _table(_BRITISH, "spelling", ""),
    "-ise": _pattern(r"(?<=[a-z] )(\w{3,})iz(e|ed|ing|ation)\b", r"\1is\2", "spelling"),
    "contracted": _table(_SHORT, "spelling", ""),
    "ampersand": _pattern(r"(?<=[a-z]) and (?=[a-z])", " & ", "spelling"),
    "digits for words": _table(_DIGIT, "spelling", ""),
    "hyphen dropped": _pattern(r"(?<=[a-z]{2})-(?=[a-z]{2})", " ", "spelling"),
}
"""What is planted: a quotation with one edit, or None where it has no place for it."""


# -- the readers' terms ------------------------------------------------------------------------------------


def term_figures() -> dict[str, float]:
    """Return F1 in percent of each term of the cross-outlet cases, and of all together."""
    gold, given, right = Counter[str](), Counter[str](), Counter[str]()
    for terms, saids in gold_utterances():
        found = {str(kind) for kind in summary(*all_pairs(saids))}
        gold.update(terms)
        given.update(found)
        right.update(terms & found)
    figures = {name: 200 * right[name] / (gold[name] + given[name]) for name in sorted(gold | given)}
    return {**figures, "all": 200 * right.total() / (gold.total() + given.total())}


def all_pairs(saids: Sequence[Said]) -> Iterator[Differences]:
    """Yield the differences of every pair of reports."""
    return (differences(a, b) for a, b in combinations(saids, 2))


def gold_utterances() -> Iterator[tuple[set[str], list[Said]]]:
    """Yield the utterances of the cross-outlet cases: the readers' terms, and the reports."""
    for path in sorted((cases() / "cross-outlet").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        articles = {
            one["id"]: Article(one["id"], one["text"], outlet=one["outlet"]) for one in data["articles"]
        }
        forms = {**data["people"], **data["other_speakers"]}
        saids = {one["id"]: _report(one, articles[one["article"]], forms) for one in data["statements"]}
        for utterance in data["utterances"]:
            yield set(utterance["difference"]), [saids[member] for member in utterance["members"]]


def _report(given: dict[str, object], article: Article, forms: dict[str, list[str]]) -> Said:
    name = str(given["speaker"])
    person = Person("p1", name, PersonKind.PERSON, (name, *forms.get(name, ())))
    content = spans(tuple(pair) for pair in given["content"])  # type: ignore[attr-defined]
    relation = Attribution(content, (), (), Quote(str(given["quote_kind"])), True, 1.0)
    return Said.whole(article, Statement(str(given["id"]), article.id, relation, "p1"), (person,))


if __name__ == "__main__":
    for figure, value in evaluate_differences().items():
        print(f"{figure:30} {value:6.1f}")
