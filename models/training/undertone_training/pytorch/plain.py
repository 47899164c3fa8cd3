"""Makes the tensors of a state_dict plain: works out weight norm, and refuses what is no plain number. Refuses to know what they are for.

Source: Salimans and Kingma 2016 (weight norm: a length g and a direction v for each row).
"""

import re

import torch
from torch import Tensor
from torch.nn.parameter import is_lazy

from undertone_training.net.weights import Tensors

PARAMETRIZED = re.compile(r"^((?:.*\.)?)parametrizations\.([^.]+)\.")


def folded(tensors: Tensors) -> tuple[Tensors, list[str]]:
    """Returns the tensors with the plain weight in place of each g and v, as PyTorch works it out; and the weights' names."""
    plain, done = dict(tensors), []
    for name, g, v in _pairs(tensors):
        axis = _axis(tensors[g], tensors[v])
        if axis is not None:
            plain[name] = torch._weight_norm(tensors[v].detach().float(), tensors[g].detach().float(), axis)
            del plain[g], plain[v]
            done.append(name)
    return plain, done


def require_no_other(where: str, names: list[str]) -> None:
    """Raises ValueError at a weight that is worked out from others in a way that the file does not say."""
    for name in names:
        found, base = PARAMETRIZED.match(name), name.removesuffix("_orig")
        if found:
            own = found[2]
            raise _refused(where, found[1] + own, "a parametrization", f'torch.nn.utils.parametrize.remove_parametrizations(part, "{own}")')
        own = base.rpartition(".")[2]
        if name != base and base + "_mask" in names:
            raise _refused(where, base, "pruning", f'torch.nn.utils.prune.remove(part, "{own}")')
        if name != base and base + "_u" in names:
            raise _refused(where, base, "spectral norm", f'torch.nn.utils.remove_spectral_norm(part, "{own}")')


def require_numbers(where: str, name: str, tensor: Tensor) -> None:
    """Raises ValueError where a tensor that the bundle needs holds no numbers, or numbers that no answer follows from."""
    found = unreadable(tensor)
    if found:
        raise ValueError(
            f"reading {where}: expected {name} as real numbers in memory, found {found}; save the trained module, on the CPU and "
            "not quantized"
        )
    count = int((~torch.isfinite(tensor.float())).sum())
    if count:
        raise ValueError(
            f"reading {where}: expected finite numbers in {name}, found {count} of {tensor.numel()} that are NaN or infinite "
            "as float32; export a checkpoint from before that"
        )


def unreadable(tensor: Tensor) -> str:
    """Returns why a tensor has no real numbers to read, or nothing where it has."""
    if is_lazy(tensor):
        return "a lazy parameter that was never used"
    if tensor.is_meta:
        return "a tensor on the device meta, which holds none"
    if tensor.is_quantized or tensor.layout != torch.strided:
        return f"a {'quantized' if tensor.is_quantized else 'sparse'} tensor"
    return "" if tensor.is_floating_point() else f"the type {str(tensor.dtype).removeprefix('torch.')}"


def _pairs(tensors: Tensors) -> list[tuple[str, str, str]]:
    """Returns (weight, g, v) by name, under the names of torch.nn.utils.weight_norm and of parametrizations.weight_norm."""
    found = [(name[:-2], name, name[:-2] + "_v") for name in tensors if name.endswith("_g")]
    for name in tensors:
        own = PARAMETRIZED.match(name)
        if own and name == own[0] + "original0" and sum(other.startswith(own[0]) for other in tensors) == 2:
            found.append((own[1] + own[2], name, own[0] + "original1"))
    return [(weight, g, v) for weight, g, v in found if v in tensors and weight not in tensors]


def _axis(g: Tensor, v: Tensor) -> int | None:
    """Returns the axis along which v has a length each in g, -1 for one length over all, or None where these are no g and v."""
    if unreadable(g) or unreadable(v):
        return None
    if g.dim() == 0:
        return -1
    fits = [axis for axis in range(v.dim()) if list(g.shape) == [size if axis == other else 1 for other, size in enumerate(v.shape)]]
    return fits[0] if fits else None


def _refused(where: str, name: str, kind: str, remedy: str) -> ValueError:
    return ValueError(
        f"reading {where}: expected plain weights or weight norm, found {kind} of {name}, which the file does not say how to work "
        f"out; take it off before saving: {remedy}"
    )
