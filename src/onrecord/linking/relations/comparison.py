"""Two clauses side by side: what they share, how much of each that is, and where they part."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.linking.relations.claims import GROUP, SELF, SELF_WEIGHT, Clause, Term

NAMES_APART = 2.0
"""Weight of unshared names on both sides from which two clauses are about different people or places."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two clauses share.

    ``opposed`` has the pairs of terms whose signs differ, ``hidden`` says that some sign cannot be told,
    ``of_a`` and ``of_b`` are the shares of each clause's weight that the other has too, ``scoped`` is the
    share of what a negation reaches that the other clause has too.
    """

    a: Clause
    b: Clause
    shared: tuple[tuple[Term, Term], ...]
    weight: float
    of_a: float
    of_b: float
    opposed: tuple[tuple[Term, Term], ...]
    hidden: bool
    scoped: float

    @property
    def least(self) -> float:
        """Return the smaller share."""
        return min(self.of_a, self.of_b)

    @property
    def most(self) -> float:
        """Return the larger share."""
        return max(self.of_a, self.of_b)

    @property
    def of_words(self) -> float:
        """Return the weight of what is shared and no name."""
        return sum(min(x.weight, y.weight) for x, y in self.shared if not (x.name or y.name))

    @property
    def residue(self) -> float:
        """Return what the words weigh, no names, that one clause has alone; of the two the smaller."""
        both = ((self.a, self.b), (self.b, self.a))
        return min(
            sum(term.weight for name, term in one.terms.items() if not term.name and name not in other.terms)
            for one, other in both
        )

    def names_apart(self) -> bool:
        """Say whether each clause names somebody or something that the other does not."""
        common = {term.concept for term, _ in self.shared}
        alone = [
            sum(term.weight for term in clause.terms.values() if term.name and term.concept not in common)
            for clause in (self.a, self.b)
        ]
        return min(alone) >= NAMES_APART

    def times_apart(self) -> bool:
        """Say whether the clauses are of different times."""
        return any(
            kind in self.b.times and self.b.times[kind] != value for kind, value in self.a.times.items()
        )

    def halves_changed(self) -> bool:
        """Say whether the first and the last shared word have changed places, the rest between them."""
        if self.a.passive != self.b.passive or len(self.shared) < 3:
            return False
        in_a = sorted(self.shared, key=lambda pair: pair[0].start)
        in_b = sorted(self.shared, key=lambda pair: pair[1].start)
        return in_a[0] is in_b[-1] and in_a[-1] is in_b[0]


def compare(a: Clause, b: Clause) -> Comparison:
    """Return what two clauses share."""
    shared = tuple((term, b.terms[name]) for name, term in a.terms.items() if name in b.terms)
    weight = sum((x.weight + y.weight) / 2 for x, y in shared)
    opposed = tuple((x, y) for x, y in shared if x.sign * y.sign < 0)
    hidden = any((x.sign == 0) != (y.sign == 0) for x, y in shared)
    return Comparison(
        a, b, shared, weight, _share(weight, a), _share(weight, b), opposed, hidden, _scoped(a, b)
    )


def named(clause: Clause, surname: str, weight: float) -> Clause:
    """Return a clause with its speaker's surname for "I": so that another's words about him meet it."""
    if SELF not in clause.terms or not surname:
        return clause
    own = clause.terms[SELF]
    terms = {name: term for name, term in clause.terms.items() if name not in (SELF, GROUP, surname)}
    terms[surname] = Term(surname, own.sign, weight, own.start, own.end, name=True)
    return Clause(
        terms, clause.mood, clause.amounts, clause.times, "", clause.unreal, clause.partial, clause.passive,
        clause.negators, clause.start, clause.end,
    )  # fmt: skip


def _share(weight: float, clause: Clause) -> float:
    return min(1.0, weight / clause.weight) if clause.weight else 0.0


def _scoped(a: Clause, b: Clause) -> float:
    """Return the share of what negations reach that both clauses have; 1 where there is none."""
    whole = common = 0.0
    for clause, other in ((a, b), (b, a)):
        for name, term in clause.terms.items():
            if term.scoped and term.weight > SELF_WEIGHT:
                whole += term.weight
                common += term.weight if name in other.terms else 0.0
    return common / whole if whole else 1.0
