"""Adds the surprise of a review to the graphs of a language model: -log p of each token, by the state before it.

Refuses to know manifests. Rows share no sum, so their count changes no bit.
"""

import numpy as np

from undertone_training.graph import sequence
from undertone_training.graph.graph import Graph
from undertone_training.net.net import SURPRISE, Net


def add_to_step(graph: Graph, net: Net) -> None:
    """Adds `nats0_next` = nats0 - log p(token | h0) to a token cell."""
    _head(graph, net)
    graph.add("Gemm", ["h0", "head_w_t", "head_b"], "expected")
    graph.constant("column", np.array([1], np.int64))
    graph.add("Unsqueeze", ["token", "column"], "seen_symbol")
    graph.add("LogSoftmax", ["expected"], "log_p", axis=1)
    graph.add("GatherElements", ["log_p", "seen_symbol"], "log_p_seen", axis=1)
    graph.add("Sub", [SURPRISE, "log_p_seen"], SURPRISE + "_next")


def add_to_sequence(graph: Graph, net: Net) -> None:
    """Adds `nats0_next`, the surprise of each row's own tokens, to a token sequence."""
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


def _head(graph: Graph, net: Net) -> None:
    graph.transposed("head_w", net.head[0].w)
    graph.constant("head_b", net.head[0].b)
