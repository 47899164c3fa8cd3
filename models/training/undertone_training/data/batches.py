"""Lays reviews side by side: single reviews by length, and users' reviews in order, chunk after chunk.

A chunk holds `steps` adjacent reviews of each of `rows` users. The next chunk of the same lane goes on where it ended: the model is
trained as it is served, with a memory. Refuses to know models and losses.
Source: Zhang et al. 2023 (Dive into Deep Learning, sequential partitioning with detached states).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from undertone_training.data.corpus import Example

ROWS_MULTIPLE, TOKENS_MULTIPLE = 32, 8
"""Blocks are padded to these: oneDNN's LSTM ran 1.4 times as fast on rows that are a multiple of 32 (measured, bf16)."""


@dataclass(frozen=True)
class Layout:
    """How large batches grow: tokens and rows of a block at most; users of a lane, and adjacent reviews of each in one chunk."""

    tokens_max: int = 16384
    rows_max: int = 256
    steps: int = 8
    users: int = 64


READING = Layout(tokens_max=32768, rows_max=512)
"""For what is read without gradients, whose outputs need not be kept: blocks of twice as many rows."""


@dataclass(frozen=True)
class Block:
    """Reviews that are read together: tokens [T, n'], lengths [n'], and the chunk's columns [n] that they are, n <= n'."""

    columns: torch.Tensor
    tokens: torch.Tensor
    lengths: torch.Tensor


@dataclass(frozen=True)
class Chunk:
    """Some adjacent reviews of each of `rows` users. Columns are step-major: review s of row b is column s * rows + b.

    `labels` [n] is -1 for none; `soft` targets [n, C] are 0 in rows of none, and None if no row has any; `present` [n] says where there is
    a review. Blocks are cut by length, or, where the reader goes on from review to review, one a step, in the order of the steps.
    """

    blocks: list[Block]
    labels: torch.Tensor
    present: torch.Tensor
    steps: int
    rows: int
    lane: tuple | int | None = None
    last: bool = True
    soft: torch.Tensor | None = None


def singles(examples: list[Example], layout: Layout, shuffle: random.Random | None = None) -> list[list[Example]]:
    """Returns groups of reviews of like length, of a block each; of random order and composition where `shuffle` is given."""
    wobble = (lambda: shuffle.uniform(0.9, 1.1)) if shuffle else (lambda: 1.0)
    ordered = sorted(examples, key=lambda example: -len(example.tokens) * wobble())
    groups = _blocks(ordered, lambda example: len(example.tokens), layout)
    if shuffle:
        shuffle.shuffle(groups)
    return groups


def some(items: list, count: int, shuffle: random.Random) -> list:
    """Returns so many of the items, or all where there are fewer, in random order."""
    return shuffle.sample(items, min(count, len(items)))


def strangers(examples: list[Example], count: int, layout: Layout, shuffle: random.Random) -> list[list[Example]]:
    """Returns made-up users: reviews that nothing connects, so that the model learns what memory is not worth."""
    chosen = some(examples, count, shuffle)
    return [chosen[start : start + layout.steps] for start in range(0, len(chosen), layout.steps)]


def epoch(alone: list[Example], users: list[list[Example]], layout: Layout, by_step: bool, shuffle: random.Random) -> list[Chunk]:
    """Returns an epoch's chunks in random order, each lane's own order kept. The users given are put into lanes of like length."""
    ordered = sorted(users, key=lambda own: len(own) * shuffle.uniform(0.8, 1.2))
    groups = [ordered[start : start + layout.users] for start in range(0, len(ordered), layout.users)]
    lanes = [_lane(group, layout, by_step, number) for number, group in enumerate(groups)]
    turns = [[chunk([group], layout, by_step)] for group in singles(alone, layout, shuffle)]
    turns += [lane for lane in lanes for _ in lane]
    shuffle.shuffle(turns)
    return [turn.pop(0) for turn in turns]


def chunk(steps: list[list[Example | None]], layout: Layout, by_step: bool, lane: tuple | int | None = None, last: bool = True) -> Chunk:
    """Lays out steps of rows; a missing review is read as one padding token where it must be, and is not `present`."""
    rows, flat = len(steps[0]), [example for step in steps for example in step]
    if by_step:
        groups = [list(range(start, start + rows)) for start in range(0, len(flat), rows)]
    else:
        present = [column for column, example in enumerate(flat) if example]
        groups = _blocks(sorted(present, key=lambda column: -len(flat[column].tokens)), lambda column: len(flat[column].tokens), layout)
    return Chunk(
        [_block(group, flat) for group in groups],
        labels=torch.tensor([example.label if example else -1 for example in flat]),
        present=torch.tensor([example is not None for example in flat]),
        steps=len(steps),
        rows=rows,
        lane=lane,
        last=last,
        soft=_soft(flat),
    )


def _soft(flat: list[Example | None]) -> torch.Tensor | None:
    some = next((example.soft for example in flat if example and example.soft is not None), None)
    return None if some is None else targets_of(flat, len(some))


def targets_of(flat: list[Example | None], labels: int) -> torch.Tensor:
    """Returns each example's distribution [n, C]: of its teachers, or its label; zero where there is neither."""
    rows = np.zeros((len(flat), labels), np.float32)
    for row, example in zip(rows, flat):
        if example and example.soft is not None:
            row[:] = example.soft
        elif example and example.label >= 0:
            row[example.label] = 1
    return torch.from_numpy(rows)


def _blocks(ordered: list, tokens_of: Callable[..., int], layout: Layout) -> list[list]:
    """Cuts what is ordered by length, longest first, into groups of a block each."""
    groups, start = [], 0
    while start < len(ordered):
        end = start + _rows(max(map(tokens_of, ordered[start : start + ROWS_MULTIPLE])), layout)
        groups.append(ordered[start:end])
        start = end
    return groups


def _rows(tokens: int, layout: Layout) -> int:
    """Returns how many rows of so many tokens a block holds: a multiple of 32, at least one."""
    fitting = layout.tokens_max // tokens // ROWS_MULTIPLE * ROWS_MULTIPLE
    return max(ROWS_MULTIPLE, min(layout.rows_max, fitting))


def _block(columns: list[int], flat: list[Example | None]) -> Block:
    lengths = [len(flat[column].tokens) if flat[column] else 1 for column in columns]
    lengths += [1] * (-len(lengths) % ROWS_MULTIPLE)
    longest = max(lengths)
    tokens = np.zeros((longest + -longest % TOKENS_MULTIPLE, len(lengths)), np.int64)
    for row, column in enumerate(columns):
        if flat[column]:
            tokens[: lengths[row], row] = flat[column].tokens
    return Block(torch.tensor(columns), torch.from_numpy(tokens), torch.tensor(lengths))


def _lane(group: list[list[Example]], layout: Layout, by_step: bool, number: int) -> list[Chunk]:
    longest = max(map(len, group))
    return [
        chunk(
            [[own[step] if step < len(own) else None for own in group] for step in range(start, min(start + layout.steps, longest))],
            layout,
            by_step,
            number,
            start + layout.steps >= longest,
        )
        for start in range(0, longest, layout.steps)
    ]
