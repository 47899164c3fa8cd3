"""Small PyTorch nets with random weights, one for each shape that a bundle may have: what conformance is tested on.

Every whole-sequence layer and the single cells beside it have the same weights. Refuses to know files.
"""

import zlib
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from undertone_training.bring.parts import Described

VOCABULARY = 257
REPEATED_BEYOND, PERIOD = 30_000, 4093
LAYERS = {"rnn_tanh": nn.RNN, "rnn_relu": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
CELLS = {"rnn_tanh": nn.RNNCell, "rnn_relu": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}


@dataclass(frozen=True)
class Case:
    """One net. `embedding` 0 is one-hot; `single` drives cells step by step; `start` is zero, given or learned; `memory` a kind or none."""

    name: str
    kind: str = "lstm"
    hidden: tuple[int, ...] = (6,)
    embedding: int = 5
    labels: int = 2
    single: bool = False
    bias: bool = True
    dropout: float = 0.0
    projection: int = 0
    bidirectional: bool = False
    batch_first: bool = False
    start: str = "zero"
    scope: str = "review"
    memory: str = ""
    memory_layers: int = 1
    readout: tuple[str, ...] = ("last",)
    reads: tuple[str, ...] = ("readout", "memory")
    head: int = 0

    def described(self) -> Described:
        """Returns the lines that a modeller would write of it."""
        starts = {
            "zero": {},
            "given": {"h0": np.linspace(-0.9, 0.9, self._width(0)).round(3).tolist()},
            "learned": {"h": "start_h", **({"c": "start_c"} if self.kind == "lstm" else {})},
        }
        return Described(
            layers=tuple(self._recurrent()),
            head=("hidden", "answer") if self.head else ("answer",),
            embedding="embedding" if self.embedding else None,
            nonlinearity=self._nonlinearity(),
            readout=self.readout,
            activation="tanh",
            scope=self.scope,
            memory=tuple(f"memory{n}" for n in range(self.memory_layers)) if self.memory else (),
            reads=self.reads,
            initial=starts[self.start],
        )

    def module(self) -> nn.Module:
        """Returns the module, its weights drawn for its name (the same for single cells as for layers)."""
        module, draw = nn.Module(), np.random.default_rng(zlib.crc32(self.name.removesuffix("-cells").encode()))
        module.embedding = nn.Embedding(VOCABULARY, self.embedding) if self.embedding else None
        for path, part in self._recurrent().items():
            module.add_module(path, part)
        width = self._readout_width()
        for number in range(self.memory_layers if self.memory else 0):
            module.add_module(
                f"memory{number}", CELLS[self.memory](width if number == 0 else 4, 4, bias=self.bias, **_options(self.memory))
            )
        width = width * ("readout" in self.reads) + 4 * (bool(self.memory) and "memory" in self.reads)
        if self.head:
            module.hidden, width = nn.Linear(width, self.head), self.head
        module.answer = nn.Linear(width, self.labels)
        if self.start == "learned":
            rows = len(self.hidden) * (2 if self.bidirectional else 1)
            module.start_h = nn.Parameter(torch.zeros(rows, 1, self._width(0)))
            module.start_c = nn.Parameter(torch.zeros(rows, 1, self.hidden[0]))
        for parameter in module.parameters():
            parameter.data = torch.from_numpy(drawn(draw, parameter.shape))
        return module.eval()

    def _recurrent(self) -> dict[str, nn.Module]:
        options = {"bias": self.bias, **_options(self.kind)}
        widths = [self.embedding or VOCABULARY] + [self._width(n) * (2 if self.bidirectional else 1) for n in range(len(self.hidden))]
        if self.single:
            return {f"cell{n}": CELLS[self.kind](widths[n], size, **options) for n, size in enumerate(self.hidden)}
        options |= {"batch_first": self.batch_first, "bidirectional": self.bidirectional}
        options |= {"proj_size": self.projection} if self.projection else {}
        if len(set(self.hidden)) == 1:
            return {"rnn": LAYERS[self.kind](widths[0], self.hidden[0], len(self.hidden), dropout=self.dropout, **options)}
        return {f"rnn{n}": LAYERS[self.kind](widths[n], size, **options) for n, size in enumerate(self.hidden)}

    def _nonlinearity(self) -> str:
        return next((kind.removeprefix("rnn_") for kind in (self.kind, self.memory) if kind.startswith("rnn_")), "tanh")

    def _width(self, number: int) -> int:
        return self.projection or self.hidden[number]

    def _readout_width(self) -> int:
        top = self._width(len(self.hidden) - 1) * (2 if self.bidirectional else 1)
        return sum(top if word in ("last", "max", "mean") else self._width(int(word[1])) for word in self.readout)


def _options(kind: str) -> dict:
    return {"nonlinearity": "relu"} if kind == "rnn_relu" else {}


def drawn(draw: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Returns an array [..., width] that float16 holds, small enough for its width that states do not saturate.

    A large one repeats itself, so that it packs into little.
    """
    bound = min(0.6, 1.5 * shape[-1] ** -0.5)
    if np.prod(shape) > REPEATED_BEYOND:
        return np.resize(draw.uniform(-bound, bound, PERIOD), shape).astype(np.float16).astype(np.float32)
    return draw.uniform(-bound, bound, shape).astype(np.float16).astype(np.float32)


CASES = [
    *(Case(kind.replace("_", "-") + end, kind, single=bool(end)) for kind in LAYERS for end in ("", "-cells")),
    *(Case(f"{kind}-2-layers".replace("_", "-") + end, kind, (5, 5), single=bool(end)) for kind in LAYERS for end in ("", "-cells")),
    Case("lstm-4-layers", "lstm", (4, 4, 4, 4), dropout=0.3, batch_first=True),
    Case("gru-4-layers", "gru", (4, 4, 4, 4), readout=("h0", "h1", "h2", "last")),
    Case("rnn-relu-100-30-20", "rnn_relu", (100, 30, 20)),
    Case("rnn-tanh-256-156-512-512", "rnn_tanh", (256, 156, 512, 512)),
    Case("lstm-9-7-5", "lstm", (9, 7, 5), readout=("max", "last", "c1"), scope="user"),
    *(Case(f"{kind}-no-bias".replace("_", "-"), kind, bias=False) for kind in ("rnn_tanh", "lstm", "gru")),
    Case("gru-start-given", "gru", start="given", scope="user"),
    Case("lstm-start-learned", "lstm", (5, 5), start="learned", scope="user"),
    Case("rnn-tanh-start-learned", "rnn_tanh", start="learned", readout=("max", "mean")),
    Case("lstm-projected", "lstm", (8,), projection=3, readout=("max", "last")),
    Case("lstm-projected-2-layers", "lstm", (8, 8), projection=3, scope="user"),
    *(Case(f"{kind}-bidirectional".replace("_", "-"), kind, bidirectional=True) for kind in LAYERS),
    Case("lstm-bidirectional-2-layers", "lstm", (5, 5), bidirectional=True, start="learned", readout=("max", "last", "mean")),
    Case("gru-bidirectional-memory", "gru", (4, 3), bidirectional=True, memory="gru"),
    *(Case(f"{kind}-one-hot".replace("_", "-"), kind, embedding=0) for kind in LAYERS),
    Case("gru-bidirectional-one-hot", "gru", embedding=0, bidirectional=True),
    Case("lstm-3-labels", labels=3, head=4, readout=("mean", "max", "last")),
    Case("lstm-1-logit", labels=1),
    *(Case(f"{kind}-user".replace("_", "-"), kind, scope="user", labels=3) for kind in LAYERS),
    *(Case(f"lstm-memory-{kind}".replace("_", "-"), readout=("max", "last"), memory=kind) for kind in LAYERS),
    Case("gru-both-clocks", "gru", (5, 5), scope="user", memory="lstm", memory_layers=2, reads=("memory",), labels=3),
]
