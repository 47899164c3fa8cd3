"""Training goes on from a bundle that was written: its weights come back as they were stored."""

from dataclasses import replace

import pytest
import torch

from undertone_training.data import corpus
from undertone_training.teach import from_bundle
from undertone_training.teach.model import Model


def answers(model, reviews):
    states, logits = {}, []
    for tokens in reviews:
        found, states = model.review(tokens, states)
        logits.append(found)
    return torch.stack(logits)


REVIEWS = [[5, 9, 200, 1], [7, 1], [250, 3, 3, 90, 1]]


def test_a_model_answers_as_the_one_that_was_exported(small):
    _, model, folder = small
    again = from_bundle.begin(Model(model.shape), folder).eval()
    assert torch.allclose(answers(again, REVIEWS), answers(model, REVIEWS), atol=1e-6)


def test_another_number_of_labels_keeps_its_own_head(small):
    _, model, folder = small
    fresh = Model(replace(model.shape, labels=3))
    head = fresh.head.weight.clone()
    began = from_bundle.begin(fresh, folder)
    assert torch.equal(began.head.weight, head)
    assert torch.equal(began.token_cell.embedding.weight, model.token_cell.embedding.weight)


def test_another_shape_is_refused(small):
    _, model, folder = small
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
