"""Says which parts of a trained PyTorch module are what: the few lines that a modeller writes. Refuses to know files and weights."""

from dataclasses import dataclass, field

import numpy as np

from undertone_training.net.cells import Layer, reader_states

POOLS = ("last", "max", "mean")


@dataclass(frozen=True)
class Described:
    """Names of submodules, as in the module's state_dict.

    `layers` names the recurrent modules, input first (whole-sequence layers or single cells); `embedding` None means one-hot input.
    `readout` is what the head reads of the reader: last, max or mean of the top layer, or states by name (h0, c1, h0_reverse).
    `initial` gives start values: `h` (or `c`) for all layers stacked, or one state by name; each a tensor's name or a list of numbers.
    `memory` names single cells that step once per review; `reads` is what the head takes, side by side.
    """

    layers: tuple[str, ...]
    head: tuple[str, ...]
    embedding: str | None = None
    nonlinearity: str = "tanh"
    readout: tuple[str, ...] = ("last",)
    activation: str = "relu"
    scope: str = "review"
    memory: tuple[str, ...] = ()
    reads: tuple[str, ...] = ("readout", "memory")
    initial: dict[str, str | list[float]] = field(default_factory=dict)

    def paths(self) -> tuple[str, ...]:
        """Returns every name of a submodule or tensor that the lines give."""
        embedding = () if self.embedding is None else (self.embedding,)
        return (*embedding, *self.layers, *self.memory, *self.head, *(name for name in self.initial.values() if isinstance(name, str)))

    def head_inputs(self) -> tuple[str, ...]:
        """Returns the names of the head's inputs: memory stands for h of the top review cell."""
        names = {"readout": "readout", "memory": f"review_h{len(self.memory) - 1}"}
        return tuple(names[word] for word in self.reads if word == "readout" or self.memory)


def start_values(name: str, given: object) -> np.ndarray:
    """Returns what a state starts from, as an array; raises ValueError where these are no numbers."""
    try:
        found = np.array(given, np.float32)
    except (TypeError, ValueError):
        found = np.zeros(0, np.float32)
    if found.ndim == 0 or found.size == 0 or not np.isfinite(found).all():
        raise ValueError(
            f"reading reader.initial: expected for {name} a list of finite numbers (of a PyTorch module, a tensor's name too), "
            f"found {given!r:.80}; correct it"
        )
    return found


def readout_states(words: tuple[str, ...], layers: tuple[Layer, ...]) -> tuple[str, ...]:
    """Returns the states that the readout's words stand for, both directions of a bidirectional top layer."""
    top = [suffix for suffix, _ in layers[-1].cells(len(layers) - 1)]
    known = reader_states(layers)
    found = []
    for word in words:
        if word not in POOLS and word not in known:
            raise ValueError(
                f"reading `readout`: expected some of {', '.join(POOLS)} or {', '.join(sorted(known))}, found {word}; "
                "name what the head reads"
            )
        found += [{"last": "h"}.get(word, word) + suffix for suffix in top] if word in POOLS else [word]
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise ValueError(
            f"reading `readout`: expected states of which no two are alike, found {', '.join(twice)} twice (`last` is h of the top layer); "
            "name each once"
        )
    return tuple(found)
