"""Teaches a language model: adjacent windows of long passages, states carried on detached, gradients clipped.

Refuses to know data files and export. A passage is what one user wrote, so a batch of passages begins with fresh states.
Source: Zhang et al. 2023 (Dive into Deep Learning, sections 9.3 and 9.5: sequential partitioning, detaching, clipping, perplexity).
"""

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

from undertone_training.language.model import LanguageModel
from undertone_training.teach.descent import descend, follow


@dataclass(frozen=True)
class LanguageTraining:
    """How a language model learns. `averaging` 0 keeps the last weights; `plain` is SGD at one rate, else AdamW at one that falls."""

    epochs: int = 40
    rows: int = 32
    steps: int = 35
    rate: float = 2e-3
    clip: float = 1.0
    dropout: float = 0.0
    averaging: float = 0.0
    plain: bool = False


TEXTBOOK = LanguageTraining(epochs=500, rate=1.0, plain=True)
"""The textbook's protocol for The Time Machine, on its first 10,000 symbols."""


def partition(symbols: list[int], rows: int, offset: int) -> np.ndarray:
    """Returns the text from `offset` on as [rows, L], each row the sequel of the one above; what does not fill a row is dropped."""
    length = (len(symbols) - offset) // rows
    return np.array(symbols[offset : offset + rows * length], np.int64).reshape(rows, length)


def train(
    model: LanguageModel,
    passages: Callable[[int], np.ndarray],
    settings: LanguageTraining,
    seed: int,
    bfloat16: bool,
    measure: Callable[[LanguageModel], str] | None = None,
) -> tuple[LanguageModel, float]:
    """Trains on `passages(epoch)` [N, L], anew each epoch; returns the model to keep and the last epoch's training perplexity."""
    torch.manual_seed(seed)
    optimizer = torch.optim.SGD(model.parameters()) if settings.plain else torch.optim.AdamW(model.parameters(), weight_decay=0.01)
    average, step, perplexity = copy.deepcopy(model).eval(), 0, math.inf
    for epoch in tqdm(range(settings.epochs), mininterval=5, unit="epoch"):
        losses = []
        rows = passages(epoch)
        batches = [rows[start : start + settings.rows] for start in range(0, len(rows), settings.rows)]
        for place, batch in enumerate(batches):
            part = (epoch + place / len(batches)) / settings.epochs
            rate = settings.rate * (1.0 if settings.plain else min(1.0, part * 50 + 0.02, 1.02 - part))
            for loss in _windows(model.train(), torch.from_numpy(batch.T.copy()), settings, bfloat16):
                losses.append(descend(optimizer, loss, rate, settings.clip))
                step += 1
                follow(average, model, min(settings.averaging, step / (10 + step)))
        if not losses:
            raise ValueError(
                f"training on passages: expected some of more than {settings.steps // 2} symbols, found {len(rows)} of {rows.size} symbols "
                "in all; give it more text"
            )
        perplexity = math.exp(sum(losses) / len(losses))
        if measure is not None and (epoch + 1) % max(1, settings.epochs // 10) == 0:
            tqdm.write(f"epoch {epoch + 1}: training perplexity {perplexity:.3f}; {measure(average)}")
    return average, perplexity


@torch.no_grad()
def perplexity(model: LanguageModel, texts: list[list[int]]) -> float:
    """Returns exp of the mean surprise over all symbols, each text read as a new user's first, by its first symbol on."""
    nats = symbols = 0.0
    for tokens in filter(None, texts):
        ids = torch.tensor(tokens)
        out, _ = model(ids.unsqueeze(1), None)
        before = torch.cat([torch.zeros(1, out.shape[2]), out[:-1, 0]])
        nats += functional.cross_entropy(model.head(before), ids, reduction="sum").item()
        symbols += len(tokens)
    return math.exp(nats / symbols)


def _windows(model: LanguageModel, tokens: torch.Tensor, settings: LanguageTraining, bfloat16: bool) -> Iterator[torch.Tensor]:
    """Yields the loss of each window of tokens [L, B]; states pass from window to window detached."""
    carried = None
    for start in range(0, len(tokens) - 1, settings.steps):
        window = tokens[start : start + settings.steps + 1]
        if len(window) <= settings.steps // 2:
            return
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            out, after = model(window[:-1], carried)
            logits = model.head(functional.dropout(out, settings.dropout))
        yield functional.cross_entropy(logits.float().flatten(0, 1), window[1:].flatten())
        carried = tuple(state.detach() for state in after)
