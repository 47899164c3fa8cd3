"""An epoch holds what the recipe says, in numbers."""

from collections import Counter
from dataclasses import replace

import numpy as np

from undertone_training.data.corpus import Corpus, Example
from undertone_training.data.datasets import LESSON, TRADES
from undertone_training.teach.lessons import chunks
from undertone_training.teach.settings import LONG, Training


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
    kinds = {"imdb_unlabelled": 0.25, "imdb_unlabelled_by_sentence": 0.5, "invented": 0.75}
    taught = [
        replace(e, label=-1, soft=np.array([share, 1 - share], np.float32), dataset=kind)
        for kind, share in kinds.items()
        for e in examples(0, 30)
    ]
    settings = Training(stranger_reviews=0, taught_reviews=3, taught_sentences=5, taught_invented=7)
    found = chunks(Corpus([*examples(1, 40), *taught], None), settings, False, 1)
    drawn = Counter(row[0].item() for c in found if c.soft is not None for row in c.soft[c.labels == -1])
    assert drawn == {0.25: 3, 0.5: 5, 0.75: 7}


def test_reviews_of_goods_are_read_as_often_as_the_recipe_says():
    corpus = Corpus([*examples(0, 40), *examples(1, 20, "cr_products")], None)
    assert read_alone(corpus, Training(stranger_reviews=0, goods_repeats=3)) == {0: 40, 1: 60}


def test_of_long_reviews_a_share_is_read_and_all_that_teachers_labelled():
    def of_length(tokens, label):
        return [replace(e, tokens=np.full(tokens, 5, np.int32)) for e in examples(label, 10)]

    taught = [replace(e, soft=np.array([0.2, 0.8], np.float32)) for e in of_length(LONG + 1, -1)]
    corpus = Corpus([*of_length(LONG, 0), *of_length(LONG + 1, 1), *taught], None)
    settings = Training(stranger_reviews=0, taught_reviews=10, long_share=0.0)
    assert read_alone(corpus, settings) == {0: 10, -1: 10}
    assert read_alone(corpus, replace(settings, long_share=1.0)) == {0: 10, 1: 10, -1: 10}


def test_reviews_with_users_are_all_read_alone_where_no_user_is_drawn():
    corpus = Corpus([replace(e, dataset="rt_critics", user_id="ann") for e in examples(0, 20)], None)
    assert read_alone(corpus, Training(stranger_reviews=0, user_share=0.0)) == {0: 20}


def test_the_rarest_label_is_read_as_often_as_the_recipe_says():
    corpus = Corpus([*examples(0, 40), *examples(1, 9), *examples(2, 50)], None)
    assert read_alone(corpus, Training(stranger_reviews=0, rarest_repeats=4)) == {0: 40, 1: 36, 2: 50}


def test_the_lesson_is_drawn_in_the_numbers_of_the_recipe():
    corpus = Corpus([*examples(0, 40), *examples(1, 30, LESSON), *examples(2, 30, TRADES)], None)
    assert read_alone(corpus, Training(stranger_reviews=0, lesson_texts=3, trades_texts=5)) == {0: 40, 1: 3, 2: 5}


def test_a_label_that_was_tempered_is_read_as_often_as_before():
    tempered = [replace(e, soft=np.array([0.2, 0.8], np.float32)) for e in examples(1, 40)]
    settings = Training(stranger_reviews=0, taught_reviews=10, taught_sentences=10, taught_invented=10)
    assert read_alone(Corpus(tempered, None), settings) == {1: 40}


def test_half_of_the_reviews_with_users_are_also_read_alone_where_all_users_are_drawn():
    corpus = Corpus([replace(e, dataset="rt_critics", user_id=f"user-{n % 50}") for n, e in enumerate(examples(0, 1000))], None)
    assert 450 < read_alone(corpus, Training(stranger_reviews=0))[0] < 550


def test_half_of_the_strangers_reviews_are_of_real_users_and_all_have_a_label():
    critics = [replace(e, dataset="rt_critics", user_id="ann") for label, count in ((-1, 50), (0, 50)) for e in examples(label, count)]
    found = chunks(Corpus([*examples(1, 400), *critics], None), Training(stranger_reviews=80, user_share=0.0), False, 1)
    labels = [chunk.labels[chunk.present].tolist() for chunk in found if chunk.lane is not None]
    counts = Counter(label for own in labels for label in own)
    assert counts.total() == 80 and 40 <= counts[0] <= 60 and counts[-1] == 0


def test_a_long_review_in_its_users_order_is_cut_before_its_end():
    long = [Example("rt_critics", "ann", (n,), np.array([*range(10, 30), 1], np.int32), 0, "learn") for n in range(4)]
    (lane,) = (c for c in chunks(Corpus(long, None), Training(stranger_reviews=0, lane_tokens_max=8), False, 1) if c.lane is not None)
    for block in lane.blocks:
        read = [block.tokens[:length, row].tolist() for row, length in enumerate(block.lengths[: len(block.columns)].tolist())]
        assert read == [[*range(10, 17), 1]] * len(block.columns)
