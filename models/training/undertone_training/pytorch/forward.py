"""Asks a whole PyTorch module for its answer to a review, in the ways in which forward passes are usually written.

Refuses to know what the module is made of, but for the shapes of the states that it may take.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor, nn

from undertone_training.bring.compare import Forward
from undertone_training.net.net import Net

WAYS = "tokens as ids or one-hot rows, [1, T], [T, 1] or [T], alone or with lengths, a mask, or states that start at zero"


class TorchForward(Forward):
    """A whole module. How it is called it shows by answering: with tokens alone first, and with more only where that answers nothing."""

    ways = WAYS

    def __init__(self, module: nn.Module, net: Net):
        self.module, self.net = module.eval().float(), net
        labels = len(net.head[-1].b)
        self.widths = {1, 2} if labels == 2 else {labels}

    @torch.no_grad()
    def candidates(self, tokens: list[int]) -> dict[str, np.ndarray]:
        """Returns the answers [C] by the way in which each was asked for."""
        entries = dict(self._entries(torch.tensor(tokens)))
        alone = {way: answer for name, entry in entries.items() for way, answer in self._asked(name, (entry,), len(tokens))}
        return alone or {
            way: answer
            for name, entry in entries.items()
            for more, extra in self._extras(len(tokens))
            for way, answer in self._asked(f"{name}, {more}", (entry, extra), len(tokens))
        }

    def _entries(self, ids: Tensor) -> Iterator[tuple[str, Tensor]]:
        inputs = self.net.input_size
        for name, given in (("[1, T]", ids[None]), ("[T, 1]", ids[:, None]), ("[T]", ids)):
            yield f"ids {name}", given
            if int(ids.max()) < inputs:
                yield f"rows {name}", nn.functional.one_hot(given, inputs).float()

    def _extras(self, length: int) -> Iterator[tuple[str, object]]:
        """Yields what a forward pass may take beside the tokens."""
        yield from (("lengths", torch.tensor([length])), ("a list of lengths", [length]), ("no states", None))
        yield from (("a mask [1, T]", torch.ones(1, length, dtype=torch.bool)), ("a mask [T, 1]", torch.ones(length, 1, dtype=torch.bool)))
        cells = [cell for _, cell in self.net.cells()]
        if len({(cell.width, cell.hidden) for cell in cells}) == 1:
            h, c = (torch.zeros(len(cells), 1, size) for size in (cells[0].width, cells[0].hidden))
            for name, given in (("states", (h, c)), ("states of one cell", (h[0], c[0])), ("states without a batch", (h[:, 0], c[:, 0]))):
                yield name, given if self.net.kind == "lstm" else given[0]

    def _asked(self, way: str, given: tuple, length: int) -> Iterator[tuple[str, np.ndarray]]:
        try:
            with _forgiving():
                answer = self.module(*given)
        except Exception:  # a stranger's forward pass may raise anything at what it does not take
            return
        for number, found in enumerate(_tensors(answer)):
            row = self._row(found, length)
            if row is not None:
                yield f"{way}, output {number}", row

    def _row(self, answer: Tensor, length: int) -> np.ndarray | None:
        """Returns the answer to the review [C]: the only one, or the last of one per token."""
        if not answer.is_floating_point() or answer.numel() == 0:
            return None
        answer = answer.reshape(1) if answer.dim() == 0 else answer
        if answer.shape[-1] not in self.widths:
            return None
        rows = answer.reshape(-1, answer.shape[-1])
        return rows[-1].double().numpy() if len(rows) in (1, length) else None


@contextmanager
def _forgiving() -> Iterator[None]:
    """Lets calls that a module does not take do no harm to it, or to this process.

    TorchScript fits itself to its first calls, wrong ones too, and oneDNN reads states of a wrong size beyond their end.
    """
    one_dnn = torch.backends.mkldnn.enabled
    torch.backends.mkldnn.enabled = False  # not by flags(), which sets TF32 too and warns of that
    try:
        with torch.jit.optimized_execution(False):
            yield
    finally:
        torch.backends.mkldnn.enabled = one_dnn


def _tensors(answer: object) -> Iterator[Tensor]:
    if isinstance(answer, Tensor):
        yield answer
    elif isinstance(answer, (tuple, list, dict)):
        for entry in answer.values() if isinstance(answer, dict) else answer:
            yield from _tensors(entry)
