"""Read entity mentions, coreference and names: GUM, LitBank, GAP, and the corpora of named entities.

GUM (Zeldes 2017): nested mentions of all entities with the tokens of their heads.  LitBank (Bamman et
al. 2020): coreference in fiction.  GAP (Webster et al. 2018): ambiguous pronouns with two names each.
Wikigold, WNUT17 and CrossNER's politics: named entities, in IOB columns.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpora.conllu import ParsedDocument, Word, gum_split, read_conllu
from training.corpora.sources import corpora

Pair = tuple[int, int]

KINDS = {"person": "person", "organization": "organization", "place": "place"}
"""GUM's entity types that we tell apart; the rest is *other*."""
NAME_KINDS = {
    "PER": "person", "person": "person", "politician": "person",
    "ORG": "organization", "organisation": "organization", "politicalparty": "organization",
    "corporation": "organization", "group": "organization",
    "LOC": "place", "location": "place", "country": "place",
}  # fmt: skip
"""Labels of the corpora of names; the others (works, products, elections, events) are *other*."""
PRONOUNS = frozenset(
    [
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "we",
        "us",
        "our",
        "ours",
        "ourselves",
        "you",
        "your",
        "yours",
        "yourself",
        "yourselves",
        "he",
        "him",
        "his",
        "himself",
        "she",
        "her",
        "hers",
        "herself",
        "it",
        "its",
        "itself",
        "they",
        "them",
        "their",
        "theirs",
        "themselves",
        "who",
        "whom",
        "whose",
        "one",
        "this",
        "that",
        "these",
        "those",
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "everyone",
        "everybody",
        "nobody",
        "both",
        "all",
        "each",
        "others",
        "another",
        "some",
        "many",
    ]
)
PERSONAL = frozenset(
    ["i", "me", "my", "he", "him", "his", "himself", "she", "her", "hers", "herself", "who", "whom"]
)
TITLES = frozenset(
    [
        "Mr",
        "Mr.",
        "Mrs",
        "Mrs.",
        "Ms",
        "Ms.",
        "Dr",
        "Dr.",
        "Sir",
        "Lord",
        "Lady",
        "President",
        "Prof.",
        "Professor",
        "Senator",
        "Minister",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "of",
        "in",
        "at",
        "on",
        "from",
        "to",
        "with",
        "for",
        "by",
        "who",
        "whom",
        "whose",
        "which",
        "that",
        ",",
        "(",
        "and",
        "or",
        "as",
        "about",
    ]
)


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention: its span and its head's, in code points; ``kind`` is None where it is not annotated."""

    span: Pair
    head: Pair
    kind: str | None
    form: str
    entity: int


@dataclass(frozen=True, slots=True)
class EntityDocument:
    """A text with its mentions (None: not annotated) and its names as (start, end, kind) (None likewise)."""

    id: str
    text: str
    mentions: tuple[GoldMention, ...] | None
    names: tuple[tuple[int, int, str], ...] | None = None
    choices: tuple[tuple[Pair, tuple[Pair, ...], int], ...] = ()
    """Of GAP: (pronoun, candidates, index of the right one or -1)."""


def gum_entities(part: str) -> Iterator[EntityDocument]:
    """Yield GUM's documents of a part with all their mentions."""
    parts = gum_split()
    for path in sorted((corpora() / "gum" / "dep").glob("*.conllu")):
        if parts.get(path.stem, "train") == part:
            (parsed,) = read_conllu(path)
            mentions = tuple(gum_mentions(parsed))
            yield EntityDocument(parsed.id, parsed.text, mentions, tuple(_gum_names(parsed, mentions)))


def gum_mentions(parsed: ParsedDocument) -> Iterator[GoldMention]:
    """Yield the mentions of a parsed GUM document."""
    opened: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for index, word in enumerate(parsed.words):
        value = next((p[7:] for p in word.misc.split("|") if p.startswith("Entity=")), "")
        for kind, body in _brackets(value):
            if kind == "close":
                first, fields = opened[body].pop()
                yield _gum_mention(parsed.words, first, index, fields)
            else:
                fields = body.split("-")
                if kind == "single":
                    yield _gum_mention(parsed.words, index, index, fields)
                else:
                    opened[fields[0]].append((index, fields))


def _gum_names(parsed: ParsedDocument, mentions: Sequence[GoldMention]) -> Iterator[tuple[int, int, str]]:
    """Yield the outermost names; where a mention is more than its name its words are of kind ``?``.

    A name is a mention of proper nouns from end to end, articles and titles aside.
    """
    taken = 0
    for mention in sorted(mentions, key=lambda m: (m.span[0], -m.span[1])):
        if mention.form != "name" or mention.span[0] < taken:
            continue
        words = [w for w in parsed.words if mention.span[0] <= w.start and w.end <= mention.span[1]]
        while words and (words[0].upos == "DET" or parsed.text[words[0].start : words[0].end] in TITLES):
            words = words[1:]
        while words and words[-1].upos == "PART":
            words = words[:-1]
        if not words or {w.upos for w in words} <= {"NUM", "PUNCT"} or mention.kind == "time":
            continue
        inner = {w.upos for w in words} <= {"PROPN", "ADP", "DET", "CCONJ", "PUNCT", "NUM", "PART", "X"}
        edges = words[0].upos == words[-1].upos == "PROPN" or (len(words) > 1 and words[0].upos == "PROPN")
        dated = any("ime" in w.misc and "-time-" in w.misc for w in words)
        if inner and edges and not dated:
            yield words[0].start, words[-1].end, str(mention.kind)
            taken = words[-1].end
        else:
            for word in words:
                if word.upos == "PROPN" and word.start >= taken:
                    yield word.start, word.end, "?"


def _brackets(value: str) -> Iterator[tuple[str, str]]:
    """Yield (open | single | close, text) of GUM's bracket notation."""
    at = 0
    while at < len(value):
        if value[at] == "(":
            stop = min((p for p in (value.find("(", at + 1), value.find(")", at + 1)) if p > 0), default=-1)
            inner = value[at + 1 : stop if stop > 0 else len(value)]
            if stop > 0 and value[stop] == ")":
                # a close of another entity may follow without a bracket of its own: "(5-...-sgl3)"
                yield "single", inner
                at = stop + 1
            else:
                ended = re.match(r"(.*)$", inner)
                assert ended
                yield "open", inner
                at = stop if stop > 0 else len(value)
        else:
            stop = value.index(")", at)
            yield "close", value[at:stop]
            at = stop + 1


def _gum_mention(words: Sequence[Word], first: int, last: int, fields: list[str]) -> GoldMention:
    identity, kind, minspan = fields[0], fields[1], fields[5]
    inside = [first + int(n) - 1 for n in re.findall(r"\d+", minspan)]
    inside = [n for n in inside if first <= n <= last] or [last]
    head = (words[inside[0]].start, words[inside[-1]].end) if len(inside) <= 4 else (
        words[inside[0]].start, words[inside[0]].end)  # fmt: skip
    tags = {words[n].upos for n in inside}
    form = "name" if "PROPN" in tags else "pronoun" if tags & {"PRON", "DET"} else "description"
    return GoldMention(
        (words[first].start, words[last].end), head, KINDS.get(kind, "other"), form, int(identity)
    )


def litbank() -> Iterator[EntityDocument]:
    """Yield LitBank's documents, printed with single spaces and cut into paragraphs of six sentences."""
    for path in sorted((corpora() / "litbank" / "coref").glob("*.conll")):
        text, mentions, opened = "", [], defaultdict(list)
        places: list[tuple[str, int, int]] = []
        sentences = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            columns = line.split("\t")
            if len(columns) < 5:
                sentences += bool(places)
                text += "\n\n" if text and sentences % 6 == 0 and not text.endswith("\n\n") else ""
                continue
            token = columns[3]
            glue = (
                "" if not text or text[-1] in "\n(`" or re.fullmatch(r"[,.;:!?)]|''|'s|n't", token) else " "
            )
            start = len(text) + len(glue)
            text += glue + token
            places.append((token, start, len(text)))
            for part in filter(None, columns[-1].split("|")) if columns[-1] != "_" else ():
                number = int(re.sub(r"\D", "", part))
                if part.startswith("("):
                    opened[number].append(len(places) - 1)
                if part.endswith(")"):
                    mentions.append((opened[number].pop(), len(places) - 1, number))
        yield EntityDocument(path.stem, text, tuple(_litbank_mentions(places, mentions)))


def _litbank_mentions(
    places: Sequence[tuple[str, int, int]], mentions: Sequence[tuple[int, int, int]]
) -> Iterator[GoldMention]:
    people = {n for first, last, n in mentions if first == last and places[first][0].lower() in PERSONAL}
    for first, last, number in sorted(mentions):
        head = _head_word([places[n][0] for n in range(first, last + 1)]) + first
        word = places[head][0]
        form = "pronoun" if word.lower() in PRONOUNS else "name" if word[:1].isupper() else "description"
        start = head
        while form == "name" and start > first and places[start - 1][0][:1].isupper():
            start -= 1
        yield GoldMention(
            (places[first][1], places[last][2]),
            (places[start][1], places[head][2]),
            "person" if number in people else None,
            form,
            number,
        )


def _head_word(words: Sequence[str]) -> int:
    """Return the place of a noun phrase's head: the word before its first preposition, clause or comma."""
    for place, word in enumerate(words[1:], 1):
        if word.lower() in _PREPOSITIONS:
            return place - 1
    return len(words) - 1


def gap() -> Iterator[EntityDocument]:
    """Yield GAP's development and validation texts, each with one pronoun and two names."""
    for part in ("development", "validation"):
        with (corpora() / "gap" / f"gap-{part}.tsv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                spans = [
                    (int(row[f"{name}-offset"]), int(row[f"{name}-offset"]) + len(row[name]))
                    for name in ("Pronoun", "A", "B")
                ]
                right = 0 if row["A-coref"] == "TRUE" else 1 if row["B-coref"] == "TRUE" else -1
                choice = (spans[0], (spans[1], spans[2]), right)
                yield EntityDocument(row["ID"], row["Text"], None, choices=(choice,))


def named_entities(part: str) -> Iterator[EntityDocument]:
    """Yield texts with names: ``train`` or ``dev``.  Wikigold has no parts: every fifth text is dev."""
    root = corpora() / "ner"
    files = {
        "train": [("crossner", root / "crossner_politics" / "train.txt"),
                  ("wnut17", root / "wnut17" / "CONLL-format" / "data" / "train" / "wnut17train.conll")],
        "dev": [("crossner", root / "crossner_politics" / "dev.txt"),
                ("wnut17", root / "wnut17" / "CONLL-format" / "data" / "dev" / "emerging.dev.conll")],
    }  # fmt: skip
    for name, path in files[part]:
        yield from _columns(name, path, 8 if name == "crossner" else 5)
    gold = root / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt"
    for number, document in enumerate(_columns("wikigold", gold, 12)):
        if (number % 5 == 4) == (part == "dev"):
            yield document


def _columns(name: str, path: Path, sentences: int) -> Iterator[EntityDocument]:
    rows: list[list[tuple[str, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) < 2 or parts[0] == "-DOCSTART-":
            if rows[-1]:
                rows.append([])
            continue
        rows[-1].append((parts[0], parts[-1]))
    rows = [row for row in rows if row]
    for number, at in enumerate(range(0, len(rows), sentences)):
        yield _printed(f"{name}-{number}", rows[at : at + sentences])


def _printed(name: str, sentences: Sequence[Sequence[tuple[str, str]]]) -> EntityDocument:
    text, names, previous = "", list[tuple[int, int, str]](), "O"
    for sentence in sentences:
        previous = "O"
        for place, (token, label) in enumerate(sentence):
            glue = "" if re.fullmatch(r"[,.;:!?)%]|''|'s|n't", token) or text.endswith(("(", "\n")) else " "
            glue = "" if not text else "\n" if place == 0 else glue
            start = len(text) + len(glue)
            text += glue + token
            kind = NAME_KINDS.get(label[2:], "other")
            begins = label.startswith("B-") or (label.startswith("I-") and previous[2:] != label[2:])
            if label != "O" and begins:
                names.append((start, len(text), kind))
            elif label != "O":
                names[-1] = (names[-1][0], len(text), kind)
            previous = label
    return EntityDocument(name, text, None, tuple(names))
