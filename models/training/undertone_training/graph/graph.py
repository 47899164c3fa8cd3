"""Holds one ONNX graph while it is drawn, and the weights that the graphs of a bundle share.

Embedding and input projection stand as float16 constants with Cast and MatMul before the Gather: ONNX Runtime folds them, at load, into one
table E.W + b, so a step gathers where it would multiply. Gates stand in ONNX's order (LSTM i, o, f, c; GRU z, r, h), so one
Sigmoid takes a contiguous slice. Big matrices are shared by the graphs through `weights.bin`. Refuses to know training and manifests.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WEIGHTS = "weights.bin"
OPSET, IR_VERSION = 17, 9
FUSED = "com.microsoft"
"""The domain of ONNX Runtime's own operators, which do the work of several in one."""

FLOAT, INT = TensorProto.FLOAT, TensorProto.INT32
ALIGNMENT = 64


class SharedWeights:
    """Collects matrices once each, as float16 or (half=False) as float32, and writes them side by side into one file."""

    def __init__(self, half: bool = True):
        self.half = half
        self._chunks: dict[str, tuple[int, np.ndarray]] = {}
        self._end = 0

    def tensor(self, name: str, value: np.ndarray) -> onnx.TensorProto:
        """Returns a constant whose data stand in the shared file."""
        if name not in self._chunks:
            self._chunks[name] = (self._end, self.rounded(value))
            self._end += -(-self._chunks[name][1].nbytes // ALIGNMENT) * ALIGNMENT
        offset, stored = self._chunks[name]
        tensor = TensorProto(
            name=name,
            dims=stored.shape,
            data_location=TensorProto.EXTERNAL,
            data_type=TensorProto.FLOAT16 if self.half else TensorProto.FLOAT,
        )
        for key, text in (("location", WEIGHTS), ("offset", str(offset)), ("length", str(stored.nbytes))):
            tensor.external_data.add(key=key, value=text)
        return tensor

    def rounded(self, value: np.ndarray) -> np.ndarray:
        """Returns a matrix as it is stored; raises ValueError where it cannot be."""
        stored = value.astype(np.float16 if self.half else np.float32)
        if not np.isfinite(stored).all():
            raise ValueError(
                f"storing a matrix as {stored.dtype}: expected numbers up to {np.finfo(stored.dtype).max:g}, found "
                f"{np.abs(value).max():g}; leave float16 out, or train with weight decay"
            )
        return stored

    def write(self, folder: Path) -> None:
        data = bytearray(self._end)
        for offset, stored in self._chunks.values():
            data[offset : offset + stored.nbytes] = stored.astype(stored.dtype.newbyteorder("<")).tobytes()
        (folder / WEIGHTS).write_bytes(data)


class Graph:
    """Collects the nodes, constants and named ends of one graph, then writes it."""

    def __init__(self, name: str, weights: SharedWeights):
        self.name, self.weights = name, weights
        self.nodes, self.constants, self.inputs, self.outputs = [], [], [], []

    def add(self, operator: str, inputs: list[str], output: str | list[str], **attributes) -> str:
        """Adds a node; returns the name of its first output."""
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=outputs[0], **attributes))
        return outputs[0]

    def has(self, name: str) -> bool:
        """Returns whether a node or a constant already gives this."""
        return any(name in node.output for node in self.nodes) or self.is_constant(name)

    def is_constant(self, name: str) -> bool:
        return any(name == constant.name for constant in self.constants)

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def matrix(self, name: str, value: np.ndarray, shared: bool = True) -> str:
        """Returns a float matrix, in the shared file or in this graph; one that is stored as float16 is cast at load."""
        stored = name + "_16" if self.weights.half else name
        self.constants.append(
            self.weights.tensor(stored, value) if shared else numpy_helper.from_array(self.weights.rounded(value), stored)
        )
        return self.add("Cast", [stored], name, to=FLOAT) if self.weights.half else name

    def transposed(self, name: str, value: np.ndarray, shared: bool = True) -> str:
        """Returns a matrix the other way up: `NAME_t` of `NAME`."""
        return self.add("Transpose", [self.matrix(name, value, shared)], name + "_t", perm=[1, 0])

    def input(self, name: str, kind: int, shape: list) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name: str, shape: list) -> str:
        self.outputs.append(helper.make_tensor_value_info(name, FLOAT, shape))
        return name

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.constants)
        opsets = [helper.make_opsetid("", OPSET)]
        if any(node.domain == FUSED for node in self.nodes):
            opsets.append(helper.make_opsetid(FUSED, 1))
        return helper.make_model(graph, producer_name="undertone", ir_version=IR_VERSION, opset_imports=opsets)

    def write(self, path: Path) -> None:
        path.write_bytes(self.model().SerializeToString())
        onnx.checker.check_model(str(path))
