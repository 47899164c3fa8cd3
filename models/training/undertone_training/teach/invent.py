"""Invents short texts for teachers to label: a language model goes on from the beginnings of those that we learn from.

A student learns most of its teachers from texts like those it will be asked about, and of these there are few. What is invented need not
be good, only alike. Refuses to know labels, and what stands in held-out texts.
Sources: Tang et al. 2019 (Distilling task-specific knowledge from BERT into simple neural networks), He et al. 2022 (Generate, annotate,
and learn).
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from undertone_training.data.corpus import Corpus, Example
from undertone_training.data.datasets import INVENTED
from undertone_training.data.files import keep, kept
from undertone_training.data.splits import LEARN
from undertone_training.teach.descent import descend
from undertone_training.teach.pretrain import NextToken, streams
from undertone_training.teach.settings import Inventing

ROWS = 512
ROUNDS_FACTOR = 10
"""How many times as many texts are begun as are wanted, at most: many come to no end, or are known already."""


def invent(
    trained: Callable[[], NextToken], corpus: Corpus, settings: Inventing, seed: int, bfloat16: bool, kept_at: Path
) -> list[Example]:
    """Returns invented examples without labels, or those that an earlier run left in `kept_at`.

    A set's share of the beginnings grows with the root of its size. `trained` gives a language model that has read everything; training
    goes on here and changes it.
    """
    if kept_at.exists():
        return kept(kept_at)
    model, shuffle = trained(), random.Random(seed)
    torch.manual_seed(seed)
    began, models = time.monotonic(), corpus.select(LEARN, *settings.after)
    _read(model, models, settings, bfloat16, shuffle)
    counts = Counter(e.dataset for e in models)
    weights = [counts[e.dataset] ** -0.5 for e in models]
    end, texts, seen = int(models[0].tokens[-1]), [], {e.tokens.tobytes() for e in models}
    for _ in range(ROUNDS_FACTOR * settings.texts // ROWS + ROUNDS_FACTOR):
        for ids in _continued(model.eval(), shuffle.choices(models, weights, k=ROWS), end, settings, bfloat16, shuffle):
            if ids.tobytes() not in seen:
                seen.add(ids.tobytes())
                texts.append(Example(INVENTED, None, (len(texts),), ids, -1, LEARN))
        if len(texts) >= settings.texts:
            break
    else:
        raise ValueError(
            f"inventing texts after {', '.join(settings.after)}: expected {settings.texts:,} that are new, found {len(texts):,}; "
            "ask for fewer"
        )
    tqdm.write(f"invented {len(texts):,} texts in {time.monotonic() - began:.0f} s")
    keep(kept_at, texts)
    return texts


def _read(model: NextToken, models: list[Example], settings: Inventing, bfloat16: bool, shuffle: random.Random) -> None:
    """Trains the language model on these texts alone, over the whole vocabulary."""
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.rate, betas=(0.9, 0.98))
    for done in range(settings.passes):
        tokens, state, losses = streams(models, settings.rows, shuffle), None, []
        starts = range(0, len(tokens) - 1, settings.window)
        for number, start in enumerate(starts):
            rate = settings.rate * (1 - (done + number / len(starts)) / settings.passes)
            window = torch.from_numpy(tokens[start : start + settings.window + 1].astype(np.int64))
            with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
                logits, state = model.logits(window[:-1], state, 0.2)
                loss = functional.cross_entropy(logits.float().flatten(0, 1), window[1:].flatten())
            losses.append(descend(optimizer, loss, rate))
            state = state.detach()
        tqdm.write(f"inventing, pass {done + 1} of {settings.passes}: loss {sum(losses) / len(losses):.4f}")


@torch.no_grad()
def _continued(
    model: NextToken, beginnings: list[Example], end: int, settings: Inventing, bfloat16: bool, shuffle: random.Random
) -> Iterator[np.ndarray]:
    """Yields texts that begin as these do, and come to an end of their own; those that have ended are stepped no further."""
    last = settings.tokens_max - 1
    given = torch.tensor([min(last, shuffle.randint(1, max(1, int(settings.opening_share * (len(e.tokens) - 1))))) for e in beginnings])
    rows = torch.full((settings.tokens_max, len(beginnings)), end)
    for row, (example, count) in enumerate(zip(beginnings, given.tolist())):
        rows[:count, row] = torch.from_numpy(example.tokens[:count].astype(np.int64))
    state, going = None, torch.arange(len(beginnings))
    for step in range(last):
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            logits, state = model.logits(rows[step : step + 1, going], state)
        drawn = _drawn(logits[0].float() / settings.temperature)
        rows[step + 1, going] = torch.where(step + 1 < given[going], rows[step + 1, going], drawn)
        on = rows[step + 1, going] != end
        state, going = state[:, on], going[on]
        if not len(going):
            break
    for column in np.delete(rows.T.numpy().astype(np.int32), going.numpy(), 0):
        yield column[: int((column == end).argmax()) + 1]


def _drawn(logits: Tensor) -> Tensor:
    """Draws one token [B] for each row of logits [B, V]: where a random share of the odds is reached. 30 times as fast as multinomial."""
    reached = (logits - logits.amax(1, keepdim=True)).exp().cumsum(1)
    return torch.searchsorted(reached, torch.rand(len(logits), 1) * reached[:, -1:])[:, 0].clamp(max=logits.shape[1] - 1)
