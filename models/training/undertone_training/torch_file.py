"""Loads a PyTorch model from a file: a state_dict, a TorchScript module, or a pickled module. Refuses to know tokenizers and bundles."""

import pickle
import warnings
import zipfile
from dataclasses import replace
from functools import reduce
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from undertone_training import from_torch
from undertone_training.bring import Brought, Forward
from undertone_training.described import Described
from undertone_training.description import Description
from undertone_training.torch_reference import rebuilt


def load(description: Description, unpickle: bool) -> Brought:
    """Reads the file as the description says; raises ValueError where it is none of these, or holds other parts."""
    tensors, module = _read(description.model, unpickle)
    parts = replace(description.parts, nonlinearity=_nonlinearity(description, module, tensors))
    if description.float16:
        tensors = {name: tensor.half().float() if tensor.dim() > 1 else tensor for name, tensor in tensors.items()}
        if module is not None:
            module.load_state_dict(tensors)
    net = from_torch.net(tensors, parts)
    forward = None if module is None else TorchForward(module, net.layers[0].forward.w.shape[1], len(net.head[-1].b))
    return Brought(f"pytorch {torch.__version__.split('+')[0]}", net, rebuilt(tensors, parts, net), forward)


class TorchForward(Forward):
    """A whole module. Whether it takes [1, T] or [T, 1], ids or one-hot rows, it shows by answering."""

    def __init__(self, module: nn.Module, inputs: int, labels: int):
        self.module, self.inputs, self.labels = module.eval(), inputs, labels

    @torch.no_grad()
    def candidates(self, tokens: list[int]) -> list[np.ndarray]:
        ids = torch.tensor(tokens)
        found = []
        for given in (ids[None], ids[:, None]):
            for entry in (given, nn.functional.one_hot(given, self.inputs).float() if max(tokens) < self.inputs else given):
                try:
                    answer = self.module(entry)
                except (RuntimeError, TypeError, ValueError, IndexError):
                    continue
                found += self._rows(answer[0] if isinstance(answer, tuple) else answer, len(tokens))
        return found

    def _rows(self, answer: Tensor, length: int) -> list[np.ndarray]:
        """Returns the answer to the review [C]: the only one, or the last of one per token."""
        if not isinstance(answer, Tensor) or answer.dim() == 0 or answer.shape[-1] not in (1, self.labels):
            return []
        rows = answer.reshape(-1, answer.shape[-1])
        return [rows[-1].double().numpy()] if len(rows) in (1, length) else []


def _read(path: Path, unpickle: bool) -> tuple[dict[str, Tensor], nn.Module | None]:
    if zipfile.is_zipfile(path) and any("/code/" in name for name in zipfile.ZipFile(path).namelist()):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            module = torch.jit.load(path, map_location="cpu")
        return dict(module.state_dict()), module
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=not unpickle)
    except pickle.UnpicklingError as refused:
        raise ValueError(f"reading {path.name}: expected a state_dict or TorchScript, found a pickled module, whose loading runs code that "
                         "the file names; save its state_dict, or give --unpickle if you trust the file") from refused
    except (RuntimeError, EOFError, AttributeError, ModuleNotFoundError) as broken:
        raise ValueError(f"reading {path.name}: expected what torch.save wrote, with its classes at hand, found {broken}; save its "
                         "state_dict") from broken
    if isinstance(loaded, nn.Module):
        return dict(loaded.state_dict()), loaded
    tensors = loaded.get("state_dict", loaded) if isinstance(loaded, dict) else None
    if not tensors or not all(isinstance(value, Tensor) for value in tensors.values()):
        raise ValueError(f"reading {path.name}: expected a state_dict, found a {type(loaded).__name__}; save module.state_dict()")
    return dict(tensors), None


def _nonlinearity(description: Description, module: nn.Module | None, tensors: dict[str, Tensor]) -> str:
    """Returns tanh or relu: as described, else as the module has it; raises ValueError where a vanilla RNN's is nowhere said."""
    parts: Described = description.parts
    paths = [path for path in (*parts.layers, *parts.memory)
             if from_torch.layers(from_torch.part(tensors, path))[0].forward.kind == "rnn_tanh"]
    if description.nonlinearity_given or not paths:
        return parts.nonlinearity
    said = None if module is None else getattr(reduce(getattr, paths[0].split("."), module), "nonlinearity", None)
    if said is None:
        raise ValueError(f"reading {description.model.name}: expected reader.nonlinearity, since {paths[0]} is a vanilla RNN and weights "
                         "do not say whether its is tanh or relu, found nothing; add it")
    return said
