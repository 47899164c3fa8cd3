"""A Keras model becomes a bundle; what cannot be served is refused in words."""

import json
import re
from pathlib import Path

import pytest

from exporting import describe, follow, keras_installed, refused
from undertone_training.__main__ import main


@keras_installed
def test_the_keras_page_holds(folder):
    follow("Keras", folder)
    manifest = json.loads((folder / "bundles" / "my-keras-reviews" / "manifest.json").read_text())
    assert manifest["token_cell"]["bidirectional"] and manifest["token_cell"]["graph"] is None
    assert re.fullmatch(r"keras 3\.\S+ on tensorflow 2\.\S+", manifest["token_cell"]["framework"])


@keras_installed
@pytest.mark.parametrize("build, said", [
    (lambda layers: [layers.LSTM(4, return_sequences=True), layers.LayerNormalization(), layers.Dense(2)], "found LayerNormalization"),
    (lambda layers: [layers.LSTM(4, recurrent_activation="hard_sigmoid"), layers.Dense(2)], "found tanh and hard_sigmoid"),
    (lambda layers: [layers.GRU(4, go_backwards=True), layers.Dense(2)], "expected go_backwards=False"),
    (lambda layers: [layers.Bidirectional(layers.LSTM(4), merge_mode="sum"), layers.Dense(2)], "expected merge_mode concat, found sum"),
    (lambda layers: [layers.LSTM(4), layers.Dense(2, activation="sigmoid")], "expected linear or softmax over 2 output(s)"),
])
def test_a_keras_layer_that_no_bundle_has_is_named(folder, capsys, build, said):
    import keras
    keras.Sequential([keras.Input((None,), dtype="int32"), keras.layers.Embedding(257, 3), *build(keras.layers)]).save("model.keras")
    assert said in refused(folder, {"name": "k", "labels": ["a", "b"], "model": "model.keras"}, capsys)


def masked_keras_model():
    """Saves a model that skips id 0, padding, and returns its description."""
    import keras
    keras.Sequential([keras.Input((None,), dtype="int32"), keras.layers.Embedding(5, 3, mask_zero=True),
                      keras.layers.LSTM(4, return_sequences=True), keras.layers.LSTM(4), keras.layers.Dense(2)]).save("model.keras")
    return {"name": "k", "labels": ["a", "b"], "model": "model.keras"}


@keras_installed
def test_keras_masks_padding_that_no_text_has(folder):
    Path("symbols.json").write_text(json.dumps(["", "<unk>", " ", "a", "b"]))
    path = describe(folder, masked_keras_model(), {"kind": "symbols", "symbols": "symbols.json"})
    assert main(["export", path, "--out", str(folder / "out")]) == 0
    goldens = json.loads((folder / "out" / "k" / "golden.json").read_text())["reviews"]
    assert 0 not in {token for review in goldens for token in review["tokens"]}


@keras_installed
def test_keras_masking_a_token_is_refused(folder, capsys):
    assert "expected mask_zero=False" in refused(folder, masked_keras_model(), capsys)


@keras_installed
def test_a_keras_model_with_branches_is_refused(folder, capsys):
    import keras
    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(257, 3)(tokens)
    both = keras.layers.Concatenate()([keras.layers.LSTM(4)(x), keras.layers.GRU(4)(x)])
    keras.Model(tokens, keras.layers.Dense(2)(both)).save("model.keras")
    assert "as its only input" in refused(folder, {"name": "k", "labels": ["a", "b"], "model": "model.keras"}, capsys)
