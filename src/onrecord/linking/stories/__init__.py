"""Which articles report one event, from the telling words they share and the days they were published."""

from __future__ import annotations

from onrecord.linking.stories.grouping import stories
from onrecord.linking.stories.likeness import Commonness, alike
from onrecord.linking.stories.traces import Traces, traces

__all__ = ["Commonness", "Traces", "alike", "stories", "traces"]
