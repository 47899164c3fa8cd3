"""What the Python consumers know of the model: its token stage on PyTorch or on ONNX Runtime, its memory and its head.

The weights, the tokenizer and the net come from the training code, as a modeller has them at hand. Refuses to know Kafka.
Letters: T tokens, B rows, H hidden, M memory, C labels.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tiktoken import Encoding
from torch import Tensor

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "models" / "training"))

from undertone_training.bundle import check, manifest
from undertone_training.teach.from_bundle import begin
from undertone_training.teach.model import Model, Shape
from undertone_training.text.bpe import ReviewTokenizer
from undertone_training.text.pieces import normalize

LOWEST = -1.0
"""What the maximum over a review starts from."""

USERS_FIRST = 1024
"""Rows that the memory has room for at first; it doubles when they are used up."""


class FastTokenizer:
    """The training code's tokenizer with a short way for ASCII, as a consumer in a hurry has it: a third less time."""

    def __init__(self, slow: ReviewTokenizer):
        self.slow = slow
        self.encoding = Encoding("peer", pat_str=slow.pattern, mergeable_ranks=slow.ranks, special_tokens={})

    def encode(self, text: str) -> list[int]:
        """Returns the ids of a review, <eor> included."""
        ids = self.encoding.encode_ordinary(text.lower() if text.isascii() else normalize(text))
        return [*ids[: self.slow.tokens_max - 1], self.slow.end_of_review]


def load(folder: Path) -> tuple[Model, FastTokenizer, list[str]]:
    """Reads a bundle of an LSTM reader with a GRU memory: the net in PyTorch, the tokenizer, the labels."""
    written = manifest.read(folder)
    cell, memory, labels, tokens = written["token_cell"], written["review_cell"], written["labels"], written["tokenizer"]
    shape = Shape(cell["kind"], tokens["vocabulary"], cell["embedding"], cell["layers"][0], "review", memory["layers"][0], len(labels))
    return begin(Model(shape).eval(), folder), FastTokenizer(check.tokenizer_of(folder, tokens)), labels


class TorchReader:
    """The token stage on PyTorch's own LSTM."""

    def __init__(self, model: Model):
        self.cell = model.token_cell

    def read(self, reviews: list[list[int]]) -> Tensor:
        """Returns the readouts [B, 2H] of reviews, padded to the longest; one alone is neither padded nor masked."""
        if len(reviews) == 1:
            out = self.cell.outputs(torch.tensor(reviews[0]).unsqueeze(1))
            return torch.cat([out.amax(0), out[-1]], 1)
        tokens, lengths = padded(reviews)
        return self.cell.read(torch.from_numpy(tokens).long(), torch.from_numpy(lengths).long())


class OnnxReader:
    """The token stage on ONNX Runtime: the bundle's fused LSTM."""

    def __init__(self, folder: Path, hidden: int, threads: int):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(folder / "token_sequence.onnx"), options, providers=["CPUExecutionProvider"])
        self.hidden = hidden

    def read(self, reviews: list[list[int]]) -> Tensor:
        """Returns the readouts [B, 2H] of reviews, padded to the longest."""
        tokens, lengths = padded(reviews)
        zero = np.zeros((len(reviews), self.hidden), np.float32)
        fresh = {"h0": zero, "c0": zero, "max0": zero + LOWEST}
        last, highest = self.session.run(["h0_next", "max0_next"], {"tokens": tokens, "lengths": lengths, **fresh})
        return torch.from_numpy(np.concatenate([highest, last], 1))


Reader = TorchReader | OnnxReader


def padded(reviews: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Returns tokens [T, B] with zeros behind each review's end, and the lengths [B]."""
    lengths = np.array([len(review) for review in reviews], np.int32)
    tokens = np.zeros((lengths.max(), len(reviews)), np.int32)
    for row, review in enumerate(reviews):
        tokens[: len(review), row] = review
    return tokens, lengths


class Memory:
    """What is remembered of every user, in one tensor that grows; lost when the process ends."""

    def __init__(self, model: Model):
        self.model = model
        self.rows: dict[str, int] = {}
        self.kept = torch.zeros(USERS_FIRST, model.shape.memory)

    def answer(self, users: list[str], readouts: Tensor) -> list[list[float]]:
        """Returns the probabilities [N][C] of reviews in their order: each meets its user's memory and becomes part of it."""
        logits = torch.empty(len(users), self.model.shape.labels)
        rows = torch.tensor([self._row(user) for user in users])
        for together in rounds(users):
            before = self.kept[rows[together]]
            after = self.model.review_cell(readouts[together], before)
            self.kept[rows[together]] = after
            logits[together] = self.model.answer(readouts[together], after)
        return torch.softmax(logits.double(), 1).tolist()

    def _row(self, user: str) -> int:
        row = self.rows.setdefault(user, len(self.rows))
        if row == len(self.kept):
            self.kept = torch.cat([self.kept, torch.zeros_like(self.kept)])
        return row


def rounds(users: list[str]) -> list[list[int]]:
    """Returns the places of users so that none is twice in a round, and each one's come in their order."""
    found: list[list[int]] = []
    seen: dict[str, int] = {}
    for place, user in enumerate(users):
        turn = seen.get(user, 0)
        seen[user] = turn + 1
        if turn == len(found):
            found.append([])
        found[turn].append(place)
    return found
