"""Tell that one speaker makes the same claim on two occasions, in the same words or in others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.linking.content import rarity
from onrecord.linking.relations.claims import Mood, Term
from onrecord.linking.relations.comparison import Comparison
from onrecord.linking.relations.evidence import Evidence, Pair, printed_between
from onrecord.linking.relations.lexicon_entries import empty, lemma, polarity_at, positions
from onrecord.linking.said import Said
from onrecord.words import words

SAME_SPEAKER = 0.8
"""Probability of being one that the speakers of a restatement must have."""
LEAST_WEIGHT = 6.0
"""What the shared words must weigh; FULL_WEIGHT where they are nearly all that both clauses have."""
FULL_WEIGHT, FULL_SHARE = 4.0, 0.85
LEAST_OF_WORDS = 2.5
RESIDUE, RESIDUE_SHARE = 2.0, 0.65
"""What each clause may say alone, by weight, unless that share is common: "bought slate", "stole wagons"."""
NEARLY = 0.75
"""Share of words in common from which two contents are the same but for what was altered."""
TURNING = ("negation", "turn", "falsity", "chance", "unknown")
PARTED_SHARE = 0.5
"""Share from which two clauses are so much alike that what parts them counts."""
TELLING = 0.6
"""What a word must weigh to count as one of them."""
LEAST_TERMS = 3
"""Words in common, a common negation counting as one: two are a subject ("tear gas"), not a claim."""
LEAST_SHARE, MOST_SHARE = 0.5, 0.62
"""Share of the one clause and of the other that must be common."""
NEAR_COSINE, FAR_COSINE = 0.78, 0.35
"""Cosine from which less need be common, and below which nothing is restated."""
EASIER = 0.8
RARE, COMMON_RARE, SHORT_ARTICLE = 4.0, 3, 12
"""How rare a word must be, and how many of them two articles must share to be of one matter, unless one has
so few of them that this says nothing."""
_BEFORE = re.compile(r"([^\W_]+)\W{1,2}$")
_BEHIND = re.compile(r"\W{1,2}([^\W_]+)")


def restatement(pair: Pair) -> Evidence | None:
    """Return why the second statement restates the first, or None."""
    if pair.same_speaker < SAME_SPEAKER:
        return None
    if pair.cosine is not None and pair.cosine < FAR_COSINE:
        return None
    best = _best(pair)
    taken = _position(pair)
    if best is None or (taken is not None and taken.confidence > best.confidence):
        return taken
    return best


def _best(pair: Pair) -> Evidence | None:
    found: Evidence | None = None
    if _altered(pair):
        return None
    comparisons = list(pair.comparisons())
    if any(_parts(comparison) for comparison in comparisons):
        return None
    for comparison in comparisons:
        if not _same_claim(pair, comparison):
            continue
        confidence = _confidence(pair, comparison)
        if found is None or confidence > found.confidence:
            printed = printed_between(pair.a, [x for x, _ in comparison.shared if x.weight > 1])
            found = Evidence(confidence, (f'the same claim: "{printed}"',))
    return found


def _altered(pair: Pair) -> bool:
    """Say whether two contents have nearly the same words, but for a telling one: "not", "may"."""
    first, second = pair.claim_a.forms, pair.claim_b.forms
    if len(first & second) < NEARLY * max(len(first), len(second)):
        return False
    alone = [sorted(one - other) for one, other in ((first, second), (second, first))]
    if any(_tells(form) for forms in alone for form in forms):
        return True
    full = [[form for form in forms if form not in empty()] for forms in alone]
    return len(full[0]) == len(full[1]) == 1 and lemma(full[0][0]) != lemma(full[1][0])


def _tells(form: str) -> bool:
    """Say whether a word by itself turns a claim round or weakens it."""
    entry = polarity_at([form], [lemma(form)], 0)
    return entry is not None and entry[1] in TURNING


def _parts(it: Comparison) -> bool:
    """Say whether clauses that are much alike part in a negation, an opposite, a number or their light."""
    alike = it.least >= PARTED_SHARE and it.weight >= FULL_WEIGHT
    apart = bool(it.opposed) or _counts_apart(it) or _negated_apart(it)
    return alike and (apart or not _one_light(it))


def _substituted(pair: Pair, it: Comparison) -> bool:
    """Say whether one word stands in the place of another, the words around being the same."""
    alone = [
        _places(said, [term for name, term in clause.terms.items() if name not in other.terms])
        for said, clause, other in ((pair.a, it.a, it.b), (pair.b, it.b, it.a))
    ]
    return not alone[0].isdisjoint(alone[1])


def _places(said: Said, terms: Sequence[Term]) -> frozenset[tuple[str, str]]:
    """Return the words right before and right behind each term."""
    text = said.article.text
    around = [
        (_BEFORE.search(text[max(0, one.start - 30) : one.start]), _BEHIND.match(text, one.end))
        for one in terms
    ]
    return frozenset((before[1].lower(), behind[1].lower()) for before, behind in around if before and behind)


def _negated_apart(it: Comparison) -> bool:
    """Say whether one clause alone has a negation, whatever it reaches."""
    scoped = [any(term.scoped for term in clause.terms.values()) for clause in (it.a, it.b)]
    return (bool(it.a.negators) or scoped[0]) != (bool(it.b.negators) or scoped[1])


def _same_claim(pair: Pair, it: Comparison) -> bool:
    ease = EASIER if pair.cosine is not None and pair.cosine >= NEAR_COSINE else 1.0
    least = FULL_WEIGHT if it.least >= FULL_SHARE else LEAST_WEIGHT
    if it.weight < least * ease or it.of_words < LEAST_OF_WORDS or _terms(it) < LEAST_TERMS:
        return False
    if it.residue >= RESIDUE and it.least < RESIDUE_SHARE:
        return False
    if _substituted(pair, it) or it.least < LEAST_SHARE * ease or it.most < MOST_SHARE * ease:
        return False
    if (
        it.opposed
        or it.hidden
        or _negated_apart(it)
        or it.times_apart()
        or it.names_apart()
        or it.halves_changed()
    ):
        return False
    return _one_light(it) and not _counts_apart(it)


def _terms(it: Comparison) -> int:
    """Return how many words are common, a negation in both clauses counting as one."""
    told = [(x, y) for x, y in it.shared if x.weight >= TELLING and not x.concept.startswith("@")]
    return len(told) + any(x.scoped and y.scoped for x, y in told)


def _one_light(it: Comparison) -> bool:
    """Say whether both clauses are put in one light: as fact, as duty, as chance, as wish."""
    if it.a.unreal != it.b.unreal:
        return False
    moods = {it.a.mood, it.b.mood}
    if len(moods) == 1:
        return True
    return (
        moods <= {Mood.FACT, Mood.PAST}
        or moods <= {Mood.FACT, Mood.FUTURE}
        or moods <= {Mood.POWER, Mood.FUTURE}
        or moods <= {Mood.FACT, Mood.POWER}
    )


def _counts_apart(it: Comparison) -> bool:
    """Say whether each clause gives a number that the other does not."""
    first, second = ({(one.low, one.high, one.unit) for one in clause.amounts} for clause in (it.a, it.b))
    return bool(first - second) and bool(second - first)


def _position(pair: Pair) -> Evidence | None:
    """Return that both take a position that people take in ever other words."""
    both = pair.claim_a.positions & pair.claim_b.positions
    if not both or not _one_matter(pair.a.article.text, pair.b.article.text):
        return None
    for one in positions():
        if one.name in both:
            return Evidence(round(0.9 * pair.same_speaker, 3), (f"each {one.label}",))
    return None


def _one_matter(first: str, second: str) -> bool:
    """Say whether two articles have rare words in common, or one is too short to have many."""
    a, b = _rare_words(first), _rare_words(second)
    return min(len(a), len(b)) < SHORT_ARTICLE or len(a & b) >= COMMON_RARE


@lru_cache(maxsize=1_024)
def _rare_words(text: str) -> frozenset[str]:
    """Return the stems of an article that few articles have."""
    return frozenset(stem for word in words(text) if rarity(stem := lemma(word.token)) >= RARE)


def _confidence(pair: Pair, it: Comparison) -> float:
    share, weight = (it.least + it.most) / 2, min(1.0, it.weight / (2 * LEAST_WEIGHT))
    near = 0.03 if pair.cosine is not None and pair.cosine >= NEAR_COSINE else 0.0
    return round(pair.same_speaker * min(0.97, 0.55 + 0.25 * share + 0.15 * weight + near), 3)
