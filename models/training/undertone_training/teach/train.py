"""Teaches a model to answer: single reviews with a fresh memory, and users' reviews in order with a carried one.

States pass from chunk to chunk detached (truncated back-propagation through time); gradients are clipped; the weights that are kept are a
running average. Resumes from its last checkpoint. Refuses to know data files and export.
Sources: Williams & Peng 1990 (truncated BPTT), Pascanu et al. 2013 (clipping), Polyak & Juditsky 1992 (averaging).
"""

import copy
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch.nn import functional
from tqdm import tqdm

from undertone_training.data.batches import Chunk
from undertone_training.data.corpus import Corpus
from undertone_training.teach import checkpoints
from undertone_training.teach.descent import descend, follow, show
from undertone_training.teach.lessons import chunks
from undertone_training.teach.model import Model, Noise
from undertone_training.teach.settings import Training


class Trainer:
    """Holds what a run changes: the model, its average, the optimizer, the epoch, and each lane's carried state."""

    def __init__(self, model: Model, settings: Training, steps_total: int, bfloat16: bool):
        self.model, self.settings, self.steps_total, self.bfloat16 = model, settings, steps_total, bfloat16
        self.average = copy.deepcopy(model).eval()
        self.noise = Noise(settings.token_dropout, settings.feature_dropout)
        self.dropout = torch.nn.Dropout(settings.readout_dropout)
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=settings.rate, weight_decay=settings.decay)
        self.step, self.epoch, self.seconds = 0, 0, 0.0
        self._carried: dict[tuple, torch.Tensor] = {}

    def learn(self, chunk: Chunk) -> float | None:
        """Takes one optimizer step on a chunk and returns its loss; where no review of it has a target, only carries states on: None."""
        self.model.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16):
            logits, after = answer(self.model, chunk, self._carried.pop(chunk.lane, None), self.noise, self.dropout)
        loss = _loss(logits.float(), chunk)
        if loss is not None and torch.isfinite(loss):
            descend(self.optimizer, loss, self._rate(), self.settings.clip)
        if chunk.lane is not None and not chunk.last:
            self._carried[chunk.lane] = after.detach()
        self.step += 1
        follow(self.average, self.model, min(self.settings.averaging, (1 + self.step) / (10 + self.step)))
        return None if loss is None else loss.item()

    def save(self, path: Path) -> None:
        """Writes all that a later run needs to go on from this epoch."""
        parts = {name: getattr(self, name).state_dict() for name in ("model", "average", "optimizer")}
        checkpoints.keep(path, parts | {"step": self.step, "epoch": self.epoch, "seconds": self.seconds})

    def resume(self, path: Path) -> None:
        """Goes on from what an earlier run wrote; from the beginning where there is no such file."""
        kept = checkpoints.taken_up(path)
        if kept is None:
            return
        for name in ("model", "average", "optimizer"):
            getattr(self, name).load_state_dict(kept[name])
        self.step, self.epoch, self.seconds = kept["step"], kept["epoch"], kept["seconds"]

    def forget(self) -> None:
        """Drops carried states: lanes are drawn anew each epoch."""
        self._carried.clear()

    def _rate(self) -> float:
        part, warm = self.step / self.steps_total, self.settings.warmup
        return self.settings.rate * max(0.0, min(part / warm, (1 - part) / (1 - warm)))


def _loss(logits: torch.Tensor, chunk: Chunk) -> torch.Tensor | None:
    """Returns the mean cross entropy over the rows that have a target, labels or teachers' distributions; None where no row has any."""
    if chunk.soft is None:
        return functional.cross_entropy(logits, chunk.labels, ignore_index=-1) if (chunk.labels >= 0).any() else None
    return -(chunk.soft * functional.log_softmax(logits, 1)).sum() / chunk.soft.sum()


def answer(
    model: Model,
    chunk: Chunk,
    state: torch.Tensor | None = None,
    noise: Noise | None = None,
    dropout: Callable[[torch.Tensor], torch.Tensor] = lambda readout: readout,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Returns logits [steps * rows, C] and the user state [rows, M or H] after the chunk, from `state` or fresh."""
    shape = model.shape
    if state is None:
        state = torch.zeros(chunk.rows, shape.hidden if shape.endless else shape.memory)
    if shape.endless:
        return _endless(model, chunk, state, noise, dropout)
    readout = torch.zeros(chunk.steps * chunk.rows, shape.readout_size())
    for block in chunk.blocks:
        read = model.token_cell.read(block.tokens, block.lengths, None, noise)
        readout = readout.index_copy(0, block.columns, read[: len(block.columns)])
    readout = dropout(readout)
    if model.review_cell is None:
        return model.answer(readout, None), state
    memories, present = [], chunk.present.view(chunk.steps, chunk.rows, 1)
    for step in range(chunk.steps):
        after = model.review_cell(readout[step * chunk.rows : (step + 1) * chunk.rows], state).float()
        state = torch.where(present[step], after, state)
        memories.append(after)
    return model.answer(readout, dropout(torch.cat(memories))), state


def _endless(
    model: Model, chunk: Chunk, state: torch.Tensor, noise: Noise | None, dropout: Callable[[torch.Tensor], torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Reads a chunk step by step, h going on from each row's last token to its next review."""
    readouts, present = [], chunk.present.view(chunk.steps, chunk.rows, 1)
    for step, block in enumerate(chunk.blocks):
        before = functional.pad(state, (0, 0, 0, block.tokens.shape[1] - chunk.rows))
        readouts.append(model.token_cell.read(block.tokens, block.lengths, before, noise)[: chunk.rows])
        state = torch.where(present[step], readouts[-1][:, model.shape.hidden :], state)
    return model.answer(dropout(torch.cat(readouts)), None), state


def finished(checkpoint: Path, settings: Training) -> bool:
    """Returns whether a checkpoint stands at the end of its training."""
    kept = checkpoints.kept(checkpoint)
    return kept is not None and kept["epoch"] >= settings.epochs


def train(
    model: Model, corpus: Corpus, settings: Training, seed: int, checkpoint: Path, bfloat16: bool, measure: Callable[[Model], str]
) -> Trainer:
    """Trains for all epochs, or for those that the checkpoint has left; calls `measure(average)` after each."""
    by_step = model.shape.endless
    steps = len(chunks(corpus, settings, by_step, seed * 1000))
    trainer = Trainer(model, settings, steps * settings.epochs, bfloat16)
    trainer.resume(checkpoint)
    while trainer.epoch < settings.epochs:
        began, losses = time.monotonic(), []
        torch.manual_seed(seed * 1000 + trainer.epoch)
        bar = tqdm(
            chunks(corpus, settings, by_step, seed * 1000 + trainer.epoch),
            desc=f"epoch {trainer.epoch + 1}/{settings.epochs}",
            mininterval=5,
            unit="batch",
        )
        for chunk in bar:
            if (loss := trainer.learn(chunk)) is not None:
                losses.append(loss)
                show(bar, losses)
        trainer.forget()
        trainer.epoch += 1
        trainer.seconds += time.monotonic() - began
        trainer.save(checkpoint)
        tqdm.write(
            f"epoch {trainer.epoch} of {settings.epochs} in {time.monotonic() - began:.0f} s: "
            f"loss {sum(losses) / len(losses):.4f}; {measure(trainer.average)}"
        )
    return trainer
