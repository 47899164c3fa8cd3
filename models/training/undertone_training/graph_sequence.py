"""Draws the graph that reads whole reviews at once, on ONNX's fused RNN, LSTM and GRU operators.

Refuses to know the review clock. What lies behind a row's end is masked before the maximum is taken.
"""

import numpy as np
from onnx import TensorProto

from undertone_training.graphs import FLOAT, INT, Graph, SharedWeights, gates, row
from undertone_training.model import Model

OPERATORS = {"lstm": "LSTM", "gru": "GRU", "rnn_tanh": "RNN", "rnn_relu": "RNN"}
BELOW_ALL = -1e30


def token_sequence(model: Model, weights: SharedWeights) -> Graph:
    """Draws `tokens` [T, B], `lengths` [B] and states [B, H] in, states after each row's last token out."""
    shape, cell = model.shape, model.token_cell
    graph = Graph("token_sequence", weights)
    graph.input("tokens", INT, ["T", "B"])
    graph.input("lengths", INT, ["B"])
    for state in shape.token_states():
        graph.input(state.name, FLOAT, row(shape, state.name))
        graph.output(state.name + "_next", row(shape, state.name))
    carried = [name for name in ("h0", "c0") if name in {state.name for state in shape.token_states()}]
    w, u, b_input, b_state = gates(cell.layer, shape.kind)
    graph.constant("first", np.array([0], np.int64))
    graph.matrix("embedding", cell.embedding.weight.detach().numpy())
    for name, value in (("token_w", w), ("token_u", u)):
        graph.matrix(name, value)
        graph.add("Unsqueeze", [name, "first"], name + "_1")
    graph.constant("token_b_1", np.concatenate([b_input, b_state])[None])
    graph.add("Gather", ["embedding", "tokens"], "x", axis=0)
    for name in carried:
        graph.add("Unsqueeze", [name, "first"], name + "_1")
    attributes = {"gru": {"linear_before_reset": 1}, "rnn_tanh": {"activations": ["Tanh"]},
                  "rnn_relu": {"activations": ["Relu"]}}.get(shape.kind, {})
    graph.add(OPERATORS[shape.kind], ["x", "token_w_1", "token_u_1", "token_b_1", "lengths"] + [n + "_1" for n in carried],
              ["y"] + [name + "_last" for name in carried], hidden_size=shape.hidden, **attributes)
    for name in carried:
        graph.add("Squeeze", [name + "_last", "first"], name + "_next")
    _maximum(graph)
    return graph


def _maximum(graph: Graph) -> None:
    """Adds max0_next: the maximum of max0 and of the outputs y [T, 1, B, H] before each row's end."""
    graph.constant("direction", np.array([1], np.int64))
    graph.constant("feature", np.array([2], np.int64))
    graph.constant("scalar", np.array(0, np.int64))
    graph.constant("one", np.array(1, np.int64))
    graph.constant("below_all", np.array(BELOW_ALL, np.float32))
    graph.add("Squeeze", ["y", "direction"], "out")
    graph.add("Shape", ["tokens"], "extent")
    graph.add("Gather", ["extent", "scalar"], "steps", axis=0)
    graph.add("Range", ["scalar", "steps", "one"], "step")
    graph.add("Unsqueeze", ["step", "direction"], "step_column")
    graph.add("Cast", ["lengths"], "ends", to=TensorProto.INT64)
    graph.add("Less", ["step_column", "ends"], "inside")
    graph.add("Unsqueeze", ["inside", "feature"], "inside_wide")
    graph.add("Where", ["inside_wide", "out", "below_all"], "seen")
    graph.add("ReduceMax", ["seen"], "highest", axes=[0], keepdims=0)
    graph.add("Max", ["max0", "highest"], "max0_next")
