"""From what stands in an article to what it tells: speakers, people, chain, acts, dates."""

from onrecord.resolution.resolve import resolve

__all__ = ["resolve"]
