"""A small story in five outlets, read by hand: one press conference retold, and what was said later."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.linking.utterances.sides import Side, shapes
from onrecord.model import Article, Attribution, Person, PersonKind, Quote, ReadArticle, Span, Statement

DIRECT, INDIRECT, MIXED = Quote.DIRECT, Quote.INDIRECT, Quote.MIXED
PERSON, BODY = PersonKind.PERSON, PersonKind.ORGANIZATION


@dataclass(frozen=True)
class Saying:
    """Who says what: the id of a person of the article, and the words as they stand in the text."""

    who: str | None
    words: tuple[str, ...]
    quote: Quote = DIRECT
    said: str | None = None
    via: tuple[str, ...] = ()
    act: str = "assert"


def says(
    who: str | None,
    *words: str,
    quote: Quote = DIRECT,
    said: str | None = None,
    via: tuple[str, ...] = (),
    act: str = "assert",
) -> Saying:
    """Return a saying; ``words`` are one stretch of the text or several."""
    return Saying(who, words, quote, said, via, act)


def retelling(
    identifier: str,
    outlet: str | None,
    published: str | None,
    text: str,
    people: tuple[Person, ...],
    *sayings: Saying,
    extractor: str = "v1",
) -> ReadArticle:
    """Return an article as read; each stretch of words has to stand in the text once."""
    statements = tuple(
        _statement(identifier, number, text, one) for number, one in enumerate(sayings, start=1)
    )
    article = Article(identifier, text, outlet=outlet, published=published)
    return ReadArticle(article, statements, people, extractor)


def _statement(identifier: str, number: int, text: str, one: Saying) -> Statement:
    for words in one.words:
        assert text.count(words) == 1, words
    content = tuple(Span(text.index(words), text.index(words) + len(words)) for words in one.words)
    relation = Attribution(content, (), (), one.quote, True, 0.9)
    return Statement(
        f"{identifier}-{number}", identifier, relation, one.who, via=one.via, act=one.act, said=one.said
    )


def somebody(name: str, *names: str, kind: PersonKind = PERSON, speaks_for: str | None = None) -> Person:
    """Return an article's person, whose id is the last word of the name."""
    identifier = name.split()[-1].lower()
    return Person(identifier, name, kind, (name, *names), speaks_for=speaks_for)


def one_saying(
    words: str,
    who: Person | None = None,
    *,
    article: str = "a",
    published: str | None = "2024-03-02",
    quote: Quote = DIRECT,
    said: str | None = None,
    via: tuple[Person, ...] = (),
    around: str = "",
) -> ReadArticle:
    """Return an article in which one person says one thing; ``{}`` in ``around`` is where it stands."""
    text = (around or "{}\n\nThe meeting went on.").replace("{}", words)
    people = tuple(one for one in (who, *via) if one is not None)
    heard = tuple(one.id for one in via)
    one = says(who.id if who else None, words, quote=quote, said=said, via=heard)
    return retelling(article, f"Outlet {article}", published, text, people, one)


def side(read: ReadArticle, number: int = 0) -> Side:
    """Return the side of all of a statement."""
    return Side(read, number, shapes(read, number)[-1][-1])


KESSLER, VOSSLER = somebody("Ida Kessler", "Kessler"), somebody("Piet Vossler", "Vossler")
MINISTRY = somebody("Ministry of Harbours", kind=BODY)
AMSEL = somebody("Ruth Amsel", "Amsel", speaks_for="harbours")
STRAND = somebody("Radio Strand", kind=BODY)

ROTTEN = (
    "“The old ferry pier is rotten to the last plank and it will be closed before the first frost of October”"
)
CROWN = "“We will not spend a single crown of public money on patching it.”"
DOCKERS = "“Closing the pier without a bridge is throwing six hundred dockers overboard”"
GAUGES = "“The tide gauges were last calibrated eleven years ago and nobody noticed”"

COURIER = retelling(
    "courier",
    "The Carrow Courier",
    "2024-03-02",
    f"""MARREN - The ferry pier of Marren is to be shut, governor Ida Kessler told reporters on Friday.

{ROTTEN}, Kessler said. {CROWN}

{DOCKERS}, said Piet Vossler, who leads the dockers' union.

Ruth Amsel of the Ministry of Harbours said the tide gauges had not been calibrated for eleven years.
""",
    (KESSLER, VOSSLER, MINISTRY, AMSEL),
    says("kessler", "The ferry pier of Marren is to be shut", quote=INDIRECT, said="2024-03-01"),
    says("kessler", ROTTEN, said="2024-03-01"),
    says("kessler", CROWN, said="2024-03-01"),
    says("vossler", DOCKERS),
    says("amsel", "the tide gauges had not been calibrated for eleven years", quote=INDIRECT),
)
HERALD = retelling(
    "herald",
    "Herald of Marren",
    "2024-03-02T18:30:00",
    """The governor has lost patience with the ferry pier.

It was “rotten to the last plank” and would be closed before the first frost of October, Ida Kessler said.

“We will not spend a single crown,” she told reporters, “of public money on patching it.”

Dockers' leader Piet Vossler said closing the pier would throw six hundred dockers overboard.
""",
    (KESSLER, VOSSLER),
    says(
        "kessler",
        "It was “rotten to the last plank” and would be closed before the first frost of October",
        quote=MIXED,
        said="2024-03-01",
    ),
    says(
        "kessler",
        "“We will not spend a single crown,”",
        "“of public money on patching it.”",
        said="2024-03-01",
    ),
    says("vossler", "closing the pier would throw six hundred dockers overboard", quote=INDIRECT),
)
LEDGER = retelling(
    "ledger",
    "Evening Ledger",
    "2024-03-03",
    f"""Ida Kessler, the governor, announced that the old ferry pier was rotten and would be closed before
the first frost of October.

{DOCKERS}, Ida Kessler added, to the surprise of the unions.

{GAUGES}, the Ministry of Harbours said in a note.
""",
    (KESSLER, MINISTRY),
    says(
        "kessler",
        "the old ferry pier was rotten and would be closed before\nthe first frost of October",
        quote=INDIRECT,
        act="announce",
    ),
    says("kessler", DOCKERS),
    says("harbours", GAUGES),
)
LATER = retelling(
    "later",
    "The Carrow Courier",
    "2024-05-20",
    """Governor Ida Kessler is not to be moved.

“The pier is rotten and it will be closed before the first frost”, Kessler told Radio Strand on Sunday.

“Nobody has shown me a cheaper bridge than the one we have drawn”, she said.
""",
    (KESSLER, STRAND),
    says(
        "kessler",
        "“The pier is rotten and it will be closed before the first frost”",
        said="2024-05-19",
        via=("strand",),
    ),
    says(
        "kessler",
        "“Nobody has shown me a cheaper bridge than the one we have drawn”",
        said="2024-05-19",
        via=("strand",),
    ),
)
WEEKLY = retelling(
    "weekly",
    "Marren Weekly",
    None,
    f"""What the quay says.

{DOCKERS}, said Piet Vossler of the union.

The ministry has “no plans for a bridge”, Ruth Amsel said.
""",
    (VOSSLER, AMSEL),
    says("vossler", DOCKERS),
    says("amsel", "The ministry has “no plans for a bridge”", quote=MIXED),
)
NAMELESS = retelling(
    "nameless",
    None,
    "2024-03",
    """“My grandmother sold herring on that pier for forty winters”, said a passenger.

It rained.
""",
    (),
    says(None, "“My grandmother sold herring on that pier for forty winters”"),
)
STORY = (COURIER, HERALD, LEDGER, LATER, WEEKLY, NAMELESS)
