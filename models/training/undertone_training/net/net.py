"""Describes a recurrent net as the graphs need it, the way from a token to the logits: arrays and names, whatever framework trained it.

Refuses to know frameworks, graphs and files. Letters: V vocabulary, D input, G gates, H hidden, R readout, C labels.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from undertone_training.net.cells import Cell, Dense, Layer, State

SURPRISE = "nats0"
"""The state of a language model that adds up the surprise of a review."""

LOWEST = -1e30
"""What a maximum starts from where the outputs have no bound of their own, and what it reads behind a row's end."""

_POOL = re.compile(r"(max|mean)(\d.*)")


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

    def pools(self) -> list[tuple[str, str, str]]:
        """Returns the states of the readout that pool: name, `max` or `mean`, and the suffix of the h that it pools."""
        return [(name, *found.groups()) for name in self.readout if (found := _POOL.fullmatch(name))]

    def token_states(self) -> list[State]:
        carried = [state for suffix, cell in self.cells() for state in cell.states(suffix, self.scope)]
        cells = dict(self.cells())
        largest = [State(name, cells[of].width, "review", self._lowest(cells[of])) for name, how, of in self.pools() if how == "max"]
        means = [State(name, cells[of].width, "review") for name, how, of in self.pools() if how == "mean"]
        counted = [State("count", 1, "review")] if means else []
        return carried + largest + means + counted + ([State(SURPRISE, 1, "review")] if self.surprise else [])

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

    def require_fit(self) -> None:
        """Raises ValueError where a part takes another width than the part before it gives, kinds are mixed, or no graph could be drawn."""
        if self.bidirectional and (self.scope == "user" or any(cell.projection is not None for _, cell in self.cells())):
            what = (
                "the scope review, found user"
                if self.scope == "user"
                else "no projection, which ONNX's fused LSTM does not know, found one"
            )
            raise ValueError(
                f"putting a bidirectional reader together: expected {what}; what reads a review backwards cannot step, nor go on "
                "from the last one: change that, or use layers that read forward only"
            )
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


def _expect(where: str, what: str, found, expected) -> None:
    if found != expected:
        raise ValueError(f"putting the net together: expected {what} in {where}, found {found}; describe the parts in their order")
