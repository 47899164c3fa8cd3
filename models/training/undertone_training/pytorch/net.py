"""Reads a PyTorch module's state_dict as a `Net`, as its description says. Refuses to know how the module was trained."""

from dataclasses import replace

import numpy as np
import torch

from undertone_training.bring.parts import Described, readout_states, start_values
from undertone_training.net.cells import Cell, Layer, reader_states, two_logits
from undertone_training.net.net import Net
from undertone_training.net.weights import Tensors, array, dense, layers, shaped

FRAMEWORK = f"pytorch {torch.__version__.split('+')[0]}"


def net(tensors: Tensors, described: Described) -> Net:
    """Returns the net that a module's state_dict holds, as described; raises ValueError where the two do not fit."""
    read = [layer for path in described.layers for layer in layers(part(tensors, path), described.nonlinearity, path)]
    read = _started(read, tensors, described.initial)
    head = [
        dense(part(tensors, path), described.activation if number < len(described.head) - 1 else "linear", path)
        for number, path in enumerate(described.head)
    ]
    memory = tuple(_memory(part(tensors, path), described.nonlinearity, path) for path in described.memory)
    embedding = (
        None
        if described.embedding is None
        else shaped(tensors, require_tensor(tensors, described.embedding + ".weight"), "the module", (None, None))
    )
    found = Net(
        embedding,
        layers=tuple(read),
        readout=readout_states(described.readout, tuple(read)),
        head=two_logits(tuple(head)),
        scope=described.scope,
        memory=memory,
        head_inputs=described.head_inputs(),
    )
    found.require_fit()
    return found


def part(tensors: Tensors, path: str) -> Tensors:
    """Returns the tensors of a submodule by their own names; raises ValueError where there are none."""
    own = {name.removeprefix(path + "."): tensor for name, tensor in tensors.items() if name.startswith(path + ".")}
    if not own:
        raise ValueError(
            f"reading the module: expected a submodule {path}, found {sorted({n.rpartition('.')[0] for n in tensors})}; name one of these"
        )
    return own


def require_tensor(tensors: Tensors, name: str) -> str:
    """Returns the name; raises ValueError where there is no such tensor."""
    if name not in tensors:
        raise ValueError(f"reading the module: expected a tensor {name}, found {sorted(tensors)}; name one of these")
    return name


def _memory(tensors: Tensors, nonlinearity: str, path: str) -> Cell:
    found = layers(tensors, nonlinearity, path)
    if len(found) > 1 or found[0].reverse is not None:
        raise ValueError(
            f"reading {path}: expected in memory.cells a single cell, found one of {len(found)} layer(s)"
            f"{' in both directions' if found[0].reverse else ''}; name single cells, one below the other"
        )
    return found[0].forward


def _started(read: list[Layer], tensors: Tensors, initial: dict) -> list[Layer]:
    """Returns the layers with the start values of their states."""
    known = reader_states(read)
    others = sorted(set(initial) - known - {name[0] for name in known})
    if others:
        raise ValueError(
            f"reading reader.initial: expected some of {', '.join(sorted({name[0] for name in known} | known))}, found "
            f"{', '.join(others)}; name the states of this reader"
        )
    given, started, place = {name: _values(tensors, name, value) for name, value in initial.items()}, [], 0
    count = sum(len(layer.cells(0)) for layer in read)
    for letter in "hc":
        values = given.get(letter)
        if values is not None and (values.size % count or values.size // values.shape[-1] != count):
            raise ValueError(
                f"reading reader.initial: expected {letter} of {count} layers, one below the other, found the shape "
                f"{list(values.shape)}; name the states one by one"
            )
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
