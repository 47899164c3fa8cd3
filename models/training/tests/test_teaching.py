"""Teachers label what has no label, temper what has, and leave what is held out alone."""

import random
from dataclasses import replace

import numpy as np
import pytest
import torch

from shapes import SMALL
from undertone_training.data.batches import Layout, chunk
from undertone_training.data.corpus import Corpus, Example
from undertone_training.teach import ngrams, teachers
from undertone_training.teach.model import Model
from undertone_training.teach.settings import Teaching
from undertone_training.teach.train import _loss

DRAWN = random.Random(4)


def example(dataset, label, side="learn"):
    """Token 5 stands in good texts, token 6 in bad ones; without a label, the text is good."""
    tokens = [*DRAWN.choices(range(20, 200), k=8), 6 if label == 0 else 5]
    return Example(dataset, None, (0,), np.array(tokens, np.int32), label, side)


def test_a_judge_finds_the_tokens_that_tell():
    judge = ngrams.learn([example("imdb", number % 2) for number in range(200)])
    said = judge.positive([example("imdb", 0), example("imdb", 1)])
    assert said[0] < 0.2 and said[1] > 0.8


def test_an_ngrams_code_is_its_own():
    codes = ngrams.codes_of(np.array([0, 1, 0, 1, 2]))
    assert len(codes) == 3 + 3 + 3
    assert len(np.union1d(codes, ngrams.codes_of(np.array([8190, 8191, 8190])))) == 9 + 2 + 2 + 1


def test_teachers_reach_what_has_no_label_and_nothing_held_out():
    torch.manual_seed(1)
    examples = [example("imdb", n % 2) for n in range(60)] + [example("mr_sentences", n % 2) for n in range(60)]
    examples += [example("imdb_unlabelled", -1), example("imdb_unlabelled", -1, "held-out"), example("imdb_unlabelled_by_sentence", -1)]
    examples += [example("invented", -1)]
    taught = teachers.teach(Corpus(examples, None), [Model(SMALL["lstm"]).eval()], Teaching(), (10, 10, 10), 1, True)
    by_set = {(e.dataset, e.side): e for e in taught.examples}
    assert by_set["imdb_unlabelled", "learn"].soft[1] > 0.5
    assert by_set["imdb_unlabelled_by_sentence", "learn"].soft is not None
    assert by_set["invented", "learn"].soft[1] > 0.5
    assert by_set["imdb_unlabelled", "held-out"].soft is None
    assert by_set["imdb", "learn"].soft is None
    for e in taught.examples:
        if e.dataset == "mr_sentences":
            assert 0.6 <= e.soft[e.label] <= 1.0 and abs(e.soft.sum() - 1) < 1e-6


def test_a_judge_learns_nothing_of_reviews_without_a_label():
    examples = [example("imdb", n % 2) for n in range(60)] + [example("mr_sentences", n % 2) for n in range(60)]
    examples += [example("imdb_unlabelled", -1) for _ in range(5)]
    neutral = [example("imdb", -1) for _ in range(30)]
    said = []
    for read in (examples, examples + neutral):
        torch.manual_seed(1)
        taught = teachers.teach(Corpus(read, None), [Model(SMALL["lstm"]).eval()], Teaching(), (5, 0, 0), 1, False)
        said.append({id(e.tokens): e.soft[1] for e in taught.examples if e.dataset == "imdb_unlabelled"})
    assert said[0] == said[1] and len(said[0]) == 5


def test_labels_are_tempered_by_judges_that_have_not_seen_them():
    odd = replace(example("zh_waimai", 1), label=0)
    corpus = Corpus([example("zh_waimai", n % 2) for n in range(60)] + [odd, example("zh_hotel", 0)], None)
    *tempered, contrary, hotel = teachers.teach(corpus, [], Teaching((), 0.5, ("zh_waimai",)), (0, 0, 0), 1, True).examples
    assert all(e.soft[e.label] > 0.9 for e in tempered)
    assert 0.5 < contrary.soft[0] < 0.7
    assert hotel.soft is None


@pytest.mark.parametrize("nets", [0, 1])
def test_a_set_too_small_to_cut_into_folds_keeps_its_labels(nets):
    few = Corpus([example("zh_waimai", n % 2) for n in range(4)], None)
    teaching = [Model(SMALL["lstm"]).eval()] * nets
    assert all(e.soft is None for e in teachers.teach(few, teaching, Teaching((), 0.5, ("zh_waimai",)), (0, 0, 0), 1, True).examples)


def test_the_loss_counts_rows_with_a_target_only():
    soft = Example("imdb_unlabelled", None, (0,), np.array([5], np.int32), -1, "learn", np.array([0.25, 0.75], np.float32))
    laid = chunk([[example("imdb", 1), example("meld_train", -1), soft]], Layout(), False)
    logits = torch.tensor([[0.0, 1.0], [9.0, -9.0], [0.5, 0.0]])
    log_p = torch.log_softmax(logits, 1)
    expected = -(log_p[0, 1] + 0.25 * log_p[2, 0] + 0.75 * log_p[2, 1]) / 2
    assert torch.allclose(_loss(logits, laid), expected)


def test_a_chunk_without_a_target_has_no_loss():
    laid = chunk([[example("meld_train", -1), example("meld_train", -1)]], Layout(), False)
    assert _loss(torch.zeros(2, 2), laid) is None
