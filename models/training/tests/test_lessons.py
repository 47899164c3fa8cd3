"""An epoch holds what the recipe says, in numbers."""

from dataclasses import replace

import numpy as np

from undertone_training.data.corpus import Corpus, Example
from undertone_training.teach.lessons import chunks
from undertone_training.teach.settings import Training


def examples(label, count, dataset="imdb"):
    return [Example(dataset, None, (n,), np.array([5 + label, 1], np.int32), label, "learn") for n in range(count)]


def read_alone(corpus, settings):
    """Returns how often each label is read alone in an epoch."""
    labels = [label for chunk in chunks(corpus, settings, False, 1) if chunk.lane is None for label in chunk.labels.tolist()]
    return {label: labels.count(label) for label in set(labels)}


def test_every_labelled_review_is_read_alone_once():
    corpus = Corpus([*examples(0, 40), *examples(1, 9), *examples(2, 50)], None)
    assert read_alone(corpus, Training(stranger_reviews=0)) == {0: 40, 1: 9, 2: 50}


def test_what_is_taught_is_drawn_by_its_kind():
    soft = np.array([0.2, 0.8], np.float32)
    kinds = ("imdb_unlabelled", "imdb_unlabelled_by_sentence", "invented")
    taught = [replace(e, label=-1, soft=soft, dataset=kind) for kind in kinds for e in examples(0, 30)]
    settings = Training(stranger_reviews=0, taught_reviews=3, taught_sentences=5, taught_invented=7)
    found = chunks(Corpus([*examples(1, 40), *taught], None), settings, False, 1)
    assert sum((chunk.labels == -1).sum().item() for chunk in found) == 3 + 5 + 7


def test_reviews_with_users_are_all_read_alone_where_no_user_is_drawn():
    corpus = Corpus([replace(e, dataset="rt_critics", user_id="ann") for e in examples(0, 20)], None)
    assert read_alone(corpus, Training(stranger_reviews=0, user_share=0.0)) == {0: 20}


def test_the_rarest_label_is_read_as_often_as_the_recipe_says():
    corpus = Corpus([*examples(0, 40), *examples(1, 9), *examples(2, 50)], None)
    assert read_alone(corpus, Training(stranger_reviews=0, rarest_repeats=4)) == {0: 40, 1: 36, 2: 50}
