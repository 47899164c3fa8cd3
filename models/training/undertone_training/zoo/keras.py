"""Small Keras models with random weights, one for each shape that a bundle may have. Refuses to know files."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers

from undertone_training.zoo.pytorch import VOCABULARY, drawn

KINDS: dict[str, Callable] = {
    "simple-rnn": layers.SimpleRNN,
    "lstm": layers.LSTM,
    "gru": layers.GRU,
    "simple-rnn-relu": lambda units, **more: layers.SimpleRNN(units, activation="relu", **more),
    "gru-reset-before": lambda units, **more: layers.GRU(units, reset_after=False, **more),
}


@dataclass(frozen=True)
class Case:
    """One model: its layers behind the input, where its states live, and how it is put together."""

    name: str
    stack: Callable[[], list]
    functional: bool = False
    one_hot: bool = False
    scope: str = "review"

    def model(self) -> keras.Model:
        """Returns the model, its weights drawn for its name."""
        entry = layers.CategoryEncoding(VOCABULARY, output_mode="one_hot") if self.one_hot else layers.Embedding(VOCABULARY, 5)
        chain = [entry, *self.stack()]
        tokens = keras.Input((None,), dtype="int32")
        if self.functional:
            x = tokens
            for layer in chain:
                x = layer(x)
            model = keras.Model(tokens, x)
        else:
            model = keras.Sequential([tokens, *chain])
        draw = np.random.default_rng(zlib.crc32(self.name.encode()))
        model.set_weights([drawn(draw, value.shape) for value in model.get_weights()])
        return model


def _simple(kind: str, **options) -> Callable[[], list]:
    return lambda: [KINDS[kind](6, **options), layers.Dense(2, activation="softmax")]


def _stacked(kind: str) -> Callable[[], list]:
    return lambda: [KINDS[kind](5, return_sequences=True), layers.Dropout(0.3), KINDS[kind](4), layers.Dense(2)]


def _both(kind: str) -> Callable[[], list]:
    return lambda: [layers.Bidirectional(KINDS[kind](5)), layers.Dense(1, activation="sigmoid")]


def _stacked_both(kind: str) -> Callable[[], list]:
    return lambda: [
        layers.Bidirectional(KINDS[kind](5, return_sequences=True)),
        layers.Bidirectional(KINDS[kind](4)),
        layers.Dense(6, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(1),
    ]


CASES = [
    *(Case(f"keras-{kind}", _simple(kind)) for kind in KINDS),
    *(Case(f"keras-{kind}-stacked", _stacked(kind), functional=True) for kind in KINDS),
    *(Case(f"keras-{kind}-bidirectional", _both(kind)) for kind in KINDS),
    *(Case(f"keras-{kind}-stacked-bidirectional", _stacked_both(kind), functional=True) for kind in KINDS),
    *(
        Case(f"keras-{kind}-user", _simple(kind, use_bias=False), scope="user")
        for kind in ("simple-rnn", "lstm", "gru", "gru-reset-before")
    ),
    Case("keras-gru-one-hot", _simple("gru"), one_hot=True),
    Case(
        "keras-lstm-3-labels-max",
        lambda: [layers.LSTM(5, return_sequences=True), layers.GlobalMaxPooling1D(), layers.Dense(3), layers.Activation("softmax")],
    ),
    Case(
        "keras-gru-mean-bidirectional",
        lambda: [
            layers.Bidirectional(layers.GRU(4, return_sequences=True)),
            layers.GlobalAveragePooling1D(),
            layers.Dense(2, activation="softmax"),
        ],
        functional=True,
    ),
    Case(
        "keras-lstm-per-token",
        lambda: [layers.LSTM(5, return_sequences=True), layers.TimeDistributed(layers.Dense(2, activation="softmax"))],
    ),
    Case("keras-lstm-cells", lambda: [layers.RNN([layers.LSTMCell(5), layers.LSTMCell(4)]), layers.Dense(2)], scope="user"),
    Case("keras-gru-cell", lambda: [layers.RNN(layers.GRUCell(6)), layers.Dense(2)], functional=True),
]
