"""Reads a review token by token, and remembers its user from review to review: the model with two clocks.

`TokenCell` steps once per token, `ReviewCell` once per review, `Head` answers. Each state's scope says whether it
lives on between a user's reviews. Refuses to know text, batching and files.
Letters: T tokens, B rows, H hidden, D embedding, R readout, C labels, V vocabulary.
Sources: Elman 1990 (RNN), Hochreiter & Schmidhuber 1997 (LSTM), Cho et al. 2014 (GRU), Kumar et al. 2019 (JODIE, memory per user).
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from undertone_training.graph.products import quantized_weights
from undertone_training.net.cells import State
from undertone_training.net.net import Net
from undertone_training.net.weights import array, dense, fresh, from_module, layers, recurrent, to_module

LASTING = 1.0
"""The bias that the review cell's update gates start with, so that it starts by remembering (Jozefowicz et al. 2015, for the LSTM)."""


@dataclass(frozen=True)
class Shape:
    """What a model is made of. `memory` is the size of the review cell, 0 for none; `reader_scope` is the scope of h (and c).

    `backwards`: reads each review from its end, <eor> last all the same; such a model teaches, and is never exported.
    """

    kind: str = "lstm"
    vocabulary: int = 8192
    embedding: int = 128
    hidden: int = 128
    reader_scope: str = "review"
    memory: int = 64
    labels: int = 2
    backwards: bool = False

    @property
    def endless(self) -> bool:
        """Whether the reader goes on from a user's review to the next, so that reviews can only be read in their order."""
        return self.reader_scope == "user"

    def token_states(self) -> list[State]:
        carried = ["h0", "c0"] if self.kind == "lstm" else ["h0"]
        lowest = 0.0 if self.kind == "rnn_relu" else -1.0
        return [State(name, self.hidden, self.reader_scope) for name in carried] + [State("max0", self.hidden, "review", lowest)]

    def review_states(self) -> list[State]:
        return [State("review_h0", self.memory, "user")] if self.memory else []

    def states(self) -> list[State]:
        return self.token_states() + self.review_states()

    def readout(self) -> list[str]:
        return ["max0", "h0"]

    def readout_size(self) -> int:
        return 2 * self.hidden


class TokenCell(nn.Module):
    """Embeds tokens, steps a recurrent layer over them and keeps the maximum of its outputs."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.embedding)
        self.layer = recurrent(shape.kind, shape.embedding, shape.hidden)

    def outputs(self, tokens: Tensor, h: Tensor | None = None, noise: "Noise | None" = None) -> Tensor:
        """Returns the layer's outputs [T, B, H] for tokens [T, B], from state h [B, H] (cells of one state) or fresh."""
        x = self.embedding(tokens)
        if noise is not None:
            x = noise(x)
        return self.layer(x, None if h is None else h.unsqueeze(0))[0]

    def read(self, tokens: Tensor, lengths: Tensor, h: Tensor | None = None, noise: "Noise | None" = None) -> Tensor:
        """Returns the readout [B, 2H]: the maximum over each row's own tokens, and h after its last one."""
        out = self.outputs(turned(tokens, lengths) if self.shape.backwards else tokens, h, noise)
        steps = torch.arange(tokens.shape[0], device=tokens.device).unsqueeze(1)
        behind = (steps >= lengths.unsqueeze(0)).unsqueeze(2)
        highest = out.masked_fill(behind, -2.0).amax(0)
        last = out[lengths - 1, torch.arange(tokens.shape[1], device=tokens.device)]
        return torch.cat([highest, last], 1).float()

    def step(self, tokens: Tensor, states: dict[str, Tensor]) -> dict[str, Tensor]:
        """Reads all tokens [T] of one review, exactly and without padding, from states [H] each to states [H] each."""
        carried = tuple(states[name].view(1, 1, -1) for name in ("h0", "c0") if name in states)
        out, after = self.layer(self.embedding(tokens).unsqueeze(1), to_module(carried))
        return {name: tensor.flatten() for name, tensor in zip(("h0", "c0"), from_module(after))} | {
            "max0": torch.maximum(states["max0"], out.amax((0, 1)))
        }

    @torch.no_grad()
    def round_recurrent(self) -> None:
        """Rounds the recurrent weights, in place, to what the step in integers can hold, so that the float step has the same ones.

        The largest of a column, which gives its scale, is one that float16 can hold: what was rounded and stored is not moved again.
        """
        weights = self.layer.weight_hh_l0
        numbers, scales = quantized_weights(array(weights.half()))
        weights.copy_(torch.from_numpy(numbers.T * scales[:, None]))


def turned(tokens: Tensor, lengths: Tensor) -> Tensor:
    """Returns tokens [T, B] with each row's own turned round, but for its last one."""
    steps = torch.arange(tokens.shape[0]).unsqueeze(1)
    ends = lengths.unsqueeze(0) - 1
    return tokens.gather(0, torch.where(steps < ends, ends - 1 - steps, steps))


class Noise(nn.Module):
    """Drops whole tokens, and features for a whole review (variational dropout, Gal & Ghahramani 2016); in training only."""

    def __init__(self, token: float, feature: float):
        super().__init__()
        self.token, self.feature = token, feature

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        tokens = torch.rand(x.shape[0], x.shape[1], 1) >= self.token
        features = (torch.rand(1, x.shape[1], x.shape[2]) >= self.feature) / (1 - self.feature)
        return x * (tokens * features)


class Model(nn.Module):
    """A token cell, a review cell where the shape has a memory, and a linear head over readout and memory."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.token_cell = TokenCell(shape)
        self.review_cell = nn.GRUCell(shape.readout_size(), shape.memory) if shape.memory else None
        if self.review_cell is not None:
            with torch.no_grad():
                self.review_cell.bias_hh[shape.memory : 2 * shape.memory] += LASTING
        self.head = nn.Linear(shape.readout_size() + shape.memory, shape.labels)

    def answer(self, readout: Tensor, memory: Tensor | None) -> Tensor:
        """Returns logits [B, C] from the readout [B, R] and the memory after this review [B, M]."""
        return self.head(readout if memory is None else torch.cat([readout, memory], 1))

    @torch.no_grad()
    def review(self, tokens: list[int], states: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Reads one review as the stream does: returns logits [C] and every state after it, from the user's states before it."""
        before = fresh(self.shape.states()) | {
            s.name: states[s.name] for s in self.shape.states() if s.scope == "user" and s.name in states
        }
        after = self.token_cell.step(torch.tensor(tokens), {s.name: before[s.name] for s in self.shape.token_states()})
        readout = torch.cat([after[name] for name in self.shape.readout()]).unsqueeze(0)
        memory = None
        if self.review_cell is not None:
            memory = self.review_cell(readout, before["review_h0"].unsqueeze(0))
            after["review_h0"] = memory.flatten()
        return self.answer(readout, memory).flatten(), after

    def net(self) -> Net:
        """Returns the model as a net to draw; its matrices must be rounded."""
        reader, cells = self.token_cell, () if self.review_cell is None else layers(dict(self.review_cell.state_dict()))
        return Net(
            embedding=array(reader.embedding.weight),
            layers=tuple(layers(dict(reader.layer.state_dict()), self.shape.kind.removeprefix("rnn_"))),
            readout=tuple(self.shape.readout()),
            head=(dense(dict(self.head.state_dict())),),
            scope=self.shape.reader_scope,
            memory=tuple(layer.forward for layer in cells),
            head_inputs=("readout", *(state.name for state in self.shape.review_states())),
            half=True,
        )
