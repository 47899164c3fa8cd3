"""Steps a reader in NumPy, with its products in floats or in integers, as its two step graphs do: what they are compared with.

Integers come out the same in every program. Floats (the table, sigmoid, tanh) may differ in the last bit, and so a state that was computed
in this very step may round to another integer: `margin` says how near the nearest one was to that. Refuses to know review cells and heads
that give labels.
"""

import math

import numpy as np

from undertone_training.graph.products import STATE_SCALE, quantized_state, quantized_weights
from undertone_training.graph.steps import input_bias
from undertone_training.net.cells import Cell
from undertone_training.net.net import SURPRISE, Net

States = dict[str, np.ndarray]
"""Every state of the token cell by name, [B, size] each."""


class Emulation:
    """One step of a net's reader. `margin` is the least distance to a tie, in steps of a quantized state, since it was last set to inf."""

    def __init__(self, net: Net, integers: bool):
        self.net, self._integers = net, integers
        self.margin = math.inf
        self._quantized: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def step(self, tokens: np.ndarray, before: States) -> States:
        """Returns every state after a token [B]."""
        after, net = dict(before), self.net
        for number, layer in enumerate(net.layers):
            cell = layer.forward
            x = self._first(cell, tokens) if number == 0 else self._input(cell, after[f"h{number - 1}"])
            h = before[f"h{number}"]
            if cell.kind == "lstm":
                after[f"h{number}"], after[f"c{number}"] = self._lstm(cell, x, h, before[f"c{number}"])
            elif cell.kind == "gru":
                after[f"h{number}"] = self._gru(cell, x, h)
            else:
                sums = x + self._product(h, cell.u)
                after[f"h{number}"] = np.tanh(sums) if cell.kind == "rnn_tanh" else np.maximum(sums, 0)
        return after | self._pooled(before, after) | self._surprise(tokens, before)

    def _first(self, cell: Cell, tokens: np.ndarray) -> np.ndarray:
        rows = cell.w.T[tokens] if self.net.embedding is None else self.net.embedding[tokens] @ cell.w.T
        return rows + input_bias(cell)

    def _input(self, cell: Cell, below: np.ndarray) -> np.ndarray:
        return self._product(below, cell.w, computed=True) + input_bias(cell)

    def _product(self, h: np.ndarray, weights: np.ndarray, rows: slice = slice(None), computed: bool = False) -> np.ndarray:
        """Returns h · weights[rows]' [B, N]; `computed` says that h comes from this step, and was not given."""
        if not self._integers:
            return h @ weights[rows].T
        if computed:
            steps = h / STATE_SCALE
            self.margin = min(self.margin, float(np.abs(steps - np.floor(steps) - np.float32(0.5)).min()))
        if id(weights) not in self._quantized:
            self._quantized[id(weights)] = quantized_weights(weights)
        numbers, scales = self._quantized[id(weights)]
        sums = quantized_state(h) @ numbers[:, rows].astype(np.int32)
        return sums.astype(np.float32) * (STATE_SCALE * scales[rows])

    def _lstm(self, cell: Cell, x: np.ndarray, h: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        i, o, f, g = np.split(x + self._product(h, cell.u), 4, 1)
        c = _sigmoid(f) * c + _sigmoid(i) * np.tanh(g)
        h = _sigmoid(o) * np.tanh(c)
        return (h if cell.projection is None else h @ cell.projection.T), c

    def _gru(self, cell: Cell, x: np.ndarray, h: np.ndarray) -> np.ndarray:
        opening, new = slice(2 * cell.hidden), slice(2 * cell.hidden, None)
        z, r = np.split(_sigmoid(x[:, opening] + self._product(h, cell.u, opening)), 2, 1)
        if cell.reset_after:
            n = np.tanh(x[:, new] + r * (self._product(h, cell.u, new) + cell.b_state[new]))
        else:
            n = np.tanh(x[:, new] + self._product(r * h, cell.u, new, computed=True))
        return n + z * (h - n)

    def _pooled(self, before: States, after: States) -> States:
        pooled = {"count": before["count"] + 1} if "count" in before else {}
        for name, how, suffix in self.net.pools():
            h = after["h" + suffix]
            pooled[name] = np.maximum(before[name], h) if how == "max" else before[name] + (h - before[name]) / pooled["count"]
        return pooled

    def _surprise(self, tokens: np.ndarray, before: States) -> States:
        if not self.net.surprise:
            return {}
        logits = before["h0"] @ self.net.head[0].w.T + self.net.head[0].b
        logits = logits - logits.max(1, keepdims=True)
        log_p = logits - np.log(np.exp(logits).sum(1, keepdims=True))
        return {SURPRISE: before[SURPRISE] - np.take_along_axis(log_p, tokens[:, None], 1)}


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.float32(1) / (np.float32(1) + np.exp(-x))
