"""Read GUM's attribution relations from its eRST trees (``.rs4``, rstWeb's format).

Zeldes (2017), "The GUM corpus"; Zeldes et al. (2024), "eRST".  A satellite with the relation
``attribution-positive`` or ``attribution-negative`` says who and how (source and cue together); its
nucleus is what is attributed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from training.corpora.conllu import ParsedDocument, gum_split, read_conllu
from training.corpora.sources import corpora


@dataclass(frozen=True, slots=True)
class GumAttribution:
    """Code point spans of the attributing satellite and of the attributed nucleus, unit by unit."""

    satellite: tuple[tuple[int, int], ...]
    nucleus: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class GumDocument:
    """A GUM document as running text, with its attributions."""

    parsed: ParsedDocument
    attributions: tuple[GumAttribution, ...]


def gum_attributions(part: str, genres: tuple[str, ...] = ("news", "interview")) -> Iterator[GumDocument]:
    """Yield the documents of a part (``train``, ``dev``) and of the given genres."""
    parts = gum_split()
    for path in sorted((corpora() / "gum" / "dep").glob("*.conllu")):
        if parts.get(path.stem, "train") == part and path.stem.split("_")[1] in genres:
            (parsed,) = read_conllu(path)
            tree = corpora() / "gum" / "rst" / "rstweb" / f"{path.stem}.rs4"
            yield GumDocument(parsed, tuple(_attributions(ET.parse(tree).getroot(), parsed.text)))


def _attributions(root: ET.Element, text: str) -> Iterator[GumAttribution]:
    units = _unit_spans(root, text)
    children: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node in root.iter():
        if node.tag in ("segment", "group") and node.get("parent"):
            children[node.attrib["parent"]].append((node.attrib["id"], node.get("relname", "span")))

    def below(node: str, core_only: bool) -> list[tuple[int, int]]:
        spans = [units[node]] if node in units else []
        for child, relation in children[node]:
            if not core_only or relation in ("span", "same-unit") or relation.startswith("joint"):
                spans += below(child, core_only and node not in units)
        return sorted(spans)

    for node in root.iter():
        if node.get("relname", "").startswith("attribution"):
            nucleus = below(node.attrib["parent"], True)
            satellite = [span for span in below(node.attrib["id"], False) if span not in nucleus]
            if satellite and nucleus:
                yield GumAttribution(tuple(satellite), tuple(nucleus))


def _unit_spans(root: ET.Element, text: str) -> dict[str, tuple[int, int]]:
    """Return each elementary unit's span, found by its characters without white space."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    spans, position = {}, 0
    for segment in root.iter("segment"):
        size = sum(not character.isspace() for character in segment.text or "")
        if size and position + size <= len(places):
            spans[segment.attrib["id"]] = (places[position], places[position + size - 1] + 1)
        position += size
    return spans
