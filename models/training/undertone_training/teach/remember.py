"""Trains the memory alone: what is worth remembering. The reader stands still, so each review is read only once, however many passes.

Three kinds of users are mixed:
- users whose reviews belong together: their answers are the labels;
- reviews in sentences: after the last one, the answer is what the reader says of the whole review;
- strangers, whose reviews were dealt out anew or invented: each is answered as if nothing had gone before.
Without strangers the memory learns from sentences, where it is everything, to trust itself too much. Made-up texts, a
language model's and the lesson's, are among them because the reader is too sure of texts whose labels it has seen to need a memory.
Refuses to know tokens once they are read.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.optim import Optimizer
from tqdm import tqdm

from undertone_training.data.batches import READING, chunk, singles, some, targets_of
from undertone_training.data.corpus import Corpus, Example, by_user, rarest
from undertone_training.data.datasets import INVENTED, LESSON, TRADES, WITH_USERS
from undertone_training.data.sentences import is_streamed
from undertone_training.data.splits import LEARN
from undertone_training.teach.descent import descend
from undertone_training.teach.model import Model

INVENTED_FACTOR, INVENTED_OF_ONE, STRANGERS_OF_ONE = 3, 24, 8
"""How many times an epoch's invented reviews are read in advance; how many of them, and of reviews dealt out, one user has."""

SINGLES_FACTOR = 8
"""How many times as many users stand side by side who have one review each."""


@dataclass(frozen=True)
class Remembering:
    """How often each epoch goes over users in order and dealt out anew; how many reviews in sentences, dealt out, invented, and alone.

    Of the lesson's texts, `lesson_reviews` and `trades_reviews` stand among those with labels, and all among the invented.

    Of reviews alone and dealt out, those with the rarest label are drawn from `rarest_repeats` times as many.

    `streamed_reviews` of labelled and as many of unlabelled ones come in sentences, the latter out of `told_share` of all that there are.
    Where nothing that went before counts, an answer and its target are compared at `strangers_temperature` (Hinton et al. 2015, Distilling
    the knowledge in a neural network), `strangers_weight` times: so a memory that misleads costs as much where the reader is sure, as it
    is of reviews that it has learned from, as where it is not. In the end all logits are divided
    by `temperature`, as a model is too sure of what is new to it (Guo et al. 2017, On calibration of modern neural networks); no answer
    changes.
    """

    epochs: int = 12
    rate: float = 2e-3
    dropout: float = 0.3
    repeats: int = 2
    streamed_reviews: int = 5000
    told_share: float = 0.3
    stranger_reviews: int = 8000
    invented_reviews: int = 80000
    lesson_reviews: int = 30000
    trades_reviews: int = 15000
    alone_reviews: int = 40000
    rarest_repeats: int = 1
    strangers_temperature: float = 4.0
    strangers_weight: float = 2.0
    temperature: float = 1.0
    users: int = 64
    steps: int = 16


@dataclass(frozen=True)
class Lane:
    """Users of like length side by side; of `strangers` nothing that went before counts."""

    users: list[list[Example]]
    strangers: bool = False


def remember(model: Model, corpus: Corpus, settings: Remembering, seed: int, bfloat16: bool, measure: Callable[[Model], str]) -> float:
    """Trains the review cell and the head of `model` in place; returns the seconds it took."""
    began, shuffle = time.monotonic(), random.Random(seed)
    torch.manual_seed(seed)
    learned = corpus.select(LEARN)
    by_sentence = [e for e in learned if is_streamed(e.dataset)]
    whole = [e for e in learned if not is_streamed(e.dataset) and e.dataset not in (LESSON, TRADES)]
    whole = [e for e in whole if e.label >= 0 or e.dataset in WITH_USERS]
    for name, count in ((LESSON, settings.lesson_reviews), (TRADES, settings.trades_reviews)):
        whole += some(corpus.select(LEARN, name), count, shuffle)
    labelled = some(by_user([e for e in by_sentence if e.label >= 0]), settings.streamed_reviews * 3, shuffle)
    others = by_user([e for e in by_sentence if e.label < 0])
    others = _told(model, shuffle.sample(others, round(settings.told_share * len(others))), bfloat16)
    written = corpus.select(LEARN, INVENTED) + corpus.select(LEARN, LESSON, TRADES)
    invented = some(written, INVENTED_FACTOR * settings.invented_reviews, shuffle)
    seen = _read(model, whole + invented + [e for own in labelled + others for e in own], bfloat16)
    optimizer = torch.optim.AdamW([*model.review_cell.parameters(), *model.head.parameters()], lr=settings.rate, weight_decay=0.01)
    for epoch in range(settings.epochs):
        lanes = _lanes(whole, (labelled, others), invented, settings, shuffle)
        losses = []
        for number, lane in enumerate(lanes):
            part = (epoch + number / len(lanes)) / settings.epochs
            losses += _learn(model, lane, seen, settings, optimizer, settings.rate * (1 - part))
        tqdm.write(f"memory, epoch {epoch + 1} of {settings.epochs}: loss {sum(losses) / len(losses):.4f}")
    with torch.no_grad():
        for part in model.head.parameters():
            part /= settings.temperature
    tqdm.write(measure(model))
    return time.monotonic() - began


def _lanes(whole: list[Example], streams: tuple, invented: list[Example], settings: Remembering, shuffle: random.Random) -> list[Lane]:
    """Returns an epoch's groups of users of like length, in random order."""
    kinds: list[tuple[list[list[Example]], bool]] = [(some(part, settings.streamed_reviews, shuffle), False) for part in streams]
    for name in WITH_USERS:
        own = [e for e in whole if e.dataset == name]
        for _ in range(settings.repeats):
            owners = shuffle.sample([e.user_id for e in own], len(own))
            kinds += [(by_user(own), False), (by_user([replace(e, user_id=owner) for e, owner in zip(own, owners)]), True)]
    labelled = [e for e in whole if e.label >= 0]
    labelled += rarest(labelled) * (settings.rarest_repeats - 1)
    kinds.append((_made_up(some(labelled, settings.stranger_reviews, shuffle), STRANGERS_OF_ONE), True))
    kinds.append((_made_up(some(invented, settings.invented_reviews, shuffle), INVENTED_OF_ONE), True))
    kinds.append(([[e] for e in some(labelled, settings.alone_reviews, shuffle)], False))
    lanes = []
    for users, strangers in kinds:
        size = settings.users * (SINGLES_FACTOR if users and len(users[0]) == 1 and len(users[-1]) == 1 else 1)
        ordered = sorted(users, key=len)
        lanes += [Lane(ordered[start : start + size], strangers) for start in range(0, len(ordered), size)]
    shuffle.shuffle(lanes)
    return lanes


def _made_up(reviews: list[Example], of_one: int) -> list[list[Example]]:
    return [reviews[start : start + of_one] for start in range(0, len(reviews), of_one)]


def _learn(model: Model, lane: Lane, seen: dict[int, Tensor], settings: Remembering, optimizer: Optimizer, rate: float) -> list[float]:
    """Takes one step for every `steps` reviews of each user; memory passes on detached."""
    memory, losses = torch.zeros(len(lane.users), model.shape.memory), []
    at, weight = (settings.strangers_temperature, settings.strangers_weight) if lane.strangers else (1.0, 1.0)
    for start in range(0, max(map(len, lane.users)), settings.steps):
        logits, targets = [], []
        for step in range(start, min(start + settings.steps, max(map(len, lane.users)))):
            events = [own[step] if step < len(own) else None for own in lane.users]
            read = torch.stack([seen[id(e.tokens)] if e else torch.zeros(model.shape.readout_size()) for e in events])
            present = torch.tensor([[e is not None] for e in events])
            targets.append(_as_a_first(model, read, at) * present if lane.strangers else targets_of(events, model.shape.labels))
            readout = functional.dropout(read, settings.dropout)
            after = model.review_cell(readout, memory)
            memory = torch.where(present, after, memory)
            logits.append(model.answer(readout, functional.dropout(after, settings.dropout)))
        memory, wanted = memory.detach(), torch.cat(targets)
        loss = -(wanted * functional.log_softmax(torch.cat(logits) / at, 1)).sum() / wanted.sum() * weight * at**2
        if torch.isfinite(loss):
            losses.append(descend(optimizer, loss, rate))
    return losses


@torch.no_grad()
def _as_a_first(model: Model, read: Tensor, temperature: float = 1.0) -> Tensor:
    """Returns what the model says now [B, C] of readouts [B, R], each as a new user's first."""
    return torch.softmax(model.answer(read, model.review_cell(read, torch.zeros(len(read), model.shape.memory))) / temperature, 1)


def _told(model: Model, streams: list[list[Example]], bfloat16: bool) -> list[list[Example]]:
    """Returns reviews in sentences with what the model says of the whole review as each sentence's target."""
    wholes = [replace(own[0], tokens=np.concatenate([e.tokens[:-1] for e in own[:-1]] + [own[-1].tokens])) for own in streams]
    read = _read(model, wholes, bfloat16)
    return [
        [replace(e, soft=_as_a_first(model, read[id(whole.tokens)][None])[0].numpy()) for e in own] for own, whole in zip(streams, wholes)
    ]


@torch.no_grad()
def _read(model: Model, examples: list[Example], bfloat16: bool) -> dict[int, Tensor]:
    """Returns each review's readout [R], by the identity of its tokens."""
    seen: dict[int, Tensor] = {}
    for group in singles(examples, READING):
        for block in chunk([group], READING, False).blocks:
            with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
                read = model.token_cell.read(block.tokens, block.lengths)
            for column, row in zip(block.columns.tolist(), read):
                seen[id(group[column].tokens)] = row
    return seen
