"""Reads PyTorch's weights as a `Net`: nn.RNN, nn.LSTM, nn.GRU and their single cells, by the names that PyTorch gives them.

Refuses to know how they were trained, and modules of other kinds. PyTorch stacks gates as LSTM i, f, g, o and GRU r, z, n.
"""

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from undertone_training.described import Described, readout_states
from undertone_training.model import Model
from undertone_training.net import GATES, Cell, Dense, Layer, Net

ORDER = {"rnn_tanh": (0,), "rnn_relu": (0,), "gru": (1, 0, 2), "lstm": (0, 3, 1, 2)}
"""Where ONNX's gates stand in PyTorch's stack."""

Tensors = dict[str, Tensor]


def layers(tensors: Tensors, nonlinearity: str = "tanh") -> list[Layer]:
    """Returns the layers of one recurrent module from its own state_dict; a single cell is one layer.

    Raises ValueError where the names or shapes are not those of a recurrent module.
    """
    if "weight_ih" in tensors:
        return [Layer(_cell(tensors, "", nonlinearity))]
    found = []
    while f"weight_ih_l{len(found)}" in tensors:
        suffix = f"_l{len(found)}"
        reverse = suffix + "_reverse"
        found.append(Layer(_cell(tensors, suffix, nonlinearity),
                           _cell(tensors, reverse, nonlinearity) if "weight_ih" + reverse in tensors else None))
    if not found:
        raise ValueError(f"reading a recurrent module: expected weight_ih or weight_ih_l0 among its tensors, found {sorted(tensors)}; "
                         "name an nn.RNN, nn.LSTM, nn.GRU or one of their cells")
    return found


def dense(tensors: Tensors, activation: str = "linear") -> Dense:
    """Returns an nn.Linear, with an activation behind it."""
    if "weight" not in tensors:
        raise ValueError(f"reading the head: expected an nn.Linear's weight, found {sorted(tensors) or 'no tensors'}; name each nn.Linear itself")
    w = array(tensors["weight"])
    return Dense(w, array(tensors["bias"]) if "bias" in tensors else np.zeros(len(w), np.float32), activation)


def trained(model: Model) -> Net:
    """Returns one of our own models, whose matrices are rounded to float16."""
    shape, head = model.shape, (dense(dict(model.head.state_dict())),)
    memory = () if model.review_cell is None else tuple(
        layer.forward for layer in layers(dict(model.review_cell.state_dict())))
    return Net(array(model.token_cell.embedding.weight),
               tuple(layers(dict(model.token_cell.layer.state_dict()), shape.kind.removeprefix("rnn_"))),
               tuple(shape.readout()), head, shape.reader_scope, memory,
               ("readout", *(state.name for state in shape.review_states())), half=True)


def net(tensors: Tensors, described: Described) -> Net:
    """Returns the net that a module's state_dict holds, as described; raises ValueError where the two do not fit."""
    read = [layer for path in described.layers for layer in layers(part(tensors, path), described.nonlinearity)]
    read = _started(read, tensors, described.initial)
    head = [dense(part(tensors, path), described.activation if number < len(described.head) - 1 else "linear")
            for number, path in enumerate(described.head)]
    memory = tuple(layers(part(tensors, path), described.nonlinearity)[0].forward for path in described.memory)
    embedding = None if described.embedding is None else array(_tensor(tensors, described.embedding + ".weight"))
    found = Net(embedding, tuple(read), readout_states(described.readout, tuple(read)), two_logits(tuple(head)), described.scope,
                memory, described.head_inputs())
    found.fits()
    return found


def two_logits(head: tuple[Dense, ...]) -> tuple[Dense, ...]:
    """Returns the head; one whose only output is the second label's logit gives the first a logit of zero: softmax is its sigmoid then."""
    last = head[-1]
    if len(last.b) != 1:
        return head
    return (*head[:-1], Dense(np.concatenate([np.zeros_like(last.w), last.w]), np.concatenate([np.zeros_like(last.b), last.b])))


def part(tensors: Tensors, path: str) -> Tensors:
    """Returns the tensors of a submodule by their own names; raises ValueError where there are none."""
    own = {name.removeprefix(path + "."): tensor for name, tensor in tensors.items() if name.startswith(path + ".")}
    if not own:
        raise ValueError(f"reading the module: expected a submodule {path}, found {sorted({n.rpartition('.')[0] for n in tensors})}; "
                         "name one of these")
    return own


def _started(read: list[Layer], tensors: Tensors, initial: dict) -> list[Layer]:
    """Returns the layers with the start values of their states."""
    left, started, place = dict(initial), [], 0
    stacked = {letter: _values(tensors, left.pop(letter)) for letter in "hc" if letter in left}
    count = sum(len(layer.cells(0)) for layer in read)
    for letter, values in stacked.items():
        if values.size % count or values.reshape(-1, values.shape[-1]).shape[0] != count:
            raise ValueError(f"reading `initial`: expected {letter} of {count} layers, one below the other, found {values.shape}; name the "
                             "states one by one")
    for number, layer in enumerate(read):
        cells = []
        for suffix, cell in layer.cells(number):
            for letter in "hc":
                if letter in stacked:
                    cell = replace(cell, **{letter: stacked[letter].reshape(-1, stacked[letter].shape[-1])[place]})
                if letter + suffix in left:
                    cell = replace(cell, **{letter: _values(tensors, left.pop(letter + suffix)).flatten()})
            cells.append(cell)
            place += 1
        started.append(Layer(*cells))
    if left:
        raise ValueError(f"reading `initial`: expected h, c, or states of the reader, found {sorted(left)}; name these")
    return started


def _values(tensors: Tensors, given: str | list[float]) -> np.ndarray:
    return array(_tensor(tensors, given) if isinstance(given, str) else torch.tensor(given))


def _tensor(tensors: Tensors, name: str) -> Tensor:
    if name not in tensors:
        raise ValueError(f"reading the module: expected a tensor {name}, found {sorted(tensors)}; name one of these")
    return tensors[name]


def array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().cpu().float().numpy()


def _cell(tensors: Tensors, suffix: str, nonlinearity: str) -> Cell:
    u = array(tensors["weight_hh" + suffix])
    projection = array(tensors["weight_hr" + suffix]) if "weight_hr" + suffix in tensors else None
    kind = _kind(len(u), u.shape[1] if projection is None else projection.shape[1], nonlinearity)

    def ordered(name: str) -> np.ndarray:
        if name not in tensors:
            return np.zeros(len(u), np.float32)
        parts = np.split(array(tensors[name]), GATES[kind])
        return np.concatenate([parts[gate] for gate in ORDER[kind]])

    return Cell(kind, *(ordered(name + suffix) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")), projection)


def _kind(rows: int, hidden: int, nonlinearity: str) -> str:
    kinds = {1: f"rnn_{nonlinearity}", 3: "gru", 4: "lstm"}
    if rows % hidden or rows // hidden not in kinds or kinds[rows // hidden] not in GATES:
        raise ValueError(f"reading a recurrent module: expected 1, 3 or 4 gates (rnn with tanh or relu, gru, lstm) of {hidden} units, "
                         f"found {rows} rows and {nonlinearity}; name a module of one of these kinds")
    return kinds[rows // hidden]
