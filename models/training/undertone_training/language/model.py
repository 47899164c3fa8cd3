"""Predicts the next symbol from all that a user wrote before, and counts how much each symbol surprised it.

One recurrent layer over one-hot symbols or embeddings; its state lives on from review to review. `nats0` sums the surprise of one
review. Refuses to know text, batching and files. Letters: T symbols, B rows, H hidden, D input, V vocabulary.
Source: Elman 1990; Zhang et al. 2023 (Dive into Deep Learning, chapter 9).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from undertone_training.net.cells import State
from undertone_training.net.net import SURPRISE, Net
from undertone_training.net.weights import array, dense, fresh, from_module, layers, recurrent, to_module


@dataclass(frozen=True)
class LanguageShape:
    """What a language model is made of. `embedding` 0 means one-hot symbols."""

    kind: str = "rnn_tanh"
    vocabulary: int = 28
    embedding: int = 0
    hidden: int = 256

    def input_size(self) -> int:
        return self.embedding or self.vocabulary

    def carried(self) -> list[str]:
        return ["h0", "c0"] if self.kind == "lstm" else ["h0"]

    def token_states(self) -> list[State]:
        return [State(name, self.hidden, "user") for name in self.carried()] + [State(SURPRISE, 1, "review")]


class LanguageModel(nn.Module):
    """A recurrent layer and a linear head over its output."""

    def __init__(self, shape: LanguageShape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.embedding) if shape.embedding else None
        self.layer = recurrent(shape.kind, shape.input_size(), shape.hidden)
        self.head = nn.Linear(shape.hidden, shape.vocabulary)

    def forward(self, tokens: Tensor, carried: tuple[Tensor, ...] | None) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Returns the layer's outputs [T, B, H] over tokens [T, B], and its states [1, B, H] after them, from `carried` or fresh."""
        x = functional.one_hot(tokens, self.shape.vocabulary).float() if self.embedding is None else self.embedding(tokens)
        out, after = self.layer(x, None if carried is None else to_module(carried))
        return out, from_module(after)

    @torch.no_grad()
    def review(self, tokens: list[int], states: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Reads one review, perhaps empty: returns the next symbol's logits [V] and every state after it, from those before it."""
        after = fresh(self.shape.token_states()) | {name: states[name] for name in self.shape.carried() if name in states}
        if tokens:
            ids = torch.tensor(tokens)
            out, carried = self(ids.unsqueeze(1), tuple(after[name].view(1, 1, -1) for name in self.shape.carried()))
            before = torch.cat([after["h0"].view(1, -1), out[:-1, 0]])
            nats = _added_up(functional.cross_entropy(self.head(before), ids, reduction="none"))
            after = {name: value.flatten() for name, value in zip(self.shape.carried(), carried)} | {SURPRISE: nats}
        return self.head(after["h0"]), after

    def net(self) -> Net:
        """Returns the model as a net to draw; its matrices must be rounded."""
        return Net(
            embedding=None if self.embedding is None else array(self.embedding.weight),
            layers=tuple(layers(dict(self.layer.state_dict()), self.shape.kind.removeprefix("rnn_"))),
            readout=("h0",),
            head=(dense(dict(self.head.state_dict())),),
            scope="user",
            half=True,
            surprise=True,
        )


def _added_up(nats: Tensor) -> Tensor:
    """Returns the sum [1] of nats [T] as the step graph takes it: one float32 after the other. A wider sum differs by 1e-5 after 1,000."""
    total = torch.zeros(1)
    for value in nats:
        total += value
    return total
