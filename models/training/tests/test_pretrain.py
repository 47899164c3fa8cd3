"""Next tokens are learned from what people wrote of their own accord, each text once."""

import numpy as np

from undertone_training.data.corpus import Corpus, Example
from undertone_training.teach.pretrain import whole_texts


def test_nothing_that_was_written_for_training_is_read_for_next_tokens():
    sets = ("imdb", "imdb_unlabelled", "imdb_by_sentence", "sst_phrases", "invented", "lesson", "trades")
    examples = [Example(name, None, (0,), np.array([5, 1], np.int32), 1, side) for name in sets for side in ("learn", "held-out")]
    assert [(e.dataset, e.side) for e in whole_texts(Corpus(examples, None))] == [("imdb", "learn"), ("imdb_unlabelled", "learn")]
