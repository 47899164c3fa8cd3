"""Teaches the memory alone what is worth remembering: the reader stands still, so each review is read once, whatever the number of passes.

Users whose reviews belong together and users whose reviews were dealt out anew come from the same sets, side by side: otherwise sentences
of one review, where memory is everything, teach it to trust a memory of which nothing follows. Refuses to know tokens once they are read.
"""

import random
import time
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from undertone_training.batches import Layout, chunk, singles
from undertone_training.corpus import Corpus, Example, by_user
from undertone_training.datasets import WITH_USERS
from undertone_training.model import Model
from undertone_training.sentences import streamed
from undertone_training.splits import LEARN

LAYOUT = Layout(tokens_max=32768, rows_max=512)


@dataclass(frozen=True)
class Remembering:
    """How often each epoch goes over users in order and dealt out anew; how many reviews in sentences, dealt out, and alone."""

    epochs: int = 6
    rate: float = 2e-3
    dropout: float = 0.3
    repeats: int = 2
    streamed_reviews: int = 4000
    stranger_reviews: int = 8000
    alone_reviews: int = 40000
    users: int = 64
    steps: int = 16


def remember(model: Model, corpus: Corpus, settings: Remembering, seed: int, measure) -> float:
    """Trains the review cell and the head of `model` in place; returns the seconds it took."""
    began, shuffle = time.monotonic(), random.Random(seed)
    torch.manual_seed(seed)
    learned = [e for e in corpus.select(LEARN) if e.label >= 0 or e.dataset in WITH_USERS]
    streams = [own for own in by_user([e for e in learned if e.dataset.endswith(streamed(""))])]
    streams = shuffle.sample(streams, min(len(streams), settings.streamed_reviews * 3))
    whole = [e for e in learned if not e.dataset.endswith(streamed(""))]
    seen = _read(model, whole + [e for own in streams for e in own])
    parameters = [*model.review_cell.parameters(), *model.head.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=settings.rate, weight_decay=0.01)
    for epoch in range(settings.epochs):
        lanes = _lanes(whole, streams, settings, shuffle)
        losses = []
        for number, lane in enumerate(lanes):
            part = (epoch + number / len(lanes)) / settings.epochs
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * (1 - part)
            losses += _learn(model, lane, seen, settings, optimizer, parameters)
        tqdm.write(f"memory, epoch {epoch + 1} of {settings.epochs}: loss {sum(losses) / len(losses):.4f}")
    tqdm.write(measure(model))
    return time.monotonic() - began


def _lanes(whole: list[Example], streams: list, settings: Remembering, shuffle: random.Random) -> list[list[list[Example]]]:
    """Returns an epoch's groups of users of like length, in random order."""
    kinds: list[list[list[Example]]] = [shuffle.sample(streams, min(len(streams), settings.streamed_reviews))]
    for name in WITH_USERS:
        own = [e for e in whole if e.dataset == name]
        for _ in range(settings.repeats):
            owners = shuffle.sample([e.user_id for e in own], len(own))
            kinds += [by_user(own), by_user([replace(e, user_id=owner) for e, owner in zip(own, owners)])]
    labelled = [e for e in whole if e.label >= 0]
    some = shuffle.sample(labelled, min(len(labelled), settings.stranger_reviews))
    kinds.append([some[start:start + 8] for start in range(0, len(some), 8)])
    kinds.append([[e] for e in shuffle.sample(labelled, min(len(labelled), settings.alone_reviews))])
    lanes = []
    for users in kinds:
        size = settings.users * (8 if users and len(users[0]) == 1 and len(users[-1]) == 1 else 1)
        ordered = sorted(users, key=len)
        lanes += [ordered[start:start + size] for start in range(0, len(ordered), size)]
    shuffle.shuffle(lanes)
    return lanes


def _learn(model: Model, users: list[list[Example]], seen: dict[int, Tensor], settings: Remembering, optimizer, parameters) -> list[float]:
    """Takes one step for every `steps` reviews of each user; memory passes on detached."""
    memory, losses = torch.zeros(len(users), model.shape.memory), []
    for start in range(0, max(map(len, users)), settings.steps):
        logits, labels = [], []
        for step in range(start, min(start + settings.steps, max(map(len, users)))):
            events = [own[step] if step < len(own) else None for own in users]
            readout = torch.stack([seen[id(e.tokens)] if e else torch.zeros(model.shape.readout_size()) for e in events])
            readout = functional.dropout(readout, settings.dropout)
            after = model.review_cell(readout, memory)
            memory = torch.where(torch.tensor([[e is not None] for e in events]), after, memory)
            logits.append(model.answer(readout, functional.dropout(after, settings.dropout)))
            labels += [e.label if e else -1 for e in events]
        loss = functional.cross_entropy(torch.cat(logits), torch.tensor(labels), ignore_index=-1)
        memory = memory.detach()
        if torch.isfinite(loss):
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            losses.append(loss.item())
    return losses


@torch.no_grad()
def _read(model: Model, examples: list[Example]) -> dict[int, Tensor]:
    """Returns each review's readout [R], by the identity of its tokens."""
    seen: dict[int, Tensor] = {}
    for group in singles(examples, LAYOUT):
        for block in chunk([group], LAYOUT, False).blocks:
            with torch.autocast("cpu", torch.bfloat16):
                read = model.token_cell.read(block.tokens, block.lengths)
            for column, row in zip(block.columns.tolist(), read):
                seen[id(group[column].tokens)] = row
    return seen
