"""An epoch holds what the recipe says, in numbers."""

import numpy as np

from undertone_training.corpus import Corpus, Example
from undertone_training.lessons import chunks
from undertone_training.recipes import Training


def examples(label, count, dataset="imdb"):
    return [Example(dataset, None, (n,), np.array([5 + label, 1], np.int32), label, "learn") for n in range(count)]


def read_alone(corpus, settings):
    """Returns how often each label is read alone in an epoch."""
    labels = [label for chunk in chunks(corpus, settings, False, 1) if chunk.lane is None for label in chunk.labels.tolist()]
    return {label: labels.count(label) for label in set(labels)}


def test_every_labelled_review_is_read_alone_once():
    corpus = Corpus([*examples(0, 40), *examples(1, 9), *examples(2, 50)], None)
    assert read_alone(corpus, Training(stranger_reviews=0)) == {0: 40, 1: 9, 2: 50}


def test_the_rarest_label_is_read_as_often_as_the_recipe_says():
    corpus = Corpus([*examples(0, 40), *examples(1, 9), *examples(2, 50)], None)
    assert read_alone(corpus, Training(stranger_reviews=0, rarest_repeats=4)) == {0: 40, 1: 36, 2: 50}
