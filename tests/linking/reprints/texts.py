"""Texts of our own for tests of reprints: paragraphs that have nothing to do with each other."""

from __future__ import annotations

HARBOUR = (
    "The harbour master of Carrow closed the northern lock on Monday after divers found a crack as long as"
    " a rowing boat in its inner gate, and forty barges with grain and timber had to turn back up the river."
)
BRIDGE = (
    "Builders from three counties will begin to paint the iron bridge in May, the council decided, although"
    " nobody could say who is to pay for the scaffolds that stood unused beside it for two winters already."
)
FERRY = (
    "Until the gate is mended the old ferry crosses every twenty minutes between dawn and ten at night, and"
    " passengers with bicycles are asked to wait behind the yellow line while horses and carts go first."
)
MILL = (
    "At the paper mill the night shift was sent home because no pulp had come, and its manager counted the"
    " rolls in the yard twice before she told the owners that the presses would stand still on Thursday."
)
QUOTED = (
    "“We knew about the crack in spring and we wrote to the ministry four times about it, and four times"
    " nothing came back but a printed card with thanks for our interest in the waterways of the country,”"
)
STOCK = "Sign up for our newsletter and read the best of the week. All rights reserved by the Courier."
STORY = f"{HARBOUR}\n\n{BRIDGE}\n\n{FERRY}\n\n{MILL}"


def edited(text: str, every: int = 12) -> str:
    """Return a text with every so-manieth word changed or dropped by turns."""
    words = text.split(" ")
    for index in range(every - 1, len(words), every):
        words[index] = "" if (index // every) % 2 else "otherwise"
    return " ".join(word for word in words if word)
