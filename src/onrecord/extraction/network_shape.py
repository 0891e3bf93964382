"""The sizes of the extractor's network, shared by training and by the runtime."""

from __future__ import annotations

TAGS = ("O", "B-source", "I-source", "B-content", "I-content")
"""What a token is to the cue that the tagger looks at."""
LONGEST_CUE = 12
"""Tokens in the longest cue; 98.8 % of PolNeAR's training cues are not longer."""
CUE_WIDTH = 128
TAGGER_WIDTH = 192
TAGGER_HEADS = 6
TAGGER_INNER = 512
TAGGER_LAYERS = 2
REACH = 64
"""Distances from the cue, in tokens, that the tagger tells apart on each side."""
LONGEST_RELATION = 320
"""Tokens of a paragraph that the tagger reads around a cue at the most."""

ENCODER_WIDTH = 384
ENCODER_HEADS = 12
ENCODER_LAYERS = 6

SHARED_LAYERS = 4
"""Encoder layers that the mention branch shares with the extractor; the rest it has of its own."""
MENTION_FORMS = ("none", "name", "description", "pronoun")
"""What a token is as the head of a mention."""
MENTION_KINDS = ("person", "organization", "place", "other")
NAME_TAGS = ("O", *(f"{edge}-{kind}" for kind in MENTION_KINDS for edge in "BI"))
PAIR_WIDTH = 128
PAIR_FEATURE_WIDTH = 64
PAIR_INNER = 192
