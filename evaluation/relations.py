"""Figures on relations between statements: own pairs and articles, planted changes, and annotated events.

``python -m evaluation.relations`` prints them; with ``--wrong dev`` it lists what is wrong in the half
that may be looked at.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, islice
from pathlib import Path
from typing import Any

from evaluation.said_dates import read_marked
from onrecord.linking.relations import related, responds_within
from onrecord.linking.said import Said
from onrecord.model import (
    Article,
    Attribution,
    Person,
    PersonKind,
    Quote,
    RelationKind,
    Span,
    Statement,
    spans,
)
from onrecord.pipeline import Extractor, read_articles
from onrecord.resolution.act.acts import act_of
from onrecord.resolution.act.answers import answers_to
from training.corpora.sources import cases, corpora

GOLD = Path(__file__).parent / "relations_gold"
KINDS = tuple(kind.value for kind in RelationKind)
PLANTED_ARTICLES = 120
"""Articles of the load corpus from whose statements contrast pairs are made."""
PLANTED_WORDS = range(6, 41)
_NOT_NAMES = frozenset(("the", "a", "his", "her", "an"))


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two statements of two occasions, and how a reader finds them to stand."""

    kind: str
    a: Said
    b: Said
    same_speaker: float
    note: str = ""

    def found(self) -> tuple[str, ...]:
        """Return the kinds of relation that are asserted."""
        return tuple(one.kind.value for one in related(self.a, self.b, self.same_speaker))


def gold_pairs(half: str) -> list[GoldPair]:
    """Return the pairs of one half, ``dev`` or ``held``."""
    rows = tomllib.loads((GOLD / f"{half}.toml").read_text(encoding="utf-8"))["pair"]
    return [_pair(row, f"{half}-{index}") for index, row in enumerate(rows)]


def _pair(row: dict[str, Any], name: str) -> GoldPair:
    a, b = (_said(row[side], f"{name}{side}") for side in ("a", "b"))
    one = a.people[0].name.split()[-1].lower() == b.people[0].name.split()[-1].lower()
    return GoldPair(row["kind"], a, b, float(one), row.get("note", ""))


def _said(marked: str, name: str) -> Said:
    text, attribution, _ = read_marked(marked)
    article = Article(name, text)
    person = _person("p", " ".join(span.of(text) for span in attribution.source))
    statement = Statement(name, name, attribution, speaker="p", act=act_of(text, attribution).name)
    return Said.whole(article, statement, (person,))


def _person(id_: str, printed: str) -> Person:
    names = [word for word in printed.split() if word[0].isupper()]
    kind = PersonKind.PERSON if len(names) > 1 or printed[0].isupper() else PersonKind.GROUP
    if printed.split(maxsplit=1)[0].lower() in _NOT_NAMES and not names[1:]:
        kind = PersonKind.ORGANIZATION
    return Person(id_, printed, kind)


def gold_articles(half: str) -> list[tuple[list[Said], set[tuple[int, int]]]]:
    """Return the statements of each article of one half, and which answers which."""
    rows = tomllib.loads((GOLD / f"{half}.toml").read_text(encoding="utf-8"))["article"]
    return [
        (_article(row["text"], f"{half}-article-{index}"), {(a, b) for a, b in row["answers"]})
        for index, row in enumerate(rows)
    ]


def _article(marked: str, name: str) -> list[Said]:
    """Return the statements of an article; one ends at an empty line or at a bar."""
    text, found = "", []
    for piece in re.split(r"(\n\n|\| )", marked):
        if piece == "| ":
            continue
        plain, attribution, _ = read_marked(piece)
        if attribution.content:
            found.append(_moved(attribution, len(text)))
        text += plain
    return _resolved(Article(name, text), found)


def _moved(attribution: Attribution, by: int) -> Attribution:
    content, cue, source = (
        tuple(Span(span.start + by, span.end + by) for span in role)
        for role in (attribution.content, attribution.cue, attribution.source)
    )
    return replace(attribution, content=content, cue=cue, source=source)


def _resolved(article: Article, attributions: Sequence[Attribution]) -> list[Said]:
    people: dict[str, Person] = {}
    statements: list[Statement] = []
    for index, attribution in enumerate(attributions):
        printed = " ".join(span.of(article.text) for span in attribution.source)
        asked = attribution.cue and attribution.cue[0].of(article.text) == "Asked"
        if printed in ("", "he", "she") and statements and not asked:
            speaker = statements[-1].speaker
        else:
            speaker = printed.split()[-1].lower() if printed else None
            people.setdefault(speaker or "", _person(speaker or "", printed or "reporters"))
        act = act_of(article.text, attribution).name
        statements.append(Statement(str(index), article.id, attribution, speaker=speaker, act=act))
    answered = [answers_to(article.text, statements, index) for index in range(len(statements))]
    return [
        Said.whole(
            article,
            replace(one, answers=statements[answer.statement].id if answer else None),
            tuple(people.values()),
        )
        for one, answer in zip(statements, answered, strict=True)
    ]


def pair_figures(pairs: Sequence[GoldPair], name: str) -> dict[str, float]:
    """Return precision and recall of each kind of relation over pairs, in percent."""
    rows = [(pair.kind, pair.found()) for pair in pairs]
    figures = {}
    for kind in KINDS:
        given = [gold for gold, found in rows if kind in found]
        gold = [found for gold, found in rows if gold == kind]
        if given:  # of nothing asserted there is no precision
            figures[f"{name} {kind} precision"] = _percent(given.count(kind), len(given))
        figures[f"{name} {kind} recall"] = _percent(sum(kind in found for found in gold), len(gold))
    return figures


def article_figures(half: str) -> dict[str, float]:
    """Return precision and recall of answers found inside articles, in percent."""
    right = given = gold = 0
    for said, answers in gold_articles(half):
        found = {(int(one.a), int(one.b)) for one in responds_within(said)}
        right, given, gold = right + len(found & answers), given + len(found), gold + len(answers)
    name = f"{half} inside articles"
    return {f"{name} precision": _percent(right, given), f"{name} recall": _percent(right, gold)}


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


# --- planted changes ---------------------------------------------------------------------------------

_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|can|has|have|had|should|must|does|did|would|could)\b"
    r"(?! not|n['’]t| just| simply| only| yet| still)"
)
_NUMBER = re.compile(
    r"(?<![\d,.$])(\d{1,3}(?:,\d{3})*)"
    r"(?= (?:percent|per cent|people|years|days|votes|miles|countries|million|billion))"
)
_OPPOSITES = (
    ("increase", "decrease"), ("rise", "fall"), ("more", "fewer"), ("support", "oppose"),
    ("guilty", "innocent"), ("legal", "illegal"), ("safe", "dangerous"), ("true", "false"),
    ("strong", "weak"), ("good", "bad"),
    ("better", "worse"), ("possible", "impossible"), ("accept", "reject"), ("win", "lose"),
    ("open", "closed"),
    ("right", "wrong"), ("clear", "unclear"), ("important", "unimportant"), ("likely", "unlikely"),
    ("best", "worst"), ("high", "low"), ("first", "last"), ("difficult", "easy"), ("success", "failure"),
)  # fmt: skip


def _negated(words: str, _: random.Random) -> str | None:
    match = _AUXILIARY.search(words)
    if match is None or re.search(r"\b(not|never|no|nobody|nothing|none|if|whether|only)\b|n['’]t|\?", words):
        return None
    return f"{words[: match.end()]} not{words[match.end() :]}"


def _opposed(words: str, _: random.Random) -> str | None:
    if re.search(r"\b(not|never|no|if|whether)\b|n['’]t|\?", words):
        return None
    for one, other in _OPPOSITES:
        for old, new in ((one, other), (other, one)):
            if len(re.findall(rf"\b{old}\b", words)) == 1:
                return re.sub(rf"\b{old}\b", new, words)
    return None


def _recounted(words: str, chance: random.Random) -> str | None:
    found = _NUMBER.findall(words)
    if len(found) != 1 or re.search(r"\b(if|whether)\b|\?", words):
        return None
    value = int(found[0].replace(",", ""))
    return _NUMBER.sub(str(value * chance.choice((2, 3)) + 1), words)


_ALL = re.compile(
    r"\b(all of(?= the\b| them\b| us\b| these\b| those\b| our\b)"
    r"|every(?= (?!six|few|two|three|four)[a-z]{4,}\b)|all(?= [a-z]{4,}s\b))"
)


def _weakened(words: str, _: random.Random) -> str | None:
    return (
        re.sub(r"\bwill\b(?! not)", "may", words)
        if len(re.findall(r"\bwill\b(?! not)", words)) == 1
        else None
    )


def _quantified(words: str, _: random.Random) -> str | None:
    changed = _ALL.sub(lambda match: "none of" if match[1] == "all of" else "no", words, count=1)
    plain = re.search(r"\bnot?\b|n['’]t|\bnever\b|\?|\b(if|at all|after all)\b", words)
    return changed if changed != words and not plain else None


def _retold(words: str, _: random.Random) -> str | None:
    changed = words
    for old, new in (
        (r"\bdo not\b", "don't"), (r"\bdoes not\b", "doesn't"), (r"\bdon['’]t\b", "do not"),
        (r"\bit['’]s\b", "it is"),
        (r"\bwe['’]re\b", "we are"), (r"\bis not\b", "isn't"), (r"\bvery |\breally |\balso |\bclearly ", ""),
        (r"\bwill\b", "is going to"), (r"\bthat['’]s\b", "that is"), (r"\bwon['’]t\b", "will not"),
    ):  # fmt: skip
        changed = re.sub(old, new, changed)
    return f"as I have said before, {changed}" if changed != words else None


_PLANT: dict[str, tuple[Callable[[str, random.Random], str | None], str]] = {
    "negation": (_negated, "contradicts"),
    "opposite": (_opposed, "contradicts"),
    "number": (_recounted, "contradicts"),
    "quantifier": (_quantified, "contradicts"),
    "modal": (_weakened, "none"),
    "retold": (_retold, "restates"),
}


def planted_pairs(read: Iterable[Said], seed: int = 0) -> Iterator[tuple[str, GoldPair]]:
    """Yield pairs of a statement and its copy with one change, under the name of the change."""
    chance = random.Random(seed)
    for said in read:
        if len(said.content) != 1 or len(said.stems) not in PLANTED_WORDS:
            continue
        for name, (change, kind) in _PLANT.items():
            words = change(said.content[0].of(said.article.text), chance)
            if words is not None:
                yield name, GoldPair(kind, said, _changed(said, words), 1.0)


def _changed(said: Said, words: str) -> Said:
    """Return a statement as if its content had been these words."""
    old, text = said.content[0], said.article.text
    text = text[: old.start] + words + text[old.end :]
    by, span = len(words) - (old.end - old.start), Span(old.start, old.start + len(words))
    attribution = said.statement.attribution
    cue = tuple(
        Span(one.start + by, one.end + by) if one.start >= old.end else one for one in attribution.cue
    )
    statement = replace(said.statement, attribution=replace(attribution, content=(span,), cue=cue, source=()))
    return Said(replace(said.article, text=text, id=said.article.id + "'"), statement, said.people, (span,))


def unlike_pairs(read: Sequence[Said]) -> Iterator[GoldPair]:
    """Yield pairs of one speaker's different statements in one article, of which hardly any are related."""
    for _, said in groupby(read, key=lambda one: one.article.id):
        for a, b in combinations(said, 2):
            if a.statement.speaker is not None and a.statement.speaker == b.statement.speaker:
                yield GoldPair("none", a, b, 1.0)


def planted_figures(read: Sequence[Said]) -> dict[str, float]:
    """Return precision and recall on planted changes, recall by kind of change, and what is wrongly said."""
    pairs = list(planted_pairs(read))
    figures = pair_figures([pair for _, pair in pairs], "planted")
    figures = {name: value for name, value in figures.items() if "responds" not in name}
    for change, (_, kind) in _PLANT.items():
        some = [pair.found() for name, pair in pairs if name == change]
        wanted = sum(kind in found if kind != "none" else "contradicts" not in found for found in some)
        figures[f"planted {change} right"] = _percent(wanted, len(some))
        figures[f"planted {change} pairs"] = float(len(some))
    unlike = [bool(pair.found()) for pair in unlike_pairs(read)]
    figures["pairs of one speaker and article left alone"] = _percent(unlike.count(False), len(unlike))
    return figures


def load_statements(extractor: Extractor, count: int = PLANTED_ARTICLES) -> list[Said]:
    """Return the communicated statements of some articles of the load corpus."""
    with gzip.open(corpora() / "newsload" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, 0, 10 * count, 10)]
    articles = (Article(row["id"], row["text"], published=row["date"]) for row in rows)
    return [
        Said.whole(read.article, statement, read.people)
        for read in read_articles(articles, extractor)
        for statement in read.statements
        if statement.attribution.communicated and statement.attribution.content
    ]


# --- annotated events --------------------------------------------------------------------------------


def event_pairs(folder: Path) -> Iterator[GoldPair]:
    """Yield all pairs of statements of different utterances, with the annotated relation; unsure ones out."""
    for path in sorted(folder.glob("*.json")):
        event = json.loads(path.read_text(encoding="utf-8"))
        yield from _event(event)


def _event(event: dict[str, Any]) -> Iterator[GoldPair]:
    said = {row["id"]: _annotated(event, row) for row in event["statements"]}
    of = {one: one for one in said} | {
        member: group["members"][0] for group in event["utterances"] for member in group["members"]
    }
    relations = {frozenset((of[row["a"]], of[row["b"]])): row["type"] for row in event["relations"]}
    unsure = {frozenset((of[row["a"]], of[row["b"]])) for row in event["unsure"]}
    speakers = {row["id"]: row["speaker"] for row in event["statements"]}
    for a, b in combinations(said, 2):
        key = frozenset((of[a], of[b]))
        if len(key) == 2 and key not in unsure:
            same = float(speakers[a] == speakers[b])
            note = " ".join((event["event"], *sorted(key)))
            yield GoldPair(relations.get(key, "none"), said[a], said[b], same, note)


def _annotated(event: dict[str, Any], row: dict[str, Any]) -> Said:
    source = next(one for one in event["articles"] if one["id"] == row["article"])
    article = Article(source["id"], source["text"], outlet=source["outlet"], published=source["date"])
    content = spans([tuple(pair) for pair in row["content"]])
    attribution = Attribution(content, _cue(article.text, content), (), Quote(row["quote_kind"]), True, 1.0)
    kind = PersonKind.PERSON if row["speaker"] in event["people"] else PersonKind.ORGANIZATION
    person = Person("p", row["speaker"], kind)
    act = act_of(article.text, attribution).name
    return Said.whole(article, Statement(row["id"], article.id, attribution, speaker="p", act=act), (person,))


def _cue(text: str, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return a denial right before a content; cues are not annotated there."""
    before = re.search(r"\b(denied|rejected|dismissed|disputed)\s*$", text[: content[0].start])
    return (Span(before.start(1), before.end(1)),) if before else ()


def event_figures(folder: Path) -> dict[str, float]:
    """Return precision and recall of each relation over utterances of events, in percent."""
    gold: dict[str, set[str]] = {kind: set() for kind in KINDS}
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for pair in event_pairs(folder):
        if pair.kind in gold:
            gold[pair.kind].add(pair.note)
        for kind in pair.found():
            found[kind].add(pair.note)
    figures = {}
    for kind in KINDS:
        right = len(gold[kind] & found[kind])
        if found[kind]:
            figures[f"events {kind} precision"] = _percent(right, len(found[kind]))
        figures[f"events {kind} recall"] = _percent(right, len(gold[kind]))
    return figures


def evaluate_relations(extractor: Extractor | None = None) -> dict[str, float]:
    """Return all figures in percent; those on corpora and cases only where they are.

    Without an extractor no changes are planted.
    """
    figures: dict[str, float] = {}
    for half in ("dev", "held"):
        figures |= pair_figures(gold_pairs(half), half) | article_figures(half)
    if cases().exists():
        figures |= event_figures(cases() / "cross-outlet")
    if extractor is not None and corpora().exists():
        figures |= planted_figures(load_statements(extractor))
    return figures


def wrong(pairs: Iterable[GoldPair]) -> Iterator[str]:
    """Yield a paragraph on each pair whose relations are not those of the reader."""
    for pair in pairs:
        found = related(pair.a, pair.b, pair.same_speaker)
        kinds = {one.kind.value for one in found}
        if kinds != ({pair.kind} & set(KINDS)):
            reasons = [(one.kind.value, one.confidence, *one.reasons) for one in found]
            yield f"{pair.kind} ({pair.note})\n  a {pair.a.printed}\n  b {pair.b.printed}\n  {reasons}"


def main() -> None:
    """Print the figures, or what is wrong in the half that may be looked at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", choices=("dev", "events"), help="list the pairs that are wrong")
    parser.add_argument("--planted", action="store_true", help="plant changes in the load corpus too")
    options = parser.parse_args()
    if options.wrong:
        pairs = gold_pairs("dev") if options.wrong == "dev" else event_pairs(cases() / "cross-outlet")
        print("\n".join(wrong(pairs)))
        return
    extractor = None
    if options.planted:
        from onrecord.extraction import load_extractor

        extractor = load_extractor()
    for name, figure in evaluate_relations(extractor).items():
        print(f"{name:40} {figure:6.1f}")


if __name__ == "__main__":
    main()
