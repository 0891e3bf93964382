"""The network as it runs: an OpenVINO graph built from the shipped weights, without torch.

Two graphs share nothing but shapes: *encoder* maps windows to token vectors and cue scores; *tagger*
maps the tokens around each cue to tag scores.  Both are built here operation by operation, so that one
plain safetensors file is all that ships; training/network.py is the same network in torch and
tests/extraction/test_network.py compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

from onrecord.extraction.network_shape import (
    CUE_WIDTH,
    ENCODER_HEADS,
    ENCODER_LAYERS,
    ENCODER_WIDTH,
    LONGEST_CUE,
    REACH,
    SHARED_LAYERS,
    TAGGER_HEADS,
    TAGGER_LAYERS,
    TAGGER_WIDTH,
    TAGS,
)

Weights = Mapping[str, NDArray[Any]]
Node = Any
_FORBIDDEN = -1e4
_EPSILON = 1e-12


def encoder_model(weights: Weights, mention_weights: Weights | None) -> ov.Model:
    """Return the graph: rows (batch, 4, length) int32 -> hidden (b, n, width), cues (b, n, 1 + longest).

    With the mention branch two more: its states (b, n, width), and the scores of names, forms and kinds
    side by side (b, n, NAME_TAGS + MENTION_FORMS + MENTION_KINDS).
    """
    rows = op.parameter([-1, 4, -1], np.int32, name="rows")
    ids, shapes, marks, breaks = (op.squeeze(part, _ints([1])) for part in op.split(rows, 1, 4).outputs())
    graph = _Graph(weights)
    words = op.convert(op.gather(graph.stored("encoder.words.weight"), ids, _ints(0)), "f32")
    words = op.multiply(words, op.gather(graph.stored("encoder.words.scale"), ids, _ints(0)))
    length = op.gather(op.shape_of(rows, "i32"), _ints([2]), _ints(0))
    places = op.slice(graph.constant("encoder.positions.weight"), _ints([0]), length, _ints([1]), _ints([0]))
    x = op.add(op.add(words, places), graph.constant("encoder.segment"))
    for name, codes in (("shapes", shapes), ("marks", marks), ("breaks", breaks)):
        x = op.add(x, op.gather(graph.constant(f"encoder.{name}.weight"), codes, _ints(0)))
    x = graph.norm(x, "encoder.norm")
    padding = op.equal(ids, _ints(0))
    blocked = op.select(padding, _floats(_FORBIDDEN), _floats(0.0))
    blocked = op.unsqueeze(blocked, _ints([1, 2]))
    shared = x
    for number in range(ENCODER_LAYERS):
        x = graph.layer(x, blocked, f"encoder.layers.{number}", ENCODER_HEADS, ENCODER_WIDTH)
        shared = x if number + 1 == SHARED_LAYERS else shared
    outputs = [x, _cue_scores(graph, x, length)]
    if mention_weights is not None:
        outputs += _mention_branch(_Graph(mention_weights), shared, blocked)
    return ov.Model(outputs, [rows], "encoder")


def _mention_branch(graph: _Graph, shared: Node, blocked: Node) -> list[Node]:
    """Return the branch's states and its token scores, from the encoder's states at SHARED_LAYERS."""
    x = shared
    for number in range(ENCODER_LAYERS - SHARED_LAYERS):
        x = graph.layer(x, blocked, f"layers.{number}", ENCODER_HEADS, ENCODER_WIDTH)
    return [x, op.concat([graph.linear(x, head) for head in ("names", "forms", "kinds")], 2)]


def _cue_scores(graph: _Graph, hidden: Node, length: Node) -> Node:
    """Return (batch, length, 1 + LONGEST_CUE) scores of no cue, and of each length of cue, per start."""
    first, last = graph.linear(hidden, "cues.first"), graph.linear(hidden, "cues.last")
    last = op.pad(last, _ints([0, 0, 0]), _ints([0, LONGEST_CUE, 0]), "constant", _floats(0.0))
    sizes = graph.weights["cues.length.weight"].astype(np.float32)
    scores = [graph.linear(hidden, "cues.none")]
    for size in range(LONGEST_CUE):
        stop = op.add(length, _ints([size]))
        ends = op.slice(last, _ints([size]), stop, _ints([1]), _ints([1]))
        inner = op.add(op.add(first, ends), op.constant(sizes[size].reshape(1, 1, CUE_WIDTH)))
        scores.append(graph.linear(op.gelu(inner, "erf"), "cues.score"))
    return op.concat(scores, 2)


def tagger_model(weights: Weights) -> ov.Model:
    """Return the graph: hidden (r, n, width), first, last (r), mask (r, n) -> tags (r, n, TAGS), said (r)."""
    graph = _Graph(weights)
    hidden = op.parameter([-1, -1, ENCODER_WIDTH], np.float32, name="hidden")
    first = op.parameter([-1], np.int32, name="first")
    last = op.parameter([-1], np.int32, name="last")
    mask = op.parameter([-1, -1], np.float32, name="mask")
    cue = op.concat([op.gather(hidden, place, _ints(1), 1) for place in (first, last)], 1)
    length = op.gather(op.shape_of(hidden, "i32"), _ints(1), _ints(0))
    places = op.unsqueeze(op.range(_ints(0), length, _ints(1), "i32"), _ints([0]))
    before = op.subtract(places, op.unsqueeze(first, _ints([1])))
    after = op.subtract(places, op.unsqueeze(last, _ints([1])))
    inside = op.logical_and(op.greater_equal(before, _ints(0)), op.less_equal(after, _ints(0)))
    distance = op.select(op.less(before, _ints(0)), before, after)
    distance = op.minimum(op.maximum(distance, _ints(-REACH)), _ints(REACH))
    distance = op.select(inside, _ints(2 * REACH + 1), op.add(distance, _ints(REACH)))
    gate = op.unsqueeze(op.add(graph.linear(cue, "tagger.gate"), _floats(1.0)), _ints([1]))
    x = op.multiply(graph.linear(hidden, "tagger.token"), gate)
    x = op.add(x, op.unsqueeze(graph.linear(cue, "tagger.cue"), _ints([1])))
    x = op.add(x, op.gather(graph.constant("tagger.distance.weight"), distance, _ints(0)))
    x = graph.norm(x, "tagger.norm")
    blocked = op.unsqueeze(op.multiply(op.subtract(_floats(1.0), mask), _floats(_FORBIDDEN)), _ints([1, 2]))
    for number in range(TAGGER_LAYERS):
        x = graph.layer(x, blocked, f"tagger.layers.{number}", TAGGER_HEADS, TAGGER_WIDTH)
    tags = graph.linear(x, "tagger.tag")
    said = op.squeeze(graph.linear(cue, "tagger.communicated"), _ints([1]))
    assert len(TAGS) == graph.weights["tagger.tag.bias"].shape[0]
    return ov.Model([tags, said], [hidden, first, last, mask], "tagger")


class _Graph:
    """Build the network's recurring parts over named weights."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def stored(self, name: str) -> Node:
        """Return a weight in the type in which it ships."""
        return op.constant(self.weights[name])

    def constant(self, name: str) -> Node:
        """Return a weight as 32-bit floats."""
        return op.constant(self.weights[name].astype(np.float32))

    def linear(self, x: Node, name: str) -> Node:
        """Return ``x @ weight.T + bias``."""
        product = op.matmul(x, self.constant(f"{name}.weight"), False, True)
        return op.add(product, self.constant(f"{name}.bias"))

    def norm(self, x: Node, name: str) -> Node:
        """Return the layer norm over the last axis."""
        centred = op.mvn(x, _ints([-1]), True, _EPSILON, "inside_sqrt")
        scaled = op.multiply(centred, self.constant(f"{name}.weight"))
        return op.add(scaled, self.constant(f"{name}.bias"))

    def layer(self, x: Node, blocked: Node, name: str, heads: int, width: int) -> Node:
        """Return one post-norm transformer layer; ``blocked`` is added to the attention scores."""
        split = _ints([0, 0, heads, width // heads])
        query, key, value = (
            op.transpose(op.reshape(self.linear(x, f"{name}.{role}"), split, True), _ints([0, 2, 1, 3]))
            for role in ("query", "key", "value")
        )
        mixed = op.transpose(op.scaled_dot_product_attention(query, key, value, blocked), _ints([0, 2, 1, 3]))
        mixed = op.reshape(mixed, _ints([0, 0, width]), True)
        x = self.norm(op.add(x, self.linear(mixed, f"{name}.out")), f"{name}.norm_attention")
        inner = op.gelu(self.linear(x, f"{name}.up"), "erf")
        return self.norm(op.add(x, self.linear(inner, f"{name}.down")), f"{name}.norm_out")


def _ints(value: object) -> Node:
    return op.constant(np.asarray(value, dtype=np.int32))


def _floats(value: float) -> Node:
    return op.constant(np.asarray(value, dtype=np.float32))
