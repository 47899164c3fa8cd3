"""Reads PyTorch's weights as a `Net`: nn.RNN, nn.LSTM, nn.GRU and their single cells, by the names that PyTorch gives them.

Refuses to know how they were trained, and modules of other kinds. PyTorch stacks gates as LSTM i, f, g, o and GRU r, z, n.
"""

from dataclasses import replace

import numpy as np
from torch import Tensor

from undertone_training.bring.parts import Described, readout_states, start_values
from undertone_training.teach.model import Model
from undertone_training.net.net import GATES, Cell, Dense, Layer, Net, reader_states

ORDER = {"rnn_tanh": (0,), "rnn_relu": (0,), "gru": (1, 0, 2), "lstm": (0, 3, 1, 2)}
"""Where ONNX's gates stand in PyTorch's stack."""

Tensors = dict[str, Tensor]


def layers(tensors: Tensors, nonlinearity: str = "tanh", path: str = "a recurrent module") -> list[Layer]:
    """Returns the layers of one recurrent module from its own state_dict; a single cell is one layer.

    Raises ValueError where the names or shapes are not those of a recurrent module.
    """
    return [Layer(*(_cell(tensors, end, nonlinearity, path) for end in ends)) for ends in suffixes(tensors, path)]


def suffixes(tensors: Tensors, path: str) -> list[tuple[str, ...]]:
    """Returns how the names of each layer's tensors end: `_l0`, and `_l0_reverse`; of a single cell, in nothing."""
    if "weight_ih" in tensors:
        return [("",)]
    found: list[tuple[str, ...]] = []
    while f"weight_ih_l{len(found)}" in tensors:
        end = f"_l{len(found)}"
        found.append((end, end + "_reverse") if f"weight_ih{end}_reverse" in tensors else (end,))
    if not found:
        raise ValueError(f"reading {path}: expected weight_ih or weight_ih_l0 among its tensors, found {sorted(tensors)}; "
                         "name an nn.RNN, nn.LSTM, nn.GRU or one of their cells")
    return found


def dense(tensors: Tensors, activation: str = "linear", path: str = "the head") -> Dense:
    """Returns an nn.Linear, with an activation behind it."""
    require_linear(tensors, path)
    w = _shaped(tensors, "weight", path, (None, None))
    return Dense(w, _shaped(tensors, "bias", path, (len(w),)) if "bias" in tensors else np.zeros(len(w), np.float32), activation)


def require_linear(tensors: Tensors, path: str) -> None:
    """Raises ValueError where a part of the head is no nn.Linear."""
    if "weight" not in tensors:
        raise ValueError(f"reading {path}: expected an nn.Linear's weight, found {sorted(tensors) or 'no tensors'}; name each nn.Linear itself")


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
    read = [layer for path in described.layers for layer in layers(part(tensors, path), described.nonlinearity, path)]
    read = _started(read, tensors, described.initial)
    head = [dense(part(tensors, path), described.activation if number < len(described.head) - 1 else "linear", path)
            for number, path in enumerate(described.head)]
    memory = tuple(_memory(part(tensors, path), described.nonlinearity, path) for path in described.memory)
    embedding = None if described.embedding is None else _shaped(tensors, require_tensor(tensors, described.embedding + ".weight"),
                                                                 "the module", (None, None))
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


def require_tensor(tensors: Tensors, name: str) -> str:
    """Returns the name; raises ValueError where there is no such tensor."""
    if name not in tensors:
        raise ValueError(f"reading the module: expected a tensor {name}, found {sorted(tensors)}; name one of these")
    return name


def _memory(tensors: Tensors, nonlinearity: str, path: str) -> Cell:
    found = layers(tensors, nonlinearity, path)
    if len(found) > 1 or found[0].reverse is not None:
        raise ValueError(f"reading {path}: expected in memory.cells a single cell, found one of {len(found)} layer(s)"
                         f"{' in both directions' if found[0].reverse else ''}; name single cells, one below the other")
    return found[0].forward


def _started(read: list[Layer], tensors: Tensors, initial: dict) -> list[Layer]:
    """Returns the layers with the start values of their states."""
    known = reader_states(read)
    others = sorted(set(initial) - known - {name[0] for name in known})
    if others:
        raise ValueError(f"reading reader.initial: expected some of {', '.join(sorted({name[0] for name in known} | known))}, found "
                         f"{', '.join(others)}; name the states of this reader")
    given, started, place = {name: _values(tensors, name, value) for name, value in initial.items()}, [], 0
    count = sum(len(layer.cells(0)) for layer in read)
    for letter in "hc":
        values = given.get(letter)
        if values is not None and (values.size % count or values.size // values.shape[-1] != count):
            raise ValueError(f"reading reader.initial: expected {letter} of {count} layers, one below the other, found the shape "
                             f"{list(values.shape)}; name the states one by one")
    for number, layer in enumerate(read):
        cells = []
        for suffix, cell in layer.cells(number):
            for letter in "hc":
                if letter in given:
                    cell = replace(cell, **{letter: given[letter].reshape(count, -1)[place]})
                if letter + suffix in given:
                    cell = replace(cell, **{letter: given[letter + suffix].flatten()})
            cells.append(cell)
            place += 1
        started.append(Layer(*cells))
    return started


def _values(tensors: Tensors, name: str, given: str | list[float]) -> np.ndarray:
    return start_values(name, array(tensors[require_tensor(tensors, given)]) if isinstance(given, str) else given)


def array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().cpu().float().numpy()


def _cell(tensors: Tensors, suffix: str, nonlinearity: str, path: str) -> Cell:
    u = _shaped(tensors, "weight_hh" + suffix, path, (None, None))
    projection = _shaped(tensors, "weight_hr" + suffix, path, (u.shape[1], None)) if suffix and "weight_hr" + suffix in tensors else None
    kind = _kind(path, len(u), u.shape[1] if projection is None else projection.shape[1], nonlinearity)
    biased = any(name.startswith("bias") for name in tensors)

    def ordered(name: str, *shape: int | None) -> np.ndarray:
        parts = np.split(_shaped(tensors, name + suffix, path, (len(u), *shape)), GATES[kind])
        return np.concatenate([parts[gate] for gate in ORDER[kind]])

    biases = [ordered("bias_ih"), ordered("bias_hh")] if biased else [np.zeros(len(u), np.float32)] * 2
    return Cell(kind, ordered("weight_ih", None), ordered("weight_hh", None), *biases, projection)


def _shaped(tensors: Tensors, name: str, path: str, shape: tuple[int | None, ...]) -> np.ndarray:
    """Returns a tensor's numbers; raises ValueError where it is missing or of another shape (None is any size)."""
    wanted = f"[{', '.join('any' if size is None else str(size) for size in shape)}]"
    if name not in tensors:
        raise ValueError(f"reading {path}: expected a tensor {name} {wanted}, found {sorted(tensors)}; name a module that has all its tensors")
    found = tuple(tensors[name].shape)
    if len(found) != len(shape) or 0 in found or any(size not in (None, own) for size, own in zip(shape, found)):
        raise ValueError(f"reading {path}: expected {name} of the shape {wanted}, found {list(found)}; name a module of PyTorch's own kind")
    return array(tensors[name])


def _kind(path: str, rows: int, hidden: int, nonlinearity: str) -> str:
    kinds = {1: f"rnn_{nonlinearity}", 3: "gru", 4: "lstm"}
    if rows % hidden or rows // hidden not in kinds:
        raise ValueError(f"reading {path}: expected {hidden} rows for its {hidden} units (an RNN), or 3 (a GRU) or 4 times as many (an LSTM), "
                         f"found {rows}; name a module of one of these kinds")
    return kinds[rows // hidden]
