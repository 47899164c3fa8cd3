"""The split over the real data sets, where UNDERTONE_DATASETS names their folder."""

import os
from pathlib import Path

import pytest

from undertone_training.data import datasets, splits

FOLDER = os.environ.get("UNDERTONE_DATASETS")
pytestmark = pytest.mark.skipif(not FOLDER, reason="UNDERTONE_DATASETS names no folder of data sets")


@pytest.fixture(scope="module")
def decided():
    reviews = [r for name in ("mr_sentences", "sst2", "sst5", "sst_phrases", "rt_critics") for r in datasets.read(Path(FOLDER), name)]
    return list(zip(reviews, splits.sides(reviews)))


def test_no_held_out_text_is_learned_from(decided):
    learned = {" ".join(splits.words(review.text)) for review, side in decided if side == splits.LEARN}
    held_out = {" ".join(splits.words(review.text)) for review, side in decided if side == splits.HELD_OUT}
    assert held_out and not learned & held_out


def test_no_learned_phrase_stands_in_a_held_out_sentence(decided):
    phrases = {tuple(splits.words(r.text)) for r, side in decided if r.dataset == "sst_phrases" and side == splits.LEARN}
    for review, side in decided:
        if side == splits.HELD_OUT and review.dataset != "rt_critics":
            words = splits.words(review.text)
            spans = {tuple(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
            assert not spans & phrases


def test_each_set_keeps_about_a_tenth_apart(decided):
    for name in ("mr_sentences", "sst2", "rt_critics"):
        own = [side for review, side in decided if review.dataset == name]
        assert 0.07 < own.count(splits.HELD_OUT) / len(own) < 0.13
