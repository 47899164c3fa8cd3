"""Draws a language model's graphs: those of any net whose state lives on with the user, and on top the surprise of a review.

Both cells add up `nats0`, -log p of each symbol by the state before it. Refuses to know manifests. Rows share no sum, so their count
changes no bit.
"""

from pathlib import Path

import numpy as np

from undertone_training.graph import cells, sequence
from undertone_training.net.weights import array, dense, layers
from undertone_training.graph.graph import Graph, SharedWeights
from undertone_training.language.model import SURPRISE, LanguageModel
from undertone_training.net.net import Net, State


def net_of(model: LanguageModel) -> Net:
    """Returns the net without its surprise; its matrices must be rounded to float16."""
    shape = model.shape
    return Net(None if model.embedding is None else array(model.embedding.weight),
               tuple(layers(dict(model.layer.state_dict()), shape.kind.removeprefix("rnn_"))), tuple(shape.readout()),
               (dense(dict(model.head.state_dict())),), scope="user", half=True)


def write_graphs(model: LanguageModel, folder: Path, with_sequence: bool) -> None:
    """Writes every graph of a bundle, and the weights that they share."""
    net, weights = net_of(model), SharedWeights()
    graphs = [token_cell(net, weights), cells.head(net, weights, shared=True)]
    if with_sequence:
        graphs.append(token_sequence(net, weights))
    weights.write(folder)
    for graph in graphs:
        graph.write(folder / f"{graph.name}.onnx")


def token_cell(net: Net, weights: SharedWeights) -> Graph:
    """Draws `token` [B] and states [B, H] in, states out; `nats0_next` is nats0 - log p(token | h0)."""
    graph = cells.token_cell(net, weights)
    cells.ends(graph, [State(SURPRISE, 1, "review")])
    _head(graph, net)
    graph.add("Gemm", ["h0", "head_w_t", "head_b"], "expected")
    graph.constant("column", np.array([1], np.int64))
    graph.add("Unsqueeze", ["token", "column"], "seen_symbol")
    graph.add("LogSoftmax", ["expected"], "log_p", axis=1)
    graph.add("GatherElements", ["log_p", "seen_symbol"], "log_p_seen", axis=1)
    graph.add("Sub", [SURPRISE, "log_p_seen"], SURPRISE + "_next")
    return graph


def token_sequence(net: Net, weights: SharedWeights) -> Graph:
    """Draws `tokens` [T, B], `lengths` [B] and states [B, H] in, states after each row's last token out."""
    graph = sequence.token_sequence(net, weights)
    cells.ends(graph, [State(SURPRISE, 1, "review")])
    sequence.outputs(graph, 0, "y")
    graph.constant("but_last", np.array([-1], np.int64))
    graph.constant("start", np.array([0], np.int64))
    graph.add("Slice", ["out", "start", "but_last", "start"], "out_but_last")
    graph.add("Concat", ["h0_1", "out_but_last"], "before", axis=0)
    _head(graph, net)
    graph.add("MatMul", ["before", "head_w_t"], "scores")
    graph.add("Add", ["scores", "head_b"], "expected")
    graph.add("LogSoftmax", ["expected"], "log_p", axis=2)
    sequence.inside(graph)
    graph.add("Unsqueeze", ["tokens", "feature"], "seen_symbol")
    graph.add("GatherElements", ["log_p", "seen_symbol"], "log_p_wide", axis=2)
    graph.constant("no_surprise", np.array(0, np.float32))
    graph.add("Where", ["inside_wide", "log_p_wide", "no_surprise"], "log_p_seen")
    graph.add("ReduceSum", ["log_p_seen", "start"], "log_p_review", keepdims=0)
    graph.add("Sub", [SURPRISE, "log_p_review"], SURPRISE + "_next")
    return graph


def _head(graph: Graph, net: Net) -> None:
    graph.matrix("head_w", net.head[0].w)
    graph.add("Transpose", ["head_w"], "head_w_t", perm=[1, 0])
    graph.constant("head_b", net.head[0].b)
