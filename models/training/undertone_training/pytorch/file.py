"""Loads a PyTorch model as its description says, and nothing less: every tensor is read or named as one to ignore.

Refuses to know file formats, tokenizers and bundles.
"""

from dataclasses import replace
from functools import reduce

import torch
from torch import Tensor, nn

from undertone_training.bring.compare import Brought
from undertone_training.bring.description import Description
from undertone_training.bring.parts import Described
from undertone_training.net.weights import layers
from undertone_training.pytorch import accounted
from undertone_training.pytorch.forward import TorchForward
from undertone_training.pytorch.net import FRAMEWORK, net, part
from undertone_training.pytorch.plain import folded, require_no_other, require_numbers
from undertone_training.pytorch.reference import rebuilt
from undertone_training.pytorch.saved import read, some


def load(description: Description, unpickle: bool) -> Brought:
    """Reads the file as the description says; raises ValueError where it is no model, or has other parts."""
    where = description.model.name
    saved = read(description.model, unpickle)
    plain, unfolded = folded(saved.tensors)
    named, prefix = accounted.stripped(plain, description.parts)
    aside = accounted.ignored(where, named, description.ignore)
    require_no_other(where, [name for name in named if name not in aside])
    tensors = accounted.require_all(where, named, description.parts, aside)
    for name, tensor in tensors.items():
        require_numbers(where, name, tensor)
    tensors = {name: tensor.detach().to(torch.float32, copy=True) for name, tensor in tensors.items()}
    cut = _cut(saved.module, prefix, description.parts.embedding, tensors)
    parts = replace(description.parts, nonlinearity=_nonlinearity(description, saved.module, prefix, tensors))
    found = net(tensors, parts)
    reference = rebuilt(tensors, parts, found)
    forward = None if saved.module is None else TorchForward(saved.module, found)
    notes = [*saved.notes, *([f"took the prefix {prefix} off every name"] if prefix else [])]
    notes += [f"worked out the weight norm of {name}" for name in unfolded if name.removeprefix(prefix) in tensors]
    notes += [f"cut the rows of {description.parts.embedding} to the max_norm that it has"] if cut else []
    notes += [f"left out, as ignore says: {some(sorted(aside))}"] if aside else []
    brought = Brought(FRAMEWORK, found, reference, forward, reference, tuple(notes))
    return _rounded(brought, tensors, parts) if description.float16 else brought


def _rounded(brought: Brought, tensors: dict[str, Tensor], parts: Described) -> Brought:
    """Returns what will be served: the same with its matrices as float16 holds them."""
    rounded = {name: tensor.half().float() if tensor.dim() > 1 else tensor for name, tensor in tensors.items()}
    found = net(rounded, parts)
    return replace(brought, net=found, reference=rebuilt(rounded, parts, found))


def _nonlinearity(description: Description, module: nn.Module | None, prefix: str, tensors: dict[str, Tensor]) -> str:
    """Returns tanh or relu: as described, else as the module has it; raises ValueError where a vanilla RNN's is nowhere said."""
    parts: Described = description.parts
    paths = [path for path in (*parts.layers, *parts.memory) if layers(part(tensors, path), path=path)[0].forward.kind == "rnn_tanh"]
    if description.nonlinearity_given or not paths:
        return parts.nonlinearity
    said = {_said(module, prefix + path) for path in paths}
    if len(said) > 1 or not said <= {"tanh", "relu"}:
        raise ValueError(
            f"reading {description.model.name}: expected reader.nonlinearity, since {' and '.join(paths)} is a vanilla RNN and "
            "nothing in the file says whether its is tanh or relu, found no such line; add it"
        )
    return said.pop()


def _cut(module: nn.Module | None, prefix: str, embedding: str | None, tensors: dict[str, Tensor]) -> bool:
    """Cuts an embedding's rows to its max_norm, as its forward pass does to those that it reads; returns whether it has one.

    TorchScript does not, once it was scripted, and a state_dict does not know.
    """
    own = None if module is None or embedding is None else _part(module, prefix + embedding)
    if not isinstance(own, nn.Embedding) or own.max_norm is None:
        return False
    table = tensors[embedding + ".weight"]
    torch.embedding_renorm_(table, torch.arange(len(table)), own.max_norm, own.norm_type)
    return True


def _said(module: nn.Module | None, path: str) -> str | None:
    return getattr(_part(module, path), "nonlinearity", None)


def _part(module: nn.Module | None, path: str) -> object:
    """Returns a module's part by its path, or None where it has none."""
    try:
        return reduce(getattr, path.split("."), module)
    except AttributeError:
        return None
