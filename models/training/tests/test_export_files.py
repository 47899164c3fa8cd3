"""The files that people have: checkpoints, wrapped modules, half precision; and files that are no model at all."""

import argparse
import io
import pickle
import zipfile
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from exporting import REVIEWS, Reviews, describe, exported, refused, save
from undertone_training.__main__ import main


class Last(nn.Module):
    """Takes the last output of what it reads with."""

    def forward(self, read):
        return read[0][:, -1]


def weights(prefix=""):
    torch.manual_seed(4)
    return {prefix + name: tensor for name, tensor in Reviews().state_dict().items()}


@pytest.mark.parametrize(
    "held, said",
    [
        (
            lambda: {"state_dict": weights("model."), "hyper_parameters": {"lr": 0.1}, "epoch": 3, "pytorch-lightning_version": "2.5"},
            ["took state_dict and left hyper_parameters, epoch, pytorch-lightning_version", "took the prefix model. off every name"],
        ),
        (lambda: {"model_state_dict": weights(), "optimizer_state_dict": {}}, ["took model_state_dict and left optimizer_state_dict"]),
        (lambda: {"model": weights("module."), "epoch": 3}, ["took model and left epoch", "took the prefix module. off every name"]),
        (lambda: {"model": {"state_dict": weights()}}, ["took model\n", "took state_dict\n"]),
        (lambda: weights("module._orig_mod."), ["took the prefix module._orig_mod. off every name"]),
        (lambda: {name: nn.Parameter(tensor) for name, tensor in weights("net.").items()}, ["took the prefix net. off every name"]),
    ],
)
def test_a_checkpoint_holds_a_model(folder, capsys, held, said):
    torch.save(held(), "net.ckpt")
    found = exported(folder, REVIEWS | {"model": "net.ckpt"}, capsys)
    assert [line for line in said if f"reading net.ckpt: {line}" not in found] == []


def test_a_prefix_that_the_description_names_stays(folder, capsys):
    torch.save(weights("model."), "net.pt")
    lines = {"reader": {"embedding": "model.embedding", "layers": ["model.rnn"]}, "head": {"layers": ["model.answer"]}}
    assert "prefix" not in exported(folder, REVIEWS | lines, capsys)


@pytest.mark.parametrize("name", ["net.safetensors", "net.pt"])
def test_safetensors_are_read_whatever_their_name(folder, capsys, name):
    save_file(weights(), name)
    assert f"NOT COMPARED: {name}: the file has no forward pass, only weights." in exported(folder, REVIEWS | {"model": name}, capsys)


def test_a_description_may_begin_with_a_byte_order_mark(folder, capsys):
    save_file(weights(), "net.pt")
    path = Path(describe(folder, REVIEWS))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert main(["export", str(path), "--out", str(folder / "out")]) == 0


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float64])
@pytest.mark.parametrize("whole", [False, True])
def test_weights_of_another_precision_are_served_in_float32(folder, capsys, dtype, whole):
    module = Reviews().to(dtype)
    if whole:
        torch.save(module, "net.pt")
    else:
        save(module)
    assert ("NOT COMPARED" in exported(folder, REVIEWS, capsys, None, "--unpickle")) == (not whole)


@pytest.mark.parametrize("wrap", [nn.DataParallel, torch.compile])
def test_a_wrapped_module_is_compared(folder, capsys, wrap):
    torch.save(wrap(Reviews()), "net.pt")
    assert "NOT COMPARED" not in exported(folder, REVIEWS, capsys, None, "--unpickle")


def test_a_sequential_is_named_by_its_numbers(folder, capsys):
    torch.save(
        nn.Sequential(nn.Embedding(257, 4), nn.GRU(4, 6, batch_first=True, bias=False), Last(), nn.Linear(6, 2, bias=False)), "net.pt"
    )
    lines = {"reader": {"embedding": "0", "layers": ["1"]}, "head": {"layers": ["3"]}}
    assert exported(folder, REVIEWS | lines, capsys, None, "--unpickle") == ""


@pytest.mark.parametrize(
    "held, said",
    [
        (
            lambda: [1, 2],
            "expected a state_dict, or a checkpoint that holds one as state_dict, model_state_dict, model, "
            "found an object of the class list",
        ),
        (lambda: {}, "expected tensors by name, found none"),
        (lambda: {"net": weights(), "epoch": 3}, "found among its 2 entries net (dict), epoch (int)"),
        (lambda: {"state_dict": weights(), "model": weights()}, "expected one model in the checkpoint, found state_dict and model"),
        (
            lambda: {"state_dict": weights(), "hyper_parameters": argparse.Namespace(rate=0.1)},
            "expected tensors alone, found argparse.Namespace among them, whose loading runs code that the file names; "
            "save the module's state_dict alone, or give --unpickle if you trust the file",
        ),
        (lambda: {"state_dict": weights() | {"packed": (1, 2)}}, "packed (tuple)"),
    ],
)
def test_what_is_no_state_dict_is_named(folder, capsys, held, said):
    torch.save(held(), "net.pt")
    assert said in refused(folder, REVIEWS, capsys)


def zipped(*names):
    with zipfile.ZipFile("net.pt", "w") as file:
        for name in names:
            file.writestr(name, "text")


@pytest.mark.parametrize(
    "write, said",
    [
        (lambda path: path.write_bytes(b""), "expected a saved model, found an empty file"),
        (lambda path: path.write_bytes(b"version https://git-lfs.github.com/spec/v1\n"), "found a pointer of Git LFS; fetch it by git lfs"),
        (lambda path: path.write_bytes(b"\n<!DOCTYPE html>\n"), "found a page of HTML; fetch the file itself"),
        (
            lambda path: path.write_text("hello world"),
            "expected what torch.save wrote, its classes importable from here, found a file that it",
        ),
        (lambda path: path.write_bytes(pickle.dumps({"weights": [1.0]})), "found a file that it cannot read (UnpicklingError"),
        (lambda path: zipped("notes.txt"), "found a file that it cannot read (RuntimeError"),
        (lambda path: zipped("net/code/net.py"), "expected what torch.jit.save wrote, found a file that it cannot read"),
        (lambda path: path.write_bytes(Path("whole.pt").read_bytes()[:900]), "found a file that it cannot read"),
        (
            lambda path: torch.jit.freeze(torch.jit.script(nn.Linear(2, 2).eval())).save(path),
            "found none; save a trained module's state_dict, or",
        ),
        (lambda path: torch.save(nn.Sequential(nn.LazyLinear(2)), path), "found torch.nn.modules.container.Sequential among them"),
    ],
)
def test_a_file_that_is_no_model_is_named(folder, capsys, write, said):
    save(Reviews(), "whole.pt")
    write(folder / "net.pt")
    assert said in refused(folder, REVIEWS, capsys)


@pytest.mark.parametrize(
    "name, said",
    [
        (
            "net.pt2",
            "expected a model that ends in .pt, .pth, .ckpt, .safetensors, .keras, found net.pt2; save its state_dict with torch.save, or",
        ),
        ("net.pt", "expected what torch.save or torch.jit.save wrote, found a program of torch.export; save the module's state_dict with"),
        ("net.h5", "found net.h5; read it with keras.saving.load_model, and save it under a name that ends in .keras"),
        ("net.npz", "found net.npz; save it as one of these"),
    ],
)
def test_what_is_to_become_of_another_file_is_said(folder, capsys, name, said):
    held = io.BytesIO()
    torch.export.save(torch.export.export(nn.Linear(2, 2), (torch.zeros(1, 2),)), held)
    Path(name).write_bytes(held.getvalue())
    assert said in refused(folder, REVIEWS | {"model": name}, capsys)


def test_a_folder_is_no_model(folder, capsys):
    Path("net.pt").mkdir()
    assert "expected a model in one file at" in refused(folder, REVIEWS, capsys)


def test_a_lazy_part_that_was_never_used_is_named(folder, capsys):
    torch.save(Reviews(answer=nn.LazyLinear(2)), "net.pt")
    assert "found a lazy parameter that was never used" in refused(folder, REVIEWS, capsys, None, "--unpickle")


@pytest.mark.parametrize("name", ["net.safetensors", "net.ckpt", "net.PT"])
def test_a_text_under_a_models_name_is_no_model(folder, capsys, name):
    Path(name).write_text("x" * 40)
    assert "found a file that it cannot read" in refused(folder, REVIEWS | {"model": name}, capsys)
