"""How statements stand to each other that are not one utterance: restated, contradicted, answered."""

from onrecord.linking.relations.related import related
from onrecord.linking.relations.responses import responds_within

__all__ = ["related", "responds_within"]
