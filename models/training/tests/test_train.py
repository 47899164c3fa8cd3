"""Training goes on within a lane, and each user's memory with it."""

import numpy as np
import pytest
import torch

from shapes import SMALL
from undertone_training.data.batches import Chunk, Layout, chunk
from undertone_training.data.corpus import Example
from undertone_training.teach.model import Model
from undertone_training.teach.settings import Training
from undertone_training.teach.train import Trainer, _loss, answer

STILL = Training(rate=0.0, decay=0.0, token_dropout=0.0, feature_dropout=0.0, readout_dropout=0.0)
"""Changes no weight, so that a loss tells what was read."""


def part(model, tokens, lane, last):
    """Returns a chunk of one review of each of two users."""
    step = [Example("rt_critics", "ann", (0,), np.array([token, 1], np.int32), label, "learn") for token, label in zip(tokens, (0, 1))]
    return chunk([step], Layout(), model.shape.endless, lane, last)


@pytest.fixture(params=["lstm", "gru", "rnn_tanh"])
def reading(request):
    """Returns a trainer whose weights stand still, a lane's first chunk and its second, and what the second costs after it and alone."""
    torch.manual_seed(5)
    model = Model(SMALL[request.param])
    first, second = part(model, (7, 90), 3, False), part(model, (200, 8), 3, True)
    with torch.no_grad():
        _, state = answer(model.eval(), first)
        after, alone = (_loss(answer(model, second, before)[0], second).item() for before in (state, None))
    assert abs(after - alone) > 1e-4
    return Trainer(model, STILL, 100, False), first, second, after, alone


def test_a_lane_goes_on_where_its_last_chunk_ended(reading):
    trainer, first, second, after, alone = reading
    trainer.learn(first)
    trainer.learn(part(trainer.model, (33, 44), 4, False))
    assert trainer.learn(second) == pytest.approx(after, abs=1e-6)
    assert trainer.learn(second) == pytest.approx(alone, abs=1e-6), "its last chunk ended it"


def test_nothing_is_carried_into_the_next_epoch(reading):
    trainer, first, second, _, alone = reading
    trainer.learn(first)
    trainer.forget()
    assert trainer.learn(second) == pytest.approx(alone, abs=1e-6)


def test_a_chunk_without_a_target_carries_its_state_on(reading):
    trainer, first, second, after, _ = reading
    assert trainer.learn(Chunk(**vars(first) | {"labels": torch.full_like(first.labels, -1)})) is None
    assert trainer.learn(second) == pytest.approx(after, abs=1e-6)


def test_the_rate_rises_and_falls_to_nothing():
    trainer = Trainer(Model(SMALL["gru"]), Training(rate=0.5, warmup=0.2), 10, False)
    rates = []
    for trainer.step in range(11):
        rates.append(trainer._rate())
    assert rates == pytest.approx([0, 0.25, 0.5, 0.4375, 0.375, 0.3125, 0.25, 0.1875, 0.125, 0.0625, 0])
