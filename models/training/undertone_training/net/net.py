"""Describes a recurrent net as the graphs need it: arrays and names, whatever framework trained it.

`Cell` is one direction of one layer, `Layer` one or two of them, `Net` the way from a token to the logits. Gates stand in ONNX's order
(LSTM i, o, f, c; GRU z, r, h). Refuses to know frameworks, graphs and files.
Letters: V vocabulary, D input, G gates, H hidden, P width of h (H, or less with a projection), R readout, C labels.
"""

from dataclasses import dataclass, field

import numpy as np

GATES = {"rnn_tanh": 1, "rnn_relu": 1, "gru": 3, "lstm": 4}
SURPRISE = "nats0"
LOWEST = -1e30
"""What a maximum starts from where the outputs have no bound of their own."""


@dataclass(frozen=True)
class State:
    """One state tensor of a cell: name, size of its vector, where it lives, and the value (or values) it starts from."""

    name: str
    size: int
    scope: str
    initial: float | tuple[float, ...] = 0.0


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


@dataclass(frozen=True)
class Net:
    """A token cell over an embedding (None: one-hot), a memory that steps once per review (or none), and a head.

    `readout` names states of the token cell: h and c of any layer, and `maxN` and `meanN`, which pool what hN was after each token.
    `half` stores the matrices as float16: they must already be rounded to it. `surprise` makes it a language model: its head gives the next
    token's logits, and the state SURPRISE adds up -log p of each token of a review.
    """

    embedding: np.ndarray | None  # [V, D]
    layers: tuple[Layer, ...]
    readout: tuple[str, ...]
    head: tuple[Dense, ...]
    scope: str = "review"
    memory: tuple[Cell, ...] = ()
    head_inputs: tuple[str, ...] = field(default=("readout",))
    half: bool = False
    surprise: bool = False

    @property
    def kind(self) -> str:
        return self.layers[0].forward.kind

    @property
    def input_size(self) -> int:
        """The width of what the first layer reads: of an embedding, or of a one-hot token."""
        return self.layers[0].forward.w.shape[1]

    @property
    def bidirectional(self) -> bool:
        return any(layer.reverse for layer in self.layers)

    def cells(self) -> list[tuple[str, Cell]]:
        return [pair for number, layer in enumerate(self.layers) for pair in layer.cells(number)]

    def token_states(self) -> list[State]:
        carried = [state for suffix, cell in self.cells() for state in cell.states(suffix, self.scope)]
        cells = dict(self.cells())
        pooled = [State(name, cells[name[3:]].width, "review", self._lowest(cells[name[3:]]))
                  for name in self.readout if name.startswith("max")]
        means = [State(name, cells[name[4:]].width, "review") for name in self.readout if name.startswith("mean")]
        counted = [State("count", 1, "review")] if means else []
        return carried + pooled + means + counted + ([State(SURPRISE, 1, "review")] if self.surprise else [])

    def review_states(self) -> list[State]:
        return [state for number, cell in enumerate(self.memory) for state in cell.states(str(number), "user", "review_")]

    def states(self) -> list[State]:
        return self.token_states() + self.review_states()

    def size(self, name: str) -> int:
        """Returns the size of a state, or of the readout."""
        sizes = {state.name: state.size for state in self.states()}
        return self.readout_size() if name == "readout" else sizes[name]

    def readout_size(self) -> int:
        sizes = {state.name: state.size for state in self.token_states()}
        return sum(sizes[name] for name in self.readout)

    def parameters(self) -> int:
        """Returns the number of trained weights."""
        cells = sum(cell.parameters() for _, cell in self.cells()) + sum(cell.parameters() for cell in self.memory)
        return cells + sum(d.w.size + d.b.size for d in self.head) + (0 if self.embedding is None else self.embedding.size)

    def fits(self) -> None:
        """Raises ValueError where a part takes another width than the part before it gives, kinds are mixed, or no graph could be drawn."""
        if self.bidirectional and (self.scope == "user" or any(cell.projection is not None for _, cell in self.cells())):
            what = "the scope review, found user" if self.scope == "user" else "no projection, which ONNX's fused LSTM does not know, found one"
            raise ValueError(f"putting a bidirectional reader together: expected {what}; what reads a review backwards cannot step, nor go on "
                             "from the last one: change that, or use layers that read forward only")
        width = len(self.embedding[0]) if self.embedding is not None else self.input_size
        for number, layer in enumerate(self.layers):
            for suffix, cell in layer.cells(number):
                _expect(f"layer {suffix}", f"an input of {width}", cell.w.shape[1], width)
                _expect(f"layer {suffix}", f"the kind {self.kind}", cell.kind, self.kind)
                for letter, start, size in (("h", cell.h, cell.width), ("c", cell.c, cell.hidden)):
                    if start is not None:
                        _expect(f"start of {letter}{suffix}", f"{size} values", start.shape, (size,))
            width = sum(cell.width for _, cell in layer.cells(number))
        width = self.readout_size()
        for number, cell in enumerate(self.memory):
            _expect(f"review cell {number}", f"an input of {width}", cell.w.shape[1], width)
            _expect(f"review cell {number}", f"the kind {self.memory[0].kind}", cell.kind, self.memory[0].kind)
            width = cell.width
        width = sum(self.size(name) for name in self.head_inputs)
        for number, dense in enumerate(self.head):
            _expect(f"layer {number} of the head", f"an input of {width}", dense.w.shape[1], width)
            width = len(dense.b)

    @staticmethod
    def _lowest(cell: Cell) -> float:
        bounded = cell.projection is None and (cell.h is None or np.abs(cell.h).max() <= 1)
        return 0.0 if cell.kind == "rnn_relu" else -1.0 if bounded else LOWEST


def reader_states(layers: tuple[Layer, ...] | list[Layer]) -> set[str]:
    """Returns the names of h, and of an LSTM's c, of every cell."""
    return {letter + suffix for number, layer in enumerate(layers) for suffix, cell in layer.cells(number)
            for letter in ("hc" if cell.kind == "lstm" else "h")}


def two_logits(head: tuple[Dense, ...]) -> tuple[Dense, ...]:
    """Returns the head; one whose only output is the second label's logit gives the first a logit of zero: softmax is its sigmoid then."""
    last = head[-1]
    if len(last.b) != 1:
        return head
    return (*head[:-1], Dense(np.concatenate([np.zeros_like(last.w), last.w]), np.concatenate([np.zeros_like(last.b), last.b])))


def _expect(where: str, what: str, found, expected) -> None:
    if found != expected:
        raise ValueError(f"putting the net together: expected {what} in {where}, found {found}; describe the parts in their order")


def _initial(value: np.ndarray | None) -> float | tuple[float, ...]:
    return 0.0 if value is None or not value.any() else tuple(value.astype(np.float32).tolist())
