"""Reads the weights that PyTorch names: of nn.RNN, nn.LSTM, nn.GRU, their single cells, and nn.Linear.

PyTorch stacks gates as LSTM i, f, g, o and GRU r, z, n. Refuses to know modules of other kinds, and how the weights were trained.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from undertone_training.net.cells import GATES, Cell, Dense, Layer, State

ORDER = {"rnn_tanh": (0,), "rnn_relu": (0,), "gru": (1, 0, 2), "lstm": (0, 3, 1, 2)}
"""Where ONNX's gates stand in PyTorch's stack."""

MODULES = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn_tanh": nn.RNN, "rnn_relu": nn.RNN}

Tensors = dict[str, Tensor]


def recurrent(kind: str, inputs: int, hidden: int) -> nn.Module:
    """Returns one new layer of a kind, its weights not yet trained."""
    return MODULES[kind](inputs, hidden, **({"nonlinearity": kind.removeprefix("rnn_")} if kind.startswith("rnn") else {}))


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
        raise ValueError(
            f"reading {path}: expected weight_ih or weight_ih_l0 among its tensors, found {sorted(tensors)}; "
            "name an nn.RNN, nn.LSTM, nn.GRU or one of their cells"
        )
    return found


def dense(tensors: Tensors, activation: str = "linear", path: str = "the head") -> Dense:
    """Returns an nn.Linear, with an activation behind it."""
    require_linear(tensors, path)
    w = shaped(tensors, "weight", path, (None, None))
    return Dense(w, shaped(tensors, "bias", path, (len(w),)) if "bias" in tensors else np.zeros(len(w), np.float32), activation)


def require_linear(tensors: Tensors, path: str) -> None:
    """Raises ValueError where a part of the head is no nn.Linear."""
    if "weight" not in tensors:
        raise ValueError(
            f"reading {path}: expected an nn.Linear's weight, found {sorted(tensors) or 'no tensors'}; name each nn.Linear itself"
        )


def to_module(states: Sequence[Tensor]) -> Tensor | tuple[Tensor, ...]:
    """Returns states as PyTorch's recurrent modules take them: h by itself, or an LSTM's (h, c)."""
    return tuple(states) if len(states) == 2 else states[0]


def from_module(states: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Returns the states that one of PyTorch's recurrent modules gave, one or two of them."""
    return states if isinstance(states, tuple) else (states,)


def fresh(states: list[State]) -> Tensors:
    """Returns every state [size] as a new user's first review finds it."""
    return {state.name: torch.from_numpy(state.start()[0]) for state in states}


@torch.no_grad()
def rounded(module: nn.Module) -> nn.Module:
    """Rounds a module's matrices to what float16 stores, in place: what is exported, measured and written as goldens."""
    for parameter in module.parameters():
        if parameter.dim() > 1:
            parameter.copy_(parameter.half().float())
    return module


def array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().cpu().float().numpy()


def _cell(tensors: Tensors, suffix: str, nonlinearity: str, path: str) -> Cell:
    u = shaped(tensors, "weight_hh" + suffix, path, (None, None))
    projection = shaped(tensors, "weight_hr" + suffix, path, (u.shape[1], None)) if suffix and "weight_hr" + suffix in tensors else None
    kind = _kind(path, len(u), u.shape[1] if projection is None else projection.shape[1], nonlinearity)
    biased = any(name.startswith("bias") for name in tensors)

    def ordered(name: str, *shape: int | None) -> np.ndarray:
        parts = np.split(shaped(tensors, name + suffix, path, (len(u), *shape)), GATES[kind])
        return np.concatenate([parts[gate] for gate in ORDER[kind]])

    biases = [ordered("bias_ih"), ordered("bias_hh")] if biased else [np.zeros(len(u), np.float32)] * 2
    return Cell(kind, ordered("weight_ih", None), ordered("weight_hh", None), *biases, projection)


def shaped(tensors: Tensors, name: str, path: str, shape: tuple[int | None, ...]) -> np.ndarray:
    """Returns a tensor's numbers; raises ValueError where it is missing or of another shape (None is any size)."""
    wanted = f"[{', '.join('any' if size is None else str(size) for size in shape)}]"
    if name not in tensors:
        raise ValueError(
            f"reading {path}: expected a tensor {name} {wanted}, found {sorted(tensors)}; name a module that has all its tensors"
        )
    found = tuple(tensors[name].shape)
    if len(found) != len(shape) or 0 in found or any(size not in (None, own) for size, own in zip(shape, found)):
        raise ValueError(f"reading {path}: expected {name} of the shape {wanted}, found {list(found)}; name a module of PyTorch's own kind")
    return array(tensors[name])


def _kind(path: str, rows: int, hidden: int, nonlinearity: str) -> str:
    kinds = {1: f"rnn_{nonlinearity}", 3: "gru", 4: "lstm"}
    if rows % hidden or rows // hidden not in kinds:
        raise ValueError(
            f"reading {path}: expected {hidden} rows for its {hidden} units (an RNN), or 3 (a GRU) or 4 times as many (an LSTM), "
            f"found {rows}; name a module of one of these kinds"
        )
    return kinds[rows // hidden]
