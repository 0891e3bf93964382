"""Parts of a page by selectors as style sheets write them, as far as the tests need them."""

from __future__ import annotations

import re
from typing import Any

_STEP = re.compile(
    r"(?P<tag>[\w-]+)|#(?P<id>[\w-]+)|\.(?P<cls>[\w-]+)|\[(?P<name>[\w-]+)(?:=(?P<value>[\w-]+))?\]"
)


def css(tree: Any, selector: str) -> list[Any]:
    """Return the elements that a selector of tags, #ids, .classes, [name=value] and descendants means."""
    found: list[Any] = tree.xpath("".join(f"//*[{_condition(step)}]" for step in selector.split()))
    return found


def _condition(step: str) -> str:
    return " and ".join(_one(found) for found in _STEP.finditer(step))


def _one(found: re.Match[str]) -> str:
    if found["tag"]:
        return f"self::{found['tag']}"
    if found["id"]:
        return f"@id='{found['id']}'"
    if found["cls"]:
        return f"contains(concat(' ', normalize-space(@class), ' '), ' {found['cls']} ')"
    return f"@{found['name']}='{found['value']}'" if found["value"] else f"@{found['name']}"
