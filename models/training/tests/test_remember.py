"""The memory learns what it is worth, and the reader stands still."""

import random
from dataclasses import replace

import numpy as np
import torch

from shapes import SMALL
from undertone_training.data.corpus import Corpus, Example, by_user
from undertone_training.teach.evaluate import in_order, last_sentence, shuffled
from undertone_training.teach.model import Model
from undertone_training.teach.remember import Lane, Remembering, _learn, _told, remember


def reviews_in_sentences(count, side):
    """Of each review's three sentences the first alone tells: token 5 or 6."""
    generator = random.Random(count)
    for number in range(count):
        label = number % 2
        for place in range(3):
            tokens = [5 + label, 1] if place == 0 else [generator.randint(10, 14), 1]
            yield Example("imdb_by_sentence", f"{side}-{number}", (place, 0, place), np.array(tokens, np.int32), label, side)


def reviews_of_critics(count):
    """Each review tells all; half of a critic's are of either label."""
    for number in range(count):
        label = number // 8 % 2
        yield Example("rt_critics", f"critic-{number % 8}", (number, 0, number), np.array([7 + label, 1], np.int32), label, "learn")


def test_reviews_without_labels_are_learned_from_as_the_whole_is_answered():
    torch.manual_seed(2)
    model = Model(SMALL["lstm"]).eval()
    told = [replace(e, dataset="imdb_unlabelled_by_sentence", label=-1) for e in reviews_in_sentences(200, "learn")]
    for own in _told(model, by_user(told), True):
        whole = torch.tensor([token for e in own for token in e.tokens[:-1].tolist()] + [1])
        logits = model.review(whole.tolist(), {})[0]
        assert all(np.allclose(e.soft, torch.softmax(logits, 0).numpy(), atol=2e-2) for e in own)


def test_strangers_are_answered_as_if_nothing_had_gone_before():
    torch.manual_seed(2)
    model = Model(SMALL["lstm"]).eval()
    critics = list(reviews_of_critics(400))
    corpus = Corpus([*reviews_in_sentences(300, "learn"), *critics], None)
    remember(model, corpus, Remembering(epochs=8, rate=2e-2, dropout=0.0), 1, True, lambda _: "")
    dealt = [replace(e, side="held-out") for e in shuffled(critics)]
    assert in_order(model, dealt, True).scores()["accuracy"] > 0.97


def test_answers_to_strangers_are_compared_at_a_temperature_and_count_more():
    torch.manual_seed(2)
    model = Model(SMALL["lstm"]).eval()
    critics = list(reviews_of_critics(8))
    seen = {id(e.tokens): torch.randn(model.shape.readout_size()) for e in critics}
    read = torch.stack([seen[id(e.tokens)] for e in critics])
    cool = model.answer(read, model.review_cell(read, torch.zeros(8, model.shape.memory))) / 4
    settings = Remembering(dropout=0.0, strangers_temperature=4.0, strangers_weight=3.0)
    optimizer = torch.optim.SGD([*model.review_cell.parameters(), *model.head.parameters()], lr=0.0)
    (loss,) = _learn(model, Lane([[e] for e in critics], True), seen, settings, optimizer, 0.0)
    entropy = -(torch.softmax(cool, 1) * torch.log_softmax(cool, 1)).sum(1).mean()
    assert np.isclose(loss, 3 * 4**2 * entropy.item(), rtol=1e-5)


def test_what_was_said_before_counts_after_training():
    torch.manual_seed(2)
    model = Model(SMALL["lstm"]).eval()
    corpus = Corpus([*reviews_in_sentences(300, "learn"), *reviews_in_sentences(60, "held-out")], None)
    reader = {name: value.clone() for name, value in model.token_cell.state_dict().items()}
    remember(model, corpus, Remembering(epochs=8, rate=2e-2, dropout=0.0), 1, True, lambda _: "")
    held_out = corpus.select("held-out")
    assert last_sentence(model, held_out, True).scores()["accuracy"] > 0.95
    assert last_sentence(model, held_out, False).scores()["accuracy"] < 0.7
    assert all(torch.equal(value, reader[name]) for name, value in model.token_cell.state_dict().items())


def test_a_temperature_changes_no_answer_and_makes_all_less_sure():
    critics = list(reviews_of_critics(80))
    said = []
    for temperature in (1.0, 2.0):
        torch.manual_seed(2)
        model = Model(SMALL["lstm"]).eval()
        remember(model, Corpus(critics, None), Remembering(epochs=1, dropout=0.0, temperature=temperature), 1, True, lambda _: "")
        said.append(model.review([7, 1], {})[0])
    assert torch.allclose(said[0], 2 * said[1], atol=1e-6)
