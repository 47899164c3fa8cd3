"""Reads one of our own bundles back into a model, so that training goes on from what ships.

Knows the names that our graphs give their weights, and no others: the bundle must be one that `build` wrote. Gates come back from ONNX's
order into PyTorch's. Matrices are as they were stored, rounded to float16. Refuses to know training.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from undertone_training.net.weights import ORDER
from undertone_training.teach.model import Model, Shape

Constants = dict[str, np.ndarray]


def require_fit(shape: Shape, language: str, folder: Path) -> None:
    """Raises ValueError where a bundle reads another language, or its cells are of another kind or size than `shape`."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    cell, memory = manifest["token_cell"], manifest["review_cell"]
    found = (
        manifest["language"],
        manifest["tokenizer"].get("vocabulary"),
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


def begin(model: Model, folder: Path) -> Model:
    """Gives `model` a bundle's cells, and its head where that has as many labels; returns it.

    Raises ValueError where the bundle's cells are of another shape, and OSError where there is no such bundle.
    """
    found = _cells(model.shape.kind, _constants(folder / "token_sequence.onnx"))
    if model.review_cell is not None:
        found |= _memory(_constants(folder / "review_cell.onnx"))
    head = _constants(folder / "head.onnx")
    if len(head["head_b"]) == model.shape.labels:
        found |= {"head.weight": head["head_w_16"], "head.bias": head["head_b"]}
    tensors = {name: torch.from_numpy(value.astype(np.float32)) for name, value in found.items()}
    expected: dict[str, Tensor] = model.state_dict()
    for name, value in tensors.items():
        if name not in expected or expected[name].shape != value.shape:
            wanted = list(expected[name].shape) if name in expected else "no such weight"
            raise ValueError(
                f"beginning from {folder}: expected {name} as {wanted}, found {list(value.shape)}; name a bundle of the same shape"
            )
    model.load_state_dict(expected | tensors)
    return model


def _cells(kind: str, constants: Constants) -> Constants:
    """Returns embeddings and reader by PyTorch's names; the biases stand side by side, input first."""
    b_input, b_state = np.split(constants["token_b_1"].flatten(), 2)
    layer = {"weight_ih": constants["token_w_16"], "weight_hh": constants["token_u_16"], "bias_ih": b_input, "bias_hh": b_state}
    return {
        "token_cell.embedding.weight": constants["embedding_16"],
        **{f"token_cell.layer.{name}_l0": _ordered(value, kind) for name, value in layer.items()},
    }


def _memory(constants: Constants) -> Constants:
    """Returns the review cell; of its biases only the candidate's two are still apart."""
    candidate = constants["candidate_b"]
    b_state = np.concatenate([np.zeros(2 * len(candidate), np.float32), candidate])
    cell = {
        "weight_ih": constants["review_w_16"],
        "weight_hh": constants["review_u_16"],
        "bias_ih": constants["review_b"],
        "bias_hh": b_state,
    }
    return {f"review_cell.{name}": _ordered(value, "gru") for name, value in cell.items()}


def _ordered(value: np.ndarray, kind: str) -> np.ndarray:
    """Returns gates [G·H, …] in PyTorch's order; ORDER says where ONNX's stand in it."""
    gates = np.split(value, len(ORDER[kind]))
    return np.concatenate([gates[ORDER[kind].index(place)] for place in range(len(gates))])


def _constants(path: Path) -> Constants:
    return {constant.name: numpy_helper.to_array(constant) for constant in onnx.load(path).graph.initializer}
