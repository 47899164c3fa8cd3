"""Draws the graph that reads whole reviews at once, on ONNX's fused RNN, LSTM and GRU operators, forward or in both directions.

Refuses to know the review clock. What lies behind a row's end is masked before anything is pooled.
"""

import numpy as np
from onnx import TensorProto

from undertone_training.graph.cells import ends
from undertone_training.graph.graph import INT, Graph, SharedWeights
from undertone_training.net.cells import Cell, Layer
from undertone_training.net.net import LOWEST, Net

OPERATORS = {"lstm": "LSTM", "gru": "GRU", "rnn_tanh": "RNN", "rnn_relu": "RNN"}


def drawable(net: Net) -> bool:
    """Returns whether there is a fused operator for every layer: ONNX's LSTM knows no projection."""
    return all(cell.projection is None for _, cell in net.cells())


def token_sequence(net: Net, weights: SharedWeights) -> Graph:
    """Draws `tokens` [T, B], `lengths` [B] and states [B, H] in, states after each row's last token out."""
    graph = Graph("token_sequence", weights)
    graph.input("tokens", INT, ["T", "B"])
    graph.input("lengths", INT, ["B"])
    ends(graph, net.token_states())
    graph.constant("first", np.array([0], np.int64))
    if net.embedding is not None:
        graph.matrix("embedding", net.embedding)
    for number, layer in enumerate(net.layers):
        if number == 0:
            _weights(graph, layer, "token_")
            x = _inputs(graph, net)
        else:
            _weights(graph, layer, f"layer{number}_")
            x = _outputs(graph, net.layers[number - 1], number - 1)
        _layer(graph, layer, number, x)
    _pool(graph, net)
    return graph


def _weights(graph: Graph, layer: Layer, name: str) -> None:
    """Adds `NAMEw_1` [directions, G·H, D], `NAMEu_1` [directions, G·H, H] and `NAMEb_1` [directions, 2·G·H]."""
    cells = [cell for _, cell in layer.cells(0)]
    for part in ("w", "u"):
        names = [name + part, name + "reverse_" + part][: len(cells)]
        for own, cell in zip(names, cells):
            graph.matrix(own, cell.w if part == "w" else cell.u)
            graph.add("Unsqueeze", [own, "first"], own + "_1")
        if layer.reverse:
            graph.add("Concat", [own + "_1" for own in names], name + part + "_2", axis=0)
    graph.constant(name + "b_1", np.stack([np.concatenate([cell.b_input, cell.b_state]) for cell in cells]))


def _inputs(graph: Graph, net: Net) -> str:
    """Adds x [T, B, D]: the embedding's rows, or one-hot ones."""
    if net.embedding is not None:
        return graph.add("Gather", ["embedding", "tokens"], "x", axis=0)
    graph.constant("depth", np.array(net.input_size, np.int64))
    graph.constant("off_on", np.array([0, 1], np.float32))
    graph.add("Cast", ["tokens"], "places", to=TensorProto.INT64)
    return graph.add("OneHot", ["places", "depth", "off_on"], "x", axis=-1)


def _layer(graph: Graph, layer: Layer, number: int, x: str) -> None:
    """Adds `y` [T, directions, B, H] of a layer, and its states after each row's end (in reverse: its beginning)."""
    cell, mark = layer.forward, f"layer{number}_" if number else ""
    name, many = mark or "token_", "_2" if layer.reverse else "_1"
    carried = cell.letters
    suffixes = [suffix for suffix, _ in layer.cells(number)]
    for letter in carried:
        for suffix in suffixes:
            graph.add("Unsqueeze", [letter + suffix, "first"], f"{letter}{suffix}_1")
        if layer.reverse:
            graph.add("Concat", [f"{letter}{suffix}_1" for suffix in suffixes], f"{letter}{number}_2", axis=0)
    graph.add(
        OPERATORS[cell.kind],
        [x, f"{name}w{many}", f"{name}u{many}", f"{name}b_1", "lengths"] + [f"{letter}{number}{many}" for letter in carried],
        [mark + "y"] + [f"{letter}{number}_last" for letter in carried],
        hidden_size=cell.hidden,
        **_attributes(cell, len(suffixes)),
    )
    for letter in carried:
        last = [f"{letter}{number}_last"]
        if layer.reverse:
            last = [f"{letter}{suffix}_end" for suffix in suffixes]
            graph.add("Split", [f"{letter}{number}_last"], last, axis=0)
        for suffix, end in zip(suffixes, last):
            graph.add("Squeeze", [end, "first"], f"{letter}{suffix}_next")


def _attributes(cell: Cell, directions: int) -> dict:
    own = {
        "gru": {"linear_before_reset": int(cell.reset_after)},
        "rnn_tanh": {"activations": ["Tanh"] * directions},
        "rnn_relu": {"activations": ["Relu"] * directions},
    }.get(cell.kind, {})
    return own if directions == 1 else own | {"direction": "bidirectional"}


def _outputs(graph: Graph, layer: Layer, number: int) -> str:
    """Adds what the next layer reads, [T, B, directions·H], the forward outputs first."""
    mark = f"layer{number}_" if number else ""
    if not layer.reverse:
        return outputs(graph, number, mark + "y")
    graph.constant(mark + "side_by_side", np.array([0, 0, -1], np.int64))
    graph.add("Transpose", [mark + "y"], mark + "y_rows", perm=[0, 2, 1, 3])
    return graph.add("Reshape", [mark + "y_rows", mark + "side_by_side"], mark + "out_both")


def outputs(graph: Graph, number: int, y: str) -> str:
    """Adds a forward layer's outputs [T, B, H], once."""
    out = f"layer{number}_out" if number else "out"
    if not graph.has(out):
        if not graph.has("direction"):
            graph.constant("direction", np.array([1], np.int64))
        graph.add("Squeeze", [y, "direction"], out)
    return out


def inside(graph: Graph) -> None:
    """Adds `inside_wide` [T, B, 1]: whether a place stands before its row's end."""
    if not graph.has("direction"):
        graph.constant("direction", np.array([1], np.int64))
    graph.constant("feature", np.array([2], np.int64))
    graph.constant("scalar", np.array(0, np.int64))
    graph.constant("one", np.array(1, np.int64))
    graph.add("Shape", ["tokens"], "extent")
    graph.add("Gather", ["extent", "scalar"], "steps", axis=0)
    graph.add("Range", ["scalar", "steps", "one"], "step")
    graph.add("Unsqueeze", ["step", "direction"], "step_column")
    graph.add("Cast", ["lengths"], "ends", to=TensorProto.INT64)
    graph.add("Less", ["step_column", "ends"], "inside")
    graph.add("Unsqueeze", ["inside", "feature"], "inside_wide")


def _pool(graph: Graph, net: Net) -> None:
    """Adds `maxN_next` and `meanN_next`, over the outputs before each row's end and what they were before."""
    if net.pools():
        inside(graph)
    for name, how, suffix in net.pools():
        (_maximum if how == "max" else _mean)(graph, name, _side(graph, net, suffix))


def _side(graph: Graph, net: Net, suffix: str) -> str:
    """Returns the outputs [T, B, H] of one direction of one layer."""
    number, reverse = int(suffix.removesuffix("_reverse")), suffix.endswith("_reverse")
    y = f"layer{number}_y" if number else "y"
    if not net.layers[number].reverse:
        return outputs(graph, number, y)
    side = f"out{suffix}_side"
    return side if graph.has(side) else graph.add("Gather", [y, "one" if reverse else "scalar"], side, axis=1)


def _maximum(graph: Graph, name: str, out: str) -> None:
    mark = "" if name == "max0" else name + "_"
    if not graph.has("below_all"):
        graph.constant("below_all", np.array(LOWEST, np.float32))
    graph.add("Where", ["inside_wide", out, "below_all"], mark + "seen")
    graph.add("ReduceMax", [mark + "seen"], mark + "highest", axes=[0], keepdims=0)
    graph.add("Max", [name, mark + "highest"], name + "_next")


def _mean(graph: Graph, name: str, out: str) -> None:
    """Adds (mean · count + the sum over the row) / (count + its length)."""
    if not graph.has("count_next"):
        graph.constant("nothing", np.array(0, np.float32))
        graph.constant("every_step", np.array([0], np.int64))
        graph.add("Cast", ["lengths"], "length_float", to=TensorProto.FLOAT)
        graph.add("Unsqueeze", ["length_float", "direction"], "length_column")
        graph.add("Add", ["count", "length_column"], "count_next")
    graph.add("Where", ["inside_wide", out, "nothing"], name + "_seen")
    graph.add("ReduceSum", [name + "_seen", "every_step"], name + "_new", keepdims=0)
    graph.add("Mul", [name, "count"], name + "_old")
    graph.add("Add", [name + "_old", name + "_new"], name + "_total")
    graph.add("Div", [name + "_total", "count_next"], name + "_next")
