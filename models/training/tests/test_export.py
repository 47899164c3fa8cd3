"""Somebody's own model becomes a bundle, as EXPORT.md says; what cannot be served is refused in words."""

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from torch import nn

from undertone_training.__main__ import main

PAGE = (Path(__file__).parents[1] / "EXPORT.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGE_SECONDS_MAX = 120
keras_installed = pytest.mark.skipif(find_spec("tensorflow") is None, reason="tensorflow is not installed (requirements-keras.txt)")
COMMAND = "python -m undertone_training "


def follow(heading, folder):
    """Does what the page's section says, in its order: runs the Python, writes the TOML under its name, runs the commands but the job's."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL).group(1)
    for language, text in BLOCK.findall(section):
        if language == "python":
            Path(folder, "page.py").write_text(text)
            subprocess.run([sys.executable, "page.py"], cwd=folder, check=True, timeout=PAGE_SECONDS_MAX)
        elif language == "toml":
            Path(folder, f"{tomllib.loads(text)['name']}.toml").write_text(text)
        else:
            own = [line.removeprefix(COMMAND) for line in text.splitlines() if line.startswith(COMMAND)]
            assert own
            for line in own:
                assert main(line.split()) == 0


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    follow("The tokens", tmp_path)
    return tmp_path


class Tagger(nn.Module):
    """One answer per token, time first, single cells."""

    def __init__(self):
        super().__init__()
        self.cell, self.hidden, self.answer = nn.RNNCell(257, 6, nonlinearity="relu"), nn.Linear(6, 5), nn.Linear(5, 2)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        h, answers = torch.zeros(rows.shape[1], 6), []
        for row in rows:
            h = self.cell(row, h)
            answers.append(self.answer(torch.tanh(self.hidden(h))))
        return torch.log_softmax(torch.stack(answers), -1)


TAGGER = {"name": "tagger", "labels": ["negative", "positive"], "model": "tagger.pt",
          "reader": {"layers": ["cell"]}, "head": {"layers": ["hidden", "answer"], "activation": "tanh"}}


def describe(folder, lines, tokenizer=None):
    """Writes a description of sections and returns its path."""
    lines = lines | {"tokenizer": tokenizer or {"kind": "bpe", "ranks": "bytes.tiktoken", "tokens_max": 40}}
    sections = sorted(lines.items(), key=lambda item: isinstance(item[1], dict))
    text = "".join(f"[{key}]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in value.items()) if isinstance(value, dict)
                   else f"{key} = {toml(value)}\n" for key, value in sections)
    path = folder / "described.toml"
    path.write_text(text)
    return str(path)


def toml(value):
    """Returns a value as TOML writes it: as JSON does, but for tables."""
    return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}" if isinstance(value, dict) else json.dumps(value)


def refused(folder, lines, capsys, tokenizer=None):
    """Returns what export says when it refuses, and that it leaves nothing behind."""
    assert main(["export", describe(folder, lines, tokenizer), "--out", str(folder / "out")]) == 1
    assert not list((folder / "out").glob("*"))
    return capsys.readouterr().err


def test_the_pytorch_page_holds(folder):
    follow("PyTorch", folder)
    manifest = json.loads((folder / "bundles" / "my-reviews" / "manifest.json").read_text())
    assert manifest["token_cell"]["layers"] == [32, 32]
    assert manifest["token_cell"]["framework"].startswith("pytorch 2.")
    assert "trained with | pytorch" in (folder / "bundles" / "my-reviews" / "README.md").read_text()


@keras_installed
def test_the_keras_page_holds(folder):
    follow("Keras", folder)
    manifest = json.loads((folder / "bundles" / "my-keras-reviews" / "manifest.json").read_text())
    assert manifest["token_cell"]["bidirectional"] and manifest["token_cell"]["graph"] is None
    assert re.fullmatch(r"keras 3\.\S+ on tensorflow 2\.\S+", manifest["token_cell"]["framework"])


@pytest.mark.parametrize("keep", ["script", "pickle", "weights"])
def test_single_cells_one_hot_input_and_an_answer_per_token(folder, keep, capsys):
    torch.manual_seed(2)
    module = Tagger().eval()
    lines = TAGGER
    if keep == "script":
        torch.jit.script(module).save("tagger.pt")
    else:
        torch.save(module if keep == "pickle" else module.state_dict(), "tagger.pt")
    if keep == "weights":
        lines = lines | {"reader": lines["reader"] | {"nonlinearity": "relu"}}
    assert main(["export", describe(folder, lines), "--out", str(folder / "out")] + ["--unpickle"] * (keep == "pickle")) == 0
    assert json.loads((folder / "out" / "tagger" / "manifest.json").read_text())["token_cell"]["kind"] == "rnn_relu"
    assert ("no forward pass" in capsys.readouterr().err) == (keep == "weights")
    assert main(["check", str(folder / "out" / "tagger")]) == 0


def test_float16_halves_the_weights(folder):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    sizes = []
    for half in (False, True):
        assert main(["export", describe(folder, TAGGER | {"float16": half}), "--out", str(folder / "out")]) == 0
        sizes.append((folder / "out" / "tagger" / "weights.bin").stat().st_size)
    assert sizes[1] < 0.6 * sizes[0]


def test_symbols_may_leave_a_review_without_tokens(folder):
    module = nn.ModuleDict({"rnn": nn.GRU(4, 5), "answer": nn.Linear(5, 2)})
    torch.save(module.state_dict(), "gru.pt")
    Path("symbols.json").write_text(json.dumps(["<unk>", " ", "a", "b"]))
    lines = TAGGER | {"model": "gru.pt", "reader": {"layers": ["rnn"], "scope": "user"}, "head": {"layers": ["answer"]}}
    path = describe(folder, lines, {"kind": "symbols", "symbols": "symbols.json", "collapse_others": True})
    assert main(["export", path, "--out", str(folder / "out")]) == 0
    goldens = json.loads((folder / "out" / "tagger" / "golden.json").read_text())["reviews"]
    assert [] in [review["tokens"] for review in goldens]


def test_a_description_that_is_not_what_the_module_does_is_refused(folder, capsys):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    assert "expected the answer of its own forward pass" in refused(
        folder, TAGGER | {"head": TAGGER["head"] | {"activation": "relu"}}, capsys)


@pytest.mark.parametrize("change, said", [
    ({"model": "nowhere.pt"}, "nowhere.pt, found none"),
    ({"model": "bytes.tiktoken"}, "expected a model that ends in .pt, .pth, .keras"),
    ({"labels": ["a", "b", "c"]}, "expected 2 labels, one for each logit, found 3"),
    ({"labels": []}, "expected labels, a list"),
    ({"colour": "red"}, "found colour"),
    ({"reader": {"layers": ["cell"], "scope": "world"}}, "expected reader.scope review or user, found world"),
    ({"reader": {"layers": ["rnn"]}}, "expected a submodule rnn, found ['answer', 'cell', 'hidden']"),
    ({"reader": {"layers": ["answer"]}}, "expected weight_ih or weight_ih_l0"),
    ({"reader": {"layers": ["cell"], "readout": ["first"]}}, "found first"),
    ({"reader": {"layers": ["cell"], "initial": {"h": [0.1, 0.2]}}}, "expected 6 values in start of h0, found (2,)"),
    ({"head": {"layers": ["answer"]}}, "expected an input of 6 in layer 0 of the head, found 5"),
])
def test_what_does_not_fit_is_named(folder, capsys, change, said):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    assert said in refused(folder, TAGGER | change, capsys)


@pytest.mark.parametrize("tokenizer, said", [
    ({"kind": "words"}, "expected tokenizer.kind bpe or symbols, found words"),
    ({"kind": "bpe", "ranks": "none.tiktoken"}, "expected tokenizer.ranks at"),
])
def test_a_tokenizer_that_is_not_there_is_named(folder, capsys, tokenizer, said):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    assert said in refused(folder, TAGGER, capsys, tokenizer)


def test_a_vocabulary_of_another_size_is_refused(folder, capsys):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    Path("symbols.json").write_text(json.dumps(["<unk>", "a"]))
    assert "expected a net over the tokenizer's 2 ids, found one over 257" in refused(
        folder, TAGGER, capsys, {"kind": "symbols", "symbols": "symbols.json"})


def test_a_pickled_module_is_not_loaded_unasked(folder, capsys):
    torch.save(Tagger(), "tagger.pt")
    assert "--unpickle" in refused(folder, TAGGER, capsys)


def test_a_vanilla_rnns_nonlinearity_must_be_known(folder, capsys):
    torch.save(Tagger().state_dict(), "tagger.pt")
    assert "expected reader.nonlinearity" in refused(folder, TAGGER, capsys)


@pytest.mark.parametrize("scope, options, said", [
    ("user", {}, "expected the scope review, found user"),
    ("review", {"proj_size": 3}, "expected no projection"),
])
def test_a_bidirectional_reader_neither_goes_on_nor_projects(folder, capsys, scope, options, said):
    module = nn.ModuleDict({"rnn": nn.LSTM(257, 6, bidirectional=True, **options), "answer": nn.Linear(12, 2)})
    torch.save(module.state_dict(), "both.pt")
    lines = TAGGER | {"model": "both.pt", "reader": {"layers": ["rnn"], "scope": scope}, "head": {"layers": ["answer"]}}
    assert said in refused(folder, lines, capsys)


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


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
