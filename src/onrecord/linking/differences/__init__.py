"""How two wordings of one utterance differ, word by word, and how much that tells; never which is right.

``differences`` gives the edits that lead from one report's words to the other's, ``summary`` names in a few
terms how several reports differ.
"""

from onrecord.linking.differences.comparing import differences
from onrecord.linking.differences.edits import DifferenceKind, Differences, Edit, EditKind, Standout
from onrecord.linking.differences.summary import summary

__all__ = ["DifferenceKind", "Differences", "Edit", "EditKind", "Standout", "differences", "summary"]
