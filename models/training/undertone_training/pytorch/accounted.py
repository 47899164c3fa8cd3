"""Makes sure that every tensor of a model is accounted for: read by a line of its description, or named there as one to ignore.

Nothing that the answer depends on can be left out unnoticed. Refuses to know what tensors hold.
"""

from itertools import takewhile

from torch import Tensor

from undertone_training.bring.parts import Described
from undertone_training.net.weights import Tensors, require_linear, suffixes
from undertone_training.pytorch.net import part, require_tensor
from undertone_training.pytorch.plain import unreadable
from undertone_training.pytorch.saved import some

CELL = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
PROJECTION = "weight_hr"


def stripped(tensors: Tensors, described: Described) -> tuple[Tensors, str]:
    """Returns the tensors without a prefix that all share, where the description's names are found only so; and the prefix."""
    columns = zip(*(name.split(".")[:-1] for name in tensors))
    shared = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, columns)]
    for count in range(len(shared) + 1):
        start = "".join(word + "." for word in shared[:count])
        names = {name.removeprefix(start) for name in tensors}
        if all(_covered(path, names) for path in described.paths()):
            return {name.removeprefix(start): tensor for name, tensor in tensors.items()}, start
    return tensors, ""


def ignored(where: str, tensors: Tensors, ignore: tuple[str, ...]) -> set[str]:
    """Returns the names that the entries stand for; raises ValueError at an entry that stands for none."""
    for entry in ignore:
        if not _covered(entry, tensors):
            raise ValueError(
                f"reading {where}: expected in `ignore` names of submodules or tensors, each in full from the start, found {entry}, "
                f"which none of {some(sorted(tensors))} begins with; take it out, or correct it"
            )
    return {name for name in tensors if any(_is_under(name, entry) for entry in ignore)}


def require_all(where: str, tensors: Tensors, described: Described, aside: set[str]) -> Tensors:
    """Returns the tensors that the description reads; raises ValueError where any is left over, or read and put aside at once."""
    read = _read(tensors, described)
    both = sorted(read & aside)
    if both:
        raise ValueError(
            f"reading {where}: expected in `ignore` only what the answer does not depend on, found {some(both)}, which the "
            "description reads; name less of it"
        )
    left = {name: tensor for name, tensor in tensors.items() if name not in read and name not in aside}
    if left:
        entries = ", ".join(f'"{entry}"' for entry in _shortest(sorted(left), read))
        raise ValueError(
            f"reading {where}: expected a line of the description for each of its {len(tensors)} tensors, found {len(left)} that "
            f"none reads: {some([_said(name, tensor, tensors, read) for name, tensor in sorted(left.items())])}; describe the "
            f"parts that they belong to; where the answer does not depend on them, write ignore = [{entries}] above the first "
            "[section], and the bundle answers without them; a net whose answer needs what no key describes, such as attention, "
            "convolution or normalisation, cannot be served"
        )
    return {name: tensor for name, tensor in tensors.items() if name in read}


def _read(tensors: Tensors, described: Described) -> set[str]:
    """Returns the names of the tensors that the description's lines read; raises ValueError where a part is not there."""
    names = [require_tensor(tensors, described.embedding + ".weight")] if described.embedding is not None else []
    for path in (*described.layers, *described.memory):
        ends = [end for pair in suffixes(part(tensors, path), path) for end in pair]
        names += [f"{path}.{stem}{end}" for end in ends for stem in (*CELL, *([PROJECTION] if end else []))]
    for path in described.head:
        require_linear(part(tensors, path), path)
        names += [f"{path}.weight", f"{path}.bias"]
    names += [require_tensor(tensors, name) for name in described.initial.values() if isinstance(name, str)]
    return set(names) & tensors.keys()


def _shortest(left: list[str], read: set[str]) -> list[str]:
    """Returns the fewest entries that stand for all names left, and for none that is read."""
    entries: list[str] = []
    for name in left:
        parts = name.split(".")
        paths = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
        entry = next(path for path in paths if not any(_is_under(other, path) for other in read))
        entries += [entry] if entry not in entries else []
    return entries


def _said(name: str, tensor: Tensor, tensors: Tensors, read: set[str]) -> str:
    twin = next((other for other in sorted(read) if _same(tensors[other], tensor)), None)
    return f"{name} (the same tensor as {twin})" if twin else name


def _same(one: Tensor, other: Tensor) -> bool:
    if unreadable(one) or unreadable(other):
        return False
    return one.shape == other.shape and one.stride() == other.stride() and one.data_ptr() == other.data_ptr() != 0


def _covered(path: str, names) -> bool:
    return any(_is_under(name, path) for name in names)


def _is_under(name: str, path: str) -> bool:
    return name == path or name.startswith(path + ".")
