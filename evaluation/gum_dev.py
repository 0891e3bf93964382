"""Figures on GUM's news and interviews (development part): does it carry beyond one campaign?"""

from __future__ import annotations

from onrecord.pipeline import Extractor
from training.corpora.gum import gum_attributions

NOT_SAID = ("image", "photo", "file")
"""Satellites that begin so are picture credits, which GUM counts as attributions and we do not."""


def evaluate_gum(extractor: Extractor) -> dict[str, float]:
    """Return found % (a cue inside the satellite) and, of those, the nucleus' characters covered in %.

    GUM's units are clauses and its nucleus leaves out what is subordinate to it, so exact spans cannot be
    compared, and a content that goes beyond the nucleus is no error.
    """
    documents = list(gum_attributions("dev"))
    answers = [e.attributions for e in extractor.extract([document.parsed.text for document in documents])]
    hits = gold = 0
    covered = total = 0
    for document, found in zip(documents, answers, strict=True):
        for wanted in document.attributions:
            words = document.parsed.text[wanted.satellite[0][0] : wanted.satellite[-1][1]].lower()
            if words.startswith(NOT_SAID):
                continue
            gold += 1
            inside = [
                attribution
                for attribution in found
                for cue in attribution.cue
                if any(start <= cue.start < end for start, end in wanted.satellite)
            ]
            if inside:
                hits += 1
                got = {p for span in inside[0].content for p in range(span.start, span.end)}
                nucleus = {p for start, end in wanted.nucleus for p in range(start, end)}
                covered += len(got & nucleus)
                total += len(nucleus)
    return {"found": 100 * hits / max(1, gold), "nucleus covered": 100 * covered / max(1, total)}
