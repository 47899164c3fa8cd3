"""Holds one ONNX graph while it is drawn, and the weights that the graphs of a bundle share.

Embedding and input projection stand as float16 constants with Cast and MatMul before the Gather: ONNX Runtime folds them, at load, into one
table E.W + b, so a step gathers where it would multiply. Gates stand in ONNX's order (LSTM i, o, f, c; GRU z, r, h), so one
Sigmoid takes a contiguous slice. Big matrices are shared by the graphs through `weights.bin`. Refuses to know training and manifests.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from undertone_training.model import Shape

WEIGHTS = "weights.bin"
OPSET, IR_VERSION = 17, 9
FLOAT, INT = TensorProto.FLOAT, TensorProto.INT32
ALIGNMENT = 64


class SharedWeights:
    """Collects float16 matrices once each and writes them side by side into one file."""

    def __init__(self):
        self._chunks: dict[str, tuple[int, np.ndarray]] = {}
        self._end = 0

    def tensor(self, name: str, value: np.ndarray) -> onnx.TensorProto:
        """Returns a constant whose data stand in the shared file."""
        if name not in self._chunks:
            self._chunks[name] = (self._end, value.astype(np.float16))
            self._end += -(-self._chunks[name][1].nbytes // ALIGNMENT) * ALIGNMENT
        offset, stored = self._chunks[name]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=stored.shape,
                             data_location=TensorProto.EXTERNAL)
        for key, text in (("location", WEIGHTS), ("offset", str(offset)), ("length", str(stored.nbytes))):
            tensor.external_data.add(key=key, value=text)
        return tensor

    def write(self, folder: Path) -> None:
        data = bytearray(self._end)
        for offset, stored in self._chunks.values():
            data[offset:offset + stored.nbytes] = stored.astype("<f2").tobytes()
        (folder / WEIGHTS).write_bytes(data)


class Graph:
    """Collects the nodes, constants and named ends of one graph, then writes it."""

    def __init__(self, name: str, weights: SharedWeights):
        self.name, self.weights = name, weights
        self.nodes, self.constants, self.inputs, self.outputs = [], [], [], []

    def add(self, operator: str, inputs: list[str], output: str | list[str], **attributes) -> str:
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0] or outputs[-1], **attributes))
        return outputs[0]

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def matrix(self, name: str, value: np.ndarray) -> str:
        """Returns a float matrix that is stored as float16 and cast at load."""
        self.constants.append(self.weights.tensor(name + "_16", value))
        return self.add("Cast", [name + "_16"], name, to=FLOAT)

    def input(self, name: str, kind: int, shape: list) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, shape: list) -> str:
        self.outputs.append(helper.make_tensor_value_info(name, FLOAT, shape))
        return name

    def write(self, path: Path) -> None:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.constants)
        model = helper.make_model(graph, producer_name="undertone", ir_version=IR_VERSION,
                                  opset_imports=[helper.make_opsetid("", OPSET)])
        path.write_bytes(model.SerializeToString())
        onnx.checker.check_model(str(path))


def reorder(value: np.ndarray, kind: str) -> np.ndarray:
    """Returns PyTorch's stacked gates (LSTM i, f, g, o; GRU r, z, n) in ONNX's order, along axis 0."""
    if kind not in ("lstm", "gru"):
        return value
    parts = np.split(value, 4 if kind == "lstm" else 3)
    return np.concatenate([parts[gate] for gate in ((0, 3, 1, 2) if kind == "lstm" else (1, 0, 2))])


def gates(cell, kind: str, suffix: str = "_l0") -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Returns W [G, D], U [G, H], b of the input [G] and b of the recurrence [G], in ONNX's gate order."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    return tuple(reorder(getattr(cell, name + suffix).detach().numpy(), kind) for name in names)


def row(shape: Shape, name: str) -> list:
    """Returns the shape [B, size] of a state's tensor."""
    return ["B", next(state.size for state in shape.states() if state.name == name)]
