"""Answers as Keras does on TensorFlow: runs the saved model's own layers, from a user's states to the logits.

Refuses to know files and text; nothing here uses our graphs.
"""

from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow
import torch
from torch import Tensor

from undertone_training.keras.parts import Parts, chain
from undertone_training.net.net import Net


@dataclass
class KerasReference:
    """The layers of a model, and what runs each of them over a whole review: traced once, since a step at a time is slow."""

    net: Net
    parts: Parts
    traced: dict = field(default_factory=dict)

    def review(self, tokens: list[int], states: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Reads one review: returns logits [C] and every state after it, from the user's states before it."""
        before = {s.name: s.start()[0] for s in self.net.states()}
        before |= {s.name: states[s.name].numpy() for s in self.net.states() if s.scope == "user" and s.name in states}
        outputs, after = self._read(tokens, before) if tokens else ({}, {})
        after = before | after | (self._pooled(outputs, before) if tokens else {})
        x = keras.ops.convert_to_tensor(np.concatenate([after[name] for name in self.net.readout])[None])
        for dense, activation in zip(self.parts.head, self.parts.activations):
            x = keras.activations.get(activation)(keras.ops.matmul(x, dense.kernel) + (dense.bias if dense.use_bias else 0))
        logits = _numpy(x).flatten()
        logits = logits if len(logits) > 1 else np.concatenate([np.zeros(1, np.float32), logits])
        return torch.tensor(logits), {name: torch.tensor(np.array(value)) for name, value in after.items()}

    def _read(self, tokens: list[int], before: dict) -> tuple[dict, dict]:
        """Returns the outputs [T, H] of each layer by its h's suffix, and h and c after the last token."""
        ids = np.array([tokens])
        width = self.net.input_size
        x = keras.ops.one_hot(ids, width) if self.parts.embedding is None else self.parts.embedding(ids)
        outputs, after, first = {}, {}, 0
        for layer in self.parts.recurrent:
            both = isinstance(layer, keras.layers.Bidirectional)
            ways = [layer.forward_layer, layer.backward_layer] if both else [layer]
            count, sides = len(getattr(ways[0].cell, "cells", [0])), []
            for way, end in zip(ways, ("", "_reverse")):
                suffixes = [f"{number}{end}" for number in range(first, first + count)]
                start = [[before[letter + suffix] for letter in "hc" if letter + suffix in before] for suffix in suffixes]
                out, ends = self._run(way, x, start)
                sides.append(keras.ops.flip(out, 1) if end else out)
                after |= {letter + suffix: value for suffix, group in zip(suffixes, ends) for letter, value in zip("hc", group)}
                outputs[suffixes[-1]] = _numpy(sides[-1])[0]
            x, first = keras.ops.concatenate(sides, -1), first + count
        return outputs, after

    def _run(self, layer, x, start: list[list[np.ndarray]]) -> tuple:
        """Runs a recurrent layer over x [1, T, D] from states [H] each; returns its outputs [1, T, H] and the states after, by cell."""
        kept = layer.return_sequences, layer.return_state, layer.stateful
        layer.return_sequences, layer.return_state, layer.stateful = True, True, False
        states = [[keras.ops.convert_to_tensor(np.array(value)[None]) for value in group] for group in start]
        stacked = hasattr(layer.cell, "cells")
        given = states if stacked else states[0]
        if id(layer) not in self.traced:
            self.traced[id(layer)] = tensorflow.function(
                lambda inputs, before: layer(inputs, initial_state=before, training=False),
                input_signature=[
                    tensorflow.TensorSpec((1, None, x.shape[-1])),
                    tensorflow.nest.map_structure(tensorflow.TensorSpec.from_tensor, given),
                ],
            )
        try:
            out, *ends = self.traced[id(layer)](x, given)
        finally:
            layer.return_sequences, layer.return_state, layer.stateful = kept
        groups = [group if isinstance(group, (list, tuple)) else [group] for group in ends] if stacked else [ends]
        return out, [[_numpy(value).flatten() for value in group] for group in groups]

    def _pooled(self, outputs: dict, before: dict) -> dict:
        found = {}
        for name, how, suffix in self.net.pools():
            out = outputs[suffix]
            if how == "max":
                found[name] = np.maximum(before[name], out.max(0))
            else:
                found |= {name: _numpy(keras.ops.mean(out, 0)), "count": np.array([len(out)], np.float32)}
        return found


def of_any_length(model: keras.Model) -> keras.Model:
    """Returns the same layers over rows of any length, where a functional model would refuse all but one.

    What TimeDistributed applies to each place stands in its place: a dense layer does that by itself, and TimeDistributed, traced over rows
    of any length, answers to the first place alone (Keras 3.15).
    """
    given, layers = model.inputs[0], chain(model)
    timed = any(isinstance(layer, keras.layers.TimeDistributed) for layer in layers)
    if not timed and (isinstance(model, keras.Sequential) or given.shape[1] is None):
        return model
    plain = [layer.layer if isinstance(layer, keras.layers.TimeDistributed) else layer for layer in layers]
    return keras.Sequential(
        [
            keras.Input(batch_shape=(given.shape[0], None, *given.shape[2:]), dtype=given.dtype),
            *(layer for layer in plain if not isinstance(layer, keras.layers.InputLayer)),
        ]
    )


@dataclass
class Whole:
    """A whole model, as it was saved, traced once: a step at a time is slow."""

    model: keras.Model
    parts: Parts
    net: Net

    def __post_init__(self):
        given = self.model.inputs[0]
        self.rows, self.one_hot = given.shape[0] or 1, self.parts.embedding is None and len(given.shape) == 3
        shape, kind = ((self.net.input_size,), "float32") if self.one_hot else ((), "int32")
        self.traced = tensorflow.function(
            lambda inputs: self.model(inputs, training=False), input_signature=[tensorflow.TensorSpec((self.rows, None, *shape), kind)]
        )

    def answer(self, tokens: list[int]) -> np.ndarray:
        """Returns its answer to one review [C], without a state from before: probabilities, or logits."""
        for layer in self.model.layers:
            if getattr(layer, "stateful", False):
                layer.reset_state()
        ids = np.repeat(np.array([tokens], np.int32), self.rows, 0)
        found = _numpy(self.traced(keras.ops.one_hot(ids, self.net.input_size) if self.one_hot else ids))[0]
        return found[-1] if found.ndim == 2 else found


def _numpy(value) -> np.ndarray:
    return np.asarray(keras.ops.convert_to_numpy(value), np.float32)
