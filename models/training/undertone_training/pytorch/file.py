"""Loads a PyTorch model as its description says, and nothing less: every tensor is read or named as one to ignore.

Refuses to know file formats, tokenizers and bundles.
"""

from dataclasses import replace
from functools import reduce

import torch
from torch import Tensor, nn

from undertone_training.pytorch import accounted, net as from_torch, plain as torch_plain, saved as torch_saved
from undertone_training.bring.compare import Brought
from undertone_training.bring.parts import Described
from undertone_training.bring.description import Description
from undertone_training.pytorch.forward import TorchForward
from undertone_training.pytorch.reference import rebuilt


def load(description: Description, unpickle: bool) -> Brought:
    """Reads the file as the description says; raises ValueError where it is no model, or has other parts."""
    where = description.model.name
    saved = torch_saved.read(description.model, unpickle)
    plain, folded = torch_plain.folded(saved.tensors)
    named, prefix = accounted.stripped(plain, description.parts)
    aside = accounted.ignored(where, named, description.ignore)
    torch_plain.require_no_other(where, [name for name in named if name not in aside])
    tensors = accounted.require_all(where, named, description.parts, aside)
    for name, tensor in tensors.items():
        torch_plain.require_numbers(where, name, tensor)
    parts = replace(description.parts, nonlinearity=_nonlinearity(description, saved.module, prefix, tensors))
    net = from_torch.net(tensors, parts)
    reference = rebuilt(tensors, parts, net)
    forward = None if saved.module is None else TorchForward(saved.module, net)
    notes = [*saved.notes, *([f"took the prefix {prefix} off every name"] if prefix else [])]
    notes += [f"worked out the weight norm of {name}" for name in folded if name.removeprefix(prefix) in tensors]
    notes += [f"left out, as ignore says: {torch_saved.some(sorted(aside))}"] if aside else []
    brought = Brought(f"pytorch {torch.__version__.split('+')[0]}", net, reference, forward, reference, tuple(notes))
    return _rounded(brought, tensors, parts) if description.float16 else brought


def _rounded(brought: Brought, tensors: dict[str, Tensor], parts: Described) -> Brought:
    """Returns what will be served: the same with its matrices as float16 holds them."""
    rounded = {name: tensor.half().float() if tensor.dim() > 1 else tensor for name, tensor in tensors.items()}
    net = from_torch.net(rounded, parts)
    return replace(brought, net=net, reference=rebuilt(rounded, parts, net))


def _nonlinearity(description: Description, module: nn.Module | None, prefix: str, tensors: dict[str, Tensor]) -> str:
    """Returns tanh or relu: as described, else as the module has it; raises ValueError where a vanilla RNN's is nowhere said."""
    parts: Described = description.parts
    paths = [path for path in (*parts.layers, *parts.memory)
             if from_torch.layers(from_torch.part(tensors, path), path=path)[0].forward.kind == "rnn_tanh"]
    if description.nonlinearity_given or not paths:
        return parts.nonlinearity
    said = {_said(module, prefix + path) for path in paths}
    if len(said) > 1 or not said <= {"tanh", "relu"}:
        raise ValueError(f"reading {description.model.name}: expected reader.nonlinearity, since {' and '.join(paths)} is a vanilla RNN and "
                         "nothing in the file says whether its is tanh or relu, found no such line; add it")
    return said.pop()


def _said(module: nn.Module | None, path: str) -> str | None:
    try:
        return reduce(getattr, path.split("."), module).nonlinearity
    except AttributeError:
        return None
