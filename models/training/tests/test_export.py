"""Somebody's own model becomes a bundle, as EXPORT.md says; what cannot be served is refused in words."""

import csv
import json
from pathlib import Path

import pytest
import torch
from torch import nn

from exporting import TAGGER, Tagger, describe, exported, follow, refused
from undertone_training.__main__ import main
from undertone_training.bundle import check


def test_the_pytorch_page_holds(folder):
    follow("PyTorch", folder)
    manifest = json.loads((folder / "bundles" / "my-reviews" / "manifest.json").read_text())
    assert manifest["token_cell"]["layers"] == [32, 32]
    assert manifest["token_cell"]["framework"].startswith("pytorch 2.")
    card = (folder / "bundles" / "my-reviews" / "README.md").read_text()
    assert "trained with | pytorch" in card
    assert f"| labels | {', '.join(manifest['labels'])} |" in card


def test_the_page_from_a_csv_file_holds(folder):
    said = {"gut": ("warm", "köstlich", "großartig"), "mittel": ("mäßig", "üblich", "so lala"), "schlecht": ("kalt", "versalzen", "öde")}
    rows = [(f"Die {what} war {word}.", label) for label, words in said.items() for word in words for what in ("Suppe", "Reise", "Feier")]
    rows += [("", "mittel"), rows[0], ('Er sagte: "gut",\nund ging.', "schlecht")]
    with open("reviews.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *rows])
    follow("From a CSV file to a bundle", folder)
    bundle = folder / "bundles" / "bewertungen"
    manifest, served = json.loads((bundle / "manifest.json").read_text()), check.Served(bundle)
    assert (manifest["labels"], manifest["language"]) == (list(said), "de")
    tokenizer = check.tokenizer_of(bundle, manifest["tokenizer"])
    answers = [served.review(tokenizer.encode(text)[0], {}, "step")[0].argmax() for text, _ in rows]
    assert [manifest["labels"][answer] for answer in answers] == [label for _, label in rows]


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
    said = capsys.readouterr().err
    assert ("NOT COMPARED: tagger.pt: the file has no forward pass, only weights." in said) == (keep == "weights")
    assert "adding an integer step to tagger: expected a reader that steps, with states between -1 and 1, found a rnn_relu that" in said
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
        folder, TAGGER | {"head": TAGGER["head"] | {"activation": "relu"}}, capsys
    )


@pytest.mark.parametrize(
    "change, said",
    [
        ({"model": "nowhere.pt"}, "nowhere.pt, found no file"),
        ({"model": "bytes.tiktoken"}, "expected a model that ends in .pt, .pth, .ckpt, .safetensors, .keras"),
        ({"labels": ["a", "b", "c"]}, "expected 2 labels, one for each logit, found 3"),
        ({"labels": []}, "expected labels as a list of at least one text, no two alike, found the list []"),
        ({"labels": "negative"}, "expected labels as a list of at least one text, no two alike, found the text 'negative'"),
        ({"name": "my/own"}, "expected name as a text that can name a folder, found the text 'my/own'"),
        ({"float16": "yes"}, "expected float16 as true or false, without quotes, found the text 'yes'"),
        ({"reader": "cell"}, "expected reader as a table, found the text 'cell'"),
        ({"reader": {}}, "expected reader.layers, a list of at least one text, found no such line"),
        ({"reader": {"layers": ["cell"], "padding": "none"}}, "expected reader.padding of a Keras model only"),
        (
            {"head": TAGGER["head"] | {"reads": "readout"}},
            "expected head.reads as a list of at least one of readout, memory, no two alike, found the text 'readout'",
        ),
        (
            {"reader": {"layers": ["cell"], "readout": ["max", "last", "max"]}},
            "expected reader.readout as a list of at least one text, no two alike, found the list ['max', 'last', 'max']",
        ),
        ({"reader": {"layers": ["cell"], "readout": ["last", "h0"]}}, "expected states of which no two are alike, found h0 twice"),
        (
            {"head": TAGGER["head"] | {"reads": ["readout", "readout"]}},
            "expected head.reads as a list of at least one of readout, memory, no two alike, found the list ['readout', 'readout']",
        ),
        ({"version": 1.10}, "expected version as a text of at least one letter, found the number 1.1"),
        ({"training": {"data": "IMDb"}}, "expected training.data as a list of at least one text, found the text 'IMDb'"),
        ({"training": {"data": 5}}, "expected training.data as a list of at least one text, found the number 5"),
        ({"training": {"data": [1]}}, "expected training.data as a list of at least one text, found the list [1]"),
        ({"training": {"seed": "1"}}, "expected training.seed as a whole number, found the text '1'"),
        ({"training": {"seed": True}}, "expected training.seed as a whole number, found the truth value True"),
        ({"training": {"command": 7}}, "expected training.command as a text of at least one letter, found the number 7"),
        ({"head": TAGGER["head"] | {"ignore": ["x"]}}, "found ignore; write ignore above the first [section]"),
        ({"colour": "red"}, "found colour"),
        ({"reader": {"layers": ["cell"], "scope": "world"}}, "expected reader.scope as review or user, found the text 'world'"),
        ({"reader": {"layers": ["rnn"]}}, "expected a submodule rnn, found ['answer', 'cell', 'hidden']"),
        ({"reader": {"layers": ["answer"]}}, "expected weight_ih or weight_ih_l0"),
        ({"reader": {"layers": ["cell"], "readout": ["first"]}}, "found first"),
        ({"reader": {"layers": ["cell"], "initial": {"h": [0.1, 0.2]}}}, "expected 6 values in start of h0, found (2,)"),
        (
            {"reader": {"layers": ["cell"], "initial": {"h": 0.5}}},
            "expected for h a list of finite numbers (of a PyTorch module, a tensor's name",
        ),
        ({"reader": {"layers": ["cell"], "initial": {"c": [0.5]}}}, "expected some of h, h0, found c"),
        ({"reader": {"layers": ["cell"], "initial": {"h": "start"}}}, "expected a tensor start, found ['answer.bias'"),
        ({"memory": {"cells": ["cell"]}}, "expected an input of 6 in review cell 0, found 257"),
        ({"head": {"layers": ["answer", "hidden"]}}, "expected an input of 6 in layer 0 of the head, found 5"),
    ],
)
def test_what_does_not_fit_is_named(folder, capsys, change, said):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    assert said in refused(folder, TAGGER | change, capsys)


def test_what_training_was_stands_on_the_card_and_in_the_manifest(folder, capsys):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    training = {"data": ["IMDb", "MR"], "seed": 0, "command": "python train.py"}
    exported(folder, TAGGER | {"version": "1.10", "training": training}, capsys)
    assert "| trained on | IMDb, MR |" in (folder / "out" / "tagger" / "README.md").read_text()
    written = json.loads((folder / "out" / "tagger" / "manifest.json").read_text())
    assert (written["version"], written["training"]) == ("1.10", training)


def test_a_date_is_no_seed(folder, capsys):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    path = Path(describe(folder, TAGGER | {"training": {"seed": 5}}))
    path.write_text(path.read_text().replace("seed = 5", "seed = 2024-01-01"))
    assert main(["export", str(path), "--out", "out"]) == 1
    assert "expected training.seed as a whole number, found the value datetime.date(2024, 1, 1)" in capsys.readouterr().err


def test_a_vocabulary_of_another_size_is_refused(folder, capsys):
    torch.jit.script(Tagger().eval()).save("tagger.pt")
    Path("symbols.json").write_text(json.dumps(["<unk>", "a"]))
    assert "expected a net over the tokenizer's 2 ids, found one over 257" in refused(
        folder, TAGGER, capsys, {"kind": "symbols", "symbols": "symbols.json"}
    )


def test_a_pickled_module_is_not_loaded_unasked(folder, capsys):
    torch.save(Tagger(), "tagger.pt")
    assert "--unpickle" in refused(folder, TAGGER, capsys)


def test_a_vanilla_rnns_nonlinearity_must_be_known(folder, capsys):
    torch.save(Tagger().state_dict(), "tagger.pt")
    assert "expected reader.nonlinearity" in refused(folder, TAGGER, capsys)


@pytest.mark.parametrize(
    "scope, options, said",
    [
        ("user", {}, "expected the scope review, found user"),
        ("review", {"proj_size": 3}, "expected no projection"),
    ],
)
def test_a_bidirectional_reader_neither_goes_on_nor_projects(folder, capsys, scope, options, said):
    module = nn.ModuleDict({"rnn": nn.LSTM(257, 6, bidirectional=True, **options), "answer": nn.Linear(12, 2)})
    torch.save(module.state_dict(), "both.pt")
    lines = TAGGER | {"model": "both.pt", "reader": {"layers": ["rnn"], "scope": scope}, "head": {"layers": ["answer"]}}
    assert said in refused(folder, lines, capsys)
