"""Addresses: which of those that an article brings may become links, and how an id stands in one of ours.

Invariant: ``identifier(part(x))`` is x; a part has no slash and does not end like another page's address.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

LONGEST = 2000
"""Characters of a link that every program still opens."""


def linkable(address: str | None) -> bool:
    """Say whether an address is one of the web: http or https, with a host, without blanks."""
    if not address or len(address) > LONGEST or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


_MARKED = re.compile("~(7E|2F|2E|25)")


def part(value: str) -> str:
    """Return an id or a name as one part of a path of ours, percent-encoded.

    What a server would take for more than a part (slashes, dots alone, ``.json`` at the end, a percent sign)
    is marked with a tilde, because percent-encoding is undone before a path is read.
    """
    marked = value.replace("~", "~7E").replace("/", "~2F").replace("%", "~25")
    if marked.endswith(".json"):
        marked = f"{marked[:-5]}~2Ejson"
    if marked and not marked.strip("."):
        marked = marked.replace(".", "~2E")
    return quote(marked, safe="~", errors="replace")


def identifier(given: str) -> str:
    """Return the id or name that a part of a path of ours, decoded, is."""
    return _MARKED.sub(lambda found: chr(int(found[1], 16)), given)
