"""Are persons, organisations and places found?  Exact F1 of names on dev parts, and of GUM's mentions.

What BERT-base reaches is known for CrossNER's politics alone: 66.6 trained on its 200 sentences, 68.7 with
CoNLL-2003 before (Liu et al. 2021, all nine kinds, test part).  Ours is on the dev part with the kinds
folded into person, organisation and place, so the two are near each other, not the same thing.
"""

from __future__ import annotations

from collections import defaultdict

from onrecord.extraction.extractor import NeuralExtractor
from onrecord.model import EntityKind, MentionForm
from training.corpora.entities import gum_entities, named_entities

BERT = {"crossner": 66.6}
"""Published F1 of BERT-base that a corpus' figure can be held against."""
Counts = dict[str, list[int]]


def evaluate_mentions(extractor: NeuralExtractor) -> dict[str, float]:
    """Return F1 of names by corpus and over all, and of GUM's heads of persons, bodies and places."""
    counts: Counts = defaultdict(lambda: [0, 0, 0])
    for document in named_entities("dev"):
        found = {
            (mention.span.start, mention.span.end, str(mention.kind))
            for mention in extractor.mentions_for(document.text, ())
            if mention.form is MentionForm.NAME and mention.kind is not EntityKind.OTHER
        }
        gold = {name for name in document.names or () if name[2] != "other"}
        for group in (document.id.split("-")[0], "names"):
            _add(counts[group], found, gold)
    for document in gum_entities("dev"):
        _count_gum(extractor, document, counts)
    return {name: 200 * right / max(1, given + gold) for name, (right, given, gold) in counts.items()}


def _count_gum(extractor: NeuralExtractor, document: object, counts: Counts) -> None:
    """Count a mention as found where one of ours overlaps its head and is of its kind."""
    text, mentions = document.text, document.mentions  # type: ignore[attr-defined]
    wanted = [m for m in mentions if m.kind in ("person", "organization", "place")]
    given = [m for m in extractor.mentions_for(text, ()) if m.kind is not EntityKind.OTHER]
    used: set[int] = set()
    for mention in wanted:
        for index, ours in enumerate(given):
            near = ours.span.start < mention.head[1] and mention.head[0] < ours.span.end
            if near and index not in used and str(ours.kind) == mention.kind:
                used.add(index)
                break
    _sum(counts["GUM mentions"], len(used), len(given), len(wanted))


def _add(count: list[int], found: set[tuple[int, int, str]], gold: set[tuple[int, int, str]]) -> None:
    _sum(count, len(found & gold), len(found), len(gold))


def _sum(count: list[int], right: int, given: int, gold: int) -> None:
    count[0] += right
    count[1] += given
    count[2] += gold
