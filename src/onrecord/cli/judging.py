"""What people decided, as every group of commands that decides prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.cli.terminal import day, oneline, wrapped

if TYPE_CHECKING:
    from onrecord import Judgement


def undo_hint(made: Judgement, group: str) -> str:
    """Return how a decision is taken back, by the group of commands that made it."""
    return f"undo with: onrecord {group} undo j{made.id}"


def undone(judgement: str, done: Judgement, group: str) -> str:
    """Return what came of taking a judgement back: somebody's, or against one of onrecord's a new one."""
    if done.undone:
        return f"j{done.id} is undone"
    apart = f"{oneline(judgement)} is undone: {done.value} is apart from {done.subject} now"
    return f"{apart}; {undo_hint(done, group)}"


def judgement_lines(one: Judgement, said: str) -> Iterator[str]:
    """Yield a decision, which ``said`` says in words, with who, when and what was undone."""
    taken_back = f" · undone {oneline(one.undone)}" if one.undone else ""
    yield from wrapped(f"j{one.id} · {said} · {oneline(one.who)}, {day(one.when)}{taken_back}", 2, "  ")


def judgement_values(one: Judgement) -> dict[str, Any]:
    """Return a decision as a JSON object."""
    return {
        "id": f"j{one.id}",
        "made_by": "person",
        "kind": one.kind,
        "subject": one.subject,
        "value": one.value,
        "who": one.who,
        "when": one.when,
        "undone": one.undone,
    }
