"""What is known of a statement beside its words: each value with what it rests on and who decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.model import Ground, Judgement, Person, PersonKind, ReadArticle, Statement
from onrecord.record import Entry, Provenance
from onrecord.record.entries import GAP, printed
from onrecord.resolution.chain import Hop, chain
from onrecord.web import urls, wording
from onrecord.web.pages.voices import Voice, number, rejected

_QUOTED = 120
"""Characters of another statement's words that stand for it."""


@dataclass(frozen=True, slots=True)
class Rests:
    """What a value rests on: the rule, how surely, and the printed words."""

    by: str
    confidence: float
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is known of a statement.

    ``words`` are shown; ``note`` says more of them.  Where somebody decided, ``decided`` is that judgement
    and ``machine`` what the machine found.
    """

    label: str
    words: str
    rests: tuple[Rests, ...] = ()
    note: str = ""
    address: str | None = None
    machine: str | None = None
    decided: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the margin of its article shows it."""

    entry: Entry
    number: int
    voice: Voice | None
    role: str
    chain: tuple[str, ...]
    others: int
    utterance: str | None
    told: tuple[Told, ...]
    before: int | None = None
    after: int | None = None

    @property
    def rejected(self) -> bool:
        """Whether somebody decided that this is no statement."""
        return rejected(self.entry)


def cards(
    entries: list[Entry], read: ReadArticle, known: Mapping[str, Voice], behind: Mapping[str, Provenance]
) -> list[Card]:
    """Return the cards of an article's statements, which come in the order of the text."""
    numbers = [number(entry) for entry in entries]
    made = []
    for place, entry in enumerate(entries):
        hops, stands = chain(read, entry.statement), behind.get(entry.statement.id)
        made.append(
            Card(
                entry,
                numbers[place],
                known.get(entry.statement.id),
                role(entry.speaker),
                passed_on(hops),
                stands.outlets if stands else 0,
                stands.utterances[0] if stands and stands.utterances else None,
                tuple(told(entry, read, hops)),
                numbers[place - 1] if place else None,
                numbers[place + 1] if place + 1 < len(numbers) else None,
            )
        )
    return made


def role(person: Person | None) -> str:
    """Return what an article says that a person is."""
    if person is None:
        return ""
    return person.roles[0].words if person.roles else person.occupation


def passed_on(hops: tuple[Hop, ...]) -> tuple[str, ...]:
    """Return who stands between the outlet and the speaker."""
    return tuple(hop.name for hop in hops[1:-1])


def told(entry: Entry, read: ReadArticle, hops: tuple[Hop, ...] | None = None) -> Iterator[Told]:
    """Yield who, to whom, through what, what it does, when, where, by which chain, what it answers.

    And after that the words that somebody corrected.
    """
    statement = entry.statement
    yield _speaker(entry)
    if statement.addressee:
        yield _of_person(entry, "to", "addressee", statement.addressee)
    for through in statement.via:
        yield _of_person(entry, "via", "via", through)
    for label, field, words in (
        ("act", "act", wording.act(statement.act)),
        ("said", "said", wording.day(statement.said)),
        ("at", "place", statement.place or ""),
    ):
        if words:
            yield Told(label, words, rests(entry, field))
    yield Told(
        "chain", " › ".join(names_of(entry, hops or chain(read, statement))), rests(entry, "chain", "parent")
    )
    if statement.answers:
        yield _answered(entry, read, statement.answers)
    if not statement.attribution.communicated:
        yield Told("kind", "a belief, wish or feeling; not communicated")
    yield from corrected(entry)


def names_of(entry: Entry, hops: tuple[Hop, ...]) -> tuple[str, ...]:
    """Return the names along a chain, from the outlet to the speaker as shown."""
    outlet = hops[0].name or wording.whose(entry)
    return (outlet, *passed_on(hops), entry.speaker_name or "not known")


def rests(entry: Entry, *fields: str) -> tuple[Rests, ...]:
    """Return what fields of a statement rest on."""
    found = (entry.statement.ground(field) for field in fields)
    return tuple(_rests(entry, ground) for ground in found if ground is not None)


def corrected(entry: Entry) -> Iterator[Told]:
    """Yield content, cue and source where somebody corrected them, with what the machine found."""
    if entry.review is None:
        return
    found = entry.statement.attribution
    for name in ("content", "cue", "source"):
        if getattr(entry.review, name) is not None:
            machine = printed(getattr(found, name), entry.article.text)
            decided = decision(entry, "span", name)
            yield Told(name, getattr(entry, name) or "none", machine=machine or "none", decided=decided)


def decision(entry: Entry, kind: str, value: str = "") -> Judgement | None:
    """Return the latest judgement of a kind on a statement."""
    judgements = entry.review.judgements if entry.review else ()
    return next((one for one in judgements if one.kind == kind and one.value.startswith(value)), None)


def called(person: Person | None) -> str:
    """Return the name of one of the article's people, or that nobody is known."""
    return person.name if person else "not known"


def _speaker(entry: Entry) -> Told:
    decided = entry.review is not None and entry.review.speaker is not None
    machine = entry.one_of(entry.statement.speaker)
    return Told(
        "who",
        entry.speaker_name or "not known",
        rests(entry, "speaker"),
        _described(entry),
        urls.person(entry.person) if entry.person else None,
        called(machine) if decided else None,
        decision(entry, "speaker") if decided else None,
    )


def _described(entry: Entry) -> str:
    speaker = entry.speaker
    if speaker is None:
        return "" if entry.speaker_name else "the article may tell, but it was not found out"
    facts = [
        "unnamed by the article" if speaker.kind is PersonKind.UNNAMED else wording.kind(str(speaker.kind))
    ]
    facts += [role(speaker)] if role(speaker) else []
    body = entry.one_of(speaker.speaks_for)
    facts += [f"speaks for {body.name}"] if body else []
    if speaker.anonymity:
        facts.append(f"“{printed(speaker.anonymity, entry.article.text)}”")
    if speaker.name != entry.speaker_name:
        facts.append(f"here “{speaker.name}”")
    return ", ".join(facts)


def _of_person(entry: Entry, label: str, field: str, identifier: str) -> Told:
    person = entry.one_of(identifier)
    return Told(label, person.name if person else identifier, rests(entry, field), role(person))


def _answered(entry: Entry, read: ReadArticle, identifier: str) -> Told:
    other = next((one for one in read.statements if one.id == identifier), None)
    words = of(other, read) if other else identifier
    return Told("answers", words, rests(entry, "answers"), address=urls.statement(identifier))


def of(statement: Statement, read: ReadArticle) -> str:
    """Return who says what, in one line."""
    person = next((one for one in read.people if one.id == statement.speaker), None)
    words = " ".join(printed(statement.attribution.content, read.article.text).split())
    return f"{called(person)}: {words[:_QUOTED]}{'…' if len(words) > _QUOTED else ''}"


def _rests(entry: Entry, ground: Ground) -> Rests:
    words = GAP.join(" ".join(span.of(entry.article.text).split()) for span in ground.spans)
    return Rests(ground.by, ground.confidence, words)


def numbered(found: Iterable[Card]) -> dict[int, list[Card]]:
    """Return cards by the paragraph, from 0, in which their statements begin."""
    by_place: dict[int, list[Card]] = {}
    for card in found:
        by_place.setdefault(card.entry.place.paragraph - 1, []).append(card)
    return by_place
