"""Measures a model on what it has not learned from: single reviews with a fresh memory, and users' reviews with carried and reset memory.

Refuses to know training.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch

from undertone_training.data.batches import READING, chunk, singles
from undertone_training.data.corpus import Corpus, Example, by_user
from undertone_training.data.datasets import CHINESE, LESSON, NEVER_MET, PAIRS, TRADES, WHOLLY_HELD_OUT
from undertone_training.data.sentences import BY_SENTENCE, is_streamed
from undertone_training.data.splits import HELD_OUT
from undertone_training.teach.intervals import SEED, Figure, mean
from undertone_training.teach.model import Model
from undertone_training.teach.train import answer

SINGLE = (
    "imdb",
    "mr_sentences",
    "sst2",
    "sst2_dev",
    "sst5",
    "cr_products",
    "rt_critics",
    "amazon_musical_instruments",
    "meld_dev",
    *CHINESE,
    LESSON,
    TRADES,
    NEVER_MET,
    PAIRS,
)
"""What is measured review by review, in the order of the manifest, whose first row stands for the model in a list of models."""

GLANCE = ("imdb", "mr_sentences", "sst2", "rt_critics", "cr_products", "meld_dev", *CHINESE, LESSON, TRADES, NEVER_MET)
CRITICS = "rt_critics"


@dataclass(frozen=True)
class Answers:
    """One entry a held-out review: who wrote it (an index), its label and the model's; and how many labels the model has."""

    user: np.ndarray
    gold: np.ndarray
    predicted: np.ndarray
    labels: int

    def scores(self) -> dict:
        """Returns reviews, accuracy and macro F1, rounded to four places, as `replay` counts them; None where there is no review.

        Macro F1 is the mean over all of the model's labels, of which one that never occurs, as gold or as answer, counts 0.
        """
        if not len(self.gold):
            return {"reviews": 0, "accuracy": None, "macro_f1": None}
        f1 = []
        for label in range(self.labels):
            hit = ((self.gold == label) & (self.predicted == label)).sum()
            f1.append(2 * hit / max(1, (self.gold == label).sum() + (self.predicted == label).sum()))
        return {
            "reviews": len(self.gold),
            "accuracy": round(float((self.gold == self.predicted).mean()), 4),
            "macro_f1": round(float(np.mean(f1)), 4),
        }


@torch.no_grad()
def alone(model: Model, examples: list[Example]) -> Answers:
    """Answers labelled examples, each read as a new user's first review."""
    gold, predicted = [], []
    for group in singles([e for e in examples if e.label >= 0], READING):
        laid = chunk([group], READING, model.shape.endless)
        gold += laid.labels.tolist()
        predicted += answer(model, laid)[0].argmax(1).tolist()
    return Answers(np.arange(len(gold)), np.array(gold), np.array(predicted), model.shape.labels)


@torch.no_grad()
def both_right(model: Model, pairs: list[Example]) -> dict[str, tuple[int, int]]:
    """Returns of how many pairs both sentences are answered right, and how many there are, by what they show."""
    right: dict[tuple, bool] = {}
    for group in singles(pairs, READING):
        for example, predicted in zip(group, answer(model, chunk([group], READING, model.shape.endless))[0].argmax(1).tolist()):
            right[example.user_id, example.order] = right.get((example.user_id, example.order), True) and predicted == example.label
    hits: dict[str, list[bool]] = {}
    for shows, order in sorted(right, key=lambda pair: pair[1]):
        hits.setdefault(shows, []).append(right[shows, order])
    return {shows: (sum(own), len(own)) for shows, own in hits.items()}


@torch.no_grad()
def in_order(model: Model, examples: list[Example], carry: bool) -> Answers:
    """Answers held-out examples while every user's are read in order, learned ones too, with memory carried on or reset."""
    rows: list[list[tuple]] = []
    users = sorted(by_user(examples), key=len)
    for start in range(0, len(users), READING.users):
        group, state = users[start : start + READING.users], None
        rows += [[] for _ in group]
        for step in range(max(map(len, group))):
            laid = chunk([[own[step] if step < len(own) else None for own in group]], READING, model.shape.endless)
            logits, state = answer(model, laid, state if carry else None)
            for number, (own, predicted) in enumerate(zip(group, logits.argmax(1).tolist())):
                if step < len(own) and own[step].side == HELD_OUT and own[step].label >= 0:
                    rows[start + number].append((start + number, own[step].label, predicted))
    return Answers(*(np.array(column) for column in zip(*(answer for own in rows for answer in own))), model.shape.labels)


def shuffled(examples: list[Example], seed: int = SEED) -> list[Example]:
    """Returns the examples with their users dealt out anew: as many reviews for each user, but nobody's own."""
    order = np.random.default_rng(seed).permutation(len(examples))
    return [replace(example, user_id=examples[other].user_id) for example, other in zip(examples, order)]


def gain(one: Answers, other: Answers) -> Figure:
    """Returns how much more accurate `one` is than `other` on the same reviews."""
    return mean((one.gold == one.predicted).astype(float) - (other.gold == other.predicted), one.user)


def last_sentence(model: Model, streams: list[Example], carry: bool) -> Answers:
    """Answers held-out reviews that come sentence by sentence, by what is said after the last one."""
    answers = in_order(model, streams, carry)
    last = np.append(answers.user[1:] != answers.user[:-1], True)
    return Answers(answers.user[last], answers.gold[last], answers.predicted[last], answers.labels)


def quality(model: Model, corpus: Corpus) -> tuple[list[dict], Figure | None]:
    """Returns the rows of the manifest's `quality`, and what carried memory gains over reset on rt_critics, where that was read."""
    present = {e.dataset for e in corpus.examples if e.side == HELD_OUT and e.label >= 0}
    rows = [
        {
            "data": f"{name}, {_part(name)}",
            **alone(model, corpus.select(HELD_OUT, name)).scores(),
        }
        for name in SINGLE
        if name in present
    ]
    for name in sorted(present):
        if is_streamed(name):
            for carry, how in ((True, "memory carried"), (False, "memory reset")):
                answers = last_sentence(model, corpus.select(HELD_OUT, name), carry)
                rows.append(
                    {
                        "data": f"{name.removesuffix(BY_SENTENCE)}, held-out tenth, sentence by sentence, after the last, {how}",
                        **answers.scores(),
                    }
                )
    if CRITICS not in present:
        return rows, None
    critics = [e for e in corpus.examples if e.dataset == CRITICS]
    carried, reset = in_order(model, critics, True), in_order(model, critics, False)
    for how, answers in (
        ("memory carried", carried),
        ("memory reset", reset),
        ("users shuffled, memory carried", in_order(model, shuffled(critics), True)),
    ):
        rows.append({"data": f"rt_critics, held-out tenth, users in order, nothing expires, {how}", **answers.scores()})
    return rows, gain(carried, reset)


def _part(name: str) -> str:
    """Returns what part of a set was held out."""
    if name == LESSON:
        return "held-out words and ways"
    return "all of it" if name in (*WHOLLY_HELD_OUT, NEVER_MET, PAIRS) else "held-out tenth"


def glance(model: Model, corpus: Corpus) -> str:
    """Returns a line of accuracies for the progress log."""
    streams = [e for e in corpus.select(HELD_OUT) if e.label >= 0 and is_streamed(e.dataset)]
    parts = [(name, corpus.select(HELD_OUT, name)) for name in GLANCE]
    line = [f"{name} {alone(model, some).scores()['accuracy']:.4f}" for name, some in parts if any(e.label >= 0 for e in some)]
    if streams:
        line.append(f"by sentence {last_sentence(model, streams, True).scores()['accuracy']:.4f}")
    if pairs := corpus.select(HELD_OUT, PAIRS):
        line.append("pairs " + ", ".join(f"{shows} {right} of {count}" for shows, (right, count) in both_right(model, pairs).items()))
    return ", ".join(line)
