"""Tell that a statement answers another, where the text presents it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from onrecord.linking.relations.claims import Token, tokens_of
from onrecord.linking.relations.evidence import ONE_SPEAKER, Evidence, claim, surname
from onrecord.linking.relations.lexicon_entries import entry_at, lemma, replies
from onrecord.linking.said import Said
from onrecord.model import PersonKind, Relation, RelationKind, Span

SILENT_COMMON, SILENT_SHARE = 4.0, 0.6
"""What a declined comment must share with what it will not comment on, by weight and of its own words."""
NAME_REACH = 6
"""Words behind "responded" and the like within which it names whom."""
NAMED_COMMON = 2.0
"""What an answer that names whom it answers must share with what he said."""
REACH = 160
"""Characters between a question and its answer, at the most."""
PARAGRAPHS_BACK = 6
"""Paragraphs back in which whom an answer names has spoken."""
RESOLVED = 0.75
"""Confidence that an answer resolved before must have."""
_QUESTIONS = frozenset(("if", "whether", "how", "what", "why", "who", "when", "where", "which"))


def response(a: Said, b: Said, same_speaker: float) -> Evidence | None:
    """Return why a statement of one article answers one of another, or None.

    The words around its cue must name whom it answers, as the one it answers, and it must take up his
    words; or it declines to comment on what has them.
    """
    if same_speaker >= ONE_SPEAKER or a.article.id == b.article.id or not _later(a, b):
        return None
    if a.speaker is None or b.speaker is None or a.statement.act == "decline-to-comment":
        return None
    common, whole = _common(a, b), sum(claim(b).weights.values())
    mark, name = reply_mark(b), surname(a)
    if mark is not None and name and common >= NAMED_COMMON and name in _answered_names(b):
        return Evidence(0.8, (f'"{mark}" to {_printed_name(a)}',))
    silent = b.statement.act == "decline-to-comment" and "comment" in _words_around(b)
    if silent and common >= SILENT_COMMON and common >= SILENT_SHARE * whole:
        return Evidence(0.75, ("will not comment on it",))
    return None


def _answered_names(said: Said) -> frozenset[str]:
    """Return the stems of the words right behind the words of an answer: "fired back at Orr"."""
    tokens = _around(said)
    forms = [token.form for token in tokens]
    for at in range(len(tokens)):
        entry = entry_at(replies(), forms, at)
        if entry is not None:
            return frozenset(token.lemma for token in tokens[at + entry[0] : at + entry[0] + NAME_REACH])
    return frozenset()


def responds_within(said: Sequence[Said]) -> tuple[Relation, ...]:
    """Return which statements of one article answer which, each answer once, in text order."""
    places = sorted(range(len(said)), key=lambda index: (_start(said[index]), index))
    found = []
    for order, index in enumerate(places):
        answer = _answered(said, places[:order], index)
        if answer is not None:
            place, evidence = answer
            a, b = said[place].statement.id, said[index].statement.id
            found.append(Relation(RelationKind.RESPONDS, a, b, evidence.confidence, evidence.reasons))
    return tuple(found)


def _answered(said: Sequence[Said], before: Sequence[int], index: int) -> tuple[int, Evidence] | None:
    for way in (_resolved, _question, _named, _nearest):
        answer = way(said, before, index)
        if answer is not None:
            return answer
    return None


def _resolved(said: Sequence[Said], _: Sequence[int], index: int) -> tuple[int, Evidence] | None:
    """Return what a denial, confirmation or declined comment was already surely resolved to answer."""
    target, sure = said[index].statement.answers, _ground(said[index])
    if target is None or sure < RESOLVED or said[index].statement.speaker is None:
        return None
    for place, one in enumerate(said):
        if one.statement.id == target and not (one.statement.act == "ask" and _before_now(said[index])):
            return place, Evidence(round(0.9 * sure, 3), (f"{_act(said[index])} what was said before",))
    return None


def _question(said: Sequence[Said], before: Sequence[int], index: int) -> tuple[int, Evidence] | None:
    """Return the question that another put right before, nobody else speaking between."""
    it = said[index]
    if it.statement.act == "ask" or it.statement.parent is not None or it.statement.speaker is None:
        return None
    for place in reversed(before):
        asked = said[place]
        if asked.statement.parent is not None:
            continue
        if not _is_question(asked) or _same_speaker(asked, it) or _before_now(it):
            return None
        between = it.article.text[_end(asked) : _start(it)]
        if len(between) <= REACH and between.count("\n\n") <= 1:
            return place, Evidence(0.85, ("the answer to a question",))
        return None
    return None


def _is_question(said: Said) -> bool:
    """Say whether words are put as a question: with its mark, or after a verb of asking."""
    if said.statement.act != "ask":
        return False
    words = said.printed.strip("\"'“”‘’ ,.")
    cue = " ".join(span.of(said.article.text) for span in said.statement.attribution.cue).lower()
    return words.endswith("?") or ("ask" in cue and words.split(" ")[0].lower() in _QUESTIONS)


def _before_now(said: Said) -> bool:
    """Say whether a cue tells of what was said before: "has denied" is no answer to the question above it."""
    cue = said.statement.attribution.cue
    words = cue[0].of(said.article.text).split() if cue else []
    return bool(words) and words[0].lower() in ("has", "have", "had", "is", "are")


def _named(said: Sequence[Said], before: Sequence[int], index: int) -> tuple[int, Evidence] | None:
    """Return the nearest statement of whom the words of an answer name."""
    mark, names = reply_mark(said[index]), _answered_names(said[index])
    if mark is None or said[index].statement.speaker is None:
        return None
    for place in _others(said, before, index):
        name = surname(said[place]) or _body(said[place])
        if name in names and _paragraphs(said[place], said[index]) <= PARAGRAPHS_BACK:
            return place, Evidence(0.8, (f'"{mark}" to {_printed_name(said[place])}',))
    return None


def _nearest(said: Sequence[Said], before: Sequence[int], index: int) -> tuple[int, Evidence] | None:
    """Return the statement right before one whose cue is an answer and says not to what else."""
    it = said[index]
    mark = reply_mark(it)
    cue = " ".join(" ".join(span.of(it.article.text).split()) for span in it.statement.attribution.cue)
    if mark is None or mark not in cue or it.statement.speaker is None or _to_something(it):
        return None
    for place in _others(said, before, index):
        if _paragraphs(said[place], it) <= 1:
            return place, Evidence(0.75, (f'"{mark}" right after it',))
        return None
    return None


def _to_something(said: Said) -> bool:
    """Say whether an answer's words go on with what it is to, or with a deed: "responded to the attack"."""
    tokens = _around(said)
    forms = [token.form for token in tokens]
    for at in range(len(tokens)):
        entry = entry_at(replies(), forms, at)
        if entry is not None:
            return forms[at + entry[0] : at + entry[0] + 1][:1] in (
                ["to"],
                ["at"],
                ["with"],
                ["by"],
                ["against"],
            )
    return False


def _others(said: Sequence[Said], before: Sequence[int], index: int) -> Iterator[int]:
    """Yield the statements before one by others, the nearest first, none that it is reported in."""
    for place in reversed(before):
        one = said[place]
        if one.statement.speaker is None or _same_speaker(one, said[index]) or one.statement.parent:
            continue
        if one.statement.id != said[index].statement.parent:
            yield place


def reply_mark(said: Said) -> str | None:
    """Return the words around the cue by which the report presents an answer, or None."""
    tokens = _around(said)
    forms = [token.form for token in tokens]
    for at in range(len(tokens)):
        entry = entry_at(replies(), forms, at)
        if entry is not None:
            last = tokens[at + entry[0] - 1]
            return " ".join(said.article.text[tokens[at].start : last.end].split())
    return None


def _words_around(said: Said) -> frozenset[str]:
    return frozenset(token.lemma for token in _around(said))


def _around(said: Said) -> tuple[Token, ...]:
    attribution = said.statement.attribution
    return _clause_around(said.article.text, attribution.cue, attribution.content) if attribution.cue else ()


@lru_cache(maxsize=4_096)
def _clause_around(text: str, cue: tuple[Span, ...], content: tuple[Span, ...]) -> tuple[Token, ...]:
    """Return the words of the sentence around a cue that are not of the content."""
    start = max(text.rfind(mark, 0, cue[0].start) for mark in (". ", "\n", "? ", "! ", '." ', ".” "))
    ends = [place for mark in (". ", "\n", ".”") if (place := text.find(mark, cue[-1].end)) >= 0]
    sentence = Span(max(0, start + 1), min([*ends, len(text)])) if text else cue[0]
    inside = [(span.start, span.end) for span in content]
    return tuple(
        token
        for token in tokens_of(text, (sentence,))
        if not any(low <= token.start < high for low, high in inside)
    )


def _common(a: Said, b: Said) -> float:
    first, second = claim(a).weights, claim(b).weights
    name = surname(b)
    return sum(weight for word, weight in first.items() if word in second and word != name)


def _later(a: Said, b: Said) -> bool:
    """Say whether the second may have been said after the first."""
    if a.article.id == b.article.id:
        return _start(a) < _start(b)
    first, second = a.article.published, b.article.published
    return not (first and second) or first[:10] <= second[:10]


def _body(said: Said) -> str:
    """Return the stem of the last word of a body's name, or "" where it is no body or has none."""
    speaker = said.speaker
    if speaker is None or speaker.kind is not PersonKind.ORGANIZATION or not speaker.name.split():
        return ""
    last = speaker.name.split()[-1]
    return lemma(last.lower()) if last[0].isupper() else ""


def _printed_name(said: Said) -> str:
    return said.speaker.name if said.speaker else "it"


def _same_speaker(a: Said, b: Said) -> bool:
    return a.statement.speaker is not None and a.statement.speaker == b.statement.speaker


def _ground(said: Said) -> float:
    ground = said.statement.ground("answers")
    return round(ground.confidence, 3) if ground else 0.8


def _act(said: Said) -> str:
    return {"deny": "denies", "confirm": "confirms"}.get(said.statement.act, "will not comment on")


def _paragraphs(a: Said, b: Said) -> int:
    return a.article.text.count("\n\n", _end(a), max(_end(a), _start(b)))


def _start(said: Said) -> int:
    attribution = said.statement.attribution
    return min(span.start for span in (*said.content, *attribution.cue, *attribution.source))


def _end(said: Said) -> int:
    return max(span.end for span in said.content)
