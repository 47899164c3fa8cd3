"""A language model goes on from the beginnings of texts, in their manner, and gives back none of them."""

import random

import numpy as np
import pytest
import torch

from undertone_training.data.corpus import Corpus, Example
from undertone_training.teach.invent import invent
from undertone_training.teach.model import Shape, TokenCell, turned
from undertone_training.teach.pretrain import NextToken, streams
from undertone_training.teach.settings import Inventing, Pretraining

END, KINDS = 31, 4
SETTINGS = Inventing(("rt_critics",), texts=300, passes=40, rate=2e-2, tokens_max=24, rows=8, window=16)


def texts(count):
    """Texts of four kinds; the tokens of each kind are its own."""
    generator = random.Random(5)
    for number in range(count):
        kind = number % KINDS
        ids = [kind * 6 + generator.randrange(6) for _ in range(generator.randint(6, 12))]
        yield Example("rt_critics", None, (number,), np.array([*ids, END], np.int32), number % 2, "learn")


def language_model():
    torch.manual_seed(3)
    return NextToken(TokenCell(Shape(kind="gru", vocabulary=32, embedding=16, hidden=32)), np.ones(32), Pretraining())


def test_what_is_invented_is_like_what_it_begins_with(tmp_path):
    learned = list(texts(400))
    invented = invent(language_model, Corpus(learned, None), SETTINGS, 1, True, tmp_path / "invented")
    assert len(invented) >= SETTINGS.texts
    known = {e.tokens.tobytes() for e in learned}
    of_one_kind = 0
    for e in invented:
        assert e.tokens[-1] == END and END not in e.tokens[:-1] and 2 <= len(e.tokens) <= SETTINGS.tokens_max
        assert e.label == -1 and e.side == "learn" and e.tokens.tobytes() not in known
        of_one_kind += len(set(e.tokens[:-1] // 6)) == 1
    assert of_one_kind > 0.8 * len(invented)


def test_it_is_invented_once(tmp_path):
    def never():
        raise AssertionError("it is there already")

    corpus = Corpus(list(texts(40)), None)
    first = invent(language_model, corpus, SETTINGS, 1, True, tmp_path / "invented")
    again = invent(never, corpus, SETTINGS, 1, True, tmp_path / "invented")
    assert [e.tokens.tolist() for e in again] == [e.tokens.tolist() for e in first]


def test_what_was_kept_and_cannot_be_read_is_named(tmp_path):
    kept_at = tmp_path / "invented"
    invent(language_model, Corpus(list(texts(40)), None), SETTINGS, 1, True, kept_at)
    kept_at.write_bytes(kept_at.read_bytes()[:-100])
    with pytest.raises(ValueError, match=r"expected what an earlier run kept, found a file that cannot be read .*; delete it"):
        invent(language_model, Corpus(list(texts(40)), None), SETTINGS, 1, True, kept_at)


def test_a_text_is_turned_round_but_for_its_end():
    tokens = torch.tensor([[1, 2, 3, END, 0], [4, END, 0, 0, 0]]).T
    assert turned(tokens, torch.tensor([4, 2])).T.tolist() == [[3, 2, 1, END, 0], [4, END, 0, 0, 0]]
    one = Example("imdb", None, (0,), np.array([1, 2, 3, END], np.int32), 0, "learn")
    assert streams([one], 1, random.Random(1), backwards=True)[:, 0].tolist() == [3, 2, 1, END]
