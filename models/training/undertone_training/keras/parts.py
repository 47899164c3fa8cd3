"""Sorts the layers of a Keras model by what they do: one chain, from the tokens to the answer, Sequential or functional.

Refuses to know weights, files and text.
"""

import itertools
from dataclasses import dataclass, field

import keras

IN_TRAINING_ONLY = (
    keras.layers.Dropout,
    keras.layers.SpatialDropout1D,
    keras.layers.GaussianNoise,
    keras.layers.GaussianDropout,
    keras.layers.ActivityRegularization,
    keras.layers.InputLayer,
    keras.layers.Identity,
)
POOLS = {keras.layers.GlobalMaxPooling1D: "max", keras.layers.GlobalAveragePooling1D: "mean"}


@dataclass
class Parts:
    """A model's layers by what they do. `embedding` None is one-hot input; `head` are the dense layers, in order."""

    embedding: keras.layers.Layer | None = None
    recurrent: list = field(default_factory=list)
    pool: str = "last"
    head: list = field(default_factory=list)
    activations: list[str] = field(default_factory=list)


def parts(model: keras.Model) -> Parts:
    """Returns the model's parts; raises ValueError at a layer that no bundle can have."""
    found, before = Parts(), "the input"
    for layer in chain(model):
        inner = layer.layer if isinstance(layer, keras.layers.TimeDistributed) else layer
        if isinstance(layer, IN_TRAINING_ONLY):
            continue
        if isinstance(layer, (keras.layers.Embedding, keras.layers.CategoryEncoding)) and not found.recurrent:
            _input(found, layer)
        elif isinstance(layer, (keras.layers.RNN, keras.layers.Bidirectional)) and found.pool == "last" and not found.head:
            found.recurrent.append(layer)
        elif type(layer) in POOLS and found.recurrent and not found.head:
            found.pool = POOLS[type(layer)]
        elif isinstance(inner, keras.layers.Dense) and found.recurrent:
            found.head.append(inner)
            found.activations.append(name_of(inner.activation))
        elif isinstance(layer, keras.layers.Activation) and found.head and found.activations[-1] == "linear":
            found.activations[-1] = name_of(layer.activation)
        else:
            raise refused(
                layer,
                "in this order Embedding or one-hot CategoryEncoding, SimpleRNN, LSTM, GRU, RNN or Bidirectional, then "
                "GlobalMaxPooling1D or GlobalAveragePooling1D, then Dense, and dropout anywhere",
                f"{type(layer).__name__} behind {before}",
            )
        before = type(layer).__name__
    for what, layers in (("a recurrent layer", found.recurrent), ("a Dense layer", found.head)):
        if not layers:
            raise ValueError(
                f"reading the Keras model: expected {what}, found none among its {len(model.layers)} layers; save the whole model"
            )
    _pooling(found)
    _activations(found)
    return found


def refused(layer, expected: str, found: str, remedy: str = "export a model without it") -> ValueError:
    return ValueError(f"reading the Keras layer {layer.name}: expected {expected}, found {found}; {remedy}")


def chain(model: keras.Model) -> list:
    """Returns the layers in their order; raises ValueError where they are no chain from one input to one output, or not in float32."""
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(
            f"reading the Keras model: expected one input and one output, found {len(model.inputs)} and "
            f"{len(model.outputs)}; export the part from tokens to answer"
        )
    layers = list(model.layers)
    masked = any(getattr(layer, "mask_zero", False) for layer in layers)
    for before, layer in itertools.pairwise(layers):
        if not isinstance(model, keras.Sequential) and (len(layer._inbound_nodes) != 1 or _given(layer, masked) != [id(before.output)]):
            raise refused(layer, f"the output of {before.name} as its only input, once", "another input, or a second use")
    for layer in layers:
        if layer.dtype_policy.name != "float32":
            raise refused(
                layer,
                "weights and sums in float32",
                f"the dtype policy {layer.dtype_policy.name}",
                "build it anew under the policy float32 and give it the trained weights",
            )
    return layers


def _given(layer, masked: bool) -> list[int]:
    """Returns the ids of what a layer reads, without the mask that an embedding with mask_zero hands on."""
    given = layer.input if isinstance(layer.input, list) else [layer.input]
    return [
        id(value)
        for value in given
        if not (masked and value.dtype == "bool" and type(value._keras_history.operation).__name__ == "NotEqual")
    ]


def _input(found: Parts, layer) -> None:
    if isinstance(layer, keras.layers.Embedding):
        found.embedding = layer
    elif layer.output_mode != "one_hot":
        raise refused(layer, "output_mode one_hot", layer.output_mode)


def _pooling(found: Parts) -> None:
    for layer in found.recurrent[:-1]:
        if not layer.return_sequences:
            raise refused(layer, "return_sequences=True below another recurrent layer", "False")
    last = found.recurrent[-1]
    both = isinstance(last, keras.layers.Bidirectional)
    if both and last.return_sequences and found.pool == "last":
        raise refused(last, "return_sequences=False, or pooling over time", "an answer per token, for which it would read on to the end")


def _activations(found: Parts) -> None:
    last = found.head[-1]
    ends = ("linear", "sigmoid") if last.units == 1 else ("linear", "softmax")
    for layer, activation in zip(found.head[:-1], found.activations):
        if activation not in ("linear", "relu", "tanh", "sigmoid"):
            raise refused(layer, "linear, relu, tanh or sigmoid", activation)
    if found.activations[-1] not in ends:
        raise refused(last, f"{' or '.join(ends)} over {last.units} output(s)", found.activations[-1])
    found.activations[-1] = "linear"


def name_of(activation) -> str:
    return keras.activations.serialize(activation)
