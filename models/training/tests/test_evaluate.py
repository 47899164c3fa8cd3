"""Accuracy and macro F1 mean in Python what they mean in Java: CASES holds what ConfusionTest counts there."""

import numpy as np
import pytest

from undertone_training.teach.evaluate import Answers

NEGATIVE, POSITIVE = 0, 1
CASES = [
    (
        "each gold label against each prediction",
        2,
        {(NEGATIVE, NEGATIVE): 3, (NEGATIVE, POSITIVE): 1, (POSITIVE, POSITIVE): 4, (POSITIVE, NEGATIVE): 2},
        0.7,
        (6 / 9 + 8 / 11) / 2,
    ),
    ("nothing is labelled", 2, {}, None, None),
    ("a label that never occurs counts zero", 2, {(POSITIVE, POSITIVE): 5}, 1.0, 0.5),
    ("a label that is predicted alone counts zero", 3, {(0, 0): 2, (1, 1): 1, (1, 2): 1}, 0.75, (1 + 2 / 3) / 3),
]
"""(what is counted, the model's labels, how often each (gold, predicted) came, accuracy, macro F1)."""


@pytest.mark.parametrize("labels, counts, accuracy, macro_f1", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_scores_are_those_that_replay_counts(labels, counts, accuracy, macro_f1):
    pairs = np.array([pair for pair, times in counts.items() for _ in range(times)], int).reshape(-1, 2)
    scores = Answers(np.arange(len(pairs)), pairs[:, 0], pairs[:, 1], labels).scores()
    assert scores["reviews"] == len(pairs)
    assert scores["accuracy"] == accuracy
    assert scores["macro_f1"] == (None if macro_f1 is None else round(macro_f1, 4))
