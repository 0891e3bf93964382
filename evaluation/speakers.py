"""Is the speaker right?  The entity, not the string, over all statements that have one.

Two kinds of gold: cases with people and their printed names (shared, and our own), and GUM's attributions
joined to its gold coreference.  A predicted person is the annotated one if their names agree and no
other annotated person's agree better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.model import (
    Article,
    Attribution,
    Extraction,
    MentionForm,
    Person,
    Quote,
    Span,
    Statement,
)
from onrecord.resolution import resolve
from onrecord.resolution.who.names import name_words
from training.corpora.entities import GoldMention, gum_mentions
from training.corpora.gum import gum_attributions

PRONOUNS = frozenset(
    ["he", "she", "it", "they", "i", "we", "you", "him", "her", "his", "their", "them", "who"]
)


@dataclass(slots=True)
class Judged:
    """One statement's speaker: how it is printed, right or wrong, the rule and its confidence."""

    kind: str
    right: bool
    unknown: bool
    rule: str
    confidence: float
    note: str = ""


@dataclass(slots=True)
class SpeakerResult:
    """All judged statements of a set."""

    rows: list[Judged] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return the share right over all and by kind of source, the share known, and how well calibrated.

        *calibrated* is 100 less the expected calibration error, so that more is better as everywhere.
        """
        found = {"all": self._right(self.rows)}
        for kind in ("name", "description", "pronoun", "none"):
            rows = [row for row in self.rows if row.kind == kind]
            if rows:
                found[kind] = self._right(rows)
        found["known"] = 100 * sum(not row.unknown for row in self.rows) / max(1, len(self.rows))
        known = [(row.confidence, row.right) for row in self.rows if not row.unknown]
        found["calibrated"] = 100 - 100 * calibration_error(known)
        return found

    @staticmethod
    def _right(rows: Sequence[Judged]) -> float:
        return 100 * sum(row.right for row in rows) / max(1, len(rows))


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Return the expected calibration error (Naeini et al. 2015) over equally filled bins."""
    ordered = sorted(pairs)
    if not ordered:
        return 0.0
    size = max(1, len(ordered) // bins)
    error = 0.0
    for at in range(0, len(ordered), size):
        some = ordered[at : at + size]
        sure = sum(confidence for confidence, _ in some) / len(some)
        error += abs(sure - sum(right for _, right in some) / len(some)) * len(some)
    return error / len(ordered)


def source_kind(words: str) -> str:
    """Return name, description, pronoun or none for a source's words."""
    if not words.strip():
        return "none"
    if words.strip().lower() in PRONOUNS:
        return "pronoun"
    capital = [word for word in words.replace("The ", "the ").split() if word[:1].isupper()]
    return "name" if capital else "description"


def gold_extraction(extractor: Any, case: dict[str, Any]) -> Extraction:
    """Return the annotated attributions of a case as an extraction with the network's mentions."""
    attributions = tuple(
        Attribution(
            tuple(Span(*pair) for pair in gold["content"]),
            tuple(Span(*pair) for pair in gold["cue"]),
            tuple(Span(*pair) for pair in gold["source"]),
            Quote(gold.get("quote_kind", gold.get("quote"))),
            True,
            1.0,
        )
        for gold in case["statements"]
    )
    places = {gold["id"]: n for n, gold in enumerate(case["statements"])}
    parents = tuple(places.get(gold["parent"]) for gold in case["statements"])
    return Extraction(attributions, parents, extractor.mentions_for(case["text"], attributions))


def article_of(case: dict[str, Any]) -> Article:
    """Return the article of a case."""
    return Article(case["id"], case["text"], case.get("title"), case.get("outlet"), case.get("date"))


def evaluate_given(extractor: Any, cases: Sequence[dict[str, Any]]) -> SpeakerResult:
    """Resolve the annotated attributions: how good is the resolution alone?"""
    result = SpeakerResult()
    for case in cases:
        statements, people, _ = resolve(article_of(case), gold_extraction(extractor, case))
        pairs = list(zip(case["statements"], statements, strict=True))
        result.rows += judged(case, pairs, people)
    return result


def judged(
    case: dict[str, Any], pairs: Sequence[tuple[dict[str, Any], Statement]], people: Sequence[Person]
) -> Iterator[Judged]:
    """Yield the judgement of each annotated statement that has a speaker."""
    by_id = {person.id: person for person in people}
    for gold, statement in pairs:
        if gold["speaker"] is None:
            continue
        words = " ".join(case["text"][a:b] for a, b in gold["source"])
        person = by_id.get(statement.speaker or "")
        right = person is not None and same_entity(person, gold["speaker"], case["people"])
        ground = statement.ground("speaker")
        wanted = case["people"][gold["speaker"]]["name"]
        note = f"{words!r}: {person.name if person else None} for {wanted}"
        yield Judged(
            source_kind(words), right, person is None, ground.by if ground else "",
            ground.confidence if ground else 0.0, note,
        )  # fmt: skip


def same_entity(person: Person, wanted: str, gold: dict[str, dict[str, Any]]) -> bool:
    """Say whether a predicted person is the annotated one and none of the others fits better."""
    fits = {name: _fit(person, entry) for name, entry in gold.items()}
    return fits[wanted] > 0 and fits[wanted] >= max(fits.values())


def _fit(person: Person, entry: dict[str, Any]) -> float:
    """Return how well names agree: 3 the canonical ones, 2 the canonical with any, 1 any with any."""
    mine, theirs = _folded(person.name), _folded(entry["name"])
    all_mine, all_theirs = (
        {_folded(n) for n in person.names} | {mine},
        {_folded(n) for n in entry["names"]} | {theirs},
    )
    if mine and mine == theirs:
        return 3.0
    if mine in all_theirs or theirs in all_mine:
        return 2.0
    if (all_mine & all_theirs) - {()}:
        return 1.0
    return (
        0.5 if any(a and b and set(a) <= set(b) for a in (mine,) for b in all_theirs if len(a) > 1) else 0.0
    )


def _folded(name: str) -> tuple[str, ...]:
    return name_words(name)


def evaluate_gum_speakers(extractor: Any, part: str = "dev") -> SpeakerResult:
    """Resolve sources of GUM's news and interviews and compare with its gold coreference.

    The source is the first mention in the attributing unit; our attribution is the one whose cue lies
    there.  A person is right if most of its other mentions are of the annotated entity, or if both
    have no other mention.
    """
    result = SpeakerResult()
    for document in gum_attributions(part):
        text = document.parsed.text
        gold = list(gum_mentions(document.parsed))
        extraction = extractor.extract([text])[0]
        article = Article(document.parsed.id, text)
        statements, people, _ = resolve(article, extraction)
        by_id = {person.id: person for person in people}
        for statement in statements:
            source = statement.attribution.source
            if not source or not _is_gold(statement, document.attributions):
                continue
            mention = _gold_source(gold, source)
            if mention is None:
                continue
            person = by_id.get(statement.speaker or "")
            ground = statement.ground("speaker")
            right = person is not None and _same_cluster(person, mention, gold, source)
            words = " ".join(span.of(text) for span in source)
            kind = {"name": "name", "pronoun": "pronoun"}.get(mention.form, "description")
            result.rows.append(
                Judged(
                    kind, right, person is None, ground.by if ground else "",
                    ground.confidence if ground else 0.0,
                    f"{document.parsed.id} {words!r}: {person and person.name}, not {mention.entity}",
                )
            )  # fmt: skip
    return result


def _is_gold(statement: Statement, attributions: Sequence[Any]) -> bool:
    cues = statement.attribution.cue
    return any(
        start <= cue.start < end for cue in cues for one in attributions for start, end in one.satellite
    )


def _gold_source(gold: Sequence[GoldMention], source: Sequence[Span]) -> GoldMention | None:
    """Return the annotated mention that the source is: the widest that starts where it does."""
    start, end = source[0].start, source[-1].end
    inside = [m for m in gold if start <= m.head[0] and m.head[1] <= end and m.span[0] <= start + 5]
    return max(inside, key=lambda m: (m.span[1] - m.span[0], -m.span[0])) if inside else None


def _same_cluster(
    person: Person, wanted: GoldMention, gold: Sequence[GoldMention], source: Sequence[Span]
) -> bool:
    start, end = source[0].start, source[-1].end
    votes: Counter[int] = Counter()
    for span in person.mentions:
        if start <= span.start < end:
            continue
        heads = [m for m in gold if span.start <= m.head[0] and m.head[1] <= span.end + 1]
        if heads:
            widest = max(heads, key=lambda m: m.span[1] - m.span[0])
            weight = 3 if widest.form == "name" else 1
            votes[widest.entity] += weight
    if not votes:
        others = [m for m in gold if m.entity == wanted.entity and not start <= m.head[0] < end]
        return not any(m.form == "name" or m.span[1] <= start for m in others)
    return votes.most_common(1)[0][0] == wanted.entity


def report(result: SpeakerResult, name: str, wrong: bool = False) -> str:
    """Return the figures of a set as lines, with the wrong answers where asked."""
    lines = [f"{name}: {len(result.rows)} statements with a speaker"]
    lines += [f"  {key:<18} {value:6.1f}" for key, value in result.figures().items()]
    if wrong:
        lines += [
            f"  wrong [{row.rule} {row.confidence:.2f}] {row.note}" for row in result.rows if not row.right
        ]
    return "\n".join(lines)


__all__ = ["MentionForm", "evaluate_given", "evaluate_gum_speakers", "report"]
