"""Reads the weights of a bundle back from its step graphs, as they are stored: the reader as a `Net`, the memory, the head.

Knows the names that our graphs give their weights, and no others. Biases come back as they were added up. Refuses to know frameworks; and
whether the graph was ours: whoever asks compares.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from undertone_training.bundle import manifest
from undertone_training.graph import cells, surprise
from undertone_training.graph.graph import Graph, SharedWeights
from undertone_training.net.cells import Cell, Dense, Layer
from undertone_training.net.net import Net


class _Constants:
    """The constants of one graph by name, wherever they are stored, in float32."""

    def __init__(self, path: Path):
        self._found = {constant.name: numpy_helper.to_array(constant, str(path.parent)) for constant in onnx.load(path).graph.initializer}
        self.half = any(name.endswith("_16") for name in self._found)

    def get(self, name: str) -> np.ndarray | None:
        value = self._found.get(name, self._found.get(name + "_16"))
        return None if value is None else value.astype(np.float32)

    def __getitem__(self, name: str) -> np.ndarray:
        if (value := self.get(name)) is None:
            raise ValueError(f"reading a step graph: expected the constant {name}, found none; export the bundle again")
        return value


def reader(folder: Path) -> Net:
    """Returns the net that draws `token_cell.onnx`; of its head only a language model's is there, on which its surprise depends.

    Raises ValueError where the graph has no such constants.
    """
    written = manifest.read(folder)
    token = written["token_cell"]
    found = _Constants(folder / "token_cell.onnx")
    states = {state["name"]: state for state in token["states"]}
    marks = [f"layer{number}_" if number else "" for number in range(len(token["layers"]))]
    return Net(
        embedding=found.get("embedding"),
        layers=tuple(
            Layer(_cell(found, token["kind"], mark or "token_", mark, [states.get(f"{letter}{number}") for letter in "hc"]))
            for number, mark in enumerate(marks)
        ),
        readout=tuple(written["readout"]),
        head=(_head(found),) if written.get("surprise") else (),
        scope=states["h0"]["scope"],
        half=found.half,
        surprise=bool(written.get("surprise")),
    )


def memory(folder: Path) -> Cell:
    """Returns the first layer of the review cell; raises ValueError where its graph has no such constants."""
    own = manifest.read(folder)["review_cell"]
    return _cell(_Constants(folder / "review_cell.onnx"), own["kind"], "review_", "", own["states"])


def head(folder: Path) -> Dense:
    """Returns the last layer of the head; raises ValueError where its graph has no such constants."""
    return _head(_Constants(folder / "head.onnx"))


def step_graphs(net: Net) -> list[Graph]:
    """Returns the step in floats and, where there is one, in integers, over the places that the weights have in the shared file."""
    weights = SharedWeights(net.half)
    graphs = [cells.token_cell(net, weights)] + ([cells.token_cell_int8(net, weights)] if cells.steps_in_integers(net) else [])
    if net.surprise:
        for graph in graphs:
            surprise.add_to_step(graph, net)
    return graphs


def _head(found: _Constants) -> Dense:
    return Dense(found["head_w"], found["head_b"])


def _cell(found: _Constants, kind: str, name: str, mark: str, states: list[dict | None]) -> Cell:
    """Returns a cell whose weights begin with `name`, and whose inner names with `mark`; `states` are those of its h and c."""
    w, u, bias = found[name + "w"], found[name + "u"], found[name + "b"]
    candidate = found.get(mark + "candidate_b")
    state_bias = np.zeros_like(bias)
    if candidate is not None:
        state_bias[-len(candidate) :] = candidate
    reset_after = kind != "gru" or candidate is not None
    starts = dict(zip("hc", map(_start, states)))
    return Cell(kind, w, u, bias, state_bias, projection=found.get(name + "u_projection"), reset_after=reset_after, **starts)


def _start(state: dict | None) -> np.ndarray | None:
    if state is None or state["initial"] == 0:
        return None
    return np.broadcast_to(np.array(state["initial"], np.float32), state["shape"])
