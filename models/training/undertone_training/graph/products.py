"""Multiplies a state by a cell's weights in a step graph: in floats, or in 8-bit integers.

The integer product. h of an LSTM, a GRU or a tanh RNN lies in [-1, 1], so one fixed scale, 1/127, quantizes it, which no batch can change:
q = round(127 h) + 128, a byte from 1 to 255. Weights get 7 bits, -63 to 63, and a scale for each column. A CPU with VNNI adds products
of bytes in 32 bits; one without adds two neighbours in 16 bits first, and would saturate beyond 32,767. Here no pair can exceed
2 · 255 · 63 = 32,130. So every CPU computes the same sum, and in any order: integers, unlike floats, add up to one number. As a float the
sum is exact too, up to 2,096 units (127 · 63 · 2,096 < 2^24).

Refuses to know gates, and where x comes from.
"""

import numpy as np
from onnx import TensorProto

from undertone_training.graph.graph import FUSED, Graph

WEIGHT_MAX = 63
"""The largest weight as an integer: 7 bits with the sign."""

STATE_MAX = 127
"""The largest state as an integer: what stands for 1."""

ZERO = 128
"""The byte that stands for 0."""

STATE_SCALE = np.float32(1 / STATE_MAX)

LEAST = np.float32(1e-30)
"""The largest weight of a column of zeros, which must not be divided by zero."""

SCALE = "_scale"


class FloatProducts:
    """Adds products in floats: a Gemm each. Matrices are shared with the other graphs, and cut at load."""

    def parts(self, graph: Graph, u: np.ndarray, name: str, sizes: list[int], outputs: list[str], mark: str) -> list[str]:
        """Adds the columns of U' [H, N] in parts, for `product`; returns their names."""
        whole = graph.transposed(name, u)
        if len(sizes) == 1:
            return [whole]
        graph.constant(mark, np.array(sizes, np.int64))
        graph.add("Split", [whole, mark], outputs, axis=1)
        return outputs

    def product(self, graph: Graph, h: str, part: str, plus: str, output: str) -> str:
        """Adds h · part + plus; `plus` is [B, N] or a constant [N]."""
        return graph.add("Gemm", [h, part, plus], output)


class IntegerProducts:
    """Adds products in integers, as the module says.

    ONNX Runtime quantizes the shared matrices at load: by rounding and IEEE's division, which are exact on any CPU. So nothing is stored
    twice, and no integer can disagree with its float.
    """

    def parts(self, graph: Graph, u: np.ndarray, name: str, sizes: list[int], outputs: list[str], mark: str) -> list[str]:
        whole = graph.matrix(name, u)
        for constant, value in (
            ("least", np.array(LEAST)),
            ("weight_max", np.array(WEIGHT_MAX, np.float32)),
            ("weight_axis", np.array([1])),
        ):
            if not graph.has(constant):
                graph.constant(constant, value)
        graph.add("Abs", [whole], name + "_size")
        graph.add("ReduceMax", [name + "_size"], name + "_largest", axes=[1], keepdims=1)
        graph.add("Max", [name + "_largest", "least"], name + "_bound")
        graph.add("Div", [name + "_bound", "weight_max"], name + "_unit")
        graph.add("Div", [whole, name + "_unit"], name + "_units")
        graph.add("Round", [name + "_units"], name + "_rounded")
        graph.add("Cast", [name + "_rounded"], name + "_8", to=TensorProto.INT8)
        graph.add("Transpose", [name + "_8"], name + "_t", perm=[1, 0])
        graph.add("Squeeze", [name + "_unit", "weight_axis"], name + "_t" + SCALE)
        if len(sizes) == 1:
            return [name + "_t"]
        graph.constant(mark, np.array(sizes, np.int64))
        graph.add("Split", [name + "_t", mark], outputs, axis=1)
        graph.add("Split", [name + "_t" + SCALE, mark], [output + SCALE for output in outputs], axis=0)
        return outputs

    def product(self, graph: Graph, h: str, part: str, plus: str, output: str) -> str:
        """Adds what ONNX Runtime fuses MatMulInteger, Cast and Mul to; a constant bias goes with it, anything else is an Add."""
        inputs = [self._quantized(graph, h), part, "state_scale", part + SCALE, "state_zero"]
        if graph.is_constant(plus):
            return graph.add("MatMulIntegerToFloat", [*inputs, "", plus], output, domain=FUSED)
        graph.add("MatMulIntegerToFloat", inputs, output + "_sum", domain=FUSED)
        return graph.add("Add", [output + "_sum", plus], output)

    @staticmethod
    def _quantized(graph: Graph, h: str) -> str:
        if not graph.has("state_scale"):
            graph.constant("state_scale", np.array(STATE_SCALE, np.float32))
            graph.constant("state_zero", np.array(ZERO, np.uint8))
        output = h + "_8"
        return output if graph.has(output) else graph.add("QuantizeLinear", [h, "state_scale", "state_zero"], output)


def quantized_weights(u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns a matrix [N, H] the other way up as integers [H, N], and the scale [N] of each column."""
    scales = np.maximum(np.abs(u.astype(np.float32)).max(1), LEAST) / np.float32(WEIGHT_MAX)
    return np.rint(u.astype(np.float32) / scales[:, None]).astype(np.int8).T.copy(), scales


def quantized_state(h: np.ndarray) -> np.ndarray:
    """Returns a state as integers around 0, as QuantizeLinear rounds: to the nearest, ties to the even one."""
    return np.clip(np.rint(h.astype(np.float32) / STATE_SCALE), -ZERO, STATE_MAX).astype(np.int32)
