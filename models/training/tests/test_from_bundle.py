"""Training goes on from a bundle that was written: its weights come back as they were stored."""

from dataclasses import replace

import pytest
import torch

from shapes import SMALL
from tiny import write_bundle
from undertone_training.__main__ import main
from undertone_training.data import corpus
from undertone_training.teach import from_bundle
from undertone_training.teach.model import Model
from undertone_training.teach.settings import Recipe
from undertone_training.text.bpe import ReviewTokenizer

RANKS = {bytes([number]): number for number in range(256)} | {b"a" + bytes([number]): 256 + number for number in range(43)}


@pytest.fixture(scope="module", params=sorted(SMALL))
def built(request, tmp_path_factory):
    """Returns a small model and the bundle that was written of it."""
    shape, folder = SMALL[request.param], tmp_path_factory.mktemp("built") / request.param
    return write_bundle(folder, Recipe(request.param, shape), ReviewTokenizer(RANKS, 64)), folder


def answers(model, reviews):
    states, logits = {}, []
    for tokens in reviews:
        found, states = model.review(tokens, states)
        logits.append(found)
    return torch.stack(logits)


REVIEWS = [[5, 9, 200, 1], [7, 1], [250, 3, 3, 90, 1]]


def test_a_model_answers_as_the_one_that_was_exported(built):
    model, folder = built
    again = from_bundle.begin(Model(model.shape), folder).eval()
    assert torch.allclose(answers(again, REVIEWS), answers(model, REVIEWS), atol=1e-6)


def test_another_number_of_labels_keeps_its_own_head(built):
    model, folder = built
    fresh = Model(replace(model.shape, labels=3))
    head = fresh.head.weight.clone()
    began = from_bundle.begin(fresh, folder)
    assert torch.equal(began.head.weight, head)
    assert torch.equal(began.token_cell.embedding.weight, model.token_cell.embedding.weight)


def test_another_shape_is_refused(built):
    model, folder = built
    with pytest.raises(ValueError, match=r"expected token_cell.embedding.weight as \[301, 16\], found \[300, 16\]"):
        from_bundle.begin(Model(replace(model.shape, vocabulary=301)), folder)


def test_a_vocabulary_is_taken_and_never_mixed_with_another(tmp_path):
    (tmp_path / "one").write_text("YQ== 0\n")
    (tmp_path / "other").write_text("Yg== 0\n")
    work = tmp_path / "work"
    work.mkdir()
    corpus.take_vocabulary(work, 256, corpus.Sources(), tmp_path / "one")
    corpus.take_vocabulary(work, 256, corpus.Sources(), tmp_path / "one")
    assert (work / "ranks-en-256.tiktoken").read_text() == "YQ== 0\n"
    with pytest.raises(ValueError, match="found another"):
        corpus.take_vocabulary(work, 256, corpus.Sources(), tmp_path / "other")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("manifest.json", None, "manifest.json: expected a bundle's manifest, found no file; name the folder of a bundle"),
        ("manifest.json", b"{", "manifest.json: expected JSON in UTF-8, found a place that is none"),
        ("weights.bin", b"other", "expected weights.bin as {'bytes': "),
        ("head.onnx", None, "found no such file; write the bundle again"),
    ],
)
def test_a_bundle_that_is_none_or_damaged_begins_nothing(name, data, said, tmp_path, capsys):
    folder = tmp_path / "lstm"
    write_bundle(folder, Recipe("lstm", SMALL["lstm"]), ReviewTokenizer(RANKS, 64))
    (folder / name).unlink()
    if data is not None:
        (folder / name).write_bytes(data)
    options = [part for option in ("data", "out", "work") for part in (f"--{option}", str(tmp_path / option))]
    assert main(["build", "reviews-en-lstm", *options, "--from", str(folder)]) == 1
    assert said in capsys.readouterr().err
