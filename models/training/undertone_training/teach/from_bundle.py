"""Reads one of our own bundles back into a model, so that training goes on from what ships.

The bundle must be one that `build` wrote. Gates come back from ONNX's order into PyTorch's. Matrices are as they were stored, rounded to
float16. Refuses to know training, and how a bundle names its weights.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from undertone_training.bundle import manifest, read
from undertone_training.bundle.listed import require_listed
from undertone_training.net.cells import Cell
from undertone_training.net.weights import ORDER
from undertone_training.teach.model import Model, Shape


def require_fit(shape: Shape, language: str, folder: Path) -> dict:
    """Returns a bundle's manifest.

    Raises FileNotFoundError where there is no bundle, ValueError where it is damaged, reads another language, or its cells are of another
    kind or size than `shape`.
    """
    require_listed(folder)
    written = manifest.read(folder)
    cell, memory = written["token_cell"], written["review_cell"]
    found = (
        written["language"],
        written["tokenizer"].get("vocabulary"),
        cell["kind"],
        cell["layers"],
        cell["embedding"],
        memory["layers"] if memory else [],
    )
    expected = (language, shape.vocabulary, shape.kind, [shape.hidden], shape.embedding, [shape.memory] if shape.memory else [])
    if found != expected:
        raise ValueError(
            f"beginning from {folder}: expected language, vocabulary, cell, units, embedding and memory as {expected}, "
            f"found {found}; name a bundle of the same language and shape"
        )
    return written


def begin(model: Model, folder: Path) -> Model:
    """Gives `model` a bundle's cells, and its head where that has as many labels; returns it.

    Raises ValueError where the bundle's cells are of another shape, and OSError where there is no such bundle.
    """
    net, head = read.reader(folder), read.head(folder)
    found = {"token_cell.embedding.weight": net.embedding, **_named("token_cell.layer", net.layers[0].forward, "_l0")}
    if model.review_cell is not None:
        found |= _named("review_cell", read.memory(folder))
    if len(head.b) == model.shape.labels:
        found |= {"head.weight": head.w, "head.bias": head.b}
    tensors = {name: torch.tensor(value) for name, value in found.items()}
    expected: dict[str, Tensor] = model.state_dict()
    for name, value in tensors.items():
        if expected[name].shape != value.shape:
            raise ValueError(
                f"beginning from {folder}: expected {name} as {list(expected[name].shape)}, found {list(value.shape)}; name one of the "
                "same shape"
            )
    model.load_state_dict(expected | tensors)
    return model


def _named(path: str, cell: Cell, end: str = "") -> dict[str, np.ndarray]:
    """Returns a cell's weights by PyTorch's names; of its biases only a GRU candidate's two are still apart."""
    weights = {"weight_ih": cell.w, "weight_hh": cell.u, "bias_ih": cell.b_input, "bias_hh": cell.b_state}
    return {f"{path}.{name}{end}": _ordered(value, cell.kind) for name, value in weights.items()}


def _ordered(value: np.ndarray, kind: str) -> np.ndarray:
    """Returns gates [G·H, …] in PyTorch's order; ORDER says where ONNX's stand in it."""
    gates = np.split(value, len(ORDER[kind]))
    return np.concatenate([gates[ORDER[kind].index(place)] for place in range(len(gates))])
