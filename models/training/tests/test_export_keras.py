"""A Keras model becomes a bundle only where a stream of reviews gives it what it was trained on."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from exporting import exported, float_only, follow, keras_installed, refused
from undertone_training.bring import description

REVIEWS = {"name": "k", "labels": ["a", "b"], "model": "model.keras"}


@keras_installed
def test_the_keras_page_holds(folder):
    follow("Keras", folder)
    manifest = json.loads((folder / "bundles" / "my-keras-reviews" / "manifest.json").read_text())
    assert manifest["token_cell"]["bidirectional"] and manifest["token_cell"]["graph"] is None
    assert re.fullmatch(r"keras 3\.\S+ on tensorflow 2\.\S+", manifest["token_cell"]["framework"])


@pytest.mark.parametrize("missing", [("keras", "tensorflow"), ("tensorflow",)])
def test_without_keras_the_terminal_says_what_to_install(folder, monkeypatch, capsys, missing):
    Path("model.keras").write_text("whatever")
    monkeypatch.setattr(description, "find_spec", lambda name: None if name in missing else name)
    said = refused(folder, REVIEWS, capsys)
    assert f"expected Keras and TensorFlow, which read model.keras, found no {' and no '.join(missing)} installed; run pip install" in said
    assert said.endswith("-r requirements-keras.txt\n")


@keras_installed
@pytest.mark.parametrize(
    "build, said",
    [
        (lambda layers: [layers.LSTM(4, return_sequences=True), layers.LayerNormalization(), layers.Dense(2)], "found LayerNormalization"),
        (lambda layers: [layers.LSTM(4, recurrent_activation="hard_sigmoid"), layers.Dense(2)], "found tanh and hard_sigmoid"),
        (lambda layers: [layers.GRU(4, go_backwards=True), layers.Dense(2)], "expected go_backwards=False"),
        (lambda layers: [layers.Bidirectional(layers.LSTM(4), merge_mode="sum"), layers.Dense(2)], "expected merge_mode concat, found sum"),
        (lambda layers: [layers.LSTM(4), layers.Dense(2, activation="sigmoid")], "expected linear or softmax over 2 output(s)"),
        (lambda layers: [layers.Dense(2)], "found Dense behind Embedding"),
        (
            lambda layers: [layers.LSTM(4), layers.Dense(2), layers.Dense(2, activation="tanh"), layers.Activation("relu")],
            "found Activation behind Dense",
        ),
        (lambda layers: [layers.LSTM(4)], "expected a Dense layer, found none among its 2 layers"),
        (
            lambda layers: [layers.LSTM(4, dtype="mixed_float16"), layers.Dense(2)],
            "expected weights and sums in float32, found the dtype policy mixed_float16",
        ),
        (lambda layers: [layers.LSTM(4, stateful=True), layers.Dense(2)], 'write scope = "user" if it is to go on from a user'),
        (
            lambda layers: [layers.Bidirectional(layers.GRU(4, stateful=True)), layers.Dense(2)],
            'expected stateful=False beside reader.scope = "review"',
        ),
    ],
)
def test_a_keras_layer_that_no_bundle_has_is_named(folder, capsys, build, said):
    import keras

    keras.Sequential([keras.Input(batch_shape=(3, None), dtype="int32"), keras.layers.Embedding(257, 3), *build(keras.layers)]).save(
        "model.keras"
    )
    assert said in refused(folder, REVIEWS, capsys)


def save(*behind, length=None, rows=None, functional=False, vocabulary=257, mask_zero=False):
    """Saves a model of an embedding and what stands behind it."""
    import keras

    tokens, embedding = keras.Input(batch_shape=(rows, length), dtype="int32"), keras.layers.Embedding(vocabulary, 3, mask_zero=mask_zero)
    if functional:
        x = tokens
        for layer in (embedding, *behind):
            x = layer(x)
        keras.Model(tokens, x).save("model.keras")
    else:
        keras.Sequential([tokens, embedding, *behind]).save("model.keras")


def layers():
    import keras

    return keras.layers


@pytest.fixture
def symbols(folder):
    """Returns a tokenizer of symbols, of which the first stands for padding."""
    Path("symbols.json").write_text(json.dumps(["", "<unk>", " ", "a", "b"]))
    return {"kind": "symbols", "symbols": "symbols.json"}


@keras_installed
@pytest.mark.parametrize("functional", [False, True])
@pytest.mark.parametrize("length", [None, 80])
def test_keras_masks_padding_that_no_text_has(folder, symbols, capsys, length, functional):
    save(
        layers().LSTM(4, return_sequences=True),
        layers().Dropout(0.2),
        layers().Bidirectional(layers().LSTM(4, return_sequences=True)),
        layers().GlobalAveragePooling1D(),
        layers().Dense(2),
        length=length,
        functional=functional,
        vocabulary=5,
        mask_zero=True,
    )
    assert exported(folder, REVIEWS, capsys, symbols) == float_only("lstm")
    goldens = json.loads((folder / "out" / "k" / "golden.json").read_text())["reviews"]
    assert 0 not in {token for review in goldens for token in review["tokens"]}


@keras_installed
def test_keras_masking_a_token_is_refused(folder, capsys):
    save(layers().LSTM(4), layers().Dense(2), mask_zero=True)
    assert "expected mask_zero=False" in refused(folder, REVIEWS, capsys)


@keras_installed
@pytest.mark.parametrize("functional", [False, True])
def test_a_fixed_length_is_refused_unless_no_row_held_padding(folder, capsys, functional):
    save(layers().LSTM(4), layers().Dense(2), length=80, functional=functional)
    said = refused(folder, REVIEWS, capsys)
    assert "expected an input of any length, Input((None,)), found one of 80 tokens, to which padding fills a shorter review up" in said
    assert (
        'train it with mask_zero=True, "" being the first of tokenizer.symbols, or on rows without padding; if none of its rows held '
        in said
    )
    assert exported(folder, REVIEWS | {"reader": {"padding": "none"}}, capsys) == ""


@keras_installed
def test_an_unrolled_layer_reads_reviews_of_any_length(folder, capsys):
    save(
        layers().Bidirectional(layers().GRU(4, unroll=True, return_sequences=True)),
        layers().GRU(4, unroll=True),
        layers().Dense(2),
        length=80,
    )
    assert exported(folder, REVIEWS | {"reader": {"padding": "none"}}, capsys) == float_only("gru")


@keras_installed
def test_a_length_that_training_fixed_is_refused(folder, capsys):
    import keras

    model = keras.Sequential([keras.layers.Embedding(257, 3), keras.layers.LSTM(4), keras.layers.Dense(2)])
    model.compile(loss="mse")
    model.fit(np.ones((4, 8)), np.ones((4, 2)), verbose=0)
    model.save("model.keras")
    assert "found one of 8 tokens" in refused(folder, REVIEWS, capsys)


@keras_installed
def test_a_symbol_for_padding_that_is_not_masked_is_refused(folder, symbols, capsys):
    save(layers().LSTM(4), layers().Dense(2), vocabulary=5)
    assert 'expected mask_zero=True beside symbols with "", padding' in refused(folder, REVIEWS, capsys, symbols)
    assert exported(folder, REVIEWS | {"reader": {"padding": "none"}}, capsys, symbols) == ""


@keras_installed
@pytest.mark.parametrize("both, where", [(True, "behind"), (False, "before")])
def test_a_layer_that_drops_the_mask_is_refused(folder, symbols, capsys, both, where):
    import keras

    keras.utils.set_random_seed(6)
    reader = layers().LSTM(4, return_sequences=True)
    save(layers().Bidirectional(reader) if both else reader, layers().GlobalMaxPooling1D(), layers().Dense(2), vocabulary=5, mask_zero=True)
    said = refused(folder, REVIEWS, capsys, symbols)
    assert (
        f"expected the same answer with 5 places of padding {where} the tokens as without, since mask_zero=True, found one that is" in said
    )
    assert exported(folder, REVIEWS | {"reader": {"padding": "none"}}, capsys, symbols) == (float_only("lstm") if both else "")


@keras_installed
def test_a_stateful_reader_goes_on_as_its_user_does(folder, capsys):
    save(layers().LSTM(4, stateful=True, return_sequences=True), layers().LSTM(3, stateful=True), layers().Dense(2), rows=4)
    assert exported(folder, REVIEWS | {"reader": {"scope": "user"}}, capsys) == ""


@keras_installed
@pytest.mark.parametrize(
    "lines, said",
    [
        (
            {"reader": {"initial": {"h0": "start"}}},
            "expected for h0 a list of finite numbers (of a PyTorch module, a tensor's name too), found 'start'",
        ),
        (
            {"reader": {"layers": ["lstm"]}},
            "expected of a Keras model only reader.scope, reader.initial, reader.padding, found reader.layers",
        ),
        ({"ignore": ["lstm"]}, "reader.padding, found ignore; leave these out"),
    ],
)
def test_what_a_keras_model_says_itself_is_not_described(folder, capsys, lines, said):
    save(layers().LSTM(4), layers().Dense(2))
    assert said in refused(folder, REVIEWS | lines, capsys)


@keras_installed
def test_start_values_of_its_own_are_told_of(folder, capsys):
    save(layers().GRU(4), layers().Dense(2))
    said = exported(folder, REVIEWS | {"reader": {"initial": {"h0": [0.1, 0.2, 0.3, 0.4]}}}, capsys)
    assert "NOT COMPARED: model.keras: its start values are those of reader.initial, which its forward pass does not know." in said


@keras_installed
@pytest.mark.parametrize(
    "write, said",
    [
        (lambda: Path("model.keras").write_bytes(b""), "expected what model.save wrote, found no archive of Keras; save it again as"),
        (
            lambda: ZipFile("model.keras", "w").close(),
            "expected what model.save wrote, without layers of your own, found a file that Keras",
        ),
        (lambda: never_built().save("model.keras"), "expected a model that knows its input, found one that was never built"),
        (lambda: save(layers().LSTM(4), layers().Dense(2, bias_initializer=no_number())), "2 of 2 that are NaN or infinite"),
    ],
)
def test_a_file_that_is_no_trained_keras_model_is_named(folder, capsys, write, said):
    write()
    assert said in refused(folder, REVIEWS, capsys)


def no_number():
    import keras

    return keras.initializers.Constant(np.nan)


def never_built():
    import keras

    return keras.Sequential([keras.layers.Embedding(257, 3), keras.layers.LSTM(4), keras.layers.Dense(2)])


@keras_installed
def test_a_keras_model_with_branches_is_refused(folder, capsys):
    import keras

    tokens = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(257, 3)(tokens)
    both = keras.layers.Concatenate()([keras.layers.LSTM(4)(x), keras.layers.GRU(4)(x)])
    keras.Model(tokens, keras.layers.Dense(2)(both)).save("model.keras")
    assert "as its only input" in refused(folder, REVIEWS, capsys)


@keras_installed
@pytest.mark.parametrize("functional", [False, True])
@pytest.mark.parametrize("length", [None, 30])
def test_an_answer_to_each_place_counts_at_the_last(folder, capsys, length, functional):
    each = [layers().TimeDistributed(layers().Dense(5, activation="tanh")), layers().TimeDistributed(layers().Dense(2))]
    save(layers().GRU(4, return_sequences=True), *each, length=length, functional=functional)
    assert "NOT COMPARED" not in exported(folder, REVIEWS | ({"reader": {"padding": "none"}} if length else {}), capsys)
