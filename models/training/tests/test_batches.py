"""Batches lose no review, keep each user's order, and carry on where the last chunk ended."""

import random

import numpy as np
import pytest
import torch

from shapes import SMALL
from undertone_training.data.batches import Layout, chunk, epoch, singles
from undertone_training.data.corpus import Example
from undertone_training.teach.model import Model
from undertone_training.teach.train import answer

LAYOUT = Layout(tokens_max=640, rows_max=64, steps=3, users=5)


def example(number, length=None, user=None, order=0):
    length = length or number % 17 + 1
    return Example("rt_critics", user, (order,), np.full(length, number % 300, np.int32), number % 2, "learn")


def users(count=9):
    return [[example(user * 10 + n, user=str(user), order=n) for n in range(user % 7 + 1)] for user in range(count)]


def test_single_reviews_are_each_laid_out_once():
    examples = [example(n) for n in range(500)]
    groups = singles(examples, LAYOUT, random.Random(1))
    assert sorted(id(e) for group in groups for e in group) == sorted(id(e) for e in examples)
    assert all(len(group) <= LAYOUT.rows_max for group in groups)


def test_lanes_come_in_order_and_the_last_is_marked():
    seen = {}
    for part in epoch([], users(), LAYOUT, False, random.Random(2)):
        assert not seen.get(part.lane, False)
        seen[part.lane] = part.last
    assert seen and all(seen.values())


@pytest.mark.parametrize("kind", sorted(SMALL))
def test_carried_chunks_answer_as_review_after_review_does(kind):
    torch.manual_seed(3)
    model = Model(SMALL[kind]).eval()
    group, state, found = users(), None, {}
    with torch.no_grad():
        for start in range(0, 7, 2):
            steps = [[own[step] if step < len(own) else None for own in group] for step in range(start, min(start + 2, 7))]
            logits, state = answer(model, chunk(steps, LAYOUT, model.shape.endless), state)
            for place, item in enumerate(e for step in steps for e in step):
                if item is not None:
                    found[id(item)] = logits[place]
    for own in group:
        remembered = {}
        for item in own:
            logits, remembered = model.review(item.tokens.tolist(), remembered)
            assert torch.allclose(found[id(item)], logits, atol=1e-5)
