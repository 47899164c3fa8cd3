"""Describes the parts of a recurrent net: a state, a cell, a layer of one cell or two, and a layer of the head.

`Cell` is one direction of one layer. Gates stand in ONNX's order (LSTM i, o, f, c; GRU z, r, h). Refuses to know frameworks.
Letters: D input, G gates, H hidden, P width of h (H, or less with a projection), R readout, C labels.
"""

from dataclasses import dataclass

import numpy as np

GATES = {"rnn_tanh": 1, "rnn_relu": 1, "gru": 3, "lstm": 4}


@dataclass(frozen=True)
class State:
    """One state tensor of a cell: name, size of its vector, where it lives, and the value (or values) it starts from."""

    name: str
    size: int
    scope: str
    initial: float | tuple[float, ...] = 0.0

    def start(self, rows: int = 1) -> np.ndarray:
        """Returns what it starts from, [rows, size] in float32, as an array of its own."""
        return np.broadcast_to(np.array(self.initial, np.float32), (rows, self.size)).copy()


@dataclass(frozen=True)
class Cell:
    """The weights of one direction of one layer. `h` and `c` are what its states start from; None is zero."""

    kind: str
    w: np.ndarray  # [G·H, D]
    u: np.ndarray  # [G·H, P]
    b_input: np.ndarray  # [G·H]
    b_state: np.ndarray  # [G·H]
    projection: np.ndarray | None = None  # [P, H]
    reset_after: bool = True  # GRU: the reset gate multiplies U h + b, as in PyTorch; else h itself, as in Cho et al. 2014
    h: np.ndarray | None = None  # [P]
    c: np.ndarray | None = None  # [H]

    @property
    def hidden(self) -> int:
        return len(self.w) // GATES[self.kind]

    @property
    def width(self) -> int:
        return self.u.shape[1]

    @property
    def letters(self) -> str:
        """What the names of its states begin with."""
        return "hc" if self.kind == "lstm" else "h"

    def states(self, suffix: str, scope: str, prefix: str = "") -> list[State]:
        """Returns h, and c of an LSTM, named `PREFIXhSUFFIX`."""
        found = [State(f"{prefix}h{suffix}", self.width, scope, _initial(self.h))]
        return found + ([State(f"{prefix}c{suffix}", self.hidden, scope, _initial(self.c))] if self.kind == "lstm" else [])

    def parameters(self) -> int:
        arrays = (self.w, self.u, self.b_input, self.b_state, self.projection)
        return sum(array.size for array in arrays if array is not None)


@dataclass(frozen=True)
class Layer:
    """One layer: what reads forward and, in a bidirectional one, what reads in reverse."""

    forward: Cell
    reverse: Cell | None = None

    def cells(self, number: int) -> list[tuple[str, Cell]]:
        """Returns the cells with the suffix of their states' names: `0`, and `0_reverse`."""
        return [(str(number), self.forward)] + ([(f"{number}_reverse", self.reverse)] if self.reverse else [])


@dataclass(frozen=True)
class Dense:
    """One layer of the head: activation(w x + b)."""

    w: np.ndarray  # [C, R]
    b: np.ndarray  # [C]
    activation: str = "linear"


def reader_states(layers: tuple[Layer, ...] | list[Layer]) -> set[str]:
    """Returns the names of h, and of an LSTM's c, of every cell."""
    return {letter + suffix for number, layer in enumerate(layers) for suffix, cell in layer.cells(number) for letter in cell.letters}


def two_logits(head: tuple[Dense, ...]) -> tuple[Dense, ...]:
    """Returns the head; one whose only output is the second label's logit gives the first a logit of zero: softmax is its sigmoid then."""
    last = head[-1]
    if len(last.b) != 1:
        return head
    return (*head[:-1], Dense(np.concatenate([np.zeros_like(last.w), last.w]), np.concatenate([np.zeros_like(last.b), last.b])))


def _initial(value: np.ndarray | None) -> float | tuple[float, ...]:
    return 0.0 if value is None or not value.any() else tuple(value.astype(np.float32).tolist())
