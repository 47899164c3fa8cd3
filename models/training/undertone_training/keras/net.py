"""Reads a Keras model as a `Net`: one chain of layers, from the tokens to the answer, Sequential or functional.

Keras stacks gates as LSTM i, f, c, o and GRU z, r, h, keeps its matrices the other way up, and has one bias, but for a GRU with
`reset_after`. Refuses to know files and text; imports keras, which only this module, `keras_reference` and the zoo do.
"""

from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow

from undertone_training.bring.parts import readout_states, start_values
from undertone_training.net.net import GATES, Cell, Dense, Layer, Net, reader_states, two_logits

FRAMEWORK = f"keras {keras.__version__} on tensorflow {tensorflow.__version__}"
CELLS = {keras.layers.SimpleRNNCell: "rnn", keras.layers.LSTMCell: "lstm", keras.layers.GRUCell: "gru"}
ORDER = {"rnn_tanh": (0,), "rnn_relu": (0,), "gru": (0, 1, 2), "lstm": (0, 3, 1, 2)}
IN_TRAINING_ONLY = (keras.layers.Dropout, keras.layers.SpatialDropout1D, keras.layers.GaussianNoise, keras.layers.GaussianDropout,
                    keras.layers.ActivityRegularization, keras.layers.InputLayer, keras.layers.Identity)
POOLS = {keras.layers.GlobalMaxPooling1D: "max", keras.layers.GlobalAveragePooling1D: "mean"}


@dataclass
class Parts:
    """A model's layers by what they do. `embedding` None is one-hot input; `head` are the dense layers, in order."""

    embedding: keras.layers.Layer | None = None
    recurrent: list = field(default_factory=list)
    pool: str = "last"
    head: list = field(default_factory=list)
    activations: list[str] = field(default_factory=list)


def parts(model: keras.Model) -> Parts:
    """Returns the model's parts; raises ValueError at a layer that no bundle can have."""
    found, before = Parts(), "the input"
    for layer in chain(model):
        inner = layer.layer if isinstance(layer, keras.layers.TimeDistributed) else layer
        if isinstance(layer, IN_TRAINING_ONLY):
            continue
        if isinstance(layer, (keras.layers.Embedding, keras.layers.CategoryEncoding)) and not found.recurrent:
            _input(found, layer)
        elif isinstance(layer, (keras.layers.RNN, keras.layers.Bidirectional)) and found.pool == "last" and not found.head:
            found.recurrent.append(layer)
        elif type(layer) in POOLS and found.recurrent and not found.head:
            found.pool = POOLS[type(layer)]
        elif isinstance(inner, keras.layers.Dense) and found.recurrent:
            found.head.append(inner)
            found.activations.append(_name(inner.activation))
        elif isinstance(layer, keras.layers.Activation) and found.head and found.activations[-1] == "linear":
            found.activations[-1] = _name(layer.activation)
        else:
            raise refused(layer, "in this order Embedding or one-hot CategoryEncoding, SimpleRNN, LSTM, GRU, RNN or Bidirectional, then "
                          "GlobalMaxPooling1D or GlobalAveragePooling1D, then Dense, and dropout anywhere", f"{type(layer).__name__} behind {before}")
        before = type(layer).__name__
    for what, layers in (("a recurrent layer", found.recurrent), ("a Dense layer", found.head)):
        if not layers:
            raise ValueError(f"reading the Keras model: expected {what}, found none among its {len(model.layers)} layers; save the whole model")
    _pooling(found)
    _activations(found)
    return found


def net(found: Parts, scope: str = "review", start: dict[str, list[float]] | None = None) -> Net:
    """Returns the net of a model's parts; `start` gives states by name the values that they start from."""
    start = {name: start_values(name, given) for name, given in (start or {}).items()}
    layers, number = [], 0
    for layer in found.recurrent:
        for forward, reverse in _cells(layer):
            pair = [_cell(cell, start, f"{number}{end}") for cell, end in ((forward, ""), (reverse, "_reverse")) if cell is not None]
            layers.append(Layer(*pair))
            number += 1
    head = tuple(Dense(_array(dense.kernel).T, _array(dense.bias) if dense.use_bias else np.zeros(dense.units, np.float32), activation)
                 for dense, activation in zip(found.head, found.activations))
    others = sorted(set(start) - reader_states(layers))
    if others:
        raise ValueError(f"reading reader.initial: expected some of {', '.join(sorted(reader_states(layers)))}, found {', '.join(others)}; "
                         "name the states of a Keras model one by one")
    embedding = None if found.embedding is None else _array(found.embedding.embeddings)
    read = Net(embedding, tuple(layers), readout_states((found.pool,), tuple(layers)), two_logits(head), scope)
    read.fits()
    return read


def refused(layer, expected: str, found: str, remedy: str = "export a model without it") -> ValueError:
    return ValueError(f"reading the Keras layer {layer.name}: expected {expected}, found {found}; {remedy}")


def chain(model: keras.Model) -> list:
    """Returns the layers in their order; raises ValueError where they are no chain from one input to one output, or not in float32."""
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(f"reading the Keras model: expected one input and one output, found {len(model.inputs)} and "
                         f"{len(model.outputs)}; export the part from tokens to answer")
    layers = list(model.layers)
    masked = any(getattr(layer, "mask_zero", False) for layer in layers)
    for before, layer in zip(layers, layers[1:]):
        if not isinstance(model, keras.Sequential) and (len(layer._inbound_nodes) != 1 or _given(layer, masked) != [id(before.output)]):
            raise refused(layer, f"the output of {before.name} as its only input, once", "another input, or a second use")
    for layer in layers:
        if layer.dtype_policy.name != "float32":
            raise refused(layer, "weights and sums in float32", f"the dtype policy {layer.dtype_policy.name}",
                          "build it anew under the policy float32 and give it the trained weights")
    return layers


def _given(layer, masked: bool) -> list[int]:
    """Returns the ids of what a layer reads, without the mask that an embedding with mask_zero hands on."""
    given = layer.input if isinstance(layer.input, list) else [layer.input]
    return [id(value) for value in given if not (masked and value.dtype == "bool" and type(value._keras_history.operation).__name__ == "NotEqual")]


def _input(found: Parts, layer) -> None:
    if isinstance(layer, keras.layers.Embedding):
        found.embedding = layer
    elif layer.output_mode != "one_hot":
        raise refused(layer, "output_mode one_hot", layer.output_mode)


def _pooling(found: Parts) -> None:
    for layer in found.recurrent[:-1]:
        if not layer.return_sequences:
            raise refused(layer, "return_sequences=True below another recurrent layer", "False")
    last = found.recurrent[-1]
    both = isinstance(last, keras.layers.Bidirectional)
    if both and last.return_sequences and found.pool == "last":
        raise refused(last, "return_sequences=False, or pooling over time", "an answer per token, for which it would read on to the end")


def _activations(found: Parts) -> None:
    last = found.head[-1]
    ends = ("linear", "sigmoid") if last.units == 1 else ("linear", "softmax")
    for layer, activation in zip(found.head[:-1], found.activations):
        if activation not in ("linear", "relu", "tanh", "sigmoid"):
            raise refused(layer, "linear, relu, tanh or sigmoid", activation)
    if found.activations[-1] not in ends:
        raise refused(last, f"{' or '.join(ends)} over {last.units} output(s)", found.activations[-1])
    found.activations[-1] = "linear"


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
    activation = _name(cell.activation)
    if kind == "rnn":
        kind = f"rnn_{activation}"
    elif activation != "tanh" or _name(cell.recurrent_activation) != "sigmoid":
        raise refused(cell, "tanh and, at the gates, sigmoid", f"{activation} and {_name(cell.recurrent_activation)}")
    if kind not in GATES:
        raise refused(cell, "tanh or relu", activation)

    def ordered(value: np.ndarray) -> np.ndarray:
        parts_of = np.split(value, GATES[kind])
        return np.concatenate([parts_of[gate] for gate in ORDER[kind]])

    w, u = ordered(_array(cell.kernel).T), ordered(_array(cell.recurrent_kernel).T)
    bias = np.zeros((2, len(w)), np.float32)
    if cell.bias is not None:
        given = _array(cell.bias).reshape(-1, len(w))
        bias[:len(given)] = [ordered(row) for row in given]
    states = {letter: start[letter + suffix] for letter in "hc" if letter + suffix in start}
    return Cell(kind, w, u, *bias, reset_after=getattr(cell, "reset_after", True), **states)


def _name(activation) -> str:
    return keras.activations.serialize(activation)


def _array(value) -> np.ndarray:
    return np.ascontiguousarray(keras.ops.convert_to_numpy(value), np.float32)
