"""Draws the graphs that step once: the token cell in floats and in integers, the review cell, and the head.

Refuses to know whole reviews. The row count must change no bit of any of them: each row's sums run in the same order whatever B is.
"""

import numpy as np

from undertone_training.graph.graph import FLOAT, INT, Graph, SharedWeights
from undertone_training.graph.products import FloatProducts, IntegerProducts
from undertone_training.graph.steps import Products, input_bias, split_gates, step
from undertone_training.net.cells import Cell, State
from undertone_training.net.net import Net

ACTIVATIONS = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}


def token_cell(net: Net, weights: SharedWeights) -> Graph:
    """Draws `token` [B] and states [B, H] in, states out, with the input projection folded into the embedding."""
    if net.bidirectional:
        raise ValueError(
            "drawing a token cell: expected layers that read forward, found one that reads in reverse too, which no step "
            "can do; draw its sequence graph"
        )
    return _reader(Graph("token_cell", weights), net, FloatProducts())


def token_cell_int8(net: Net, weights: SharedWeights) -> Graph:
    """Draws the same step, its products of states in integers; raises ValueError where `steps_in_integers` says no."""
    if not steps_in_integers(net):
        raise ValueError(
            "drawing an integer step: expected states between -1 and 1, found a net that has no such bound; draw its float step"
        )
    return _reader(Graph("token_cell_int8", weights), net, IntegerProducts())


def steps_in_integers(net: Net) -> bool:
    """Returns whether a step can multiply in integers: every h has a bound of 1, by its cell and by what it starts from."""
    return not net.bidirectional and all(
        cell.kind != "rnn_relu" and cell.projection is None and (cell.h is None or np.abs(cell.h).max() <= 1) for _, cell in net.cells()
    )


def _reader(graph: Graph, net: Net, products: Products) -> Graph:
    graph.input("token", INT, ["B"])
    ends(graph, net.token_states())
    _table(graph, net)
    step(graph, net.layers[0].forward, _gathered(graph, net.layers[0].forward), "0", "token_u", products)
    for number, layer in enumerate(net.layers[1:], 1):
        mark = f"layer{number}_"
        _product(graph, layer.forward, f"h{number - 1}_next", mark + "w", mark + "b", mark + "x", products)
        step(graph, layer.forward, mark + "x", str(number), mark + "u", products, mark=mark)
    _pool(graph, net)
    return graph


def review_cell(net: Net, weights: SharedWeights) -> Graph:
    """Draws the memory that steps once per review: `x` [B, R] and `review_h0` [B, M] … in, `review_h0_next` … out."""
    graph = Graph("review_cell", weights)
    graph.input("x", FLOAT, ["B", net.readout_size()])
    ends(graph, net.review_states())
    x = "x"
    for number, cell in enumerate(net.memory):
        mark, name = (f"layer{number}_", f"review{number}_") if number else ("", "review_")
        _product(graph, cell, x, name + "w", name + "b", mark + "projected", FloatProducts())
        step(graph, cell, mark + "projected", str(number), name + "u", FloatProducts(), "review_", mark)
        x = f"review_h{number}_next"
    return graph


def head(net: Net, weights: SharedWeights) -> Graph:
    """Draws `readout` [B, R] and the memory after the step [B, M] in, `logits` [B, C] out.

    Its matrices stand in the graph itself: another head then leaves the shared file as it is, and with it the fingerprint of users' states.
    A language model's are shared, since its states depend on them too.
    """
    graph = Graph("head", weights)
    for name in net.head_inputs:
        graph.input(name, FLOAT, ["B", net.size(name)])
    source = net.head_inputs[0]
    if len(net.head_inputs) > 1:
        source = graph.add("Concat", list(net.head_inputs), "seen", axis=1)
    last = len(net.head) - 1
    graph.output("logits", ["B", len(net.head[last].b)])
    for number, dense in enumerate(net.head):
        name, end = ("head_", "logits") if number == last else (f"head{number}_", f"head{number}_out")
        graph.transposed(name + "w", dense.w, net.surprise)
        graph.constant(name + "b", dense.b)
        if dense.activation == "linear":
            source = graph.add("Gemm", [source, name + "w_t", name + "b"], end)
        else:
            graph.add("Gemm", [source, name + "w_t", name + "b"], name + "sum")
            source = graph.add(ACTIVATIONS[dense.activation], [name + "sum"], end)
    return graph


def ends(graph: Graph, states: list[State]) -> None:
    """Adds every state as an input, and what follows it as an output."""
    for state in states:
        graph.input(state.name, FLOAT, ["B", state.size])
        graph.output(state.name + "_next", ["B", state.size])


def _table(graph: Graph, net: Net) -> None:
    """Adds `table` [V, G·H] = E·W + b, which ONNX Runtime folds at load; with one-hot input E is the identity."""
    cell = net.layers[0].forward
    if net.embedding is not None:
        graph.matrix("embedding", net.embedding)
    projected = graph.transposed("token_w", cell.w)
    if net.embedding is not None:
        projected = graph.add("MatMul", ["embedding", "token_w_t"], "projected")
    graph.constant("token_b", input_bias(cell))
    graph.add("Add", [projected, "token_b"], "table")


def _gathered(graph: Graph, cell: Cell) -> str | list[str]:
    """Returns what each row's token adds; for an LSTM gate by gate, from four tables, since it is then multiplied gate by gate too."""
    if cell.kind != "lstm":
        return graph.add("Gather", ["table", "token"], "x", axis=0)
    tables = split_gates(graph, cell, "table", "table_")
    return [graph.add("Gather", [table, "token"], f"x_{gate}", axis=0) for table, gate in zip(tables, "iofg")]


def _product(graph: Graph, cell: Cell, x: str, w: str, b: str, output: str, products: Products) -> None:
    (part,) = products.parts(graph, cell.w, w, [len(cell.w)], [], "")
    graph.constant(b, input_bias(cell))
    products.product(graph, x, part, b, output)


def _pool(graph: Graph, net: Net) -> None:
    for name, how, suffix in net.pools():
        if how == "max":
            graph.add("Max", [name, f"h{suffix}_next"], name + "_next")
    means = [(name, suffix) for name, how, suffix in net.pools() if how == "mean"]
    if means:
        graph.constant("one_more", np.ones(1, np.float32))
        graph.add("Add", ["count", "one_more"], "count_next")
    for name, suffix in means:
        graph.add("Sub", [f"h{suffix}_next", name], name + "_apart")
        graph.add("Div", [name + "_apart", "count_next"], name + "_change")
        graph.add("Add", [name, name + "_change"], name + "_next")
