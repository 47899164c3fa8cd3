"""Reads the weights of a Keras model's parts as a `Net`.

Keras stacks gates as LSTM i, f, c, o and GRU z, r, h, keeps its matrices the other way up, and has one bias, but for a GRU with
`reset_after`. Refuses to know files and text.
"""

import keras
import numpy as np
import tensorflow

from undertone_training.bring.parts import readout_states, start_values
from undertone_training.keras.parts import Parts, name_of, refused
from undertone_training.net.cells import GATES, Cell, Dense, Layer, reader_states, two_logits
from undertone_training.net.net import Net

FRAMEWORK = f"keras {keras.__version__} on tensorflow {tensorflow.__version__}"
CELLS = {keras.layers.SimpleRNNCell: "rnn", keras.layers.LSTMCell: "lstm", keras.layers.GRUCell: "gru"}
ORDER = {"rnn_tanh": (0,), "rnn_relu": (0,), "gru": (0, 1, 2), "lstm": (0, 3, 1, 2)}


def net(found: Parts, scope: str = "review", start: dict[str, list[float]] | None = None) -> Net:
    """Returns the net of a model's parts; `start` gives states by name the values that they start from."""
    start = {name: start_values(name, given) for name, given in (start or {}).items()}
    layers, number = [], 0
    for layer in found.recurrent:
        for forward, reverse in _cells(layer):
            pair = [_cell(cell, start, f"{number}{end}") for cell, end in ((forward, ""), (reverse, "_reverse")) if cell is not None]
            layers.append(Layer(*pair))
            number += 1
    head = tuple(
        Dense(_array(dense.kernel).T, _array(dense.bias) if dense.use_bias else np.zeros(dense.units, np.float32), activation)
        for dense, activation in zip(found.head, found.activations)
    )
    others = sorted(set(start) - reader_states(layers))
    if others:
        raise ValueError(
            f"reading reader.initial: expected some of {', '.join(sorted(reader_states(layers)))}, found {', '.join(others)}; "
            "name the states of a Keras model one by one"
        )
    embedding = None if found.embedding is None else _array(found.embedding.embeddings)
    read = Net(embedding, tuple(layers), readout_states((found.pool,), tuple(layers)), two_logits(head), scope)
    read.require_fit()
    return read


def _cells(layer) -> list[tuple]:
    """Returns (forward, reverse or None) for each layer of cells."""
    if isinstance(layer, keras.layers.Bidirectional):
        if layer.merge_mode != "concat":
            raise refused(layer, "merge_mode concat", str(layer.merge_mode))
        return [(layer.forward_layer.cell, layer.backward_layer.cell)]
    if layer.go_backwards:
        raise refused(layer, "go_backwards=False", "True")
    return [(cell, None) for cell in getattr(layer.cell, "cells", [layer.cell])]


def _cell(cell, start: dict, suffix: str) -> Cell:
    kind = CELLS.get(type(cell))
    if kind is None:
        raise refused(cell, "Keras's own SimpleRNNCell, LSTMCell or GRUCell", f"{type(cell).__name__} of {type(cell).__module__}")
    activation = name_of(cell.activation)
    if kind == "rnn":
        kind = f"rnn_{activation}"
    elif activation != "tanh" or name_of(cell.recurrent_activation) != "sigmoid":
        raise refused(cell, "tanh and, at the gates, sigmoid", f"{activation} and {name_of(cell.recurrent_activation)}")
    if kind not in GATES:
        raise refused(cell, "tanh or relu", activation)

    def ordered(value: np.ndarray) -> np.ndarray:
        parts_of = np.split(value, GATES[kind])
        return np.concatenate([parts_of[gate] for gate in ORDER[kind]])

    w, u = ordered(_array(cell.kernel).T), ordered(_array(cell.recurrent_kernel).T)
    bias = np.zeros((2, len(w)), np.float32)
    if cell.bias is not None:
        given = _array(cell.bias).reshape(-1, len(w))
        bias[: len(given)] = [ordered(row) for row in given]
    states = {letter: start[letter + suffix] for letter in "hc" if letter + suffix in start}
    return Cell(kind, w, u, *bias, reset_after=getattr(cell, "reset_after", True), **states)


def _array(value) -> np.ndarray:
    return np.ascontiguousarray(keras.ops.convert_to_numpy(value), np.float32)
