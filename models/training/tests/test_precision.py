"""A run's precision holds in each of its stages, and its card says which it was and on how many threads."""

import random

import numpy as np
import pytest
import torch

from shapes import SMALL
from undertone_training.__main__ import _parser
from undertone_training.data.corpus import Corpus, Example
from undertone_training.teach import teachers
from undertone_training.teach.invent import invent
from undertone_training.teach.model import Model, Shape, TokenCell
from undertone_training.teach.pretrain import NextToken
from undertone_training.teach.remember import Remembering, remember
from undertone_training.teach.run import spent_on
from undertone_training.teach.settings import Inventing, Pretraining, Teaching

DRAWN = random.Random(3)


def examples(dataset, labels):
    return [
        Example(dataset, f"user-{number % 4}", (number,), np.array([*DRAWN.choices(range(30), k=8), 31], np.int32), label, "learn")
        for number, label in enumerate(labels)
    ]


def inventing(bfloat16, folder):
    writer = NextToken(TokenCell(Shape(kind="gru", vocabulary=32, embedding=16, hidden=32)), np.ones(32), Pretraining())
    settings = Inventing(("rt_critics",), texts=20, passes=1, tokens_max=24, rows=8, window=16)
    invent(lambda: writer, Corpus(examples("rt_critics", [0, 1] * 40), None), settings, 1, bfloat16, folder / "invented")


def teaching(bfloat16, _):
    corpus = Corpus(examples("imdb_unlabelled", [-1] * 4) + examples("mr_sentences", [0, 1] * 20), None)
    teachers.teach(corpus, [Model(SMALL["lstm"]).eval()], Teaching(), (4, 4, 4), 1, bfloat16)


def remembering(bfloat16, _):
    corpus = Corpus(examples("rt_critics", [0, 1] * 20) + examples("imdb_unlabelled_by_sentence", [-1] * 20), None)
    remember(Model(SMALL["lstm"]).eval(), corpus, Remembering(epochs=1), 1, bfloat16, lambda _: "")


@pytest.mark.parametrize("bfloat16", [True, False])
@pytest.mark.parametrize("stage", [inventing, teaching, remembering])
def test_a_stage_sums_as_its_run_does(stage, bfloat16, tmp_path, monkeypatch):
    found, autocast = [], torch.autocast

    def seen(device, kind, enabled=True):
        found.append(enabled)
        return autocast(device, kind, enabled=enabled)

    monkeypatch.setattr(torch, "autocast", seen)
    stage(bfloat16, tmp_path)
    assert set(found) == {bfloat16}


@pytest.mark.parametrize("there", [True, False])
def test_a_cpu_without_bfloat16_sums_in_float32(there, monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_f": True, "avx512_bf16": False, "amx_bf16": there})
    build = ["build", "reviews-en-rnn", "--data", "data", "--out", "out"]
    assert _parser().parse_args(build).float32 != there
    assert _parser().parse_args([*build, "--float32"]).float32


@pytest.mark.parametrize(("count", "threads"), [(1, "1 thread"), (2, "2 threads")])
def test_what_minutes_were_spent_on_is_said(count, threads, monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: count)
    assert (spent_on(True), spent_on(False)) == (f"{threads}, bfloat16 autocast", f"{threads}, float32")
