"""A card's figures are of held-out reviews alone, each read as its row says."""

from types import SimpleNamespace

import numpy as np
import pytest
from torch.nn import functional

from undertone_training.data.batches import READING
from undertone_training.data.corpus import Corpus, Example
from undertone_training.data.datasets import LESSON, PAIRS
from undertone_training.data.splits import HELD_OUT, LEARN
from undertone_training.teach.evaluate import alone, glance, last_sentence, quality, shuffled

LABELS = 2


def votes(tokens, *_):
    """Returns each review's vote [B, C]: its first token is the label that it speaks for."""
    return functional.one_hot(tokens[0], LABELS).float()


MAJORITY = SimpleNamespace(
    shape=SimpleNamespace(endless=False, memory=LABELS, labels=LABELS, readout_size=lambda: LABELS),
    token_cell=SimpleNamespace(read=votes),
    review_cell=lambda vote, against: against + vote.flip(1),
    answer=lambda readout, against: -against,
)
"""Answers what most of a user's reviews up to now speak for; it remembers how many have spoken against each label."""


def example(dataset, vote, label, user=None, number=0, side=HELD_OUT):
    return Example(dataset, user, (number,), np.array([vote, 1], np.int32), label, side)


def of_user(dataset, user, label, *told):
    """Returns reviews of one user by their votes and sides, in an order that is not their own."""
    return [example(dataset, vote, label, user, number, side) for number, (vote, side) in reversed(list(enumerate(told)))]


CRITICS = [
    *of_user("rt_critics", "ann", 1, (1, LEARN), (1, LEARN), (0, HELD_OUT)),
    *of_user("rt_critics", "bob", 1, (1, HELD_OUT), (1, HELD_OUT)),
    *of_user("rt_critics", "cid", 0, (0, LEARN), (0, LEARN), (1, HELD_OUT), (0, HELD_OUT)),
]
STREAMS = [
    *of_user("imdb_by_sentence", "one", 1, (1, HELD_OUT), (1, HELD_OUT), (0, HELD_OUT)),
    *of_user("imdb_by_sentence", "two", 0, (1, HELD_OUT), (0, HELD_OUT), (0, HELD_OUT)),
    *of_user("imdb_by_sentence", "three", 0, (1, HELD_OUT), (1, HELD_OUT)),
    *of_user("imdb_by_sentence", "four", 0, (1, LEARN)),
]
PAIRED = [("not", 0, 1, 1), ("not", 0, 0, 0), ("not", 1, 1, 1), ("not", 1, 1, 0), ("but", 2, 0, 1), ("but", 2, 0, 0)]
ALONE = [("imdb", 1, 1), ("imdb", 0, 1), ("imdb", 0, 0), ("imdb", 1, 1), ("imdb", 0, -1), (LESSON, 1, 1), ("meld_dev", 0, 0)]
"""Sets, votes and labels."""

CORPUS = Corpus(
    [example(*one) for one in ALONE]
    + [example(dataset, 0, 1, side=LEARN) for dataset in ("imdb", "sst2")]
    + [example(PAIRS, vote, label, shows, number) for shows, number, vote, label in PAIRED]
    + CRITICS
    + STREAMS,
    None,
)


def test_each_row_says_what_was_read_and_how():
    rows, gained = quality(MAJORITY, CORPUS)
    assert [(row["data"], row["reviews"], row["accuracy"]) for row in rows] == [
        ("imdb, held-out tenth", 4, 0.75),
        ("rt_critics, held-out tenth", 5, 0.6),
        ("meld_dev, all of it", 1, 1.0),
        ("lesson, held-out words and ways", 1, 1.0),
        ("pairs, all of it", 6, 0.6667),
        ("imdb, held-out tenth, sentence by sentence, after the last, memory carried", 3, 0.6667),
        ("imdb, held-out tenth, sentence by sentence, after the last, memory reset", 3, 0.3333),
        ("rt_critics, held-out tenth, users in order, nothing expires, memory carried", 5, 1.0),
        ("rt_critics, held-out tenth, users in order, nothing expires, memory reset", 5, 0.6),
        ("rt_critics, held-out tenth, users in order, nothing expires, users shuffled, memory carried", 5, 0.4),
    ]
    assert gained.value == pytest.approx(0.4) and gained.low < 0.4 < gained.high


def test_reviews_of_several_batches_are_all_answered():
    count = READING.rows_max + 9
    assert alone(MAJORITY, [example("imdb", 1, n % 2) for n in range(count)]).scores() | {"macro_f1": 0} == {
        "reviews": count,
        "accuracy": round(count // 2 / count, 4),
        "macro_f1": 0,
    }


def test_without_critics_there_is_no_gain_to_tell():
    rows, gained = quality(MAJORITY, Corpus([example("imdb", 1, 1)], None))
    assert [row["data"] for row in rows] == ["imdb, held-out tenth"] and gained is None


def test_the_log_tells_of_all_but_what_has_no_label():
    assert glance(MAJORITY, CORPUS) == (
        "imdb 0.7500, rt_critics 0.6000, meld_dev 1.0000, lesson 1.0000, by sentence 0.6667, pairs not 1 of 2, but 0 of 1"
    )
    assert glance(MAJORITY, Corpus([example("imdb", 1, -1), example("sst2", 1, 1)], None)) == "sst2 1.0000"


def test_users_of_several_groups_stay_apart():
    count = READING.users + 7
    users = [of_user("imdb_by_sentence", f"user-{n}", n % 2, *[(n % 2, HELD_OUT)] * (1 + n % 3)) for n in range(count)]
    answers = last_sentence(MAJORITY, [e for own in users for e in own], True)
    assert answers.user.tolist() == list(range(count))
    assert answers.scores() == {"reviews": count, "accuracy": 1.0, "macro_f1": 1.0}


def test_shuffled_users_have_as_many_reviews_as_before():
    dealt = shuffled(CRITICS)
    assert sorted(e.user_id for e in dealt) == sorted(e.user_id for e in CRITICS)
    assert [e.user_id for e in dealt] != [e.user_id for e in CRITICS]
    assert all(new.tokens is old.tokens for new, old in zip(dealt, CRITICS))
