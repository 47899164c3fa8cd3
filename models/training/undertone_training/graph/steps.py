"""Draws one step of one cell: x (the input's product, with its bias) and h (and c) in, h_next (and c_next) out.

Refuses to know where x comes from. The row count must change no bit: each row's sums run in the same order whatever B is.
"""

import numpy as np

from undertone_training.graph.graph import Graph
from undertone_training.net.cells import Cell


def input_bias(cell: Cell) -> np.ndarray:
    """Returns all bias that adds to the input's product: both, but a GRU candidate's own where the reset gate multiplies it."""
    if cell.kind != "gru" or not cell.reset_after:
        return cell.b_input + cell.b_state
    free = cell.b_state.copy()
    free[2 * cell.hidden :] = 0
    return cell.b_input + free


def step(graph: Graph, cell: Cell, x: str | list[str], suffix: str, name: str, prefix: str = "", mark: str = "") -> None:
    """Adds one step from `PREFIXhSUFFIX` to `PREFIXhSUFFIX_next` with recurrent weights `name`; `mark` begins the inner names.

    x is [B, G·H], or for an LSTM a list of four [B, H], gate by gate.
    """
    h = f"{prefix}h{suffix}"
    if cell.kind == "gru":
        _gru(graph, cell, x, h, name, mark)
        return
    graph.transposed(name, cell.u)
    if cell.kind == "lstm":
        _gate_sums(graph, cell, x, h, name, mark)
        _lstm(graph, cell, h, f"{prefix}c{suffix}", name, mark)
    else:
        graph.add("Gemm", [h, name + "_t", x], mark + "gates")
        graph.add({"rnn_tanh": "Tanh", "rnn_relu": "Relu"}[cell.kind], [mark + "gates"], h + "_next")


def split_gates(graph: Graph, cell: Cell, value: str, output: str) -> list[str]:
    """Cuts an LSTM's [N, 4·H] into `OUTPUTi`, `OUTPUTo`, `OUTPUTf` and `OUTPUTg`; of a constant, ONNX Runtime does it at load."""
    sizes = output + "sizes"
    graph.constant(sizes, np.array([cell.hidden] * 4, np.int64))
    outputs = [output + gate for gate in "iofg"]
    graph.add("Split", [value, sizes], outputs, axis=1)
    return outputs


def _gate_sums(graph: Graph, cell: Cell, x: str | list[str], h: str, name: str, mark: str) -> None:
    """Adds `to_i` … `to_g`, x + U h: by one product and a Split, or, where x comes gate by gate, by four; 5 to 9 % faster."""
    if isinstance(x, str):
        graph.add("Gemm", [h, name + "_t", x], mark + "gates")
        split_gates(graph, cell, mark + "gates", mark + "to_")
        return
    for gate, u, part in zip("iofg", split_gates(graph, cell, name + "_t", mark + "u_"), x):
        graph.add("Gemm", [h, u, part], mark + "to_" + gate)


def _lstm(graph: Graph, cell: Cell, h: str, c: str, name: str, mark: str) -> None:
    """Adds c' = f c + i g and h' = o tanh(c'). Three Sigmoids ran 5 % faster than one over three gates."""
    for gate in ("i", "o", "f"):
        graph.add("Sigmoid", [mark + "to_" + gate], mark + gate)
    graph.add("Tanh", [mark + "to_g"], mark + "g")
    graph.add("Mul", [mark + "f", c], mark + "kept")
    graph.add("Mul", [mark + "i", mark + "g"], mark + "new")
    graph.add("Add", [mark + "kept", mark + "new"], c + "_next")
    graph.add("Tanh", [c + "_next"], mark + "shown")
    if cell.projection is None:
        graph.add("Mul", [mark + "o", mark + "shown"], h + "_next")
        return
    graph.add("Mul", [mark + "o", mark + "shown"], mark + "wide")
    graph.transposed(name + "_projection", cell.projection)
    graph.add("MatMul", [mark + "wide", name + "_projection_t"], h + "_next")


def _gru(graph: Graph, cell: Cell, x: str, h: str, name: str, mark: str) -> None:
    """Adds h' = n + z (h - n), with n = tanh(x_n + r (U_n h + b_n)), or n = tanh(x_n + U_n (r h)) where the reset comes before.

    The product is two: the open gates' adds to what was gathered, the candidate's to its bias. 8 % faster than one product and a sum.
    """
    hidden = cell.hidden
    graph.transposed(name, cell.u)
    graph.constant(mark + "gate_sizes", np.array([2 * hidden, hidden], np.int64))
    graph.constant(mark + "open_sizes", np.array([hidden, hidden], np.int64))
    if cell.reset_after:
        graph.constant(mark + "candidate_b", cell.b_state[2 * hidden :])
    graph.add("Split", [name + "_t", mark + "gate_sizes"], [mark + "u_open", mark + "u_new"], axis=1)
    graph.add("Split", [x, mark + "gate_sizes"], [mark + "x_open", mark + "x_new"], axis=1)
    graph.add("Gemm", [h, mark + "u_open", mark + "x_open"], mark + "opening")
    if cell.reset_after:
        graph.add("Gemm", [h, mark + "u_new", mark + "candidate_b"], mark + "h_new")
    graph.add("Sigmoid", [mark + "opening"], mark + "open")
    graph.add("Split", [mark + "open", mark + "open_sizes"], [mark + "z", mark + "r"], axis=1)
    if cell.reset_after:
        graph.add("Mul", [mark + "r", mark + "h_new"], mark + "reset")
        graph.add("Add", [mark + "x_new", mark + "reset"], mark + "candidate")
    else:
        graph.add("Mul", [mark + "r", h], mark + "reset")
        graph.add("Gemm", [mark + "reset", mark + "u_new", mark + "x_new"], mark + "candidate")
    graph.add("Tanh", [mark + "candidate"], mark + "n")
    graph.add("Sub", [h, mark + "n"], mark + "apart")
    graph.add("Mul", [mark + "z", mark + "apart"], mark + "kept")
    graph.add("Add", [mark + "n", mark + "kept"], h + "_next")
