"""Which addresses may become links: those of the web, and no other scheme that an article may bring."""

from __future__ import annotations

from urllib.parse import urlsplit

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
