"""On which day an outlet published: dates of publication by the clock of the place it writes for.

Invariant: a zone is looked up (``lexicon/time_zones.toml``), never guessed; without one a date stays as
it was given.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Publication:
    """The local day of publication; ``sure`` is false where another zone would make it another day.

    ``southern`` says whether it is summer in January there.
    """

    day: date
    southern: bool = False
    sure: bool = True


def publication(published: str | None, outlet: str | None, url: str | None) -> Publication | None:
    """Return the outlet's local day of publication, or None where no whole date is given."""
    moment = _moment(published)
    if moment is None:
        return None
    zone = zone_of(outlet, url)
    southern = zone in _zones()["southern"]["zones"]
    if moment.tzinfo is None:
        return Publication(moment.date(), southern)
    local = _local(moment, zone) if zone else None
    if local is not None:
        return Publication(local.date(), southern)
    return Publication(moment.date(), southern, sure=moment.utcoffset() != timedelta(0))


def zone_of(outlet: str | None, url: str | None) -> str | None:
    """Return the IANA zone of an outlet, by its address first, then its name, then its country's address."""
    zones = _zones()
    labels = _labels(url)
    for first in range(len(labels) - 1):
        if zone := zones["domain"].get(".".join(labels[first:])):
            return str(zone)
    name = " ".join((outlet or "").lower().split()).removeprefix("the ")
    if zone := zones["name"].get(name):
        return str(zone)
    zone = zones["country"].get(labels[-1]) if labels else None
    return str(zone) if zone else None


def _moment(published: str | None) -> datetime | None:
    if not published or not _DAY.match(published):
        return None
    try:
        return datetime.fromisoformat(published)
    except ValueError:
        return None


def _local(moment: datetime, zone: str) -> datetime | None:
    """Return the moment by the zone's clock, or None where this system has no such zone."""
    try:
        return moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    except (KeyError, OSError, OverflowError, ValueError):
        return None


def _labels(url: str | None) -> list[str]:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    return [label for label in host.split(".") if label]


@cache
def _zones() -> dict[str, Any]:
    source = files("onrecord.resolution").joinpath("lexicon", "time_zones.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))
