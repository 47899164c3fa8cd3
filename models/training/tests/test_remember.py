"""The memory learns what it is worth, and the reader stands still."""

import random

import numpy as np
import torch

from shapes import SMALL
from undertone_training.corpus import Corpus, Example
from undertone_training.evaluate import last_sentence
from undertone_training.model import Model
from undertone_training.remember import Remembering, remember


def reviews_in_sentences(count, side):
    """Of each review's three sentences the first alone tells: token 5 or 6."""
    generator = random.Random(count)
    for number in range(count):
        label = number % 2
        for place in range(3):
            tokens = [5 + label, 1] if place == 0 else [generator.randint(10, 14), 1]
            yield Example("imdb_by_sentence", f"{side}-{number}", (place, 0, place), np.array(tokens, np.int32), label, side)


def test_what_was_said_before_counts_after_training():
    torch.manual_seed(2)
    model = Model(SMALL["lstm"]).eval()
    corpus = Corpus([*reviews_in_sentences(300, "learn"), *reviews_in_sentences(60, "held-out")], None)
    reader = {name: value.clone() for name, value in model.token_cell.state_dict().items()}
    remember(model, corpus, Remembering(epochs=8, rate=2e-2, dropout=0.0), 1, lambda _: "")
    held_out = corpus.select("held-out")
    assert last_sentence(model, held_out, True).scores()["accuracy"] > 0.95
    assert last_sentence(model, held_out, False).scores()["accuracy"] < 0.7
    assert all(torch.equal(value, reader[name]) for name, value in model.token_cell.state_dict().items())
