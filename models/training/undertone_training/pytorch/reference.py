"""Answers as PyTorch does: runs nn.RNN, nn.LSTM and nn.GRU modules, or single cells step by step, from a user's states to the logits.

What it runs are PyTorch's own modules with the trained weights, never our graphs. Refuses to know files and text.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from undertone_training.bring.parts import Described
from undertone_training.net.net import Net
from undertone_training.net.weights import Tensors, fresh, from_module, layers, to_module
from undertone_training.pytorch.net import part

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
CELLS = (nn.RNNCell, nn.LSTMCell, nn.GRUCell)


def rebuilt(tensors: Tensors, described: Described, net: Net) -> "TorchReference":
    """Returns PyTorch's own modules for a net, with the weights of the state_dict that it was read from."""
    modules = [_module(path, _own(tensors, path), described.nonlinearity) for path in described.layers]
    memory = [_module(path, _own(tensors, path), described.nonlinearity) for path in described.memory]
    embedding = None if described.embedding is None else nn.Embedding.from_pretrained(tensors[described.embedding + ".weight"].float())
    head = nn.Sequential()
    for path in described.head:
        own = _own(tensors, path)
        linear = nn.Linear(own["weight"].shape[1], len(own["weight"]), bias="bias" in own)
        linear.load_state_dict(own)
        head.append(linear)
        if path != described.head[-1]:
            head.append(ACTIVATIONS[described.activation]())
    if len(tensors[described.head[-1] + ".weight"]) == 1:
        head.append(nn.ConstantPad1d((1, 0), 0.0))
    return TorchReference(net, embedding, modules, head.eval(), memory)


def _own(tensors: Tensors, path: str) -> Tensors:
    """Returns the tensors of a submodule itself, without those of parts inside it."""
    return {name: tensor for name, tensor in part(tensors, path).items() if "." not in name}


def _module(path: str, tensors: Tensors, nonlinearity: str) -> nn.Module:
    """Returns an nn.RNN, nn.LSTM, nn.GRU or a single cell of the sizes that its tensors have; raises ValueError where none has them all."""
    found = layers(tensors, nonlinearity, path)
    cell, single = found[0].forward, "weight_ih" in tensors
    options = {"nonlinearity": nonlinearity} if cell.kind.startswith("rnn") else {}
    if not single:
        options |= {"num_layers": len(found), "bidirectional": found[0].reverse is not None}
        options |= {"proj_size": cell.width} if cell.projection is not None else {}
    kind = ({"lstm": nn.LSTMCell, "gru": nn.GRUCell} if single else {"lstm": nn.LSTM, "gru": nn.GRU}).get(
        cell.kind, nn.RNNCell if single else nn.RNN
    )
    module = kind(cell.w.shape[1], cell.hidden, bias=any(name.startswith("bias") for name in tensors), **options)
    expected = module.state_dict()
    others = [
        f"{name} {list(tensor.shape)}" for name, tensor in tensors.items() if name not in expected or expected[name].shape != tensor.shape
    ]
    if others or expected.keys() - tensors.keys():
        raise ValueError(
            f"reading {path}: expected tensors as in {module}, found others: {', '.join(others) or 'some are missing'}; name a "
            "module of PyTorch's own kind, each of another size by itself"
        )
    module.load_state_dict(tensors)
    return module.eval()


@dataclass
class TorchReference:
    """The modules of a net. `embedding` None is one-hot; `head` gives logits from the net's head inputs side by side."""

    net: Net
    embedding: nn.Embedding | None
    recurrent: list[nn.Module]
    head: nn.Module
    memory: list[nn.Module]

    @torch.no_grad()
    def review(self, tokens: list[int], states: dict[str, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        """Reads one review: returns logits [C] and every state after it, from the user's states before it."""
        before = fresh(self.net.states()) | {s.name: states[s.name] for s in self.net.states() if s.scope == "user" and s.name in states}
        after = {s.name: before[s.name] for s in self.net.token_states()}
        if tokens:
            outputs, ends = self._read(tokens, before)
            after |= ends | self._pooled(outputs, before)
        readout = torch.cat([after[name] for name in self.net.readout])
        kept = self._remember(readout, before)
        seen = {"readout": readout, **kept}
        logits = self.head(torch.cat([seen[name] for name in self.net.head_inputs])[None])
        return logits.flatten(), after | kept

    def _read(self, tokens: list[int], before: dict[str, Tensor]) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """Returns the outputs [T, H] of each module's last layer by its h's suffix, and h and c of all layers after the last token."""
        ids = torch.tensor(tokens)
        x = nn.functional.one_hot(ids, self.net.input_size).float() if self.embedding is None else self.embedding(ids)
        outputs, after, first = {}, {}, 0
        for module in self.recurrent:
            count = 1 if isinstance(module, CELLS) else module.num_layers
            suffixes = [suffix for number in range(first, first + count) for suffix, _ in self.net.layers[number].cells(number)]
            start = [before[letter + suffix] for letter in "hc" for suffix in suffixes if letter + suffix in before]
            x, ends = (_steps if isinstance(module, CELLS) else _layers)(module, x, start, suffixes)
            first += count
            top = [suffix for suffix, _ in self.net.layers[first - 1].cells(first - 1)]
            outputs |= dict(zip(top, x.chunk(len(top), 1)))
            after |= ends
        return outputs, after

    def _pooled(self, outputs: dict[str, Tensor], before: dict[str, Tensor]) -> dict[str, Tensor]:
        found = {}
        for name, how, suffix in self.net.pools():
            out = outputs[suffix]
            if how == "max":
                found[name] = torch.maximum(before[name], out.amax(0))
            else:
                found |= {name: out.mean(0), "count": torch.tensor([float(len(out))])}
        return found

    def _remember(self, readout: Tensor, before: dict[str, Tensor]) -> dict[str, Tensor]:
        """Returns the review cell's states [M] after this readout."""
        kept, x = {}, readout[None]
        for number, module in enumerate(self.memory):
            names = [name for name in (f"review_h{number}", f"review_c{number}") if name in before]
            ends = module(x, to_module([before[name][None] for name in names]))
            kept |= {name: end.flatten() for name, end in zip(names, from_module(ends))}
            x = kept[names[0]][None]
        return kept


def _layers(module: nn.Module, x: Tensor, start: list[Tensor], suffixes: list[str]) -> tuple[Tensor, dict[str, Tensor]]:
    """Runs a whole-sequence layer over x [T, D] as a batch of one."""
    axis = 0 if module.batch_first else 1
    stacked = [torch.stack(start[first : first + len(suffixes)])[:, None] for first in range(0, len(start), len(suffixes))]
    out, ends = module(x.unsqueeze(axis), to_module(stacked))
    return out.squeeze(axis), {
        letter + suffix: row.flatten() for letter, end in zip("hc", from_module(ends)) for suffix, row in zip(suffixes, end)
    }


def _steps(module: nn.Module, x: Tensor, start: list[Tensor], suffixes: list[str]) -> tuple[Tensor, dict[str, Tensor]]:
    """Drives a single cell over x [T, D], step by step."""
    carried, out = tuple(state[None] for state in start), []
    for row in x:
        carried = from_module(module(row[None], to_module(carried)))
        out.append(carried[0])
    (suffix,) = suffixes
    return torch.cat(out), {letter + suffix: state.flatten() for letter, state in zip("hc", carried)}
