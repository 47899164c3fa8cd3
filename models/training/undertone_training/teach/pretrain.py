"""Teaches a token cell to expect the next token, before it learns any label.

Reads every review that we may learn from as a few hundred long streams, window after window, states carried on detached. The softmax is
sampled (negatives shared by a window, corrected by their frequency), a few hundred tokens stand for all 8192. Refuses to know labels.
Sources: Dai & Le 2015 (semi-supervised sequence learning), Jean et al. 2015 (sampled softmax), Press & Wolf 2017 (tied embeddings).
"""

import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import Optimizer
from tqdm import tqdm

from undertone_training.data.corpus import Corpus, Example
from undertone_training.data.datasets import INVENTED, LESSON, PHRASES, TRADES
from undertone_training.data.sentences import is_streamed
from undertone_training.data.splits import LEARN
from undertone_training.net.weights import from_module, to_module
from undertone_training.teach import checkpoints
from undertone_training.teach.descent import descend, show
from undertone_training.teach.model import Shape, TokenCell
from undertone_training.teach.run import Run, mark
from undertone_training.teach.settings import Pretraining

FREQUENCY_POWER = 0.75
"""To which power of its frequency a token is drawn as a negative: between its frequency and all alike (Mikolov et al. 2013)."""

Carried = Tensor | tuple[Tensor, ...]
"""What PyTorch's layer carries on: h [1, B, H], or (h, c)."""


class NextToken(nn.Module):
    """Scores the next token against the cell's own embeddings."""

    def __init__(self, cell: TokenCell, counts: np.ndarray, settings: Pretraining):
        super().__init__()
        self.cell, self.negatives = cell, settings.negatives
        self.project = nn.Linear(cell.shape.hidden, cell.shape.embedding)
        self.bias = nn.Parameter(torch.zeros(cell.shape.vocabulary))
        odds = torch.from_numpy((counts + 1.0) ** FREQUENCY_POWER).float()
        self.register_buffer("odds", odds / odds.sum())

    def forward(self, tokens: Tensor, state: Carried | None) -> tuple[Tensor, Carried]:
        """Returns the mean loss over tokens [T + 1, B] (each row's next token), and the state after T."""
        x = functional.dropout(self.cell.embedding(tokens[:-1]), 0.1)
        out, state = self.cell.layer(x, state)
        seen = self.project(functional.dropout(out, 0.1)).flatten(0, 1)
        wanted = tokens[1:].flatten()
        drawn = torch.multinomial(self.odds, self.negatives, replacement=True)
        offset = (self.bias - torch.log(self.odds * self.negatives)).unsqueeze(1)
        table = torch.cat([self.cell.embedding(drawn), offset[drawn]], 1)
        seen = functional.pad(seen, (0, 1), value=1.0)
        against = torch.logsumexp((seen @ table.to(seen.dtype).t()).float(), 1)
        right = (seen * torch.cat([self.cell.embedding(wanted), offset[wanted]], 1)).sum(1)
        return functional.softplus(against - right).mean(), state

    def logits(self, tokens: Tensor, state: Carried | None = None, dropout: float = 0.0) -> tuple[Tensor, Carried]:
        """Returns what is expected after each token [T, B, V] of tokens [T, B], and the state after the last."""
        out, state = self.cell.layer(functional.dropout(self.cell.embedding(tokens), dropout), state)
        return functional.linear(self.project(functional.dropout(out, dropout)), self.cell.embedding.weight, self.bias), state


def whole_texts(corpus: Corpus) -> list[Example]:
    """Returns all that may be learned from, each text once: no phrases, no sentences of other sets' reviews, nothing written for us."""
    return [e for e in corpus.select(LEARN) if e.dataset not in (PHRASES, INVENTED, LESSON, TRADES) and not is_streamed(e.dataset)]


def streams(texts: list[Example], rows: int, shuffle: random.Random, backwards: bool = False) -> np.ndarray:
    """Returns all texts in random order as [T, rows] token ids; what does not fill a row is dropped.

    `backwards` turns each text round but for its <eor>.
    """
    reviews = [np.append(e.tokens[-2::-1], e.tokens[-1]) if backwards else e.tokens for e in texts]
    shuffle.shuffle(reviews)
    joined = np.concatenate(reviews)
    length = len(joined) // rows
    return joined[: length * rows].reshape(rows, length).T


def pretrain(cell: TokenCell, corpus: Corpus, settings: Pretraining, run: Run, language: str = "en") -> float:
    """Gives `cell` what a reader of kind `settings.kind` learned: all of it where kinds and units are equal, else its embeddings.

    Takes the reader from a finished checkpoint, whichever bundle it was made for. Returns the seconds it took to make.
    """
    shape = replace(cell.shape, kind=settings.kind, reader_scope="review", hidden=settings.hidden or cell.shape.hidden)
    model, seconds = language_model(shape, corpus, settings, run, language)
    reader = model.cell
    cell.embedding.load_state_dict(reader.embedding.state_dict())
    if (cell.shape.kind, cell.shape.hidden) == (shape.kind, shape.hidden):
        cell.layer.load_state_dict(reader.layer.state_dict())
    return seconds


def language_model(shape: Shape, corpus: Corpus, settings: Pretraining, run: Run, language: str = "en") -> tuple[NextToken, float]:
    """Returns a language model of this shape, trained now or taken from its checkpoint, and the seconds it took to make."""
    torch.manual_seed(run.seed)
    texts = whole_texts(corpus)
    counts = np.bincount(np.concatenate([e.tokens for e in texts]), minlength=shape.vocabulary)
    model = NextToken(TokenCell(shape), counts, settings)
    checkpoint = run.work / f"{checkpoint_name(shape, corpus, settings, run, language)}.pt"
    return model, _train(model, texts, settings, run.seed, checkpoint, run.bfloat16)


def checkpoint_name(shape: Shape, corpus: Corpus, settings: Pretraining, run: Run, language: str) -> str:
    """Returns what a reader's checkpoint is called: another name for each that differs, whichever bundle it is for."""
    reader = f"{shape.kind}{'-backwards' * shape.backwards}-{shape.vocabulary}-{shape.embedding}-{shape.hidden}"
    kept = mark(settings, corpus.origin, run.bfloat16)
    return f"pretrained-{language}-{reader}-passes-{settings.epochs}-seed-{run.seed}-{kept}"


def _train(model: NextToken, texts: list[Example], settings: Pretraining, seed: int, checkpoint: Path, bfloat16: bool) -> float:
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.rate, betas=(0.9, 0.98))
    epoch, seconds = 0, 0.0
    if kept := checkpoints.taken_up(checkpoint):
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        epoch, seconds = kept["epoch"], kept["seconds"]
    while epoch < settings.epochs:
        began = time.monotonic()
        torch.manual_seed(seed * 1000 + epoch)
        loss = _epoch(
            model,
            optimizer,
            streams(texts, settings.rows, random.Random(seed * 1000 + epoch), model.cell.shape.backwards),
            epoch,
            settings,
            bfloat16,
        )
        epoch, seconds = epoch + 1, seconds + time.monotonic() - began
        parts = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "seconds": seconds}
        checkpoints.keep(checkpoint, parts)
        tqdm.write(f"pretraining epoch {epoch} of {settings.epochs}: sampled loss {loss:.4f}, {seconds:.0f} s so far")
    return seconds


def _epoch(model: NextToken, optimizer: Optimizer, tokens: np.ndarray, epoch: int, settings: Pretraining, bfloat16: bool) -> float:
    starts = range(0, len(tokens) - 1, settings.window)
    state, losses = None, []
    bar = tqdm(starts, desc=f"pretraining {epoch + 1}/{settings.epochs}", mininterval=5, unit="window")
    for number, start in enumerate(bar):
        part = (epoch * len(starts) + number) / (settings.epochs * len(starts))
        rate = settings.rate * min(part * 25, 1 - part * (1 - settings.rate_last))
        window = torch.from_numpy(tokens[start : start + settings.window + 1].astype(np.int64))
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            loss, state = model(window, state)
        losses.append(descend(optimizer, loss, rate))
        state = to_module([each.detach() for each in from_module(state)])
        show(bar, losses)
    return sum(losses) / len(losses)
