"""Tell that two claims cannot both be true: one says "not", an opposite, or another number.

A contradiction is one only where the rest of the two clauses is the same: same people, same time, same
mood.  Kinds of contradiction are those of de Marneffe, Rafferty and Manning (2008) that words show:
negation, antonymy, numbers, and denials.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.linking.relations.amounts import Amount
from onrecord.linking.relations.claims import GROUP, SELF_WEIGHT, Clause, Mood
from onrecord.linking.relations.comparison import Comparison
from onrecord.linking.relations.evidence import Evidence, Pair, printed_between

LEAST_WEIGHT = 4.5
"""What the shared words must weigh together."""
DENIED_WEIGHT = 3.5
"""The same where one is a denial: "has denied any collusion"."""
LEAST_OF_WORDS = 1.5
"""What those of them must weigh that are no names."""
LEAST_SHARE, MOST_SHARE = 0.5, 0.78
"""Share of the one clause and of the other that must be common."""
LEAST_SCOPED = 0.6
"""Share of what is negated that the other clause must have."""
NUMBER_SHARE = 0.7
ONCE = frozenset(
    ("held", "hold", "open", "begin", "start", "launch", "vote", "arriv", "publish", "sign", "meet")
)


@dataclass(frozen=True, slots=True)
class _Judged:
    comparison: Comparison
    kind: str
    reason: str


def contradiction(pair: Pair) -> Evidence | None:
    """Return why two statements contradict each other, the surest reason, or None."""
    best: Evidence | None = None
    for judged in _judged(pair):
        confidence = _confidence(judged)
        if best is None or confidence > best.confidence:
            best = Evidence(confidence, (judged.reason,))
    return best


def _judged(pair: Pair) -> Iterator[_Judged]:
    for comparison in pair.comparisons():
        denied = bool(pair.claim_a.denied) != bool(pair.claim_b.denied)
        if (
            comparison.weight < (DENIED_WEIGHT if denied else LEAST_WEIGHT)
            or comparison.of_words < LEAST_OF_WORDS
        ):
            continue
        if not _about_one_thing(pair, comparison):
            continue
        for way in (_denied, _opposed, _counted, _dated):
            judged = way(pair, comparison)
            if judged is not None:
                yield judged
                break


def _about_one_thing(pair: Pair, it: Comparison) -> bool:
    """Say whether the clauses speak of one thing in one light."""
    if it.a.unreal or it.b.unreal or Mood.CHANCE in (it.a.mood, it.b.mood):
        return False
    if (
        Mood.DUTY in (it.a.mood, it.b.mood) or Mood.POWER in (it.a.mood, it.b.mood)
    ) and it.a.mood != it.b.mood:
        return False
    if {it.a.mood, it.b.mood} == {Mood.PAST, Mood.FUTURE}:
        return False
    if it.names_apart() or it.hidden or it.halves_changed():
        return False
    return pair.one_speaker or not _two_selves(it)


def _two_selves(it: Comparison) -> bool:
    """Say whether each of two speakers speaks of himself."""
    return (
        it.a.first != ""
        and it.b.first != ""
        and not (it.a.first == it.b.first == GROUP and it.a.mood == it.b.mood == Mood.POWER)
    )


def _denied(pair: Pair, it: Comparison) -> _Judged | None:
    """Return a contradiction by a denial or negation that reaches what both clauses say."""
    if not it.opposed or it.times_apart() or it.least < LEAST_SHARE or it.most < MOST_SHARE:
        return None
    turned = [(x, y) for x, y in it.opposed if x.scoped != y.scoped]
    if it.scoped < LEAST_SCOPED or not turned or len({x.scoped for x, _ in turned}) > 1:
        return None
    negated, other = (it.a, it.b) if turned[0][0].scoped else (it.b, it.a)
    claim, side = (pair.claim_a, pair.a) if negated is it.a else (pair.claim_b, pair.b)
    if negated.partial or not _same_predicate(negated, other, bool(claim.denied)):
        return None
    other_terms = [y if negated is it.a else x for x, y in it.opposed]
    words = printed_between(pair.b if negated is it.a else pair.a, other_terms)
    if claim.denied:
        return _Judged(it, "denial", f'a denial of "{words}"')
    marks = [span.of(side.article.text) for span in negated.negators]
    return _Judged(it, "negation", f'"{marks[0] if marks else "not"}" against no negation: "{words}"')


def _same_predicate(negated: Clause, other: Clause, denied: bool) -> bool:
    """Say whether what is negated first is said by the other clause too, as a deed and not in passing."""
    reached = [
        term for term in negated.terms.values() if term.scoped and not term.name and term.weight > SELF_WEIGHT
    ]
    for term in reached[: 2 if denied else 1]:
        twin = other.terms.get(term.concept)
        if twin and twin.open <= term.open and (denied or twin.nominal == term.nominal):
            return True
    return False


def _opposed(pair: Pair, it: Comparison) -> _Judged | None:
    """Return a contradiction by one pair of opposites, all else being the same."""
    if len(it.opposed) != 1 or it.times_apart() or it.least < LEAST_SHARE + 0.1 or it.most < MOST_SHARE:
        return None
    x, y = it.opposed[0]
    if x.open != y.open:  # an infinitive is a deed that nobody need do
        return None
    if not x.concept.startswith("±") or x.scoped != y.scoped or x.scoped or it.a.partial or it.b.partial:
        return None
    words = (pair.a.article.text[x.start : x.end], pair.b.article.text[y.start : y.end])
    return _Judged(it, "opposites", f'"{words[0]}" against "{words[1]}"')


def _counted(pair: Pair, it: Comparison) -> _Judged | None:
    """Return a contradiction by two numbers of one thing that exclude each other."""
    if it.opposed or it.times_apart() or it.least < NUMBER_SHARE or it.a.partial or it.b.partial:
        return None
    if len(it.a.amounts) != 1 or len(it.b.amounts) != 1:
        return None
    if it.residue >= LEAST_OF_WORDS:
        return None
    first, second = it.a.amounts[0], it.b.amounts[0]
    if not first.excludes(second) or not _same_counted(first, second) or pair.may_be_revised():
        return None
    words = (
        pair.a.article.text[first.start : first.end],
        pair.b.article.text[second.start : second.end],
    )
    return _Judged(it, "numbers", f"{words[0]} against {words[1]}")


def _same_counted(first: Amount, second: Amount) -> bool:
    """Say whether two numbers are of the same: percent, dollars or "people" both."""
    return (
        bool(first.unit)
        or bool(set(first.counted[:1]) & set(second.counted))
        or bool(set(second.counted[:1]) & set(first.counted))
    )


def _dated(_: Pair, it: Comparison) -> _Judged | None:
    """Return a contradiction by two dates of one event to come."""
    dates = it.a.times.get("date"), it.b.times.get("date")
    if None in dates or dates[0] == dates[1] or it.opposed or it.least < MOST_SHARE:
        return None
    if (
        it.a.mood is not Mood.FUTURE
        or it.b.mood is not Mood.FUTURE
        or " ".join(map(str, dates)).count(" ") != 3
    ):
        return None
    return _Judged(it, "dates", f"{dates[0]} against {dates[1]}".title().replace("Against", "against"))


_SURE = {"denial": 0.93, "negation": 0.92, "opposites": 0.9, "numbers": 0.85, "dates": 0.88}


def _confidence(judged: _Judged) -> float:
    """Return the probability that a contradiction is one: less, the less of the clauses is the same."""
    share = (judged.comparison.least + judged.comparison.most) / 2
    weight = min(1.0, judged.comparison.weight / (2 * LEAST_WEIGHT))
    return round(_SURE[judged.kind] * (0.55 + 0.3 * share + 0.15 * weight), 3)
